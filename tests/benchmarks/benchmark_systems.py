"""Systems like those that articles make, drawn from a seed: as plain data, and as our engine's.

Every quantity has a planted true value; claims print it rounded to two or three digits. Peers
translate the plain data on their own, so that nobody is measured on somebody else's objects.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from draft_systems import Draft, Relation, Tree, grow, quantities_of, rounding_unit

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Item,
    Operation,
    Origin,
    Role,
    Slot,
    System,
    Term,
    Variable,
)

_HEDGED = 0.25  # of the claims: "about", which gives way by a tenth
_BOUND = 0.05  # of the claims: "more than"
_TWICE = 0.1  # of the claims: another source speaks of the same quantity
_RETRACTABLE = 0.25  # of the rules, where there are assumptions
_RANGED = 0.15  # of the quantities, where there are assumptions
_ERRORS = tuple(factor**power for factor in map(Fraction, (2, 10, 12)) for power in (1, -1))


class Variant(Enum):
    """What was done to a true system."""

    CONSISTENT = "consistent"
    WRONG = "one wrong figure"
    WITHDRAWN = "wrong, half withdrawn"
    ASSUMPTIONS = "wrong, with assumptions"


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim or assumption: a range of one quantity (`loose` and `face`), or a relation."""

    about: int | None = None
    loose: Interval = EVERYTHING
    face: Interval = EVERYTHING
    relation: Relation | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A system as plain data; `whole` says that all quantities are whole numbers."""

    limits: tuple[Interval, ...]
    rules: tuple[Relation, ...]
    items: tuple[Stated, ...]
    planted: tuple[Fraction, ...]
    whole: bool = False


def plain_system(seed: int, claims: int, variant: Variant, components: int = 1) -> Plain:
    """Draw a system of some components with so many claims in each."""
    return _side_by_side([_one(f"{seed}.{part}", claims, variant) for part in range(components)])


def whole_system(seed: int, claims: int) -> Plain:
    """Draw a small system of whole numbers with one wrong figure, bounded on both sides."""
    source = random.Random(f"whole.{seed}")
    draft = grow(source, claims, whole=True)
    limits = tuple(Interval(Fraction(0), Fraction(100_000)) for _ in draft.values)
    stated = _claims(source, draft, claims)
    stated = _spoilt(source, [replace(s, loose=s.face) for s in stated])
    return Plain(limits, tuple(draft.rules), tuple(stated), tuple(draft.values), whole=True)


def engine_system(plain: Plain) -> System:
    """Return the same as the compiler would give it to the engine."""
    domain = "integer" if plain.whole else "real"
    variables = tuple(
        Variable(f"q{n}", domain, limits, quantity=f"q{n}") for n, limits in enumerate(plain.limits)
    )
    hard = tuple(
        _relation(rule, Origin(Role.RULE, f"rule{n}")) for n, rule in enumerate(plain.rules)
    )
    items = tuple(_item(stated, f"item{n:05}") for n, stated in enumerate(plain.items))
    return System(variables, hard, items)


def _one(seed: str, claims: int, variant: Variant) -> Plain:
    source = random.Random(f"{variant.name}.{seed}")
    grown = 2 * claims if variant is Variant.WITHDRAWN else claims
    draft = grow(source, max(3, round(grown / source.uniform(0.6, 1))))
    rules = list(draft.rules)
    stated = _claims(source, draft, grown)
    if variant is Variant.WITHDRAWN:
        stated = source.sample(stated, claims)
    if variant is not Variant.CONSISTENT:
        stated = _spoilt(source, stated)
    if variant is Variant.ASSUMPTIONS:
        given_up = source.sample(rules, max(1, round(_RETRACTABLE * len(rules))))
        stated += [Stated(relation=rule, assumed=True) for rule in given_up]
        rules = [rule for rule in rules if rule not in given_up]
        stated += _ranges(source, draft)
    return Plain(tuple(draft.limits), tuple(rules), tuple(stated), tuple(draft.values))


def _claims(source: random.Random, draft: Draft, count: int) -> list[Stated]:
    """Print values rounded, some of them hedged; a few quantities are claimed twice."""
    everything = list(range(len(draft.values)))
    source.shuffle(everything)
    chosen = everything[: max(1, round(count * (1 - _TWICE)))]
    chosen += [source.choice(chosen) for _ in range(count - len(chosen))]
    return [_printed(source, about, draft.values[about]) for about in sorted(chosen)]


def _printed(source: random.Random, about: int, value: Fraction) -> Stated:
    unit = rounding_unit(value, source.choice((2, 3)))
    kind = source.random()
    if kind < _BOUND:
        below = Interval(unit * ((value - unit / 1000) // unit), lower_open=True)
        return Stated(about, below, below)
    shown = unit * round(value / unit)
    face = Interval(shown - unit / 2, shown + unit / 2)
    if kind > 1 - _HEDGED:
        slack = max(abs(shown) / 10, unit)
        return Stated(about, Interval(shown - slack, shown + slack), face)
    return Stated(about, face, face)


def _spoilt(source: random.Random, stated: list[Stated]) -> list[Stated]:
    """Multiply one figure by what a confusion of periods or of decimals makes of it."""
    place = source.choice([n for n, each in enumerate(stated) if each.face.upper is not None])
    factor = source.choice(_ERRORS)
    wrong = replace(
        stated[place],
        loose=stated[place].loose.scaled(factor),
        face=stated[place].face.scaled(factor),
    )
    return [*stated[:place], wrong, *stated[place + 1 :]]


def _ranges(source: random.Random, draft: Draft) -> list[Stated]:
    about = source.sample(range(len(draft.values)), max(1, round(_RANGED * len(draft.values))))
    ranges = []
    for each in sorted(about):
        low, high = sorted(draft.values[each] * part for part in (Fraction(7, 10), Fraction(7, 5)))
        within = Interval(low, high)
        ranges.append(Stated(each, within, within, assumed=True))
    return ranges


def _side_by_side(parts: list[Plain]) -> Plain:
    limits: list[Interval] = []
    rules: list[Relation] = []
    items: list[Stated] = []
    planted: list[Fraction] = []
    for part in parts:
        first = len(limits)
        rules += [rule.moved(first) for rule in part.rules]
        for stated in part.items:
            relation = None if stated.relation is None else stated.relation.moved(first)
            about = None if stated.about is None else stated.about + first
            items.append(replace(stated, about=about, relation=relation))
        limits += part.limits
        planted += part.planted
    return Plain(tuple(limits), tuple(rules), tuple(items), tuple(planted))


def _item(stated: Stated, id_: str) -> Item:
    role = Role.ASSUMPTION if stated.assumed else Role.CLAIM
    origin = Origin(role, id_)
    if stated.relation is not None:
        relation = _relation(stated.relation, origin)
        return Item(id_, role, relation, relation, relation, relation, None)
    assert stated.about is not None
    loose, open_loose = _both(stated.loose, stated.about, origin)
    face, open_face = loose, open_loose
    if stated.face != stated.loose:
        face, open_face = _both(stated.face, stated.about, origin)
    return Item(id_, role, loose, face, open_loose, open_face, stated.about)


def _both(values: Interval, about: int, origin: Origin) -> tuple[Constraint, Constraint]:
    """Return membership in a set with its ends and without them."""
    opened = replace(values, lower_open=True, upper_open=True)
    return (
        Constraint(_membership(values), (about,), origin),
        Constraint(_membership(opened), (about,), origin),
    )


def _membership(values: Interval) -> Formula:
    parts: list[Formula] = []
    if values.lower is not None:
        operator = "<" if values.lower_open else "<="
        parts.append(Compare(operator, Constant(values.lower), Slot(0)))
    if values.upper is not None:
        operator = "<" if values.upper_open else "<="
        parts.append(Compare(operator, Slot(0), Constant(values.upper)))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _relation(relation: Relation, origin: Origin) -> Constraint:
    variables = tuple(dict.fromkeys(_mentioned(relation)))
    places = {variable: place for place, variable in enumerate(variables)}
    left, right = _term(relation.left, places), _term(relation.right, places)
    return Constraint(Compare(relation.operator, left, right), variables, origin)


def _mentioned(relation: Relation) -> Iterator[int]:
    yield from quantities_of(relation.left)
    yield from quantities_of(relation.right)


_OPERATORS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def _term(tree: Tree, places: dict[int, int]) -> Term:
    if isinstance(tree, int):
        return Slot(places[tree])
    if isinstance(tree, Fraction):
        return Constant(tree)
    operands = (_term(tree.left, places), _term(tree.right, places))
    return Operation(_OPERATORS[tree.operator], operands)
