"""Concessions: a unilateral gesture after a completed exchange, in the hope of another (Osgood 1962)."""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..kernel.draws import Purpose, mix
from ..world.access import constants_of
from ..world.constants import PROBABILITY, UTILITY, constant
from ..world.state import Field
from ..world.tables import NEVER
from .exchange import is_completed

CONSTANTS = {
    "concession_chance": constant(0.1, 0.0, 0.3, PROBABILITY, "", "chance of a unilateral concession after a completed exchange", "Osgood 1962; judgement"),
    "concession_relief": constant(0.5, 0.0, 2.0, UTILITY, "", "restraint that a concession adds to the other side", "Osgood 1962; judgement"),
}  # fmt: skip

DYAD_STATE = (Field("eased_until", "i8", NEVER),)

TERMS = {"concession": "a concession received"}

_CONCESSION = code(Purpose.CONCESSION)


@inlined
def chance_to_concede(world, exchanges):
    """Chance of a unilateral concession by whoever holds its fire: only once an exchange is completed."""
    return constants_of(world).concession_chance if is_completed(world, exchanges) else 0.0


@inlined
def concession_identity(decision):
    """Identity of a concession made where a decision came to no force."""
    return mix(decision, _CONCESSION)


@inlined
def receive(world, dyad, day):
    """A concession is received; ``dyad``: of the actor that receives it, toward whoever concedes."""
    dyad.eased_until = day + int(constants_of(world).closing_days)


@inlined
def eased(world, dyad, day):
    """Restraint that a concession received adds today (utility)."""
    return constants_of(world).concession_relief if dyad.eased_until >= day else 0.0
