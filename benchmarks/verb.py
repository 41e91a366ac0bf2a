"""A ``brink`` command in a process of its own, and what it took: peak memory, wall and CPU time.

The process reports its own peak: a parent that reads it from outside is shown its own size where that was larger when
the child was made. CPU time is the system's, of the process and all that it waited for, from its start to its very end.
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
    from brink.experiments.commands.entry import main

    try:
        main()
    finally:
        sys.stderr.write("\n" + json.dumps({"peak": peak_bytes()}) + "\n")


def brink(arguments: Sequence[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What a command took: ``peak`` in bytes, ``cpu`` and ``wall`` in seconds, the start of Python included.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    found = spent([sys.executable, "-c", PROGRAM, *arguments], environment)
    return json.loads(found.pop("said").splitlines()[-1]) | found


def spent(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What a command took, ``cpu`` and ``wall`` in seconds, and what it ``said`` on standard error.

    It may keep what Python has compiled of the sources, as it does for users, whatever is set here.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start, before = time.perf_counter(), _cpu_of_children()
    done = subprocess.run(
        command,
        cwd=Path(__file__).resolve().parent.parent,
        env=surroundings | (environment or {}),
        capture_output=True,
        text=True,
    )
    wall, cpu = time.perf_counter() - start, _cpu_of_children() - before
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr or done.stdout[-2_000:]}")
    return {"wall": wall, "cpu": cpu, "said": done.stderr}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
