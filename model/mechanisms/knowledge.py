"""Knowledge: nobody answers an act before its author is known (Carson 2018).

An overt act is known the same day. A deniable act that is claimed is known within days; one that nobody claims takes
longer, and never less than a day.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.elementary import whole_below
from ..world.access import constants_of
from ..world.constants import DAYS, constant
from ..world.ladder import FIRST_OVERT
from ..world.tables import NONE

CONSTANTS = {
    "claimed_days": constant(2.0, 1.0, 7.0, DAYS, "", "most days until the author of a claimed deniable act is known", "Carson 2018; judgement"),
    "unclaimed_days": constant(6.0, 1.0, 21.0, DAYS, "", "most days until the author of an unclaimed deniable act is known", "Carson 2018; judgement"),
}  # fmt: skip


@inlined
def days_to_know(world, rung, claimed_by, u):
    """Days until the author of an act is known: evenly spread up to a bound, by whether somebody claims it."""
    c = constants_of(world)
    if rung >= FIRST_OVERT:
        return 0
    if claimed_by != NONE:
        return whole_below(u * (c.claimed_days + 1.0))
    return 1 + whole_below(u * c.unclaimed_days)
