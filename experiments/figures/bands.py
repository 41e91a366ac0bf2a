"""Intervals that figures draw: shares of runs, and shares of things that come several to a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054


def wilson(hits: ArrayLike, trials: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper 95 % limit of a share (Wilson 1927); with no trials the limits are 0 and 1.

    ``trials`` need not be whole: `between_runs` passes an effective number.
    """
    n = np.asarray(trials, dtype=float)
    safe = np.where(n > 0, n, 1.0)
    p = np.asarray(hits, dtype=float) / safe
    centre = (p + Z95**2 / (2 * safe)) / (1 + Z95**2 / safe)
    half = Z95 * np.sqrt(np.clip(p * (1 - p), 0, None) / safe + Z95**2 / (4 * safe**2)) / (1 + Z95**2 / safe)
    low = np.where((n > 0) & (p > 0), np.clip(centre - half, 0.0, 1.0), 0.0)
    high = np.where((n > 0) & (p < 1), np.clip(centre + half, 0.0, 1.0), 1.0)
    return low, high


def between_runs(
    hits: NDArray[np.float64], trials: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Share, lower and upper 95 % limit of a share of things that come several to a run, such as chains.

    ``hits`` has shape (runs, k), ``trials`` (runs,). Things of one run are alike, so the number of trials is cut to an
    effective one by the spread between runs (the ratio estimator and design effect of Kish 1965), then as `wilson`.
    """
    total = trials.sum()
    if total == 0:
        none = np.zeros(hits.shape[1])
        return none, none, none + 1.0
    share = hits.sum(axis=0) / total
    spread = ((hits - share * trials[:, None]) ** 2).sum(axis=0) / total**2
    alone = share * (1 - share)
    effective = np.minimum(total, np.divide(alone, spread, out=np.full_like(alone, total), where=spread > 0))
    effective = np.maximum(effective, 1.0)
    low, high = wilson(share * effective, effective)
    return share, low, high
