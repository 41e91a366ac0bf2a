"""Where it happens: simulated strikes as arcs on a map, observed events as hollow squares."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from .about import About
from .frames import Frame, frame, stack
from .labels import Label, marks, place
from .outline import EAST, NORTH, SOUTH, WEST, View, countries, middle, project, view
from .style import (
    INK,
    LAND,
    RUNG_COLOURS,
    SOFT,
    WIDTH,
    Drawn,
    foot_key,
    key_height,
    new_figure,
    rung_label,
    say,
    settle,
    styled,
)
from .tables import campaign_strikes, coded, flag, free_strikes, number, of_run

NAME = "theatre"
TITLE = "Where it happens"
SEE = (
    "Arcs run from an actor's own ground to the places that it strikes, outside standing campaigns: the thicker, "
    "the more often; the darker, the higher the usual rung. The number after a place is its simulated strikes per "
    "run. Grey discs are standing campaigns, hollow squares OBSERVED events. The model does not place launchers: an"
    " arc begins at the middle of the actor's places or at its nearest forces."
)
NOTE = "Simulated strikes outside campaigns as arcs; number: strikes per run at that place"
KEY_COLUMNS = 3
ARCS = 36
NAMED = 16
SEA = "#e9eff3"
COLUMNS = ("kind", "actor", "place", "lat", "lon", "from_lat", "from_lon", "acts", "per_run", "rung")


@styled
def theatre(acts: Frame, about: About, run: int | None = None) -> Drawn:
    """Draw the map of all kept runs, or of one.

    The data has a row a kind, actor and place: ``kind`` (strike, campaign, observed), ``actor``, ``place``, ``lat``,
    ``lon``, ``from_lat``, ``from_lon`` (where the arc begins, missing if unknown), ``acts``, ``per_run``, ``rung``
    (the middle one).
    """
    about = about if run is None else about.of_run(run)
    data = theatre_data(acts, about, run)
    seen = data.dropna(subset=["lat"])
    window = _window(seen, about)
    height = _height(window)
    key = _key(data)
    strip = key_height(len(key), KEY_COLUMNS)
    figure = new_figure(height + 1.05 + strip, TITLE, about, NOTE, strip)
    axes = figure.add_subplot()
    if seen.empty:
        say(axes, "No act at a place that the scenario puts on the map.")
        return Drawn(figure, data)
    _ground(axes, window, about)
    foot_key(figure, key, KEY_COLUMNS)
    settle(figure)
    _campaigns(axes, data)
    _arcs(axes, data, window)
    _observed(axes, data)
    _names(axes, data, window, about)
    return Drawn(figure, data)


def theatre_data(acts: Frame, about: About, run: int | None = None) -> Frame:
    """What is drawn, most frequent first within each kind."""
    kept = 1 if run is not None else max(1, about.kept)
    log = acts if run is None else of_run(acts, run)
    seen = flag(log["observed"]) & flag(log["kinetic"])
    kinds = (("strike", free_strikes(log)), ("campaign", campaign_strikes(log)), ("observed", seen))
    data = stack([_counted(log[rows], kind) for kind, rows in kinds])
    data["per_run"] = data["acts"] / kept
    where = [_at(place, about) for place in data["place"]]
    start = [_from(actor, here, about) for actor, here in zip(data["actor"], where, strict=True)]
    for name, points, side in (("lat", where, 0), ("lon", where, 1), ("from_lat", start, 0), ("from_lon", start, 1)):
        data[name] = np.array([point[side] for point in points], dtype=float)
    return data[list(COLUMNS)]


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    struck = data[data["kind"] == "strike"].groupby("place")["per_run"].sum().sort_values(ascending=False)
    if struck.empty:
        return "Map of the theatre: no simulated strike outside campaigns."
    top = "; ".join(f"{about.place(name)} ({rate:.2g} a run)" for name, rate in struck.head(4).items())
    return f"Map of the theatre with strike arcs. Places struck most often outside campaigns: {top}."


def _counted(log: Frame, kind: str) -> Frame:
    """Acts by actor and place (the site if it is known, else the territory), most frequent first."""
    actors, actor_names = coded(log["actor"])
    sites, site_names = coded(log["site"])
    places, place_names = coded(log["place"])
    names = [*site_names, *place_names, ""]
    where = np.where(sites >= 0, sites, np.where(places >= 0, len(site_names) + places, len(names) - 1))
    table = frame({"actor": actors, "place": where, "rung": number(log["rung"])})
    found = table.groupby(["actor", "place"])["rung"].agg(acts="size", rung="median").reset_index()
    found = found.sort_values("acts", ascending=False, kind="stable")
    found["actor"] = [actor_names[k] for k in found["actor"]]
    found["place"] = [names[k] for k in found["place"]]
    return found.astype({"rung": int}).assign(kind=kind)


def _at(place: str, about: About) -> tuple[float, float]:
    """Degrees north and east of a place, or of the middle of a territory's places; missing when unknown."""
    if place in about.places:
        return about.places[place].lat, about.places[place].lon
    inside = [p for p in about.places.values() if p.territory == place]
    return _mean([(p.lat, p.lon) for p in inside])


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    if not points:
        return float("nan"), float("nan")
    return float(np.mean([p[0] for p in points])), float(np.mean([p[1] for p in points]))


def _from(actor: str, here: tuple[float, float], about: About) -> tuple[float, float]:
    """Where an arc to ``here`` begins, degrees north and east.

    A state's arcs begin in the middle of its places; those of others, and of a state whose home is off the map, at the
    nearest place of theirs; failing that at the edge of the map.
    """
    homes = [(place.lat, place.lon) for place in about.homes.get(actor, ())]
    near = [point for point in homes if on_map(point, about)]
    if about.kinds.get(actor) == "state" and near:
        return _mean(near)
    forces = [(p.lat, p.lon) for p in about.forces.get(actor, ()) if on_map((p.lat, p.lon), about)]
    points = [point for point in near + forces if point != here]
    if points:
        return min(points, key=lambda point: np.hypot(point[0] - here[0], point[1] - here[1]))
    lat, lon = _mean([point for point in homes if point not in near])
    return float(np.clip(lat, SOUTH, NORTH)), float(np.clip(lon, WEST, EAST))


def on_map(point: tuple[float, float], about: About) -> bool:
    """Whether a point (degrees north, degrees east) lies on the outlines; an invented theatre has no edge."""
    return not real(about) or View(WEST, EAST, SOUTH, NORTH).holds(point[1], point[0])


def _window(seen: Frame, about: About) -> View:
    points = [*zip(seen["lat"], seen["lon"], strict=True), *zip(seen["from_lat"], seen["from_lon"], strict=True)]
    shown = [point for point in points if not np.isnan(point[0]) and on_map(point, about)]
    found = view([point[1] for point in shown], [point[0] for point in shown])
    if not real(about):
        return found
    return View(max(WEST, found.west), min(EAST, found.east), max(SOUTH, found.south), min(NORTH, found.north))


def _height(window: View) -> float:
    (west, east), (south, north) = project([window.west, window.east], [window.south, window.north])
    return float(np.clip((WIDTH - 0.2) * (north - south) / (east - west), 3.0, 8.6))


def _ground(axes: Axes, window: View, about: About) -> None:
    x, y = project([window.west, window.east], [window.south, window.north])
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(True)
    if not real(about):
        axes.set_facecolor(LAND)
        return
    axes.set_facecolor(SEA)
    rings = [ring for country in countries() for ring in country.rings]
    shapes = [np.column_stack(project(ring[:, 0], ring[:, 1])) for ring in rings]
    axes.add_collection(
        PolyCollection(shapes, facecolor=LAND, edgecolor="#bdb7a8", linewidth=0.7, zorder=0), autolim=False
    )


def real(about: About) -> bool:
    """Whether the scenario speaks of the countries of the map: inventions get an empty ground, not borders."""
    known = {country.name.lower() for country in countries()}
    return sum(name.lower() in known for name in about.territories.values()) >= 2


def _campaigns(axes: Axes, data: Frame) -> None:
    standing = data[data["kind"] == "campaign"].dropna(subset=["lat"]).groupby(["lat", "lon"])["per_run"].sum()
    for (lat, lon), rate in standing.items():  # type: ignore[misc]
        x, y = project(lat=lat, lon=lon)
        axes.plot(
            x,
            y,
            "o",
            ms=float(np.clip(4 + 2.2 * np.sqrt(rate), 4, 26)),
            mfc="#8f8f8f",
            mec="white",
            alpha=0.55,
            zorder=1,
        )


def _arcs(axes: Axes, data: Frame, window: View) -> None:
    strikes = data[data["kind"] == "strike"].dropna(subset=["lat"]).head(ARCS)
    most = float(strikes["per_run"].max()) if len(strikes) else 1.0
    for row in strikes.iloc[::-1].to_dict("records"):
        colour = RUNG_COLOURS[int(row["rung"])]
        end = tuple(float(v) for v in project(row["lon"], row["lat"]))
        if not np.isnan(row["from_lat"]):
            start = tuple(float(v) for v in project(row["from_lon"], row["from_lat"]))
            axes.plot(*start, "o", ms=3.5, mfc="white", mec=SOFT, mew=0.9, zorder=4)
            axes.add_patch(_arc(start, end, 0.8 + 2.6 * np.sqrt(row["per_run"] / most), colour))
        axes.plot(*end, "o", ms=5.5, mfc=colour, mec="white", mew=0.7, zorder=5)


def _arc(start: tuple[float, ...], end: tuple[float, ...], width: float, colour: str) -> FancyArrowPatch:
    bend = 0.22 if end[0] < start[0] else -0.22
    return FancyArrowPatch(
        (start[0], start[1]),
        (end[0], end[1]),
        arrowstyle="-|>",
        mutation_scale=7 + 1.2 * width,
        shrinkA=1,
        shrinkB=3,
        linewidth=width,
        color=colour,
        alpha=0.8,
        connectionstyle=f"arc3,rad={bend}",
        zorder=3,
    )


def _observed(axes: Axes, data: Frame) -> None:
    for row in data[data["kind"] == "observed"].dropna(subset=["lat"]).to_dict("records"):
        x, y = project(row["lon"], row["lat"])
        axes.plot(x, y, "s", ms=8.5, mfc="none", mec="#000000", mew=1.5, zorder=6)


def _names(axes: Axes, data: Frame, window: View, about: About) -> None:
    known = data.dropna(subset=["lat"])
    spots = known.drop_duplicates(["lat", "lon"])
    points = [tuple(float(v) for v in project(lon, lat)) for lon, lat in zip(spots["lon"], spots["lat"], strict=True)]
    taken = marks(axes, [(x, y) for x, y in points], 5)
    struck = known[known["kind"] == "strike"].groupby("place")["per_run"].sum()
    seen = list(dict.fromkeys(known.loc[known["kind"] == "observed", "place"]))
    order = list(dict.fromkeys([*struck.sort_values(ascending=False, kind="stable").index[:NAMED], *seen]))
    wishes = [_wish(str(name), float(struck.get(name, 0.0)), about) for name in order]
    place(axes, wishes, taken)
    if real(about):
        place(axes, _country_names(window), taken, ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)))


def _wish(name: str, rate: float, about: About) -> Label:
    lat, lon = _at(name, about)
    x, y = project(lon, lat)
    number_ = f" {rate:.1f}" if rate >= 0.95 else f" {rate:.2f}".replace("0.", ".") if rate >= 0.005 else ""
    return Label(float(x), float(y), f"{about.place(name)}{number_}", size=8.6, colour=INK, weight="bold")


def _country_names(window: View) -> list[Label]:
    found = []
    for country in countries():
        lon, lat = middle(country)
        if window.holds(lon, lat):
            x, y = project(lon, lat)
            found.append(Label(float(x), float(y), country.name, gap=10, size=8.8, colour="#8a8371", style="italic"))
    return found


def _key(data: Frame) -> list[Line2D]:
    rungs = sorted({int(r) for r in data.loc[data["kind"] == "strike", "rung"].head(ARCS)})
    handles = [
        Line2D([], [], linestyle="", marker="s", ms=8.5, mfc="none", mec="#000000", mew=1.5, label="OBSERVED event"),
        Line2D(
            [], [], linestyle="", marker="o", ms=9, mfc="#8f8f8f", mec="white", alpha=0.6, label="standing campaign"
        ),
    ]
    return handles + [
        Line2D([], [], color=RUNG_COLOURS[rung], linewidth=3, label=f"mostly {rung_label(rung)}") for rung in rungs
    ]
