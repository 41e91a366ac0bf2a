"""Outcomes of a study: each a ratio of two sums over runs, so that means, shares and ratios are one thing.

An outcome is written as a column of ``runs`` (its mean, or the share of runs for true and false), as a condition such
as ``peak_rung >= 9`` (the share of runs in which it holds; several are joined by ``and``), or as ``branching_ratio``,
which is the ratio of sums and not the mean of ratios. What never happened did not happen early: ``first_overt < 10``
holds in no run without an overt act, whose day is written as -1. Acts and people are counted over simulated acts alone:
what a script says is no effect of anything, and a world without it would seem to have fewer dead.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.outcomes import OUTCOMES, Measured, outcomes_of, scripted
from ...model.world import Case
from ...scenarios.problems import choices
from ..errors import UserError
from ..statistics import LEVEL, NOTHING, Interval, normal_quantile, wilson

#: Ratios of sums: replies, and what could be answered.
RATIOS = {outcome.name: (outcome.above, outcome.below) for outcome in OUTCOMES if outcome.kind == Measured.RATIO}
FLAGS = outcomes_of(Measured.FLAG)
#: Days since the start; -1 where it never came to that: such runs are left out of the mean.
DAYS = outcomes_of(Measured.DAY)
COUNTS = outcomes_of(Measured.COUNT)
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

    def holds(self, runs: Any) -> NDArray[np.bool_]:
        """In which runs it holds."""
        values = np.asarray(runs[self.column])
        found = np.asarray(COMPARISONS[self.sign](values, self.number))
        asks_for_early = (self.sign == "<" and self.number > 0) or (self.sign == "<=" and self.number >= 0)
        return found & (values >= 0) if asks_for_early and self.column in DAYS else found


def simulated_only(runs: Any, case: Case) -> Any:
    """A table of outcomes without what the scripted acts of its case add to the counts of acts and people."""
    kept = runs.copy()
    for name, many in scripted(case).items():
        kept[name] = kept[name] - many
    return kept


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
            for condition in self.conditions:
                holds &= condition.holds(runs)
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


def shares(entry: Measure, kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of runs that the outcome of each point is taken over: all, but for a day those in which it came."""
    return kept[:, 2] / kept[:, 0] if entry.unit == "days" else np.ones(len(kept))


def shown_share(name: str, values: Sequence[float]) -> str:
    """A day with the share of runs in which it came, from the least to the most over points; other outcomes alone."""
    if name not in DAYS:
        return name
    ends = list(dict.fromkeys(f"{100 * value:.1f}" for value in (min(values), max(values))))
    return f"{name} (mean over the {' to '.join(ends)} % of runs in which it came)"


def means(kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outcome at each point, for sums of shape (points, sums); NaN where there was nothing to measure."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return kept[:, 1] / kept[:, 2]
