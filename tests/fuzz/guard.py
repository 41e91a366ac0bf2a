"""What no input may make brink do: write elsewhere, start a program, connect, unpickle, or never come back."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Seconds after which an input counts as one that hangs: it computed for half of them, or it slept so often in a row.
PATIENCE, ASLEEP = 20, 3
FORBIDDEN = (
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "socket.connect",
    "pickle.find_class", "ctypes.dlopen", "os.symlink", "os.link",
)  # fmt: skip
WRITES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "shutil.rmtree")


class Breach(BaseException):
    """An input got somewhere it must not; not an Exception, so that nothing can swallow it."""


class Hang(BaseException):
    """An input took longer than `PATIENCE`."""


class _Watch(threading.local):
    folder: Path | None = None
    breaches: list[str]
    began: float = 0.0
    slept: int = 0


_watch = _Watch()


def _outside(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False  # a file that is open already
    name = os.path.realpath(os.fsdecode(path))
    return _watch.folder is None or (not name.startswith(f"{_watch.folder}{os.sep}") and name != str(_watch.folder))


def _whole(path: object, folder: object) -> object:
    """A path that is relative to an open folder, which is how trees are removed, as a path of its own."""
    if isinstance(folder, int) and folder >= 0 and isinstance(path, str | bytes) and Path("/proc/self/fd").is_dir():
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))
    return path


def _harmless(path: object) -> bool:
    """What Python itself writes when a module is imported for the first time, or a device."""
    name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return name == os.devnull or ".pyc" in name or "__pycache__" in name


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if getattr(_watch, "breaches", None) is None:
        return
    breach = event in FORBIDDEN
    if event == "open":
        path, mode, flags = arguments
        writes = any(letter in str(mode or "") for letter in "wax+")
        writes |= bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        breach = writes and _outside(path) and not _harmless(path)
    elif event in WRITES:
        path = _whole(arguments[0], arguments[1] if event in ("os.remove", "os.rmdir") else -1)
        breach = _outside(path) and not _harmless(path)
    if breach:
        _watch.breaches.append(f"{event} {arguments!r:.200}")


sys.addaudithook(_hook)


def _alarm(*_: object) -> None:
    """A machine under load, or a process that was stopped for a while, is no hang."""
    _watch.slept += 1
    if time.process_time() - _watch.began < PATIENCE / 2 and _watch.slept <= ASLEEP:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        return
    raise Hang(f"no answer within {PATIENCE} s")


@contextmanager
def guarded(folder: Path | None = None) -> Iterator[None]:
    """Let a block do nothing but compute and, if a folder is given, write inside it.

    Raises:
        Breach: it did something else.
        Hang: it did not come back.
    """
    timed = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    _watch.folder = Path(os.path.realpath(folder)) if folder else None
    _watch.breaches, _watch.began, _watch.slept = [], time.process_time(), 0
    before = signal.signal(signal.SIGALRM, _alarm) if timed else None
    if timed:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
        found = list(_watch.breaches)
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        _watch.breaches = None  # pyright: ignore[reportAttributeAccessIssue]
    if found:
        raise Breach("; ".join(found[:3]))
