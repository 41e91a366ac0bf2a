"""When an answer comes: a delegated one within days, an operation after its actor's readiness (Allison 1971).

Both are log-normal around a median, and never less than a day: nobody strikes back within the same day. The readiness
of an actor is data of the scenario, judged from its known answers.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import exp, whole_below
from ..kernel.quantiles import normal
from ..world.access import actor_at, constants_of, world_of
from ..world.constants import DAYS, constant

CONSTANTS = {
    "tactical_days": constant(1.3, 1.0, 5.0, DAYS, "", "median days from knowing the author to a tactical answer", "judgement; the coded episodes have a median of 1.5 to 3.5 days"),
    "delay_spread": constant(0.35, 0.1, 1.0, "log days", "", "spread of the days that an answer takes, around its median"),
}  # fmt: skip

#: No answer takes longer, whatever is drawn (days).
_LONGEST = 36_500.0


@inlined
def is_free(world, day):
    """Whether the model decides on a day; before the first such day only scripted acts happen."""
    return day >= world_of(world).first_free


@inlined
def day_of_decision(world, due):
    """The day on which an occasion comes: what falls due while history is on record is dropped."""
    return due if is_free(world, due) else world_of(world).days


@inlined
def first_free_from(world, due):
    """The day on which something is asked that waits while history is on record."""
    return max(due, world_of(world).first_free)


@compiled
def lag(world, median, u):
    """Days that an answer takes: log-normal around ``median``, rounded, at least one."""
    days = whole_below(median * exp(constants_of(world).delay_spread * normal(u)) + 0.5)
    return int(min(max(1.0, days), _LONGEST))


@inlined
def tactical_lag(world, u):
    """Days from knowing the author to a tactical answer."""
    return lag(world, constants_of(world).tactical_days, u)


@inlined
def planning_lag(world, i, u):
    """Days that actor i needs to carry out what its leadership has ordered."""
    return lag(world, actor_at(world, i).readiness, u)
