"""Two typed values brought together: calendar conversions written in, shares and points resolved.

Months and seconds are both time, yet a factor between them is not known exactly, so that where
they meet in a rule one side is converted by a node of its own (see `typed.Typed`).
"""

from __future__ import annotations

from fractions import Fraction

from verify.typed import CLOCK, NUMBER, Measure, Share, Type, Typed, Zero

Exponents = tuple[tuple[str, int], ...]


def plain(kind: Type) -> Measure:
    """Return what a value measures; a bare zero is a number."""
    return kind if isinstance(kind, Measure) else NUMBER


def product(a: Exponents, b: Exponents, sign: int) -> Exponents:
    """Return the powers of a product of units, or of a quotient where `sign` is -1."""
    powers = dict(a)
    for base, power in b:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def sum_type(op: str, a: Type, b: Type) -> Type:
    """Return what a sum or difference of two values of one dimension measures."""
    if isinstance(a, Zero) or isinstance(b, Zero):
        return b if isinstance(a, Zero) else a
    assert isinstance(a, Measure)
    assert isinstance(b, Measure)
    if a.exponents:
        return Measure(a.exponents)
    shares = {a.share, b.share}
    if shares == {Share.SHARE, Share.POINTS}:
        share = Share.SHARE
    elif Share.POINTS in shares:
        share = Share.POINTS
    elif shares == {Share.SHARE}:
        share = Share.EITHER if op == "-" else Share.SHARE
    elif Share.SHARE in shares:
        share = Share.SHARE
    else:
        share = Share.EITHER
    return Measure((), share)


def joint(a: Type, b: Type) -> Type:
    """Return what a choice between two values of one dimension measures."""
    if isinstance(a, Zero):
        return b
    if isinstance(a, Measure) and isinstance(b, Measure) and a.share is Share.EITHER:
        return b
    return a


def converted(a: Typed, b: Typed) -> tuple[Typed, Typed]:
    """Bring two values of one dimension to the same powers of month and second."""
    x, y = plain(a.type), plain(b.type)
    if x.elapsed and y == CLOCK:
        return clocked(a), b
    if y.elapsed and x == CLOCK:
        return a, clocked(b)
    months = x.power("month") - y.power("month")
    if months > 0:
        return averaged(a, months), b
    if months < 0:
        return a, averaged(b, -months)
    return a, b


def timed(a: Typed, b: Typed, sign: int) -> tuple[Typed, Typed]:
    """Count a duration in months as days where it meets a rate per day, or days it is divided by.

    `sign` is -1 where b divides: a month over days, or days over a month, is a plain number.
    """
    x, y = plain(a.type), plain(b.type)
    if x.elapsed and sign * y.power("second") < 0:
        return clocked(a), b
    if y.elapsed and sign * x.power("second") < 0:
        return a, clocked(b)
    return a, b


def clocked(node: Typed) -> Typed:
    """Return a duration in seconds: months alone may be any days that they span."""
    measure = plain(node.type)
    if measure.elapsed:
        return Typed("elapsed", CLOCK, (node,))
    months = measure.power("month")
    return averaged(node, months) if months else node


def averaged(node: Typed, months: int) -> Typed:
    """Turn powers of the month into powers of the second by the average month of a year."""
    measure = plain(node.type)
    exponents = product(measure.exponents, (("month", -months), ("second", months)), 1)
    return Typed("calendar", Measure(exponents, measure.share), (node,), value=Fraction(months))
