"""Relations as trees of the tests' own: read off a system, or printed as the text of a rule.

They share nothing with the parser, the typed tree or the formulas of the program, so that the
oracle can judge what a rule's *text* means while the program judges what it made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify import system
from verify.system import Constraint


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, by its index, times what one of its unit is worth."""

    index: int
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation: + - * / ** (by a constant), negate, or a function of the rule grammar."""

    operator: str
    parts: tuple[Value, ...]
    exponent: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Pick:
    """A value-level `if`: `then` where the condition is true, else `otherwise`."""

    condition: Relation
    then: Value
    otherwise: Value


Value = Number | Name | Apply | Pick


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, with one of == != <= < >= >."""

    operator: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice takes one of some names."""

    index: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two choices take the same name, or do not."""

    left: int
    right: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """`and` or `or` of any number of parts."""

    operator: str
    parts: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene's `not`."""

    part: Relation


@dataclass(frozen=True, slots=True)
class Given:
    """`if`: `then` where the condition is true, else `otherwise`, which is nothing if left out."""

    condition: Relation
    then: Relation
    otherwise: Relation | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """An instant against a printed date, which is all instants from `first` to before `until`."""

    operator: str
    index: int
    first: Fraction
    until: Fraction
    printed: str

    @property
    def meaning(self) -> Relation:
        """The same as comparisons of numbers of days."""
        name = Name(self.index)
        before = Compared("<", name, Number(self.first))
        after = Compared(">=", name, Number(self.until))
        match self.operator:
            case "==":
                return Joined("and", (Not(before), Not(after)))
            case "!=":
                return Joined("or", (before, after))
            case "<":
                return before
            case "<=":
                return Not(after)
            case ">":
                return after
        return Not(before)


Relation = Compared | OneOf | Alike | Joined | Not | Given | Dated
ALWAYS = Joined("and", ())
NEVER = Joined("or", ())
_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**"}


def of_constraint(constraint: Constraint) -> Relation:
    """Read a relation off a constraint of a system."""
    return _of_formula(constraint.formula, constraint.variables)


def _of_formula(formula: system.Formula, variables: Sequence[int]) -> Relation:
    match formula:
        case system.Compare(operator, left, right):
            return Compared(operator, _of_term(left, variables), _of_term(right, variables))
        case system.Among(place, names):
            return OneOf(variables[place], names)
        case system.Same(left, right, equal):
            return Alike(variables[left], variables[right], equal)
        case system.Every(parts):
            return Joined("and", tuple(_of_formula(part, variables) for part in parts))
        case system.Some(parts):
            return Joined("or", tuple(_of_formula(part, variables) for part in parts))


def _of_term(term: system.Term, variables: Sequence[int]) -> Value:
    match term:
        case system.Constant(value):
            return Number(value)
        case system.Slot(place):
            return Name(variables[place])
        case system.Operation(operator, operands, exponent):
            parts = tuple(_of_term(operand, variables) for operand in operands)
            return Apply(_SIGNS.get(operator, operator), parts, exponent)


def indices(tree: Relation | Value) -> Iterator[int]:
    """Yield the variables that a tree mentions, with repetitions."""
    match tree:
        case Name(index) | OneOf(index) | Dated(_, index):
            yield index
        case Alike(left, right):
            yield left
            yield right
        case Not(part):
            yield from indices(part)
        case Apply(_, operands):
            for each in operands:
                yield from indices(each)
        case Joined(_, relations):
            for relation in relations:
                yield from indices(relation)
        case Compared(_, left, right):
            yield from indices(left)
            yield from indices(right)
        case Pick(condition, value, other):
            yield from indices(condition)
            yield from indices(value)
            yield from indices(other)
        case Given(condition, then, otherwise):
            yield from indices(condition)
            yield from indices(then)
            if otherwise is not None:
                yield from indices(otherwise)


def placed(relation: Relation, places: Mapping[int, int]) -> Relation:
    """Return a relation of numbers with each variable `i` replaced by `places[i]`, if it is there.

    Two variables may become one.
    """
    match relation:
        case Compared(operator, left, right):
            return Compared(operator, _placed(left, places), _placed(right, places))
        case Joined(operator, parts):
            return Joined(operator, tuple(placed(part, places) for part in parts))
        case Not(part):
            return Not(placed(part, places))
        case Given(condition, then, otherwise):
            other = None if otherwise is None else placed(otherwise, places)
            return Given(placed(condition, places), placed(then, places), other)
    return relation


def _placed(tree: Value, places: Mapping[int, int]) -> Value:
    match tree:
        case Name(index, factor):
            return Name(places.get(index, index), factor)
        case Apply(operator, parts, exponent):
            return Apply(operator, tuple(_placed(part, places) for part in parts), exponent)
        case Pick(condition, then, otherwise):
            return Pick(
                placed(condition, places), _placed(then, places), _placed(otherwise, places)
            )
    return tree


def text(tree: Relation | Value, names: Sequence[str]) -> str:
    """Print a tree as the text of a rule, in more parentheses than it needs."""
    match tree:
        case Number(value):
            return _number(value)
        case Name(index):
            return names[index]
        case Apply():
            return _applied(tree, names)
        case Pick(condition, then, otherwise):
            parts = [text(part, names) for part in (condition, then, otherwise)]
            return f"(if {parts[0]} then {parts[1]} else {parts[2]})"
        case Compared(operator, left, right):
            return f"{text(left, names)} {operator} {text(right, names)}"
        case Dated(operator, index, _, _, printed):
            return f"{names[index]} {operator} {printed}"
        case OneOf(index, chosen):
            if len(chosen) == 1:
                return f"{names[index]} == {next(iter(chosen))}"
            return f"{names[index]} in {{{', '.join(sorted(chosen))}}}"
        case Alike(left, right, equal):
            return f"{names[left]} {'==' if equal else '!='} {names[right]}"
        case Joined(operator, parts):
            return "(" + f" {operator} ".join(text(part, names) for part in parts) + ")"
        case Not(part):
            return f"not ({text(part, names)})"
        case Given(condition, then, otherwise):
            written = f"if {text(condition, names)} then {text(then, names)}"
            if otherwise is not None:
                written += f" else {text(otherwise, names)}"
            return f"({written})"


def _applied(tree: Apply, names: Sequence[str]) -> str:
    parts = [text(part, names) for part in tree.parts]
    match tree.operator:
        case "+" | "-" | "*" | "/":
            return f"({parts[0]} {tree.operator} {parts[1]})"
        case "**":
            exponent = tree.exponent
            return f"({parts[0]}) ** ({exponent.numerator}/{exponent.denominator})"
        case "negate":
            return f"(-({parts[0]}))"
    return f"{tree.operator}({', '.join(parts)})"


def _number(value: Fraction) -> str:
    if value < 0:
        return f"(-{_number(-value)})"
    if value.denominator == 1:
        return str(value.numerator)
    return f"({value.numerator}/{value.denominator})"
