"""Numbers, sets and dates in words: short, in one unit, and never narrower than they are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from verify.facts import Values
from verify.interval import Interval
from verify.quantity import Domain, Quantity

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_EXACT_DIGITS = 6  # a number with no more significant digits is shown exactly
_DIGITS = 3
_MOST_DIGITS = 9
_LONGEST = 10**30  # from here on numbers are written with a power of ten


def in_words(values: Values, quantity: Quantity, unit: bool = True) -> str:
    """Write a set of a quantity's values, ends rounded outward where they are long.

    >>> in_words(Interval(Fraction(1245), Fraction(1255)), Quantity("n", parse_unit("GPU")))
    '1,245 .. 1,255 GPU'
    """
    if isinstance(values, frozenset):
        order = {name: place for place, name in enumerate(quantity.names)}
        return " or ".join(sorted(values, key=lambda name: order.get(name, 0))) or "nothing"
    if quantity.domain is Domain.DATE:
        return _dates(values)
    scale, word = _scale(values)
    shown = _ends(values.scaled(Fraction(1, scale)))
    parts = [shown, word, shown_unit(quantity) if unit else ""]
    return " ".join(part for part in parts if part)


def shown_unit(quantity: Quantity) -> str:
    """Return a quantity's unit as a report writes it: nothing for `1`, `%` for percent."""
    text = quantity.unit.text
    return {"1": "", "percent": "%"}.get(text, text)


def approximately(value: Fraction, digits: int = _DIGITS) -> str:
    """Write a number to some significant digits, with a scale word where it is large."""
    scale, word = _scale(Interval(value, value))
    shown = _rounded(value / scale, digits, 0)
    return f"{shown} {word}".strip()


def multiple(value: Fraction) -> str:
    """Write a ratio to three significant digits, never as exactly one."""
    digits = _DIGITS
    while digits < _MOST_DIGITS and value != 1 and _rounded(value, digits, 0) == "1":
        digits += 1
    return _rounded(value, digits, 0)


def day(instant: Fraction) -> date | None:
    """Return the day that an instant falls on, or None where no calendar has it."""
    number = int(instant // 1)
    if not 1 <= number <= date.max.toordinal():
        return None
    return date.min + timedelta(days=number - 1)


def _scale(values: Interval) -> tuple[int, str]:
    ends = [abs(end) for end in (values.lower, values.upper) if end is not None]
    largest = max(ends, default=Fraction(0))
    for scale, word in _SCALES:
        if scale <= largest < scale * 10**6:
            return scale, word
    return 1, ""


def _ends(values: Interval) -> str:
    low, high = values.lower, values.upper
    if low is None and high is None:
        return "any number"
    span = high - low if low is not None and high is not None else None
    if high is None:
        assert low is not None
        return f"{'over' if values.lower_open else 'at least'} {_shown(low, -1, None)}"
    if low is None:
        return f"{'under' if values.upper_open else 'at most'} {_shown(high, 1, None)}"
    if low == high:
        return _shown(low, 0, None)
    left = ("over " if values.lower_open else "") + _shown(low, -1, span)
    right = ("under " if values.upper_open else "") + _shown(high, 1, span)
    return f"{left} .. {right}"


def _shown(value: Fraction, outward: int, span: Fraction | None) -> str:
    exact = _exactly(value)
    if exact is not None:
        return exact
    digits = _DIGITS
    if span is not None:
        while digits < _MOST_DIGITS and _step(value, digits) * 4 > span:
            digits += 1
    return _rounded(value, digits, outward)


def _exactly(value: Fraction) -> str | None:
    """Return a number's decimals if they end after a few significant digits."""
    if abs(value) >= _LONGEST:
        return None
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return None
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 12:
            return None
    digits = str(abs((value * 10**places).numerator)).rstrip("0")
    return _grouped(value, places) if len(digits) <= _EXACT_DIGITS and places <= 9 else None


def _digits(number: int) -> int:
    """Return about how many decimal digits a whole number has, without writing it out."""
    return number.bit_length() * 30_103 // 100_000 + 1


def _step(value: Fraction, digits: int) -> Fraction:
    """Return one unit of a number's last significant digit."""
    size = abs(value)
    if size == 0:
        return Fraction(1, 10**digits)
    power = _digits(size.numerator) - _digits(size.denominator)
    while Fraction(10) ** power > size:
        power -= 1
    while Fraction(10) ** (power + 1) <= size:
        power += 1
    return Fraction(10) ** (power - digits + 1)


def _rounded(value: Fraction, digits: int, outward: int) -> str:
    """Round to significant digits: down for -1, up for 1, to the nearest for 0."""
    if value == 0:
        return "0"
    step = _step(value, digits)
    scaled = value / step
    if outward < 0:
        whole = scaled.numerator // scaled.denominator
    elif outward > 0:
        whole = -(-scaled.numerator // scaled.denominator)
    else:
        whole = round(scaled)
    places = max(0, _digits(step.denominator) - 1)
    result = whole * step
    if places > 12 or abs(result) >= 10**15:
        return _scientific(result)
    return _grouped(result, places)


def _scientific(value: Fraction) -> str:
    step = _step(value, 1)
    power = _digits(step.numerator) - _digits(step.denominator)
    mantissa = value / (Fraction(10) ** power)
    return f"{_grouped(Fraction(round(mantissa * 1000), 1000), 3)}e{power}"


def _grouped(value: Fraction, places: int) -> str:
    """Write a decimal with thousands in groups, without trailing zeros."""
    whole = abs(value * 10**places).numerator
    digits = str(whole).rjust(places + 1, "0")
    left, right = (digits[:-places], digits[-places:]) if places else (digits, "")
    groups = f"{int(left):,}"
    right = right.rstrip("0")
    sign = "-" if value < 0 else ""
    return sign + (f"{groups}.{right}" if right else groups)


def _dates(values: Interval) -> str:
    first = None if values.lower is None else day(values.lower)
    last = None if values.upper is None else _last_day(values)
    if first is None and last is None:
        return "any date"
    if last is None:
        return f"{first} or later"
    if first is None:
        return f"{last} or earlier"
    if first >= last:
        return str(first)
    next_day = None if last == date.max else last + timedelta(days=1)
    whole_month = first.day == 1 and (next_day is None or next_day.day == 1)
    if whole_month and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first} .. {last}"


def _last_day(values: Interval) -> date | None:
    """Return the last day of an interval: an end at midnight that is excluded is the day before."""
    assert values.upper is not None
    end = values.upper
    if values.upper_open and end.denominator == 1:
        end -= 1
    return day(end)
