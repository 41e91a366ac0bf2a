"""A reference table: points of the free constants, and the statistics of the generic crisis at each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..results.question import model_hash
from ..runs.batch import processors
from ..system.interrupts import heed
from ..system.threads import threads
from .prior import column
from .tallies import kept_array
from .targets import MEASURES, Crises, Target, measure, read_targets
from .telling import Progress

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Values = NDArray[np.float64]

#: Discrepancy of the model, as a standard deviation (judgement): of shares, and of days and deaths as a part of their
#: value and an offset. The model and the datasets do not count quite the same things.
SHARE_OFF, DAYS_OFF, DAYS_LEAST = 0.05, 0.3, 1.0
#: Cases behind a statistic whose sample the source does not state.
UNKNOWN_CASES = 300
#: Points of a piece that is kept.
PIECE = 100


class Reference(NamedTuple):
    """``points``, shape (points, constants); ``stats``, shape (points, len(MEASURES)), NaN where nothing happened."""

    points: Values
    stats: Values

    def filled(self) -> Values:
        """The statistics with the median of the table in place of NaN; 0 where nothing ever happened."""
        known = [column[np.isfinite(column)] for column in self.stats.T]
        middle = np.array([np.median(column) if len(column) else 0.0 for column in known])
        return np.where(np.isnan(self.stats), middle, self.stats)


def with_error(stats: Values, seed: int) -> Values:
    """Statistics with the model's own error on top: normal, as large as `tolerances`; shape (points, statistics).

    Inference on these asks which constants could have made the data if the model is off by so much, instead of taking
    it at its word (Wilkinson 2013).
    """
    from scipy.special import ndtri

    noise = np.stack([ndtri(column(f"error:{name}", len(stats), seed)) for name in MEASURES], axis=1)
    return stats + tolerances() * noise


def reference(
    crises: Crises,
    points: Values,
    first: int = 0,
    progress: Progress | None = None,
    keep: Path | None = None,
    at: Callable[[Values, int], Values] | None = None,
) -> Reference:
    """Run the generic crisis at each point; ``first`` numbers the first point, so that tables share no draws.

    ``keep`` is a folder where finished pieces stand, by the hash of what they are of; what is there is not run again.
    ``at`` measures a point, given its number; by default here, and else wherever it likes.
    """
    at = at or (lambda point, number: measure(crises.log(point, number)))
    stats = np.zeros((len(points), len(MEASURES)))
    with threads(processors()) as pool:
        for start in range(0, len(points), PIECE):
            rows = range(start, min(start + PIECE, len(points)))
            place = None if keep is None else keep / _piece_name(crises, points[rows], first + start)
            run = partial(_run, pool, at, points, rows, first, progress)
            stats[rows] = kept_array(place, (len(rows), len(MEASURES)), run)
            if progress is not None:
                progress(rows[-1] + 1, len(points))
    return Reference(points, stats)


def _run(
    pool: ThreadPoolExecutor,
    at: Callable[[Values, int], Values],
    points: Values,
    rows: range,
    first: int,
    progress: Progress | None,
) -> Values:
    """The statistics at some of the points, run now."""
    stats = np.zeros((len(rows), len(MEASURES)))
    found = pool.map(lambda k: at(points[k], first + k), rows)
    for k, row in enumerate(found):
        stats[k] = row
        if progress is not None:
            progress(rows[k] + 1, len(points))
        heed()
    return stats


def _piece_name(crises: Crises, points: Values, first: int) -> str:
    """Everything that determines a piece, as a name."""
    asked = (model_hash(), first, points.shape, len(crises.cases), crises.population, crises.names)
    digest = hashlib.sha256(repr(asked).encode())
    digest.update(np.ascontiguousarray(points).tobytes())
    return f"{first:010d}-{digest.hexdigest()[:24]}"


def observed() -> Values:
    """The statistics of the datasets, in the order of `MEASURES`."""
    known = read_targets()
    return np.array([known[name].value for name in MEASURES])


def tolerances() -> Values:
    """Standard deviation of sampling and discrepancy together, for each statistic."""
    known = read_targets()
    return np.array([tolerance(known[name]) for name in MEASURES])


def tolerance(target: Target) -> float:
    """How far a model that is right, as far as models go, may lie from a statistic."""
    if target.value <= 1 and not target.name.startswith(("delay", "deaths")):
        sampling = target.value * (1 - target.value) / (target.n or UNKNOWN_CASES)
        return float(np.sqrt(sampling + SHARE_OFF**2))
    return DAYS_OFF * target.value + DAYS_LEAST
