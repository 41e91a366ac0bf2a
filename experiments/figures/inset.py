"""An inset for the corner of a map where everything happens at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.transforms import Bbox

from .chart import Points, Window
from .labels import Label, place
from .layers import Scene, ground
from .style import INK, SOFT

SHARE = 0.17
INSET = 0.40
FEWEST = 5
MOST_COVERED = 1
CAPTION = "enlarged"


class Inset(NamedTuple):
    """The crowded part of the map, and where its enlargement goes: left edge and lower edge as shares of the map."""

    box: Window
    left: float
    low: float
    width: float
    height: float


def find_inset(window: Window, struck: Points, starts: Points) -> Inset | None:
    """The part of the map to enlarge, if one is crowded and some corner is empty enough to take the inset.

    ``struck`` and ``starts`` are points of the chart, shape (points, 2).
    """
    box = crowd(window, struck)
    if box is None:
        return None
    width, height = INSET, INSET * (box.height / box.width) / (window.height / window.width)
    corners = [(left, low) for low in (0.015, 0.985 - height) for left in (0.985 - width, 0.015)]
    shares = _shares(window, np.concatenate([struck, starts]))
    covered = [_covered(corner, width, height, shares) for corner in corners]
    best = int(np.argmin(covered))
    if covered[best] > MOST_COVERED or _overlaps(window, box, corners[best], width, height):
        return None
    return Inset(box, *corners[best], width, height)


def open_inset(axes: Axes, found: Inset, scene: Scene) -> Axes:
    """An empty enlargement of the crowded part, which is framed on the map."""
    inset = axes.inset_axes((found.left, found.low, found.width, found.height), zorder=9)
    ground(inset, scene._replace(window=found.box))
    frame_box(axes, found.box)
    for spine in inset.spines.values():
        spine.set_color(INK)
        spine.set_linewidth(1.1)
    return inset


def caption(inset: Axes, box: Window, taken: list[Bbox]) -> None:
    """Say what it is in a corner of the enlargement where nothing is written, and no arc runs if there is such a one.

    ``taken`` holds the boxes of its marks and names.
    """
    arcs = [patch.get_path() for patch in inset.patches if isinstance(patch, FancyArrowPatch)]
    passed = np.concatenate([np.zeros((0, 2)), *(path.interpolated(8).vertices for path in arcs)])
    corners = [(x, y) for y in (box.north, box.south) for x in (box.west, box.east)]
    for x, y in sorted(corners, key=lambda corner: int(_about(box, corner).holds(passed).sum())):
        right, up = (1 if x == box.west else -1), (1 if y == box.south else -1)
        if place(inset, [Label(x, y, CAPTION, 4, 8.4, SOFT, style="italic")], taken, [(right, up)]):
            return


def _about(box: Window, corner: tuple[float, float]) -> Window:
    """The part of a box that a caption in a corner of it covers."""
    (x, y), wide, high = corner, 0.3 * box.width, 0.08 * box.height
    return Window(max(box.west, x - wide), min(box.east, x + wide), max(box.south, y - high), min(box.north, y + high))


def frame_box(axes: Axes, box: Window) -> None:
    """Frame the part of a map that is enlarged."""
    corner = (box.west, box.south)
    axes.add_patch(Rectangle(corner, box.width, box.height, fill=False, edgecolor=INK, linewidth=1.1, zorder=7))


def crowd(window: Window, struck: Points) -> Window | None:
    """The box of a sixth of the map's width that holds most places, if they are many and others lie outside."""
    wide = SHARE * window.width
    high = min(wide * 0.95, 0.5 * window.height)
    best, most = None, FEWEST - 1
    for south in struck[:, 1] - 0.1 * high:
        for west in struck[:, 0] - 0.1 * wide:
            box = Window(float(west), float(west + wide), float(south), float(south + high))
            inside = int(box.holds(struck).sum())
            if inside > most:
                best, most = box, inside
    return _centred(best, struck) if best is not None and len(struck) > most else None


def _centred(box: Window, struck: Points) -> Window:
    """The box moved so that what it holds stands in its middle."""
    held = struck[box.holds(struck)]
    (x, y) = (held.min(axis=0) + held.max(axis=0)) / 2
    half, high = box.width / 2, box.height / 2
    return Window(float(x - half), float(x + half), float(y - high), float(y + high))


def _shares(window: Window, points: Points) -> Points:
    """Where points lie in the map, as shares of its width and height."""
    return (points - (window.west, window.south)) / (window.width, window.height)


def _covered(corner: tuple[float, float], width: float, height: float, shares: Points) -> int:
    left, low = corner
    return int(Window(left, left + width, low, low + height).holds(shares).sum())


def _overlaps(window: Window, box: Window, corner: tuple[float, float], width: float, height: float) -> bool:
    (x0, y0), (x1, y1) = _shares(window, np.array([(box.west, box.south), (box.east, box.north)]))
    left, low = corner
    return bool(x0 < left + width and x1 > left and y0 < low + height and y1 > low)
