"""Restraint: what speaks against an option (utility), apart from its being out of proportion."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..kernel.compiled import code, compiled, inlined
from ..kernel.formula import smaller
from ..world.access import constants_of, dyad_at, rung_at, world_of
from ..world.constants import SEVERITY, UTILITY, constant
from ..world.ladder import FIRST_OVERT, STRIKE_READ
from .damping import damping_cost
from .harm import warning_discount

CONSTANTS = {
    "fear_weight": constant(10.0, 6.0, 12.0, UTILITY, "b_E", "weight of the feared reply; never estimate it together with all fears"),
    "fear_floor": constant(0.5, 0.1, 1.0, SEVERITY, "l_0", "severity of the feared reply that even the smallest act risks"),
    "inferiority_weight": constant(1.75, 0.5, 4.0, UTILITY, "b_K", "weight of inferior capability"),
    "dependence_weight": constant(5.0, 2.0, 7.0, UTILITY, "b_D", "weight of dependence on the other side"),
    "third_state_weight": constant(1.0, 0.25, 2.0, UTILITY, "b_T", "weight of striking on a third state's soil"),
}  # fmt: skip

TERMS = {
    "fear": "fear of the reply",
    "inferiority": "being the weaker side",
    "dependence": "dependence on {account}",
    "host": "dependence on {host}",
    "third": "striking in {land}, on a third state's soil",
}

_UNWARNED = code(0)
#: Rules of border fire cover no overt act.
_UNRULED = False


@compiled
def exposure_to_reply(world, rung, by_proxy, is_state, patron_grade):
    """Share of the blame that reaches the actor: the deniable channel is cheap because fear is discounted.

    An overt act carries all of it; a proxy's act a part, more with missiles that only a patron supplies.
    """
    c = constants_of(world)
    if by_proxy:
        return c.patron_blame + c.missile_blame * patron_grade
    if rung >= FIRST_OVERT:
        return 1.0
    return c.deniable_confidence if is_state else c.militia_confidence


@inlined
def floor_of_fear(world, ruled):
    """Severity l_0 of the feared reply that even the smallest act risks: nothing new where both trade fire by rules."""
    return 0.0 if ruled else constants_of(world).fear_floor


@compiled
def fear_cost(world, fear, blame, floor, force, steady, warned):
    """Fear of the reply: b_E phi alpha_a (l_0 + m_w s_r) SI_r (1 - w_w W); ``force`` is m_w s_r, ``steady`` SI_r.

    A warning takes no more off a great strike than off one of rung 8.
    """
    c, feared = constants_of(world), floor + force
    if warned:
        feared -= c.warned_harm_discount * floor + warning_discount(world, force)
    return c.fear_weight * fear * blame * feared * steady


@compiled
def inferiority_cost(world, inferiority, force):
    """Cost of a contest with the stronger: b_K cap (l_0 + m_w s_r)."""
    c = constants_of(world)
    return c.inferiority_weight * inferiority * (c.fear_floor + force)


class Fixed(NamedTuple):
    """What an option costs whatever the situation and the weapon (utility)."""

    dependence: float
    third: float


@inlined
def fixed_terms(world, dependence, third_state_cost):
    """Its parts: b_D dep, b_T sigma_h."""
    c = constants_of(world)
    return Fixed(c.dependence_weight * dependence, c.third_state_weight * third_state_cost)


@compiled
def fixed_cost(world, dependence, third_state_cost):
    """Their sum."""
    terms = fixed_terms(world, dependence, third_state_cost)
    return terms.dependence + terms.third


@compiled
def restraint_toward(world, i, j, damping):
    """What holds actor i back from a rung 6 strike on j (utility): as recorded each evening and shown in figures."""
    there = dyad_at(world, i * world_of(world).n_actors + j)
    step = rung_at(world, STRIKE_READ)
    fixed = fixed_cost(world, there.dependence, 0.0) + damping_cost(world, damping)
    floor = floor_of_fear(world, _UNRULED)
    return fixed + fear_cost(world, there.fear, 1.0, floor, step.severity, step.steady, _UNWARNED)


def hostage_fear(
    forces: Iterable[tuple[str, str, float]], groups: Iterable[tuple[str, Collection[str]]]
) -> dict[tuple[str, str], float]:
    """Fear that exposed forces add: those of a state within reach of a patron's groups are hostages of the patron.

    ``forces``: of whom, where, and the fear each adds; ``groups``: the patron of each, and where it sits. Returns by
    (state, patron) the sum over forces.
    """
    known, added = list(groups), {}
    for of, place, fear in forces:
        for patron in {patron for patron, places in known if place in places and patron != of}:
            added[of, patron] = added.get((of, patron), 0.0) + fear
    return added


def fear_with_hostages(fear: float, added: float) -> float:
    """Fear of an actor with what exposed forces add, at most one."""
    return smaller(1.0, fear + added)
