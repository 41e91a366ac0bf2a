"""What reaches what: launch places and great-circle distances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

EARTH_RADIUS_KM = 6371.0
Point = tuple[float, float]


@lru_cache(maxsize=100_000)
def great_circle_km(a: Point, b: Point) -> float:
    """Distance in km between two points (latitude, longitude in degrees) on a sphere, by the haversine formula.

    To the metre, so that the last bit of a platform's sine decides nothing.
    """
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(b[1] - a[1]) / 2)
    root = math.sqrt(half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon)
    return round(2 * EARTH_RADIUS_KM * math.asin(min(1.0, root)), 3)


def point(scenario: Assumptions, place: str) -> Point:
    """Latitude and longitude of a place."""
    entry = scenario.places[place]
    return entry.lat, entry.lon


def points_in(scenario: Assumptions, territory: str) -> list[Point]:
    """The known points of a territory."""
    return [(place.lat, place.lon) for place in scenario.places.values() if place.territory == territory]


def presence(scenario: Assumptions, actor: str) -> list[str]:
    """Territories an actor can launch from: its home, the soil it lives on, where its forces are; each once."""
    entry = scenario.actors[actor]
    home = [entry.home] if entry.home else []
    abroad = [force.territory for force in scenario.forces.values() if force.of == actor]
    return list(dict.fromkeys([*home, *entry.sits_in, *abroad]))


def launch_points(scenario: Assumptions, actor: str) -> list[Point]:
    """Points an actor can launch from, in the order of `presence`."""
    return [point for territory in presence(scenario, actor) for point in points_in(scenario, territory)]


def shortest_km(starts: Iterable[Point], goals: Iterable[Point]) -> float:
    """Smallest distance in km between two sets of points; infinity if one is empty."""
    goals = list(goals)
    return min((great_circle_km(start, goal) for start in starts for goal in goals), default=math.inf)
