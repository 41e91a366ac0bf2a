"""An inset for the corner of a map where everything happens at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .about import About
from .layers import ground
from .outline import View, project
from .style import INK, SOFT

SHARE = 0.17
INSET = 0.40
FEWEST = 5
MOST_COVERED = 1


class Zoom(NamedTuple):
    """The crowded part of the map, and where its enlargement goes: left edge and lower edge as shares of the map."""

    box: View
    left: float
    low: float
    width: float
    height: float


def zoom(window: View, struck: list[tuple[float, float]], starts: list[tuple[float, float]]) -> Zoom | None:
    """The part of the map to enlarge, if one is crowded and some corner is empty enough to take the inset.

    ``struck`` and ``starts`` are points in degrees north and east.
    """
    box = _crowd(window, struck)
    if box is None:
        return None
    width, height = INSET, INSET * _ratio(box) / _ratio(window)
    corners = [(left, low) for low in (0.015, 0.985 - height) for left in (0.985 - width, 0.015)]
    covered = [_covered(window, corner, width, height, [*struck, *starts]) for corner in corners]
    best = int(np.argmin(covered))
    if covered[best] > MOST_COVERED or _overlaps(window, box, corners[best], width, height):
        return None
    return Zoom(box, *corners[best], width, height)


def open_inset(axes: Axes, crowd: Zoom, about: About) -> Axes:
    """An empty enlargement of the crowded part, which is framed on the map."""
    inset = axes.inset_axes((crowd.left, crowd.low, crowd.width, crowd.height), zorder=9)
    ground(inset, crowd.box, about)
    (west, east), (south, north) = project([crowd.box.west, crowd.box.east], [crowd.box.south, crowd.box.north])
    frame = Rectangle((west, south), east - west, north - south, fill=False, edgecolor=INK, linewidth=1.1, zorder=7)
    axes.add_patch(frame)
    inset.text(0.015, 0.985, "enlarged", transform=inset.transAxes, va="top", fontsize=8.4, color=SOFT, style="italic")
    for spine in inset.spines.values():
        spine.set_color(INK)
        spine.set_linewidth(1.1)
    return inset


def _crowd(window: View, struck: list[tuple[float, float]]) -> View | None:
    """The box of a sixth of the map's width that holds most places, if they are many and others lie outside."""
    wide = SHARE * (window.east - window.west)
    high = min(wide * 0.95, 0.5 * (window.north - window.south))
    best, most = None, FEWEST - 1
    for lat, _ in struck:
        for _, lon in struck:
            box = View(lon - 0.1 * wide, lon + 0.9 * wide, lat - 0.1 * high, lat + 0.9 * high)
            inside = sum(box.holds(x, y) for y, x in struck)
            if inside > most:
                best, most = box, inside
    return best if len(struck) > most else None


def _ratio(view: View) -> float:
    (west, east), (south, north) = project([view.west, view.east], [view.south, view.north])
    return float((north - south) / (east - west))


def _share(window: View, lat: float, lon: float) -> tuple[float, float]:
    """Where a point lies in the map, as shares of its width and height."""
    (west, east), (south, north) = project([window.west, window.east], [window.south, window.north])
    x, y = project(lon, lat)
    return float((x - west) / (east - west)), float((y - south) / (north - south))


def _covered(
    window: View, corner: tuple[float, float], width: float, height: float, points: list[tuple[float, float]]
) -> int:
    shares = [_share(window, lat, lon) for lat, lon in points]
    left, low = corner
    return sum(left <= x <= left + width and low <= y <= low + height for x, y in shares)


def _overlaps(window: View, box: View, corner: tuple[float, float], width: float, height: float) -> bool:
    (x0, y0), (x1, y1) = _share(window, box.south, box.west), _share(window, box.north, box.east)
    left, low = corner
    return x0 < left + width and x1 > left and y0 < low + height and y1 > low
