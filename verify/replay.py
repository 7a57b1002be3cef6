"""The moves of a sweep again, over rationals: exact ends where nothing is strict, and why.

A sweep has found which constraints move a variable's ends, in which order; to run these once more,
without rounding, gives the same ends exactly. Ends that may be open are left to `propagate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from verify.arithmetic import RATIONALS, lightened
from verify.derivation import Derivation
from verify.evaluate import solved
from verify.interval import Interval
from verify.sweep import Sweep, Sweeper
from verify.system import Compare, Constant, Constraint, Formula, Operation, Slot, Term


@dataclass(frozen=True, slots=True)
class Replayed:
    """What is left of a variable, what that leans on, and why."""

    values: Interval
    behind: frozenset[int]
    derivations: tuple[Derivation, ...]


def replayed(sweeper: Sweeper, state: Sweep, variable: int) -> Replayed | None:
    """Return the exact ends of a variable after a sweep; None where something may be open."""
    chain = sweeper.chain(state, variable)
    variables = sweeper.variables
    moved = {move >> 1 for _, move in chain}
    lower: dict[int, Any] = {}
    upper: dict[int, Any] = {}
    for index in {cause for cause, _ in chain}:
        constraint = sweeper.constraints[index]
        if sweeper.strict(index):
            return None
        shape = sweeper.shapes[index]
        if sweeper.stated[index] is None and (shape is None or not shape.closed):
            return None
        for each in constraint.variables:
            lower[each] = upper[each] = None
    lower[variable] = upper[variable] = None
    for each in lower:
        declared = variables[each]
        limits = declared.limits
        if declared.domain in ("choice", "integer"):
            return None
        if limits.lower is not None and limits.lower_open and each * 2 not in moved:
            return None
        if limits.upper is not None and limits.upper_open and each * 2 + 1 not in moved:
            return None
        lower[each] = -inf if limits.lower is None else lightened(limits.lower)
        upper[each] = inf if limits.upper is None else lightened(limits.upper)
    try:
        return _run(sweeper, chain, variable, lower, upper)
    except OverflowError:  # a rational too large to meet an infinite end
        return None


def _run(
    sweeper: Sweeper,
    chain: Sequence[tuple[int, int]],
    variable: int,
    lower: dict[int, Any],
    upper: dict[int, Any],
) -> Replayed | None:
    nodes: dict[int, Derivation] = {}  # variable * 2 + side -> its last derivation
    before: dict[int, Derivation] = {}
    done: tuple[int, int] | None = None
    for cause, move in chain:
        constraint = sweeper.constraints[cause]
        moved, at = move >> 1, move >> 2
        if (cause, at) != done:
            if sweeper.stated[cause] is None and _unbounded(constraint, at, lower, upper):
                return None
            if _contracted(sweeper, cause, at, lower, upper):
                return None
            if sweeper.stated[cause] is None:
                before = dict(nodes)
            done = cause, at
        if _end((upper if moved & 1 else lower)[at]) is None:
            return None
        parents: list[Derivation] = []
        if sweeper.stated[cause] is None:
            parents = [
                before[key]
                for other in constraint.variables
                if other != at or move & 1
                for key in (other * 2, other * 2 + 1)
                if key in before
            ]
        nodes[moved] = Derivation(
            at,
            "upper" if moved & 1 else "lower",
            _between(lower[at], upper[at]),
            constraint.origin,
            tuple(parents),
        )
    for each, low in lower.items():  # an open end that a limit and something else have in common
        limits = sweeper.variables[each].limits
        if (limits.lower_open and low == limits.lower) or (
            limits.upper_open and upper[each] == limits.upper
        ):
            return None
    low, high = lower[variable], upper[variable]
    if low > high:
        return None
    roots = tuple(nodes[key] for key in (variable * 2, variable * 2 + 1) if key in nodes)
    return Replayed(_between(low, high), frozenset(cause for cause, _ in chain), roots)


def _between(low: Any, high: Any) -> Interval:
    return Interval(_end(low), _end(high))


def _end(end: Any) -> Fraction | None:
    """Return a finite end as a fraction; by class, since comparing those with infinity is slow."""
    kind = end.__class__
    if kind is float and abs(end) == inf:
        return None
    known: Fraction = end if kind is Fraction else Fraction(end)
    return known


def _contracted(
    sweeper: Sweeper, index: int, variable: int, lower: dict[int, Any], upper: dict[int, Any]
) -> bool:
    """Run one constraint exactly, for one variable at least; tell whether nothing is left."""
    constraint = sweeper.constraints[index]
    stated = sweeper.stated[index]
    if stated is not None:
        low, high = sweeper.exactly(index)
        if low is not None and low > lower[stated.variable]:
            lower[stated.variable] = low
        if high is not None and high < upper[stated.variable]:
            upper[stated.variable] = high
        return bool(lower[stated.variable] > upper[stated.variable])
    shape = sweeper.shapes[index]
    assert shape is not None
    place = constraint.variables.index(variable)
    if place in shape.solvable and isinstance(constraint.formula, Compare):
        known = [(lower[v], upper[v], False, False) for v in constraint.variables]
        found = solved(constraint.formula, place, known, RATIONALS, finite=False)
        if found is not None:
            lower[variable] = max(lower[variable], found[0])
            upper[variable] = min(upper[variable], found[1])
            return bool(lower[variable] > upper[variable])
    constants: Any = tuple(end for value in _constants(constraint) for end in (value, value))
    low_ends: Any = lower  # a kernel takes anything indexed by variable
    high_ends: Any = upper
    return shape.exact(low_ends, high_ends, [], constraint.variables, constants)


def _unbounded(
    constraint: Constraint, variable: int, lower: dict[int, Any], upper: dict[int, Any]
) -> bool:
    """Tell whether another variable has an infinite end, beside which finite ends are open."""
    return any(
        _end(ends[v]) is None
        for v in constraint.variables
        if v != variable
        for ends in (lower, upper)
    )


def _constants(constraint: Constraint) -> list[Fraction]:
    """Return the constants of a formula in the order in which a kernel takes them."""
    found: list[Fraction] = []

    def walk(part: Formula | Term) -> None:
        match part:
            case Constant(value):
                found.append(value)
            case Operation(_, operands):
                for operand in operands:
                    walk(operand)
            case Slot():
                pass
            case _:
                for name in ("left", "right"):
                    if hasattr(part, name):
                        walk(getattr(part, name))
                for inner in getattr(part, "parts", ()):
                    walk(inner)

    walk(constraint.formula)
    return found
