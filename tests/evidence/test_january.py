"""The January backtest: history is scripted up to the cut and nothing of what followed is known."""

import datetime

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence.january import (
    CUTS,
    END,
    LEVELS,
    START,
    _track,
    able_pairs,
    cut_on,
    go_on,
    scenario_until,
    timeline,
)
from brink.experiments.figures.continuations import continuations, describe
from brink.experiments.figures.style import save_for_phone


def test_the_record_ends_where_the_boundary_lies():
    dates = [row.date for row in timeline()]
    assert min(dates) >= START
    assert max(dates) == END == datetime.date(2024, 1, 20)


@pytest.mark.parametrize("cut", [CUTS[0], CUTS[-1]])
def test_only_what_happened_by_the_cut_is_scripted(cut):
    scenario = scenario_until(cut)
    assert {event.date for event in scenario.events.values()} <= {row.date for row in timeline() if row.date <= cut}
    assert scenario.simulate_from == cut + datetime.timedelta(days=1)
    assert scenario.end == END


def test_what_follows_is_compared_with_the_record():
    found = go_on(datetime.date(2023, 12, 14), 60)
    by_pair = {(pair.actor, pair.target): pair for pair in found.pairs}
    assert by_pair["united_states", "houthis"].observed == 6
    assert by_pair["pakistan", "baloch_groups"].observed == 1
    assert all(0 <= pair.p <= 1 and 0 <= pair.p_rate <= 1 for pair in found.pairs)
    assert found.attacks.low <= found.attacks_observed <= found.attacks.high
    assert found.attacks_observed == pytest.approx(140 - (78 + 24 * 7 / 14), abs=0.1), "interpolated between reports"


@pytest.mark.xfail(strict=True, reason="too many pairs strike after 14 December: .30, worse than a coin")
def test_what_follows_is_foretold_better_than_by_a_coin():
    assert 0 < go_on(datetime.date(2023, 12, 14), 60).brier < 0.2


def test_running_totals_start_at_the_cut_and_meet_the_record():
    found = go_on(datetime.date(2023, 12, 14), 60)
    days = (END - found.cut).days + 1
    assert found.campaign.levels.shape == (len(LEVELS), days)
    assert (found.campaign.levels[:, 0] == found.campaign.levels[0, 0]).all(), "no run has gone on yet"
    assert found.campaign.levels[0, 0] == pytest.approx(78 + 24 * 7 / 14)
    assert (np.diff(found.overt.levels, axis=0) >= 0).all()
    assert (np.diff(found.overt.levels, axis=1) >= 0).all()
    after = [row for row in timeline() if row.date > found.cut and row.rung >= 6]
    assert (found.overt.observed[0], found.overt.observed[-1]) == (0, len(after))
    inside, reports = found.campaign.steps
    assert (reports, inside >= 3) == (4, True), "the campaign goes on at its pace"
    assert found.overt.last.high < len(after), "a known miss: real strikes came faster; good news if this fails"


def test_one_surprise_counts_once_and_not_in_every_later_total():
    """Ten attacks a day for ten days, reported every other day; in truth fifty came at once, then ten a day again."""
    by_day = np.tile(np.where(np.arange((END - START).days + 1) > 20, 10, 0), (40, 1))
    cut = START + datetime.timedelta(days=20)
    seen = {22: 120.0, 24: 190.0, 26: 210.0, 28: 230.0}
    found = _track(cut, by_day, 100.0, seen)
    assert found.steps == (3, 4)
    totals = [bool(found.levels[0, day - 20] <= total <= found.levels[-1, day - 20]) for day, total in seen.items()]
    assert totals == [True, False, False, False], "a total off once is off for ever"


def test_constants_can_be_drawn_from_a_posterior(tmp_path):
    path = tmp_path / "meek.csv"
    path.write_text("constants.answer_cost,constants.fear_weight\n3,12\n2.9,11.9\n")
    meek = go_on(datetime.date(2023, 12, 14), 60, path)
    assert meek.constants == f"drawn: {path}"
    assert go_on(meek.cut, 60, "prior").constants == "drawn: prior", "the whole prior is a control"
    path.write_text("constants.answer_cost,constants.fear_weight\n.5,6\n.6,6.1\n")
    bold = go_on(datetime.date(2023, 12, 14), 60, path)
    assert meek.overt.last.estimate < bold.overt.last.estimate
    assert {(p.actor, p.target, p.observed) for p in meek.pairs} == {
        (p.actor, p.target, p.observed) for p in bold.pairs
    }


def test_the_fan_of_the_winter_draws_and_speaks():
    found = [go_on(cut, 20) for cut in CUTS[-2:]]
    drawn = continuations(found, 20, START)
    assert set(drawn.data["kind"]) == {"campaign", "overt"}
    assert set(drawn.data["cut"]) == {"2024-01-02", "2024-01-12"}
    assert "observed 140" in describe(drawn.data)
    title = drawn.figure.texts[0].get_text()
    last = drawn.data[(drawn.data["cut"] == "2024-01-02") & (drawn.data["kind"] == "overt")].iloc[-1]
    assert title.startswith("Overt acts from 2 Jan 2024 on: ")
    assert f"{last['observed']:.0f} observed, {last['q05']:.0f} to {last['q95']:.0f} in nine runs of ten" in title


@pytest.mark.parametrize(("text", "said"), [("14 Dec", "is no date"), ("2024-01-20", "lies outside")])
def test_a_day_that_cannot_be_the_cut_is_refused(text, said):
    with pytest.raises(UserError, match=said):
        cut_on(text)
    assert cut_on("2023-12-14") == datetime.date(2023, 12, 14)


def test_the_pairs_do_not_depend_on_what_happened():
    first, last = (scenario_until(cut).case() for cut in (CUTS[0], CUTS[-1]))
    assert able_pairs(first) == able_pairs(last)
    assert len(go_on(CUTS[-1], 20).pairs) == len(able_pairs(last))


def test_the_figure_has_room_on_a_phone_too(tmp_path):
    """Five columns side by side left none of them any width there, and matplotlib warned of it."""
    found = [go_on(cut, 4) for cut in CUTS]
    assert save_for_phone(continuations(found, 4, START), tmp_path, "january").stat().st_size > 5_000
