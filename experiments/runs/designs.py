"""Designs: where in the space of the settings to look.

Grid and list say it themselves. The Latin hypercube has one point in each of n equal slices of every setting (McKay,
Beckman and Conover 1979); the Sobol sequence fills the space ever more evenly (Sobol 1967).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..measures.statistics import hypercube


class Axis(NamedTuple):
    """A setting of a design: its path, and either values to go through or a range to sample."""

    path: str
    low: float
    high: float
    values: tuple[float, ...] = ()


def grid(axes: Sequence[Axis]) -> NDArray[np.float64]:
    """Every combination of the values, the last axis turning fastest; shape (points, axes), one point without axes."""
    found = list(itertools.product(*(axis.values for axis in axes)))
    return np.array(found, np.float64).reshape(len(found), len(axes))


def latin_hypercube(points: int, axes: Sequence[Axis], seed: int) -> NDArray[np.float64]:
    """A Latin hypercube over the ranges; shape (points, axes). The same seed gives the same points."""
    return scaled(hypercube(points, len(axes), seed), axes)


def sobol_sequence(points: int, axes: Sequence[Axis]) -> NDArray[np.float64]:
    """The first points of the Sobol sequence over the ranges, without the corner at zero; shape (points, axes)."""
    from SALib.sample import sobol_sequence as sobol_numbers

    if not axes:
        return np.zeros((points, 0))
    return scaled(np.asarray(sobol_numbers.sample(points + 1, len(axes)))[1:], axes)


def scaled(shares: NDArray[np.float64], axes: Sequence[Axis]) -> NDArray[np.float64]:
    """Points of the unit cube brought to the ranges."""
    low, high = np.array([axis.low for axis in axes]), np.array([axis.high for axis in axes])
    return np.clip(low + shares * (high - low), low, high)


def crossed(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every row of the first with every row of the second, the second turning fastest."""
    left = np.repeat(first, len(second), axis=0)
    right = np.tile(second, (len(first), 1))
    return np.concatenate([left, right], axis=1)
