"""What is given from outside as tables: campaigns, attacks of spoilers, dated events."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ...model.kernel.draws import key_of
from ...model.world import tables as w
from ...model.world.acts import Origin
from ...model.world.ladder import FIRST_OVERT, Rung
from ..menus.areas import Area
from ..menus.geography import Geography
from .course_facts import (
    attacked,
    campaign_areas,
    campaign_arms,
    campaign_names,
    event_area,
    event_names,
    followed,
    last_day,
    rates_on,
    spoilers,
)
from .numbering import Numbering, cumulative

if TYPE_CHECKING:
    from ..schema.course import Campaign, Event
    from ..schema.sections import Assumptions

#: Mark of a campaign whose deaths follow the ladder.
BY_LADDER = -1.0
#: Event answers -2 - k mean campaign k.
LATEST_OF_CAMPAIGN = -2


def at_rates(campaigns: w.Table, scenario: Assumptions, date: datetime.date) -> w.Table:
    """A table of campaigns with the rates of a date."""
    table = campaigns.copy()
    table["rate"] = rates_on(scenario, date)
    return table


class CourseTables:
    """Writes campaigns and events; keeps the locations that campaigns pick from."""

    def __init__(self, facts: Geography, number: Numbering) -> None:
        """Start with empty tables."""
        self.facts = facts
        self.scenario = facts.scenario
        self.number = number
        self._locations: list[tuple[float | int, ...]] = []

    def locations_table(self) -> w.Table:
        """Locations that campaigns pick from, with running shares."""
        return np.array(self._locations, dtype=w.CAMPAIGN_LOCATION)

    def _keep(self, places: dict[Area, float], arms: Iterable[tuple[int, ...]]) -> tuple[int, int]:
        """Keep where a campaign strikes, with shares and the slices of arms used at each; returns the slice."""
        start = len(self._locations)
        running = cumulative(places.values())
        for area, share, used in zip(places, running, arms, strict=True):
            self._locations.append((self.number.location(area), share, *used))
        return start, len(self._locations)

    def campaigns_table(self, date: datetime.date) -> w.Table:
        """Campaigns of the file, then the attacks of spoilers, with the rates of a date."""
        rows = [self.campaign(name) for name in self.scenario.campaigns]
        rows += [self.spoiler(name) for name in spoilers(self.scenario)]
        return at_rates(np.array(rows, dtype=w.CAMPAIGN), self.scenario, date)

    def campaign(self, name: str) -> tuple[float | int, ...]:
        """The row of a campaign of the file."""
        campaign = self.scenario.campaigns[name]
        places = self._reached(campaign)
        arms = [self._arms(campaign, places, area, heavy=False) for area in places]
        heavy = [self._arms(campaign, places, area, heavy=True) for area in places] if campaign.heavy else arms
        return (
            key_of(f"campaign:{name}"),
            self.number.actor[campaign.by],
            self.number.actor[campaign.against],
            int(Origin.CAMPAIGN),
            max(0, self.scenario.day(campaign.starts)),
            last_day(self.scenario, campaign.ends),
            campaign.rate,
            campaign.rung,
            campaign.rank,
            int(followed(campaign)),
            int(campaign.heavy),
            int(campaign.claimed),
            *self._keep(places, ((*used, *graver) for used, graver in zip(arms, heavy, strict=True))),
            BY_LADDER if campaign.killed_mean is None else campaign.killed_mean,
            campaign.killed_dispersion,
            campaign.truce,
        )

    def _reached(self, campaign: Campaign) -> dict[Area, float]:
        """Where a campaign strikes: of the places of the file those that one of its weapons reaches, or all if none."""
        places = campaign_areas(self.scenario, campaign)
        weapons = campaign_arms(self.facts, campaign, places, heavy=False)
        within = {area: share for area, share in places.items() if self.facts.reach(campaign.by, weapons, area)}
        return within or places

    def _arms(self, campaign: Campaign, places: dict[Area, float], area: Area, heavy: bool) -> tuple[int, int]:
        """Slice of the arms with which a campaign strikes one of its places: those of its weapons that reach it."""
        shares = campaign_arms(self.facts, campaign, places, heavy)
        reach = self.facts.reach(campaign.by, shares, area) or dict.fromkeys(shares, area.sites)
        return self.number.arms({name: shares[name] for name in reach}, reach)

    def spoiler(self, name: str) -> tuple[float | int, ...]:
        """The row of the attacks of a spoiler."""
        attacks = self.scenario.actors[name].attacks
        if attacks is None:
            raise ValueError(f"{name} is no spoiler")
        none = self.number.arms({}, {})
        places = attacked(self.scenario, attacks)
        where = self._keep(places, [(*none, *none)] * len(places))
        return (
            key_of(f"spoiler:{self.scenario.key(name)}"),
            self.number.actor[name],
            self.number.actor[attacks.against],
            int(Origin.SPOILER),
            0,
            self.scenario.days - 1,
            attacks.rate,
            int(Rung.HEAVY_ATTACK),
            0,
            0,
            0,
            0,
            *where,
            attacks.killed_mean,
            attacks.killed_dispersion,
            0.0,
        )

    def events_table(self) -> w.Table:
        """Dated events, in the order of `event_names`."""
        names = event_names(self.scenario)
        order = {name: k for k, name in enumerate(names)}
        return np.array([self._event(name, self.scenario.events[name], order) for name in names], dtype=w.EVENT)

    def _event(self, name: str, event: Event, order: dict[str, int]) -> tuple[int, ...]:
        actor = self.number.actor
        claimed = event.claimed_by or (event.by if self._is_claimed(event) else None)
        return (
            key_of(f"event:{name}"),
            self.scenario.day(event.date),
            actor[event.by],
            actor[event.against],
            actor[event.declared or event.against],
            self.number.location(event_area(self.scenario, event)),
            self.number.place[event.at] if event.at else w.NONE,
            event.rung,
            event.rank,
            self.number.weapon[event.weapon] if event.weapon else w.NONE,
            actor[event.through or event.by],
            actor[claimed] if claimed else w.NONE,
            actor[event.blamed or event.by],
            self._answered(event, order),
            int(event.warned),
            int(event.closing),
            event.launched,
            event.intercepted,
            event.hits,
            event.killed,
            event.killed_civilians,
            event.wounded,
        )

    def _is_claimed(self, event: Event) -> bool:
        """An overt act counts as claimed unless its author is one that does not claim."""
        return event.rung >= FIRST_OVERT and self.scenario.actors[event.by].claims >= 1.0

    def _answered(self, event: Event, order: dict[str, int]) -> int:
        if event.answers is None:
            return w.NONE
        if event.answers in order:
            return order[event.answers]
        return LATEST_OF_CAMPAIGN - campaign_names(self.scenario).index(event.answers)
