"""The script one would write first: pint converts, sympy solves each rule for each unknown.

It evaluates what sympy gives at the corners of the known ranges until nothing narrows any more,
so "inconsistent" can be trusted up to rounding, and anything else says only that it saw nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pint
import sympy
from benchmark_systems import Plain
from draft_systems import Relation, Tree

_UNITS = (("kilometer", "meter"), ("megawatt", "kilowatt"), ("hour", "minute"), ("tonne", "kg"))
_TOLERANCE = 1e-9
_ROUNDS = 50
_REGISTRY: Any = pint.UnitRegistry()

Range = tuple[float, float]
Solver = tuple[int, list[int], Callable[..., Any]]  # the unknown, what it is made of, how


@dataclass(frozen=True, slots=True)
class Published:
    """A range as a source prints it, in a unit of its own."""

    about: int
    low: float
    high: float
    unit: str
    wanted: str


def published(plain: Plain) -> list[Published]:
    """Put the claims' ranges into the units that sources would use."""
    found = []
    for stated in plain.items:
        if stated.about is None:
            continue
        unit, wanted = _UNITS[stated.about % len(_UNITS)]
        factor = float(_REGISTRY.Quantity(1.0, unit).to(wanted).magnitude)
        low, high = stated.loose.lower, stated.loose.upper
        found.append(
            Published(
                stated.about,
                -math.inf if low is None else float(low) / factor,
                math.inf if high is None else float(high) / factor,
                unit,
                wanted,
            )
        )
    return found


def refutes(plain: Plain, claims: list[Published]) -> bool:
    """Tell whether the script sees that the claims cannot all hold."""
    symbols = [sympy.Symbol(f"q{n}", real=True) for n in range(len(plain.limits))]
    ranges: list[Range] = [
        (
            -math.inf if limits.lower is None else float(limits.lower),
            math.inf if limits.upper is None else float(limits.upper),
        )
        for limits in plain.limits
    ]
    for claim in claims:
        low = _REGISTRY.Quantity(claim.low, claim.unit).to(claim.wanted).magnitude
        high = _REGISTRY.Quantity(claim.high, claim.unit).to(claim.wanted).magnitude
        ranges[claim.about] = _meet(ranges[claim.about], (low, high))
    relations = [*plain.rules, *(s.relation for s in plain.items if s.relation is not None)]
    solvers = [s for rule in relations if rule.operator == "==" for s in _solvers(rule, symbols)]
    for _ in range(_ROUNDS):
        before = list(ranges)
        for unknown, known, function in solvers:
            corners = _corners([ranges[each] for each in known], function)
            if corners is not None:
                ranges[unknown] = _meet(ranges[unknown], corners)
        for rule in relations:
            if rule.operator == "<=" and isinstance(rule.left, int) and isinstance(rule.right, int):
                ranges[rule.left] = _meet(ranges[rule.left], (-math.inf, ranges[rule.right][1]))
                ranges[rule.right] = _meet(ranges[rule.right], (ranges[rule.left][0], math.inf))
        if any(_empty(each) for each in ranges):
            return True
        if ranges == before:
            return False
    return False


def _solvers(rule: Relation, symbols: list[Any]) -> list[Solver]:
    equation = sympy.Eq(_tree(rule.left, symbols), _tree(rule.right, symbols))
    found = []
    for symbol in sorted(equation.free_symbols, key=str):
        for solution in sympy.solve(equation, symbol):
            others = sorted(solution.free_symbols, key=str)
            known = [symbols.index(other) for other in others]
            found.append((symbols.index(symbol), known, sympy.lambdify(others, solution)))
    return found


def _tree(tree: Tree, symbols: list[Any]) -> Any:
    if isinstance(tree, int):
        return symbols[tree]
    if isinstance(tree, Fraction):
        return sympy.Rational(tree.numerator, tree.denominator)
    left, right = _tree(tree.left, symbols), _tree(tree.right, symbols)
    match tree.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right


def _corners(ranges: list[Range], function: Callable[..., Any]) -> Range | None:
    """Return the least and greatest value at the corners, if all of them are finite.

    Near a pole corners bound nothing: no range that reaches zero is used.
    """
    if any(not math.isfinite(end) for ends in ranges for end in ends):
        return None
    if any(low <= 0 <= high for low, high in ranges):
        return None
    values = [float(function(*corner)) for corner in itertools.product(*ranges)]
    return min(values), max(values)


def _meet(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), min(one[1], other[1])


def _empty(ends: Range) -> bool:
    return ends[0] > ends[1] + _TOLERANCE * max(abs(ends[0]), abs(ends[1]))
