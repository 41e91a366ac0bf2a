"""What the tests take: CPU seconds of all processes of the pytest of ``make test``; only if asked for by name."""

from __future__ import annotations

import sys
from typing import Any

from brink.benchmarks.effort import FULL, Effort
from brink.benchmarks.machine import cores
from brink.benchmarks.verb import spent

#: A few tests in place of all, to see that it works.
TOKEN = ("tests/contracts/test_names.py",)


def measure(effort: Effort) -> dict[str, Any]:
    """CPU and wall seconds.

    Raises:
        RuntimeError: a test failed.
    """
    shared = ("-n", str(cores()), "--dist", "worksteal")
    found = spent([sys.executable, "-m", "pytest", "-q", *shared, *(() if effort == FULL else TOKEN)])
    return {"cpu": found["cpu"], "wall": found["wall"]}
