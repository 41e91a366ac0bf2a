"""Signals: a show of force is felt by whom it is shown to, and may be answered in kind (Schelling 1966; Fearon 1997).

So a dispute goes back and forth by displays before anybody is struck, and each of them adds to what is held.
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..world.access import constants_of, rung_at
from ..world.constants import PROBABILITY, constant
from ..world.ladder import FIRST_KINETIC, Rung
from .affected import plans_answers

CONSTANTS = {
    "signal_answer": constant(0.5, 0.0, 0.9, PROBABILITY, "", "chance that a show of force is answered by another", "Schelling 1966; Fearon 1997; judgement"),
}  # fmt: skip

_SHOW = code(Rung.SHOW_OF_FORCE)


@inlined
def is_signal(rung):
    """Whether an act is a signal: words, a sanction or a display, but no force."""
    return rung < FIRST_KINETIC


@inlined
def provokes(world, rung, i):
    """Whether actor i, to whom it is addressed, takes a signal for a provocation: a show of force, if it can answer."""
    return rung == _SHOW and plans_answers(world, i)


@inlined
def signal_harm(world, rung, audience):
    """What a signal adds to the account of whoever sent it (severity): s_r, as the audience at home feels it."""
    return rung_at(world, rung).severity * audience


@inlined
def is_answered(world, u):
    """Whether a show of force is answered in kind."""
    return u < constants_of(world).signal_answer
