"""A component as a certificate tells of it: its constraints, refutations and witnesses, as data.

`recheck` describes the format and checks it; nothing here decides anything, it only tells why
what was decided is so. Numbers are written exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.component import Component, Level
from verify.evaluate import Point
from verify.interval import Interval
from verify.proof import (
    Cases,
    Corner,
    Empty,
    End,
    Narrow,
    Parity,
    Product,
    Proof,
    Split,
    Step,
    Sum,
)
from verify.prove import proved
from verify.system import (
    Among,
    Compare,
    Constant,
    Every,
    Formula,
    Operation,
    Same,
    Slot,
    Some,
    Term,
    Variable,
)

Tree = dict[str, Any]
Given = tuple[int, int, Compare]  # a variable, the constraint and its equation that gives it
_MOST_DIGITS = 4_000  # of a number, as the checker reads them


class _UnwritableError(Exception):
    """A number has too many digits."""


@dataclass(slots=True, init=False)
class Transcript:
    """Writes one component; `numbers` are its constraints' numbers in the certificate."""

    component: Component
    outline: Tree
    numbers: dict[int, int]

    def __init__(self, component: Component) -> None:
        self.component = component
        stated: list[Tree] = []
        self.numbers = {}

        def enter(index: int, role: str, id_: str, level: str) -> None:
            if index not in self.numbers:
                self.numbers[index] = len(stated)
                constraint = component.decider.constraints[index]
                formula = _formula(constraint.formula, constraint.variables)
                stated.append({"role": role, "id": id_, "level": level, "formula": formula})

        for index in component.hard:
            enter(index, "rule", component.decider.constraints[index].origin.id, "both")
        for number, item in enumerate(component.items):
            loose, face = (
                next(iter(component.constraints([number], level) - frozenset(component.hard)))
                for level in (Level.LOOSE, Level.FACE)
            )
            enter(loose, item.role.value, item.id, "both" if loose == face else "loose")
            enter(face, item.role.value, item.id, "face")
            for option in range(len(item.options)):
                enter(component.option(number, option), item.role.value, item.id, "reading")
        variables = [_variable(variable) for variable in component.variables]
        self.outline = {"variables": variables, "constraints": stated}

    def numbered(self, constraints: Iterable[int]) -> list[int]:
        """Return constraints' numbers in the certificate, in order."""
        return sorted(self.numbers[constraint] for constraint in constraints)

    def holding(self, constraints: frozenset[int]) -> Tree:
        """Write a set with its witness, null if none is known."""
        decision = self.component.decide(constraints)
        points = self.component.decider.witness(decision)
        try:
            witness = None
            if decision.witness is not None and points is not None:
                witness = [
                    self._value(point, n, decision.witness.given) for n, point in enumerate(points)
                ]
        except _UnwritableError:
            witness = None
        return {"constraints": self.numbered(constraints), "witness": witness}

    def _value(self, point: Point, variable: int, given: Sequence[Given]) -> Any:
        """Write a value, a span with the equation that gives it from those before."""
        if isinstance(point, str):
            return point
        if not isinstance(point, tuple):
            return _number(point)
        lower, upper = (_number(end) for end in point)
        index, equation = next((c, e) for v, c, e in given if v == variable)
        known = list(_comparisons(self.component.decider.constraints[index].formula))
        place = [self.numbers[index], known.index(equation)]
        return {"lower": lower, "upper": upper, "given": place}

    def refutation(self, constraints: frozenset[int]) -> Tree | None:
        """Write why constraints cannot all hold, null if no proof is known."""
        found = self.component.decide(constraints).refutation
        proof = None if found is None else proved(self.component.decider, found)
        try:
            return None if proof is None else self._written(proof)
        except _UnwritableError:
            return None

    def _written(self, proof: Proof) -> Tree:
        return {
            "steps": [self._step(step) for step in proof.steps],
            "end": self._end(proof.end),
        }

    def _constraint(self, index: int) -> int:
        """Return a constraint's number here; those that a proof adds come after all others."""
        own = len(self.component.decider.constraints)
        return self.numbers[index] if index < own else index - own + len(self.numbers)

    def _step(self, step: Step) -> Tree:
        match step:
            case Narrow(constraint, variable, values):
                left = sorted(values) if isinstance(values, frozenset) else _interval(values)
                return {"narrow": variable, "by": self._constraint(constraint), "values": left}
            case Sum(parts):
                return {"sum": [[_number(m), self._constraint(c), n] for m, c, n in parts]}
            case Product(factors):
                return {"product": [[str(e), self._constraint(c), n] for e, c, n in factors]}
            case Corner(variables, ends, above):
                corner = {"corner": list(variables), "ends": [_number(end) for end in ends]}
                return {**corner, "above": list(above)}

    def _end(self, end: End) -> Tree:
        match end:
            case Empty(constraint):
                return {"empty": self._constraint(constraint)}
            case Parity(constraint):
                return {"parity": self._constraint(constraint)}
            case Split(variable, at, below, above):
                sides = {"below": self._written(below), "above": self._written(above)}
                return {"split": variable, "at": _number(at), **sides}
            case Cases(constraint, variable, parts):
                proofs = [self._written(part) for part in parts]
                if constraint is None:
                    return {"names": variable, "parts": proofs}
                return {"cases": self._constraint(constraint), "parts": proofs}


def _comparisons(formula: Formula) -> Iterator[Compare]:
    match formula:
        case Compare():
            yield formula
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _comparisons(part)


def _variable(variable: Variable) -> Tree:
    return {
        "id": variable.id,
        "domain": variable.domain,
        "limits": _interval(variable.limits),
        "names": list(variable.names),
    }


def _interval(values: Interval) -> Tree:
    return {
        "lower": None if values.lower is None else _number(values.lower),
        "upper": None if values.upper is None else _number(values.upper),
        "lower_open": values.lower_open,
        "upper_open": values.upper_open,
    }


def _number(value: Fraction) -> str:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 3 * _MOST_DIGITS:
        raise _UnwritableError
    return str(value)


def _formula(formula: Formula, variables: Sequence[int]) -> Tree:
    match formula:
        case Compare(operator, left, right):
            return {
                "compare": operator,
                "left": _term(left, variables),
                "right": _term(right, variables),
            }
        case Among(place, names):
            return {"among": variables[place], "names": sorted(names)}
        case Same(one, other, equal):
            return {"same": [variables[one], variables[other]], "equal": equal}
        case Every(parts):
            return {"every": [_formula(part, variables) for part in parts]}
        case Some(parts):
            return {"some": [_formula(part, variables) for part in parts]}


def _term(term: Term, variables: Sequence[int]) -> Any:
    match term:
        case Constant(value):
            return _number(value)
        case Slot(place):
            return {"variable": variables[place]}
        case Operation(operator, operands, exponent):
            found = {
                "operator": operator,
                "operands": [_term(operand, variables) for operand in operands],
            }
            return found | {"exponent": _number(exponent)} if operator == "power" else found
