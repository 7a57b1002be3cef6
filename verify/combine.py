"""Which constraints to combine: linear programming over monomials, and over logarithms.

Finds what interval propagation cannot see: `a + b = b + c = c + a = 10` with `a + b + c` near 16,
or `b == n * a` beside `a == k * b`. What it finds is a lemma, derived exactly (`lemma`), or values
at which a witness may lie; it decides nothing itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, isfinite

from verify.arithmetic import DOUBLES, Enclosure, multiply, power
from verify.contract import Value
from verify.evaluate import enclosed
from verify.lemma import (
    ONE,
    Conjunct,
    Monomial,
    balance,
    corner,
    difference,
    quotient,
    scaled_to_whole,
)
from verify.proof import Corner, Product, Sum
from verify.simplex import Infeasible, solve
from verify.system import Slot, slots

_EFFORT = 500_000  # of one linear program: changes of coefficients, about half a second
_SHRUNK = 1e-7  # by this share of its size an open end counts as moved inward
_CORNERS = 200  # looked at in one question
_HIGHEST = 16  # power of a value that is computed exactly
_SLACK = 0.01  # by how much, as a logarithm, hints keep clear of an inequality
_AT_END = 1e-8  # relative distance from an end at which a hint lies at it
_INWARD = 0.2  # share of each interval's width that hints keep away from its ends


@dataclass(frozen=True, slots=True)
class Combined:
    """A lemma that may refute, or values that may satisfy.

    The variables `positive` must be so for the lemma. `values` satisfy the equations looked at
    exactly, `hints` satisfy everything looked at nearly. A part of `how` whose constraint is
    negative is the corner of that number, counted from -1 down.
    """

    how: Sum | Product | None = None
    positive: frozenset[int] = frozenset()
    hints: Mapping[int, float] = field(default_factory=dict)
    values: Mapping[int, Fraction] = field(default_factory=dict)
    corners: tuple[Corner, ...] = ()


def linear(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    """Look for a sum of comparisons that cannot hold, every monomial taken for an unknown."""
    try:
        return _linear(conjuncts, values)
    except OverflowError:  # numbers beyond doubles
        return Combined()


def _linear(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    corners = _corners(conjuncts, values)
    firm = [each for each in conjuncts if not _is_bound(each)]  # bounds are in `values` already
    conjuncts = [*firm, *(_as_conjunct(each, -1 - n) for n, each in enumerate(corners))]
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
    found = solve(boxes, rows, _EFFORT)
    if isinstance(found, Infeasible):
        chosen = [conjuncts[row] for row in found.rows]
        kept = {columns[column] for column in found.columns}
        return Combined(_sum(chosen, kept), corners=corners)
    if found is None:
        return Combined()
    inner = solve([_inward(box) for box in boxes], rows, _EFFORT)
    if inner is not None and not isinstance(inner, Infeasible):
        found = inner
    hints: dict[int, float] = {}
    for monomial, value, scale in zip(columns, found.values, scales, strict=True):
        atom, exponent = monomial[0]
        alone = len(monomial) == 1 and exponent == 1
        if alone and isinstance(atom, Slot) and isfinite(value * scale):
            hints[atom.place] = value * scale
    plain = [
        {m[0][0].place if m else -1: c for m, c in each.polynomial.items()}  # type: ignore[union-attr]
        for each in firm
        if each.formula.operator == "==" and all(_is_variable(m) for m in each.polynomial)
    ]
    return Combined(hints=hints, values=_linear_values(plain, hints, values))


@dataclass(frozen=True, slots=True)
class _Power:
    """A comparison between monomials, as `factor * Π atom ** power <= 1` or `== 1`."""

    conjunct: Conjunct
    factor: Fraction
    powers: Monomial
    variables: tuple[int, ...]


def monomial(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> Combined:
    """Look for a product of comparisons between monomials that cannot hold.

    For a lemma every variable must be positive; for hints it is enough that none is negative.
    """
    found: list[_Power] = []
    for each in conjuncts:
        ratio = quotient(each.formula)
        if ratio is not None:
            variables = tuple(dict.fromkeys(slots(each.formula)))
            if all(_positive(values[v], or_zero=True) for v in variables):
                found.append(_Power(each, *ratio, variables))
    if len(found) < 2:
        return Combined()
    combined = _solved(found, values)
    if combined.how is not None and not all(_positive(values[v]) for v in combined.positive):
        sure = [each for each in found if all(_positive(values[v]) for v in each.variables)]
        return _solved(sure, values)
    return combined


def _solved(found: Sequence[_Power], values: Sequence[Value]) -> Combined:
    columns = sorted({v for each in found for v in each.variables})
    place = {variable: number for number, variable in enumerate(columns)}
    boxes = [_logarithms(values[variable]) for variable in columns]
    rows = []
    for each in found:
        rest = _log(1 / each.factor)
        row = {place[atom.place]: float(p) for atom, p in each.powers if isinstance(atom, Slot)}
        operator = each.conjunct.formula.operator
        if operator == "<":
            rest -= _SHRUNK
        rows.append((row, rest if operator == "==" else -inf, rest))
    said = solve(boxes, rows, _EFFORT)
    if isinstance(said, Infeasible):
        kept: set[Monomial] = {((Slot(columns[column]), 1),) for column in said.columns}
        return _product([found[row] for row in said.rows], kept)
    if said is None:
        return Combined()
    loose = [(row, low, rest if low == rest else rest - _SLACK) for row, low, rest in rows]
    for inequalities in (loose, rows):
        inner = solve([_inward(box) for box in boxes], inequalities, _EFFORT)
        if inner is not None and not isinstance(inner, Infeasible):
            said = inner
            break
    hints = {v: math.exp(y) for v, y in zip(columns, said.values, strict=True) if abs(y) < 700}
    equations = [each for each in found if each.conjunct.formula.operator == "=="]
    return Combined(hints=hints, values=_monomial_values(equations, hints))


def _product(chosen: Sequence[_Power], kept: set[Monomial]) -> Combined:
    """Return the product in which only the kept variables are left."""
    exponents: list[dict[Monomial, Fraction]] = [
        {((atom, 1),): Fraction(power) for atom, power in each.powers} for each in chosen
    ]
    gone = sorted({m for each in exponents for m in each} - kept, key=str)
    multipliers = balance(exponents, gone)
    if multipliers is None:
        return Combined()
    whole = scaled_to_whole(multipliers)
    concerned = frozenset(v for each in chosen for v in each.variables)
    for sign in (1, -1):
        parts = [(sign * power, each.conjunct) for power, each in zip(whole, chosen, strict=True)]
        if all(power >= 0 or each.formula.operator == "==" for power, each in parts):
            how = Product(
                tuple((power, each.constraint, each.number) for power, each in parts if power)
            )
            return Combined(how, concerned)
    return Combined()


def _corners(conjuncts: Sequence[Conjunct], values: Sequence[Value]) -> tuple[Corner, ...]:
    """Return what ends say of products of two variables (McCormick, Mathematical Programming 10,
    1976): `x * y >= a * y` where x is at least a and y not negative, and its like.
    """
    products = dict.fromkeys(
        monomial
        for each in conjuncts
        for monomial in each.polynomial
        if len(monomial) == 2 and all(isinstance(a, Slot) and p == 1 for a, p in monomial)
    )
    found = []
    for monomial in products:
        x, y = (atom.place for atom, _ in monomial if isinstance(atom, Slot))
        found += [
            Corner((x, y), (a, b), (x_above, y_above))
            for a, x_above in _ends(values[x])
            for b, y_above in _ends(values[y])
        ]
    return tuple(found[:_CORNERS])


def _ends(value: Value) -> list[tuple[Fraction, bool]]:
    """Return the finite ends of a variable, and whether it lies above them."""
    if isinstance(value, frozenset):
        return []
    pairs = ((value[0], True), (value[1], False))
    return [(Fraction(end), above) for end, above in pairs if abs(end) != inf]


def _as_conjunct(each: Corner, number: int) -> Conjunct:
    formula = corner(each)
    return Conjunct(number, 0, formula, difference(formula))


def _linear_values(
    equations: Sequence[Mapping[int, Fraction]],
    hints: Mapping[int, float],
    within: Sequence[Value],
) -> dict[int, Fraction]:
    """Return values near hints that satisfy linear equations exactly; -1 stands for their rest.

    What has most room is solved for, and what has none keeps to its end: at a corner of all that
    is possible, where hints often lie, nothing else would do.
    """
    room = {v: _room(hint, within[v]) for v, hint in hints.items()}
    solved = reduced(equations, room)
    values = {v: _kept(h, within[v]) for v, h in hints.items() if v not in solved}
    for variable, row in solved.items():
        parts = [(c, values.get(v) if v >= 0 else Fraction(1)) for v, c in row.items()]
        if all(value is not None for _, value in parts):
            values[variable] = sum((c * (value or 0) for c, value in parts), Fraction(0))
    return values


def _room(hint: float, value: Value) -> float:
    """Return how far a hint lies from the nearer end."""
    if isinstance(value, frozenset):
        return 0.0
    low, high = _doubles(value)[:2]
    return float(max(0, min(hint - low, high - hint)))


def _kept(hint: float, value: Value) -> Fraction:
    """Return a number near a hint, or the end that the hint lies at or just beyond."""
    near = _near(hint)
    if isinstance(value, frozenset):
        return near
    low, high, low_open, high_open = value
    for end, opened in ((low, low_open), (high, high_open)):
        if not opened and abs(end) != inf and abs(hint - end) <= _AT_END * (1 + abs(end)):
            return Fraction(end)
    return near


def _monomial_values(
    equations: Sequence[_Power], hints: Mapping[int, float]
) -> dict[int, Fraction]:
    """Return values near hints that satisfy equations of monomials exactly.

    Those with a root in them are left out.
    """
    rows: list[dict[int, Fraction]] = []
    for number, each in enumerate(equations):
        row = {atom.place: Fraction(p) for atom, p in each.powers if isinstance(atom, Slot)}
        rows.append({**row, -1 - number: Fraction(1)})  # the factor, as an unknown of its own
    solved = reduced(rows)
    values = {v: _near(h) for v, h in hints.items() if v not in solved}
    for variable, row in solved.items():
        product = Fraction(1)
        for v, exponent in row.items():
            at = equations[-1 - v].factor if v < 0 else values.get(v)
            if at is None or exponent.denominator != 1 or abs(exponent) > _HIGHEST:
                break
            product *= at ** int(exponent)
        else:
            values[variable] = product
    return values


def reduced(
    equations: Iterable[Mapping[int, Fraction]], room: Mapping[int, float] | None = None
) -> dict[int, dict[int, Fraction]]:
    """Solve linear equations, each a sum that is 0: variables in terms of others, all of them free.

    Negative columns are given and not solved for; of the others, what has most room is. Equations
    that contradict others are left out.
    """
    room = room or {}
    solved: dict[int, dict[int, Fraction]] = {}
    for equation in equations:
        row: dict[int, Fraction] = {}
        for column, factor in equation.items():
            _increase(row, solved.get(column, {column: Fraction(1)}), factor)
        pivot = max(row, default=-1, key=lambda c: (c >= 0, room.get(c, 0.0), c))
        if pivot < 0:
            continue
        factor = row.pop(pivot)
        found = {column: -each / factor for column, each in row.items()}
        for other in solved.values():
            share = other.pop(pivot, None)
            if share is not None:
                _increase(other, found, share)
        solved[pivot] = found
    return solved


def _increase(row: dict[int, Fraction], other: Mapping[int, Fraction], by: Fraction) -> None:
    for column, factor in other.items():
        total = row.get(column, Fraction(0)) + by * factor
        if total:
            row[column] = total
        else:
            row.pop(column, None)


def _near(value: float) -> Fraction:
    """Return a number of few digits near another."""
    return Fraction(f"{value:.9g}")


def _is_bound(each: Conjunct) -> bool:
    """Tell whether a comparison says something of one variable alone, and simply."""
    return len(each.polynomial.keys() - {ONE}) < 2 and all(map(_is_variable, each.polynomial))


def _is_variable(monomial: Monomial) -> bool:
    return not monomial or (
        len(monomial) == 1 and monomial[0][1] == 1 and isinstance(monomial[0][0], Slot)
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


def _positive(value: Value, *, or_zero: bool = False) -> bool:
    if isinstance(value, frozenset):
        return False
    return bool(value[0] > 0 or (value[0] == 0 and (value[2] or or_zero)))


def _logarithms(value: Value) -> tuple[float, float]:
    low, high, low_open, high_open = _doubles(value)
    below = math.log(low) if low > 0 else -inf
    above = -inf if high <= 0 else math.log(high) if high != inf else inf
    if low_open:
        below += _SHRUNK
    if high_open:
        above -= _SHRUNK
    return (below, above) if below <= above else (above, above)


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _scale(low: float, high: float) -> float:
    sizes = [abs(end) for end in (low, high) if end not in (0, inf, -inf)]
    return min(max(max(sizes, default=1.0), 1e-150), 1e150)


def _inward(box: tuple[float, float]) -> tuple[float, float]:
    low, high = box
    if low == -inf or high == inf:
        return box
    return low + _INWARD * (high - low), high - _INWARD * (high - low)
