"""Two halves of a list of jobs at a time: half of it in a forked process, where there is a second processor.

Drawing keeps one processor busy for seconds, and threads do not help it. The fork shares the tables that were read. If
anything goes wrong with it, its half is done here instead: nothing depends on it but time.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TypeVar

from ..system.children import end_with
from ..system.interrupts import later, leave_to_parent

Job = TypeVar("Job")
#: What is done with some jobs: plain values, one for each, that JSON can carry.
Work = Callable[[Sequence[Job]], list[Any]]

#: Fewer jobs are not worth a fork.
FEWEST = 4
#: Seconds to wait for the other half once the own one is done.
PATIENCE = 120


class Fork(NamedTuple):
    """A forked process, the end of the pipe that its results come from, and of the one by which it sees us alive."""

    process: int
    pipe: int
    life: int


def in_halves(work: Work[Job], jobs: Sequence[Job]) -> list[Any]:
    """Do all jobs, every other one in a forked process where that is possible; returns the results in order."""
    if len(jobs) < FEWEST or not has_company():
        return work(jobs)
    other = _start(work, jobs[1::2])
    try:
        mine = work(jobs[::2])
        theirs = _result(other)
    finally:
        _end(other)
    if theirs is None or len(theirs) != len(jobs[1::2]):
        theirs = work(jobs[1::2])
    found: list[Any] = [None] * len(jobs)
    found[::2], found[1::2] = mine, theirs
    return found


def has_company() -> bool:
    """Whether there is a second processor, on a system where forking is sound."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _start(work: Work[Job], jobs: Sequence[Job]) -> Fork:
    (reading, writing), (watched, life) = os.pipe(), os.pipe()
    with later():  # an interrupt would be raised in both processes, and both would say so to the person
        with warnings.catch_warnings():
            # Python warns of forks beside threads; those of the tables' library are made for it, no other is at work
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
        if process == 0:
            _be_the_other(work, jobs, writing, watched, (reading, life))
    os.close(writing)
    os.close(watched)
    return Fork(process, reading, life)


def _be_the_other(
    work: Work[Job], jobs: Sequence[Job], writing: int, watched: int, not_ours: Sequence[int]
) -> NoReturn:
    """Do half of the jobs in the process that was forked, write what comes of them into a pipe, and end."""
    code = 1
    with suppress(BaseException):
        leave_to_parent()
        for pipe in not_ours:
            os.close(pipe)
        end_with(watched)
        with os.fdopen(writing, "w", encoding="utf-8") as stream:
            json.dump(work(jobs), stream)
        code = 0
    # neither buffers nor handlers of the process that was copied are ours to run
    os._exit(code)


def _result(other: Fork) -> list[Any] | None:
    """What came through the pipe, or None if it was not a whole answer in time."""
    text = b""
    while select.select([other.pipe], [], [], PATIENCE)[0]:
        part = os.read(other.pipe, 65_536)
        if not part:
            try:
                return json.loads(text)
            except ValueError:
                return None
        text += part
    return None


def _end(other: Fork) -> None:
    """Close the pipes and see the process gone."""
    os.close(other.pipe)
    os.close(other.life)
    with suppress(ProcessLookupError):
        os.kill(other.process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(other.process, 0)
