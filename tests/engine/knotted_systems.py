"""Random systems that no single constraint decides: shared templates, loops and double roots.

A template's places may be filled alike; loops need sums, products and corners of several claims,
each said twice over, so that lemmas outlive the claims they came from; a square has two roots.
"""

from __future__ import annotations

import random
from fractions import Fraction

from growing import Growing

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Compare,
    Constant,
    Every,
    Formula,
    Operation,
    Same,
    Slot,
    Some,
    Term,
    moved,
)

_ZERO, _ONE, _TWO = Fraction(0), Fraction(1), Fraction(2)


def twins(g: Growing) -> None:
    """Draw templates that several tuples of variables fill, some of them alike."""
    rng = g.rng
    xs = [g.number(at, g.limits(at)).place for at in (_number(rng) for _ in range(3))]
    doubtful: list[tuple[Formula, list[int]]] = []
    for _ in range(rng.randint(1, 2)):
        count = rng.randint(2, 3)
        term = _over(rng, [Slot(1 + number) for number in range(count)])
        operator = rng.choice(["==", "==", "==", "<=", "<", "!="])
        template = _template(rng, operator, term)
        for _ in range(rng.randint(1, 3)):
            filled = [rng.choice(xs) for _ in range(count)]
            if rng.random() < 0.6:
                filled[rng.randrange(1, count)] = filled[0]
            at = g.at(_filled(term, [filled[0], *filled]))
            if operator == "==" and rng.random() < 0.8 and at is not None and len(xs) < 7:
                xs.append(g.number(at, g.limits(at)).place)
                g.instance(template, [xs[-1], *filled])
            else:
                result = rng.choice(filled if rng.random() < 0.5 else xs)
                doubtful.append((template, [result, *filled]))
    choices = [g.choice(3) for _ in range(2)] if rng.random() < 0.25 else []
    g.close()
    for template, filled in doubtful:
        g.instance(template, filled)
    if choices:
        alike = Some((Same(0, 1, rng.random() < 0.3), Compare("<", Slot(2), Slot(3))))
        for _ in range(2):
            filled = [rng.choice(choices) for _ in range(2)]
            g.instance(alike, [*filled, rng.choice(xs), rng.choice(xs)])
    for place in rng.sample(xs, min(len(xs), 4)):
        g.claim(Slot(place), 0.75)


def loops(g: Growing) -> None:
    """Draw sums around a circle, a product said twice, or a product between its corners."""
    draw = g.rng.choice([_sums, _products, _corners, _corners])
    draw(g)


def roots(g: Growing) -> None:
    """Draw squares and magnitudes of variables that have no lower limit."""
    rng = g.rng
    xs: list[Slot] = []
    for _ in range(rng.randint(1, 2)):
        x = g.number(_number(rng) or Fraction(-2), rng.choice([EVERYTHING, _below(rng)]))
        inner: Term = x
        if rng.random() < 0.3:
            inner = _of(rng.choice(["add", "subtract"]), x, Constant(_number(rng)))
        y = g.defined(
            rng.choice(
                [
                    _of("multiply", inner, inner),
                    _of("power", inner, exponent=Fraction(rng.choice([2, 2, 4, -2]))),
                    _of("abs", inner),
                    _of("multiply", inner, _of("abs", inner)),
                    _of("subtract", _of("multiply", x, x), _of("multiply", Constant(_TWO), x)),
                    _of("max", inner, _of("negate", inner)),
                ]
            )
        )
        xs += [x] if y is None else [x, y]
    if rng.random() < 0.5:
        made = g.defined(_of(rng.choice(["add", "subtract", "multiply"]), xs[0], xs[-1]))
        xs += [] if made is None else [made]
    g.close()
    for x in xs[1:]:
        g.claim(x, 0.85)
    if rng.random() < 0.3:
        g.claim(xs[0], 0.7)
    if rng.random() < 0.4:
        g.formulas.append(Compare(rng.choice(["<=", "<", "!="]), xs[0], Constant(_number(rng))))


def _sums(g: Growing) -> None:
    """Sums around a circle: a + b, b + c and c + a, and the sum of all."""
    rng = g.rng
    xs = [g.number(_number(rng)) for _ in range(rng.randint(3, 4))]
    around: list[Term] = []
    for number, x in enumerate(xs):
        factor = Constant(Fraction(rng.choice([1, 1, 1, 2, -1, -3])))
        other = xs[(number + 1) % len(xs)]
        around.append(_of("add", x, other if factor.value == 1 else _of("multiply", factor, other)))
    if rng.random() < 0.4:
        made = [g.defined(each) for each in around]
        around = [each for each in made if each is not None]
    whole: Term = xs[0]
    for x in xs[1:]:
        whole = _of("add", whole, x)
    g.close()
    for term in around:
        _say_twice(g, term, Fraction(0))
    _say_twice(g, whole, Fraction(rng.choice([0, 2, 5, -9])))
    if rng.random() < 0.5:
        g.claim(rng.choice(xs), 0.6)
    _shuffle(g)


def _products(g: Growing) -> None:
    """Products of the same two unknowns, by their rules: cost == fee * term, r == term * fee."""
    rng = g.rng
    limits = Interval(Fraction(0)) if rng.random() < 0.6 else EVERYTHING
    fee, term, scale = (g.number(_positive(rng), limits) for _ in range(3))
    factors = [
        _of("multiply", fee, term),
        _of("multiply", term, fee),
        _of("multiply", _of("multiply", Constant(_TWO), term), fee),
        _of("multiply", _of("multiply", fee, scale), term),
        _of("divide", fee, _of("divide", Constant(Fraction(1)), term)),
    ]
    made = [g.defined(each) for each in (factors[0], rng.choice(factors[1:]))]
    if rng.random() < 0.4:
        made.append(g.defined(rng.choice(factors)))
    g.close()
    for number, each in enumerate(made):
        if each is not None:
            at = g.at(each) or Fraction(1)
            _say_twice(
                g, each, at * rng.choice([_ZERO, _ZERO, _ONE, -_TWO / 3]) if number else Fraction(0)
            )
    if limits is EVERYTHING:
        for x in (fee, term):
            g.formulas.append(Compare("<", Constant(Fraction(0)), x))
    _say_twice(g, scale, Fraction(0))
    if rng.random() < 0.3:
        g.claim(rng.choice([fee, term]), 0.7)
    _shuffle(g)


def _corners(g: Growing) -> None:
    """A product of two bounded unknowns, and sums with it that only its corners bound."""
    rng = g.rng
    middles = [_number(rng) for _ in range(2)]
    x, y = (g.number(each) for each in middles)
    product = _of("multiply", x, y)
    p = g.defined(product) if rng.random() < 0.6 else None
    g.close()
    ends: list[list[Fraction]] = []
    for slot, middle in ((x, middles[0]), (y, middles[1])):
        wide = [Fraction(rng.choice([1, 2, 3])) for _ in range(2)]
        for size in (wide[0], wide[0] + rng.choice([0, 0, 1])):  # the second outlives the first
            g.formulas.append(Compare("<=", Constant(middle - size), slot))
            g.formulas.append(Compare("<=", slot, Constant(middle + wide[1] + size - wide[0])))
        ends.append([middle - wide[0], middle + wide[1]])
    for _ in range(rng.randint(1, 2)):
        a, b = (rng.choice([-1, 0, 0, 1]) - each for each in reversed(middles))  # turns in the box
        linear = _of("add", _of("multiply", Constant(a), x), _of("multiply", Constant(b), y))
        said = _of("add", product if p is None else p, linear)
        reached = [u * v + a * u + b * v for u in ends[0] for v in ends[1]]
        for beside in rng.choices([-_ONE, _ZERO, _ONE / 10, _ONE / 10, _ONE], k=3):
            if rng.random() < 0.5:
                g.formulas.append(Compare("<=", Constant(max(reached) + beside), said))
            else:
                g.formulas.append(Compare("<=", said, Constant(min(reached) - beside)))
    _shuffle(g)


def _say_twice(g: Growing, term: Term, off: Fraction) -> None:
    """Make two claims of a term, both off by as much, so that one may outlive the other."""
    at = g.at(term)
    if at is None:
        return
    for _ in range(2):
        wide = abs(at) * g.rng.choice([_ZERO, _ONE / 20, _ONE / 20, _ONE / 4])
        low, high = Constant(at + off - wide), Constant(at + off + wide)
        if wide:
            g.formulas.append(Every((Compare("<=", low, term), Compare("<=", term, high))))
        else:
            g.formulas.append(Compare("==", term, low))


def _shuffle(g: Growing) -> None:
    """Mix what can be given up, so that no claim is always asked about before another."""
    claims = g.formulas[g.rules :]
    g.rng.shuffle(claims)
    g.formulas[g.rules :] = claims


def _template(rng: random.Random, operator: str, term: Term) -> Formula:
    """Compare place 0 with a term, now and then beside a second way to hold."""
    compared = Compare(operator, Slot(0), term)
    if rng.random() < 0.15:
        return Some((compared, Compare("<", Slot(1), Slot(2))))
    return compared


def _over(rng: random.Random, places: list[Slot]) -> Term:
    """Draw a term that mentions every place."""
    rng.shuffle(places)
    found: Term = places[0]
    for place in places[1:]:
        other: Term = place
        if rng.random() < 0.2:
            other = _of("power", place, exponent=Fraction(rng.choice([2, 3, -1])))
        operator = rng.choice(["add", "subtract", "multiply", "multiply", "divide", "min", "max"])
        pair = (found, other) if rng.random() < 0.5 else (other, found)
        found = _of(operator, *pair)
    return _of("abs", found) if rng.random() < 0.1 else found


def _filled(term: Term, variables: list[int]) -> Term:
    said = moved(Compare("==", term, term), variables)
    assert isinstance(said, Compare)
    return said.left


def _of(operator: str, *operands: Term, exponent: Fraction = Fraction(1)) -> Operation:
    return Operation(operator, operands, exponent)


def _number(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-8, 12), rng.choice([1, 1, 2, 3, 10]))


def _positive(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 30), rng.choice([1, 1, 2, 4, 10]))


def _below(rng: random.Random) -> Interval:
    return Interval(None, Fraction(rng.randint(13, 40)))
