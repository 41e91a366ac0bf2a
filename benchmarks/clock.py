"""Time taken: contestants in turn, several times over, and the median of each.

A machine that does other things slows down everything that is measured at that moment; taking turns spreads this over
all contestants alike. CPU time is what the cores spend, and hardly sees the neighbours; wall time is what a person
waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from math import comb
from statistics import median
from typing import NamedTuple

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


class Times(NamedTuple):
    """How many times as fast: the median over laps of the same rounds, and an interval that holds it in 95 of 100."""

    middle: float
    low: float
    high: float


def times(slow: Sequence[float], fast: Sequence[float]) -> Times:
    """Compare lap by lap; the interval is that of the sign test, between two of the sorted ratios."""
    ratios = sorted(a / b for a, b in zip(slow, fast, strict=True))
    count, below = len(ratios), 0
    while sum(comb(count, k) for k in range(below + 1)) <= 0.025 * 2**count:
        below += 1
    outer = max(below - 1, 0)
    return Times(median(ratios), ratios[outer], ratios[count - 1 - outer])


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
    each = tuple(tuple(time / runs for time in times) for times in (wall, cpu))
    return Pace(median(wall) / runs, middle / runs, spread, runs, len(laps), *each)


def runs_for(work: Work, seconds: float, most: int = 200_000) -> int:
    """How many runs take about this long, at least two; found by trying, after one run that does not count."""
    work(1)
    runs = 2
    while True:
        taken = lap(work, runs).cpu
        if taken > seconds / 3 or runs >= most:
            return min(most, max(2, round(runs * seconds / max(taken, 1e-6))))
        runs = min(most, runs * 8)
