"""Operations: crossing into overt force costs much once, and a further front nothing more.

Who opens a front without having been struck overtly at home by the account holder crosses first, and pays for it
(Schelling 1966); self-defence, and what is delegated, must overcome little. Once an operation is ordered each other
account joins by its own worth: a fixed cost makes for long silence and then everything at once (Kuran 1991;
Granovetter 1978). What had to be overcome is overcome once: whoever has resolved on it no longer weighs whether to, and
only what comes between calls it off (Johnson and Tierney 2011). Each grievance has one hidden threshold, drawn once, so
that asking more often rolls no dice again.
"""

from __future__ import annotations

from ..kernel.compiled import code, codes, inlined
from ..kernel.draws import mix
from ..world.access import actor_at, constants_of, row_at
from ..world.constants import UTILITY, constant
from ..world.ladder import FIRST_OVERT
from ..world.state import Field
from ..world.tables import NEVER, Kind
from .affected import HOME

CONSTANTS = {
    "opening_cost": constant(3.5, 2.5, 4.5, UTILITY, "b_0", "political cost of opening the first overt front", "Schelling 1966; judgement"),
    "answer_cost": constant(1.2, 0.5, 2.5, UTILITY, "b_t", "what a tactical answer, or self-defence at home, must be worth", "judgement"),
}  # fmt: skip

#: The day of the last answer to the other side, a squad's or on record, that settled what was held; and its rung.
DYAD_STATE = (Field("met", "i8", NEVER), Field("met_at", "i8"))

TERMS = {"opening": "the political cost of opening an overt front", "answer": "what any answer by force must overcome"}

#: What a front must overcome: nothing (it joins an operation, or is deniable), the cost of an answer, or of opening.
FREE, ANSWER, OPENING = codes(3)

_STATE = code(Kind.STATE)


@inlined
def cost_of(world, front):
    """What a front must overcome (utility)."""
    c = constants_of(world)
    if front == OPENING:
        return c.opening_cost
    return c.answer_cost if front == ANSWER else 0.0


@inlined
def crosses_first(world, j, home, rung):
    """Whether a grievance is an overt strike by a state j on one's own soil; ``home``, ``rung``: where and how it fell."""
    return home == HOME and rung >= FIRST_OVERT and actor_at(world, j).kind == _STATE


@inlined
def front_of(world, i, j, home, rung, struck):
    """What it is for actor i to strike j first: an answer where j crossed first, else the opening of a front.

    ``home``, ``rung``: where the grievance fell, and at which rung; ``struck``: whether j was struck
    overtly not long ago, for then to strike again is to cross again. An armed group has no threshold to cross.
    """
    if actor_at(world, i).kind != _STATE:
        return ANSWER
    return ANSWER if crosses_first(world, j, home, rung) and not struck else OPENING


@inlined
def meet(dyad, day, rung):
    """An answer at a rung settles today what is held, whoever gave it."""
    dyad.met, dyad.met_at = day, rung


@inlined
def is_met(dyad, ordered, read):
    """Whether an order of a day is not needed any more: an answer since, no lower than what it was about, has settled it."""
    return dyad.met > ordered and dyad.met_at >= read


@inlined
def is_one_strike(world, row, rung, other, other_rung):
    """Whether a strike by an option is one that goes out already by another: on the same people in the same place.

    It settles both accounts: nobody strikes a place twice on a day, for two reasons. ``other``: the option chosen first.
    """
    one, first = row_at(world, row), row_at(world, other)
    same = (one.target == first.target) & (one.location == first.location) & (one.executor == first.executor)
    return same & (rung >= FIRST_OVERT) & (rung <= other_rung)


@inlined
def threshold_identity(cause, actor_key, account_key):
    """Identity of the hidden threshold of a grievance: the act suffered, and the two actors."""
    return mix(mix(cause, actor_key), account_key)


@inlined
def decision_identity(threshold, part, day):
    """Identity of an answer: the grievance, the part of the menu it is chosen from, and the day it was decided."""
    return mix(mix(threshold, part), day)
