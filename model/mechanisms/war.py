"""War: a sustained campaign or more opens it; it takes the place of single acts, and ends by a daily chance."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.draws import mix
from ..kernel.quantiles import negative_binomial
from ..world.access import constants_of
from ..world.constants import DAYS, constant
from ..world.ladder import WAR_FROM

CONSTANTS = {
    "war_deaths_mean": constant(40.0, 5.0, 200.0, "persons per day", "", "mean deaths a day on each side of a war"),
    "war_deaths_dispersion": constant(0.4, 0.1, 2.0, "dispersion", "", "negative binomial dispersion of the deaths of a day of war"),
    "war_end": constant(0.10, 0.02, 0.3, "per day", "", "chance a day that a war ends"),
    "war_end_mediated": constant(0.15, 0.0, 0.5, "per day", "", "chance a day that a war ends, added by a mediator"),
    "war_days": constant(3.0, 1.0, 14.0, DAYS, "", "days of fighting from which a campaign counts as a war"),
    "war_dead": constant(1000.0, 100.0, 1000.0, "persons", "", "deaths from which a campaign counts as a war", "Correlates of War convention"),
}  # fmt: skip


@inlined
def opens_war(rung):
    """Whether an act at this rung opens a war between its two sides."""
    return rung >= WAR_FROM


@inlined
def evening_identity(opening, day):
    """Identity of an evening of a war, by the act that opened it."""
    return mix(opening, day)


@inlined
def side_identity(evening, key):
    """Identity of one side's evening."""
    return mix(evening, key)


@inlined
def dead_today(world, u):
    """Dead of one side on a day of war: NB(mean, k)."""
    c = constants_of(world)
    return negative_binomial(u, c.war_deaths_mean, c.war_deaths_dispersion)


@compiled
def war_ends(world, mediated, u):
    """Whether a war ends today; a mediator helps."""
    c = constants_of(world)
    return u < c.war_end + c.war_end_mediated * mediated
