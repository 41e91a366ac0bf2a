"""A copy of the model that a test may edit, and a caller that finds it as an installed package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copied_model(folder: Path, caller: str) -> Path:
    """Copy the model into a folder of its own, with a caller beside it; returns the folder."""
    for room in ("model", "agents/doctrines"):
        shutil.copytree(ROOT / room, folder / "brink" / room, ignore=shutil.ignore_patterns("__pycache__"))
    for room in (".", "agents"):
        shutil.copy(ROOT / room / "__init__.py", folder / "brink" / room)
    (folder / "caller.py").write_text(caller)
    return folder


def called(house: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run the caller on the copy; Python's own byte code cache is off, for it tells edits apart by the second."""
    settings = {"PYTHONPATH": house, "BRINK_CACHE_DIR": house / "cache", "PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(
        [sys.executable, house / "caller.py"],
        env=os.environ | {name: str(value) for name, value in settings.items()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done
