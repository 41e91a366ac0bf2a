"""A lock on a results folder: one process writes, the second is told so. It falls with the process that holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UserError

NAME = ".lock"


def _try_lock(handle: int) -> bool:
    """Take the lock without waiting; the operating system frees it when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same_file(handle: int, path: Path) -> bool:
    """Whether the path still names the locked file: the holder before may have removed it on leaving."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _open(path: Path) -> int:
    """The lock file, made if need be; a link in its place is not followed.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as fault:
        raise UserError(f"{path}: cannot be written ({fault.strerror})") from fault


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises:
        UserError: another process is writing there.
    """
    path = folder / NAME
    while True:
        handle = _open(path)
        if not _try_lock(handle):
            os.close(handle)
            raise UserError(f"{folder}: another brink process is writing there; wait for it or choose another --out")
        if _same_file(handle, path):
            break
        os.close(handle)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)
