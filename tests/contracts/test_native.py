"""Machine code of the model's own: the same bytes as numba's, never stale, never another's, never damaged."""

from __future__ import annotations

import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brink.model.engine import ensemble, state
from brink.model.entries import entries
from brink.model.kernel import compiled, native
from brink.model.outcomes import outcomes
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios
from brink.tests.contracts.copied import called, copied_model
from tests.model.random_worlds import CASES, assert_same_batch

RUNNABLE = [scenario.name for scenario in shipped_scenarios() if scenario.runnable]
#: Each entry with the module in which it is called.
ENTRIES = [(sys.modules[entry.__module__], entry.__name__) for entry in entries()]

#: An entry in a file that is never edited calls a rule in another, as `live_runs` calls them all.
CALLER = """
import sys
import numpy as np
from brink.model.kernel.memory import number_at
from brink.model.kernel.native import entry, is_made
from brink.model.mechanisms.pressure import left_after

@entry
def fill(numbers, count):
    for k in range(count):
        number_at(numbers, k).value = left_after(10.0, k)

made = is_made(fill)
numbers = np.zeros(11)
fill(numbers.ctypes.data, len(numbers))
print(numbers[10], made, is_made(fill), "numba" in sys.modules)
"""


def _filled(house: Path, **environment: object) -> tuple[list[str], str]:
    """What the caller printed on a copy of the model, and what was said meanwhile."""
    done = called(house, **environment)
    return done.stdout.split(), done.stderr


@pytest.fixture
def house(tmp_path):
    """A copy of the model as an installed package, with an entry beside it."""
    return copied_model(tmp_path, CALLER)


def _object(house: Path) -> Path:
    (found,) = house.rglob("*.fill-*.o")
    return found


def test_made_once_and_then_loaded_without_the_compiler(house):
    assert _filled(house) == (["0.5", "False", "True", "True"], "")
    assert _filled(house) == (["0.5", "True", "True", "False"], "")


def test_processes_that_start_together_make_it_once(house):
    """The second waits for the first and loads what it made: it never imports the compiler."""
    with ThreadPoolExecutor(2) as pool:
        told = [words for words, _ in pool.map(_filled, (house, house))]
    assert sorted(words[3] for words in told) == ["False", "True"]
    assert {words[0] for words in told} == {"0.5"}


def test_an_edited_rule_is_never_served_from_an_old_object(house):
    _filled(house)
    rule = house / "brink/model/mechanisms/pressure.py"
    rule.write_text(rule.read_text().replace("_LN2 = 0.6931471805599453", "_LN2 = 1.3862943611198906"))
    assert _filled(house)[0] == ["0.25", "False", "True", "True"]


def _flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_damaged_object_is_refused_and_made_anew(house):
    _filled(house)
    place = _object(house)
    good = place.read_bytes()
    place.write_bytes(_flip(good, len(good) // 2))
    assert _filled(house) == (["0.5", "False", "True", "True"], "")
    assert place.read_bytes() == good, "the same sources give the same machine code"


def test_no_damaged_byte_is_loaded(monkeypatch, tmp_path):
    entry, place = state.clear_ties, tmp_path / "object"
    assert entry.made is not None
    good = native._place(entry).read_bytes()
    monkeypatch.setattr(native, "_place", lambda _: place)
    place.write_bytes(good)
    assert native._read(entry) is not None
    ends = [good[:-8], b"", good.partition(b"\n")[2], good + b"\0", b"[]\n" + good, b"{}\n", b"\xff\n"]
    for bad in (*(_flip(good, at) for at in range(len(good))), *ends):
        place.write_bytes(bad)
        assert native._read(entry) is None


def test_the_object_of_other_sources_is_refused_under_whatever_name(house):
    _filled(house)
    old, rule = _object(house), house / "brink/model/mechanisms/pressure.py"
    planted = old.read_bytes()
    rule.write_text(rule.read_text().replace("_LN2 = 0.6931471805599453", "_LN2 = 1.3862943611198906"))
    _filled(house)
    (new,) = (path for path in house.rglob("*.fill-*.o") if path != old)
    new.write_bytes(planted)
    assert _filled(house)[0] == ["0.25", "False", "True", "True"]


def test_numba_can_be_asked_for_and_gives_the_same(house):
    assert _filled(house, BRINK_NATIVE=0) == (["0.5", "False", "True", "True"], "")
    assert _filled(house, BRINK_NATIVE=0) == (["0.5", "True", "True", "True"], "")
    assert not list(house.rglob("*.fill-*.o"))


def test_another_processor_has_an_object_of_its_own(monkeypatch):
    plain = ensemble.live_runs
    here = native._key.__wrapped__(plain)
    monkeypatch.setattr(native, "_processor", lambda: ("another", ""))
    assert native._key.__wrapped__(plain) != here


@pytest.mark.parametrize("what", ["_linker", "compile_alone"])
def test_without_machine_code_of_its_own_numba_compiles_and_it_is_said_once(what, monkeypatch):
    def broken(*_):
        raise RuntimeError("no such thing here")

    def add_up(first, second):
        return first + second

    monkeypatch.setattr(native, what, broken)
    monkeypatch.setattr(native, "_read", {"_linker": lambda _: native.Code("x", b"")}.get(what, lambda _: None))
    native._say_once.cache_clear()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for _ in range(2):
            assert native.entry(add_up)(2, 3) == 5
    assert [str(one.message).count("numba compiles it instead") for one in said] == [1]
    native._say_once.cache_clear()


def test_what_needs_more_than_memory_is_no_object():
    """An array made inside would ask for numba's memory, which is not there when the object is loaded."""

    def allots(count):
        return np.zeros(count).size + len(np.arange(count))

    def returns_a_number(count):
        return count / 2

    with pytest.raises(ValueError, match="allots.* needs"):
        native._made(allots)
    with pytest.raises(TypeError, match="must return a whole number"):
        native._made(returns_a_number)


@pytest.fixture(scope="module")
def by_numba():
    """Runs and their outcomes as numba compiles them."""
    plain = {(place, name): compiled.compiled(getattr(place, name).py_func) for place, name in ENTRIES}

    def simulate(case, *asked):
        with pytest.MonkeyPatch.context() as patch:
            for (place, name), function in plain.items():
                patch.setattr(place, name, function)
            batch = ensemble.simulate(case, *asked)
            return batch, outcomes(batch, case)

    return simulate


def _assert_same(by_numba, case, *asked):
    batch, table = by_numba(case, *asked)
    own = ensemble.simulate(case, *asked)
    assert_same_batch(own, batch)
    assert outcomes(own, case).tobytes() == table.tobytes()


def test_the_entries_are_machine_code_here():
    assert {getattr(place, name).made.__module__ for place, name in ENTRIES} == {native.__name__}
    assert all(native.is_made(getattr(place, name)) for place, name in ENTRIES)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNNABLE)
def test_shipped_scenarios_give_the_same_bytes(by_numba, name):
    _assert_same(by_numba, load_scenario(name, ()).case(), 2**64 - 1, 1000, 25, True)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=CASES, seed=st.integers(0, 2**64 - 1), first=st.integers(0, 2**31), count=st.integers(0, 4))
def test_random_worlds_give_the_same_bytes(by_numba, case, seed, first, count):
    _assert_same(by_numba, case, seed, first, count, True)
