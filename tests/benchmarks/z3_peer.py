"""Z3 as a peer: the plain data translated the way its own tutorial would."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import z3
from benchmark_systems import Plain, Stated
from draft_systems import Apply, Relation, Tree

from verify.conflicts import Answer, Outcome
from verify.interval import Interval

Expression = Any  # z3 ships no types
_MILLISECONDS = 2_000  # for one question
LOGICS = ("", "QF_NRA")  # Z3's own choice of solver, and the one for nonlinear real arithmetic


def ask(plain: Plain, logic: str = "") -> Answer:
    """Ask once about a whole system, building every object for it."""
    solver = z3.SolverFor(logic) if logic else z3.Solver()
    solver.set("timeout", _MILLISECONDS)
    written = _Written(plain)
    solver.add(*written.rules)
    solver.add(*(written.stated(stated) for stated in plain.items))
    return _answer(solver.check())


def whole_ends(values: Interval) -> tuple[int, int | None]:
    """Return the least and the greatest whole number of an interval that has a lower end."""
    assert values.lower is not None
    low = math.floor(values.lower) + 1 if values.lower_open else math.ceil(values.lower)
    return low, None if values.upper is None else math.floor(values.upper)


@dataclass(slots=True)
class Incremental:
    """A solver kept for many questions about one system, with a literal for each item.

    Where the incremental solver gives up, the one for nonlinear real arithmetic is asked at once.
    """

    plain: Plain
    solver: Expression = field(init=False)
    rules: list[Expression] = field(init=False)
    stated: list[Expression] = field(init=False)
    literals: list[Expression] = field(init=False)
    fallbacks: int = 0

    def __post_init__(self) -> None:
        written = _Written(self.plain)
        self.rules = written.rules
        self.stated = [written.stated(stated) for stated in self.plain.items]
        self.literals = [z3.Bool(f"item{n}") for n in range(len(self.stated))]
        self.solver = z3.Solver()
        self.solver.set("timeout", _MILLISECONDS)
        self.solver.add(*self.rules)
        for literal, stated in zip(self.literals, self.stated, strict=True):
            self.solver.add(z3.Implies(literal, stated))

    def test(self, items: frozenset[int]) -> Outcome:
        """Answer for the conflict search, with a core, or with what the model satisfies."""
        said = self.solver.check(*(self.literals[item] for item in sorted(items)))
        if said == z3.unsat:
            numbers = {str(literal): item for item, literal in enumerate(self.literals)}
            core = frozenset(numbers[str(literal)] for literal in self.solver.unsat_core())
            return Outcome(Answer.INCONSISTENT, core=core)
        if said == z3.sat:
            return Outcome(Answer.CONSISTENT, satisfied=items | self._met(self.solver.model()))
        self.fallbacks += 1
        solver = z3.Solver() if self.plain.whole else z3.SolverFor("QF_NRA")
        solver.set("timeout", _MILLISECONDS)
        solver.add(*self.rules, *(self.stated[item] for item in sorted(items)))
        said = solver.check()
        satisfied = items | self._met(solver.model()) if said == z3.sat else None
        return Outcome(_answer(said), satisfied=satisfied)

    def _met(self, model: Expression) -> frozenset[int]:
        return frozenset(
            item
            for item, stated in enumerate(self.stated)
            if z3.is_true(model.eval(stated, model_completion=True))
        )


def _answer(said: Expression) -> Answer:
    if said == z3.sat:
        return Answer.CONSISTENT
    return Answer.INCONSISTENT if said == z3.unsat else Answer.UNKNOWN


class _Written:
    """The symbols of a system and the formulas over them."""

    def __init__(self, plain: Plain) -> None:
        sort = z3.Int if plain.whole else z3.Real
        self.symbols = [sort(f"q{n}") for n in range(len(plain.limits))]
        self.within = _whole_within if plain.whole else _within
        self.rules = [
            self.within(symbol, limits)
            for symbol, limits in zip(self.symbols, plain.limits, strict=True)
            if limits != Interval()
        ]
        self.rules += [self.relation(rule) for rule in plain.rules]

    def stated(self, stated: Stated) -> Expression:
        """Write what a claim or an assumption says, loosely."""
        if stated.relation is not None:
            return self.relation(stated.relation)
        assert stated.about is not None
        return self.within(self.symbols[stated.about], stated.loose)

    def relation(self, relation: Relation) -> Expression:
        """Write a relation; what it divides by is not zero."""
        conditions: list[Expression] = []
        left = self._tree(relation.left, conditions)
        right = self._tree(relation.right, conditions)
        said = left == right if relation.operator == "==" else left <= right
        return z3.And(said, *conditions) if conditions else said

    def _tree(self, tree: Tree, conditions: list[Expression]) -> Expression:
        if isinstance(tree, int):
            return self.symbols[tree]
        if isinstance(tree, Fraction):
            return _number(tree)
        left, right = self._tree(tree.left, conditions), self._tree(tree.right, conditions)
        return _applied(tree, left, right, conditions)


def _applied(
    tree: Apply, left: Expression, right: Expression, conditions: list[Expression]
) -> Expression:
    match tree.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    if not isinstance(tree.right, Fraction):
        conditions.append(right != 0)
    return left / right


def _within(symbol: Expression, values: Interval) -> Expression:
    parts = []
    if values.lower is not None:
        low = _number(values.lower)
        parts.append(symbol > low if values.lower_open else symbol >= low)
    if values.upper is not None:
        high = _number(values.upper)
        parts.append(symbol < high if values.upper_open else symbol <= high)
    return z3.And(parts) if len(parts) > 1 else parts[0]


def _whole_within(symbol: Expression, values: Interval) -> Expression:
    low, high = whole_ends(values)
    return symbol >= low if high is None else z3.And(symbol >= low, symbol <= high)


def _number(value: Fraction) -> Expression:
    return z3.RatVal(value.numerator, value.denominator)
