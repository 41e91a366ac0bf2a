"""Crises from their first week: the highest rung, the number of acts, the days to quiet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..record.frames import CrisisEpisode, crises
from ..record.outlooks import (
    ACTS,
    DAYS,
    HIGHEST,
    OUTLOOKS,
    Outlook,
    Values,
    crps_of_sample,
    rps_of_sample,
    week_and_others,
)
from .as_one import crises_of
from .cases import Split
from .marks import FrameFound, scored_entry

BRINK, ALONE = "brink", "brink's own course"
#: Shares that the model's course may have in a forecast, and equally likely values that a mixture is made of.
SHARES, MIXED = np.linspace(0.0, 1.0, 11), 100

Courses = Callable[[CrisisEpisode], Values]


class CrisisSplit(NamedTuple):
    """Crises that ended in time, to learn from and to score."""

    past: list[CrisisEpisode]
    asked: list[CrisisEpisode]


def sides_of(cut: Split) -> CrisisSplit:
    """The crises on both sides of the cut; one whose quiet was not watched to its end is on neither."""
    past = [crisis for crisis in crises(cut.learn) if not crisis.censored]
    asked = [one for one in crises(cut.score) if not one.censored and one.start >= cut.first]
    return CrisisSplit(past, asked)


def scored(found: CrisisSplit, courses: Courses, known: dict[str, str]) -> FrameFound | None:
    """Scores of every forecaster on the crises that are scored; None where there are none on one of the sides."""
    if not found.past or not found.asked:
        return None
    weights = shares_of_model(found.past, courses)
    makers: dict[str, Callable[[CrisisEpisode], Outlook]] = {
        BRINK: lambda crisis: mixed(courses(crisis), week_and_others(found.past, crisis), weights),
        ALONE: lambda crisis: own(courses(crisis)),
    }
    makers |= {name: lambda crisis, m=outlook: m(found.past, crisis) for name, outlook in OUTLOOKS.items()}
    names = crises_of([crisis.case for crisis in found.asked], known)
    rows, errors = [], {}
    for name, make in makers.items():
        table = np.array([errors_of(make(crisis), crisis) for crisis in found.asked])
        errors[name] = table[:, 0]
        by_score: dict[str, Values] = dict(zip((HIGHEST, ACTS, DAYS), table.T, strict=True))
        rows.append(scored_entry(name, by_score, names))
    rows[0]["shares"] = [round(float(weight), 2) for weight in weights]
    return FrameFound({"number": len(found.asked)}, HIGHEST, errors, rows, names)


def errors_of(outlook: Outlook, crisis: CrisisEpisode) -> tuple[float, float, float]:
    """Errors of a forecast in rung, acts and days."""
    rung, acts, days = outlook
    return (
        rps_of_sample(rung, crisis.highest_rung),
        crps_of_sample(acts, crisis.acts),
        crps_of_sample(days, crisis.days_to_quiet),
    )


def own(courses: Values) -> Outlook:
    """The model's own courses as a forecast."""
    rung, acts, days = courses.T
    return rung, acts, days


def mixed(courses: Values, others: Outlook, shares: Values) -> Outlook:
    """Equally likely values of which a share comes from the model's courses and the rest from other crises."""
    rung, acts, days = (
        np.concatenate([_evenly(model, share), _evenly(rest, 1 - share)])
        for model, rest, share in zip(courses.T, others, shares, strict=True)
    )
    return rung, acts, days


def _evenly(values: Values, share: float) -> Values:
    """So many quantiles of some values as their share of a mixture."""
    count = round(share * MIXED)
    return np.quantile(values, (np.arange(count) + 0.5) / max(1, count), method="inverted_cdf")


def shares_of_model(past: Sequence[CrisisEpisode], courses: Courses) -> Values:
    """The share with the lowest error on crises of the past, each with the others as its past; shape (3,)."""
    total = np.zeros((len(SHARES), 3))
    for crisis in past:
        others = week_and_others([one for one in past if one is not crisis], crisis)
        for row, share in enumerate(SHARES):
            total[row] += errors_of(mixed(courses(crisis), others, np.full(3, share)), crisis)
    return SHARES[total.argmin(axis=0)]
