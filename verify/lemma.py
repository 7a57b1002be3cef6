"""What follows from several comparisons at once, exactly: their sums, and products of equations.

Propagation looks at one constraint at a time. A lemma is one more constraint that follows from
others: `a + b == 10` and `b + c == 10` give `a - c == 0`; `b == n * a` and `a == k * b` give
`n * k == 1` where a is not zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.proof import Corner, Product, Sum
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Slot,
    Term,
    moved,
    slots,
)

Monomial = tuple[tuple[Term, int], ...]
"""Atoms with their powers: variables, and terms that are no polynomials; in canonical order."""
Polynomial = dict[Monomial, Fraction]

_MOST_TERMS = 40  # of a polynomial; what grows beyond stays as it is written
_HIGHEST = 8  # power of a sum that is multiplied out
ONE: Monomial = ()


@dataclass(frozen=True, slots=True)
class Conjunct:
    """A comparison of a constraint, over the component's variables, as `polynomial op 0`."""

    constraint: int
    number: int
    formula: Compare
    polynomial: Mapping[Monomial, Fraction]


def conjuncts(constraint: Constraint, index: int) -> tuple[Conjunct, ...]:
    """Return the comparisons that a constraint's formula is made of, `!=` left out."""
    formula = moved(constraint.formula, list(constraint.variables))
    return tuple(
        Conjunct(index, number, each, difference(each))
        for number, each in enumerate(comparisons(formula))
        if each.operator != "!="
    )


def comparisons(formula: Formula) -> list[Compare]:
    """Return the comparisons of a formula in order, all nested `Every` taken apart."""
    match formula:
        case Compare():
            return [formula]
        case Every(parts):
            return [each for part in parts for each in comparisons(part)]
    return []


def difference(formula: Compare) -> Polynomial:
    """Return a comparison's left side less its right side, as a polynomial.

    An equation with a quotient for a side is multiplied by the divisor, which is not zero.
    """
    left, right = formula.left, formula.right
    if formula.operator == "==":
        if isinstance(left, Operation) and left.operator == "divide":
            left, right = right, left
        if isinstance(right, Operation) and right.operator == "divide":
            over, under = right.operands
            left, right = Operation("multiply", (left, under)), over
    return _plus(polynomial(left), polynomial(right), Fraction(-1))


def corner(how: Corner) -> Compare:
    """Return what the ends of two variables say of their product."""
    (x, y), (a, b) = how.variables, how.ends
    product = {
        _canonical([(Slot(x), 1), (Slot(y), 1)]): Fraction(1),
        ((Slot(x), 1),): -b,
        ((Slot(y), 1),): -a,
        ONE: a * b,
    }
    term = written({monomial: factor for monomial, factor in product.items() if factor})
    zero = Constant(Fraction(0))
    same = how.above[0] == how.above[1]
    return Compare("<=", zero, term) if same else Compare("<=", term, zero)


def derive(how: Sum | Product, formulas: Sequence[Compare]) -> Compare | None:
    """Return what a sum or product of comparisons says; None where it says nothing."""
    if isinstance(how, Sum):
        return _summed(how, formulas)
    return _multiplied(how, formulas)


def _summed(how: Sum, formulas: Sequence[Compare]) -> Compare | None:
    total: Polynomial = {}
    for (multiplier, _, _), formula in zip(how.parts, formulas, strict=True):
        if formula.operator != "==" and multiplier <= 0:
            return None
        total = _plus(total, difference(formula), multiplier)
    return Compare(_joint(formulas), written(total), Constant(Fraction(0)))


def _joint(formulas: Sequence[Compare]) -> str:
    operators = {formula.operator for formula in formulas}
    return "<" if "<" in operators else "<=" if "<=" in operators else "=="


def _multiplied(how: Product, formulas: Sequence[Compare]) -> Compare | None:
    powers: dict[Term, int] = {}
    factor = Fraction(1)
    for (exponent, _, _), formula in zip(how.parts, formulas, strict=True):
        ratio = quotient(formula)
        if ratio is None or (formula.operator != "==" and exponent <= 0):
            return None
        factor *= ratio[0] ** exponent
        for atom, power in ratio[1]:
            powers[atom] = powers.get(atom, 0) + power * exponent
    over = _canonical((atom, power) for atom, power in powers.items() if power > 0)
    under = _canonical((atom, -power) for atom, power in powers.items() if power < 0)
    return Compare(_joint(formulas), written({over: factor}), written({under: Fraction(1)}))


def quotient(formula: Compare) -> tuple[Fraction, Monomial] | None:
    """Return a comparison of monomials as `factor * Π atom ** power`, compared with 1, else None.

    It follows from the comparison where all its atoms, which are variables, are positive.
    """
    left, right = _ratio(formula.left), _ratio(formula.right)
    if left is None or right is None or left[0] <= 0 or right[0] <= 0:
        return None
    powers = dict(left[1])
    for atom, power in right[1]:
        powers[atom] = powers.get(atom, 0) - power
    return left[0] / right[0], _canonical((a, p) for a, p in powers.items() if p)


def _ratio(term: Term) -> tuple[Fraction, Monomial] | None:
    match term:
        case Constant(value):
            return value, ONE
        case Slot():
            return Fraction(1), ((term, 1),)
        case Operation("multiply" | "divide" as operator, (left, right)):
            a, b = _ratio(left), _ratio(right)
            if a is None or b is None or (operator == "divide" and b[0] == 0):
                return None
            sign = 1 if operator == "multiply" else -1
            powers = dict(a[1])
            for atom, power in b[1]:
                powers[atom] = powers.get(atom, 0) + sign * power
            return a[0] * b[0] ** sign, _canonical((x, p) for x, p in powers.items() if p)
        case Operation("power", (base,), exponent) if exponent.denominator == 1:
            inner = _ratio(base)
            if inner is None or inner[0] == 0 or abs(exponent) > _HIGHEST:
                return None
            whole = int(exponent)
            return inner[0] ** whole, _canonical((x, p * whole) for x, p in inner[1] if whole)
    return None


def polynomial(term: Term) -> Polynomial:
    """Multiply a term out; what is no polynomial, or grows too large, is an atom."""
    found: Polynomial | None
    match term:
        case Constant(value):
            return {ONE: value} if value else {}
        case Slot():
            return {((term, 1),): Fraction(1)}
        case Operation("add", (left, right)):
            return _plus(polynomial(left), polynomial(right), Fraction(1))
        case Operation("subtract", (left, right)):
            return _plus(polynomial(left), polynomial(right), Fraction(-1))
        case Operation("negate", (inner,)):
            return _plus({}, polynomial(inner), Fraction(-1))
        case Operation("multiply", (left, right)):
            found = _times(polynomial(left), polynomial(right))
        case Operation("divide", (left, Constant(value))) if value:
            return _plus({}, polynomial(left), 1 / value)
        case Operation("power", (base,), exponent) if (
            exponent.denominator == 1 and 1 <= exponent <= _HIGHEST
        ):
            found = polynomial(base)
            for _ in range(int(exponent) - 1):
                found = None if found is None else _times(found, polynomial(base))
        case _:
            found = None
    return {((term, 1),): Fraction(1)} if found is None else found


def written(total: Mapping[Monomial, Fraction]) -> Term:
    """Write a polynomial as a term, in canonical order."""
    terms: list[Term] = []
    for monomial in sorted(total, key=_order):
        factor = total[monomial]
        factors: list[Term] = [
            atom if power == 1 else Operation("power", (atom,), Fraction(power))
            for atom, power in monomial
        ]
        if factor != 1 or not factors:
            factors.insert(0, Constant(factor))
        terms.append(_chained("multiply", factors))
    return _chained("add", terms) if terms else Constant(Fraction(0))


def scaled_to_whole(factors: Sequence[Fraction]) -> list[int]:
    """Return the smallest whole numbers in the same proportions."""
    common = math.lcm(*(factor.denominator for factor in factors))
    whole = [int(factor * common) for factor in factors]
    divisor = math.gcd(*whole) or 1
    return [number // divisor for number in whole]


def balance(
    equations: Sequence[Mapping[Monomial, Fraction]], gone: Iterable[Monomial]
) -> list[Fraction] | None:
    """Return multipliers, not all zero, with which the monomials to be gone cancel; None if none.

    Gaussian elimination over exact rationals; where several choices do, the last equations have
    weight 0 as far as they can.
    """
    rows = [[equation.get(monomial, Fraction(0)) for equation in equations] for monomial in gone]
    count = len(equations)
    pivots: list[int] = []
    for column in range(count):
        row = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if row is None:
            found = [Fraction(0)] * count  # this column is free: set it to 1
            found[column] = Fraction(1)
            for number, pivot in enumerate(pivots):
                found[pivot] = -rows[number][column]
            return found
        top = len(pivots)
        rows[top], rows[row] = rows[row], rows[top]
        lead = rows[top][column]
        rows[top] = [each / lead for each in rows[top]]
        for other in range(len(rows)):
            factor = rows[other][column]
            if other != top and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[top], strict=True)]
        pivots.append(column)
    return None


def mentioned(formula: Formula) -> tuple[int, ...]:
    """Return the variables of a formula that is written over variables, in order."""
    return tuple(sorted(set(slots(formula))))


def _plus(
    a: Mapping[Monomial, Fraction], b: Mapping[Monomial, Fraction], by: Fraction
) -> Polynomial:
    found = dict(a)
    for monomial, factor in b.items():
        total = found.get(monomial, Fraction(0)) + by * factor
        if total:
            found[monomial] = total
        else:
            found.pop(monomial, None)
    return found


def _times(a: Polynomial, b: Polynomial) -> Polynomial | None:
    if len(a) * len(b) > _MOST_TERMS:
        return None
    found: Polynomial = {}
    for one, x in a.items():
        for other, y in b.items():
            powers = dict(one)
            for atom, power in other:
                powers[atom] = powers.get(atom, 0) + power
            found = _plus(found, {_canonical(powers.items()): x * y}, Fraction(1))
    return found


def _canonical(powers: Iterable[tuple[Term, int]]) -> Monomial:
    return tuple(sorted(powers, key=lambda entry: _atom_order(entry[0])))


def _atom_order(atom: Term) -> tuple[int, int, str]:
    return (0, atom.place, "") if isinstance(atom, Slot) else (1, 0, repr(atom))


def _order(monomial: Monomial) -> tuple[int, list[tuple[int, int, str, int]]]:
    return len(monomial), [(*_atom_order(atom), power) for atom, power in monomial]


def _chained(operator: str, terms: Sequence[Term]) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = Operation(operator, (found, term))
    return found
