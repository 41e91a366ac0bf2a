"""Ways down: closing words, exchanges completed, mediation, the end of wars (Osgood 1962; Wilkenfeld et al. 2003)."""

from __future__ import annotations

from ..kernel.compiled import compiled
from ..world.access import constants_of, fading_at
from ..world.ladder import FIRST_HOMELAND

#: Highest rung at which a reply still reads as measured, so that closing words come easily.
MEASURED_REPLY = 7

#: Exchanges remembered, from which a pair counts as having completed one.
COMPLETED = 0.5


@compiled
def carries_closing(world, rung, u):
    """Whether a reply carries closing words ("we consider the matter closed")."""
    c = constants_of(world)
    return u < (c.closing_chance if rung <= MEASURED_REPLY else c.closing_chance_high)


@compiled
def exchange_now(world, count, days):
    """Memory of overt acts done, fading with its half-life."""
    return count * fading_at(world, days).exchange


@compiled
def severity_remembered(world, severity, days):
    """The highest recent severity on a pair, fading by a fixed share a day."""
    return severity * fading_at(world, days).severity


@compiled
def mediation_hazard(world, severity):
    """Chance a day that a mediator steps in: base + slope s_max."""
    c = constants_of(world)
    return min(1.0, c.mediation_base + c.mediation_slope * severity)


@compiled
def war_ends(world, mediated, u):
    """Whether a war ends today; a mediator helps."""
    c = constants_of(world)
    return u < c.war_end + c.war_end_mediated * mediated


@compiled
def signals_nuclear(world, rung, nuclear, home, u):
    """Whether a nuclear state answers a strike on its homeland with a signal: a signal only, never an attack."""
    return nuclear > 0 and home > 0 and rung >= FIRST_HOMELAND and u < constants_of(world).nuclear_signal_chance
