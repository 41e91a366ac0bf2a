"""Closing words: a reply may say that the matter is closed. It binds the speaker, and the other side if it hears it.

Whatever the other side did before is settled with it; neither strikes the other again as easily for a while.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import DAYS, PROBABILITY, UTILITY, constant
from ..world.ladder import FIRST_KINETIC, MEASURED_REPLY
from ..world.state import Field
from ..world.tables import NEVER

CONSTANTS = {
    "closing_weight": constant(2.0, 0.0, 3.0, UTILITY, "b_C", "restraint from closing words, said or heard"),
    "closing_chance": constant(0.6, 0.0, 1.0, PROBABILITY, "", "chance that a reply up to rung 7 carries closing words"),
    "closing_chance_high": constant(0.3, 0.0, 1.0, PROBABILITY, "", "chance that a reply above rung 7 carries closing words"),
    "closing_received": constant(0.7, 0.0, 1.0, PROBABILITY, "", "chance that closing words are understood"),
    "closing_days": constant(14.0, 3.0, 60.0, DAYS, "", "days for which closing words hold, and for which a concession counts"),
}  # fmt: skip

#: Until when closing words hold, said or heard; and the day on which the first of a dyad said its last.
DYAD_STATE = (Field("closing_until", "i8", NEVER), Field("closed", "i8", NEVER))

TERMS = {"closing": "closing words said or heard"}


@inlined
def may_close(executor, actor, goes_on, left, answered):
    """Whether a reply to an act at rung ``answered`` can carry closing words: one by own forces, to force.

    A proxy's act is nobody's word; who strikes again and again (it ``goes_on``: this is a further strike of a campaign,
    or a standing one is waged) does not consider the matter closed, nor does who has another grievance ``left`` that the
    reply does not settle, or who clashes over a show of force.
    """
    return executor == actor and not goes_on and not left and answered >= FIRST_KINETIC


@compiled
def carries_closing(world, rung, u):
    """Whether a reply that can carries closing words ("the matter is closed"): easily while it reads as measured."""
    c = constants_of(world)
    return u < (c.closing_chance if rung <= MEASURED_REPLY else c.closing_chance_high)


@inlined
def hearing_identity(act, account_key):
    """Identity of the hearing of closing words, by whoever is answered."""
    return mix(act, account_key)


@inlined
def close(world, dyad, day):
    """Closing words bind who says them; ``dyad``: its own toward whom they are said to."""
    dyad.closed = day
    dyad.closing_until = day + int(constants_of(world).closing_days)


@inlined
def is_settled(dyad, day):
    """Whether an actor has said of what was done on a day, and before, that the matter is closed."""
    return day < dyad.closed


@inlined
def hear(world, dyad, day, u):
    """Closing words reach the actor being answered, and not always; ``dyad``: its own toward whoever closes."""
    c = constants_of(world)
    if u < c.closing_received:
        dyad.closing_until = day + int(c.closing_days)


@inlined
def is_heard(dyad, day):
    """Whether closing words said or heard hold today (0 or 1)."""
    return 1 if dyad.closing_until >= day else 0


@inlined
def closing_cost(world, heard):
    """b_C C: what closing words cost whoever strikes all the same (utility)."""
    return constants_of(world).closing_weight * heard
