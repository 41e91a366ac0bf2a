"""Distribution functions where summing from zero would underflow or take too long: the incomplete beta function.

Scalar exponentials and logarithms only, so that every driver agrees to the bit; the error stays below 1e-11 of the
probability over all that a scenario may ask for.
"""

from __future__ import annotations

import math

from .compiled import compiled
from .elementary import exp, log, log1p

_TWO_PI = 2.0 * math.pi
#: From here on five terms of Stirling's series leave an error below 1e-16.
_STIRLING_FROM = 16.0
#: Terms of the continued fraction at most; near the mean of counts of billions it takes some ten thousand.
_MOST_TERMS = 1_000_000
_CLOSE = 1e-15


@compiled
def stirling_error(n):
    """``log(n!)`` less Stirling's formula ``(n + 1/2) log n - n + log(2 pi) / 2``, for real n > 0 (Loader 2000)."""
    added = 0.0
    while n < _STIRLING_FROM:
        added += (n + 0.5) * log1p(1.0 / n) - 1.0
        n += 1.0
    r = 1.0 / (n * n)
    series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - r / 1188.0) * r) * r) * r) / n
    return added + series


@compiled
def deviance(x, mean):
    """``x log(x / mean) + mean - x`` without cancellation where the two are close (Loader 2000)."""
    apart = x - mean
    if abs(apart) >= 0.1 * (x + mean):
        return x * log(x / mean) - apart
    v = apart / (x + mean)
    total, term, v = apart * v, 2.0 * x * v, v * v
    divisor = 1.0
    while True:
        term *= v
        divisor += 2.0
        further = total + term / divisor
        if further == total:
            return total
        total = further


@compiled
def beta_density(a, b, x, y):
    """``x^a y^b / B(a, b)``, where y is 1 - x: by Loader's saddle point, exact also for counts of billions."""
    n = a + b
    exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(exponent) * math.sqrt(a * (b / n) / _TWO_PI)


@compiled
def _fraction(a, b, x, y, ahead):
    """The continued fraction of the incomplete beta function (Didonato and Morris 1992, `bfrac`)."""
    c, ratio, c1 = ahead + 1.0, b / a, 1.0 + 1.0 / a
    p, s = 1.0, a + 1.0
    top, bottom, next_top, next_bottom = 0.0, 1.0, 1.0, c / c1
    value = c1 / c
    for term in range(1, _MOST_TERMS):
        n = float(term)
        t, w, e = n / a, n * (b - n) * x, a / s
        alpha = p * (p + ratio) * e * e * (w * x)
        e = (1.0 + t) / (c1 + t + t)
        beta = n + w / s + e * (c + n * (1.0 + y))
        p, s = 1.0 + t, s + 2.0
        top, next_top = next_top, alpha * top + beta * next_top
        bottom, next_bottom = next_bottom, alpha * bottom + beta * next_bottom
        before, value = value, next_top / next_bottom
        if abs(value - before) <= _CLOSE * value:
            break
        top, bottom, next_top, next_bottom = top / next_bottom, bottom / next_bottom, value, 1.0
    return value


@compiled
def beta_share(a, b, x, y):
    """The regularised incomplete beta function I_x(a, b), where y is 1 - x, given apart for it may be tiny."""
    density = beta_density(a, b, x, y)
    ahead = a * y - b * x
    if density == 0.0:
        return 0.0 if ahead >= 0.0 else 1.0
    if ahead >= 0.0:
        return density * _fraction(a, b, x, y, ahead)
    return 1.0 - density * _fraction(b, a, y, x, -ahead)
