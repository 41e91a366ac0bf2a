"""Where campaigns and events fall, and with what: worked out from the facts, before anything is numbered."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...model.mechanisms.truce import rate_under
from ...model.world.ladder import Rung
from ...model.world.tables import Coupling
from ..menus.areas import Area, areas_of, crowd
from ..menus.geography import Geography
from ..menus.variants import usual_arms

if TYPE_CHECKING:
    from ..schema.actors import Attacks
    from ..schema.course import Campaign, Event
    from ..schema.sections import Assumptions


def spoilers(scenario: Assumptions) -> list[str]:
    """Actors that attack at a rate of their own, in the order of the file."""
    return [name for name, actor in scenario.actors.items() if actor.attacks is not None]


def campaign_names(scenario: Assumptions) -> tuple[str, ...]:
    """Ids of campaigns in the order of their table: the file's own, then one for each spoiler, under its actor's id."""
    return (*scenario.campaigns, *spoilers(scenario))


def event_names(scenario: Assumptions) -> tuple[str, ...]:
    """Ids of events by day, and within a day in the order of the file."""
    return tuple(sorted(scenario.events, key=lambda name: scenario.events[name].date))


def last_day(scenario: Assumptions, ends: datetime.date | None) -> int:
    """The last day, within the horizon, of something that ends on ``ends``, or has no end."""
    final = scenario.days - 1
    return final if ends is None else min(final, scenario.day(ends))


def kept_by(scenario: Assumptions, campaign: str, date: datetime.date) -> bool:
    """Whether a campaign keeps a truce on a date."""
    return any(campaign in truce.campaigns and truce.starts <= date <= truce.ends for truce in scenario.truces.values())


def campaigns_at_rest(scenario: Assumptions, date: datetime.date) -> list[Campaign]:
    """The campaigns that keep a truce on a date."""
    return [campaign for name, campaign in scenario.campaigns.items() if kept_by(scenario, name, date)]


def pauses(scenario: Assumptions, war: str, date: datetime.date) -> bool:
    """Whether there is a truce in a background war on a date."""
    return any(truce.war == war and truce.starts <= date <= truce.ends for truce in scenario.truces.values())


def followed(campaign: Campaign) -> Coupling:
    """What the rate of a campaign follows."""
    if campaign.follows_patron:
        return Coupling.PATRON
    return Coupling.ACCOUNT if campaign.follows_account else Coupling.NOTHING


def rates_on(scenario: Assumptions, date: datetime.date) -> list[float]:
    """Acts a day of every campaign on a date, in the order of `campaign_names`."""
    left = scenario.constants.truce_remainder
    own = [rate_under(c.rate, kept_by(scenario, name, date), left) for name, c in scenario.campaigns.items()]
    return own + [attacks.rate for name in spoilers(scenario) if (attacks := scenario.actors[name].attacks)]


def campaign_areas(scenario: Assumptions, campaign: Campaign) -> dict[Area, float]:
    """Where a campaign strikes, with shares; several forces in a territory split its share evenly."""
    found: dict[Area, float] = {}
    for territory, share in campaign.territories.items():
        there = areas_of(scenario, campaign.against, territory, campaign.rung)
        for area in there:
            found[area] = found.get(area, 0.0) + share / len(there)
    return found


def campaign_arms(facts: Geography, campaign: Campaign, places: dict[Area, float], heavy: bool) -> dict[str, float]:
    """Shares of the weapons of a campaign: as the file says, else the usual ones of its arsenal that reach."""
    given = campaign.heavy_weapons if heavy else campaign.weapons
    if given:
        return dict(given)
    reach = tuple(dict.fromkeys(name for area in places for name in facts.weapons_on(campaign.by, area)))
    rung = int(Rung.HEAVY_ATTACK) if heavy else campaign.rung
    by_state = facts.kind(campaign.by) == "state"
    usual = usual_arms(facts.scenario, reach, rung, by_state)
    return usual or dict.fromkeys(facts.scenario.actors[campaign.by].arsenal, 1.0)


def attacked(scenario: Assumptions, attacks: Attacks) -> dict[Area, float]:
    """Where a spoiler attacks, with shares: each place that the file names, or any city of its enemy."""
    there = {crowd(scenario, attacks.against, (place,)): share for place, share in attacks.at.items()}
    return there or {crowd(scenario, attacks.against): 1.0}


def event_area(scenario: Assumptions, event: Event) -> Area:
    """Where an event fell: what its target offers there, narrowed to the place that the file names."""
    massacre = scenario.actors[event.by].kind == "spoiler" and event.rung == Rung.HEAVY_ATTACK
    if massacre and scenario.actors[event.against].home == event.territory:
        area = crowd(scenario, event.against)
    else:
        there = areas_of(scenario, event.against, event.territory, event.rung)
        area = next((found for found in there if event.at in found.sites), there[0])
    return area._replace(sites=(event.at,)) if event.at else area
