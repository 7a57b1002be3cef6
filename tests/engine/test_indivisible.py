"""Equations of whole numbers that a combination refutes have no solution, and none is missed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import constraint, number, of, real

from verify.indivisible import indivisible
from verify.lemma import ONE, conjuncts, derive, difference
from verify.proof import Sum
from verify.system import Compare, Constraint, Slot, Term

WHOLE = real(domain="integer")
X, Y, Z = Slot(0), Slot(1), Slot(2)


def equation(coefficients: Sequence[int | Fraction], rest: int | Fraction) -> Constraint:
    """Return `Σ coefficient * variable == rest`."""
    total: Term = number(0)
    for place, coefficient in enumerate(coefficients):
        total = of("add", total, of("multiply", number(coefficient), Slot(place)))
    return constraint(Compare("==", total, number(rest)), *range(len(coefficients)))


def combined(constraints: Sequence[Constraint], count: int) -> Sum | None:
    """Return the combination found, checked: whole coefficients, and a rest that is not whole."""
    known = [each for n, one in enumerate(constraints) for each in conjuncts(one, n)]
    found = indivisible(known, [WHOLE] * count)
    if found is not None:
        lemma = derive(found, [known[c].formula for _, c, _ in found.parts])
        assert lemma is not None
        total = difference(lemma)
        assert total.get(ONE, Fraction(0)).denominator > 1
        assert all(f.denominator == 1 for monomial, f in total.items() if monomial != ONE)
    return found


@given(
    st.lists(
        st.tuples(st.lists(st.integers(-4, 4), min_size=2, max_size=2), st.integers(-6, 6)),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=250, deadline=None)
def test_it_answers_as_trying_all_numbers_does(rows: list[tuple[list[int], int]]) -> None:
    """Modulo m, for all small m, the equations have solutions if and only if they have some.

    A system of equations is solvable in whole numbers if and only if it is so modulo every number;
    what obstructs a solution divides a 2 x 2 minor, which here is at most 2 * 4 * 6.
    """
    found = combined([equation(row, rest) for row, rest in rows], 2)
    solvable = all(
        any(
            all((a * x + b * y - rest) % m == 0 for (a, b), rest in rows)
            for x, y in itertools.product(range(m), repeat=2)
        )
        for m in range(2, 49)
    )
    assert (found is None) == solvable


@pytest.mark.parametrize(
    ("constraints", "impossible"),
    [
        ([equation([2, -2], 1)], True),
        ([equation([3, 6], 9)], False),
        ([equation([1, 1], 1), equation([1, -1], 2)], True),  # 2 x == 3
        ([equation([1, 1], 1), equation([1, -1], 3)], False),
        ([equation([Fraction(1, 2), Fraction(1, 3)], Fraction(1, 7))], True),
        ([equation([0, 0], 1)], True),
        ([equation([0, 0], 0)], False),
        (
            [
                constraint(
                    Compare("==", of("multiply", number(2), of("multiply", X, Y)), number(7)), 0, 1
                )
            ],
            True,
        ),
        # 6 x == 4 / y is 6 x y == 4 with y not zero
        (
            [
                constraint(
                    Compare("==", of("multiply", number(6), X), of("divide", number(4), Y)), 0, 1
                )
            ],
            True,
        ),
        ([constraint(Compare("<=", of("multiply", number(2), X), number(1)), 0)], False),
    ],
)
def test_whether_whole_numbers_can_satisfy(constraints: list[Constraint], impossible: bool) -> None:
    assert (combined(constraints, 2) is not None) == impossible


def test_what_need_not_be_whole_is_left_out() -> None:
    known = conjuncts(equation([2, -2], 1), 0)
    assert indivisible(known, [WHOLE, real()]) is None
    assert indivisible((), [WHOLE]) is None
