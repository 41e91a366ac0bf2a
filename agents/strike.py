"""What a strike does: the parts of an act that follow from its weapon and place, whoever orders it."""

from __future__ import annotations

from typing import Any

from ..model.kernel.quantiles import chance_of_none
from ..model.mechanisms.attribution import blamed_for, claimant
from ..model.mechanisms.strike import arm_drawn, damage, largeness, massacre, rank_killed, site_hit, struck_home
from .ground import Ground
from .log import Act


def strike(act: Act, ground: Ground, hand: int, arms: tuple[int, int]) -> None:
    """Draw the weapon from a slice of the arms table, and fill in site, damage, claim and blame of an act.

    ``hand``: address of the numbers drawn for the act.
    """
    arm = ground.arms[arm_drawn(ground.handle, *arms, hand)]
    act.weapon = arm.weapon
    act.site = site_hit(ground.handle, arm.site_lo, arm.site_hi, hand)
    result = damage(ground.handle, act.rung, act.weapon, act.location, act.warned, how_large(act), hand)
    act.launched, act.intercepted, act.hits, act.killed, act.killed_civilians, act.wounded = result
    act.rank = rank_killed(act.rank, act.killed)
    sign(act, ground, hand)


def how_large(act: Act) -> float:
    """How much larger an act is for the people that it answers, as a ratio."""
    answered = act.answered
    return float(largeness(act.rung, answered.killed, answered.wounded)) if answered else 1.0


def take_toll(act: Act, ground: Ground, hand: int, arms: tuple[int, int], campaign: Any) -> None:
    """An act whose deaths come in one piece, with a weapon of a slice of the arms, if there is one."""
    place = ground.locations[act.location]
    there = place
    if arms[0] < arms[1]:
        there = ground.arms[arm_drawn(ground.handle, *arms, hand)]
        act.weapon = there.weapon
    act.site = site_hit(ground.handle, there.site_lo, there.site_hi, hand)
    mean, dispersion = campaign.killed_mean, campaign.killed_dispersion
    result = massacre(ground.handle, mean, dispersion, chance_of_none(mean, dispersion), place.setting, hand)
    act.killed, act.killed_civilians, act.wounded = result
    act.launched, act.hits = 1, int(struck_home(act.weapon, act.killed))
    act.rank = rank_killed(act.rank, act.killed)
    sign(act, ground, hand)


def sign(act: Act, ground: Ground, hand: int) -> None:
    """Fill in who claims an act and who is blamed for it."""
    act.claimed_by = claimant(ground.handle, act.executor, act.rung, hand)
    act.blamed = blamed_for(ground.handle, act.executor, act.target, act.location, act.rung, hand)
