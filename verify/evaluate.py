"""Whether given values satisfy a formula, computed exactly: the test of every witness."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from verify import arithmetic
from verify.arithmetic import INFINITY, RATIONALS, Enclosure, Numbers
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
)

_WHOLE_POWER = 4096  # powers and roots up to this are computed, not enclosed by exp and log

Span = tuple[Fraction, Fraction]
Point = Fraction | str | Span
"""A value of a variable: a number, a date in days, or a choice's name.

A span stands for one real number somewhere between two rationals, such as e.
"""
Known = Enclosure | str
"""What a value is known to lie in, or a choice's name."""


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
    known = [as_known(values[variable]) for variable in constraint.variables]
    return certain(constraint.formula, known, RATIONALS)


def as_known(point: Point) -> Known:
    """Return a point as what it is known to lie in."""
    if isinstance(point, str):
        return point
    return (*point, False, False) if isinstance(point, tuple) else (point, point, False, False)


def certain(formula: Formula, known: Sequence[Known | None], numbers: Numbers) -> bool:
    """Tell whether a formula is certainly true wherever its places lie in what is known of them."""
    match formula:
        case Every(parts):
            return all(certain(part, known, numbers) for part in parts)
        case Some(parts):
            return any(certain(part, known, numbers) for part in parts)
        case Among(place, names):
            return known[place] in names
        case Same(left, right, equal):
            return (known[left] == known[right]) == equal
        case Compare(operator, left, right):
            a, b = enclosed(left, known, numbers), enclosed(right, known, numbers)
            return a is not None and b is not None and _compared(operator, a, b)


def solved(
    formula: Compare,
    place: int,
    known: Sequence[Known | None],
    numbers: Numbers,
    *,
    finite: bool = True,
) -> Enclosure | None:
    """Enclose a value of one place with which an equation holds, whatever the others exactly are.

    None where the place occurs twice, where there might be no such value, or where it has an
    infinite end, unless `finite` is false.
    """
    if formula.operator != "==":
        return None
    own, other = formula.left, formula.right
    paths, others = _paths(own, place), _paths(other, place)
    if len(paths) + len(others) != 1:
        return None
    if others:
        own, other, paths = other, own, others
    target = enclosed(other, known, numbers)
    for here in paths[0]:
        if target is None or not isinstance(own, Operation):
            return None
        inner = own.operands
        sibling = None
        if len(inner) > 1:
            sibling = enclosed(inner[1 - here], known, numbers)
            if sibling is None:
                return None
        target = _undone(own, here, target, sibling, numbers)
        own = inner[here]
    if target is None or (finite and INFINITY in (abs(target[0]), abs(target[1]))):
        return None
    return target


def _paths(term: Term, place: int) -> list[tuple[int, ...]]:
    """Return the ways down to a place, each the operands taken: one for each occurrence."""
    kind = term.__class__
    if kind is Slot:
        return [()] if cast(Slot, term).place == place else []
    if kind is Constant:
        return []
    return [
        (here, *path)
        for here, operand in enumerate(cast(Operation, term).operands)
        for path in _paths(operand, place)
    ]


def _undone(
    term: Operation, here: int, z: Enclosure, y: Enclosure | None, numbers: Numbers
) -> Enclosure | None:
    """Enclose a value of one operand, given the operation's value and the other operand's."""
    match term.operator, y:
        case "negate", None:
            return arithmetic.negate(z)
        case "exp", None:
            return arithmetic.logarithm(z, numbers) if z[0] > 0 else None
        case "log", None:
            return arithmetic.exponential(z, numbers)
        case "power", None if term.exponent and (z[0] > 0 or (z[0] == 0 and term.exponent > 0)):
            return arithmetic.power(z, 1 / term.exponent, numbers)
        case "add", tuple():
            return arithmetic.subtract(z, y, numbers)
        case "subtract", tuple():
            return (
                arithmetic.add(z, y, numbers) if here == 0 else arithmetic.subtract(y, z, numbers)
            )
        case "multiply", tuple() if not _meets_zero(y):
            return arithmetic.divide(z, y, numbers)[0]
        case "divide", tuple() if here == 0 and not _meets_zero(y):
            return arithmetic.multiply(z, y, numbers)
        case "divide", tuple() if here == 1 and not _meets_zero(y) and not _meets_zero(z):
            return arithmetic.divide(y, z, numbers)[0]
    return None


def _meets_zero(x: Enclosure) -> bool:
    return bool(x[0] <= 0 <= x[1])


def _compared(operator: str, a: Enclosure, b: Enclosure) -> bool:
    match operator:
        case "==":
            return bool(a[0] == a[1] == b[0] == b[1])
        case "!=":
            return bool(a[1] < b[0] or b[1] < a[0])
        case "<=":
            return bool(a[1] <= b[0])
    return bool(a[1] < b[0])


def enclosed(term: Term, known: Sequence[Known | None], numbers: Numbers) -> Enclosure | None:
    """Enclose a term's value: a point wherever it is rational, None where undefined or unknown."""
    match term:
        case Constant(value):
            return (*numbers.enter(value, value), False, False)
        case Slot(place):
            at = known[place]
            return None if isinstance(at, str) else at
        case Operation("exp", (Operation("multiply", (exponent, Operation("log", (base,)))),)):
            return _raised(
                enclosed(base, known, numbers), enclosed(exponent, known, numbers), numbers
            )
        case Operation(operator, operands):
            parts = []
            for operand in operands:
                part = enclosed(operand, known, numbers)
                if part is None:
                    return None
                parts.append(part)
            return _operated(term, operator, parts, numbers)


def _raised(
    base: Enclosure | None, exponent: Enclosure | None, numbers: Numbers
) -> Enclosure | None:
    """Enclose a positive base to any power, which is how the compiler writes `x ** y`."""
    if base is None or exponent is None or base[0] <= 0:
        return None
    if exponent[0] == exponent[1]:
        exact = Fraction(exponent[0])
        if max(abs(exact.numerator), exact.denominator) <= _WHOLE_POWER:
            return arithmetic.power(base, exact, numbers)
    logs = arithmetic.logarithm(base, numbers)
    if logs is None:
        return None
    return arithmetic.exponential(arithmetic.multiply(exponent, logs, numbers), numbers)


def _operated(
    term: Operation, operator: str, known: list[Enclosure], numbers: Numbers
) -> Enclosure | None:
    x, y = known[0], known[-1]
    result: Enclosure | None
    match operator:
        case "add":
            result = arithmetic.add(x, y, numbers)
        case "subtract":
            result = arithmetic.subtract(x, y, numbers)
        case "multiply":
            result = arithmetic.multiply(x, y, numbers)
        case "divide":
            if y[0] <= 0 <= y[1]:
                return None
            result = arithmetic.divide(x, y, numbers)[0]
        case "negate":
            result = arithmetic.negate(x)
        case "power":
            if not _power_defined(x, term.exponent):
                return None
            result = arithmetic.power(x, term.exponent, numbers)
        case "abs":
            result = arithmetic.absolute(x)
        case "min":
            result = arithmetic.least(x, y)
        case "max":
            result = arithmetic.greatest(x, y)
        case "exp":
            result = arithmetic.exponential(x, numbers)
        case "log":
            result = arithmetic.logarithm(x, numbers) if x[0] > 0 else None
        case _:
            result = arithmetic.whole_part(x, operator, numbers)
    return result


def _power_defined(x: Enclosure, exponent: Fraction) -> bool:
    if exponent <= 0 and x[0] <= 0 <= x[1]:
        return False
    return exponent.denominator % 2 == 1 or x[0] >= 0
