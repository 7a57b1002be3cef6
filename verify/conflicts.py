"""All minimal conflicts and all minimal corrections of a set of opaque items.

The search is MARCO (Liffiton, Previti, Malik and Marques-Silva, "Fast, flexible MUS enumeration",
Constraints 21, 2016): a SAT solver keeps the map, the sets of items not yet explained. Its seeds
are the smallest such sets, as in the search for smallest conflicts by hitting sets (Ignatiev,
Previti, Liffiton and Marques-Silva, CP 2015): when the seed has k items, every conflict of fewer
than k items is already known. This is the only module that imports python-sat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from typing import Any

# What the map may spend on proving that no unexplored set of k items is left, in conflicts of the
# SAT solver (about a second); beyond it seeds are minimal, no longer the smallest.
MAP_EFFORT = 20_000


class Answer(Enum):
    """What a test says of a set of items; unknown is neither side."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a test, with what else the test learned on the way.

    `core`, of an inconsistent set, is a subset of it that is inconsistent as well; `satisfied`, of
    a consistent set, is a superset of it that the witness found satisfies as well.
    """

    answer: Answer
    core: frozenset[int] | None = None
    satisfied: frozenset[int] | None = None


Test = Callable[[frozenset[int]], Outcome]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A set shown inconsistent; minimal once each set one smaller was shown consistent."""

    members: frozenset[int]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Enumeration:
    """What was found, each tuple sorted by size, then members; `largest` by its corrections."""

    conflicts: tuple[Conflict, ...]
    corrections: tuple[frozenset[int], ...]
    largest: tuple[frozenset[int], ...]
    complete: bool
    tests: int


class ContradictoryTestError(Exception):
    """A test called one set inconsistent and another, which holds it, consistent."""


def enumerate_conflicts(
    count: int,
    test: Test,
    *,
    exclusive: Sequence[frozenset[int]] = (),
    known: Sequence[frozenset[int]] = (),
    budget: int,
) -> Enumeration:
    """Find the conflicts and corrections of the items `0 .. count - 1`.

    `test` must be monotone: what holds an inconsistent set is inconsistent. Of each group in
    `exclusive` no set considered has two items; corrections and largest sets are minimal and
    maximal among such sets. `known` sets are inconsistent, minimal or not. At most `budget` tests
    are made and as many seeds drawn; what is not settled by then makes `complete` false, as does
    an unknown answer that mattered. Without any conflict or group, there is no correction and the
    largest set is that of all items. If even the empty set is inconsistent, it is the only
    conflict, and no correction helps.

    >>> def test(items: frozenset[int]) -> Outcome:
    ...     bad = items >= {0, 1}
    ...     return Outcome(Answer.INCONSISTENT if bad else Answer.CONSISTENT)
    >>> enumerate_conflicts(3, test, budget=100).corrections
    (frozenset({0}), frozenset({1}))
    """
    rivals = _rivals(count, exclusive)
    knowledge = _Knowledge(test, budget, rivals)
    for members in known:
        _require_items(members, count)
        if knowledge.admissible(_mask(members)):
            knowledge.refute(_mask(members))
    with closing(_Map(knowledge)) as unexplored:
        try:
            explained = _explore(unexplored, knowledge, budget) and unexplored.justified()
        except _BudgetSpentError:
            explained = False
    return _result(knowledge, explained)


class _BudgetSpentError(Exception):
    """No test is left."""


class _Knowledge:
    """What tests have shown, asked before any test is made. Sets are bit masks in here."""

    def __init__(self, test: Test, budget: int, rivals: Sequence[int]) -> None:
        self.test = test
        self.budget = budget
        self.rivals = rivals
        self.tests = 0
        self.refuted: list[int] = []  # none holds another
        self.consistent: list[int] = []  # none holds another; may have rivals, by a witness
        self.explored: list[int] = []  # consistent and free of rivals
        self.unknown: set[int] = set()

    def ask(self, items: int) -> Answer:
        answer = self.recall(items)
        if answer is None:
            answer = self._tested(items)
        return answer

    def recall(self, items: int) -> Answer | None:
        if any(not core & ~items for core in self.refuted):
            return Answer.INCONSISTENT
        if any(not items & ~witnessed for witnessed in self.consistent):
            return Answer.CONSISTENT
        return Answer.UNKNOWN if items in self.unknown else None

    def _tested(self, items: int) -> Answer:
        if self.tests >= self.budget:
            raise _BudgetSpentError
        self.tests += 1
        outcome = self.test(_members(items))
        match outcome.answer:
            case Answer.INCONSISTENT:
                core = items if outcome.core is None else _mask(outcome.core)
                if core & ~items:
                    raise ValueError("a core must be a subset of the tested items")
                self.refute(core)
            case Answer.CONSISTENT:
                satisfied = items if outcome.satisfied is None else _mask(outcome.satisfied)
                if items & ~satisfied or satisfied >> len(self.rivals):
                    raise ValueError("what a witness satisfies must hold the tested items")
                self.accept(satisfied)
                self.explored.append(self.without_rivals(items, satisfied))
            case Answer.UNKNOWN:
                self.unknown.add(items)
        return outcome.answer

    def refute(self, core: int) -> None:
        if any(not core & ~witnessed for witnessed in self.consistent):
            raise ContradictoryTestError(f"{sorted(_members(core))} was shown consistent before")
        if any(not smaller & ~core for smaller in self.refuted):
            return
        self.refuted = [other for other in self.refuted if core & ~other]
        self.refuted.append(core)

    def accept(self, witnessed: int) -> None:
        if any(not core & ~witnessed for core in self.refuted):
            raise ContradictoryTestError(f"{sorted(_members(witnessed))} was refuted before")
        if any(not witnessed & ~larger for larger in self.consistent):
            return
        self.consistent = [other for other in self.consistent if other & ~witnessed]
        self.consistent.append(witnessed)

    def without_rivals(self, items: int, satisfied: int) -> int:
        for item in _bits(satisfied & ~items):
            if not self.rivals[item] & items:
                items |= 1 << item
        return items

    def admissible(self, items: int) -> bool:
        return not any(self.rivals[item] & items for item in _bits(items))

    def core_within(self, items: int) -> int:
        return min(
            (core for core in self.refuted if not core & ~items),
            key=lambda core: (core.bit_count(), core),
        )

    def minimal(self, core: int) -> bool:
        return all(self.recall(core & ~(1 << item)) is Answer.CONSISTENT for item in _bits(core))

    def maximal(self, items: int) -> bool:
        return all(
            self.rivals[item] & items or self.recall(items | 1 << item) is Answer.INCONSISTENT
            for item in range(len(self.rivals))
            if not items >> item & 1
        )


class _Map:
    """The sets without rivals that are not explained yet.

    A set that holds a refuted one, or lies within an explored one, is explained. A minimal set of
    unknown answer is a suspect: first taken for inconsistent, so that the search goes on beside
    it, and at the end, once bold, for consistent, so that what holds it is looked at as well. A
    maximal set of unknown answer is then assumed consistent.
    """

    def __init__(self, knowledge: _Knowledge) -> None:
        from pysat.solvers import Minisat22

        self.knowledge = knowledge
        self.rivals = knowledge.rivals
        self.count = len(self.rivals)
        self.wary = self.count + 1  # the variable that takes suspects for inconsistent
        self.bold = False
        self.suspects: list[int] = []
        self.assumed: list[int] = []
        self.closed = False
        self.size: int | None = 0  # no unexplored set is smaller; None once that is not followed
        self.totalizer: Any = None
        self.refuted: set[int] = set()
        self.explored: set[int] = set()
        self.solver = Minisat22()
        self.solver.set_phases([-item - 1 for item in range(self.count)])
        for item, others in enumerate(self.rivals):
            for other in _bits(others >> item + 1):
                self.solver.add_clause([-item - 1, -(item + other + 2)])

    def close(self) -> None:
        self.solver.delete()
        if self.totalizer is not None:
            self.totalizer.delete()

    def suspect(self, items: int) -> None:
        self.suspects.append(items)
        self._leave_out_within(items)
        self.solver.add_clause([-self.wary, *(-item - 1 for item in _bits(items))])

    def assume_consistent(self, items: int) -> None:
        self.assumed.append(items)
        self._leave_out_within(items)

    def _leave_out_within(self, items: int) -> None:
        clause = [item + 1 for item in range(self.count) if not items >> item & 1]
        self.closed |= not clause
        self.explored.add(items)
        self.solver.add_clause(clause or [self.wary, -self.wary])

    def _leave_out_above(self, items: int) -> None:
        clause = [-item - 1 for item in _bits(items)]
        self.closed |= not clause
        self.refuted.add(items)
        self.solver.add_clause(clause or [self.wary, -self.wary])

    def smallest(self) -> int | None:
        """Return an unexplored set of the fewest items, or None if none is left."""
        self._learn()
        while not self.closed:
            switch = self.wary if not self.bold else -self.wary
            limit = self._limit()
            assumptions = [switch] if limit is None else [switch, limit]
            self.solver.conf_budget(MAP_EFFORT if limit is not None else -1)
            found = self.solver.solve_limited(assumptions=assumptions)
            if found:
                items = _mask(lit - 1 for lit in self.solver.get_model()[: self.count] if lit > 0)
                return items if limit is not None else self._reduced(items)
            if found is None:
                self.size = None
            elif limit is None or limit not in (self.solver.get_core() or ()):
                return None
            else:
                assert self.size is not None
                self.size += 1
        return None

    def _learn(self) -> None:
        for items in self.knowledge.explored:
            if items not in self.explored:
                self._leave_out_within(items)
        for items in self.knowledge.refuted:
            if items not in self.refuted:
                self._leave_out_above(items)

    def _limit(self) -> int | None:
        """Return the literal that holds a set to `size` items, if that is a limit at all."""
        from pysat.card import ITotalizer

        if self.size is None or self.size >= self.count:
            return None
        if self.totalizer is None:
            lits = list(range(1, self.count + 1))
            self.totalizer = ITotalizer(lits, ubound=self.size, top_id=self.wary)
            self.solver.append_formula(self.totalizer.cnf.clauses)
        elif self.size > self.totalizer.ubound:
            self.totalizer.increase(ubound=self.size)
            if self.totalizer.nof_new:
                self.solver.append_formula(
                    self.totalizer.cnf.clauses[-self.totalizer.nof_new :]
                )
        return -int(self.totalizer.rhs[self.size])

    def _reduced(self, items: int) -> int:
        for item in _bits(items):
            smaller = items & ~(1 << item)
            if all(smaller & ~explored for explored in self.explored):
                items = smaller
        return items

    def largest(self, seed: int) -> int:
        """Return an unexplored set that holds the seed and to which no item can be added."""
        barriers = [*self.knowledge.refuted, *(() if self.bold else self.suspects)]
        barriers_of: list[list[int]] = [[] for _ in range(self.count)]
        for barrier in barriers:
            for item in _bits(barrier):
                barriers_of[item].append(barrier)
        covered = [0] * self.count
        for items in self.explored:
            for item in _bits(items):
                covered[item] += 1
        for item in sorted(range(self.count), key=lambda item: (covered[item], item)):
            larger = seed | 1 << item
            if not self.rivals[item] & seed and all(
                barrier & ~larger for barrier in barriers_of[item]
            ):
                seed = larger
        return seed

    def justified(self) -> bool:
        recall = self.knowledge.recall
        return all(recall(items) is not Answer.UNKNOWN for items in self.suspects) and all(
            recall(items) is Answer.CONSISTENT for items in self.assumed
        )


POLICY = "top"
MOMENTUM = [Answer.CONSISTENT]

def _explore(unexplored: _Map, knowledge: _Knowledge, seeds: int) -> bool:
    """Explain the whole map; tell whether that was done within so many seeds."""
    for bold in (False, True):
        unexplored.bold = bold
        if bold and unexplored.suspects:
            unexplored.size = 0
        while (seed := unexplored.smallest()) is not None:
            if seeds == 0:
                return False
            seeds -= 1
            _explain(seed, unexplored, knowledge)
    return True


def _explain(seed: int, unexplored: _Map, knowledge: _Knowledge) -> None:
    """Explain a smallest unexplored set, by a largest one that holds it or by itself."""
    if POLICY == "seed" or (POLICY == "momentum" and MOMENTUM[0] is Answer.INCONSISTENT and not unexplored.bold):
        if knowledge.ask(seed) is Answer.INCONSISTENT:
            MOMENTUM[0] = Answer.INCONSISTENT
            return
        knowledge_before = len(knowledge.explored)
        unexplored._learn()
        if any(not seed & ~e for e in knowledge.explored) and POLICY=="momentum":
            MOMENTUM[0] = Answer.CONSISTENT
    top = unexplored.largest(seed)
    match knowledge.ask(top):
        case Answer.CONSISTENT:
            MOMENTUM[0] = Answer.CONSISTENT
            knowledge.explored.append(top)
        case Answer.INCONSISTENT:
            core = knowledge.core_within(top)
            if POLICY == "core" and not seed & ~core and knowledge.ask(seed) is Answer.INCONSISTENT: return
            _shrink(core, knowledge)
            MOMENTUM[0] = Answer.INCONSISTENT
        case Answer.UNKNOWN if unexplored.bold:
            unexplored.assume_consistent(top)
        case Answer.UNKNOWN:
            match knowledge.ask(seed):
                case Answer.CONSISTENT:
                    knowledge.explored.append(_grown(seed, top, knowledge))
                case Answer.UNKNOWN:
                    unexplored.suspect(seed)
                case Answer.INCONSISTENT:
                    pass  # the seed is refuted: the map has learned it


def _shrink(core: int, knowledge: _Knowledge) -> None:
    """Refute ever smaller parts of a refuted set, several items at once while that works."""
    pending = list(_bits(core))
    stride = 1
    while pending:
        part = pending[:stride]
        trial = core & ~_mask(part)
        if knowledge.ask(trial) is Answer.INCONSISTENT:
            core = knowledge.core_within(trial)
            pending = [item for item in pending if core >> item & 1]
            stride *= 2
        elif len(part) > 1:
            stride = len(part) // 2
        else:
            pending = pending[1:]
        pending = [i for i in pending if knowledge.recall(core & ~(1 << i)) is not Answer.CONSISTENT]


def _grown(base: int, top: int, knowledge: _Knowledge) -> int:
    """Add to a consistent set what a larger one has, as long as the tests say consistent."""
    pending = list(_bits(top & ~base))
    stride = max(1, len(pending) // 2)
    while pending:
        part = pending[:stride]
        trial = base | _mask(part)
        if knowledge.ask(trial) is Answer.CONSISTENT:
            base = trial
            pending = pending[len(part) :]
            stride *= 2
        elif len(part) > 1:
            stride = len(part) // 2
        else:
            pending = pending[1:]
    return base


def _result(knowledge: _Knowledge, explained: bool) -> Enumeration:
    everything = (1 << len(knowledge.rivals)) - 1
    conflicts = sorted(
        (Conflict(_members(core), knowledge.minimal(core)) for core in knowledge.refuted),
        key=lambda conflict: (len(conflict.members), sorted(conflict.members)),
    )
    corrections = sorted(
        (_members(everything & ~items) for items in set(knowledge.explored) if knowledge.maximal(items)),
        key=lambda correction: (len(correction), sorted(correction)),
    )
    return Enumeration(
        conflicts=tuple(conflicts),
        corrections=tuple(correction for correction in corrections if correction),
        largest=tuple(_members(everything) - correction for correction in corrections),
        complete=explained and all(conflict.minimal for conflict in conflicts),
        tests=knowledge.tests,
    )


def _rivals(count: int, exclusive: Sequence[frozenset[int]]) -> list[int]:
    """Return for each item the mask of those that no set may have beside it."""
    rivals = [0] * count
    for group in exclusive:
        _require_items(group, count)
        for item in group:
            rivals[item] |= _mask(group - {item})
    return rivals


def _require_items(items: frozenset[int], count: int) -> None:
    if any(not 0 <= item < count for item in items):
        raise ValueError(f"items are numbered from 0 to {count - 1}, not {sorted(items)}")


def _mask(items: Iterable[int]) -> int:
    mask = 0
    for item in items:
        mask |= 1 << item
    return mask


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _members(mask: int) -> frozenset[int]:
    return frozenset(_bits(mask))
