"""A lock on a results folder: one process writes, the second is told so. It falls with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import UserError

NAME = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; a link in place of its file is not followed.

    Raises:
        UserError: another process is writing there, or nothing can be written there.
    """
    path = folder / NAME
    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as fault:
        message = f"{folder}: another brink process is writing there; wait for it or choose another --out"
        raise UserError(message) from fault
    except OSError as fault:
        raise UserError(f"{path}: cannot be written ({fault.strerror})") from fault
    try:
        yield
    finally:
        # removed while it is held: whoever opened it before sees that it is gone; Windows removes it on release
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
        lock.release()
