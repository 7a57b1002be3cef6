"""Relations as Z3 formulas, by a translation that shares nothing with the engine's.

Every relation becomes two formulas, "it is true" and "it is false"; a quotient is a numerator and
a denominator, a name of a choice a truth value. What Z3 cannot say, an `exp` or a `log`, is an
unknown that keeps to their tangents, and then only "unsatisfiable" counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3
from exact import Point
from relations import (
    Alike,
    Apply,
    Compared,
    Dated,
    Given,
    Joined,
    Name,
    Not,
    Number,
    OneOf,
    Pick,
    Relation,
    Value,
)

from verify.system import Variable

Expression = Any  # z3 ships no types
Pair = tuple[Expression, Expression]  # of the formulas "it is true" and "it is false"
_MILLISECONDS = 3_000


@dataclass(slots=True)
class _Quotient:
    """A value as numerator over denominator, with the formula that it is defined."""

    top: Expression
    bottom: Expression | None  # None stands for 1
    defined: list[Expression]


class Writer:
    """Relations as Z3 formulas, each written once."""

    def __init__(self, variables: Sequence[Variable], relations: Sequence[Relation]) -> None:
        self.relations = relations
        self.variables = variables
        self.numbers: dict[int, Expression] = {}
        self.names: dict[tuple[int, str], Expression] = {}
        self.domains: list[Expression] = []
        self.whole = False
        for index, variable in enumerate(variables):
            self._declare(index, variable)
        self.written: dict[int, tuple[Expression, list[Expression], bool, bool]] = {}
        self.sides: list[Expression] = []
        self.vague = False  # whether the relation being written has an exp or a log
        self.stepped = False  # whether it has a whole part
        self.fresh = 0

    def _declare(self, index: int, variable: Variable) -> None:
        if variable.domain == "choice":
            chosen = [z3.Bool(f"b{index}.{name}") for name in variable.names]
            self.names |= {(index, n): b for n, b in zip(variable.names, chosen, strict=True)}
            self.domains.append(z3.Or(chosen))
            self.domains += [z3.Not(z3.And(a, b)) for a, b in itertools.combinations(chosen, 2)]
            return
        if variable.domain == "integer":
            self.whole = True
            symbol = z3.ToReal(z3.Int(f"i{index}"))
        else:
            symbol = z3.Real(f"r{index}")
        self.numbers[index] = symbol
        low, high = variable.limits.lower, variable.limits.upper
        if low is not None:
            at = _rational(low)
            self.domains.append(symbol > at if variable.limits.lower_open else symbol >= at)
        if high is not None:
            at = _rational(high)
            self.domains.append(symbol < at if variable.limits.upper_open else symbol <= at)

    def ask(
        self, chosen: Sequence[int], resources: int
    ) -> tuple[bool | None, tuple[Point, ...] | None]:
        """Ask whether chosen relations can all hold; a rational solution comes along."""
        asserted = list(self.domains)
        whole, vague = self.whole, False
        for number in chosen:
            formula, sides, stepped, approximate = self._relation(number)
            asserted += [formula, *sides]
            whole |= stepped
            vague |= approximate
        for solver in [z3.Solver()] if whole else [z3.SolverFor("QF_NRA"), z3.Solver()]:
            solver.set("rlimit", resources)
            solver.set("timeout", _MILLISECONDS)
            solver.add(*asserted)
            try:
                said = solver.check()
            except z3.Z3Exception:
                continue
            if said == z3.unsat:
                return False, None
            if said == z3.sat:
                point = self._point(solver.model())
                return (None if vague else True), (None if vague else point)
        return None, None

    def _point(self, model: Any) -> tuple[Point, ...] | None:
        found: list[Point] = []
        for index, variable in enumerate(self.variables):
            if variable.domain == "choice":
                found.append(
                    next(
                        name
                        for name in variable.names
                        if z3.is_true(model.eval(self.names[index, name], model_completion=True))
                    )
                )
                continue
            value = model.eval(self.numbers[index], model_completion=True)
            if not z3.is_rational_value(value):
                return None
            found.append(Fraction(value.numerator_as_long(), value.denominator_as_long()))
        return tuple(found)

    def _relation(self, number: int) -> tuple[Expression, list[Expression], bool, bool]:
        if number not in self.written:
            self.sides, self.vague, self.stepped = [], False, False
            holds, _ = self._pair(self.relations[number])
            self.written[number] = holds, self.sides, self.stepped, self.vague
        return self.written[number]

    def _pair(self, tree: Relation) -> Pair:
        match tree:
            case Compared(operator, left, right):
                return self._compared(operator, self._value(left), self._value(right))
            case OneOf(index, names):
                holds = z3.Or([self.names[index, n] for n in names if (index, n) in self.names])
                return holds, z3.Not(holds)
            case Alike(left, right, equal):
                shared = set(self.variables[left].names) & set(self.variables[right].names)
                same = z3.Or(
                    [z3.And(self.names[left, n], self.names[right, n]) for n in sorted(shared)]
                )
                return (same, z3.Not(same)) if equal else (z3.Not(same), same)
            case Dated():
                return self._pair(tree.meaning)
            case Not(part):
                holds, fails = self._pair(part)
                return fails, holds
            case Joined(operator, parts):
                pairs = [self._pair(part) for part in parts]
                every, some = (0, 1) if operator == "and" else (1, 0)
                both = z3.And([pair[every] for pair in pairs])
                either = z3.Or([pair[some] for pair in pairs])
                return (both, either) if operator == "and" else (either, both)
            case Given(condition, then, otherwise):
                holds, _ = self._pair(condition)
                a, b = self._pair(then)
                c, d = (z3.BoolVal(True), z3.BoolVal(False))
                if otherwise is not None:
                    c, d = self._pair(otherwise)
                return z3.If(holds, a, c), z3.If(holds, b, d)

    def _compared(self, operator: str, left: _Quotient, right: _Quotient) -> Pair:
        defined = [*left.defined, *right.defined]
        a = left.top if right.bottom is None else left.top * right.bottom
        b = right.top if left.bottom is None else right.top * left.bottom
        if operator in ("==", "!="):
            holds = a == b if operator == "==" else a != b
        else:
            bottoms = [each for each in (left.bottom, right.bottom) if each is not None]
            if bottoms:  # a negative common denominator turns an order round
                sign = bottoms[0] if len(bottoms) == 1 else bottoms[0] * bottoms[1]
                a, b = (a - b) * sign, _rational(Fraction(0))
            holds = {"<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}[operator]
        return z3.And([*defined, holds]), z3.And([*defined, z3.Not(holds)])

    def _value(self, tree: Value) -> _Quotient:
        match tree:
            case Number(value):
                return _Quotient(_rational(value), None, [])
            case Name(index, factor):
                symbol = self.numbers[index]
                return _Quotient(symbol if factor == 1 else _rational(factor) * symbol, None, [])
            case Pick(condition, then, otherwise):
                holds, _ = self._pair(condition)
                a, b = self._value(then), self._value(otherwise)
                defined = z3.If(holds, z3.And(a.defined), z3.And(b.defined))
                one = _rational(Fraction(1))
                bottom = None
                if a.bottom is not None or b.bottom is not None:
                    bottoms = (one if q.bottom is None else q.bottom for q in (a, b))
                    bottom = z3.If(holds, *bottoms)
                return _Quotient(z3.If(holds, a.top, b.top), bottom, [defined])
            case Apply(operator, parts, exponent):
                known = [self._value(part) for part in parts]
                while len(known) > 2:  # min, max and sum of several
                    known[:2] = [self._applied(operator, known[:2], exponent)]
                return self._applied(operator, known, exponent)

    def _applied(self, operator: str, known: list[_Quotient], exponent: Fraction) -> _Quotient:
        x, y = known[0], known[-1]
        defined = x.defined if len(known) == 1 else [*x.defined, *y.defined]
        match operator:
            case "+" | "-" | "sum":
                a = x.top if y.bottom is None else x.top * y.bottom
                b = y.top if x.bottom is None else y.top * x.bottom
                return _Quotient(a - b if operator == "-" else a + b, _times(x, y), defined)
            case "*":
                return _Quotient(x.top * y.top, _times(x, y), defined)
            case "/":
                top = x.top if y.bottom is None else x.top * y.bottom
                bottom = y.top if x.bottom is None else x.bottom * y.top
                return _Quotient(top, bottom, [*defined, y.top != 0])
            case "negate":
                return _Quotient(-x.top, x.bottom, defined)
            case "**":
                return self._power(x, exponent)
            case "sqrt":
                return self._power(x, Fraction(1, 2))
        a = self._flat(x)
        if operator in ("min", "max"):
            b = self._flat(y)
            less = a <= b if operator == "min" else a >= b
            return _Quotient(z3.If(less, a, b), None, defined)
        if operator == "abs":
            return _Quotient(z3.If(a >= 0, a, -a), None, defined)
        if operator in ("exp", "log"):
            return self._transcendental(operator, a, defined)
        return _Quotient(self._whole_part(operator, a), None, defined)

    def _flat(self, x: _Quotient) -> Expression:
        """Return a value as one symbol; whatever it is where it is undefined."""
        if x.bottom is None:
            return x.top
        flat = self._new()
        self.sides.append(z3.Implies(x.bottom != 0, flat * x.bottom == x.top))
        return flat

    def _new(self) -> Expression:
        self.fresh += 1
        return z3.Real(f"n{self.fresh}")

    def _power(self, x: _Quotient, exponent: Fraction) -> _Quotient:
        order, count = exponent.denominator, abs(exponent.numerator)
        defined = list(x.defined)
        base = x
        if order > 1:
            flat, root = self._flat(x), self._new()
            if order % 2 == 0:
                defined.append(flat >= 0)
                self.sides.append(z3.Implies(flat >= 0, z3.And(root >= 0, root**order == flat)))
            else:
                self.sides.append(root**order == flat)
            base = _Quotient(root, None, defined)
        if exponent <= 0:
            defined.append(base.top != 0)
        if count == 0:
            return _Quotient(_rational(Fraction(1)), None, defined)
        top = base.top**count if count > 1 else base.top
        bottom = None
        if base.bottom is not None:
            bottom = base.bottom**count if count > 1 else base.bottom
        if exponent < 0:
            return _Quotient(_rational(Fraction(1)) if bottom is None else bottom, top, defined)
        return _Quotient(top, bottom, defined)

    def _whole_part(self, operator: str, x: Expression) -> Expression:
        self.fresh += 1
        self.stepped = True
        k = z3.ToReal(z3.Int(f"w{self.fresh}"))
        half = _rational(Fraction(1, 2))
        match operator:
            case "floor":
                self.sides += [k <= x, x - k < 1]
            case "ceil":
                self.sides += [k >= x, k - x < 1]
            case _:  # half goes away from zero
                self.sides += [
                    z3.Implies(x >= 0, z3.And(k - half <= x, x < k + half)),
                    z3.Implies(x < 0, z3.And(k - half < x, x <= k + half)),
                ]
        return k

    def _transcendental(self, operator: str, x: Expression, defined: list[Expression]) -> _Quotient:
        """Stand in for exp or log by its tangents at a few points, all of which it keeps to."""
        self.vague = True
        y = self._new()
        low, high = (x, y) if operator == "exp" else (y, x)  # high = e ** low
        said = [high > 0, (low >= 0) == (high >= 1), (low > 0) == (high > 1)]
        said += [high >= 1 + low, high * (1 - low) <= 1]
        if operator == "log":
            self.sides.append(z3.Implies(x > 0, z3.And(said)))
            return _Quotient(y, None, [*defined, x > 0])
        self.sides += said
        return _Quotient(y, None, defined)


def _times(x: _Quotient, y: _Quotient) -> Expression | None:
    if x.bottom is None or y.bottom is None:
        return y.bottom if x.bottom is None else x.bottom
    return x.bottom * y.bottom


def _rational(value: Fraction) -> Expression:
    return z3.RatVal(value.numerator, value.denominator)
