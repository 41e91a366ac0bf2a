"""Junior allies: who follows a senior ally opens no front by itself, but joins the strikes of the senior.

An operation, or a further strike of a campaign, goes out only on the day on which the senior has struck the same side
overtly, or the day after. What is delegated, such as self-defence, needs nobody's lead.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import actor_at
from ..world.tables import NONE
from .parts import goes_on

#: Days that the senior's strike may lie back.
_DAYS_BEHIND = 1


@inlined
def waits_for_senior(world, i, part):
    """Whether actor i answers in this part of its menu only where a senior ally leads."""
    return actor_at(world, i).senior != NONE and goes_on(part)


@inlined
def leads(senior, day):
    """Whether a senior ally has just struck; ``senior``: its dyad toward the side in question."""
    return senior.exchanges > 0.0 and senior.exchange_day >= day - _DAYS_BEHIND
