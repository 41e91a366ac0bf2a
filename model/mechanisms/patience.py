"""Patience: harm below tolerance adds up, until it counts at once."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import constants_of, fading_at
from ..world.constants import DAYS, SEVERITY, constant
from ..world.state import Field
from .leeway import chance_to_fill, chance_to_pass, passing

CONSTANTS = {
    "harassment_half_life": constant(10.0, 2.0, 40.0, DAYS, "h_L", "half-life of harm below tolerance that has not yet become a grievance"),
    "harassment_threshold": constant(1.0, 0.25, 2.0, SEVERITY, "L_max", "summed harm below tolerance at which patience ends and it counts at once"),
}  # fmt: skip

DYAD_STATE = (Field("patience", "f8"), Field("patience_day", "i8"))


@inlined
def patience(world, sum_before, days, harm):
    """Leaky sum of harm below tolerance: what is left after ``days`` plus the new harm (severity)."""
    return sum_before * fading_at(world, days).patience + harm


@inlined
def chance_to_end(world, dyad, day, below):
    """Chance that patience ends as ``below`` is added to the leaky sum."""
    before = patience(world, dyad.patience, day - dyad.patience_day, 0.0)
    return chance_to_fill(world, before, before + below, constants_of(world).harassment_threshold)


@inlined
def lose_patience(world, dyad, day, below, tolerance, u):
    """Harm that counts when ``below``, which alone would not, is added to the leaky sum; ``u`` is a uniform number.

    Nothing counts until the sum is full, then all of it that exceeds tolerance.
    """
    ends = u < chance_to_end(world, dyad, day, below)
    total, dyad.patience_day = patience(world, dyad.patience, day - dyad.patience_day, below), day
    if not ends:
        dyad.patience = total
        return 0.0
    dyad.patience = 0.0
    return passing(world, total, tolerance) if chance_to_pass(world, total, tolerance) > 0.0 else 0.0
