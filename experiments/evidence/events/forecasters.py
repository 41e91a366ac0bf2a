"""Forecasters of imported acts, all learned from the same past in which every dispute counts once.

Beside the shares of the past and logits on what was known stands brink in two ways: its chances with level and slope
learned from the past, and its chances as further columns of the logit with history. What brink says of level and delay
is mixed with the shares of the past, by a share that the past decides (`blend`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.world.ladder import RUNGS
from ..blend import share_of_model
from ..forecast import recalibrate
from ..nulls import PENALTIES, fit_logit
from ..predict import DAYS, ReplyTally, chance
from ..record.directed import THREAT, WAR, level_of
from ..scores import brier
from .acts import DirectedActs
from .features import filled

Values = NDArray[np.float64]

BASE, LOGIT, FEATURED = "base rate", "logit with history", "logit with history and features"
#: Brink by itself, and beside what the logits see.
RECALIBRATED, BRINK, BRINK_FEATURED = "brink, recalibrated", "brink with history", "brink with history and features"
LEVELS = np.arange(THREAT, WAR + 1)
FOLDS = 5


class EventForecast(NamedTuple):
    """Forecasts of acts: chances of any reply and of force, shape (acts,); shares by level and by day of a reply."""

    any_reply: Values
    force_reply: Values
    levels: Values
    days: Values


class EventTallies(NamedTuple):
    """First acts of the other side over runs: of any level, and of force."""

    shown: ReplyTally
    force: ReplyTally


class Sides(NamedTuple):
    """Acts to learn from, whose thirty days were over before the first scored day, and acts to score."""

    past: DirectedActs
    asked: DirectedActs


def counting_once(disputes: NDArray[np.int64]) -> Values:
    """Weights of acts, of mean one, by which every dispute counts the same; a long war is one of them."""
    _, at, sizes = np.unique(disputes, return_inverse=True, return_counts=True)
    return len(at) / len(sizes) / sizes[at]


def forecasts(found: Sides, tallies: dict[int, EventTallies], featured: bool) -> dict[str, EventForecast]:
    """What every forecaster says of the acts that are scored; ``featured``: the file tells more than the acts."""
    seen, learned = EventLogits(found), base_rate(found)
    levels, days = of_replies(found, tallies, learned)
    told = odds(found.past, tallies), odds(found.asked, tallies)

    def logit(*more: tuple[Values, Values]) -> EventForecast:
        return learned._replace(
            any_reply=seen.chances("any_reply", *more), force_reply=seen.chances("force_reply", *more)
        )

    made = {
        BRINK: logit(told)._replace(levels=levels, days=days),
        RECALIBRATED: moved(found, tallies, learned)._replace(levels=levels, days=days),
        LOGIT: logit(),
        BASE: learned,
    }
    if featured:
        more = found.past.told, found.asked.told
        made |= {BRINK_FEATURED: logit(told, more)._replace(levels=levels, days=days), FEATURED: logit(more)}
    return made


def base_rate(found: Sides) -> EventForecast:
    """The shares of the past for every act."""
    past, count = found.past, len(found.asked.row)
    weights, answered = counting_once(past.dispute), past.any_reply
    return EventForecast(
        np.full(count, np.average(past.any_reply, weights=weights)),
        np.full(count, np.average(past.force_reply, weights=weights)),
        np.tile(shares(past.level[answered] - THREAT, len(LEVELS), weights[answered]), (count, 1)),
        np.tile(shares(past.delay[answered], DAYS, weights[answered]), (count, 1)),
    )


def shares(values: NDArray[np.int64], size: int, weights: Values) -> Values:
    """How often each number comes up, smoothed by one more spread evenly."""
    return (np.bincount(values, weights, minlength=size) + 1 / size) / (weights.sum() + 1)


class EventLogits:
    """Logits on what was known of the acts, the penalty chosen by leaving out disputes."""

    def __init__(self, found: Sides) -> None:
        """``found``: the acts to learn from, and those to score."""
        self.found, self.weights = found, counting_once(found.past.dispute)

    def chances(self, what: str, *more: tuple[Values, Values]) -> Values:
        """Chances of the acts to score; ``more`` are further columns of both sides, NaN where nothing is known."""
        sides = zip(*(filled(*pair) for pair in more), strict=True)
        past, asked = ([side.features, *extra] for side, extra in zip(self.found, [*sides] or [(), ()], strict=True))
        happened = getattr(self.found.past, what)
        return self._fitted(np.hstack(past), happened.astype(np.float64), np.hstack(asked))

    def _fitted(self, x: Values, y: Values, rows: Values) -> Values:
        if len(set(y)) < 2:
            return np.full(len(rows), y.mean())
        losses = [self._loss(x, y, penalty) for penalty in PENALTIES]
        return fit_logit(x, y, rows, PENALTIES[int(np.argmin(losses))], self.weights)

    def _loss(self, x: Values, y: Values, penalty: float) -> float:
        """Squared error on folds of disputes that were left out in turn."""
        fold, total = self.found.past.dispute % FOLDS, 0.0
        for k in np.unique(fold):
            rest, out = fold != k, fold == k
            single = len(set(y[rest])) < 2
            p = (
                np.full(out.sum(), y.mean())
                if single
                else fit_logit(x[rest], y[rest], x[out], penalty, self.weights[rest])
            )
            total += float(self.weights[out] @ brier(p, y[out]))
        return total


def odds(acts: DirectedActs, tallies: dict[int, EventTallies]) -> Values:
    """Log odds that brink gives to any reply and to force, shape (acts, 2); NaN where the act was none of force."""
    p = np.stack([simulated_chances(acts, tallies, name) for name in EventTallies._fields], axis=1)
    return np.log(p / (1 - p))


def simulated_chances(acts: DirectedActs, tallies: dict[int, EventTallies], name: str) -> Values:
    """The chance of a reply by the runs alone; NaN where the act was none of force."""
    return np.array([chance(getattr(tallies[row], name)) if row in tallies else np.nan for row in acts.row.tolist()])


def moved(found: Sides, tallies: dict[int, EventTallies], plain: EventForecast) -> EventForecast:
    """Brink's chances with level and slope learned from the past; what has no force in it as the past."""
    weights, made = counting_once(found.past.dispute), []
    for name, happened, rate in (
        ("shown", found.past.any_reply, plain.any_reply),
        ("force", found.past.force_reply, plain.force_reply),
    ):
        own, asked = (simulated_chances(side, tallies, name) for side in found)
        some, there, p = np.isfinite(own), np.isfinite(asked), rate.copy()
        if some.any() and there.any():
            p[there] = recalibrate(own[some], happened[some].astype(np.float64), asked[there], weights[some])
        made.append(p)
    return plain._replace(any_reply=made[0], force_reply=made[1])


def of_replies(found: Sides, tallies: dict[int, EventTallies], plain: EventForecast) -> tuple[Values, Values]:
    """Shares by level and by day of a reply: those of the runs and of the past, mixed as the past has it."""
    past = found.past
    known = np.flatnonzero(past.any_reply & np.isin(past.row, list(tallies)))
    weights = counting_once(past.dispute)[known]
    levels, days = plain.levels.copy(), plain.days.copy()
    for made, first, happened, of in (
        (levels, plain.levels[0], past.level - THREAT, by_level),
        (days, plain.days[0], past.delay, by_day),
    ):
        told = np.array([of(tallies[past.row[k]].shown, first)[happened[k]] for k in known])
        part = share_of_model(told, first[happened[known]], weights) if len(known) else 0.5
        for k, row in enumerate(found.asked.row.tolist()):
            if row in tallies:
                made[k] = part * of(tallies[row].shown, first) + (1 - part) * first
    return levels, days


def by_level(of: ReplyTally, plain: Values) -> Values:
    """Shares by level of the replies of runs, those of the past being worth one more reply."""
    counts = np.bincount(level_of(np.arange(RUNGS)), of.rungs, minlength=WAR + 1)[THREAT:]
    return (counts + plain) / (of.answered + 1.0)


def by_day(of: ReplyTally, plain: Values) -> Values:
    """Shares by day of the replies of runs, those of the past being worth one more reply."""
    return (of.delays + plain) / (of.answered + 1.0)
