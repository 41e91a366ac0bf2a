"""A marked Hawkes process as a null model: every act sets off replies at a rate that grows with its marks and fades.

Replies to act j come at rate kappa_j beta exp(-beta t), with kappa_j = exp(a + b ln(1 + deaths) + c rung). The coded
links say which act set off which, so the complete-data likelihood is maximised (Veen and Schoenberg 2008); acts that
answer nothing are immigrants and tell nothing about replies. Deadliness as a mark follows Lewis et al. 2012.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..system.threads import one_for_algebra
from .nulls import Record, cut
from .predict import DAYS, Prediction, past_of

#: A reply on the day itself is taken to come after a quarter of it.
SAME_DAY = 0.25
#: Bounds of beta, per day.
FASTEST, SLOWEST = 4.0, 0.01


class HawkesFit(NamedTuple):
    """Parameters by maximum likelihood: log productivity ``a``, its slopes on the marks, the decay ``beta`` a day."""

    a: float
    slopes: NDArray[np.float64]
    beta: float

    def productivity(self, marks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Expected number of replies to acts with these marks, shape (acts,)."""
        return np.exp(np.clip(self.a + marks @ self.slopes, -20, 5))


def marks(record: Record) -> NDArray[np.float64]:
    """Logarithm of deaths, and the rung from 4 on; shape (acts, 2)."""
    return np.array([(np.log1p(act.killed), act.rung - 4.0) for act in record.acts]).reshape(-1, 2)


def fit(record: Record) -> HawkesFit:
    """Fit to the first replies of a record, each observed for as long as it is scored."""
    seen = marks(record)
    lags = np.array([max(SAME_DAY, outcome.delay) for outcome in record.outcomes])
    spans = np.array([outcome.days + SAME_DAY for outcome in record.outcomes])
    y = record.y

    def minus_likelihood(values: NDArray[np.float64]) -> float:
        beta = np.exp(values[3])
        rate = np.clip(values[0] + seen @ values[1:3], -20, 5)
        # a first reply ends what is observed of an act: the process is watched up to it, or to the end of the window
        watched = np.where(y > 0, lags, spans)
        events = y * (rate + np.log(beta) - beta * lags)
        return float(np.sum(np.exp(rate) * -np.expm1(-beta * watched)) - np.sum(events))

    bounds = [(-10, 5), (-3, 3), (-3, 3), (np.log(SLOWEST), np.log(FASTEST))]
    from scipy.optimize import minimize

    with one_for_algebra():
        found = minimize(minus_likelihood, np.array([-0.5, 0.0, 0.0, -1.5]), bounds=bounds)
    return HawkesFit(float(found.x[0]), np.asarray(found.x[1:3]), float(np.exp(found.x[3])))


def hawkes(past: Record, asked: Record) -> list[Prediction]:
    """Forecasts by the process fitted to the past; rungs and proxies as in the past."""
    known = past_of(past.outcomes)
    if len(set(past.y)) < 2:
        return [Prediction(past.share, known.rungs, cut(known.delays, o.days), known.p_proxy) for o in asked.outcomes]
    fitted = fit(past)
    made = []
    for expected, outcome in zip(fitted.productivity(marks(asked)), asked.outcomes, strict=True):
        reached = 1 - np.exp(-expected * -np.expm1(-fitted.beta * (np.arange(DAYS) + 0.5)))
        delays = cut(np.diff(reached, prepend=0.0) + 1e-9, outcome.days)
        p = float(1 - np.exp(-expected * -np.expm1(-fitted.beta * (outcome.days + 0.5))))
        made.append(Prediction(p, known.rungs, delays, known.p_proxy))
    return made
