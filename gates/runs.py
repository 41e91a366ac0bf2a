"""Runs for gates: outcomes and answers of many runs of a world, spread over the processors."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from brink.experiments.results.question import Chunk
from brink.experiments.runs.attempts import STOP, attempt, join_attempts
from brink.experiments.runs.batch import processors
from brink.experiments.runs.uncertain import Uncertain
from brink.model.world.asked import QuestionTable
from brink.model.world.tables import Case

#: Seed of every gate: those who compare two states of the model look at the same draws.
SEED = 2024
#: Runs a thread takes at a time.
EACH = 125


def answered_runs(
    subject: Case | Uncertain, tables: Sequence[QuestionTable], runs: int, seed: int = SEED
) -> pd.DataFrame:
    """Outcomes and answers by column, a run a row."""
    if isinstance(subject, Case):
        subject = subject._replace(questions=tuple(tables))
    else:
        subject.reading = subject.reading._replace(questions=tuple(tables))
    stretches = [Chunk(first, min(EACH, runs - first), False) for first in range(0, runs, EACH)]
    with ThreadPoolExecutor(processors()) as pool:
        found = join_attempts(list(pool.map(lambda chunk: attempt(subject, "ensemble", seed, chunk, STOP), stretches)))
    measured = found.measured
    names = measured.dtype.names or ()
    return pd.DataFrame({name: np.ascontiguousarray(measured[name]) for name in names} | found.answered)
