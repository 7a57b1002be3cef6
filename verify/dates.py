"""Periods of the calendar as sets of instants, and what words around a period make of them.

An instant is counted in days since 0001-01-01 as `date.toordinal` does; midnight at the start of
a day is a whole number. A period holds its first instant and not the first of the next.

>>> month(2029, 5).interval()
[740833, 740864)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from verify.amount import Amount, Kind
from verify.diagnostics import Problem
from verify.hedges import Part, Policy
from verify.interval import Interval


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`; the loose ones where a word such as late is vague.

    `vague` says which of the four ends a vague word made: face lower and upper, then loose.
    """

    first: int
    last: int
    loose_first: int
    loose_last: int
    why: str = ""
    vague: tuple[bool, bool, bool, bool] = (False, False, False, False)

    def interval(self) -> Interval:
        """Return the instants of the period."""
        return _days(self.first, self.last)

    def loose(self) -> Interval:
        """Return the instants that a fair reader would allow."""
        return _days(self.loose_first, self.loose_last)


def day(year: int, number: int, day_of_month: int) -> Period | None:
    """Return one day, or None if the calendar has no such day."""
    try:
        at = date(year, number, day_of_month).toordinal()
    except ValueError:
        return None
    return Period(at, at, at, at)


def month(year: int, number: int) -> Period:
    """Return a month; years run from 1 to 9999."""
    return months(year, number, number)


def months(year: int, first: int, last: int) -> Period:
    """Return the months of one year from `first` to `last`."""
    start, end = _month_start(year, first), _month_end(year, last)
    return Period(start, end, start, end)


def part_of(whole: Period, part: Part, policy: Policy) -> Period | None:
    """Return a part of a period as the table defines it: of a year, a month, or longer."""
    start = date.fromordinal(whole.first)
    length = whole.last - whole.first + 1
    narrow: tuple[int, int]
    wide: tuple[int, int]
    if length == 1:
        return None
    if length > 360:
        narrow, wide = (_in_year(whole, each) for each in part.months)
    elif length <= 31:
        narrow, wide = (_in_month(start, whole, each) for each in part.days)
    else:
        narrow, wide = (_in_months(length, whole, each) for each in part.months)
    if not policy.wide_periods:
        wide = narrow
    vague = (
        narrow[0] != whole.first,
        narrow[1] != whole.last,
        wide[0] != whole.first,
        wide[1] != whole.last,
    )
    return Period(*narrow, *wide, f"'{part.name}' of a period, as the hedge table says", vague)


def _in_year(whole: Period, months_: tuple[int, int]) -> tuple[int, int]:
    first, last = date.fromordinal(whole.first), date.fromordinal(whole.last)
    if first.year != last.year:  # a decade: twelfths of its length
        return _in_months(whole.last - whole.first + 1, whole, months_)
    return _month_start(first.year, months_[0]), _month_end(first.year, months_[1])


def _in_month(start: date, whole: Period, days: tuple[int, int]) -> tuple[int, int]:
    first = start + timedelta(days=days[0] - 1)
    return first.toordinal(), min(whole.last, whole.first + days[1] - 1)


def _in_months(length: int, whole: Period, twelfths: tuple[int, int]) -> tuple[int, int]:
    first = whole.first + length * (twelfths[0] - 1) // 12
    return first, whole.first + length * twelfths[1] // 12 - 1


def placed(period: Period, relation: str, policy: Policy) -> Amount:
    """Return the instants that stand in a relation to a period; relations are the table's.

    The ends of dates are no rounding, but for those of vague words.
    """
    face, loose = period.interval(), period.loose()
    flags = period.vague
    why = period.why or "a date holds from its first instant to its last"
    if relation == "by":
        face, loose = _below(face.upper), _below(loose.upper)
        why = "no later than the last instant of the period"
    elif relation == "before":
        face, loose = _below(face.lower), _below(loose.upper if period.why else loose.lower)
        flags = (False, flags[0], False, flags[3] if period.why else False)
        why = "earlier than the first instant of the period"
    elif relation == "after":
        face = Interval(lower=face.upper)
        loose = Interval(lower=loose.lower if period.why else loose.upper)
        flags = (flags[1], False, flags[2] if period.why else False, False)
        why = "not before the period has ended"
    elif relation == "from":
        face, loose = Interval(lower=face.lower), Interval(lower=loose.lower)
        why = "not before the first instant of the period"
    elif relation == "last-day" and not period.why:
        face = loose = _days(period.last, period.last)
        why = "through a period: ends within its last day"
    elif relation == "around":
        length = period.last - period.first + 1 if policy.wide_periods else 0
        loose = _days(
            max(period.loose_first - length, 1), min(period.loose_last + length, _LAST_DAY)
        )
        flags = (flags[0], flags[1], True, True)
        why = "around a period: loosely its neighbours of the same length too"
    bounded = (
        flags[0] and face.lower is not None,
        flags[1] and face.upper is not None,
        flags[2] and loose.lower is not None,
        flags[3] and loose.upper is not None,
    )
    return Amount(Kind.DATE, face, loose, "", (), bounded, True, (why,))


_LAST_DAY = date.max.toordinal()


def _below(end: Fraction | None) -> Interval:
    return Interval(upper=end, upper_open=True)


def between(first: Period, last: Period) -> Amount | Problem:
    """Return the instants from the first of one period to the last of another."""
    if first.first > last.first:
        return reversed_dates()
    face = first.interval().hull(last.interval())
    loose = first.loose().hull(last.loose()).hull(face)
    flags = (first.vague[0], last.vague[1], first.vague[2], last.vague[3])
    why = ("from the first instant of one date to the last of the other",)
    return Amount(Kind.DATE, face, loose, "", (), flags, True, why)


def reversed_dates() -> Problem:
    """Say that a range of dates runs backwards."""
    message = "the range of dates ends before it begins"
    return Problem("reversed-range", message, help="write the earlier date first")


def iso_period(text: str) -> Period | Problem | None:
    """Read `2029`, `2029-05`, `2029-05-17`, `2029-Q2`, `2029-H1`; None if it has no such form."""
    parts = text.split("-")
    if not _digits(parts[0], 4) or len(parts) > 3:
        return None
    year = int(parts[0])
    if not year:
        return Problem("bad-date", "the calendar has no year 0", 0, len(text), help="write 0001")
    if len(parts) == 1:
        return months(year, 1, 12)
    if len(parts) == 2 and len(parts[1]) == 2 and parts[1][0] in "QH":
        return span_of(year, parts[1][0], parts[1][1])
    if not all(_digits(part, 2) for part in parts[1:]):
        return None
    number = int(parts[1])
    if not 1 <= number <= 12:
        message = f"there is no month {parts[1]}"
        return Problem("bad-date", message, 5, 7, help="months run from 01 to 12")
    if len(parts) == 2:
        return month(year, number)
    return day(year, number, int(parts[2])) or Problem(
        "bad-date",
        f"{parts[0]}-{parts[1]} has no day {parts[2]}",
        8,
        10,
        help=f"its last day is {date.fromordinal(_month_end(year, number)).isoformat()}",
    )


def span_of(year: int, letter: str, number: str) -> Period | None:
    """Return a quarter (Q1 to Q4) or half (H1, H2) of a year."""
    length = {"Q": 3, "H": 6}.get(letter)
    if length is None or number not in "1234"[: 12 // length] or not number:
        return None
    first = (int(number) - 1) * length + 1
    return months(year, first, first + length - 1)


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _days(first: int, last: int) -> Interval:
    return Interval(Fraction(first), Fraction(last + 1), upper_open=True)


def _month_start(year: int, number: int) -> int:
    return date(year, number, 1).toordinal()


def _month_end(year: int, number: int) -> int:
    if number == 12:
        return date(year, 12, 31).toordinal()
    return date(year, number + 1, 1).toordinal() - 1
