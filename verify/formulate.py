"""A typed rule as a formula: true, false and undefined turned into comparisons that must hold.

Each part is compiled in one of four modes: it must be true, must be false, must not be true, or
must not be false. That is enough for Kleene's connectives and for `if`, whose `else` is taken
where the condition is false or undefined; a formula then needs no third value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction

from verify.interval import Interval
from verify.system import (
    FALSE,
    TRUE,
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
)
from verify.typed import Choice, Date, Typed, quantities

DAY = Fraction(86_400)  # seconds
_MONTH_PER_YEAR_DAY = DAY / 12  # seconds in a month, for each day of the unknown year
_BITS = 6_000  # of a number that is computed here, some 1,800 digits
_DEGREE = 1_000  # of a power of powers
_NESTED = 6  # value-level `if`s in one comparison, which becomes two for each


class _Mode(Enum):
    TRUE = "must be true"
    FALSE = "must be false"
    NOT_TRUE = "must be false or undefined"
    NOT_FALSE = "must be true or undefined"


_OPPOSITE = {
    _Mode.TRUE: _Mode.FALSE,
    _Mode.FALSE: _Mode.TRUE,
    _Mode.NOT_TRUE: _Mode.NOT_FALSE,
    _Mode.NOT_FALSE: _Mode.NOT_TRUE,
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """An unknown of one rule instance: a year's length, a month's unevenness, a day's instant."""

    name: str
    limits: Interval


@dataclass(frozen=True, slots=True)
class Template:
    """A formula whose places are quantities by name, then hidden unknowns."""

    formula: Formula
    names: tuple[str, ...]
    hidden: tuple[Hidden, ...]


class UndefinedError(Exception):
    """A part of the rule has no value whatever the quantities are, or branches past all use."""


class TooLargeError(Exception):
    """A number of the rule, or a power of powers, is beyond all that is ever published."""


def formulate(
    relation: Typed, factor: Callable[[str], Fraction], negative: Callable[[str], bool]
) -> Template:
    """Compile a relation.

    `factor(name)` is a quantity's unit in base units; `negative(name)` whether the quantity may
    be below zero. Raises UndefinedError for `1/0` and its like, TooLargeError for `9**64**64`.
    """
    places = {name: place for place, name in enumerate(quantities(relation))}
    builder = _Builder(factor, negative, places)
    formula = builder.formula(relation, _Mode.TRUE)
    parts = [formula, *builder.conditions]
    whole = formula if len(parts) == 1 else Every(tuple(parts))
    return Template(whole, tuple(builder.names), tuple(builder.hidden))


@dataclass(slots=True)
class _Scaled:
    """A term times a positive or negative constant that was kept apart."""

    scale: Fraction
    term: Term


@dataclass(slots=True)
class _Builder:
    factor: Callable[[str], Fraction]
    negative: Callable[[str], bool]
    names: dict[str, int]
    hidden: list[Hidden] = field(default_factory=list)
    conditions: list[Formula] = field(default_factory=list)
    _year: Term | None = None
    _slacks: dict[Typed, Term] = field(default_factory=dict)
    _dates: dict[Typed, Term] = field(default_factory=dict)

    def formula(self, node: Typed, mode: _Mode) -> Formula:
        """Compile a relation in a mode."""
        match node.operator:
            case "and" | "or":
                parts = tuple(self.formula(part, mode) for part in node.operands)
                conjunction = node.operator == "and"
                if mode in (_Mode.FALSE, _Mode.NOT_TRUE):
                    conjunction = not conjunction
                return Every(parts) if conjunction else Some(parts)
            case "not":
                return self.formula(node.operands[0], _OPPOSITE[mode])
            case "if":
                return self._conditional(node, mode)
            case "among":
                return self._among(node, mode)
            case "same" | "unlike":
                equal = (node.operator == "same") == (mode in (_Mode.TRUE, _Mode.NOT_FALSE))
                return Same(self._place(node.operands[0]), self._place(node.operands[1]), equal)
        lifted = _lifted(node)
        if lifted is not None:
            return self.formula(lifted, mode)
        return self._comparison(node, mode)

    def _conditional(self, node: Typed, mode: _Mode) -> Formula:
        condition, then = node.operands[0], node.operands[1]
        if len(node.operands) > 2:
            otherwise = self.formula(node.operands[2], mode)
        else:
            otherwise = TRUE if mode in (_Mode.TRUE, _Mode.NOT_FALSE) else FALSE
        return Some(
            (
                Every((self.formula(condition, _Mode.TRUE), self.formula(then, mode))),
                Every((self.formula(condition, _Mode.NOT_TRUE), otherwise)),
            )
        )

    def _among(self, node: Typed, mode: _Mode) -> Formula:
        quantity = node.operands[0]
        names = frozenset(node.names)
        if mode in (_Mode.FALSE, _Mode.NOT_TRUE):
            assert isinstance(quantity.type, Choice)
            names = frozenset(quantity.type.names) - names
        return Among(self._place(quantity), names)

    def _comparison(self, node: Typed, mode: _Mode) -> Formula:
        operator, (left, right) = node.operator, node.operands
        direct = self._dated(operator, left, right, mode)
        if direct is not None:
            return direct
        undefined: list[Formula] = []
        a, b = self._term(left, undefined), self._term(right, undefined)
        x, y = _balanced(a, b)
        if mode in (_Mode.FALSE, _Mode.NOT_TRUE):
            operator, x, y = _negated(operator, x, y)
        compared = Compare(operator, x, y)
        if mode in (_Mode.NOT_TRUE, _Mode.NOT_FALSE) and undefined:
            return Some((compared, *undefined))
        return compared

    def _dated(self, operator: str, left: Typed, right: Typed, mode: _Mode) -> Formula | None:
        """Compare an instant with a printed date, which is all the instants it may mean."""
        if "date" not in (left.operator, right.operator):
            return None
        if left.operator == right.operator:
            return None
        other = right if left.operator == "date" else left
        literal = left if left.operator == "date" else right
        undefined: list[Formula] = []
        term = _whole(self._term(other, undefined))
        first, until = Constant(literal.value), Constant(literal.until)
        holds: Formula
        match operator, literal is right:
            case ("==", _):
                holds = Every((Compare("<=", first, term), Compare("<", term, until)))
                fails: Formula = Some((Compare("<", term, first), Compare("<=", until, term)))
            case ("!=", _):
                holds = Some((Compare("<", term, first), Compare("<=", until, term)))
                fails = Every((Compare("<=", first, term), Compare("<", term, until)))
            case ("<=", True):
                holds, fails = Compare("<", term, until), Compare("<=", until, term)
            case ("<", True):
                holds, fails = Compare("<", term, first), Compare("<=", first, term)
            case ("<=", False):
                holds, fails = Compare("<=", first, term), Compare("<", term, first)
            case _:
                holds, fails = Compare("<=", until, term), Compare("<", term, until)
        chosen = fails if mode in (_Mode.FALSE, _Mode.NOT_TRUE) else holds
        if mode in (_Mode.NOT_TRUE, _Mode.NOT_FALSE) and undefined:
            return Some((chosen, *undefined))
        return chosen

    # Terms

    def _term(self, node: Typed, undefined: list[Formula]) -> _Scaled:
        match node.operator:
            case "constant":
                return _Scaled(Fraction(1), Constant(node.value))
            case "quantity":
                scale = Fraction(1) if isinstance(node.type, Date) else self.factor(node.name)
                return _Scaled(scale, Slot(self._place(node)))
            case "date":
                return _Scaled(Fraction(1), self._date(node))
            case "calendar":
                return self._calendar(node, undefined)
            case "elapsed":
                return self._elapsed(node, undefined)
        parts = [self._term(operand, undefined) for operand in node.operands]
        match node.operator:
            case "add" | "subtract":
                return self._sum(node, parts)
            case "multiply":
                return _product(parts[0], parts[1])
            case "divide":
                return _quotient(parts[0], parts[1], undefined)
            case "negate":
                return _Scaled(-parts[0].scale, parts[0].term)
            case "power":
                return _power(parts[0], node.value, undefined)
            case "abs":
                return _Scaled(abs(parts[0].scale), _operation("abs", parts[0].term))
        terms = [_whole(part) for part in parts]
        if node.operator == "log":
            if isinstance(terms[0], Constant) and terms[0].value <= 0:
                raise UndefinedError("the logarithm of a number that is not positive")
            undefined.append(Compare("<=", terms[0], Constant(Fraction(0))))
        return _Scaled(Fraction(1), _operation(node.operator, *terms))

    def _place(self, node: Typed) -> int:
        return self.names[node.name]

    def _sum(self, node: Typed, parts: list[_Scaled]) -> _Scaled:
        a, b = parts
        left, right = node.operands
        if isinstance(left.type, Date) and isinstance(right.type, Date):
            return _Scaled(DAY, _operation("subtract", _whole(a), _whole(b)))
        if isinstance(left.type, Date):
            b = _Scaled(b.scale / DAY, b.term)
        return _added(node.operator, a, b)

    def _calendar(self, node: Typed, undefined: list[Formula]) -> _Scaled:
        months = int(node.value)
        inner = self._term(node.operands[0], undefined)
        year = _power(_Scaled(_MONTH_PER_YEAR_DAY, self._years()), Fraction(months), undefined)
        return _product(inner, year)

    def _elapsed(self, node: Typed, undefined: list[Formula]) -> _Scaled:
        """N months are any number of days from 365n/12 - 2.5 to 366n/12 + 1.5 (design, 3.6)."""
        inner = self._term(node.operands[0], undefined)
        average = _product(inner, _Scaled(_MONTH_PER_YEAR_DAY, self._years()))
        slack = self._slack(node, _whole(inner))
        return _added("add", average, _Scaled(DAY, slack))

    def _years(self) -> Term:
        if self._year is None:
            self._year = self._hide("year", Interval(Fraction(365), Fraction(366)))
        return self._year

    def _slack(self, node: Typed, months: Term) -> Term:
        if node not in self._slacks:
            low, high = Fraction(-5, 2), Fraction(3, 2)
            signed = self._may_be_negative(node.operands[0])
            slack = self._hide("days", Interval(low, -low if signed else high))
            self._slacks[node] = slack
            if signed:
                self.conditions.append(_mirrored(months, slack, high))
        return self._slacks[node]

    def _may_be_negative(self, node: Typed) -> bool:
        if node.operator == "quantity":
            return self.negative(node.name)
        if node.operator == "constant":
            return node.value < 0
        return True

    def _date(self, node: Typed) -> Term:
        if node not in self._dates:
            limits = Interval(node.value, node.until, upper_open=True)
            self._dates[node] = self._hide("date", limits)
        return self._dates[node]

    def _hide(self, name: str, limits: Interval) -> Term:
        self.hidden.append(Hidden(name, limits))
        return Slot(len(self.names) + len(self.hidden) - 1)


def _mirrored(months: Term, slack: Term, high: Fraction) -> Formula:
    """Mirror a duration's unevenness where the duration is negative."""
    zero = Constant(Fraction(0))
    forward = (Compare("<=", zero, months), Compare("<=", slack, Constant(high)))
    backward = (Compare("<=", months, zero), Compare("<=", Constant(-high), slack))
    return Some((Every(forward), Every(backward)))


def _balanced(a: _Scaled, b: _Scaled) -> tuple[Term, Term]:
    """Return two terms that compare as the scaled ones do."""
    if a.scale == b.scale and a.scale > 0:
        return a.term, b.term
    if isinstance(a.term, Constant) and b.scale > 0:
        return Constant(a.term.value * a.scale / b.scale), b.term
    if a.scale > 0:
        return a.term, _times(b.scale / a.scale, b.term)
    return _whole(a), _whole(b)


def _negated(operator: str, x: Term, y: Term) -> tuple[str, Term, Term]:
    match operator:
        case "==":
            return "!=", x, y
        case "!=":
            return "==", x, y
        case "<=":
            return "<", y, x
    return "<=", y, x


def _added(operator: str, a: _Scaled, b: _Scaled) -> _Scaled:
    if isinstance(a.term, Constant) and not isinstance(b.term, Constant):
        return _Scaled(b.scale, _operation(operator, _times(a.scale / b.scale, a.term), b.term))
    return _Scaled(a.scale, _operation(operator, a.term, _times(b.scale / a.scale, b.term)))


def _product(a: _Scaled, b: _Scaled) -> _Scaled:
    for constant, other in ((a, b), (b, a)):
        if isinstance(constant.term, Constant) and constant.term.value != 0:
            scale = _computed(constant.scale * constant.term.value * other.scale)
            return _Scaled(scale, other.term)
    return _Scaled(_computed(a.scale * b.scale), _operation("multiply", a.term, b.term))


def _quotient(a: _Scaled, b: _Scaled, undefined: list[Formula]) -> _Scaled:
    if isinstance(b.term, Constant):
        if b.term.value == 0:
            raise UndefinedError("a division by zero")
        return _Scaled(_computed(a.scale / (b.scale * b.term.value)), a.term)
    undefined.append(Compare("==", b.term, Constant(Fraction(0))))
    return _Scaled(_computed(a.scale / b.scale), _operation("divide", a.term, b.term))


def _power(a: _Scaled, exponent: Fraction, undefined: list[Formula]) -> _Scaled:
    if exponent == 1:
        return a
    zero = Constant(Fraction(0))
    base = _whole(a)
    if isinstance(base, Constant):
        if exponent <= 0 and base.value == 0:
            raise UndefinedError("a power of zero that is not positive")
        if exponent.denominator % 2 == 0 and base.value < 0:
            raise UndefinedError("an even root of a negative number")
    elif exponent <= 0:
        undefined.append(Compare("==", base, zero))
    if exponent.denominator % 2 == 0 and not isinstance(base, Constant):
        undefined.append(Compare("<", base, zero))
    if _degree(base) * abs(exponent) > _DEGREE:
        raise TooLargeError(f"powers of powers come to more than {_DEGREE}")
    if exponent.denominator == 1:
        if isinstance(base, Constant):
            return _Scaled(Fraction(1), Constant(_raised(base.value, int(exponent))))
        return _Scaled(_raised(a.scale, int(exponent)), Operation("power", (a.term,), exponent))
    return _Scaled(Fraction(1), Operation("power", (base,), exponent))


def _raised(value: Fraction, exponent: int) -> Fraction:
    if _bits(value) * abs(exponent) > _BITS and abs(value) != 1:
        raise _too_large()
    return value**exponent


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) - 1


def _computed(value: Fraction) -> Fraction:
    if _bits(value) > _BITS:
        raise _too_large()
    return value


def _too_large() -> TooLargeError:
    return TooLargeError("a number of it has more than 1,800 digits")


def _degree(term: Term) -> Fraction:
    """Return how high a power of some variable a term is, at most; of a constant, 1."""
    if not isinstance(term, Operation):
        return Fraction(1)
    degrees = [_degree(operand) for operand in term.operands]
    if term.operator == "power":
        return degrees[0] * max(Fraction(1), abs(term.exponent))
    return sum(degrees, Fraction(0)) if term.operator in ("multiply", "divide") else max(degrees)


def _operation(operator: str, *terms: Term) -> Term:
    """Build an operation, computed at once where all operands are constants and it is rational."""
    values = [term.value for term in terms if isinstance(term, Constant)]
    if len(values) == len(terms):
        match operator:
            case "add":
                return Constant(_computed(values[0] + values[1]))
            case "subtract":
                return Constant(_computed(values[0] - values[1]))
            case "multiply":
                return Constant(_computed(values[0] * values[1]))
            case "abs":
                return Constant(abs(values[0]))
    return Operation(operator, terms)


def _times(factor: Fraction, term: Term) -> Term:
    if factor == 1:
        return term
    if isinstance(term, Constant):
        return Constant(_computed(term.value * factor))
    return Operation("multiply", (Constant(factor), term))


def _whole(a: _Scaled) -> Term:
    return _times(a.scale, a.term)


def _lifted(node: Typed) -> Typed | None:
    """Return a comparison with its first value-level `if` turned into an `if` of comparisons."""
    found = _first_choice(node)
    if found is None:
        return None
    if _count_choices(node) > _NESTED:
        raise UndefinedError("too many `if` values in one comparison")
    condition, then, otherwise = found.operands
    return Typed(
        "if",
        node.type,
        (condition, _replaced(node, found, then), _replaced(node, found, otherwise)),
    )


def _first_choice(node: Typed) -> Typed | None:
    for operand in node.operands:
        if operand.operator == "if":
            return operand
        found = _first_choice(operand)
        if found is not None:
            return found
    return None


def _count_choices(node: Typed) -> int:
    return sum((operand.operator == "if") + _count_choices(operand) for operand in node.operands)


def _replaced(node: Typed, old: Typed, new: Typed) -> Typed:
    if node is old:
        return new
    return replace(node, operands=tuple(_replaced(part, old, new) for part in node.operands))
