"""The search for values that satisfy constraints: fixed one after another, with sweeps in between.

Nothing found here counts until `existence` has proved it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, inf
from typing import Any

from verify.existence import Prover, Witness, candidates
from verify.kernel import around
from verify.sweep import Sweep, Sweeper
from verify.system import (
    Variable,
)

_SETTLED = 1e-9  # relative width below which a sweep has all but settled a value
_SLICES = 16  # of an interval of whose candidates none can be
_DEPTH = 1  # how often a slice is sliced again
_POWERS = tuple(10.0**power for power in range(-9, 19))
_DECADES = (*(-power for power in reversed(_POWERS)), 0.0, *_POWERS)
_ORDERS = 3  # orders in which a search may try the variables


@dataclass(slots=True)
class Witnesses:
    """Searches for witnesses of some constraints."""

    variables: Sequence[Variable]
    sweeper: Sweeper
    prover: Prover
    left: int = 0  # revisions that the search going on may still take
    _ranks: list[tuple[int, bool, int]] = field(default_factory=list)

    def fix(
        self, active: frozenset[int], state: Sweep, values: Mapping[int, Fraction]
    ) -> Sweep | None:
        """Return what is left of a sweep with some values fixed; None where nothing is."""
        after = self.sweeper.copy(state)
        for variable, value in values.items():
            low, high = around(value)
            after.lower[variable] = max(after.lower[variable], low)
            after.upper[variable] = min(after.upper[variable], high)
            if after.lower[variable] > after.upper[variable]:
                return None
        after = self.sweeper.run(active, 4 * len(active) + 20, after)
        return None if after.empty else after

    def search(
        self,
        active: frozenset[int],
        state: Sweep,
        effort: int,
        hints: Mapping[int, float],
        fixed: Mapping[int, Fraction] | None = None,
    ) -> Witness | None:
        """Fix one variable after another, sweeping in between; None if that leads nowhere.

        `state` is the sweep of the active constraints, with what is `fixed` already; `hints` are
        values worth trying first; `effort` is the number of revisions that all this may take.
        """
        if not fixed and not hints:  # more often than not the middles will do
            witness = self.prover.prove(active, {}, state, self._busiest())
            if witness is not None:
                return witness
        first: list[int] = []
        self.left = effort
        order = self._ordered(state)
        for _ in range(_ORDERS):
            chosen: dict[int, Fraction | str] = dict(fixed or {})
            now, stuck = state, -1
            for variable in [*first, *(v for v in order if v not in first)]:
                if variable in chosen or self._settled(variable, now):
                    continue
                found = self._tried(variable, now, active, hints)
                if self.left < 0:
                    return None
                if found is None:
                    stuck = variable
                    break
                chosen[variable], now = found
            if stuck < 0:
                return self._proved(active, chosen, now)
            if stuck in first[:1]:
                return None
            first = [stuck, *(v for v in first if v != stuck)]
        return None

    def _proved(
        self, active: frozenset[int], chosen: Mapping[int, Fraction | str], state: Sweep
    ) -> Witness | None:
        """Prove that some solution has the chosen values; None if that fails.

        What is neither chosen nor given by an equation is taken from the middle of `state`. Where
        equations form loops (`v == w * x`, `w == v + y` with x and y chosen), no order solves them
        one by one: then what most rules mention is taken from the middle first, and what was chosen
        is given by an equation.
        """
        witness = self.prover.prove(active, chosen, state, self._ordered(state))
        if witness is not None:
            return witness
        kept = {
            v: value
            for v, value in chosen.items()
            if isinstance(value, str) or self.variables[v].domain == "integer"
        }
        return self.prover.prove(active, kept, state, self._busiest())

    def _busiest(self) -> list[int]:
        """Return the variables, those that most constraints mention first."""
        watchers = self.sweeper.watchers
        return sorted(range(len(self.variables)), key=lambda v: -len(watchers[v]))

    def _ordered(self, state: Sweep) -> list[int]:
        """Return the order in which variables are tried: those with fewest values to try first.

        What is bounded comes before what is not, whose size the former may settle.
        """
        if len(self._ranks) != len(self.variables):
            self._ranks = self._ranked()
        lower, upper, ranks = state.lower, state.upper, self._ranks
        return sorted(
            range(len(self.variables)),
            key=lambda v: (ranks[v][0], lower[v] == -inf or upper[v] == inf, ranks[v], v),
        )

    def _ranked(self) -> list[tuple[int, bool, int]]:
        """Rank variables: choices, whole numbers, what no equation gives, what many rules need."""
        defined = {
            constraint.variables[place]
            for constraint, shape in zip(self.sweeper.constraints, self.sweeper.shapes, strict=True)
            if shape is not None
            for place in shape.alone
        }
        rank = {"choice": 0, "integer": 1}
        return [
            (rank.get(each.domain, 2), v in defined, -len(self.sweeper.watchers[v]))
            for v, each in enumerate(self.variables)
        ]

    def _settled(self, variable: int, state: Sweep) -> bool:
        low, high = state.lower[variable], state.upper[variable]
        if isinstance(low, frozenset):
            return len(low) == 1
        if low == -inf or high == inf:
            return False
        return bool(high - low <= _SETTLED * max(abs(low), abs(high)))

    def _tried(
        self, variable: int, state: Sweep, active: frozenset[int], hints: Mapping[int, float]
    ) -> tuple[Fraction | str, Sweep] | None:
        """Return a value that sweeping lets a variable have, and what it leaves of the rest."""
        sweeper = self.sweeper
        agenda = [each for each in sweeper.watchers[variable] if each in active]
        low, high = state.lower[variable], state.upper[variable]
        points: list[Any]
        if isinstance(low, frozenset):
            points = sorted(low, key=self.variables[variable].names.index)[:4]
        else:
            whole = self.variables[variable].domain == "integer"
            points = candidates(
                *self.prover.within(variable, low, high), whole, hints.get(variable)
            )
            if _few(self.variables[variable], low, high):
                every = [float(n) for n in range(ceil(low), floor(high) + 1)]
                points += [point for point in every if point not in points]
        for point in points:
            after = self._pinned(variable, point, state, active, agenda)
            if after is not None:
                return (point if isinstance(point, str) else Fraction(point)), after
        if isinstance(low, frozenset) or _few(self.variables[variable], low, high):
            return None
        return self._sliced(variable, state, active, agenda, _DEPTH)

    def _pinned(
        self, variable: int, point: Any, state: Sweep, active: frozenset[int], agenda: list[int]
    ) -> Sweep | None:
        """Return what a sweep leaves where a variable has a value; None for nothing."""
        after = self.sweeper.copy(state)
        if isinstance(point, str):
            after.lower[variable] = frozenset([point])
        else:
            after.lower[variable] = after.upper[variable] = point
        self.sweeper.run(active, 4 * len(active) + 20, after, agenda)
        self.left -= 1 + after.spent
        return None if after.empty else after

    def _sliced(
        self, variable: int, state: Sweep, active: frozenset[int], agenda: list[int], depth: int
    ) -> tuple[Fraction, Sweep] | None:
        """Try the middles of what sweeps leave of thin slices: solutions may lie close together."""
        whole = self.variables[variable].domain == "integer"
        for low, high in _slices(state.lower[variable], state.upper[variable]):
            after = self.sweeper.copy(state)
            after.lower[variable], after.upper[variable] = low, high
            self.sweeper.run(active, 4 * len(active) + 20, after, agenda)
            self.left -= 1 + after.spent
            if self.left < 0:
                return None
            if after.empty:
                continue
            ends = self.prover.within(variable, after.lower[variable], after.upper[variable])
            for point in candidates(*ends, whole, None)[:2]:
                pinned = self._pinned(variable, point, after, active, agenda)
                if pinned is not None:
                    return Fraction(point), pinned
            if depth and ends[1] - ends[0] > _SETTLED * abs(ends[1]):
                found = self._sliced(variable, after, active, agenda, depth - 1)
                if found is not None:
                    return found
        return None


def _few(variable: Variable, low: float, high: float) -> bool:
    """Tell whether a variable has so few values left that all of them can be tried."""
    return variable.domain == "integer" and high - low <= _SLICES


def _slices(low: float, high: float) -> list[tuple[float, float]]:
    """Cut an interval into slices: thin ones of a bounded one, decades of an unbounded one."""
    if low != -inf and high != inf and not (low > 0 and high > 100 * low):
        width = (high - low) / _SLICES
        cuts = [low + number * width for number in range(_SLICES)] + [high]
    else:
        cuts = [low, *(cut for cut in _DECADES if low < cut < high), high]
    return [(one, other) for one, other in itertools.pairwise(cuts) if one < other]
