"""Approximate Bayesian computation on a reference table: learned summaries, the nearest rows, a linear adjustment.

The best summary of the data about a constant is its posterior mean; it is learned by regression on the table (Fearnhead
and Prangle 2012). Rows nearest in these summaries are kept and moved along a local linear regression to where the
observed summaries lie (Beaumont, Zhang and Balding 2002). Constants are put on a logistic scale within their ranges, so
that no adjusted value leaves them. The regressions are scikit-learn's.
"""

from __future__ import annotations

import importlib.util
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from ..system.threads import one_for_algebra
from .reference import Values

#: Share of the table that is kept, and never fewer rows than this.
NEAREST, FEWEST = 0.3, 150
LEVEL = 0.9
#: Levels of the intervals whose coverage the recovery test counts.
LEVELS = (0.8, 0.9)
EDGE = 1e-4
#: Power of the likelihood of coded acts and January. With 1 a dozen rows have all the weight, and 80 % intervals held
#: .71 of the constants that were hidden; with this one they held .81 (`ranks`: simulated data alone set it, nothing
#: observed did).
TEMPER = 0.4
#: Parts into which a table is cut for the summaries of its own rows.
FOLDS = 5


def require_sklearn() -> None:
    """See that what calibration learns with is installed; it comes with an extra.

    Raises:
        UserError: it is not.
    """
    if importlib.util.find_spec("sklearn") is None:
        raise UserError("this verb needs scikit-learn: pip install 'brink-sim[calibration]'")


class Learned(NamedTuple):
    """Posterior means as functions of the statistics, learned on one table; constants lie from ``low`` to ``high``."""

    low: Values
    high: Values
    middle: Values
    spread: Values
    model: Any

    def summaries(self, stats: Values) -> Values:
        """Learned summaries, shape (rows, constants), on the logistic scale."""
        return self.model.predict(features((stats - self.middle) / self.spread))

    def odds(self, points: Values) -> Values:
        """Constants on the logistic scale."""
        share = np.clip((points - self.low) / (self.high - self.low), EDGE, 1 - EDGE)
        return np.log(share / (1 - share))

    def back(self, odds: Values) -> Values:
        """Constants in their own units."""
        return self.low + (self.high - self.low) / (1 + np.exp(-odds))


def features(scaled: Values) -> Values:
    """Statistics, their squares, and the products of each with the first few."""
    cut = np.clip(scaled, -4, 4)
    products = [cut[:, [k]] * cut[:, k + 1 :] for k in range(min(6, cut.shape[1] - 1))]
    return np.concatenate([cut, cut**2, *products], axis=1)


def learn(points: Values, stats: Values, low: Values, high: Values) -> Learned:
    """Learn the summaries on a table without NaN."""
    from sklearn.linear_model import RidgeCV

    spread = stats.std(axis=0)
    blank = Learned(low, high, stats.mean(axis=0), np.where(spread > 0, spread, 1.0), None)
    model = RidgeCV(np.geomspace(0.1, 1e4, 11))
    with one_for_algebra():
        model.fit(features((stats - blank.middle) / blank.spread), blank.odds(points))
    return blank._replace(model=model)


def cross_fitted(points: Values, stats: Values, low: Values, high: Values) -> Values:
    """Learned summaries of the rows of a table, each row's by what was learned on the other folds; shape of ``points``.

    A regression describes the rows that it was learned on better than any others: measured by their own summaries, rows
    of the table would look nearer to their constants than observed data can be, and intervals would be too narrow.
    """
    fold, found = np.arange(len(points)) % FOLDS, np.zeros((len(points), len(low)))
    for k in range(FOLDS):
        out = fold == k
        found[out] = learn(points[~out], stats[~out], low, high).summaries(stats[out])
    return found


class Posterior(NamedTuple):
    """Draws of the constants, shape (draws, constants), each with a weight; weights sum to one."""

    draws: Values
    weights: Values

    def interval(self, level: float = LEVEL) -> tuple[Values, Values]:
        """Bounds of the central interval of each constant."""
        low = [weighted_quantile(column, self.weights, (1 - level) / 2) for column in self.draws.T]
        high = [weighted_quantile(column, self.weights, (1 + level) / 2) for column in self.draws.T]
        return np.array(low), np.array(high)

    @property
    def mean(self) -> Values:
        """Mean of each constant."""
        return self.weights @ self.draws

    @property
    def sd(self) -> Values:
        """Standard deviation of each constant."""
        return np.sqrt(self.weights @ (self.draws - self.mean) ** 2)


def infer(
    learned: Learned, points: Values, summaries: Values, asked: Values, extra: Values | None = None, moves: bool = True
) -> Posterior:
    """The posterior given statistics whose learned summaries are ``asked``, shape (constants,).

    ``points`` and their ``summaries`` are the table; ``extra`` are log weights of its rows from other evidence. Rows
    are moved along the regression unless ``moves`` is False: what else was measured was measured where they lie.
    """
    from sklearn.linear_model import LinearRegression

    scale = summaries.std(axis=0)
    usable = scale > 1e-9
    off = (summaries - asked)[:, usable] / scale[usable]
    distance = np.sqrt((off**2).sum(axis=1))
    count = min(len(points), max(FEWEST, int(NEAREST * len(points))))
    near = np.argsort(distance, kind="stable")[:count]
    width = distance[near[-1]] or 1.0
    kernel = np.maximum(1 - (distance[near] / width) ** 2, 1e-9)
    weights = kernel * np.exp(TEMPER * (extra[near] - extra[near].max())) if extra is not None else kernel
    if not moves:
        return Posterior(points[near], weights / weights.sum())
    odds = learned.odds(points[near])
    with one_for_algebra():
        line = LinearRegression().fit(off[near], odds, sample_weight=kernel)
    moved = odds - off[near] @ line.coef_.T
    return Posterior(learned.back(moved), weights / weights.sum())


def within(asked: Values, summaries: Values) -> Values:
    """Summaries drawn back to what a table holds: a regression must not reach beyond everything the model ever did."""
    low, high = np.quantile(summaries, [0.01, 0.99], axis=0)
    return np.clip(asked, low, high)


def weighted_quantile(values: Values, weights: Values, q: float) -> float:
    """Smallest value at or below which a share ``q`` of the weight lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][min(int(np.searchsorted(reached, q)), len(values) - 1)])


class Recovery(NamedTuple):
    """What the procedure finds of known constants, each over ``trials``.

    ``covered``: share of trials with the truth inside the central interval, shape (len(LEVELS), constants);
    ``shrinkage``: posterior over prior standard deviation; ``correlation`` of posterior mean and truth.
    """

    trials: int
    covered: Values
    shrinkage: Values
    correlation: Values

    @property
    def coverage(self) -> Values:
        """Share of trials with the truth inside the interval of `LEVEL`, shape (constants,)."""
        return self.covered[LEVELS.index(LEVEL)]

    def identifiable(self) -> NDArray[np.bool_]:
        """Constants about which these statistics say something: `SHRUNK` says how much."""
        return self.shrinkage <= SHRUNK


#: A constant is called identifiable when its posterior is at most this wide beside its prior.
SHRUNK = 0.8


def recover(points: Values, stats: Values, trials: int, low: Values, high: Values) -> Recovery:
    """Hide rows of a table in turn and infer their constants from the others.

    The last ``trials`` rows are never seen in learning or among the nearest.
    """
    rest = len(points) - trials
    learned = learn(points[:rest], stats[:rest], low, high)
    summaries, hidden = cross_fitted(points[:rest], stats[:rest], low, high), learned.summaries(stats[rest:])
    inside, widths, means = [], [], []
    for truth, asked in zip(points[rest:], hidden, strict=True):
        found = infer(learned, points[:rest], summaries, asked)
        inside.append([(low <= truth) & (truth <= high) for low, high in map(found.interval, LEVELS)])
        widths.append(found.sd)
        means.append(found.mean)
    prior = (high - low) / np.sqrt(12)
    truths, found_means = points[rest:], np.array(means)
    correlation = [float(np.corrcoef(a, b)[0, 1]) for a, b in zip(truths.T, found_means.T, strict=True)]
    return Recovery(trials, np.mean(inside, axis=0), np.mean(widths, axis=0) / prior, np.array(correlation))
