"""The live page beside a report: where it shows the same runs, linked, with a checksum, and left out on demand."""

import base64
import gzip
import re

import pytest

from brink.experiments.page.page import header_in
from brink.experiments.report.live import StudiedWorld, can_live, fragment, live_links, write_live
from brink.experiments.report.report import render
from brink.experiments.results.changes import numbers_between
from brink.experiments.results.sums import LIVE, read_sums, sums_broken
from brink.experiments.runs import batch
from brink.experiments.studies.compare import Comparison, answer_compare
from brink.experiments.studies.maps import Map, answer_map
from brink.scenarios.loader import load_scenario


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return batch.run(load_scenario("border-clash"), 20, jobs=1, out=tmp_path_factory.mktemp("live") / "runs")


def test_a_report_has_its_live_page_beside_it_and_links_to_it(results, few_figures):
    path = write_live(results)
    assert path == results.folder / LIVE
    assert LIVE in read_sums(results.folder)
    assert list(sums_broken(results.folder)) == []
    assert f'href="{LIVE}"' in render(results, live=True)
    assert LIVE not in render(results)


def test_a_page_that_would_show_other_runs_is_not_written(results, tmp_path):
    plain = batch.run(load_scenario("border-clash", {"page": None}), 5, jobs=1, out=tmp_path / "plain")
    drawn = batch.run(load_scenario("border-clash"), 5, jobs=1, uncertain=True, out=tmp_path / "drawn")
    assert can_live(results)
    assert not can_live(plain)
    assert write_live(plain) is None
    assert not can_live(drawn)


def compared(folder, changes, **more):
    worlds = load_scenario("border-clash"), load_scenario("border-clash", changes)
    return answer_compare(Comparison(worlds, ("as given", "changed"), 20, 3, ("kinetic_acts",)), folder, 1, **more)


def links_of(folder):
    return dict(re.findall(r'<a href="(live\.html[^"]*)">([^<]*)</a>', (folder / "report.html").read_text()))


def test_a_comparison_has_a_page_that_can_begin_with_either_world(tmp_path):
    folder = compared(tmp_path / "moved", {"constants.fear_weight": 30, "events.ambush": None})
    other = "live.html#events.ambush=null&amp;constants.fear_weight=30"
    links = links_of(folder)
    assert list(links) == [LIVE, other]
    assert links[other] == "Begin with B, changed"
    assert LIVE in read_sums(folder)
    assert list(sums_broken(folder)) == []


def test_a_world_that_differs_by_more_than_numbers_is_not_begun_with(tmp_path):
    folder = compared(tmp_path / "doctrine", {"actors.north.doctrine": "tit_for_tat"})
    assert list(links_of(folder)) == [LIVE]


def test_the_page_of_a_study_offers_what_was_moved_as_far_as_it_was_moved(tmp_path):
    axes = ("constants.fear_weight", (1.0, 30.0)), ("ties.north.south.fear", (0.1, 0.9))
    folder = answer_map(Map(load_scenario("border-clash"), *axes, "kinetic_acts", 2, 5, 1), tmp_path / "map", 1)
    assert list(links_of(folder)) == [LIVE]
    packed = re.search(r'id="image">([^<]*)<', (folder / LIVE).read_text())[1]
    settings = header_in(gzip.decompress(base64.b64decode(packed)))["settings"]
    for (path, (low, high)), offered in zip(axes, settings, strict=False):
        assert offered["path"] == path
        assert offered["low"] <= low < high <= offered["high"]


def test_a_study_whose_world_no_page_can_run_has_none(tmp_path):
    crises = load_scenario("generic-crisis")
    assert live_links(tmp_path, StudiedWorld(crises, 1, {"constants.fear_weight": (5, 6)})) == []
    assert list(tmp_path.iterdir()) == []


def test_what_makes_one_world_of_another_is_found_to_the_last_digit():
    one = load_scenario("border-clash")
    changes = {"constants.fear_weight": 9.123456789, "events.ambush": None}
    assert numbers_between(one, load_scenario("border-clash", changes)) == changes
    assert numbers_between(one, one) == {}
    assert numbers_between(one, load_scenario("border-clash", {"actors.north.doctrine": "tit_for_tat"})) is None
    assert fragment({"a.b": 1e-05, "events.x": None}) == "#a.b=1e-05&events.x=null"
