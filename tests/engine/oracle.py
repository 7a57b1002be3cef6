"""Whether relations can all hold, by an oracle that shares nothing with the engine.

It tries points exactly, all of them where a system has finitely many, and else asks Z3 by a
translation of its own. What it cannot tell is None. Subsets are settled by trying all.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exact import Point, Truth, truth
from relations import Relation
from z3_truth import Writer

from verify.system import Variable

RESOURCES = 200_000  # Z3's own steps for one question
_POINTS = 600  # up to which all points of a system are tried


class OracleError(Exception):
    """Z3 contradicted exact arithmetic."""


@dataclass(slots=True)
class Oracle:
    """Some relations over some variables, and what is known of which can hold together.

    Sets of relations are bit masks. `resources` 0 means that Z3 is not asked.
    """

    variables: Sequence[Variable]
    relations: Sequence[Relation]
    resources: int = RESOURCES
    points: list[tuple[tuple[Point, ...], int]] = field(default_factory=list)
    exhaustive: bool = False
    asked: int = 0
    _refuted: list[int] = field(default_factory=list)
    _satisfied: list[int] = field(default_factory=list)
    _unknown: set[int] = field(default_factory=set)
    _writer: Writer | None = None

    def __post_init__(self) -> None:
        grid = _grid(self.variables)
        if grid is not None:
            self.exhaustive = True
            for point in grid:
                self.try_point(point)

    def try_point(self, point: Sequence[Point]) -> int:
        """Remember a point within the variables' limits; return which relations it satisfies."""
        if not all(map(within, self.variables, point)):
            return 0
        held = 0
        for number, relation in enumerate(self.relations):
            found = truth(relation, point)
            if found is Truth.TRUE:
                held |= 1 << number
            elif found is Truth.UNCLEAR:
                self.exhaustive = False
        if not any(held & ~known == 0 for known in self._satisfied):
            self._satisfied = [known for known in self._satisfied if known & ~held]
            self._satisfied.append(held)
        self.points.append((tuple(point), held))
        return held

    def consistent(self, chosen: int) -> bool | None:
        """Tell whether chosen relations can all hold; None where the oracle does not know."""
        if any(not chosen & ~known for known in self._satisfied):
            return True
        if self.exhaustive or any(not core & ~chosen for core in self._refuted):
            return False
        if chosen in self._unknown or not self.resources:
            return None
        said = self._ask(chosen)
        if said is None:
            self._unknown.add(chosen)
        elif said:
            self._satisfied.append(chosen)
        else:
            self._refuted.append(chosen)
        return said

    def _ask(self, chosen: int) -> bool | None:
        self.asked += 1
        try:
            if self._writer is None:
                self._writer = Writer(self.variables, self.relations)
            said, point = self._writer.ask(list(_bits(chosen)), self.resources)
        except ValueError:  # a number of more digits than Python writes as text
            self.resources = 0
            return None
        if point is not None and chosen & ~self.try_point(point):
            wrong = [truth(self.relations[n], point) for n in _bits(chosen)]
            if Truth.FALSE in wrong or Truth.UNDEFINED in wrong:
                raise OracleError(f"Z3's point {point} breaks what it was to satisfy")
        return said


@dataclass(frozen=True)
class Minimal:
    """All minimal conflicts and corrections of some items, as far as `ask` knew."""

    conflicts: frozenset[frozenset[int]]
    corrections: frozenset[frozenset[int]]
    known: bool  # whether every answer was


def minimal(
    count: int,
    ask: Callable[[frozenset[int]], bool | None],
    exclusive: Sequence[frozenset[int]] = (),
) -> Minimal:
    """Find the minimal conflicts and corrections of items by trying every subset.

    Of each exclusive group no subset has two; a correction is then the rest of a largest one.
    """
    answers: dict[frozenset[int], bool | None] = {}
    for size in range(count, -1, -1):  # the large ones first: what holds them answers the small
        for chosen in map(frozenset, itertools.combinations(range(count), size)):
            if all(len(chosen & group) <= 1 for group in exclusive):
                answers[chosen] = ask(chosen)
    everything = frozenset(range(count))
    conflicts = {
        chosen
        for chosen, said in answers.items()
        if said is False and all(answers[chosen - {item}] is True for item in chosen)
    }
    corrections = {
        everything - chosen
        for chosen, said in answers.items()
        if said is True
        and all(
            answers[chosen | {item}] is False
            for item in everything - chosen
            if chosen | {item} in answers
        )
    }
    known = None not in answers.values()
    return Minimal(frozenset(conflicts), frozenset(corrections - {frozenset()}), known)


def within(variable: Variable, value: Point) -> bool:
    """Tell whether a value lies in a variable's domain and limits."""
    if isinstance(value, str):
        return value in variable.names
    if isinstance(value, tuple):
        inside = all(end in variable.limits for end in value)
        return inside and variable.domain in ("real", "date")
    return value in variable.limits and (variable.domain != "integer" or value.denominator == 1)


def _grid(variables: Sequence[Variable]) -> Iterator[tuple[Point, ...]] | None:
    """Return all points of finite domains, unless there are too many or a domain is infinite."""
    axes: list[list[Point]] = []
    for variable in variables:
        limits = variable.limits
        if variable.domain == "choice":
            axes.append(list(variable.names))
        elif limits.lower is not None and limits.lower == limits.upper:
            axes.append([limits.lower])
        elif variable.domain == "integer" and None not in (limits.lower, limits.upper):
            assert limits.lower is not None
            assert limits.upper is not None
            first, last = math.ceil(limits.lower), math.floor(limits.upper)
            if last - first > _POINTS:
                return None
            axes.append([Fraction(n) for n in range(first, last + 1)])
        else:
            return None
    if math.prod(map(len, axes)) > _POINTS:
        return None
    return (p for p in itertools.product(*axes) if all(map(within, variables, p)))


def _bits(chosen: int) -> Iterable[int]:
    return (number for number in range(chosen.bit_length()) if chosen >> number & 1)
