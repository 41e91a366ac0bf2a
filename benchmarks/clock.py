"""Time taken: contestants in turn, several times over, and the median of each.

A machine that does other things slows down everything that is measured at that moment; taking turns spreads this over
all contestants alike. CPU time is what the cores spend, and hardly sees the neighbours; wall time is what a person
waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from brink.experiments.measures.statistics import Interval, quantile_interval

#: Something to be timed: does this many runs.
Work = Callable[[int], object]


class Lap(NamedTuple):
    """Seconds of wall clock and of CPU time, all threads of this process together."""

    wall: float
    cpu: float


class Contestant(NamedTuple):
    """Something to be timed, and how many runs it does in a lap."""

    work: Work
    runs: int


class Pace(NamedTuple):
    """Medians over laps, in seconds a run, the range of CPU time over its median, and the times of each lap."""

    wall: float
    cpu: float
    spread: float
    runs: int
    laps: int
    walls: tuple[float, ...]
    cpus: tuple[float, ...]


def times(slow: Sequence[float], fast: Sequence[float]) -> Interval:
    """How many times as fast, compared lap by lap: the median, and the interval of the sign test that holds it."""
    return quantile_interval(np.divide(slow, fast), 0.5)


def lap(work: Work, runs: int) -> Lap:
    """Time one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(runs)
    return Lap(time.perf_counter() - wall, time.process_time() - cpu)


def warm_up(contestants: Mapping[str, Contestant]) -> None:
    """A run of each that does not count."""
    for entry in contestants.values():
        entry.work(1)


def race(contestants: Mapping[str, Contestant], laps: int) -> dict[str, Pace]:
    """Let contestants take turns, every other round in reverse order."""
    taken: dict[str, list[Lap]] = {name: [] for name in contestants}
    for turn in range(laps):
        for name in list(contestants)[:: 1 if turn % 2 == 0 else -1]:
            taken[name].append(lap(*contestants[name]))
    return {name: _pace(taken[name], entry.runs) for name, entry in contestants.items()}


def _pace(laps: list[Lap], runs: int) -> Pace:
    cpu, wall = [each.cpu for each in laps], [each.wall for each in laps]
    middle = median(cpu)
    spread = (max(cpu) - min(cpu)) / middle if middle else 0.0
    walls, cpus = (tuple(seconds / runs for seconds in taken) for taken in (wall, cpu))
    return Pace(median(wall) / runs, middle / runs, spread, runs, len(laps), walls, cpus)


def runs_for(work: Work, seconds: float, most: int = 200_000) -> int:
    """How many runs take about this long, at least two; found by trying, after one run that does not count."""
    work(1)
    runs = 2
    while True:
        taken = lap(work, runs).cpu
        if taken > seconds / 3 or runs >= most:
            return min(most, max(2, round(runs * seconds / max(taken, 1e-6))))
        runs = min(most, runs * 8)
