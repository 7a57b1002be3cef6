"""Sweeps over doubles lose no solution, and their cores are refuted without the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_systems
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import between, constraint, limited, number, of, real
from small_systems import Small

from verify.arithmetic import RATIONALS
from verify.interval import Interval
from verify.propagate import Network
from verify.sweep import Sweep, Sweeper
from verify.system import Among, Compare, Constraint, Every, Same, Slot, Some, Variable, distinct

LAW = settings(max_examples=150, deadline=None)
X, Y, Z = Slot(0), Slot(1), Slot(2)
FREE = real()
WHOLE = real(domain="integer")
CHOICE = Variable("c", "choice", names=("a", "b", "c"))


def swept(variables: list[Variable], constraints: list[Constraint]) -> tuple[Sweeper, Sweep]:
    sweeper = Sweeper(variables, constraints)
    return sweeper, sweeper.run(frozenset(range(len(constraints))), 2000, patient=True)


@pytest.mark.parametrize("domain", ["real", "integer"])
@given(data=st.data())
@LAW
def test_a_planted_solution_is_never_lost(domain: str, data: st.DataObject) -> None:
    system = data.draw(small_systems.systems(domain))
    if system.planted is None:
        return
    _, state = swept(list(system.variables), list(system.constraints))
    assert not state.empty
    for low, high, value in zip(state.lower, state.upper, system.planted, strict=True):
        assert low <= value <= high


@given(small_systems.systems("integer", 3))
@LAW
def test_what_is_refuted_has_no_solution_and_neither_has_its_core(system: Small) -> None:
    sweeper, state = swept(list(system.variables), list(system.constraints))
    if not state.empty:
        return
    core = sweeper.core(state)
    kept = tuple(system.constraints[index] for index in sorted(core))
    assert not any(small_systems.solutions(Small(system.variables, kept, None)))


@given(small_systems.systems())
@LAW
def test_a_core_is_refuted_exactly(system: Small) -> None:
    """Whatever the rest: the ends of others must not have been leant on unnamed."""
    sweeper, state = swept(list(system.variables), list(system.constraints))
    if state.empty:
        network = Network(system.variables, system.constraints, RATIONALS)
        assert network.propagate(sweeper.core(state), 5000).empty


@given(small_systems.systems())
@LAW
def test_what_lies_behind_an_end_is_enough_for_it(system: Small) -> None:
    sweeper, state = swept(list(system.variables), list(system.constraints))
    if state.empty or not state.finished:
        return
    for variable in range(len(system.variables)):
        behind = sweeper.behind(state, variable)
        again = sweeper.run(behind, 5000, patient=True)
        assert again.lower[variable] == pytest.approx(state.lower[variable], abs=1e-9)
        assert again.upper[variable] == pytest.approx(state.upper[variable], abs=1e-9)


def test_a_variable_named_twice_leans_on_its_own_ends() -> None:
    """V == 2 v with v in [1, 8] (a claim) makes v at least 2 only because of the claim."""
    twice = distinct(constraint(Compare("==", X, of("multiply", number(2), Y)), 0, 0))
    same = constraint(Compare("==", X, Y), 0, 1)
    less = constraint(Compare("<=", X, number("3/2")), 1)
    sweeper, state = swept([FREE, FREE], [twice, between(0, 1, 8), same, less])
    assert not state.empty or 1 in sweeper.core(state)
    _, free = swept([FREE, FREE], [twice, same, less])
    assert not free.empty


def test_a_divisor_leans_on_what_made_it_positive() -> None:
    """7 / y - 1 in [-2, -1/2] and 90 <= 7 - y <= 100 hold for y = -90, so 1 <= y is to blame."""
    x, change = between(1, 7, 7), between(2, -2, "-1/2")
    positive = constraint(Compare("<=", number(1), X), 0)
    rule = constraint(Compare("==", Z, of("subtract", of("divide", Y, X), number(1))), 0, 1, 2)
    gap = of("subtract", Y, X)
    far = constraint(Every((Compare("<=", number(90), gap), Compare("<=", gap, number(100)))), 0, 1)
    sweeper, state = swept([FREE, FREE, FREE], [rule, positive, x, change, far])
    assert state.empty
    assert 1 in sweeper.core(state)
    _, without = swept([FREE, FREE, FREE], [rule, x, change, far])
    assert not without.empty


def test_whole_numbers_are_tightened() -> None:
    _, state = swept([WHOLE, FREE], [between(0, "1/3", "9/2")])
    assert (state.lower[0], state.upper[0]) == (1, 4)
    rule = constraint(Compare("==", of("multiply", number(3), X), Y), 0, 1)
    _, state = swept([WHOLE, FREE], [rule, between(1, 4, 10)])
    assert (state.lower[0], state.upper[0]) == (2, 3)
    assert 5.99 < state.lower[1] <= 6  # the rule has more to say then
    assert 9 <= state.upper[1] < 9.01
    _, state = swept([WHOLE, FREE], [rule, between(1, 4, 5)])
    assert state.empty
    beyond = real(Interval(Fraction(2), Fraction(3), True, True), "integer")
    sweeper = Sweeper([beyond], [])
    start = sweeper.start()
    assert start.lower[0] > start.upper[0]


def test_a_whole_number_just_beyond_a_double_is_kept() -> None:
    """2 ** 53 + 1 is no double: the ends lie around it."""
    _, state = swept([WHOLE], [between(0, 2**53 + 1, 2**53 + 1)])
    assert not state.empty
    assert state.lower[0] <= 2**53 + 1 <= state.upper[0]


def test_what_is_below_the_resolution_of_doubles_is_not_refuted() -> None:
    near = Fraction(1) + Fraction(1, 10**17)
    same = constraint(Compare("==", X, Y), 0, 1)
    _, state = swept([FREE, FREE], [same, between(0, 1, 1), between(1, near, near)])
    assert not state.empty


def test_a_statement_knows_what_certainly_lies_in_it() -> None:
    third = Fraction(1, 3)
    sweeper = Sweeper(
        [FREE], [between(0, third, 2 * third), constraint(Compare("<", X, number(2)), 0)]
    )
    closed, strict = sweeper.stated
    assert closed is not None
    assert closed.lower < third < closed.least
    assert closed.most < 2 * third < closed.upper
    assert strict is not None
    assert strict.most < 2 == strict.upper


def test_choices_are_narrowed_and_named() -> None:
    among = constraint(Among(0, frozenset({"a", "b"})), 0)
    equal = constraint(Same(0, 1, True), 0, 1)
    other = constraint(Among(0, frozenset({"c"})), 1)
    sweeper, state = swept([CHOICE, CHOICE], [among, equal, other])
    assert state.empty
    assert sweeper.core(state) == {0, 1, 2}


def test_an_or_keeps_what_either_part_leaves() -> None:
    either = Some((Compare("<=", X, number(1)), Every((Compare("<=", number(3), X),))))
    sweeper, state = swept([limited(0, 9)], [constraint(either, 0), between(0, 2, 9)])
    assert (state.lower[0], state.upper[0]) == (3, 9)
    assert sweeper.behind(state, 0) == {0, 1}


def test_bounds_that_run_away_end_with_the_budget() -> None:
    """X == 2 y, y == 2 x with x >= 1: each turn doubles the ends; no fixpoint is promised."""
    one = constraint(Compare("==", X, of("multiply", number(2), Y)), 0, 1)
    two = constraint(Compare("==", Y, of("multiply", number(2), X)), 0, 1)
    sweeper = Sweeper([FREE, FREE], [one, two, constraint(Compare("<=", number(1), X), 0)])
    state = sweeper.run(frozenset({0, 1, 2}), 50)
    assert state.spent <= 50
    assert not state.finished or state.empty
