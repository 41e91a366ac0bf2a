"""Runs for gates: outcomes and answers of many runs of a world, on draws that are the same for every gate."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from brink.experiments.runs import answered
from brink.experiments.runs.uncertain import Uncertain
from brink.model.world.asked import QuestionTable
from brink.model.world.tables import Case

#: Seed of every gate: those who compare two states of the model look at the same draws.
SEED = 2024


def answered_runs(subject: Case | Uncertain, tables: Sequence[QuestionTable], runs: int) -> pd.DataFrame:
    """Outcomes and answers by column, a run a row."""
    return answered.answered_runs(subject, tables, runs, SEED)
