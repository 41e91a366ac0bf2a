"""Files that are there whole or not at all: written aside, flushed, then given their name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ..errors import UserError
from .interrupts import later


@contextmanager
def whole(path: Path, flushed: bool = True) -> Iterator[Path]:
    """Where to write a file; when the block ends well it stands under its own name, in place of one that was there.

    What a killed process leaves behind begins with a dot and ends in ``.part``. What is easily made again need not be
    ``flushed`` to the disk first.
    """
    temporary = _aside(path)
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


def write_new(files: Mapping[Path, Callable[[IO[str]], object]]) -> None:
    """Write text files that are not there yet, each by a function of its stream: all of them whole, or none.

    Raises:
        UserError: something of that name is there, which is left as it is, or a file cannot be written.
    """
    path, named = Path(), []
    try:
        for path, write in files.items():
            if os.path.lexists(path):
                raise FileExistsError(path)
            with _aside(path).open("w", encoding="utf-8", newline="") as stream:
                write(stream)
            settle(_aside(path))
        with later():
            for path in files:
                _name(_aside(path), path)
                named.append(path)
    except OSError as fault:
        for done in named:
            done.unlink()
        if isinstance(fault, FileExistsError):
            raise UserError(f"{path}: exists already and is left as it is; choose another name") from None
        raise UserError(f"{path}: cannot be written ({fault.strerror})") from fault
    finally:
        for path in files:
            with suppress(OSError):
                _aside(path).unlink()


def _aside(path: Path) -> Path:
    """Where a file is written before it gets its name."""
    return path.parent / f".{path.name}.part"


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name, unless something has it; where file systems have no links, there is a moment between."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.replace(temporary, path)
