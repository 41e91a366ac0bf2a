"""A loop that only calculates: what a second thread gives on this machine to work that shares nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np


@numba.njit(nogil=True, cache=False)
def spin(rounds: int) -> np.uint64:
    """Multiply and add so many times, without touching memory."""
    word = np.uint64(1)
    for _ in range(rounds):
        word = word * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return word


def on_threads(pool: ThreadPoolExecutor, count: int = 2) -> Callable[[int], object]:
    """The loop on threads at once, each with its share of the rounds."""
    return lambda rounds: list(pool.map(spin, [rounds // count] * count))
