"""Every witness satisfies everything exactly, and no equation gives a value that it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]  # it ships no types, and comes with sympy
import pytest
import small_systems
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planted import between, constraint, limited, number, of, real
from small_systems import Small

from verify.evaluate import Point, allowed, satisfied
from verify.existence import Prover, Witness, _Proof, candidates
from verify.interval import Interval
from verify.kernel import compiled
from verify.sweep import Sweeper
from verify.system import Compare, Constraint, Operation, Slot, Some, Term, Variable, distinct
from verify.witness import Witnesses

LAW = settings(max_examples=150, deadline=None)
INF = float("inf")
X, Y, Z, W = (Slot(place) for place in range(4))
FREE = real()
WHOLE = real(domain="integer")


def sought(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    hints: Mapping[int, float] | None = None,
) -> tuple[Prover, Witness | None]:
    active = frozenset(range(len(constraints)))
    sweeper = Sweeper(variables, constraints)
    state = sweeper.run(active, 1000)
    prover = Prover(variables, sweeper)
    if state.empty:
        return prover, None
    return prover, Witnesses(variables, sweeper, prover).search(active, state, 2000, hints or {})


def checked(
    variables: Sequence[Variable], constraints: Sequence[Constraint]
) -> tuple[Point, ...] | None:
    """Search a witness; whatever is found is computed exactly, and has to hold."""
    searching, found = sought(variables, constraints)
    if found is None:
        return None
    values = searching.exact(found)
    assert values is not None
    for variable, value, known in zip(variables, values, found.known, strict=True):
        assert allowed(variable, value)
        if isinstance(value, Fraction) and not isinstance(known, str):
            assert known[0] <= value <= known[1]
    if any(isinstance(value, tuple) for value in values):
        return values
    for each in constraints:
        assert satisfied(each, values)
    return values


@pytest.mark.parametrize("domain", ["real", "integer"])
@given(data=st.data())
@LAW
def test_a_witness_satisfies_everything(domain: str, data: st.DataObject) -> None:
    system = data.draw(small_systems.systems(domain))
    values = checked(system.variables, system.constraints)
    if values is not None and all(isinstance(value, Fraction) for value in values):
        points = [value for value in values if isinstance(value, Fraction)]
        assert all(small_systems.satisfies(each, points) for each in system.constraints)


@given(small_systems.systems("integer", 2))
@LAW
def test_no_witness_where_there_is_no_solution(system: Small) -> None:
    _, found = sought(system.variables, system.constraints)
    if found is not None:
        assert any(small_systems.solutions(system))


TRAPS = [
    # a factor that may be zero gives no value: y == x * 0, and x is free only for y == 0
    ([FREE, limited(0, 0), limited(1, 2)], [Compare("==", Z, of("multiply", X, Y))]),
    # a divisor that may only be zero
    ([FREE, limited(0, 0), FREE], [Compare("==", Z, of("divide", X, Y))]),
    # strictly more than the most there is
    ([FREE, limited(0, 1), FREE], [Compare("<", number(1), Y)]),
    # no square is negative, none of a real is -1
    ([FREE, FREE, FREE], [Compare("==", of("power", X, exponent=2), number(-1))]),
    # x == x + 1, the place twice
    ([FREE, FREE, FREE], [Compare("==", X, of("add", X, number(1)))]),
    # beyond the resolution of doubles
    (
        [FREE, FREE, FREE],
        [
            Compare("==", X, number(1)),
            Compare("==", Y, number(1 + Fraction(1, 10**17))),
            Compare("==", X, Y),
        ],
    ),
    # the limits are left only by less than a double tells
    (
        [limited(0, Fraction(1, 3)), FREE, FREE],
        [Compare("==", of("multiply", number(3), X), number(1 + Fraction(1, 10**20)))],
    ),
    # a half is no whole number
    ([WHOLE, FREE, FREE], [Compare("==", of("add", X, X), number(1))]),
    ([WHOLE, limited(1, 1), FREE], [Compare("==", of("multiply", number(2), X), Y)]),
    # neither part of an `or`
    (
        [limited(0, 1), FREE, FREE],
        [Some((Compare("<", X, number(0)), Compare("<", number(1), X)))],
    ),
    # an open limit that an equation reaches
    (
        [real(Interval(Fraction(0), None, lower_open=True)), limited(5, 5), FREE],
        [Compare("==", Y, of("add", X, number(5)))],
    ),
]


@pytest.mark.parametrize(("variables", "formulas"), TRAPS)
def test_what_has_no_solution_has_no_witness(
    variables: list[Variable], formulas: list[Compare]
) -> None:
    constraints = [constraint(formula, 0, 1, 2) for formula in formulas]
    assert sought(variables, constraints)[1] is None


def test_a_variable_named_twice_is_not_given_by_the_equation() -> None:
    """V == floor(exp(-|v|)): 0 gives 1, and anything else 0."""
    steep = of("floor", of("exp", of("negate", of("abs", Y))))
    same = distinct(constraint(Compare("==", X, steep), 0, 0))
    assert sought([FREE], [same])[1] is None


def test_an_irrational_witness_is_a_span_around_it() -> None:
    """X ** 2 == 2, y == exp(x)."""
    square = constraint(Compare("==", of("power", X, exponent=2), number(2)), 0)
    grown = constraint(Compare("==", Y, of("exp", X)), 0, 1)
    searching, found = sought([limited(0, 5), FREE], [square, grown])
    assert found is not None
    values = searching.exact(found)
    assert values is not None
    with mpmath.workprec(400):
        for value, true in zip(values, (mpmath.sqrt(2), mpmath.exp(mpmath.sqrt(2))), strict=True):
            assert isinstance(value, tuple)
            low, high = (mpmath.mpf(end.numerator) / end.denominator for end in value)
            assert low <= true <= high
            assert high - low < mpmath.mpf(2) ** -100


def test_one_more_constraint_is_only_said_to_hold_where_it_does() -> None:
    third = Fraction(1, 3)
    more = [
        constraint(Compare("==", X, number(third)), 0),
        between(0, 0, third - Fraction(1, 10**20)),
        between(0, 0, 1),
    ]
    more += [constraint(Compare("==", of("multiply", number(3), X), number(1)), 0)]
    sweeper = Sweeper([FREE], more)
    searching = Prover([FREE], sweeper)
    active = frozenset({0})
    found = searching.prove(active, {}, sweeper.run(active, 100), [0])
    assert found is not None
    assert searching.exact(found) == (third,)
    assert not searching.holds(found, 1)
    assert searching.holds(found, 2)
    assert not searching.holds(found, 3)  # true, but doubles don't tell


@st.composite
def easy(draw: st.DrawFn, depth: int) -> Term:
    """Draw a term of which a kernel may solve: sums, products, quotients by a variable."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        constants = st.integers(-3, 3).map(lambda n: number(Fraction(n, 2)))
        return draw(st.integers(1, 3).map(Slot) | constants)
    operator = draw(st.sampled_from(["add", "subtract", "multiply", "multiply", "divide"]))
    other = draw(st.integers(1, 3).map(Slot) if operator == "divide" else easy(depth - 1))
    return of(operator, draw(easy(depth - 1)), other)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_what_a_kernel_gives_a_place_solves_the_equation(data: st.DataObject) -> None:
    """Whatever the others are within their boxes, even where they occur again and again."""
    term: Term = X
    for _ in range(data.draw(st.integers(1, 3))):
        other, operator = (
            data.draw(easy(1)),
            data.draw(st.sampled_from(["add", "subtract", "multiply"])),
        )
        term = of(operator, *((term, other) if data.draw(st.booleans()) else (other, term)))
        if data.draw(st.booleans()):
            term = of("divide", term, data.draw(st.integers(1, 3).map(Slot)))
    formula = Compare("==", term, data.draw(easy(2)))
    kernel = compiled(formula)
    assert kernel is not None
    assume(0 in kernel.shape.solvable and set(kernel.shape.places) <= {0, 1, 2, 3})
    low = data.draw(st.integers(-6, 6))
    limits = low, low + data.draw(st.integers(0, 12))
    sweeper = Sweeper([limited(*limits), FREE, FREE, FREE], [constraint(formula, 0, 1, 2, 3)])
    owner = Prover(sweeper.variables, sweeper)
    proof = _Proof(owner, frozenset({0}), {}, sweeper.start(), [])
    proof.lower, proof.upper, others = [-INF] * 4, [INF] * 4, [Fraction(0)]
    for place in (1, 2, 3):
        width = Fraction(data.draw(st.integers(0, 8)), 4)
        start = Fraction(data.draw(st.integers(-12, 12)), 4)
        proof.lower[place], proof.upper[place] = float(start), float(start + width)
        others.append(start + width * Fraction(data.draw(st.integers(0, 4)), 4))
    assume(all(proof.lower[p] > 0 or proof.upper[p] < 0 for p in kernel.shape.divisors))
    run = sweeper.kernel(0)
    assert run is not None
    assume(proof._run(run, 0))
    # the equation is a * x + b == 0 for some a and b: its difference at 0 and at 1 tells
    ends = [_difference(formula, [Fraction(x), *others[1:]]) for x in (0, 1)]
    slope = ends[1] - ends[0]
    assert slope != 0
    assert proof.lower[0] <= -ends[0] / slope <= proof.upper[0]
    for place in (1, 2, 3):
        assert proof.lower[place] <= others[place] <= proof.upper[place]


def _difference(formula: Compare, values: Sequence[Fraction]) -> Fraction:
    left, right = (small_systems.value(side, values) for side in (formula.left, formula.right))
    assert left is not None
    assert right is not None
    return left - right


@given(st.floats(allow_nan=False), st.floats(allow_nan=False), st.booleans())
@LAW
def test_candidates_lie_between_the_ends(low: float, high: float, whole: bool) -> None:
    for point in candidates(low, high, whole, 0.5):
        assert low <= point <= high
        assert abs(point) != INF
        assert not whole or point.is_integer()


def test_a_power_of_a_variable_is_not_computed_as_a_root_of_endless_order() -> None:
    """Z <= x ** y with y near 0.175: a double is n / 2 ** 55."""
    raised = Operation("exp", (of("multiply", Y, of("log", Z)),))
    variables = [FREE, limited(Fraction(1, 20), Fraction(3, 10)), limited(2, 3)]
    assert sought(variables, [constraint(Compare("<=", X, raised), 0, 1, 2)])[1] is not None
