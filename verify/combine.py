"""Which constraints to combine: linear programming over monomials, and over logarithms.

Finds what interval propagation cannot see: `a + b = b + c = c + a = 10` with `a + b + c` near 16,
or `b == n * a` beside `a == k * b`. What it finds is a lemma, derived exactly (`lemma`), or values
at which a witness may lie; it decides nothing itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, isfinite

from verify.arithmetic import DOUBLES, Enclosure, multiply, power
from verify.contract import Value
from verify.evaluate import enclosed
from verify.lemma import ONE, Conjunct, Monomial, balance, quotient, scaled_to_whole
from verify.proof import Derived, Product, Sum
from verify.simplex import Infeasible, solve
from verify.system import Slot, slots

_PIVOTS = 200
_SHRUNK = 1e-7  # by this share of its size an open end counts as moved inward
_INWARD = 0.2  # share of each interval's width that hints keep away from its ends


@dataclass(frozen=True, slots=True)
class Combined:
    """A lemma that may refute, or values that may satisfy; `positive` must be so for the lemma."""

    how: Derived | None = None
    positive: frozenset[int] = frozenset()
    hints: Mapping[int, float] = field(default_factory=dict)


def linear(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    """Look for a sum of comparisons that cannot hold, every monomial taken for an unknown."""
    try:
        return _linear(conjuncts, values)
    except OverflowError:  # numbers beyond doubles
        return Combined()


def _linear(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    columns = sorted(
        {monomial for each in conjuncts for monomial in each.polynomial if monomial != ONE},
        key=lambda monomial: [(str(atom), p) for atom, p in monomial],
    )
    place = {monomial: number for number, monomial in enumerate(columns)}
    bounds = [_bounds(monomial, values) for monomial in columns]
    scales = [_scale(low, high) for low, high in bounds]
    rows = []
    for each in conjuncts:
        row = {place[m]: float(c) * scales[place[m]] for m, c in each.polynomial.items() if m}
        size = max((abs(a) for a in row.values()), default=1.0) or 1.0
        rest = -float(each.polynomial.get(ONE, Fraction(0))) / size
        low = rest if each.formula.operator == "==" else -inf
        if each.formula.operator == "<":
            rest -= _SHRUNK * (abs(rest) or 1.0)
        rows.append(({column: a / size for column, a in row.items()}, low, rest))
    boxes = [(low / s, high / s) for (low, high), s in zip(bounds, scales, strict=True)]
    found = solve(boxes, rows, _PIVOTS)
    if isinstance(found, Infeasible):
        chosen = [conjuncts[row] for row in found.rows]
        kept = {columns[column] for column in found.columns}
        return Combined(_sum(chosen, kept))
    if found is None:
        return Combined()
    inner = solve([_inward(box) for box in boxes], rows, _PIVOTS)
    if inner is not None and not isinstance(inner, Infeasible):
        found = inner
    hints: dict[int, float] = {}
    for monomial, value, scale in zip(columns, found.values, scales, strict=True):
        atom, exponent = monomial[0]
        alone = len(monomial) == 1 and exponent == 1
        if alone and isinstance(atom, Slot) and isfinite(value * scale):
            hints[atom.place] = value * scale
    return Combined(hints=hints)


def monomial(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    """Look for a product of equations between monomials of positive variables that cannot hold."""
    equations: list[tuple[Conjunct, Fraction, Monomial]] = []
    for each in conjuncts:
        ratio = quotient(each.formula)
        if ratio is not None and all(_positive(values[v]) for v in slots(each.formula)):
            equations.append((each, *ratio))
    if len(equations) < 2:
        return Combined()
    columns = sorted({v for each, _, _ in equations for v in slots(each.formula)})
    place = {variable: number for number, variable in enumerate(columns)}
    boxes = [_logarithms(values[variable]) for variable in columns]
    rows = []
    for _, factor, powers in equations:
        rest = math.log(factor.denominator) - math.log(factor.numerator)
        row = {place[atom.place]: float(p) for atom, p in powers if isinstance(atom, Slot)}
        rows.append((row, rest, rest))
    found = solve(boxes, rows, _PIVOTS)
    if isinstance(found, Infeasible):
        chosen = [equations[row] for row in found.rows]
        kept: set[Monomial] = {((Slot(columns[column]), 1),) for column in found.columns}
        exponents: list[dict[Monomial, Fraction]] = [
            {((atom, 1),): Fraction(power) for atom, power in powers} for _, _, powers in chosen
        ]
        gone = sorted({m for each in exponents for m in each} - kept, key=str)
        multipliers = balance(exponents, gone)
        if multipliers is None:
            return Combined()
        parts = tuple(
            (power, each.constraint, each.number)
            for power, (each, _, _) in zip(scaled_to_whole(multipliers), chosen, strict=True)
            if power
        )
        concerned = {v for each, _, _ in chosen for v in slots(each.formula)}
        return Combined(Product(parts), frozenset(concerned))
    if found is None:
        return Combined()
    inner = solve([_inward(box) for box in boxes], rows, _PIVOTS)
    if inner is not None and not isinstance(inner, Infeasible):
        found = inner
    return Combined(
        hints={v: math.exp(y) for v, y in zip(columns, found.values, strict=True) if abs(y) < 700}
    )


def _sum(chosen: Sequence[Conjunct], kept: set[Monomial]) -> Sum | None:
    """Return the combination in which only the kept monomials are left."""
    monomials = {m for each in chosen for m in each.polynomial} - {ONE}
    multipliers = balance([each.polynomial for each in chosen], sorted(monomials - kept, key=str))
    if multipliers is None:
        return None
    for sign in (1, -1):
        parts = [(sign * m, each) for m, each in zip(multipliers, chosen, strict=True) if m]
        if all(m > 0 or each.formula.operator == "==" for m, each in parts):
            return Sum(tuple((m, each.constraint, each.number) for m, each in parts))
    return None


def _bounds(monomial: Monomial, values: Sequence[Value]) -> tuple[float, float]:
    """Enclose a monomial, its open ends moved inward by a little."""
    whole: Enclosure | None = None
    for atom, exponent in monomial:
        if isinstance(atom, Slot):
            found = _doubles(values[atom.place])
        else:
            known = [None if isinstance(v, frozenset) else _doubles(v) for v in values]
            found = enclosed(atom, known, DOUBLES) or (-inf, inf, True, True)
        raised = found if exponent == 1 else power(found, Fraction(exponent), DOUBLES)
        if raised is None:
            return -inf, inf
        whole = raised if whole is None else multiply(whole, raised, DOUBLES)
    assert whole is not None
    low, high, low_open, high_open = whole
    if low_open and abs(low) != inf:
        low += _SHRUNK * (abs(low) or 1.0)
    if high_open and abs(high) != inf:
        high -= _SHRUNK * (abs(high) or 1.0)
    return (low, high) if low <= high else (high, high)


def _doubles(value: Value) -> Enclosure:
    if isinstance(value, frozenset):
        return -inf, inf, True, True
    low = value[0] if isinstance(value[0], float) else DOUBLES.enter(value[0], value[0])[0]
    high = value[1] if isinstance(value[1], float) else DOUBLES.enter(value[1], value[1])[1]
    return low, high, value[2], value[3]


def _positive(value: Value) -> bool:
    return not isinstance(value, frozenset) and (value[0] > 0)


def _logarithms(value: Value) -> tuple[float, float]:
    low, high, low_open, high_open = _doubles(value)
    below = math.log(low) if low > 0 else -inf
    above = math.log(high) if high != inf else inf
    if low_open:
        below += _SHRUNK
    if high_open:
        above -= _SHRUNK
    return (below, above) if below <= above else (above, above)


def _scale(low: float, high: float) -> float:
    sizes = [abs(end) for end in (low, high) if end not in (0, inf, -inf)]
    return min(max(max(sizes, default=1.0), 1e-150), 1e150)


def _inward(box: tuple[float, float]) -> tuple[float, float]:
    low, high = box
    if low == -inf or high == inf:
        return box
    return low + _INWARD * (high - low), high - _INWARD * (high - low)
