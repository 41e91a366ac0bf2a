"""Patience: harm below tolerance adds up, until it counts at once."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import constants_of, fading_at
from ..world.constants import DAYS, SEVERITY, constant
from ..world.state import Field

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
def out_of_patience(world, total, tolerance):
    """(harm that counts, sum that stays): nothing counts until the leaky sum is full, then all above tolerance."""
    if total < constants_of(world).harassment_threshold:
        return 0.0, total
    return max(0.0, total - tolerance), 0.0


@inlined
def lose_patience(world, dyad, day, below, tolerance):
    """Harm that counts when ``below``, which alone would not, is added to the leaky sum."""
    total = patience(world, dyad.patience, day - dyad.patience_day, below)
    counted, dyad.patience = out_of_patience(world, total, tolerance)
    dyad.patience_day = day
    return counted
