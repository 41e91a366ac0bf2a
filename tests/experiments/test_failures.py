"""A failed run is data: it is named, it can be run again, and it takes no other run with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from brink.experiments.errors import EngineFault, UserError
from brink.experiments.results.question import Chunk
from brink.experiments.results.read import open_results
from brink.experiments.results.store import TABLES
from brink.experiments.runs import batch, workers
from brink.experiments.runs.attempts import attempt
from brink.tests.faulty import deadly
from brink.tests.support import FakeScenario, make_case, synthetic

RUNS = 620
BAD = (3, 4, 499, 611)


class Faulty:
    """The synthetic engine, with some runs that always fail."""

    def __init__(self, *bad: int, fault: type[BaseException] = ZeroDivisionError) -> None:
        self.bad, self.fault = bad, fault

    def __call__(self, case, seed, first, count, series):
        if any(first <= run < first + count for run in self.bad):
            raise self.fault("oh\nno")
        return synthetic(case, seed, first, count, series)


def ask(folder: Path, engine, **changes) -> batch.Results:
    wanted = {"runs": RUNS, "seed": 0, "jobs": 1, "out": folder, "acts": 510} | changes
    return batch.run(FakeScenario(), engine=engine, **wanted)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[batch.Results, batch.Results]:
    """The same question with four runs that fail, and with none."""
    folder = tmp_path_factory.mktemp("both")
    return ask(folder / "faulty", Faulty(*BAD)), ask(folder / "sound", synthetic)


def test_failed_runs_are_rows_with_a_command_that_shows_them_again(both) -> None:
    faulty, sound = both
    assert faulty.failed == faulty.manifest["failed"] == len(BAD)
    assert list(faulty.failures["run"]) == list(BAD)
    assert set(faulty.failures["origin"]) == {"engine"}
    assert set(faulty.failures["message"]) == {"ZeroDivisionError: oh no"}
    assert faulty.failures["replay"].iloc[0] == "brink verify . --run 3"
    assert sound.failed == 0 and len(sound.failures) == 0


@pytest.mark.parametrize("name", ["runs", "acts", "answers", "wars", "pauses", "series"])
def test_all_other_runs_are_what_they_would_have_been(both, name: str) -> None:
    faulty, sound = (getattr(results, name) for results in both)
    passed = sound[~sound["run"].isin(BAD)]
    if name == "series":
        runs = sorted(set(faulty["run"]))
        assert len(runs) == 20 and not set(runs) & set(BAD)
        passed, faulty = (frame[frame["run"].isin(range(20))] for frame in (passed, faulty))
    assert passed.reset_index(drop=True).equals(faulty.reset_index(drop=True))


def test_daily_quantiles_leave_failed_runs_out(both) -> None:
    series = synthetic(make_case(), 0, 0, RUNS, True).series[:, 7, 1, 2].astype(float)
    days = both[0].days
    row = days[(days["day"] == 7) & (days["actor"] == "borduria") & (days["measure"] == "restraint")].iloc[0]
    assert row["mean"] == pytest.approx(np.delete(series, BAD).mean())


def test_the_story_of_a_failed_run_says_that_it_failed(both) -> None:
    with pytest.raises(UserError, match=r"run 4 failed \(ZeroDivisionError: oh no\).*--run 4"):
        both[0].acts_of(4)


def test_failures_are_the_same_bytes_whoever_computes(both, tmp_path: Path) -> None:
    again = ask(tmp_path / "again", Faulty(*BAD), jobs=2)
    for name in TABLES:
        file = f"{name}.parquet"
        assert (again.folder / file).read_bytes() == (both[0].folder / file).read_bytes()


def test_stop_ends_the_batch_at_the_first_fault(tmp_path: Path) -> None:
    with pytest.raises(EngineFault, match="runs 500 to 619: ZeroDivisionError"):
        ask(tmp_path, Faulty(611), on_error="stop")
    assert (tmp_path / "chunks" / "0000000000").is_dir()


def test_a_batch_in_which_nothing_passes_is_given_up_early(tmp_path: Path) -> None:
    with pytest.raises(EngineFault, match="runs 0 to 499") as fault:
        ask(tmp_path, Faulty(*range(RUNS)))
    assert isinstance(fault.value.__cause__, ZeroDivisionError)
    with pytest.raises(EngineFault, match="no run passed"):
        ask(tmp_path / "one", Faulty(0), runs=1)
    with pytest.raises(UserError, match="brink resume"):
        open_results(tmp_path / "one")


def test_too_little_memory_for_many_runs_may_be_enough_for_fewer() -> None:
    def hungry(case, seed, first, count, series):
        if count > 100:
            raise MemoryError("too many at once")
        return synthetic(case, seed, first, count, series)

    found = attempt(make_case(), hungry, 0, Chunk(0, 500, False))
    assert not found.failures
    assert np.array_equal(found.batch.acts, synthetic(make_case(), 0, 0, 500, False).acts)


def test_what_cannot_be_measured_is_a_failure_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from brink.experiments.runs import engines

    measured = engines.outcomes

    def fussy(given, case):
        if given.first <= 7 < given.first + given.count and len(given.acts):
            raise OverflowError("too many dead")
        return measured(given, case)

    monkeypatch.setattr(engines, "outcomes", fussy)
    found = attempt(make_case(), synthetic, 0, Chunk(0, 20, False))
    assert [(entry.run, entry.origin) for entry in found.failures] == [(7, "outcomes")]


def test_bad_words_for_on_error_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--on-error: 'ignore' is neither finish nor stop"):
        ask(tmp_path / "new", synthetic, on_error="ignore")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("on_error", ["finish", "stop"])
def test_a_run_that_kills_its_process_is_found_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_error: str
) -> None:
    monkeypatch.setattr(workers, "_piece", deadly_piece)
    monkeypatch.setitem(workers.IN_PROCESSES, "ensemble", 10)
    if on_error == "stop":
        with pytest.raises(EngineFault, match="the worker died on runs 23 to 23"):
            ask(tmp_path, "ensemble", runs=40, jobs=2, on_error=on_error)
        return
    results = ask(tmp_path, "ensemble", runs=40, jobs=2, on_error=on_error)
    assert [*results.failures[["run", "origin"]].itertuples(index=False, name=None)] == [(23, "worker")]
    sound = ask(tmp_path / "sound", synthetic, runs=40).runs
    assert sound[sound["run"] != 23].reset_index(drop=True).equals(results.runs)


def deadly_piece(engine, seed, chunk, on_error):
    """What a worker does, with the deadly engine in place of the named one."""
    return attempt(workers._settled[-1], deadly, seed, chunk, on_error)
