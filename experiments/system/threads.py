"""Threads for work that is done side by side."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def one_for_algebra() -> Iterator[None]:
    """Let matrices of a few hundred rows be worked on by one thread: several get in each other's way.

    What comes out hangs on their number, in the last digits; so it is the same on every machine too.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


@contextmanager
def threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """So many, left at once when something goes wrong: what waits is dropped, what runs is let finish.

    A pool of Python's own does all that was asked of it first, and Ctrl-C would wait for that.
    """
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
