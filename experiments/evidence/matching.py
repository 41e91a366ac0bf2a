"""History matching: rule out constants under which the model cannot meet the statistics, by way of an emulator.

A Gaussian process stands in for the model at points that were not run; a point is implausible when some statistic lies
too many standard deviations off, the uncertainty of the emulator, of sampling and of the model's form all counted
(Craig et al. 1997; Vernon, Goldstein and Bower 2010).
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..system.threads import one_for_algebra
from .reference import Reference, Values, observed, tolerances

#: A point is ruled out when more than this many statistics lie further off than `CUT` deviations: some of them no
#: constants of this model reach, and those must not rule out everything.
SPARED, CUT = 3, 3.0
#: Points an emulator is trained on; its cost grows with their cube.
TRAINING = 240


class Emulator(NamedTuple):
    """Gaussian processes for some statistics over points scaled to the unit cube by ``low`` and ``span``."""

    low: Values
    span: Values
    models: list[Any]

    def predict(self, points: Values) -> tuple[Values, Values]:
        """Mean and standard deviation of each statistic at points; both of shape (points, statistics)."""
        found = [model.predict((points - self.low) / self.span, return_std=True) for model in self.models]
        return np.stack([mean for mean, _ in found], axis=1), np.stack([sd for _, sd in found], axis=1)


def emulate(points: Values, stats: Values, low: Values, high: Values, like: Emulator | None = None) -> Emulator:
    """Train an emulator for every column of ``stats`` on the first points of a table.

    ``like``: an emulator of such columns whose smoothness is taken over; to learn it costs most of the time.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    span = high - low
    x = (points[:TRAINING] - low) / span
    models = []
    lengths: Any = np.full(x.shape[1], 1.5)
    for k, y in enumerate(stats[:TRAINING].T):
        kernel = ConstantKernel(1.0, (0.01, 100)) * RBF(lengths, (0.2, 30)) + WhiteKernel(0.2, (1e-3, 2))
        model = GaussianProcessRegressor(kernel, normalize_y=True, random_state=1)
        if like is not None:
            model.set_params(kernel=like.models[k].kernel_, optimizer=None)
        with warnings.catch_warnings(), one_for_algebra():
            # a length scale at its bound only says that a constant does not matter to a statistic
            warnings.simplefilter("ignore", ConvergenceWarning)
            models.append(model.fit(x, y))
    return Emulator(low, span, models)


def held_out_r2(points: Values, values: Values, low: Values, high: Values, folds: int = 4) -> float:
    """Share of the variance of values at points that emulators explain where they were not trained."""
    fold, guessed = np.arange(len(points)) % folds, np.zeros(len(points))
    for k in range(folds):
        out = fold == k
        emulator = emulate(points[~out], values[~out, None], low, high)
        guessed[out] = emulator.predict(points[out])[0][:, 0]
    return float(1 - np.mean((values - guessed) ** 2) / np.var(values))


def implausibility(means: Values, spreads: Values) -> Values:
    """Distance of each statistic from the observed one, in standard deviations; shape (points, statistics)."""
    return np.abs(means - observed()) / np.sqrt(spreads**2 + tolerances() ** 2)


def kept(distances: Values) -> NDArray[np.bool_]:
    """Which points are not ruled out: all but the `SPARED` worst statistics lie within `CUT`."""
    return np.sort(distances, axis=1)[:, -1 - SPARED] <= CUT


def screened(table: Reference, candidates: Values, low: Values, high: Values) -> tuple[Values, Values]:
    """Candidates that the emulator does not rule out, and its held-out accuracy: R squared of each statistic."""
    stats = table.filled()
    emulator = emulate(table.points, stats, low, high)
    means, _ = emulator.predict(table.points[TRAINING:])
    rest = stats[TRAINING:]
    spread = rest.var(axis=0)
    accuracy = 1 - ((rest - means) ** 2).mean(axis=0) / np.where(spread > 0, spread, 1)
    distances = implausibility(*emulator.predict(candidates))
    return candidates[kept(distances)], accuracy
