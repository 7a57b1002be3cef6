"""Equations of whole numbers that no whole numbers satisfy, such as `2 * a == 2 * b + 1`.

A system `A x = b` has no solution in whole numbers if and only if some combination of its rows has
whole coefficients and a rest that is not whole (Schrijver, "Theory of Linear and Integer
Programming", corollary 4.1a). Such a combination is found by bringing A to column Hermite form.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verify.lemma import ONE, Conjunct, Monomial
from verify.proof import Sum
from verify.system import Slot, Variable

_MOST = 24  # equations looked at


def indivisible(conjuncts: Sequence[Conjunct], variables: Sequence[Variable]) -> Sum | None:
    """Return a sum of equations with whole coefficients of whole numbers, and a rest that is none.

    Products of whole numbers count as whole numbers of their own.
    """
    rows = [each for each in conjuncts if each.formula.operator == "==" and _whole(each, variables)]
    if not rows or len(rows) > _MOST:
        return None
    monomials = sorted({m for each in rows for m in each.polynomial if m != ONE}, key=str)
    matrix = [[each.polynomial.get(m, Fraction(0)) for m in monomials] for each in rows]
    rests = [-each.polynomial.get(ONE, Fraction(0)) for each in rows]
    multipliers = _combination(matrix, rests)
    if multipliers is None:
        return None
    return Sum(
        tuple(
            (m, each.constraint, each.number)
            for m, each in zip(multipliers, rows, strict=True)
            if m
        )
    )


def _whole(each: Conjunct, variables: Sequence[Variable]) -> bool:
    return all(_whole_monomial(m, variables) for m in each.polynomial)


def _whole_monomial(monomial: Monomial, variables: Sequence[Variable]) -> bool:
    return all(
        isinstance(atom, Slot) and variables[atom.place].domain == "integer" for atom, _ in monomial
    )


def _combination(matrix: list[list[Fraction]], rests: list[Fraction]) -> list[Fraction] | None:
    """Return multipliers of the rows: every coefficient becomes whole, and the rest does not.

    Rows are taken one after another; whole-number column operations leave each with one more
    nonzero entry at most, its pivot.
    """
    work = [list(row) for row in matrix]
    width = len(work[0]) if work else 0
    pivots: list[int] = []  # the rows that have a pivot, which stands in column len(pivots) - 1
    for number, row in enumerate(work):
        column = len(pivots)
        while True:
            entries = [c for c in range(column, width) if row[c]]
            if len(entries) < 2:
                break
            least = min(entries, key=lambda c: abs(row[c]))
            for c in entries:
                if c != least:
                    times = row[c] // row[least]
                    for other in work:
                        other[c] -= times * other[least]
        entries = [c for c in range(column, width) if row[c]]
        # This row less what the pivots before it explain: solve y * H = this row's left part.
        weights = [Fraction(0)] * len(work)
        weights[number] = Fraction(1)
        left = list(row[:column])
        rest = rests[number]
        for at in range(column - 1, -1, -1):
            pivot = work[pivots[at]]
            share = left[at] / pivot[at]
            weights[pivots[at]] = -share
            rest -= share * rests[pivots[at]]
            left = [a - share * b for a, b in zip(left, pivot[:column], strict=True)]
        divisor = row[entries[0]] if entries else Fraction(0)
        found = _odd(weights, rest, divisor)
        if found is not None:
            return found
        if entries:
            first = entries[0]
            for other in work:
                other[column], other[first] = other[first], other[column]
            pivots.append(number)
    return None


def _odd(weights: list[Fraction], rest: Fraction, divisor: Fraction) -> list[Fraction] | None:
    """Scale a combination that leaves `divisor * z == rest` so that z would have to be whole."""
    if divisor:
        if (rest / divisor).denominator == 1:
            return None
        return [weight / divisor for weight in weights]
    if not rest:
        return None
    return [weight / (2 * rest) for weight in weights]  # 0 == 1/2
