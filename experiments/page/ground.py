"""The map of a page: the chart of the theatre figure on a grid of whole numbers, with land, names, where arcs begin.

The window holds every place that somebody can strike, whatever the runs come to, so that maps of two worlds match.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.tables import NONE, Case, World
from ..figures.about import About, MapPoint
from ..figures.chart import Chart, Window, frame_of
from ..figures.layers import Scene, soils
from ..figures.soil import own_soil, spots
from ..figures.theatre import INVENTED, REAL, arc_from, reach

Points = NDArray[np.float64]
#: Units of the grid across the map.
WIDTH = 900
#: Land of less than so many square units is not drawn, and how far it is drawn beyond the window, in units.
LEAST, BEYOND = 6.0, 20
#: Names of countries that no actor calls its own.
OTHERS = 8


class MapGrid(NamedTuple):
    """A window of a chart on the grid."""

    chart: Chart
    window: Window

    @property
    def height(self) -> int:
        """Units from north to south."""
        return round(WIDTH * self.window.height / self.window.width)

    def of(self, points: Points) -> Points:
        """Points of the chart on the grid, shape (..., 2): x from the west, y from the north."""
        scale = WIDTH / self.window.width
        x, y = points[..., 0] - self.window.west, self.window.north - points[..., 1]
        return np.stack([x, y], axis=-1) * scale

    def at(self, lat: float, lon: float) -> list[int]:
        """Whole numbers of a place, degrees north and east."""
        return [round(number) for number in self.of(self.chart.flat([lat], [lon]))[0].tolist()]


def ground(case: Case, about: About) -> dict[str, Any]:
    """Everything that the map of a page needs; without places an empty map."""
    struck = [about.places[name] for name in _struck(case) if name in about.places]
    where = [(place.lat, place.lon) for place in struck]
    theatre, own = reach(where), own_soil(about)
    flat = theatre.chart.flat(*zip(*where, strict=True)) if where else np.zeros((0, 2))
    grid = MapGrid(theatre.chart, frame_of(flat, *(REAL if own else INVENTED)))
    scene = Scene(about, grid.chart, grid.window, own, grid.window)
    return {
        "width": WIDTH,
        "height": grid.height,
        "land": list(_land(scene, grid)) if own else [],
        "names": list(_names(scene, grid)) if own else [],
        "sites": [_at(about.places.get(name), grid) for name in case.names.sites],
        "observed": _observed(case),
        "begins": _begins(case, about, grid, theatre, struck),
    }


def _at(place: MapPoint | None, grid: MapGrid) -> list[int] | None:
    return grid.at(place.lat, place.lon) if place else None


def _struck(case: Case) -> list[str]:
    """The places where some option, campaign or event of a case may strike, by id."""
    numbers: set[int] = set()
    for world in case.worlds:
        locations = {*world.rows["location"].tolist(), *world.campaign_locations["location"].tolist()} - {NONE}
        numbers |= {site for location in locations for site in _sites(world, location)}
        numbers |= set(world.events["site"].tolist())
    return [case.names.sites[number] for number in sorted(numbers - {NONE})]


def _observed(case: Case) -> list[int]:
    """The sites of scripted acts on the map, by number."""
    return sorted({site for world in case.worlds for site in world.events["site"].tolist()} - {NONE})


def _sites(world: World, location: int) -> list[int]:
    row = world.locations[location]
    return world.sites[int(row["site_lo"]) : int(row["site_hi"])].tolist()


def _begins(
    case: Case, about: About, grid: MapGrid, theatre: Any, struck: list[MapPoint]
) -> list[list[list[int] | None]]:
    """By actor and site where an arc begins; none where nobody strikes, or where it is not known."""
    known = set(struck)
    return [
        [
            _begin(actor, about.places[site], about, grid, theatre)
            if site in about.places and about.places[site] in known
            else None
            for site in case.names.sites
        ]
        for actor in case.names.actors
    ]


def _begin(actor: str, place: MapPoint, about: About, grid: MapGrid, theatre: Any) -> list[int] | None:
    lat, lon = arc_from(actor, (place.lat, place.lon), about, theatre)
    return None if np.isnan(lat) else grid.at(lat, lon)


def _land(scene: Scene, grid: MapGrid) -> Iterator[str]:
    """Land as paths of a drawing, in whole numbers."""
    for soil in soils(scene):
        for polygon in soil.polygons:
            corners = _within(grid.of(polygon), WIDTH, grid.height)
            if len(corners) > 2 and _area(corners) >= LEAST:
                steps = np.diff(corners, axis=0)
                yield f"M{corners[0, 0]},{corners[0, 1]}l{' '.join(f'{x},{y}' for x, y in steps)}z"


def _within(polygon: Points, width: int, height: int) -> NDArray[np.int64]:
    """A polygon cut off a little beyond the window (Sutherland and Hodgman 1974), in whole numbers, none twice."""
    for axis, limit, sign in ((0, -BEYOND, 1), (0, width + BEYOND, -1), (1, -BEYOND, 1), (1, height + BEYOND, -1)):
        polygon = _cut(polygon, axis, limit, sign)
    corners = np.round(polygon).astype(np.int64).reshape(-1, 2)
    kept = (corners != np.roll(corners, 1, axis=0)).any(axis=1)
    return corners[kept]


def _cut(polygon: Points, axis: int, limit: float, sign: int) -> Points:
    """The part of a polygon on one side of a line across an axis."""
    if not len(polygon):
        return polygon
    before = np.roll(polygon, 1, axis=0)
    inside, was = sign * (polygon[:, axis] - limit) >= 0, sign * (before[:, axis] - limit) >= 0
    rise = polygon[:, axis] - before[:, axis]
    share = np.divide(limit - before[:, axis], rise, out=np.zeros(len(polygon)), where=rise != 0)
    crossing = before + share[:, None] * (polygon - before)
    both = np.stack([crossing, polygon], axis=1)
    return both[np.stack([inside != was, inside], axis=1)]


def _area(corners: NDArray[np.int64]) -> float:
    x, y = corners.T
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


def _names(scene: Scene, grid: MapGrid) -> Iterator[dict[str, Any]]:
    """Names of countries where each has most room, those of the scenario first."""
    found = [one for one in spots(soils(scene), scene.window, None) if len(one.points)]
    others = [one for one in found if one.name not in scene.own and one.room >= 2.0][:OTHERS]
    for one in [*(one for one in found if one.name in scene.own), *others]:
        own = one.name in scene.own
        at = [round(number) for number in grid.of(one.points[0]).tolist()]
        yield {"name": scene.own.get(one.name, one.name), "at": at, "own": own}
