"""Mediation: acts between states draw a mediator's eye, and while one works both hold back (Wilkenfeld et al. 2003)."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import Purpose, mix, uniform
from ..world.access import actor_at, constants_of, fading_at, rung_at
from ..world.acts import Origin
from ..world.constants import DAYS, UTILITY, constant
from ..world.state import Field
from ..world.tables import NEVER, Kind
from .affected import sets_in_motion

CONSTANTS = {
    "mediation_weight": constant(1.5, 0.0, 3.0, UTILITY, "b_M", "restraint while a mediator is at work", "Wilkenfeld et al. 2003; judgement"),
    "mediation_base": constant(0.01, 0.0, 0.05, "per day", "", "hazard that a mediator steps in, whatever happened", "Wilkenfeld et al. 2003; judgement"),
    "mediation_slope": constant(0.5, 0.0, 1.0, "per day per severity", "", "hazard that a mediator steps in, added by the severity of recent acts"),
    "mediation_fade": constant(0.1, 0.02, 0.3, "per day", "", "share of the severity of recent acts that a mediator forgets a day"),
    "mediation_window": constant(14.0, 3.0, 60.0, DAYS, "", "days after an act in which a mediator may step in"),
    "mediation_days": constant(30.0, 7.0, 120.0, DAYS, "", "days a mediation lasts"),
}  # fmt: skip

PAIR_STATE = (
    Field("severity", "f8"),
    Field("severity_day", "i8"),
    Field("last_act", "i8", NEVER),
    Field("mediated_until", "i8", NEVER),
)

TERMS = {"mediation": "a mediator at work"}

_STATE = code(Kind.STATE)
_MEDIATION = code(Purpose.MEDIATION)
_CAMPAIGN, _SPOILER = code(Origin.CAMPAIGN), code(Origin.SPOILER)


@compiled
def severity_remembered(world, severity, days):
    """The highest recent severity on a pair, fading by a fixed share a day."""
    return severity * fading_at(world, days).severity


@compiled
def mediation_hazard(world, severity):
    """Chance a day that a mediator steps in: base + slope s_max."""
    c = constants_of(world)
    return min(1.0, c.mediation_base + c.mediation_slope * severity)


@inlined
def is_watched(world, i, j):
    """Whether mediators watch what goes on between two actors: both are states."""
    return actor_at(world, i).kind == _STATE and actor_at(world, j).kind == _STATE


@inlined
def draws_eyes(origin):
    """Whether mediators notice an act: single acts, not standing violence."""
    return origin != _CAMPAIGN and origin != _SPOILER


@inlined
def breaks_silence(origin, rung):
    """Whether an act is one of those after which a crisis falls silent: force, outside standing campaigns."""
    return origin != _CAMPAIGN and sets_in_motion(rung)


@inlined
def notice(world, pair, rung, day):
    """An act between two states draws a mediator's eye."""
    remembered = severity_remembered(world, pair.severity, day - pair.severity_day)
    pair.severity = max(remembered, rung_at(world, rung).severity)
    pair.severity_day = day
    pair.last_act = day


@inlined
def is_forgotten(world, pair, day):
    """Whether the last act lies too far back for a mediator to step in."""
    return day - pair.last_act > constants_of(world).mediation_window


@inlined
def pair_identity(one, other):
    """Identity of a pair of states, by their keys, whichever is named first."""
    return mix(one ^ other, 0)


@inlined
def evening_identity(pair, day):
    """Identity of an evening on which a mediator may step in between a pair."""
    return mix(pair, day)


@inlined
def is_mediated(pair, day):
    """Whether a mediator is at work between two actors today (0 or 1)."""
    return 1 if pair.mediated_until >= day else 0


@inlined
def step_in(world, pair, one, day, keys, run):
    """A mediator may step in this evening, unless one is at work."""
    if is_mediated(pair, day):
        return
    severity = severity_remembered(world, pair.severity, day - pair.severity_day)
    if uniform(keys, run, evening_identity(one, day), _MEDIATION) < mediation_hazard(world, severity):
        pair.mediated_until = day + int(constants_of(world).mediation_days)


@inlined
def mediation_cost(world, mediated):
    """b_M M: what a mediator at work cost whoever strikes all the same (utility)."""
    return constants_of(world).mediation_weight * mediated
