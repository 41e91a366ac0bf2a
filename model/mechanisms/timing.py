"""When to answer: the delay between a felt harm and the occasion to answer it, in days."""

from __future__ import annotations

import math

from ..kernel.compiled import code, codes, compiled
from ..kernel.quantiles import normal
from ..world.access import actor_at, constants_of
from ..world.tables import Kind

MILITIA, STATE_ON_STATE, STATE_ON_GROUP, AFTER_LEADER = codes(4)

_STATE = code(Kind.STATE)
_MILITIA = code(Kind.MILITIA)


@compiled
def delay_kind(world, i, holder, rank):
    """Which distribution of delays applies to actor i answering this account; ``rank``: grade of a leader killed."""
    if actor_at(world, i).kind == _MILITIA:
        return MILITIA
    if rank > 0:
        return AFTER_LEADER
    return STATE_ON_STATE if actor_at(world, holder).kind == _STATE else STATE_ON_GROUP


@compiled
def _log_delay(world, kind):
    c = constants_of(world)
    if kind == MILITIA:
        return c.delay_militia_log, c.delay_militia_spread
    if kind == STATE_ON_STATE:
        return c.delay_state_log, c.delay_state_spread
    if kind == STATE_ON_GROUP:
        return c.delay_nonstate_log, c.delay_nonstate_spread
    return c.delay_leader_log, c.delay_leader_spread


@compiled
def delay(world, kind, pressure, home, doubtful, when, u):
    """Days from harm to occasion, from the uniform numbers ``when`` (which part of the mixture) and ``u`` (how long).

    Counter-fire the same day; else patience, evenly between two bounds; else log-normal, at least one day, sooner under
    pressure and when own soil was hit, later when the author is doubtful. ``kind`` is one of this module's constants.
    """
    c = constants_of(world)
    if when < c.counterfire_chance:
        return 0
    if when < c.counterfire_chance + c.patience_chance:
        return math.floor(c.patience_from + u * (c.patience_to - c.patience_from + 1.0))
    mu, sigma = _log_delay(world, kind)
    mu -= c.pressure_haste * (pressure - 0.5)
    mu -= c.home_haste * (home - 0.5)
    mu += c.doubt_delay * doubtful
    days = math.floor(math.exp(min(mu + sigma * normal(u), 8.0)) + 0.5)
    return int(max(1.0, days))
