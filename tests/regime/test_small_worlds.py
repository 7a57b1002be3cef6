"""The arithmetic by which small worlds are judged, held against hand calculation and Z3.

That the program agrees with it, `test_power.py` tests, where it is a layer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import z3
from printed import Ends
from small_worlds import World, count, image, of_world, probes, related, world


def ends(text: str) -> Ends:
    """Read `[0, 1)`; `-` is unbounded."""
    low, high = (part.strip() for part in text[1:-1].split(","))
    return Ends(
        None if low == "-" else Fraction(low),
        None if high == "-" else Fraction(high),
        text[0] == "(",
        text[-1] == ")",
    )


@pytest.mark.parametrize(
    ("operator", "x", "y", "expected"),
    [
        ("add", "[0, 1)", "(2, 3]", {"(2, 4)"}),
        ("add", "[0, -)", "[2, 3]", {"[2, -)"}),
        ("subtract", "[0, 1)", "(2, 3]", {"[-3, -1)"}),
        ("multiply", "[2, 3)", "[4, 5]", {"[8, 15)"}),
        ("multiply", "(-3, -2]", "[4, 5]", {"(-15, -8]"}),
        ("multiply", "[0, 1]", "(1, -)", {"[0, 0]", "(0, -)"}),
        ("multiply", "[-1, 2)", "[-3, 4]", {"(0, 3]", "[-4, 0)", "[0, 0]", "(-6, 0)", "(0, 8)"}),
        ("divide", "[1, 2]", "[0, 4)", {"(1/4, -)"}),
        ("divide", "[1, 2]", "[0, 0]", set()),
        ("divide", "[0, 0]", "[0, 1]", {"[0, 0]"}),
        ("divide", "[1, 2)", "[-2, 1)", {"(-, -1/2]", "(1, -)"}),
        ("min", "[0, 2)", "[1, 2]", {"[0, 2)"}),
        ("min", "(0, 3]", "[0, -)", {"[0, 3]"}),
        ("max", "[0, 2)", "(0, 2]", {"(0, 2]"}),
        ("max", "[0, -)", "[1, 2]", {"[1, -)"}),
    ],
)
def test_what_an_operation_makes_of_two_sets(
    operator: str, x: str, y: str, expected: set[str]
) -> None:
    assert set(image(operator, [ends(x)], [ends(y)])) == {ends(each) for each in expected}


def test_z3_says_the_same_of_the_worlds_themselves() -> None:
    feasible = 0
    for number in range(60):
        asked = world(number * 8_999)
        xs, ys = (
            _pieces(each, w) for each, w in zip((asked.x, asked.y), asked.whole, strict=False)
        )
        results = image(asked.operator, xs, ys)
        for z in probes(results):
            met = related(asked.relation, results, z)
            holds = any(_has_a_number(each, asked.whole[2]) for each in met)
            assert holds == _asked_of_z3(asked, z), (str(asked), z)
            feasible += holds
    assert feasible > 200


def test_worlds_reach_every_end_from_both_sides() -> None:
    """Of a thousand, a third of the questions are refuted, and nearly all bounds are exact."""
    assert count() == 540_000
    assert len({world(number) for number in range(2_000)}) == 2_000
    counts = of_world(0)
    for number in range(1, 1_000):
        counts.add(of_world(number))
    asked = counts.counts
    assert asked["systems"] > 9_000
    assert asked["inconsistent"] > asked["systems"] / 5
    assert asked["unknown of ours"] == 0
    assert asked["bounds that are the hull"] > 0.9 * asked["bounds"]


def _pieces(values: Ends, whole: bool) -> list[Ends]:
    if not whole:
        return [values]
    numbers = (Ends(Fraction(n), Fraction(n)) for n in range(-9, 10) if Fraction(n) in values)
    return list(numbers)


def _has_a_number(values: Ends, whole: bool) -> bool:
    halves = {Fraction(n, 2) for n in range(-60, 60)}
    return not whole or any(n in values for n in halves if n.denominator == 1)


def _asked_of_z3(asked: World, z: Ends) -> bool:
    solver = z3.Solver()
    x, y, result = (
        (z3.Int if whole else z3.Real)(name) for name, whole in zip("xyz", asked.whole, strict=True)
    )
    made: dict[str, Any] = {
        "add": x + y,
        "subtract": x - y,
        "multiply": x * y,
        "divide": z3.ToReal(x) / y if x.is_int() else x / y,
        "min": z3.If(x < y, x, y),
        "max": z3.If(x < y, y, x),
    }
    term = made[asked.operator]
    relations = {"==": term == result, "<=": term <= result, "<": term < result}
    solver.add(relations.get(asked.relation, term != result))
    if asked.operator == "divide":
        solver.add(y != 0)
    for symbol, values in ((x, asked.x), (y, asked.y), (result, z)):
        if values.low is not None:
            low = z3.RatVal(values.low.numerator, values.low.denominator)
            solver.add(symbol > low if values.open_low else symbol >= low)
        if values.high is not None:
            high = z3.RatVal(values.high.numerator, values.high.denominator)
            solver.add(symbol < high if values.open_high else symbol <= high)
    said = solver.check()
    assert said != z3.unknown
    return bool(said == z3.sat)
