"""The bounds of January in the test of the calibration: laid anew, at each trial, round what the hidden constants do.

A bound with two ends keeps its width and is laid so that what was seen lies anywhere inside. One with a single end asks
on which side of a value something lies: the value is what another point of the prior does, the side is that of the
hidden constants. What was seen is what the hidden constants do, off by the tolerance of the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from ...scenarios.questions.expected import ExpectedBound
from .forecast import free_ranges
from .january_bounds import ENDLESS, JanuaryBounds, Values, tolerated
from .predict import SEED
from .prior import column
from .telling import Tell, part_of

#: What pieces of these tables are called; a point has an estimate and a deviation of chance for every bound.
PIECES = "found"


class BoundTable(NamedTuple):
    """What every bound is held against at some points, and the deviation of chance; shape (points, bounds)."""

    estimates: Values
    chance: Values


class JanuaryPoints(NamedTuple):
    """Bounds by name, and what they are held against at points tried first, of second waves, and hidden."""

    names: list[str]
    bounds: list[ExpectedBound]
    tried: BoundTable
    second: BoundTable
    hidden: BoundTable


class LaidBounds(NamedTuple):
    """The ends of the bounds of a trial; infinite where there is none."""

    low: Values
    high: Values
    tolerance: Values

    def off(self, table: BoundTable) -> Values:
        """How far outside each bound points lie, in deviations; 0 inside, and where too few cases tell."""
        outside = np.maximum(np.maximum(self.low - table.estimates, table.estimates - self.high), 0.0)
        return np.nan_to_num(outside / np.hypot(table.chance, self.tolerance), nan=0.0)


def january_points(
    runs: int, points: tuple[Values, Values, Values], at: Callable[[Values, int], Values],
    tell: Tell | None, keep: Path | None,
) -> JanuaryPoints:  # fmt: skip
    """Measure January at points tried first, of second waves, and hidden; ``at`` tells what is held at one of them."""
    bounds = JanuaryBounds(free_ranges(), runs)
    rows = bounds.held(points[0][0], runs=2)
    tables, first = [], 0
    for name, those in zip(JanuaryPoints._fields[2:], points, strict=True):
        found = bounds.table(
            those, part_of(tell, f"January, {name}"), keep, lambda point, k, shift=first: at(point, shift + k),
            (f"{PIECES}-{first}", 2 * len(bounds.names)),
        )  # fmt: skip
        tables.append(BoundTable(*np.split(found, 2, axis=1)))
        first += len(those)
    return JanuaryPoints(bounds.names, [row.bound for row in rows], *tables)


def laid(known: JanuaryPoints) -> list[LaidBounds]:
    """The bounds of every trial."""
    trials = len(known.hidden.estimates)
    ends = np.array([laid_one(known, k, trials) for k in range(len(known.names))])
    tolerance = np.array([tolerated(bound) for bound in known.bounds])
    return [LaidBounds(ends[:, 0, trial], ends[:, 1, trial], tolerance) for trial in range(trials)]


def laid_one(known: JanuaryPoints, k: int, trials: int) -> tuple[Values, Values]:
    """Both ends of a bound at every trial; infinite where nothing was seen."""
    name, bound = known.names[k], known.bounds[k]
    does = known.hidden.estimates[:, k]
    seen = does + tolerated(bound) * ndtri(column(f"january:{name}", trials, SEED + 33))
    if two_ended(bound):
        low = seen - (bound.high - bound.low) * column(f"place:{name}", trials, SEED + 34)
        low, high = low, low + (bound.high - bound.low)
    else:
        end = another(does)
        low, high = np.where(seen > end, end, -np.inf), np.where(seen > end, np.inf, end)
    told = np.isfinite(seen) & (two_ended(bound) | np.isfinite(another(does)))
    return np.where(told, low, -np.inf), np.where(told, high, np.inf)


def another(does: Values) -> Values:
    """What the next trial's constants do: another point of the prior, which knows nothing of the hidden one."""
    return np.roll(does, -1)


def two_ended(bound: ExpectedBound) -> bool:
    """Whether a bound has two ends at which something lies beyond."""
    most = 1.0 if bound.statistic == "share" else ENDLESS
    return bound.low > 0 and bound.high < most
