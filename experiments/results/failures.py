"""Failed runs as data: which run, where it failed, with what message, and the command that shows it again.

A run that fails takes nothing else with it. It leaves no row in the other tables, so that every rate is over runs that
were finished, and it is a row of ``failures.parquet``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...model.batch import MEASURES, Batch, empty_batch
from ...model.world.tables import Case
from .arrays import texts
from .columns import named, table
from .question import Chunk

#: Where a run can fail: in the engine, in the measuring of its outcomes, or with the process that ran it.
ORIGINS: tuple[str, ...] = ("engine", "outcomes", "worker")
FINISH, STOP = "finish", "stop"
#: Longest message kept: an engine of the user's own may say anything.
LONGEST = 500


class Failure(NamedTuple):
    """A run that failed: its number, one of `ORIGINS`, and what was raised, in one line."""

    run: int
    origin: str
    message: str


def failures_table(failures: Sequence[Failure]) -> pa.Table:
    """A row a failed run; ``replay`` is to be called in the results folder, so that its bytes know no path."""
    return table(
        {
            "run": np.array([entry.run for entry in failures], np.int32),
            "origin": named(np.array([ORIGINS.index(entry.origin) for entry in failures], np.int64), ORIGINS),
            "message": texts([_one_line(entry.message) for entry in failures]),
            "replay": texts([replay_command(entry.run) for entry in failures]),
        }
    )


def replay_command(run: int, folder: str = ".") -> str:
    """The command that runs one run of a results folder again, in both engines."""
    return f"brink verify {folder} --run {run}"


def _one_line(message: str) -> str:
    return " ".join(message.encode("utf-8", "replace").decode().split())[:LONGEST]


def empty_run(case: Case, run: int, series: bool) -> Batch:
    """What a failed run leaves behind: a place in the batch, and nothing in it."""
    shape = (int(series), case.worlds[0].days, len(case.names.actors), len(MEASURES))
    return empty_batch(run, 1, np.zeros(shape, np.float32))


def halves(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """A chunk of at least two runs, cut in two."""
    middle = chunk.runs // 2
    return (chunk._replace(runs=middle), chunk._replace(first=chunk.first + middle, runs=chunk.runs - middle))


def survivors(chunk: Chunk, failures: Sequence[Failure]) -> np.ndarray:
    """Which runs of a chunk did not fail, as flags of shape (runs,)."""
    alive = np.ones(chunk.runs, np.bool_)
    alive[[entry.run - chunk.first for entry in failures]] = False
    return alive


class Attempt(NamedTuple):
    """Consecutive runs, their outcomes (dtype `OUTCOME`, a row a run), and which of the runs failed.

    A failed run is empty in the batch; its row of outcomes means nothing. ``parameters``: those of each run by path,
    where the runs drew their own. ``answered``: what each run answers to the questions, by column.
    """

    batch: Batch
    measured: NDArray[np.void]
    failures: tuple[Failure, ...]
    parameters: Mapping[str, NDArray[np.float64]]
    answered: Mapping[str, NDArray[Any]] = {}
