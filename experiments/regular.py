"""Files of a folder that somebody else may have made: regular files only, read up to a bound.

A pipe never ends, a device has side effects, a link leads out of the folder. None of them is opened, and whatever else
is not a plain file or a plain folder is refused by name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .errors import UserError

#: Never follow a link, never wait for the other end of a pipe.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)
#: Folders inside folders: brink makes four levels.
DEEPEST = 12


def kind_of(path: Path) -> str:
    """What stands at a path in place of a regular file, in words; empty if it is one.

    Raises:
        OSError: there is nothing.
    """
    mode = path.lstat().st_mode
    return "" if stat.S_ISREG(mode) else next((words for test, words in KINDS if test(mode)), "no regular file")


def is_regular(path: Path) -> bool:
    """Whether a regular file stands at a path, and no link to one."""
    try:
        return not kind_of(path)
    except OSError:
        return False


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        UserError: it is something else, larger than ``most`` bytes, or cannot be read.
    """
    try:
        if found := kind_of(path):
            raise UserError(f"{path}: {found}, where a file is expected; it is not read")
        with open(os.open(path, FLAGS), "rb") as stream:
            raw = stream.read(most + 1)
    except OSError as fault:
        raise UserError(f"{path}: cannot be read ({fault.strerror})") from fault
    if len(raw) > most:
        raise UserError(f"{path}: cannot be read (larger than {most:,} bytes)")
    return raw


def refuse_strange(folder: Path) -> None:
    """See that a results folder holds, at any depth, nothing but files and folders.

    A folder that somebody else made could lead reading and writing anywhere by a link, and stop them by a pipe.

    Raises:
        UserError: something in it is neither.
        OSError: the folder cannot be read.
    """
    for entry, what in strange(folder):
        raise UserError(f"{entry}: {what}; brink uses only folders of plain files, without links, pipes and devices")


def strange(folder: Path, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """What is neither a file nor a folder in a folder, at any depth, and what it is instead."""
    if depth > DEEPEST:
        yield folder, "folders nested too deep"
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from strange(Path(entry.path), depth + 1)
            elif not entry.is_file(follow_symlinks=False):
                yield Path(entry.path), kind_of(Path(entry.path))
