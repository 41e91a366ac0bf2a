"""The manifest: what was asked, with what it was computed, and the hash of every file of the answer."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..system.whole import write_text
from .manifest_schema import SCHEMA
from .parquet import sha256
from .question import PACKAGE, brink_version
from .sums import MANIFEST, write_sums

LIBRARIES: tuple[str, ...] = (
    "numpy",
    "numba",
    "mesa",
    "pandas",
    "pyarrow",
    "matplotlib",
    "pydantic",
    "ruamel.yaml",
    "scipy",
    "SALib",
)


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def git_commit() -> dict[str, Any] | None:
    """Commit of the sources and whether they were edited since; None outside a git checkout."""
    if not (PACKAGE / ".git").exists():
        return None
    try:
        commit, status = (
            subprocess.run(
                ["git", "-C", str(PACKAGE), *arguments], capture_output=True, text=True, timeout=10, check=True
            ).stdout.strip()
            for arguments in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"commit": commit, "edited": bool(status)}


def library_versions() -> dict[str, str | None]:
    """Installed versions of what the results are computed and written with."""
    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def seal(folder: Path, content: dict[str, Any], files: Iterable[str]) -> None:
    """Write checksums and the manifest, last of all: where it stands, the answer is complete.

    Args:
        folder: of the answer.
        content: what its manifest says, besides with what it was computed.
        files: names of the files whose checksums the manifest has, too.
    """
    made = {"schema": SCHEMA, "brink": brink_version(), "git": git_commit(), "python": platform.python_version()}
    paths = [folder / name for name in files]
    entries = {path.name: {"sha256": sha256(path), "bytes": path.stat().st_size} for path in paths}
    said = {**made, "libraries": library_versions(), **content, "files": entries}
    text = json.dumps(said, indent=2, ensure_ascii=False, default=str) + "\n"
    write_sums(folder, text, {name: str(entry["sha256"]) for name, entry in entries.items()})
    write_text(folder / MANIFEST, text)
