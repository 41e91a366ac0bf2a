"""The nuclear shadow over strikes on the soil of a nuclear state, and the signal that answers one (Powell 2015)."""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..kernel.draws import Purpose, mix
from ..kernel.formula import exponential, larger
from ..world.access import actor_at, constants_of
from ..world.constants import PROBABILITY, UTILITY, constant
from ..world.ladder import FIRST_HOMELAND, Rung

CONSTANTS = {
    "nuclear_weight": constant(6.0, 2.0, 12.0, UTILITY, "b_N", "weight of the nuclear shadow", "Powell 2015; judgement"),
    "nuclear_steepness": constant(2.0, 0.0, 5.0, "per severity", "eta_N", "how fast nuclear risk grows from rung to rung, from a strike on a group on", "Powell 2015; Kapur 2007; judgement"),
    "nuclear_signal_chance": constant(0.1, 0.0, 0.5, PROBABILITY, "", "chance that a nuclear state signals after a strike on its homeland"),
}  # fmt: skip

TERMS = {"nuclear": "the nuclear shadow"}

_NUCLEAR = code(Purpose.NUCLEAR)


def shadow(severity: list[float], rung: int, weight: float, steepness: float) -> float:
    """Cost of the nuclear shadow at a rung (utility): b_N (1 - exp(-eta_N (s_r - s_5))), nothing below rung 6."""
    beyond = larger(0.0, severity[rung] - severity[Rung.HEAVY_ATTACK])
    return weight * (1.0 - exponential(-steepness * beyond))


@inlined
def signal_identity(act):
    """Identity of the signal that answers an act."""
    return mix(act, _NUCLEAR)


@inlined
def may_signal(world, rung, struck, host):
    """Whether an act may be answered with a signal: a strike on the homeland of a nuclear state."""
    return rung >= FIRST_HOMELAND and struck == host and actor_at(world, struck).nuclear > 0


@inlined
def signals(world, u):
    """Whether a nuclear state struck at home answers with a signal: a signal only, never an attack."""
    return u < constants_of(world).nuclear_signal_chance
