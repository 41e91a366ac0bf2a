"""Running the chunks of a batch: on threads where the engine frees the interpreter, in processes where it does not.

Chunks are finished in run order. Ctrl-C is taken between pieces of work: what is finished stays. A worker process that
dies is replaced; the run that keeps killing it is found and named.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..model.world import Case
from .attempts import Attempt, Engine, attempt, failed_run, join_attempts, refuse_hopeless
from .errors import EngineFault
from .failures import FINISH, STOP, Failure
from .question import Chunk
from .store import Plan, chunk_parts, keep_chunk

if TYPE_CHECKING:
    from .attempts import Subject
    from .uncertain import Uncertain

#: Engines that hold the interpreter: they run in processes, a few runs at a time.
IN_PROCESSES: dict[str, int] = {"mesa": 10}
#: How often a chunk is begun again because a worker process died, before the runs are tried one by one.
DEATHS = 2
DIED = "the process that ran it died (killed, or out of memory)"


class Job(NamedTuple):
    """A batch to be run: the world, the plan, the folder it goes to, and the engine by name or as a function.

    ``uncertain``: each run has a case of its own; ``case`` is then the one by which their acts are read. ``on_error``
    says what a failed run does to the batch; ``cluster`` is the address of a Dask scheduler, or ``local``.
    """

    case: Case
    plan: Plan
    folder: Path
    engine: str | Engine
    uncertain: Uncertain | None = None
    on_error: str = FINISH
    cluster: str | None = None

    @property
    def subject(self) -> Subject:
        """What is run: one case, or a case a run."""
        return self.uncertain or self.case


def work(job: Job, todo: Iterable[Chunk], jobs: int) -> Iterator[int]:
    """Run chunks and write them, in run order; yields numbers of runs as they are finished."""
    size = IN_PROCESSES.get(job.engine) if isinstance(job.engine, str) else None
    if job.cluster is not None:
        from .cluster import on_cluster

        yield from on_cluster(job, todo, jobs)
    elif size is None or jobs == 1 or job.uncertain is not None:
        yield from _on_threads(job, todo, jobs)
    else:
        yield from _in_processes(job, todo, jobs, size)


def keep(job: Job, chunk: Chunk, found: Attempt) -> None:
    """Write a finished chunk, unless nothing in it passed."""
    refuse_hopeless(job.subject, job.engine, job.plan.question.seed, chunk, found)
    keep_chunk(job.folder, job.plan, chunk, chunk_parts(job.plan, job.case, chunk, found))


def _finish(job: Job, chunk: Chunk) -> None:
    keep(job, chunk, attempt(job.subject, job.engine, job.plan.question.seed, chunk, job.on_error))


def _on_threads(job: Job, todo: Iterable[Chunk], jobs: int) -> Iterator[int]:
    """A thread takes a chunk from the first draw to the disk; few are in flight, so memory stays bounded."""
    with _closing(ThreadPoolExecutor(jobs)) as pool:
        waiting: deque[tuple[Chunk, Future[None]]] = deque()
        for chunk in todo:
            waiting.append((chunk, pool.submit(_finish, job, chunk)))
            if len(waiting) > jobs:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


def _first(waiting: deque[tuple[Chunk, Future[None]]]) -> int:
    chunk, future = waiting.popleft()
    future.result()
    return chunk.runs


@contextmanager
def _closing(pool: Executor) -> Iterator[Executor]:
    """Leave a pool at once when something goes wrong: what waits is dropped, what runs is let finish."""
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_case: list[Case] = []


def _start_worker(case: Case) -> None:
    """Keep the world in the worker; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _case.append(case)


def _piece(engine: str, seed: int, chunk: Chunk, on_error: str) -> Attempt:
    return attempt(_case[-1], engine, seed, chunk, on_error)


class _Crew:
    """Worker processes that are replaced when one of them dies."""

    def __init__(self, job: Job, jobs: int) -> None:
        self.job, self.jobs = job, jobs
        self.pool = self._new(jobs)

    def _new(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(self.job.case,))

    def submit(self, piece: Chunk) -> Future[Attempt]:
        """Hand a piece to the processes."""
        return self.pool.submit(_piece, str(self.job.engine), self.job.plan.question.seed, piece, self.job.on_error)

    def replace(self, jobs: int) -> None:
        """Fresh processes in place of a broken pool."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = self._new(jobs)

    def alone(self, chunk: Chunk) -> Attempt:
        """The runs of a chunk one by one, each death laid at the door of the run it happened on.

        Raises:
            EngineFault: a process died, and failed runs are to stop the batch.
        """
        found = []
        for run in range(chunk.first, chunk.first + chunk.runs):
            one = Chunk(run, 1, chunk.series)
            try:
                found.append(self.submit(one).result())
            except BrokenProcessPool:
                self.replace(1)
                if self.job.on_error == STOP:
                    raise EngineFault(run, 1, DIED, "worker") from None
                found.append(failed_run(self.job.case, one, Failure(run, "worker", DIED)))
        self.replace(self.jobs)
        return join_attempts(found)


def _in_processes(job: Job, todo: Iterable[Chunk], jobs: int, size: int) -> Iterator[int]:
    """Workers run pieces of a chunk; the parent joins and writes them in order."""
    crew = _Crew(job, jobs)
    try:
        for chunk in todo:
            parts: list[Attempt] = []
            pieces, deaths = _cut(chunk, size), 0
            while len(parts) < len(pieces):
                try:
                    for future in [crew.submit(piece) for piece in pieces[len(parts) :]]:
                        parts.append(future.result())
                        yield parts[-1].batch.count
                except BrokenProcessPool:
                    deaths += 1
                    crew.replace(1 if deaths > DEATHS else jobs)
                    if deaths > DEATHS:
                        parts.append(crew.alone(pieces[len(parts)]))
                        yield parts[-1].batch.count
            keep(job, chunk, join_attempts(parts))
    finally:
        crew.pool.shutdown(wait=True, cancel_futures=True)


def _cut(chunk: Chunk, size: int) -> list[Chunk]:
    end = chunk.first + chunk.runs
    return [Chunk(first, min(size, end - first), chunk.series) for first in range(chunk.first, end, size)]
