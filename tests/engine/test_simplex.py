"""The simplex answers as exact elimination does, and its feasible points satisfy the rows."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.simplex import Feasible, Infeasible, solve

Column = tuple[float, float]
Row = tuple[Mapping[int, float], float, float]
NEAR = 1e-6


def possible(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Tell exactly whether rows and bounds can hold, by Fourier and Motzkin's elimination."""
    count = len(columns)
    facts: list[tuple[tuple[Fraction, ...], Fraction]] = []  # Σ a x <= b

    def enter(coefficients: Mapping[int, float], low: float, high: float) -> None:
        vector = tuple(Fraction(coefficients.get(c, 0)) for c in range(count))
        if high != inf:
            facts.append((vector, Fraction(high)))
        if low != -inf:
            facts.append((tuple(-a for a in vector), -Fraction(low)))

    for number, (low, high) in enumerate(columns):
        enter({number: 1.0}, low, high)
    for coefficients, low, high in rows:
        enter(coefficients, low, high)
    for column in range(count):
        kept = [fact for fact in facts if not fact[0][column]]
        above = [fact for fact in facts if fact[0][column] > 0]
        below = [fact for fact in facts if fact[0][column] < 0]
        for (a, b), (c, d) in itertools.product(above, below):
            p, q = -c[column], a[column]
            kept.append((tuple(p * x + q * y for x, y in zip(a, c, strict=True)), p * b + q * d))
        facts = list(dict.fromkeys(kept))
    return all(rest >= 0 for _, rest in facts)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Column], list[Row]]:
    """Draw a few bounded or unbounded columns, and rows of small whole numbers."""
    count = draw(st.integers(1, 3))
    ends = st.integers(-5, 5).map(float)

    def span() -> Column:
        low, high = sorted([draw(ends), draw(ends)])
        return (draw(st.sampled_from([low, -inf])), draw(st.sampled_from([high, inf])))

    columns = [span() for _ in range(count)]
    rows: list[Row] = []
    for _ in range(draw(st.integers(1, 4))):
        row = {c: float(draw(st.integers(-3, 3))) for c in range(count)}
        low, high = span()
        rows.append((row, low, low if low != -inf and draw(st.booleans()) else high))
    return columns, rows


@given(problems())
@settings(max_examples=250, deadline=None)
def test_it_answers_as_exact_elimination_does(problem: tuple[list[Column], list[Row]]) -> None:
    columns, rows = problem
    found = solve(columns, rows, 50_000)
    assert found is not None
    assert isinstance(found, Feasible) == possible(columns, rows)
    if isinstance(found, Feasible):
        for value, (low, high) in zip(found.values, columns, strict=True):
            assert low - NEAR <= value <= high + NEAR
        for coefficients, low, high in rows:
            total = sum(a * found.values[c] for c, a in coefficients.items())
            assert low - NEAR <= total <= high + NEAR
    else:  # what it names cannot hold alone
        kept = [box if c in found.columns else (-inf, inf) for c, box in enumerate(columns)]
        assert not possible(kept, [rows[row] for row in found.rows])


def test_a_sum_of_three_that_is_fifteen_is_not_sixteen() -> None:
    sums: list[Row] = [({0: 1.0, 1: 1.0}, 10, 10), ({1: 1.0, 2: 1.0}, 10, 10)]
    sums += [({2: 1.0, 0: 1.0}, 10, 10), ({0: 1.0, 1: 1.0, 2: 1.0}, 16, 17)]
    found = solve([(0, inf)] * 3, sums, 1_000)
    assert isinstance(found, Infeasible)
    assert found.rows == (0, 1, 2, 3)


@pytest.mark.parametrize("effort", [0, 1])
def test_too_little_effort_gives_no_answer(effort: int) -> None:
    rows: list[Row] = [({0: 1.0, 1: 1.0}, 4, 4), ({0: 1.0, 1: -1.0}, 2, 2)]
    assert solve([(0, inf)] * 2, rows, effort) is None
