"""Which drawn settings a world reads at all.

A setting of wars says nothing about a world without wars. Rules are not asked which settings they read: runs are made
again with one setting at either end of what was drawn, on the same draws. If no act of any run changes, no rule of this
world reads the setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import LISTS
from ...model.engine.ensemble import simulate
from ...model.world.tables import Case
from ..runs.replay import sample

if TYPE_CHECKING:
    from ..runs.uncertain import Uncertain

#: Points that are tried of either kind of run, and runs of each: the points as drawn, then more luck on the same point.
POINTS, EACH = 10, 10
Values = NDArray[np.float64]


class Tried(NamedTuple):
    """Settings that change no act, and in how many runs each was moved to either end."""

    idle: tuple[str, ...]
    runs: int


def tried(drawn: Uncertain, hits: NDArray[np.bool_], runs: Sequence[int], seed: int) -> Tried:
    """Move every drawn setting to either end of its range in runs of both kinds.

    Args:
        drawn: the cases of the runs.
        hits: the runs asked for, shape (runs,): what is read in them alone must not be overlooked.
        runs: their numbers, in the same order.
        seed: of the runs.
    """
    chosen = [np.flatnonzero(kind) for kind in (hits, ~hits)]
    points = [int(runs[rows[k]]) for rows in chosen for k in sample(len(rows), POINTS)]
    values = [drawn.values(run) for run in points]
    before = [_happened(drawn.dials(point), seed, run) for run, point in zip(points, values, strict=True)]
    # what is rebuilt at every point changes what there is, so something reads it
    asked = [k for k, path in enumerate(drawn.paths) if path not in drawn.dials.rebuilt]

    def moves(k: int) -> bool:
        ends = (drawn.axes[k].low, drawn.axes[k].high)
        return any(
            _happened(drawn.dials(_at(point, k, end)), seed, run) != then
            for run, point, then in zip(points, values, before, strict=True)
            for end in ends
        )

    return Tried(tuple(drawn.paths[k] for k in asked if not moves(k)), EACH * len(points))


def _at(point: Values, k: int, end: float) -> Values:
    moved = point.copy()
    moved[k] = end
    return moved


def _happened(case: Case, seed: int, run: int) -> tuple[bytes, ...]:
    """Everything that happens in some runs from this one on, as bytes."""
    batch = simulate(case, seed, run, EACH)
    return tuple(table.tobytes() for table in (batch.act_offsets, *(getattr(batch, name) for name in LISTS)))
