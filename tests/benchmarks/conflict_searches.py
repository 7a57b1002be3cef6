"""All conflicts and corrections of one system, by us, by Z3 in the same search, and by CPMpy."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cpmpy
import z3_peer
from benchmark_systems import Plain, engine_system
from cpmpy.tools.explain import marco
from draft_systems import Relation, Tree

from verify.attest import Attestor
from verify.component import Component, Level, component
from verify.config import Budget
from verify.conflicts import Answer, Outcome, Test, enumerate_conflicts
from verify.diagnose import Diagnosis, diagnose
from verify.system import Share

Sets = frozenset[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, how long that took, and whether it came to its end."""

    conflicts: Sets
    corrections: Sets
    complete: bool
    tests: int
    seconds: float
    in_tests: float  # seconds of these spent on deciding, and not on choosing what to ask

    @property
    def found(self) -> tuple[Sets, Sets]:
        """Conflicts and corrections."""
        return self.conflicts, self.corrections


def cut(plain: Plain, deadline: float | None = None) -> Component:
    """Return a connected system as the one component it is."""
    system = engine_system(plain)
    everything = Share(tuple(range(len(system.variables))), system.hard, system.items)
    return component(system, everything, Budget(), deadline)


def diagnosed(plain: Plain, seconds: float = 20.0) -> Diagnosis:
    """Diagnose a connected system as the program does, within so many seconds."""
    parts = cut(plain, time.monotonic() + seconds)
    return diagnose(Attestor(parts), lambda items: Fraction(len(items)), Budget().subsets)


def ours(plain: Plain, tests: int, seconds: float) -> tuple[Search, Component]:
    """Search with our own answers; the component has the tally of the ladder's rungs.

    After so many tests or seconds the search is over, and not complete.
    """
    start = time.perf_counter()
    parts = cut(plain, time.monotonic() + seconds)
    found = _searched(plain, tests, start, lambda items: parts.test(items, Level.LOOSE))
    return found, parts


def with_z3(plain: Plain, tests: int, seconds: float) -> Search:
    """Search the same way with the answers of a Z3 that is kept for all questions."""
    start = time.perf_counter()
    incremental = z3_peer.Incremental(plain)

    def test(items: frozenset[int]) -> Outcome:
        if time.perf_counter() > start + seconds:
            return Outcome(Answer.UNKNOWN)
        return incremental.test(items)

    return _searched(plain, tests, start, test)


def with_cpmpy(plain: Plain) -> Search:
    """Search with CPMpy's own MARCO over OR-Tools: whole numbers only, and no budget."""
    assert plain.whole
    start = time.perf_counter()
    variables = []
    for number, limits in enumerate(plain.limits):
        assert limits.lower is not None
        assert limits.upper is not None
        variables.append(cpmpy.intvar(int(limits.lower), int(limits.upper), name=f"q{number}"))
    hard = [_relation(rule, variables) for rule in plain.rules]
    soft = [_stated(plain, number, variables) for number in range(len(plain.items))]
    numbers = {id(constraint): number for number, constraint in enumerate(soft)}
    found: dict[str, list[frozenset[int]]] = {"MUS": [], "MCS": []}
    for kind, members in marco(soft, hard):
        if members:  # of a consistent system marco gives an empty correction, we none
            found[kind].append(frozenset(numbers[id(member)] for member in members))
    seconds = time.perf_counter() - start
    tests = len(found["MUS"]) + len(found["MCS"])
    return Search(frozenset(found["MUS"]), frozenset(found["MCS"]), True, tests, seconds, seconds)


def _searched(plain: Plain, tests: int, start: float, test: Test) -> Search:
    in_tests = 0.0

    def timed(items: frozenset[int]) -> Outcome:
        nonlocal in_tests
        before = time.perf_counter()
        outcome = test(items)
        in_tests += time.perf_counter() - before
        return outcome

    found = enumerate_conflicts(len(plain.items), timed, budget=tests)
    return Search(
        frozenset(conflict.members for conflict in found.conflicts if conflict.minimal),
        frozenset(found.corrections),
        found.complete,
        found.tests,
        time.perf_counter() - start,
        in_tests,
    )


def _stated(plain: Plain, number: int, variables: list[Any]) -> Any:
    """Return what one item says, as an object of its own: marco tells items apart by it."""
    stated = plain.items[number]
    if stated.relation is not None:
        return _relation(stated.relation, variables)
    assert stated.about is not None
    low, high = z3_peer.whole_ends(stated.loose)
    said = variables[stated.about] >= low
    return said if high is None else cpmpy.all([said, variables[stated.about] <= high])


def _relation(relation: Relation, variables: list[Any]) -> Any:
    left, right = _tree(relation.left, variables), _tree(relation.right, variables)
    return left == right if relation.operator == "==" else left <= right


def _tree(tree: Tree, variables: list[Any]) -> Any:
    if isinstance(tree, int):
        return variables[tree]
    if isinstance(tree, Fraction):
        assert tree.denominator == 1
        return int(tree)
    left, right = _tree(tree.left, variables), _tree(tree.right, variables)
    match tree.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    raise ValueError(tree.operator)
