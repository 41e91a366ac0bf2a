"""Exponentials, logarithms and the error function by a fixed algorithm, the same to the last bit on every platform.

A platform's mathematics library may round its last bit as it likes, and one bit can turn a decision. These are made of
additions, multiplications, divisions and the bits of numbers alone, which IEEE 754 fixes. The algorithms and their
coefficients are those of fdlibm (Ng 1993): argument reduction, then a polynomial or rational approximation by Remez;
each is off by less than one unit in the last place. The code is a new one; of fdlibm's files this holds:

    Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
    business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this
    notice is preserved.

Compiled rules call the functions; where nothing is compiled, ``function.py_func`` gives the same bits.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled, inlined

#: ln 2 in two parts, the first with zeros at its end, so that a whole multiple of it is exact.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_PER_LN2 = 1.44269504088896338700
_SQRT_HALF_BITS = 0x3FE6A09E00000000
_ONE_BITS = 0x3FF0000000000000
_FRACTION_BITS = 52
_FRACTION = (1 << _FRACTION_BITS) - 1
_BIAS = 1023

#: Beyond these an exponential is infinite, or zero.
_LARGEST_EXPONENT, _SMALLEST_EXPONENT = 709.782712893383973096, -745.13321910194110842


@inlined
def _bits_of(x):
    return np.float64(x).view(np.int64)


@inlined
def _power_of_two(k):
    """2**k for -1022 <= k <= 1023."""
    return np.int64((np.int64(k) + np.int64(_BIAS)) << np.int64(_FRACTION_BITS)).view(np.float64)


@inlined
def _scaled(y, k):
    """Y 2**k for y near one, rounded once; also where the result is denormal or 2**k alone would be infinite."""
    if k < -1021:
        return y * _power_of_two(k + 1000) * 9.33263618503218878990e-302  # 2**-1000
    if k > 1023:
        return y * 2.0 * _power_of_two(k - 1)
    return y * _power_of_two(k)


@inlined
def _nearest(x):
    """The whole number nearest to x, halves away from zero, for what fits into a word."""
    return np.int64(x + (0.5 if x >= 0.0 else -0.5))


@inlined
def whole_below(x):
    """The largest whole number not above x, for what fits into a word."""
    k = np.int64(x)
    return k - (x < k)


#: Parts that the powers of two between 1 and 2 are laid out in.
_PARTS_BITS = 7
_PARTS = 1 << _PARTS_BITS
#: Added to a number below 2**51 and taken away again, this leaves the nearest whole number.
_TO_WHOLE = 6755399441055744.0


def _powers() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """``2**(j/128)``: the bits of the nearest double, and what it lacks, relatively; by exact decimals."""
    with localcontext(prec=50):
        step = (Decimal(2).ln() / _PARTS).exp()
        true = [step**j for j in range(_PARTS)]
        near = np.array([float(power) for power in true])
        lacks = [float((power - Decimal(float(close))) / power) for power, close in zip(true, near, strict=True)]
    return near.view(np.int64), np.array(lacks)


_POWER_BITS, _POWER_LACKS = _powers()
#: ln 2 / 128 in two parts, the first of 35 bits, so that a multiple of it is exact.
_STEP_HIGH, _STEP_LOW = 0.005415212347998022, 1.2655086083325438e-13
_PER_STEP = 184.6649652337873


@inlined
def _parts_of_exp(x):
    """The power k and the numbers of the table for it, and what ``exp(x)`` has beyond them, relatively."""
    whole = (_PER_STEP * x + _TO_WHOLE) - _TO_WHOLE
    r = (x - whole * _STEP_HIGH) - whole * _STEP_LOW
    k = np.int64(whole)
    part = k & np.int64(_PARTS - 1)
    square = r * r
    series = r + square * (0.5 + r * (1.0 / 6.0)) + square * square * (1.0 / 24.0 + r * (1.0 / 120.0))
    return k >> np.int64(_PARTS_BITS), _POWER_BITS[part], _POWER_LACKS[part] + series


@inlined
def exp(x):
    """The exponential of x: 2**(k/128) from a table, times the exponential of the rest by five terms (Tang 1989)."""
    if -708.0 < x < 709.0:
        power, bits, beyond = _parts_of_exp(x)
        scale = np.int64(bits + (power << np.int64(_FRACTION_BITS))).view(np.float64)
        return scale + scale * beyond
    return _exp_at_the_ends(x)


def exp_of_bits(bits):
    """The exponential of the number with these bits, as bits: so that it can be entered with whole numbers alone."""
    return np.int64(np.float64(exp(np.int64(bits).view(np.float64))).view(np.int64))


@compiled
def _exp_at_the_ends(x):
    if x > _LARGEST_EXPONENT:
        return math.inf
    if x < _SMALLEST_EXPONENT:
        return 0.0
    if x != x:
        return x
    power, bits, beyond = _parts_of_exp(x)
    near_one = np.int64(bits).view(np.float64)
    return _scaled(near_one + near_one * beyond, power)


@inlined
def _log_series(z):
    """What the logarithm of (1 + s)/(1 - s) holds beyond 2 s, over s, for z = s**2."""
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    return odd + even


@inlined
def _log_of(f, k, correction):
    """``log((1 + f) 2**k)`` plus a small correction, for 1 + f between the root of one half and the root of two."""
    half = 0.5 * f * f
    s = f / (2.0 + f)
    rest = s * (half + _log_series(s * s))
    return k * _LN2_HIGH - ((half - (rest + (k * _LN2_LOW + correction))) - f)


@compiled
def log(x):
    """The natural logarithm of x; minus infinity at 0, not a number below."""
    if not x > 0.0:
        return -math.inf if x == 0.0 else math.nan
    if x == math.inf:
        return x
    k = np.int64(0)
    if x < 2.2250738585072014e-308:
        k -= 54
        x *= 18014398509481984.0  # 2**54
    bits = _bits_of(x) + np.int64(_ONE_BITS - _SQRT_HALF_BITS)
    k += (bits >> np.int64(_FRACTION_BITS)) - np.int64(_BIAS)
    near_one = np.int64((bits & np.int64(_FRACTION)) + np.int64(_SQRT_HALF_BITS)).view(np.float64)
    return _log_of(near_one - 1.0, float(k), 0.0)


@compiled
def log1p(x):
    """``log(1 + x)``, exact to the last place also where x is tiny."""
    if not x > -1.0:
        return -math.inf if x == -1.0 else math.nan
    if x == math.inf:
        return x
    if abs(x) < 5.551115123125783e-17:  # 2**-54
        return x
    u = 1.0 + x
    bits = _bits_of(u) + np.int64(_ONE_BITS - _SQRT_HALF_BITS)
    k = (bits >> np.int64(_FRACTION_BITS)) - np.int64(_BIAS)
    if k == 0:
        return _log_of(x, 0.0, 0.0)
    lost = (1.0 - (u - x) if k >= 2 else x - (u - 1.0)) / u if k < 54 else 0.0
    near_one = np.int64((bits & np.int64(_FRACTION)) + np.int64(_SQRT_HALF_BITS)).view(np.float64)
    return _log_of(near_one - 1.0, float(k), lost)


@compiled
def expm1(x):
    """``exp(x) - 1``, exact to the last place also where x is tiny."""
    if x > _LARGEST_EXPONENT:
        return math.inf
    if x < -38.816242:
        return -1.0
    if abs(x) < 5.551115123125783e-17 or x != x:
        return x
    k, lost = np.int64(0), 0.0
    if abs(x) > 0.34657359027997264:
        k = _nearest(_PER_LN2 * x)
        high, low = x - k * _LN2_HIGH, k * _LN2_LOW
        x = high - low
        lost = (high - x) - low
    half = 0.5 * x
    h = x * half
    r = 1.0 + h * (
        -3.33333333333331316428e-02
        + h
        * (
            1.58730158725481460165e-03
            + h * (-7.93650757867487942473e-05 + h * (4.00821782732936239552e-06 + h * -2.01099218183624371326e-07))
        )
    )
    t = 3.0 - r * half
    e = h * ((r - t) / (6.0 - x * t))
    if k == 0:
        return x - (x * e - h)
    e = (x * (e - lost) - lost) - h
    return _less_one(x, e, k)


@inlined
def _less_one(x, e, k):
    """``2**k (1 + x - e) - 1`` without cancellation."""
    if k == -1:
        return 0.5 * (x - e) - 0.5
    if k == 1:
        return -2.0 * (e - (x + 0.5)) if x < -0.25 else 1.0 + 2.0 * (x - e)
    if k < 0 or k > 56:
        return _scaled(1.0 - (e - x), k) - 1.0
    if k < 20:
        return _scaled((1.0 - _power_of_two(-k)) - (e - x), k)
    return _scaled(x - (e + _power_of_two(-k)) + 1.0, k)


#: The error function, from the constant term up: below .84375, about 1, up to 1/.35, and beyond.
_NEAR_ZERO = (
    (1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03,
     -2.37630166566501626084e-05),
    (1.0, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03,
     1.32494738004321644526e-04, -3.96022827877536812320e-06),
)  # fmt: skip
_NEAR_ONE = (
    (-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01,
     -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03),
    (1.0, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02,
     1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02),
)  # fmt: skip
_TAIL = (
    (-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01,
     -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01,
     -9.81432934416914548592e+00),
    (1.0, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02,
     6.45387271733267880336e+02, 4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00,
     -6.04244152148580987438e-02),
)  # fmt: skip
_FAR_TAIL = (
    (-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02,
     -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02),
    (1.0, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03,
     3.19985821950859553908e+03, 2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01),
)  # fmt: skip
_ERF_OF_ONE = 8.45062911510467529297e-01


@inlined
def _polynomial(coefficients, x):
    value = 0.0
    for k in range(len(coefficients) - 1, -1, -1):
        value = value * x + coefficients[k]
    return value


@inlined
def _ratio(coefficients, x):
    return _polynomial(coefficients[0], x) / _polynomial(coefficients[1], x)


@compiled
def erf(x):
    """The error function of x."""
    a = abs(x)
    if a < 0.84375:
        return x + x * _ratio(_NEAR_ZERO, x * x)
    if a < 1.25:
        y = _ERF_OF_ONE + _ratio(_NEAR_ONE, a - 1.0)
    elif a < 6.0:
        s = 1.0 / (a * a)
        apart = _ratio(_TAIL, s) if a < 2.857142857142857 else _ratio(_FAR_TAIL, s)
        short = np.int64(_bits_of(a) & np.int64(-(1 << 32))).view(np.float64)
        y = 1.0 - exp(-short * short - 0.5625) * exp((short - a) * (short + a) + apart) / a
    else:
        y = 1.0 if a == a else a
    return y if x >= 0.0 else -y
