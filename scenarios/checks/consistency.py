"""Check what no single field can show: patrons, homes, dates, answers, shares, reach."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from ...model.world.doctrines import DOCTRINES
from ..menus.reach import launch_points, point, points_in, shortest_km
from ..problems import choices
from ..schema.sections import FORCE_RUNGS, Assumptions
from ..schema.walk import node_at
from ..text.handles import value_at
from ..text.settings import split_path
from ..text.unwrap import Mistake
from . import relations

#: Entries of a section.
LIMITS = {"actors": 2000, "events": 20_000, "interventions": 2000}
#: Values that the interventions of a scenario may ask to be checked: some ten seconds.
MOST_CHECKED = 1_000_000
#: Acts of campaigns and spoilers that a run may be expected to hold: some hundred megabytes.
MOST_ACTS = 1_000_000


def inconsistencies(scenario: Assumptions) -> Iterator[Mistake]:
    """Everything that does not fit together. Ids that name nothing are passed over: `unknown_ids` reports them."""
    for check in CHECKS:
        yield from check(scenario)


def sizes(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """More actors, events or interventions than a world can hold; seen before anything else is looked at."""
    counts = {name: len(part) for name in LIMITS if isinstance(part := data.get(name), dict)}
    for name, count in counts.items():
        if count > LIMITS[name]:
            yield Mistake((name,), f"{count} {name}: at most {LIMITS[name]}", at_key=True)
    steps = counts.get("interventions", 0)
    if steps * (values := _values(data)) > MOST_CHECKED:
        message = f"{steps} interventions, each checked with {values} values: at most {MOST_CHECKED:,} together"
        yield Mistake(("interventions",), message, at_key=True)


def _values(data: Any) -> int:
    """Number of single values in nested data."""
    if not isinstance(data, dict | list):
        return 1
    return sum(_values(part) for part in (data.values() if isinstance(data, dict) else data))


def cast(scenario: Assumptions) -> Iterator[Mistake]:
    """A world in which nobody acts."""
    if not scenario.actors:
        yield Mistake(("actors",), "no actors: a scenario needs at least one", at_key=True)


def volume(scenario: Assumptions) -> Iterator[Mistake]:
    """More standing violence than a run can hold; rates that follow a patron's pressure are taken as they are."""
    rates = sum(campaign.rate for campaign in scenario.campaigns.values())
    rates += sum(actor.attacks.rate for actor in scenario.actors.values() if actor.attacks)
    if rates * scenario.days > MOST_ACTS:
        message = f"rates of {rates:,.0f} acts a day over {scenario.days} days: at most {MOST_ACTS:,} acts a run"
        yield Mistake(("campaigns" if scenario.campaigns else "actors",), message, at_key=True)


def kinds(scenario: Assumptions) -> Iterator[Mistake]:
    """Settings that an actor of this kind does not have."""
    for name, actor in scenario.actors.items():
        here = ("actors", name)
        state, nonstate = actor.kind == "state", actor.kind in ("militia", "spoiler")
        if state and actor.home is None:
            yield Mistake(here, "home is missing: a state needs a territory of its own", at_key=True)
        if actor.sits_in and not nonstate:
            yield Mistake((*here, "sits_in"), f"only militias and spoilers live on others' soil, not a {actor.kind}")
        if actor.commanders_in and not state:
            yield Mistake((*here, "commanders_in"), f"only states have this, not a {actor.kind}")
        if actor.attacks is not None and actor.kind != "spoiler":
            yield Mistake((*here, "attacks"), f"only spoilers have this, not a {actor.kind}: use campaigns")
        if actor.patron is not None and not nonstate:
            yield Mistake((*here, "patron"), f"only militias and spoilers have a patron, not a {actor.kind}")
        if "control" in actor.model_fields_set and actor.patron is None:
            yield Mistake((*here, "control"), "control is the patron's, and no patron is named")


def doctrines(scenario: Assumptions) -> Iterator[Mistake]:
    """Doctrines of actors that never decide, parameters that a doctrine does not have, values outside their bounds."""
    for name, actor in scenario.actors.items():
        if actor.kind in ("spoiler", "bystander") and "doctrine" in actor.model_fields_set:
            yield Mistake(("actors", name, "doctrine"), f"a {actor.kind} never decides about an answer", at_key=True)
        known = DOCTRINES[actor.doctrine.rule].parameters
        for parameter, value in (actor.doctrine.__pydantic_extra__ or {}).items():
            path = ("actors", name, "doctrine", parameter)
            if parameter not in known:
                message = f"{actor.doctrine.rule} has no such parameter: {_owner(parameter, list(known))}"
                yield Mistake(path, message, at_key=True)
            elif not known[parameter].low <= value <= known[parameter].high:
                low, high = known[parameter].low, known[parameter].high
                yield Mistake(path, f"{value:g} is outside {low:g} to {high:g} ({known[parameter].unit})")


def _owner(parameter: str, known: list[str]) -> str:
    """The doctrine that does have a parameter, or the parameters that are known."""
    owner = next((rule for rule, entry in DOCTRINES.items() if parameter in entry.parameters), None)
    return f"it is one of {owner} (write rule: {owner})" if owner else choices(parameter, known)


def keys(scenario: Assumptions) -> Iterator[Mistake]:
    """Two actors that would draw the same random numbers."""
    seen: dict[str, str] = {}
    for name in scenario.actors:
        key = scenario.key(name)
        if key in seen:
            message = f"the key {key} is already that of {seen[key]}: the two would share their random draws"
            given = "key" in scenario.actors[name].model_fields_set
            yield Mistake(("actors", name, "key") if given else ("actors", name), message, at_key=not given)
        seen.setdefault(key, name)


def patrons(scenario: Assumptions) -> Iterator[Mistake]:
    """Militias that are their own patron, directly or round a circle."""
    above = {name: actor.patron for name, actor in scenario.actors.items()}
    for name in above:
        if above[name] == name:
            yield Mistake(("actors", name, "patron"), f"{name} cannot be its own patron")
    for circle in circles(above):
        for at, name in enumerate(circle if len(circle) > 1 else ()):
            line = " -> ".join([*circle[at:], *circle[:at], name])
            yield Mistake(("actors", name, "patron"), f"the patrons go round in a circle: {line}")


def circles(above: Mapping[str, str | None]) -> Iterator[list[str]]:
    """The circles in a mapping of each thing to the one above it, each once, in the order in which it goes round."""
    seen: dict[str, str] = {}
    for name in above:
        here: str | None = name
        line: list[str] = []
        while here is not None and here in above and here not in seen:
            seen[here] = name
            line.append(here)
            here = above[here]
        if here in line:
            yield line[line.index(here) :]


def homes(scenario: Assumptions) -> Iterator[Mistake]:
    """Homes of states that are not their own soil, hosts that are no states, attacks on an actor without a home."""
    for name, actor in scenario.actors.items():
        home = scenario.territories.get(actor.home or "")
        if actor.kind == "state" and home is not None and home.host != name:
            whose = f"the soil of {home.host}" if home.host else "nobody's soil"
            message = f"{actor.home} is {whose}: write host: {name} in territories.{actor.home}"
            yield Mistake(("actors", name, "home"), message)
        target = scenario.actors.get(actor.attacks.against) if actor.attacks else None
        if target is not None and target.home is None:
            yield Mistake(("actors", name, "attacks", "against"), "this actor has no home territory to be attacked in")
    for name, territory in scenario.territories.items():
        host = scenario.actors.get(territory.host or "")
        if host is not None and host.kind != "state":
            instead = (
                ": write kind: state, can_strike: false for one that only is struck" if host.kind == "bystander" else ""
            )
            message = f"a host is a state, and {territory.host} is a {host.kind}{instead}"
            yield Mistake(("territories", name, "host"), message)


def attacked(scenario: Assumptions) -> Iterator[Mistake]:
    """Places that a spoiler attacks on the soil of others than the state that it is against."""
    for name, actor in scenario.actors.items():
        target = scenario.actors.get(actor.attacks.against) if actor.attacks else None
        if actor.attacks is None or target is None:
            continue
        for place in actor.attacks.at:
            where = scenario.places[place].territory if place in scenario.places else target.home
            ground = scenario.territories.get(where or "")
            if where != target.home and (ground is None or ground.host is not None):
                yield Mistake(("actors", name, "attacks", "at", place), f"{place} lies in {where}, not {target.home}")


def ties(scenario: Assumptions) -> Iterator[Mistake]:
    """Ties of an actor to itself, and protection of one that is no bystander."""
    for name, others in scenario.ties.items():
        for other, tie in others.items():
            if other == name:
                yield Mistake(("ties", name, other), "an actor has no tie to itself", at_key=True)
            target = scenario.actors.get(other)
            if tie.protects and target is not None and target.kind != "bystander":
                yield Mistake(("ties", name, other, "protects"), f"only bystanders are protected, not a {target.kind}")


def forces(scenario: Assumptions) -> Iterator[Mistake]:
    """Bases outside the territory of their force."""
    for name, force in scenario.forces.items():
        for number, place in enumerate(force.at):
            if place in scenario.places and scenario.places[place].territory != force.territory:
                where = scenario.places[place].territory
                yield Mistake(("forces", name, "at", str(number)), f"{place} lies in {where}, not {force.territory}")


def rungs(scenario: Assumptions) -> Iterator[Mistake]:
    """Rungs whose damage nobody states."""
    missing = [rung for rung in FORCE_RUNGS if rung not in scenario.ladder]
    if missing:
        message = f"no damage for {', '.join(missing)}: state it, or write extends: arsenal"
        yield Mistake(("ladder",), message, at_key=True)


def acts(scenario: Assumptions) -> Iterator[Mistake]:
    """Campaigns and events by one that never acts, or of an actor against itself."""
    sections = {"campaigns": scenario.campaigns, "events": scenario.events}
    for section, entries in sections.items():
        for name, act in entries.items():
            author = scenario.actors.get(act.by)
            if author is not None and author.kind == "bystander":
                yield Mistake((section, name, "by"), f"{act.by} is a bystander and never acts")
            if act.by == act.against:
                yield Mistake((section, name, "against"), "an actor cannot strike itself")
    for name in scenario.campaigns:
        if name in scenario.events:
            message = "a campaign and an event have this id: give one of them another"
            yield Mistake(("campaigns", name), message, at_key=True)


def counts(scenario: Assumptions) -> Iterator[Mistake]:
    """Observed figures that contradict each other, and places that lie elsewhere."""
    for name, event in scenario.events.items():
        here = ("events", name)
        if event.killed_civilians > event.killed:
            message = f"{event.killed_civilians} civilians among {event.killed} killed"
            yield Mistake((*here, "killed_civilians"), message)
        if event.launched and event.intercepted + event.hits > event.launched:
            message = f"{event.intercepted} stopped and {event.hits} hits, of {event.launched} launched"
            yield Mistake((*here, "hits" if event.hits else "intercepted"), message)
        place = scenario.places.get(event.at or "")
        if place is not None and place.territory != event.territory:
            yield Mistake((*here, "at"), f"{event.at} lies in {place.territory}, not in {event.territory}")
        if event.through is not None and event.through == event.by:
            yield Mistake((*here, "through"), "an actor is not its own proxy: leave this out")


def answers(scenario: Assumptions) -> Iterator[Mistake]:
    """Events that answer something later, themselves, or each other."""
    round_ = {name for circle in circles({n: e.answers for n, e in scenario.events.items()}) for name in circle}
    for name, event in scenario.events.items():
        cause = scenario.events.get(event.answers or "")
        campaign = scenario.campaigns.get(event.answers or "")
        path = ("events", name, "answers")
        began = cause.date if cause else campaign.starts if campaign else None
        if event.answers == name:
            yield Mistake(path, "an event cannot answer itself")
        elif began is not None and event.date < began:
            yield Mistake(path, f"on {event.date} it cannot answer what comes later ({event.answers}, {began})")
        elif name in round_:
            yield Mistake(path, "these events answer each other in a circle")


def windows(scenario: Assumptions) -> Iterator[Mistake]:
    """Dates outside the horizon, and periods that end before they begin."""
    window = f"the scenario runs from {scenario.start} to {scenario.end}"
    for section, entries in (("events", scenario.events), ("interventions", scenario.interventions)):
        for name, entry in entries.items():
            if not scenario.start <= entry.date <= scenario.end:
                side = "before the start" if entry.date < scenario.start else "after the end"
                yield Mistake((section, name, "date"), f"{entry.date} is {side}: {window}")
    if scenario.simulate_from and not scenario.start <= scenario.simulate_from <= scenario.end:
        yield Mistake(("simulate_from",), f"{scenario.simulate_from} is outside: {window}")
    periods = [("campaigns", scenario.campaigns), ("background", scenario.background), ("truces", scenario.truces)]
    for section, spans in periods:
        for name, span in spans.items():
            if span.ends is not None and span.ends < span.starts:
                yield Mistake((section, name, "to"), f"{span.ends} comes before {span.starts}, from which it holds")


def horizon(scenario: Assumptions) -> Iterator[Mistake]:
    """A horizon that leaves the calendar."""
    if (datetime.date.max - scenario.start).days < scenario.days:
        yield Mistake(("start",), "the horizon leaves the calendar")


def shares(scenario: Assumptions) -> Iterator[Mistake]:
    """Campaigns without a place."""
    for name, campaign in scenario.campaigns.items():
        if not campaign.territories:
            yield Mistake(("campaigns", name, "in"), "name at least one territory")


def reach(scenario: Assumptions) -> Iterator[Mistake]:
    """Weapons that do not reach what an event or a campaign strikes with them.

    Nothing is said where the map has no point to measure from or to.
    """
    for name, event in scenario.events.items():
        if event.weapon is None or event.weapon not in scenario.weapons:
            continue
        goals = [point(scenario, event.at)] if event.at in scenario.places else points_in(scenario, event.territory)
        where = event.at or event.territory
        starters = [event.by, event.through] if event.through else [event.by]
        yield from _too_far(scenario, event.weapon, starters, goals, (("events", name, "weapon"), where))
    for name, campaign in scenario.campaigns.items():
        goals = [point for territory in campaign.territories for point in points_in(scenario, territory)]
        for table in ("weapons", "heavy_weapons"):
            for weapon in getattr(campaign, table):
                path = ("campaigns", name, table, weapon)
                where = ", ".join(campaign.territories)
                yield from _too_far(scenario, weapon, [campaign.by], goals, (path, where))


def _too_far(
    scenario: Assumptions,
    weapon: str,
    actors: list[str],
    goals: list[tuple[float, float]],
    said: tuple[tuple[str, ...], str],
) -> Iterator[Mistake]:
    known = [actor for actor in actors if actor in scenario.actors]
    starts = [point for actor in known for point in launch_points(scenario, actor)]
    if weapon not in scenario.weapons or not starts or not goals:
        return
    far, range_km = shortest_km(starts, goals), scenario.weapons[weapon].range_km
    if far > range_km:
        path, where = said
        message = f"{weapon} reaches {range_km:g} km, and {where} is {far:.0f} km from {' and '.join(known)}"
        yield Mistake(path, message)


def population(scenario: Assumptions) -> Iterator[Mistake]:
    """Rows of a population that are no rows, stand at no number, or leave what is allowed there."""
    lengths = {path: len(values) for path, values in scenario.population.items()}
    rows = max(lengths.values(), default=0)
    for path, values in scenario.population.items():
        node = node_at(split_path(path))
        here = ("population", path)
        if node is None or not node.number or value_at(scenario, path) is None:
            yield Mistake(
                here, "no number of this scenario stands there: write a path such as events.NAME.killed", True
            )
        elif len(values) != rows or not rows:
            yield Mistake(here, f"{len(values)} values where the longest list has {rows}: a row takes one of each")
        elif (node.low is not None and min(values) < node.low) or (node.high is not None and max(values) > node.high):
            yield Mistake(here, f"a value leaves what is allowed there: {node.low:g} to {node.high:g}")


CHECKS = (
    cast,
    volume,
    kinds,
    doctrines,
    keys,
    patrons,
    homes,
    attacked,
    ties,
    forces,
    rungs,
    acts,
    counts,
    answers,
    horizon,
    windows,
    shares,
    reach,
    population,
    *relations.CHECKS,
)
