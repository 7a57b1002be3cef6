"""The engine against cvc5, a second oracle.

`python tests/differential.py --second --systems 10000` asks it for as long as one likes.
"""

from __future__ import annotations

from boundary_drawing import boundary_suite
from cvc5_truth import Second
from differences import Found
from second_opinion import of_boundary, of_wild
from suite_differences import Understood

SUITES, SYSTEMS = 60, 30


def test_nothing_said_of_a_boundary_suite_is_wrong() -> None:
    found = Found()
    for seed in range(50_000, 50_000 + SUITES):
        found.add(of_boundary(seed))
    assert not found.wrong
    assert found.counts["questions"] >= 2 * SUITES
    assert found.counts["unknown of the oracle"] <= found.counts["questions"] // 10


def test_no_answer_about_a_system_is_wrong() -> None:
    found = Found()
    for seed in range(SYSTEMS):
        found.add(of_wild(seed))
    assert not found.wrong
    assert found.counts["unknown of the oracle"] <= found.counts["questions"] // 3


def test_the_two_oracles_agree() -> None:
    for seed in range(60_000, 60_030):
        first = Understood(boundary_suite(seed).meaning())
        second = Second(first.oracle.variables, first.oracle.relations)
        for sets in (first.loose, first.face):
            chosen = first.hard | sum(1 << number for number in sets)
            answers = {first.oracle.consistent(chosen), second.consistent(chosen)}
            assert answers != {True, False}, seed
