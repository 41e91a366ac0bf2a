"""What a person waits for: the very first start, a later one, and a thousand runs with figures and report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import brink

SCENARIO = "january-2024"


def measure(effort: Effort) -> dict[str, Any]:
    """Wall and CPU seconds of each start."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fresh = {"BRINK_CACHE_DIR": str(home / "cache")}
        bare = ["run", SCENARIO, "--runs", "1", "--no-figures", "--out"]
        cold = brink([*bare, str(home / "cold")], fresh)
        warm = [brink([*bare, str(home / f"warm{k}")], fresh) for k in range(min(3, effort.laps))]
        full = ["run", SCENARIO, "--runs", str(effort.scaled(1_000)), "--out", str(home / "full")]
        return {"scenario": SCENARIO, "cold": cold, "warm": _median(warm), "report": brink(full, fresh)}


def _median(taken: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: median(each[name] for each in taken) for name in taken[0]}
