"""No certificate is followed for ever: what a step takes is counted, however little it says."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest
from hand_written import (
    Tree,
    choice,
    claim,
    compare,
    holding,
    interval,
    narrow,
    operation,
    proof,
    real,
    refuting,
    rule,
    variable,
)

from verify import recheck

X, Y = variable(0), variable(1)
ANYTHING = interval(None, None)
LONG = "1" * 3_999 + "/" + "7" * 3_998


def operations(data: Tree) -> int:
    """Return how many operations it takes, by trial of how many are enough."""
    low, high = 0, 1 << 24
    while high - low > high // 8:
        middle = (low + high) // 2
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(recheck, "_WORK", middle)
            try:
                recheck.recheck(data)
                high = middle
            except recheck.BrokenError:
                low = middle
    return high


def refuted(formulas: list[Tree], *steps: Tree, variables: int = 2) -> Tree:
    claims = [claim(f"c{n}", formula) for n, formula in enumerate(formulas)]
    declared = [real(f"x{n}") for n in range(variables)]
    return refuting(declared, claims, proof(*steps, end={"empty": 0}))


def raised(depth: int) -> Any:
    """Return 2 ** (2 ** …) of real numbers, whose exact value is looked for at each level."""
    one = X
    for _ in range(depth):
        one = operation("exp", operation("multiply", "2", operation("log", one)))
    return one


@pytest.mark.parametrize(
    ("costly", "plain"),
    [
        (operation("exp", X), operation("negate", X)),
        (operation("log", X), operation("negate", X)),
        (operation("power", X, exponent="1/1000"), operation("negate", X)),
        (operation("power", X, exponent="9000"), operation("negate", X)),
        (operation("multiply", LONG, X), operation("multiply", "3", X)),
        (operation("divide", X, LONG), operation("divide", X, "3")),
        (raised(6), raised(2)),
    ],
    ids=["exp", "log", "root", "power", "long factor", "long divisor", "nested powers"],
)
def test_what_takes_long_is_counted(costly: Any, plain: Any) -> None:
    def held(term: Any) -> Tree:
        return holding([real("x")], [rule(compare(term, "<=", "0"))], ["3"])

    assert operations(held(costly)) > 8 * operations(held(plain))


def test_a_root_of_high_order_is_taken_at_once() -> None:
    root = operation("power", X, exponent="1/1024")
    for power, held in (("1", True), ("1024", False)):
        x = str(3 ** int(power) + 1)
        low = rule(compare("1", "<", root))
        high = rule(compare(root, "<", "3"))
        report = recheck.recheck(holding([real("x", "0")], [low, high], [x]))
        assert (not report.failures) == held


@pytest.mark.parametrize("order", [2, 3, 7, 64, 365, 1024])
def test_roots_of_powers_are_exact(order: int) -> None:
    root = operation("power", X, exponent=f"1/{order}")
    for base in (2, 255, 256, 65_537, 10**40 + 7):
        if (base**order).bit_length() < 13_000:  # so that the number has not too many digits
            equal = rule(compare(str(base), "==", root))
            data = holding([real("x", "0")], [equal], [str(base**order)])
            assert not recheck.recheck(data).failures


def test_a_sum_is_counted_by_its_terms() -> None:
    def summed(terms: int, parts: int) -> Tree:
        products = [operation("multiply", variable(n), variable(n + 1)) for n in range(terms)]
        sides = reduce(lambda a, b: operation("add", a, b), products)
        step = {"sum": [["1", 0, 0]] * parts}
        return refuted([compare(sides, "==", X)], step, variables=terms + 1)

    assert operations(summed(20, 20)) > 8 * operations(summed(4, 4))


def test_long_multipliers_are_counted() -> None:
    def summed(multiplier: str) -> Tree:
        return refuted([compare(X, "==", Y)], *[{"sum": [[multiplier, 0, 0]]}] * 20)

    assert operations(summed(LONG)) > 8 * operations(summed("3"))


def test_a_long_factor_to_a_power_is_not_computed() -> None:
    factor = compare(operation("multiply", "9" * 3_000, X), "==", "1")
    claims = [claim("a", factor)]
    step = {"product": [["64", 0, 0]]}
    data = refuting([real("x", "1", "2")], claims, proof(step, end={"empty": 0}))
    report = recheck.recheck(data)
    assert [each.reason for each in report.failures][:1] == ["its numbers are too large"]


def test_divisors_of_many_lengths_are_not_multiplied() -> None:
    primes = [n for n in range(10_000, 40_000) if all(n % k for k in range(2, 200))]
    total = reduce(
        lambda a, b: operation("add", a, b),
        [
            operation("multiply", f"1/{primes[n] ** 900}", operation("power", X, exponent=str(n)))
            for n in range(1, 9)
        ],
    )
    claims = [claim("a", compare(total, "==", "1/2"))]
    whole = real("x") | {"domain": "integer"}
    data = refuting([whole], claims, proof(end={"parity": 0}))
    assert recheck.recheck(data).failures[0].reason == "its numbers are too large"


@pytest.mark.parametrize("nested", [True, False], ids=["of one constraint", "of many"])
def test_spans_that_lean_on_one_another_in_a_row_take_no_square(nested: bool) -> None:
    def chain(length: int) -> Tree:
        equations = [compare(variable(n), "==", variable(n + 1)) for n in range(length)]
        constraints = [rule({"every": equations})] if nested else list(map(rule, equations))
        spans: list[Any] = [
            {"lower": "0", "upper": "1", "given": [0, n] if nested else [n, 0]}
            for n in range(length)
        ]
        return holding([real(f"x{n}") for n in range(length + 1)], constraints, [*spans, "1/2"])

    assert not recheck.recheck(chain(50)).failures
    assert operations(chain(200)) < 6 * operations(chain(50))


def test_thousands_of_names_are_held_against_thousands() -> None:
    claims = [claim(f"c{n}", compare(X, "==", "3")) for n in range(20_000)]
    data = holding([real("x")], claims, ["5"])
    component = data["suites"][0]["components"][0]
    component["consistent"][0]["without"] = [f"d{n}" for n in range(20_000)]
    assert len(recheck.recheck(data).failures) == 2  # the digest, and the witness


def test_cases_and_choices_are_counted() -> None:
    def cases(parts: int, names: int) -> Tree:
        some = {"some": [{"among": 0, "names": ["n0"]}] * parts}
        declared = choice("x", *(f"n{n}" for n in range(names)))
        step = narrow(0, 0, ["n0"])
        return refuting([declared], [claim("a", some)], proof(*[step] * 9, end={"empty": 0}))

    few = operations(cases(4, 4))
    assert operations(cases(64, 4)) > 8 * few
    assert operations(cases(4, 2_000)) > 8 * few


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b" " * 32_000_001, "longer than 32,000,000 bytes"),
        (b"[[]" + b",[]" * 1_000_000 + b"]", "more than 2,000,000 values"),
    ],
    ids=["bytes", "values"],
)
def test_a_file_is_bounded_before_it_is_read(text: bytes, said: str) -> None:
    with pytest.raises(recheck.BrokenError, match=said):
        recheck.load(text)
