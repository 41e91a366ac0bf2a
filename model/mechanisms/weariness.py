"""Weariness: a group that loses people may end its campaign by its own choice, and take it up again.

It goes on while what the campaign relieves, at home and on the account, outweighs what it has been made to pay: the
fear of whoever struck it times what it has lost to strikes that killed, which fades as the memory of an exchange does
(Crenshaw 1981; Cronin 2009). The outrage at there being dead is no loss: it stands on the account and speaks for going on.
It chooses once for each loss: when it loses people; once it rests, a meeting of its leadership finds whether that still holds.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import fading_at
from ..world.state import Field
from .parts import weighs
from .rest import is_at_rest, wages_reined

#: What an actor has lost (severity).
ACTOR_STATE = (Field("losses", "f8"), Field("losses_day", "i8"))

#: Draws of whether it goes on, once for each loss.
PURPOSES = {"WEARY": 48}


@inlined
def losses_held(world, actor, day):
    """What an actor has lost, as it weighs today; ``actor``: its state."""
    return actor.losses * fading_at(world, day - actor.losses_day).exchange if actor.losses != 0.0 else 0.0


@inlined
def bury(world, actor, day, loss):
    """Add the loss in an act in which its people died."""
    actor.losses = losses_held(world, actor, day) + loss
    actor.losses_day = day


@inlined
def may_weary(world, i, militia, day):
    """Whether actor i wages a campaign that it may end: one that follows its patron and goes on, by what it is worth."""
    return not is_at_rest(militia) and weighs(world, i) and wages_reined(world, i, day)
