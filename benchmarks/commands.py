"""Whole commands against each other: what the start, the acts, drawn parameters and figures cost beside the engine.

Each ratio is of the CPU time of two commands, each in a process of its own, start of Python included, in one lap; the
median of the laps is told, beside the goal that was set for it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import brink

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
    return {"laps": laps, "ratios": [_ratio(*one, laps) for one in asked]}


def _ratio(name: str, goal: float, one: Sequence[str], other: Sequence[str], beyond: bool, laps: int) -> dict[str, Any]:
    """``beyond``: the first does what the second does, and it is what comes on top that is compared with it."""
    costs = [(_cpu(one), _cpu(other)) for _ in range(laps)]
    ratio = median((first - second if beyond else first) / second for first, second in costs)
    firsts, seconds = zip(*costs, strict=True)
    return {"name": name, "goal": goal, "ratio": ratio, "first": median(firsts), "second": median(seconds)}


def _cpu(words: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", str(Path(folder) / "answer")] if words[0] == "run" else []
        return brink([*words, *out])["cpu"]
