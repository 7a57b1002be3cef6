"""Checking a rule for dimension before any number is looked at.

The tree of names and literals becomes a typed tree, with the two calendar conversions written in
where months meet days; or problems, each with both sides' dimensions and what would mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from verify import expression
from verify.diagnostics import Problem, suggestion
from verify.expression import Tree
from verify.quantity import Domain, Quantity
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
from verify.units import Unit, describe_dimension, parse_unit

_PLAIN = frozenset({"exp", "log", "floor", "ceil", "round"})
_WORDS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def check(
    text: str, tree: Tree, scope: Mapping[str, Quantity], nouns: frozenset[str], power: int = 64
) -> Typed | tuple[Problem, ...]:
    """Type a relation whose names are looked up in `scope`; `power` bounds whole powers."""
    checker = _Checker(text, scope, nouns, power)
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


def date_span(text: str) -> tuple[Fraction, Fraction] | None:
    """Return the first instant and the end of `2029-05-17`, `2029-05` or None for no such date."""
    parts = [int(part) for part in text.split("-")]
    try:
        first = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None
    if len(parts) > 2:
        return Fraction(first.toordinal()), Fraction(first.toordinal() + 1)
    if (parts[0], parts[1]) == (9999, 12):
        return Fraction(first.toordinal()), Fraction(first.toordinal() + 31)
    after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return Fraction(first.toordinal()), Fraction(after.toordinal())


class _RefusedError(Exception):
    """A part of the tree has no type; the reason is among the checker's problems."""


@dataclass(slots=True)
class _Checker:
    text: str
    scope: Mapping[str, Quantity]
    nouns: frozenset[str]
    power: int
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
                pairs = [
                    self._comparison(operator, operands[i], operands[i + 1])
                    for i, operator in enumerate(operators)
                ]
                return pairs[0] if len(pairs) == 1 else Typed("and", Truth(), tuple(pairs))
            case expression.Within(operand=operand, lower=lower, upper=upper):
                above = self._comparison("<=", lower, operand)
                below = self._comparison("<=", operand, upper)
                return Typed("and", Truth(), (above, below))
            case expression.OneOf(operand=operand, names=names):
                return self._one_of(operand, names)
        return self._refuse("not-a-relation", "this is a value, not a relation", tree)

    def _comparison(self, operator: str, left: Tree, right: Tree) -> Typed:
        if operator in (">", ">="):
            operator = {">": "<", ">=": "<="}[operator]
            left, right = right, left
        if operator in ("==", "!="):
            named = self._choice_comparison(operator, left, right)
            if named is not None:
                return named
        a, b = self._all((left, right), self._value)
        a, b = self._agree("compare", a, b, left, right)
        return Typed(operator, Truth(), (a, b))

    def _choice_comparison(self, operator: str, left: Tree, right: Tree) -> Typed | None:
        sides = [self._choice_side(left), self._choice_side(right)]
        if sides == [None, None]:
            return None
        if sides[0] is None:
            left, right, sides = right, left, sides[::-1]
        if not isinstance(left, expression.Name):
            return None
        quantity, other = sides
        assert quantity is not None
        node = Typed("quantity", Choice(quantity.names), name=left.id)
        if other is not None and isinstance(right, expression.Name):
            if not set(quantity.names) & set(other.names):
                self._refuse(
                    "unknown-choice",
                    f"{left.id} and {right.id} have no name in common",
                    right,
                    details=(
                        f"{left.id}: {', '.join(quantity.names)}",
                        f"{right.id}: {', '.join(other.names)}",
                    ),
                )
            pair = Typed("quantity", Choice(other.names), name=right.id)
            return Typed("same" if operator == "==" else "unlike", Truth(), (node, pair))
        if not isinstance(right, expression.Name):
            return self._refuse(
                "not-a-choice",
                f"{left.id} is a choice and can be compared only with one of its names",
                right,
                help=f"write one of {', '.join(quantity.names)}",
            )
        self._known_choice(quantity, left.id, right)
        chosen = Typed("among", Truth(), (node,), names=(right.id,))
        return chosen if operator == "==" else Typed("not", Truth(), (chosen,))

    def _choice_side(self, tree: Tree) -> Quantity | None:
        quantity = self.scope.get(tree.id) if isinstance(tree, expression.Name) else None
        return quantity if quantity is not None and quantity.domain is Domain.CHOICE else None

    def _one_of(self, operand: Tree, names: tuple[expression.Name, ...]) -> Typed:
        quantity = self._choice_side(operand)
        if quantity is None or not isinstance(operand, expression.Name):
            if isinstance(operand, expression.Name) and operand.id not in self.scope:
                self._unknown(operand)
            return self._refuse(
                "not-a-choice", "only a choice can be one of several names", operand
            )
        for name in names:
            self._known_choice(quantity, operand.id, name)
        node = Typed("quantity", Choice(quantity.names), name=operand.id)
        return Typed("among", Truth(), (node,), names=tuple(name.id for name in names))

    def _known_choice(self, quantity: Quantity, shown: str, name: expression.Name) -> None:
        if name.id in self.scope and name.id in quantity.names:
            self._refuse(
                "ambiguous-name",
                f"{name.id} is both a quantity and a name that {shown} can take",
                name,
                help="rename one of them",
            )
        if name.id not in quantity.names:
            near = suggestion(name.id, quantity.names)
            self._refuse(
                "unknown-choice",
                f"{shown} has no value {name.id}; it has {', '.join(quantity.names)}",
                name,
                help=f"did you mean {near}?" if near else "",
            )

    # Values

    def _value(self, tree: Tree) -> Typed:
        match tree:
            case expression.Number():
                return self._number(tree)
            case expression.DateLiteral(text=written):
                span = date_span(written)
                if span is None:
                    return self._refuse("no-such-date", f"there is no date {written}", tree)
                return Typed("date", Date(), value=span[0], until=span[1])
            case expression.Name(id=name):
                return self._name(tree, name)
            case expression.Negate(operand=operand):
                inner = self._value(operand)
                if isinstance(inner.type, Date):
                    return self._refuse("not-a-number", "a date has no negative", tree)
                return Typed("negate", inner.type, (inner,))
            case expression.Binary(op="**", left=base, right=exponent):
                return self._power(tree, base, exponent)
            case expression.Binary(op=op, left=left, right=right):
                return self._binary(op, tree, left, right)
            case expression.Call(function=function, arguments=arguments):
                return self._call(tree, function, arguments)
            case expression.Conditional(condition=condition, then=then, otherwise=otherwise):
                if otherwise is None:
                    return self._refuse("no-value", "this `if` has no `else`, so no value", tree)
                test = self.truth(condition)
                a, b = self._all((then, otherwise), self._value)
                a, b = self._agree("choose between", a, b, then, otherwise)
                return Typed("if", self._joint(a.type, b.type), (test, a, b))
        return self._refuse("not-a-number", "this is a relation, not a value", tree)

    def _number(self, tree: expression.Number) -> Typed:
        if tree.value == 0 and not tree.unit:
            return Typed("constant", Zero())
        unit = parse_unit(tree.unit or "1", self.nouns)
        if isinstance(unit, Problem):
            start = tree.end - len(tree.unit)
            self.problems.append(
                Problem(unit.code, unit.message, start, tree.end, unit.details, unit.help)
            )
            raise _RefusedError
        return Typed("constant", unit_type(unit), value=tree.value * unit.factor)

    def _name(self, tree: Tree, name: str) -> Typed:
        quantity = self.scope.get(name)
        if quantity is None:
            return self._unknown(tree)
        if quantity.domain is Domain.CHOICE:
            return self._refuse("not-a-number", f"{name} is a choice and has no number", tree)
        return Typed("quantity", type_of(quantity), name=name)

    def _unknown(self, tree: Tree) -> Typed:
        name = self._slice(tree)
        near = suggestion(name, self.scope)
        return self._refuse(
            "unknown-quantity",
            f"there is no quantity {name}",
            tree,
            help=f"did you mean {near}?" if near else "declare it under `quantities`",
        )

    def _binary(self, op: str, tree: Tree, left: Tree, right: Tree) -> Typed:
        a, b = self._all((left, right), self._value)
        if op in ("*", "/"):
            return self._product(op, tree, a, b)
        if isinstance(a.type, Date) or isinstance(b.type, Date):
            return self._date_sum(op, tree, a, b)
        a, b = self._agree(_WORDS[op], a, b, left, right)
        return Typed(_WORDS[op], self._sum_type(op, a.type, b.type), (a, b))

    def _product(self, op: str, tree: Tree, a: Typed, b: Typed) -> Typed:
        for side in (a, b):
            if isinstance(side.type, Date):
                return self._refuse("not-a-number", "a date can only be shifted or compared", tree)
        left, right = _plain(a.type), _plain(b.type)
        sign = 1 if op == "*" else -1
        return Typed(_WORDS[op], Measure(_product(left.exponents, right.exponents, sign)), (a, b))

    def _date_sum(self, op: str, tree: Tree, a: Typed, b: Typed) -> Typed:
        if isinstance(a.type, Date) and isinstance(b.type, Date):
            if op == "+":
                return self._refuse("date-sum", "two dates cannot be added", tree)
            return Typed("subtract", CLOCK, (a, b))
        if isinstance(b.type, Date):
            if op == "-":
                return self._refuse("date-sum", "a date cannot be taken from a duration", tree)
            a, b = b, a
        if isinstance(b.type, Zero):
            return a
        if not isinstance(b.type, Measure) or merged(b.type.exponents) != (("time", 1),):
            shown = describe_dimension(_plain(b.type).exponents)
            return self._refuse(
                "dimension-mismatch", f"a date can be shifted by time, not by {shown}", tree
            )
        return Typed(_WORDS[op], Date(), (a, _clocked(b)))

    def _power(self, tree: Tree, base: Tree, exponent: Tree) -> Typed:
        inner = self._value(base)
        constant = _constant(exponent)
        if constant is None:
            x, y = (
                self._number_only(inner, base),
                self._number_only(self._value(exponent), exponent),
            )
            log = Typed("log", NUMBER, (x,))
            return Typed("exp", NUMBER, (Typed("multiply", NUMBER, (y, log)),))
        if abs(constant.numerator) > self.power or constant.denominator > self.power:
            return self._refuse("power-too-large", f"powers go to {self.power}", exponent)
        if isinstance(inner.type, Date):
            return self._refuse("not-a-number", "a date has no power", tree)
        powers = []
        for name, power in _plain(inner.type).exponents:
            raised = power * constant
            if raised.denominator != 1:
                shown = describe_dimension(_plain(inner.type).exponents)
                return self._refuse(
                    "root-of-unit",
                    f"the root of {shown} is no whole power of units",
                    tree,
                    help="divide by a unit first, so that a plain number is left",
                )
            powers.append((name, int(raised)))
        exponents = tuple((name, power) for name, power in powers if power)
        return Typed("power", Measure(exponents), (inner,), value=constant)

    def _call(self, tree: Tree, function: str, arguments: tuple[Tree, ...]) -> Typed:
        typed = list(self._all(arguments, self._value))
        if function == "sqrt":
            root = expression.Number(Fraction(1, 2), "", "1/2", tree.start, tree.end)
            return self._power(tree, arguments[0], root)
        if function in _PLAIN:
            return Typed(function, NUMBER, (self._number_only(typed[0], arguments[0]),))
        if function == "abs":
            if isinstance(typed[0].type, Date):
                return self._refuse("not-a-number", "a date has no absolute value", tree)
            return Typed("abs", typed[0].type, (typed[0],))
        found = typed[0]
        for index, other in enumerate(typed[1:], 1):
            a, b = self._agree(function, found, other, arguments[index - 1], arguments[index])
            if function == "sum":
                if isinstance(a.type, Date):
                    return self._refuse("date-sum", "two dates cannot be added", tree)
                found = Typed("add", self._sum_type("+", a.type, b.type), (a, b))
            else:
                found = Typed(function, self._joint(a.type, b.type), (a, b))
        return found

    def _number_only(self, typed: Typed, tree: Tree) -> Typed:
        measure = typed.type
        if isinstance(measure, Zero):
            return typed
        if isinstance(measure, Measure) and measure.dimensionless:
            months = measure.power("month")
            return typed if not months else _averaged(typed, months)
        shown = (
            "a date" if isinstance(measure, Date) else describe_dimension(_plain(measure).exponents)
        )
        return self._refuse(
            "not-a-plain-number",
            f"{self._slice(tree)} is {shown}, and a plain number is needed here",
            tree,
            help=f"divide it by its unit: {self._slice(tree)} / 1 unit",
        )

    # Agreement of two sides

    def _agree(self, what: str, a: Typed, b: Typed, left: Tree, right: Tree) -> tuple[Typed, Typed]:
        """Return two values of one dimension, converted where months meet days."""
        if isinstance(a.type, Zero) or isinstance(b.type, Zero):
            if isinstance(a.type, Date) or isinstance(b.type, Date):
                self._refuse("dimension-mismatch", "a date has no zero", left)
            return a, b
        if isinstance(a.type, Date) and isinstance(b.type, Date):
            return a, b
        if not (isinstance(a.type, Measure) and isinstance(b.type, Measure)):
            self._mismatch(what, a, b, left, right)
        x, y = _plain(a.type), _plain(b.type)
        if merged(x.exponents) != merged(y.exponents):
            self._mismatch(what, a, b, left, right)
        clash = {x.share, y.share} == {Share.SHARE, Share.POINTS}
        moved = what in ("add", "sum") or (what == "subtract" and y.share is Share.POINTS)
        if clash and not moved:
            self._points(what, a, left, right)
        return _converted(a, b)

    def _sum_type(self, op: str, a: Type, b: Type) -> Type:
        if isinstance(a, Zero) or isinstance(b, Zero):
            return b if isinstance(a, Zero) else a
        assert isinstance(a, Measure)
        assert isinstance(b, Measure)
        if a.exponents:
            return Measure(a.exponents)
        shares = {a.share, b.share}
        if shares == {Share.SHARE, Share.POINTS}:
            share = Share.SHARE
        elif Share.POINTS in shares:
            share = Share.POINTS
        elif shares == {Share.SHARE}:
            share = Share.EITHER if op == "-" else Share.SHARE
        elif Share.SHARE in shares:
            share = Share.SHARE
        else:
            share = Share.EITHER
        return Measure((), share)

    def _joint(self, a: Type, b: Type) -> Type:
        if isinstance(a, Zero):
            return b
        if isinstance(a, Measure) and isinstance(b, Measure) and a.share is Share.EITHER:
            return b
        return a

    def _points(self, what: str, a: Typed, left: Tree, right: Tree) -> Typed:
        share, points = (left, right)
        if isinstance(a.type, Measure) and a.type.share is Share.POINTS:
            share, points = right, left
        return self._refuse(
            "share-and-points",
            f"cannot {what} a share and percentage points",
            left,
            right,
            details=_aligned(
                (self._slice(share), "a share (percent)"),
                (self._slice(points), "a difference of shares (percentage points)"),
            ),
            help="a change in points is the difference of two shares: `after - before`",
        )

    def _mismatch(self, what: str, a: Typed, b: Typed, left: Tree, right: Tree) -> Typed:
        shown = [_shown(side.type) for side in (a, b)]
        return self._refuse(
            "dimension-mismatch",
            f"cannot {what} {self._slice(left)} and {self._slice(right)}: their units differ",
            left,
            right,
            details=_aligned((self._slice(left), shown[0]), (self._slice(right), shown[1])),
            help=self._missing_factor(a, b, left, right),
        )

    def _missing_factor(self, a: Typed, b: Typed, left: Tree, right: Tree) -> str:
        """Compute what one side would have to be multiplied by, named where a quantity fits."""
        if not (isinstance(a.type, Measure) and isinstance(b.type, Measure)):
            return ""
        wanted = merged(_product(a.type.exponents, b.type.exponents, -1))
        inverse = tuple((base, -power) for base, power in wanted)
        for name, quantity in self.scope.items():
            if quantity.domain in (Domain.DATE, Domain.CHOICE):
                continue
            has = merged(quantity.unit.exponents)
            if has == wanted:
                return f"did you mean {self._slice(right)} * {name}?"
            if has == inverse and has:
                return f"did you mean {self._slice(left)} * {name}?"
        missing = describe_dimension(_product(a.type.exponents, b.type.exponents, -1))
        return f"{self._slice(right)} would have to be multiplied by {missing}"

    # Reporting

    def _all(self, parts: tuple[Tree, ...], visit: Callable[[Tree], Typed]) -> tuple[Typed, ...]:
        """Visit every part, so that all problems are found, then refuse if any was."""
        found = []
        for part in parts:
            try:
                found.append(visit(part))
            except _RefusedError:
                continue
        if len(found) < len(parts):
            raise _RefusedError
        return tuple(found)

    def _slice(self, tree: Tree) -> str:
        return self.text[tree.start : tree.end]

    def _refuse(
        self,
        code: str,
        message: str,
        tree: Tree,
        last: Tree | None = None,
        *,
        details: tuple[str, ...] = (),
        help: str = "",
    ) -> Typed:
        end = (last or tree).end
        self.problems.append(Problem(code, message, tree.start, end, details, help))
        raise _RefusedError


def _constant(tree: Tree) -> Fraction | None:
    """Return the value of an exponent made of plain numbers."""
    match tree:
        case expression.Number(value=value, unit=""):
            return value
        case expression.Negate(operand=operand):
            inner = _constant(operand)
            return None if inner is None else -inner
        case expression.Binary(op=op, left=left, right=right) if op in _WORDS:
            a, b = _constant(left), _constant(right)
            if a is None or b is None or (op == "/" and b == 0):
                return None
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b
    return None


def _plain(kind: Type) -> Measure:
    return kind if isinstance(kind, Measure) else NUMBER


def _product(
    a: tuple[tuple[str, int], ...], b: tuple[tuple[str, int], ...], sign: int
) -> tuple[tuple[str, int], ...]:
    powers = dict(a)
    for base, power in b:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _converted(a: Typed, b: Typed) -> tuple[Typed, Typed]:
    """Bring two values of one dimension to the same powers of month and second."""
    x, y = _plain(a.type), _plain(b.type)
    if x.elapsed and y == CLOCK:
        return _clocked(a), b
    if y.elapsed and x == CLOCK:
        return a, _clocked(b)
    months = x.power("month") - y.power("month")
    if months > 0:
        return _averaged(a, months), b
    if months < 0:
        return a, _averaged(b, -months)
    return a, b


def _clocked(node: Typed) -> Typed:
    """Return a duration in seconds: months alone may be any days that they span."""
    measure = _plain(node.type)
    if measure.elapsed:
        return Typed("elapsed", CLOCK, (node,))
    months = measure.power("month")
    return _averaged(node, months) if months else node


def _averaged(node: Typed, months: int) -> Typed:
    """Turn powers of the month into powers of the second by the average month of a year."""
    measure = _plain(node.type)
    exponents = _product(measure.exponents, (("month", -months), ("second", months)), 1)
    return Typed("calendar", Measure(exponents, measure.share), (node,), value=Fraction(months))


def _shown(kind: Type) -> str:
    match kind:
        case Measure():
            return describe_dimension(kind.exponents)
        case Date():
            return "a date"
        case Truth():
            return "true or false"
        case Choice(names):
            return "one of " + ", ".join(names)
    return "0"


def _aligned(*rows: tuple[str, str]) -> tuple[str, ...]:
    width = max(len(row[0]) for row in rows)
    return tuple(f"{left.ljust(width)}   {right}" for left, right in rows)
