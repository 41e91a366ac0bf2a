"""Pieces of a results folder that are there whole or not at all: written aside with checksums, then renamed.

A piece says with its checksums what it is a piece of, so that one that belongs to another question is none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .errors import UserError
from .manifest_schema import read_json
from .parquet import sha256
from .regular import is_regular

SUMS = "sums.json"


@contextmanager
def appearing(final: Path, of: str) -> Iterator[Path]:
    """A folder to write into; when the block ends well it stands, with checksums, under its final name.

    Args:
        final: the name.
        of: what it is a piece of and which one, in words that fit no other.
    """
    temporary = final.with_name(f"{final.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    yield temporary
    found = {path.name: sha256(path) for path in sorted(temporary.iterdir())}
    (temporary / SUMS).write_text(json.dumps({"of": of, "files": found}), encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    os.replace(temporary, final)


def stands(path: Path, wanted: set[str], of: str) -> bool:
    """Whether the piece that is asked for is there with these files, and their bytes are those that were written."""
    try:
        known = read_json(path / SUMS)
        if known.get("of") != of or not isinstance(found := known.get("files"), dict) or set(found) != wanted:
            return False
        return all(is_regular(path / name) and sha256(path / name) == value for name, value in found.items())
    except (OSError, UserError):
        return False


def load_array(path: Path, shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray | None:
    """The array of a file, not read before it is used; None if it is none of this shape and type."""
    try:
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError, SyntaxError, OverflowError, MemoryError):
        return None
    return found if found.shape == shape and found.dtype == dtype else None
