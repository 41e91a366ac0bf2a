"""What can be hit where: the area that a target offers in a territory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...model.kernel.formula import larger, root, smaller
from ...model.world.ladder import FIRST_OVERT, Rung
from ...model.world.tables import Setting

if TYPE_CHECKING:
    from ..schema.sections import Assumptions
    from ..schema.theatre import Force

#: Number of people at which deaths are the ladder's own; more people, more deaths, by the square root.
REFERENCE_PERSONNEL = 2500
LEAST_EXPOSURE = 0.2
MOST_EXPOSURE = 2.0


class Area(NamedTuple):
    """A place that can be hit: territory, defence (id or None), setting, factor on deaths, and the places that fit."""

    territory: str
    defence: str | None
    setting: Setting
    exposure: float
    sites: tuple[str, ...]


def places_with(scenario: Assumptions, territory: str, *settings: str, but: Collection[str] = ()) -> tuple[str, ...]:
    """Places of a territory with the first of these settings that it has any of; else all its places.

    Sites said to be another state's are no part of it, nor are places in ``but``.
    """
    there = {
        name: place.setting
        for name, place in scenario.places.items()
        if place.territory == territory and place.stands_for is None and name not in but
    }
    for setting in settings:
        found = tuple(name for name, own in there.items() if own == setting)
        if found:
            return found
    return tuple(there)


def exposure(personnel: int) -> float:
    """Factor on deaths from the number of people there: a square root, since bases spread as they grow (judgement)."""
    return smaller(larger(root(personnel / REFERENCE_PERSONNEL), LEAST_EXPOSURE), MOST_EXPOSURE)


def homeland(scenario: Assumptions, state: str) -> Area:
    """The military targets on a state's own soil: not the bases of others there."""
    actor = scenario.actors[state]
    territory = actor.home or ""
    others = {place for entry in scenario.forces.values() if entry.of != state for place in entry.at}
    return Area(territory, actor.defence, Setting.BASE, 1.0, places_with(scenario, territory, "base", but=others))


def people(scenario: Assumptions, state: str) -> Area:
    """A state's own people, where an act displaced onto it falls."""
    actor = scenario.actors[state]
    territory = actor.home or ""
    return Area(territory, actor.defence, Setting.CITY, 1.0, places_with(scenario, territory, "city"))


def crowd(scenario: Assumptions, state: str, at: tuple[str, ...] = ()) -> Area:
    """Where a mass-casualty attack on a state falls, past every defence: these places, or among crowds in its cities.

    Whoever attacks bases kills those who serve there.
    """
    named = [scenario.places[place] for place in at if place in scenario.places]
    territory = named[0].territory if named else scenario.actors[state].home or ""
    setting = Setting.BASE if named and all(place.setting == "base" for place in named) else Setting.CROWD
    return Area(territory, None, setting, 1.0, at or places_with(scenario, territory, "city"))


def leader(scenario: Assumptions, territory: str) -> Area:
    """Where commanders and leaders can be found: in towns, among their own people."""
    return Area(territory, None, Setting.CAMP, 1.0, places_with(scenario, territory, "city", "camp"))


def declared(scenario: Assumptions, host: str, state: str) -> Area:
    """The sites on a host's soil that are said to be another state's."""
    actor = scenario.actors[host]
    territory = actor.home or ""
    sites = tuple(n for n, p in scenario.places.items() if (p.territory, p.stands_for) == (territory, state))
    return Area(territory, actor.defence, Setting.CITY, 1.0, sites)


def forces_in(scenario: Assumptions, actor: str, territory: str) -> dict[str, Force]:
    """The forces of an actor in a territory, by id."""
    return {name: force for name, force in scenario.forces.items() if (force.of, force.territory) == (actor, territory)}


def force(scenario: Assumptions, name: str) -> Area:
    """The bases of one force."""
    entry = scenario.forces[name]
    sites = entry.at or places_with(scenario, entry.territory, "base", "sea")
    return Area(entry.territory, entry.defence, Setting.BASE, exposure(entry.personnel), sites)


def group(scenario: Assumptions, name: str, territory: str) -> Area:
    """The sites of a non-state group in a territory: those of its forces there, or the camps of the territory."""
    found = list(forces_in(scenario, name, territory).values())
    if not found:
        return Area(territory, None, Setting.CAMP, 1.0, places_with(scenario, territory, "camp"))
    sites = tuple(dict.fromkeys(place for entry in found for place in entry.at))
    many = exposure(sum(entry.personnel for entry in found))
    return Area(territory, found[0].defence, Setting.CAMP, many, sites or places_with(scenario, territory, "camp"))


def areas_of(scenario: Assumptions, target: str, territory: str, rung: int) -> list[Area]:
    """Where an act of this rung against ``target`` can fall in ``territory``, for acts that a file states itself."""
    actor = scenario.actors[target]
    if rung == Rung.LEADER_KILLED:
        return [leader(scenario, territory)]
    if actor.kind in ("militia", "spoiler"):
        return [group(scenario, target, territory)]
    stationed = forces_in(scenario, target, territory)
    if stationed:
        return [force(scenario, name) for name in stationed]
    if actor.home == territory:
        return [people(scenario, target) if rung == FIRST_OVERT else homeland(scenario, target)]
    return [Area(territory, None, Setting.CAMP, 1.0, places_with(scenario, territory, "camp"))]


def points(scenario: Assumptions, sites: Iterable[str]) -> list[tuple[float, float]]:
    """Latitude and longitude of places, in degrees."""
    return [(scenario.places[site].lat, scenario.places[site].lon) for site in sites]
