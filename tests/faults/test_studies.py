"""Studies killed at any moment lose no finished piece and end in the same bytes, by `resume` as by asking again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import traceback
from functools import cache
from pathlib import Path

import pytest

from brink.experiments.errors import InterruptedBatch
from brink.experiments.results.study import is_study
from brink.experiments.studies import frozen
from brink.experiments.studies.sweep import Sweep, load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.tests.faults.bench import DONE, INTERRUPTED, TRACEBACK, Child, Tally, chunks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are forked")
FEW, MANY = 10, 100
QUESTION = """\
experiment: 1
name: Fear in the valley
scenario: border-clash
design: {kind: latin_hypercube, points: 40}
replications: 200
levers: {constants.fear_weight: [6, 12]}
uncertainties: {ties.north.south.fear: declared}
outcomes: [branching_ratio, killed]
"""
FILES = ("points.parquet", "summary.parquet", "points.csv", "summary.csv", "scenario.yaml", "experiment.yaml")


@cache
def asked(file: Path) -> Sweep:
    file.write_text(QUESTION)
    return load_sweep(str(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def start(sweep: Sweep, folder: Path) -> Child:
    """Fork a child that finishes the study of a folder if there is one, or begins it."""
    pid = os.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if is_study(folder):
                frozen.finish(folder, 1, False)
            else:
                answer_sweep(sweep, folder, 1, figures=False)
        except (InterruptedBatch, KeyboardInterrupt):
            os._exit(INTERRUPTED)
        except BaseException:
            traceback.print_exc()
            os._exit(TRACEBACK)
        os._exit(DONE)
    return Child(pid, time.monotonic())


def kill_often(place: Path, times: int) -> Tally:
    """Kill a sweep at random moments, go on, kill again, and look at what is left each time."""
    moments = random.Random(5)
    sweep = asked(place / "question.yaml")
    sound = contents(answer_sweep(sweep, place / "sound", 1, figures=False))
    begun = time.monotonic()
    assert start(sweep, place / "first").wait() == DONE
    whole = time.monotonic() - begun
    killed = lost = wrong = 0
    while killed < times:
        here = place / "broken"
        shutil.rmtree(here, ignore_errors=True)
        for _ in range(8):
            before = chunks(here)
            child = start(sweep, here)
            time.sleep(moments.random() * whole)
            code = child.kill()
            assert code in (DONE, -signal.SIGKILL)
            killed += code != DONE
            after = chunks(here)
            if not (here / "manifest.json").exists():
                lost += sum(after.get(name) != times_of for name, times_of in before.items())
            if code == DONE:
                break
        answer_sweep(sweep, here, 1, figures=False)
        found = contents(here)
        wrong += sum(found[name] != sound[name] for name in FILES)
    return Tally(killed, lost, wrong)


def test_a_sweep_killed_at_random_moments(tmp_path: Path) -> None:
    tally = kill_often(tmp_path, FEW)
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


@pytest.mark.faults
@pytest.mark.slow
def test_a_sweep_killed_a_hundred_times(tmp_path: Path) -> None:
    tally = kill_often(tmp_path, MANY)
    print(
        f"\nsweep, SIGKILL: {tally.times} times, {tally.runs_lost} pieces lost, {tally.bytes_different} files different"
    )
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)
