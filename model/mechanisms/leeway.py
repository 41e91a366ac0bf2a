"""Leeway: nobody knows to a hair how much an actor bears, so a threshold of feeling gives way within a band.

Below the band nothing passes, above it everything; between, the threshold that holds for an act is as likely to lie
anywhere in it. So on average what passes is a smooth hinge of the harm, and no setting turns all answers at once.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import constants_of
from ..world.constants import SHARE, constant

CONSTANTS = {
    "leeway": constant(0.15, 0.05, 0.4, SHARE, "", "share of a threshold, up and down, within which it gives way: tolerance, patience, what protectors bear"),
}  # fmt: skip

#: Draws of a threshold: of one act that is felt, and of a sum that has grown.
PURPOSES = {"TOLERANCE": 46, "PATIENCE": 47}


@inlined
def chance_to_pass(world, value, threshold):
    """Chance that a value passes a threshold that lies somewhere in its band, all places alike."""
    give = constants_of(world).leeway * threshold
    low, high = threshold - give, threshold + give
    if value <= low:
        return 0.0
    return (value - low) / (high - low) if value < high else 1.0


@inlined
def chance_to_fill(world, before, total, threshold):
    """Chance that a sum which has not passed its threshold at ``before`` passes it as it grows to ``total``.

    So its threshold may lie anywhere in the band, however many small steps a sum takes through it.
    """
    passed = chance_to_pass(world, before, threshold)
    return (chance_to_pass(world, total, threshold) - passed) / (1.0 - passed) if passed < 1.0 else 1.0


@inlined
def passing(world, value, threshold):
    """By how much a value that has passed exceeds the threshold, on average over where in its band it may lie."""
    give = constants_of(world).leeway * threshold
    return value - threshold if value >= threshold + give else 0.5 * (value - threshold + give)
