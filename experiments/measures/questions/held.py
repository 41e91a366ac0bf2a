"""Expectations held against runs: an estimate with its interval for each bound, and whether it can be told to fail.

A bound fails when the whole interval lies outside it, and holds when the interval does not; what must never happen
fails when it happens once. Fewer cases than asked for decide nothing. Acts of one run are not independent: shares per
act treat a run as one draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.world.asked import PREFIX, STRATA, QuestionTable
from ....scenarios.questions.expected import ExpectedBound
from ..outcomes import measure
from ..statistics import NOTHING, Interval, mean_interval, quantile_interval, ratio_difference, ratio_interval, wilson

#: The level of the interval that a bound is held against.
LEVEL = 0.99
HOLDS, FAILS, FEW = "holds", "fails", "too few cases"
QUANTILES = {"q10": 0.10, "q25": 0.25, "median": 0.50, "q75": 0.75, "q90": 0.90}
#: Statistics that are 0 only where nothing happened.
NEVER = ("share", "mean", "per_1000")


class Held(NamedTuple):
    """A bound, what was found, how many cases it rests on, and the verdict."""

    bound: ExpectedBound
    stratum: str
    found: Interval
    cases: int
    verdict: str


def held(
    bounds: Sequence[ExpectedBound], questions: Sequence[QuestionTable], runs: Any, level: float = LEVEL
) -> list[Held]:
    """Hold bounds against a frame of runs that has the columns of outcomes and of the questions they are about."""
    known = {asked.name: asked for asked in questions if asked.name}
    return [entry for bound in bounds for entry in _held(bound, known, runs, level)]


def _held(bound: ExpectedBound, known: Mapping[str, QuestionTable], runs: Any, level: float) -> Iterator[Held]:
    asks = np.ones(len(runs), np.bool_)
    if bound.given:
        asks = np.nan_to_num(np.asarray(runs[PREFIX + bound.given], np.float64)) > 0
    labels = [f".{bound.strata}_{label}" for label, _, _ in STRATA[bound.strata]] if bound.strata else [""]
    for label in labels:
        found, cases = _estimate(bound, known.get(bound.question), runs, asks, label, level)
        outside = found.high < bound.low or found.low > bound.high or _never(bound, found)
        few = cases < bound.cases or found.estimate != found.estimate
        yield Held(bound, label[1:], found, cases, FEW if few else FAILS if outside else HOLDS)


def _never(bound: ExpectedBound, found: Interval) -> bool:
    """Whether something happened that must never: one case is enough, for what has chance 0 has none."""
    return bound.high == 0 and bound.statistic in NEVER and not bound.less and found.estimate > 0


def _estimate(
    bound: ExpectedBound, asked: QuestionTable | None, runs: Any, asks: NDArray[np.bool_], label: str, level: float
) -> tuple[Interval, int]:
    """The statistic of a bound with its interval, and the number of cases."""
    if asked is None:
        above, below = measure(bound.question).parts(runs)
        return _mean(above[asks], below[asks], level)
    stem = f"{PREFIX}{bound.question}{label}"
    if asked.per_act:
        hits, of = _acts(runs, stem, asks)
        if not bound.less:
            return (ratio_interval(hits, of, level) if of.sum() else NOTHING), int(of.sum())
        less = _acts(runs, PREFIX + bound.less, asks)
        cases = int(min(of.sum(), less[1].sum()))
        return (ratio_difference((hits, of), less, level) if cases else NOTHING), cases
    values = np.asarray(runs[stem], np.float64)[asks]
    if bound.less:
        values = values - np.asarray(runs[PREFIX + bound.less], np.float64)[asks]
    values = values[~np.isnan(values)]
    if not len(values):
        return NOTHING, 0
    if bound.statistic in QUANTILES:
        return quantile_interval(values, QUANTILES[bound.statistic], level), len(values)
    if bound.statistic == "share" and not bound.less:
        return wilson(int((values > 0).sum()), len(values), level), len(values)
    found = mean_interval(values, level)
    return (Interval(*(1000 * end for end in found)) if bound.statistic == "per_1000" else found), len(values)


def _acts(runs: Any, stem: str, asks: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each run, how many acts are followed, and of how many."""
    hits, of = (np.asarray(runs[f"{stem}.{part}"], np.float64)[asks] for part in ("count", "of"))
    return hits, of


def _mean(above: NDArray[np.float64], below: NDArray[np.float64], level: float) -> tuple[Interval, int]:
    return (ratio_interval(above, below, level) if below.sum() else NOTHING), int((below > 0).sum())
