"""When to answer: the delay between a felt harm and the occasion to answer it, in days."""

from __future__ import annotations

import math

from ..kernel.compiled import code, codes, compiled, inlined
from ..kernel.elementary import exp
from ..kernel.quantiles import normal
from ..world.access import actor_at, constants_of, world_of
from ..world.constants import DAYS, MEASURED, PROBABILITY, constant
from ..world.tables import Kind

CONSTANTS = {
    "counterfire_chance": constant(0.10, 0.0, 0.4, PROBABILITY, "p_0", "chance that the occasion to answer comes the same day", MEASURED),
    "patience_chance": constant(0.10, 0.0, 0.4, PROBABILITY, "p_pat", "chance that the occasion comes late", "measured; chosen before 20 January 2024 was fixed as the boundary"),
    "patience_from": constant(20.0, 10.0, 40.0, DAYS, "t_lo", "earliest late occasion"),
    "patience_to": constant(60.0, 41.0, 120.0, DAYS, "t_hi", "latest late occasion"),
    "delay_militia_log": constant(0.99, 0.3, 1.7, "log days", "mu", "log-median delay of a militia", MEASURED),
    "delay_militia_spread": constant(0.94, 0.4, 1.6, "log days", "sigma", "spread of the delay of a militia", MEASURED),
    "delay_state_log": constant(0.40, -0.3, 1.2, "log days", "mu", "log-median delay, state on state", MEASURED),
    "delay_state_spread": constant(1.17, 0.5, 1.8, "log days", "sigma", "spread of the delay, state on state", MEASURED),
    "delay_nonstate_log": constant(1.26, 0.5, 2.0, "log days", "mu", "log-median delay, state on a non-state group", MEASURED),
    "delay_nonstate_spread": constant(1.33, 0.6, 2.0, "log days", "sigma", "spread of the delay, state on a non-state group", MEASURED),
    "delay_leader_log": constant(1.51, 0.7, 2.3, "log days", "mu", "log-median delay after a leader's killing", MEASURED),
    "delay_leader_spread": constant(1.25, 0.5, 2.0, "log days", "sigma", "spread of the delay after a leader's killing", MEASURED),
    "pressure_haste": constant(0.5, 0.0, 1.5, "log days", "", "log days saved as pressure goes from .5 to 1.5"),
    "home_haste": constant(0.4, 0.0, 1.2, "log days", "", "log days saved when own soil was hit"),
    "doubt_delay": constant(0.5, 0.0, 1.5, "log days", "", "log days lost when the author is doubtful"),
}  # fmt: skip

MILITIA, STATE_ON_STATE, STATE_ON_GROUP, AFTER_LEADER = codes(4)

_STATE = code(Kind.STATE)
_MILITIA = code(Kind.MILITIA)


@inlined
def is_free(world, day):
    """Whether the model decides on a day; before the first such day only scripted acts happen."""
    return day >= world_of(world).first_free


@inlined
def day_of_decision(world, due):
    """The day on which an occasion comes: what falls due while history is on record is dropped."""
    return due if is_free(world, due) else world_of(world).days


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
    days = math.floor(exp(min(mu + sigma * normal(u), 8.0)) + 0.5)
    return int(max(1.0, days))
