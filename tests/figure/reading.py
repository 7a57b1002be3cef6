"""A stand-in for the unit table, and sets written as tests read them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from verify.figure import Amount, load_policy, read_figure, read_value
from verify.interval import Interval

WORDS = {
    "MW": "MW",
    "megawatt": "MW",
    "megawatts": "MW",
    "kW": "kW",
    "kWh": "kWh",
    "W": "W",
    "GW": "GW",
    "gigawatt": "GW",
    "GPU": "GPU",
    "GPUs": "GPU",
    "user": "user",
    "users": "user",
    "day": "day",
    "days": "day",
    "month": "month",
    "months": "month",
    "year": "year",
    "years": "year",
    "hour": "hour",
    "hours": "hour",
    "m": "m",
    "in": "inch",
    "feet": "foot",
    "square feet": "foot**2",
    "inches": "inch",
    "Australian dollars": "AUD",
    "US dollars": "USD",
}
DEFAULT = load_policy()


def unit_of(word: str) -> str | None:
    """Look a word up as the unit table would."""
    return WORDS.get(word)


def figure(text: str, **options: object) -> Amount:
    """Read a figure that is right."""
    options = {"policy": DEFAULT, **options}
    found = read_figure(text, unit_of=unit_of, **options)  # type: ignore[arg-type]
    assert isinstance(found, Amount), (text, found)
    return found


def value(text: str, **options: object) -> Amount:
    """Read a value that is right."""
    options = {"policy": DEFAULT, **options}
    found = read_value(text, unit_of=unit_of, **options)  # type: ignore[arg-type]
    assert isinstance(found, Amount), (text, found)
    return found


def interval(text: str) -> Interval:
    """Read `[1.5, 2)`, `(40e9, )`: a set as a test writes it, dates as 2029-05-01."""
    lower, upper = (end.strip() for end in text[1:-1].split(","))
    return Interval(_end(lower), _end(upper), text[0] == "(", text[-1] == ")")


def _end(text: str) -> Fraction | None:
    if not text:
        return None
    if len(text) == 10 and text[4] == "-":
        return Fraction(date.fromisoformat(text).toordinal())
    return Fraction(text)
