"""An interrupt that a library swallowed is honoured all the same.

`KeyboardInterrupt` may be raised while compiled code of a library is at work, and some of it turns any exception into
one of its own, or drops it: matplotlib says "invalid affine transformation matrix". So it is noted that one came.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..errors import InterruptedBatch, StorageFault


class _Told:
    """Whether this process was told to stop."""

    so = False


def interrupt(number: int, frame: FrameType | None) -> None:
    """Note that a signal to stop came, and raise it; to be set as the handler of that signal."""
    _Told.so = True
    raise KeyboardInterrupt


def told_to_stop() -> bool:
    """Whether `interrupt` was called in this process."""
    return _Told.so


@contextmanager
def honoured() -> Iterator[None]:
    """Let whatever became of an interrupt inside be a `KeyboardInterrupt` again, also where nothing was raised.

    Raises:
        KeyboardInterrupt: this process was told to stop.
    """
    try:
        yield
    except (InterruptedBatch, StorageFault):
        raise
    except Exception as fault:
        if _Told.so:
            raise KeyboardInterrupt from fault
        raise
    if _Told.so:
        raise KeyboardInterrupt
