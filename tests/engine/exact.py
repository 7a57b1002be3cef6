"""Truth at one point, computed exactly: three-valued, after design section 4.

A value is a rational, or, where it is irrational, a pair of rationals that it lies between.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any

import mpmath  # type: ignore[import-untyped]
from relations import (
    Alike,
    Apply,
    Compared,
    Dated,
    Given,
    Joined,
    Name,
    Not,
    Number,
    OneOf,
    Pick,
    Relation,
    Value,
)

Span = tuple[Fraction, Fraction]
Point = Fraction | str | Span
_DIGITS = 40  # of what is irrational
_LARGEST = 3000  # above which, in size, e to the power is not computed


class Truth(Enum):
    """True, false, undefined, or too close to tell."""

    TRUE = "true"
    FALSE = "false"
    UNDEFINED = "undefined"
    UNCLEAR = "unclear"


class UnclearError(Exception):
    """Whether a value is defined is too close to tell."""


_NOT = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}


def truth(tree: Relation, point: Sequence[Point]) -> Truth:
    """Tell what a relation is at a point."""
    match tree:
        case Compared(operator, left, right):
            try:
                a, b = value(left, point), value(right, point)
            except UnclearError:
                return Truth.UNCLEAR
            if a is None or b is None:
                return Truth.UNDEFINED
            return _compared(operator, a, b)
        case OneOf(index, names):
            return Truth.TRUE if point[index] in names else Truth.FALSE
        case Alike(left, right, equal):
            return Truth.TRUE if (point[left] == point[right]) == equal else Truth.FALSE
        case Dated():
            return truth(tree.meaning, point)
        case Not(part):
            found = truth(part, point)
            return _NOT.get(found, found)
        case Joined(operator, parts):
            return _joined(operator, [truth(part, point) for part in parts])
        case Given(condition, then, otherwise):
            found = truth(condition, point)
            if found is Truth.UNCLEAR:
                return found
            if found is Truth.TRUE:
                return truth(then, point)
            return Truth.TRUE if otherwise is None else truth(otherwise, point)


def _joined(operator: str, found: list[Truth]) -> Truth:
    decisive = Truth.FALSE if operator == "and" else Truth.TRUE
    for each in (decisive, Truth.UNCLEAR, Truth.UNDEFINED):
        if each in found:
            return each
    return _NOT[decisive]


def _compared(operator: str, a: Fraction | Span, b: Fraction | Span) -> Truth:
    (low, high), (first, last) = _pair(a), _pair(b)
    if operator in (">=", ">"):
        operator, low, high, first, last = operator.replace(">", "<"), first, last, low, high
    if low == high and first == last:
        holds = {"==": low == first, "!=": low != first, "<=": low <= first, "<": low < first}
        return Truth.TRUE if holds[operator] else Truth.FALSE
    if operator in ("==", "!="):
        if high < first or last < low:
            return Truth.TRUE if operator == "!=" else Truth.FALSE
        return Truth.UNCLEAR
    if high < first:
        return Truth.TRUE
    return Truth.FALSE if last < low else Truth.UNCLEAR


def _pair(a: Fraction | Span) -> Span:
    return a if isinstance(a, tuple) else (a, a)


def value(tree: Value, point: Sequence[Point]) -> Fraction | Span | None:
    """Compute a value; None where it is undefined."""
    match tree:
        case Number(number):
            return number
        case Name(index, factor):
            at = point[index]
            assert not isinstance(at, str)
            if factor == 1:
                return at
            return (
                _of_spans("*", [_pair(at), (factor, factor)], factor)
                if isinstance(at, tuple)
                else at * factor
            )
        case Pick(condition, then, otherwise):
            found = truth(condition, point)
            if found is Truth.UNCLEAR:
                raise UnclearError
            return value(then if found is Truth.TRUE else otherwise, point)
        case Apply(operator, parts, exponent):
            known = []
            for part in parts:
                each = value(part, point)
                if each is None:
                    return None
                known.append(each)
            if any(isinstance(each, tuple) for each in known):
                return _thin(_of_spans(operator, [_pair(each) for each in known], exponent))
            return _of_numbers(operator, [_pair(each)[0] for each in known], exponent)


def _of_numbers(operator: str, parts: list[Fraction], exponent: Fraction) -> Fraction | Span | None:
    x, y = parts[0], parts[-1]
    match operator:
        case "+" | "sum":
            return sum(parts, Fraction(0))
        case "-":
            return x - y
        case "*":
            return x * y
        case "/":
            return None if y == 0 else x / y
        case "negate":
            return -x
        case "abs":
            return abs(x)
        case "min":
            return min(parts)
        case "max":
            return max(parts)
        case "floor":
            return Fraction(math.floor(x))
        case "ceil":
            return Fraction(math.ceil(x))
        case "round":
            away = math.floor(abs(x) + Fraction(1, 2))
            return Fraction(away if x >= 0 else -away)
        case "sqrt":
            return _power(x, Fraction(1, 2))
        case "**":
            return _power(x, exponent)
        case "exp":
            return Fraction(1) if x == 0 else _thin(_exponential((x, x)))
        case "log":
            if x <= 0:
                return None
            return Fraction(0) if x == 1 else _thin(_logarithm((x, x)))
    raise ValueError(operator)


def _power(x: Fraction, exponent: Fraction) -> Fraction | Span | None:
    """Raise to a constant power (design, section 4: `0**0` is undefined)."""
    if exponent <= 0 and x == 0:
        return None
    order = exponent.denominator
    if order % 2 == 0 and x < 0:
        return None
    if order == 1:
        return x ** int(exponent)
    root = _root(abs(x), order)
    sign = -1 if x < 0 and exponent.numerator % 2 else 1
    ends = sorted(sign * end**exponent.numerator for end in root)
    return _thin((ends[0], ends[-1]))


def _root(x: Fraction, order: int) -> Span:
    """Enclose the root of a number that is not negative; a point where it is rational."""
    top, bottom = _whole_root(x.numerator, order), _whole_root(x.denominator, order)
    if top**order == x.numerator and bottom**order == x.denominator:
        return Fraction(top, bottom), Fraction(top, bottom)
    digits = _DIGITS + abs(len(str(x.numerator)) - len(str(x.denominator)))
    scale = 10**digits
    scaled = _whole_root(math.floor(x * scale**order), order)
    return Fraction(scaled, scale), Fraction(scaled + 1, scale)


def _whole_root(n: int, order: int) -> int:
    if order == 2:
        return math.isqrt(n)
    low, high = 0, 1 << (n.bit_length() // order + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**order <= n:
            low = middle
        else:
            high = middle - 1
    return low


def _exponential(x: Span) -> Span:
    if max(abs(x[0]), abs(x[1])) > _LARGEST:
        raise UnclearError
    return _widened(mpmath.exp, x, Fraction(0))


def _logarithm(x: Span) -> Span:
    return _widened(mpmath.log, x, Fraction(1, 10 ** (2 * _DIGITS)))


def _widened(function: Callable[[object], Any], x: Span, slack: Fraction) -> Span:
    """Enclose a rising function with far more digits than the width that is then given away."""
    with mpmath.workdps(3 * _DIGITS):
        ends = []
        for end, sign in zip(x, (-1, 1), strict=True):
            at = mpmath.mpf(end.numerator) / end.denominator
            exact = Fraction(*map(int, mpmath.libmp.to_rational(function(at)._mpf_)))
            ends.append(exact + sign * (abs(exact) / 10**_DIGITS + slack))
    return ends[0], ends[1]


def _thin(x: Span | None) -> Fraction | Span | None:
    return x if x is None or x[0] != x[1] else x[0]


def _of_spans(operator: str, parts: list[Span], exponent: Fraction) -> Span | None:
    x, y = parts[0], parts[-1]
    match operator:
        case "+" | "sum":
            lows, highs = zip(*parts, strict=True)
            return sum(lows, Fraction(0)), sum(highs, Fraction(0))
        case "-":
            return x[0] - y[1], x[1] - y[0]
        case "*":
            return _hull([a * b for a in x for b in y])
        case "/":
            if y[0] == y[1] == 0:
                return None
            if y[0] <= 0 <= y[1]:
                raise UnclearError
            return _hull([a / b for a in x for b in y])
        case "negate":
            return -x[1], -x[0]
        case "abs":
            low, high = sorted(map(abs, x))
            return (Fraction(0) if x[0] < 0 < x[1] else low), high
        case "min" | "max":
            choose = min if operator == "min" else max
            return choose(p[0] for p in parts), choose(p[1] for p in parts)
        case "floor" | "ceil" | "round":
            ends = [_of_numbers(operator, [end], exponent) for end in x]
            assert isinstance(ends[0], Fraction)
            assert isinstance(ends[1], Fraction)
            return ends[0], ends[1]
        case "exp":
            return _exponential(x)
        case "log":
            if x[1] <= 0:
                return None
            if x[0] <= 0:
                raise UnclearError
            return _logarithm(x)
    return _span_power(x, Fraction(1, 2) if operator == "sqrt" else exponent)


def _span_power(x: Span, exponent: Fraction) -> Span | None:
    if x[0] <= 0 <= x[1]:
        if exponent <= 0 or exponent.denominator % 2 == 0:
            raise UnclearError
        top = max(_pair(_power(end, exponent) or Fraction(0))[1] for end in x)
        low = min(_pair(_power(end, exponent) or Fraction(0))[0] for end in x)
        return min(low, Fraction(0)), top
    ends = [_power(end, exponent) for end in x]
    if ends[0] is None or ends[1] is None:
        return None
    return _hull([each for end in ends if end is not None for each in _pair(end)])


def _hull(ends: list[Fraction]) -> Span:
    return min(ends), max(ends)
