"""Reports of what was held against the record: misses are said, observed and simulated are kept apart."""

import datetime
import re
from pathlib import Path

import pytest

from brink.experiments.evidence import backtest, forecast, january
from brink.experiments.evidence.page import write_backtest, write_january
from brink.experiments.report.study import CONTENTS

SMALL = Path(__file__).resolve().parents[1] / "evidence" / "small.csv"
COMMAND = "brink backtest --out <here>"


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    """The report of a backtest on few acts with few points of the prior, and the backtest."""
    pytest.importorskip("sklearn", reason="needs the extra calibration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecast, "POINTS", 40)
        patch.setattr(forecast, "PLAIN_POINTS", 1)
        found = backtest.backtest(SMALL)
    page = write_backtest(found, tmp_path_factory.mktemp("scores"), COMMAND)
    return found, page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def winter(tmp_path_factory):
    """The report of one continuation of few runs, and the continuation."""
    found = [january.go_on(datetime.date(2024, 1, 2), 20)]
    page = write_january(found, tmp_path_factory.mktemp("winter"), COMMAND)
    return found[0], page.read_text(encoding="utf-8")


def test_both_have_the_sections_of_a_briefing(scores, winter):
    for _, page in (scores, winter):
        assert re.findall(r'<section id="(\w+)"', page) == list(CONTENTS)
        assert "brink backtest --out &lt;here&gt;" in page
        assert "they are from the public record" in page
        assert "no event in it happened" not in page
        assert "<script" not in page


def test_the_verdict_is_the_answer(scores):
    found, page = scores
    for line in backtest.verdict(found):
        assert line[1:40].replace("'", "&#39;") in page
    for score in found.scores:
        assert score.name in page
    assert "Few chains." in page


def test_a_miss_is_said_as_plainly_as_a_hit(winter):
    one, page = winter
    observed = sum(pair.observed for pair in one.pairs)
    inside = one.overt.last.low <= observed <= one.overt.last.high
    assert f"{observed} overt acts outside campaigns observed, {'inside' if inside else 'OUTSIDE'}" in page
    assert f"at {int(inside)} of 1 for overt acts" in page
    assert f"{one.brier:.3f} against {one.brier_rate:.3f}" in page
