"""Public commitments: words that vow an answer bind, and hold up the pressure for it (Fearon 1994; Weeks 2008)."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import expm1
from ..world.access import constants_of
from ..world.constants import DAYS, SEVERITY, SHARE, constant
from ..world.state import Field
from ..world.tables import NEVER
from .pressure import account_held, pressure_held, pressure_now

CONSTANTS = {
    "vow_lift": constant(1.1, 0.5, 4.0, SEVERITY, "G_lift", "accounts under a public vow that lift the resting level of pressure by two thirds of what is left", "Fearon 1994; judgement"),
    "vow_days": constant(60.0, 15.0, 180.0, DAYS, "t_vow", "days after which a public vow lapses", "Fearon 1994; judgement"),
    "vow_redeemed": constant(0.5, 0.25, 1.0, SHARE, "", "share of full relief from which an act redeems a public vow and settles a grievance", convention=True),
}  # fmt: skip

DYAD_STATE = (Field("vow", "i8", NEVER),)


@inlined
def is_vowed(dyad):
    """Whether a public commitment to answer stands."""
    return dyad.vow != NEVER


@inlined
def lapse(world, dyad, day):
    """A public commitment ends after its term."""
    if day - dyad.vow > constants_of(world).vow_days:
        dyad.vow = NEVER


@inlined
def vow(world, dyad, actor, rest, day):
    """A public commitment stands from today; one that stands already goes on from its own day.

    ``actor``: its state, in which pressure is written as of today, since it rests elsewhere from now on.
    """
    if dyad.vow == NEVER:
        dyad.vow = day
    actor.pressure = pressure_held(world, actor, rest, day)
    actor.day = day


@inlined
def settles(world, share):
    """Whether an act gives enough of full relief to redeem a commitment and to settle a grievance."""
    return share >= constants_of(world).vow_redeemed


@inlined
def redeem(world, dyad, share):
    """An act that gives so much of full relief redeems the commitment."""
    if settles(world, share):
        dyad.vow = NEVER


@inlined
def vowed_account(world, dyad, day):
    """What is held under a public commitment that stands."""
    return account_held(world, dyad, day) if dyad.vow != NEVER else 0.0


@compiled
def resting_level(world, rest, vowed):
    """Where pressure rests under public commitments: P_0 + (1 - P_0)(1 - exp(-G_vow / G_lift))."""
    return rest - (1.0 - rest) * expm1(-vowed / constants_of(world).vow_lift)


@inlined
def drift(world, actor, rest, vowed, day):
    """A day of pressure under public commitments over accounts that add up to ``vowed``; ``actor``: its state."""
    actor.pressure = pressure_now(world, actor.pressure, resting_level(world, rest, vowed), day - actor.day)
    actor.day = day
