"""Pressing on: an answer to a group can be a campaign (Crenshaw 1981; Lewis et al. 2012).

A state that has struck a group overtly strikes again while the account stands: the political cost was paid when the first
front was opened, so each further strike is asked about by its own worth alone, after the time it takes to prepare. It ends
when that no longer pays: the account has faded or been settled, pressure at home is gone, or something holds it back.
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..world.access import actor_at, constants_of
from ..world.ladder import FIRST_OVERT
from ..world.state import Field
from ..world.tables import NEVER, Kind
from .pressure import account_held

#: The day on which the next strike of a campaign is due.
DYAD_STATE = (Field("pressed_until", "i8", NEVER),)

_STATE = code(Kind.STATE)


@inlined
def presses_on(world, i, j, dyad, rung, day):
    """Whether actor i plans another strike on j after one at a rung: a state on a group that is not done with it.

    ``dyad``: what i holds of j.
    """
    if rung < FIRST_OVERT or actor_at(world, i).kind != _STATE or actor_at(world, j).kind == _STATE:
        return False
    return dyad.pressed_until <= day and account_held(world, dyad, day) >= constants_of(world).agenda_account
