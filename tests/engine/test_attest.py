"""Errors seeded into the search: what the checker does not bear out is never told as a conflict."""

from __future__ import annotations

from typing import TypeVar

import pytest
import suites
from command_line import EXAMPLE

from verify import question, z3_process
from verify.propagate import Network, Propagation
from verify.sweep import Sweep, Sweeper
from verify.verdicts import Judgement, Status, Verdict

# 1.25 billion a month for 36 months is 44.82 .. 45.18 billion: with $45B all of it can hold.
_State = TypeVar("_State", Sweep, Propagation)
CONSISTENT = EXAMPLE.replace("$100B", "$45B")


def _doubts(judgement: Judgement) -> list[str]:
    return [each.code for each in judgement.diagnostics if each.code == "unproved-refutation"]


def _emptied(state: _State, active: frozenset[int]) -> _State:
    """Say of all three claims with the rule that nothing is left."""
    if len(active) >= 4 and not state.empty:
        state.empty = True
        state.culprit = max(active)
    return state


def test_a_contradiction_that_is_none_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded error: every sweep over all three claims and the rule says it is empty."""
    run = Sweeper.run

    def broken(self: Sweeper, active: frozenset[int], *args: object, **more: object) -> Sweep:
        return _emptied(run(self, active, *args, **more), active)  # type: ignore[arg-type]

    monkeypatch.setattr(Sweeper, "run", broken)
    judgement = suites.judged(CONSISTENT)
    assert judgement.status is Status.UNDECIDED
    assert not judgement.conflicts
    assert not judgement.corrections
    assert not judgement.complete
    assert {claim.verdict for claim in judgement.claims} == {Verdict.UNDECIDED}
    assert _doubts(judgement) == ["unproved-refutation"]


def test_a_conflict_that_names_too_little_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded error: a core that leaves out a claim it leans on."""
    core = Sweeper.core

    def broken(self: Sweeper, state: Sweep) -> frozenset[int]:
        found = core(self, state)
        return found - {min(number for number in found if number > 0)}

    monkeypatch.setattr(Sweeper, "core", broken)
    judgement = suites.judged(EXAMPLE)
    assert all(conflict.claims == ("fee", "term", "total") for conflict in judgement.conflicts)
    assert judgement.conflicts or judgement.status is Status.UNDECIDED


def test_a_proof_that_does_not_follow_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded error is in the exact replay as well, so that it writes a wrong proof."""
    run, propagate = Sweeper.run, Network.propagate

    def swept(self: Sweeper, active: frozenset[int], *args: object, **more: object) -> Sweep:
        return _emptied(run(self, active, *args, **more), active)  # type: ignore[arg-type]

    def exactly(
        self: Network, active: frozenset[int], *args: object, **more: object
    ) -> Propagation:
        return _emptied(propagate(self, active, *args, **more), active)  # type: ignore[arg-type]

    monkeypatch.setattr(Sweeper, "run", swept)
    monkeypatch.setattr(Network, "propagate", exactly)
    judgement = suites.judged(CONSISTENT)
    assert judgement.status is Status.UNDECIDED
    assert not judgement.conflicts
    assert _doubts(judgement) == ["unproved-refutation"]


@pytest.mark.parametrize("said", [None, True])
def test_a_true_conflict_is_told_without_the_solver(
    monkeypatch: pytest.MonkeyPatch, said: bool | None
) -> None:
    monkeypatch.setattr(z3_process, "ask", lambda *_: question.Answer(said))
    judgement = suites.judged(EXAMPLE)
    (conflict,) = judgement.conflicts
    assert conflict.certified
    assert not _doubts(judgement)
