"""What follows from the facts of a scenario: who reaches what, who sits where, who is hostile to whom."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from . import areas
from .areas import Area
from .reach import EARTH_RADIUS_KM, Point, great_circle_km

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

#: Weapons that reach an area, and the places of it that each reaches.
Reach = dict[str, tuple[str, ...]]

NON_STATE = ("militia", "spoiler")


class Geography:
    """Answers about one scenario, each worked out once.

    ``blind`` answers as if every weapon reached everywhere: so one can tell an option that is out of reach from one
    that cannot exist.
    """

    def __init__(self, scenario: Assumptions, blind: bool = False) -> None:
        """Look at ``scenario``; nothing is computed yet."""
        self.scenario = scenario
        self.blind = blind
        self._areas: dict[tuple[str, ...], Area] = {}
        self._stationed: dict[str, dict[str, Area]] = {}
        self._launch: dict[tuple[str, bool, str], list[Point]] = {}
        self._reach: dict[tuple[str, tuple[str, ...]], Reach] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._away: dict[tuple[str, str, bool, str], float] = {}
        self._globe: dict[str, NDArray[np.float64]] = {
            name: unit_vector((place.lat, place.lon)) for name, place in scenario.places.items()
        }
        self.groups = groups = [name for name, actor in scenario.actors.items() if actor.kind in NON_STATE]
        self.groups_on: dict[str, list[str]] = {territory: [] for territory in scenario.territories}
        for name in groups:
            for territory in scenario.actors[name].sits_in:
                self.groups_on[territory].append(name)
        self.clients: dict[str, list[str]] = {name: [] for name in scenario.actors}
        for name in groups:
            patron = scenario.actors[name].patron
            if patron:
                self.clients[patron].append(name)
        self.lands_struck: dict[str, set[str]] = {name: set() for name in scenario.actors}
        self.struck: dict[str, set[str]] = {name: set() for name in scenario.actors}
        for campaign in scenario.campaigns.values():
            self.lands_struck[campaign.by].update(campaign.territories)
        for event in scenario.events.values():
            self.lands_struck[event.by].add(event.territory)
        for act in (*scenario.campaigns.values(), *scenario.events.values()):
            self.struck[act.by].add(act.against)
        for name in groups:
            attacks = scenario.actors[name].attacks
            self.struck[name].update([attacks.against] if attacks else ())

    def forget_reach(self) -> None:
        """Work out anew what reaches what: the range of a weapon was changed, and nothing else."""
        self._reach.clear()
        self._near.clear()

    def kind(self, actor: str) -> str:
        """State, militia, spoiler or bystander."""
        return self.scenario.actors[actor].kind

    def is_group(self, actor: str) -> bool:
        """Whether an actor is a militia or a spoiler."""
        return self.kind(actor) in NON_STATE

    def area(self, make: Callable[..., Area], *names: str) -> Area:
        """An area of `areas`, such as ``area(areas.group, "hezbollah", "lebanon")``."""
        key = (make.__name__, *names)
        if key not in self._areas:
            self._areas[key] = make(self.scenario, *names)
        return self._areas[key]

    def stationed(self, owner: str) -> dict[str, Area]:
        """The forces of an actor away from home: territory (and the force's id if it has several there) -> area."""
        if owner not in self._stationed:
            home = self.scenario.actors[owner].home
            abroad = {k: v for k, v in self.scenario.forces.items() if v.of == owner and v.territory != home}
            lands = [force.territory for force in abroad.values()]
            self._stationed[owner] = {
                f"{force.territory}.{name}" if lands.count(force.territory) > 1 else force.territory: self.area(
                    areas.force, name
                )
                for name, force in abroad.items()
            }
        return self._stationed[owner]

    def face_each_other(self, actor: str, territory: str) -> bool:
        """Whether whoever has forces in a territory that is nobody's meets forces of this actor there."""
        nobodys = self.scenario.territories[territory].host is None
        return nobodys and any(v.of == actor and v.territory == territory for v in self.scenario.forces.values())

    def launch_sites(self, actor: str, abroad: bool, of: str = "any") -> list[str]:
        """Places an actor can launch from: those of its home and of the soil it lives on; ``abroad``, its bases too.

        Not from a base whose host forbids it.
        ``of``: those on land, those at sea, or any.
        """
        entry = self.scenario.actors[actor]
        soil = {entry.home, *entry.sits_in}
        sites = [name for name, place in self.scenario.places.items() if place.territory in soil]
        for force in self.scenario.forces.values() if abroad else ():
            if force.of == actor and force.launches:
                sites += force.at or areas.places_with(self.scenario, force.territory)
        at_sea = {name for name in sites if self.scenario.places[name].setting == "sea"} if of != "any" else set()
        return [name for name in dict.fromkeys(sites) if of == "any" or (name in at_sea) == (of == "sea")]

    def distance(self, actor: str, site: str, weapon: str) -> float:
        """Shortest way in km from where an actor launches a weapon to a place.

        Ballistic missiles are launched from own soil; aircraft, ships and drones also from bases abroad.
        """
        given = self.scenario.weapons[weapon]
        key = actor, site, given.kind != "ballistic_missile", given.launched_from
        if key not in self._away:
            self._away[key] = self._distance(*key)
        return self._away[key]

    def _distance(self, actor: str, site: str, abroad: bool, of: str) -> float:
        starts = self._launch.get((actor, abroad, of))
        if starts is None:
            starts = areas.points(self.scenario, self.launch_sites(actor, abroad, of))
            self._launch[actor, abroad, of] = starts
        (goal,) = areas.points(self.scenario, (site,))
        return min((great_circle_km(start, goal) for start in starts), default=float("inf"))

    def weapons_on(self, actor: str, area: Area) -> Reach:
        """The weapons of an actor that reach an area, in the order of its arsenal, each with the places it reaches."""
        key = (actor, area.sites)
        if key not in self._reach:
            arsenal = self.scenario.actors[actor].arsenal
            away = not self.blind and self.near(actor).isdisjoint(area.sites)
            self._reach[key] = {} if away else self.reach(actor, arsenal, area)
        return self._reach[key]

    def reach(self, actor: str, weapons: Iterable[str], area: Area) -> Reach:
        """Those of some weapons that reach an area from where an actor launches, each with the places it reaches."""
        if self.blind:
            return dict.fromkeys(weapons, area.sites)
        found: Reach = {}
        for name in weapons:
            range_km = self.scenario.weapons[name].range_km
            within = tuple(site for site in area.sites if range_km >= self.distance(actor, site, name))
            if within:
                found[name] = within
        return found

    def near(self, actor: str) -> frozenset[str]:
        """The places that some weapon of an actor may reach: all that it does, and none beyond by more than a little.

        In a large world nearly every place is out of reach of nearly everybody; this says so for all places at once.
        """
        if actor not in self._near:
            arsenal = self.scenario.actors[actor].arsenal
            farthest = max((self.scenario.weapons[name].range_km for name in arsenal), default=0.0)
            starts = [self._globe[site] for site in self.launch_sites(actor, abroad=True)]
            places = list(self._globe)
            if not starts or not places:
                return self._near.setdefault(actor, frozenset())
            cosines = np.stack([self._globe[place] for place in places]) @ np.stack(starts).T
            within = np.any(cosines >= least_cosine(farthest), axis=1).tolist()
            self._near[actor] = frozenset(place for place, inside in zip(places, within, strict=True) if inside)
        return self._near[actor]

    def strikes_in(self, group: str) -> frozenset[str]:
        """The territories where a group can strike at forces: the soil it lives on, and where it is known to strike."""
        return frozenset((*self.scenario.actors[group].sits_in, *self.lands_struck[group]))

    def stand_ins(self, state: str) -> list[str]:
        """The groups in whose place a state answers another, or is answered: its militias, and those it shelters."""
        sheltered = [name for name in self.groups if state in self.scenario.actors[name].stands_for]
        return list(dict.fromkeys([*self.clients[state], *sheltered]))

    def quarrels(self, state: str, group: str) -> bool:
        """Whether a state is known to fight a group: it, or whom it protects, is struck by it, or it hunts its leaders.

        A group with a cause of its own (a spoiler) it fights where its ties name it. Not where it is allied with the
        group, or consents to its presence.
        """
        tie = self.scenario.tie(state, group)
        if tie.consent > 0.0 or self.allied(state, group):
            return False
        named = self.kind(group) == "spoiler" and group in self.scenario.ties.get(state, {})
        protected = {other for other, entry in self.scenario.ties.get(state, {}).items() if entry.protects}
        return named or tie.hunts > 0.0 or not self.struck[group].isdisjoint({state, *protected})

    def allied(self, actor: str, other: str) -> bool:
        """Whether two never strike each other: allies, patron and militia, or militias of one patron."""
        one, two = self.scenario.actors[actor], self.scenario.actors[other]
        led = one.patron == other or two.patron == actor or (one.patron is not None and one.patron == two.patron)
        return led or other in one.allies or actor in two.allies

    def can_provoke(self, actor: str, other: str) -> bool:
        """Whether another can hold anything against an actor.

        One that can strike or sponsors others may provoke anybody; a group without weapons, or a state without means,
        only whom it is known to strike, and the hosts of these.
        """
        entry = self.scenario.actors[actor]
        if entry.kind == "bystander":
            return False
        armed = entry.can_strike if entry.kind == "state" else bool(entry.arsenal)
        return armed or bool(self.clients[actor]) or self.strikes(actor, other)

    def strikes(self, actor: str, other: str) -> bool:
        """Whether an actor is known to strike another: itself, its soil, or one with which it stands."""
        hosts = {self.scenario.territories[land].host for land in self.lands_struck[actor]}
        ties = self.scenario.ties.get(other, {})
        return other in hosts or any(
            struck == other or self.allied(struck, other) or (ties[struck].solidarity if struck in ties else 0.0)
            for struck in self.struck[actor]
        )


def unit_vector(a: Point) -> NDArray[np.float64]:
    """A point as a vector from the centre of the sphere, of length 1; the cosine of two is their scalar product."""
    lat, lon = math.radians(a[0]), math.radians(a[1])
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def least_cosine(km: float) -> float:
    """The cosine that two points within this distance in km have at least; a margin of 1 km is on the safe side."""
    return math.cos(min(math.pi, (km + 1.0) / EARTH_RADIUS_KM)) - 1e-12
