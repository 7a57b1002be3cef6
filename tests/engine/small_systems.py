"""Small random systems, and what they say computed the slow and obvious way.

Ends are biased to boundaries: a comparison is often exactly met, or missed by strictness alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from verify.interval import Interval
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
    Some,
    Term,
    Variable,
)

ORIGIN = Origin(Role.RULE, "rule")
UNARY = ("negate", "abs", "floor", "ceil", "round")
BINARY = ("add", "subtract", "multiply", "divide", "min", "max")
EXACT_POWERS = tuple(Fraction(power) for power in (0, 1, 2, 3, -1, -2))


class IrrationalError(Exception):
    """A value is not rational, so the obvious way does not know it."""


@dataclass(frozen=True)
class Small:
    """A system; `planted` satisfies all of it where it is not None."""

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    planted: tuple[Fraction, ...] | None


def value(term: Term, values: Sequence[Fraction]) -> Fraction | None:
    """Compute a term; None where it is undefined (design, section 4)."""
    match term:
        case Constant(number):
            return number
        case Slot(place):
            return values[place]
    known = [value(operand, values) for operand in term.operands]
    if any(each is None for each in known):
        return None
    x, y = (known[0] or Fraction(0)), (known[-1] or Fraction(0))
    match term.operator:
        case "negate":
            return -x
        case "abs":
            return abs(x)
        case "floor":
            return Fraction(math.floor(x))
        case "ceil":
            return Fraction(math.ceil(x))
        case "round":
            away = math.floor(abs(x) + Fraction(1, 2))
            return Fraction(away if x >= 0 else -away)
        case "add":
            return x + y
        case "subtract":
            return x - y
        case "multiply":
            return x * y
        case "divide":
            return None if y == 0 else x / y
        case "min":
            return min(x, y)
        case "max":
            return max(x, y)
        case "power":
            return _power(x, term.exponent)
    raise ValueError(term.operator)


def _power(x: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent <= 0 and x == 0:
        return None
    if exponent.denominator == 1:
        return x ** int(exponent)
    if exponent != Fraction(1, 2):
        raise ValueError(exponent)
    if x < 0:
        return None
    top, bottom = math.isqrt(x.numerator), math.isqrt(x.denominator)
    if top * top != x.numerator or bottom * bottom != x.denominator:
        raise IrrationalError
    return Fraction(top, bottom)


def holds(formula: Formula, values: Sequence[Fraction]) -> bool:
    """Tell whether a formula is true."""
    match formula:
        case Every(parts):
            return all(holds(part, values) for part in parts)
        case Some(parts):
            return any(holds(part, values) for part in parts)
        case Compare(operator, left, right):
            a, b = value(left, values), value(right, values)
            if a is None or b is None:
                return False
            return {"==": a == b, "!=": a != b, "<=": a <= b, "<": a < b}[operator]
    raise ValueError(formula)


def solutions(system: Small) -> Iterator[tuple[Fraction, ...]]:
    """Yield every solution of a system of bounded whole numbers, by trying all."""
    boxes = []
    for variable in system.variables:
        limits = variable.limits
        assert limits.lower is not None
        assert limits.upper is not None
        first, last = math.ceil(limits.lower), math.floor(limits.upper)
        boxes.append([Fraction(n) for n in range(first, last + 1) if Fraction(n) in limits])
    for point in itertools.product(*boxes):
        if all(satisfies(constraint, point) for constraint in system.constraints):
            yield point


def satisfies(constraint: Constraint, point: Sequence[Fraction]) -> bool:
    """Tell whether a point satisfies a constraint."""
    return holds(constraint.formula, [point[variable] for variable in constraint.variables])


@st.composite
def terms(draw: st.DrawFn, places: int, depth: int, whole: bool) -> Term:
    """Draw a term over some places."""
    kind = draw(st.integers(0, 9))
    if depth == 0 or kind < 3:
        if kind == 0:
            number = draw(st.integers(-3, 3))
            return Constant(Fraction(number, 1 if whole else draw(st.integers(1, 4))))
        return Slot(draw(st.integers(0, places - 1)))
    if kind < 8:
        operator = draw(st.sampled_from(BINARY[:3] if kind < 6 else BINARY))
        operands = (draw(terms(places, depth - 1, whole)), draw(terms(places, depth - 1, whole)))
        return Operation(operator, operands)
    inner = draw(terms(places, depth - 1, whole))
    if kind == 8:
        return Operation("power", (inner,), draw(st.sampled_from(EXACT_POWERS)))
    return Operation(draw(st.sampled_from(UNARY)), (inner,))


@st.composite
def systems(draw: st.DrawFn, domain: str = "real", span: int = 4) -> Small:
    """Draw a system of two to four variables within -span .. span.

    Most constraints are true of one planted point, many of them only just; in about half of the
    systems one is then turned so that the planted point just misses it.
    """
    count = draw(st.integers(2, 3 if domain == "integer" else 4))
    whole = domain == "integer"
    grid = st.integers(-span, span).map(Fraction)
    if not whole:
        grid = st.integers(-2 * span, 2 * span).map(lambda n: Fraction(n, 2))
    point = tuple(draw(grid) for _ in range(count))
    limits = Interval(Fraction(-span), Fraction(span))
    variables = tuple(Variable(f"q{n}", domain, limits, quantity=f"q{n}") for n in range(count))
    constraints = []
    spoilt = False
    for _ in range(draw(st.integers(2, 5))):
        left = draw(terms(count, 2, whole))
        at = value(left, point)
        if at is None:
            continue
        right: Term = Constant(at)
        if draw(st.booleans()):
            right = draw(terms(count, 1, whole))
        other = value(right, point)
        if other is None:
            continue
        operator = _true(draw, at, other)
        if operator is None:  # true the other way round
            left, right, operator = right, left, "<"
        if draw(st.integers(0, 7)) == 0:
            operator, left, right = _denied(operator, left, right)
            spoilt = True
        constraints.append(Constraint(Compare(operator, left, right), tuple(range(count)), ORIGIN))
    return Small(variables, tuple(constraints), None if spoilt else point)


def _true(draw: st.DrawFn, at: Fraction, other: Fraction) -> str | None:
    if at == other:
        return draw(st.sampled_from(["==", "==", "<="]))
    if at > other:
        return draw(st.sampled_from([None, "!="]))
    return draw(st.sampled_from(["<", "<=", "!="]))


def _denied(operator: str, left: Term, right: Term) -> tuple[str, Term, Term]:
    match operator:
        case "==":
            return "!=", left, right
        case "!=":
            return "==", left, right
        case "<=":
            return "<", right, left
    return "<=", right, left
