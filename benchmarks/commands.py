"""Whole commands against each other: what the start, the acts, drawn parameters and figures cost beside the engine.

Each ratio is of CPU times in one lap: of two commands, each in a process of its own, start of Python included; of
Mesa's ``batch_run`` and a command; of a large world with and without daily measures. The median of the laps is told,
beside the goal that was set for it. A command that is part of two ratios is run once a lap.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from brink.benchmarks import drivers, made
from brink.benchmarks.clock import lap
from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import brink
from brink.scenarios.loader import load_scenario

PLAIN = ("--no-figures",)

Costs = list[tuple[float, float]]


def measure(effort: Effort) -> dict[str, Any]:
    """The ratios, each with its goal and the CPU seconds of both commands."""
    many, some, laps = effort.scaled(10_000), effort.scaled(1_000), min(3, effort.laps)
    taken = _laps(_commands(many, some, effort.scaled(200)), laps)
    asked = [
        ("a small batch / `brink --version`", 3.0, "small", "version"),
        (f"all acts kept / none, {many:,} runs", 1.4, "all acts", "no acts"),
        (f"`--uncertain` / plain, {some:,} runs", 2.5, "uncertain", "plain"),
    ]
    ratios = [_told(name, goal, list(zip(taken[one], taken[other], strict=True))) for name, goal, one, other in asked]
    # what figures and report cost on top of the rest, held against the rest
    drawn = list(zip(taken["drawn"], taken["plain"], strict=True))
    beyond = [(first - second) / second for first, second in drawn]
    ratios.append(_told(f"figures and report / the rest, {some:,} runs", 1.0, drawn, beyond))
    whole = _against_batch_run(effort, [cpu / many for cpu in taken["all acts"]], many)
    return {"laps": laps, "ratios": [*ratios, _large_world(effort, laps), whole]}


def _commands(many: int, some: int, few: int) -> dict[str, Sequence[str]]:
    """What is measured, by name."""
    whole, batch = ("run", drivers.SCENARIO, "--runs", str(many)), ("run", drivers.SCENARIO, "--runs", str(some))
    return {
        "version": ("--version",),
        "small": ("run", "border-clash", "--runs", str(few), *PLAIN),
        "plain": (*batch, *PLAIN),
        "uncertain": (*batch, *PLAIN, "--uncertain"),
        "drawn": batch,
        "no acts": (*whole, *PLAIN, "--acts", "0"),
        "all acts": (*whole, *PLAIN, "--acts", "all"),
    }


def _laps(commands: Mapping[str, Sequence[str]], laps: int) -> dict[str, list[float]]:
    """CPU seconds of each command, lap by lap; in a lap each is run once."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(laps):
        for name, words in commands.items():
            taken[name].append(_cpu(words))
    return taken


def _large_world(effort: Effort, laps: int) -> dict[str, Any]:
    """500 actors, each in a crisis with one other, with their daily measures and without."""
    case, runs = made.pairs(250), effort.scaled(100)
    with_series, without = (drivers.engine(case, series) for series in (True, False))
    costs = [(lap(with_series, runs).cpu, lap(without, runs).cpu) for _ in range(laps + 1)][1:]
    return _told("500 actors, with daily measures / without", 1.5, costs)


def _against_batch_run(effort: Effort, ours: Sequence[float], runs: int) -> dict[str, Any]:
    """A run of ``batch_run`` and one of a whole command: both with daily measures and with all acts kept."""
    few = effort.scaled(16)
    theirs = drivers.mesa_batch_run(load_scenario(drivers.SCENARIO).case())
    lap(theirs, few)  # the first loads what it needs
    costs = [(lap(theirs, few).cpu / few, cpu) for cpu in ours]
    return _told(f"`batch_run` / `brink run`, a run of {runs:,}", 350, costs) | {"least": True}


def _told(name: str, goal: float, costs: Costs, ratios: Sequence[float] = ()) -> dict[str, Any]:
    """Medians over laps; ``costs`` are the CPU seconds of both, ``ratios`` where they are not plain ones."""
    firsts, seconds = zip(*costs, strict=True)
    found = ratios or [first / second for first, second in costs]
    return {"name": name, "goal": goal, "ratio": median(found), "first": median(firsts), "second": median(seconds)}


def _cpu(words: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", str(Path(folder) / "answer")] if words[0] == "run" else []
        return brink([*words, *out])["cpu"]
