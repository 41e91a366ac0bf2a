"""The struck host, and talk: what an actor says when it holds its fire.

No data set of the reactions of struck hosts exists; the numbers are judgement. Standing up for own soil by force is the
credibility term of the choice.
"""

from __future__ import annotations

import math

from ..kernel.compiled import compiled
from ..world.access import constants_of


@compiled
def talk_chance(world, overt, own_dead, consent):
    """Chance that an actor speaks: logistic(1.5 + 1.5 overt + 1.0 own dead - 2.0 consent)."""
    c = constants_of(world)
    log_odds = c.talk_base + c.talk_overt * overt + c.talk_dead * own_dead - c.talk_consent * consent
    return 1.0 / (1.0 + math.exp(-log_odds))


@compiled
def talk_rung(overt, own_dead, u):
    """Rung of the words: condemnation, else (the likelier the graver) sanction, else a show of force."""
    grave = 0.15 + 0.2 * overt + 0.15 * own_dead
    if u < 0.25 * grave:
        return 3
    return 2 if u < grave else 1
