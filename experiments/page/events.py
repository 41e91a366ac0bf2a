"""Scripted events that a page can take out: where their rows stand, and why some have to stay.

An event stands in the table of events, and where it fell in that of locations; both are numbered in the order of first
use. So one is taken out by leaving its row out and numbering again what only events use; a question that follows it has
nothing to follow then. Whether that gives the scenario that is built without it (``--set events.NAME=null``), to the
last number, is tried for each.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.world.access import WORLD
from ...model.world.tables import EVENT, LOCATION, NONE, Case, Table, World
from ...scenarios.loader import apply_sets
from ...scenarios.problems import ScenarioError
from .saved import start_of

if TYPE_CHECKING:
    from ...model.world.asked import QuestionTable
    from ...scenarios.scenario import Scenario

#: Why an event stays where leaving its row out does not make the scenario that is without it.
ANOTHER = "without {it} there is something else to choose from: make a page of that world by --set {path}=null"
#: Why an event stays that a question follows, in a page whose saved file holds the whole scenario.
FOLLOWED = "a question follows it, and a file saved without it would ask of nothing"
#: Tables that an event has a say in, and one that only numbers where its places stand.
OWN, LISTS = ("events", "locations"), ("sites",)


class Scripted(NamedTuple):
    """The events of a scenario: paths in the order of their table, and why some of them stay.

    Of the locations, the first ``steady`` are used by more than events. ``questions``: by event, what stands in place
    of some questions (by their number) where it is left out.
    """

    paths: tuple[str, ...]
    kept: dict[str, str]
    steady: int
    questions: dict[str, dict[int, dict[str, Any]]]


def scripted(scenario: Scenario, case: Case) -> Scripted:
    """Which events can be taken out of the worlds of a case."""
    found = Scripted(tuple(f"events.{name}" for name in case.names.events), {}, _steady(case), {})
    for path in found.paths:
        reason = _held(scenario, case, found, [path])
        if reason:
            found.kept[path] = reason
    free = [path for path in found.paths if path not in found.kept]
    if len(free) > 1 and _held(scenario, case, found, free):
        found.kept.update((path, ANOTHER.format(it="some of these", path=path)) for path in free)
    return found


def header_of(found: Scripted, places: Sequence[dict[str, int]]) -> dict[str, Any]:
    """What the engine is told: the events, and where the tables that they have a say in stand in each world."""
    event, location, record = (_offsets(dtype) for dtype in (EVENT, LOCATION, WORLD))
    return {
        **found._asdict(),
        "tables": [{name: own[name] for name in OWN} for own in places],
        "sizes": {"events": EVENT.itemsize, "locations": LOCATION.itemsize},
        "fields": {
            "answers": event["answers"],
            "location": event["location"],
            **{name: location[name] for name in ("territory", "host")},
            **{f"n_{name}": record[f"n_{name}"] for name in OWN},
        },
    }


def without(world: World, gone: Collection[int], steady: int) -> tuple[Table, Table]:
    """Events and locations of a world without the events of these rows, as the engine of the page leaves them out."""
    left = [k for k in range(len(world.events)) if k not in gone]
    row = {k: place for place, k in enumerate(left)}
    events, numbers = world.events[left], dict[int, int]()
    for event in events:
        if (spot := int(event["location"])) >= steady:
            event["location"] = numbers.setdefault(spot, steady + len(numbers))
        if event["answers"] > NONE:
            event["answers"] = row.get(int(event["answers"]), NONE)
    return events, world.locations[[*range(steady), *numbers]]


def _steady(case: Case) -> int:
    """How many locations options or campaigns use: those that events alone use come after them."""
    used = [table["location"] for world in case.worlds for table in (world.rows, world.campaign_locations)]
    return int(max((numbers.max() for numbers in used if len(numbers)), default=NONE)) + 1


def _held(scenario: Scenario, case: Case, found: Scripted, paths: Sequence[str]) -> str:
    """Why events cannot be taken out together; empty if they can. Notes what becomes of questions without one."""
    try:
        built = apply_sets(scenario, dict.fromkeys(paths)).case()
    except ScenarioError as fault:
        return f"{fault.problems[0].path} refers to it"
    gone = {found.paths.index(path) for path in paths}
    if len(paths) == 1:
        found.questions[paths[0]] = _renewed(case.questions, built.questions)
        if found.questions[paths[0]] and "extends" not in start_of(scenario):
            return FOLLOWED
    asked = [asdict(question) for question in case.questions]
    for path in paths:
        for number, question in found.questions[path].items():
            asked[number] = question
    same = asked == [asdict(question) for question in built.questions] and built.from_days == case.from_days
    same = same and all(
        _is_same(one, other, gone, found.steady) for one, other in zip(case.worlds, built.worlds, strict=True)
    )
    return "" if same else ANOTHER.format(it="it", path=paths[0])


def _renewed(before: Sequence[QuestionTable], after: Sequence[QuestionTable]) -> dict[int, dict[str, Any]]:
    """The questions that are others now, by their number."""
    pairs = enumerate(zip(before, after, strict=False))
    return {number: asdict(now) for number, (was, now) in pairs if was != now}


def _is_same(world: World, built: World, gone: Collection[int], steady: int) -> bool:
    """Whether a world with events left out is the one that was built without them."""
    events, locations = without(world, gone, steady)
    left = world._replace(events=events, locations=locations)
    for name in World._fields:
        one, other = getattr(left, name), getattr(built, name)
        if name not in (*OWN, *LISTS) and not np.array_equal(one, other):
            return False
    return np.array_equal(events, built.events) and _spots(left) == _spots(built)


def _spots(world: World) -> list[tuple[Any, ...]]:
    """The locations, each with its places in place of where these stand."""
    names = [name for name in LOCATION.names or () if name not in ("site_lo", "site_hi")]
    return [
        (*(spot[name] for name in names), *world.sites[spot["site_lo"] : spot["site_hi"]]) for spot in world.locations
    ]


def _offsets(dtype: np.dtype) -> dict[str, int]:
    fields: Any = dtype.fields
    return {name: fields[name][1] for name in fields}
