"""Where it happens: simulated strikes as arcs on a map, observed events as hollow squares."""

from __future__ import annotations

import numpy as np
from matplotlib.lines import Line2D

from ..measures.numbers import significant
from .about import About
from .frames import Frame, frame, stack
from .layers import ARCS, DISC, ground, layers, real
from .outline import EAST, NORTH, SOUTH, WEST, View, project, view
from .style import RUNG_COLOURS, WIDTH, Drawn, foot_key, key_height, new_figure, rung_label, say, settle, styled
from .tables import campaign_strikes, coded, flag, free_strikes, number, of_run
from .zoom import open_inset, zoom

NAME = "theatre"
TITLE = "Where it happens"
SEE = (
    "Arcs run from an actor's own ground to the places that it strikes, outside standing campaigns: the thicker, "
    "the more strikes; the darker, the higher the median rung. The number after a place is its simulated strikes per "
    "run. Grey discs are standing campaigns, hollow squares OBSERVED events. The model does not place launchers: an"
    " arc begins at the middle of the actor's places or at its nearest forces."
)
NOTE = "Simulated strikes outside campaigns as arcs; number: strikes per run at that place"
KEY_COLUMNS = 3
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
    key = _key(data, about)
    strip = key_height(len(key), KEY_COLUMNS)
    figure = new_figure(height + 1.05 + strip, TITLE, about, NOTE, strip)
    axes = figure.add_subplot()
    if seen.empty:
        say(axes, "No act at a place that the scenario puts on the map.")
        return Drawn(figure, data)
    ground(axes, window, about)
    foot_key(figure, key, KEY_COLUMNS)
    settle(figure)
    crowd = zoom(window, _points(seen), _points(seen, "from_lat", "from_lon"))
    inset = open_inset(axes, crowd, about) if crowd else None
    if inset is not None and crowd is not None:
        layers(inset, data, crowd.box, about, [])
    taken = [inset.get_window_extent()] if inset is not None else []
    layers(axes, data, window, about, taken, crowd.box if crowd else None)
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
    lons, lats = [point[1] for point in shown], [point[0] for point in shown]
    if not real(about):
        return view(lons, lats, margin=0.6, smallest=2.0, broad=1.9)
    found = view(lons, lats)
    return View(max(WEST, found.west), min(EAST, found.east), max(SOUTH, found.south), min(NORTH, found.north))


def _points(seen: Frame, lat: str = "lat", lon: str = "lon") -> list[tuple[float, float]]:
    """Distinct points, degrees north and east."""
    return list(seen[[lat, lon]].dropna().drop_duplicates().itertuples(index=False, name=None))


def _height(window: View) -> float:
    (west, east), (south, north) = project([window.west, window.east], [window.south, window.north])
    return float(np.clip((WIDTH - 0.2) * (north - south) / (east - west), 3.0, 8.6))


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
