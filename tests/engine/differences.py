"""Where the engine and the oracle differ on one generated system."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from bound_differences import beyond, propagated
from exact import Point, Truth, truth
from growing import Wild
from oracle import Oracle, minimal
from relations import of_constraint
from wild_systems import wild

from verify.config import Budget
from verify.conflicts import Answer, Outcome, enumerate_conflicts
from verify.decide import Decider, Decision

BUDGET = Budget(revisions=4_000, subsets=400, z3_resources=400_000)
_REUSED = ("loops", "roots", "twins")  # shapes whose decider is always asked many questions
_ELSEWHERE = 8  # of the others, one of so many
_SAID = {Answer.CONSISTENT: True, Answer.INCONSISTENT: False, Answer.UNKNOWN: None}


@dataclass
class Found:
    """Counts of what was compared, and sentences about what is wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    rungs: Counter[str] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take in what another comparison found."""
        self.counts += other.counts
        self.rungs += other.rungs
        self.sizes += other.sizes
        self.wrong += other.wrong


def of_system(seed: int, shape: str = "", *, enumerated: bool | None = None) -> Found:
    """Compare decisions about the system of a seed, and now and then all its conflicts."""
    system = wild(seed, shape)
    rng = random.Random(-seed)
    found = Found()
    found.counts["systems"] += 1
    oracle = oracle_of(system)
    decider = Decider(system.variables, system.constraints, BUDGET)
    count = len(system.constraints)
    everything = frozenset(range(count))
    if system.shape in _REUSED or (seed // 7) % _ELSEWHERE == 0:
        _reuse(found, decider, oracle, rng)
    else:
        subsets = [everything, *(_subset(rng, count, 0.7) for _ in range(3))]
        rng.shuffle(subsets)
        for chosen in subsets:
            compare_decision(found, decider, oracle, chosen)
    if system.shape == "roots":
        _compare_bounds(found, decider, oracle, [everything, _subset(rng, count, 0.8)])
    found.counts["places filled alike"] += sum(
        len(set(each.variables)) < len(each.variables) for each in system.stated
    )
    if (seed // 11) % 3 == 0 if enumerated is None else enumerated:
        _compare_conflicts(found, decider, oracle, system)
    found.rungs.update(decider.tally)
    found.wrong = [f"{system.shape} {seed}: {each}" for each in found.wrong]
    return found


def oracle_of(system: Wild) -> Oracle:
    """Return the oracle of a system, which already knows the planted point."""
    oracle = Oracle(system.variables, [of_constraint(each) for each in system.stated])
    oracle.try_point(system.planted)
    return oracle


def compare_decision(
    found: Found, decider: Decider, oracle: Oracle, chosen: frozenset[int]
) -> bool | None:
    """Compare one decision, its core and its witness; return what the engine said."""
    decision = decider.decide(chosen)
    _compare_witness(found, decider, oracle, decision, chosen)
    said, known = _SAID[decision.answer], oracle.consistent(_mask(chosen))
    found.counts["decisions"] += 1
    found.counts["unknown of ours"] += said is None
    found.counts["unknown of the oracle"] += known is None
    found.counts["unknown of both"] += said is None and known is None
    found.counts["consistent"] += said is True
    found.counts["inconsistent"] += said is False
    if said is not None and known is not None and said != known:
        found.counts["wrong verdicts"] += 1
        found.wrong.append(f"{sorted(chosen)} is called {decision.answer.value}")
    if said is False:
        if not decision.core <= chosen:
            found.wrong.append(f"the core {sorted(decision.core)} exceeds {sorted(chosen)}")
        elif oracle.consistent(_mask(decision.core)):
            found.counts["wrong verdicts"] += 1
            found.wrong.append(f"the core {sorted(decision.core)} is consistent")
    return said


def _reuse(found: Found, decider: Decider, oracle: Oracle, rng: random.Random) -> None:
    """Ask one decider about many subsets, some of them again: no answer may depend on the others.

    Rules are withdrawn like claims, so that lemmas outlive their premises.
    """
    count = len(decider.constraints)
    share = rng.choice([0.5, 0.7, 0.85, 0.95])
    subsets = [_subset(rng, count, share) for _ in range(rng.randint(5, 9))]
    subsets.append(frozenset(range(count)))
    rng.shuffle(subsets)
    answers: list[tuple[frozenset[int], bool | None]] = []
    for chosen in [*subsets, *rng.sample(subsets, 3)]:
        learned = decider.learned.lemmas.values()
        found.counts["lemmas withdrawn"] += any(not each.premises <= chosen for each in learned)
        found.counts["lemmas kept"] += any(each.premises <= chosen for each in learned)
        said = compare_decision(found, decider, oracle, chosen)
        found.counts["asked again"] += any(chosen == asked for asked, _ in answers)
        for asked, answer in answers:
            small, large = (asked, chosen) if asked <= chosen else (chosen, asked)
            holds = {asked: answer, chosen: said} if asked != chosen else {}
            if (asked == chosen and {answer, said} == {True, False}) or (
                small < large and holds[small] is False and holds[large] is True
            ):
                found.counts["wrong verdicts"] += 1
                found.wrong.append(f"{sorted(small)} and {sorted(large)} contradict each other")
        answers.append((chosen, said))
    for lemma in decider.learned.lemmas.values():
        found.counts[f"{type(lemma.how).__name__.lower()} lemmas"] += 1


def _compare_bounds(
    found: Found, decider: Decider, oracle: Oracle, subsets: list[frozenset[int]]
) -> None:
    """Compare what propagation leaves of each variable, in some subsets."""
    asked = [
        (_mask(chosen), variable, values)
        for chosen in subsets
        for variable, both in propagated(decider, chosen).items()
        for values in both
    ]
    wrong, kept = beyond(oracle, asked)
    found.counts["ends"] += kept
    found.counts["wrong bounds"] += len(wrong)
    found.wrong += wrong


def _subset(rng: random.Random, count: int, share: float) -> frozenset[int]:
    return frozenset(number for number in range(count) if rng.random() < share)


def _compare_witness(
    found: Found, decider: Decider, oracle: Oracle, decision: Decision, chosen: frozenset[int]
) -> None:
    point = None if decision.witness is None else decider.witness(decision)
    if point is None:
        found.counts["consistent without a witness"] += decision.answer is Answer.CONSISTENT
        return
    held = oracle.try_point(point)  # what exact arithmetic proves, Z3 need not be asked
    for number in sorted(chosen):
        found_true = held >> number & 1
        if not found_true and truth(oracle.relations[number], point) is not Truth.UNCLEAR:
            found.counts["wrong witnesses"] += 1
            found.wrong.append(f"the witness {_shown(point)} breaks {number} of {sorted(chosen)}")
            return
    found.counts["witnesses"] += 1


def _compare_conflicts(found: Found, decider: Decider, oracle: Oracle, system: Wild) -> None:
    hard = frozenset(range(system.hard))
    count = len(system.constraints) - system.hard
    if decider.decide(hard).answer is Answer.INCONSISTENT or count > 8:
        return

    def test(items: frozenset[int]) -> Outcome:
        decision = decider.decide(hard.union(item + system.hard for item in items))
        core = frozenset(n - system.hard for n in decision.core if n >= system.hard)
        return Outcome(decision.answer, core if decision.answer is Answer.INCONSISTENT else None)

    def ask(items: frozenset[int]) -> bool | None:
        return oracle.consistent(_mask(hard) | _mask(items) << system.hard)

    result = enumerate_conflicts(count, test, budget=BUDGET.subsets)
    found.counts["enumerations"] += 1
    found.counts["incomplete enumerations"] += not result.complete
    for conflict in result.conflicts:
        found.sizes[len(conflict.members)] += 1
        found.counts["conflicts"] += 1
        if ask(conflict.members):
            found.counts["false conflicts"] += 1
            found.wrong.append(f"the conflict {sorted(conflict.members)} is consistent")
        if conflict.minimal and any(
            ask(conflict.members - {item}) is False for item in conflict.members
        ):
            found.counts["wrongly minimal"] += 1
            found.wrong.append(f"the conflict {sorted(conflict.members)} is not minimal")
    everything = frozenset(range(count))
    for correction in result.corrections:
        if ask(everything - correction) is False or any(
            ask(everything - correction | {item}) for item in correction
        ):
            found.counts["wrong corrections"] += 1
            found.wrong.append(f"the correction {sorted(correction)} is none")
    truth_ = minimal(count, ask)
    found.counts["unknown enumerations of the oracle"] += not truth_.known
    if result.complete:
        missed = truth_.conflicts - {conflict.members for conflict in result.conflicts}
        unlisted = truth_.corrections - set(result.corrections) if truth_.known else frozenset()
        if missed or unlisted:
            found.counts["missed"] += 1
            found.wrong.append(
                f"missed conflicts {_sets(missed)}, corrections {_sets(frozenset(unlisted))}"
            )


def _mask(chosen: frozenset[int]) -> int:
    return sum(1 << number for number in chosen)


def _sets(sets: frozenset[frozenset[int]]) -> list[list[int]]:
    return sorted(sorted(each) for each in sets)


def _shown(point: tuple[Point, ...]) -> str:
    def one(at: Point) -> str:
        if isinstance(at, tuple):
            return f"{float(at[0])}..."
        return str(at) if len(str(at)) < 40 else str(float(Fraction(at)))

    return ", ".join(one(at) for at in point)
