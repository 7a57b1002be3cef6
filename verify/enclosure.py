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


def exp_bounds(value: Fraction, bits: int = _BITS) -> tuple[Fraction, Fraction | None]:
    """Return rationals around e ** value; None above for what is beyond any use.

    Taylor's series on value / 2**k in [0, 1/2], in whole numbers of 2**-p, squared k times.
    """
    if value == 0:
        return Fraction(1), Fraction(1)
    if value < 0:
        below, above = exp_bounds(-value, bits)
        return Fraction(0) if above is None else 1 / above, 1 / below
    if value > 4096:
        return Fraction(2) ** 5909, None  # e**4096 > 2**5909, beyond any double
    halvings = max(0, math.ceil(value * 2).bit_length())
    p = bits + 32 + 2 * halvings
    reduced = (value.numerator << (p - halvings)) // value.denominator
    low, high = _taylor(reduced, p)[0], _taylor(reduced + 1, p)[1]
    for _ in range(halvings):
        low = low * low >> p
        high = (high * high >> p) + 1
    return Fraction(low, 1 << p), Fraction(high, 1 << p)


def log_bounds(value: Fraction, bits: int = _BITS) -> tuple[Fraction, Fraction]:
    """Return rationals around the natural logarithm of a positive value.

    log(m * 2**k) = log m + k log 2 with m in [1/2, 2], each by 2 artanh((m - 1) / (m + 1)).
    """
    if value == 1:
        return Fraction(0), Fraction(0)
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    top, bottom = value.numerator, value.denominator
    if shift >= 0:
        bottom <<= shift
    else:
        top <<= -shift
    p = bits + 48
    low, high = _artanh_doubled(top - bottom, top + bottom, p)
    two = _artanh_doubled(1, 3, p)
    if shift < 0:
        two = two[1], two[0]
    return Fraction(low + shift * two[0], 1 << p), Fraction(high + shift * two[1], 1 << p)


def _taylor(value: int, p: int) -> tuple[int, int]:
    """Enclose e ** value for a value in [0, 1/2], all in units of 2**-p."""
    total = term = 1 << p
    n = 0
    while term:
        n += 1
        term = (term * value >> p) // n
        total += term
    # Rounding down loses less than 2 units with each term; the terms left out make up less than 2.
    return total, total + 2 * n + 2


def _artanh_doubled(top: int, bottom: int, p: int) -> tuple[int, int]:
    """Enclose 2 artanh(top / bottom) for a ratio of at most 1/3 either way, in units of 2**-p."""
    if top < 0:
        low, high = _artanh_doubled(-top, bottom, p)
        return -high, -low
    ratio = (top << p) // bottom
    return _artanh_series(ratio, p)[0], _artanh_series(ratio + 1, p)[1]


def _artanh_series(value: int, p: int) -> tuple[int, int]:
    total, power, n = 0, value, 0
    square = value * value >> p
    while power:
        total += power // (2 * n + 1)
        power = power * square >> p
        n += 1
    # Each power is too small by less than 2 units, each quotient by less than 1 more; the terms
    # left out, from a power below 1, make up less than 1.
    return 2 * total, 2 * total + 6 * n + 4


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
