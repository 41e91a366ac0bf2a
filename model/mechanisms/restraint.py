"""Restraint: what speaks against an option (utility), apart from its being out of proportion."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..world.access import constants_of, dyad_at, rung_at, world_of
from ..world.ladder import FIRST_OVERT, STRIKE_READ

_UNWARNED = code(0)


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


@compiled
def fear_cost(world, fear, blame, force, steady, warned):
    """Fear of the reply: b_E phi alpha_a (l_0 + m_w s_r) SI_r (1 - w_w W); ``force`` is m_w s_r, ``steady`` SI_r."""
    c = constants_of(world)
    cost = c.fear_weight * fear * blame * (c.fear_floor + force) * steady
    return cost * (1.0 - c.warned_harm_discount) if warned else cost


@compiled
def inferiority_cost(world, inferiority, force):
    """Cost of a contest with the stronger: b_K cap (l_0 + m_w s_r)."""
    c = constants_of(world)
    return c.inferiority_weight * inferiority * (c.fear_floor + force)


@compiled
def standing_cost(world, dependence, third_state_cost):
    """What an option costs whatever the situation and the weapon: b_D dep + b_T sigma_h."""
    c = constants_of(world)
    return c.dependence_weight * dependence + c.third_state_weight * third_state_cost


@inlined
def damping_cost(world, exchanges, mediated, closing):
    """What ways down cost whoever strikes all the same: b_X x + b_M M + b_C C."""
    c = constants_of(world)
    return c.exchange_weight * exchanges + c.mediation_weight * mediated + c.closing_weight * closing


@compiled
def restraint_toward(world, i, j, exchanges, mediated, closing):
    """What holds actor i back from a rung 6 strike on j (utility): as recorded each evening and shown in figures."""
    there = dyad_at(world, i * world_of(world).n_actors + j)
    step = rung_at(world, STRIKE_READ)
    standing = standing_cost(world, there.dependence, 0.0) + damping_cost(world, exchanges, mediated, closing)
    return standing + fear_cost(world, there.fear, 1.0, step.severity, step.steady, _UNWARNED)
