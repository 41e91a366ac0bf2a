"""A flat chart of the globe about the middle of a theatre, wherever that is: over the date line, over a pole.

Lambert's azimuthal equal-area projection: every point of the globe has its place in a disc of radius 2, and near the
middle a unit is a radian. North is up at the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
RIM = 2.0
#: From here outward the far side of the globe is pressed onto the rim, and outlines have no shape.
FAR_SIDE = 1.8
_AROUND = np.linspace(0.0, 2 * np.pi, 181)
#: Steps in which the middle of a theatre is found; it then lies within a hundredth of its radius.
_STEPS = 100


class Chart(NamedTuple):
    """Degrees north and east of the middle."""

    lat: float
    lon: float

    def flat(self, lat: ArrayLike, lon: ArrayLike) -> Points:
        """Points of the chart, shape (points, 2); missing coordinates stay missing."""
        phi, middle = np.radians(np.asarray(lat, dtype=float)), np.radians(self.lat)
        turn = np.radians(np.asarray(lon, dtype=float) - self.lon)
        facing = np.sin(middle) * np.sin(phi) + np.cos(middle) * np.cos(phi) * np.cos(turn)
        stretch = np.sqrt(2 / np.maximum(1e-12, 1 + facing))
        up = np.cos(middle) * np.sin(phi) - np.sin(middle) * np.cos(phi) * np.cos(turn)
        return np.stack([stretch * np.cos(phi) * np.sin(turn), stretch * up], axis=-1)

    def outline(self, ring: Points) -> Points | None:
        """A ring of degrees east and north as a polygon of the chart; None if all of it lies on the far side.

        Around the point opposite the middle the inside of a ring is what lies between it and the rim.
        """
        polygon = self.flat(ring[:, 1], ring[:, 0])
        away = np.hypot(*polygon.T)
        if away.max() < FAR_SIDE:
            return polygon
        opposite = Chart(-self.lat, self.lon + 180)
        if inside(opposite.flat(ring[:, 1], ring[:, 0]), np.zeros((1, 2)))[0]:
            rim = RIM * np.column_stack([np.sin(_AROUND), np.cos(_AROUND)])
            return np.concatenate([rim, polygon[:1], polygon, polygon[:1]])
        return polygon if away.min() < FAR_SIDE else None


class Window(NamedTuple):
    """A rectangle of the chart."""

    west: float
    east: float
    south: float
    north: float

    @property
    def width(self) -> float:
        """From west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """From south to north."""
        return self.north - self.south

    def holds(self, points: Points) -> NDArray[np.bool_]:
        """Which points, shape (..., 2), lie inside."""
        x, y = points[..., 0], points[..., 1]
        return (self.west <= x) & (x <= self.east) & (self.south <= y) & (y <= self.north)

    def meets(self, polygon: Points) -> bool:
        """Whether a polygon may have a part inside: the rectangle around it does."""
        (west, south), (east, north) = polygon.min(axis=0), polygon.max(axis=0)
        return bool(west <= self.east and east >= self.west and south <= self.north and north >= self.south)

    def entry(self, start: Points, end: Points) -> Points:
        """Where the line from ``start`` enters the rectangle on its way to ``end``, which is inside; else ``start``."""
        step = start - end
        edges = np.where(step > 0, (self.east, self.north), (self.west, self.south))
        share = np.divide(edges - end, step, out=np.ones(2), where=step != 0)
        return end + step * min(1.0, float(share.min()))


def vectors(lats: ArrayLike, lons: ArrayLike) -> Points:
    """Places as points of the unit sphere, shape (places, 3)."""
    phi, turn = np.radians(np.asarray(lats, dtype=float)), np.radians(np.asarray(lons, dtype=float))
    return np.stack([np.cos(phi) * np.cos(turn), np.cos(phi) * np.sin(turn), np.sin(phi)], axis=-1)


def degrees(vector: Points) -> tuple[float, float]:
    """Degrees north and east of a direction from the centre of the globe."""
    x, y, z = vector
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


def middle(lats: Sequence[float], lons: Sequence[float]) -> tuple[Chart, float]:
    """The chart about the middle of some places, and how far the farthest lies from it, in radians.

    The middle is that of the smallest cap around them (Badoiu and Clarkson 2003), whatever crowd is on one side.
    """
    if not len(lats):
        return Chart(0.0, 0.0), 0.0
    globe = vectors(lats, lons)
    centre = globe[0]
    for step in range(1, _STEPS):
        moved = centre + (globe[np.argmin(globe @ centre)] - centre) / (step + 1)
        centre = moved / np.linalg.norm(moved) if np.linalg.norm(moved) > 1e-9 else centre
    far = float(np.arccos(np.clip((globe @ centre).min(), -1.0, 1.0)))
    return Chart(*degrees(centre)), far


def frame_of(points: Points, margin: float, smallest: float, broad: float) -> Window:
    """The rectangle that holds all points with a margin, neither tiny nor flat.

    ``broad`` is the least width as a share of the height.
    """
    if not len(points):
        return Window(-smallest / 2, smallest / 2, -smallest / 2, smallest / 2)
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    (west, south), (east, north) = (
        np.minimum(low, (low + high - smallest) / 2),
        np.maximum(high, (low + high + smallest) / 2),
    )
    lacking = max(0.0, 0.5 * (east - west) - (north - south)) / 2
    south, north = south - lacking, north + lacking
    lacking = max(0.0, broad * (north - south) - (east - west)) / 2
    return Window(float(west - lacking), float(east + lacking), float(south), float(north))


def inside(polygon: Points, points: Points) -> NDArray[np.bool_]:
    """Which points lie in a polygon."""
    return Path(polygon).contains_points(points)
