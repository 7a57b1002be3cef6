"""Checking a rule for dimension before any number is looked at.

The tree of names and literals becomes a typed tree, with the two calendar conversions written in
where months meet days; or problems, each with both sides' dimensions and what would mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from verify import choices, expression, mismatch
from verify.agreement import (
    averaged,
    clocked,
    converted,
    joint,
    plain,
    product,
    sum_type,
    timed,
)
from verify.dates import Period, iso_period
from verify.diagnostics import Problem, suggestion
from verify.expression import Tree
from verify.mismatch import Side, described
from verify.quantity import Domain, Quantity
from verify.tree import shortened
from verify.typed import (
    CLOCK,
    NUMBER,
    Choice,
    Date,
    Measure,
    Share,
    Truth,
    Type,
    Typed,
    Zero,
    merged,
)
from verify.units import Unit, parse_unit

Near = Callable[[str, Collection[str]], str]

_PLAIN = frozenset({"exp", "log", "floor", "ceil", "round"})
_WORDS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def check(
    text: str,
    tree: Tree,
    scope: Mapping[str, Quantity],
    nouns: frozenset[str],
    power: int = 64,
    near: Near = suggestion,
) -> Typed | tuple[Problem, ...]:
    """Type a relation whose names are looked up in `scope`.

    `power` bounds whole powers; `near` suggests a name for a misspelt one.
    """
    checker = _Checker(text, scope, nouns, power, near)
    try:
        typed = checker.truth(tree)
    except _RefusedError:
        return tuple(checker.problems)
    return tuple(checker.problems) if checker.problems else typed


def type_of(quantity: Quantity) -> Type:
    """Return what a quantity measures."""
    if quantity.domain is Domain.CHOICE:
        return Choice(quantity.names)
    if quantity.domain is Domain.DATE:
        return Date()
    return unit_type(quantity.unit)


def unit_type(unit: Unit) -> Measure:
    """Return what a unit measures."""
    return Measure(unit.exponents, Share.POINTS if unit.points else Share.SHARE)


class _RefusedError(Exception):
    """A part of the tree has no type; the reason is among the checker's problems."""


@dataclass(slots=True)
class _Checker:
    text: str
    scope: Mapping[str, Quantity]
    nouns: frozenset[str]
    power: int
    near: Near
    problems: list[Problem] = field(default_factory=list)

    # Relations

    def truth(self, tree: Tree) -> Typed:
        """Type a relation."""
        match tree:
            case expression.And(parts=parts):
                return Typed("and", Truth(), self._all(parts, self.truth))
            case expression.Or(parts=parts):
                return Typed("or", Truth(), self._all(parts, self.truth))
            case expression.Not(operand=operand):
                return Typed("not", Truth(), (self.truth(operand),))
            case expression.Conditional(condition=condition, then=then, otherwise=otherwise):
                branches = (condition, then) if otherwise is None else (condition, then, otherwise)
                return Typed("if", Truth(), self._all(branches, self.truth))
            case expression.Compare(operands=operands, operators=operators):
                chain = zip(operators, operands, operands[1:], strict=False)
                pairs = self._each(*(partial(self._comparison, *link) for link in chain))
                return pairs[0] if len(pairs) == 1 else Typed("and", Truth(), pairs)
            case expression.Within(operand=operand, lower=lower, upper=upper):
                above = partial(self._comparison, "<=", lower, operand)
                below = partial(self._comparison, "<=", operand, upper)
                return Typed("and", Truth(), self._each(above, below))
            case expression.OneOf(operand=operand, names=names):
                return self._one_of(operand, names)
        return self._refuse("not-a-relation", "this is a value, not a relation", tree)

    def _comparison(self, operator: str, left: Tree, right: Tree) -> Typed:
        if operator in (">", ">="):
            operator = {">": "<", ">=": "<="}[operator]
            left, right = right, left
        if operator in ("==", "!="):
            named = choices.compared(operator, left, right, self.scope)
            if named is not None:
                return self._accepted(named)
        a, b = self._all((left, right), self._value)
        a, b = self._agree("compare", a, b, left, right)
        return Typed(operator, Truth(), (a, b))

    def _one_of(self, operand: Tree, names: tuple[expression.Name, ...]) -> Typed:
        own = choices.chosen(operand, self.scope)
        if own is not None and isinstance(operand, expression.Name):
            return self._accepted(choices.one_of(operand, own, names, self.scope))
        if isinstance(operand, expression.Name) and operand.id not in self.scope:
            return self._unknown(operand)
        message = f"{self._shown(operand)} is no choice, so it cannot be one of several names"
        help_ = "a choice is declared with `choices: [paid, due]`"
        return self._refuse("not-a-choice", message, operand, help=help_)

    # Values

    def _value(self, tree: Tree) -> Typed:
        match tree:
            case expression.Number():
                return self._number(tree)
            case expression.DateLiteral(text=written):
                period = iso_period(written)
                assert isinstance(period, Period), "the reader of rules refuses any other date"
                first, after = Fraction(period.first), Fraction(period.last + 1)
                return Typed("date", Date(), value=first, until=after)
            case expression.Name(id=name):
                return self._name(tree, name)
            case expression.Negate(operand=operand):
                inner = self._value(operand)
                if isinstance(inner.type, Date):
                    return self._no_arithmetic(operand, "negative")
                return Typed("negate", inner.type, (inner,))
            case expression.Binary(op="**", left=base, right=exponent):
                return self._power(tree, base, exponent)
            case expression.Binary():
                return self._binary(tree)
            case expression.Call(function=function, arguments=arguments):
                return self._call(tree, function, arguments)
            case expression.Conditional(condition=condition, then=then, otherwise=otherwise):
                if otherwise is None:
                    message = "an `if` that is a value has no `else`"
                    return self._refuse("incomplete-conditional", message, tree)
                test, a, b = self._each(
                    partial(self.truth, condition),
                    partial(self._value, then),
                    partial(self._value, otherwise),
                )
                a, b = self._agree("choose between", a, b, then, otherwise)
                return Typed("if", joint(a.type, b.type), (test, a, b))
        return self._refuse("relation-as-value", "this is a relation, not a value", tree)

    def _number(self, tree: expression.Number) -> Typed:
        if tree.value == 0 and not tree.unit:
            return Typed("constant", Zero())
        unit = parse_unit(tree.unit or "1", self.nouns)
        if isinstance(unit, Problem):
            at = tree.end - len(tree.unit)
            return self._accepted((replace(unit, start=at + unit.start, end=at + unit.end),))
        return Typed("constant", unit_type(unit), value=tree.value * unit.factor)

    def _name(self, tree: Tree, name: str) -> Typed:
        quantity = self.scope.get(name)
        if quantity is None:
            return self._unknown(tree)
        if quantity.domain is Domain.CHOICE:
            message = f"{name} is a choice, not a number"
            near = quantity.names[0] if quantity.names else "paid"
            help_ = f"compare it with one of its names: `{name} == {near}`"
            return self._refuse("not-a-number", message, tree, help=help_)
        return Typed("quantity", type_of(quantity), name=name)

    def _unknown(self, tree: Tree) -> Typed:
        name = self._slice(tree)
        near = self.near(name, self.scope)
        help_ = f"did you mean {near}?" if near else "declare it under `quantities`"
        message = f"there is no quantity {shortened(name)}"
        return self._refuse("unknown-quantity", message, tree, help=help_)

    def _binary(self, tree: expression.Binary) -> Typed:
        op, left, right = tree.op, tree.left, tree.right
        a, b = self._all((left, right), self._value)
        if op in ("*", "/"):
            return self._product(tree, a, b)
        if isinstance(a.type, Date) or isinstance(b.type, Date):
            return self._date_sum(tree, a, b)
        a, b = self._agree(_WORDS[op], a, b, left, right)
        return Typed(_WORDS[op], sum_type(op, a.type, b.type), (a, b))

    def _product(self, tree: expression.Binary, a: Typed, b: Typed) -> Typed:
        op = tree.op
        for side, part in ((a, tree.left), (b, tree.right)):
            if isinstance(side.type, Date):
                return self._no_arithmetic(part, "multiplied" if op == "*" else "divided")
        sign = 1 if op == "*" else -1
        a, b = timed(a, b, sign)
        left, right = plain(a.type), plain(b.type)
        return Typed(_WORDS[op], Measure(product(left.exponents, right.exponents, sign)), (a, b))

    def _no_arithmetic(self, tree: Tree, done: str) -> Typed:
        message = f"{self._shown(tree)} is a date, which cannot be {done}"
        help_ = "a duration is the difference of two dates: `end - start`"
        return self._refuse("not-a-number", message, tree, help=help_)

    def _date_sum(self, tree: expression.Binary, a: Typed, b: Typed) -> Typed:
        op, left, right = tree.op, self._shown(tree.left), self._shown(tree.right)
        if isinstance(a.type, Date) and isinstance(b.type, Date):
            if op == "+":
                return self._added_dates(tree, left, right)
            return Typed("subtract", CLOCK, (a, b))
        if isinstance(b.type, Date):
            if op == "-":
                message = f"{right} is a date, and cannot be taken from {left}, which is none"
                help_ = f"did you mean {right} - {left}?"
                return self._refuse("date-sum", message, tree, help=help_)
            a, b, left, right = b, a, right, left
        if isinstance(b.type, Zero):
            return a
        if not isinstance(b.type, Measure) or merged(b.type.exponents) != (("time", 1),):
            message = f"a date can be shifted by time, not by {described(b.type)}"
            rows = mismatch.aligned((left, described(a.type)), (right, described(b.type)))
            return self._refuse("dimension-mismatch", message, tree, details=rows)
        return Typed(_WORDS[op], Date(), (a, clocked(b)))

    def _added_dates(self, tree: Tree, left: str, right: str) -> Typed:
        message = f"{left} and {right} are dates, which cannot be added"
        help_ = f"the time between them is {right} - {left}"
        return self._refuse("date-sum", message, tree, help=help_)

    def _power(self, tree: Tree, base: Tree, exponent: Tree) -> Typed:
        constant = _constant(exponent, self.power)
        if constant is None:
            raised = self._all((base, exponent), self._value)
            x, y = self._each(
                partial(self._number_only, raised[0], base),
                partial(self._number_only, raised[1], exponent),
            )
            log = Typed("log", NUMBER, (x,))
            return Typed("exp", NUMBER, (Typed("multiply", NUMBER, (y, log)),))
        if abs(constant.numerator) > self.power or constant.denominator > self.power:
            message = f"the power {self._shown(exponent)} is too large"
            help_ = f"whole powers and roots go to {self.power}"
            return self._refuse("power-too-large", message, exponent, help=help_)
        inner = self._value(base)
        if isinstance(inner.type, Date):
            return self._no_arithmetic(base, "raised to a power")
        powers = []
        for name, power in plain(inner.type).exponents:
            whole = power * constant
            if whole.denominator != 1:
                message = f"the root of {described(inner.type)} is no whole power of units"
                help_ = "divide by a unit first, so that a plain number is left"
                return self._refuse("root-of-unit", message, tree, help=help_)
            powers.append((name, int(whole)))
        exponents = tuple((name, power) for name, power in powers if power)
        return Typed("power", Measure(exponents), (inner,), value=constant)

    def _call(self, tree: Tree, function: str, arguments: tuple[Tree, ...]) -> Typed:
        if function == "sqrt":
            root = expression.Number(Fraction(1, 2), "", "1/2", tree.start, tree.end)
            return self._power(tree, arguments[0], root)
        typed = self._all(arguments, self._value)
        if function in _PLAIN:
            return Typed(function, NUMBER, (self._number_only(typed[0], arguments[0]),))
        if function == "abs":
            if isinstance(typed[0].type, Date):
                return self._no_arithmetic(arguments[0], "made absolute")
            return Typed("abs", typed[0].type, (typed[0],))
        found = typed[0]
        for index, other in enumerate(typed[1:], 1):
            a, b = self._agree(function, found, other, arguments[index - 1], arguments[index])
            if function == "sum":
                if isinstance(a.type, Date):
                    shown = [self._shown(each) for each in arguments[index - 1 : index + 1]]
                    return self._added_dates(tree, *shown)
                found = Typed("add", sum_type("+", a.type, b.type), (a, b))
            else:
                found = Typed(function, joint(a.type, b.type), (a, b))
        return found

    def _number_only(self, typed: Typed, tree: Tree) -> Typed:
        measure = typed.type
        if isinstance(measure, Zero):
            return typed
        if isinstance(measure, Measure) and measure.dimensionless:
            months = measure.power("month")
            return typed if not months else averaged(typed, months)
        if isinstance(measure, Date):
            return self._no_arithmetic(tree, "used as a plain number")
        shown = self._shown(tree)
        quantity = self.scope.get(shown)
        unit = quantity.unit.text if quantity is not None else "unit"
        message = f"{shown} is {described(measure)}, and a plain number is needed here"
        help_ = f"divide it by its unit: `{shown} / 1 {unit}`"
        return self._refuse("not-a-plain-number", message, tree, help=help_)

    # Agreement of two sides

    def _agree(self, what: str, a: Typed, b: Typed, left: Tree, right: Tree) -> tuple[Typed, Typed]:
        """Return two values of one dimension, converted where months meet days."""
        sides = Side(left, self._slice(left), a.type), Side(right, self._slice(right), b.type)
        dates = [isinstance(side.type, Date) for side in sides]
        if all(dates):
            return a, b
        if any(dates):
            self._accepted((mismatch.apart(what, *sides, self.scope),))
        if isinstance(a.type, Zero) or isinstance(b.type, Zero):
            return a, b
        x, y = plain(a.type), plain(b.type)
        if merged(x.exponents) != merged(y.exponents):
            self._accepted((mismatch.apart(what, *sides, self.scope),))
        clash = {x.share, y.share} == {Share.SHARE, Share.POINTS}
        moved = what in ("add", "sum") or (what == "subtract" and y.share is Share.POINTS)
        if clash and not moved:
            self._accepted((mismatch.share_and_points(what, *sides),))
        return converted(a, b)

    # Reporting

    def _all(self, parts: tuple[Tree, ...], visit: Callable[[Tree], Typed]) -> tuple[Typed, ...]:
        return self._each(*(partial(visit, part) for part in parts))

    def _each(self, *visits: Callable[[], Typed]) -> tuple[Typed, ...]:
        """Make every visit, so that all problems are found, then refuse if any was."""
        found = []
        for visit in visits:
            try:
                found.append(visit())
            except _RefusedError:
                continue
        if len(found) < len(visits):
            raise _RefusedError
        return tuple(found)

    def _slice(self, tree: Tree) -> str:
        return self.text[tree.start : tree.end]

    def _shown(self, tree: Tree) -> str:
        return shortened(self._slice(tree))

    def _refuse(
        self,
        code: str,
        message: str,
        tree: Tree,
        *,
        details: tuple[str, ...] = (),
        help: str = "",
    ) -> Typed:
        return self._accepted((Problem(code, message, tree.start, tree.end, details, help),))

    def _accepted(self, found: Typed | tuple[Problem, ...]) -> Typed:
        """Return what was typed, or refuse with all that is wrong with it."""
        if isinstance(found, Typed):
            return found
        self.problems.extend(found)
        raise _RefusedError


def _constant(tree: Tree, power: int) -> Fraction | None:
    """Return the value of an exponent made of plain numbers, with powers up to `power` in it."""
    match tree:
        case expression.Number(value=value, unit=""):
            return value
        case expression.Negate(operand=operand):
            inner = _constant(operand, power)
            return None if inner is None else -inner
        case expression.Binary(op=op, left=left, right=right):
            a, b = _constant(left, power), _constant(right, power)
            if a is None or b is None or (op == "/" and b == 0):
                return None
            if op == "**":
                sizes = abs(a), abs(b), a.denominator
                small = a != 0 and b.denominator == 1 and all(size <= power for size in sizes)
                return Fraction(a ** int(b)) if small else None
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b
    return None
