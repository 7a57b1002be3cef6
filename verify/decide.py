"""Whether constraints can all hold: the ladder from cheap refutation to Z3, and never a guess.

A sweep over doubles refutes, or a witness shows consistency; exact propagation sees strict ends;
algebra finds sums and products of constraints that a sweep then refutes, or values for a witness;
bisection takes a few cases apart; Z3 answers for the rest, its models substituted exactly. What is
left is unknown.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import inf

from verify.arithmetic import RATIONALS, Enclosure
from verify.combine import Combined, linear, monomial
from verify.config import Budget
from verify.conflicts import Answer
from verify.evaluate import Point, allowed, satisfied
from verify.existence import Prover, Witness
from verify.indivisible import indivisible
from verify.kernel import around
from verify.learned import LIKELY, Learned
from verify.propagate import Network, Propagation
from verify.refutation import Halves, Indivisible, Leaf, Parts, Refutation, leant_on
from verify.sweep import Sweep, Sweeper
from verify.system import Constraint, Some, Variable
from verify.witness import Witnesses

_SAMPLING, _EACH = 2_000, 60  # revisions of one search for a witness: some, and per constraint
_PATIENCE = 6  # failed searches, beyond the successful ones, after which none is made unguided
_EXACTLY = 8  # revisions of exact propagation for each constraint
_LEMMAS = 3  # lemmas tried for one question
_CASES = 24  # cases that bisection may take one question apart into
_CASE = 300  # revisions that the search for a witness in one case may take
_FARTHEST = 1e40  # beyond which a bound is taken to be on its way to infinity
_CORE = 20  # share of Z3's budget for one question that a smaller core may take
_WITNESSES = 200  # witnesses kept for later questions


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer about a set of constraints.

    `core` is a subset that is already inconsistent, and `refutation` how; `witness` a solution.
    `certified` says that it rests on arithmetic of ours and not on Z3 alone.
    """

    answer: Answer
    core: frozenset[int] = frozenset()
    witness: Witness | None = None
    certified: bool = False
    refutation: Refutation | None = None


@dataclass(slots=True)
class _Remembered:
    """A witness, and what is known of the constraints that it satisfies."""

    witness: Witness
    holding: set[int]
    broken: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Decider:
    """The constraints of one component, and the ladder that decides subsets of them."""

    variables: Sequence[Variable]
    constraints: Sequence[Constraint]
    budget: Budget
    deadline: float | None = None
    tally: Counter[str] = field(default_factory=Counter)
    sweeper: Sweeper = field(init=False)
    _rationals: Network | None = None
    prover: Prover = field(init=False)
    witnesses: Witnesses = field(init=False)
    learned: Learned = field(init=False)
    timed_out: bool = False
    _known: list[_Remembered] = field(default_factory=list)
    _luck: int = 0  # searches for a witness that succeeded, less those that failed
    _parts: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sweeper = Sweeper(self.variables, self.constraints)
        self.prover = Prover(self.variables, self.sweeper)
        self.witnesses = Witnesses(self.variables, self.sweeper, self.prover)
        self.learned = Learned(self.sweeper, self.prover, lambda: self.rationals, self._entered)

    @property
    def rationals(self) -> Network:
        """The constraints over exact rationals, compiled when they are first needed."""
        if self._rationals is None:
            self._rationals = Network(self.variables, self.sweeper.constraints, RATIONALS)
        return self._rationals

    def decide(self, active: frozenset[int]) -> Decision:
        """Decide whether the active constraints (by index) can all hold."""
        for known in reversed(self._known):
            if self._remembered(known, active):
                self.tally["memory"] += 1
                return Decision(Answer.CONSISTENT, witness=known.witness, certified=True)
        if self.late():
            return Decision(Answer.UNKNOWN)
        full = self.learned.joined(active)
        state = self.sweeper.run(full, self.revisions(full))
        if state.empty:
            return self._refuted(Leaf(self.sweeper.core(state)), active, "propagation")
        if self._luck > -_PATIENCE:
            witness = self.witnesses.search(active, state, self._effort(active), {})
            self._luck += 1 if witness is not None else -1
            if witness is not None:
                return self._consistent(witness, active, "witness")
        exact = self.rationals.propagate(full, 50 + _EXACTLY * len(full))
        if exact.empty:
            return self._refuted(Leaf(self.rationals.core(exact)), active, "exact propagation")
        return self._algebra(active, state, exact)

    def witness(self, decision: Decision) -> tuple[Point, ...] | None:
        """Compute the witness of a decision exactly."""
        return None if decision.witness is None else self.prover.exact(decision.witness)

    def satisfies(self, witness: Witness, constraint: int) -> bool:
        """Tell whether a witness certainly satisfies one more constraint."""
        return self.prover.holds(witness, constraint)

    def refuted(self, active: frozenset[int]) -> frozenset[int] | None:
        """Return a core of what a sweep alone refutes, or None where it does not."""
        full = self.learned.joined(active)
        state = self.sweeper.run(full, self.revisions(full))
        return self.learned.premises(self.sweeper.core(state)) if state.empty else None

    def revisions(self, active: Iterable[int]) -> int:
        """Return the budget of one propagation over some constraints."""
        return min(self.budget.revisions, 200 + 40 * sum(1 for _ in active))

    def part(self, constraint: int) -> tuple[int, ...]:
        """Return the parts of a constraint's `Some` as constraints, entered at first use."""
        if constraint not in self._parts:
            whole = self.sweeper.constraints[constraint]
            assert isinstance(whole.formula, Some)
            self._parts[constraint] = tuple(
                self._entered(replace(whole, formula=part)) for part in whole.formula.parts
            )
        return self._parts[constraint]

    # Answers

    def _refuted(self, refutation: Refutation, active: frozenset[int], rung: str) -> Decision:
        self.tally[rung] += 1
        core = self.learned.premises(leant_on(refutation))
        assert core <= active, "a refutation leans on what was not asked about"
        return Decision(Answer.INCONSISTENT, core, certified=True, refutation=refutation)

    def _consistent(self, witness: Witness, active: frozenset[int], rung: str) -> Decision:
        """Keep a witness: later questions ask first whether it satisfies them as well."""
        self.tally[rung] += 1
        self._known.append(_Remembered(witness, set(active)))
        if len(self._known) > _WITNESSES:
            del self._known[0]
        return Decision(Answer.CONSISTENT, witness=witness, certified=True)

    def _remembered(self, known: _Remembered, active: frozenset[int]) -> bool:
        """Tell whether a witness found before satisfies all that is active now."""
        if not known.broken.isdisjoint(active):
            return False
        for index in active - known.holding:
            if not self.prover.holds(known.witness, index):
                known.broken.add(index)
                return False
            known.holding.add(index)
        return True

    def _effort(self, active: frozenset[int]) -> int:
        """Return how many revisions one search for a witness may take."""
        return _SAMPLING + _EACH * len(active)

    def late(self) -> bool:
        """Tell whether the time is up; once it is, what is left stays undecided."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.timed_out = True
        return self.timed_out

    # Algebra

    def _entered(self, constraint: Constraint) -> int:
        self.sweeper.add(constraint)
        if self._rationals is not None:
            self._rationals.add(constraint)
        return len(self.sweeper.constraints) - 1

    def _algebra(self, active: frozenset[int], state: Sweep, exact: Propagation) -> Decision:
        """Look for lemmas that refute, or for values that satisfy."""
        if not exact.finished or _runaway(exact):  # bounds on their way to infinity blind algebra
            stated = frozenset(c for c in active if self.sweeper.stated[c] is not None)
            exact = self.rationals.propagate(stated, self.revisions(active))
        for find in (monomial, linear):
            found = Combined()
            for _ in range(_LEMMAS):
                firm = self.learned.comparisons(active)
                found = find([*firm, *self.learned.likely(active, state)], exact.values)
                if found.how is not None and any(part[1] == LIKELY for part in found.how.parts):
                    found = find(firm, exact.values)
                lemma = self.learned.derived(found, active, exact)
                if lemma is None:
                    break
                full = self.learned.joined(active) | {lemma}
                state = self.sweeper.run(full, self.revisions(full))
                if state.empty:
                    return self._refuted(Leaf(self.sweeper.core(state)), active, "algebra")
                exact = self.rationals.propagate(full, 50 + _EXACTLY * len(full))
                if exact.empty:
                    return self._refuted(Leaf(self.rationals.core(exact)), active, "algebra")
            if found.hints:
                witness = self._guided(active, state, found)
                if witness is not None:
                    return self._consistent(witness, active, "guided witness")
        whole = indivisible(self.learned.comparisons(active), self.variables)
        if whole is not None:
            lemma = self.learned.known(whole, active)
            if lemma is None:
                lemma = self.learned.derived(Combined(whole), active, exact)
            if lemma is not None:
                return self._refuted(Indivisible(lemma), active, "algebra")
        return self._cases(active)

    def _guided(self, active: frozenset[int], state: Sweep, found: Combined) -> Witness | None:
        """Search for a witness from values that satisfy the equations, then near hints."""
        fixed = {
            v: value
            for v, value in found.values.items()
            if self.variables[v].domain != "integer" or value.denominator == 1
        }
        start = self.witnesses.fix(active, state, fixed)
        if start is not None:
            witness = self.witnesses.search(active, start, self._effort(active), found.hints, fixed)
            if witness is not None:
                return witness
        return self.witnesses.search(active, state, self._effort(active), found.hints)

    # Cases

    def _cases(self, active: frozenset[int]) -> Decision:
        """Take a few cases apart, then ask Z3."""
        left = [_CASES]
        full = self.learned.joined(active)
        found = self._bisected(active, full, self.sweeper.start(), left)
        if isinstance(found, Witness):
            return self._consistent(found, active, "bisection")
        if found is not None:
            return self._refuted(found, active, "bisection")
        return self.ask(active)

    def _bisected(
        self, active: frozenset[int], full: frozenset[int], start: Sweep, left: list[int]
    ) -> Refutation | Witness | None:
        """Refute every case or find a witness in one; None when the cases run out.

        `full` are the active constraints with their lemmas and with the parts taken for true.
        """
        box = self.sweeper.copy(start)
        state = self.sweeper.run(full, self.revisions(full), box)
        if state.empty:
            return Leaf(self.sweeper.core(state))
        if len(full) > len(active) or left[0] < _CASES:
            witness = self.witnesses.search(active, state, _CASE, {})
            if witness is not None:
                return witness
        if left[0] <= 0 or self.late():
            return None
        for constraint in sorted(full):
            formula = self.sweeper.constraints[constraint].formula
            if isinstance(formula, Some) and 1 < len(formula.parts) <= 8:
                numbers = self.part(constraint)
                if not full.isdisjoint(numbers):
                    continue
                parts: list[Refutation] = []
                for number in numbers:
                    left[0] -= 1
                    found = self._bisected(active, full - {constraint} | {number}, start, left)
                    if found is None or isinstance(found, Witness):
                        return found
                    parts.append(found)
                return Parts(constraint, numbers, tuple(parts))
        return self._halved(active, full, start, state, left)

    def _halved(
        self,
        active: frozenset[int],
        full: frozenset[int],
        start: Sweep,
        state: Sweep,
        left: list[int],
    ) -> Refutation | Witness | None:
        chosen = self._widest(full, state)
        if chosen is None:
            return None
        variable, at = chosen
        halves: list[Refutation] = []
        for side in (0, 1):
            left[0] -= 1
            half = self.sweeper.copy(start)
            if side == 0:
                half.upper[variable] = min(half.upper[variable], at)
            else:
                half.lower[variable] = max(half.lower[variable], at)
            found = self._bisected(active, full, half, left)
            if found is None or isinstance(found, Witness):
                return found
            halves.append(found)
        return Halves(variable, Fraction(at), halves[0], halves[1])

    def _widest(self, full: frozenset[int], state: Sweep) -> tuple[int, float] | None:
        """Return the variable to split, and where: the relatively widest of those in most rules."""
        best: tuple[float, int, float] | None = None
        for variable, declared in enumerate(self.variables):
            watching = sum(each in full for each in self.sweeper.watchers[variable])
            if declared.domain == "choice" or watching < 2:
                continue
            low, high = state.lower[variable], state.upper[variable]
            width, at = _cut(low, high)
            if width <= 1e-6 or not low < at < high:
                continue
            score = width * watching
            if best is None or score > best[0]:
                best = score, variable, at
        return None if best is None else best[1:]

    # Z3

    def ask(self, active: frozenset[int]) -> Decision:
        """Let Z3 decide, whatever the other rungs say."""
        from verify import z3_process

        left = None
        if self.deadline is not None:
            left = int(1000 * (self.deadline - time.monotonic()))
        chosen = [self.constraints[index] for index in sorted(active)]
        said = z3_process.ask(self.variables, chosen, self.budget.z3_resources, left)
        self.late()
        if said.satisfiable is False:
            self.tally["z3"] += 1
            order = sorted(active)
            resources = self.budget.z3_resources // _CORE
            found = z3_process.core(self.variables, chosen, resources, left)
            return Decision(Answer.INCONSISTENT, frozenset(order[n] for n in found))
        if said.satisfiable:
            if said.values is not None and self._proves(said.values, active):
                chosen_values = {
                    v: value for v, value in enumerate(said.values) if not isinstance(value, tuple)
                }
                known = tuple(_boxed(value) for value in said.values)
                return self._consistent(Witness(chosen_values, (), known), active, "z3")
            if said.near is not None:
                state = self.sweeper.run(active, self.revisions(active))
                hints = dict(enumerate(said.near))
                if not state.empty:
                    witness = self.witnesses.search(active, state, self._effort(active), hints)
                    if witness is not None:
                        return self._consistent(witness, active, "z3")
            if said.values is None and said.model_holds:
                self.tally["z3"] += 1
                return Decision(Answer.CONSISTENT)
        self.tally["unknown"] += 1
        return Decision(Answer.UNKNOWN)

    def _proves(self, values: tuple[Point, ...], active: frozenset[int]) -> bool:
        return all(
            allowed(variable, value) for variable, value in zip(self.variables, values, strict=True)
        ) and all(satisfied(self.constraints[index], values) for index in active)


def _runaway(state: Propagation) -> bool:
    """Tell whether some bound is of a size that no figure has."""
    return any(
        _FARTHEST < abs(end) < inf
        for value in state.values
        if not isinstance(value, frozenset)
        for end in value[:2]
    )


def _cut(low: float, high: float) -> tuple[float, float]:
    """Return how wide an interval is, relatively, and where to cut it."""
    if low == -inf and high == inf:
        return 4.0, 0.0
    if high == inf:
        return 3.0, (2 * low if low > 0 else 1.0)
    if low == -inf:
        return 3.0, (2 * high if high < 0 else -1.0)
    width = high - low
    size = max(abs(low), abs(high)) or 1.0
    if low > 0 and high > 4 * low:
        return 2.0, float((low * high) ** 0.5)
    return width / size, low + width / 2


def _boxed(value: Point) -> Enclosure | str:
    if isinstance(value, str):
        return value
    low, high = value if isinstance(value, tuple) else (value, value)
    return around(low)[0], around(high)[1], False, False
