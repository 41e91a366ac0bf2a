"""Worker processes of a calibration: each builds the crises and January once, and from then on measures points.

Most of a point is Python, which threads take in turns.
"""

from __future__ import annotations

from types import TracebackType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..runs.batch import processors
from ..runs.pool import WorkerPool
from .january_bounds import RUNS, JanuaryBounds
from .targets import CRISES, Crises, measure

Values = NDArray[np.float64]
Ranges = dict[str, tuple[float, float]]


class Subjects(NamedTuple):
    """What a worker measures."""

    crises: Crises
    january: JanuaryBounds


_KEPT: list[Subjects] = []


def settle(ranges: Ranges, crises: int, winters: int) -> None:
    """Build, in a worker, what it will measure."""
    _KEPT[:] = [Subjects(Crises(ranges, crises), JanuaryBounds(ranges, winters))]


def disputes_at(point: Values, number: int) -> Values:
    """The statistics of disputes at a point, in a worker."""
    return measure(_KEPT[0].crises.log(point, number))


def january_at(point: Values, number: int) -> Values:
    """How far outside the bounds of January a point lies, in a worker."""
    return _KEPT[0].january.off(point, number)


def january_held(point: Values, number: int) -> Values:
    """What the bounds of January are held against at a point, in a worker."""
    return _KEPT[0].january.found(point, number)


class PointWorkers:
    """As many workers as there are processors; to be used with ``with``."""

    def __init__(self, ranges: Ranges, crises: int = CRISES, winters: int = RUNS) -> None:
        """Workers start when there is something to do; ``ranges`` are of the constants that vary, by path.

        A point is measured on so many generic ``crises``, and on so many runs of January, ``winters``.
        """
        self._pool = WorkerPool(processors(), settle, ranges, crises, winters)

    def __enter__(self) -> PointWorkers:
        """The workers themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End all workers."""
        self._pool.__exit__(kind, fault, at)

    def disputes(self, point: Values, number: int) -> Values:
        """The statistics of disputes at a point; ``number`` keeps the draws of points apart."""
        return self._pool.submit(disputes_at, point, number).result()

    def january(self, point: Values, number: int) -> Values:
        """How far outside the bounds of January a point lies."""
        return self._pool.submit(january_at, point, number).result()

    def january_held(self, point: Values, number: int) -> Values:
        """What the bounds of January are held against at a point, then the deviation of chance of each."""
        return self._pool.submit(january_held, point, number).result()
