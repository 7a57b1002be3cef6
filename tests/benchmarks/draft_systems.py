"""True systems drawn at random: quantities with planted values, and rules that hold of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from verify.interval import Interval

_POSITIVE = Interval(Fraction(0))
_SMALLEST, _LARGEST = Fraction(1, 100), Fraction(10) ** 12
_FACTORS = tuple(map(Fraction, (4, 12, 24, 60, 365, 1000, 8760)))  # between units and periods
_LOOPS = 0.3  # of the steps: they join two known quantities, so that figures test each other
_COMPARED = 0.1  # of the steps: a comparison beside them
_TRIES = 100


@dataclass(frozen=True, slots=True)
class Apply:
    """`left operator right`, with operator one of + - * /."""

    operator: str
    left: Tree
    right: Tree


Tree = int | Fraction | Apply  # a quantity by its number, a constant, or an operation


@dataclass(frozen=True, slots=True)
class Relation:
    """`left operator right`, with operator one of == <=."""

    operator: str
    left: Tree
    right: Tree

    def moved(self, by: int) -> Relation:
        """Return the relation of quantities numbered higher."""
        return Relation(self.operator, _moved(self.left, by), _moved(self.right, by))


@dataclass(slots=True)
class Draft:
    """A connected system in the making, all of whose rules hold of its values."""

    source: random.Random
    whole: bool
    values: list[Fraction] = field(default_factory=list)
    limits: list[Interval] = field(default_factory=list)
    rules: list[Relation] = field(default_factory=list)

    def add(self, value: Fraction, limits: Interval | None = None) -> int:
        """Add a quantity, not negative if its value is not; return its number."""
        self.values.append(value)
        self.limits.append(limits or (_POSITIVE if value > 0 else Interval()))
        return len(self.values) - 1

    def equate(self, known: Tree, other: Tree) -> None:
        """Add an equation."""
        self.rules.append(Relation("==", known, other))


def grow(source: random.Random, quantities: int, *, whole: bool = False) -> Draft:
    """Draw a connected system of at least so many quantities."""
    draft = Draft(source, whole)
    draft.add(Fraction(source.randint(10, 99)) if whole else _base(source, -1, 9))
    while len(draft.values) < quantities:
        looping = len(draft.values) > 3 and source.random() < _LOOPS
        if whole:
            _whole_step(draft, looping)
        else:
            source.choice(_LOOPING if looping else _BRANCHING)(draft)
        if source.random() < _COMPARED and len(draft.values) > 2:
            _compare(draft)
    return draft


def rounding_unit(value: Fraction, digits: int) -> Fraction:
    """Return the unit of a value's last digit when so many are printed."""
    exponent = 0
    while abs(value) >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while abs(value) < Fraction(10) ** exponent:
        exponent -= 1
    return Fraction(10) ** (exponent - digits + 1)


def quantities_of(tree: Tree) -> Iterator[int]:
    """Yield the quantities that a tree mentions, with repetitions."""
    if isinstance(tree, Apply):
        yield from quantities_of(tree.left)
        yield from quantities_of(tree.right)
    elif isinstance(tree, int):
        yield tree


def _moved(tree: Tree, by: int) -> Tree:
    if isinstance(tree, Apply):
        return Apply(tree.operator, _moved(tree.left, by), _moved(tree.right, by))
    return tree if isinstance(tree, Fraction) else tree + by


def _base(source: random.Random, low: int, high: int) -> Fraction:
    """Return a value of three digits, its magnitude drawn evenly."""
    return source.randint(100, 999) * Fraction(10) ** source.randint(low - 2, high - 2)


def _known(draft: Draft) -> int:
    return draft.source.randrange(len(draft.values))


def _pair(draft: Draft) -> tuple[int, int]:
    one, other = draft.source.sample(range(len(draft.values)), 2)
    return one, other


def _fits(value: Fraction) -> bool:
    return _SMALLEST <= abs(value) <= _LARGEST


def _product(draft: Draft) -> None:
    """Make a total of a known rate and a new count."""
    rate = _known(draft)
    count = _base(draft.source, 0, 3)
    if _fits(draft.values[rate] * count):
        term = draft.add(count)
        total = draft.add(draft.values[rate] * count)
        draft.equate(total, Apply("*", rate, term))


def _sum(draft: Draft) -> None:
    """Make a whole of a known part and one or two new ones."""
    part = _known(draft)
    tree: Tree = part
    whole = draft.values[part]
    for _ in range(draft.source.randint(1, 2)):
        value = draft.values[part] * Fraction(draft.source.randint(5, 60), 20)
        whole += value
        tree = Apply("+", tree, draft.add(value))
    draft.equate(tree, draft.add(whole))


def _share(draft: Draft) -> None:
    """Make a known quantity a share of a new whole."""
    part = _known(draft)
    whole = draft.values[part] * Fraction(100, draft.source.randint(5, 95))
    if draft.values[part] > 0 and _fits(whole):
        of = draft.add(whole)
        limits = Interval(Fraction(0), Fraction(1))
        draft.equate(draft.add(draft.values[part] / whole, limits), Apply("/", part, of))


def _multiple(draft: Draft) -> None:
    """Say a known quantity in another unit or period."""
    known = _known(draft)
    factor = draft.source.choice(_FACTORS)
    if _fits(draft.values[known] * factor):
        other = draft.add(draft.values[known] * factor)
        draft.equate(other, Apply("*", factor, known))
    elif _fits(draft.values[known] / factor):
        other = draft.add(draft.values[known] / factor)
        draft.equate(known, Apply("*", factor, other))


def _change(draft: Draft) -> None:
    """Let a known quantity grow or shrink by a percentage."""
    before = _known(draft)
    percent = Fraction(draft.source.choice([-1, 1, 1, 1]) * draft.source.randint(2, 80))
    ratio = 1 + percent / 100
    after = draft.add(draft.values[before] * ratio)
    change = draft.add(percent, Interval())
    growth = Apply("+", Fraction(1), Apply("/", change, Fraction(100)))
    draft.equate(after, Apply("*", before, growth))


def _ratio(draft: Draft) -> None:
    """Divide one known quantity by another."""
    one, other = _pair(draft)
    if _fits(draft.values[one] / draft.values[other]):
        ratio = draft.add(draft.values[one] / draft.values[other])
        draft.equate(ratio, Apply("/", one, other))


def _missing_factor(draft: Draft) -> None:
    """Make a known total of another known quantity and a new one."""
    total, rate = _pair(draft)
    if _fits(draft.values[total] / draft.values[rate]):
        factor = draft.add(draft.values[total] / draft.values[rate])
        draft.equate(total, Apply("*", rate, factor))


def _difference(draft: Draft) -> None:
    """Name what one known quantity is above another of its size."""
    for _ in range(_TRIES):
        one, other = _pair(draft)
        high, low = draft.values[one], draft.values[other]
        if 0 < low < high < 20 * low and _fits(high - low):
            draft.equate(draft.add(high - low), Apply("-", one, other))
            return


def _area(draft: Draft) -> None:
    """Multiply two known quantities."""
    one, other = _pair(draft)
    if _fits(draft.values[one] * draft.values[other]):
        product = draft.add(draft.values[one] * draft.values[other])
        draft.equate(product, Apply("*", one, other))


_BRANCHING = (_product, _product, _sum, _sum, _share, _multiple, _change)
_LOOPING = (_ratio, _missing_factor, _difference, _area)


def _compare(draft: Draft) -> None:
    one, other = _pair(draft)
    if draft.values[one] > draft.values[other]:
        one, other = other, one
    draft.rules.append(Relation("<=", one, other))


def _whole_step(draft: Draft, looping: bool) -> None:
    """Make a product or a sum of whole numbers, none of them above 100 000."""
    small = [n for n, value in enumerate(draft.values) if value <= 50_000]
    one = draft.source.choice(small)
    if looping:
        other = draft.source.choice(small)
    else:
        other = draft.add(Fraction(draft.source.randint(2, 40)))
    product = draft.values[one] * draft.values[other]
    if draft.source.random() < 0.5 and product <= 50_000:
        draft.equate(draft.add(product), Apply("*", one, other))
    else:
        total = draft.add(draft.values[one] + draft.values[other])
        draft.equate(total, Apply("+", one, other))
