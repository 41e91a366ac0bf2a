"""An interrupt that a library swallowed is honoured all the same, and one that comes at a bad moment waits.

`KeyboardInterrupt` may be raised while compiled code of a library is at work, and some of it turns any exception into
one of its own, or drops it: matplotlib says "invalid affine transformation matrix", a callback or a finaliser that C
calls has nobody to raise to. So it is noted that one came.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from ..errors import InterruptedBatch, StorageFault

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


class _Told:
    """Whether this process was told to stop, and whether that has to wait."""

    so = False
    waits = False


def interrupt(number: int, frame: FrameType | None) -> None:
    """Note that a signal to stop came, and raise it; to be set as the handler of that signal."""
    _Told.so = True
    if not _Told.waits:
        raise KeyboardInterrupt


def told_to_stop() -> bool:
    """Whether `interrupt` was called in this process."""
    return _Told.so


def heed() -> None:
    """Stop here if this process was told to and somebody swallowed it; for between two pieces of work.

    Raises:
        KeyboardInterrupt: this process was told to stop.
    """
    if _Told.so:
        raise KeyboardInterrupt


@contextmanager
def honoured() -> Iterator[None]:
    """Let whatever became of an interrupt inside be a `KeyboardInterrupt` again, also where nothing was raised.

    Raises:
        KeyboardInterrupt: this process was told to stop.
    """
    with _noted():
        try:
            yield
        except (InterruptedBatch, StorageFault, KeyboardInterrupt):
            raise
        except BaseException as fault:
            if _Told.so:
                raise KeyboardInterrupt from fault
            raise
        heed()


@contextmanager
def later() -> Iterator[None]:
    """Let an interrupt wait until the block is done: it must not end half-way, nor in two processes.

    Raises:
        KeyboardInterrupt: one came meanwhile.
    """
    if not _is_interrupted():
        yield
        return
    with _noted():
        before, waited = _Told.so, _Told.waits
        _Told.waits = True
        try:
            yield
        finally:
            _Told.waits = waited
        if _Told.so and not before:
            heed()


def _is_interrupted() -> bool:
    """Whether this thread is the one that interrupts are raised in."""
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _noted() -> Iterator[None]:
    """Have Ctrl-C noted where no command line saw to it: where brink is called from Python."""
    if not _is_interrupted() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _Told.so = False


def leave_to_parent() -> None:
    """Be a child whose parent sees to interrupts: Ctrl-C is ignored here, what else tells to stop ends the process."""
    _Told.so = False
    for number in signal.valid_signals():
        if signal.getsignal(number) is interrupt:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def kept_from_children() -> Iterator[None]:
    """Start processes here that no Ctrl-C reaches, from their first instruction on; this thread gets it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def silent_if_told(unraisable: UnraisableHookArgs) -> None:
    """A hook for what nobody can catch: no traceback of an interrupt, which is noted, or of a file it left open."""
    if not (_Told.so and issubclass(unraisable.exc_type, KeyboardInterrupt | ResourceWarning)):
        sys.__unraisablehook__(unraisable)
