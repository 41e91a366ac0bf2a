"""Maps of any theatre: land where land is, names where they belong, over the date line, over a pole, in inventions."""

import gzip
import hashlib
import math
import re
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from brink.experiments.figures import about, outline
from brink.experiments.figures.about import MapPoint
from brink.experiments.figures.chart import Chart, Window, degrees, frame_of, inside, middle, vectors
from brink.experiments.figures.inset import CAPTION, find_inset
from brink.experiments.figures.layers import SEA, Scene, ground, soils
from brink.experiments.figures.outline import ALIASES, countries, country_named
from brink.experiments.figures.soil import own_soil, spots
from brink.experiments.figures.style import LAND, PHONE, new_figure, save, settle, styled
from brink.experiments.figures.theatre import scene_of, theatre, theatre_data

#: Towns well inland, some at the edges of flat maps: country, degrees north, degrees east.
TOWNS = [
    ("Iran", 35.7, 51.4), ("Pakistan", 33.7, 73.1), ("India", 28.6, 77.2), ("China", 43.8, 87.6),
    ("Russia", 55.8, 37.6), ("Russia", 66.5, 178.5), ("Russia", 66.2, -170.5), ("North Korea", 39.0, 125.8),
    ("South Korea", 37.6, 127.0),
    ("Armenia", 40.2, 44.5), ("Azerbaijan", 40.4, 49.9), ("Fiji", -17.8, 178.0), ("United States", 38.9, -77.0),
    ("United States", 64.8, -147.7), ("Greenland", 76.5, -68.7), ("Norway", 78.2, 15.6), ("Antarctica", -89.9, 10.0),
    ("New Zealand", -40.3, 175.6), ("Chile", -33.4, -70.7), ("Taiwan", 25.0, 121.5), ("Lebanon", 34.0, 36.2),
]  # fmt: skip
WATER = {
    "Hormuz": (26.55, 56.6), "Bab el-Mandeb": (12.5, 43.4), "Taiwan Strait": (24.5, 119.5), "Bering": (65.8, -169.0),
    "Malacca": (3.0, 100.6), "the Caspian": (41.5, 50.8), "the Black Sea": (43.0, 34.0), "the pole": (89.5, 30.0),
    "Gibraltar": (35.9, -6.2), "the date line": (0.0, 180.0), "the Denmark Strait": (67.0, -26.0), "Kara": (75.0, 70.0),
}  # fmt: skip
#: Theatres: actors with their label and home, places with territory and coordinates, what must be named.
THEATRES = {
    "Karabakh": (
        {"armenia": "Armenia", "azerbaijan": "Azerbaijan"},
        {"yerevan": ("armenia", 40.18, 44.51), "ganja": ("azerbaijan", 40.68, 46.36), "line": ("karabakh", 39.6, 47.1)},
        {"Armenia", "Azerbaijan", "Russia", "Turkey"},
    ),
    "Kashmir": (
        {"india": "India", "pakistan": "Pakistan"},
        {"lethpora": ("india", 34.0, 75.0), "kotli": ("pakistan", 33.5, 73.9), "balakot": ("pakistan", 34.6, 73.4)},
        {"India", "Pakistan", "Afghanistan", "China"},
    ),
    "the Bering Sea": (
        {"united_states": "United States", "russia": "Russia"},
        {"nome": ("united_states", 64.5, -165.4), "anadyr": ("russia", 64.73, 177.5), "line": ("bering", 66.0, 180.0)},
        {"United States", "Russia"},
    ),
    "the Arctic": (
        {"denmark": "Greenland", "russia": "Russia"},
        {"thule": ("denmark", 76.5, -68.7), "zemlya": ("russia", 80.0, 58.0), "pole": ("ocean", 89.5, 30.0)},
        {"Greenland", "Russia"},
    ),
    "the Levant": (
        {"israel": "Israel", "lebanon": "Lebanon", "syria": "Syria"},
        {
            "meron": ("israel", 33.0, 35.4), "beirut": ("lebanon", 33.9, 35.5), "damascus": ("syria", 33.5, 36.3),
            "naqoura": ("lebanon", 33.1, 35.2), "quneitra": ("syria", 33.1, 35.8), "haifa": ("israel", 32.8, 35.0),
        },
        {"Israel", "Lebanon", "Syria"},
    ),
}  # fmt: skip


def world(facts, actors, places):
    """The facts of a made theatre: each actor a state with a home of its own name."""
    kept = {name: MapPoint(name.title(), lat, lon, territory) for name, (territory, lat, lon) in places.items()}
    soil = {territory: actors.get(territory, territory.title()) for territory, _, _ in places.values()}
    homes = {name: tuple(place for place in kept.values() if place.territory == name) for name in actors}
    return facts._replace(
        labels=actors, kinds=dict.fromkeys(actors, "state"), places=kept, territories=soil, homes=homes, forces={},
        hosts={name: name for name in soil if name in actors}, kept=1,
    )  # fmt: skip


def strikes(facts):
    """Everybody strikes every place that is not its own, once."""
    rows = [(a, site, place.territory) for a in facts.labels for site, place in facts.places.items()]
    acts = pd.DataFrame([row for row in rows if row[0] != row[2]], columns=["actor", "site", "place"])
    return acts.assign(run=0, rung=6, kinetic=True, observed=False, origin="reply")


@pytest.fixture(scope="module")
def facts(two_hundred):
    return about(two_hundred)


@pytest.fixture(scope="module", params=list(THEATRES))
def drawn(request, facts):
    """A made theatre: its facts, its map, and the names that must stand on it."""
    actors, places, named = THEATRES[request.param]
    here = world(facts, actors, places)
    return here, theatre(strikes(here), here), named


def colour_at(figure, axes, point):
    """The colour of the picture at a point of the chart."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    x, y = axes.transData.transform(point)
    picture = np.asarray(canvas.buffer_rgba())
    return mpl.colors.to_hex(picture[picture.shape[0] - 1 - int(y), int(x), :3] / 255)


@styled
def ground_about(facts, lat, lon, half=0.05):
    """The plain map around a place, and its axes."""
    window = Window(-half, half, -half, half)
    figure = new_figure(5, "ground", facts)
    axes = figure.add_subplot()
    ground(axes, Scene(facts, Chart(lat, lon), window, {"Iran": "Iran"}, window))
    settle(figure)
    return figure, axes


# ---------------------------------------------------------------- land and water


@pytest.mark.parametrize(("name", "lat", "lon"), TOWNS)
def test_land_is_painted_where_a_town_is(facts, name, lat, lon):
    assert country_named(name).holds(lat, lon)
    figure, axes = ground_about(facts, lat, lon)
    assert colour_at(figure, axes, (0.0, 0.0)) == LAND


@pytest.mark.parametrize("name", list(WATER))
def test_water_is_painted_where_a_strait_is(facts, name):
    figure, axes = ground_about(facts, *WATER[name])
    assert colour_at(figure, axes, (0.0, 0.0)) == SEA


@pytest.mark.parametrize("centre", [(0, -25), (0, 155), (88, 0), (-80, -80), (-60, -80), (20, 180)])
def test_half_the_globe_is_land_and_water_where_they_are(facts, centre):
    figure, axes = ground_about(facts, *centre, half=1.45)
    chart = Chart(*centre)
    for expected, points in ((LAND, [town[1:] for town in TOWNS]), (SEA, list(WATER.values()))):
        for lat, lon in points:
            point = chart.flat(lat, lon)
            # at this scale a pixel is half a degree: only places that are well within land or water
            if np.hypot(*point) < 1.4 and (lat, lon) in {(43.8, 87.6), (55.8, 37.6), (28.6, 77.2), (0.0, 180.0)}:
                assert colour_at(figure, axes, point) == expected, (lat, lon)


def test_the_outlines_are_those_of_all_countries_and_are_whole():
    assert len(countries()) == 241
    for country in countries():
        for ring in country.rings:
            assert ring.shape[1] == 2
            assert np.isfinite(ring).all()
            steps = np.diff(vectors(ring[:, 1], ring[:, 0]), axis=0)
            assert np.linalg.norm(steps, axis=1).max() < np.radians(1.01)  # no edge jumps over the map
            assert np.allclose(vectors(*ring[0, ::-1]), vectors(*ring[-1, ::-1]))  # closed


def test_the_outlines_come_with_their_notices_and_as_published():
    folder = Path(outline.__file__).parent
    told = (folder / "SOURCES.md").read_text(encoding="utf-8")
    for words in ("Natural Earth 4.1", "public domain", "world-atlas 2.0.2", "Michael Bostock", 'PROVIDED "AS IS"'):
        assert words in told
    packed = gzip.decompress((folder / outline.FILE).read_bytes())
    assert hashlib.sha256(packed).hexdigest() == re.search(r"[0-9a-f]{64}", told).group()
    assert f"{len(countries())} countries" in told


def test_countries_go_by_the_names_people_use():
    assert {country_named(name).name for name in ("USA", "the United States", "united_states")} == {
        "United States of America"
    }
    assert country_named("Türkiye") is country_named("TURKEY")
    assert country_named("Cote d'Ivoire").name == "Côte d'Ivoire"
    assert all(country_named(alias) for alias in ALIASES)
    assert country_named("North") is None
    assert country_named("") is None


# ---------------------------------------------------------------- the chart


@pytest.mark.parametrize("chart", [Chart(28, 50), Chart(0, 180), Chart(90, 0), Chart(-75, -100)])
def test_the_chart_keeps_areas(chart):
    def area(south, north, west, east):
        lat = np.concatenate([np.linspace(south, north, 50), np.full(50, north), np.linspace(north, south, 50)])
        lon = np.concatenate([np.full(50, west), np.linspace(west, east, 50), np.full(50, east)])
        lat, lon = np.append(lat, np.full(50, south)), np.append(lon, np.linspace(east, west, 50))
        x, y = chart.flat(lat, lon).T
        flat = abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)
        return flat / (np.radians(east - west) * (np.sin(np.radians(north)) - np.sin(np.radians(south))))

    assert area(10, 12, 40, 42) == pytest.approx(1, rel=1e-3)
    assert area(-60, -58, 170, 190) == pytest.approx(1, rel=1e-3)


def test_the_middle_of_a_theatre_lies_between_its_places_on_either_side_of_the_date_line():
    chart, far = middle([10.0, 10.0, 10.0], [170.0, 171.0, -170.0])
    assert abs(chart.lon) == pytest.approx(180, abs=0.2)
    assert math.degrees(far) == pytest.approx(9.85, abs=0.2)
    over, far = middle([80.0, 80.0], [0.0, 180.0])
    assert over.lat > 89.8
    assert math.degrees(far) == pytest.approx(10, abs=0.2)
    assert middle([], []) == (Chart(0.0, 0.0), 0.0)


def test_a_mean_of_places_is_on_the_globe():
    assert degrees(vectors([0.0, 0.0], [179.0, -179.0]).mean(axis=0)) == pytest.approx((0, 180))


def test_a_view_holds_its_points_and_is_neither_tiny_nor_flat():
    found = frame_of(np.array([[0.0, 0.0], [0.001, 0.001]]), 0.01, 0.1, 0.95)
    assert found.holds(np.array([0.001, 0.001]))
    assert found.width >= 0.1
    wide = frame_of(np.array([[-0.5, 0.0], [0.5, 0.0]]), 0.01, 0.1, 0.95)
    assert wide.height >= 0.45 * wide.width
    assert frame_of(np.zeros((0, 2)), 0.01, 0.1, 0.95).width == pytest.approx(0.1)


def test_an_arc_from_afar_comes_in_at_the_edge():
    window = Window(-1, 1, -1, 1)
    assert window.entry(np.array([3.0, 0.0]), np.array([0.0, 0.0])) == pytest.approx([1, 0])
    assert window.entry(np.array([-4.0, -2.0]), np.array([0.0, 0.0])) == pytest.approx([-1, -0.5])
    assert window.entry(np.array([0.5, 0.2]), np.array([0.0, 0.0])) == pytest.approx([0.5, 0.2])


def test_a_crowded_corner_is_enlarged_where_the_map_is_empty():
    window = Window(-0.35, 0.35, -0.25, 0.25)
    crowd = np.array([(-0.25 + 0.0035 * k, 0.14 + 0.005 * k) for k in range(8)])
    found = find_inset(window, np.concatenate([crowd, [(0.2, 0.05)]]), np.zeros((0, 2)))
    assert found is not None
    assert found.box.holds(crowd).sum() == 8
    assert not found.box.holds(np.array([0.2, 0.05]))
    assert (
        find_inset(window, np.array([(-0.3 + 0.08 * k, -0.2 + 0.05 * k) for k in range(8)]), np.zeros((0, 2))) is None
    )


# ---------------------------------------------------------------- whole maps


def names_on(figure):
    """Everything written on the maps of a figure, by axes."""
    every = [figure.axes[0], *figure.axes[0].child_axes]
    return [[text for text in axes.texts if text.get_text() and text.get_visible()] for axes in every]


def test_the_states_of_a_theatre_are_named_and_so_are_their_neighbours(drawn):
    here, figure, named = drawn
    written = {text.get_text() for texts in names_on(figure.figure) for text in texts}
    assert named <= written
    assert set(own_soil(here).values()) <= written


def assert_apart(figure):
    """No name on a map lies on another."""
    for axes in [*figure.axes, *(child for parent in figure.axes for child in parent.child_axes)]:
        boxes = [(text.get_text(), text.get_window_extent()) for text in axes.texts if text.get_text()]
        assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)] == []


def test_names_on_a_map_do_not_overlap(drawn):
    assert_apart(drawn[1].figure)


@pytest.fixture(scope="module")
def crowded(facts):
    """A made theatre in which most happens in one corner: its map has an inset, or on a phone a second panel."""
    actors = {"iran": "Iran", "iraq": "Iraq", "yemen": "Yemen"}
    near = {f"town_{k}": ("iraq", 35.5 + 0.7 * (k % 3), 41.0 + 0.9 * (k // 3)) for k in range(9)}
    far = {"shiraz": ("iran", 29.6, 52.5), "kerman": ("iran", 30.3, 57.1), "sanaa": ("yemen", 15.4, 44.2)}
    here = world(facts, actors, near | far)
    return theatre(strikes(here), here)


def test_an_inset_says_what_it_is_beside_its_names_and_not_on_them(crowded):
    inset = names_on(crowded.figure)[1]
    assert [text.get_text() for text in inset].count(CAPTION) == 1
    assert "Turkey" in {text.get_text() for text in inset}
    assert_apart(crowded.figure)


def test_names_stand_apart_and_inside_the_map_on_a_phone_too(drawn, crowded):
    for shown in (drawn[1], crowded):
        figure = shown.again(PHONE)
        settle(figure)
        assert_apart(figure)
        for axes in figure.axes:
            room = axes.get_window_extent()
            for text in axes.texts:
                box = text.get_window_extent()
                assert room.x0 <= box.x0 and box.x1 <= room.x1, text.get_text()


def test_the_name_of_a_country_that_the_map_cuts_off_stays_on_its_land(facts):
    places = {"kerman": ("iran", 30.3, 57.1), "sanaa": ("yemen", 15.4, 44.2), "quetta": ("pakistan", 30.2, 67.0)}
    here = world(facts, {"iran": "Iran", "yemen": "Yemen", "pakistan": "Pakistan"}, places)
    figure = theatre(strikes(here), here).again(PHONE)
    settle(figure)
    scene = scene_of(theatre_data(strikes(here), here), here)
    axes = figure.axes[0]
    name = next(text for text in axes.texts if text.get_text() == "Pakistan")
    box = axes.transData.inverted().transform(name.get_window_extent())
    soil = next(soil for soil in soils(scene) if soil.name == "Pakistan")
    middle = np.array([[box[:, 0].mean(), box[:, 1].mean()]])
    assert any(inside(polygon, middle)[0] for polygon in soil.polygons)


def test_the_name_of_a_country_stands_on_its_land(facts):
    actors, places, _ = THEATRES["Kashmir"]
    here = world(facts, actors, places)
    scene = scene_of(theatre_data(strikes(here), here), here)
    found = {one.name: one.points[0] for one in spots(soils(scene), scene.window, None)}
    for soil in soils(scene):
        if soil.name in ("India", "Pakistan", "China", "Afghanistan"):
            assert any(inside(polygon, found[soil.name][None])[0] for polygon in soil.polygons)
            assert scene.window.holds(found[soil.name])


def test_the_map_holds_every_place_of_the_theatre(drawn):
    here, figure, _ = drawn
    scene = scene_of(figure.data, here)
    points = scene.chart.flat(figure.data["lat"], figure.data["lon"])
    assert scene.window.holds(points).all()
    assert scene.window.width < 1.2


def test_an_invented_theatre_gets_no_real_borders_wherever_its_places_are_put(facts):
    assert own_soil(facts)
    assert not own_soil(
        world(facts, {"north": "North"}, {"post": ("north", 35.1, 40.0), "field": ("south", 33.4, 40.0)})
    )
    # a real name in an invented place: Georgia on the pole
    moved = world(facts, {"georgia": "Georgia"}, {"town": ("georgia", 89.0, 40.0)})
    assert not own_soil(moved)
    assert own_soil(world(facts, {"georgia": "Georgia"}, {"town": ("georgia", 41.7, 44.8)})) == {"Georgia": "Georgia"}
    # the soil has a name of its own, its state a country's
    hosted = world(facts, {"iran": "Iran"}, {"town": ("iran", 35.7, 51.4)})._replace(
        territories={"iran": "the plateau"}
    )
    assert own_soil(hosted) == {"Iran": "the plateau"}


@pytest.mark.parametrize("turn", [(0.0, 0.0), (50.0, 140.0), (-124.9, 0.0)], ids=["given", "date line", "pole"])
def test_an_invented_theatre_looks_the_same_wherever_its_places_are_put(facts, turn, tmp_path):
    places = {"post": ("north", 35.1, 40.0), "field": ("south", 33.4, 40.0)}
    moved = {name: (soil, max(-89.9, lat + turn[0]), lon + turn[1]) for name, (soil, lat, lon) in places.items()}
    here = world(facts, {"north": "North", "south": "South"}, moved)
    shown = theatre(strikes(here), here)
    assert {"Post · 1.0", "Field · 1.0"} <= {text.get_text() for texts in names_on(shown.figure) for text in texts}
    assert colour_at(shown.figure, shown.figure.axes[0], (0.0, 0.0)) == LAND or turn[0] < 0
    assert save(shown, tmp_path, "map")[0].stat().st_size > 0


def test_a_world_without_coordinates_says_so(facts):
    here = world(facts, {"north": "North", "south": "South"}, {})._replace(territories={"south": "South"})
    acts = pd.DataFrame({"actor": ["north"], "site": [None], "place": ["south"]})
    shown = theatre(acts.assign(run=0, rung=6, kinetic=True, observed=False, origin="reply"), here)
    assert any("No act at a place" in text.get_text() for text in shown.figure.axes[0].texts)
    assert shown.data["acts"].sum() == 1


def test_an_actor_from_afar_is_named_at_the_edge(facts):
    here = world(
        facts,
        {"iran": "Iran", "united_kingdom": "United Kingdom"},
        {"kerman": ("iran", 30.3, 57.1), "zahedan": ("iran", 29.5, 60.9), "london": ("united_kingdom", 51.5, -0.1)},
    )
    acts = strikes(here)
    shown = theatre(acts[acts["actor"] == "united_kingdom"], here)
    scene = scene_of(shown.data, here)
    assert not scene.window.holds(scene.chart.flat(51.5, -0.1))
    assert "from United Kingdom" in {text.get_text() for text in names_on(shown.figure)[0]}
