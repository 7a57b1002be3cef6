"""Exact ends got by replaying a sweep are those of exact propagation, open and closed ones too."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planted import between, constraint, limited, number, of, real

from verify.arithmetic import INFINITY, RATIONALS
from verify.contract import Value
from verify.interval import EVERYTHING, Interval
from verify.propagate import Network, as_interval
from verify.replay import Replayed, replayed
from verify.sweep import Sweep, Sweeper
from verify.system import Compare, Constraint, Slot, Variable

X, Y, Z = Slot(0), Slot(1), Slot(2)
FREE = real()


def again(
    variables: Sequence[Variable], constraints: Sequence[Constraint], variable: int = 0
) -> tuple[Replayed | None, Interval]:
    """Return a variable's replayed ends, and those of exact propagation."""
    active = frozenset(range(len(constraints)))
    sweeper = Sweeper(variables, constraints)
    state = sweeper.run(active, 2000, patient=True)
    exact = Network(variables, constraints, RATIONALS).propagate(active, 2000)
    assert not state.empty
    assert not exact.empty
    value = exact.values[variable]
    assert not isinstance(value, frozenset)
    return replayed(sweeper, state, variable), as_interval(value)


def interval(low: int | str | None, high: int | str | None, *opened: str) -> Interval:
    lower, upper = (None if end is None else Fraction(end) for end in (low, high))
    return Interval(lower, upper, "low" in opened, "high" in opened)


CASES = [
    # thirds are no doubles: 3 z == x + y
    pytest.param(
        [FREE, FREE, FREE],
        [
            constraint(Compare("==", of("multiply", number(3), X), of("add", Y, Z)), 0, 1, 2),
            between(1, 1, 2),
            between(2, "0.1", "0.2"),
        ],
        interval("11/30", "11/15"),
        id="thirds",
    ),
    pytest.param(
        [FREE, FREE, FREE],
        [
            constraint(Compare("==", X, of("multiply", Y, Z)), 0, 1, 2),
            between(1, -2, 3),
            between(2, -5, "1/3"),
        ],
        interval(-15, 10),
        id="a product of either sign",
    ),
    pytest.param(
        [limited(-10, 10), FREE],
        [constraint(Compare("==", of("power", X, exponent=2), Y), 0, 1), between(1, 4, 9)],
        interval(-3, 3),
        id="both roots of a square",
    ),
    pytest.param(
        [FREE, limited(16, 81)],
        [constraint(Compare("==", Y, of("power", X, exponent=4)), 0, 1)],
        interval(-3, 3),
        id="both fourth roots",
    ),
    pytest.param(
        [FREE, limited(0, 0), limited(1, 2)],
        [constraint(Compare("<=", X, of("add", of("multiply", Y, Z), number("1/3"))), 0, 1, 2)],
        interval(None, "1/3"),
        id="nothing and a third",
    ),
]
OPENED = [
    pytest.param(
        [FREE, limited(1, 2), limited(1, None)],
        [constraint(Compare("==", X, of("divide", Y, Z)), 0, 1, 2)],
        interval(0, 2, "low"),
        id="over ever more",
    ),
    pytest.param(
        [FREE, limited(2, 2)],
        [constraint(Compare("==", of("floor", X), Y), 0, 1)],
        interval(2, 3, "high"),
        id="a whole part",
    ),
    pytest.param(
        [FREE, limited(None, 0)],
        [constraint(Compare("==", X, of("exp", Y)), 0, 1)],
        interval(0, 1, "low"),
        id="an exponential",
    ),
    pytest.param(
        [real(Interval(Fraction(1), Fraction(9), lower_open=True)), FREE],
        [constraint(Compare("<=", X, Y), 0, 1), between(1, 0, 5)],
        interval(1, 5, "low"),
        id="an open limit",
    ),
    pytest.param(
        [FREE, FREE],
        [
            constraint(Compare("==", X, of("add", Y, number(1))), 0, 1),
            constraint(Compare("<", number(2), X), 0),
            constraint(Compare("<=", X, number(4)), 0),
        ],
        interval(2, 4, "low"),
        id="a strict claim",
    ),
]


@pytest.mark.parametrize(("variables", "constraints", "expected"), CASES)
def test_replayed_ends_are_exact(
    variables: list[Variable], constraints: list[Constraint], expected: Interval
) -> None:
    found, exact = again(variables, constraints)
    assert exact == expected
    assert found is not None
    assert found.values == expected


@pytest.mark.parametrize(("variables", "constraints", "expected"), OPENED)
def test_open_ends_are_left_to_propagation(
    variables: list[Variable], constraints: list[Constraint], expected: Interval
) -> None:
    found, exact = again(variables, constraints)
    assert exact == expected
    assert found is None or found.values == expected


def test_a_replay_names_what_it_leans_on() -> None:
    variables = [FREE, FREE, FREE]
    rule = constraint(Compare("==", X, of("multiply", Y, Z)), 0, 1, 2)
    found, _ = again(variables, [between(1, 1, 2), rule, between(2, 3, 4), between(1, 0, 9)])
    assert found is not None
    assert found.behind == {0, 1, 2}
    assert {root.side for root in found.derivations} == {"lower", "upper"}
    for root in found.derivations:
        assert len(root.parents) == 4


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[Variable], list[Constraint]]:
    """Draw quantities each of which is computed from two others, with closed claims on some."""
    count = draw(st.integers(3, 6))
    rationals = st.builds(Fraction, st.integers(-9, 9), st.sampled_from([1, 3, 7, 10]))
    limits = st.sampled_from([EVERYTHING, Interval(Fraction(0)), Interval(Fraction(-1, 3))])
    variables = [real(draw(limits)) for _ in range(count)]
    constraints = []
    for variable in range(2, count):
        one, other = draw(st.permutations(range(variable)))[:2]
        operator = draw(st.sampled_from(["add", "subtract", "multiply", "multiply"]))
        scaled = of("multiply", number(draw(rationals.filter(bool))), Y)
        formula = Compare(draw(st.sampled_from(["==", "==", "<="])), X, of(operator, scaled, Z))
        constraints.append(constraint(formula, variable, one, other))
    for variable in range(count):
        if draw(st.booleans()):
            low, high = sorted([draw(rationals), draw(rationals)])
            constraints.append(between(variable, low, high))
    return variables, constraints


@given(chains())
@settings(max_examples=80, deadline=None)
def test_replayed_ends_are_never_narrower_than_those_of_propagation(
    drawn: tuple[list[Variable], list[Constraint]],
) -> None:
    variables, constraints = drawn
    active = frozenset(range(len(constraints)))
    sweeper = Sweeper(variables, constraints)
    state = sweeper.run(active, 2000, patient=True)
    exact = Network(variables, constraints, RATIONALS).propagate(active, 2000)
    assume(not state.empty and not exact.empty and state.finished and exact.finished)
    for variable, value in enumerate(exact.values):
        found = replayed(sweeper, state, variable)
        if found is not None and not isinstance(value, frozenset):
            values = found.values  # a failure must not print the derivation, a shared graph
            assert values.covers(as_interval(value)), "never narrower"


def _opened(value: Value) -> bool:
    """Tell whether a finite end is open: a sweep does not see what that says of the others."""
    return not isinstance(value, frozenset) and any(
        opened and abs(end) != INFINITY for end, opened in zip(value[:2], value[2:], strict=True)
    )


def _ends(state: Sweep) -> list[float]:
    return [*state.lower, *state.upper]


def _blurred(end: float) -> bool:
    """Tell whether an end is a zero that rounding moved: a factor without end makes much of it."""
    return 0 < abs(end) < 1e-300
