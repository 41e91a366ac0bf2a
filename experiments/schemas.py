"""The columns that each table of a results folder must have, made by the very code that writes them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..model.acts import ACT, ANSWER, WAR
from ..model.batch import MEASURES, Batch
from ..model.outcomes import OUTCOME
from ..model.world import Case
from .columns import acts_table, answers_table, runs_table, wars_table
from .days import kept_series, quantile_tables
from .failures import failures_table


def schemas(case: Case, parameters: Sequence[str] = ()) -> dict[str, pa.Schema]:
    """The schema of each table, by name, from a batch in which nothing happens.

    ``parameters``: settings that each run draws for itself, by path.
    """
    none = np.zeros(1, np.int64)
    rows = (np.zeros(0, ACT), none, np.zeros(0, ANSWER), none, np.zeros(0, WAR), none, np.zeros(0, np.bool_))
    empty = Batch(0, 0, *rows, np.zeros(0, np.float32))
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.npy"
        np.save(part, np.zeros((1, 1, len(case.names.actors), len(MEASURES)), np.float32))
        days, series = next(quantile_tables([part], case)), next(kept_series([part], case))
    tables = {
        "runs": runs_table(0, 0, np.zeros(0, OUTCOME), dict.fromkeys(parameters, np.zeros(0))),
        "acts": acts_table(empty, case, 0),
        "answers": answers_table(empty, 0),
        "wars": wars_table(empty, case),
        "days": days,
        "series": series,
        "failures": failures_table(()),
    }
    return {name: table.schema for name, table in tables.items()}
