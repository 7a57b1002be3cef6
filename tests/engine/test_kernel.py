"""Generated kernels lose no solution and agree with the interpreted contraction."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
import small_systems
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planted import boxes, comparisons, number, of, points

from verify.kernel import around, compiled
from verify.system import Among, Compare, Every, Formula, Same, Slot, Some

LAW = settings(max_examples=150, deadline=None)
INF = math.inf
TINY = 5e-324
LARGEST = math.nextafter(INF, 0)
X, Y, Z = Slot(0), Slot(1), Slot(2)
PRODUCT = Compare("==", Z, of("multiply", X, Y))
QUOTIENT = Compare("==", Z, of("divide", X, Y))
Box = list[tuple[float, float]]


def ran(formula: Formula, box: Box) -> Box | None:
    """Run a formula's kernel; None where nothing is left."""
    kernel = compiled(formula)
    assert kernel is not None
    lower: list[Any] = [low for low, _ in box]
    upper: list[Any] = [high for _, high in box]
    moves: list[int] = []
    places = tuple(range(len(box)))
    nothing = kernel.shape.run(lower, upper, moves, places, kernel.constants)
    for move in moves:
        assert 0 <= move >> 2 < len(box)
    return None if nothing else list(zip(lower, upper, strict=True))


@given(data=st.data())
@LAW
def test_a_kernel_never_loses_a_planted_solution(data: st.DataObject) -> None:
    point = data.draw(points(3))
    drawn = data.draw(st.lists(comparisons(point), min_size=1, max_size=2))
    parts = tuple(part for part in drawn if part is not None)
    assume(parts)
    formula = parts[0] if len(parts) == 1 else Every(parts)
    assert small_systems.holds(formula, point)
    box = [
        (-INF if low is None else around(low)[0], INF if high is None else around(high)[1])
        for low, high in data.draw(boxes(point))
    ]
    left = ran(formula, box)
    assert left is not None
    for (low, high), (old_low, old_high), value in zip(left, box, point, strict=True):
        assert low <= value <= high
        assert old_low <= low
        assert high <= old_high


@pytest.mark.parametrize(
    ("formula", "box", "inside"),
    [
        # 0 * infinity is 0: nothing is said of z but that it may be 0
        (PRODUCT, [(0.0, 0.0), (0.0, INF), (-1.0, 1.0)], [(0.0, 0.0), (0.0, INF), (0.0, 0.0)]),
        # 1e-200 ** 2 underflows, and is not 0
        (PRODUCT, [(1e-200,) * 2, (1e-200,) * 2, (-1.0, 1.0)], [(0, 0), (0, 0), (TINY, TINY)]),
        # 1e200 ** 2 overflows, and is beyond every double
        (PRODUCT, [(1e200,) * 2, (1e200,) * 2, (0.0, INF)], [(0, 0), (0, 0), (LARGEST, INF)]),
        # a divisor that reaches zero: x / y from 1/2 up, without end
        (QUOTIENT, [(1.0, 1.0), (0.0, 2.0), (-INF, INF)], [(1, 1), (TINY, 2), (0.5, INF)]),
        # a divisor of either sign leaves two half-lines, and so everything
        (QUOTIENT, [(1.0, 1.0), (-1.0, 1.0), (-INF, INF)], [(1, 1), (-1, 1), (-INF, INF)]),
        # negative by negative
        (PRODUCT, [(-3.0, -2.0), (-5.0, -4.0), (-INF, INF)], [(-3, -2), (-5, -4), (8, 15)]),
    ],
)
def test_ends_that_rounding_and_zeros_could_spoil(
    formula: Formula, box: Box, inside: list[tuple[float, float]]
) -> None:
    left = ran(formula, box)
    assert left is not None
    for (low, high), (least, most), given_ in zip(left, inside, box, strict=True):
        if (least, most) == (0, 0) and given_[0] != 0:
            continue
        assert low <= least
        assert high >= most
        assert not math.isnan(low)
        assert not math.isnan(high)


@pytest.mark.parametrize(
    ("formula", "box"),
    [
        (QUOTIENT, [(1.0, 1.0), (0.0, 0.0), (-INF, INF)]),  # 1 / 0 is undefined
        (QUOTIENT, [(1.0, 2.0), (1.0, 2.0), (3.0, 4.0)]),  # at most 2
        (PRODUCT, [(2.0, 3.0), (0.0, 0.0), (1.0, 2.0)]),
        (Compare("<", X, Y), [(2.0, 2.0), (2.0, 2.0)]),
        (Compare("!=", X, Y), [(2.0, 2.0), (2.0, 2.0)]),
        (Compare("==", of("power", X, exponent=Fraction(1, 2)), Y), [(-2.0, -1.0), (-INF, INF)]),
        (Compare("==", number(1), number(2)), []),
        (Compare("==", of("log", X), Y), [(-1.0, 0.0), (-INF, INF)]),
    ],
)
def test_what_has_no_solution_is_refuted(formula: Formula, box: Box) -> None:
    assert ran(formula, box) is None


def test_a_whole_even_power_keeps_both_roots() -> None:
    left = ran(Compare("==", of("power", X, exponent=2), Y), [(-INF, INF), (4.0, 9.0)])
    assert left is not None
    assert left[0][0] == pytest.approx(-3)
    assert left[0][1] == pytest.approx(3)


def test_formulas_that_differ_in_constants_alone_share_a_kernel() -> None:
    one, other = (compiled(Compare("==", X, of("add", Y, number(n)))) for n in (1, Fraction(1, 3)))
    assert one is not None
    assert other is not None
    assert one.shape is other.shape
    low, high = other.constants
    assert low < Fraction(1, 3) < high


@pytest.mark.parametrize(
    "formula",
    [
        Among(0, frozenset({"a"})),
        Same(0, 1, True),
        Some((Compare("<=", X, Y), Compare("<=", Y, X))),
        Every((Compare("<=", X, Y), Among(2, frozenset({"a"})))),
        Every(()),
    ],
)
def test_what_is_no_conjunction_of_comparisons_has_no_kernel(formula: Formula) -> None:
    assert compiled(formula) is None


@given(st.fractions() | st.integers(-400, 400).map(lambda n: Fraction(3, 7) * Fraction(10) ** n))
def test_a_rational_lies_within_the_doubles_around_it(value: Fraction) -> None:
    low, high = around(value)
    assert low <= value <= high
    if low == high:
        assert Fraction(low) == value
