"""Our own exp, log, log1p, expm1 and erf against mpmath: less than one unit in the last place, monotone, the same bits
compiled or not."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.kernel.compiled import uncompiled
from brink.model.kernel.elementary import erf, exp, expm1, log, log1p

FUNCTIONS = {"exp": exp, "log": log, "log1p": log1p, "expm1": expm1, "erf": erf}
EDGES = (0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324, 1e-310, 2.0**-54, 0.5, 2.0, 1e300, math.inf, -math.inf, math.nan)
LIMITS = {
    "exp": (709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.4, -744.9),
    "log": (2.2250738585072014e-308, 0.7071067811865475, 1.4142135623730951, 1 - 2.0**-53, 1 + 2.0**-52),
    "log1p": (-1 + 2.0**-53, 0.41421356237309515, -0.2928932188134524, 2.0**53, 2.0**60, 1.7e308),
    "expm1": (709.782712893384, -38.8162, -38.9, -0.25, 0.35, -0.35, 39.0, 1.0397207708399179),
    "erf": (0.84375, 1.25, 2.857142857142857, 6.0, 5.9999999, -3.3),
}  # fmt: skip

#: Points drawn for a comparison; a million were drawn once.
POINTS = 2_000


def drawn(name, count):
    """Points where a function is called, and where it is difficult; always the same ones."""
    rng = np.random.default_rng(17)
    magnitudes = rng.choice([-1.0, 1.0], count) * 10 ** rng.uniform(-20, 2.85, count)
    if name in ("exp", "expm1"):
        return np.concatenate([rng.uniform(-745, 709.7, count), rng.normal(0, 1, count), magnitudes.clip(-700, 700)])
    if name == "erf":
        return np.concatenate([rng.uniform(-6.2, 6.2, count), magnitudes, rng.normal(0, 1, count)])
    positive = np.concatenate([10 ** rng.uniform(-307, 308, count), rng.uniform(0.5, 2, count), 1 + magnitudes / 1e5])
    return (
        positive[positive > 0] if name == "log" else np.concatenate([positive, positive[:count] ** 0.01 - 1.0 + 1e-16])
    )


def units_off(name, x):
    """How far a value is from the true one, in units in the last place."""
    with mpmath.workprec(120):
        true = getattr(mpmath, name)(mpmath.mpf(x))
        value = FUNCTIONS[name](x)
        return float(abs(mpmath.mpf(value) - true) / mpmath.mpf(np.spacing(abs(float(true)))))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_less_than_one_unit_in_the_last_place(name):
    worst = max((units_off(name, float(x)), float(x)) for x in drawn(name, POINTS))
    assert worst[0] < 1.0, worst


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ends_of_the_range_are_those_of_the_standard(name):
    ours, theirs = FUNCTIONS[name], getattr(np, name, None) or math.erf
    for x in (*EDGES, *LIMITS[name]):
        with np.errstate(all="ignore"):
            value, standard = ours(x), float(theirs(x))
        assert math.isnan(value) == math.isnan(standard), x
        assert math.isnan(value) or value == pytest.approx(standard, rel=1e-15, abs=5e-324), x


@pytest.mark.parametrize("name", FUNCTIONS)
def test_neighbours_are_in_order(name):
    """No function falls where it should rise: a better option is never the less likely for a rounding."""
    for x in (*drawn(name, 300), *(limit for limit in LIMITS[name] if limit < 700)):
        near = float(x)
        values = []
        for _ in range(20):
            values.append(FUNCTIONS[name](near))
            near = math.nextafter(near, math.inf)
        assert values == sorted(values), x


@given(st.sampled_from(sorted(FUNCTIONS)), st.floats())
def test_the_same_bits_compiled_or_not(name, x):
    compiled = FUNCTIONS[name]
    with np.errstate(all="ignore"):
        plain, plainest = float(compiled.py_func(x)), float(uncompiled(compiled)(x))
    assert plain == plainest or (math.isnan(plain) and math.isnan(plainest))
    assert compiled(x) == plain or (math.isnan(compiled(x)) and math.isnan(plain))
