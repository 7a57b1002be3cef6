"""Where the engine and cvc5 differ, on a boundary suite or a generated system."""

from __future__ import annotations

import random
from collections.abc import Iterable

from boundary_drawing import boundary_suite
from cvc5_truth import Second
from differences import BUDGET, Found
from layers import checked
from relations import of_constraint
from suite_differences import Understood
from wild_systems import wild

from verify.conflicts import Answer
from verify.decide import Decider
from verify.diagnose import Kind
from verify.verdicts import Status

_SAID = {Answer.CONSISTENT: True, Answer.INCONSISTENT: False, Answer.UNKNOWN: None}
_SYSTEMS = 3  # one of so many seeds is a system, the others are suites


def second_opinion(seed: int, shape: str = "") -> Found:
    """Compare what is said of the suite or system of a seed with what cvc5 says of it."""
    return of_wild(seed, shape) if shape or seed % _SYSTEMS == 0 else of_boundary(seed)


def of_boundary(seed: int) -> Found:
    """Compare a suite's conflicts and corrections: what clashes, and what does not."""
    suite = boundary_suite(seed)
    judgement = checked(suite.text())
    found = Found()
    found.counts["suites"] += 1
    understood = Understood(suite.meaning())
    second = Second(understood.oracle.variables, understood.oracle.relations)
    numbers = {entry.id: number for number, entry in enumerate(understood.suite.entries)}
    firm = frozenset(n for n, entry in enumerate(understood.suite.entries) if not entry.soft)

    def holds(members: Iterable[int], sets: list[int]) -> bool | None:
        return second.consistent(understood.hard | sum(1 << sets[n] for n in set(members)))

    def expect(members: Iterable[int], sets: list[int], said: bool, what: str) -> None:
        chosen = frozenset(members)
        known = holds(chosen, sets)
        found.counts["questions"] += 1
        found.counts["unknown of the oracle"] += known is None
        if known is not None and known != said:
            found.counts["wrong verdicts"] += 1
            found.wrong.append(f"boundary {seed}: {what} {sorted(chosen)}: cvc5 says {known}")

    if judgement.status is Status.INVALID:
        expect((), understood.loose, False, "the rules alone")
        return found
    loosely = [c for c in judgement.conflicts if c.severity is Kind.CONFLICT]
    if judgement.complete:
        expect(firm, understood.loose, not loosely, "all")
    for conflict in judgement.conflicts:
        if conflict.severity is Kind.CONDITIONAL:
            continue  # under one choice of readings only
        sets = understood.loose if conflict.severity is Kind.CONFLICT else understood.face
        members = frozenset(numbers[id_] for id_ in conflict.members)
        expect(members, sets, False, f"the {conflict.severity.value}")
        for member in members if conflict.minimal else ():
            expect(members - {member}, sets, True, "one fewer than a conflict")
    for corrections in judgement.corrections:
        gone = {n for each in judgement.corrections if each is not corrections for n in each[0]}
        for correction in corrections:
            rest = firm - {numbers[id_] for id_ in gone.union(correction)}
            expect(rest, understood.loose, True, "what a correction leaves")
    return found


def of_wild(seed: int, shape: str = "") -> Found:
    """Compare decisions about a generated system and some of its subsets."""
    system = wild(seed, shape)
    rng = random.Random(-seed)
    found = Found()
    found.counts["systems"] += 1
    second = Second(system.variables, [of_constraint(each) for each in system.stated])
    decider = Decider(system.variables, system.constraints, BUDGET)
    everything = range(len(system.constraints))
    for share in (1.0, 0.7, 0.5):
        chosen = frozenset(number for number in everything if rng.random() < share)
        decision = decider.decide(chosen)
        said = _SAID[decision.answer]
        known = second.consistent(sum(1 << number for number in chosen))
        found.counts["questions"] += 1
        found.counts["unknown of ours"] += said is None
        found.counts["unknown of the oracle"] += known is None
        if said is not None and known is not None and said != known:
            found.counts["wrong verdicts"] += 1
            found.wrong.append(f"{system.shape} {seed}: {sorted(chosen)} is {known} for cvc5")
        if said is False and second.consistent(sum(1 << number for number in decision.core)):
            found.counts["wrong verdicts"] += 1
            found.wrong.append(f"{system.shape} {seed}: the core {sorted(decision.core)} holds")
    found.rungs.update(decider.tally)
    return found
