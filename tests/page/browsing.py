"""A page opened and used in a browser: what it says, writes to the console, and asks the network for."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brink.tests.page.recorded import HERE, NODE

#: Each browser and the driver for the protocol that it speaks.
BROWSERS = {"chromium": "browse.mjs", "firefox-esr": "browse_firefox.mjs"}
DESK, PHONE = (1280, 900), (390, 800)


def is_here(name: str) -> bool:
    """Whether this browser is installed."""
    return shutil.which(name) is not None


def browse(
    name: str, page: Path, steps: Sequence[Sequence[Any]], size: tuple[int, int] = DESK, fragment: str = ""
) -> list[Any]:
    """What came of each step; the page did not fail, write to the console, or ask for anything but itself.

    Raises:
        AssertionError: it did.
    """
    asked = {
        "browser": shutil.which(name),
        "address": page.as_uri() + fragment,
        "width": size[0],
        "height": size[1],
        "steps": steps,
    }
    command = [NODE, str(HERE / BROWSERS[name])]
    home = {"HOME": str(page.parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=600, env=home)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["failed"] == ""
    assert seen["console"] == []
    assert seen["faults"] == []
    assert [one for one in seen["requests"] if one.partition("#")[0] != page.as_uri()] == []
    return seen["results"]
