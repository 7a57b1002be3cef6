"""Intervals: each operation against membership, and at ends that touch."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.interval import EVERYTHING, Interval, point


def closed(lower: int, upper: int) -> Interval:
    return Interval(Fraction(lower), Fraction(upper))


def opened(lower: int, upper: int) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), lower_open=True, upper_open=True)


def lower_opened(lower: int, upper: int) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), lower_open=True)


def upper_opened(lower: int, upper: int) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), upper_open=True)


def at_least(lower: int) -> Interval:
    return Interval(lower=Fraction(lower))


def more_than(lower: int) -> Interval:
    return Interval(lower=Fraction(lower), lower_open=True)


def at_most(upper: int) -> Interval:
    return Interval(upper=Fraction(upper))


def less_than(upper: int) -> Interval:
    return Interval(upper=Fraction(upper), upper_open=True)


# Few different ends, so that they often touch; values halfway and beyond tell the sides apart.
ENDS = st.none() | st.integers(-3, 3).map(Fraction)
INTERVALS = st.builds(Interval, ENDS, ENDS, st.booleans(), st.booleans())
VALUES = st.integers(-8, 8).map(lambda twice: Fraction(twice, 2))
PROBES = [Fraction(twice, 2) for twice in range(-8, 9)]
FACTORS = st.sampled_from([Fraction(-2), Fraction(-1, 3), Fraction(1, 7), Fraction(1), Fraction(5)])


@pytest.mark.parametrize(
    ("interval", "shown"),
    [
        (closed(1, 2), "[1, 2]"),
        (upper_opened(1, 2), "[1, 2)"),
        (lower_opened(1, 2), "(1, 2]"),
        (at_least(3), "[3, ∞)"),
        (less_than(-3), "(-∞, -3)"),
        (Interval(Fraction(249, 200), Fraction(251, 200)), "[249/200, 251/200]"),
        (EVERYTHING, "(-∞, ∞)"),
    ],
)
def test_intervals_are_shown_as_in_mathematics(interval: Interval, shown: str) -> None:
    assert repr(interval) == shown


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        (closed(1, 2), [1, Fraction(3, 2), 2], [0, Fraction(999, 1000), Fraction(2001, 1000)]),
        (opened(1, 2), [Fraction(1001, 1000), Fraction(3, 2)], [1, 2]),
        (upper_opened(1, 2), [1], [2]),
        (lower_opened(1, 2), [2], [1]),
        (at_least(1), [1, 10**30], [0]),
        (more_than(1), [2], [1]),
        (at_most(1), [1, -(10**30)], [2]),
        (less_than(1), [0], [1]),
        (EVERYTHING, [0, -(10**30), 10**30], []),
        (opened(1, 1), [], [1]),
        (closed(2, 1), [], [1, 2, Fraction(3, 2)]),
    ],
)
def test_membership(
    interval: Interval, inside: list[Fraction | int], outside: list[Fraction | int]
) -> None:
    assert all(Fraction(value) in interval for value in inside)
    assert not any(Fraction(value) in interval for value in outside)


def test_an_end_below_float_resolution_counts() -> None:
    above = 1 + Fraction(1, 10**17)
    assert above not in Interval(upper=Fraction(1))
    assert above in Interval(lower=Fraction(1), lower_open=True)


def test_an_unbounded_end_counts_as_open() -> None:
    assert Interval(lower_open=False, upper_open=False) == EVERYTHING
    assert (EVERYTHING.lower_open, EVERYTHING.upper_open) == (True, True)
    assert (at_least(1).lower_open, at_least(1).upper_open) == (False, True)


@pytest.mark.parametrize(
    ("interval", "empty", "only"),
    [
        (closed(1, 1), False, Fraction(1)),
        (closed(1, 2), False, None),
        (opened(1, 1), True, None),
        (upper_opened(1, 1), True, None),
        (lower_opened(1, 1), True, None),
        (closed(2, 1), True, None),
        (opened(1, 2), False, None),
        (at_least(1), False, None),
        (less_than(1), False, None),
        (EVERYTHING, False, None),
    ],
)
def test_empty_and_point(interval: Interval, empty: bool, only: Fraction | None) -> None:
    assert interval.empty is empty
    assert interval.point == only


def test_point_makes_the_interval_of_one_number() -> None:
    assert point(Fraction(1, 3)) == Interval(Fraction(1, 3), Fraction(1, 3))
    assert point(Fraction(0)).point == 0


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (closed(1, 3), closed(2, 4), closed(2, 3)),
        (closed(1, 3), opened(1, 3), opened(1, 3)),
        (upper_opened(1, 3), lower_opened(1, 3), opened(1, 3)),
        (closed(1, 2), closed(2, 3), closed(2, 2)),
        (at_least(1), at_most(2), closed(1, 2)),
        (more_than(1), at_least(1), more_than(1)),
        (less_than(1), at_most(1), less_than(1)),
        (more_than(1), closed(1, 2), lower_opened(1, 2)),
        (EVERYTHING, upper_opened(1, 2), upper_opened(1, 2)),
        (EVERYTHING, EVERYTHING, EVERYTHING),
    ],
)
def test_meet(first: Interval, second: Interval, both: Interval) -> None:
    assert first.meet(second) == both
    assert second.meet(first) == both


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (closed(1, 2), closed(3, 4)),
        (upper_opened(1, 2), closed(2, 3)),
        (opened(1, 2), opened(2, 3)),
        (less_than(1), at_least(1)),
        (at_most(1), more_than(1)),
    ],
)
def test_intervals_apart_or_touching_at_an_open_end_do_not_meet(
    first: Interval, second: Interval
) -> None:
    assert first.meet(second).empty
    assert second.meet(first).empty


@pytest.mark.parametrize(
    ("first", "second", "hull"),
    [
        (closed(1, 2), closed(3, 4), closed(1, 4)),
        (opened(1, 2), closed(1, 2), closed(1, 2)),
        (upper_opened(1, 2), lower_opened(1, 2), closed(1, 2)),
        (opened(1, 2), opened(2, 3), opened(1, 3)),
        (closed(1, 2), more_than(3), at_least(1)),
        (at_most(1), at_least(2), EVERYTHING),
        (opened(1, 1), closed(5, 6), closed(5, 6)),
        (closed(9, 8), less_than(1), less_than(1)),
    ],
)
def test_hull(first: Interval, second: Interval, hull: Interval) -> None:
    assert first.hull(second) == hull
    assert second.hull(first) == hull


@pytest.mark.parametrize(
    ("outer", "inner", "covered"),
    [
        (closed(1, 4), closed(2, 3), True),
        (closed(1, 4), closed(1, 4), True),
        (closed(1, 4), opened(1, 4), True),
        (opened(1, 4), closed(1, 4), False),
        (upper_opened(1, 4), closed(2, 4), False),
        (lower_opened(1, 4), closed(1, 2), False),
        (at_least(1), more_than(1), True),
        (more_than(1), at_least(1), False),
        (at_least(1), at_most(1), False),
        (closed(1, 2), EVERYTHING, False),
        (EVERYTHING, closed(1, 2), True),
        (closed(1, 2), closed(9, 8), True),
        (opened(1, 1), closed(9, 8), True),
        (opened(1, 1), closed(1, 1), False),
    ],
)
def test_covers(outer: Interval, inner: Interval, covered: bool) -> None:
    assert outer.covers(inner) is covered


@pytest.mark.parametrize(
    ("interval", "factor", "scaled"),
    [
        (upper_opened(1, 2), Fraction(3), upper_opened(3, 6)),
        (upper_opened(1, 2), Fraction(-3), lower_opened(-6, -3)),
        (closed(-1, 2), Fraction(-1), closed(-2, 1)),
        (at_least(1), Fraction(2), at_least(2)),
        (at_least(1), Fraction(-2), at_most(-2)),
        (less_than(-6), Fraction(-1, 3), more_than(2)),
        (EVERYTHING, Fraction(-1), EVERYTHING),
        (closed(1, 3), Fraction(1, 3), Interval(Fraction(1, 3), Fraction(1))),
    ],
)
def test_scaled(interval: Interval, factor: Fraction, scaled: Interval) -> None:
    assert interval.scaled(factor) == scaled


@given(INTERVALS)
def test_empty_means_that_no_number_is_inside(interval: Interval) -> None:
    assert interval.empty == (not any(value in interval for value in PROBES))


@given(INTERVALS)
def test_a_point_is_the_only_number_inside(interval: Interval) -> None:
    inside = [value for value in PROBES if value in interval]
    assert interval.point == (
        inside[0] if len(inside) == 1 and inside[0].denominator == 1 else None
    )


@given(INTERVALS, INTERVALS, VALUES)
def test_the_meet_holds_what_both_hold(first: Interval, second: Interval, value: Fraction) -> None:
    assert (value in first.meet(second)) == (value in first and value in second)


@given(INTERVALS, INTERVALS, INTERVALS)
def test_meet_is_commutative_associative_and_idempotent(
    first: Interval, second: Interval, third: Interval
) -> None:
    assert first.meet(second) == second.meet(first)
    assert first.meet(second).meet(third) == first.meet(second.meet(third))
    assert first.meet(first) == first
    assert first.meet(EVERYTHING) == first


@given(INTERVALS, INTERVALS)
def test_the_hull_is_the_smallest_interval_that_covers_both(
    first: Interval, second: Interval
) -> None:
    hull = first.hull(second)
    assert hull.covers(first)
    assert hull.covers(second)
    inside = [value in first or value in second for value in PROBES]
    hulled = [value in hull for value in PROBES]
    if True in inside:
        start = inside.index(True)
        stop = len(inside) - inside[::-1].index(True)
        assert hulled == [start <= index < stop for index in range(len(PROBES))]
    else:
        assert hull.empty


@given(INTERVALS, INTERVALS)
def test_covers_means_that_every_number_of_the_other_is_inside(
    outer: Interval, inner: Interval
) -> None:
    assert outer.covers(inner) == all(value in outer for value in PROBES if value in inner)


@given(INTERVALS, INTERVALS)
def test_the_meet_is_covered_by_both_and_covers_what_both_cover(
    first: Interval, second: Interval
) -> None:
    both = first.meet(second)
    assert first.covers(both)
    assert second.covers(both)
    assert both.covers(first) == (second.covers(first))


@given(INTERVALS, FACTORS, VALUES)
def test_scaling_takes_each_number_along(
    interval: Interval, factor: Fraction, value: Fraction
) -> None:
    scaled = interval.scaled(factor)
    assert (value * factor in scaled) == (value in interval)
    assert scaled.scaled(1 / factor) == interval
    assert scaled.empty == interval.empty


@given(INTERVALS, INTERVALS, FACTORS)
def test_scaling_commutes_with_meet_hull_and_covers(
    first: Interval, second: Interval, factor: Fraction
) -> None:
    assert first.meet(second).scaled(factor) == first.scaled(factor).meet(second.scaled(factor))
    assert first.hull(second).scaled(factor) == first.scaled(factor).hull(second.scaled(factor))
    assert first.covers(second) == first.scaled(factor).covers(second.scaled(factor))
