"""Systems that need more than propagation: what is written for them, and what the checker says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from small_systems import ORIGIN
from systems_written import claimed, refuted

from verify.interval import EVERYTHING, Interval
from verify.recheck import recheck
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Operation,
    Slot,
    Some,
    Term,
    Variable,
)

A, B, C, D = (Slot(n) for n in range(4))
POSITIVE = Interval(Fraction(0), None, lower_open=True)


def _number(value: int | str) -> Constant:
    return Constant(Fraction(value))


def _sum(*terms: Term) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = Operation("add", (found, term))
    return found


def _times(*terms: Term) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = Operation("multiply", (found, term))
    return found


def _from(low: int, term: Term, high: int) -> Formula:
    return Every((Compare("<=", _number(low), term), Compare("<=", term, _number(high))))


# Each refuted by hand; the step or end that the engine is known to find.
HARD: dict[str, tuple[str, Interval, list[Formula], str]] = {
    "a - c is 0 and is 1": (
        "real",
        EVERYTHING,
        [
            Compare("==", _sum(A, B), _number(10)),
            Compare("==", _sum(B, C), _number(10)),
            Compare("==", A, _sum(C, _number(1))),
        ],
        "sum",
    ),
    "c * d is 1 and at least 4": (
        "real",
        POSITIVE,
        [
            Compare("==", B, _times(C, A)),
            Compare("==", A, _times(D, B)),
            _from(2, C, 3),
            _from(2, D, 3),
        ],
        "product",
    ),
    "2a + 4b is even": (
        "integer",
        EVERYTHING,
        [Compare("==", _sum(_times(_number(2), A), _times(_number(4), B)), _number(7))],
        "parity",
    ),
    "the product of opposites is not positive": (
        "real",
        Interval(Fraction(-2), Fraction(2)),
        [
            Compare("==", _sum(A, B), _number(0)),
            Compare("==", _times(A, B), _number(1)),
        ],
        "split",
    ),
    "(a - 2) * (b - 3) is -1": (
        "real",
        EVERYTHING,
        [
            Compare(
                "==",
                _sum(_times(A, B), _number(7)),
                _sum(_times(_number(3), A), _times(_number(2), B)),
            ),
            Compare("<=", _number(2), A),
            Compare("<=", _number(3), B),
        ],
        "corner",
    ),
    "two ranges each, and sums between them": (
        "real",
        EVERYTHING,
        [
            *(Some((_from(0, each, 1), _from(10, each, 11))) for each in (A, B, C)),
            Compare("==", _sum(A, B, C), _number(16)),
        ],
        "cases",
    ),
}


@pytest.mark.parametrize(("domain", "limits", "formulas", "kind"), HARD.values(), ids=HARD.keys())
def test_a_step(domain: str, limits: Interval, formulas: list[Formula], kind: str) -> None:
    variables = [Variable(name, domain, limits) for name in "abcd"]
    constraints = [Constraint(each, (0, 1, 2, 3), ORIGIN) for each in formulas]
    data = refuted(claimed(variables, constraints))
    report = recheck(data)
    assert (report.conflicts, report.failures) == (1, ())
    (conflict,) = data["suites"][0]["components"][0]["conflicts"]
    assert Counter(_kinds(conflict["proof"]))[kind] >= 1


def _kinds(proof: dict[str, Any]) -> Iterator[str]:
    for part in (*proof["steps"], proof["end"]):
        yield from part
        for inner in (part.get("below"), part.get("above"), *part.get("parts", ())):
            if isinstance(inner, dict):
                yield from _kinds(inner)
