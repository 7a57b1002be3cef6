"""Interval arithmetic that never loses a solution, over doubles rounded outward or exact rationals.

An enclosure is `(lower, upper, lower_open, upper_open)`; infinite ends are the float infinities in
both number systems. An operation returns an enclosure that holds every value the operation can
take on its operands, or None where it can take none (`[1, 2] / [0, 0]`).

Doubles are rounded outward by one unit in the last place after every operation that may have
rounded (IEEE 754 rounds the operations used here correctly, so one unit suffices). Roots, `exp`
and `log` are enclosed by rational arithmetic, never by the platform's mathematics library.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from verify.enclosure import dyadic, exp_bounds, log_bounds, root_bounds

Number = Any  # float or Fraction; a union would make every operation a cast
Enclosure = tuple[Number, Number, bool, bool]

INFINITY = math.inf
ALL: Enclosure = (-INFINITY, INFINITY, True, True)
_TINY = 5e-324
_ROUGH, _FINE = 64, 160  # bits to which functions are enclosed for doubles and for rationals
_WIDEST = 4096  # bits of a rational's parts beyond which it is rounded outward
_FARTHEST = 20_000  # binary orders of magnitude, either way, that rationals are kept within
_HUGE = Fraction(2) ** _FARTHEST


class Numbers(Protocol):
    """A number system: how to round a computed end outward, and how to enter a rational."""

    def down(self, value: Number) -> Number:
        """Return a number that is no more than the exact result behind `value`."""

    def up(self, value: Number) -> Number:
        """Return a number that is no less than the exact result behind `value`."""

    def enter(self, lower: Fraction, upper: Fraction) -> tuple[Number, Number]:
        """Return numbers of this system at or outside two rationals."""


@dataclass(frozen=True, slots=True)
class Doubles:
    """IEEE 754 doubles, rounded outward."""

    def down(self, value: Number) -> Number:
        """Return the next double below."""
        return math.nextafter(value, -INFINITY)

    def up(self, value: Number) -> Number:
        """Return the next double above."""
        return math.nextafter(value, INFINITY)

    def enter(self, lower: Fraction, upper: Fraction) -> tuple[float, float]:
        """Return the nearest doubles at or outside two rationals."""
        return double_below(lower), double_above(upper)


@dataclass(frozen=True, slots=True)
class Rationals:
    """Exact rationals; only a number of thousands of digits is rounded, outward.

    Whole numbers are kept as integers, which compare and add many times faster.
    """

    def down(self, value: Number) -> Number:
        """Return the value itself unless its parts have grown past all use."""
        return _shortened(value, round_up=False)

    def up(self, value: Number) -> Number:
        """Return the value itself unless its parts have grown past all use."""
        return _shortened(value, round_up=True)

    def enter(self, lower: Fraction, upper: Fraction) -> tuple[Number, Number]:
        """Return the rationals themselves, unless they have grown past all use."""
        return _shortened(lower, round_up=False), _shortened(upper, round_up=True)


DOUBLES = Doubles()
RATIONALS = Rationals()


def double_below(value: Fraction) -> float:
    """Return the largest double that is not above `value`."""
    try:
        near = float(value)
    except OverflowError:
        return -INFINITY if value < 0 else math.nextafter(INFINITY, 0)
    return near if Fraction(near) <= value else math.nextafter(near, -INFINITY)


def double_above(value: Fraction) -> float:
    """Return the smallest double that is not below `value`."""
    return -double_below(-value)


def is_empty(x: Enclosure) -> bool:
    """Tell whether no number lies in the enclosure."""
    return bool(x[0] > x[1] or (x[0] == x[1] and (x[2] or x[3])))


def meet(x: Enclosure, y: Enclosure) -> Enclosure:
    """Return the numbers that lie in both."""
    if x[0] > y[0]:
        lower, lower_open = x[0], x[2]
    elif x[0] < y[0]:
        lower, lower_open = y[0], y[2]
    else:
        lower, lower_open = x[0], x[2] or y[2]
    if x[1] < y[1]:
        upper, upper_open = x[1], x[3]
    elif x[1] > y[1]:
        upper, upper_open = y[1], y[3]
    else:
        upper, upper_open = x[1], x[3] or y[3]
    return lower, upper, lower_open, upper_open


def hull(x: Enclosure | None, y: Enclosure | None) -> Enclosure | None:
    """Return the smallest enclosure of both; None and empty ones add nothing."""
    if x is None or is_empty(x):
        return None if y is None or is_empty(y) else y
    if y is None or is_empty(y):
        return x
    if x[0] < y[0]:
        lower, lower_open = x[0], x[2]
    elif x[0] > y[0]:
        lower, lower_open = y[0], y[2]
    else:
        lower, lower_open = x[0], x[2] and y[2]
    if x[1] > y[1]:
        upper, upper_open = x[1], x[3]
    elif x[1] < y[1]:
        upper, upper_open = y[1], y[3]
    else:
        upper, upper_open = x[1], x[3] and y[3]
    return lower, upper, lower_open, upper_open


def negate(x: Enclosure) -> Enclosure:
    """Enclose -x."""
    return -x[1], -x[0], x[3], x[2]


def add(x: Enclosure, y: Enclosure, numbers: Numbers) -> Enclosure:
    """Enclose x + y."""
    lower = _plus(x[0], y[0], -INFINITY)
    upper = _plus(x[1], y[1], INFINITY)
    return (  # a sum of doubles that is 0 is exactly 0
        lower if lower == 0 else numbers.down(lower),
        upper if upper == 0 else numbers.up(upper),
        x[2] or y[2],
        x[3] or y[3],
    )


def subtract(x: Enclosure, y: Enclosure, numbers: Numbers) -> Enclosure:
    """Enclose x - y."""
    return add(x, negate(y), numbers)


def multiply(x: Enclosure, y: Enclosure, numbers: Numbers) -> Enclosure:
    """Enclose x * y, with 0 * ∞ = 0."""
    if x[0] >= 0 and y[0] >= 0:  # the common case: both ends are products of like ends
        lower, upper = _times(x[0], y[0]), _times(x[1], y[1])
        return (
            lower if lower == 0 else numbers.down(lower),
            upper if upper == 0 else numbers.up(upper),
            _open_product(x[0], x[2], y[0], y[2]),
            _open_product(x[1], x[3], y[1], y[3]),
        )
    ends = [
        (_times(a, b), _open_product(a, a_open, b, b_open))
        for a, a_open in ((x[0], x[2]), (x[1], x[3]))
        for b, b_open in ((y[0], y[2]), (y[1], y[3]))
    ]
    return _spanned(ends, numbers)


def divide(x: Enclosure, y: Enclosure, numbers: Numbers) -> list[Enclosure]:
    """Enclose x / y for all y that are not zero: none, one, or two half-lines."""
    if x[0] >= 0 and y[0] > 0:
        lower, upper = over(x[0], y[1]), over(x[1], y[0])
        return [
            (
                lower if lower == 0 else numbers.down(lower),
                upper if upper == 0 else numbers.up(upper),
                _open_quotient(x[0], x[2], y[1], y[3]),
                _open_quotient(x[1], x[3], y[0], y[2]),
            )
        ]
    parts = []
    for low, high, low_open, high_open in _nonzero(y):
        ends = [
            (over(a, b), _open_quotient(a, a_open, b, b_open))
            for a, a_open in ((x[0], x[2]), (x[1], x[3]))
            for b, b_open in ((low, low_open), (high, high_open))
        ]
        if low == 0 or high == 0:  # x / 0 from one side: _over needs to know which
            ends = [
                (_over_zero(a, low == 0) if b == 0 else over(a, b), opened)
                for (a, b), (_, opened) in zip(
                    [(a, b) for a in (x[0], x[1]) for b in (low, high)], ends, strict=True
                )
            ]
        parts.append(_spanned(ends, numbers))
    return parts


def solve_product(z: Enclosure, y: Enclosure, x: Enclosure, numbers: Numbers) -> Enclosure | None:
    """Enclose the numbers of `x` that some number of `y` takes to a product in `z`."""
    if _holds_zero(y) and _holds_zero(z):
        return x
    found: Enclosure | None = None
    for part in divide(z, y, numbers):
        found = hull(found, meet(part, x))
    return found


def power(x: Enclosure, exponent: Fraction, numbers: Numbers) -> Enclosure | None:
    """Enclose x ** exponent where it is defined (design, section 4)."""
    if exponent == 0:
        one = numbers.enter(Fraction(1), Fraction(1))
        return None if x[0] == 0 == x[1] else (*one, False, False)
    if exponent < 0:
        found: Enclosure | None = None
        positive = power(x, -exponent, numbers)
        if positive is None:
            return None
        unit = (*numbers.enter(Fraction(1), Fraction(1)), False, False)
        for part in divide(unit, positive, numbers):
            found = hull(found, part)
        return found
    whole, order = exponent.numerator, exponent.denominator
    if order % 2 == 0:
        x = meet(x, (0, INFINITY, False, True))
        if is_empty(x):
            return None
    if whole % 2 == 0 and not (x[0] >= 0):
        x = _magnitude(x)
    lower = _power_end(x[0], whole, order, numbers)[0]
    upper = _power_end(x[1], whole, order, numbers)[1]
    return lower, upper, x[2], x[3]


def solve_power(
    z: Enclosure, exponent: Fraction, x: Enclosure, numbers: Numbers
) -> Enclosure | None:
    """Enclose the numbers of `x` whose power lies in `z`."""
    if exponent == 0:
        return x
    root = _inverse_power(meet(z, (0, INFINITY, False, True)), exponent, numbers)
    if exponent.denominator % 2 == 0:
        return None if root is None else _nonempty(meet(root, x))
    if exponent.numerator % 2 == 0:
        other = root
    else:
        other = _inverse_power(negate(meet(z, (-INFINITY, 0, True, False))), exponent, numbers)
    positive = None if root is None else meet(root, x)
    return hull(positive, None if other is None else meet(negate(other), x))


def absolute(x: Enclosure) -> Enclosure:
    """Enclose the absolute value of x."""
    return x if x[0] >= 0 else _magnitude(x)


def least(x: Enclosure, y: Enclosure) -> Enclosure:
    """Enclose the smaller of x and y."""
    return negate(greatest(negate(x), negate(y)))


def greatest(x: Enclosure, y: Enclosure) -> Enclosure:
    """Enclose the greater of x and y."""
    if x[0] == y[0]:
        lower, lower_open = x[0], x[2] or y[2]
    else:
        lower, lower_open = (x[0], x[2]) if x[0] > y[0] else (y[0], y[2])
    if x[1] == y[1]:
        upper, upper_open = x[1], x[3] and y[3]
    else:
        upper, upper_open = (x[1], x[3]) if x[1] > y[1] else (y[1], y[3])
    return lower, upper, lower_open, upper_open


def exponential(x: Enclosure, numbers: Numbers) -> Enclosure:
    """Enclose e ** x."""
    bits = _ROUGH if numbers is DOUBLES else _FINE
    lower: Number = 0
    upper: Number = INFINITY
    if x[0] != -INFINITY:
        rational = exp_bounds(Fraction(x[0]), bits)[0]
        lower = numbers.enter(rational, rational)[0]
    if x[1] != INFINITY:
        bound = exp_bounds(Fraction(x[1]), bits)[1]
        upper = INFINITY if bound is None else numbers.enter(bound, bound)[1]
    return lower, upper, x[2] or lower == 0, x[3] or upper == INFINITY


def logarithm(x: Enclosure, numbers: Numbers) -> Enclosure | None:
    """Enclose the natural logarithm of the positive numbers of x."""
    x = meet(x, (0, INFINITY, True, True))
    if is_empty(x):
        return None
    bits = _ROUGH if numbers is DOUBLES else _FINE
    lower = -INFINITY if x[0] == 0 else numbers.enter(*log_bounds(Fraction(x[0]), bits))[0]
    upper = INFINITY if x[1] == INFINITY else numbers.enter(*log_bounds(Fraction(x[1]), bits))[1]
    return lower, upper, x[2], x[3]


def whole_part(x: Enclosure, mode: str, numbers: Numbers) -> Enclosure:
    """Enclose floor, ceil or round (half away from zero) of x."""
    if mode == "ceil":
        return negate(whole_part(negate(x), "floor", numbers))
    lower, upper = x[0], x[1]
    if mode == "floor":
        low = lower if lower == -INFINITY else math.floor(lower)
        high = upper if upper == INFINITY else math.floor(upper)
        if x[3] and high == upper != INFINITY:
            high -= 1
    else:
        low = lower if lower == -INFINITY else _half_away(Fraction(lower), x[2], up=True)
        high = upper if upper == INFINITY else _half_away(Fraction(upper), x[3], up=False)
    return _spread(low, high, low == -INFINITY, high == INFINITY, numbers)


def solve_whole_part(z: Enclosure, mode: str, numbers: Numbers) -> Enclosure:
    """Enclose the numbers whose floor, ceil or round lies in `z`."""
    if mode == "ceil":
        return negate(solve_whole_part(negate(z), "floor", numbers))
    low = -INFINITY if z[0] == -INFINITY else _first_whole(z[0], z[2])
    high = INFINITY if z[1] == INFINITY else -_first_whole(-z[1], z[3])
    if mode == "floor":
        return _spread(low, high + 1, low == -INFINITY, True, numbers)
    half = Fraction(1, 2)
    lower = low if low == -INFINITY else low - half
    upper = high if high == INFINITY else high + half
    return _spread(lower, upper, low <= 0, high >= 0, numbers)


def tightened_to_whole(x: Enclosure, numbers: Numbers) -> Enclosure:
    """Return the hull of the whole numbers of x."""
    low = x[0] if x[0] == -INFINITY else _first_whole(x[0], x[2])
    high = x[1] if x[1] == INFINITY else -_first_whole(-x[1], x[3])
    return _spread(low, high, low == -INFINITY, high == INFINITY, numbers)


def lightened(value: Number) -> Number:
    """Return a rational, as an integer if it is whole: these compare and add much faster."""
    return value.numerator if value.denominator == 1 else value


def _shortened(value: Number, *, round_up: bool) -> Number:
    """Round outward what has too many digits, or is too large or too small to be of use."""
    if isinstance(value, float):
        return value
    above, below = value.numerator.bit_length(), value.denominator.bit_length()
    if above + below < _WIDEST:
        return lightened(value)
    if above - below > _FARTHEST:
        if (value > 0) == round_up:
            return INFINITY if round_up else -INFINITY
        return _HUGE if value > 0 else -_HUGE
    if below - above > _FARTHEST:
        if (value > 0) == round_up:
            return 1 / _HUGE if round_up else -1 / _HUGE
        return 0
    return dyadic(Fraction(value), 512)[1 if round_up else 0]


def _plus(a: Number, b: Number, infinite: float) -> Number:
    if a.__class__ is float and b.__class__ is float:
        return a + b  # like ends are never infinite in opposite directions
    if (isinstance(a, float) and math.isinf(a)) or (isinstance(b, float) and math.isinf(b)):
        return infinite
    return a + b


def _times(a: Number, b: Number) -> Number:
    if a == 0 or b == 0:
        return 0
    if a.__class__ is float and b.__class__ is float:
        return a * b or (_TINY if (a > 0) == (b > 0) else -_TINY)  # underflow is never 0
    if (isinstance(a, float) and math.isinf(a)) or (isinstance(b, float) and math.isinf(b)):
        return INFINITY if (a > 0) == (b > 0) else -INFINITY
    product = a * b
    if product == 0:  # underflow: the exact product is not zero
        return _TINY if (a > 0) == (b > 0) else -_TINY
    return product


def over(a: Number, b: Number) -> Number:
    """Return a quotient, 0 for anything over infinity."""
    if a == 0 or b == 0:
        return 0
    if isinstance(b, float) and math.isinf(b):
        return 0
    if isinstance(a, float) and math.isinf(a):
        return INFINITY if (a > 0) == (b > 0) else -INFINITY
    if isinstance(a, int) and isinstance(b, int):
        return Fraction(a, b)
    quotient = a / b
    if quotient == 0:
        return _TINY if (a > 0) == (b > 0) else -_TINY
    return quotient


def _over_zero(a: Number, positive_side: bool) -> Number:
    if a == 0:
        return 0
    return INFINITY if (a > 0) == positive_side else -INFINITY


def _open_product(a: Number, a_open: bool, b: Number, b_open: bool) -> bool:
    if a == 0 or b == 0:  # reached as soon as one factor reaches zero
        return not ((a == 0 and not a_open) or (b == 0 and not b_open))
    return a_open or b_open


def _open_quotient(a: Number, a_open: bool, b: Number, b_open: bool) -> bool:
    if a == 0:
        return a_open
    return a_open or b_open or b == 0


def _spanned(ends: list[tuple[Number, bool]], numbers: Numbers) -> Enclosure:
    lower, lower_open = ends[0]
    upper, upper_open = ends[0]
    for value, opened in ends[1:]:
        if value < lower:
            lower, lower_open = value, opened
        elif value == lower:
            lower_open = lower_open and opened
        if value > upper:
            upper, upper_open = value, opened
        elif value == upper:
            upper_open = upper_open and opened
    return (
        lower if lower == 0 else numbers.down(lower),
        upper if upper == 0 else numbers.up(upper),
        lower_open or lower == -INFINITY,
        upper_open or upper == INFINITY,
    )


def _nonzero(y: Enclosure) -> list[Enclosure]:
    low, high, low_open, high_open = y
    if low == 0 == high:
        return []
    if low >= 0:
        return [(low, high, low_open or low == 0, high_open)]
    if high <= 0:
        return [(low, high, low_open, high_open or high == 0)]
    return [(low, 0, low_open, True), (0, high, True, high_open)]


def _holds_zero(x: Enclosure) -> bool:
    return bool((x[0] < 0 or (x[0] == 0 and not x[2])) and (x[1] > 0 or (x[1] == 0 and not x[3])))


def _nonempty(x: Enclosure) -> Enclosure | None:
    return None if is_empty(x) else x


def _magnitude(x: Enclosure) -> Enclosure:
    """Enclose |x| for an enclosure with a negative lower end."""
    if x[1] <= 0:
        return negate(x)
    if -x[0] == x[1]:
        return 0, x[1], False, x[2] and x[3]
    return (0, -x[0], False, x[2]) if -x[0] > x[1] else (0, x[1], False, x[3])


def _power_end(value: Number, whole: int, order: int, numbers: Numbers) -> tuple[Number, Number]:
    if value == 0 or (isinstance(value, float) and math.isinf(value)):
        return (value, value) if whole % 2 or value >= 0 else (INFINITY, INFINITY)
    if value < 0:  # an odd root of a negative number; even powers came as magnitudes
        low, high = _power_end(-value, whole, order, numbers)
        return -high, -low
    raised = Fraction(value) ** whole
    if order == 1:
        return numbers.enter(raised, raised)
    return numbers.enter(*root_bounds(raised, order))


def _half_away(value: Fraction, opened: bool, *, up: bool) -> int:
    """Round an end half away from zero; an open end at a half does not reach past it."""
    nearest = math.floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)
    if opened and abs(value).denominator == 2:
        if up and value < 0:
            return nearest + 1
        if not up and value > 0:
            return nearest - 1
    return nearest


def _first_whole(value: Number, opened: bool) -> int:
    whole: int = math.ceil(value)
    return whole + 1 if opened and whole == value else whole


def _spread(
    low: Number, high: Number, low_open: bool, high_open: bool, numbers: Numbers
) -> Enclosure:
    """Enter exact ends, which may be infinite, into a number system."""
    lower = low if low == -INFINITY else numbers.enter(Fraction(low), Fraction(low))[0]
    upper = high if high == INFINITY else numbers.enter(Fraction(high), Fraction(high))[1]
    return lower, upper, low_open, high_open


def _inverse_power(z: Enclosure, exponent: Fraction, numbers: Numbers) -> Enclosure | None:
    return None if is_empty(z) else power(z, 1 / exponent, numbers)
