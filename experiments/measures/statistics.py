"""Intervals: how far a number from a finite batch may lie from what endless runs would give.

They carry sampling error only. What is not known about the parameters is a matter of other runs, with other parameters.
Sources: Wilson 1927 for shares; Efron 1979 for the bootstrap; order statistics for quantiles (David and Nagaraja 2003).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 2_000
#: The bootstrap's own seed: the same results always get the same interval.
SEED = 20240120
#: Distinct values up to which the bootstrap is drawn exactly; beyond them, and with many values, moments serve.
DISTINCT = 2_000
#: Values up to which the binomial distribution of a rank is summed instead of approximated.
EXACT = 100_000


#: Standard deviations on either side of a 95 % interval.
Z95 = NormalDist().inv_cdf(0.975)


class Interval(NamedTuple):
    """An estimate with the bounds of its interval, in the unit of the estimate."""

    estimate: float
    low: float
    high: float


NOTHING = Interval(math.nan, math.nan, math.nan)


def wilson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Interval for a share, by Wilson's score; NaN without trials.

    Never leaves [0, 1] and keeps its width when no trial, or every one, succeeds.
    """
    if trials == 0:
        return NOTHING
    share, low, high = wilson_bounds([successes], [trials], level)
    return Interval(float(share[0]), float(low[0]), float(high[0]))


def wilson_bounds(successes: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Values, Values, Values]:
    """Shares with their lower and upper limits as `wilson`, many at once; without trials all of 0 to 1 is possible.

    Args:
        successes: shape (k,); need not be whole, nor need ``trials``: `between_runs` passes effective numbers.
        trials: shape (k,).
        level: as in `mean_interval`.
    """
    hits, all_trials = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(trials, np.float64))
    known = all_trials > 0
    n = np.where(known, all_trials, 1.0)
    z = _z(level)
    share = np.where(known, hits / n, 0.0)
    scale = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z / scale * np.sqrt(np.clip(share * (1 - share), 0.0, None) / n + z * z / (4 * n * n))
    low = np.where(known & (share > 0), np.clip(centre - half, 0.0, 1.0), 0.0)
    high = np.where(known & (share < 1), np.clip(centre + half, 0.0, 1.0), 1.0)
    return share, low, high


def between_runs(hits: Values, trials: Values) -> tuple[Values, Values, Values]:
    """Share, lower and upper 95 % limit of a share of things that come several to a run, such as chains.

    ``hits`` has shape (runs, k), ``trials`` (runs,). Things of one run are alike, so the number of trials is cut to an
    effective one by the spread between runs (the ratio estimator and design effect of Kish 1965), then as `wilson`.
    """
    total = trials.sum()
    if total == 0:
        return wilson_bounds(np.zeros(hits.shape[1]), 0)
    share = hits.sum(axis=0) / total
    spread = ((hits - share * trials[:, None]) ** 2).sum(axis=0) / total**2
    alone = share * (1 - share)
    effective = np.minimum(total, np.divide(alone, spread, out=np.full_like(alone, total), where=spread > 0))
    effective = np.maximum(effective, 1.0)
    _, low, high = wilson_bounds(share * effective, effective)
    return share, low, high


def mean_interval(values: ArrayLike, level: float = LEVEL) -> Interval:
    """Interval for a mean, by percentile bootstrap; NaN without values.

    Args:
        values: one number a run, shape (runs,); NaN is left out.
        level: share of repetitions in which the interval should hold the mean.
    """
    known = np.asarray(values, np.float64)
    known = known[~np.isnan(known)]
    return ratio_interval(known, np.ones_like(known), level)


def ratio_interval(numerators: ArrayLike, denominators: ArrayLike, level: float = LEVEL) -> Interval:
    """Interval for a ratio of sums over runs, by percentile bootstrap of runs; NaN where the denominators sum to zero.

    With counts, equal runs are drawn together: a resample is one multinomial draw over the distinct pairs, at a cost
    that does not grow with the number of runs. With many distinct pairs the normal limit of the bootstrap is used.

    Args:
        numerators: for example replies in each run, shape (runs,).
        denominators: for example acts that could be answered, shape (runs,).
        level: as in `mean_interval`.
    """
    pairs = np.stack([np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)], axis=1)
    total = pairs[:, 1].sum()
    if total == 0:
        return NOTHING
    estimate = float(pairs[:, 0].sum() / total)
    # complex numbers sort as pairs do, and many times faster
    numbers, counts = np.unique(pairs[:, 0] + 1j * pairs[:, 1], return_counts=True)
    distinct = np.stack([numbers.real, numbers.imag], axis=1)
    if len(distinct) > DISTINCT:
        return _by_moments(pairs, estimate, level)
    draws = np.random.default_rng(SEED).multinomial(len(pairs), counts / len(pairs), RESAMPLES).astype(np.float64)
    sums = draws @ distinct
    ratios = sums[sums[:, 1] != 0]
    low, high = np.quantile(ratios[:, 0] / ratios[:, 1], _tails(level))
    return Interval(estimate, float(low), float(high))


Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


def ratio_difference(one: Pair, other: Pair, level: float = LEVEL, relative: bool = False) -> Interval:
    """Interval for a ratio of sums over runs less another over the same runs; NaN where a denominator sums to zero.

    By linearisation (Cochran 1977), run by run, so that what both share in a run goes out.

    Args:
        one: numerators and denominators, shape (runs,) each.
        other: the same of what is taken off.
        level: of the interval.
        relative: as a part of the other; NaN where that is 0.
    """
    if not one[1].sum() or not other[1].sum() or (relative and not other[0].sum()):
        return NOTHING
    first, second = one[0].sum() / one[1].sum(), other[0].sum() / other[1].sum()
    off = (one[0] - first * one[1]) / one[1].mean(), (other[0] - second * other[1]) / other[1].mean()
    found, residuals = first - second, off[0] - off[1]
    if relative:
        found, residuals = first / second - 1, (off[0] - first / second * off[1]) / second
    half = normal_quantile((1 + level) / 2) * math.sqrt(residuals.var() / len(residuals))
    return Interval(float(found), float(found - half), float(found + half))


def grouped_interval(values: ArrayLike, groups: ArrayLike, level: float = LEVEL) -> Interval:
    """Interval for a mean over things that come in groups and are alike within them; NaN without values.

    A percentile bootstrap that draws whole groups.

    Args:
        values: one number a thing, shape (things,); NaN is left out.
        groups: which group it belongs to, shape (things,).
        level: as in `mean_interval`.
    """
    known = ~np.isnan(np.asarray(values, np.float64))
    numbers = np.asarray(values, np.float64)[known]
    names, at = np.unique(np.asarray(groups)[known], return_inverse=True)
    if not len(names):
        return NOTHING
    sums, sizes = np.bincount(at, numbers), np.bincount(at)
    draws = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), RESAMPLES)
    low, high = np.quantile((draws @ sums) / (draws @ sizes), _tails(level))
    return Interval(float(sums.sum() / sizes.sum()), float(low), float(high))


def shuffles(values: NDArray[np.float64], count: int) -> Iterator[NDArray[np.float64]]:
    """The values in ``count`` random orders, the same ones whenever it is asked."""
    draw = np.random.default_rng(SEED)
    for _ in range(count):
        yield draw.permutation(values)


def random_signs(count: int, flips: int) -> NDArray[np.float64]:
    """Signs at random, the same ones for the same numbers, shape (flips, count)."""
    return np.random.default_rng(SEED).choice([-1.0, 1.0], (flips, count))


def uniforms(samples: int, count: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1 at random, the same ones whenever it is asked: shape (samples, count)."""
    return np.random.default_rng(SEED).random((samples, count))


def resampled_rows(count: int, resamples: int) -> NDArray[np.int64]:
    """Rows drawn again with replacement, the same ones whenever it is asked: shape (resamples, count)."""
    return np.random.default_rng(SEED).integers(0, count, (resamples, count))


def _by_moments(pairs: NDArray[np.float64], estimate: float, level: float) -> Interval:
    """The limit of the bootstrap for many values: a normal interval by the linearised variance of the ratio."""
    residuals = pairs[:, 0] - estimate * pairs[:, 1]
    error = math.sqrt(residuals.var() / len(pairs)) / pairs[:, 1].mean()
    half = _z(level) * abs(error)
    return Interval(estimate, estimate - half, estimate + half)


def quantile_interval(values: ArrayLike, q: float, level: float = LEVEL) -> Interval:
    """Interval for a quantile, from order statistics: it assumes nothing about the distribution; NaN without values.

    The bounds are themselves values that occurred, so the interval of a count reads in whole numbers. Where the sample
    is too small for a bound, the smallest or largest value stands in for it.

    Args:
        values: one number a run, shape (runs,); NaN is left out.
        q: which quantile, in (0, 1); .5 is the median.
        level: at least this share of repetitions has the quantile inside.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    ordered = ordered[~np.isnan(ordered)]
    size = len(ordered)
    if size == 0:
        return NOTHING
    low, high = _ranks(size, q, level)
    middle = ordered[max(0, math.ceil(q * size) - 1)]
    return Interval(float(middle), float(ordered[low]), float(ordered[high]))


def _ranks(size: int, q: float, level: float) -> tuple[int, int]:
    """Positions in the ordered sample that bound the quantile."""
    below, above = _tails(level)
    if size > EXACT:
        spread = _z(level) * math.sqrt(size * q * (1 - q))
        return max(0, math.floor(size * q - spread)), min(size - 1, math.ceil(size * q + spread))
    cumulative = np.cumsum(binomial(size, q))
    low = int(np.searchsorted(cumulative, below, side="right"))
    high = int(np.searchsorted(cumulative, above, side="left"))
    return max(0, low - 1), min(size - 1, high)


def binomial(size: int, chance: float) -> NDArray[np.float64]:
    """Chance of each number of successes in ``size`` trials; shape (size + 1,). ``chance`` lies strictly in (0, 1)."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])
    k = np.arange(size + 1)
    return np.exp(logs[size] - logs[k] - logs[size - k] + k * math.log(chance) + (size - k) * math.log1p(-chance))


def normal_quantile(share: float) -> float:
    """The standard normal quantile of a share strictly between 0 and 1."""
    return NormalDist().inv_cdf(share)


def hypercube(points: int, columns: int, seed: int) -> Values:
    """A Latin hypercube: shares in shape (points, columns), of each column one in each of ``points`` equal slices.

    The same numbers as those of ``scipy.stats.qmc.LatinHypercube``, without the second that it takes to load that.
    """
    draw = np.random.default_rng(seed).spawn(1)[0]
    within = draw.uniform(size=(points, columns))
    slices = np.tile(np.arange(1, points + 1), (columns, 1))
    for row in slices:
        draw.shuffle(row)
    return (slices.T - within) / points


def resampled_sums(columns: NDArray[np.float64], resamples: int = RESAMPLES) -> NDArray[np.float64]:
    """Sums over runs resampled with replacement, all columns of a run together: shape (resamples, columns).

    Args:
        columns: one row a run, shape (runs, columns).
        resamples: how often the runs are resampled; the draws are the same for the same number of runs.
    """
    generator = np.random.default_rng(SEED)
    runs = len(columns)
    found = np.empty((resamples, columns.shape[1]))
    step = max(1, 4_000_000 // max(1, runs))
    for first in range(0, resamples, step):
        count = min(step, resamples - first)
        picks = generator.integers(0, runs, (count, runs))
        weights = np.stack([np.bincount(pick, minlength=runs) for pick in picks]).astype(np.float64)
        found[first : first + count] = weights @ columns
    return found


def _z(level: float) -> float:
    return normal_quantile(0.5 + level / 2)


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def as_dict(interval: Interval) -> dict[str, Any]:
    """For JSON, which has no NaN: nulls stand for what is not known."""
    return {name: None if math.isnan(value) else value for name, value in interval._asdict().items()}
