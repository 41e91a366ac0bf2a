"""Inverse distribution functions: one uniform number in, one variate out.

One uniform for each variate keeps paired runs aligned, which rejection sampling would not. A count is the smallest k
with P(count <= k) >= u. Where the chance of none is well above underflow it is found by adding up from zero, which is
cheap for the small counts of nearly all acts; elsewhere by halving an interval on the distribution function. Scalar
exponentials and logarithms only, so that every driver agrees to the bit.
"""

from __future__ import annotations

import math

from .compiled import compiled, inlined
from .distributions import beta_share
from .elementary import exp, log, log1p

#: The largest count there is: what the log of acts holds. What would be more is given as this.
MOST = 2**31 - 1
#: Adding up from zero starts from no smaller a chance (doubles lose digits below 1e-308) and takes about so many steps.
_LEAST = 1e-280
_FAR = 4096.0
_FEW = 16
#: A Poisson count is the limit of the negative binomial at endless dispersion; this much is endless for a double.
_ENDLESS = 1e30
#: Less than one by more than any rounding.
_NEARLY_ONE = 1.0 - 1e-12


@compiled
def _ratio(r, n0, n1, n2, n3, n4, n5, n6, n7, d1, d2, d3, d4, d5, d6, d7):  # noqa: PLR0913
    above = ((((((n7 * r + n6) * r + n5) * r + n4) * r + n3) * r + n2) * r + n1) * r + n0
    below = ((((((d7 * r + d6) * r + d5) * r + d4) * r + d3) * r + d2) * r + d1) * r + 1.0
    return above / below


@compiled
def normal(u):
    """Quantile of the standard normal distribution for u in (0, 1): AS 241 (Wichura 1988), error below 1e-15."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(
            0.180625 - q * q,
            3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
            4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
            4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
            3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
        )  # fmt: skip
    tail = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    if tail <= 5.0:
        size = _ratio(
            tail - 1.6,
            1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
            1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
            2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
            1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
        )  # fmt: skip
    else:
        size = _ratio(
            tail - 5.0,
            6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
            2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
            5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
            1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
        )  # fmt: skip
    return -size if q < 0.0 else size


@inlined
def _none_of(n, p):
    """(1 - p)**n; for few trials a product, which is cheaper than an exponential."""
    if n > _FEW:
        return exp(n * log1p(-p))
    mass = 1.0
    for _ in range(n):
        mass *= 1.0 - p
    return mass


@inlined
def binomial(u, n, p):
    """Quantile of the binomial distribution: successes in n trials of chance p."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    odds = p / (1.0 - p)
    if n <= 2:  # the usual salvo of harassing fire: two comparisons, and no guess where to stop
        none = 1.0 - p if n == 1 else (1.0 - p) * (1.0 - p)
        return (u > none) + (n == 2 and u > none + none * (odds * 2.0))
    mass = _none_of(n, p)
    if mass < _LEAST:
        return _binomial_far(u, n, p)
    total = mass
    k = 0
    while u > total and k < n:
        mass *= odds * (n - k) / (k + 1)
        k += 1
        before, total = total, total + mass
        if total == before:  # nothing more to come: u lies beyond what a double tells from one
            break
    return k


@compiled
def _far(u, most, whole, falls, p, q):
    """The smallest count k up to ``most`` with I_p(whole - falls * k, k + 1) >= u, by halving; q = 1 - p."""
    low, high = 0, most
    while low < high:
        k = (low + high) // 2
        if beta_share(whole - falls * k, k + 1.0, p, q) >= u:
            high = k
        else:
            low = k + 1
    return low


@compiled
def _binomial_far(u, n, p):
    """The same where the chance of none underflows: P(count <= k) is I_(1 - p)(n - k, k + 1)."""
    return _far(u, n, float(n), 1.0, 1.0 - p, p)


@inlined
def poisson(u, mean):
    """Quantile of the Poisson distribution."""
    if u < _NEARLY_ONE - mean:  # exp(-mean) is never less than 1 - mean
        return 0
    return poisson_from(u, mean, exp(-mean))


@inlined
def poisson_from(u, mean, none):
    """The same, for who knows the chance ``none`` = exp(-mean) of no event already."""
    if u <= none or mean <= 0.0:
        return 0
    if none < _LEAST:
        return _negative_binomial_far(u, mean, _ENDLESS)
    mass = none
    total = mass
    k = 0
    while u > total:
        k += 1
        mass *= mean / k
        before, total = total, total + mass
        if total == before:
            break
    return k


@inlined
def negative_binomial(u, mean, dispersion):
    """Quantile of the negative binomial distribution with this mean and dispersion k (variance m + m*m/k)."""
    return negative_binomial_from(u, mean, dispersion, chance_of_none(mean, dispersion))


@inlined
def chance_of_none(mean, dispersion):
    """The chance of nothing at all under the negative binomial distribution."""
    if mean <= 0.0 or dispersion <= 0.0:
        return 1.0
    return exp(dispersion * log1p(-(mean / (dispersion + mean))))


@compiled
def negative_binomial_from(u, mean, dispersion, none):
    """The same, for who knows the `chance_of_none` already."""
    if mean <= 0.0 or dispersion <= 0.0:
        return 0
    q = mean / (dispersion + mean)
    mass = none
    if mass < _LEAST or mean > _FAR * min(1.0, dispersion):
        return _negative_binomial_far(u, mean, dispersion)
    total = mass
    k = 0
    while u > total:
        mass *= q * (dispersion + k) / (k + 1)
        k += 1
        before, total = total, total + mass
        if total == before:
            break
    return k


@compiled
def _negative_binomial_far(u, mean, dispersion):
    """The same far out: P(count <= k) is I_p(dispersion, k + 1) with p = dispersion / (dispersion + mean)."""
    return _far(u, MOST, dispersion, 0.0, dispersion / (dispersion + mean), mean / (dispersion + mean))
