"""Each step of small propagations, worked by hand: its values, reasons, count and budget."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_systems

from verify.arithmetic import DOUBLES, INFINITY, RATIONALS
from verify.interval import EVERYTHING, Interval
from verify.propagate import Network, Propagation, Step, as_interval
from verify.system import Among, Compare, Constant, Constraint, Operation, Same, Slot, Variable

F = Fraction
TEN = Interval(F(0), F(10))


def _at_most(variable: int, value: Fraction) -> Constraint:
    return Constraint(Compare("<=", Slot(0), Constant(value)), (variable,), small_systems.ORIGIN)


def _ordered(lesser: int, greater: int) -> Constraint:
    return Constraint(Compare("<=", Slot(0), Slot(1)), (lesser, greater), small_systems.ORIGIN)


def _numbers(count: int, domain: str = "real", limits: Interval = TEN) -> list[Variable]:
    return [Variable(f"q{n}", domain, limits) for n in range(count)]


def _chain() -> tuple[Network, Propagation]:
    """Return x <= 3 and y <= x, with both in 0 .. 10, propagated: first x, then y falls to 3."""
    network = Network(_numbers(2), [_at_most(0, F(3)), _ordered(1, 0)], RATIONALS)
    return network, network.propagate([0, 1], 100)


def test_each_step_leans_on_the_one_before() -> None:
    network, state = _chain()
    to_three = (F(0), F(3), False, False)
    assert state.values == [to_three, to_three]
    assert state.trail == [Step(0, 1, to_three, 0, ()), Step(1, 1, to_three, 1, (0,))]
    assert state.reasons == [[-1, 0], [-1, 1]]
    assert network.behind(state, 0) == {0}
    assert network.behind(state, 1) == {0, 1}
    assert (state.empty, state.culprit, state.finished) == (False, -1, True)


def test_the_derivation_is_that_of_the_steps() -> None:
    network, state = _chain()
    (why,) = network.derivations(state, 1)
    (before,) = why.parents
    assert [each.variable for each in network.derivations(state, 0)] == [0]
    assert (why.variable, before.variable, before.parents) == (1, 0, ())
    assert (why.side, before.side) == ("upper", "upper")
    assert (why.values, before.values) == (Interval(F(0), F(3)), Interval(F(0), F(3)))


def test_nothing_is_revised_twice_in_vain() -> None:
    assert _chain()[1].spent == 2


@pytest.mark.parametrize(("budget", "spent", "finished"), [(0, 0, False), (1, 1, False)])
def test_a_budget_is_the_number_of_revisions(budget: int, spent: int, finished: bool) -> None:
    network, _ = _chain()
    state = network.propagate([0, 1], budget)
    assert (state.spent, state.finished) == (spent, finished)
    assert network.propagate([0, 1], 2).finished


@pytest.mark.parametrize(("domain", "spent", "upper"), [("real", 1, F(7, 2)), ("integer", 2, 3)])
def test_what_is_cut_to_a_whole_number_is_revised_once_more(
    domain: str, spent: int, upper: Fraction
) -> None:
    network = Network(_numbers(1, domain), [_at_most(0, F(7, 2))], RATIONALS)
    state = network.propagate([0], 100)
    assert (state.spent, state.values) == (spent, [(F(0), upper, False, False)])


def test_what_moves_two_whole_numbers_is_revised_once_more_and_not_twice() -> None:
    total = Compare("<=", Operation("add", (Slot(0), Slot(1))), Constant(F(7, 2)))
    rule = Constraint(total, (0, 1), small_systems.ORIGIN)
    state = Network(_numbers(2, "integer"), [rule], RATIONALS).propagate([0], 100)
    assert state.values == [(F(0), F(3), False, False)] * 2
    assert state.spent == 2


def test_limits_that_hold_nothing_lean_on_no_constraint() -> None:
    variables = [Variable("q", limits=Interval(F(2), F(1))), *_numbers(1)]
    network = Network(variables, [_at_most(0, F(3)), _ordered(0, 1)], RATIONALS)
    state = network.propagate([0, 1], 100)
    assert (state.empty, state.spent) == (True, 0)
    assert network.core(state) == frozenset()
    assert network.behind(state, 0) == frozenset()
    assert network.derivations(state, 0) == ()


def test_the_core_of_a_refutation_is_what_it_leans_on() -> None:
    # x <= 3, y <= x, z <= 9 and 5 <= y: all but z's
    least = Compare("<=", Constant(F(5)), Slot(0))
    rules = [
        _at_most(0, F(3)),
        _ordered(1, 0),
        _at_most(2, F(9)),
        Constraint(least, (1,), small_systems.ORIGIN),
    ]
    network = Network(_numbers(3), rules, RATIONALS)
    state = network.propagate(range(4), 100)
    assert state.empty
    assert network.core(state) == {0, 1, 3}


def test_an_agenda_is_where_it_begins() -> None:
    network, _ = _chain()
    assert network.propagate([0, 1], 100, agenda=[1]).spent == 1  # y <= 10 moves nothing
    assert network.propagate([1], 100, agenda=[0, 1]).spent == 1  # the first is not active


def test_a_constraint_added_is_numbered_on_and_watched() -> None:
    network = Network(_numbers(2), [_ordered(1, 0)], RATIONALS)
    network.add(_at_most(0, F(3)))
    state = network.propagate([0, 1], 100)
    assert state.values[1] == (F(0), F(3), False, False)
    assert state.spent == 3  # y <= 10, x <= 3, y <= 3


def test_names_that_are_left_lean_on_what_took_the_others() -> None:
    names = ("paid", "due")
    variables = [Variable("a", "choice", names=names), Variable("b", "choice", names=names)]
    rules = [
        Constraint(Among(0, frozenset({"paid"})), (0,), small_systems.ORIGIN),
        Constraint(Same(0, 1, equal=True), (0, 1), small_systems.ORIGIN),
    ]
    network = Network(variables, rules, RATIONALS)
    state = network.propagate([0, 1], 100)
    paid = frozenset({"paid"})
    assert state.trail == [Step(0, 0, paid, 0, ()), Step(1, 0, paid, 1, (0,))]
    assert state.reasons == [[0, -1], [1, -1]]
    (why,) = network.derivations(state, 1)
    assert (why.side, why.values) == ("names", paid)


@pytest.mark.parametrize(
    ("limits", "domain", "values"),
    [
        (EVERYTHING, "real", (-INFINITY, INFINITY, True, True)),
        (Interval(F(1, 2), F(9, 2)), "real", (F(1, 2), F(9, 2), False, False)),
        (Interval(F(1, 2), F(9, 2)), "integer", (F(1), F(4), False, False)),
        (Interval(F(1), F(4), True, True), "integer", (F(2), F(3), False, False)),
        (Interval(F(1), F(4), True), "real", (F(1), F(4), True, False)),
        (Interval(F(1), None, True), "real", (F(1), INFINITY, True, True)),
    ],
)
def test_it_starts_from_the_limits(limits: Interval, domain: str, values: object) -> None:
    assert Network([Variable("q", domain, limits)], [], RATIONALS).start() == [values]


@pytest.mark.parametrize(
    "interval",
    [EVERYTHING, TEN, Interval(F(1), None, True), Interval(F(1), F(2), True), Interval(F(2))],
)
def test_an_enclosure_is_the_interval_it_was(interval: Interval) -> None:
    (values,) = Network([Variable("q", limits=interval)], [], RATIONALS).start()
    assert isinstance(values, tuple)
    assert as_interval(values) == interval


def test_doubles_start_outside_the_limits() -> None:
    tenth = F(1, 10)  # no double: 0.1 is above it
    (values,) = Network([Variable("q", limits=Interval(tenth, tenth))], [], DOUBLES).start()
    assert isinstance(values, tuple)
    assert F(values[0]) < tenth < F(values[1])


def test_what_is_not_active_is_not_run() -> None:
    network, _ = _chain()
    state = network.propagate([0], 100)
    assert (state.spent, state.values[1]) == (1, (F(0), F(10), False, False))


def test_what_watches_two_moved_variables_is_run_once() -> None:
    added = Operation("add", (Slot(0), Slot(1)))
    rules = [
        Constraint(Compare("<=", added, Constant(F(most))), (0, 1), small_systems.ORIGIN)
        for most in (3, 8)
    ]
    state = Network(_numbers(2), rules, RATIONALS).propagate([0, 1], 100, agenda=[0])
    assert state.values == [(F(0), F(3), False, False)] * 2
    assert state.spent == 2


def test_the_first_constraint_may_be_the_one_that_refutes() -> None:
    # y <= x, x <= 3, 5 <= y: the first is run again, and leaves nothing
    least = Constraint(Compare("<=", Constant(F(5)), Slot(0)), (1,), small_systems.ORIGIN)
    network = Network(_numbers(2), [_ordered(1, 0), _at_most(0, F(3)), least], RATIONALS)
    state = network.propagate(range(3), 100)
    assert (state.empty, state.culprit) == (True, 0)
    assert network.core(state) == {0, 1, 2}


@pytest.mark.parametrize(("domain", "leant_on"), [("real", {1}), ("integer", {0, 1})])
def test_a_real_end_leans_on_what_moved_it_last_alone(domain: str, leant_on: set[int]) -> None:
    # a whole number is also cut to the next, from where it stood
    network = Network(_numbers(1, domain), [_at_most(0, F(5)), _at_most(0, F(3))], RATIONALS)
    assert network.behind(network.propagate([0, 1], 100), 0) == leant_on


def test_between_two_whole_numbers_there_is_none() -> None:
    least = Constraint(Compare("<=", Constant(F(1, 5)), Slot(0)), (0,), small_systems.ORIGIN)
    network = Network(_numbers(1, "integer"), [_at_most(0, F(4, 5)), least], RATIONALS)
    state = network.propagate([0, 1], 100)
    assert (state.empty, state.culprit) == (True, 1)
    assert network.core(state) == {0, 1}


def test_a_name_left_by_two_constraints_leans_on_both() -> None:
    names = ("paid", "due", "late")
    rules = [
        Constraint(Among(0, frozenset(some)), (0,), small_systems.ORIGIN)
        for some in (("paid", "due"), ("due", "late"))
    ]
    network = Network([Variable("a", "choice", names=names)], rules, RATIONALS)
    state = network.propagate([0, 1], 100)
    assert state.values == [frozenset({"due"})]
    assert network.behind(state, 0) == {0, 1}


@pytest.mark.parametrize(
    ("left", "right", "values", "side"),
    [
        (Slot(0), Constant(F(10)), (F(0), F(10), False, True), 1),
        (Constant(F(0)), Slot(0), (F(0), F(10), True, False), 0),
    ],
)
def test_an_end_that_opens_is_a_step(
    left: Slot | Constant, right: Slot | Constant, values: object, side: int
) -> None:
    rule = Constraint(Compare("<", left, right), (0,), small_systems.ORIGIN)
    state = Network(_numbers(1), [rule], RATIONALS).propagate([0], 100)
    assert state.values == [values]
    assert [(step.side, step.constraint) for step in state.trail] == [(side, 0)]


def test_what_leans_on_its_own_variable_is_run_again() -> None:
    rule = Constraint(Compare("!=", Slot(0), Constant(F(10))), (0,), small_systems.ORIGIN)
    state = Network(_numbers(1), [rule], RATIONALS).propagate([0], 100)
    assert (state.values, state.spent) == ([(F(0), F(10), False, True)], 2)


def test_no_whole_number_is_two_fifths() -> None:
    rule = Constraint(Compare("==", Slot(0), Constant(F(2, 5))), (0,), small_systems.ORIGIN)
    network = Network(_numbers(1, "integer"), [rule], RATIONALS)
    state = network.propagate([0], 100)
    assert (state.empty, state.culprit, state.spent) == (True, 0, 1)
    assert network.core(state) == {0}
