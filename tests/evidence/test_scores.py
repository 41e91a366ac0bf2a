"""Scores: proper, taken apart without remainder, and with intervals that know chains from acts."""

import numpy as np
import pytest

from brink.experiments.evidence import scores
from brink.experiments.evidence.predict import DAYS, Prediction
from brink.model.world.ladder import RUNGS


def forecast(rung: int, day: int) -> Prediction:
    return Prediction(0.5, np.eye(RUNGS)[rung], np.eye(DAYS)[day], 0.5)


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up_to_the_score(seed):
    draw = np.random.default_rng(seed)
    p, y = draw.random(40).round(1), (draw.random(40) < 0.6).astype(float)
    parts = scores.parts(p, y)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(scores.brier(p, y).mean())
    assert min(parts) >= 0


def test_a_forecast_that_knows_has_all_the_resolution_and_a_constant_none():
    y = np.array([0, 1, 1, 0, 1, 0], float)
    knows, flat = scores.parts(y, y), scores.parts(np.full(6, 0.5), y)
    assert (knows.resolution, knows.reliability) == (pytest.approx(0.25), 0)
    assert flat.resolution == pytest.approx(0)
    assert scores.resolution_by_chance(y, y, 200) < 0.2
    assert scores.resolution_by_chance(np.full(6, 0.5), y, 200) == 1


def test_a_forecast_turned_round_has_no_resolution():
    y = np.array([0, 0, 0, 1, 1, 1], float)
    assert scores.parts(1 - y, y).resolution == pytest.approx(0)


def test_ranked_scores_grow_with_the_distance():
    near, far = scores.ranked(forecast(6, 3), 7), scores.ranked(forecast(6, 3), 11)
    assert 0 == scores.ranked(forecast(6, 3), 6) < near < far <= 1
    assert scores.crps(forecast(6, 3), 3) == 0
    assert scores.crps(forecast(6, 3), 10) == pytest.approx(7), "of a certain forecast it is the error in days"


def test_intervals_hold_the_middle_of_a_distribution():
    shares = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
    assert [scores.inside(shares, 0.5, k) for k in range(5)] == pytest.approx([0, 0.25, 1, 0.25, 0])
    assert scores.inside(shares, 0.95, 2) == 1 and scores.inside(shares, 1.0, 0) == 1
    assert scores.inside(np.array([1.0, 0.0]), 0.5, 1) == 0, "what had no chance lies outside"


@pytest.mark.parametrize("level", [0.5, 0.9])
@pytest.mark.parametrize("shares", [(1.0,), (0.9, 0.1), (0.2, 0.7, 0.0, 0.1), tuple(np.arange(1, 12) / 66)])
def test_right_forecasts_cover_what_they_promise_however_coarse(shares, level):
    """Ends counted in whole, a distribution with most of its chance on one day would cover nearly everything."""
    p = np.array(shares)
    assert sum(p[k] * scores.inside(p, level, k) for k in range(len(p))) == pytest.approx(level)


def test_the_reliability_of_right_chances_by_luck_shrinks_with_their_number():
    few, many = (scores.reliability_by_luck(np.tile([0.2, 0.5, 0.7], number), 0.8) for number in (10, 100))
    assert 0 < many < few / 5


def test_the_log_score_is_finite_for_a_certain_forecast_that_fails():
    assert np.isfinite(scores.log_score(np.array([1.0]), np.array([0.0])))[0]


def test_chains_are_drawn_whole():
    values = np.repeat([0.0, 1.0], 50)
    lumped = scores.by_chain(values, np.repeat(["a", "b"], 50))
    single = scores.by_chain(values, np.array([str(k) for k in range(100)]))
    assert lumped.estimate == single.estimate == 0.5
    assert (lumped.low, lumped.high) == (0, 1), "two chains: either may fill a resample"
    assert single.high - single.low < 0.25


def test_nothing_known_gives_no_number():
    assert np.isnan(scores.by_chain(np.array([np.nan]), np.array(["a"])).estimate)
