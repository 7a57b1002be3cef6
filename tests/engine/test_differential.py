"""The engine against an oracle that shares nothing with it, on random systems and suites.

`python tests/differential.py` runs the same comparison for as long as one likes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
import suites
import wild_suites
import wild_systems
from differences import Found, of_system
from oracle import Oracle, minimal
from relations import (
    Apply,
    Compared,
    Given,
    Joined,
    Name,
    Not,
    Number,
    Relation,
    of_constraint,
)
from suite_differences import CONFIG, Understood, of_suite
from suites import Stated, Written
from wild_suites import wild_suite
from wild_systems import wild

from verify import question, z3_process
from verify.conflicts import Answer
from verify.decide import Decider, Decision
from verify.derivation import Derivation
from verify.diagnose import Kind
from verify.interval import EVERYTHING, Interval
from verify.pipeline import check_facts
from verify.system import Constraint, Variable
from verify.verdicts import Judgement, Status, Verdict

SYSTEMS = range(12)  # of each shape
SUITES = range(5)


@pytest.mark.parametrize("shape", wild_systems.SHAPES)
def test_no_answer_about_a_system_is_wrong(shape: str) -> None:
    found = Found()
    for seed in SYSTEMS:
        found.add(of_system(seed, shape))
    assert not found.wrong
    assert found.counts["unknown of ours"] <= found.counts["decisions"] // 5


@pytest.mark.parametrize("shape", wild_suites.SHAPES)
def test_nothing_said_of_a_suite_is_wrong(shape: str) -> None:
    found = Found()
    for seed in SUITES:
        found.add(of_suite(seed, shape))
    assert not found.wrong
    assert found.counts["incomplete"] <= found.counts["judged"] // 2
    assert found.counts["witnesses rechecked"] >= len(SUITES)


def test_the_generators_reach_what_is_hard() -> None:
    """Every rung of the ladder, both answers, conflicts of one to four, several readings."""
    found = Found()
    for seed in range(1, 67):
        found.add(of_system(seed, enumerated=True))
    for seed in range(2 * len(wild_suites.SHAPES)):
        found.add(of_suite(seed))
    for seed in (5, 6):  # with round figures
        found.add(of_suite(seed, "real"))
    print(found.rungs, found.sizes, found.counts)
    assert set(found.rungs) >= RUNGS
    assert {1, 2, 3, 4} <= set(found.sizes)
    assert found.counts["consistent"] >= 50
    assert found.counts["inconsistent"] >= 50
    assert found.counts["proofs rechecked"] >= 10
    assert found.counts["multi-reading sets"] >= 3
    assert found.counts["rounding sets"] >= 1


def test_the_generators_fill_places_alike_and_outlive_lemmas() -> None:
    """Lemmas of every sort are withdrawn with their premises; ends are asked about, too."""
    found = Found()
    for shape in ("loops", "roots", "twins"):
        for seed in range(40):
            found.add(of_system(seed, shape, enumerated=False))
    print(found.rungs, found.counts)
    assert not found.wrong
    assert found.counts["places filled alike"] >= 40
    assert found.counts["asked again"] >= 200
    assert found.counts["lemmas kept"] >= 40
    assert found.counts["lemmas withdrawn"] >= 40
    for sort in ("sum", "product", "corner"):
        assert found.counts[f"{sort} lemmas"] >= 1
    assert found.counts["ends"] >= 200


def test_the_generators_leave_periods_open_and_roles_filled_alike() -> None:
    several = alike = 0
    for seed in range(12):
        periods = wild_suite(seed, "periods")
        several += "other:" in str(periods.variables) and any(
            len(entry.choices) > 1 for entry in periods.entries
        )
        roles = json.loads(wild_suite(seed, "roles").text)["subjects"].values()
        alike += any("left" in each and each["left"] == each["right"] for each in roles)
    assert several >= 4
    assert alike == 12


RUNGS = {"propagation", "witness", "exact propagation", "algebra", "bisection", "z3"}


def test_the_generators_make_deep_derivations() -> None:
    deepest = 0
    for seed in (1, 3, 4, 7):
        suite = wild_suite(seed, "chain")
        judgement = check_facts(suites.facts_of(suite.text), CONFIG)
        roots = [root for each in judgement.quantities for root in each.derivations]
        deepest = max([deepest, *(_depth(root, {}) for root in roots)])
    assert deepest >= 6


def _depth(root: Derivation, known: dict[int, int]) -> int:
    if id(root) not in known:
        known[id(root)] = 1 + max((_depth(parent, known) for parent in root.parents), default=0)
    return known[id(root)]


# A solver that gives up

Asked = Callable[..., question.Answer]


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_where_the_solver_gives_up_verdicts_only_become_undecided(
    monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    asked = z3_process.ask
    changed = 0
    for seed in range(9):
        suite = wild_suite(seed, ("real", "whole", "product")[seed % 3])
        facts = suites.facts_of(suite.text)
        monkeypatch.setattr(z3_process, "ask", asked)
        before = check_facts(facts, CONFIG)
        monkeypatch.setattr(z3_process, "ask", _tired(asked, random.Random(seed), share))
        after = check_facts(facts, CONFIG)
        changed += before != after
        assert not _worse(before, after, Understood(suite)), f"seed {seed}"
    assert changed


def test_where_the_solver_gives_up_no_decision_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(z3_process, "ask", _tired(z3_process.ask, random.Random(1), 0.6))
    found = Found()
    for seed in range(44):
        found.add(of_system(seed, enumerated=True))
    assert not found.wrong
    assert found.counts["incomplete enumerations"]


def test_a_claim_that_a_conflict_may_not_need_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A and b clash, but only beside c is that shown; then c may be innocent."""
    decide = Decider.decide

    def shortsighted(self: Decider, active: frozenset[int]) -> Decision:
        ids = {self.constraints[number].origin.id for number in active}
        if not ids >= {"a", "b"}:
            return decide(self, active)
        if "c" in ids:
            return Decision(Answer.INCONSISTENT, core=active)
        return Decision(Answer.UNKNOWN)

    monkeypatch.setattr(Decider, "decide", shortsighted)
    claims = [Stated("a", "x", "[1, 1]"), Stated("b", "x", "[2, 2]"), Stated("c", "y", "[1, 3]")]
    judgement = suites.judged(Written({"x": "unit: 1", "y": "unit: 1"}, ["x == y"], claims).text)
    assert [conflict.minimal for conflict in judgement.conflicts] == [False]
    assert {claim.claim.id: claim.verdict for claim in judgement.claims} == {
        "a": Verdict.CONFLICT,
        "b": Verdict.CONFLICT,
        "c": Verdict.UNDECIDED,
    }


def _tired(asked: Asked, rng: random.Random, share: float) -> Asked:
    """Return Z3 as it is, but for a share of the questions, which it gives up."""

    def ask(*arguments: object, **more: object) -> question.Answer:
        return question.Answer(None) if rng.random() < share else asked(*arguments, **more)

    return ask


def _worse(before: Judgement, after: Judgement, understood: Understood) -> list[str]:
    """Return what a judgement with less knowledge says that one with more does not."""
    if Status.INVALID in (before.status, after.status):
        return [] if after.status in (before.status, Status.UNDECIDED) else ["status"]
    problems = []
    known = {claim.claim.id: claim.verdict for claim in before.claims}
    for claim in after.claims:
        was, now = known[claim.claim.id], claim.verdict
        # while corrections are incomplete, every claim in a conflict has the verdict `conflict`
        allowed = {was, Verdict.UNDECIDED}
        if was is Verdict.DISPUTED and not after.complete:
            allowed.add(Verdict.CONFLICT)
        if now not in allowed:
            problems.append(f"{claim.claim.id} was {was} and is {now}")
    if before.complete < after.complete:
        problems.append("complete")
    if after.status not in (before.status, Status.UNDECIDED):
        problems.append(f"the status was {before.status} and is {after.status}")
    numbers = {entry.id: number for number, entry in enumerate(understood.suite.entries)}
    for conflict in after.conflicts:
        members = [numbers[id_] for id_ in conflict.members]
        if conflict.severity is Kind.CONFLICT and understood.level(members, understood.loose):
            problems.append(f"{conflict.members} can all hold")
    return problems


# The oracle itself


def _real(lower: str | None = None, upper: str | None = None, domain: str = "real") -> Variable:
    low, high = (None if end is None else Fraction(end) for end in (lower, upper))
    return Variable("q", domain, Interval(low, high))


X, Y = Name(0), Name(1)
ZERO, ONE, TWO = (Number(Fraction(n)) for n in (0, 1, 2))
RECIPROCAL_IS_ONE = Compared("==", Apply("/", (ONE, X)), ONE)
ROOT_IS_ONE = Compared("==", Apply("sqrt", (X,)), ONE)

ORACLE: dict[str, tuple[Sequence[Relation], bool]] = {
    "not undefined is undefined": ([Not(RECIPROCAL_IS_ONE), Compared("==", X, ZERO)], False),
    "not false is true": ([Not(RECIPROCAL_IS_ONE), Compared("==", X, TWO)], True),
    "undefined or true is true": (
        [Joined("or", (RECIPROCAL_IS_ONE, Compared("==", X, ZERO))), Compared("<=", X, ZERO)],
        True,
    ),
    "undefined and false is false": (
        [
            Not(Joined("and", (ROOT_IS_ONE, Compared(">", X, ZERO)))),
            Compared("<", X, ZERO),
        ],
        True,
    ),
    "an undefined condition takes the else": (
        [
            Given(ROOT_IS_ONE, Compared("==", Y, ONE), Compared("==", Y, TWO)),
            Compared("<", X, ZERO),
        ],
        True,
    ),
    "and not the then": (
        [
            Given(ROOT_IS_ONE, Compared("==", Y, ONE), Compared("==", Y, TWO)),
            Compared("<", X, ZERO),
            Compared("==", Y, ONE),
        ],
        False,
    ),
    "a double root": (
        [
            Compared("==", Apply("*", (X, Y)), Number(Fraction(25))),
            Compared("==", Apply("+", (X, Y)), Number(Fraction(10))),
        ],
        True,
    ),
    "an order over a negative divisor": (
        [Compared("<", Apply("/", (X, Y)), ONE), Compared("<", Y, ZERO), Compared("<", X, Y)],
        False,
    ),
}


@pytest.mark.parametrize(("relations", "truth"), ORACLE.values(), ids=ORACLE.keys())
def test_the_oracle_knows_what_a_hand_calculation_says(
    relations: Sequence[Relation], truth: bool
) -> None:
    oracle = Oracle([_real(), _real()], relations)
    assert oracle.consistent((1 << len(relations)) - 1) is truth


def test_the_oracle_of_z3_agrees_with_trying_all_points() -> None:
    for seed in range(12):
        system = wild(seed, "finite")
        relations = [of_constraint(each) for each in system.constraints]
        every = Oracle(system.variables, relations)
        asked = Oracle([*system.variables, Variable("free", "real", EVERYTHING)], relations)
        assert every.exhaustive
        assert not asked.exhaustive
        for chosen in range(1 << len(relations)):
            said = asked.consistent(chosen)
            assert said is None or said is every.consistent(chosen)


def test_all_subsets_give_the_minimal_sets() -> None:
    # x <= 0, x >= 1, x >= 2: the first clashes with each of the others
    sets = [Compared("<=", X, ZERO), Compared(">=", X, ONE), Compared(">=", X, TWO)]
    oracle = Oracle([_real()], sets)
    found = minimal(3, lambda chosen: oracle.consistent(sum(1 << n for n in chosen)))
    assert found.known
    assert found.conflicts == {frozenset({0, 1}), frozenset({0, 2})}
    assert found.corrections == {frozenset({0}), frozenset({1, 2})}


def test_a_system_and_its_seed_are_one() -> None:
    assert wild(7) == wild(7)
    assert wild_suite(7) == wild_suite(7)
    assert all(isinstance(each, Constraint) for each in wild(7).constraints)
