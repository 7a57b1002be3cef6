"""The ladder of decisions against brute force and against Z3 asked directly, and never a guess."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
import small_systems
import suites
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_systems import Small

from verify import question
from verify.config import Budget
from verify.conflicts import Answer
from verify.decide import Decider, Decision
from verify.diagnose import Kind
from verify.evaluate import allowed, satisfied
from verify.interval import EVERYTHING, Interval
from verify.system import Compare, Constant, Constraint, Operation, Slot, Some, Variable

RESOURCES = 400_000
BUDGET = Budget(z3_resources=RESOURCES)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def _whole(system: Small) -> frozenset[int]:
    return frozenset(range(len(system.constraints)))


@given(small_systems.systems("integer", 3))
@settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
def test_z3_agrees_with_brute_force(system: Small) -> None:
    answer = question.ask(system.variables, system.constraints, RESOURCES)
    found = next(small_systems.solutions(system), None)
    if answer.satisfiable is not None:
        assert answer.satisfiable == (found is not None)


@given(small_systems.systems("integer", 3))
@settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
def test_the_ladder_agrees_with_brute_force(system: Small) -> None:
    decider = Decider(system.variables, system.constraints, BUDGET)
    decision = decider.decide(_whole(system))
    found = next(small_systems.solutions(system), None)
    if decision.answer is not Answer.UNKNOWN:
        assert (decision.answer is Answer.CONSISTENT) == (found is not None)
    _check_witness(system, decider, decision)


@given(small_systems.systems())
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
def test_the_ladder_agrees_with_z3_alone(system: Small) -> None:
    decider = Decider(system.variables, system.constraints, BUDGET)
    decision = decider.decide(_whole(system))
    said = question.ask(system.variables, system.constraints, RESOURCES)
    if decision.answer is not Answer.UNKNOWN and said.satisfiable is not None:
        assert (decision.answer is Answer.CONSISTENT) == said.satisfiable
    if system.planted is not None:
        assert decision.answer is not Answer.INCONSISTENT
    _check_witness(system, decider, decision)


@given(small_systems.systems(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_what_was_asked_before_changes_no_answer(system: Small, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.frozensets(st.sampled_from(range(5))), max_size=4))
    used = Decider(system.variables, system.constraints, BUDGET)
    for chosen in asked:
        used.decide(chosen & _whole(system))
    fresh = Decider(system.variables, system.constraints, BUDGET)
    answers = {used.decide(_whole(system)).answer, fresh.decide(_whole(system)).answer}
    assert len(answers - {Answer.UNKNOWN}) <= 1


@given(small_systems.systems())
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
def test_the_core_of_a_refusal_is_refused(system: Small) -> None:
    decider = Decider(system.variables, system.constraints, BUDGET)
    decision = decider.decide(_whole(system))
    if decision.answer is Answer.INCONSISTENT:
        core = [system.constraints[index] for index in sorted(decision.core)]
        assert question.ask(system.variables, core, RESOURCES).satisfiable is not True


def test_the_generator_makes_hard_systems() -> None:
    """Of the systems drawn, many are inconsistent, and some need more than propagation."""
    answers: Counter[Answer] = Counter()
    rungs: Counter[str] = Counter()

    @given(small_systems.systems())
    @settings(max_examples=150, deadline=None, suppress_health_check=SLOW, derandomize=True)
    def drawn(system: Small) -> None:
        decider = Decider(system.variables, system.constraints, BUDGET)
        answers[decider.decide(_whole(system)).answer] += 1
        rungs.update(decider.tally)

    drawn()
    assert answers[Answer.INCONSISTENT] >= 15
    assert answers[Answer.CONSISTENT] >= 50
    assert rungs["z3"] >= 3
    assert answers[Answer.UNKNOWN] <= 15


def _check_witness(system: Small, decider: Decider, decision: Decision) -> None:
    """Compute every constraint of a witness the obvious way."""
    if decision.witness is None:
        return
    witness = decider.witness(decision)
    assert witness is not None
    numbers = [each for each in witness if isinstance(each, Fraction)]
    if len(numbers) < len(witness):
        return  # some value is irrational and has no obvious value
    for constraint in system.constraints:
        assert small_systems.satisfies(constraint, numbers)
        assert satisfied(constraint, witness)
    for variable, number in zip(system.variables, numbers, strict=True):
        assert allowed(variable, number)


# Definedness, each as one constraint on x (and y), asked of Z3 and of the ladder

X, Y = Slot(0), Slot(1)


def _number(text: str) -> Constant:
    return Constant(Fraction(text))


def _power(base: object, exponent: str) -> Operation:
    return Operation("power", (base,), Fraction(exponent))  # type: ignore[arg-type]


DEFINED = {
    "a quotient by zero has no value": (
        [Compare("==", Y, _number("0")), Compare("==", Operation("divide", (X, Y)), _number("5"))],
        False,
    ),
    "zero over zero has no value": (
        [
            Compare("==", X, _number("0")),
            Compare("==", Y, _number("0")),
            Compare("<=", Operation("divide", (X, Y)), _number("9")),
        ],
        False,
    ),
    "no zero to the power zero": (
        [Compare("==", X, _number("0")), Compare("==", _power(X, "0"), _number("1"))],
        False,
    ),
    "no root of less than zero": (
        [Compare("<", X, _number("0")), Compare("<=", _power(X, "1/2"), _number("9"))],
        False,
    ),
    "a cube root of less than zero": ([Compare("==", _power(X, "1/3"), _number("-2"))], True),
    "a root is never negative": ([Compare("==", _power(X, "1/2"), _number("-2"))], False),
    "two thirds": (
        [Compare("==", X, _number("-8")), Compare("==", _power(X, "2/3"), _number("4"))],
        True,
    ),
    "a root of two": ([Compare("==", _power(X, "2"), _number("2"))], True),
    "no square is negative": ([Compare("<", _power(X, "2"), _number("0"))], False),
    "half away from zero": (
        [
            Compare("==", X, _number("-5/2")),
            Compare("==", Operation("round", (X,)), _number("-3")),
        ],
        True,
    ),
    "not half to even": (
        [Compare("==", X, _number("5/2")), Compare("==", Operation("round", (X,)), _number("2"))],
        False,
    ),
    "a floor is at most its number": (
        [Compare("<", X, Operation("floor", (X,)))],
        False,
    ),
    "a negative power": (
        [Compare("==", X, _number("-2")), Compare("==", _power(X, "-3"), _number("-1/8"))],
        True,
    ),
    "e to the x is more than 1 + x": (
        [
            Compare("==", X, _number("1")),
            Compare("<=", Operation("exp", (X,)), _number("2")),
        ],
        False,
    ),
    "no logarithm of zero": (
        [Compare("==", X, _number("0")), Compare("<=", Operation("log", (X,)), _number("9"))],
        False,
    ),
}


@pytest.mark.parametrize(("formulas", "truth"), DEFINED.values(), ids=DEFINED.keys())
def test_definedness(formulas: list[Compare], truth: bool) -> None:
    variables = [Variable(name, "real", EVERYTHING) for name in "xy"]
    constraints = [Constraint(each, (0, 1), small_systems.ORIGIN) for each in formulas]
    decision = Decider(variables, constraints, BUDGET).decide(frozenset(range(len(constraints))))
    assert decision.answer is (Answer.CONSISTENT if truth else Answer.INCONSISTENT)
    assert question.ask(variables, constraints, RESOURCES).satisfiable in (truth, None)


def test_what_cannot_be_said_is_never_called_consistent_by_z3() -> None:
    """`exp` is only bounded there, so a model proves nothing: e ** 1 is no 3."""
    variables = [Variable("x", "real", EVERYTHING), Variable("y", "real", EVERYTHING)]
    rule = Compare("==", Operation("exp", (X,)), _number("3"))
    one = Compare("==", X, _number("1"))
    constraints = [Constraint(each, (0, 1), small_systems.ORIGIN) for each in (rule, one)]
    assert question.ask(variables, constraints, RESOURCES).satisfiable is not True
    decision = Decider(variables, constraints, BUDGET).decide(frozenset({0, 1}))
    assert decision.answer is Answer.INCONSISTENT


def test_without_resources_the_answer_is_unknown() -> None:
    """x³ + y³ + z³ = 114 in whole numbers is an open problem."""
    cubes = [_power(Slot(n), "3") for n in range(3)]
    total = Operation("add", (Operation("add", (cubes[0], cubes[1])), cubes[2]))
    rule = Constraint(Compare("==", total, _number("114")), (0, 1, 2), small_systems.ORIGIN)
    variables = [Variable(name, "integer", Interval()) for name in "xyz"]
    decision = Decider(variables, [rule], Budget(z3_resources=10_000)).decide(frozenset({0}))
    assert decision.answer is Answer.UNKNOWN


def test_a_root_is_known_by_a_span() -> None:
    """The root of 2 is no rational: the equation gives it, somewhere between two rationals."""
    variables = [Variable(name, "real", EVERYTHING) for name in "xy"]
    formulas = [Compare("==", Y, _power(X, "1/2")), Compare("==", X, _number("2"))]
    constraints = [Constraint(each, (0, 1), small_systems.ORIGIN) for each in formulas]
    decider = Decider(variables, constraints, BUDGET)
    decision = decider.decide(frozenset({0, 1}))
    assert decision.answer is Answer.CONSISTENT
    assert decision.certified
    witness = decider.witness(decision)
    assert witness is not None
    root = witness[1]
    assert isinstance(root, tuple)
    assert root[0] ** 2 < 2 < root[1] ** 2


def test_readings_that_only_one_by_one_are_refuted_make_a_conflict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decide = Decider.decide

    def gives_up_on_or(decider: Decider, active: frozenset[int]) -> Decision:
        if any(isinstance(decider.constraints[index].formula, Some) for index in active):
            return Decision(Answer.UNKNOWN)
        return decide(decider, active)

    monkeypatch.setattr(Decider, "decide", gives_up_on_or)
    judgement = suites.judged("""\
quantities:
  old: {unit: MW}
  new: {unit: MW}
rules:
  - old + 100 MW == new
claims:
  - {id: one, about: old, value: 40 .. 60 MW}
  - id: either
    readings:
      old: {about: old, value: 300 MW}
      new: {about: new, value: 300 MW}
""")
    (conflict,) = judgement.conflicts
    assert (conflict.members, conflict.severity) == (("either", "one"), Kind.CONFLICT)
