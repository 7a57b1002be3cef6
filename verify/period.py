"""Periods of quantities that vary: their labels, what they span and how they nest.

Labels are `2025-06-03`, `2025-06`, `2025-Q2` and `2025`. Instants are days since 0001-01-01, that
day being 1, as `date.toordinal` counts; an end is excluded.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from verify.quantity import Period

_ORDER = list(Period)


def containing(first: Fraction | None, last: Fraction | None, grain: Period) -> str | None:
    """Return the one period that holds the instants from `first` up to `last`, or None."""
    if first is None or last is None:
        return None
    label = _label(first, grain)
    end = span(label)[1]
    return label if last <= end else None


def overlapping(label: str, first: Fraction | None, last: Fraction | None) -> bool:
    """Tell whether a period shares an instant with the instants from `first` up to `last`."""
    begin, end = span(label)
    return (last is None or begin < last) and (first is None or first < end)


def grain_of(label: str) -> Period:
    """Return how long a labelled period is."""
    if "Q" in label:
        return Period.QUARTER
    return (Period.YEAR, Period.MONTH, Period.DAY)[label.count("-")]


def coarser(label: str, grain: Period) -> str:
    """Return the period of a coarser grain that holds a labelled one."""
    return _label(span(label)[0], grain)


def all_coarser(label: str) -> list[str]:
    """Return the labels of all longer periods that hold a labelled one."""
    longer = _ORDER[_ORDER.index(grain_of(label)) + 1 :]
    return [coarser(label, grain) for grain in longer]


def span(label: str) -> tuple[Fraction, Fraction]:
    """Return the first instant of a labelled period and its end."""
    year = int(label[:4])
    match grain_of(label):
        case Period.YEAR:
            return _month_start(year, 1), _month_start(year + 1, 1)
        case Period.QUARTER:
            month = 3 * int(label[-1]) - 2
            return _month_start(year, month), _month_start(year, month + 3)
        case Period.MONTH:
            month = int(label[5:7])
            return _month_start(year, month), _month_start(year, month + 1)
    day = Fraction(date.fromisoformat(label).toordinal())
    return day, day + 1


def _label(instant: Fraction, grain: Period) -> str:
    day = date.min + timedelta(days=int(instant // 1) - 1)
    match grain:
        case Period.DAY:
            return day.isoformat()
        case Period.MONTH:
            return day.isoformat()[:7]
        case Period.QUARTER:
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}"


def _month_start(year: int, month: int) -> Fraction:
    if month > 12:
        year, month = year + 1, month - 12
    if year > 9999:
        return Fraction(date.max.toordinal() + 1)
    return Fraction(date(year, month, 1).toordinal())
