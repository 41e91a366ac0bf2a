"""Pythons of the classifiers, as far as this machine has them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

from brink.tests.walks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSIONS = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))


def interpreter(version: str) -> str | None:
    """A Python of this version: named by BRINK_PYTHON_3_12, among those of pyenv, or on the path."""
    pyenv = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    named = os.environ.get(f"BRINK_PYTHON_{version.replace('.', '_')}")
    for found in filter(None, [named, *map(str, pyenv), shutil.which(f"python{version}")]):
        asked = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if subprocess.run(asked, capture_output=True, text=True).stdout.strip() == version:
            return found
    return None


def interpreters(asked: Sequence[str]) -> dict[str, str]:
    """Those of the versions asked for that are there, by version; says which, and which are not."""
    there = {version: found for version in asked if (found := interpreter(version))}
    away = [version for version in asked if version not in there]
    print(f"found: {', '.join(there) or 'none'}; not here: {', '.join(away) or 'none'}", flush=True)
    return there
