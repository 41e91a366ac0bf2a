"""A batch on many machines: chunks go out to Dask workers, come back as bytes, and are kept in order.

A worker gets the world and the number of a chunk, and gives back tables; it needs brink, in the same version, and no
access to the results folder. A worker that is lost is nothing lost: its chunks go to another.
"""

from __future__ import annotations

import io
import itertools
import pickle
import re
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ..errors import ClusterFault, EngineFault, UserError
from ..results.failures import STOP, Attempt, Failure, halves
from ..results.question import Chunk, model_hash
from ..results.store import Content, Plan, chunk_parts, keep_chunk
from .attempts import attempt, failed_run, join_attempts, read_by, refuse_hopeless

if TYPE_CHECKING:
    from distributed import Client, Future
    from distributed.security import Security

    from .attempts import Subject
    from .job import Job

LOCAL = "local"
ADDRESS = re.compile(r"(tcp|tls|ucx)://[\w.\-\[\]:]+:\d{1,5}")
#: Seconds to wait for a scheduler, and then for its first worker.
PATIENCE = 30
#: Chunks out at a time for each worker: one at work, one on its way.
AHEAD = 2
DIED = "every worker that ran it died (killed, or out of memory)"


def check_address(address: str) -> None:
    """See that an address is one, and that Dask is there.

    Raises:
        UserError: it is not.
    """
    if address != LOCAL and not ADDRESS.fullmatch(address):
        raise UserError(f"--cluster: {address!r} is neither local nor an address such as tcp://10.0.0.5:8786")
    needed = ("distributed", "cryptography") if address == LOCAL else ("distributed",)
    if not all(map(find_spec, needed)):
        raise UserError("--cluster needs Dask: pip install 'brink-sim[cluster]'")


def on_cluster(job: Job, todo: Iterable[Chunk], jobs: int) -> Iterator[int]:
    """Run chunks on a cluster and write them here, in run order; yields numbers of runs as they are finished.

    Raises:
        UserError: nobody answers at the address, or an engine cannot be sent there.
        ClusterFault: the scheduler is gone.
    """
    todo = iter(todo)
    if (foremost := next(todo, None)) is None:
        return
    with _client(job, jobs) as client:
        world = client.submit(pickle.loads, pickle.dumps(job.subject), pure=False)
        sender = _Sender(job, client, world)
        workers: Any = client.nthreads()  # a coroutine only for clients that are asynchronous
        ahead = AHEAD * max(1, len(workers))
        waiting: deque[tuple[Chunk, Future]] = deque()
        for chunk in itertools.chain([foremost], todo, [None]):
            if chunk is not None:
                waiting.append((chunk, sender.send(chunk)))
            while waiting and (chunk is None or len(waiting) > ahead):
                first, future = waiting.popleft()
                keep_chunk(job.folder, job.plan, first, sender.receive(first, future).items())
                yield first.runs


@contextmanager
def _client(job: Job, jobs: int) -> Iterator[Client]:
    """A client of the cluster, which is made for this batch if it is to be on this machine."""
    from distributed import Client

    with warnings.catch_warnings(), _scheduler(job, jobs) as (address, security):
        # a world of some hundred actors is larger than what Dask calls a small graph, and is sent once
        warnings.filterwarnings("ignore", message=r"Sending large graph", category=UserWarning)
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False, security=security)
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError) as fault:
            raise UserError(f"--cluster: no scheduler with a worker answers at {job.cluster} ({fault})") from fault
        try:
            yield client
        finally:
            client.close(timeout=5)


def _scheduler(job: Job, jobs: int) -> AbstractContextManager[tuple[str, Security | None]]:
    """Where the scheduler is, and how it knows us."""
    if job.cluster != LOCAL:
        return nullcontext((str(job.cluster), None))
    from .cluster_here import cluster_here

    return cluster_here(jobs, own_code=not isinstance(job.engine, str))


class _Sender:
    """Sends chunks out and takes their files in; narrows down what kills workers."""

    def __init__(self, job: Job, client: Client, world: Future) -> None:
        self.job, self.client, self.world = job, client, world
        self.common = (job.engine, job.plan, job.on_error, model_hash())

    def send(self, chunk: Chunk) -> Future:
        """Put a chunk on its way."""
        return self.client.submit(files_of, self.world, chunk, *self.common, pure=False)

    def receive(self, chunk: Chunk, future: Future) -> dict[str, Content]:
        """The files of a chunk.

        Raises:
            EngineFault: a run failed and is to stop the batch, or all failed.
            ClusterFault: the scheduler is gone.
        """
        from distributed import KilledWorker

        try:
            return self._result(future)
        except KilledWorker:
            found = self._narrowed(chunk)
        refuse_hopeless(self.job.subject, self.job.engine, self.job.plan.question.seed, chunk, found)
        return dict(chunk_parts(self.job.plan, self.job.case, chunk, found))

    def _result(self, future: Future) -> Any:
        from distributed.comm.core import CommClosedError

        try:
            return future.result()
        except (CancelledError, CommClosedError, TimeoutError, OSError) as fault:
            raise ClusterFault(self.job.folder, f"{type(fault).__name__}: {fault}") from fault

    def _narrowed(self, chunk: Chunk) -> Attempt:
        """A chunk on which one worker after the other died, half by half."""
        from distributed import KilledWorker

        if chunk.runs == 1:
            if self.job.on_error == STOP:
                raise EngineFault(chunk.first, 1, DIED, "worker")
            return failed_run(self.job.subject, chunk, Failure(chunk.first, "worker", DIED))
        found = []
        for part in halves(chunk):
            try:
                future = self.client.submit(attempt_of, self.world, part, *self.common, pure=False)
                found.append(self._result(future))
            except KilledWorker:
                found.append(self._narrowed(part))
        return join_attempts(found)


def attempt_of(subject: Subject, chunk: Chunk, engine: Any, plan: Plan, on_error: str, model: str) -> Attempt:
    """What a worker does for a part of a chunk.

    Raises:
        UserError: the worker has another version of the model; results would be mixed.
        EngineFault: as `attempt`.
    """
    if model_hash() != model:
        raise UserError(f"--cluster: a worker has another version of the model ({model_hash()}, {model} here)")
    return attempt(subject, engine, plan.question.seed, chunk, on_error)


def files_of(subject: Subject, chunk: Chunk, engine: Any, plan: Plan, on_error: str, model: str) -> dict[str, Content]:
    """What a worker does for a chunk: its files, encoded.

    Raises:
        UserError: as `attempt_of`.
        EngineFault: as `attempt`; or every run failed.
    """
    found = attempt_of(subject, chunk, engine, plan, on_error, model)
    refuse_hopeless(subject, engine, plan.question.seed, chunk, found)
    return {name: _encoded(content) for name, content in chunk_parts(plan, read_by(subject), chunk, found)}


def _encoded(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, np.ndarray):
        stream = io.BytesIO()
        np.save(stream, content)
        return stream.getvalue()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, content.schema) as writer:
        writer.write_table(content)
    return sink.getvalue().to_pybytes()
