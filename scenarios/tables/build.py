"""From a scenario to the plain arrays that a run reads."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...model.world.tables import ARM, LOCATION, Case, Names, World
from ..menus.geography import Geography
from ..menus.menu import Menu, menus
from ..questions.compiled import questions_of
from ..stages import stages_of
from .course import CourseTables, at_rates
from .course_facts import campaign_names, event_names
from .direct import actors_table, constants_table, defences_table, dyads_table, rungs_table, weapons_table
from .numbering import Numbering
from .options import menu_tables
from .ready import require_ready

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


def build_world(scenario: Assumptions) -> World:
    """The arrays that hold on day 0 of ``scenario``.

    Raises:
        ScenarioError: an edit of the menu names no option, or a campaign has no weapon.
    """
    require_ready(scenario)
    number = Numbering(scenario)
    return placed(_assemble(scenario, scenario.start, number, menus(scenario)), number)


def build_case(scenario: Assumptions) -> Case:
    """The arrays of every period of the horizon.

    A new period begins with each dated intervention, and with each day on which a background war or a truce in one
    begins or has ended. All periods share one numbering of actors, places, weapons and locations; ``names.options``
    follows the rows of the first.

    Raises:
        ScenarioError: an edit of the menu names no option, or a campaign has no weapon.
    """
    stages = stages_of(scenario)
    for _, settings in stages:
        require_ready(settings)
    return build_stages(stages)[0]


def build_stages(stages: Sequence[tuple[int, Assumptions]]) -> tuple[Case, Numbering]:
    """The case of stages that are known to be ready (day 0 first), and the numbering it was written with."""
    scenario = stages[0][1]
    number = Numbering(scenario)
    worlds: list[World] = []
    days: list[int] = []
    menu: Menu | None = None
    ends = [day for day, _ in stages[1:]] + [scenario.days]
    for (first, settings), end in zip(stages, ends, strict=True):
        own = menus(settings)
        menu = own if menu is None else menu
        world = _assemble(settings, date_of(settings, first), number, own)
        for day in [first, *_turns(settings, first, end)]:
            date = date_of(settings, day)
            actors, dyads = actors_table(settings, date), dyads_table(settings, date)
            campaigns = at_rates(world.campaigns, settings, date)
            worlds.append(world._replace(actors=actors, dyads=dyads, campaigns=campaigns))
            days.append(day)
    whole = tuple(placed(world, number) for world in worlds)
    names, asked = build_names(scenario, menu), questions_of(scenario).tables
    return Case(whole, tuple(days), names, scenario.start.isoformat(), asked), number


def build_names(scenario: Assumptions, menu: Menu | None = None) -> Names:
    """Ids of everything numbered in the arrays of ``scenario``, in order, and the labels of its actors.

    ``menu`` is the scenario's own, if it has been worked out already.
    """
    pairs = [(actor, account) for actor in scenario.actors for account in scenario.actors]
    found = menus(scenario) if menu is None else menu
    return Names(
        actors=tuple(scenario.actors),
        labels=tuple(scenario.label(name) for name in scenario.actors),
        territories=tuple(scenario.territories),
        sites=tuple(scenario.places),
        weapons=tuple(scenario.weapons),
        options=tuple(option.id for pair in pairs for option in found.get(pair, ())),
        campaigns=campaign_names(scenario),
        events=event_names(scenario),
    )


def date_of(scenario: Assumptions, day: int) -> datetime.date:
    """The date of a day of the horizon."""
    return scenario.start + datetime.timedelta(days=day)


def _turns(scenario: Assumptions, first: int, end: int) -> list[int]:
    """Days after ``first`` and before ``end`` on which a background war, or a truce, begins or has just ended."""
    spans = [*scenario.background.values(), *scenario.truces.values()]
    turns = {scenario.day(span.starts) for span in spans}
    turns |= {scenario.day(span.ends) + 1 for span in spans if span.ends is not None}
    return sorted(day for day in turns if first < day < end)


def _assemble(scenario: Assumptions, date: datetime.date, number: Numbering, menu: Menu) -> World:
    """The arrays of ``scenario`` on ``date``; locations, sites and arms are still to be placed."""
    course = CourseTables(Geography(scenario), number)
    options = menu_tables(scenario, number, menu)
    campaigns = course.campaigns_table(date)
    free = scenario.simulate_from
    return World(
        constants=constants_table(scenario),
        rungs=rungs_table(scenario),
        actors=actors_table(scenario, date),
        dyads=dyads_table(scenario, date),
        locations=np.zeros(0, dtype=LOCATION),
        sites=np.zeros(0, dtype=np.int64),
        guests=np.zeros(0, dtype=np.int64),
        defences=defences_table(scenario),
        weapons=weapons_table(scenario),
        rows=options.rows,
        alternatives=options.alternatives,
        variants=options.variants,
        arms=np.zeros(0, dtype=ARM),
        menu=options.starts,
        campaign_locations=course.locations_table(),
        campaigns=campaigns,
        events=course.events_table(),
        days=scenario.days,
        first_free=0 if free is None else scenario.day(free),
    )


def placed(world: World, number: Numbering) -> World:
    """The world with the locations and weapon lists that were numbered while it, and its sisters, were written."""
    locations, sites, guests = number.locations_tables()
    return world._replace(locations=locations, sites=sites, guests=guests, arms=number.arms_table())
