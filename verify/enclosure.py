"""Rationals around roots, exponentials and logarithms, as near as wanted and never wrong.

Everything is computed with whole numbers; no platform's mathematics library is asked.
"""

from __future__ import annotations

import math
from fractions import Fraction

_BITS = 160  # relative precision, in bits


def root_bounds(value: Fraction, order: int) -> tuple[Fraction, Fraction]:
    """Return rationals at or around the root of a value that is not negative; exact where it is."""
    numerator, denominator = (
        _whole_root(value.numerator, order),
        _whole_root(value.denominator, order),
    )
    if numerator**order == value.numerator and denominator**order == value.denominator:
        exact = Fraction(numerator, denominator)
        return exact, exact
    size = value.numerator.bit_length() - value.denominator.bit_length()
    shift = max(0, _BITS - size // order)
    scaled = (value.numerator << (shift * order)) // value.denominator
    low = _whole_root(scaled, order)
    return Fraction(low, 1 << shift), Fraction(low + 1, 1 << shift)


def exp_bounds(value: Fraction) -> tuple[Fraction, Fraction | None]:
    """Return rationals around e ** value; None above for what is beyond any use.

    Taylor's series with its remainder on value / 2**k in [0, 1/2], squared k times.
    """
    if value == 0:
        return Fraction(1), Fraction(1)
    if value < 0:
        below, above = exp_bounds(-value)
        return Fraction(0) if above is None else 1 / above, 1 / below
    if value > 4096:
        return Fraction(2) ** 5909, None  # e**4096 > 2**5909, beyond any double
    halvings = max(0, math.ceil(value * 2).bit_length())
    reduced = dyadic(value / 2**halvings, _BITS + 64 + halvings)
    low, high = _taylor(reduced[0])[0], _taylor(reduced[1])[1]
    for _ in range(halvings):
        low = dyadic(low * low, _BITS + 64)[0]
        high = dyadic(high * high, _BITS + 64)[1]
    return low, high


def log_bounds(value: Fraction) -> tuple[Fraction, Fraction]:
    """Return rationals around the natural logarithm of a positive value.

    log(m * 2**k) = log m + k log 2 with m in [1/2, 2], each by 2 artanh((m - 1) / (m + 1)).
    """
    if value == 1:
        return Fraction(0), Fraction(0)
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    mantissa = value / Fraction(2) ** shift
    low, high = _artanh_doubled((mantissa - 1) / (mantissa + 1))
    two = _artanh_doubled(Fraction(1, 3))
    if shift >= 0:
        return low + shift * two[0], high + shift * two[1]
    return low + shift * two[1], high + shift * two[0]


def _taylor(value: Fraction) -> tuple[Fraction, Fraction]:
    total, term, n = Fraction(1), Fraction(1), 0
    limit = Fraction(1, 1 << (_BITS + 48))
    while term > limit:
        n += 1
        term = dyadic(term * value / n, _BITS + 96)[1]
        total += term
    # Each rounded term is too large by less than 2**-(bits); the remainder is below 2 * term.
    slack = Fraction(n + 1, 1 << (_BITS + 32))
    return total - slack, total + 2 * term + slack


def _artanh_doubled(value: Fraction) -> tuple[Fraction, Fraction]:
    """Enclose 2 artanh(value) for |value| <= 1/3 by its series: the remainder is geometric."""
    if value < 0:
        low, high = _artanh_doubled(-value)
        return -high, -low
    if value == 0:
        return Fraction(0), Fraction(0)
    below, above = dyadic(value, _BITS + 64)
    return _artanh_series(below)[0], _artanh_series(above)[1]


def _artanh_series(value: Fraction) -> tuple[Fraction, Fraction]:
    total, term, n = Fraction(0), value, 0
    limit = Fraction(1, 1 << (_BITS + 32))
    while term > limit:
        total += term / (2 * n + 1)
        term = dyadic(term * value * value, _BITS + 96)[1]
        n += 1
    slack = Fraction(n + 2, 1 << (_BITS + 24))
    return 2 * total - slack, 2 * total + 4 * term + slack


def dyadic(value: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """Return multiples of a power of two at or around `value`, apart by about 2**-bits of it."""
    if value == 0:
        return value, value
    size = abs(value.numerator).bit_length() - value.denominator.bit_length()
    shift = bits - size
    scaled = value * (Fraction(2) ** shift)
    unit = Fraction(2) ** -shift
    return math.floor(scaled) * unit, math.ceil(scaled) * unit


def _whole_root(value: int, order: int) -> int:
    """Return the integer part of a root, by Newton's iteration from above."""
    if order == 1 or value < 2:
        return value
    if order == 2:
        return math.isqrt(value)
    guess = 1 << -(-value.bit_length() // order)
    while True:
        better = ((order - 1) * guess + value // guess ** (order - 1)) // order
        if better >= guess:
            return guess
        guess = better
