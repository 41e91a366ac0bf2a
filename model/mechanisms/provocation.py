"""Provocations: what becomes of an occasion to answer, and which of them a leadership has before it.

It is the one that adds most to the account as it stands; but what is new is remembered better than what is old, and
over the dead no more than it weighs if nobody died: they are answered first (Gartner 2008).
"""

from __future__ import annotations

from ..kernel.compiled import codes, inlined
from .pressure import account_now

#: What has become of a provocation: lapsed without force, still to be decided, or settled by an act of force.
LAPSED, OPEN, SETTLED = codes(3)

#: Of two grievances the newer stands from this share of the older on, unless people died in the older alone.
_SUCCEEDS = 0.5


@inlined
def succeeds_from(newer_dead, older_dead):
    """Share of the older grievance from which the newer stands: half; all where people died in the older alone."""
    return 1.0 if older_dead > 0 and newer_dead == 0 else _SUCCEEDS


@inlined
def takes_place_of(world, harm, age, dead, other, other_age, other_dead):
    """Whether one grievance stands in place of another, both as they have faded, the newer from a share of its size.

    ``harm`` and ``other`` in severity, as they were suffered so many days ago, with so many dead.
    """
    left, other_left = account_now(world, harm, age), account_now(world, other, other_age)
    if age <= other_age:
        return left >= succeeds_from(dead, other_dead) * other_left
    return succeeds_from(other_dead, dead) * left > other_left
