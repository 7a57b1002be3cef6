"""What tests have shown of sets of opaque items, asked before any test is made.

Sets are bit masks in here: bit i stands for item i.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum


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


class BudgetSpentError(Exception):
    """No test is left."""


class ContradictoryTestError(Exception):
    """A test called one set inconsistent and another, which holds it, consistent."""


class Knowledge:
    """The sets shown inconsistent, consistent or beyond the test, and the tests still allowed.

    `rivals` has for each item the mask of those that no tested set has beside it.
    """

    def __init__(self, test: Test, budget: int, rivals: Sequence[int]) -> None:
        self.test = test
        self.budget = budget
        self.rivals = rivals
        self.tests = 0
        self.refuted: list[int] = []  # none holds another
        self.witnessed: list[int] = []  # none holds another; may have rivals
        self.explored: list[int] = []  # consistent and free of rivals, in the order found
        self.unknown: set[int] = set()

    def ask(self, items: int) -> Answer:
        """Return what is known of a set free of rivals, after a test if nothing is."""
        answer = self.recall(items)
        return self._tested(items) if answer is None else answer

    def recall(self, items: int) -> Answer | None:
        """Return what is known of a set without any test."""
        if any(not core & ~items for core in self.refuted):
            return Answer.INCONSISTENT
        if any(not items & ~satisfied for satisfied in self.witnessed):
            return Answer.CONSISTENT
        return Answer.UNKNOWN if items in self.unknown else None

    def _tested(self, items: int) -> Answer:
        if self.tests >= self.budget:
            raise BudgetSpentError
        self.tests += 1
        outcome = self.test(members(items))
        match outcome.answer:
            case Answer.INCONSISTENT:
                core = items if outcome.core is None else mask(outcome.core)
                if core & ~items:
                    raise ValueError("a core must be a subset of the tested items")
                self.refute(core)
            case Answer.CONSISTENT:
                satisfied = items if outcome.satisfied is None else mask(outcome.satisfied)
                if items & ~satisfied or satisfied >> len(self.rivals):
                    raise ValueError("what a witness satisfies must hold the tested items")
                self._witness(satisfied)
                self.explored.append(self._without_rivals(items, satisfied))
            case Answer.UNKNOWN:
                self.unknown.add(items)
        return outcome.answer

    def refute(self, core: int) -> None:
        """Learn that a set is inconsistent."""
        if any(not core & ~satisfied for satisfied in self.witnessed):
            raise ContradictoryTestError(f"{sorted(members(core))} was shown consistent before")
        if any(not smaller & ~core for smaller in self.refuted):
            return
        self.refuted = [other for other in self.refuted if core & ~other]
        self.refuted.append(core)

    def _witness(self, satisfied: int) -> None:
        if any(not core & ~satisfied for core in self.refuted):
            raise ContradictoryTestError(f"{sorted(members(satisfied))} was refuted before")
        if any(not satisfied & ~larger for larger in self.witnessed):
            return
        self.witnessed = [other for other in self.witnessed if other & ~satisfied]
        self.witnessed.append(satisfied)

    def _without_rivals(self, items: int, satisfied: int) -> int:
        for item in bits(satisfied & ~items):
            if not self.rivals[item] & items:
                items |= 1 << item
        return items

    def free_of_rivals(self, items: int) -> bool:
        """Tell whether a set has at most one item of each exclusive group."""
        return not any(self.rivals[item] & items for item in bits(items))

    def core_of(self, items: int) -> int:
        """Return the smallest known inconsistent part of an inconsistent set."""
        parts = (core for core in self.refuted if not core & ~items)
        return min(parts, key=lambda core: (core.bit_count(), core))

    def most_refuted(self, items: int) -> int:
        """Return the item that most of the known inconsistent sets hold."""
        return max(bits(items), key=lambda item: sum(core >> item & 1 for core in self.refuted))

    def minimal(self, core: int) -> bool:
        """Tell whether each set one smaller than an inconsistent one was shown consistent."""
        return all(self.recall(core & ~(1 << item)) is Answer.CONSISTENT for item in bits(core))

    def maximal(self, items: int) -> bool:
        """Tell whether each item that a consistent set lacks is a rival or refuted beside it."""
        return all(
            self.rivals[item] & items or self.recall(items | 1 << item) is Answer.INCONSISTENT
            for item in range(len(self.rivals))
            if not items >> item & 1
        )


def mask(items: Iterable[int]) -> int:
    """Return the mask of some items."""
    found = 0
    for item in items:
        found |= 1 << item
    return found


def bits(items: int) -> Iterator[int]:
    """Yield the items of a mask in order."""
    while items:
        lowest = items & -items
        yield lowest.bit_length() - 1
        items ^= lowest


def members(items: int) -> frozenset[int]:
    """Return the items of a mask as a set."""
    return frozenset(bits(items))
