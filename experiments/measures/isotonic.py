"""Isotonic regression: how often things happened as a function of the forecast, held to never fall."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .statistics import Values


def isotonic(p: Values, y: Values) -> Values:
    """Share of events as a function of the forecast that never falls, fitted to these very acts; shape (acts,)."""
    _, at = np.unique(p, return_inverse=True)
    return rising(at, np.bincount(at).astype(float), y)


def rising(at: NDArray[np.int64], weights: Values, y: Values) -> Values:
    """The fit for forecasts numbered in rising order; ``weights`` says how many acts have each."""
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(np.bincount(at, y) / weights, weights=weights).x)[at]
