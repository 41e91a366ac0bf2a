"""A ``brink`` command in a process of its own, and what it took: peak memory, wall and CPU time.

The process reports its own peak: a parent that reads it from outside is shown its own size where that was larger when
the child was made.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Runs the command line, and says on the last line of standard error what it took.
PROGRAM = "from benchmarks.verb import tell; tell()"


def peak_bytes() -> int:
    """The largest resident size this process has had."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def tell() -> None:
    """Be the command line; then report, whatever it ended in."""
    from brink.experiments.commands.cli import main

    try:
        main()
    finally:
        used = resource.getrusage(resource.RUSAGE_SELF)
        sys.stderr.write("\n" + json.dumps({"peak": peak_bytes(), "cpu": used.ru_utime + used.ru_stime}) + "\n")


def brink(arguments: Sequence[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What a command took: ``peak`` in bytes, ``cpu`` and ``wall`` in seconds, the start of Python included.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=Path(__file__).resolve().parent.parent,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
    )
    wall = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"brink {' '.join(arguments)}: {done.stderr}")
    return json.loads(done.stderr.splitlines()[-1]) | {"wall": wall}
