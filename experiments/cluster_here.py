"""A cluster on this machine, for one batch: in a child process, behind certificates that nobody else has.

On loopback every user of a machine can reach every port, and whoever reaches a Dask scheduler can run code as the one
who started it. So both sides show certificates, made for this batch and kept in memory; no port listens to browsers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from distributed import Nanny, Scheduler, SpecCluster, Worker
from distributed.security import Security

from .children import Child, ChildDied
from .errors import UserError

HOST = "127.0.0.1"
#: No logs of Dask's on the terminal.
SILENCE: Any = 50


class _NoWebPages:
    """Dask listens for browsers even where no dashboard is asked for; here nothing does."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """Start none."""


class PlainScheduler(_NoWebPages, Scheduler):
    """A scheduler that speaks to workers and clients alone."""


class PlainWorker(_NoWebPages, Worker):
    """A worker that speaks to its scheduler and other workers alone."""


@contextmanager
def cluster_here(workers: int, own_code: bool) -> Iterator[tuple[str, Security]]:
    """A scheduler's address, and what a client needs to be let in; all ends with the block, or with this process.

    Args:
        workers: number of worker processes.
        own_code: whether they import code of the caller's own.

    Raises:
        UserError: it cannot be started here.
    """
    security = Security.temporary()
    with _child(own_code) as child:
        try:
            address = child.call(_open, workers, security)
        except (ChildDied, RuntimeError, OSError, TimeoutError) as fault:
            raise UserError(f"--cluster local: no scheduler can be started here ({fault})") from fault
        yield address, security


@contextmanager
def _child(own_code: bool) -> Iterator[Child]:
    try:
        child = Child(own_code)
    except ChildDied as fault:
        raise UserError(f"--cluster local: no process can be started here ({fault})") from fault
    try:
        yield child
    finally:
        with suppress(ChildDied):
            child.call(_close)
        child.end()


#: What runs in the child: the cluster, in a folder of its own.
_running = ExitStack()


def _open(workers: int, security: Security) -> str:
    """Start scheduler and workers, in the child; returns the address."""
    folder = _running.enter_context(tempfile.TemporaryDirectory(prefix="brink-", ignore_cleanup_errors=True))
    common = {"security": security, "protocol": "tls://", "host": HOST}
    scheduler = {"cls": PlainScheduler, "options": common | {"port": 0, "dashboard": False}}
    own = {"nthreads": 1, "worker_class": PlainWorker, "silence_logs": SILENCE, "local_directory": folder}
    each = {number: {"cls": Nanny, "options": common | own} for number in range(workers)}
    made: Any = SpecCluster(each, scheduler, security=security, silence_logs=SILENCE)
    return _running.enter_context(made).scheduler_address


def _close() -> None:
    """End scheduler and workers, in the child."""
    _running.close()
