"""Quantile functions against SciPy over all that a scenario may ask for, judged by the distribution function.

The right count k has P(count < k) < u <= P(count <= k). Doubles leave some freedom where u meets a step: `ERROR` of it.
"""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from brink.model.quantiles import MOST, binomial, negative_binomial, normal, poisson

ERROR = 1e-11
#: The smallest and the largest number that is drawn, and what lies between, the ends as close as doubles go.
UNITS = (2.0**-54, 1e-12, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-6, 1 - 1e-12, 1 - 2.0**-53)
CHANCES = (1e-9, 1e-4, 0.05, 0.3, 0.5, 0.9, 0.97, 0.9999, 1 - 1e-9)
TRIALS = (1, 2, 3, 16, 17, 40, 400, 619, 3_000, 100_000, 10_000_000)
MEANS = (1e-6, 0.4, 3.0, 40.0, 299.0, 301.0, 640.0, 650.0, 746.0, 1_800.0, 5_000.0, 1e5, 1e6)
DISPERSIONS = (0.001, 0.05, 0.4, 1.0, 100.0, 900.0, 1e5, 1e7)

unit = st.one_of(
    st.floats(2.0**-54, 1 - 2.0**-53),
    st.floats(-16, -1).map(lambda e: 10**e),
    st.floats(-15, -1).map(lambda e: 1 - 10**e),
)
chance = st.one_of(
    st.floats(1e-9, 1 - 1e-9), st.floats(-9, -1).map(lambda e: 10**e), st.floats(-9, -1).map(lambda e: 1 - 10**e)
)
trials = st.one_of(st.integers(1, 1_000), st.floats(0, 7).map(lambda e: int(10**e)))
mean = st.floats(-6, 7).map(lambda e: 10**e)
#: What hits of a mean and a dispersion of their own may add up to, the accident that kills many times more included.
deaths = st.floats(-6, 10).map(lambda e: 10**e)
dispersion = st.floats(-3, 7).map(lambda e: 10**e)


def up_to_binomial(k, n, p):
    return float(stats.binom.cdf(k, n, p))


def up_to_poisson(k, mean):
    return float(special.pdtr(k, mean))


def up_to_negative_binomial(k, mean, dispersion):
    p, q = dispersion / (dispersion + mean), mean / (dispersion + mean)
    return float(special.betainc(dispersion, k + 1, p) if p < 0.5 else special.betaincc(k + 1, dispersion, q))


def check(k, u, up_to, error=ERROR):
    """Whether k is the smallest count with P(count <= k) >= u; the largest count of all stands for what is beyond."""
    assert 0 <= k <= MOST
    assert k == MOST or up_to(k) >= u - error
    assert k == 0 or up_to(k - 1) < u + error


@pytest.mark.parametrize("n", TRIALS)
def test_binomial_on_a_grid(n):
    for p, u in itertools.product(CHANCES, UNITS):
        check(binomial(u, n, p), u, lambda k, p=p: up_to_binomial(k, n, p))


@given(unit, trials, chance)
def test_binomial(u, n, p):
    k = binomial(u, n, p)
    assert k <= n
    check(k, u, lambda k: up_to_binomial(k, n, p))


@pytest.mark.parametrize("mean", MEANS)
def test_poisson_on_a_grid(mean):
    for u in UNITS:
        check(poisson(u, mean), u, lambda k: up_to_poisson(k, mean))


@given(unit, mean)
def test_poisson(u, mean):
    """Above a few million it is SciPy that errs, by some 1e-8 in the tails."""
    check(poisson(u, mean), u, lambda k: up_to_poisson(k, mean), ERROR if mean < 1e6 else 1e-6)


@pytest.mark.parametrize("mean", (*MEANS, 1e7, 1e9, 8e9))
def test_negative_binomial_on_a_grid(mean):
    for dispersion, u in itertools.product(DISPERSIONS, UNITS):
        k = negative_binomial(u, mean, dispersion)
        check(k, u, lambda k, dispersion=dispersion: up_to_negative_binomial(k, mean, dispersion))


@given(unit, deaths, dispersion)
def test_negative_binomial(u, mean, dispersion):
    k = negative_binomial(u, mean, dispersion)
    check(k, u, lambda k: up_to_negative_binomial(k, mean, dispersion))


@given(unit)
def test_normal(u):
    assert normal(u) == pytest.approx(special.ndtri(u), rel=1e-14, abs=1e-15)


@given(unit, unit, trials, chance, deaths, dispersion)
def test_counts_grow_with_their_uniform_number(one, other, n, p, mean, dispersion):
    low, high = sorted((one, other))
    assert binomial(low, n, p) <= binomial(high, n, p)
    assert poisson(low, mean) <= poisson(high, mean)
    assert negative_binomial(low, mean, dispersion) <= negative_binomial(high, mean, dispersion)


@given(st.floats(0.001, 0.999), trials, st.floats(0.05, 0.9), deaths, dispersion, st.floats(1.001, 1.1))
def test_counts_grow_with_their_mean(u, n, p, mean, dispersion, more):
    assert binomial(u, n, p) <= binomial(u, n, p * more)
    assert poisson(u, mean) <= poisson(u, mean * more)
    assert negative_binomial(u, mean, dispersion) <= negative_binomial(u, mean * more, dispersion)


@pytest.mark.parametrize("mean", [50.0, 100.0, 150.0, 200.0, 500.0, 10_000.0])
def test_the_mean_of_many_is_the_mean_asked_for(mean):
    """Nine hits, each with a dispersion of 100: the dead of an act grow with the mean, without zeros."""
    drawn = [negative_binomial((k + 0.5) / 2_000, 9 * mean, 900.0) for k in range(2_000)]
    assert sum(drawn) / len(drawn) == pytest.approx(9 * mean, rel=1e-3)
    assert min(drawn) > 0


def test_many_trials_do_not_all_succeed():
    assert [binomial(u, 400, 0.9) for u in (1e-6, 0.5, 1 - 1e-6)] == [329, 360, 385]


def test_what_no_double_tells_from_one_stays_a_count_of_its_size():
    """The sum of the chances never reaches the largest number drawn; the count must not run away for that."""
    last = 1 - 2.0**-53
    assert poisson(last, 100.0) < 200
    assert binomial(last, 1_000, 0.001) < 30
    assert negative_binomial(last, 100.0, 4.0) < 1_300


def test_more_than_the_log_can_hold_is_the_most_it_can_hold():
    assert poisson(0.5, 1e12) == negative_binomial(0.5, 1e12, 1e7) == MOST


@pytest.mark.parametrize(
    ("quantile", "arguments"),
    [
        (binomial, (0.3, 400, 0.9)), (binomial, (0.3, 400, 0.2)), (poisson, (0.3, 5.0)), (poisson, (0.3, 5_000.0)),
        (negative_binomial, (0.8, 3.0, 0.4)), (negative_binomial, (0.8, 3e6, 7.5)), (normal, (1e-9,)),
    ],
)  # fmt: skip
def test_plain_python_gives_the_same_as_compiled_code(quantile, arguments):
    assert quantile.py_func(*arguments) == quantile(*arguments)


def test_plain_python_gives_the_same_distribution_function():
    from brink.model import distributions

    for a, m, k in itertools.product((0.01, 3.7, 900.0, 1e6), (0.5, 80.0, 1e5), (0.2, 1.0, 4.0)):
        b = math.floor(k * m) + 1.0
        x, y = a / (a + m), m / (a + m)
        plain, ahead = distributions.beta_density.py_func(a, b, x, y), a * y - b * x
        assert plain == distributions.beta_density(a, b, x, y)
        assert distributions._fraction.py_func(a, b, x, y, ahead) == distributions._fraction(a, b, x, y, ahead)
        assert distributions.stirling_error.py_func(a) == distributions.stirling_error(a)
        assert distributions.deviance.py_func(b, m) == distributions.deviance(b, m)
