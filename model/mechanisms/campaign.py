"""Campaigns: where standing violence strikes, and how much of it is heavy."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import Purpose, drawn, drawn_apart, lane, mix
from ..world.access import campaign_at, campaign_location_at, constants_of, world_of
from ..world.constants import SHARE, constant

CONSTANTS = {
    "heavy_base": constant(0.003, 0.0, 0.05, SHARE, "", "share of a militia's attacks that is heavy, under full control", "judgement; with what lack of control adds, 1 in 142: of 143 attacks by 20 January 2024 two were heavy, one of them an answer"),
    "heavy_uncontrolled": constant(0.01, 0.0, 0.05, SHARE, "", "share of a militia's attacks that is heavy, added without control"),
}  # fmt: skip

_PLACE, _HEAVY = lane(Purpose.PLACE), lane(Purpose.HEAVY)
_PLACE_APART, _HEAVY_APART = code(Purpose.PLACE), code(Purpose.HEAVY)


@inlined
def has_toll(killed_mean):
    """Whether a campaign's acts have a toll of their own, as counted, instead of the ladder's damage."""
    return killed_mean >= 0.0


@inlined
def campaign_location_drawn(world, index, toll, hand):
    """Number of the location that an act of campaign ``index`` strikes, by cumulative share.

    ``toll``: whether it has a toll of its own; ``hand``: of the act.
    """
    campaign = campaign_at(world, index)
    if campaign.location_hi - campaign.location_lo == 1:
        return campaign.location_lo
    u = drawn_apart(hand, _PLACE_APART)[0] if toll else drawn(hand, _PLACE)
    passed = campaign.location_lo  # counted to the end: to guess where to stop costs more than the comparisons
    for k in range(campaign.location_lo, campaign.location_hi - 1):
        passed += u > campaign_location_at(world, k).share
    return passed


@inlined
def heavy_share(world, control):
    """Share of a militia's attacks at rung 5: rare, and the rarer the tighter its patron's control."""
    c = constants_of(world)
    return c.heavy_base + c.heavy_uncontrolled * (1.0 - control)


@inlined
def day_identity(key, day):
    """Identity of a day of a campaign; days are drawn ahead under the campaign's key."""
    return mix(key, day)


@inlined
def attack_identity(key, day, slot):
    """Identity of an attack: the campaign, the day, and its number on that day."""
    return mix(day_identity(key, day), slot + 1)


@inlined
def is_waged(from_day, to_day, day):
    """Whether a campaign is waged on a day."""
    return from_day <= day and day <= to_day


@compiled
def wages_any(world, i, day):
    """Whether actor i wages a standing campaign on a day."""
    for k in range(world_of(world).n_campaigns):
        campaign = campaign_at(world, k)
        if campaign.by == i and is_waged(campaign.from_day, campaign.to_day, day):
            return True
    return False


@compiled
def claims_openly(world, i, j, day):
    """Whether actor i wages a campaign against j on a day whose attacks it claims: so it claims its other strikes on j."""
    for k in range(world_of(world).n_campaigns):
        campaign = campaign_at(world, k)
        if (
            campaign.by == i
            and campaign.against == j
            and campaign.claimed
            and is_waged(campaign.from_day, campaign.to_day, day)
        ):
            return True
    return False


@inlined
def is_heavy(world, control, u):
    """Whether an attack of a campaign that has heavy ones is one."""
    return u < heavy_share(world, control)


@inlined
def number_of_weight(toll, hand):
    """The number by which an attack is heavy; ``toll``: whether it has one of its own; ``hand``: of the act."""
    return drawn_apart(hand, _HEAVY_APART)[0] if toll else drawn(hand, _HEAVY)
