"""Attribution: how sure the struck side is of the author, and when it looks away (Carson 2018)."""

from __future__ import annotations

import math

from ..compiled import compiled
from ..facts import constants_of
from ..ladder import FIRST_OVERT

#: Confidence up to which the author counts as doubtful. The specification says "less than .7", but its own deniable
#: state act stands at .7 exactly, and then nothing would ever be doubtful.
DOUBTFUL = 0.7


@compiled
def confidence(world, rung, by_state, claims):
    """Confidence alpha that the blamed actor did it.

    ``claims``: confidence in the author's overt acts (1 for most, less for a state that does not claim them).
    """
    c = constants_of(world)
    if rung >= FIRST_OVERT:
        return claims
    return c.deniable_confidence if by_state else c.militia_confidence


@compiled
def is_doubtful(alpha):
    """Whether evidence is too thin for certainty."""
    return alpha <= DOUBTFUL


@compiled
def confidence_after_denial(world, alpha, killed, u):
    """A struck actor with at most two dead and doubtful evidence may deny the harm; then a share of alpha is left."""
    c = constants_of(world)
    if killed <= 2 and is_doubtful(alpha) and u < c.denial_chance:
        return alpha * c.denial_share
    return alpha


@compiled
def is_misattributed(world, rung, u):
    """Whether a deniable act is first blamed on somebody else."""
    return rung < FIRST_OVERT and u < constants_of(world).misattribution_chance


@compiled
def correction_delay(world, u):
    """Days until a wrong blame is corrected: at least one, evenly spread around the constant."""
    return 1 + int(math.floor(u * (2.0 * constants_of(world).correction_days - 1.0)))
