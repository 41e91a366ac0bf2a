"""Threads for work that is done side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


@contextmanager
def one_for_algebra() -> Iterator[None]:
    """Let small matrices be worked on by one thread: several get in each other's way.

    A search over four numbers asks for a hundred tiny solutions, and threads that wait for each other at each of them
    cost six times the work. What comes out hangs on their number, in the last digits; so it is the same on every
    machine too. Only a library that is loaded already is held to it: import what works first.
    """
    with _pools(len(sys.modules)).limit(limits=1):
        yield


@lru_cache(maxsize=1)
def _pools(modules: int) -> ThreadpoolController:
    """Whose threads there are in this process. To look costs a millisecond, and fits ask a thousand times.

    Libraries come with modules: with one more of these, it is looked again.
    """
    del modules
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


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
