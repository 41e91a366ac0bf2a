"""Paired differences: two worlds run on the same keyed draws, so that what differs is what was changed.

Intervals are percentile bootstrap over runs, both worlds of a run drawn together (Efron 1979). The gain of pairing is
measured: the variance of the difference if the worlds had independent seeds, over what it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..figures.frames import Frame
from ..measures.outcomes import Measure, parts_of
from ..measures.statistics import LEVEL, Interval, resampled_sums


class Difference(NamedTuple):
    """An outcome in two worlds: each estimate, B minus A, B over A, and what pairing bought.

    ``correlation`` is that of the two worlds over runs; ``saving`` how many times more runs independent seeds would
    need for the same interval of the difference: infinite where no run differs. ``share_a`` and ``share_b``: the
    share of runs that the estimates are taken over: for a day those in which it came, for a question those that it was
    asked of. ``differing`` counts the runs in which the outcome is not the same in both worlds. ``label`` is what
    readers call the outcome.
    """

    outcome: str
    unit: str
    a: float
    b: float
    difference: Interval
    ratio: Interval
    correlation: float
    saving: float
    share_a: float
    share_b: float
    differing: int
    label: str


def compared(measures: Sequence[Measure], first: Any, second: Any, level: float = LEVEL) -> list[Difference]:
    """Every outcome of two tables of runs in the same order."""
    return compared_parts(measures, parts_of(measures, first), parts_of(measures, second), level)


def compared_parts(
    measures: Sequence[Measure], first: NDArray[np.float64], second: NDArray[np.float64], level: float = LEVEL
) -> list[Difference]:
    """The same from numerators and denominators in every run, of shape (runs, measures, 2)."""
    table = np.concatenate([first, second], axis=2).reshape(len(first), 4 * len(measures))
    drawn = resampled_sums(table)
    found = []
    for k, entry in enumerate(measures):
        here = slice(4 * k, 4 * k + 4)
        found.append(_compared(entry, table[:, here], drawn[:, here], level))
    return found


def _compared(entry: Measure, parts: NDArray[np.float64], drawn: NDArray[np.float64], level: float) -> Difference:
    top_a, bottom_a, top_b, bottom_b = parts.sum(axis=0)
    a, b = _over(top_a, bottom_a), _over(top_b, bottom_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        many_a, many_b = drawn[:, 0] / drawn[:, 1], drawn[:, 2] / drawn[:, 3]
        ratios = many_b / many_a
    correlation, saving = _gain(parts, a, b)
    difference = _interval(b - a, many_b - many_a, level)
    differing = int((parts[:, :2] != parts[:, 2:]).any(axis=1).sum())
    ratio = _interval(_over(b, a), ratios, level)
    over = (float(bottom_a / len(parts)), float(bottom_b / len(parts))) if entry.unit != "ratio" else (1.0, 1.0)
    return Difference(
        entry.name, entry.unit, a, b, difference, ratio, correlation, saving, *over, differing, entry.label
    )  # fmt: skip


def _over(top: float, bottom: float) -> float:
    return float(top / bottom) if bottom else math.nan


def _interval(middle: float, values: NDArray[np.float64], level: float) -> Interval:
    known = values[np.isfinite(values)]
    if not len(known) or math.isnan(middle):
        return Interval(middle, math.nan, math.nan)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(middle, float(low), float(high))


def _gain(parts: NDArray[np.float64], a: float, b: float) -> tuple[float, float]:
    """Correlation of the two estimates over runs, and the factor in runs that pairing saves (linearised ratios)."""
    scale_a, scale_b = parts[:, 1].mean(), parts[:, 3].mean()
    if math.isnan(a) or math.isnan(b):
        return math.nan, math.nan
    one = (parts[:, 0] - a * parts[:, 1]) / scale_a
    two = (parts[:, 2] - b * parts[:, 3]) / scale_b
    if not (one.any() or two.any()):
        return math.nan, math.nan
    apart, together = one.var() + two.var(), (two - one).var()
    spread = one.std() * two.std()
    correlation = float(((one - one.mean()) * (two - two.mean())).mean() / spread) if spread else math.nan
    return correlation, float(apart / together) if together > 0 else math.inf


def differences_table(found: list[Difference]) -> Frame:
    """A row an outcome."""
    rows = []
    for entry in found:
        row: dict[str, Any] = {"outcome": entry.outcome, "label": entry.label, "unit": entry.unit}
        row |= {"a": entry.a, "b": entry.b}
        for name in ("difference", "ratio"):
            interval = getattr(entry, name)
            row |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        rows.append(row | {name: getattr(entry, name) for name in ("correlation", "saving", "share_a", "share_b")})
    return pd.DataFrame(rows)
