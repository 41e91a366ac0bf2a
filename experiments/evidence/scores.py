"""What a forecast was worth: proper scores, their decomposition, coverage, and intervals that resample chains.

Sources: Brier 1950; Murphy 1973 for reliability and resolution, here without bins, by isotonic regression (Dimitriadis,
Gneiting and Jordan 2021); Gneiting and Raftery 2007 for the ranked scores.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from ..measures.isotonic import isotonic, rising
from ..measures.statistics import LEVEL, RESAMPLES, Interval, grouped_interval, shuffles, uniforms
from .predict import Prediction

#: Logarithmic scores are cut off at forecasts of one in a hundred: a certain forecast that fails would score infinity.
SUREST = 0.99
#: Samples of outcomes that are drawn where chances are taken to be right.
SAMPLES = 400

Values = NDArray[np.float64]


class BrierParts(NamedTuple):
    """The Brier score taken apart: score = reliability - resolution + uncertainty.

    ``reliability`` is what recalibration on these very acts would save, ``resolution`` what the forecasts tell apart.
    """

    reliability: float
    resolution: float
    uncertainty: float


def brier(p: Values, y: Values) -> Values:
    """Squared error of each forecast; p and y have shape (acts,)."""
    return (p - y) ** 2


def log_score(p: Values, y: Values) -> Values:
    """Minus the logarithm of the chance given to what happened, in nats; forecasts are cut off at `SUREST`."""
    kept = np.clip(p, 1 - SUREST, SUREST)
    return -np.where(y > 0, np.log(kept), np.log1p(-kept))


def ranked(forecast: Prediction, rung: int) -> float:
    """Ranked probability score of the rungs of force, 0 to 1: mean squared error of the cumulative shares."""
    shares = forecast.rungs[FIRST_KINETIC : LAST_DRAWN + 1]
    below = np.cumsum(shares / shares.sum())[:-1]
    happened = np.arange(FIRST_KINETIC, LAST_DRAWN) >= rung
    return float(np.mean((below - happened) ** 2))


def crps(forecast: Prediction, delay: int) -> float:
    """Continuous ranked probability score of the delay, in days; forecast and delay count whole days."""
    reached = np.cumsum(forecast.delays / forecast.delays.sum())
    return float(np.sum((reached - (np.arange(len(reached)) >= delay)) ** 2))


def energy(sample: Values, value: Values) -> float:
    """Energy score of equally likely vectors, shape (vectors, numbers), for what happened; lower is better."""
    miss = np.linalg.norm(sample - value, axis=1).mean()
    apart = np.linalg.norm(sample[:, None] - sample[None, :], axis=2).mean()
    return float(miss - apart / 2)


def inside(shares: Values, level: float, value: int) -> float:
    """How much of a value of a distribution over whole numbers lies in its central interval, from 0 to 1.

    A value at an end of the interval has a part of its chance inside, and that part counts: with the ends counted in
    whole, coarse distributions would cover more than they promise. If forecasts are right the mean is ``level``
    (Czado, Gneiting and Held 2009).
    """
    reached = np.cumsum(shares) / shares.sum()
    low, high = (float(reached[value - 1]) if value else 0.0), float(reached[value])
    first, last = (1 - level) / 2, (1 + level) / 2
    if high <= low:
        return float(first <= low <= last)
    return max(0.0, min(high, last) - max(low, first)) / (high - low)


def reliability_by_luck(p: Values, quantile: float) -> float:
    """The reliability that a share ``quantile`` of samples as large stay below where every chance is right."""
    samples = (uniforms(SAMPLES, len(p)) < p).astype(np.float64)
    return float(np.quantile([parts(p, y).reliability for y in samples], quantile))


def parts(p: Values, y: Values) -> BrierParts:
    """Take the Brier score apart."""
    score, recalibrated = float(brier(p, y).mean()), float(brier(isotonic(p, y), y).mean())
    uncertainty = float(brier(np.full_like(y, y.mean()), y).mean())
    return BrierParts(score - recalibrated, uncertainty - recalibrated, uncertainty)


def resolution_by_chance(p: Values, y: Values, resamples: int = RESAMPLES) -> float:
    """Share of random reorderings of the outcomes that give at least this resolution: small means it is no accident."""
    _, at = np.unique(p, return_inverse=True)
    weights = np.bincount(at).astype(float)

    def left(outcomes: Values) -> float:
        # the outcomes keep their mean, so the smaller the error that is left, the larger the resolution
        return float(brier(rising(at, weights, outcomes), outcomes).mean())

    own = left(y)
    beaten = sum(left(outcomes) <= own + 1e-12 for outcomes in shuffles(y, resamples))
    return (beaten + 1) / (resamples + 1)


def by_chain(values: Values, chains: NDArray[np.str_], level: float = LEVEL) -> Interval:
    """Mean of values with an interval that draws whole chains; both have shape (acts,), NaN is left out."""
    return grouped_interval(values, chains, level)
