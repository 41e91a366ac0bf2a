"""Truces: while one holds, campaigns that keep it fall nearly silent, and their sides answer each other by no force.

Its war feeds no pressure meanwhile (Fortna 2004).
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import dyad_at, world_of
from ..world.constants import SHARE, constant

CONSTANTS = {
    "truce_remainder": constant(0.03, 0.0, 0.3, SHARE, "", "share of a campaign's rate that is left while it keeps a truce", "judgement; no attack on US forces in the pause of late November"),
}  # fmt: skip


@inlined
def keeps_truce(world, i, j):
    """Whether a truce holds today between two actors, whose campaigns against each other keep it."""
    return dyad_at(world, i * world_of(world).n_actors + j).truce != 0


def rate_under(rate: float, holds: bool, remainder: float) -> float:
    """Attacks a day of a campaign, whether or not a truce that it keeps ``holds``."""
    return rate * remainder if holds else rate


def drip_under(drip: float, holds: bool) -> float:
    """Pressure a day that a war feeds, whether or not a truce in it ``holds``."""
    return 0.0 if holds else drip
