"""The first start of the installed wheel against a later one: what there is to wait for because it is the first.

The wheel is built as for users, with the model's machine code in it, and installed into an environment of its own. That
takes what brink needs from the environment at hand, which is not what is measured.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from brink.benchmarks.effort import Effort
from brink.benchmarks.verb import spent
from brink.tests.matrix.installed import wheel

COMMAND = ("run", "border-clash", "--no-figures")


def measure(effort: Effort) -> dict[str, Any]:
    """CPU seconds of the first and the second start, each time with an empty cache, lap by lap."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        brink = _installed(home)
        runs = effort.scaled(200)
        laps = [_starts(brink, home / f"lap{lap}", runs) for lap in range(min(3, effort.laps))]
        return {"runs": runs, "first": [first for first, _ in laps], "second": [second for _, second in laps]}


def _installed(home: Path) -> Path:
    """The command of the wheel in a fresh environment."""
    environment = home / ".venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    (python,) = environment.glob("*/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel(home)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # a path file in it is not followed, so that the sources at hand, installed in place, are not found
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.with_name("brink")


def _starts(brink: Path, home: Path, runs: int) -> tuple[float, float]:
    fresh = {"BRINK_CACHE_DIR": str(home / "cache")}
    asked = (brink, *COMMAND, "--runs", str(runs), "--out")
    first, second = (spent([*asked, home / name], fresh)["cpu"] for name in ("first", "second"))
    return first, second
