"""A world made ready: laid out under a handle, with all that follows from it and from nothing else worked out once.

What a rule would otherwise compute at every look (how much of a stock is left after so many days, what a variant costs
per unit of fear) stands in tables, filled by the rules themselves.
"""

from __future__ import annotations

import numpy as np

from .kernel.compiled import code, codes, compiled, link_only, uncompiled
from .kernel.elementary import exp, log1p
from .kernel.memory import Bundle
from .kernel.native import entry
from .kernel.quantiles import chance_of_none
from .mechanisms import registry  # noqa: F401 (the tables of a world are known once it is put together)
from .mechanisms.affected import ALLY, HOST, STRUCK, may_be_beside
from .mechanisms.ceiling import look_up
from .mechanisms.delegation import highest_rate, is_led
from .mechanisms.harm import (
    MOST_MISREAD,
    borne_by_rules,
    chance_to_count,
    highest_reading,
    misread_within,
    perceived_harm,
    raw_harm,
    share_of_role,
)
from .mechanisms.parts import DENIABLE, band_of, is_open
from .mechanisms.pressure import left_after
from .mechanisms.solidarity import stands_with
from .mechanisms.utility import look_at, look_over
from .world.access import (
    TABLES,
    WEIGHTS,
    WORKED_OUT,
    WORLD,
    actor_at,
    alternative_at,
    beside_at,
    campaign_at,
    campaign_location_at,
    constants_of,
    deniable_at,
    fading_at,
    location_at,
    menu_at,
    misread_at,
    quiet_at,
    row_at,
    rung_at,
    spared_at,
    unfelt_at,
    weapon_at,
    world_of,
)
from .world.tables import NONE, Kind, Table, World

_BYSTANDER = code(Kind.BYSTANDER)
_ZERO, _ONE = codes(2)
_RULED = np.bool_(True)
#: Asked of a whole column from Python, where a compiled rule would load the compiler at every start.
_is_led = uncompiled(is_led)


@entry
def work_out(world):
    """Fill the tables that follow from a world."""
    of, c = world_of(world), constants_of(world)
    for days in range(of.n_fading):
        left = fading_at(world, days)
        left.pressure = left_after(c.pressure_half_life, days)
        left.account = left_after(c.account_half_life, days)
        left.exchange = left_after(c.exchange_half_life, days)
        left.patience = left_after(c.harassment_half_life, days)
        left.severity = exp(days * log1p(-c.mediation_fade))
    for index in range(of.n_campaigns):
        campaign = campaign_at(world, index)
        rate = highest_rate(world, campaign.coupled, campaign.rate) if campaign.coupled else campaign.rate
        quiet_at(world, index).value = exp(-rate)
        spared_at(world, index).value = chance_of_none(campaign.killed_mean, campaign.killed_dispersion)
    for rungs in range(of.n_misread):
        misread_at(world, rungs).value = misread_within(c.misreading_sd, rungs)
    for t in range(of.n_actors * of.n_actors):
        look_over_menu(world, t)
    for target in range(of.n_actors):
        list_beside(world, target)
    for index in range(of.n_campaigns):
        unfelt_at(world, index).value = 1 if is_unfelt(world, index) else 0


@compiled
def is_unfelt(world, index):
    """Whether nobody feels an act of a campaign that hurts nobody: however it is read, it is within rules and borne."""
    campaign = campaign_at(world, index)
    if not borne_by_rules(world, campaign.rung, campaign.against, campaign.by):
        return False
    if is_felt_by(world, index, campaign.against, STRUCK):
        return False
    for i in range(world_of(world).n_actors):
        if stands_with(world, i, campaign.against, NONE, campaign.by, campaign.by) and is_felt_by(
            world, index, i, ALLY
        ):
            return False
    for k in range(campaign.location_lo, campaign.location_hi):
        host = location_at(world, campaign_location_at(world, k).location).host
        if host != NONE and is_felt_by(world, index, host, HOST):
            return False
    return actor_at(world, campaign.against).kind != _BYSTANDER


@link_only
def is_felt_by(world, index, i, role):
    """Whether actor i may feel an act of a campaign that hurts nobody, at the worst reading and the heaviest weapon."""
    campaign, actor = campaign_at(world, index), actor_at(world, i)
    severity, heaviest = rung_at(world, highest_reading(world, campaign.rung, actor.bias)).severity, 1.0
    for weapon in range(world_of(world).n_weapons):
        heaviest = max(heaviest, weapon_at(world, weapon).weight)
    worst = raw_harm(world, severity, heaviest, _ZERO, _ZERO, _ZERO, actor.first_death, _ONE, _ZERO)
    share = share_of_role(world, i, role, campaign.by, campaign.against, _RULED, campaign.rank)
    return chance_to_count(world, i, role, perceived_harm(1.0, actor.audience, share, worst)) > 0.0


@link_only
def list_beside(world, target):
    """List who may feel acts against a target as an ally or a protector, in the order of numbers; NONE ends it."""
    n = world_of(world).n_actors
    k = target * (n + 1)
    for i in range(n):
        if may_be_beside(world, i, target):
            beside_at(world, k).value = i
            k += 1
    beside_at(world, k).value = NONE


@link_only
def look_over_menu(world, t):
    """Fill stances of options on the menu of pair t, whether one is deniable, peaks of rungs, facets of variants."""
    n = world_of(world).n_actors
    for row in range(menu_at(world, t).value, menu_at(world, t + 1).value):
        option = row_at(world, row)
        look_over(world, t // n, row)
        band = band_of(world, t // n, DENIABLE, row, _ZERO, NONE)
        for a in range(option.lo, option.hi):
            nest = alternative_at(world, a)
            if is_open(band, nest.rung):
                deniable_at(world, t).value = 1
            for v in range(nest.lo, nest.hi):
                look_at(world, t // n, option.account, option.credit, nest.rung, v)
            look_up(world, t // n, row, a)


class Facts(Bundle):
    """A world under a handle. Compiled rules take ``facts.handle``; keep the object as long as the handle is used."""

    def __init__(self, world: World) -> None:
        """Lay out the tables of a world, and work out what follows from them."""
        super().__init__(WORLD, {**laid_out(world), "days": world.days, "first_free": world.first_free})
        work_out(self.handle)


def laid_out(world: World) -> dict[str, Table]:
    """The tables behind a handle, those that are still to be worked out with room for it.

    The logarithms of base measures are copied side by side.
    """
    values = {name: np.ascontiguousarray(getattr(world, name)) for name in TABLES}
    for name, of in WEIGHTS.items():
        values[name] = np.ascontiguousarray(values[of]["log_weight"])
    campaigns = len(world.campaigns)
    choices = len(world.rows), len(world.variants), len(world.alternatives)
    lengths = (*choices, world.days + 1, campaigns, campaigns, MOST_MISREAD, campaigns)
    led = world.actors["patron"][world.campaigns["by"]] != NONE
    reined = np.flatnonzero(led & _is_led(world.campaigns["coupled"]))
    truced = np.flatnonzero(world.campaigns["truce"] > 0.0)
    lengths = (*lengths, len(reined), len(truced), len(world.dyads), len(world.dyads) + len(world.actors))
    for (name, dtype), length in zip(WORKED_OUT.items(), lengths, strict=True):
        values[name] = np.zeros(length, dtype)
    values["reined"]["value"], values["truced"]["value"] = reined, truced
    return values
