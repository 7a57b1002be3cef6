"""The conflicts and corrections of one component, in three searches.

Loosely, without judgements: conflicts, and the corrections that mend them. At face: what only
rounding saves. Loosely again, each reading on its own and with judgements: what only some choices
refute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from verify.attest import Attestor, Standing
from verify.component import Component, Level
from verify.conflicts import (
    Answer,
    ContradictoryTestError,
    Enumeration,
    Outcome,
    enumerate_conflicts,
)

# A test costs about as many revisions as there are constraints: the larger a component, the
# fewer tests its searches may take, but never fewer than _FEWEST.
_EFFORT = 60_000
_FEWEST = 100


class Kind(StrEnum):
    """How much a conflict matters, most severe first."""

    CONFLICT = "conflict"
    ROUNDING = "rounding"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Finding:
    """A minimal set of items that cannot all hold, or one that could not be made smaller.

    `certain` are the members that every minimal conflict within it has: all, if it is minimal.
    `chosen` are the options, (item, number), under which a conditional one is refuted; `avoided`
    the other options of those items under which it is not.
    """

    members: frozenset[int]
    kind: Kind
    minimal: bool
    certified: bool
    certain: frozenset[int] = frozenset()
    chosen: tuple[tuple[int, int], ...] = ()
    avoided: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong in one component.

    `corrections` are sorted cheapest first, with their costs. `complete` says that nothing can be
    missing from findings and corrections. Where a refutation is not borne out, its finding is left
    out, and so are all corrections; where answers contradict each other, everything is.
    """

    findings: tuple[Finding, ...]
    corrections: tuple[tuple[frozenset[int], Fraction], ...]
    complete: bool
    rules_open: bool = False  # whether the rules alone could not be decided

    @property
    def cheapest(self) -> tuple[frozenset[int], ...]:
        """The corrections of least cost."""
        return tuple(c for c, cost in self.corrections if cost == self.corrections[0][1])


def diagnose(
    attestor: Attestor,
    cost: Callable[[frozenset[int]], Fraction | None],
    budget: int,
    among: Iterable[int] | None = None,
) -> Diagnosis:
    """Find every conflict of a component whose rules alone do not contradict each other.

    `cost` is the weight of withdrawing a set of items, None for what may not be withdrawn; `among`
    are the items that count, if not all that are not hypothetical.
    """
    items = attestor.component.items
    chosen = [n for n, item in enumerate(items) if not item.hypothetical]
    try:
        return _diagnosed(attestor, cost, budget, chosen if among is None else sorted(among))
    except ContradictoryTestError:
        attestor.doubted += 1
        return Diagnosis((), (), False)


def _diagnosed(
    attestor: Attestor,
    cost: Callable[[frozenset[int]], Fraction | None],
    budget: int,
    regular: list[int],
) -> Diagnosis:
    component = attestor.component
    budget = max(_FEWEST, min(budget, _EFFORT // max(1, len(component.decider.constraints))))
    firm = [item for item in regular if not component.items[item].soft]
    rules_open = component.decide(frozenset(component.hard)).answer is not Answer.CONSISTENT
    if fine(component, regular):
        return Diagnosis((), (), not rules_open, rules_open)
    loose = _search(component, firm, Level.LOOSE, budget)
    conflicts = [
        finding(attestor, _named(firm, found.members), Kind.CONFLICT, found.minimal)
        for found in loose.conflicts
    ]
    corrections = []
    for correction in loose.corrections:
        members = _named(firm, correction)
        weight = cost(members)
        if weight is not None:
            corrections.append((members, weight))
    corrections.sort(key=lambda entry: (entry[1], len(entry[0]), _ids(component, entry[0])))
    rounding, rounded = _rounding(attestor, firm, conflicts, budget)
    conditional, explored = _conditional(attestor, regular, conflicts, budget)
    findings = (*conflicts, *rounding, *conditional)
    told = tuple(each for each in findings if each is not None)
    complete = loose.complete and rounded and explored and not rules_open
    if attestor.doubted:
        return Diagnosis(told, (), False, rules_open)
    return Diagnosis(told, tuple(corrections), complete, rules_open)


def fine(component: Component, regular: list[int]) -> bool:
    """Tell whether everything holds even at face, under any reading: nothing to search for."""
    if any(component.items[item].options for item in regular):
        return False
    answer = component.test(frozenset(regular), Level.FACE).answer
    return answer is Answer.CONSISTENT


def _search(
    component: Component,
    items: list[int],
    level: Level,
    budget: int,
    known: Iterable[frozenset[int]] = (),
) -> Enumeration:
    """Search some items at a level; `known` sets of items are inconsistent there."""
    numbers = {item: number for number, item in enumerate(items)}
    seeds = [frozenset(numbers[item] for item in members) for members in known]

    def test(chosen: frozenset[int]) -> Outcome:
        return _renamed(component.test(_named(items, chosen), level), numbers)

    return enumerate_conflicts(len(items), test, known=seeds, budget=budget)


def _rounding(
    attestor: Attestor, firm: list[int], conflicts: list[Finding | None], budget: int
) -> tuple[list[Finding | None], bool]:
    """Find the minimal sets that cannot hold at face though they can loosely."""
    component = attestor.component
    if all(component.items[item].face is component.items[item].loose for item in firm):
        return [], True
    known = {finding.members for finding in conflicts if finding is not None}
    face = _search(component, firm, Level.FACE, budget, known)
    findings: list[Finding | None] = []
    complete = face.complete
    for found in face.conflicts:
        members = _named(firm, found.members)
        if members in known:
            continue
        answer = component.test(members, Level.LOOSE).answer
        if answer is Answer.CONSISTENT:
            findings.append(finding(attestor, members, Kind.ROUNDING, found.minimal, Level.FACE))
        elif answer is Answer.UNKNOWN:
            complete = False
    return findings, complete


def _conditional(
    attestor: Attestor, regular: list[int], conflicts: list[Finding | None], budget: int
) -> tuple[list[Finding | None], bool]:
    """Find the minimal sets that only some choices of readings, or only a judgement, refute."""
    component = attestor.component
    entries: list[tuple[int, int]] = []  # item, option or -1
    for item in regular:
        options = component.items[item].options
        entries += [(item, number) for number in range(len(options))] if options else [(item, -1)]
    if len(entries) == len(regular) and not any(component.items[i].soft for i in regular):
        return [], True
    groups = [
        frozenset(n for n, (owner, _) in enumerate(entries) if owner == item)
        for item in regular
        if component.items[item].options
    ]

    def test(chosen: frozenset[int]) -> Outcome:
        return _tested(component, entries, chosen)

    firm = [finding.members for finding in conflicts if finding is not None]
    place = {item: n for n, (item, number) in enumerate(entries) if number < 0}
    seeds = [
        frozenset(place[item] for item in members)
        for members in firm
        if all(item in place for item in members)
    ]
    found = enumerate_conflicts(len(entries), test, exclusive=groups, known=seeds, budget=budget)
    merged: dict[frozenset[int], list[tuple[frozenset[int], bool]]] = {}
    for conflict in found.conflicts:
        if not _possible(component, [entries[number] for number in conflict.members]):
            continue
        members = frozenset(entries[number][0] for number in conflict.members)
        if not any(known <= members for known in firm):
            merged.setdefault(members, []).append((conflict.members, conflict.minimal))
    findings = [
        _choices(attestor, entries, members, sets)
        for members, sets in sorted(
            merged.items(), key=lambda entry: (len(entry[0]), sorted(entry[0]))
        )
    ]
    return findings, found.complete


def _possible(component: Component, entries: list[tuple[int, int]]) -> bool:
    """Tell whether some choices can be made together at all: their conditions may exclude it."""
    conditions = [component.condition(*entry) for entry in entries if entry[1] >= 0]
    chosen = frozenset(component.hard).union(c for c in conditions if c is not None)
    return component.decide(chosen).answer is not Answer.INCONSISTENT


def _tested(
    component: Component, entries: list[tuple[int, int]], chosen: frozenset[int]
) -> Outcome:
    constraints = frozenset(component.hard).union(_stated(component, entries[n]) for n in chosen)
    decision = component.decide(constraints)
    if decision.answer is Answer.INCONSISTENT:
        owners = component.items_of(decision.core)
        core = frozenset(n for n in chosen if entries[n][0] in owners)
        return Outcome(decision.answer, core=core)
    if decision.witness is None:
        return Outcome(decision.answer)
    satisfied = {entries[n][0]: n for n in chosen}  # of each item one reading at most
    for n, entry in enumerate(entries):
        if entry[0] not in satisfied and component.decider.satisfies(
            decision.witness, _stated(component, entry)
        ):
            satisfied[entry[0]] = n
    return Outcome(decision.answer, satisfied=frozenset(satisfied.values()))


def _stated(component: Component, entry: tuple[int, int]) -> int:
    """Return the constraint of an item, or of one of its options, loosely."""
    item, number = entry
    return component.option(item, number) if number >= 0 else component.loose(item)


def _choices(
    attestor: Attestor,
    entries: list[tuple[int, int]],
    members: frozenset[int],
    sets: list[tuple[frozenset[int], bool]],
) -> Finding | None:
    """Make one finding of the sets that refute the same items under several choices.

    None where a refutation of them is not borne out.
    """
    component = attestor.component
    stated = [frozenset(_stated(component, entries[n]) for n in numbers) for numbers, _ in sets]
    hard = frozenset(component.hard)
    standings = [attestor.standing(hard | each) for each in stated]
    if Standing.DOUBTFUL in standings:
        return None
    chosen = {entries[n] for numbers, _ in sets for n in numbers if entries[n][1] >= 0}
    avoided = set()
    for item, _ in chosen:
        for number in range(len(component.items[item].options)):
            others = [frozenset(n for n in numbers if entries[n][0] != item) for numbers, _ in sets]
            place = entries.index((item, number))
            if all(
                _tested(component, entries, other | {place}).answer is Answer.CONSISTENT
                for other in others
            ):
                avoided.add((item, number))
    return Finding(
        members,
        Kind.CONDITIONAL,
        all(minimal for _, minimal in sets),
        certified=all(
            minimal and standing is Standing.PROVED and _minimal(component, hard, own)
            for (_, minimal), standing, own in zip(sets, standings, stated, strict=True)
        ),
        chosen=tuple(sorted(chosen - avoided)),
        avoided=tuple(sorted(avoided)),
    )


def _minimal(component: Component, rest: frozenset[int], stated: frozenset[int]) -> bool:
    """Tell whether it is certified that all of some constraints but one can hold, any one."""
    return all(component.witnessed(rest | stated - {each}) for each in stated)


def finding(
    attestor: Attestor,
    members: frozenset[int],
    kind: Kind,
    minimal: bool,
    level: Level = Level.LOOSE,
) -> Finding | None:
    """Return a finding of members at a level, with whether every step of it is certified.

    None where its refutation is not borne out.
    """
    component = attestor.component
    standing = attestor.standing(component.constraints(members, level))
    if standing is Standing.DOUBTFUL:
        return None
    certified = (
        minimal
        and standing is Standing.PROVED
        and all(
            component.witnessed(component.constraints(members - {item}, level)) for item in members
        )
    )
    certain = members
    if not minimal:
        certain = frozenset(
            item
            for item in members
            if component.test(members - {item}, level).answer is Answer.CONSISTENT
        )
    return Finding(members, kind, minimal, certified, certain)


def _named(items: list[int], chosen: frozenset[int]) -> frozenset[int]:
    return frozenset(items[number] for number in chosen)


def _renamed(outcome: Outcome, numbers: Mapping[int, int]) -> Outcome:
    def renamed(items: frozenset[int] | None) -> frozenset[int] | None:
        if items is None:
            return None
        return frozenset(numbers[item] for item in items if item in numbers)

    return Outcome(outcome.answer, renamed(outcome.core), renamed(outcome.satisfied))


def _ids(component: Component, members: frozenset[int]) -> list[str]:
    return sorted(component.items[item].id for item in members)
