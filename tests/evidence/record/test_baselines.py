"""The baselines on a made-up record whose rules are known, and their scores on small cases by hand."""

import datetime
import json

import numpy as np
import pytest

from brink.experiments.evidence.record import baselines, build, counts, frames, outlooks


def by_name(scores):
    return {entry["forecaster"]: entry for entry in scores}


def test_a_record_in_which_deaths_are_answered_is_forecast_by_them(record):
    cases = build.coded_cases()
    for make in (baselines.of_openings, baselines.of_replies):
        asked = make(cases)
        scored = {score.forecaster: score for score in baselines.scored(asked, baselines.forecasters(cases))}
        for name in ("logit, the act alone", "logit with history", "Hawkes process"):
            assert scored[name].gain.estimate > 0.05, f"{name} sees that deadly acts are answered"
        assert scored[baselines.BASE].gain == (0, 0, 0)
        assert scored[baselines.BASE].scores["Brier"].estimate == pytest.approx(asked.y.var(), abs=0.01)


def test_no_case_forecasts_itself(record):
    asked = baselines.of_replies(build.coded_cases())
    seen = []

    def spy(past, asked_for):
        seen.append((set(past.chains), set(asked_for.chains)))
        return baselines.base_rate(past, asked_for)

    assert len(baselines.held_out(asked, spy)) == len(asked.acts)
    assert all(len(own) == 1 and not own & past for past, own in seen)


def test_no_year_forecasts_itself(record, monkeypatch):
    asked = baselines.of_replies(build.coded_cases())
    seen = []

    def spy(past, asked_for):
        year = asked_for.acts[0].date.year
        ends = [(act.date.toordinal() + outcome.days) for act, outcome in zip(past.acts, past.outcomes, strict=True)]
        seen.append((max(ends, default=0), datetime.date(year, 1, 1).toordinal()))
        return baselines.base_rate(past, asked_for)

    assert len(baselines.ahead_of_time(asked, spy)) == len(asked.acts)
    assert len(seen) == 5 and all(last < first for last, first in seen)
    monkeypatch.setattr(baselines, "SINCE", 2012)
    scores = baselines.scored_in_time(asked, {baselines.BASE: baselines.base_rate})
    late = asked.take(np.array([act.date.year >= 2012 for act in asked.acts]))
    assert scores[0].scores["Brier"].estimate == pytest.approx(late.y.var(), abs=0.02)


def test_history_knows_nothing_of_later_acts(record):
    cases = build.coded_cases()
    whole = baselines.histories(cases)
    for case in cases[:3]:
        for k in (3, len(case.acts) // 2):
            cut = case._replace(acts=case.acts[: k + 1], sides=case.sides[: k + 1])
            key = case.acts[k].chain, case.acts[k].n
            assert np.array_equal(baselines.histories([cut])[key], whole[key])


def test_forecasts_of_counts_use_earlier_months_alone():
    draw = np.random.default_rng(1)
    one = counts.Series("P", draw.poisson(2, 40).astype(float), draw.poisson(1, 40).astype(float))
    changed = one._replace(own=np.r_[one.own[:20], 50 + one.own[20:]], other=np.r_[one.other[:20], 9 + one.other[20:]])
    for maker in counts.MAKERS.values():
        values = np.array(maker.start)
        assert np.array_equal(maker.mean(one, values)[:21], maker.mean(changed, values)[:21])
        assert maker.mean(changed, values)[21] > maker.mean(one, values)[21]


def test_the_crps_of_counts_is_right_where_it_is_known():
    # a near-Poisson forecast of nothing scores nothing, one of much scores the distance less half the spread
    assert counts.crps_of(np.array([0.0]), np.array([1e-9]), 5.0)[0] == pytest.approx(0, abs=1e-6)
    sample = np.random.default_rng(2).negative_binomial(3, 3 / (3 + 4.0), 4000).astype(float)
    by_sample = outlooks.crps_of_sample(sample, 7.0)
    assert counts.crps_of(np.array([7.0]), np.array([4.0]), 3.0)[0] == pytest.approx(by_sample, abs=0.05)


def test_bursts_are_what_the_hawkes_process_sees():
    """Series with a burst of some months: its forecast beats the flat mean; for even series it does not lose much."""
    draw = np.random.default_rng(3)
    months = []
    for pair in range(6):
        level, calm = np.zeros(120), 0.2
        for t in range(1, 120):
            level[t] = 0.75 * level[t - 1] + 3.0 * (draw.random() < 0.05)
        for t in range(120):
            sides = draw.poisson(calm + level[t], 2)
            months.append(frames.Month(f"P{pair}", f"{2000 + t // 12}-{t % 12 + 1:02}", 31, *map(int, sides)))
    whole = [m._replace(days=(frames._next(day(m)) - day(m)).days) for m in months]
    scored, held = counts.scored(whole)
    found = {score.forecaster: score.scores[counts.CRPS].estimate for score in scored}
    assert held["cases"] == 6
    assert found["Hawkes process"] < found["mean of the pair so far"]
    assert found["Hawkes process"] < found[counts.PERSISTENCE]


def day(month):
    return datetime.date.fromisoformat(f"{month.month}-01")


def test_outlooks_score_samples():
    assert outlooks.crps_of_sample(np.array([3.0]), 5) == 2
    assert outlooks.crps_of_sample(np.array([0.0, 2.0]), 1) == pytest.approx(0.5)
    assert outlooks.rps_of_sample(np.array([7.0]), 7) == 0
    assert outlooks.rps_of_sample(np.array([4.0]), 12) == 1


def test_what_the_first_week_shows_is_not_forgotten(record):
    crises = frames.crises(build.coded_cases())
    scored = {score.forecaster: score for score in outlooks.scored(crises)}
    assert scored["first week and what others added"].gain.estimate > 0
    assert scored[outlooks.BASE].gain.estimate == 0


def test_everything_is_written_and_written_the_same(record, tmp_path):
    build.write(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(first) == {*build.TABLES, build.FACTS, build.SCORES}
    facts = build.facts()
    assert facts["agreement"]["all acts"]["found_by_both"] == 1
    assert facts["agreement"]["all acts"]["alpha_reply"] == 1
    assert 0.5 < facts["agreement"]["all acts"]["alpha_rung"] < 1, "every fifth rung differs"
    assert (facts["holds"]["without_force"], facts["holds"]["cases_by_region"]) == (["I2"], {"Africa": 4, "Europe": 3})
    assert len(facts["drawn"]) == build.SHOWN
    assert json.loads(first[build.FACTS]) == facts
    assert json.loads(first[build.SCORES])["replies"]["number"] > 100
