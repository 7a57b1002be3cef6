"""Whether linear rows and bounds can all hold, over doubles: a guess that exact arithmetic checks.

The simplex of Dutertre and de Moura ("A fast linear-arithmetic solver for DPLL(T)", CAV 2006).
Its answers are hints alone: an infeasible row names the equations whose exact combination may be
a contradiction, a feasible point where a witness may lie. No library at hand gives an infeasible
row with its reasons: sympy's `lpmin` says only that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SMALL = 1e-9  # relative distance at which a bound counts as met
_PIVOT = 1e-11  # what is smaller cancels


@dataclass(frozen=True, slots=True)
class Infeasible:
    """A combination of rows and of bounds of columns that cannot hold: which of each it takes."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Feasible:
    """A value of each column."""

    values: tuple[float, ...]


def solve(
    columns: Sequence[tuple[float, float]],
    rows: Sequence[tuple[Mapping[int, float], float, float]],
    effort: int,
) -> Infeasible | Feasible | None:
    """Solve `lower <= Σ coefficient * column <= upper` for every row within the columns' bounds.

    None where that takes more than `effort` changes of coefficients. Rows should be scaled to
    coefficients near 1.
    """
    count = len(columns)
    lower = [low for low, _ in columns] + [low for _, low, _ in rows]
    upper = [high for _, high in columns] + [high for _, _, high in rows]
    value = [_near_zero(low, high) for low, high in columns]
    tableau: dict[int, dict[int, float]] = {}  # basic -> its combination of the others
    for number, (coefficients, _, _) in enumerate(rows):
        tableau[count + number] = {c: a for c, a in coefficients.items() if a}
        value.append(sum(a * value[c] for c, a in coefficients.items()))
    while effort > 0:
        broken = _broken(tableau, value, lower, upper)
        if broken is None:
            return Feasible(tuple(value[:count]))
        basic, low = broken
        row = tableau[basic]
        entering = _entering(row, value, lower, upper, low)
        if entering is None:
            concerned = [basic, *(c for c, a in row.items() if abs(a) > _PIVOT)]
            return Infeasible(
                tuple(sorted(c - count for c in concerned if c >= count)),
                tuple(sorted(c for c in concerned if c < count)),
            )
        target = lower[basic] if low else upper[basic]
        effort -= _pivot(tableau, value, basic, entering, target)
    return None


def _near_zero(low: float, high: float) -> float:
    return min(max(0.0, low), high)


def _broken(
    tableau: Mapping[int, Mapping[int, float]],
    value: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
) -> tuple[int, bool] | None:
    """Return the first basic column out of bounds, and whether it is too low."""
    for basic in sorted(tableau):
        at = value[basic]
        slack = _SMALL * (1.0 + abs(at))
        if at < lower[basic] - slack:
            return basic, True
        if at > upper[basic] + slack:
            return basic, False
    return None


def _entering(
    row: Mapping[int, float],
    value: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    rise: bool,
) -> int | None:
    """Return the first column (Bland's rule) that can move a basic one the right way."""
    for column in sorted(row):
        a = row[column]
        if abs(a) <= _PIVOT:
            continue
        up = (a > 0) == rise
        slack = _SMALL * (1.0 + abs(value[column]))
        if up and value[column] < upper[column] - slack:
            return column
        if not up and value[column] > lower[column] + slack:
            return column
    return None


def _pivot(
    tableau: dict[int, dict[int, float]],
    value: list[float],
    basic: int,
    entering: int,
    target: float,
) -> int:
    """Let a column leave its bound and a basic one keep to it; return how much that changed."""
    row = tableau.pop(basic)
    a = row.pop(entering)
    step = (target - value[basic]) / a
    value[basic] = target
    value[entering] += step
    turned = {column: -each / a for column, each in row.items()}
    turned[basic] = 1.0 / a
    changed = len(tableau)
    for other, combination in tableau.items():
        factor = combination.pop(entering, 0.0)
        if abs(factor) <= _PIVOT:
            continue
        value[other] += factor * step
        changed += len(turned)
        for column, each in turned.items():
            total = combination.get(column, 0.0) + factor * each
            if abs(total) <= _PIVOT:
                combination.pop(column, None)
            else:
                combination[column] = total
    tableau[entering] = turned
    return 1 + changed
