"""Pressing on: an answer to a group can be a campaign (Crenshaw 1981; Lewis et al. 2012).

A state that has struck a group overtly strikes again when the group does: the political cost was paid when the first
front was opened, so each further strike is asked about by its own worth alone, after the time it takes to prepare.
It pauses while there is nothing new to answer. It ends with quiet, when the last strike is half forgotten, with closing
words, or when to strike again is not worth it.
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..world.access import actor_at
from ..world.ladder import FIRST_OVERT
from ..world.state import Field
from ..world.tables import NEVER, Kind
from .exchange import has_struck

#: The day on which a campaign asks again whether to strike.
DYAD_STATE = (Field("pressed_until", "i8", NEVER),)

_STATE = code(Kind.STATE)


@inlined
def presses_on(world, i, j, dyad, rung, closing, day):
    """Whether actor i makes a campaign of an act against j at a rung: a state on a group, without closing words.

    ``dyad``: what i holds of j, where a campaign may be going on already.
    """
    if rung < FIRST_OVERT or closing != 0 or actor_at(world, i).kind != _STATE or actor_at(world, j).kind == _STATE:
        return False
    return dyad.pressed_until <= day


@inlined
def may_answer(known, struck, day):
    """Whether a campaign may answer a grievance today: its author is known, and it was ``struck`` on an earlier day."""
    return known <= day and struck < day


@inlined
def stays_open(world, dyad, day):
    """Whether a campaign that has nothing to answer today is asked about again: it has struck, not too long ago."""
    return has_struck(world, dyad, day)


@inlined
def names_anew(killed, wounded):
    """Whether a new grievance becomes what a campaign is about: people were hurt. Else it names what it was opened for."""
    return killed + wounded > 0
