"""Worker processes of a calibration: each builds the crises and January once, and from then on measures points.

Most of a point is Python, which threads take in turns.
"""

from __future__ import annotations

from types import TracebackType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..runs.batch import processors
from ..runs.crew import Crew
from .targets import Crises, measure
from .winter_bounds import WinterBounds

Values = NDArray[np.float64]
Ranges = dict[str, tuple[float, float]]


class Subjects(NamedTuple):
    """What a worker measures."""

    crises: Crises
    winter: WinterBounds


_KEPT: list[Subjects] = []


def settle(ranges: Ranges) -> None:
    """Build, in a worker, what it will measure."""
    _KEPT[:] = [Subjects(Crises(ranges), WinterBounds(ranges))]


def disputes_at(point: Values, number: int) -> Values:
    """The statistics of disputes at a point, in a worker."""
    return measure(_KEPT[0].crises.log(point, number))


def winter_at(point: Values, number: int) -> Values:
    """How far outside the bounds of January a point lies, in a worker."""
    return _KEPT[0].winter.off(point, number)


class Hands:
    """As many workers as there are processors; to be used with ``with``."""

    def __init__(self, ranges: Ranges) -> None:
        """Workers start when there is something to do; ``ranges`` are of the constants that vary, by path."""
        self._crew = Crew(processors(), settle, ranges)

    def __enter__(self) -> Hands:
        """The workers themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End all workers."""
        self._crew.__exit__(kind, fault, at)

    def disputes(self, point: Values, number: int) -> Values:
        """The statistics of disputes at a point; ``number`` keeps the draws of points apart."""
        return self._crew.submit(disputes_at, point, number).result()

    def winter(self, point: Values, number: int) -> Values:
        """How far outside the bounds of January a point lies."""
        return self._crew.submit(winter_at, point, number).result()
