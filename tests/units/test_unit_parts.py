"""What a unit is besides its factor: a count, points, a duration; and what it is without prefixes.

Values are worked by hand from the design, sections 3.5 and 3.6.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from verify.diagnostics import Problem
from verify.units import (
    ONE,
    Unit,
    counts_things,
    declared_nouns,
    known_units,
    parse_unit,
    unprefixed,
)

NOUNS = frozenset({"seat"})


def unit(text: str) -> Unit:
    found = parse_unit(text, NOUNS)
    assert isinstance(found, Unit), found
    return found


def test_one_is_a_share_of_factor_one() -> None:
    assert Unit("1", Fraction(1), ()) == ONE
    assert unit("1") == ONE


@pytest.mark.parametrize(
    ("text", "dimensionless", "calendar", "clock", "duration"),
    [
        ("1", True, 0, 0, False),
        ("%", True, 0, 0, False),
        ("basis_point", True, 0, 0, False),
        ("USD", False, 0, 0, False),
        ("USD/month", False, -1, 0, False),
        ("USD/GPU/hour", False, 0, -1, False),
        ("year", False, 1, 0, True),
        ("day", False, 0, 1, True),
        ("month**2", False, 2, 0, False),
        ("hour/year", False, -1, 1, False),
    ],
)
def test_powers_of_time(
    text: str, dimensionless: bool, calendar: int, clock: int, duration: bool
) -> None:
    found = unit(text)
    assert found.dimensionless is dimensionless
    assert (found.calendar_power, found.clock_power) == (calendar, clock)
    assert found.is_duration is duration


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("percentage_point", True),
        ("basis_point", True),
        ("%", False),
        ("1", False),
        ("percentage_point**2", False),
        ("percentage_point/year", False),
        ("1/percentage_point", False),
        ("USD*percentage_point", False),
    ],
)
def test_points_are_points_only_alone(text: str, points: bool) -> None:
    assert unit(text).points is points


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("GPU", True),
        ("user", True),
        ("seat", True),
        ("seat**2", False),
        ("1/seat", False),
        ("seat/user", False),
        ("GPU/hour", False),
        ("USD", False),
        ("month", False),
        ("W", False),
        ("1", False),
        ("%", False),
    ],
)
def test_a_count_is_one_counted_noun(text: str, counts: bool) -> None:
    assert counts_things(unit(text)) is counts


@pytest.mark.parametrize(
    ("text", "plain", "times"),
    [
        ("kW/GPU", "W/GPU", Fraction(1000)),
        ("MW", "W", Fraction(10**6)),
        ("megawatt", "W", Fraction(10**6)),
        ("GB/ms", "B/second", Fraction(10**12)),  # the name, where there is no symbol
        ("USD*km**2/MWh", "USD*m**2/Wh", Fraction(1)),
        ("seat/kW", "seat/W", Fraction(1, 1000)),
        ("USD/month", "USD/month", Fraction(1)),
        ("1", "1", Fraction(1)),
        ("%/year", "%/year", Fraction(1)),
        ("USD//month", "USD//month", Fraction(1)),  # no unit at all
        ("kW/mnoth", "kW/mnoth", Fraction(1)),
    ],
)
def test_a_unit_without_its_prefixes(text: str, plain: str, times: Fraction) -> None:
    assert unprefixed(text, NOUNS) == (plain, times)


def test_a_name_too_near_a_known_one_is_pointed_at() -> None:
    found = declared_nouns("seat/mnoth/USD")
    assert isinstance(found, Problem)
    assert (found.start, found.end) == (5, 10)


def test_no_unit_has_an_empty_spelling() -> None:
    assert all(spelling for each in known_units() for spelling in each.spellings)
