"""Running the chunks of a batch: on threads where the engine frees the interpreter, in processes where it does not.

Chunks are finished in run order. Ctrl-C is taken between pieces of work: what is finished stays. A worker process that
dies is replaced; the run that keeps killing it is found and named.
"""

from __future__ import annotations

import importlib
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait

from ...model.world.tables import Case
from ..errors import EngineFault
from ..results.failures import STOP, Attempt, Failure
from ..results.question import Chunk
from ..results.store import Content, chunk_parts, keep_chunk
from ..system.children import ChildDied
from ..system.threads import threads
from .attempts import attempt, failed_run, join_attempts, refuse_hopeless
from .cluster import on_cluster
from .engines import ENGINES, loaded
from .job import Job
from .pool import WorkerPool

#: Engines that hold the interpreter: they run in processes, a few runs at a time.
IN_PROCESSES: dict[str, int] = {"mesa": 10}
#: How often a chunk is begun again because a worker process died, before the runs are tried one by one.
DEATHS = 2


def work(job: Job, todo: Iterable[Chunk], jobs: int) -> Iterator[int]:
    """Run chunks and write them, in run order; yields numbers of runs as they are finished."""
    size = IN_PROCESSES.get(job.engine) if isinstance(job.engine, str) else None
    if job.cluster is not None:
        yield from on_cluster(job, todo, jobs)
    elif size is None or jobs == 1 or job.uncertain is not None:
        yield from _on_threads(job, todo, jobs)
    else:
        yield from _in_processes(job, todo, jobs, size)


Parts = list[tuple[str, Content]]


def _parts(job: Job, chunk: Chunk, found: Attempt) -> Parts:
    """The files of a finished chunk, not yet encoded, unless nothing in it passed."""
    refuse_hopeless(job.subject, job.engine, job.plan.question.seed, chunk, found)
    return list(chunk_parts(job.plan, job.case, chunk, found))


def _finish(job: Job, chunk: Chunk) -> Parts:
    return _parts(job, chunk, attempt(job.subject, job.engine, job.plan.question.seed, chunk, job.on_error))


def _on_threads(job: Job, todo: Iterable[Chunk], jobs: int) -> Iterator[int]:
    """Threads compute, this one writes, in run order; few chunks are in flight, so memory stays bounded."""
    with threads(jobs) as pool:
        waiting: deque[tuple[Chunk, Future[Parts]]] = deque()
        for chunk in todo:
            waiting.append((chunk, pool.submit(_finish, job, chunk)))
            if len(waiting) > jobs:
                yield _first(job, waiting)
        while waiting:
            yield _first(job, waiting)


def _first(job: Job, waiting: deque[tuple[Chunk, Future[Parts]]]) -> int:
    chunk, future = waiting.popleft()
    keep_chunk(job.folder, job.plan, chunk, future.result())
    return chunk.runs


def _in_processes(job: Job, todo: Iterable[Chunk], jobs: int, size: int) -> Iterator[int]:
    """Workers run pieces of a chunk; the parent joins and writes them in order.

    Where no process can be started, which is no failure of any run, this one does it all. What keeps the engine from
    being loaded is told here once, with its cause, and not by each worker.
    """
    if isinstance(job.engine, str):
        loaded(job.engine)
    with WorkerPool(jobs, _settle, job.case, job.engine) as pool:
        try:
            pool.start()
        except ChildDied as fault:
            warnings.warn(
                f"no worker process starts here ({fault}); this one does it all", RuntimeWarning, stacklevel=2
            )
            yield from _on_threads(job, todo, 1)
            return
        for chunk in todo:
            pieces = _cut(chunk, size)
            futures = [pool.submit(_piece, *_asked(job, piece)) for piece in pieces]
            parts: list[Attempt] = []
            for piece, future in zip(pieces, futures, strict=True):
                parts.append(_survived(pool, job, piece, future, futures))
                yield parts[-1].batch.count
            keep_chunk(job.folder, job.plan, chunk, _parts(job, chunk, join_attempts(parts)))


_settled: list[Case] = []


def _settle(case: Case, engine: str) -> None:
    """What a worker does first: keep the world, and load the engine."""
    importlib.import_module(ENGINES[engine], __package__)
    _settled.append(case)


def _piece(engine: str, seed: int, chunk: Chunk, on_error: str) -> Attempt:
    return attempt(_settled[-1], engine, seed, chunk, on_error)


def _asked(job: Job, piece: Chunk) -> tuple[str, int, Chunk, str]:
    return str(job.engine), job.plan.question.seed, piece, job.on_error


def _survived(
    pool: WorkerPool, job: Job, piece: Chunk, future: Future[Attempt], others: list[Future[Attempt]]
) -> Attempt:
    """What came of a piece; begun again where the worker died of it, in the end run by run, with nobody else at work.

    Raises:
        EngineFault: as `_alone`.
    """
    for _ in range(DEATHS):
        try:
            return future.result()
        except ChildDied:
            future = pool.submit(_piece, *_asked(job, piece))
    try:
        return future.result()
    except ChildDied:
        wait(others)
        pool.dismiss()  # they would need memory too
        return join_attempts([_alone(pool, job, Chunk(piece.first + k, 1, piece.series)) for k in range(piece.runs)])


def _alone(pool: WorkerPool, job: Job, one: Chunk) -> Attempt:
    """A chunk of one run, whose worker's death is its own doing.

    Raises:
        EngineFault: the process died, and failed runs are to stop the batch.
    """
    try:
        return pool.submit(_piece, *_asked(job, one)).result()
    except ChildDied as fault:
        if job.on_error == STOP:
            raise EngineFault(one.first, 1, str(fault), "worker") from None
        return failed_run(job.case, one, Failure(one.first, "worker", str(fault)))


def _cut(chunk: Chunk, size: int) -> list[Chunk]:
    end = chunk.first + chunk.runs
    return [Chunk(first, min(size, end - first), chunk.series) for first in range(chunk.first, end, size)]
