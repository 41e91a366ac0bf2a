"""Pieces of a results folder that are there whole or not at all: written aside with checksums, then renamed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .parquet import sha256

SUMS = "sums.json"


@contextmanager
def appearing(final: Path) -> Iterator[Path]:
    """A folder to write into; when the block ends well it stands, with checksums, under its final name."""
    temporary = final.with_name(f"{final.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    yield temporary
    found = {path.name: sha256(path) for path in sorted(temporary.iterdir())}
    (temporary / SUMS).write_text(json.dumps(found), encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    os.replace(temporary, final)


def stands(path: Path, wanted: set[str]) -> bool:
    """Whether a piece is there with these files, and their bytes are those that were written."""
    try:
        found = json.loads((path / SUMS).read_text(encoding="utf-8"))
        return set(found) == wanted and all(sha256(path / name) == value for name, value in found.items())
    except (OSError, ValueError, AttributeError):
        return False
