"""A list of jobs done in two processes: every other one in a fork of this process, where there is a second processor.

Drawing keeps one processor busy for seconds, and threads do not help it. The fork shares the tables that were read. If
anything goes wrong with it, its jobs are done here instead: nothing depends on it but time.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

from ..system.children import end_with
from ..system.interrupts import later, leave_to_parent

Job = TypeVar("Job")
#: What is done with some jobs: plain values, one for each.
Work = Callable[[Sequence[Job]], list[Any]]

#: Fewer jobs are not worth a fork.
FEWEST = 4
#: Seconds to wait for the other process once the own jobs are done.
PATIENCE = 120


def in_two_processes(work: Work[Job], jobs: Sequence[Job]) -> list[Any]:
    """Do all jobs, every other one in a forked process where that is possible; returns the results in order."""
    if len(jobs) < FEWEST or not can_share():
        return work(jobs)
    with _forked(work, jobs[1::2]) as answer:
        mine = work(jobs[::2])
        theirs = _result(answer, len(jobs[1::2]))
    found: list[Any] = [None] * len(jobs)
    found[::2], found[1::2] = mine, work(jobs[1::2]) if theirs is None else theirs
    return found


def can_share() -> bool:
    """Whether there is a second processor, on a system where forking is sound."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@contextmanager
def _forked(work: Work[Job], jobs: Sequence[Job]) -> Iterator[Future[list[Any]]]:
    """The answer of a forked process; the process is gone when the block ends, however it ends."""
    watched, life = os.pipe()
    own = set(active_children())
    pool = None
    try:
        try:
            # what goes through the initializer is inherited by the fork: neither work nor tables are pickled
            pool = ProcessPoolExecutor(1, get_context("fork"), _settle, (work, jobs, watched, life))
            # an interrupt would be raised in both processes, and both would say so to the person
            with later(), warnings.catch_warnings():
                # Python warns of forks beside threads; those of the tables' library are made for it, no other runs
                warnings.simplefilter("ignore", DeprecationWarning)
                answer = pool.submit(_work)
        except Exception as fault:  # no semaphores, no process, no memory
            answer = Future[list[Any]]()
            answer.set_exception(fault)
        yield answer
    finally:
        for process in set(active_children()) - own:
            process.kill()  # it may be at work for long, or stuck
        if pool:
            pool.shutdown()
        os.close(watched)
        os.close(life)


#: In the forked process: what it has to do.
_kept: list[Callable[[], list[Any]]] = []


def _settle(work: Work[Any], jobs: Sequence[Any], watched: int, life: int) -> None:
    """What the forked process does first: leave signals to its parent, and end with it."""
    leave_to_parent()
    os.close(life)
    end_with(watched)
    _kept.append(lambda: work(jobs))


def _work() -> list[Any]:
    return _kept[-1]()


def _result(answer: Future[list[Any]], many: int) -> list[Any] | None:
    """What the other process found, or None if that is not a whole answer in time."""
    wait([answer], PATIENCE)
    if not answer.done() or answer.exception() is not None:
        return None
    found = answer.result()
    return found if len(found) == many else None
