"""Forecasts of how many acts of force a side gives in a month, from the months before it.

Each side of each pair is a series. Parameters are fitted to the other pairs; the level comes from the series' own past.
But for persistence, which is a point, forecasts are negative binomial around a mean, with a dispersion fitted likewise:
counts of acts are far more spread than a Poisson process allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...system.threads import one_for_algebra
from ..scores import by_chain
from .baselines import MeanScores
from .frames import Month

Values = NDArray[np.float64]

#: Months before the first that is forecast, and months of the moving average.
WARM = 12
#: Counts up to which a distribution is summed.
MOST = 200
#: Acts, over as many months, that a series is taken to have had before it began.
UNSEEN_ACTS, UNSEEN_MONTHS = 0.5, 3.0
PERSISTENCE = "persistence"
CRPS = "count (CRPS, acts)"


class Series(NamedTuple):
    """Acts a month of one side of a pair, and of the other; whole months alone, in order.

    ``answers``: acts that a model of the crisis expects of this side in each month, from what was done before it.
    """

    pair: str
    own: Values
    other: Values
    names: tuple[str, ...] = ()
    answers: Values = np.zeros(0)


def series_of(months: Sequence[Month]) -> list[Series]:
    """Both sides of every pair."""
    found = []
    for pair in dict.fromkeys(month.pair for month in months):
        kept = [month for month in months if month.pair == pair and month.whole]
        counts = np.array([(month.side_1, month.side_2) for month in kept], np.float64).reshape(-1, 2)
        names = tuple(month.month for month in kept)
        found += [Series(pair, counts[:, side], counts[:, 1 - side], names) for side in (0, 1)]
    return found


def own_mean(series: Series, parameters: Values) -> Values:
    """Mean of the series so far."""
    del parameters
    before = np.cumsum(series.own) - series.own
    return (before + UNSEEN_ACTS) / (np.arange(len(series.own)) + UNSEEN_MONTHS)


def moving_average(series: Series, parameters: Values) -> Values:
    """Mean of the last twelve months."""
    del parameters
    total = np.concatenate([[0.0], np.cumsum(series.own)])
    at = np.arange(len(series.own))
    first = np.maximum(0, at - WARM)
    return (total[at] - total[first] + UNSEEN_ACTS) / (at - first + UNSEEN_MONTHS)


def hawkes_mean(series: Series, parameters: Values) -> Values:
    """A discrete self-exciting process: a share of the own mean, and acts of both sides that fade by the month.

    ``parameters`` are logarithms: of the share, of what an own act and one of the other side add, and of the decay.
    """
    from scipy.signal import lfilter

    share, own, other, decay = np.exp(parameters)
    kept = np.exp(-decay)
    marks = np.concatenate([[0.0], (own * series.own + other * series.other)[:-1]])
    return share * own_mean(series, parameters) + lfilter([1 - kept], [1.0, -kept], marks)


class Maker(NamedTuple):
    """A forecaster of counts: its mean, and where the search for its parameters begins (none: it has none)."""

    mean: Callable[[Series, Values], Values]
    start: tuple[float, ...] = ()


MAKERS: dict[str, Maker] = {
    "mean of the pair so far": Maker(own_mean),
    "moving average of 12 months": Maker(moving_average),
    "Hawkes process": Maker(hawkes_mean, (-1.0, -1.0, -1.5, -0.5)),
}
#: Bounds of every logarithm: a rate of .001 to 10.
BOUNDS = (-7.0, 2.3)


def fitted(maker: Maker, past: Sequence[Series]) -> tuple[Values, float]:
    """Parameters and dispersion (size) of a forecaster by maximum likelihood on other pairs."""
    from scipy.optimize import minimize

    counts = np.concatenate([series.own[WARM:] for series in past])

    def minus_likelihood(values: Values) -> float:
        means = np.concatenate([maker.mean(series, values[:-1])[WARM:] for series in past])
        return -float(np.sum(log_chance(counts, means, float(np.exp(values[-1])))))

    start, bounds = np.array([*maker.start, -0.5]), [BOUNDS] * (len(maker.start) + 1)
    with one_for_algebra():
        found = minimize(minus_likelihood, start, bounds=bounds)
    return found.x[:-1], float(np.exp(found.x[-1]))


def log_chance(counts: Values, means: Values, size: float) -> Values:
    """Logarithm of negative binomial chances with these means and one size; a small size is a wide spread."""
    from scipy.special import gammaln

    share = size / (size + np.maximum(means, 1e-9))
    choose = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
    return choose + size * np.log(share) + counts * np.log1p(-share)


def crps_of(counts: Values, means: Values, size: float) -> Values:
    """Continuous ranked probability scores of negative binomial forecasts, in acts."""
    grid = np.arange(MOST + 1.0)
    below = np.cumsum(np.exp(log_chance(grid[None, :], means[:, None], size)), axis=1)
    return np.sum((np.minimum(below, 1.0) - (grid[None, :] >= counts[:, None])) ** 2, axis=1)


def scored(months: Sequence[Month]) -> tuple[list[MeanScores], dict[str, float]]:
    """Scores of every forecaster, each pair from the parameters of the others; and what the series hold."""
    series = [one for one in series_of(months) if len(one.own) > WARM]
    names = [*MAKERS, PERSISTENCE]
    found: Mapping[str, list[Values]] = {name: [] for name in names}
    learned = {
        (pair, name): fitted(maker, [other for other in series if other.pair != pair])
        for pair in dict.fromkeys(one.pair for one in series)
        for name, maker in MAKERS.items()
    }
    for one in series:
        asked = one.own[WARM:]
        for name, maker in MAKERS.items():
            values, size = learned[one.pair, name]
            found[name].append(crps_of(asked, maker.mean(one, values)[WARM:], size))
        found[PERSISTENCE].append(np.abs(asked - one.own[WARM - 1 : -1]))
    pairs = np.concatenate([np.full(len(one.own) - WARM, one.pair) for one in series])
    values = {name: np.concatenate(parts) for name, parts in found.items()}
    scores = [
        MeanScores(name, {CRPS: by_chain(values[name], pairs)}, by_chain(values[PERSISTENCE] - values[name], pairs))
        for name in names
    ]
    counts = np.concatenate([one.own[WARM:] for one in series])
    return scores, {"number": len(counts), "cases": len(set(pairs)), "zeros": float((counts == 0).mean())}
