"""Whole commands against each other: what the start, the acts, drawn parameters and figures cost beside the engine.

Each ratio is of CPU times in one lap: of two commands, each in a process of its own, start of Python included; of
Mesa's ``batch_run`` and a command; of a large world with and without daily measures. The median of the laps is told,
beside the goal that was set for it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from brink.benchmarks import drivers, made
from brink.benchmarks.clock import lap
from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import brink
from brink.scenarios.loader import load_scenario

PLAIN = ("--no-figures",)


def measure(effort: Effort) -> dict[str, Any]:
    """The ratios, each with its goal and the CPU seconds of both commands."""
    many, some = str(effort.scaled(10_000)), str(effort.scaled(1_000))
    whole, batch = ("run", "january-2024", "--runs", many), ("run", "january-2024", "--runs", some)
    small = ("run", "border-clash", "--runs", str(effort.scaled(200)), *PLAIN)
    kept, none = ((*whole, *PLAIN, "--acts", acts) for acts in ("all", "0"))
    asked: list[tuple[str, float, Sequence[str], Sequence[str], bool]] = [
        ("a small batch / `brink --version`", 3.0, small, ("--version",), False),
        (f"all acts kept / none, {int(many):,} runs", 1.4, kept, none, False),
        (f"`--uncertain` / plain, {int(some):,} runs", 2.5, (*batch, *PLAIN, "--uncertain"), (*batch, *PLAIN), False),
        (f"figures and report / the rest, {int(some):,} runs", 1.0, batch, (*batch, *PLAIN), True),
    ]  # fmt: skip
    laps = min(3, effort.laps)
    ratios = [_ratio(*one, laps) for one in asked]
    return {"laps": laps, "ratios": [*ratios, _large_world(effort, laps), _against_batch_run(effort, laps)]}


def _large_world(effort: Effort, laps: int) -> dict[str, Any]:
    """128 actors, each in a crisis with one other, with their daily measures and without."""
    case, runs = made.pairs(64), effort.scaled(500)
    with_series, without = (drivers.engine(case, series) for series in (True, False))
    costs = [(lap(with_series, runs).cpu, lap(without, runs).cpu) for _ in range(laps + 1)][1:]
    return _told("128 actors, with daily measures / without", 1.5, costs, [first / second for first, second in costs])


def _against_batch_run(effort: Effort, laps: int) -> dict[str, Any]:
    """A run of ``batch_run`` and one of a whole command: both with daily measures and with all acts kept."""
    many, few = effort.scaled(10_000), effort.scaled(16)
    theirs = drivers.mesa_batch_run(load_scenario(drivers.SCENARIO).case())
    asked = ("run", drivers.SCENARIO, "--runs", str(many), *PLAIN, "--acts", "all")
    costs = [(lap(theirs, few).cpu / few, _cpu(asked) / many) for _ in range(laps + 1)][1:]
    name = f"`batch_run` / `brink run`, a run of {many:,}"
    return _told(name, 350, costs, [first / second for first, second in costs]) | {"least": True}


def _ratio(name: str, goal: float, one: Sequence[str], other: Sequence[str], beyond: bool, laps: int) -> dict[str, Any]:
    """``beyond``: the first does what the second does, and it is what comes on top that is compared with it."""
    costs = [(_cpu(one), _cpu(other)) for _ in range(laps)]
    return _told(name, goal, costs, [(first - second if beyond else first) / second for first, second in costs])


def _told(name: str, goal: float, costs: Sequence[tuple[float, float]], ratios: Sequence[float]) -> dict[str, Any]:
    """Medians over laps; ``costs`` are the CPU seconds of both."""
    firsts, seconds = zip(*costs, strict=True)
    return {"name": name, "goal": goal, "ratio": median(ratios), "first": median(firsts), "second": median(seconds)}


def _cpu(words: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", str(Path(folder) / "answer")] if words[0] == "run" else []
        return brink([*words, *out])["cpu"]
