"""Protectors: attacks on those whom an actor protects, such as shipping, add up until it holds them to account.

A leaky sum over near misses, wounded and dead: most attacks on ships hit nothing, and still they make a reason to act.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import constants_of, fading_at
from ..world.constants import SEVERITY, constant
from ..world.state import Field
from .exchange import has_struck
from .leeway import chance_to_fill
from .toll import toll_harm

CONSTANTS = {
    "near_miss_harm": constant(0.027, 0.005, 0.1, SEVERITY, "", "harm that a protector adds up for an attack that hurts nobody"),
    "protector_threshold": constant(0.06, 0.02, 0.3, SEVERITY, "", "summed harm to those it protects at which a protector counts it at once"),
}  # fmt: skip

DYAD_STATE = (Field("guarded", "f8"), Field("guarded_day", "i8"))


@inlined
def guarded_harm(world, killed, wounded):
    """Harm to the protected as their protector sees it: a near miss, and the dead and wounded on a logarithmic scale."""
    return constants_of(world).near_miss_harm + toll_harm(world, killed, wounded)


@inlined
def guarded_now(world, total, days):
    """The leaky sum after ``days``; it fades as harm below tolerance does."""
    return total * fading_at(world, days).patience


@inlined
def chance_to_run_over(world, dyad, day, harm):
    """Chance that the leaky sum is full once an attack is added to it."""
    before = guarded_now(world, dyad.guarded, day - dyad.guarded_day)
    return chance_to_fill(world, before, before + harm, constants_of(world).protector_threshold)


@inlined
def run_over(world, dyad, day, harm, u):
    """Harm that counts when an attack is added to the leaky sum: nothing until it is full, then the whole.

    ``u`` is a uniform number: the sum is full somewhere about its threshold.

    Who has struck for those it protects does not wait again: while that is remembered, every further attack counts.
    """
    total = guarded_now(world, dyad.guarded, day - dyad.guarded_day) + harm
    full = u < chance_to_run_over(world, dyad, day, harm) or has_struck(world, dyad, day)
    dyad.guarded, dyad.guarded_day = 0.0 if full else total, day
    return total if full else 0.0
