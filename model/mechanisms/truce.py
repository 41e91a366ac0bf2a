"""Truces: while one holds, campaigns that keep it fall nearly silent, and their sides answer each other by no force.

A truce is dated by the scenario, with its war feeding no pressure meanwhile, or comes by itself between the two sides
of a campaign that says so: the likelier the more both have lost and where a mediator is at work, the less the more
either is pressed at home to fight on (Fortna 2004). Whoever breaks it and hurts somebody ends it.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import mix
from ..kernel.elementary import expm1
from ..world.access import constants_of, dyad_at, world_of
from ..world.constants import SHARE, constant
from ..world.state import Field
from .pressure import REFERENCE

CONSTANTS = {
    "truce_remainder": constant(0.03, 0.0, 0.3, SHARE, "", "share of a campaign's rate that is left while it keeps a truce", "judgement; no attack on US forces in the pause of late November"),
}  # fmt: skip

#: Whether a truce holds that came by itself (0 or 1).
PAIR_STATE = (Field("truce", "i8"),)

#: Draws of whether two sides agree on one this evening.
PURPOSES = {"TRUCE": 50}


@inlined
def keeps_truce(world, i, j):
    """Whether a dated truce holds today between two actors, whose campaigns against each other keep it."""
    return dyad_at(world, i * world_of(world).n_actors + j).truce != 0


@inlined
def holds(pair):
    """Whether a truce that came by itself holds between two actors; ``pair``: what they have between them."""
    return pair.truce != 0


@inlined
def evening_identity(campaign, day):
    """Identity of an evening on which the sides of a campaign, by its key, may agree on a truce."""
    return mix(campaign, day)


@inlined
def truce_chance(most, lost, mediated, pressure):
    """Chance that a truce is agreed today: ``most``, times how spent the side is that has lost less (severity ``lost``).

    It doubles with a mediator at work, and falls with the ``pressure`` on the side that is pressed more.
    """
    spent = -expm1(-lost / REFERENCE)
    return min(1.0, most * spent * (1.0 + mediated)) * (1.0 - pressure)


@inlined
def calmed(world, rate, truce):
    """Attacks a day of a campaign, whether or not a ``truce`` that came by itself holds between its sides."""
    return rate * constants_of(world).truce_remainder if truce else rate


@inlined
def breaks(killed, wounded):
    """Whether an act of force between its sides ends a truce: somebody was hurt."""
    return killed + wounded > 0


def rate_under(rate: float, holds: bool, remainder: float) -> float:
    """Attacks a day of a campaign, whether or not a truce that it keeps ``holds``."""
    return rate * remainder if holds else rate


def drip_under(drip: float, holds: bool) -> float:
    """Pressure a day that a war feeds, whether or not a truce in it ``holds``."""
    return 0.0 if holds else drip
