"""The part of January in a calibration: where to look closer, what each point weighs, and how the fit fares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.mechanisms.registry import CONSTANTS
from .forecast import FREE
from .january_bounds import JanuaryBounds, Likeliness, Values, likely
from .matching import CUT, Emulator, emulate, held_out_r2
from .telling import Progress

#: A point is ruled out when more than so many bounds are missed by more than `CUT` deviations.
SPARED = 3
#: A bound is met, on so few runs, where the estimate lies within so many deviations of it.
MET = 1.645


class BoundFit(NamedTuple):
    """A bound of January: how far outside it lie points of the prior, draws of the posterior and the shipped constants.

    In deviations of chance and tolerance, 0 inside; ``met`` is the share of draws for which it is met.
    """

    name: str
    prior: float
    posterior: float
    shipped: float
    met: float
    prior_met: float


class JanuaryMatch(NamedTuple):
    """Measures points against the bounds of January; ``keep`` is where finished pieces stand, ``at`` as for `table`."""

    bounds: JanuaryBounds
    keep: Path | None = None
    at: Callable[[Values, int], Values] | None = None

    def off(self, points: Values, progress: Progress | None = None) -> Values:
        """How far outside each bound points lie, shape (points, bounds)."""
        return self.bounds.table(points, progress, self.keep, self.at)


def weighed(off: Values) -> Likeliness:
    """Log weights of points, and which are not ruled out."""
    return likely(off, CUT, SPARED)


def accuracy(points: Values, off: Values, low: Values, high: Values) -> float:
    """Share of the variance of log weights that an emulator explains where it was not trained."""
    return held_out_r2(points, weighed(off).logs, low, high)


def nearest(tried: Values, off: Values, candidates: Values, count: int, low: Values, high: Values) -> Values:
    """Those candidates that meet January best by an emulator of the points tried."""
    if len(candidates) <= count:
        return candidates
    return candidates[best(emulate(tried, weighed(off).logs[:, None], low, high), candidates, count)]


def best(emulator: Emulator, candidates: Values, count: int) -> NDArray[np.int64]:
    """Which candidates have the highest log weights by an emulator of them; where it is unsure it is generous."""
    mean, sd = emulator.predict(candidates)
    return np.argsort(-(mean + sd)[:, 0], kind="stable")[:count]


def fits(january: JanuaryMatch, prior: Values, draws: Values) -> list[BoundFit]:
    """How each bound fares; ``prior`` is the table of points of the prior."""
    after = january.off(draws)
    shipped = january.bounds.off(np.array([CONSTANTS[name].default for name in FREE]))
    return [
        BoundFit(
            name,
            float(prior[:, k].mean()),
            float(after[:, k].mean()),
            float(shipped[k]),
            float((after[:, k] <= MET).mean()),
            float((prior[:, k] <= MET).mean()),
        )
        for k, name in enumerate(january.bounds.names)
    ]
