"""Formulas over any operators with a point that satisfies them, computed exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import small_systems
from hypothesis import strategies as st

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Origin,
    Role,
    Slot,
    Term,
    Variable,
)

ORIGIN = Origin(Role.RULE, "rule")
SIZES = st.sampled_from([Fraction(10) ** power for power in (0, 0, 0, 0, -3, 6, -30, 30)])


def of(operator: str, *operands: Term, exponent: Fraction | int = 1) -> Operation:
    """Return an operation."""
    return Operation(operator, operands, Fraction(exponent))


def number(value: Fraction | int | str) -> Constant:
    """Return a constant."""
    return Constant(Fraction(value))


def constraint(formula: Formula, *variables: int) -> Constraint:
    """Return a constraint of a rule."""
    return Constraint(formula, variables, ORIGIN)


def between(variable: int, low: Fraction | int | str, high: Fraction | int | str) -> Constraint:
    """Return a claim that a variable lies in a closed interval."""
    parts = Compare("<=", number(low), Slot(0)), Compare("<=", Slot(0), number(high))
    return constraint(Every(parts), variable)


def real(limits: Interval = EVERYTHING, domain: str = "real") -> Variable:
    """Return a variable."""
    return Variable("x", domain, limits)


def limited(low: Fraction | int | None, high: Fraction | int | None) -> Variable:
    """Return a variable with closed limits."""
    lower, upper = (None if end is None else Fraction(end) for end in (low, high))
    return real(Interval(lower, upper))


@st.composite
def points(draw: st.DrawFn, count: int) -> tuple[Fraction, ...]:
    """Draw values of any sign and size, zeros among them."""
    found = []
    for _ in range(count):
        value = Fraction(draw(st.integers(-6, 6)), draw(st.sampled_from([1, 1, 2, 3, 10])))
        found.append(value * draw(SIZES))
    return tuple(found)


@st.composite
def comparisons(draw: st.DrawFn, point: Sequence[Fraction]) -> Compare | None:
    """Draw a comparison that is true of a point; None where the drawn term is undefined."""
    left = draw(small_systems.terms(len(point), 3, False))
    at = small_systems.value(left, point)
    right: Term = draw(small_systems.terms(len(point), 2, False))
    other = small_systems.value(right, point)
    if at is None or other is None:
        return None
    if draw(st.booleans()):  # make them equal
        right, other = of("add", right, number(at - other)), at
    if at == other:
        return Compare(draw(st.sampled_from(["==", "<="])), left, right)
    if at > other:
        left, right = right, left
    return Compare(draw(st.sampled_from(["<", "<=", "!="])), left, right)


@st.composite
def boxes(
    draw: st.DrawFn, point: Sequence[Fraction]
) -> list[tuple[Fraction | None, Fraction | None]]:
    """Draw closed ends around a point; None is unbounded, and an end may be the point itself."""
    widths = st.sampled_from([Fraction(0), Fraction(1, 7), Fraction(3), Fraction(10) ** 25, None])
    found: list[tuple[Fraction | None, Fraction | None]] = []
    for value in point:
        below, above = draw(widths), draw(widths)
        found.append(
            (None if below is None else value - below, None if above is None else value + above)
        )
    return found
