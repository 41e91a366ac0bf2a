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
from .parts import CAMPAIGN

#: The day on which a campaign asks again whether to strike; and the chance to act that its first strike, an observed
#: one, has shown the hidden threshold of its grievance to lie below (1 where nothing is shown).
DYAD_STATE = (Field("pressed_until", "i8", NEVER), Field("shown", "f8", 1.0))

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
def shown_by(chance):
    """What an observed strike shows, where the chance to strike was this; nothing where the model had none for it."""
    return chance if chance > 0.0 else 1.0


@inlined
def shown_so_far(dyad, part):
    """What is shown of the threshold of a grievance that is answered by a part of the menu: of a campaign's alone."""
    return dyad.shown if part == CAMPAIGN else 1.0


@inlined
def threshold_left(dyad, part, u):
    """The hidden threshold over which a grievance is answered, ``u`` being uniform: for a campaign, below what is shown.

    Whoever was seen to strike over a grievance was ready to: that is known of it from then on (Bayes's rule).
    """
    return u * shown_so_far(dyad, part)


@inlined
def may_answer(dyad, struck, day):
    """Whether a campaign may answer a grievance today: it was ``struck`` on an earlier day, since its own last strike.

    It waits for no inquiry: whoever it is waged against is blamed anyway, and each attack would put it off again.
    """
    return dyad.exchange_day <= struck and struck < day


@inlined
def is_overtaken(dyad, day):
    """Whether a further strike has been planned meanwhile, so that this one falls away: there is one campaign at most."""
    return dyad.pressed_until > day


@inlined
def next_day(day):
    """When a campaign that waits is asked about again: what it would strike with is ready."""
    return day + 1


@inlined
def stays_open(world, dyad, day):
    """Whether a campaign that has nothing to answer today is asked about again: it has struck, not too long ago."""
    return has_struck(world, dyad, day)


@inlined
def names_anew(killed, wounded):
    """Whether a new grievance becomes what a campaign is about: people were hurt. Else it names what it was opened for."""
    return killed + wounded > 0
