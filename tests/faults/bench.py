"""A place to break batches: the same small batch, run in a child process that something befalls, and its sound answer.

Children are forked from a process in which everything is imported and compiled, so that one takes a fraction of a
second and hundreds can be killed. What befalls them is real: signals, full disks, read-only mounts, limits.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from brink.experiments.errors import EngineFault, InterruptedBatch, StorageFault, UserError
from brink.experiments.results.store import SCENARIO, TABLES, begun, read_plan
from brink.experiments.runs import batch
from brink.model.engine import ensemble
from brink.scenarios.loader import load_scenario
from brink.scenarios.scenario import Scenario
from brink.tests.forked import TRACEBACK, ended

RUNS, SEED, ACTS = 4_000, 11, 3_000
FILES = (*(f"{name}.parquet" for name in TABLES), SCENARIO)
#: Exit codes of a child, as the command line gives them.
DONE, FAULT, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


@cache
def scenario() -> Scenario:
    """What is run; read and built once, for a child may have lost the right to."""
    found = load_scenario("border-clash")
    ensemble.simulate(found.case(), SEED, 0, 1, True)
    return found


def run(folder: Path, **changes: object) -> batch.Results:
    """The batch of all fault tests."""
    wanted = {"runs": RUNS, "seed": SEED, "jobs": 1, "acts": ACTS, "out": folder} | changes
    return batch.run(scenario(), **wanted)  # pyright: ignore[reportArgumentType]


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of an answer."""
    return {name: (folder / name).read_bytes() for name in FILES}


def chunks(folder: Path) -> dict[str, tuple[int, ...]]:
    """What is finished in a folder: chunks, by name, with the time and number of each of their files."""
    whole = [path for path in sorted((folder / "chunks").glob("*")) if path.is_dir() and path.suffix != ".part"]
    return {path.name: tuple(entry.stat().st_mtime_ns for entry in sorted(path.iterdir())) for path in whole}


class Child(NamedTuple):
    """A batch in a process of its own."""

    pid: int
    started: float

    def wait(self) -> int:
        """Exit code, or minus the number of the signal that ended it."""
        return ended(self.pid)

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal and wait."""
        os.kill(self.pid, number)
        return self.wait()


def start(folder: Path, before: Callable[[], None] = lambda: None, **changes: object) -> Child:
    """Fork a child that runs the batch after ``before`` has been called in it."""
    scenario()
    pid = os.fork()
    if pid == 0:
        os._exit(_child(folder, before, changes))
    return Child(pid, time.monotonic())


def _child(folder: Path, before: Callable[[], None], changes: dict[str, object]) -> int:
    """The codes of the command line, without its words."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        before()
        return FAULT if run(folder, **changes).failed else DONE
    except UserError:
        return WRONG_INPUT
    except (InterruptedBatch, KeyboardInterrupt):
        return INTERRUPTED
    except (StorageFault, EngineFault):
        return FAULT
    except BaseException:
        traceback.print_exc()
        return TRACEBACK


class Tally(NamedTuple):
    """What became of many broken batches."""

    times: int
    runs_lost: int
    bytes_different: int

    def __str__(self) -> str:
        """One line of the table in the documentation."""
        return f"{self.times} times, {self.runs_lost} runs lost, {self.bytes_different} bytes different"


def finished_runs(folder: Path) -> int:
    """Runs in whole chunks."""
    plan = read_plan(folder)
    return 0 if plan is None else sum(chunk.runs for chunk in begun(folder, plan))


def different(one: dict[str, bytes], other: dict[str, bytes]) -> int:
    """Number of bytes in which two answers differ."""
    return sum(
        sum(a != b for a, b in zip(one[name], other[name], strict=False)) + abs(len(one[name]) - len(other[name]))
        for name in FILES
        if one[name] != other[name]
    )
