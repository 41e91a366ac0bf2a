"""Outcomes and answers of many runs, in memory: for what looks at them once and keeps no results of them.

What takes long may have a folder for finished pieces, so that it goes on after an interrupt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ...model.world.tables import Case
from ..results.failures import STOP
from ..results.pieces import appearing, stands
from ..results.question import Chunk
from ..system.interrupts import heed, honoured
from ..system.threads import threads
from .attempts import attempt
from .batch import processors

if TYPE_CHECKING:
    from ...model.world.asked import QuestionTable
    from .uncertain import Uncertain

#: Runs a thread takes at a time, and the file of a piece that is kept.
EACH, FILE = 125, "answers.parquet"


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
    keep: Path | None = None,
) -> pd.DataFrame:
    """Outcomes and answers to questions by column, a run a row, in run order.

    ``keep`` is a folder of this question alone where finished pieces stand; what is there is not run again.

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
        answers = pool.map(lambda chunk: _kept(keep, chunk, lambda: answered_chunk(subject, seed, chunk)), cut)
        for chunk, frame in zip(cut, answers, strict=True):
            parts.append(frame)
            if progress is not None:
                progress(chunk.first + chunk.runs, runs)
            heed()
    return pd.concat(parts, ignore_index=True)


def _kept(keep: Path | None, chunk: Chunk, answer: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The answers of a piece that stands, or those found now and kept, if there is a place."""
    if keep is None:
        return answer()
    place = keep / f"{chunk.first:010d}"
    of = f"{keep.name}, runs {chunk.first} to {chunk.first + chunk.runs - 1}"
    if stands(place, {FILE}, of):
        return pd.read_parquet(place / FILE)
    found = answer()
    with appearing(place, of) as part:
        found.to_parquet(part / FILE, index=False)
    return found
