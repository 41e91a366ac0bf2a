"""What the theatre map is made of: ground, campaigns, arcs, observed events, names; the same for its inset."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import Bbox

from ..measures.numbers import decimal
from .about import About
from .chart import Chart, Points, Window
from .frames import Frame
from .labels import Label, marks, place
from .outline import countries
from .soil import Soil, name_others, name_own, spots
from .style import INK, LAND, RUNG_COLOURS, SOFT

ARCS = 36
NAMED = 18
SEA = "#e9eff3"
BORDER = "#bdb7a8"
COUNTRY = "#857d6a"
DISC = "#8f8f8f"


class Scene(NamedTuple):
    """What a map shows: chart, window, and what the scenario calls the countries it speaks of, by name on the map.

    Without any such country the theatre is an invention: it gets an empty ground, no land and no sea. ``whole`` is the
    window of the map itself where ``window`` is that of an inset.
    """

    about: About
    chart: Chart
    window: Window
    own: dict[str, str]
    whole: Window


def ground(axes: Axes, scene: Scene) -> None:
    """Set the view and draw land and sea; an invented theatre gets a plain ground."""
    axes.set_xlim(scene.window.west, scene.window.east)
    axes.set_ylim(scene.window.south, scene.window.north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(True)
    axes.set_facecolor(SEA if scene.own else LAND)
    if scene.own:
        shapes = [polygon for soil in soils(scene) for polygon in soil.polygons]
        land = PolyCollection(shapes, facecolor=LAND, edgecolor=BORDER, linewidth=0.7, zorder=0)
        axes.add_collection(land, autolim=False)


def soils(scene: Scene) -> list[Soil]:
    """The countries that have land in the window, each with the polygons that may be seen."""
    seen = [(name, tuple(filter(scene.window.meets, polygons))) for name, polygons in _outlined(scene.chart)]
    return [Soil(name, polygons) for name, polygons in seen if polygons]


@lru_cache(maxsize=2)
def _outlined(chart: Chart) -> list[tuple[str, list[Points]]]:
    """Every country with its polygons on a chart: a map asks for them six times, with its inset and for a phone."""
    return [
        (country.name, [polygon for ring in country.rings if (polygon := chart.outline(ring)) is not None])
        for country in countries()
    ]


def layers(axes: Axes, data: Frame, scene: Scene, taken: list[Bbox], hidden: Window | None = None) -> None:
    """Draw everything that happens; names of places inside ``hidden``, the part an inset shows, are left to the inset.

    ``data`` has the points of the chart too: ``x``, ``y``, ``from_x``, ``from_y``. ``taken`` holds boxes in pixels
    where no name may stand.
    """
    known = data.dropna(subset=["x"])
    inside = known[scene.window.holds(known[["x", "y"]].to_numpy(dtype=float))]
    strikes = known[known["kind"] == "strike"].head(ARCS)
    _campaigns(axes, inside[inside["kind"] == "campaign"])
    _dots(axes, inside[inside["kind"] == "strike"].iloc[ARCS:])
    _arcs(axes, strikes, scene.window)
    _observed(axes, inside[inside["kind"] == "observed"])
    taken += marks(axes, list(dict.fromkeys(zip(inside["x"], inside["y"], strict=True))), 5.5)
    found = spots(soils(scene), scene.window, hidden) if scene.own else []
    name_own(axes, found, scene.own, taken)
    _from_afar(axes, strikes, scene, taken)
    _names(axes, inside, scene.about, taken, hidden)
    name_others(axes, found, scene.own, taken)
    if not scene.own:
        place(axes, _actor_names(known, scene.about), taken)


def _campaigns(axes: Axes, standing: Frame) -> None:
    for (x, y), rate in standing.groupby(["x", "y"])["per_run"].sum().items():
        size = float(np.clip(4 + 2.2 * np.sqrt(rate), 4, 26))
        axes.plot(x, y, "o", ms=size, mfc=DISC, mec="white", alpha=0.55, zorder=1)


def _dots(axes: Axes, rare: Frame) -> None:
    """Places struck too seldom for an arc of their own."""
    for row in rare.to_dict("records"):
        axes.plot(row["x"], row["y"], "o", ms=4, mfc=RUNG_COLOURS[int(row["rung"])], mec="white", mew=0.6, zorder=3)


def _arcs(axes: Axes, strikes: Frame, window: Window) -> None:
    """From the most frequent on top; an arc from beyond the map begins at its edge."""
    most = float(strikes["per_run"].max()) if len(strikes) else 1.0
    for row in strikes.iloc[::-1].to_dict("records"):
        colour = RUNG_COLOURS[int(row["rung"])]
        end, start = _ends(row)
        if not np.isnan(start[0]):
            if window.holds(start):
                axes.plot(*start, "o", ms=3.5, mfc="white", mec=SOFT, mew=0.9, zorder=4)
            width = 0.8 + 2.6 * np.sqrt(row["per_run"] / most)
            axes.add_patch(_arc(_begin(start, end, window), end, width, colour))
        axes.plot(*end, "o", ms=5.5, mfc=colour, mec="white", mew=0.7, zorder=5)


def _ends(row: dict[str, float]) -> tuple[Points, Points]:
    """Where an arc ends and where it begins."""
    return np.array([row["x"], row["y"]]), np.array([row["from_x"], row["from_y"]])


def _begin(start: Points, end: Points, window: Window) -> Points:
    return window.entry(start, end) if window.holds(end) else start


def _arc(start: Points, end: Points, width: float, colour: str) -> FancyArrowPatch:
    return FancyArrowPatch(
        (float(start[0]), float(start[1])),
        (float(end[0]), float(end[1])),
        arrowstyle="-|>",
        mutation_scale=7 + 1.2 * width,
        shrinkA=1,
        shrinkB=3,
        linewidth=width,
        color=colour,
        alpha=0.8,
        connectionstyle=f"arc3,rad={0.22 if end[0] < start[0] else -0.22}",
        zorder=3,
    )


def _observed(axes: Axes, seen: Frame) -> None:
    for x, y in sorted(set(zip(seen["x"], seen["y"], strict=True))):
        axes.plot(x, y, "s", ms=8.5, mfc="none", mec="#000000", mew=1.5, zorder=6)


def _from_afar(axes: Axes, strikes: Frame, scene: Scene, taken: list[Bbox]) -> None:
    """The names of actors whose arcs come from beyond the edge, written where they come in."""
    wishes = {}
    for row in strikes.to_dict("records"):
        end, start = _ends(row)
        if scene.own and not np.isnan(start[0]) and scene.window.holds(end) and not scene.whole.holds(start):
            x, y = (float(at) for at in scene.window.entry(start, end))
            wishes.setdefault(row["actor"], Label(x, y, f"from {scene.about.label(row['actor'])}", size=8.4, halo=True))
    place(axes, list(wishes.values()), taken)


def _names(axes: Axes, known: Frame, about: About, taken: list[Bbox], hidden: Window | None) -> None:
    struck = (
        known[known["kind"] == "strike"].groupby("place")["per_run"].sum().sort_values(ascending=False, kind="stable")
    )
    seen = list(dict.fromkeys(known.loc[known["kind"] == "observed", "place"]))
    where = {row["place"]: np.array([row["x"], row["y"]]) for row in known.to_dict("records")}
    names = [name for name in dict.fromkeys([*struck.index, *seen]) if hidden is None or not hidden.holds(where[name])]
    place(axes, [_wish(str(name), where[name], float(struck.get(name, 0.0)), about) for name in names[:NAMED]], taken)


def rate_of(rate: float) -> str:
    """Strikes a run: one decimal from about one on, two below."""
    return decimal(rate, 1) if rate >= 0.95 else decimal(rate)


def _wish(name: str, where: Points, rate: float, about: About) -> Label:
    rated = f" · {rate_of(rate).removeprefix('0')}" if rate >= 0.005 else ""
    text = f"{about.place(name)}{rated}"
    return Label(float(where[0]), float(where[1]), text, size=8.6, colour=INK, weight="bold", halo=True)


def _actor_names(known: Frame, about: About) -> list[Label]:
    """Where arcs begin, on a ground without countries to go by."""
    starts = known.dropna(subset=["from_x"]).drop_duplicates("actor").to_dict("records")
    return [
        Label(
            row["from_x"], row["from_y"], about.label(row["actor"]), size=8.8, colour=COUNTRY, style="italic", halo=True
        )
        for row in starts
    ]
