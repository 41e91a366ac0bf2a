"""Provocations: what becomes of an occasion to answer, and which of them a leadership has before it.

It is the one that adds most to the account as it stands; but what is new is remembered better than what is old.
"""

from __future__ import annotations

from ..kernel.compiled import codes, inlined
from .pressure import account_now

#: What has become of a provocation: lapsed without force, still to be decided, or settled by an act of force.
LAPSED, OPEN, SETTLED = codes(3)

#: Of two grievances the newer stands from this share of the older on.
_SUCCEEDS = 0.5


@inlined
def takes_place_of(world, harm, age, other, other_age):
    """Whether one grievance stands in place of another, both as they have faded: the newer needs but half its size.

    ``harm`` and ``other`` in severity, as they were suffered so many days ago.
    """
    left, other_left = account_now(world, harm, age), account_now(world, other, other_age)
    return left >= _SUCCEEDS * other_left if age <= other_age else _SUCCEEDS * left > other_left
