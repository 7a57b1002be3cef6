"""The mathematics of a suite: variables and constraints, no units left, one constraint per origin.

Truth is Kleene's: a comparison is true, false or undefined. Formulas here hold only if they are
true; the compiler has already turned `not` and `if` into comparisons that must hold, so that no
formula needs a third value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from verify.interval import EVERYTHING, Interval
from verify.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Slot:
    """A variable of the constraint, by its place in `Constraint.variables`."""

    place: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation on terms.

    `operator` is one of negate add subtract multiply divide min max abs exp log floor ceil round,
    or power, whose `exponent` is a constant.
    """

    operator: str
    operands: tuple[Term, ...]
    exponent: Fraction = Fraction(1)


Term = Constant | Slot | Operation


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`, with operator one of == != <= <; both sides defined."""

    operator: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Among:
    """A choice variable takes one of some names."""

    place: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Same:
    """Two choice variables take the same name, or (`equal` false) do not."""

    left: int
    right: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; with no parts, always."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; with no parts, never."""

    parts: tuple[Formula, ...]


Formula = Compare | Among | Same | Every | Some

TRUE = Every(())
FALSE = Some(())


class Role(StrEnum):
    """What a constraint comes from."""

    RULE = "rule"
    LIMIT = "limit"
    CLAIM = "claim"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a constraint comes from, for derivations: a rule's id, a claim's id and so on."""

    role: Role
    id: str
    text: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Variable:
    """An unknown: a quantity (in a period), or a hidden one such as a year's length.

    `limits` always hold. Names of a choice are in `names`; numbers are in the quantity's unit,
    dates in days.
    """

    id: str
    domain: str = "real"  # real, integer, date or choice
    limits: Interval = EVERYTHING
    names: tuple[str, ...] = ()
    quantity: str = ""  # the quantity's id, empty for a hidden variable
    period: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A formula over variables, which may be shared with other constraints of one kind.

    `variables` has each variable once: see `distinct`.
    """

    formula: Formula
    variables: tuple[int, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Option:
    """One way to understand a claim: a reading, a period, or both; constraints for each level.

    `name` is what reports call it, `reading` the reading's own name, `variable` what it is about;
    `condition` is the `when` alone, which the other two include.
    """

    name: str
    loose: Constraint
    face: Constraint
    variable: int
    reading: str = ""
    condition: Constraint | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A claim or assumption, which can be given up: what it says loosely and at face.

    `open_loose` and `open_face` say the same with the ends that come from rounding left out; an
    item of one option has no `options`, and `variable` is None where it is a relation.
    """

    id: str
    role: Role
    loose: Constraint
    face: Constraint
    open_loose: Constraint
    open_face: Constraint
    variable: int | None
    options: tuple[Option, ...] = ()
    soft: bool = False
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """Everything a suite says, as mathematics; `hard` are the rules."""

    variables: tuple[Variable, ...]
    hard: tuple[Constraint, ...]
    items: tuple[Item, ...]


def slots(part: Formula | Term) -> Iterator[int]:
    """Yield the places a formula or term mentions, with repetitions."""
    match part:
        case Slot(place):
            yield place
        case Operation(_, operands):
            for operand in operands:
                yield from slots(operand)
        case Compare(_, left, right):
            yield from slots(left)
            yield from slots(right)
        case Among(place):
            yield place
        case Same(left, right):
            yield left
            yield right
        case Every(parts) | Some(parts):
            for inner in parts:
                yield from slots(inner)


def distinct(constraint: Constraint) -> Constraint:
    """Give each variable one place; two roles that one subject fills would give it two."""
    variables = tuple(dict.fromkeys(constraint.variables))
    if len(variables) == len(constraint.variables):
        return constraint
    places = [variables.index(variable) for variable in constraint.variables]
    return Constraint(moved(constraint.formula, places), variables, constraint.origin)


def is_strict(formula: Formula) -> bool:
    """Tell whether a formula may exclude a single value, as `<` and `!=` do."""
    match formula:
        case Compare(operator):
            return operator in ("<", "!=")
        case Every(parts) | Some(parts):
            return any(is_strict(part) for part in parts)
    return False


def moved(formula: Formula, places: list[int]) -> Formula:
    """Return a formula with each place `p` renumbered to `places[p]`."""
    match formula:
        case Compare(operator, left, right):
            return Compare(operator, _moved_term(left, places), _moved_term(right, places))
        case Among(place, names):
            return Among(places[place], names)
        case Same(left, right, equal):
            return Same(places[left], places[right], equal)
        case Every(parts):
            return Every(tuple(moved(part, places) for part in parts))
        case Some(parts):
            return Some(tuple(moved(part, places) for part in parts))


def _moved_term(term: Term, places: list[int]) -> Term:
    match term:
        case Slot(place):
            return Slot(places[place])
        case Operation(operator, operands, exponent):
            inner = tuple(_moved_term(operand, places) for operand in operands)
            return Operation(operator, inner, exponent)
    return term


@dataclass(frozen=True, slots=True)
class Share:
    """What of a system belongs to one connected component."""

    variables: tuple[int, ...]
    hard: tuple[Constraint, ...]
    items: tuple[Item, ...]


def components(system: System) -> tuple[Share, ...]:
    """Return the connected components of a system, in the order of their lowest variable."""
    parent = list(range(len(system.variables)))

    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    groups = [constraint.variables for constraint in system.hard]
    groups += [item.loose.variables for item in system.items]
    for group in groups:
        for index in group[1:]:
            low, high = sorted((find(group[0]), find(index)))
            parent[high] = low
    variables: dict[int, list[int]] = {}
    hard: dict[int, list[Constraint]] = {}
    items: dict[int, list[Item]] = {}
    for index in range(len(system.variables)):
        variables.setdefault(find(index), []).append(index)
    for constraint in system.hard:
        hard.setdefault(find(constraint.variables[0]), []).append(constraint)
    for item in system.items:
        items.setdefault(find(item.loose.variables[0]), []).append(item)
    return tuple(
        Share(tuple(members), tuple(hard.get(root, ())), tuple(items.get(root, ())))
        for root, members in variables.items()
    )
