"""Files that are there whole or not at all: written aside, flushed, then given their name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path, flushed: bool = True) -> Iterator[Path]:
    """Where to write a file; when the block ends well it stands under its own name, in place of one that was there.

    What a killed process leaves behind begins with a dot and ends in ``.part``. What is easily made again need not be
    ``flushed`` to the disk first.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        yield temporary
        if flushed:
            settle(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Wait until a file stands on the disk: after a power cut a renamed file may otherwise be empty."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_text(path: Path, text: str) -> None:
    """Write a text file so that it is either the old one or the whole new one."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
