"""A set of constraints as a question for Z3, with every definedness condition written out.

The only door to Z3. Whole numbers are reals marked whole; `exp` and `log` are unknowns with proven
bounds, so that then only "unsatisfiable" counts as an answer. Z3 is asked through its API with
names of our own, never with text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from verify.evaluate import Point
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

Expression = Any  # z3 ships no types
# Z3 counts steps and not digits: questions whose numbers would have more bits are not asked.
_LARGEST = 20_000
_DEGREE = 8  # up to which an irrational model is evaluated, which no limit of Z3's bounds


@dataclass(frozen=True, slots=True)
class Answer:
    """What Z3 said: True satisfiable, False not, None unknown.

    `values` is the model where every number in it is rational; a satisfiable system may have none
    that is, and then `model_holds` says whether Z3's own exact arithmetic confirms its model;
    `near` are doubles near the model, for a search of our own.
    """

    satisfiable: bool | None
    values: tuple[Point, ...] | None = None
    model_holds: bool = False
    near: tuple[float, ...] | None = None


def ask(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    resources: int,
    milliseconds: int | None = None,
) -> Answer:
    """Ask Z3 whether all constraints can hold, within `resources` steps of its own counting."""
    import z3

    try:
        return _asked(variables, constraints, resources, milliseconds)
    except (RecursionError, ValueError, OverflowError, MemoryError, z3.Z3Exception):
        return Answer(None)  # too deep, or numbers of more digits than Python reads


def core(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    resources: int,
    milliseconds: int | None = None,
) -> frozenset[int]:
    """Return constraints (by place) that already have no solution, or all; asked once more.

    Z3 has named insufficient cores (its issue 7098), so one counts only if Z3 refutes it alone.
    """
    import z3

    everything = frozenset(range(len(constraints)))
    try:
        writer = _Writer(z3, variables)
        assertions = [writer.constraint(constraint) for constraint in constraints]
        solver = z3.Solver(ctx=writer.context)
        solver.set("rlimit", resources)
        solver.set("random_seed", 0)
        if milliseconds is not None:
            solver.set("timeout", max(1, milliseconds))
        solver.add(*writer.domains())
        for number, assertion in enumerate(assertions):
            solver.assert_and_track(assertion, f"c#{number}")
        if solver.check() != z3.unsat:
            return everything
        found = frozenset(int(str(name).rpartition("#")[2]) for name in solver.unsat_core())
    except (RecursionError, ValueError, OverflowError, MemoryError, z3.Z3Exception):
        return everything
    if len(found) == len(constraints):
        return everything
    again = ask(variables, [constraints[n] for n in sorted(found)], resources, milliseconds)
    return found if again.satisfiable is False else everything


def _asked(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    resources: int,
    milliseconds: int | None,
) -> Answer:
    import z3

    writer = _Writer(z3, variables)
    assertions = writer.domains() + [writer.constraint(c) for c in constraints]
    if writer.degree * writer.bits > _LARGEST:
        return Answer(None)
    # nlsat is complete for reals but knows no whole numbers; the default solver knows both.
    solvers = [z3.Solver(ctx=writer.context)]
    if not writer.mixed:
        solvers.insert(0, z3.SolverFor("QF_NRA", ctx=writer.context))
    for solver in solvers:
        solver.set("rlimit", resources)
        solver.set("random_seed", 0)
        if milliseconds is not None:
            solver.set("timeout", max(1, milliseconds))
        solver.add(*assertions)
        try:
            said = solver.check()
        except z3.Z3Exception:
            continue
        if said == z3.unsat:
            return Answer(False)
        if said == z3.sat and not writer.approximate:
            model = solver.model()
            values = writer.values(model)
            holds = (
                values is None
                and writer.degree <= _DEGREE
                and all(z3.is_true(model.eval(a, model_completion=True)) for a in assertions)
            )
            return Answer(True, values, holds, None if values is not None else writer.near(model))
    return Answer(None)


@dataclass(slots=True)
class _Writer:
    """Translates formulas to Z3, keeping the fresh unknowns that roots and whole parts need.

    Each has a context of its own: threads do not meet in it, no question is answered otherwise for
    what was asked before, and its memory goes with it.
    """

    z3: Any
    variables: Sequence[Variable]
    context: Any = field(init=False)
    approximate: bool = False
    mixed: bool = False
    symbols: list[Expression] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    fresh: int = 0
    degree: int = 1
    bits: int = 1

    def __post_init__(self) -> None:
        self.context = self.z3.Context()
        for index, variable in enumerate(self.variables):
            if variable.domain == "choice":
                self.mixed = True
                self.symbols.append(self.z3.Int(f"c{index}", self.context))
                for name in variable.names:
                    self.codes.setdefault(name, len(self.codes))
            else:
                self.symbols.append(self.z3.Real(f"v{index}", self.context))

    def domains(self) -> list[Expression]:
        """Return what the variables' domains and limits say."""
        z3, found = self.z3, []
        for variable, symbol in zip(self.variables, self.symbols, strict=True):
            if variable.domain == "choice":
                found.append(self._any([symbol == self.codes[name] for name in variable.names]))
                continue
            if variable.domain == "integer":
                self.mixed = True
                found.append(z3.IsInt(symbol))
            limits = variable.limits
            if limits.lower is not None:
                low = self._number(limits.lower)
                found.append(symbol > low if limits.lower_open else symbol >= low)
            if limits.upper is not None:
                high = self._number(limits.upper)
                found.append(symbol < high if limits.upper_open else symbol <= high)
        return found

    def constraint(self, constraint: Constraint) -> Expression:
        """Translate one constraint."""
        return self._formula(
            constraint.formula, [self.symbols[variable] for variable in constraint.variables]
        )

    def values(self, model: Any) -> tuple[Point, ...] | None:
        """Return the model's values if all of them are rational."""
        names = {code: name for name, code in self.codes.items()}
        found: list[Point] = []
        for variable, symbol in zip(self.variables, self.symbols, strict=True):
            value = model.eval(symbol, model_completion=True)
            if variable.domain == "choice":
                found.append(names[value.as_long()])
            elif self.z3.is_rational_value(value):
                found.append(Fraction(value.numerator_as_long(), value.denominator_as_long()))
            else:
                return None
        return tuple(found)

    def near(self, model: Any) -> tuple[float, ...]:
        """Return doubles near the model's values; a choice has 0."""
        found = []
        for variable, symbol in zip(self.variables, self.symbols, strict=True):
            value = model.eval(symbol, model_completion=True)
            if variable.domain != "choice" and self.z3.is_algebraic_value(value):
                value = value.approx(20)
            rational = variable.domain != "choice" and self.z3.is_rational_value(value)
            found.append(float(value.as_fraction()) if rational else 0.0)
        return tuple(found)

    def _number(self, value: Fraction) -> Expression:
        self.bits = max(self.bits, value.numerator.bit_length() + value.denominator.bit_length())
        return self.z3.RatVal(value.numerator, value.denominator, self.context)

    def _unknown(self) -> Expression:
        self.fresh += 1
        return self.z3.Real(f"f{self.fresh}", self.context)

    def _whole(self) -> Expression:
        self.fresh += 1
        self.mixed = True
        return self.z3.ToReal(self.z3.Int(f"k{self.fresh}", self.context))

    def _all(self, parts: list[Expression]) -> Expression:
        return self.z3.And(parts, self.context)  # the context for where there are no parts

    def _any(self, parts: list[Expression]) -> Expression:
        return self.z3.Or(parts, self.context)

    def _formula(self, formula: Formula, symbols: list[Expression]) -> Expression:
        z3 = self.z3
        match formula:
            case Every(parts):
                return self._all([self._formula(part, symbols) for part in parts])
            case Some(parts):
                return self._any([self._formula(part, symbols) for part in parts])
            case Among(place, names):
                known = [self.codes[name] for name in sorted(names) if name in self.codes]
                return self._any([symbols[place] == code for code in known])
            case Same(left, right, equal):
                same = symbols[left] == symbols[right]
                return same if equal else z3.Not(same)
            case Compare(operator, left, right):
                conditions: list[Expression] = []
                a = self._term(left, symbols, conditions)
                b = self._term(right, symbols, conditions)
                relation = {"==": a == b, "!=": a != b, "<=": a <= b, "<": a < b}[operator]
                return self._all([*conditions, relation])

    def _term(
        self, term: Term, symbols: list[Expression], conditions: list[Expression]
    ) -> Expression:
        match term:
            case Constant(value):
                return self._number(value)
            case Slot(place):
                return symbols[place]
            case Operation(operator, operands):
                parts = [self._term(operand, symbols, conditions) for operand in operands]
                return self._operation(term, operator, parts, conditions)

    def _operation(
        self, term: Operation, operator: str, parts: list[Expression], conditions: list[Expression]
    ) -> Expression:
        z3, x, y = self.z3, parts[0], parts[-1]
        match operator:
            case "add":
                return x + y
            case "subtract":
                return x - y
            case "multiply":
                return x * y
            case "divide":
                return self._quotient(x, y, conditions)
            case "negate":
                return -x
            case "abs":
                return z3.If(x >= 0, x, -x)
            case "min":
                return z3.If(x <= y, x, y)
            case "max":
                return z3.If(x >= y, x, y)
            case "power":
                return self._power(x, term.exponent, conditions)
            case "exp" | "log":
                return self._transcendental(operator, x, conditions)
        return self._whole_part(operator, x, conditions)

    def _quotient(self, x: Expression, y: Expression, conditions: list[Expression]) -> Expression:
        quotient = self._unknown()
        conditions += [y != 0, quotient * y == x]
        return quotient

    def _power(self, x: Expression, exponent: Fraction, conditions: list[Expression]) -> Expression:
        self.degree = max(self.degree, abs(exponent.numerator), exponent.denominator)
        if exponent <= 0:
            conditions.append(x != 0)
        if exponent == 0:
            return self._number(Fraction(1))
        base, order = x, exponent.denominator
        if order > 1:
            base = self._unknown()
            conditions.append(self._product(base, order) == x)
            if order % 2 == 0:
                conditions += [x >= 0, base >= 0]
        raised = self._product(base, abs(exponent.numerator))
        if exponent > 0:
            return raised
        return self._quotient(self._number(Fraction(1)), raised, conditions)

    def _product(self, base: Expression, count: int) -> Expression:
        return base**count if count > 1 else base

    def _whole_part(self, operator: str, x: Expression, conditions: list[Expression]) -> Expression:
        k = self._whole()
        half = self._number(Fraction(1, 2))
        match operator:
            case "floor":
                conditions += [k <= x, x < k + 1]
            case "ceil":
                conditions += [k - 1 < x, x <= k]
            case "round":
                up = self.z3.And(x >= 0, k <= x + half, x + half < k + 1)
                down = self.z3.And(x < 0, k - 1 < x - half, x - half <= k)
                conditions.append(self.z3.Or(up, down))
        return k

    def _transcendental(
        self, operator: str, x: Expression, conditions: list[Expression]
    ) -> Expression:
        """Stand in for a value Z3 cannot express by what holds of it for certain."""
        self.approximate = True
        y = self._unknown()
        if operator == "exp":  # e**x >= 1 + x, equal only at 0
            conditions += [y > 0, y >= 1 + x, (x >= 0) == (y >= 1)]
        else:  # 1 - 1/x <= log x <= x - 1
            conditions += [x > 0, y <= x - 1, x * y >= x - 1]
        return y
