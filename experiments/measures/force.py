"""Which acts are of force, where acts are columns: `ladder.is_kinetic` for all rows at once."""

from __future__ import annotations

from typing import Any

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN


def is_force(rungs: Any) -> Any:
    """Flags of the rungs, in an array or a column, at which an act uses force; the nuclear signal does not."""
    return (rungs >= FIRST_KINETIC) & (rungs <= LAST_DRAWN)
