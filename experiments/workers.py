"""Running the chunks of a batch: on threads where the engine frees the interpreter, in processes where it does not.

Chunks are finished in run order. Ctrl-C is taken between pieces of work: what is finished stays.
"""

from __future__ import annotations

import importlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..model.batch import Batch
from ..model.world import Case
from .errors import EngineFault
from .question import Chunk
from .store import Plan, write_chunk

if TYPE_CHECKING:
    from .uncertain import Uncertain

Engine = Callable[[Case, int, int, int, bool], Batch]

#: Modules of the package whose ``simulate(case, seed, first, count, series)`` answers.
ENGINES: dict[str, str] = {"ensemble": "..model.ensemble", "mesa": "..model.crisis"}
#: Engines that hold the interpreter: they run in processes, a few runs at a time.
IN_PROCESSES: dict[str, int] = {"mesa": 10}


class Job(NamedTuple):
    """A batch to be run: the world, the plan, the folder it goes to, and the engine by name or as a function.

    ``uncertain``: each run has a case of its own; ``case`` is then the one by which their acts are read.
    """

    case: Case
    plan: Plan
    folder: Path
    engine: str | Engine
    uncertain: Uncertain | None = None


def simulate(case: Case, engine: str | Engine, seed: int, chunk: Chunk) -> Batch:
    """Run one stretch of runs.

    Raises:
        EngineFault: the engine failed; the cause is chained.
    """
    try:
        named = isinstance(engine, str)
        simulate_runs: Engine = importlib.import_module(ENGINES[engine], __package__).simulate if named else engine
        return simulate_runs(case, seed, chunk.first, chunk.runs, chunk.series)
    except Exception as fault:
        raise EngineFault(chunk.first, chunk.runs, f"{type(fault).__name__}: {fault}") from fault


def work(job: Job, todo: list[Chunk], jobs: int) -> Iterator[int]:
    """Run chunks and write them, in run order; yields numbers of runs as they are finished."""
    size = IN_PROCESSES.get(job.engine) if isinstance(job.engine, str) else None
    if size is None or jobs == 1 or job.uncertain is not None:
        yield from _on_threads(job, todo, jobs)
    else:
        yield from _in_processes(job, todo, jobs, size)


def _finish(job: Job, chunk: Chunk) -> None:
    seed = job.plan.question.seed
    if job.uncertain is None:
        batch = simulate(job.case, job.engine, seed, chunk)
        write_chunk(job.folder, job.plan, job.case, chunk, batch)
        return

    def one(case: Case, first: int, count: int) -> Batch:
        return simulate(case, job.engine, seed, Chunk(first, count, chunk.series))

    found = job.uncertain.measured(one, chunk.first, chunk.runs)
    write_chunk(job.folder, job.plan, job.case, chunk, found.batch, (found.outcomes, found.parameters))


def _on_threads(job: Job, todo: list[Chunk], jobs: int) -> Iterator[int]:
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


def _piece(engine: str, seed: int, chunk: Chunk) -> Batch:
    return simulate(_case[-1], engine, seed, chunk)


def _in_processes(job: Job, todo: list[Chunk], jobs: int, size: int) -> Iterator[int]:
    """Workers run pieces of a chunk; the parent joins and writes them in order."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(job.case,))
    with _closing(pool):
        for chunk in todo:
            pieces = [pool.submit(_piece, str(job.engine), job.plan.question.seed, p) for p in _cut(chunk, size)]
            batches = []
            for piece in pieces:
                batches.append(piece.result())
                yield batches[-1].count
            write_chunk(job.folder, job.plan, job.case, chunk, join(batches))


def _cut(chunk: Chunk, size: int) -> list[Chunk]:
    end = chunk.first + chunk.runs
    return [Chunk(first, min(size, end - first), chunk.series) for first in range(chunk.first, end, size)]


def join(batches: list[Batch]) -> Batch:
    """Put batches of consecutive runs together; at least one, in run order."""

    def offsets(name: str) -> np.ndarray:
        lengths = np.concatenate([np.diff(getattr(b, name)) for b in batches])
        return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def rows(name: str) -> np.ndarray:
        return np.concatenate([getattr(b, name) for b in batches])

    return Batch(
        batches[0].first,
        sum(b.count for b in batches),
        rows("acts"),
        offsets("act_offsets"),
        rows("answers"),
        offsets("answer_offsets"),
        rows("wars"),
        offsets("war_offsets"),
        rows("mediated"),
        rows("series"),
    )
