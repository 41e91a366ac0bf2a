"""Acts encoded while later chunks are still being computed: they are most of what is written, and a core is idle.

The table gets its name only when all chunks stand, as if it had been written after them; whatever stops a batch before
that leaves nothing of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Set
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from ..system.threads import threads
from .parquet import read_arrow, write_parquet
from .question import Chunk
from .store import MERGED, Plan, chunk_path, forget_all_but


@contextmanager
def acts_ahead(folder: Path, plan: Plan, there: Set[int]) -> Iterator[ActsAhead]:
    """Encode acts in a thread of its own until the block ends, in whatever way.

    ``there``: first runs of the chunks that stand already; what else lies in their place is taken away.
    """
    forget_all_but(folder, there)
    with threads(1) as pool:
        ahead = ActsAhead(folder, plan, pool)
        try:
            yield ahead
        finally:
            ahead.stop()


class ActsAhead:
    """The table of acts in the making: chunks in run order, each as soon as it stands."""

    def __init__(self, folder: Path, plan: Plan, pool: Executor) -> None:
        """Begin."""
        self._folder, self._plan = folder, plan
        self._news = threading.Condition()
        self._complete = self._stopped = False
        self._rows = pool.submit(write_parquet, folder / "acts.parquet", self._tables(), dict(MERGED)["acts"])

    def look(self) -> None:
        """Look for chunks that stand now."""
        self._tell()

    def finish(self) -> int:
        """Write what is left, all chunks being there; returns the number of rows.

        Raises:
            OSError: the table cannot be written.
        """
        self._tell(complete=True)
        return self._rows.result()

    def stop(self) -> None:
        """Leave off, unless all is written."""
        self._tell(stopped=True)

    def _tell(self, complete: bool = False, stopped: bool = False) -> None:
        with self._news:
            self._complete |= complete
            self._stopped |= stopped
            self._news.notify()

    def _tables(self) -> Iterator[pa.Table]:
        for chunk in self._plan.chunks():
            self._wait(chunk)
            yield read_arrow(chunk_path(self._folder, chunk) / "acts.arrow")
        self._wait(None)

    def _wait(self, chunk: Chunk | None) -> None:
        """Wait until a chunk stands, or all do.

        Raises:
            CancelledError: nobody waits for the table any more.
        """
        with self._news:
            self._news.wait_for(
                lambda: (
                    self._complete or self._stopped or (chunk is not None and chunk_path(self._folder, chunk).is_dir())
                )
            )
        if self._stopped:
            raise CancelledError
