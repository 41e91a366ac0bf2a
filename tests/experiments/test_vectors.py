"""The test vectors are those of today's rules, both engines give them, and whatever differs is seen and said."""

from __future__ import annotations

import json

import numpy as np
import pytest

from brink.experiments.results.question import Chunk
from brink.experiments.runs import vectors
from brink.experiments.runs.engines import simulate
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios


def test_every_shipped_scenario_has_vectors_for_both_engines() -> None:
    runnable = {entry.name for entry in shipped_scenarios() if entry.runnable}
    assert {vector.scenario for vector in vectors.known()} == runnable
    assert {v.scenario for v in vectors.known() if v.runs <= vectors.MOST_FOR_MESA} == runnable


@pytest.mark.parametrize("engine", ["ensemble", "mesa"])
def test_the_vectors_hold_here(engine: str) -> None:
    verdict = vectors.verify_vectors([engine])
    assert verdict.problems == [], "bytes that moved on purpose: python docs/renew_vectors.py"
    assert len(verdict.checks) == 1
    assert not verdict.unstarted


@pytest.fixture(scope="module")
def batch():
    return simulate(load_scenario("january-2024").case(), "ensemble", 1, Chunk(0, 3, True))


@pytest.mark.parametrize("table", ["acts", "answers", "mediated", "series", "act_offsets"])
def test_any_flipped_bit_moves_the_hash(batch, table: str) -> None:
    changed = np.array(getattr(batch, table))
    flat = changed.view(np.uint8).reshape(-1)
    flat[len(flat) // 2] ^= 1
    assert vectors.fingerprint(batch._replace(**{table: changed})) != vectors.fingerprint(batch)


def test_the_order_of_bytes_does_not_enter(batch) -> None:
    swapped = batch._replace(series=batch.series.astype(">f4"), act_offsets=batch.act_offsets.astype(">i8"))
    assert vectors.fingerprint(swapped) == vectors.fingerprint(batch)


@pytest.fixture
def one_wrong(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the small vectors of one scenario, with a hash that is not theirs."""
    right = next(v for v in vectors.known() if v.scenario == "border-clash" and v.runs == vectors.MOST_FOR_MESA)
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"vectors": [right._replace(sha256="0" * 64)._asdict()]}))
    monkeypatch.setattr(vectors, "FILE", file)


def test_another_hash_ends_with_code_3_and_says_which(one_wrong: None, brink) -> None:
    code, out, err = brink("verify", "--vectors")
    out = " ".join(out.split())
    assert code == 3
    assert "border-clash, seed 1, 5 runs in the engine mesa" in out
    assert "000000000000 are expected; the rules were changed here, or this machine calculates differently" in out
    assert "this machine: 2 things are not as they should be" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["verify"], "RESULTS: name a results folder to check, or --vectors"),
        (["verify", "somewhere", "--vectors"], "takes neither a folder nor"),
        (["verify", "--vectors", "--replay", "3"], "takes neither a folder nor"),
        (["verify", "--vectors", "--engine", "mess"], "'mess' is not an engine"),
    ],
)
def test_what_cannot_be_checked_ends_with_code_2(words: list[str], told: str, brink) -> None:
    code, _, err = brink(*words)
    assert code == 2
    assert told in err
