"""The toll: what the dead and the wounded of an act weigh (severity).

The first death is a threshold; further ones count on a logarithmic scale (Gartner 2008).
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.elementary import log
from ..world.access import constants_of
from ..world.constants import SEVERITY, constant

CONSTANTS = {
    "first_death_harm": constant(0.1, 0.0, 0.4, SEVERITY, "w_1", "harm added by the first death", "Gartner 2008; judgement"),
    "wounded_harm": constant(0.15, 0.0, 0.4, SEVERITY, "w_J", "harm added when people are wounded and nobody dies"),
    "deaths_harm": constant(0.6, 0.2, 1.0, SEVERITY, "w_F", "harm of 100 dead on a logarithmic scale", "Gartner 2008; judgement"),
}  # fmt: skip

#: Wounded that weigh as much as one dead.
_WOUNDED_AS_DEAD = 0.1
_HUNDRED = 4.61512051684126  # the logarithm of 101


@inlined
def share_of_hundred(killed, wounded):
    """What so many dead and wounded weigh beside a hundred dead, ln(1 + F + .1 J) / ln 101."""
    if killed + wounded == 0:
        return 0.0
    return log(1.0 + killed + _WOUNDED_AS_DEAD * wounded) / _HUNDRED


@inlined
def toll_harm(world, killed, wounded):
    """Harm of so many dead and wounded, w_F ln(1 + F + .1 J) / ln 101."""
    return constants_of(world).deaths_harm * share_of_hundred(killed, wounded)


@inlined
def threshold_harm(world, killed, wounded, first_death):
    """Harm of there being dead at all, w_1, or else wounded, w_J; ``first_death``: what the actor says of the first."""
    if killed > 0:
        return first_death
    return constants_of(world).wounded_harm if wounded > 0 else 0.0
