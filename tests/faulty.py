"""Engines that dawdle, or kill the process they run in; worker processes started beside `tests` can import them."""

from __future__ import annotations

import os
import signal
import time

from brink.tests.support import synthetic

#: Run that kills its process in `deadly`.
DEADLY_RUN = 23


def slowly(case, seed, first, count, series):
    """The synthetic engine, a tenth of a second a chunk: long enough to be killed in the middle."""
    time.sleep(0.1)
    return synthetic(case, seed, first, count, series)


def deadly(case, seed, first, count, series):
    """One run kills the process it runs in."""
    if first <= DEADLY_RUN < first + count:
        os.kill(os.getpid(), signal.SIGKILL)
    return synthetic(case, seed, first, count, series)
