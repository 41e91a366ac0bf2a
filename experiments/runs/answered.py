"""Outcomes and answers of many runs, in memory, without a folder: for what looks at them once and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ...model.world.tables import Case
from ..results.failures import STOP
from ..results.question import Chunk
from ..system.interrupts import heed, honoured
from ..system.threads import threads
from .attempts import attempt
from .batch import processors

if TYPE_CHECKING:
    from ...model.world.asked import QuestionTable
    from .uncertain import Uncertain

#: Runs a thread takes at a time.
EACH = 125


def answered_chunk(subject: Case | Uncertain, seed: int, chunk: Chunk) -> pd.DataFrame:
    """Outcomes and answers to the questions that the subject has, by column, for a chunk of runs.

    Raises:
        EngineFault: a run failed.
    """
    found = attempt(subject, "ensemble", seed, chunk, STOP)
    columns = {name: found.measured[name] for name in found.measured.dtype.names or ()}
    return pd.DataFrame({**columns, **found.answered})


def answered_runs(
    subject: Case | Uncertain,
    tables: Sequence[QuestionTable],
    runs: int,
    seed: int,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Outcomes and answers to questions by column, a run a row, in run order.

    Raises:
        EngineFault: a run failed.
    """
    if isinstance(subject, Case):
        subject = subject._replace(questions=tuple(tables))
    else:
        subject.reading = subject.reading._replace(questions=tuple(tables))

    parts: list[pd.DataFrame] = []
    cut = [Chunk(first, min(EACH, runs - first), False) for first in range(0, runs, EACH)]
    with honoured(), threads(jobs or processors()) as pool:
        for chunk, frame in zip(cut, pool.map(lambda chunk: answered_chunk(subject, seed, chunk), cut), strict=True):
            parts.append(frame)
            if progress is not None:
                progress(chunk.first + chunk.runs, runs)
            heed()
    return pd.concat(parts, ignore_index=True)
