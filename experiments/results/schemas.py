"""The columns that each table of a results folder must have, made by the very code that writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ...model.batch import empty_batch
from ...model.outcomes import OUTCOME
from ...model.world.tables import Case
from ..measures.questions.evaluate import answers
from .columns import acts_table, answers_table, pauses_table, runs_table, wars_table
from .days import no_days, no_series
from .failures import failures_table


def schemas(case: Case, parameters: Sequence[str] = ()) -> dict[str, pa.Schema]:
    """The schema of each table, by name, from a batch in which nothing happens.

    ``parameters``: settings that each run draws for itself, by path.
    """
    empty = empty_batch(0, 0, np.zeros(0, np.float32))
    further = answers(empty, case) | dict.fromkeys(parameters, np.zeros(0))
    tables = {
        "runs": runs_table(0, 0, np.zeros(0, OUTCOME), further),
        "acts": acts_table(empty, case, 0),
        "answers": answers_table(empty, 0),
        "wars": wars_table(empty, case),
        "pauses": pauses_table(empty, case),
        "days": no_days(case),
        "series": no_series(case),
        "failures": failures_table(()),
    }
    return {name: table.schema for name, table in tables.items()}
