"""Killed at any moment, a batch loses nothing that was finished and ends in the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from brink.experiments.results.lock import locked
from brink.tests.faults.bench import (
    DONE,
    INTERRUPTED,
    RUNS,
    Tally,
    chunks,
    contents,
    different,
    finished_runs,
    run,
    start,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are forked")
#: Kills in the usual test run, and in `make faults`.
FEW, MANY = 12, 100


def duration(folder: Path) -> float:
    """Seconds that an undisturbed child takes."""
    child = start(folder)
    assert child.wait() == DONE
    return time.monotonic() - child.started


def kill_often(folder: Path, sound: dict[str, bytes], times: int, number: int = signal.SIGKILL) -> Tally:
    """Kill batches at random moments, again and again until one comes through, and look at what is left each time."""
    moments = random.Random(1)
    a_batch = duration(folder / "first")
    killed = lost = wrong = 0
    while killed < times:
        here = folder / "broken"
        shutil.rmtree(here, ignore_errors=True)
        for _ in range(8):
            before = chunks(here)
            child = start(here)
            time.sleep(moments.random() * a_batch)
            code = child.kill(number)
            killed += code in (-signal.SIGKILL, INTERRUPTED)
            after = chunks(here)
            # a finished chunk is never touched again, unless the answer itself was finished meanwhile
            if not (here / "manifest.json").exists():
                lost += sum(RUNS // 8 for name, times_of in before.items() if after.get(name) != times_of)
            if code == DONE:
                break
        run(here)
        wrong += different(contents(here), sound)
        assert {path.name for path in here.iterdir()} == {*sound, "manifest.json", "plan.json", "SHA256SUMS"}
    return Tally(killed, lost, wrong)


def test_kill_9_at_random_moments(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally = kill_often(tmp_path, sound, FEW)
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill", "interrupt"])
def test_a_hundred_times(tmp_path: Path, sound: dict[str, bytes], number: int, record_property) -> None:
    tally = kill_often(tmp_path, sound, MANY, number)
    record_property("tally", str(tally))
    print(f"\n{signal.Signals(number).name}: {tally}")
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


def test_ctrl_c_says_130_and_keeps_what_was_finished(tmp_path: Path, sound: dict[str, bytes]) -> None:
    for _ in range(20):
        child = start(tmp_path)
        while not chunks(tmp_path):
            time.sleep(0.001)
        if child.kill(signal.SIGINT) == INTERRUPTED:
            break
        shutil.rmtree(tmp_path)
    else:
        pytest.fail("twenty batches were over before Ctrl-C came")
    assert finished_runs(tmp_path) > 0
    assert different(contents(run(tmp_path).folder), sound) == 0


def test_two_processes_on_one_folder_the_second_is_refused(tmp_path: Path, sound: dict[str, bytes]) -> None:
    with locked(tmp_path):
        assert start(tmp_path).wait() == 2
    children = [start(tmp_path) for _ in range(4)]
    codes = sorted(child.wait() for child in children)
    assert set(codes) <= {0, 2} and codes[0] == 0
    assert different(contents(tmp_path), sound) == 0


def test_a_clock_that_jumps_changes_no_byte_and_loses_no_run(
    tmp_path: Path, sound: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock stands only in the manifest: a batch killed in 2026 is finished in 1970, or in 2100."""
    for number, year in enumerate(("1970-01-01T00:00:00+00:00", "2100-01-01T00:00:00+00:00")):
        here = tmp_path / str(number)
        child = start(here)
        while not chunks(here):
            time.sleep(0.001)
        child.kill()
        kept = finished_runs(here)
        for path in here.rglob("*"):
            os.utime(path, (number * 4e9, number * 4e9))
        for module in ("runs.batch", "results.store", "results.manifest"):
            monkeypatch.setattr(f"brink.experiments.{module}.now", lambda year=year: year)
        assert kept <= finished_runs(here)
        assert different(contents(run(here).folder), sound) == 0
