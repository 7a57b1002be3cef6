"""Whether given values satisfy a formula, computed exactly: the test of every witness."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verify import arithmetic
from verify.arithmetic import RATIONALS, Enclosure
from verify.system import (
    Among,
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Same,
    Slot,
    Some,
    Term,
    Variable,
    slots,
)

_WHOLE_POWER = 4096  # powers up to this are computed and not enclosed by exp and log

Span = tuple[Fraction, Fraction]
Point = Fraction | str | Span
"""A value of a variable: a number, a date in days, or a choice's name.

A span stands for one real number somewhere between two rationals, such as e.
"""


def allowed(variable: Variable, value: Point) -> bool:
    """Tell whether a value lies in the variable's domain and limits."""
    if isinstance(value, str):
        return value in variable.names
    if isinstance(value, tuple):
        return variable.domain == "real" and all(end in variable.limits for end in value)
    if variable.domain == "integer" and value.denominator != 1:
        return False
    return variable.domain != "choice" and value in variable.limits


def satisfied(constraint: Constraint, values: Sequence[Point]) -> bool:
    """Tell whether the constraint is certainly true of the values (one for each variable).

    False also where that cannot be told, as for an irrational `exp` that must equal something.
    """
    return _holds(constraint.formula, [values[variable] for variable in constraint.variables])


def defined(constraint: Constraint, variable: int, values: Sequence[Point | None]) -> Point | None:
    """Return the value that an equation gives a variable, from values of its other variables.

    None where the constraint is no such equation, or not all other values are known.
    """
    formula = constraint.formula
    if not isinstance(formula, Compare) or formula.operator != "==":
        return None
    place = constraint.variables.index(variable)
    for own, other in ((formula.left, formula.right), (formula.right, formula.left)):
        if own != Slot(place) or place in slots(other):
            continue
        known = [values[v] for v in constraint.variables]
        if any(known[p] is None for p in slots(other)):
            return None
        found = _value(other, [Fraction(0) if point is None else point for point in known])
        if found is None or arithmetic.INFINITY in (abs(found[0]), abs(found[1])):
            return None
        low, high = Fraction(found[0]), Fraction(found[1])
        return low if low == high else (low, high)
    return None


def _holds(formula: Formula, values: list[Point]) -> bool:
    match formula:
        case Every(parts):
            return all(_holds(part, values) for part in parts)
        case Some(parts):
            return any(_holds(part, values) for part in parts)
        case Among(place, names):
            return values[place] in names
        case Same(left, right, equal):
            return (values[left] == values[right]) == equal
        case Compare(operator, left, right):
            a, b = _value(left, values), _value(right, values)
            return a is not None and b is not None and _compared(operator, a, b)


def _compared(operator: str, a: Enclosure, b: Enclosure) -> bool:
    match operator:
        case "==":
            return bool(a[0] == a[1] == b[0] == b[1])
        case "!=":
            return bool(a[1] < b[0] or b[1] < a[0])
        case "<=":
            return bool(a[1] <= b[0])
    return bool(a[1] < b[0])


def _value(term: Term, values: list[Point]) -> Enclosure | None:
    """Enclose a term's value: a point wherever it is rational, None where undefined or unknown."""
    match term:
        case Constant(value):
            return value, value, False, False
        case Slot(place):
            at = values[place]
            if isinstance(at, tuple):
                return at[0], at[1], False, False
            return None if isinstance(at, str) else (at, at, False, False)
        case Operation("exp", (Operation("multiply", (exponent, Operation("log", (base,)))),)):
            return _raised(_value(base, values), _value(exponent, values))
        case Operation(operator, operands):
            known = []
            for operand in operands:
                part = _value(operand, values)
                if part is None:
                    return None
                known.append(part)
            return _operated(term, operator, known)


def _raised(base: Enclosure | None, exponent: Enclosure | None) -> Enclosure | None:
    """Enclose a positive base to any power, which is how the compiler writes `x ** y`."""
    if base is None or exponent is None or base[0] <= 0:
        return None
    if exponent[0] == exponent[1] and abs(exponent[0]) <= _WHOLE_POWER:
        return arithmetic.power(base, Fraction(exponent[0]), RATIONALS)
    logs = arithmetic.logarithm(base, RATIONALS)
    if logs is None:
        return None
    return arithmetic.exponential(arithmetic.multiply(exponent, logs, RATIONALS), RATIONALS)


def _operated(term: Operation, operator: str, known: list[Enclosure]) -> Enclosure | None:
    x, y = known[0], known[-1]
    result: Enclosure | None
    match operator:
        case "add":
            result = arithmetic.add(x, y, RATIONALS)
        case "subtract":
            result = arithmetic.subtract(x, y, RATIONALS)
        case "multiply":
            result = arithmetic.multiply(x, y, RATIONALS)
        case "divide":
            if y[0] <= 0 <= y[1]:
                return None
            result = arithmetic.divide(x, y, RATIONALS)[0]
        case "negate":
            result = arithmetic.negate(x)
        case "power":
            if not _power_defined(x, term.exponent):
                return None
            result = arithmetic.power(x, term.exponent, RATIONALS)
        case "abs":
            result = arithmetic.absolute(x)
        case "min":
            result = arithmetic.least(x, y)
        case "max":
            result = arithmetic.greatest(x, y)
        case "exp":
            result = arithmetic.exponential(x, RATIONALS)
        case "log":
            result = arithmetic.logarithm(x, RATIONALS) if x[0] > 0 else None
        case _:
            result = arithmetic.whole_part(x, operator, RATIONALS)
    return result


def _power_defined(x: Enclosure, exponent: Fraction) -> bool:
    if exponent <= 0 and x[0] <= 0 <= x[1]:
        return False
    return exponent.denominator % 2 == 1 or x[0] >= 0
