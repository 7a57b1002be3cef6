"""Constraint propagation over doubles for speed: closed ends, and the little that a core needs.

What it refutes has no solution, as its ends are rounded outward and only ever closed; each core
is replayed over rationals (`propagate`) before it counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, nextafter
from typing import Any, cast

from verify import arithmetic
from verify.arithmetic import DOUBLES, lightened
from verify.contract import Program, Value, program
from verify.kernel import Kernel, Shape, around, compiled
from verify.system import (
    Among,
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Slot,
    Variable,
    is_strict,
)

_PATIENCE = 6  # revisions for each constraint after which slow progress no longer counts
_LEAST = 0.9  # of an interval's width that is left by slow progress


@dataclass(slots=True)
class Sweep:
    """What is left of each variable: numbers in `lower` and `upper`, a choice's names in `lower`.

    `moves` are the ends moved, as kernels write them; `causes` the constraint behind each.
    """

    lower: list[Any]
    upper: list[Any]
    moves: list[int]
    causes: list[int]
    empty: bool = False
    culprit: int = -1
    finished: bool = True
    spent: int = 0

    def value(self, variable: int) -> Value:
        """Return what is left of a variable, as `arithmetic` writes it."""
        low = self.lower[variable]
        if isinstance(low, frozenset):
            return low
        high = self.upper[variable]
        return low, high, low == -inf, high == inf


@dataclass(slots=True)
class Stated:
    """What a constraint says that says only where one variable lies: doubles around it.

    Everything from `least` to `most` certainly lies in it. A choice has its names as `lower`;
    `point` is the one number that it may say exactly, `ends` its exact ends.
    """

    variable: int
    lower: Any
    upper: float = inf
    least: float = -inf
    most: float = inf
    point: Fraction | None = None
    ends: tuple[Fraction | None, Fraction | None] = (None, None)


class Sweeper:
    """Constraints over variables, compiled once and propagated many times."""

    def __init__(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        self.variables = variables
        self.constraints: list[Constraint] = []
        self.watchers: list[list[int]] = [[] for _ in variables]  # of what is no mere statement
        self.stated: list[Stated | None] = []
        self.shapes: list[Shape | None] = []
        self._runs: list[tuple[Kernel, tuple[int, ...], tuple[float, ...]] | None] = []
        self._programs: list[Program | None] = []
        self._exact: dict[int, tuple[Any, Any]] = {}
        self._strict: dict[int, bool] = {}
        self._active: frozenset[int] | None = None
        self._allowed = bytearray()
        self._whole = [variable.domain == "integer" for variable in variables]
        self._any_whole = any(self._whole)
        self._lower: list[Any] = []
        self._upper: list[Any] = []
        for variable in variables:
            lower, upper = _limits(variable)
            self._lower.append(lower)
            self._upper.append(upper)
        for constraint in constraints:
            self.add(constraint)

    def add(self, constraint: Constraint) -> None:
        """Take in one more constraint, numbered on."""
        index = len(self.constraints)
        self.constraints.append(constraint)
        self._active = None
        stated = _statement(constraint)
        self.stated.append(stated)
        self._programs.append(None)
        if stated is not None:
            self.shapes.append(None)
            self._runs.append(None)
            return
        for variable in set(constraint.variables):
            self.watchers[variable].append(index)
        kernel = compiled(constraint.formula)
        if kernel is None:
            self._programs[index] = program(constraint.formula, DOUBLES)
            self.shapes.append(None)
            self._runs.append(None)
        else:
            self.shapes.append(kernel.shape)
            self._runs.append((kernel.shape.run, constraint.variables, kernel.constants))

    def kernel(self, index: int) -> tuple[Kernel, tuple[int, ...], tuple[float, ...]] | None:
        """Return a constraint's kernel with its variables and constants, if it has one."""
        return self._runs[index]

    def strict(self, index: int) -> bool:
        """Tell whether a constraint may exclude a single value, which no sweep sees."""
        known = self._strict.get(index)
        if known is None:
            known = self._strict[index] = is_strict(self.constraints[index].formula)
        return known

    def exactly(self, index: int) -> tuple[Any, Any]:
        """Return the exact ends of what a constraint states of a number; whole ones as integers."""
        if index not in self._exact:
            said = self.stated[index]
            assert said is not None
            lower, upper = said.ends
            self._exact[index] = (
                None if lower is None else lightened(lower),
                None if upper is None else lightened(upper),
            )
        return self._exact[index]

    def start(self) -> Sweep:
        """Return what the variables' limits allow."""
        return Sweep(self._lower.copy(), self._upper.copy(), [], [])

    def copy(self, state: Sweep) -> Sweep:
        """Return a state to go on from; its core leans on nothing before."""
        return Sweep(state.lower.copy(), state.upper.copy(), [], [])

    def run(
        self,
        active: frozenset[int],
        budget: int,
        state: Sweep | None = None,
        agenda: Iterable[int] | None = None,
        *,
        patient: bool = False,
    ) -> Sweep:
        """Narrow by the active constraints until nothing moves, or hardly; changes `state`.

        A patient run follows slow progress as far as the budget goes.

        `agenda` are the constraints to begin with, in order, where `state` is done with the rest.
        """
        if state is None:
            state = self.start()
        if active is not self._active:  # the same set is often asked about many times in a row
            self._allowed = bytearray(len(self.constraints))
            for index in active:
                self._allowed[index] = 1
            self._active = active
        allowed = self._allowed
        queue: deque[int] = deque()
        queued = bytearray(len(self.constraints))
        stated, lower, upper = self.stated, state.lower, state.upper
        moves, causes = state.moves, state.causes
        for index in sorted(active) if agenda is None else agenda:
            if not allowed[index]:
                continue
            said = stated[index]
            if said is None:
                queue.append(index)
                queued[index] = 1
            elif self._state(index, said, state):
                state.empty, state.culprit = True, index
                return state
        patience = budget if patient else _PATIENCE * len(queue) + 20
        runs, watchers, whole, any_whole = self._runs, self.watchers, self._whole, self._any_whole
        while queue:
            if budget <= 0:
                state.finished = False
                break
            budget -= 1
            state.spent += 1
            index = queue.popleft()
            queued[index] = 0
            before = len(moves)
            run = runs[index]
            crawling = state.spent > patience
            if crawling:
                places = self.constraints[index].variables
                ends = {v: (lower[v], upper[v]) for v in places}
            if run is None:
                nothing = self._interpreted(index, state)
            else:
                kernel, places, constants = run
                nothing = kernel(lower, upper, moves, places, constants)
            if len(moves) == before:
                if nothing:
                    state.empty, state.culprit = True, index
                    return state
                continue
            causes.extend([index] * (len(moves) - before))
            if nothing:
                state.empty, state.culprit = True, index
                return state
            for at in range(before, len(moves)):
                variable = moves[at] >> 2
                again = False  # whether the constraint itself can say more: of a whole number
                if any_whole and whole[variable]:
                    ends_before = lower[variable], upper[variable]
                    if self._tightened(variable, state):
                        state.empty, state.culprit = True, index
                        return state
                    again = (lower[variable], upper[variable]) != ends_before
                if crawling and _slow(ends[variable], (lower[variable], upper[variable])):
                    state.finished = False
                    continue
                for watcher in watchers[variable]:
                    if (watcher != index or again) and allowed[watcher] and not queued[watcher]:
                        queued[watcher] = 1
                        queue.append(watcher)
        return state

    def core(self, state: Sweep) -> frozenset[int]:
        """Return the constraints that an empty sweep leant on."""
        if state.culprit < 0:
            return frozenset()
        wanted = set(self.constraints[state.culprit].variables)
        return self._behind(state, wanted, len(state.moves)) | {state.culprit}

    def behind(self, state: Sweep, variable: int) -> frozenset[int]:
        """Return the constraints that a variable's ends lean on."""
        return self._behind(state, {variable}, len(state.moves))

    def chain(self, state: Sweep, variable: int) -> list[tuple[int, int]]:
        """Return the moves that a variable's ends lean on, in order, as (cause, move)."""
        found: list[int] = []
        self._behind(state, {variable}, len(state.moves), found)
        return [(state.causes[at], state.moves[at]) for at in reversed(found)]

    def _behind(
        self, state: Sweep, variables: set[int], end: int, places: list[int] | None = None
    ) -> frozenset[int]:
        """Walk back through the moves: an end needs the latest move before it.

        The moves that are needed are added to `places`, latest first.
        """
        needed: dict[int, int] = {}  # variable * 2 + side -> how many walks still look for it
        found: set[int] = set()
        for variable in variables:
            needed[variable * 2] = needed[variable * 2 + 1] = 1
        constraints = self.constraints
        for at in range(end - 1, -1, -1):
            move = state.moves[at]
            if needed.pop(move >> 1, 0):
                cause = state.causes[at]
                found.add(cause)
                if places is not None:
                    places.append(at)
                variable = move >> 2
                for other in constraints[cause].variables:
                    if other != variable or move & 1:
                        needed[other * 2] = needed[other * 2 + 1] = 1
        return frozenset(found)

    def _state(self, index: int, said: Stated, state: Sweep) -> bool:
        """Narrow by a mere statement; tell whether nothing is left."""
        variable, lower = said.variable, state.lower
        if isinstance(said.lower, frozenset):
            kept = lower[variable] & said.lower
            if kept != lower[variable]:
                lower[variable] = kept
                state.moves.append(variable * 4 + 1)
                state.causes.append(index)
            return not kept
        upper = state.upper
        if said.lower > lower[variable]:
            lower[variable] = said.lower
            state.moves.append(variable * 4)
            state.causes.append(index)
        if said.upper < upper[variable]:
            upper[variable] = said.upper
            state.moves.append(variable * 4 + 2)
            state.causes.append(index)
        if self._whole[variable]:
            self._tightened(variable, state)
        return bool(lower[variable] > upper[variable])

    def _tightened(self, variable: int, state: Sweep) -> bool:
        """Tighten a whole number's ends; tell whether none is left."""
        low, high = state.lower[variable], state.upper[variable]
        if low != -inf:
            state.lower[variable] = low = around(Fraction(ceil(low)))[0]
        if high != inf:
            state.upper[variable] = high = around(Fraction(floor(high)))[1]
        return bool(low > high)

    def _interpreted(self, index: int, state: Sweep) -> bool:
        """Run a formula that has no kernel, such as `or`."""
        found = self._programs[index]
        assert found is not None
        places = self.constraints[index].variables
        local = [state.value(variable) for variable in places]
        nothing = not found.run(local)
        if nothing:
            return True
        for place, variable in enumerate(places):
            new = local[place]
            own = 1 if place in found.own else 0
            if isinstance(new, frozenset):
                kept = state.lower[variable] & new
                if kept != state.lower[variable]:
                    state.lower[variable] = kept
                    state.moves.append(variable * 4 + own)
                nothing = nothing or not kept
                continue
            if new[0] > state.lower[variable]:
                state.lower[variable] = new[0]
                state.moves.append(variable * 4 + own)
            if new[1] < state.upper[variable]:
                state.upper[variable] = new[1]
                state.moves.append(variable * 4 + 2 + own)
            nothing = nothing or state.lower[variable] > state.upper[variable]
        return nothing


def _slow(before: tuple[Any, Any], after: tuple[Any, Any]) -> bool:
    """Tell whether an interval hardly got narrower: loops may take forever to converge."""
    if isinstance(before[0], frozenset) or before[0] == -inf or before[1] == inf:
        return False
    return bool(after[1] - after[0] > _LEAST * (before[1] - before[0]))


def _limits(variable: Variable) -> tuple[Any, Any]:
    if variable.domain == "choice":
        return frozenset(variable.names), inf
    limits = variable.limits
    lower = -inf if limits.lower is None else around(limits.lower)[0]
    upper = inf if limits.upper is None else around(limits.upper)[1]
    if variable.domain == "integer":
        enclosure = (lower, upper, limits.lower_open, limits.upper_open)
        lower, upper, _, _ = arithmetic.tightened_to_whole(enclosure, DOUBLES)
    return lower, upper


def _statement(constraint: Constraint) -> Stated | None:
    """Read a statement, by class and not by `match`, since this runs for every claim."""
    formula: Formula = constraint.formula
    kind = formula.__class__
    if kind is Among:
        among = cast(Among, formula)
        return Stated(constraint.variables[among.place], among.names)
    parts = cast(Every, formula).parts if kind is Every else (formula,)
    found = Stated(-1, -inf)
    for part in parts:
        if part.__class__ is not Compare:
            return None
        compare: Any = part
        left, right = compare.left, compare.right
        if left.__class__ is Slot and right.__class__ is Constant:
            place, value, below = left.place, right.value, True
        elif left.__class__ is Constant and right.__class__ is Slot:
            place, value, below = right.place, left.value, False
        else:
            return None
        variable = constraint.variables[place]
        if compare.operator == "!=" or found.variable not in (-1, variable):
            return None
        found.variable = variable
        low, high = around(value)
        if compare.operator == "==":
            found.point = value
        least, most = found.ends
        if below or compare.operator == "==":
            if most is None or value < most:
                found.ends = least, value
            found.upper = min(found.upper, high)
            inside = nextafter(low, -inf) if compare.operator == "<" else low
            found.most = min(found.most, inside)
        if not below or compare.operator == "==":
            if least is None or value > least:
                found.ends = value, found.ends[1]
            found.lower = max(found.lower, low)
            inside = nextafter(high, inf) if compare.operator == "<" else high
            found.least = max(found.least, inside)
    return found if parts else None
