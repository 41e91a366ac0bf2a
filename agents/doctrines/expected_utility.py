"""Expected utility: take the best option, if it is better than waiting, and make no error.

Source: Bueno de Mesquita 1981. The menu is the model's own, sharpened until the best option takes nearly all.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.utility import PLAIN, Lens


@compiled
def lens(actor):
    """The plain view of the options, with all differences magnified."""
    return Lens(PLAIN.relief, PLAIN.fear, actor.d0, PLAIN.aim)


@compiled
def chance(actor, situation, value):
    """One when the best option beats what force must overcome; ``value`` is magnified as the lens does."""
    return 1.0 if value / actor.d0 > situation.cost + situation.eased else 0.0
