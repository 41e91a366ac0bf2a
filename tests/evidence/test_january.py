"""The January backtest: history is scripted up to the cut and nothing of what followed is known."""

import datetime

import pytest

from brink.experiments.january import CUTS, END, START, able_pairs, go_on, scenario_until, timeline


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
    assert 0 < found.brier < 0.2


def test_the_pairs_do_not_depend_on_what_happened():
    first, last = (scenario_until(cut).case() for cut in (CUTS[0], CUTS[-1]))
    assert able_pairs(first) == able_pairs(last)
    assert len(go_on(CUTS[-1], 20).pairs) == len(able_pairs(last))
