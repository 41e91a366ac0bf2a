"""What was measured on: the processor, the system, the versions at work, and how busy the machine was."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brink.model.kernel.compiled import source_hash

LIBRARIES = ("numpy", "numba", "mesa", "pandas", "pyarrow")


def processor() -> str:
    """Name of the processor as the system gives it."""
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe() -> dict[str, Any]:
    """Everything about machine and versions that numbers depend on."""
    return {
        "processor": processor(),
        "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "brink": version("brink-sim"),
        "model": source_hash(),
    }


def taken() -> dict[str, Any]:
    """When a section was measured, of which model, and how many processes wanted to run in the minute before."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return {"at": now, "model": source_hash(), "load": round(os.getloadavg()[0], 1)}
