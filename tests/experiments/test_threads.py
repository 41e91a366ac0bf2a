"""Ctrl-C ends work that is done side by side after what is at work, and not after all that was asked."""

from __future__ import annotations

import time
from concurrent.futures import Future

import pytest

from brink.experiments.system.threads import threads

#: Pieces of work, and most that may be at work or begun when Ctrl-C comes.
MANY, FEW = 60, 20


def test_what_waits_is_dropped_and_what_runs_is_finished() -> None:
    done: list[int] = []
    begun: list[Future[None]] = []

    def slow(number: int) -> None:
        time.sleep(0.05)
        done.append(number)

    with pytest.raises(KeyboardInterrupt), threads(2) as pool:
        begun += [pool.submit(slow, number) for number in range(MANY)]
        begun[0].result()
        raise KeyboardInterrupt
    assert 0 < len(done) <= FEW
    assert all(future.done() for future in begun)
