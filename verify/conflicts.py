"""All minimal conflicts and all minimal corrections of a set of opaque items.

The search is MARCO (Liffiton, Previti, Malik, Marques-Silva, "Fast, flexible MUS enumeration",
Constraints 21, 2016): a SAT solver keeps the map, the sets of items not yet explained. Its seeds
are the smallest of them, as in the search for smallest conflicts by hitting sets (Ignatiev,
Previti, Liffiton, Marques-Silva, "Smallest MUS extraction with minimal hitting set dualization",
CP 2015): once a seed has k items, every conflict of fewer than k items is known. The largest set
around the seed is tested first: either it makes a correction, or a conflict is shrunk out of it,
an item of that conflict is left out, and the rest is tested in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from verify.knowledge import (
    Answer,
    BudgetSpentError,
    ContradictoryTestError,
    Knowledge,
    Outcome,
    Test,
    bits,
    mask,
    members,
)

__all__ = [
    "Answer",
    "Conflict",
    "ContradictoryTestError",
    "Enumeration",
    "Outcome",
    "Test",
    "enumerate_conflicts",
]

# What the map may spend on proving that no unexplored set of k items is left, in conflicts of the
# SAT solver (about a second). Beyond it seeds are minimal, but no longer the smallest.
MAP_EFFORT = 20_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A set shown inconsistent; minimal once each set one smaller was shown consistent."""

    members: frozenset[int]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Enumeration:
    """What was found, sorted by size, then members; `largest` in the order of the corrections."""

    conflicts: tuple[Conflict, ...]
    corrections: tuple[frozenset[int], ...]
    largest: tuple[frozenset[int], ...]
    complete: bool
    tests: int


def enumerate_conflicts(
    count: int,
    test: Test,
    *,
    exclusive: Sequence[frozenset[int]] = (),
    known: Sequence[frozenset[int]] = (),
    budget: int,
) -> Enumeration:
    """Find the conflicts and corrections of the items `0 .. count - 1`.

    `test` must be monotone: what holds an inconsistent set is inconsistent; an answer that breaks
    this raises `ContradictoryTestError`. Of each group in `exclusive` no set considered has two
    items; corrections and largest sets are minimal and maximal among such sets. `known` sets are
    inconsistent, minimal or not. At most `budget` tests are made and as many seeds drawn; what is
    not settled by then makes `complete` false, as does an unknown answer that mattered. Without
    any conflict or group, there is no correction and the largest set is that of all items. If
    even the empty set is inconsistent, it is the only conflict, and no correction helps.

    >>> def test(items: frozenset[int]) -> Outcome:
    ...     return Outcome(Answer.INCONSISTENT if items >= {0, 1} else Answer.CONSISTENT)
    >>> [sorted(correction) for correction in enumerate_conflicts(3, test, budget=9).corrections]
    [[0], [1]]
    """
    knowledge = Knowledge(test, budget, _rivals(count, exclusive))
    for items in known:
        _require_items(items, count)
        if knowledge.free_of_rivals(mask(items)):
            knowledge.refute(mask(items))
    with closing(_Map(knowledge)) as unexplored:
        try:
            explained = _explore(unexplored, knowledge) and unexplored.settled()
        except BudgetSpentError:
            explained = False
    return _result(knowledge, explained)


def _rivals(count: int, exclusive: Sequence[frozenset[int]]) -> list[int]:
    """Return for each item the mask of those that no set may have beside it."""
    rivals = [0] * count
    for group in exclusive:
        _require_items(group, count)
        for item in group:
            rivals[item] |= mask(group - {item})
    return rivals


def _require_items(items: frozenset[int], count: int) -> None:
    if any(not 0 <= item < count for item in items):
        raise ValueError(f"items are numbered from 0 to {count - 1}, not {sorted(items)}")


class _Map:
    """The sets free of rivals that are not explained yet, as the models of a SAT solver.

    A set that holds a refuted one, or lies within an explored one, is explained. A smallest set
    of unknown answer is a suspect: first taken for inconsistent, so that the search goes on
    beside it; once bold, for consistent, so that what holds it is looked at as well. A largest
    set of unknown answer is then assumed consistent. Item i is variable i + 1.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        from pysat.solvers import Minisat22

        self.knowledge = knowledge
        self.count = len(knowledge.rivals)
        self.bold = False
        self.suspects: list[int] = []
        self.assumed: list[int] = []
        self.size: int | None = 0  # no unexplored set is smaller; None once that is given up
        self.closed = False
        self.above: set[int] = set()  # the sets whose supersets were taken off the map
        self.within: set[int] = set()  # the sets whose subsets were
        self.learned = 0  # how many of the explored sets were
        self.covered = [0] * self.count  # by how many of `within` each item is held
        self.wary = self.count + 1  # the variable that takes suspects for inconsistent
        self.totalizer: Any = None
        self.solver = Minisat22()
        for item, others in enumerate(knowledge.rivals):
            for other in bits(others):
                if item < other:
                    self._forbid([-item - 1, -other - 1])

    def close(self) -> None:
        """Free what the solver holds."""
        self.solver.delete()
        if self.totalizer is not None:
            self.totalizer.delete()

    def suspect(self, items: int) -> None:
        """Take a smallest set of unknown answer for inconsistent until the search is bold."""
        self.suspects.append(items)
        self._forbid_within(items)
        self._forbid([-self.wary, *(-item - 1 for item in bits(items))])

    def assume(self, items: int) -> None:
        """Take a largest set of unknown answer for consistent."""
        self.assumed.append(items)
        self._forbid_within(items)

    def settled(self) -> bool:
        """Explore what turned out consistent after all; tell whether nothing is left unknown."""
        recall = self.knowledge.recall
        consistent = [
            items for items in (*self.suspects, *self.assumed) if recall(items) is Answer.CONSISTENT
        ]
        self.knowledge.explored.extend(consistent)
        refuted = [items for items in self.suspects if recall(items) is Answer.INCONSISTENT]
        return len(consistent) + len(refuted) == len(self.suspects) + len(self.assumed)

    def smallest(self) -> int | None:
        """Return an unexplored set of the fewest items, or None if none is left."""
        self._learn()
        switch = -self.wary if self.bold else self.wary
        while not self.closed:
            limit = self._limit()
            self.solver.conf_budget(-1 if limit is None else MAP_EFFORT)
            assumptions = [switch] if limit is None else [switch, limit]
            found = self.solver.solve_limited(assumptions=assumptions)
            if found:
                model = self.solver.get_model()
                items = mask(literal - 1 for literal in model[: self.count] if literal > 0)
                return self._reduced(items) if limit is None else items
            if limit is None:
                return None
            if found is None:
                self.size = None
            elif limit in (self.solver.get_core() or ()):
                self.size = (self.size or 0) + 1
            else:
                return None
        return None

    def _learn(self) -> None:
        for items in self.knowledge.explored[self.learned :]:
            self._forbid_within(items)
        self.learned = len(self.knowledge.explored)
        for items in self.knowledge.refuted:
            if items not in self.above:
                self.above.add(items)
                self._forbid([-item - 1 for item in bits(items)])

    def _forbid_within(self, items: int) -> None:
        if items not in self.within:
            self.within.add(items)
            for item in bits(items):
                self.covered[item] += 1
            self._forbid([item + 1 for item in range(self.count) if not items >> item & 1])

    def _forbid(self, clause: list[int]) -> None:
        if clause:
            self.solver.add_clause(clause)
        else:
            self.closed = True

    def _limit(self) -> int | None:
        """Return the literal that holds sets to `size` items, if that is a limit at all."""
        if self.size is None or self.size >= self.count:
            return None
        if self.totalizer is None:
            from pysat.card import ITotalizer

            items = list(range(1, self.count + 1))
            self.totalizer = ITotalizer(items, ubound=self.size, top_id=self.wary)
            self.solver.append_formula(self.totalizer.cnf.clauses)
        elif self.size > self.totalizer.ubound:
            before = len(self.totalizer.cnf.clauses)
            self.totalizer.increase(ubound=self.size)
            self.solver.append_formula(self.totalizer.cnf.clauses[before:])
        return -int(self.totalizer.rhs[self.size])

    def _reduced(self, items: int) -> int:
        """Take items out of an unexplored set for as long as it stays unexplored."""
        for item in bits(items):
            fewer = items & ~(1 << item)
            if all(fewer & ~explored for explored in self.within):
                items = fewer
        return items

    def largest(self, items: int) -> int:
        """Add items to an unexplored set for as long as it stays unexplored, rare ones first."""
        barriers: list[list[int]] = [[] for _ in range(self.count)]
        for barrier in (*self.knowledge.refuted, *(() if self.bold else self.suspects)):
            for item in bits(barrier):
                barriers[item].append(barrier)
        for item in sorted(range(self.count), key=lambda item: (self.covered[item], item)):
            more = items | 1 << item
            if not self.knowledge.rivals[item] & items and all(
                barrier & ~more for barrier in barriers[item]
            ):
                items = more
        return items


def _explore(unexplored: _Map, knowledge: Knowledge) -> bool:
    """Explain the whole map; tell whether the budget's seeds were enough for it."""
    seeds = 0
    for bold in (False, True):
        unexplored.bold = bold
        while (seed := unexplored.smallest()) is not None:
            if seeds == knowledge.budget:
                return False
            seeds += 1
            _explain(seed, unexplored, knowledge)
    for core in tuple(knowledge.refuted):
        _shrink(core, knowledge)
    return True


def _explain(seed: int, unexplored: _Map, knowledge: Knowledge) -> None:
    """Settle a smallest unexplored set by a large consistent one that holds it, else by itself.

    What turns up around the seed on the way to a consistent set are conflicts that share few
    items, so that the set left explains many seeds at once.
    """
    around = unexplored.largest(seed)
    while knowledge.ask(around) is Answer.INCONSISTENT:
        _shrink(knowledge.core_of(around), knowledge)
        spare = knowledge.core_of(around) & ~seed
        if not spare:
            return
        around &= ~(1 << knowledge.most_refuted(spare))
    if knowledge.ask(around) is Answer.CONSISTENT:
        knowledge.explored.append(around)
    elif unexplored.bold:
        unexplored.assume(around)
    else:
        answer = knowledge.ask(seed)
        if answer is Answer.CONSISTENT:
            knowledge.explored.append(_grown(seed, around, knowledge))
        elif answer is Answer.UNKNOWN:
            unexplored.suspect(seed)


def _shrink(core: int, knowledge: Knowledge) -> None:
    """Refute ever smaller parts of a refuted set, leaving out several items while that works."""
    stride = 1
    while pending := [item for item in bits(core) if knowledge.recall(core & ~(1 << item)) is None]:
        fewer = core & ~mask(pending[:stride])
        if knowledge.ask(fewer) is Answer.INCONSISTENT:
            core = knowledge.core_of(fewer)
            stride *= 2
        else:
            stride = max(1, min(stride, len(pending)) // 2)


def _grown(items: int, top: int, knowledge: Knowledge) -> int:
    """Add to a consistent set what a larger one has, for as long as tests show it consistent."""
    pending = list(bits(top & ~items))
    stride = max(1, len(pending) // 2)
    while pending:
        part = pending[:stride]
        if knowledge.ask(items | mask(part)) is Answer.CONSISTENT:
            items |= mask(part)
            stride *= 2
        elif len(part) > 1:
            stride = len(part) // 2
            continue
        pending = pending[len(part) :]
    return items


def _result(knowledge: Knowledge, explained: bool) -> Enumeration:
    conflicts = [Conflict(members(core), knowledge.minimal(core)) for core in knowledge.refuted]
    everything = frozenset(range(len(knowledge.rivals)))
    corrections = sorted(
        (
            everything - members(items)
            for items in set(knowledge.explored)
            if knowledge.maximal(items)
        ),
        key=_rank,
    )
    return Enumeration(
        conflicts=tuple(sorted(conflicts, key=lambda conflict: _rank(conflict.members))),
        corrections=tuple(correction for correction in corrections if correction),
        largest=tuple(everything - correction for correction in corrections),
        complete=explained and all(conflict.minimal for conflict in conflicts),
        tests=knowledge.tests,
    )


def _rank(items: frozenset[int]) -> tuple[int, list[int]]:
    return len(items), sorted(items)
