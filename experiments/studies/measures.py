"""Outcomes of a study: each a ratio of two sums over runs, so that means, shares and ratios are one thing.

An outcome is written as a column of ``runs`` (its mean, or the share of runs for true and false), as a condition such
as ``peak_rung >= 9`` (the share of runs in which it holds; several are joined by ``and``), or as ``branching_ratio``,
which is the ratio of sums and not the mean of ratios.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.outcomes import OUTCOME
from ...scenarios.problems import choices
from ..errors import UserError
from ..statistics import LEVEL, NOTHING, Interval, normal_quantile, wilson

#: Ratios of sums: replies, and what could be answered.
RATIOS = {
    "branching_ratio": ("replies", "answerable"),
    "branching_ratio_campaigns": ("campaign_replies", "campaign_acts"),
}
FLAGS = ("war", "spiral")
#: Days since the start; -1 where it never came to that: such runs are left out of the mean.
DAYS = (
    "days_to_quiet",
    "first_overt",
    "first_death",
    "first_homeland",
    "first_leader",
    "first_third_state",
    "first_campaign_day",
    "nuclear_signal",
)
COUNTS = tuple(name for name in OUTCOME.names or () if name not in RATIOS and name not in (*FLAGS, *DAYS, "ended_by"))
#: What a study looks at unless told otherwise.
USUAL = ("branching_ratio", "longest_chain", "spiral", "peak_rung >= 9", "war", "killed")

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_CONDITION = re.compile(r"\s*(\w+)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")


class Condition(NamedTuple):
    """A comparison of a column of ``runs`` with a number."""

    column: str
    sign: str
    number: float


class Measure(NamedTuple):
    """An outcome: how it is written, its unit (share, number, ratio or days), and what it is made of."""

    name: str
    unit: str
    column: str = ""
    below: str = ""
    conditions: tuple[Condition, ...] = ()

    def parts(self, runs: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator in each run; ``runs`` has the columns of ``runs.parquet``."""
        if self.conditions:
            holds = np.ones(len(runs), bool)
            for column, sign, number in self.conditions:
                holds &= np.asarray(COMPARISONS[sign](np.asarray(runs[column]), number))
            return holds.astype(np.float64), np.ones(len(runs))
        top = np.asarray(runs[self.column]).astype(np.float64)
        if self.unit == "ratio":
            return top, np.asarray(runs[self.below]).astype(np.float64)
        if self.unit == "days":
            known = top >= 0
            return np.where(known, top, 0.0), known.astype(np.float64)
        return top, np.ones(len(runs))


def measure(text: str) -> Measure:
    """Read an outcome.

    Raises:
        UserError: it is no outcome; the message names the nearest one.
    """
    name = " ".join(text.split())
    if name in RATIOS:
        return Measure(name, "ratio", *RATIOS[name])
    if name in FLAGS:
        return Measure(name, "share", name)
    if name in DAYS:
        return Measure(name, "days", name)
    if name in COUNTS:
        return Measure(name, "number", name)
    parts = [_CONDITION.fullmatch(part) for part in re.split(r"\band\b", name)]
    found = [Condition(part[1], part[2], float(part[3])) for part in parts if part]
    columns = (*FLAGS, *DAYS, *COUNTS, *RATIOS)
    wrong = [condition.column for condition in found if condition.column not in columns]
    if len(found) < len(parts) or wrong:
        word = wrong[0] if wrong else name
        raise UserError(
            f"outcome {text!r}: {choices(word, columns)}; or a condition such as 'peak_rung >= 9' (joined by and)"
        )
    return Measure(name, "share", conditions=tuple(found))


#: What is kept of the runs of a point, for each outcome.
SUMS = ("runs", "top", "bottom", "top2", "cross", "bottom2", "half_top", "half_bottom")


def sums(measures: Sequence[Measure], runs: Any) -> NDArray[np.float64]:
    """What is kept of a stretch of runs (an even number first): shape (measures, sums); stretches add up."""
    kept = np.zeros((len(measures), len(SUMS)))
    for row, entry in zip(kept, measures, strict=True):
        top, bottom = entry.parts(runs)
        half = slice(0, None, 2)
        row[:] = (
            len(top), top.sum(), bottom.sum(), top @ top, top @ bottom, bottom @ bottom, top[half].sum(),
            bottom[half].sum(),
        )  # fmt: skip
    return kept


def estimate(entry: Measure, kept: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """The outcome at a point from its sums: Wilson for shares, the linearised ratio (Cochran 1977) for the rest."""
    runs, top, bottom, top2, cross, bottom2 = (float(v) for v in kept[:6])
    if entry.unit == "share":
        return wilson(round(top), round(runs), level)
    if bottom == 0:
        return NOTHING
    ratio = top / bottom
    variance = max(0.0, top2 - 2 * ratio * cross + ratio * ratio * bottom2) / runs
    half = normal_quantile(0.5 + level / 2) * math.sqrt(variance / runs) / (bottom / runs)
    return Interval(ratio, ratio - half, ratio + half)


def halves(kept: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The outcome from the even runs and from the odd runs alone, for sums of shape (points, sums)."""
    top, bottom, even_top, even_bottom = kept[:, 1], kept[:, 2], kept[:, 6], kept[:, 7]
    with np.errstate(invalid="ignore", divide="ignore"):
        return even_top / even_bottom, (top - even_top) / (bottom - even_bottom)


def means(kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outcome at each point, for sums of shape (points, sums); NaN where there was nothing to measure."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return kept[:, 1] / kept[:, 2]
