"""Systems that fool naive engines, each through the whole pipeline; all quantities are 0 or more.

The verdicts are mathematics: each row says why.
"""

from __future__ import annotations

import pytest
import suites
from suites import Stated, Written

from verify.verdicts import Status

WHOLE = ", max: 1000000, domain: integer"
CONSISTENT, INCONSISTENT = Status.CONSISTENT, Status.CONFLICT


def _suite(names: str, rules: list[str], claims: dict[str, str], more: str = "") -> str:
    stated = [Stated(about, about, value) for about, value in claims.items()]
    return Written(dict.fromkeys(names.split(), f"unit: 1, min: 0{more}"), rules, stated).text


def _at(value: str) -> str:
    return f"[{value}, {value}]"


SYSTEMS = {
    "decimal sums are exact": (
        _suite("a b c", ["a + b == c"], {"a": _at("0.1"), "b": _at("0.2"), "c": _at("0.3")}),
        CONSISTENT,
    ),
    "decimal products are exact": (
        _suite("a b c", ["a * b == c"], {"a": _at("3"), "b": _at("1.1"), "c": _at("3.3")}),
        CONSISTENT,
    ),
    "underflow is not zero": (
        _suite(
            "a b c d",
            ["c == a * b", "d == 1e300 * c"],
            {"a": _at("1e-200"), "b": _at("1e-200"), "d": "[1e-101, 1e-99]"},
        ),
        CONSISTENT,  # d = 1e300 * 1e-400 = 1e-100
    ),
    "zero times anything": (
        _suite(
            "n per total", ["total == per * n"], {"n": _at("0"), "per": _at("5"), "total": _at("0")}
        ),
        CONSISTENT,
    ),
    "a double root": (
        _suite("x y p s", ["p == x * y", "s == x + y"], {"p": _at("25"), "s": _at("10")}),
        CONSISTENT,  # x = y = 5
    ),
    "an irrational root": (
        _suite("x y", ["y == x**2"], {"y": _at("2")}),
        CONSISTENT,  # x is the square root of 2
    ),
    "strictness alone": (
        _suite(
            "fee term total",
            ["total == fee * term"],
            {"fee": "> 10", "term": _at("4"), "total": _at("40")},
        ),
        INCONSISTENT,
    ),
    "below the resolution of floats": (
        _suite("x y", ["y == x"], {"x": _at("1"), "y": _at("1.00000000000000001")}),
        INCONSISTENT,
    ),
    "propagation alone stalls": (
        _suite(
            "a b c s t u v",
            ["s == a + b", "t == b + c", "u == c + a", "v == a + b + c"],
            {"s": _at("10"), "t": _at("10"), "u": _at("10"), "v": "[16, 17]"},
        ),
        INCONSISTENT,  # a + b + c is 15
    ),
    "propagation crawls": (
        _suite("x y s t", ["s == x + y", "t == x + y"], {"s": _at("10"), "t": _at("10.0000001")}),
        INCONSISTENT,
    ),
    "bounds run off to infinity": (
        _suite(
            "cost revenue profit k m",
            ["cost == k * revenue", "profit == m * revenue", "revenue == profit + cost"],
            {"k": _at("0.7"), "m": _at("0.4"), "revenue": ">= 1"},
        ),
        INCONSISTENT,  # 1.1 revenue is not revenue
    ),
    "one product two ways": (
        _suite(
            "c fee term r",
            ["c == fee * term", "r == term * fee"],
            {"c": "[3215, 3225]", "r": "[5796, 7084]"},
        ),
        INCONSISTENT,
    ),
    "a loop of products": (
        _suite(
            "a b k n",
            ["b == n * a", "a == k * b"],
            {"a": ">= 324", "k": "[0.000475, 0.000525]", "n": "[990.5, 991.5]"},
        ),
        INCONSISTENT,  # n * k would have to be 1, and is at most 0.5206
    ),
    "odd and even": (
        _suite(
            "a b one",
            ["2 * a == 2 * b + one"],
            {"one": _at("1")},
            WHOLE,
        ),
        INCONSISTENT,
    ),
    "a millionth is not nothing": (
        _suite("a b c", ["a * b == c"], {"a": _at("3"), "b": _at("7"), "c": _at("21.000001")}),
        INCONSISTENT,
    ),
}


@pytest.mark.parametrize(("text", "status"), SYSTEMS.values(), ids=SYSTEMS.keys())
def test_fooling_system(text: str, status: Status) -> None:
    judgement = suites.judged(text)
    assert judgement.status is status
    assert judgement.complete
    if status is INCONSISTENT:
        (conflict,) = judgement.conflicts
        assert conflict.minimal
        assert set(conflict.claims) == {claim.claim.id for claim in judgement.claims}


RULES_ALONE = {
    "propagation alone stalls": (
        "a b c",
        ["a + b == 10", "b + c == 10", "c + a == 10", "16 <= a + b + c", "a + b + c <= 17"],
        4,  # the last rule is not needed
        "",
    ),
    "propagation crawls": ("x y", ["x + y == 10", "x + y == 10.0000001"], 2, ""),
    "bounds run off to infinity": (
        "cost revenue profit",
        [
            "cost == 0.7 * revenue",
            "profit == 0.4 * revenue",
            "revenue == profit + cost",
            "revenue >= 1",
        ],
        4,
        "",
    ),
    "one product two ways": (
        "fee term",
        ["fee * term in 3215 .. 3225", "term * fee in 5796 .. 7084"],
        2,
        "",
    ),
    "odd and even": ("a b", ["2 * a == 2 * b + 1"], 1, WHOLE),
    "strictness alone": ("x y", ["x < y", "y <= x"], 2, ""),
    "no irrational root is rational": ("x", ["x**2 == 2", "x == 1.4142135623730950488017"], 2, ""),
}


@pytest.mark.parametrize(
    ("names", "rules", "needed", "more"), RULES_ALONE.values(), ids=RULES_ALONE.keys()
)
def test_rules_that_contradict_each_other(
    names: str, rules: list[str], needed: int, more: str
) -> None:
    judgement = suites.judged(_suite(names, rules, {}, more))
    assert judgement.status is Status.INVALID
    (problem,) = judgement.diagnostics
    assert problem.code == "contradictory-rules"
    assert len(problem.details) == needed


def test_the_pieces_of_each_contradiction_agree() -> None:
    for names, rules, needed, more in RULES_ALONE.values():
        for left_out in rules[:needed]:
            fewer = [rule for rule in rules if rule != left_out]
            assert suites.judged(_suite(names, fewer, {}, more)).status is Status.CONSISTENT
