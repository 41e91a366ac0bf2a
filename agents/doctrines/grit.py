"""Graduated reciprocation in tension reduction: concede to break the cycle, stay firm toward what is grave.

Source: Osgood 1962. It does not escalate: what it answers, it answers in kind.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.utility import Lens


@compiled
def lens(situation):
    """Aim at the rung of the provocation, no higher."""
    return Lens(1.0, 1.0, 1.0, float(situation.read))


@compiled
def chance(actor, situation):
    """One when the harm is grave; else nought."""
    return 1.0 if situation.harm >= actor.d1 else 0.0


@compiled
def concession(actor):
    """Chance to concede when it holds its fire, with or without an exchange before."""
    return actor.d0
