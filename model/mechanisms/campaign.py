"""Campaigns: where standing violence strikes, and how much of it is heavy."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import Purpose, drawn, lane
from ..world.access import campaign_at, constants_of, spot_at

_PLACE = lane(Purpose.PLACE)


@inlined
def spot_struck(world, index, hand):
    """Location of an act of campaign ``index``, by cumulative share; ``hand``: the numbers drawn for the act."""
    campaign = campaign_at(world, index)
    u = drawn(hand, _PLACE)
    passed = campaign.spot_lo  # counted to the end: to guess where to stop costs more than the comparisons
    for k in range(campaign.spot_lo, campaign.spot_hi - 1):
        passed += u > spot_at(world, k).share
    return spot_at(world, passed).location


@inlined
def heavy_share(world, control):
    """Share of a militia's attacks at rung 5: rare, and the rarer the tighter its patron's control."""
    c = constants_of(world)
    return c.heavy_base + c.heavy_uncontrolled * (1.0 - control)
