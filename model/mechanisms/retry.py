"""A decision not to use force may be taken up once more, the likelier after words that bind."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import constants_of
from ..world.constants import PROBABILITY, constant
from ..world.tables import NEVER

CONSTANTS = {
    "retry_after_silence": constant(0.3, 0.0, 0.8, PROBABILITY, "", "chance that a decision not to use force is taken up again, after silence"),
    "retry_after_talk": constant(0.7, 0.0, 1.0, PROBABILITY, "", "the same after words, which bind"),
}  # fmt: skip


@inlined
def is_taken_up_again(world, attempt, dyad, u):
    """Whether an occasion that has passed without force comes once more; ``attempt`` 0: it was the first."""
    c = constants_of(world)
    again = c.retry_after_talk if dyad.vow != NEVER else c.retry_after_silence
    return attempt == 0 and u < again


@inlined
def day_taken_up(due, today):
    """The day on which it comes: not before tomorrow."""
    return max(due, today + 1)
