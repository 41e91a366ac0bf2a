"""Hostile input ends in a message: what fuzzing has found so far, the seeds, and new inputs by hypothesis."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.tests.fuzz.guard import Breach, guarded
from brink.tests.fuzz.kept import kept
from brink.tests.fuzz.seeds import seeds
from brink.tests.fuzz.targets import TARGETS, attack
from brink.tests.walks import ROOT

#: New inputs a target in the usual test run; `make fuzz` tries far more.
EXAMPLES = {
    "loader": 60,
    "change": 150,
    "questions": 400,
    "episodes": 200,
    "events": 120,
    "experiment": 60,
    "results": 40,
    "manifest": 150,
}


def mixed(name: str) -> st.SearchStrategy[bytes]:
    """A seed with a stretch of it replaced, or any bytes."""

    def replaced(seed: bytes, at: int, cut: int, new: bytes) -> bytes:
        at %= len(seed) + 1
        return seed[:at] + new + seed[at + cut :]

    new = st.one_of(st.binary(max_size=12), st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace")))
    edits = st.builds(replaced, st.sampled_from(seeds(name)), st.integers(0, 100_000), st.integers(0, 40), new)
    return st.one_of(edits, st.binary(max_size=300))


@pytest.mark.parametrize("name", TARGETS)
def test_every_input_kept_from_fuzzing_ends_in_a_message(name: str) -> None:
    found = kept(name)
    assert found
    for raw in found:
        attack(name, raw)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_mean_something(name: str) -> None:
    if name != "results":
        assert any(attack(name, seed) for seed in seeds(name))


@pytest.mark.parametrize("name", TARGETS)
def test_new_inputs_end_in_a_message(name: str) -> None:
    @settings(max_examples=EXAMPLES[name] * int(os.environ.get("BRINK_FUZZ", "1")), deadline=None)
    @given(mixed(name))
    def any_input(data: bytes) -> None:
        attack(name, data)

    any_input()


def test_the_guard_sees_what_it_must(tmp_path: Path) -> None:
    with pytest.raises(Breach, match="open"), guarded(tmp_path / "inside"):
        (tmp_path / "outside.txt").write_text("x")
    with pytest.raises(Breach, match="subprocess"), guarded():
        subprocess.run(["true"], check=True)
    (tmp_path / "inside").mkdir()
    with guarded(tmp_path / "inside"):
        (tmp_path / "inside" / "file").write_text("x")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is for Linux on x86-64 alone")
def test_the_fuzzer_can_watch_what_computes(tmp_path: Path) -> None:
    """It marks every module that it watches, and marked code cannot be compiled."""
    command = [sys.executable, "-m", "tests.fuzz.coverage_guided", "manifest", "3", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "Instrumenting brink.experiments.results" in done.stderr
    assert "Instrumenting brink.model" not in done.stderr
