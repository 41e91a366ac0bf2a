"""Prospect theory: losses loom larger than gains, and who has lost takes risks to win it back.

The account, up to its reference, is the loss. Relief that makes it good weighs more (loss aversion 2.25, Tversky and
Kahneman 1992), and the feared reply weighs less. Source: Kahneman and Tversky 1979.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.pressure import REFERENCE
from ...model.mechanisms.utility import PLAIN, Lens


@compiled
def lens(world, actor, situation):
    """Relief weighs the more, and fear the less, the deeper in losses the actor stands."""
    loss = min(1.0, situation.account / REFERENCE)
    return Lens(1.0 + (actor.d0 - 1.0) * loss, 1.0 - actor.d1 * loss, PLAIN.precision, PLAIN.aim)
