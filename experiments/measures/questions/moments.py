"""When questions come true: the share of runs with a first act by each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.world.asked import PREFIX, STATE, QuestionTable
from ..statistics import wilson_bounds

NEVER = -1
#: Measures of a question that have a day for each run: it comes true, or its first day is asked for.
DATED = ("happens", "first_day")


class Moments(NamedTuple):
    """A question by day: the share of the runs asked that had its first act by then, with bounds; ``of`` runs."""

    asked: QuestionTable
    of: int
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def dated(questions: Sequence[QuestionTable], runs: Any) -> list[QuestionTable]:
    """The questions with a day on which they come true: of acts or of several, asked of a run as a whole."""
    return [
        asked
        for asked in questions
        if asked.name and not asked.per_act and asked.kind != STATE and asked.holds is None and asked.measure in DATED
        and f"{PREFIX}{asked.name}.day" in runs
    ]  # fmt: skip


def first_days(asked: QuestionTable, runs: Any) -> NDArray[np.int64]:
    """The first day in each run that was asked, `NEVER` where it did not come."""
    own = f"{PREFIX}{asked.name}"
    known = ~np.isnan(np.asarray(runs[own], np.float64))
    return np.asarray(runs[f"{own}.day"], np.int64)[known]


def moments(questions: Sequence[QuestionTable], runs: Any, days: int) -> list[Moments]:
    """Each question that has a day, by day up to the horizon."""
    return [_moments(asked, first_days(asked, runs), days) for asked in dated(questions, runs)]


def _moments(asked: QuestionTable, first: NDArray[np.int64], days: int) -> Moments:
    came = np.cumsum(np.bincount(first[first >= 0], minlength=days)[:days])
    return Moments(asked, len(first), *wilson_bounds(came, np.full(days, len(first))))
