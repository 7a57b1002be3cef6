"""Dates in the value grammar: a period, a range or comparison of periods, or a set in brackets."""

from __future__ import annotations

from dataclasses import replace

from verify.amount import Amount, Kind
from verify.dates import Period, between, iso_period, placed, reversed_dates
from verify.diagnostics import Problem
from verify.hedges import Policy
from verify.interval import Interval
from verify.refusal import RefusalError, refuse

_RELATIONS = {
    ">=": "from",
    "≥": "from",
    "<=": "by",
    "≤": "by",
    ">": "after",
    "<": "before",
    "~": "around",
    "": "within",
}


def read_dates(text: str, policy: Policy, want: Kind | None) -> Amount | None:
    """Return the dates that a value says, or None if it has not their form.

    A bare year is a date only where a date is wanted, or beside one.
    """
    written = text.strip()
    bracketed = written[:1] in ("[", "(")
    sign = next(sign for sign in _RELATIONS if written.startswith(sign))
    if bracketed:
        ends = written[1:-1].split(",")
    elif sign:
        ends = [written[len(sign) :]]
    else:
        ends = written.split("..")
    if len(ends) != (2 if bracketed else len(ends)) or len(ends) > 2:
        return None
    found = [_period(end, text) for end in ends]
    if not any(isinstance(each, Period) for each in found):
        return None
    if want is not Kind.DATE and not any("-" in end.strip()[1:] for end in ends):
        return None
    first, last = found[0], found[-1]
    if not isinstance(first, Period) or not isinstance(last, Period):
        if want is not Kind.DATE and not any(_looks_dated(end) for end in ends):
            return None
        message = "a range from one date to another needs two dates"
        raise refuse("not-a-date", message, 0, len(text), "write it like 2024-10 .. 2024-12")
    if bracketed:
        return _in_brackets(first, last, written)
    if len(found) == 1:
        return placed(first, _RELATIONS[sign], policy)
    whole = between(first, last)
    if isinstance(whole, Problem):
        raise RefusalError(replace(whole, end=len(text)))
    return whole


def _looks_dated(end: str) -> bool:
    written = end.strip()
    return len(written) >= 7 and written[4] == "-" and written[:4].isdigit()


def _period(end: str, text: str) -> Period | None:
    found = iso_period(end.strip())
    if isinstance(found, Problem):
        start = text.index(end.strip())
        raise RefusalError(replace(found, start=start + found.start, end=start + found.end))
    return found


def _in_brackets(first: Period, last: Period, written: str) -> Amount:
    """An end in a square bracket includes its period, one in a round bracket leaves it out."""
    if written[-1] not in "])":
        raise refuse("malformed-value", "the bracket is not closed", 0, len(written), "close it")
    inner, outer = first.interval(), last.interval()
    lower = inner.lower if written[0] == "[" else inner.upper
    upper = outer.upper if written[-1] == "]" else outer.lower
    whole = Interval(lower, upper, upper_open=True)
    if whole.empty:
        raise RefusalError(replace(reversed_dates(), end=len(written)))
    return Amount(Kind.DATE, whole, whole, "", exact=True, because=("dates as written",))
