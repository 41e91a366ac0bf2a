"""Peak memory of whole batches that stream through the store; one of each, for they are long."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import brink

BATCHES = (
    ("january-2024", 1_000),
    ("january-2024", 10_000),
    ("january-2024", 100_000),
    ("border-clash", 1_000),
    ("border-clash", 100_000),
    ("border-clash", 1_000_000),
)
#: Acts are kept of this many runs.
ACTS = 1_000


def measure(effort: Effort) -> dict[str, Any]:
    """A row a batch."""
    return {"acts": ACTS, "batches": [_batch(name, effort.scaled(runs)) for name, runs in BATCHES]}


def _batch(name: str, runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results"
        order = ["run", name, "--runs", str(runs), "--no-figures", "--acts", str(ACTS), "--out", str(out)]
        taken = brink(order)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {"scenario": name, "runs": runs, "disk": size} | taken
