"""Intervals: known answers, and how often they hold what they should."""

from __future__ import annotations

import math

import numpy as np
import pytest

from brink.experiments.measures.statistics import binomial, mean_interval, quantile_interval, ratio_interval, wilson


def test_wilson_gives_the_textbook_interval() -> None:
    share, low, high = wilson(10, 100)
    assert (share, round(low, 4), round(high, 4)) == (0.1, 0.0552, 0.1744)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, 0.0370), (100, 0.9630, 1.0)])
def test_wilson_keeps_a_width_at_the_ends(successes: int, low: float, high: float) -> None:
    interval = wilson(successes, 100)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_without_runs_nothing_is_known() -> None:
    for interval in (wilson(0, 0), mean_interval([]), quantile_interval([], 0.5), ratio_interval([0, 0], [0, 0])):
        assert all(math.isnan(value) for value in interval)


def test_the_chances_of_a_binomial_sum_to_one_and_are_right() -> None:
    assert binomial(4, 0.5) == pytest.approx([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16], abs=1e-12)
    assert binomial(5_000, 0.03).sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("trials", [20, 200, 1_000])
def test_wilson_holds_the_share_about_as_often_as_it_says(trials: int) -> None:
    covered = []
    for share in np.linspace(0.02, 0.98, 49):
        inside = [wilson(k, trials).low <= share <= wilson(k, trials).high for k in range(trials + 1)]
        covered.append(float(binomial(trials, float(share)) @ np.array(inside)))
    assert 0.94 < np.mean(covered) < 0.965


def test_a_mean_of_equal_values_is_known_exactly() -> None:
    assert mean_interval([3, 3, 3]) == (3, 3, 3)


def test_the_bootstrap_of_a_mean_has_the_width_of_its_standard_error() -> None:
    values = np.random.default_rng(4).poisson(5, 2_000)
    interval = mean_interval(values)
    error = values.std() / math.sqrt(len(values))
    assert interval.estimate == values.mean()
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * error, rel=0.06)


def test_the_same_values_always_get_the_same_interval() -> None:
    values = np.random.default_rng(1).poisson(2, 500)
    assert mean_interval(values) == mean_interval(values[::-1])


def test_values_that_are_not_known_are_left_out() -> None:
    assert mean_interval([1.0, math.nan, 3.0]).estimate == 2.0
    assert quantile_interval([1.0, math.nan, 3.0, 5.0], 0.5).estimate == 3.0


def test_the_limit_for_many_distinct_values_agrees_with_the_bootstrap() -> None:
    draw = np.random.default_rng(2)
    fine = draw.normal(10, 3, 4_000)
    coarse = np.round(fine, 1)
    exact, limit = mean_interval(coarse), mean_interval(fine)
    assert limit.high - limit.low == pytest.approx(exact.high - exact.low, rel=0.06)


def test_a_ratio_is_one_of_sums() -> None:
    interval = ratio_interval([0, 10], [1, 19])
    assert interval.estimate == 0.5
    assert (interval.low, interval.high) == (0.0, pytest.approx(10 / 19))


@pytest.mark.parametrize("of", ["mean", "ratio"])
def test_the_bootstrap_holds_the_truth_about_as_often_as_it_says(of: str) -> None:
    draw = np.random.default_rng(5)
    inside = 0
    for _ in range(300):
        below = draw.poisson(4, 150)
        if of == "mean":
            interval, truth = mean_interval(below), 4.0
        else:
            interval, truth = ratio_interval(draw.binomial(below, 0.3), below), 0.3
        inside += interval.low <= truth <= interval.high
    assert 0.90 <= inside / 300 <= 0.985


@pytest.mark.parametrize("q", [0.5, 0.9])
def test_quantile_intervals_hold_the_quantile_at_least_as_often_as_they_say(q: float) -> None:
    draw = np.random.default_rng(6)
    truth = -math.log(1 - q)
    inside = 0
    for _ in range(600):
        interval = quantile_interval(draw.exponential(size=101), q)
        inside += interval.low <= truth <= interval.high
    assert 0.935 <= inside / 600 <= 0.99


def test_the_median_of_five_is_bounded_by_the_extremes() -> None:
    assert quantile_interval([5, 1, 4, 2, 3], 0.5) == (3, 1, 5)


def test_ranks_of_many_values_follow_the_normal_limit() -> None:
    interval = quantile_interval(np.arange(1_000_000), 0.5)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * 500, abs=4)


def test_a_million_runs_narrow_the_interval_as_they_should() -> None:
    values = np.random.default_rng(3).poisson(20, 1_000_000)
    interval = mean_interval(values)
    assert interval.low < 20 < interval.high
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * math.sqrt(20) / 1_000, rel=0.06)
    assert quantile_interval(values, 0.95) == (28, 28, 28)
