"""What the text of a generated suite means, as relations of the tests' own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from exact import Point
from relations import Compared, Joined, Name, Number, Relation

from verify.system import Variable


@dataclass(frozen=True)
class Choice:
    """One way to understand a claim: what it says loosely and at face, and when it may."""

    index: int  # of the variable that it is about
    loose: Relation
    face: Relation
    condition: Relation | None = None


@dataclass(frozen=True)
class Entry:
    """A claim or an assumption, which holds if one of its choices does."""

    id: str
    choices: tuple[Choice, ...]
    soft: bool = False
    claim: bool = True


@dataclass(frozen=True)
class WildSuite:
    """A suite's text and what it means."""

    shape: str
    text: str
    variables: tuple[Variable, ...]
    rules: tuple[Relation, ...]
    entries: tuple[Entry, ...]
    planted: tuple[Point, ...]


def between(index: int, low: Fraction, high: Fraction, open_low: bool, open_high: bool) -> Relation:
    """Say that a variable lies between two ends."""
    return Joined(
        "and",
        (
            Compared(">" if open_low else ">=", Name(index), Number(low)),
            Compared("<" if open_high else "<=", Name(index), Number(high)),
        ),
    )


def month(rng: random.Random) -> tuple[Fraction, Fraction, str]:
    """Draw a month: its first day, the day after its last, and how it is written."""
    return span(2025, rng.randint(1, 4))


def span(year: int, month: int) -> tuple[Fraction, Fraction, str]:
    """Return a month in days, and as it is written."""
    first, until = date(year, month, 1), date(year, month + 1, 1)
    return Fraction(first.toordinal()), Fraction(until.toordinal()), f"{year}-{month:02}"
