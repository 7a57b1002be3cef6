"""Every small system of a kind: one rule over three quantities, with ends that touch or just miss.

A world is a rule `x operator y relation z`, what is said of x and y, and which quantities are whole
numbers. What z can be follows from the signs and the ends of x and y, in arithmetic of this
module's own; each world is then asked about many a z that reaches it, touches it, or misses it by
the strictness of an end. `python tests/differential.py --small --systems 540000` asks every world.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from differences import BUDGET, Found
from printed import HALF, Ends

from verify.compile import membership
from verify.component import Component, component
from verify.conflicts import Answer
from verify.interval import Interval
from verify.system import (
    Compare,
    Constraint,
    Item,
    Operation,
    Origin,
    Role,
    Share,
    Slot,
    System,
    Variable,
)

RELATIONS = ("==", "<=", "<", "!=")
OPERATORS = ("add", "subtract", "multiply", "divide", "min", "max")
ANY = Ends(None, None, True, True)
ZERO = Fraction(0)
_REAL = tuple(map(Fraction, ("-3/2", "-1", "0", "1/2", "1", "3/2", "2")))
_WHOLE = tuple(map(Fraction, ("-3/2", "-1", "0", "1/2", "2")))
_DOMAINS = ("whole whole whole", "whole whole real", "whole real real", "real real whole")
_STRIDE = 7_919  # prime, so that worlds that follow one another are unlike

Pieces = Sequence[Ends]  # sets without gaps, whose union is meant


@dataclass(frozen=True)
class World:
    """`x operator y relation z`, what is said of x and y, and whether x, y and z are whole."""

    relation: str
    operator: str
    x: Ends
    y: Ends
    whole: tuple[bool, bool, bool]

    def __str__(self) -> str:
        rule = f"{self.operator}(x, y) {self.relation} z"
        names = "".join(n for n, whole in zip("xyz", self.whole, strict=True) if whole)
        return f"{rule}, x in {_shown(self.x)}, y in {_shown(self.y)}, whole: {names or 'none'}"


def count() -> int:
    """Return how many worlds there are."""
    return len(_worlds())


def world(number: int) -> World:
    """Return a world by its number; neighbours are unlike."""
    worlds = _worlds()
    return worlds[number * _STRIDE % len(worlds)]


@cache
def _worlds() -> list[World]:
    drawn = itertools.product(RELATIONS, OPERATORS, _sets(_REAL), _sets(_REAL))
    found = [World(*each, (False, False, False)) for each in drawn]
    bounded = [each for each in _sets(_WHOLE) if each.low is not None and each.high is not None]
    for domain in _DOMAINS:
        x, y, z = (name == "whole" for name in domain.split())
        drawn = itertools.product(RELATIONS, OPERATORS, bounded, bounded)
        found += [World(*each, (x, y, z)) for each in drawn]
    assert math.gcd(len(found), _STRIDE) == 1
    return found


def _sets(ends: Sequence[Fraction]) -> list[Ends]:
    """Return all sets that end at two of some numbers or are unbounded, none of them empty."""
    flags = list(itertools.product((False, True), repeat=2))
    found = [Ends(end, end) for end in ends]
    found += [Ends(a, b, *f) for a, b in itertools.combinations(ends, 2) for f in flags]
    found += [Ends(end, None, opened, True) for end in ends for opened in (False, True)]
    found += [Ends(None, end, True, opened) for end in ends for opened in (False, True)]
    return [*found, ANY]


# What follows, in arithmetic of this module's own


def image(operator: str, xs: Pieces, ys: Pieces) -> list[Ends]:
    """Return what an operation makes of two sets; without a value where it divides by zero."""
    found: list[Ends] = []
    for x, y in itertools.product(xs, ys):
        match operator:
            case "add":
                found.append(_plus(x, y))
            case "subtract":
                found.append(_plus(x, y.times(Fraction(-1))))
            case "min":
                found.append(_least(x, y))
            case "max":
                negative = _least(x.times(Fraction(-1)), y.times(Fraction(-1)))
                found.append(negative.times(Fraction(-1)))
            case "multiply":
                found += (_product(a, b) for a in _signs(x) for b in _signs(y))
            case "divide":
                found += (
                    _product(a, _reciprocal(b)) for a in _signs(x) for b in _signs(y) if b != _NIL
                )
    return found


def related(relation: str, pieces: Pieces, z: Ends) -> list[Ends]:
    """Return what of a set has a number of some pieces that it is related to."""
    if relation == "==":
        beside: Pieces = pieces
    elif relation == "!=":
        hull = _hull(pieces)
        beside = [ANY] if pieces else []
        if hull is not None and hull.low == hull.high and hull.low is not None:
            beside = [Ends(None, hull.low, True, True), Ends(hull.low, None, True, True)]
    else:
        beside = [Ends(p.low, None, p.open_low or relation == "<", True) for p in pieces]
    return [both for each in beside if (both := _both(each, z)) is not None]


def before(operator: str, xs: Pieces, ys: Pieces, zs: Pieces) -> list[Ends]:
    """Return what the first operand can be beside what is said of it, given the others."""
    match operator:
        case "add":
            found = image("subtract", zs, ys)
        case "subtract":
            found = image("add", zs, ys)
        case "multiply":
            found = image("divide", zs, ys)
            if any(ZERO in y for y in ys) and any(ZERO in z for z in zs):
                found.append(ANY)
        case _:
            assert operator == "divide"
            found = image("multiply", zs, [p for y in ys for p in _signs(y) if p != _NIL])
    return [both for x in xs for each in found if (both := _both(x, each)) is not None]


_NIL = Ends(ZERO, ZERO)


def _plus(x: Ends, y: Ends) -> Ends:
    return Ends(
        None if x.low is None or y.low is None else x.low + y.low,
        None if x.high is None or y.high is None else x.high + y.high,
        x.open_low or y.open_low,
        x.open_high or y.open_high,
    )


def _least(x: Ends, y: Ends) -> Ends:
    """Return what the lesser of two numbers can be."""
    low, open_low = None, True
    if x.low is not None and y.low is not None:
        low = min(x.low, y.low)
        open_low = low not in x and low not in y
    if x.high is None or y.high is None:
        high, open_high = (x.high, x.open_high) if y.high is None else (y.high, y.open_high)
    else:
        high = min(x.high, y.high)
        # the one that ends there reaches it, and the other goes at least as far
        open_high = any(each.high == high and each.open_high for each in (x, y))
    return Ends(low, high, open_low, open_high)


def _signs(values: Ends) -> list[Ends]:
    """Cut a set into what is below zero, zero, and what is above."""
    parts = (Ends(None, ZERO, True, True), _NIL, Ends(ZERO, None, True, True))
    return [both for part in parts if (both := _both(values, part)) is not None]


def _product(x: Ends, y: Ends) -> Ends:
    """Multiply two sets, each of one sign."""
    if _NIL in (x, y):
        return _NIL
    if x.high is not None and x.high <= 0:
        return _product(x.times(Fraction(-1)), y).times(Fraction(-1))
    if y.high is not None and y.high <= 0:
        return _product(x, y.times(Fraction(-1))).times(Fraction(-1))
    assert x.low is not None
    assert y.low is not None
    high = None if x.high is None or y.high is None else x.high * y.high
    return Ends(x.low * y.low, high, x.open_low or y.open_low, x.open_high or y.open_high)


def _reciprocal(values: Ends) -> Ends:
    """Return one over a set of one sign that is not zero."""
    if values.high is not None and values.high <= 0:
        return _reciprocal(values.times(Fraction(-1))).times(Fraction(-1))
    low = ZERO if values.high is None else 1 / values.high
    return Ends(low, None if not values.low else 1 / values.low, values.open_high, values.open_low)


def _both(x: Ends, y: Ends) -> Ends | None:
    """Return what lies in both sets, if anything does."""
    lows = [end for end in (x.low, y.low) if end is not None]
    highs = [end for end in (x.high, y.high) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    open_low = any(each.low == low and each.open_low for each in (x, y)) or low is None
    open_high = any(each.high == high and each.open_high for each in (x, y)) or high is None
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and (open_low or open_high)))
    ):
        return None
    return Ends(low, high, open_low, open_high)


def _values(values: Ends, whole: bool) -> list[Ends]:
    """Return a set as pieces: itself, or its whole numbers one by one."""
    if not whole:
        return [values]
    assert values.low is not None
    assert values.high is not None
    numbers = map(Fraction, range(math.floor(values.low), math.ceil(values.high) + 1))
    return [Ends(number, number) for number in numbers if number in values]


def _wholly(values: Ends) -> Ends | None:
    """Return the hull of the whole numbers in a set, if there are any."""
    low = high = None
    if values.low is not None:
        low = Fraction(math.ceil(values.low))
        low += low == values.low and values.open_low
    if values.high is not None:
        high = Fraction(math.floor(values.high))
        high -= high == values.high and values.open_high
    return _both(Ends(low, high, low is None, high is None), ANY)


def _hull(pieces: Pieces) -> Ends | None:
    if not pieces:
        return None
    lows = [each.low for each in pieces]
    highs = [each.high for each in pieces]
    low = None if None in lows else min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    return Ends(
        low,
        high,
        low is None or all(low not in each for each in pieces),
        high is None or all(high not in each for each in pieces),
    )


# Worlds asked


def probes(pieces: Pieces) -> list[Ends]:
    """Return sets that reach, touch or miss the ends of some others, and everything."""
    ends = {end: None for each in pieces for end in (each.low, each.high) if end is not None}
    found = [ANY]
    for end in list(ends)[:4]:
        found += [Ends(end, end)]
        found += [Ends(end, end + HALF, opened) for opened in (False, True)]
        found += [Ends(end - HALF, end, False, opened) for opened in (False, True)]
    return found


def of_world(number: int) -> Found:
    """Compare what is said of one world, whatever is said of its result."""
    asked = world(number)
    found = Found()
    found.counts["worlds"] += 1
    xs, ys = _values(asked.x, asked.whole[0]), _values(asked.y, asked.whole[1])
    results = image(asked.operator, xs, ys)
    said = probes(results)
    cut = _component(asked, said)
    for place, z in enumerate(said):
        found.counts["systems"] += 1
        met = related(asked.relation, results, z)
        if asked.whole[2]:
            met = [inner for each in met if (inner := _wholly(each)) is not None]
        sentence = _compared(found, asked, cut, 3 + place, z, met)
        if sentence:
            found.counts["wrong verdicts"] += 1
            found.wrong.append(f"world {number}, {asked}, z in {_shown(z)}: {sentence}")
    found.rungs.update(cut.decider.tally)
    return found


def _component(asked: World, said: Sequence[Ends]) -> Component:
    variables = tuple(
        Variable(name, "integer" if whole else "real", quantity=name)
        for name, whole in zip("xyz", asked.whole, strict=True)
    )
    rule = Compare(asked.relation, Operation(asked.operator, (Slot(0), Slot(1))), Slot(2))
    hard = (Constraint(rule, (0, 1, 2), Origin(Role.RULE, "rule")),)
    items = []
    for place, values in enumerate((asked.x, asked.y, *said)):
        about = min(place, 2)
        id_ = f"c{place:02}"
        ends = Interval(values.low, values.high, values.open_low, values.open_high)
        stated = Constraint(membership(ends), (about,), Origin(Role.CLAIM, id_))
        items.append(Item(id_, Role.CLAIM, stated, stated, stated, stated, about))
    system = System(variables, hard, tuple(items))
    return component(system, Share((0, 1, 2), hard, tuple(items)), BUDGET, None)


def _compared(found: Found, asked: World, cut: Component, claim: int, z: Ends, met: Pieces) -> str:
    """Compare an answer with what the result can be; return what is wrong."""
    chosen = frozenset((0, 1, 2, claim))  # the rule, what is said of x and y, and of z
    decision = cut.decider.decide(chosen)
    if decision.answer is Answer.UNKNOWN:
        found.counts["unknown of ours"] += 1
        return ""
    if decision.answer is Answer.INCONSISTENT:
        found.counts["inconsistent"] += 1
        return f"is refuted, though z may be in {_shown(met[0])}" if met else ""
    found.counts["consistent"] += 1
    if not met:
        return "is called consistent"
    point = cut.decider.witness(decision)
    if point is not None and (broken := _broken(asked, z, point)):
        return broken
    found.counts["witnesses"] += point is not None
    return _outside(found, asked, cut, chosen, z, met)


def _broken(asked: World, z: Ends, point: Sequence[object]) -> str:
    """Tell what a witness breaks."""
    for values, whole, at in zip((asked.x, asked.y, z), asked.whole, point, strict=True):
        assert isinstance(at, Fraction)
        if at not in values or (whole and at.denominator != 1):
            return f"the witness {point} is not in {_shown(values)}"
    x, y, result = (at for at in point if isinstance(at, Fraction))
    made = image(asked.operator, [Ends(x, x)], [Ends(y, y)])
    met = related(asked.relation, made, Ends(result, result))
    return "" if met else f"the witness {point} breaks the rule"


def _outside(
    found: Found, asked: World, cut: Component, chosen: frozenset[int], z: Ends, met: Pieces
) -> str:
    """Compare the bounds of the result, and of the first operand, with what they can be."""
    expected = [(2, _hull(met))]
    back = asked.relation == "==" and asked.operator not in ("min", "max")
    if back and not any(asked.whole):
        expected.append((0, _hull(before(asked.operator, [asked.x], [asked.y], [z]))))
    for variable, hull in expected:
        assert hull is not None
        said = cut.bounds(variable, chosen)
        if said is None:
            return f"nothing is left of {'xyz'[variable]}"
        values = said.values
        assert isinstance(values, Interval)
        bounds = Ends(values.lower, values.upper, values.lower_open, values.upper_open)
        found.counts["bounds"] += 1
        if _both(hull, bounds) != hull:
            return f"{'xyz'[variable]} is held within {_shown(bounds)}, and is {_shown(hull)}"
        found.counts["bounds that are the hull"] += bounds == hull
    return ""


def _shown(ends: Ends) -> str:
    low = "-∞" if ends.low is None else str(ends.low)
    high = "∞" if ends.high is None else str(ends.high)
    return f"{'[('[ends.open_low]}{low}, {high}{'])'[ends.open_high]}"
