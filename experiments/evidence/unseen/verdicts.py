"""Whether one forecaster does better than another: sign-flips over crises, Holm's correction, and the power there was.

Sources: sign-flipping as a permutation test of paired differences (Fisher 1935); Holm 1979; the area under the curve as
the share of pairs that are ordered rightly (Hanley and McNeil 1982), with crises drawn whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...measures.statistics import (
    LEVEL,
    NOTHING,
    RESAMPLES,
    Interval,
    grouped_interval,
    normal_quantile,
    random_signs,
    resampled_rows,
)

Values = NDArray[np.float64]
Groups = NDArray[np.str_]

#: Up to so many crises every pattern of signs is tried; beyond, as many are drawn.
EVERY, FLIPS = 14, 20_000
#: The power at which a difference is said to have been within sight.
POWER = 0.8


class ErrorGain(NamedTuple):
    """How much lower the error of one forecaster is than that of a rival, over crises.

    ``luck`` is the share of sign patterns with a difference as large, ``adjusted`` the same after Holm's correction for
    all rivals that it was compared with. ``in_sight`` is the least difference that so many crises would have shown in
    eight of ten cases among so many rivals, ``crises_needed`` how many would show the one that was found.
    """

    rival: str
    gain: Interval
    crises: int
    luck: float
    adjusted: float
    in_sight: float
    crises_needed: float


def compared(name: str, errors: dict[str, Values], crises: Groups) -> list[ErrorGain]:
    """One forecaster against every other, by their errors on the same things; NaN is left out of both."""
    rivals = [rival for rival in errors if rival != name]
    gains = [errors[rival] - errors[name] for rival in rivals]
    luck = [sign_flips(gain, crises) for gain in gains]
    return [
        _comparison(rival, gain, crises, by_luck, adjusted, reach(len(rivals)))
        for rival, gain, by_luck, adjusted in zip(rivals, gains, luck, holm(luck), strict=True)
    ]


def reach(rivals: int = 1) -> float:
    """Standard errors between no difference and one that is seen with `POWER`, held to the strictest level of Holm."""
    return normal_quantile(1 - (1 - LEVEL) / 2 / rivals) + normal_quantile(POWER)


def _comparison(rival: str, gain: Values, crises: Groups, luck: float, adjusted: float, far: float) -> ErrorGain:
    sums, _ = by_crisis(gain, crises)
    count = len(sums)
    spread = standard_error(gain, crises)
    found = grouped_interval(gain, crises)
    needed = count * (far * spread / found.estimate) ** 2 if found.estimate else np.inf
    return ErrorGain(rival, found, count, luck, adjusted, float(far * spread), float(needed))


def by_crisis(values: Values, crises: Groups) -> tuple[Values, Values]:
    """Sum of the values of each crisis, and how many there are; NaN is left out."""
    known = ~np.isnan(values)
    _, at = np.unique(crises[known], return_inverse=True)
    return np.bincount(at, values[known]).astype(np.float64), np.bincount(at).astype(np.float64)


def standard_error(values: Values, crises: Groups) -> float:
    """Standard error of the mean of values that come by crises (ratio estimator, Cochran 1977)."""
    sums, sizes = by_crisis(values, crises)
    if len(sums) < 2:
        return float("nan")
    mean = sums.sum() / sizes.sum()
    off = (sums - mean * sizes) / sizes.mean()
    return float(np.sqrt(np.var(off, ddof=1) / len(sums)))


def sign_flips(values: Values, crises: Groups) -> float:
    """Share of sign patterns over crises that give a mean as far from zero as the one found; 1 without any value."""
    sums, _ = by_crisis(values, crises)
    if not len(sums):
        return 1.0
    if len(sums) <= EVERY:
        signs = np.array(list(product((-1.0, 1.0), repeat=len(sums))))
        extra = 0
    else:
        signs = random_signs(len(sums), FLIPS)
        extra = 1
    as_far = int((np.abs(signs @ sums) >= abs(sums.sum()) - 1e-12).sum())
    return (as_far + extra) / (len(signs) + extra)


def holm(luck: Sequence[float]) -> list[float]:
    """Chances of luck after Holm's correction, in the same order."""
    order = np.argsort(np.asarray(luck), kind="stable")
    found, worst = np.empty(len(luck)), 0.0
    for rank, k in enumerate(order):
        worst = max(worst, min(1.0, (len(luck) - rank) * luck[k]))
        found[k] = worst
    return found.tolist()


def in_the_large(p: Values, y: Values, crises: Groups) -> Interval:
    """Mean forecast less the share that happened, with crises drawn whole: zero is the right level."""
    return grouped_interval(p - y, crises)


def auc(p: Values, y: Values, crises: Groups) -> Interval:
    """Share of pairs of a thing that happened and one that did not in which the former was given the higher chance."""
    names, at = np.unique(crises, return_inverse=True)
    hit, miss = np.flatnonzero(y > 0), np.flatnonzero(y == 0)
    if not len(hit) or not len(miss):
        return NOTHING
    better = (p[hit, None] > p[None, miss]) + 0.5 * (p[hit, None] == p[None, miss])
    rows, columns = np.eye(len(names))[at[hit]], np.eye(len(names))[at[miss]]
    won, all_pairs = rows.T @ better @ columns, np.outer(rows.sum(axis=0), columns.sum(axis=0))
    picks = resampled_rows(len(names), RESAMPLES)
    weights = np.stack([np.bincount(pick, minlength=len(names)) for pick in picks]).astype(np.float64)
    above = np.einsum("rg,gh,rh->r", weights, won, weights)
    below = np.einsum("rg,gh,rh->r", weights, all_pairs, weights)
    shares = above[below > 0] / below[below > 0]
    low, high = np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(won.sum() / all_pairs.sum()), float(low), float(high))
