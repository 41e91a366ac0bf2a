"""Public commitments: words that vow an answer bind, and waiting under one costs (Fearon 1994)."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import expm1
from ..world.access import constants_of
from ..world.constants import DAYS, SHARE, UTILITY, constant
from ..world.state import Field
from ..world.tables import NEVER

CONSTANTS = {
    "inaction_rate": constant(0.01, 0.0, 0.05, "per day", "kappa_I", "pressure gained a day while a public vow stands unmet", "Fearon 1994; judgement, zero included"),
    "vow_days": constant(60.0, 15.0, 180.0, DAYS, "t_vow", "days after which a public vow lapses", "Fearon 1994; judgement"),
    "inaction_weight": constant(2.0, 0.0, 4.0, UTILITY, "b_A", "cost of waiting under a public vow", "Fearon 1994; judgement, zero included"),
    "inaction_days": constant(10.0, 3.0, 30.0, DAYS, "tau_A", "days over which that cost builds up"),
    "vow_redeemed": constant(0.5, 0.25, 1.0, SHARE, "", "share of full relief from which an act redeems a public vow", convention=True),
}  # fmt: skip

DYAD_STATE = (Field("vow", "i8", NEVER),)

TERMS = {"waiting": "what waiting under a public vow costs"}


@inlined
def is_over(world, dyad, day):
    """Whether a public commitment that stands has outlived its term."""
    return day - dyad.vow > constants_of(world).vow_days


@inlined
def redeem(world, dyad, share):
    """An act that gives so much of full relief redeems the commitment."""
    if share >= constants_of(world).vow_redeemed:
        dyad.vow = NEVER


@inlined
def waited(dyad, day):
    """Days since the public commitment, negative without one."""
    return float(day - dyad.vow) if dyad.vow != NEVER else -1.0


@compiled
def pressure_after_inaction(world, pressure, worst_account):
    """A day under an unmet commitment: P + kappa_I (1 - P) min(1, G/G_ref), with the worst account vowed on."""
    c = constants_of(world)
    return pressure + c.inaction_rate * (1.0 - pressure) * min(1.0, worst_account / c.account_reference)


@compiled
def wait_utility(world, days):
    """U_wait = -b_A (1 - exp(-t/tau_A)) for t days under a public commitment, else 0."""
    if days < 0.0:
        return 0.0
    c = constants_of(world)
    return c.inaction_weight * expm1(-days / c.inaction_days)
