"""Country outlines and an equal-area view of them, without any mapping library.

Outlines: Natural Earth 4.1, public domain, through world-atlas 2.0.2 (see ``SOURCES.md``).
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

PACKAGE = "brink.experiments.figures"
PARALLEL = np.radians(28.0)
WEST, EAST, SOUTH, NORTH = 24.0, 78.0, 8.0, 44.0


class Country(NamedTuple):
    """A name and its rings, each an array of shape (points, 2): degrees east, degrees north."""

    name: str
    rings: tuple[NDArray[np.float64], ...]


class View(NamedTuple):
    """A rectangle of the map in degrees."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lambert's cylindrical equal-area projection, true to scale at 28 degrees north; in radians of the sphere."""
    x = np.radians(np.asarray(lon, dtype=float)) * np.cos(PARALLEL)
    return x, np.sin(np.radians(np.asarray(lat, dtype=float))) / np.cos(PARALLEL)


@functools.cache
def countries() -> tuple[Country, ...]:
    """The outlines that ship beside this file."""
    told = json.loads((files(PACKAGE) / "theatre.geojson").read_text(encoding="utf-8"))
    return tuple(_country(feature) for feature in told["features"])


def middle(country: Country) -> tuple[float, float]:
    """A point for the country's name: the middle of its largest ring (area centroid), degrees east and north."""
    ring = max(country.rings, key=lambda points: abs(_area(points)))
    x, y = ring[:, 0], ring[:, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() * 3
    return float(((x + np.roll(x, -1)) * cross).sum() / area), float(((y + np.roll(y, -1)) * cross).sum() / area)


def view(lons: list[float], lats: list[float], margin: float = 3.0, smallest: float = 8.0, broad: float = 0.95) -> View:
    """The rectangle that holds all points with a margin, neither tiny nor flat.

    All in degrees; ``broad`` is the least width as a share of the height.
    """
    if not lons:
        return View(WEST, EAST, SOUTH, NORTH)
    spans = [(min(lons) - margin, max(lons) + margin), (min(lats) - margin, max(lats) + margin)]
    wide = [
        (low - max(0.0, smallest - (high - low)) / 2, high + max(0.0, smallest - (high - low)) / 2)
        for low, high in spans
    ]
    (west, east), (south, north) = wide
    lacking = 0.5 * (east - west) - (north - south)
    if lacking > 0:
        south, north = south - lacking / 2, north + lacking / 2
    lacking = broad * (north - south) - (east - west)
    if lacking > 0:
        west, east = west - lacking / 2, east + lacking / 2
    return View(west, east, max(-85.0, south), min(85.0, north))


def _country(feature: dict) -> Country:
    shape = feature["geometry"]
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return Country(feature["properties"]["name"], tuple(np.array(part[0], dtype=float) for part in parts))


def _area(points: NDArray[np.float64]) -> float:
    x, y = points[:, 0], points[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)
