"""Signals: a show of force is felt by whom it is shown to, and may be answered in kind (Schelling 1966; Fearon 1997).

So a dispute goes back and forth by displays before anybody is struck, and each of them adds to what is held. Only who
has the means to strike the other can show them, and each display in a row is answered the less likely.
"""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..world.access import constants_of, menu_at, rung_at, world_of
from ..world.constants import PROBABILITY, constant
from ..world.ladder import FIRST_KINETIC, Rung
from .affected import plans_answers

CONSTANTS = {
    "signal_answer": constant(0.65, 0.0, 0.9, PROBABILITY, "", "chance that a show of force is answered by another; as often again as there were displays in a row", "Schelling 1966; Fearon 1997; judgement"),
}  # fmt: skip

_SHOW = code(Rung.SHOW_OF_FORCE)


@inlined
def is_signal(rung):
    """Whether an act is a signal: words, a sanction or a display, but no force."""
    return rung < FIRST_KINETIC


@inlined
def can_show_force(world, i, j):
    """Whether actor i has force to show to j: an option against it, if j is somebody who heeds it."""
    t = i * world_of(world).n_actors + j
    return plans_answers(world, j) and menu_at(world, t).value < menu_at(world, t + 1).value


@inlined
def provokes(world, rung, i, sender):
    """Whether actor i takes a signal that is addressed to it for a provocation: a show of force that it can answer."""
    return rung == _SHOW and plans_answers(world, i) and can_show_force(world, i, sender)


@inlined
def signal_harm(world, rung, audience):
    """What a signal adds to the account of whoever sent it (severity): s_r, as the audience at home feels it."""
    return rung_at(world, rung).severity * audience


@compiled
def is_answered(world, displays, u):
    """Whether the last of so many ``displays`` in a row is answered in kind: each the less likely."""
    chance = 1.0
    for _ in range(displays):
        chance *= constants_of(world).signal_answer
    return u < chance
