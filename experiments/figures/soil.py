"""Names of countries on a map, each within the land that is seen, and which countries a scenario speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from .about import About
from .chart import Points, Window, inside
from .labels import Label, place
from .outline import Country, country_named

#: Points a side of the grid on which room for a name is looked for.
GRID = 56
#: Spots that are tried for a name, and how far they lie apart, in steps of the grid.
TRIED, APART = 16, 4
#: Steps of the grid that must be free around the name of a country that no actor of the scenario calls its own.
ROOM = 2.0
OTHERS = 14
#: Where the name of a country too small to hold it may stand, and how far off, in page pixels.
AROUND = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
WITHIN = (((0, 0),), ((-1, 0), (1, 0)))
GAPS = (10.0, 20.0, 34.0)
OWN_INK, OTHER_INK = "#4a4435", "#857d6a"


class Soil(NamedTuple):
    """A country on the chart: its name, and its polygons that may be seen."""

    name: str
    polygons: tuple[Points, ...]


class Spots(NamedTuple):
    """Where the name of a country may stand, the roomiest first, and how many steps of the grid are free around it."""

    name: str
    points: Points
    room: float


def own_soil(about: About) -> dict[str, str]:
    """What a scenario calls the countries that its territories are, by the country's name on the map.

    A territory is a country if it, or the state whose soil it is, goes by its name and one of its places lies there: so
    an invented world gets no real land, whatever its states are called and wherever its places are put.
    """
    found: dict[str, str] = {}
    for territory, name in about.territories.items():
        country = _country_of(territory, about)
        if country:
            found.setdefault(country.name, name)
    return found


def _country_of(territory: str, about: About) -> Country | None:
    host = about.hosts.get(territory, "")
    inner = [place for place in about.places.values() if place.territory == territory]
    for called in (about.territories[territory], territory, about.labels.get(host, ""), host):
        country = country_named(called)
        if country and any(country.holds(place.lat, place.lon) for place in inner):
            return country
    return None


def spots(found: Iterable[Soil], window: Window, hidden: Window | None) -> list[Spots]:
    """Where names may stand, for each country with visible land outside ``hidden``; the largest first."""
    step = max(window.width, window.height) / GRID
    x = np.arange(window.west + step / 2, window.east, step)
    y = np.arange(window.south + step / 2, window.north, step)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    every = [_spots(soil, grid, window, hidden) for soil in found]
    return sorted((one for one in every if len(one.points)), key=lambda one: -one.room)


def _spots(soil: Soil, grid: Points, window: Window, hidden: Window | None) -> Spots:
    from scipy.ndimage import distance_transform_edt

    mask = np.zeros(grid.shape[:2], dtype=bool)
    for polygon in soil.polygons:
        (west, south), (east, north) = polygon.min(axis=0), polygon.max(axis=0)
        near = Window(west, east, south, north).holds(grid)
        mask[near] |= inside(polygon, grid[near])
    if hidden is not None:
        mask &= ~hidden.holds(grid)
    if not mask.any():
        return Spots(soil.name, _corner(soil, window, hidden), 0.0)
    free = np.asarray(distance_transform_edt(np.pad(mask, 1)))[1:-1, 1:-1]
    chosen = _apart(free)
    return Spots(soil.name, grid[tuple(chosen.T)], float(free.max()))


def _corner(soil: Soil, window: Window, hidden: Window | None) -> Points:
    """The visible corner of a country that no point of the grid hits; none if no corner is seen."""
    corners = np.concatenate(soil.polygons)
    seen = window.holds(corners) if hidden is None else window.holds(corners) & ~hidden.holds(corners)
    return corners[seen][:1]


def _apart(free: Points) -> Points:
    """Rows and columns of the roomiest points, apart from each other; shape (points, 2)."""
    order = np.argsort(-free, axis=None, kind="stable")[: int((free > 0).sum())]
    chosen: list[tuple[int, int]] = []
    for row, column in zip(*np.unravel_index(order, free.shape), strict=True):
        if all(max(abs(row - r), abs(column - c)) >= APART for r, c in chosen):
            chosen.append((int(row), int(column)))
            if len(chosen) == TRIED:
                break
    return np.array(chosen)


def name_own(axes: Axes, found: list[Spots], own: dict[str, str], taken: list[Bbox]) -> None:
    """Name the countries of the scenario's own states: within their land, failing that next to it."""
    for one in found:
        if one.name in own and not _name_within(axes, one, own[one.name], OWN_INK, "bold", taken):
            x, y = one.points[0]
            wishes = [_label(x, y, own[one.name], OWN_INK, "bold", gap) for gap in GAPS]
            any(place(axes, [wish], taken, AROUND) for wish in wishes)


def name_others(axes: Axes, found: list[Spots], own: dict[str, str], taken: list[Bbox]) -> None:
    """Name the other countries that have room."""
    for one in [one for one in found if one.name not in own and one.room >= ROOM][:OTHERS]:
        _name_within(axes, one, one.name, OTHER_INK, "normal", taken)


def _name_within(axes: Axes, one: Spots, text: str, ink: str, weight: str, taken: list[Bbox]) -> bool:
    """Write a name about a point of the land; failing that, as where the map cuts the land off, from or up to one."""
    wishes = [_label(x, y, text, ink, weight) for x, y in one.points]
    return any(place(axes, [wish], taken, spots) for spots in WITHIN for wish in wishes)


def _label(x: float, y: float, text: str, ink: str, weight: str, gap: float = 0.0) -> Label:
    return Label(float(x), float(y), text, gap=gap, size=8.8, colour=ink, weight=weight, style="italic", halo=True)
