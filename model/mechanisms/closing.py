"""Closing words: a reply may say that the matter is closed, and whoever is answered may hear it."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import DAYS, PROBABILITY, UTILITY, constant
from ..world.ladder import MEASURED_REPLY
from ..world.state import Field
from ..world.tables import NEVER

CONSTANTS = {
    "closing_weight": constant(2.0, 0.0, 3.0, UTILITY, "b_C", "restraint from the other side's closing words"),
    "closing_chance": constant(0.6, 0.0, 1.0, PROBABILITY, "", "chance that a reply up to rung 7 carries closing words"),
    "closing_chance_high": constant(0.3, 0.0, 1.0, PROBABILITY, "", "chance that a reply above rung 7 carries closing words"),
    "closing_received": constant(0.7, 0.0, 1.0, PROBABILITY, "", "chance that closing words are understood"),
    "closing_days": constant(14.0, 3.0, 60.0, DAYS, "", "days for which closing words hold"),
}  # fmt: skip

DYAD_STATE = (Field("closing_until", "i8", NEVER),)

TERMS = {"closing": "closing words heard"}


@inlined
def may_close(executor, actor):
    """Whether a reply can carry closing words: one by own forces; a proxy's act is nobody's word."""
    return executor == actor


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
def hear(world, dyad, day, u):
    """Closing words reach the actor being answered, and not always; ``dyad``: its own toward whoever closes."""
    c = constants_of(world)
    if u < c.closing_received:
        dyad.closing_until = day + int(c.closing_days)


@inlined
def is_heard(dyad, day):
    """Whether closing words hold today (0 or 1)."""
    return 1 if dyad.closing_until >= day else 0


@inlined
def closing_cost(world, heard):
    """b_C C: what closing words heard cost whoever strikes all the same (utility)."""
    return constants_of(world).closing_weight * heard
