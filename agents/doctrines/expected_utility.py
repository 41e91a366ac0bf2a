"""Expected utility: take the best option, if it is better than waiting, and make no error.

Source: Bueno de Mesquita 1981. The menu is the model's own, sharpened until the best option takes nearly all.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.commitment import wait_utility
from ...model.mechanisms.utility import PLAIN, Lens
from ...model.world.access import constants_of


@compiled
def lens(actor):
    """The plain view of the options, with all differences magnified."""
    return Lens(PLAIN.relief, PLAIN.fear, actor.d0, PLAIN.aim)


@compiled
def chance(world, actor, situation, value):
    """One when the best option beats restraint and waiting; ``value`` is magnified as the lens does."""
    restraint = constants_of(world).restraint_base + situation.eased + wait_utility(world, situation.waited)
    return 1.0 if value / actor.d0 > restraint else 0.0
