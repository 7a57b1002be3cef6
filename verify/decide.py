"""Whether constraints can all hold: the ladder from cheap refutation to Z3, and never a guess.

Propagation over doubles refutes, and exact propagation over rationals proves it again; a rational
witness, substituted exactly, shows consistency; Z3 answers for the rest, its models substituted
exactly; what is left is unknown.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from verify import arithmetic
from verify.arithmetic import DOUBLES, INFINITY, RATIONALS, Enclosure
from verify.config import Budget
from verify.conflicts import Answer
from verify.contract import Value
from verify.evaluate import Point, allowed, defined, satisfied
from verify.propagate import Network, Propagation
from verify.system import Compare, Constant, Constraint, Slot, Variable

_SETTLED = Fraction(1, 10**9)  # relative width below which a double enclosure stands for one value
_SAMPLING = 2_000  # revisions that one search for a witness may take
_PATIENCE = 4  # failed searches, beyond the successful ones, after which Z3 is asked at once


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer about a set of constraints.

    `core` is a subset that is already inconsistent; `witness` values that satisfy the set, one
    per variable; `certified` says that it rests on exact arithmetic of ours and not on Z3 alone.
    """

    answer: Answer
    core: frozenset[int] = frozenset()
    witness: tuple[Point, ...] | None = None
    certified: bool = False


@dataclass(slots=True)
class Decider:
    """The constraints of one component, and the ladder that decides subsets of them."""

    variables: Sequence[Variable]
    constraints: Sequence[Constraint]
    budget: Budget
    deadline: float | None = None
    tally: Counter[str] = field(default_factory=Counter)
    doubles: Network = field(init=False)
    rationals: Network = field(init=False)
    timed_out: bool = False
    _witnesses: list[tuple[tuple[Point, ...], frozenset[int]]] = field(default_factory=list)
    _luck: int = 0  # searches for a witness that succeeded, less those that failed
    _defined: frozenset[int] = field(init=False)  # variables that some equation gives

    def __post_init__(self) -> None:
        self.doubles = Network(self.variables, self.constraints, DOUBLES)
        self.rationals = Network(self.variables, self.constraints, RATIONALS)
        self._defined = frozenset(
            constraint.variables[side.place]
            for constraint in self.constraints
            if isinstance(constraint.formula, Compare) and constraint.formula.operator == "=="
            for side, other in (
                (constraint.formula.left, constraint.formula.right),
                (constraint.formula.right, constraint.formula.left),
            )
            if isinstance(side, Slot) and not isinstance(other, Constant)
        )

    def decide(self, active: frozenset[int]) -> Decision:
        """Decide whether the active constraints (by index) can all hold."""
        for known, holding in reversed(self._witnesses):
            if active <= holding:
                return Decision(Answer.CONSISTENT, witness=known, certified=True)
        if self._late():
            return Decision(Answer.UNKNOWN)
        rough = self.doubles.propagate(active, self.revisions(active))
        if rough.empty:
            core = self.doubles.core(rough)
            if self.rationals.propagate(core, self.revisions(core)).empty:
                self.tally["propagation"] += 1
                return Decision(Answer.INCONSISTENT, core, certified=True)
        elif self._luck > -_PATIENCE:
            sampled = self._sampled(active, rough)
            if sampled is not None:
                self._luck += 1
                self.tally["witness"] += 1
                return sampled
            self._luck -= 1
        exact = self.rationals.propagate(active, self.revisions(active))
        if exact.empty:
            self.tally["exact propagation"] += 1
            return Decision(Answer.INCONSISTENT, self.rationals.core(exact), certified=True)
        return self._ask(active)

    def satisfies(self, witness: tuple[Point, ...], constraint: int) -> bool:
        """Tell whether a witness satisfies one more constraint."""
        for known, holding in reversed(self._witnesses):
            if known is witness:
                return constraint in holding
        return satisfied(self.constraints[constraint], witness)

    def refuted(self, active: frozenset[int]) -> frozenset[int] | None:
        """Return a core of what propagation alone refutes, or None where it does not."""
        rough = self.doubles.propagate(active, self.revisions(active))
        if not rough.empty:
            return None
        core = self.doubles.core(rough)
        return core if self.rationals.propagate(core, self.revisions(core)).empty else None

    def revisions(self, active: Iterable[int]) -> int:
        """Return the budget of one propagation over some constraints."""
        return min(self.budget.revisions, 200 + 40 * sum(1 for _ in active))

    def _consistent(
        self, witness: tuple[Point, ...], giving: frozenset[int] = frozenset()
    ) -> Decision:
        """Keep a witness with everything else that it satisfies: later questions ask it first.

        `giving` are the equations that give its irrational values, and so hold.
        """
        holding = giving.union(
            index
            for index, constraint in enumerate(self.constraints)
            if satisfied(constraint, witness)
        )
        self._witnesses.append((witness, holding))
        return Decision(Answer.CONSISTENT, witness=witness, certified=True)

    def _late(self) -> bool:
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.timed_out = True
        return self.timed_out

    def _ask(self, active: frozenset[int]) -> Decision:
        from verify import question

        left = None
        if self.deadline is not None:
            left = int(1000 * (self.deadline - time.monotonic()))
        chosen = [self.constraints[index] for index in sorted(active)]
        said = question.ask(self.variables, chosen, self.budget.z3_resources, left)
        self._late()
        if said.satisfiable is False:
            self.tally["z3"] += 1
            return Decision(Answer.INCONSISTENT, active)
        if said.satisfiable:
            if said.values is not None and self._proves(said.values, active):
                self.tally["z3"] += 1
                return self._consistent(said.values)
            if said.values is None and said.model_holds:
                self.tally["z3"] += 1
                return Decision(Answer.CONSISTENT)
        self.tally["unknown"] += 1
        return Decision(Answer.UNKNOWN)

    def _proves(self, values: tuple[Point, ...], active: frozenset[int]) -> bool:
        return all(
            allowed(variable, value) for variable, value in zip(self.variables, values, strict=True)
        ) and all(satisfied(self.constraints[index], values) for index in active)

    def _sampled(self, active: frozenset[int], rough: Propagation) -> Decision | None:
        """Search for rational values: fix one variable after another, propagating in between.

        The search runs over doubles; only the values it chose are then propagated exactly, which
        gives every variable that depends on them its exact value.
        """
        watchers = [self.doubles.watching(v, active) for v in range(len(self.variables))]
        order = sorted(
            range(len(self.variables)),
            key=lambda v: (_rank(self.variables[v]), v in self._defined, -len(watchers[v]), v),
        )
        values = rough.values
        start = self.rationals.start()
        effort = _SAMPLING
        for variable in order:
            if _settled(values[variable]):
                continue
            chosen = self._tried(self.doubles, active, values, variable, watchers[variable])
            if chosen is None or effort < 0:
                return None
            values = chosen[1].values
            effort -= chosen[1].spent
            start[variable] = chosen[0]
        exact = self.rationals.propagate(active, self.revisions(active), start)
        values = exact.values
        for variable in order:
            if exact.empty:
                return None
            if not _settled(values[variable]):
                chosen = self._tried(self.rationals, active, values, variable, watchers[variable])
                if chosen is None:
                    return None
                values = chosen[1].values
        return self._witness([_single(value) for value in values], active)

    def _witness(self, points: list[Point | None], active: frozenset[int]) -> Decision | None:
        """Prove that values satisfy the constraints; those missing are what equations give.

        An irrational value is known by a span: the equation that gives it holds by definition,
        and every other constraint must hold for all of the span.
        """
        giving: set[int] = set()
        missing = [v for v, point in enumerate(points) if point is None]
        while missing:
            given = self._given(missing, points, active)
            if given is None:
                return None
            variable, constraint, point = given
            points[variable] = point
            giving.add(constraint)
            missing.remove(variable)
        witness = tuple(point for point in points if point is not None)
        if not self._proves(witness, active - giving):
            return None
        return self._consistent(witness, frozenset(giving))

    def _given(
        self, missing: list[int], points: list[Point | None], active: frozenset[int]
    ) -> tuple[int, int, Point] | None:
        for variable in missing:
            for constraint in self.doubles.watching(variable, active):
                point = defined(self.constraints[constraint], variable, points)
                if point is not None:
                    return variable, constraint, point
        return None

    def _tried(
        self,
        network: Network,
        active: frozenset[int],
        values: list[Value],
        variable: int,
        agenda: list[int],
    ) -> tuple[Value, Propagation] | None:
        """Return a value that propagation lets a variable have, and what it leaves of the rest."""
        for point in _candidates(self.variables[variable], values[variable]):
            fixed: Value = (
                frozenset([point]) if isinstance(point, str) else (point, point, False, False)
            )
            attempt = list(values)
            attempt[variable] = fixed
            if network is self.doubles and not isinstance(point, str):
                attempt[variable] = (*DOUBLES.enter(point, point), False, False)
            after = network.propagate(active, self.revisions(active), attempt, agenda)
            if not after.empty:
                return fixed, after
        return None


def _rank(variable: Variable) -> int:
    """Order variables for the witness search: those with fewest values to try come first."""
    return {"choice": 0, "integer": 1}.get(variable.domain, 2)


def _settled(value: Value) -> bool:
    """Whether an enclosure is, or all but is, a single value."""
    if isinstance(value, frozenset):
        return len(value) == 1
    if value[0] == -INFINITY or value[1] == INFINITY:
        return False
    return bool(value[1] - value[0] <= _SETTLED * max(abs(value[0]), abs(value[1])))


def _single(value: Value) -> Point | None:
    if isinstance(value, frozenset):
        return next(iter(value)) if len(value) == 1 else None
    if value[0] == value[1] and not (value[2] or value[3]):
        return Fraction(value[0])
    return None


def _candidates(variable: Variable, value: Value) -> list[Fraction | str]:
    """Return values to try, likeliest first: the middle, then the quarters, then the ends."""
    if isinstance(value, frozenset):
        return list(sorted(value, key=variable.names.index)[:4])
    low, high = value[0], value[1]
    points: list[Fraction]
    if low == -INFINITY and high == INFINITY:
        points = [Fraction(1), Fraction(0), Fraction(-1), Fraction(1000)]
    elif high == INFINITY:
        points = [Fraction(low) + abs(Fraction(low)) + 1, Fraction(low) + Fraction(1, 2)]
        points += [Fraction(low), Fraction(low) + 1000 * (abs(Fraction(low)) + 1)]
    elif low == -INFINITY:
        points = [Fraction(high) - abs(Fraction(high)) - 1, Fraction(high) - Fraction(1, 2)]
        points += [Fraction(high), Fraction(high) - 1000 * (abs(Fraction(high)) + 1)]
    else:
        width = Fraction(high) - Fraction(low)
        points = [Fraction(low) + width * Fraction(k, 8) for k in (4, 2, 6, 0, 8)]
    if variable.domain == "integer":
        points = [Fraction(round(point)) for point in points]
    inside: dict[Fraction | str, None] = {}
    for point in points:
        if not arithmetic.is_empty(_clipped(value, point)):
            inside[point] = None
    return list(inside)


def _clipped(value: Enclosure, point: Fraction) -> Enclosure:
    return arithmetic.meet(value, (point, point, False, False))
