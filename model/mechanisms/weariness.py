"""Weariness: a group that loses people may end its campaign by its own choice, and take it up again.

It goes on while what the campaign relieves, at home and on the account, outweighs what it has been made to pay: the
fear of whoever struck it times what it has lost, which fades as the memory of an exchange does (Crenshaw 1981; Cronin 2009). It asks
whenever it loses people, and once it rests, when its leadership meets.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..world.access import actor_at, campaign_at, constants_of, dyad_at, fading_at, reined_at, world_of
from ..world.state import Field
from ..world.tables import NONE
from .campaign import is_waged
from .choice import act_chance
from .parts import weighs
from .utility import relief_worth

#: What an actor has lost (severity), and the one that it rests its campaigns for, or NONE while it goes on.
ACTOR_STATE = (Field("losses", "f8"), Field("losses_day", "i8"), Field("wearied_by", "i8", NONE))

#: Draws of whether it goes on: when it has lost people, and when its leadership meets.
PURPOSES = {"WEARY": 48, "RESUME": 49}


@inlined
def losses_held(world, actor, day):
    """What an actor has lost, as it weighs today; ``actor``: its state."""
    return actor.losses * fading_at(world, day - actor.losses_day).exchange if actor.losses != 0.0 else 0.0


@inlined
def bury(world, actor, day, harm):
    """Add the harm, before tolerance, of an act in which its people died."""
    actor.losses = losses_held(world, actor, day) + harm
    actor.losses_day = day


@compiled
def may_weary(world, i, day):
    """Whether actor i wages a campaign that it may end: one that follows its patron, by what it is worth."""
    if actor_at(world, i).patron == NONE or not weighs(world, i):
        return False
    for k in range(world_of(world).n_reined):
        campaign = campaign_at(world, reined_at(world, k).value)
        if campaign.by == i and is_waged(campaign.from_day, campaign.to_day, day):
            return True
    return False


@compiled
def chance_to_go_on(world, i, j, pressure, account, losses):
    """Chance that actor i goes on, or takes up its campaign again, against j, who struck it and whom it fears."""
    cost = constants_of(world).fear_weight * dyad_at(world, i * world_of(world).n_actors + j).fear * losses
    return act_chance(world, relief_worth(world, pressure, account, 0.0), cost, 0.0)


@inlined
def is_weary(militia):
    """Whether its campaigns that follow its patron rest by its own choice."""
    return militia.wearied_by != NONE


@inlined
def rest(militia, j):
    """Rest them, for what j has done to it."""
    militia.wearied_by = j


@inlined
def resume(militia):
    """Take them up again."""
    militia.wearied_by = NONE
