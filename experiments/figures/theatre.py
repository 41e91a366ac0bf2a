"""Where it happens: simulated strikes as arcs on a map, observed events as hollow squares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from ..measures.claims import headline
from ..measures.numbers import significant
from .about import About
from .chart import Chart, Points, Window, degrees, frame_of, middle, vectors
from .frames import Column, Frame, frame, stack
from .inset import CAPTION, caption, crowd, find_inset, frame_box, open_inset
from .layers import ARCS, DISC, Scene, ground, layers, rate_of
from .soil import own_soil
from .style import (
    RUNG_COLOURS,
    SOFT,
    Drawn,
    foot_key,
    key_height,
    new_figure,
    on_phone,
    once_a_figure,
    page_width,
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
    "the more strikes; the darker, the higher the median rung. The number after a place is its simulated strikes per "
    "run. Grey discs are standing campaigns, hollow squares OBSERVED events. The model does not place launchers: an"
    " arc begins at the most central of the actor's places, at its nearest forces, or, from afar, at the map's edge."
)
NOTE = "Simulated strikes outside campaigns as arcs; number: strikes per run at that place"
KEY_COLUMNS = 3
NOWHERE = (float("nan"), float("nan"))
#: What counts as near a theatre however small, in radians.
AROUND = np.radians(10.0)
#: Margin, least width and height of the window, in radians, and its least width as a share of its height.
REAL, INVENTED = (0.035, 0.10, 1.05), (0.0105, 0.035, 1.9)
#: Least height of a map, as a share of the width of the page.
LOWEST = 0.38
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
    scene = scene_of(data, about)
    flat = _flat(data, scene.chart)
    box = crowd(scene.window, _points(flat, "x", "y")) if on_phone() else None
    heights = [_height(window) for window in (scene.window, box) if window]
    key = _key(data, about)
    strip = key_height(len(key), KEY_COLUMNS)
    title = TITLE if run is not None else headline(TITLE, finding(data, about), about.kept)
    figure = new_figure(sum(heights) + 1.05 + strip, title, about, NOTE, strip)
    panels = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
    if data["lat"].isna().all():
        say(panels[0], "No act at a place that the scenario puts on the map.")
        return Drawn(figure, data)
    foot_key(figure, key, KEY_COLUMNS)
    if box is None:
        ground(panels[0], scene)
        settle(figure)
        _fill(panels[0], flat, scene)
    else:
        _fill_both(figure, list(panels), flat, scene, box)
    return Drawn(figure, data)


def _fill(axes: Axes, flat: Frame, scene: Scene) -> None:
    """Draw what happens, a crowded part of it enlarged in a corner where there is one."""
    found = find_inset(scene.window, _points(flat, "x", "y"), _points(flat, "from_x", "from_y"))
    if found is None:
        layers(axes, flat, scene, [])
        return
    inset = open_inset(axes, found, scene)
    written: list[Bbox] = []
    layers(inset, flat, scene._replace(window=found.box), written)
    caption(inset, found.box, written)
    layers(axes, flat, scene, [inset.get_window_extent()], found.box)


def _fill_both(figure: Figure, panels: Sequence[Axes], flat: Frame, scene: Scene, box: Window) -> None:
    """Draw what happens, and its crowded part below, where the map is too small for an inset."""
    parts = (scene, scene._replace(window=box))
    for axes, part in zip(panels, parts, strict=True):
        ground(axes, part)
    frame_box(panels[0], box)
    panels[1].set_title(CAPTION, fontsize=8.4, color=SOFT, style="italic")
    settle(figure)
    layers(panels[0], flat, scene, [], box)
    layers(panels[1], flat, parts[1], [])


@once_a_figure
def theatre_data(acts: Frame, about: About, run: int | None = None) -> Frame:
    """What is drawn, most frequent first within each kind."""
    kept = 1 if run is not None else max(1, about.kept)
    log = acts if run is None else of_run(acts, run)
    seen = flag(log["observed"]) & flag(log["kinetic"])
    kinds = (("strike", free_strikes(log)), ("campaign", campaign_strikes(log)), ("observed", seen))
    data = stack([_counted(log[rows], kind) for kind, rows in kinds])
    data["per_run"] = data["acts"] / kept
    where = [_at(place, about) for place in data["place"]]
    theatre = reach(where)
    start = [arc_from(actor, here, about, theatre) for actor, here in zip(data["actor"], where, strict=True)]
    for name, points, side in (("lat", where, 0), ("lon", where, 1), ("from_lat", start, 0), ("from_lon", start, 1)):
        data[name] = np.array([point[side] for point in points], dtype=float)
    return data[list(COLUMNS)]


def finding(data: Frame, about: About) -> str:
    """The places with most simulated strikes, and how many a run."""
    struck = _struck(data).head(3)
    rates = "; ".join(f"{about.place(name)} {rate_of(rate)}" for name, rate in struck.items())
    return f"Strikes a run outside campaigns: {rates}" if rates else ""


def _struck(data: Frame) -> Column:
    """Simulated strikes a run by place, the most frequent first."""
    rates = data[data["kind"] == "strike"].groupby("place")["per_run"].sum()
    return rates.sort_values(ascending=False, kind="stable")


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    struck = _struck(data)
    if struck.empty:
        return "Map of the theatre: no simulated strike outside campaigns."
    top = "; ".join(f"{about.place(name)} ({significant(rate, 2)} a run)" for name, rate in struck.head(4).items())
    return f"Map of the theatre with strike arcs. Places by simulated strikes outside campaigns, from the first: {top}."


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
    return _mean([(p.lat, p.lon) for p in about.places.values() if p.territory == place])


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of places on the globe."""
    return degrees(vectors(*zip(*points, strict=True)).mean(axis=0)) if points else NOWHERE


class Reach(NamedTuple):
    """The part of the globe that counts as the theatre: a middle, and a distance from it in radians."""

    chart: Chart
    far: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point, degrees north and east, lies in it."""
        cosine = float(_on_globe(*point) @ _on_globe(*self.chart))
        return bool(np.arccos(np.clip(cosine, -1.0, 1.0)) <= self.far)


def reach(points: Sequence[tuple[float, float]]) -> Reach:
    """The theatre around where something happens: half as wide again, and never less than `AROUND`."""
    known = [point for point in points if not np.isnan(point[0])]
    chart, far = middle([lat for lat, _ in known], [lon for _, lon in known])
    return Reach(chart, max(1.5 * far, AROUND))


def arc_from(actor: str, here: tuple[float, float], about: About, theatre: Reach) -> tuple[float, float]:
    """Where an arc to ``here`` begins, degrees north and east.

    A state's arcs begin at the most central of its places; those of others, and of a state whose home is far from the
    theatre, at the nearest place of theirs; failing that at home, beyond the edge of the map.
    """
    homes = [(place.lat, place.lon) for place in about.homes.get(actor, ())]
    near = [point for point in homes if theatre.holds(point) and point != here]
    if about.kinds.get(actor) == "state" and near:
        return _nearest(near, _mean(near))
    forces = [(p.lat, p.lon) for p in about.forces.get(actor, ())]
    points = [*near, *(point for point in forces if theatre.holds(point) and point != here)]
    if points:
        return _nearest(points, here)
    return _mean([point for point in homes if not theatre.holds(point)])


def _nearest(points: list[tuple[float, float]], to: tuple[float, float]) -> tuple[float, float]:
    """The nearest of some places to a point."""
    goal = _on_globe(*to)
    return max(points, key=lambda point: float(_on_globe(*point) @ goal))


@lru_cache(maxsize=4_096)
def _on_globe(lat: float, lon: float) -> Points:
    """A place as a point of the unit sphere: a few dozen places are asked about thousands of times."""
    return vectors(lat, lon)


@once_a_figure
def scene_of(data: Frame, about: About) -> Scene:
    """The chart about all that happens, and the window that holds it and the places near by that it comes from."""
    own = own_soil(about)
    struck = list(data[["lat", "lon"]].dropna().itertuples(index=False, name=None))
    starts = list(data[["from_lat", "from_lon"]].dropna().itertuples(index=False, name=None))
    theatre = reach(struck)
    shown = [*struck, *(point for point in starts if theatre.holds(point))]
    points = theatre.chart.flat(*zip(*shown, strict=True)) if shown else np.zeros((0, 2))
    window = frame_of(points, *(REAL if own else INVENTED))
    return Scene(about, theatre.chart, window, own, window)


def _flat(data: Frame, chart: Chart) -> Frame:
    """The data with the points of the chart: ``x`` and ``y``, ``from_x`` and ``from_y``."""
    ends, starts = chart.flat(data["lat"], data["lon"]), chart.flat(data["from_lat"], data["from_lon"])
    return data.assign(x=ends[:, 0], y=ends[:, 1], from_x=starts[:, 0], from_y=starts[:, 1])


def _points(flat: Frame, x: str, y: str) -> Points:
    """Distinct points of the chart, shape (points, 2)."""
    return flat[[x, y]].dropna().drop_duplicates().to_numpy(dtype=float).reshape(-1, 2)


def _height(window: Window) -> float:
    """Inches: what the width of the page makes of it, and never so low that there is no room for names."""
    return float(np.clip((page_width() - 0.2) * window.height / window.width, LOWEST * page_width(), 8.6))


def _key(data: Frame, about: About) -> list[Line2D]:
    """What is used, and nothing else."""
    rungs = sorted({int(r) for r in data.loc[data["kind"] == "strike", "rung"].head(ARCS)})
    handles = []
    if (data["kind"] == "observed").any():
        square = {"marker": "s", "ms": 8.5, "mfc": "none", "mec": "#000000", "mew": 1.5}
        handles.append(Line2D([], [], ls="", label=f"{about.mark} event", **square))
    if (data["kind"] == "campaign").any():
        disc = {"marker": "o", "ms": 9, "mfc": DISC, "mec": "white", "alpha": 0.6}
        handles.append(Line2D([], [], ls="", label="standing campaign", **disc))
    for rung in rungs:
        handles.append(Line2D([], [], color=RUNG_COLOURS[rung], linewidth=3, label=f"median: {rung_label(rung)}"))
    return handles
