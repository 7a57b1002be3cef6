"""Propagation never loses a solution, and what it derives holds all of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_systems
from hypothesis import given, settings
from small_systems import Small

from verify.arithmetic import DOUBLES, INFINITY, RATIONALS, Enclosure, Numbers
from verify.interval import Interval
from verify.propagate import Network, Propagation
from verify.system import Among, Compare, Constant, Constraint, Operation, Same, Slot, Variable

BOTH = pytest.mark.parametrize("numbers", [DOUBLES, RATIONALS], ids=["doubles", "rationals"])
BUDGET = 400


def _propagated(system: Small, numbers: Numbers) -> Propagation:
    network = Network(system.variables, system.constraints, numbers)
    return network.propagate(range(len(system.constraints)), BUDGET)


def _inside(enclosure: object, point: Fraction) -> bool:
    assert isinstance(enclosure, tuple)
    low, high, low_open, high_open = enclosure
    return bool(
        low <= point <= high
        and not (point == low and low_open)
        and not (point == high and high_open)
    )


@BOTH
@given(system=small_systems.systems())
@settings(max_examples=150, deadline=None)
def test_a_planted_solution_is_never_lost(numbers: Numbers, system: Small) -> None:
    if system.planted is None:
        return
    state = _propagated(system, numbers)
    assert not state.empty
    for enclosure, point in zip(state.values, system.planted, strict=True):
        assert _inside(enclosure, point)


@BOTH
@given(system=small_systems.systems("integer", 3))
@settings(max_examples=80, deadline=None)
def test_derived_bounds_hold_every_solution(numbers: Numbers, system: Small) -> None:
    state = _propagated(system, numbers)
    for solution in small_systems.solutions(system):
        assert not state.empty
        for enclosure, point in zip(state.values, solution, strict=True):
            assert _inside(enclosure, point)


@given(system=small_systems.systems())
@settings(max_examples=80, deadline=None)
def test_the_core_of_what_is_refuted_is_refuted(system: Small) -> None:
    network = Network(system.variables, system.constraints, RATIONALS)
    state = network.propagate(range(len(system.constraints)), BUDGET)
    if not state.empty:
        return
    core = network.core(state)
    assert network.propagate(core, BUDGET).empty
    points = [Fraction(n, 2) for n in range(-8, 9)]
    for point in [(a, b, a, b) for a in points for b in points]:
        chosen = point[: len(system.variables)]
        if len(chosen) == len(system.variables):
            constraints = [system.constraints[index] for index in core]
            assert not all(small_systems.satisfies(each, chosen) for each in constraints)


@given(system=small_systems.systems())
@settings(max_examples=60, deadline=None)
def test_what_a_bound_leans_on_suffices_for_it(system: Small) -> None:
    network = Network(system.variables, system.constraints, RATIONALS)
    state = network.propagate(range(len(system.constraints)), BUDGET)
    if state.empty or not state.finished:
        return
    for variable in range(len(system.variables)):
        behind = network.behind(state, variable)
        again = network.propagate(behind, BUDGET)
        if again.finished:
            assert _within(again.values[variable], state.values[variable])


def _within(inner: object, outer: object) -> bool:
    """Whether one enclosure reaches no further than another."""
    assert isinstance(inner, tuple)
    assert isinstance(outer, tuple)
    return bool(inner[0] >= outer[0] and inner[1] <= outer[1])


def _rule(operator: str, left: object, right: object, variables: int) -> Constraint:
    formula = Compare(operator, left, right)  # type: ignore[arg-type]
    return Constraint(formula, tuple(range(variables)), small_systems.ORIGIN)


def _real(lower: int | None = None, upper: int | None = None, domain: str = "real") -> Variable:
    low = None if lower is None else Fraction(lower)
    high = None if upper is None else Fraction(upper)
    return Variable("q", domain, Interval(low, high))


def _bounds(
    variables: list[Variable], constraints: list[Constraint], numbers: Numbers
) -> list[Enclosure]:
    network = Network(variables, constraints, numbers)
    state = network.propagate(range(len(constraints)), 1000)
    assert not state.empty
    return [value for value in state.values if isinstance(value, tuple)]


PRODUCT = Operation("multiply", (Slot(0), Slot(1)))


def test_a_product_bounds_its_factors() -> None:
    # x in 2 .. 3, y at least 1, x y = 12: y is 4 to 6
    variables = [_real(2, 3), _real(1)]
    rule = _rule("==", PRODUCT, Constant(Fraction(12)), 2)
    assert _bounds(variables, [rule], RATIONALS)[1] == (4, 6, False, False)


def test_an_integer_is_tightened_to_whole_numbers() -> None:
    # x in 2 .. 3, y whole, x y = 13: y is 13/3 to 13/2, so 5 or 6
    variables = [_real(2, 3), _real(1, domain="integer")]
    rule = _rule("==", PRODUCT, Constant(Fraction(13)), 2)
    assert _bounds(variables, [rule], RATIONALS)[1] == (5, 6, False, False)


def test_strictness_is_kept() -> None:
    # x over 2, y = 3 x: y over 6
    variables = [_real(), _real()]
    rules = [
        _rule("<", Constant(Fraction(2)), Slot(0), 2),
        _rule("==", Slot(1), Operation("multiply", (Constant(Fraction(3)), Slot(0))), 2),
    ]
    low, _, low_open, _ = _bounds(variables, rules, RATIONALS)[1]
    assert (low, low_open) == (6, True)


def test_an_excluded_end_leans_on_what_set_it() -> None:
    # x at most 0 and not 0: under 0 for both reasons
    rules = [
        _rule("!=", Slot(0), Constant(Fraction(0)), 1),
        _rule("<=", Slot(0), Constant(Fraction(0)), 1),
    ]
    network = Network([_real()], rules, RATIONALS)
    state = network.propagate([0, 1], 100)
    assert state.values == [(-INFINITY, 0, True, True)]
    assert network.behind(state, 0) == {0, 1}


def test_choices_are_narrowed() -> None:
    names = ("paid", "due")
    variables = [Variable("a", "choice", names=names), Variable("b", "choice", names=names)]
    constraints = [
        Constraint(Same(0, 1, equal=False), (0, 1), small_systems.ORIGIN),
        Constraint(Among(0, frozenset({"paid"})), (0,), small_systems.ORIGIN),
    ]
    state = Network(variables, constraints, DOUBLES).propagate([0, 1], 100)
    assert state.values == [frozenset({"paid"}), frozenset({"due"})]


def test_a_slow_loop_ends_within_its_budget() -> None:
    # x = y and y = 0.999999 x + 1e-9 approach each other for ages
    variables = [_real(0, 1), _real(0, 1)]
    slow = Operation("multiply", (Constant(Fraction(999999, 1000000)), Slot(0)))
    rules = [_rule("==", Slot(0), Slot(1), 2), _rule("==", Slot(1), slow, 2)]
    state = Network(variables, rules, DOUBLES).propagate([0, 1], 50)
    assert not state.empty
    assert not state.finished
