"""One question put to us and to Z3, timed side by side.

Both times include what each builds before it can answer: we from the compiler's `System`, Z3 from
the plain data.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

import z3_peer
from benchmark_systems import Plain, Stated, engine_system

from verify.config import Budget
from verify.conflicts import Answer
from verify.decide import Decider
from verify.system import System

_KEPT = (0.3, 0.5, 0.7, 0.9, 0.97)  # shares of the items that a question keeps
Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we and Z3 said of one question, and how long it took.

    `peers` are Z3's times by solver; `peer_seconds` is the best of those that gave an answer.
    `rung` is the step of our ladder that decided, or "memory".
    """

    ours: Answer
    peer: Answer
    seconds: float
    peer_seconds: float
    peers: tuple[float, ...]
    rung: str

    @property
    def ratio(self) -> float:
        """How many times as long the peer took."""
        return self.peer_seconds / self.seconds


def whole(plain: Plain, repeats: int = 1) -> Verdict:
    """Compare on a whole system, asked once."""
    seconds, (ours, rung) = timed(repeats, decided, engine_system(plain))
    asked = [timed(repeats, z3_peer.ask, plain, logic) for logic in z3_peer.LOGICS]
    return _verdict(ours, rung, seconds, asked)


def decided(system: System) -> tuple[Answer, str]:
    """Decide a whole system as the program would, from its objects; say which rung did."""
    constraints = [*system.hard, *(item.loose for item in system.items)]
    decider = Decider(system.variables, constraints, Budget())
    answer = decider.decide(frozenset(range(len(constraints)))).answer
    return answer, "".join(decider.tally)


def subsets(plain: Plain, questions: int, seed: int) -> list[Verdict]:
    """Compare on random subsets of the claims, assumptions and rules, as a conflict search asks.

    We keep one decider; Z3 is asked incrementally, each subset's items switched on by literals,
    and afresh: the faster counts.
    """
    loosened = with_rules_as_items(plain)
    system = engine_system(loosened)
    decider = Decider(system.variables, [item.loose for item in system.items], Budget())
    incremental = z3_peer.Incremental(loosened)
    source = random.Random(f"subsets.{seed}")
    found = []
    for _ in range(questions):
        share = source.choice(_KEPT)
        kept = frozenset(n for n in range(len(loosened.items)) if source.random() < share)
        before = decider.tally.copy()
        seconds, decision = timed(1, decider.decide, kept)
        rung = "".join(decider.tally - before) or "memory"
        pushed, outcome = timed(1, incremental.test, kept)
        part = replace(loosened, items=tuple(loosened.items[n] for n in sorted(kept)))
        afresh = [timed(1, z3_peer.ask, part, logic) for logic in z3_peer.LOGICS]
        asked = [(pushed, outcome.answer), *afresh]
        found.append(_verdict(decision.answer, rung, seconds, asked))
    return found


def with_rules_as_items(plain: Plain) -> Plain:
    """Return a system all of whose rules can be given up."""
    relations = tuple(Stated(relation=rule, assumed=True) for rule in plain.rules)
    return replace(plain, rules=(), items=plain.items + relations)


def timed(
    repeats: int, run: Callable[Given, Result], *args: Given.args, **options: Given.kwargs
) -> tuple[float, Result]:
    """Return the shortest of some runs in seconds, and the result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = run(*args, **options)
        times.append(time.perf_counter() - start)
    return min(times), result


def median_ratio(verdicts: Sequence[Verdict]) -> float:
    """Return the median of how many times as long the peer took, where it knew the answer."""
    ratios = [each.ratio for each in verdicts if each.peer is not Answer.UNKNOWN]
    return statistics.median(ratios) if ratios else float("nan")


def rungs(verdicts: Sequence[Verdict]) -> Counter[str]:
    """Count the questions that each step of our ladder decided."""
    return Counter(each.rung for each in verdicts)


def differing(verdicts: Sequence[Verdict]) -> int:
    """Count the questions that one side calls consistent and the other inconsistent."""
    return sum({each.ours, each.peer} == {*_KNOWN} for each in verdicts)


def missed(verdicts: Sequence[Verdict]) -> int:
    """Count the questions that Z3 settles and we do not."""
    return sum(each.ours not in _KNOWN and each.peer in _KNOWN for each in verdicts)


_KNOWN = (Answer.CONSISTENT, Answer.INCONSISTENT)


def _verdict(
    ours: Answer, rung: str, seconds: float, asked: Sequence[tuple[float, Answer]]
) -> Verdict:
    times = tuple(taken for taken, _ in asked)
    known = [(taken, answer) for taken, answer in asked if answer in _KNOWN]
    answers = {answer for _, answer in known}
    assert len(answers) < 2, "Z3 contradicts itself"
    best, peer = min(known, key=lambda each: each[0]) if known else (min(times), Answer.UNKNOWN)
    return Verdict(ours, peer, seconds, best, times, rung)
