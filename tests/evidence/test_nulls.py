"""Null models: what each learns from the past, and that it never sees what it is asked about."""

import numpy as np
import pytest
import scipy.optimize

from brink.experiments.evidence import nulls
from brink.experiments.evidence.backtest import NULLS, held_out
from brink.experiments.evidence.blend import share_of_model
from brink.experiments.evidence.episodes import kinetic, last_day, outcome_of, read_episodes
from brink.experiments.evidence.forecast import LAPSES, recalibrate, weigh
from brink.experiments.evidence.hawkes import fit, hawkes, marks
from brink.experiments.evidence.ledger import generic
from brink.experiments.evidence.ledger.generic import concentration
from brink.experiments.evidence.ledger.kinds import FollowedAct
from brink.experiments.evidence.record import counts


@pytest.fixture(scope="module")
def record():
    acts = read_episodes()
    scored = kinetic(acts)
    return nulls.record_of(acts, scored, [outcome_of(act, acts, last_day(acts)) for act in scored])


@pytest.mark.parametrize("name", NULLS)
def test_a_chain_is_forecast_from_the_others_alone(record, name):
    """Turning the outcomes of a chain round does not change what is forecast for it."""
    make = NULLS[name][0]
    other = nulls.Record(
        record.acts,
        [o._replace(reply=None) if a.chain == "A20" else o for a, o in zip(record.acts, record.outcomes, strict=True)],
        record.generations,
    )
    held = record.chains == "A20"
    once, again = ([f.p for f in make(r.take(~held), r.take(held))] for r in (record, other))
    assert once == again


@pytest.mark.parametrize("name", NULLS)
def test_forecasts_are_distributions_even_without_a_past(record, name):
    empty = record.take(np.zeros(len(record.acts), bool))
    for past in (record, empty):
        for forecast in NULLS[name][0](past, record):
            assert 0 <= forecast.p <= 1
            assert forecast.rungs.sum() == pytest.approx(1)
            assert forecast.delays.sum() == pytest.approx(1)


def test_the_base_rate_left_out_runs_against_what_happens(record):
    """So a constant near one half beats it: the reason why a gain on it alone proves little."""
    forecasts = held_out(record, lambda past: nulls.base_rate(record.take(past), record.take(~past)))
    assert np.corrcoef([f.p for f in forecasts], record.y)[0, 1] < 0


def test_the_hawkes_process_finds_how_deaths_and_time_matter():
    """On data made by the process itself, the fit comes close to what made them."""
    draw = np.random.default_rng(1)
    acts = kinetic(read_episodes())
    outcomes = []
    chosen = [acts[k] for k in draw.integers(0, len(acts), 1500)]
    chosen = [act._replace(killed=int(killed)) for act, killed in zip(chosen, draw.geometric(0.1, 1500), strict=True)]
    for act in chosen:
        expected = np.exp(-1.5 + 0.6 * np.log1p(act.killed))
        first = draw.exponential(1 / 0.2, draw.poisson(expected)).min(initial=np.inf)
        outcome = outcome_of(act, [], act.date.replace(year=act.date.year + 1))
        outcomes.append(outcome._replace(reply=act, delay=first) if first <= 30 else outcome)
    record = nulls.Record(chosen, outcomes, [0] * len(chosen))
    found = fit(record)
    assert found.slopes[0] == pytest.approx(0.6, abs=0.15)
    assert found.beta == pytest.approx(0.2, rel=0.3)
    assert found.productivity(marks(record)).mean() > 0


def test_the_hawkes_process_answers_deadlier_acts_more(record):
    asked = nulls.Record(
        [record.acts[0]._replace(killed=0), record.acts[0]._replace(killed=80)], record.outcomes[:2], [0, 0]
    )
    mild, deadly = hawkes(record, asked)
    assert mild.p < deadly.p


def test_points_that_foretold_the_past_count_more(record):
    past = record.take(record.chains != "A20")
    sharp = np.where(past.y > 0, 0.9, 0.1)
    weights = weigh(np.array([sharp, 1 - sharp, np.full(len(sharp), past.share)]), past)
    assert weights.points[0] > 0.9 > 0.1 > weights.points[1]
    assert weights.lapse < 0.2
    useless = weigh(np.array([1 - sharp] * 2), past)
    assert useless.lapse > 0.9 * max(LAPSES), "where the model is no help the base rate takes over"


def test_without_a_past_all_points_count_the_same(record):
    none = record.take(np.zeros(len(record.acts), bool))
    assert np.allclose(weigh(np.zeros((4, 0)), none).points, 0.25)


def test_recalibration_mends_odds_that_are_too_low():
    y = np.repeat([0.0, 1.0], [20, 30])
    p = np.where(np.arange(50) % 2, 0.1, 0.05)
    moved = recalibrate(p, y, p)
    assert abs(moved.mean() - 0.6) < 0.05


def test_the_blend_trusts_whom_the_past_bears_out():
    good, bad = np.full(40, 0.5), np.full(40, 0.05)
    assert share_of_model(good, bad) > 0.85
    assert share_of_model(bad, good) < 0.15


def fits(record):
    """Everything that is searched for by numbers: logits, recalibration, the two processes, and how alike cases are."""
    x = nulls.features(record)
    months = counts.Series("P", np.arange(40.0) % 3, np.arange(40.0) % 2)
    followed = [FollowedAct(act, outcome, None) for act, outcome in zip(record.acts, record.outcomes, strict=True)]
    return {
        "logit": lambda: nulls.fit_logit(x, record.y, x, 1.0),
        "recalibration": lambda: recalibrate(np.linspace(0.1, 0.9, len(x)), record.y, np.full(3, 0.5)),
        "acts": lambda: fit(record),
        "months": lambda: counts.fitted(counts.MAKERS["Hawkes process"], [months]),
        "cases": lambda: concentration(followed),
    }


@pytest.mark.parametrize("name", ["logit", "recalibration", "acts", "months", "cases"])
def test_small_searches_have_one_thread(record, name, monkeypatch):
    """Several would wait for each other at every step: six times the work for the same digits."""
    pytest.importorskip("sklearn")
    threadpoolctl = pytest.importorskip("threadpoolctl")
    search, seen = scipy.optimize.minimize, []

    def watched(*arguments, **options):
        seen.extend(pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas")
        return search(*arguments, **options)

    for room in (scipy.optimize, generic):
        monkeypatch.setattr(room, "minimize", watched)
    with threadpoolctl.threadpool_limits(2, "blas"):
        fits(record)[name]()
        assert {pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"} == {2}
    assert set(seen) == {1}
