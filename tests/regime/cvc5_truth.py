"""Relations as cvc5 terms: a second oracle, by a solver that shares nothing with Z3.

The translation is its own, too: a quotient is a fresh number q with q * divisor == dividend where
the divisor is not zero, a root one whose power is what it is of, and every term carries the
conditions under which it is defined. `exp` and `log` are not said.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import cvc5
from cvc5 import Kind
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

Term = Any  # cvc5's terms are typed, its operators are not
_MILLISECONDS = 2_000
_KINDS = {"<": Kind.LT, "<=": Kind.LEQ, ">": Kind.GT, ">=": Kind.GEQ}
_SUMS = {"+": Kind.ADD, "sum": Kind.ADD, "-": Kind.SUB, "*": Kind.MULT}


class UnsaidError(Exception):
    """A relation says what is not translated."""


class Second:
    """An oracle for some relations over some variables; subsets are bit masks."""

    def __init__(self, variables: Sequence[Variable], relations: Sequence[Relation]) -> None:
        self.variables, self.relations = variables, relations
        self.manager = cvc5.TermManager()
        self.known: dict[int, bool | None] = {}

    def consistent(self, chosen: int) -> bool | None:
        """Tell whether chosen relations can all hold; None where cvc5 does not know."""
        if chosen not in self.known:
            try:
                self.known[chosen] = self._asked(chosen)
            except UnsaidError:
                self.known[chosen] = None
        return self.known[chosen]

    def _asked(self, chosen: int) -> bool | None:
        writing = _Writing(self.manager, self.variables)
        for number, relation in enumerate(self.relations):
            if chosen >> number & 1:
                writing.asserted.append(writing.holds(relation))
        solver = cvc5.Solver(self.manager)
        solver.setLogic("ALL")
        solver.setOption("tlimit-per", str(_MILLISECONDS))
        for term in writing.asserted:
            solver.assertFormula(term)
        said = solver.checkSat()
        return True if said.isSat() else False if said.isUnsat() else None


class _Writing:
    """Writes one question."""

    def __init__(self, manager: Any, variables: Sequence[Variable]) -> None:
        self.to = manager
        self.asserted: list[Term] = []
        self.fresh = 0
        self.numbers: dict[int, Term] = {}
        self.chosen: dict[tuple[int, str], Term] = {}
        for index, variable in enumerate(variables):
            self._declare(index, variable)

    def _declare(self, index: int, variable: Variable) -> None:
        if variable.domain == "choice":
            for name in variable.names:
                term = self.to.mkConst(self.to.getBooleanSort(), f"c{index}_{name}")
                self.chosen[index, name] = term
            terms = [self.chosen[index, name] for name in variable.names]
            self.asserted.append(self._any(terms))
            for one, other in itertools.combinations(terms, 2):
                self.asserted.append(self._not(self._all([one, other])))
            return
        if variable.domain == "integer":
            whole = self.to.mkConst(self.to.getIntegerSort(), f"i{index}")
            self.numbers[index] = self.to.mkTerm(Kind.TO_REAL, whole)
        else:
            self.numbers[index] = self.to.mkConst(self.to.getRealSort(), f"x{index}")
        limits = variable.limits
        for end, opened, kinds in (
            (limits.lower, limits.lower_open, (Kind.GT, Kind.GEQ)),
            (limits.upper, limits.upper_open, (Kind.LT, Kind.LEQ)),
        ):
            if end is not None:
                kind = kinds[0] if opened else kinds[1]
                self.asserted.append(self.to.mkTerm(kind, self.numbers[index], self._real(end)))

    # Truth: what makes a relation true, and what makes it false, each where it is defined

    def holds(self, tree: Relation) -> Term:
        """Return the formula that a relation is true."""
        return self._truth(tree)[0]

    def _truth(self, tree: Relation) -> tuple[Term, Term]:
        match tree:
            case Compared(operator, left, right):
                defined: list[Term] = []
                a, b = self._value(left, defined), self._value(right, defined)
                if operator in ("==", "!="):
                    found = self.to.mkTerm(Kind.EQUAL, a, b)
                    found = self._not(found) if operator == "!=" else found
                else:
                    found = self.to.mkTerm(_KINDS[operator], a, b)
                return self._all([*defined, found]), self._all([*defined, self._not(found)])
            case OneOf(index, names):
                found = self._any(
                    [self.chosen[index, n] for n in names if (index, n) in self.chosen]
                )
                return found, self._not(found)
            case Alike(left, right, equal):
                pairs = [
                    self._all([term, self.chosen[right, name]])
                    for (index, name), term in self.chosen.items()
                    if index == left and (right, name) in self.chosen
                ]
                same = self._any(pairs)
                return (same, self._not(same)) if equal else (self._not(same), same)
            case Dated():
                return self._truth(tree.meaning)
            case Not(part):
                true, false = self._truth(part)
                return false, true
            case Joined(operator, parts):
                both = [self._truth(part) for part in parts]
                trues, falses = [t for t, _ in both], [f for _, f in both]
                if operator == "and":
                    return self._all(trues), self._any(falses)
                return self._any(trues), self._all(falses)
            case Given(condition, then, otherwise):
                true, _ = self._truth(condition)
                a, b = self._truth(then)
                c, d = (self.to.mkTrue(), self.to.mkFalse())
                if otherwise is not None:
                    c, d = self._truth(otherwise)
                return self.to.mkTerm(Kind.ITE, true, a, c), self.to.mkTerm(Kind.ITE, true, b, d)

    # Values

    def _value(self, tree: Value, defined: list[Term]) -> Term:
        match tree:
            case Number(number):
                return self._real(number)
            case Name(index, factor):
                term = self.numbers[index]
                return term if factor == 1 else self._of(Kind.MULT, self._real(factor), term)
            case Pick(condition, then, otherwise):
                true, _ = self._truth(condition)
                one: list[Term] = []
                other: list[Term] = []
                a, b = self._value(then, one), self._value(otherwise, other)
                defined.append(self._of(Kind.ITE, true, self._all(one), self._all(other)))
                return self._of(Kind.ITE, true, a, b)
            case Apply(operator, parts, exponent):
                known = [self._value(part, defined) for part in parts]
                found = known[0]
                if len(known) == 1:
                    return self._single(operator, found, exponent, defined)
                for each in known[1:]:
                    found = self._pair(operator, found, each, defined)
                return found

    def _pair(self, operator: str, a: Term, b: Term, defined: list[Term]) -> Term:
        if operator in _SUMS:
            return self._of(_SUMS[operator], a, b)
        if operator == "/":
            quotient = self._new()
            unlike = self._not(self._of(Kind.EQUAL, b, self._real(Fraction(0))))
            defined.append(unlike)
            divided = self._of(Kind.EQUAL, self._of(Kind.MULT, quotient, b), a)
            self.asserted.append(self._of(Kind.IMPLIES, unlike, divided))
            return quotient
        if operator in ("min", "max"):
            less = self._of(Kind.LEQ if operator == "min" else Kind.GEQ, a, b)
            return self._of(Kind.ITE, less, a, b)
        raise UnsaidError(operator)

    def _single(self, operator: str, x: Term, exponent: Fraction, defined: list[Term]) -> Term:
        zero, half = self._real(Fraction(0)), self._real(Fraction(1, 2))
        match operator:
            case "negate":
                return self._of(Kind.NEG, x)
            case "abs":
                return self._of(Kind.ITE, self._of(Kind.GEQ, x, zero), x, self._of(Kind.NEG, x))
            case "floor":
                return self._floor(x)
            case "ceil":
                return self._of(Kind.NEG, self._floor(self._of(Kind.NEG, x)))
            case "round":
                up = self._floor(self._of(Kind.ADD, x, half))
                down = self._of(Kind.NEG, self._floor(self._of(Kind.SUB, half, x)))
                return self._of(Kind.ITE, self._of(Kind.GEQ, x, zero), up, down)
            case "sqrt":
                return self._root(x, 2, defined)
            case "**":
                return self._power(x, exponent, defined)
        raise UnsaidError(operator)

    def _floor(self, x: Term) -> Term:
        return self._of(Kind.TO_REAL, self._of(Kind.TO_INTEGER, x))

    def _power(self, x: Term, exponent: Fraction, defined: list[Term]) -> Term:
        if exponent <= 0:
            defined.append(self._not(self._of(Kind.EQUAL, x, self._real(Fraction(0)))))
        base = x if exponent.denominator == 1 else self._root(x, exponent.denominator, defined)
        found = self._real(Fraction(1))
        for _ in range(abs(exponent.numerator)):
            found = self._of(Kind.MULT, found, base)
        return found if exponent >= 0 else self._pair("/", self._real(Fraction(1)), found, defined)

    def _root(self, x: Term, order: int, defined: list[Term]) -> Term:
        root = self._new()
        power = root
        for _ in range(order - 1):
            power = self._of(Kind.MULT, power, root)
        said = self._of(Kind.EQUAL, power, x)
        if order % 2 == 0:
            zero = self._real(Fraction(0))
            possible = self._of(Kind.GEQ, x, zero)
            defined.append(possible)
            positive = self._of(Kind.GEQ, root, zero)
            said = self._of(Kind.IMPLIES, possible, self._all([said, positive]))
        self.asserted.append(said)
        return root

    # Terms

    def _new(self) -> Term:
        self.fresh += 1
        return self.to.mkConst(self.to.getRealSort(), f"n{self.fresh}")

    def _of(self, kind: Kind, *terms: Term) -> Term:
        return self.to.mkTerm(kind, *terms)

    def _real(self, value: Fraction) -> Term:
        return self.to.mkReal(f"{value.numerator}/{value.denominator}")

    def _not(self, term: Term) -> Term:
        return self.to.mkTerm(Kind.NOT, term)

    def _all(self, terms: Sequence[Term]) -> Term:
        if len(terms) < 2:
            return terms[0] if terms else self.to.mkTrue()
        return self.to.mkTerm(Kind.AND, *terms)

    def _any(self, terms: Sequence[Term]) -> Term:
        if len(terms) < 2:
            return terms[0] if terms else self.to.mkFalse()
        return self.to.mkTerm(Kind.OR, *terms)
