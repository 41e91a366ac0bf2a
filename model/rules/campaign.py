"""Campaigns: how much of standing violence is heavy."""

from __future__ import annotations

from ..compiled import compiled
from ..facts import constants_of


@compiled
def heavy_share(world, control):
    """Share of a militia's attacks at rung 5: rare, and the rarer the tighter its patron's control."""
    c = constants_of(world)
    return c.heavy_base + c.heavy_uncontrolled * (1.0 - control)
