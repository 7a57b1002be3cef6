"""Random systems of every shape that has fooled an engine, from a seed.

Most are built around a planted point that satisfies all of them, often only just; then a few
constraints are turned so that the point just misses them, or miss it by far.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from exact import Point, UnclearError, value
from relations import of_constraint

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Among,
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Origin,
    Role,
    Same,
    Slot,
    Some,
    Term,
    Variable,
    slots,
)

ORIGIN = Origin(Role.RULE, "rule")
_SHARPEST = Fraction(1, 10**17)  # by how little a planted point may be missed


@dataclass(frozen=True)
class Wild:
    """A system; the first `hard` constraints are never given up; `planted` may satisfy it."""

    shape: str
    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    planted: tuple[Point, ...]
    hard: int


def wild(seed: int, shape: str = "") -> Wild:
    """Return the system of a seed."""
    rng = random.Random(seed)
    names = list(SHAPES)
    chosen = shape or names[seed % len(names)]
    growing = _Growing(rng)
    SHAPES[chosen](growing)
    return growing.wild(chosen)


@dataclass
class _Growing:
    """A system in the making, its terms written over variables."""

    rng: random.Random
    variables: list[Variable] = field(default_factory=list)
    point: list[Point] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    rules: int = 0

    def wild(self, shape: str) -> Wild:
        """Return it, with its constraints over their own places."""
        constraints = tuple(_placed(formula) for formula in self.formulas)
        return Wild(shape, tuple(self.variables), constraints, tuple(self.point), self.rules)

    def number(self, at: Fraction, limits: Interval = EVERYTHING, domain: str = "real") -> Slot:
        """Add a variable of numbers whose planted value is `at`."""
        index = len(self.variables)
        self.variables.append(Variable(f"q{index}", domain, limits, quantity=f"q{index}"))
        self.point.append(at)
        return Slot(index)

    def choice(self, count: int = 3) -> int:
        """Add a choice; return its index."""
        index = len(self.variables)
        names = ("a", "b", "c")[:count]
        self.variables.append(Variable(f"q{index}", "choice", EVERYTHING, names, f"q{index}"))
        self.point.append(self.rng.choice(names))
        return index

    def at(self, term: Term) -> Fraction | None:
        """Return a term's planted value where it is a rational."""
        everything = tuple(range(len(self.variables)))
        relation = of_constraint(Constraint(Compare("==", term, term), everything, ORIGIN))
        try:
            found = value(relation.left, self.point)  # type: ignore[union-attr]
        except UnclearError:
            return None
        return found if isinstance(found, Fraction) else None

    def defined(self, term: Term) -> Slot | None:
        """Add a variable that a rule says is this term."""
        at = self.at(term)
        if at is None:
            return None
        slot = self.number(at, self.limits(at))
        self.formulas.append(Compare("==", slot, term))
        return slot

    def limits(self, at: Fraction) -> Interval:
        """Return limits that hold a value: mostly none, sometimes a sign, sometimes touching."""
        kind = self.rng.randrange(6)
        if kind < 3:
            return EVERYTHING
        if kind < 5:
            return Interval(Fraction(0)) if at >= 0 else Interval(None, Fraction(0))
        return Interval(at - self.rng.choice([0, 1, 5]), at + self.rng.choice([0, 1, 5]))

    def step(self, at: Fraction) -> Fraction:
        """Return a distance on the scale of a value."""
        size = abs(at) or Fraction(1)
        return self.rng.choice([Fraction(1, 20), Fraction(1, 2), Fraction(1), Fraction(3)]) * size

    def claim(self, term: Term, truthful: float = 0.8) -> None:
        """Say where a term lies: around its planted value, at it, just beside it or far off."""
        rng, at = self.rng, self.at(term)
        if at is None:
            return
        low = high = at
        open_low = open_high = False
        kind = rng.randrange(5)
        if kind == 1:
            low, high = at - self.step(at), at + self.step(at)
            open_low, open_high = rng.random() < 0.4, rng.random() < 0.4
        elif kind == 2:
            high, open_high = at + self.step(at), rng.random() < 0.4
        elif kind == 3:
            low, open_low = at - self.step(at), rng.random() < 0.4
        if rng.random() > truthful:
            lie = rng.randrange(4)
            if lie == 0:
                low, open_low, high = at, True, at + self.step(at)
            elif lie == 1:
                high, open_high, low = at, True, at - self.step(at)
            else:
                far = self.step(at) * 2 + (high - low)
                far = far if lie == 2 else abs(at or Fraction(1)) * _SHARPEST + (high - low)
                low, high = low + far, high + far
        parts: list[Formula] = []
        if rng.random() < 0.9 or low == high:
            parts.append(Compare("<" if open_low else "<=", Constant(low), term))
        if rng.random() < 0.9 or not parts or low == high:
            parts.append(Compare("<" if open_high else "<=", term, Constant(high)))
        if low == high and not open_low and not open_high:
            parts = [Compare("==", term, Constant(low))]
        self.formulas.append(parts[0] if len(parts) == 1 else Every(tuple(parts)))

    def close(self) -> None:
        """End the rules: what comes now can be given up."""
        self.rules = len(self.formulas) if self.rng.random() < 0.6 else self.rng.randint(0, 1)
        self.rules = min(self.rules, len(self.formulas))


def _placed(formula: Formula) -> Constraint:
    from verify.system import moved

    variables = tuple(sorted(set(slots(formula))))
    places = [0] * (max(variables, default=-1) + 1)
    for place, variable in enumerate(variables):
        places[variable] = place
    return Constraint(moved(formula, places), variables or (0,), ORIGIN)


def _small(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-8, 12), rng.choice([1, 1, 2, 2, 3, 10]))


def _positive(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 30), rng.choice([1, 1, 2, 4, 10]))


def _constant(number: int | Fraction) -> Constant:
    return Constant(Fraction(number))


def _of(operator: str, *operands: Term, exponent: Fraction = Fraction(1)) -> Operation:
    return Operation(operator, operands, exponent)


def _term(g: _Growing, places: list[Term], depth: int) -> Term:
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
    return _of(rng.choice(["exp", "log", "abs", "negate"]), part)


def _compare(g: _Growing, places: list[Term], honest: bool = True) -> Formula | None:
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


def _tangled(g: _Growing) -> None:
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


def _linear_loop(g: _Growing) -> None:
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
        shift_at += rng.choice([Fraction(1), _SHARPEST, Fraction(1, 1000)])
    closing = _of("add", _of("multiply", factor, last), Constant(shift_at))
    g.formulas.append(Compare("==", slots_[0], closing))
    g.close()
    for _ in range(rng.randint(1, 4)):
        g.claim(rng.choice(slots_))
    if len(slots_) > 2:
        g.claim(_of("add", rng.choice(slots_), rng.choice(slots_)))


def _monomial_loop(g: _Growing) -> None:
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
    for k in (*ks, closing):
        g.claim(k, 0.7)
    for _ in range(rng.randint(0, 2)):
        g.claim(rng.choice(xs))


def _shared_product(g: _Growing) -> None:
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


def _change(g: _Growing) -> None:
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


def _scales(g: _Growing) -> None:
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


def _parity(g: _Growing) -> None:
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


def _finite(g: _Growing) -> None:
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
        g.formulas.append(rng.choice([Some, Some, Every])(known) if len(known) > 1 else known[0])


def _atom(g: _Growing, places: list[Term], choices: list[int]) -> Formula:
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


def _chain(g: _Growing) -> None:
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


def _order(g: _Growing) -> None:
    """Circles of < and <=, minima and maxima, ends that only touch."""
    rng = g.rng
    at = Fraction(rng.randint(0, 2))
    xs: list[Term] = [g.number(at + rng.choice([0, 0, 1])) for _ in range(rng.randint(3, 4))]
    ordered = sorted(xs, key=lambda x: g.at(x) or Fraction(0))
    for a, b in zip(ordered, ordered[1:], strict=False):
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


def _readings(g: _Growing) -> None:
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


SHAPES: dict[str, Callable[[_Growing], None]] = {
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
}
