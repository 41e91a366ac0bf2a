"""The parts figures are made of: intervals, dates, labels, the map's projection, colours."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.figures import about, outline
from brink.experiments.figures.dates import tick_days, tick_labels
from brink.experiments.figures.labels import Label, place
from brink.experiments.figures.layers import real
from brink.experiments.figures.outline import View, countries, project, view
from brink.experiments.figures.style import RUNG_COLOURS, ink_on, new_figure, settle, styled
from brink.experiments.figures.zoom import zoom
from brink.experiments.measures.numbers import percent
from brink.experiments.measures.statistics import between_runs, wilson, wilson_bounds
from brink.model.world.ladder import FIRST_KINETIC, LAST_DRAWN


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (3, 10), (10, 10), (500, 2000)])
def test_many_shares_have_the_interval_of_one(hits, trials):
    assert tuple(float(part[1]) for part in wilson_bounds([0, hits], trials)) == wilson(hits, trials)


def test_without_trials_everything_is_possible():
    _, low, high = wilson_bounds([0], [0])
    assert (low[0], high[0]) == (0, 1)


def test_things_that_come_in_lumps_have_wider_intervals():
    trials = np.full(100, 10.0)
    even = np.full((100, 1), 5.0)
    lumps = np.where(np.arange(100) % 2 == 0, 10.0, 0.0)[:, None]
    narrow, wide = between_runs(even, trials), between_runs(lumps, trials)
    assert narrow[0][0] == wide[0][0] == 0.5
    assert wide[2][0] - wide[1][0] > 2 * (narrow[2][0] - narrow[1][0])
    _, low, high = wilson_bounds([50], [100])  # a lump counts once
    assert (wide[1][0], wide[2][0]) == (pytest.approx(low[0]), pytest.approx(high[0]))


def test_dates_are_few_and_the_year_stands_where_it_changes():
    start = date(2023, 10, 7)
    days = tick_days(start, 0, 149)
    assert tick_labels(start, days) == ["1 Nov\n2023", "1 Dec", "1 Jan\n2024", "1 Feb", "1 Mar"]


@pytest.mark.parametrize("last", [1, 10, 44, 46, 150, 400, 1500, 3650])
def test_no_axis_is_crowded_or_bare(last):
    assert 1 <= len(tick_days(date(2024, 1, 1), 0, last)) <= 12


def test_the_projection_keeps_areas():
    def area(west, east, south, north):
        x, y = project([west, east], [south, north])
        sphere = np.radians(east - west) * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
        return (x[1] - x[0]) * (y[1] - y[0]) / sphere

    assert area(40, 41, 10, 11) == pytest.approx(area(60, 62, 40, 43))


def test_the_outlines_are_those_of_the_theatre():
    names = {country.name for country in countries()}
    assert {"Iran", "Iraq", "Israel", "Pakistan", "Palestine", "Syria", "Yemen"} <= names
    assert all(ring.shape[1] == 2 for country in countries() for ring in country.rings)


def test_a_view_holds_its_points_and_is_neither_tiny_nor_flat():
    found = view([44.0, 44.1], [33.0, 33.1])
    assert found.holds(44.0, 33.0)
    assert found.east - found.west >= 8
    wide = view([10.0, 60.0], [30.0, 30.0])
    assert wide.north - wide.south >= 0.45 * (wide.east - wide.west)


def test_an_invented_theatre_gets_no_real_borders(two_hundred):
    facts = about(two_hundred)
    assert real(facts)
    assert not real(facts._replace(territories={"north": "North", "south": "South", "valley": "the valley"}))


def test_a_crowded_corner_is_enlarged_where_the_map_is_empty():
    window = View(30, 70, 10, 40)
    crowd = [(33.0 + 0.3 * k, 35.5 + 0.2 * k) for k in range(8)]
    found = zoom(window, [*crowd, (28.0, 62.0)], [])
    assert found is not None
    assert sum(found.box.holds(lon, lat) for lat, lon in crowd) == 8
    assert not found.box.holds(62.0, 28.0)
    assert zoom(window, [(20.0 + k, 35.0 + 4 * k) for k in range(8)], []) is None


def test_labels_never_overlap(two_hundred):
    @styled
    def crowded():
        figure = new_figure(4, "labels", about(two_hundred))
        axes = figure.add_subplot()
        settle(figure)
        taken = []
        points = [(0.5 + 0.01 * k, 0.5 + 0.004 * k) for k in range(30)]
        written = place(axes, [Label(x, y, f"a label {k}") for k, (x, y) in enumerate(points)], taken)
        return written, taken

    written, boxes = crowded()
    assert 2 < len(written) < 30
    assert len(written) == len(boxes)
    for k, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def luminance(colour):
    from matplotlib.colors import to_rgb

    return float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))


def test_rungs_keep_their_order_without_colour():
    force = [luminance(RUNG_COLOURS[rung]) for rung in range(FIRST_KINETIC, LAST_DRAWN + 1)]
    assert all(a - b > 0.02 for a, b in pairwise(force))


@pytest.mark.parametrize("colour", RUNG_COLOURS)
def test_digits_are_readable_on_their_colour(colour):
    light, dark = sorted((luminance(ink_on(colour)), luminance(colour)), reverse=True)
    assert light - dark > 0.3


def test_shares_are_written_as_people_write_them():
    assert [percent(s).replace("\u00a0", " ") for s in (0, 0.0004, 0.034, 0.0996, 0.5, 1)] == [
        "0 %", "< 0.1 %", "3.4 %", "10 %", "50 %", "100 %",
    ]  # fmt: skip


def test_the_outlines_come_with_their_notices():
    import json

    folder = Path(outline.__file__).parent
    told = (folder / "SOURCES.md").read_text(encoding="utf-8")
    for words in ("Natural Earth 4.1", "public domain", "world-atlas 2.0.2", "Michael Bostock", 'PROVIDED "AS IS"'):
        assert words in told
    countries = json.loads((folder / "theatre.geojson").read_text(encoding="utf-8"))["features"]
    assert f"{len(countries)} countries" in told
