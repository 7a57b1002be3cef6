"""Printed figures and the sets they mean, by definitions of the tests' own (design, section 3).

Nothing here is taken from the program: a set is found from the neighbours of the printed number,
and `test_rounding_table` holds these definitions, too, against the decimal module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)
MODES = ("nearest", "half_up", "half_even", "truncate", "floor", "ceiling")
MIRRORED = {"floor": "ceiling", "ceiling": "floor"}


@dataclass(frozen=True)
class Ends:
    """A set of numbers between two ends; None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.open_low)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.open_high)
        )
        return above and below

    def times(self, factor: Fraction) -> Ends:
        """Return the numbers multiplied; a negative factor turns the set round."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Ends(high, low, self.open_high, self.open_low)
        return Ends(low, high, self.open_low, self.open_high)

    def plus(self, distance: Fraction) -> Ends:
        """Return the numbers moved."""
        low = None if self.low is None else self.low + distance
        high = None if self.high is None else self.high + distance
        return Ends(low, high, self.open_low, self.open_high)

    def text(self) -> str:
        """Write the set out as a value, exactly."""
        assert all(end is None or Fraction(decimal(end)) == end for end in (self.low, self.high))
        if self.low is None or self.high is None:
            end = self.high if self.low is None else self.low
            sign = "<" if self.low is None else ">"
            closed = not (self.open_high if self.low is None else self.open_low)
            return f"{sign}{'=' * closed} {decimal(end)}"
        left, right = "([)]"[1 - self.open_low], "([)]"[3 - self.open_high]
        return f"{left}{decimal(self.low)}, {decimal(self.high)}{right}"


@dataclass(frozen=True)
class Printed:
    """What a claim says of its figure, as keys and texts; its sets; and the same below zero.

    `mirror` is None where a hedge cannot be said of a negative number.
    """

    keys: Mapping[str, object]
    face: Ends
    loose: Ends
    mirror: Mapping[str, object] | None = None

    def of(self, unit: str, factor: Fraction = Fraction(1)) -> Printed:
        """Return the same said in a unit that is worth so many of the quantity's own."""
        keys, mirror = (
            None
            if said is None
            else {
                key: f"{text} {unit}" if key in ("figure", "value") else text
                for key, text in said.items()
            }
            for said in (self.keys, self.mirror)
        )
        assert keys is not None
        return Printed(keys, self.face.times(factor), self.loose.times(factor), mirror)


def decimal(value: Fraction | None) -> str:
    """Write a number that has finitely many decimals; others to twelve places."""
    assert value is not None
    for places in range(13):
        if (value * 10**places).denominator == 1 or places == 12:
            digits = str(abs(round(value * 10**places))).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    raise AssertionError


def step_of(text: str) -> Fraction:
    """Return the unit of the last significant digit of a number as printed.

    Digits after a point count; trailing zeros of a whole number not beyond two digits.
    """
    whole, point, decimals = text.lstrip("-").partition(".")
    if point:
        return Fraction(1, 10 ** len(decimals))
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Fraction(10 ** min(zeros, max(len(whole) - 2, 0)))


def is_round(text: str) -> bool:
    """Tell whether an unhedged figure is loose by a whole unit: a whole number ending in 0."""
    digits = text.lstrip("-")
    return "." not in digits and len(digits) > 1 and digits.endswith("0")


def rounds_to(text: str, mode: str, digits: int = 0) -> Ends:
    """Return the numbers that a rule rounds to a printed one, from its neighbours.

    With `digits` it was rounded to so many significant ones, which are finer below a power of ten.
    """
    value = Fraction(text)
    away = toward = step_of(text)
    if digits and value:
        power = Fraction(1)
        while power > abs(value):
            power /= 10
        while power * 10 <= abs(value):
            power *= 10
        away = toward = power / Fraction(10) ** (digits - 1)
        if power == abs(value):
            toward /= 10
    size = abs(value)
    ends = _of_size(size, toward, away, MIRRORED.get(mode, mode) if value < 0 else mode)
    return ends.times(Fraction(-1)) if value < 0 else ends


def _of_size(size: Fraction, toward: Fraction, away: Fraction, mode: str) -> Ends:
    below, above = size - toward, size + away
    lower, upper = (below + size) / 2, (size + above) / 2
    match mode:
        case "nearest":
            return Ends(lower, upper)
        case "half_up":  # a half goes away from zero
            return Ends(lower, upper, open_low=size == 0, open_high=True)
        case "half_even":  # a half goes to the even neighbour
            odd = int(size / away) % 2 == 1
            return Ends(lower, upper, odd and toward == away, odd)
        case "truncate" if size == 0:
            return Ends(below, above, open_low=True, open_high=True)
        case "truncate" | "floor":
            return Ends(size, above, open_high=True)
    return Ends(below, size, open_low=True)  # ceiling


# How figures are printed


def literal(ends: Ends) -> Printed:
    """Write a set out in brackets or as a bound: it is meant literally."""
    text = ends.text()
    return Printed({"value": text}, ends, ends, {"value": ends.times(Fraction(-1)).text()})


def exact(text: str) -> Printed:
    """Print a number that is taken literally."""
    ends = Ends(Fraction(text), Fraction(text))
    mirror = {"figure": _minus(text), "exact": True}
    return Printed({"figure": text, "exact": True}, ends, ends, mirror)


def plain(text: str) -> Printed:
    """Print a number without a hedge."""
    value, step = Fraction(text), step_of(text)
    face = Ends(value - step / 2, value + step / 2)
    loose = Ends(value - step, value + step) if is_round(text) else face
    return Printed({"figure": text}, face, loose, {"figure": _minus(text)})


def about(text: str) -> Printed:
    """Print a number with a hedge both ways: 10 % or one unit, whichever is more."""
    value, step = Fraction(text), step_of(text)
    wide = max(abs(value) / 10, step)
    face = Ends(value - step / 2, value + step / 2)
    loose = Ends(value - wide, value + wide)
    return Printed({"figure": f"about {text}"}, face, loose, {"figure": f"about {_minus(text)}"})


def nearly(text: str) -> Printed:
    """Print a number with a hedge to one side, which cuts it at the figure."""
    value, step = Fraction(text), step_of(text)
    wide = max(abs(value) / 10, step)
    return Printed(
        {"figure": f"nearly {text}"}, Ends(value - step / 2, value), Ends(value - wide, value)
    )


def bound(word: str, text: str) -> Printed:
    """Print a bound, which gives way by half a unit loosely."""
    value, half = Fraction(text), step_of(text) / 2
    match word:
        case "over":
            face, loose = Ends(value, None, True, True), Ends(value - half, None, True, True)
        case "at least":
            face, loose = Ends(value, None, False, True), Ends(value - half, None, False, True)
        case "under":
            face, loose = Ends(None, value, True, True), Ends(None, value + half, True, True)
        case _:
            face, loose = Ends(None, value, True), Ends(None, value + half, True)
    return Printed({"figure": f"{word} {text}"}, face, loose)


def rounded(text: str, mode: str, digits: int = 0) -> Printed:
    """Print a number that says how it was rounded, and perhaps to how many digits."""
    ends = rounds_to(text, mode, digits)
    said = {"precision": f"{digits} digits"} if digits else {}
    mirrored = {"figure": _minus(text), "rounding": MIRRORED.get(mode, mode), **said}
    return Printed({"figure": text, "rounding": mode, **said}, ends, ends, mirrored)


def within(text: str, share: int) -> Printed:
    """Print a number with a precision in per cent of it."""
    value = Fraction(text)
    ends = Ends(value - abs(value) * share / 100, value + abs(value) * share / 100)
    said = {"precision": f"{share} %"}
    return Printed({"figure": text, **said}, ends, ends, {"figure": _minus(text), **said})


def between(low: str, high: str) -> Printed:
    """Print a range, each end of which gives way by half a unit loosely."""
    first, last = Fraction(low), Fraction(high)
    loose = Ends(first - step_of(low) / 2, last + step_of(high) / 2)
    return Printed({"figure": f"{low} to {high}"}, Ends(first, last), loose)


def months(count: int) -> Printed:
    """Print a number of months, exactly, of a quantity in days (design, section 3.6)."""
    ends = Ends(
        Fraction(365 * count, 12) - Fraction(5, 2), Fraction(366 * count, 12) + Fraction(3, 2)
    )
    return Printed({"figure": f"{count} months", "exact": True}, ends, ends)


def _minus(text: str) -> str:
    return text[1:] if text.startswith("-") else text if not Fraction(text) else f"-{text}"
