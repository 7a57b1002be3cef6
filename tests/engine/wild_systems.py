"""Random systems of every shape that has fooled an engine, from a seed.

Most are built around a planted point that satisfies all of them, often only just; then a few
constraints are turned so that the point just misses them, or miss it by far.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fractions import Fraction

from growing import SHARPEST, Growing, Wild
from knotted_systems import loops, roots, twins

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Among,
    Compare,
    Constant,
    Every,
    Formula,
    Operation,
    Same,
    Some,
    Term,
)

_CURVED = 50  # one of so many systems has exponentials and logarithms


def wild(seed: int, shape: str = "") -> Wild:
    """Return the system of a seed."""
    rng = random.Random(seed)
    names = [name for name in SHAPES if name != "curved"]
    chosen = shape or ("curved" if seed % _CURVED == 0 else names[seed % len(names)])
    growing = Growing(rng)
    SHAPES[chosen](growing)
    return growing.wild(chosen)


def _small(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-8, 12), rng.choice([1, 1, 2, 2, 3, 10]))


def _positive(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 30), rng.choice([1, 1, 2, 4, 10]))


def _constant(number: int | Fraction) -> Constant:
    return Constant(Fraction(number))


def _of(operator: str, *operands: Term, exponent: Fraction = Fraction(1)) -> Operation:
    return Operation(operator, operands, exponent)


def _term(g: Growing, places: list[Term], depth: int) -> Term:
    rng = g.rng
    kind = rng.randrange(12)
    if depth == 0 or kind < 3:
        return rng.choice(places) if rng.random() < 0.8 else Constant(_small(rng))
    if kind < 9:
        operators = ["add", "subtract", "multiply", "multiply", "divide", "min", "max"]
        inner = _term(g, places, depth - 1), _term(g, places, depth - 1)
        return Operation(rng.choice(operators), inner)
    part = _term(g, places, depth - 1)
    if kind == 9:
        powers = ["2", "3", "-1", "-2", "1/2", "1/3", "3/2", "2/3", "0", "-1/2"]
        return _of("power", part, exponent=Fraction(rng.choice(powers)))
    if kind == 10:
        return _of(rng.choice(["negate", "abs", "floor", "ceil", "round"]), part)
    return _of(rng.choice(["exp", "log"] if g.curved else ["abs", "negate"]), part)


def _compare(g: Growing, places: list[Term], honest: bool = True) -> Formula | None:
    """Compare two random terms so that the planted point satisfies it, or not."""
    rng = g.rng
    left = _term(g, places, 2)
    at = g.at(left)
    if at is None:
        return None
    right = _term(g, places, 1) if rng.random() < 0.5 else Constant(at)
    other = g.at(right)
    if other is None:
        return None
    if at > other:
        left, right, at, other = right, left, other, at
    if at == other:
        operator = rng.choice(["==", "==", "<="] if honest else ["!=", "<"])
    else:
        operator = rng.choice(["<", "<=", "!="] if honest else ["=="])
    if not honest and operator == "==" and rng.random() < 0.5:
        return Compare("<=", right, left)
    return Compare(operator, left, right)


def _tangled(g: Growing) -> None:
    rng = g.rng
    places: list[Term] = [g.number(at, g.limits(at)) for at in (_small(rng) for _ in range(3))]
    for _ in range(rng.randint(1, 2)):
        formula = _compare(g, places)
        if formula is not None:
            g.formulas.append(formula)
    g.close()
    for _ in range(rng.randint(2, 5)):
        formulas = [_compare(g, places, rng.random() < 0.75) for _ in range(rng.choice([1, 1, 2]))]
        kept = tuple(each for each in formulas if each is not None)
        if len(kept) == 2:
            g.formulas.append(Some(kept) if rng.random() < 0.7 else Every(kept))
        elif kept:
            g.formulas.extend(kept)
    g.claim(rng.choice(places))


def _curved(g: Growing) -> None:
    """The same with exponentials and logarithms."""
    g.curved = True
    _tangled(g)


def _linear_loop(g: Growing) -> None:
    rng = g.rng
    slots_: list[Term] = [g.number(_small(rng))]
    for _ in range(rng.randint(1, 4)):
        factor, shift = _constant(_small(rng) or 1), Constant(_small(rng))
        made = g.defined(_of("add", _of("multiply", factor, slots_[-1]), shift))
        assert made is not None
        slots_.append(made)
    last = slots_[-1]
    first_at, last_at = g.at(slots_[0]), g.at(last)
    assert first_at is not None
    assert last_at is not None
    factor = Constant(Fraction(rng.randint(-6, 6), 7))
    shift_at = first_at - factor.value * last_at
    if rng.random() < 0.4:  # the loop does not close
        shift_at += rng.choice([Fraction(1), SHARPEST, Fraction(1, 1000)])
    closing = _of("add", _of("multiply", factor, last), Constant(shift_at))
    g.formulas.append(Compare("==", slots_[0], closing))
    g.close()
    for _ in range(rng.randint(1, 4)):
        g.claim(rng.choice(slots_))
    if len(slots_) > 2:
        g.claim(_of("add", rng.choice(slots_), rng.choice(slots_)))


def _monomial_loop(g: Growing) -> None:
    rng = g.rng
    scale = Fraction(10) ** rng.choice([0, 0, 0, 3, 20, -20, 150, -150])
    xs: list[Term] = [g.number(_positive(rng) * scale, Interval(Fraction(0)))]
    ks: list[Term] = []
    for _ in range(rng.randint(1, 3)):
        k = g.number(_positive(rng), Interval(Fraction(0)))
        ks.append(k)
        operator = rng.choice(["multiply", "multiply", "divide"])
        made = g.defined(_of(operator, xs[-1], k))
        assert made is not None
        xs.append(made)
    closing = g.number(Fraction(1), Interval(Fraction(0)))
    ratio = g.at(_of("divide", xs[0], xs[-1]))
    assert ratio is not None
    g.point[closing.place] = ratio
    g.formulas.append(Compare("==", xs[0], _of("multiply", closing, xs[-1])))
    g.close()
    for factor in (*ks, closing):
        g.claim(factor, 0.7)
    for _ in range(rng.randint(0, 2)):
        g.claim(rng.choice(xs))


def _shared_product(g: Growing) -> None:
    rng = g.rng
    sign = rng.random() < 0.7
    at = [_positive(rng) if sign else _small(rng) for _ in range(3)]
    x, y, z = (g.number(each, Interval(Fraction(0)) if sign else EVERYTHING) for each in at)
    products = [
        _of("multiply", x, y),
        _of("multiply", y, x),
        _of("multiply", _of("multiply", x, z), y),
        _of("multiply", x, _of("divide", y, z)),
        _of("power", _of("multiply", x, y), exponent=Fraction(2)),
        _of("divide", _constant(3), _of("multiply", y, x)),
        _of("power", _of("multiply", y, x), exponent=Fraction(1, 2)),
    ]
    made = [g.defined(rng.choice(products[:2])), g.defined(rng.choice(products))]
    if rng.random() < 0.4:
        made.append(g.defined(rng.choice(products)))
    g.close()
    for each in made:
        if each is not None:
            g.claim(each, 0.6)
    g.claim(rng.choice([x, y, z]))
    if rng.random() < 0.5:
        g.claim(z)


def _change(g: Growing) -> None:
    """A percentage change: one variable twice in a rule."""
    rng = g.rng
    before = g.number(_positive(rng), g.limits(Fraction(1)))
    after = g.number(_positive(rng))
    kind = rng.randrange(3)
    change: Term = _of("divide", _of("subtract", after, before), before)
    if kind == 1:
        change = _of("subtract", _of("divide", after, before), _constant(1))
    elif kind == 2:
        change = _of("divide", after, _of("add", after, before))
    share = g.defined(change)
    assert share is not None
    if rng.random() < 0.5:
        again = g.defined(_of("multiply", before, _of("add", _constant(1), share)))
        assert again is not None
        if rng.random() < 0.5:
            g.claim(again, 0.6)
    g.close()
    for term in (before, after, share):
        g.claim(term, 0.7)
    if rng.random() < 0.5:
        g.claim(_of("subtract", after, before), 0.6)


def _scales(g: Growing) -> None:
    rng = g.rng
    xs: list[Term] = []
    for _ in range(rng.randint(2, 3)):
        size = Fraction(10) ** rng.randint(-200, 200)
        at = _positive(rng) * size * rng.choice([1, 1, 1, -1])
        limits = rng.choice([EVERYTHING, Interval(Fraction(0))]) if at >= 0 else EVERYTHING
        xs.append(g.number(at, limits))
    for _ in range(rng.randint(1, 3)):
        a, b = rng.choice(xs), rng.choice(xs)
        operator = rng.choice(["multiply", "multiply", "divide", "add", "subtract"])
        made = g.defined(_of(operator, a, b))
        if made is not None:
            xs.append(made)
    if rng.random() < 0.5:
        zero = g.number(Fraction(0))
        g.formulas.append(Compare("==", zero, _of("multiply", zero, rng.choice(xs))))
        xs.append(zero)
    g.close()
    for term in xs:
        if rng.random() < 0.8:
            g.claim(term, 0.75)


def _parity(g: Growing) -> None:
    rng = g.rng
    span = rng.choice([3, 3, 1000, 10**6])
    limits = rng.choice([EVERYTHING, Interval(Fraction(-span), Fraction(span))])
    xs = [
        g.number(Fraction(rng.randint(-3, 3)), limits, "integer") for _ in range(rng.randint(2, 3))
    ]
    for _ in range(rng.randint(1, 2)):
        total: Term = _constant(0)
        shared = rng.choice([1, 2, 3])
        for x in xs:
            total = _of("add", total, _of("multiply", _constant(shared * rng.randint(-4, 4)), x))
        at = g.at(total)
        assert at is not None
        miss = rng.choice([0, 0, 1, 1, shared])
        g.formulas.append(Compare("==", total, _constant(at + miss)))
    g.close()
    for x in xs:
        if rng.random() < 0.6:
            g.claim(x)
    if rng.random() < 0.3:
        g.claim(_of("multiply", xs[0], xs[1]))


def _finite(g: Growing) -> None:
    """Whole numbers and choices in small ranges: all points can be tried."""
    rng = g.rng
    places: list[Term] = []
    for _ in range(rng.randint(1, 2)):
        at = Fraction(rng.randint(-2, 3))
        places.append(g.number(at, Interval(Fraction(-3), Fraction(4)), "integer"))
    choices = [g.choice(rng.choice([2, 3])) for _ in range(rng.randint(1, 2))]
    g.close()
    for _ in range(rng.randint(3, 7)):
        parts = [_atom(g, places, choices) for _ in range(rng.choice([1, 2, 2, 3]))]
        known = tuple(part for part in parts if part is not None)
        whole = Every(known) if rng.random() < 0.3 else Some(known)
        g.formulas.append(whole if len(known) > 1 else known[0])


def _atom(g: Growing, places: list[Term], choices: list[int]) -> Formula:
    rng = g.rng
    kind = rng.randrange(4)
    if kind == 0:
        index = rng.choice(choices)
        names = g.variables[index].names
        return Among(index, frozenset(rng.sample(names, rng.randint(1, len(names) - 1))))
    if kind == 1 and len(choices) > 1:
        return Same(choices[0], choices[1], rng.random() < 0.5)
    compared = _compare(g, places, rng.random() < 0.7)
    return compared or Compare("<=", places[0], Constant(_small(rng)))


def _chain(g: Growing) -> None:
    """A derivation of many steps, with a claim at its end."""
    rng = g.rng
    last: Term = g.number(_positive(rng), rng.choice([EVERYTHING, Interval(Fraction(0))]))
    xs = [last]
    for _ in range(rng.randint(5, 7)):
        operator = rng.choice(["add", "multiply", "subtract", "divide", "multiply"])
        other: Term = Constant(_positive(rng)) if rng.random() < 0.7 else rng.choice(xs)
        made = g.defined(_of(operator, last, other))
        if made is not None:
            last = made
            xs.append(made)
    g.close()
    g.claim(xs[0], 0.9)
    g.claim(last, 0.5)
    for _ in range(rng.randint(0, 2)):
        g.claim(rng.choice(xs), 0.8)


def _order(g: Growing) -> None:
    """Circles of < and <=, minima and maxima, ends that only touch."""
    rng = g.rng
    at = Fraction(rng.randint(0, 2))
    xs: list[Term] = [g.number(at + rng.choice([0, 0, 1])) for _ in range(rng.randint(3, 4))]
    ordered = sorted(xs, key=lambda x: g.at(x) or Fraction(0))
    for a, b in itertools.pairwise(ordered):
        equal = g.at(a) == g.at(b)
        strict = rng.random() < (0.2 if equal else 0.6)
        g.formulas.append(Compare("<" if strict else "<=", a, b))
    if rng.random() < 0.6:
        operator = rng.choice(["min", "max"])
        g.formulas.append(Compare("==", ordered[0], _of(operator, ordered[-1], ordered[1])))
    g.formulas.append(Compare(rng.choice(["<=", "!="]), ordered[-1], ordered[0]))
    g.close()
    for _ in range(rng.randint(2, 4)):
        g.claim(rng.choice(xs), 0.7)


def _readings(g: Growing) -> None:
    """Claims that may be about one variable or another, as a choice says."""
    rng = g.rng
    xs = [g.number(_positive(rng), Interval(Fraction(0))) for _ in range(rng.randint(2, 3))]
    made = g.defined(_of(rng.choice(["add", "multiply"]), xs[0], xs[1]))
    assert made is not None
    xs.append(made)
    which = g.choice(2)
    g.close()
    for _ in range(rng.randint(2, 5)):
        parts: list[Formula] = []
        for name in ("a", "b"):
            g.claim(rng.choice(xs), 0.6)
            said = g.formulas.pop()
            if rng.random() < 0.6:
                said = Every((said, Among(which, frozenset({name}))))
            parts.append(said)
        g.formulas.append(Some(tuple(parts)))
    if rng.random() < 0.5:
        g.claim(rng.choice(xs), 0.7)


SHAPES: dict[str, Callable[[Growing], None]] = {
    "tangled": _tangled,
    "linear loop": _linear_loop,
    "monomial loop": _monomial_loop,
    "shared product": _shared_product,
    "change": _change,
    "scales": _scales,
    "parity": _parity,
    "finite": _finite,
    "chain": _chain,
    "order": _order,
    "readings": _readings,
    "twins": twins,
    "loops": loops,
    "roots": roots,
    "curved": _curved,
}
