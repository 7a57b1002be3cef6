"""Interval constraint propagation to a fixpoint, with one reason for each bound.

A propagation never loses a solution, so an empty result proves that there is none. A result
that is not empty proves nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from verify import arithmetic
from verify.arithmetic import INFINITY, Enclosure, Number, Numbers
from verify.contract import Program, Value, program
from verify.derivation import Derivation
from verify.interval import Interval
from verify.system import Constraint, Variable

_BOTH = (0, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One narrowing: which constraint moved which side of which variable, leaning on which."""

    variable: int
    side: int  # 0 lower, 1 upper; for a choice 0 alone
    value: Value
    constraint: int
    parents: tuple[int, ...]


@dataclass(slots=True)
class Propagation:
    """What is left of each variable, and why."""

    values: list[Value]
    trail: list[Step]
    reasons: list[list[int]]  # variable -> the step behind its lower and upper end, or -1
    empty: bool = False
    culprit: int = -1  # the constraint that nothing was left by
    finished: bool = True  # whether a fixpoint was reached within the budget
    spent: int = 0  # revisions made


class Network:
    """Constraints over variables, compiled once for one number system and run many times."""

    def __init__(
        self, variables: Sequence[Variable], constraints: Sequence[Constraint], numbers: Numbers
    ) -> None:
        self.variables = variables
        self.constraints: list[Constraint] = []
        self.numbers = numbers
        self._programs: list[Program | None] = []
        self._watchers: list[list[int]] = [[] for _ in variables]
        for constraint in constraints:
            self.add(constraint)
        self._whole = [variable.domain == "integer" for variable in variables]
        self._start = [self._initial(variable) for variable in variables]

    def add(self, constraint: Constraint) -> None:
        """Take in one more constraint, numbered on."""
        for variable in set(constraint.variables):
            self._watchers[variable].append(len(self.constraints))
        self.constraints.append(constraint)
        self._programs.append(None)

    def start(self) -> list[Value]:
        """Return the values that the variables' limits allow."""
        return list(self._start)

    def propagate(
        self,
        active: Iterable[int],
        budget: int,
        start: list[Value] | None = None,
        agenda: Iterable[int] | None = None,
    ) -> Propagation:
        """Narrow from `start` (or the limits) by the active constraints until nothing moves.

        `agenda` are the constraints to begin with, where `start` is already a fixpoint of the rest.
        """
        allowed = bytearray(len(self.constraints))
        for index in active:
            allowed[index] = 1
        state = Propagation(
            self.start() if start is None else start, [], [[-1, -1] for _ in self.variables]
        )
        for variable, value in enumerate(state.values):
            if _nothing(value):
                state.empty = True
                state.reasons[variable] = [-1, -1]
                return state
        first = sorted(i for i in (agenda if agenda is not None else active) if allowed[i])
        queue = deque(first)
        queued = bytearray(len(self.constraints))
        for index in first:
            queued[index] = 1
        while queue:
            index = queue.popleft()
            queued[index] = 0
            if budget <= 0:
                state.finished = False
                break
            budget -= 1
            state.spent += 1
            moved = self._revise(index, state)
            if state.empty:
                return state
            for variable in moved:
                for watcher in self._watchers[variable]:
                    if allowed[watcher] and not queued[watcher] and watcher != index:
                        queued[watcher] = 1
                        queue.append(watcher)
                again = self._whole[variable] or self._again(index)
                if again and index in self._watchers[variable] and not queued[index]:
                    queued[index] = 1
                    queue.append(index)
        return state

    def core(self, state: Propagation) -> frozenset[int]:
        """Return the constraints that an empty propagation leant on."""
        steps = {state.culprit}
        roots: set[int] = set()
        if state.culprit >= 0:
            for variable in self.constraints[state.culprit].variables:
                roots.update(reason for reason in state.reasons[variable] if reason >= 0)
        return frozenset(steps - {-1}) | self._behind(state, roots)

    def behind(self, state: Propagation, variable: int) -> frozenset[int]:
        """Return the constraints that a variable's values lean on."""
        return self._behind(state, {r for r in state.reasons[variable] if r >= 0})

    def derivations(self, state: Propagation, variable: int) -> tuple[Derivation, ...]:
        """Return why a variable's ends are where they are, one root for each bounded end."""
        built: dict[int, Derivation] = {}

        def build(root: int) -> Derivation:
            stack = [root]
            while stack:
                at = stack[-1]
                missing = [p for p in state.trail[at].parents if p not in built]
                if missing and at not in built:
                    stack.extend(missing)
                    continue
                stack.pop()
                if at not in built:
                    built[at] = self._derivation(state.trail[at], built)
            return built[root]

        roots = dict.fromkeys(r for r in state.reasons[variable] if r >= 0)
        return tuple(build(root) for root in roots)

    def _derivation(self, step: Step, built: dict[int, Derivation]) -> Derivation:
        choice = isinstance(step.value, frozenset)
        return Derivation(
            step.variable,
            "names" if choice else ("lower", "upper")[step.side],
            as_interval(step.value) if not isinstance(step.value, frozenset) else step.value,
            self.constraints[step.constraint].origin,
            tuple(built[parent] for parent in step.parents),
        )

    def _behind(self, state: Propagation, roots: set[int]) -> frozenset[int]:
        found: set[int] = set()
        seen = set(roots)
        stack = list(roots)
        while stack:
            step = state.trail[stack.pop()]
            found.add(step.constraint)
            for parent in step.parents:
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        return frozenset(found)

    def _initial(self, variable: Variable) -> Value:
        if variable.domain == "choice":
            return frozenset(variable.names)
        limits = variable.limits
        lower: Number = -INFINITY
        upper: Number = INFINITY
        if limits.lower is not None:
            lower = self.numbers.enter(limits.lower, limits.lower)[0]
        if limits.upper is not None:
            upper = self.numbers.enter(limits.upper, limits.upper)[1]
        value: Enclosure = (lower, upper, limits.lower_open, limits.upper_open)
        if variable.domain == "integer":
            value = arithmetic.tightened_to_whole(value, self.numbers)
        return value

    def _program(self, index: int) -> Program:
        found = self._programs[index]
        if found is None:
            found = program(self.constraints[index].formula, self.numbers)
            self._programs[index] = found
        return found

    def _again(self, index: int) -> bool:
        """Whether one pass of a constraint need not be its own fixpoint."""
        return bool(self._program(index).own)

    def _revise(self, index: int, state: Propagation) -> list[int]:
        constraint = self.constraints[index]
        compiled = self._program(index)
        places = constraint.variables
        local = [state.values[variable] for variable in places]
        if not compiled.run(local):
            state.empty, state.culprit = True, index
            return []
        moved: list[int] = []
        before: dict[int, list[int]] = {}
        for place, variable in enumerate(places):
            old, new = state.values[variable], local[place]
            if new == old:
                continue
            if not before:  # reasons as they stand: every end moved now leans on them alone
                before = {each: list(state.reasons[each]) for each in places}
            if isinstance(new, frozenset):
                if isinstance(old, frozenset) and new < old:
                    parents = self._parents(before, places, place, own=True)
                    self._record(state, Step(variable, 0, new, index, parents))
                    moved.append(variable)
                continue
            old = cast(Enclosure, old)
            new = arithmetic.meet(old, new)
            if self._whole[variable]:
                new = arithmetic.meet(old, arithmetic.tightened_to_whole(new, self.numbers))
            sides = [side for side in _BOTH if _tighter(old, new, side)]
            if not sides:
                continue
            own = place in compiled.own
            parents = self._parents(before, places, place, own)
            if self._whole[variable] and not own:
                parents = tuple(dict.fromkeys((*parents, *_known(before[variable]))))
            for side in sides:
                self._record(state, Step(variable, side, new, index, parents))
            state.values[variable] = new
            moved.append(variable)
            if arithmetic.is_empty(new):
                state.empty, state.culprit = True, index
                return moved
        return moved

    def _parents(
        self, before: dict[int, list[int]], places: tuple[int, ...], place: int, own: bool
    ) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for other, variable in enumerate(places):
            if other != place or own:
                for reason in _known(before[variable]):
                    found[reason] = None
        return tuple(found)

    def _record(self, state: Propagation, step: Step) -> None:
        state.trail.append(step)
        number = len(state.trail) - 1
        if isinstance(step.value, frozenset):
            state.values[step.variable] = step.value
            state.reasons[step.variable] = [number, -1]
        else:
            state.reasons[step.variable][step.side] = number


def as_interval(value: Enclosure) -> Interval:
    """Return an enclosure as an exact interval."""
    lower = None if value[0] == -INFINITY else Fraction(value[0])
    upper = None if value[1] == INFINITY else Fraction(value[1])
    return Interval(lower, upper, value[2], value[3])


def _known(reasons: list[int]) -> list[int]:
    return [reason for reason in reasons if reason >= 0]


def _nothing(value: Value) -> bool:
    return not value if isinstance(value, frozenset) else arithmetic.is_empty(value)


def _tighter(old: Enclosure, new: Enclosure, side: int) -> bool:
    return new[side] != old[side] or (new[side + 2] and not old[side + 2])
