"""What a strike does: the parts of an act that follow from its weapon and place, whoever orders it."""

from __future__ import annotations

from typing import Any

from ..model.rules.attribution import blamed_for, claimant
from ..model.rules.strike import damage, massacre, site_hit, weapon_drawn
from .ground import Dice, Ground
from .log import Act


def strike(act: Act, ground: Ground, dice: Dice, arms: tuple[int, int]) -> None:
    """Draw the weapon from a slice of the arms table, and fill in site, damage, claim and blame of an act."""
    keys = dice.keys(act.identity)
    act.weapon = weapon_drawn(ground.handle, *arms, *keys)
    act.site = site_hit(ground.handle, act.location, *keys)
    result = damage(ground.handle, act.rung, act.weapon, act.location, act.warned, *keys)
    act.launched, act.intercepted, act.hits, act.killed, act.killed_civilians, act.wounded = result
    sign(act, ground, dice)


def attack_people(act: Act, ground: Ground, dice: Dice, campaign: Any) -> None:
    """A spoiler's attack on people: no salvo, deaths in one piece."""
    keys = dice.keys(act.identity)
    act.site = site_hit(ground.handle, act.location, *keys)
    act.launched = act.hits = 1
    setting = ground.locations[act.location].setting
    result = massacre(ground.handle, campaign.killed_mean, campaign.killed_dispersion, setting, *keys)
    act.killed, act.killed_civilians, act.wounded = result
    sign(act, ground, dice)


def sign(act: Act, ground: Ground, dice: Dice) -> None:
    """Fill in who claims an act and who is blamed for it."""
    keys = dice.keys(act.identity)
    act.claimed_by = claimant(ground.handle, act.executor, act.rung, *keys)
    act.blamed = blamed_for(ground.handle, act.executor, act.target, act.rung, *keys)
