"""Pressure and account: how harm builds up at home, fades, and is vented by an act that people can see.

Pressure P in [0, 1] is domestic and fast; the account G (severity) is what one actor holds against another, and slow.
Sources: Fearon 1994; Weeks 2008; Gartner 2008; Mistry and Lee 2019. Audience costs are contested: ranges include zero.
"""

from __future__ import annotations

import math

from ..kernel.compiled import compiled, inlined
from ..world.access import constants_of, fading_at

_LN2 = math.log(2.0)


@compiled
def left_after(half_life, days):
    """Share of a stock left after ``days`` of decay; composes: two days equal one day twice. ``half_life`` in days."""
    return math.exp(-_LN2 * days / half_life)


@inlined
def pressure_now(world, pressure, rest, days):
    """Pressure after ``days`` of decay toward the level it rests at."""
    return rest + (pressure - rest) * fading_at(world, days).pressure if days > 0 else pressure


@inlined
def account_now(world, account, days):
    """Account after ``days`` of decay toward nothing."""
    return account * fading_at(world, days).account if days > 0 else account


@compiled
def pressure_after_harm(world, pressure, harm):
    """P + (1 - P)(1 - exp(-kappa_H H))."""
    return pressure + (1.0 - pressure) * -math.expm1(-constants_of(world).harm_to_pressure * harm)


@compiled
def account_after_harm(world, account, harm):
    """G_max - (G_max - G) exp(-H/G_max): saturates, so that daily contact does not ratchet."""
    top = constants_of(world).account_cap
    return top - (top - account) * math.exp(-harm / top)


@compiled
def pressure_after_inaction(world, pressure, worst_account):
    """A day under an unmet public vow: P + kappa_I (1 - P) min(1, G/G_ref), with the worst account vowed on."""
    c = constants_of(world)
    return pressure + c.inaction_rate * (1.0 - pressure) * min(1.0, worst_account / c.account_reference)


@compiled
def account_to_meet(world, account):
    """The account a visible act is measured against, between .02 and its cap."""
    return min(max(account, 0.02), constants_of(world).vent_account_cap)


@inlined
def relief_per_force(world, visibility, to_meet):
    """Share of full relief by unit of force, chi / (zeta Ghat), until it is full."""
    return visibility / (constants_of(world).vent_scale * to_meet)


@inlined
def relief_share(credit, per_force, force):
    """Share of full relief v = c_row min(1, chi m_w s_r / (zeta Ghat)); ``force`` is m_w s_r.

    Harm follows realised damage, relief follows the visible claimed act: that gap saves face.
    """
    return credit * min(1.0, per_force * force)


@compiled
def pressure_after_act(world, pressure, rest, share):
    """P0 + (P - P0)(1 - nu v)."""
    return rest + (pressure - rest) * (1.0 - constants_of(world).pressure_vented * share)


@compiled
def account_after_act(world, account, share):
    """G (1 - nu_G v)."""
    return account * (1.0 - constants_of(world).account_vented * share)
