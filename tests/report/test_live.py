"""The live page beside a report: where it shows the same runs, linked, with a checksum, and left out on demand."""

import pytest

from brink.experiments.report.live import can_live, write_live
from brink.experiments.report.report import render
from brink.experiments.results.sums import LIVE, read_sums, sums_broken
from brink.experiments.runs import batch
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
