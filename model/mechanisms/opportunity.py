"""Opportunities: a leader is killed only when found, and is found at a rate by hunter and hunted (Jordan 2009)."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import mix, uniform
from ..kernel.elementary import expm1
from ..world.access import actor_at, constants_of, row_at
from ..world.constants import DAYS, constant

CONSTANTS = {
    "opportunity_days": constant(7.0, 1.0, 30.0, DAYS, "", "days for which a leader who was found can be struck"),
}  # fmt: skip

#: Numbers of draws that no other mechanism makes.
PURPOSES = {"OPPORTUNITY": 42}

_OPPORTUNITY = code(PURPOSES["OPPORTUNITY"])
_YEAR = 365.0


@inlined
def hunt_identity(hunter_key, hunted_key, turn):
    """Identity of a hunt: who hunts whom, and in which period of days, counted from day 0."""
    return mix(mix(mix(hunter_key, hunted_key), _OPPORTUNITY), turn)


@compiled
def has_opportunity(world, i, row, day, keys, run):
    """Whether actor i can take an option today: one that waits for opportunities needs to have one.

    Time is cut into periods as long as an opportunity lasts. In each there is one with chance 1 - exp(-rate t), drawn
    once a period, so that whoever asks more often finds no more. ``keys`` and ``run``: whose draws they are.
    """
    option = row_at(world, row)
    if option.opportunities <= 0.0:
        return True
    lasts = max(1, int(constants_of(world).opportunity_days))
    chance = -expm1(-option.opportunities * lasts / _YEAR)
    hunt = hunt_identity(actor_at(world, i).key, actor_at(world, option.target).key, day // lasts)
    return uniform(keys, run, hunt, _OPPORTUNITY) < chance
