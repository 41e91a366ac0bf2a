"""Machine code that comes with a wheel: loaded where it fits, and refused where it is stale, damaged or another's."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from brink.model.engine import state
from brink.model.entries import entries
from brink.model.kernel import native
from brink.tests.contracts.copied import called, copied_model

CALLER = """
import sys
import numpy as np
from brink.model.kernel import native
from brink.model.kernel.memory import number_at
from brink.model.mechanisms.pressure import left_after

@native.entry
def fill(numbers, count):
    for k in range(count):
        number_at(numbers, k).value = left_after(10.0, k)

if not native.SHIPPED.is_dir():
    native.ship([fill], native.SHIPPED)
else:
    made = native.is_made(fill)
    numbers = np.zeros(11)
    fill(numbers.ctypes.data, len(numbers))
    print(numbers[10], made, "numba" in sys.modules)
"""
LOADED, COMPILED = ["0.5", "True", "False"], ["0.5", "False", "True"]


def _called(house: Path) -> list[str]:
    done = called(house)
    assert done.stderr == ""
    return done.stdout.split()


def _objects(house: Path) -> list[Path]:
    return sorted((house / "brink/model/kernel/objects").iterdir())


@pytest.fixture
def house(tmp_path):
    """A copy of the model, as a wheel installs it, with the object of an entry beside the sources."""
    made = copied_model(tmp_path, CALLER)
    assert _called(made) == []
    return made


def test_what_came_with_the_wheel_is_loaded_and_no_cache_is_filled(house):
    assert [path.name for path in _objects(house)] == [f"caller.fill-{level}.o" for level in ("x86-64-v3", "x86-64")]
    assert _called(house) == LOADED
    assert not list((house / "cache").rglob("*.o"))


def test_an_edited_rule_is_not_served_from_the_wheel(house):
    rule = house / "brink/model/mechanisms/pressure.py"
    rule.write_text(rule.read_text().replace("_LN2 = 0.6931471805599453", "_LN2 = 1.3862943611198906"))
    assert _called(house) == ["0.25", *COMPILED[1:]]


def test_a_damaged_one_is_refused_and_the_cache_serves(house):
    for path in _objects(house):
        good = path.read_bytes()
        path.write_bytes(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
    assert _called(house) == COMPILED
    assert _called(house) == LOADED


def test_one_of_another_level_is_refused_under_whatever_name(house):
    first, second = _objects(house)
    first.write_bytes(second.read_bytes())
    second.unlink()
    assert _called(house) == COMPILED


@pytest.fixture
def wheel(monkeypatch, tmp_path):
    """A folder as of a wheel with one small entry."""
    monkeypatch.setattr(native, "SHIPPED", tmp_path)
    native.ship([state.clear_ties], tmp_path)
    return tmp_path


@pytest.mark.parametrize("level", [level for level, _ in native.LEVELS])
def test_each_processor_takes_the_best_that_it_can_run(wheel, monkeypatch, level):
    needed = dict(native.LEVELS)[level]
    monkeypatch.setattr(native, "_features", lambda: needed)
    kept = (wheel / f"state.clear_ties-{level}.o").read_bytes()
    assert kept.endswith(native._shipped(state.clear_ties).machine)


def test_another_system_finds_none(wheel, monkeypatch):
    monkeypatch.setattr(native, "_features", lambda: frozenset(("arm64-apple-darwin", "avx2")))
    assert native._shipped(state.clear_ties) is None


def test_every_function_that_is_entered_is_shipped():
    found = set()
    for path in Path(native.__file__).parents[1].rglob("*.py"):
        lines = path.read_text().splitlines()
        found |= {(path.stem, below) for mark, below in pairwise(lines) if mark == "@entry"}
    named = {(stem, line.removeprefix("def ").partition("(")[0]) for stem, line in found}
    assert named == {(Path(entry.__wrapped__.__code__.co_filename).stem, entry.__name__) for entry in entries()}
