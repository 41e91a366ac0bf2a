"""What the theatre map is made of: ground, campaigns, arcs, observed events, names; the same for its inset."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import Bbox

from ..measures.numbers import decimal
from .about import About
from .frames import Frame
from .labels import Label, marks, place
from .outline import View, countries, middle, project
from .style import INK, LAND, RUNG_COLOURS, SOFT

ARCS = 36
NAMED = 18
SEA = "#e9eff3"
BORDER = "#bdb7a8"
COUNTRY = "#857d6a"
DISC = "#8f8f8f"


def ground(axes: Axes, window: View, about: About) -> None:
    """Set the view and draw land and sea; an invented theatre gets a plain ground."""
    x, y = project([window.west, window.east], [window.south, window.north])
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(True)
    axes.set_facecolor(SEA if real(about) else LAND)
    if real(about):
        rings = [ring for country in countries() for ring in country.rings if _meets(ring, window)]
        shapes = [np.column_stack(project(ring[:, 0], ring[:, 1])) for ring in rings]
        land = PolyCollection(shapes, facecolor=LAND, edgecolor=BORDER, linewidth=0.7, zorder=0)
        axes.add_collection(land, autolim=False)


def layers(axes: Axes, data: Frame, window: View, about: About, taken: list[Bbox], hidden: View | None = None) -> None:
    """Draw everything that happens; names of places inside ``hidden``, the part an inset shows, are left to the inset.

    ``taken`` holds boxes in pixels where no name may stand.
    """
    known = data.dropna(subset=["lat"])
    inside = known[[window.holds(lon, lat) for lon, lat in zip(known["lon"], known["lat"], strict=True)]]
    _campaigns(axes, inside[inside["kind"] == "campaign"])
    _dots(axes, inside[inside["kind"] == "strike"].iloc[ARCS:])
    _arcs(axes, known[known["kind"] == "strike"].head(ARCS))
    _observed(axes, inside[inside["kind"] == "observed"])
    _names(axes, inside, about, taken, hidden)
    names = [wish for wish in _country_names(window) if hidden is None or not hidden.holds(*wish[0])]
    if real(about):
        place(axes, [wish for _, wish in names], taken, ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)))
    else:
        place(axes, _actor_names(known, about), taken)


def real(about: About) -> bool:
    """Whether the scenario speaks of the countries of the map: inventions get an empty ground, not borders."""
    known = {country.name.lower() for country in countries()}
    return sum(name.lower() in known for name in about.territories.values()) >= 2


def _meets(ring: np.ndarray, window: View) -> bool:
    west, south = ring.min(axis=0)
    east, north = ring.max(axis=0)
    return west <= window.east and east >= window.west and south <= window.north and north >= window.south


def _campaigns(axes: Axes, standing: Frame) -> None:
    for (lat, lon), rate in standing.groupby(["lat", "lon"])["per_run"].sum().items():
        x, y = project(lat=lat, lon=lon)
        size = float(np.clip(4 + 2.2 * np.sqrt(rate), 4, 26))
        axes.plot(x, y, "o", ms=size, mfc=DISC, mec="white", alpha=0.55, zorder=1)


def _dots(axes: Axes, rare: Frame) -> None:
    """Places struck too seldom for an arc of their own."""
    for row in rare.to_dict("records"):
        axes.plot(
            *_flat(row["lon"], row["lat"]),
            "o",
            ms=4,
            mfc=RUNG_COLOURS[int(row["rung"])],
            mec="white",
            mew=0.6,
            zorder=3,
        )


def _arcs(axes: Axes, strikes: Frame) -> None:
    most = float(strikes["per_run"].max()) if len(strikes) else 1.0
    for row in strikes.iloc[::-1].to_dict("records"):
        colour = RUNG_COLOURS[int(row["rung"])]
        end = _flat(row["lon"], row["lat"])
        if not np.isnan(row["from_lat"]):
            start = _flat(row["from_lon"], row["from_lat"])
            axes.plot(*start, "o", ms=3.5, mfc="white", mec=SOFT, mew=0.9, zorder=4)
            axes.add_patch(_arc(start, end, 0.8 + 2.6 * np.sqrt(row["per_run"] / most), colour))
        axes.plot(*end, "o", ms=5.5, mfc=colour, mec="white", mew=0.7, zorder=5)


def _flat(lon: float, lat: float) -> tuple[float, float]:
    x, y = project(lon, lat)
    return float(x), float(y)


def _arc(start: tuple[float, float], end: tuple[float, float], width: float, colour: str) -> FancyArrowPatch:
    return FancyArrowPatch(
        start,
        end,
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
    for lon, lat in sorted(set(zip(seen["lon"], seen["lat"], strict=True))):
        axes.plot(*_flat(lon, lat), "s", ms=8.5, mfc="none", mec="#000000", mew=1.5, zorder=6)


def _names(axes: Axes, known: Frame, about: About, taken: list[Bbox], hidden: View | None) -> None:
    spots = known.drop_duplicates(["lat", "lon"])
    points = [_flat(lon, lat) for lon, lat in zip(spots["lon"], spots["lat"], strict=True)]
    taken += marks(axes, points, 5)
    struck = (
        known[known["kind"] == "strike"].groupby("place")["per_run"].sum().sort_values(ascending=False, kind="stable")
    )
    seen = list(dict.fromkeys(known.loc[known["kind"] == "observed", "place"]))
    where = {row["place"]: (row["lon"], row["lat"]) for row in known.to_dict("records")}
    names = [name for name in dict.fromkeys([*struck.index, *seen]) if hidden is None or not hidden.holds(*where[name])]
    place(axes, [_wish(str(name), where[name], float(struck.get(name, 0.0)), about) for name in names[:NAMED]], taken)


def _wish(name: str, where: tuple[float, float], rate: float, about: About) -> Label:
    x, y = _flat(*where)
    rated = (
        f" · {decimal(rate, 1)}" if rate >= 0.95 else f" · {decimal(rate)}".replace("0.", ".") if rate >= 0.005 else ""
    )
    return Label(x, y, f"{about.place(name)}{rated}", size=8.6, colour=INK, weight="bold", halo=True)


def _actor_names(known: Frame, about: About) -> list[Label]:
    """Where arcs begin, on a ground without countries to go by."""
    starts = known.dropna(subset=["from_lat"]).drop_duplicates("actor").to_dict("records")
    points = [(row["actor"], _flat(row["from_lon"], row["from_lat"])) for row in starts]
    return [Label(x, y, about.label(actor), size=8.8, colour=COUNTRY, style="italic") for actor, (x, y) in points]


def _country_names(window: View) -> list[tuple[tuple[float, float], Label]]:
    middles = {country.name: middle(country) for country in countries()}
    inside = {name: point for name, point in middles.items() if window.holds(*point)}
    return [
        (point, Label(*_flat(*point), name, gap=10, size=8.8, colour=COUNTRY, style="italic"))
        for name, point in inside.items()
    ]
