"""Appraisal, the model's own doctrine: act or wait by the value of the whole menu, with error.

Source: McFadden 1978; McKelvey and Palfrey 1995; Signorino 1999.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.choice import act_chance
from ...model.mechanisms.concession import chance_to_concede


@compiled
def chance(world, situation, value):
    """Chance to act: the value of acting against what force must overcome."""
    return act_chance(world, value, situation.cost, situation.eased)


@compiled
def concession(world, exchanges):
    """Chance of a unilateral concession when it holds its fire: only once an exchange is completed (Osgood 1962)."""
    return chance_to_concede(world, exchanges)
