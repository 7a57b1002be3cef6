"""The checker against the engine, of which it knows nothing, and against planted solutions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
import small_systems
from hand_written import resigned
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from small_systems import Small
from systems_written import claimed, consistent, refuted, witnessed

from verify.conflicts import Answer
from verify.evaluate import allowed, satisfied
from verify.recheck import recheck
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Slot,
    Some,
    Term,
    Variable,
)

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
X, Y = Slot(0), Slot(1)
EITHER = st.sampled_from(["real", "integer"])


@st.composite
def drawn(draw: st.DrawFn) -> Small:
    """Draw a system; some of its constraints are joined by `and` and `or`."""
    system = draw(small_systems.systems(draw(EITHER)))
    constraints = list(system.constraints)
    if len(constraints) > 2 and draw(st.booleans()):
        one, other = constraints.pop(), constraints.pop()
        parts = one.formula, other.formula
        formula = Every(parts) if draw(st.booleans()) else Some(parts)
        constraints.append(Constraint(formula, one.variables, one.origin))
    return Small(system.variables, tuple(constraints), system.planted)


@st.composite
def rough(draw: st.DrawFn) -> Small:
    """Draw a system with roots in it, whatever it then says."""
    system = draw(drawn())
    exponents = st.sampled_from(["1/2", "1/3", "2/3", "-1/2", "-3"]).map(Fraction)

    def term(part: Term) -> Term:
        if not isinstance(part, Operation):
            return part
        inner = tuple(term(each) for each in part.operands)
        if len(inner) > 1 or draw(st.booleans()):
            return Operation(part.operator, inner, part.exponent)
        return Operation("power", inner, draw(exponents))

    def formula(part: Formula) -> Formula:
        match part:
            case Compare(operator, left, right):
                return Compare(operator, term(left), term(right))
            case Every(parts):
                return Every(tuple(formula(each) for each in parts))
            case Some(parts):
                return Some(tuple(formula(each) for each in parts))
        return part

    constraints = [replace(each, formula=formula(each.formula)) for each in system.constraints]
    return Small(system.variables, tuple(constraints), None)


@given(drawn() | rough())
@QUICK
def test_what_the_engine_certifies_is_proved(system: Small) -> None:
    """Of a refutation the proof, of each set one smaller or of the whole a witness."""
    whole = claimed(system.variables, system.constraints)
    decision = whole.decide(frozenset(range(len(system.constraints))))
    if decision.answer is Answer.INCONSISTENT:
        report = recheck(refuted(whole))
        assert report.failures == ()
        assert report.conflicts == decision.certified
    elif decision.answer is Answer.CONSISTENT:
        report = recheck(consistent(whole))
        assert report.failures == ()
        assert report.sets == decision.certified


@given(drawn(), st.data())
@QUICK
def test_a_contraction_never_loses_a_solution(system: Small, data: st.DataObject) -> None:
    """After sound steps, no constraint may be said to leave only what excludes the solution."""
    assume(system.planted is not None and system.constraints)
    assert system.planted is not None
    certificate = witnessed(system, system.planted)
    component = certificate["suites"][0]["components"][0]
    count = len(system.constraints)
    steps = []
    numbers = st.integers(-8, 8).map(lambda n: Fraction(n, 2))
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(system.variables) - 1))
        low, high = sorted((data.draw(numbers), data.draw(numbers)))
        if low <= system.planted[place] <= high:
            ends = {"lower": str(low), "upper": str(high), "lower_open": False, "upper_open": False}
            by = data.draw(st.integers(0, count - 1))
            steps.append({"narrow": place, "by": by, "values": ends})
    place = data.draw(st.integers(0, len(system.variables) - 1))
    by = data.draw(st.integers(0, count - 1))
    at = str(system.planted[place])
    lost = {"lower": at, "upper": None, "lower_open": True, "upper_open": True}
    if data.draw(st.booleans()):
        lost = {"lower": None, "upper": at, "lower_open": True, "upper_open": True}
    ids = [f"c{n}" for n in range(count)]
    conflict = {
        "claims": ids,
        "assumptions": [],
        "severity": "conflict",
        "constraints": list(range(count)),
        "proof": {
            "steps": [*steps, {"narrow": place, "by": by, "values": lost}],
            "end": {"empty": by},
        },
        "fewer": [
            {"without": id_, "constraints": [k for k in range(count) if k != n], "witness": None}
            for n, id_ in enumerate(ids)
        ],
        "loosely": None,
    }
    component["conflicts"] = [conflict]
    assert recheck(resigned(certificate)).conflicts == 0
    conflict["proof"] = {"steps": steps, "end": {"empty": by}}
    assert recheck(resigned(certificate)).conflicts == 0


@given(drawn(), st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
def test_it_computes_what_the_engine_computes(system: Small, data: st.DataObject) -> None:
    """Every value is rational here, so that both must say the same of every point."""
    step = 1 if system.variables[0].domain == "integer" else 2
    grid = st.integers(-4 * step, 4 * step).map(lambda n: Fraction(n, step))
    point = system.planted
    if point is None or data.draw(st.integers(0, 3)) == 0:
        point = tuple(data.draw(grid) for _ in system.variables)
    truth = all(satisfied(each, point) for each in system.constraints) and all(
        allowed(variable, value) for variable, value in zip(system.variables, point, strict=True)
    )
    assert (recheck(witnessed(system, point)).sets == 1) == truth


def test_the_generator_makes_proofs_of_weight() -> None:
    steps: Counter[int] = Counter()

    @given(drawn())
    @settings(max_examples=200, deadline=None, suppress_health_check=SLOW, derandomize=True)
    def collected(system: Small) -> None:
        whole = claimed(system.variables, system.constraints)
        if whole.decide(frozenset(range(len(system.constraints)))).answer is Answer.INCONSISTENT:
            (found,) = refuted(whole)["suites"][0]["components"][0]["conflicts"]
            if found["proof"] is not None:
                steps[len(found["proof"]["steps"])] += 1

    collected()
    assert sum(steps.values()) >= 20
    assert sum(count for length, count in steps.items() if length >= 3) >= 5


# e, log 2, the root of 2 and the cube root of 4, each to some 40 digits and rounded down.
IRRATIONAL = {
    "exp": (Operation("exp", (X,)), "1", "2.718281828459045235360287471352662497757"),
    "log": (Operation("log", (X,)), "2", "0.693147180559945309417232121458176568"),
    "root": (Operation("power", (X,), Fraction(1, 2)), "2", "1.4142135623730950488016887242096980"),
    "two thirds": (
        Operation("power", (X,), Fraction(2, 3)),
        "-2",
        "1.5874010519681994747517056392",
    ),
}


@pytest.mark.parametrize(("term", "at", "below"), IRRATIONAL.values(), ids=IRRATIONAL.keys())
def test_irrational_functions_are_enclosed_as_tightly_as_the_engine_does(
    term: Operation, at: str, below: str
) -> None:
    formulas = [
        Compare("==", term, Y),
        Compare("==", X, Constant(Fraction(at))),
        Compare("<=", Y, Constant(Fraction(below))),
    ]
    constraints = [Constraint(each, (0, 1), small_systems.ORIGIN) for each in formulas]
    report = recheck(refuted(claimed([Variable(name) for name in "xy"], constraints)))
    assert (report.conflicts, report.failures) == (1, ())
