"""Pressure and account: how harm builds up at home, fades, and is vented by an act that people can see.

Pressure P in [0, 1] is domestic and fast; the account G (severity) is what one actor holds against another, and slow.
Sources: Fearon 1994; Weeks 2008; Gartner 2008; Mistry and Lee 2019. Audience costs are contested: ranges include zero.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import exp, expm1
from ..kernel.formula import larger, smaller
from ..world.access import constants_of, fading_at
from ..world.constants import DAYS, SEVERITY, SHARE, constant
from ..world.state import Field

CONSTANTS = {
    "pressure_half_life": constant(14.0, 5.0, 45.0, DAYS, "h_P", "half-life of domestic pressure above its baseline"),
    "account_half_life": constant(90.0, 30.0, 365.0, DAYS, "h_G", "half-life of what one actor holds against another"),
    "harm_to_pressure": constant(0.35, 0.1, 2.0, "per severity", "kappa_H", "how strongly felt harm raises pressure", "Mistry and Lee 2019; judgement"),
    "account_cap": constant(1.5, 0.8, 3.0, SEVERITY, "G_max", "ceiling of an account: daily contact must not ratchet"),
    "relief_force": constant(0.04, 0.02, 0.08, SEVERITY, "zeta", "visible force that gives two thirds of full relief"),
    "account_vented": constant(0.7, 0.2, 0.95, SHARE, "nu_G", "share of the account that a full answer closes"),
}  # fmt: skip

ACTOR_STATE = (Field("pressure", "f8"), Field("day", "i8"))
DYAD_STATE = (Field("account", "f8"), Field("account_day", "i8"))

TERMS = {"pressure": "pressure at home that it relieves", "account": "the account with {account} that it settles"}

#: The account G_ref that weights and rates are quoted for (severity): three and a half strikes on a group abroad. It is
#: a unit and no assumption: with twice as much, twice the weight of accounts and the rate of councils say the same.
REFERENCE = 0.35

#: Pressure never rests at its very ceiling, whatever wars feed it.
HIGHEST_REST = 0.95

_LN2 = 0.6931471805599453


@compiled
def left_after(half_life, days):
    """Share of a stock left after ``days`` of decay; composes: two days equal one day twice. ``half_life`` in days."""
    return exp(-_LN2 * days / half_life)


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
    return pressure + (1.0 - pressure) * -expm1(-constants_of(world).harm_to_pressure * harm)


@compiled
def account_after_harm(world, account, harm):
    """G_max - (G_max - G) exp(-H/G_max): saturates, so that daily contact does not ratchet."""
    top = constants_of(world).account_cap
    return top - (top - account) * exp(-harm / top)


@compiled
def relief_share(world, force):
    """Share of full relief at full credit, v = 1 - exp(-m_w s_r / zeta); ``force`` is m_w s_r.

    Harm follows realised damage, relief follows the visible claimed act: that gap saves face.
    """
    return -expm1(-force / constants_of(world).relief_force)


@compiled
def account_after_act(world, account, share):
    """G (1 - nu_G v)."""
    return account * (1.0 - constants_of(world).account_vented * share)


def resting_pressure(baseline: float, drip: float, half_life: float) -> float:
    """Level that pressure returns to: the baseline plus what wars feed every day, drip times half-life / ln 2."""
    fed = baseline + drip * half_life / _LN2
    return larger(baseline, smaller(fed, HIGHEST_REST))


@inlined
def pressure_held(world, actor, rest, day):
    """Pressure of an actor today, by its state."""
    return pressure_now(world, actor.pressure, rest, day - actor.day)


@inlined
def account_held(world, dyad, day):
    """What the first of a dyad holds against the second today."""
    return account_now(world, dyad.account, day - dyad.account_day) if dyad.account != 0.0 else 0.0


@inlined
def charge(world, dyad, day, harm):
    """Add harm to an account."""
    dyad.account = account_after_harm(world, account_held(world, dyad, day), harm)
    dyad.account_day = day


@inlined
def take_off(world, dyad, day, harm):
    """Take harm off an account that it was wrongly charged to."""
    dyad.account = max(0.0, account_held(world, dyad, day) - harm)
    dyad.account_day = day


@inlined
def settle_account(world, dyad, day, share):
    """Relief on an account, as a share of what a full answer gives."""
    dyad.account = account_after_act(world, account_held(world, dyad, day), share)
    dyad.account_day = day
