"""Small certificates worked by hand: what proves is accepted, what does not is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hand_written import (
    Tree,
    choice,
    claim,
    compare,
    holding,
    integer,
    interval,
    narrow,
    operation,
    proof,
    real,
    refuting,
    rule,
    variable,
)

from verify.recheck import recheck

X, Y, Z, W = (variable(n) for n in range(4))


def _proves(data: Tree) -> bool:
    report = recheck(data)
    assert len(report.failures) + report.conflicts + report.sets > 0
    return not report.failures


def _between(low: str, term: Any, high: str) -> Tree:
    return {"every": [compare(low, "<=", term), compare(term, "<=", high)]}


# A fee of 2 to 3 for a term of 10 makes 20 to 30, and not the 40 to 50 that is claimed.
LEASE = [real("fee"), real("term"), real("total")]
LEASE_SAYS = [
    rule(compare(Z, "==", operation("multiply", X, Y))),
    claim("fee", _between("2", X, "3")),
    claim("term", compare(Y, "==", "10")),
    claim("total", _between("40", Z, "50")),
]


@pytest.mark.parametrize(
    ("total", "proved"),
    [
        (interval("20", "30"), True),
        (interval(None, "30"), True),  # one end is enough
        (interval("0", "39"), True),  # more than is left may be claimed
        (interval(None, "40"), False),  # but 40 may be claimed to be the total
        (interval("20", "29"), False),
        (interval("20", "30", "[)"), False),
        (interval("20", "30", "(]"), False),
        (interval("21", "30"), False),
    ],
)
def test_a_product(total: Tree, proved: bool) -> None:
    steps = [narrow(0, 1, interval("2", "3")), narrow(1, 2, interval("10", "10"))]
    why = proof(*steps, narrow(2, 0, total), end={"empty": 3})
    assert _proves(refuting(LEASE, LEASE_SAYS, why)) is proved


def test_a_step_left_out() -> None:
    why = proof(narrow(0, 1, interval("2", "3")), end={"empty": 3})
    assert not _proves(refuting(LEASE, LEASE_SAYS, why))


def test_what_is_claimed_replaces_what_was_computed() -> None:
    """A proof states all it uses: 2 to 4 is less than the claim says, and is what counts then."""
    steps = [narrow(0, 1, interval("2", "5")), narrow(1, 2, interval("10", "10"))]
    why = proof(*steps, narrow(2, 0, interval("20", "30")), end={"empty": 3})
    assert not _proves(refuting(LEASE, LEASE_SAYS, why))


def test_a_constraint_that_is_not_of_the_conflict() -> None:
    steps = [narrow(0, 1, interval("2", "3")), narrow(1, 2, interval("10", "10"))]
    data = refuting(LEASE, LEASE_SAYS, proof(*steps, end={"empty": 4}))
    assert not _proves(data)


# a + b = 10 and b + c = 10, so that a = c; and a = c + 1.
SUMS = [
    rule(compare(operation("add", X, Y), "==", "10")),
    rule(compare(operation("add", Y, Z), "==", "10")),
    claim("apart", compare(X, "==", operation("add", Z, "1"))),
]


@pytest.mark.parametrize(
    ("parts", "proved"),
    [
        ([["1", 0, 0], ["-1", 1, 0], ["-1", 2, 0]], True),  # 1 == 0
        ([["1/2", 0, 0], ["-1/2", 1, 0], ["-1/2", 2, 0]], True),
        ([["1", 0, 0], ["-1", 1, 0], ["1", 2, 0]], False),  # 2a - 2c - 1 == 0
        ([["1", 0, 0], ["-1", 1, 0]], False),
        ([["0", 0, 0]], False),  # 0 == 0
        ([], False),
    ],
)
def test_a_sum(parts: list[Any], proved: bool) -> None:
    why = proof({"sum": parts}, end={"empty": 3})
    assert _proves(refuting([real("a"), real("b"), real("c")], SUMS, why)) is proved


@pytest.mark.parametrize(
    ("operators", "multipliers", "proved"),
    [
        (("<=", "<"), ("1", "1"), True),  # x <= y and y < x add up to 0 < 0
        (("<", "<="), ("2", "2"), True),
        (("<=", "<="), ("1", "1"), False),  # 0 <= 0
        (("<=", "<"), ("1", "-1"), False),
        (("==", "<"), ("1", "1"), True),
        (("==", "=="), ("1", "1"), False),
        (("==", "!="), ("1", "1"), False),
    ],
)
def test_a_sum_of_inequalities(
    operators: tuple[str, str], multipliers: tuple[str, str], proved: bool
) -> None:
    says = [rule(compare(X, operators[0], Y)), claim("other", compare(Y, operators[1], X))]
    parts = [[multipliers[0], 0, 0], [multipliers[1], 1, 0]]
    why = proof({"sum": parts}, end={"empty": 2})
    assert _proves(refuting([real("x"), real("y")], says, why)) is proved


def test_a_sum_takes_a_conjunct() -> None:
    """The second of three comparisons, x <= 1, and x >= 2."""
    three = {
        "every": [compare("0", "<=", X), {"every": [compare(X, "<=", "1"), compare(X, "<=", "9")]}]
    }
    says = [rule(three), claim("more", compare("2", "<=", X))]
    for conjunct, proved in ((0, False), (1, True), (2, False)):
        parts = [["1", 0, conjunct], ["1", 1, 0]]
        why = proof({"sum": parts}, end={"empty": 2})
        assert _proves(refuting([real("x")], says, why)) is proved


def test_a_sum_multiplies_out() -> None:
    """(x + 1) ** 2 and x * x + 2 * x differ by 1."""
    square = operation("power", operation("add", X, "1"), exponent="2")
    other = operation("add", operation("multiply", X, X), operation("multiply", "2", X))
    says = [rule(compare(Y, "==", square)), claim("same", compare(Y, "==", other))]
    why = proof({"sum": [["1", 0, 0], ["-1", 1, 0]]}, end={"empty": 2})
    assert _proves(refuting([real("x"), real("y")], says, why))


def test_a_sum_takes_what_is_no_polynomial_for_one_thing() -> None:
    """2 ** x + y = 3 and 2 ** x + y = 4, whatever e ** x may be; but not e ** x and e ** z."""
    for inner, proved in ((X, True), (Z, False)):
        says = [
            rule(compare(operation("add", operation("exp", X), Y), "==", "3")),
            claim("other", compare(operation("add", operation("exp", inner), Y), "==", "4")),
        ]
        why = proof({"sum": [["1", 0, 0], ["-1", 1, 0]]}, end={"empty": 2})
        variables = [real("x"), real("y"), real("z")]
        assert _proves(refuting(variables, says, why)) is proved


def test_a_sum_multiplies_an_equation_by_its_divisor() -> None:
    """From a = b / c follows a * c = b, and not a * c = b + 1."""
    says = [
        rule(compare(X, "==", operation("divide", Y, Z))),
        claim("other", compare(operation("multiply", X, Z), "==", operation("add", Y, "1"))),
    ]
    why = proof({"sum": [["1", 0, 0], ["-1", 1, 0]]}, end={"empty": 2})
    variables = [real("a"), real("b"), real("c")]
    assert _proves(refuting(variables, says, why))
    turned = [rule(compare(operation("divide", Y, Z), "==", X)), says[1]]
    assert _proves(refuting(variables, turned, why))
    bounded = [rule(compare(X, "<=", operation("divide", Y, Z))), says[1]]  # c may be negative
    assert not _proves(refuting(variables, bounded, why))


@pytest.mark.parametrize(
    ("ends", "above", "proved"),
    [
        (["2", "3"], [True, True], True),
        (["1", "3"], [True, True], False),  # (x - 1) * (y - 3) >= 0 is true and not enough
        (["3", "3"], [True, True], False),  # x may be less than 3
        (["2", "3"], [True, False], False),
    ],
)
def test_a_corner(ends: list[str], above: list[bool], proved: bool) -> None:
    """Of x >= 2 and y >= 3 with x * y = 3x + 2y - 7: (x - 2) * (y - 3) is -1, and is not."""
    left = operation("add", operation("multiply", X, Y), "7")
    right = operation("add", operation("multiply", "3", X), operation("multiply", "2", Y))
    says = [
        claim("relation", compare(left, "==", right)),
        claim("x", compare("2", "<=", X)),
        claim("y", compare("3", "<=", Y)),
    ]
    steps = [
        narrow(0, 1, interval("2", None)),
        narrow(1, 2, interval("3", None)),
        {"corner": [0, 1], "ends": ends, "above": above},
        {"sum": [["1", 0, 0], ["1", 3, 0]]},
    ]
    data = refuting([real("x"), real("y")], says, proof(*steps, end={"empty": 4}))
    assert _proves(data) is proved


@pytest.mark.parametrize("ends", ["()", "[)"])
def test_a_product_of_equations(ends: str) -> None:
    """From b = n * a and a = k * b follows n * k = 1 where a and b are positive, not where 0."""
    variables = [real("a", "0", None, ends), real("b", "0", None, "()"), real("n"), real("k")]
    says = [
        rule(compare(Y, "==", operation("multiply", Z, X))),
        rule(compare(X, "==", operation("multiply", W, Y))),
        claim("n", _between("2", Z, "3")),
        claim("k", _between("2", W, "3")),
    ]
    steps = [
        narrow(2, 2, interval("2", "3")),
        narrow(3, 3, interval("2", "3")),
        {"product": [["1", 0, 0], ["1", 1, 0]]},
    ]
    why = proof(*steps, end={"empty": 4})
    assert _proves(refuting(variables, says, why)) is (ends == "()")


@pytest.mark.parametrize(
    ("x", "multiplier", "constant", "proved"),
    [
        (integer("x"), "4", "7", True),  # 2x + 4y is even
        (integer("x"), "4", "8", False),
        (integer("x"), "3", "7", False),
        (real("x"), "4", "7", False),
        (integer("x"), "4", "15/2", True),
        (integer("x"), "1/2", "2/3", True),
        (integer("x"), "1/2", "7/2", False),
    ],
)
def test_parity(x: Tree, multiplier: str, constant: str, proved: bool) -> None:
    left = operation("add", operation("multiply", "2", X), operation("multiply", multiplier, Y))
    says = [claim("sum", compare(left, "==", constant))]
    why = proof(end={"parity": 0})
    assert _proves(refuting([x, integer("y")], says, why)) is proved


def _three_squares(at: str) -> Tree:
    """Three numbers whose squares are 4 do not add up to 0; each is 2 or -2."""
    says = [
        rule(compare(operation("power", variable(n), exponent="2"), "==", "4")) for n in range(3)
    ]
    total = operation("add", operation("add", X, Y), Z)
    says.append(claim("total", compare(total, "==", "0")))
    sides = {}
    for name, x, y in (("below", "-2", "2"), ("above", "2", "-2")):
        limits = ("0", "2") if x == "-2" else ("-2", "0")
        steps = [
            narrow(0, 0, interval(x, x)),
            narrow(1, 1, interval("-2", "2")),
            narrow(2, 2, interval("-2", "2")),
            narrow(1, 3, interval(*limits)),
            narrow(1, 1, interval(y, y)),
            narrow(2, 3, interval("0", "0")),
        ]
        sides[name] = proof(*steps, end={"empty": 2})
    end = {"split": 0, "at": at, **sides}
    return refuting([real("x"), real("y"), real("z")], says, proof(end=end))


def test_a_split() -> None:
    assert _proves(_three_squares("0"))
    assert _proves(_three_squares("1"))
    assert not _proves(_three_squares("2"))  # 2 is then below as well


def test_a_split_of_whole_numbers_leaves_out_what_lies_between() -> None:
    """No whole number lies strictly between 1 and 2."""
    says = [claim("x", {"every": [compare("1", "<", X), compare(X, "<", "2")]})]
    halves = {side: proof(end={"empty": 0}) for side in ("below", "above")}
    why = proof(end={"split": 0, "at": "3/2", **halves})
    assert _proves(refuting([integer("x")], says, why))
    assert not _proves(refuting([real("x")], says, why))


def test_cases() -> None:
    """It is 1 or 2, or 5 or 6; neither is 3."""
    either = {"some": [_between("1", X, "2"), _between("5", X, "6")]}
    says = [rule(either), claim("x", compare(X, "==", "3"))]
    parts = [proof(narrow(0, 2, interval(*ends)), end={"empty": 1}) for ends in ("12", "56")]
    assert _proves(refuting([real("x")], says, proof(end={"cases": 0, "parts": parts})))
    for wrong in (parts[:1], parts[::-1], [*parts, parts[0]]):
        assert not _proves(refuting([real("x")], says, proof(end={"cases": 0, "parts": wrong})))
    assert not _proves(refuting([real("x")], says, proof(end={"cases": 1, "parts": []})))


def test_names() -> None:
    """Paid it is 1, due it is 2, and it is 3."""
    implied = [
        {"some": [{"among": 0, "names": ["due"]}, compare(X, "==", "1")]},
        {"some": [{"among": 0, "names": ["paid"]}, compare(X, "==", "2")]},
    ]
    implied = [_renumbered(each) for each in implied]
    says = [*map(rule, implied), claim("x", compare(Y, "==", "3"))]
    parts = [
        proof(narrow(1, 0, interval("1", "1")), end={"empty": 2}),
        proof(narrow(1, 1, interval("2", "2")), end={"empty": 2}),
    ]
    variables = [choice("status", "paid", "due"), real("x")]
    assert _proves(refuting(variables, says, proof(end={"names": 0, "parts": parts})))
    assert not _proves(refuting(variables, says, proof(end={"names": 0, "parts": parts[::-1]})))
    assert not _proves(refuting(variables, says, proof(end={"names": 0, "parts": parts[:1]})))


def _renumbered(formula: Tree) -> Tree:
    """Write a comparison of the first variable as one of the second."""
    first, second = formula["some"]
    return {"some": [first, second | {"left": Y}]}


def test_choices() -> None:
    says = [
        rule({"same": [0, 1], "equal": True}),
        claim("one", {"among": 0, "names": ["a", "b"]}),
        claim("other", {"among": 1, "names": ["c"]}),
    ]
    variables = [choice("one", "a", "b", "c"), choice("other", "a", "b", "c")]
    why = proof(narrow(0, 1, ["a", "b"]), narrow(1, 0, ["a", "b"]), end={"empty": 2})
    assert _proves(refuting(variables, says, why))
    why = proof(narrow(0, 1, ["a"]), narrow(1, 0, ["a"]), end={"empty": 2})
    assert not _proves(refuting(variables, says, why))


# Witnesses


@pytest.mark.parametrize(
    ("witness", "proved"),
    [
        (["5/2", "10", "25"], True),
        (["5/2", "10", "251/10"], False),
        (["-5/2", "-10", "25"], True),
        (["0", "0", "0"], True),
    ],
)
def test_values(witness: list[str], proved: bool) -> None:
    assert _proves(holding(LEASE, LEASE_SAYS[:1], witness)) is proved


@pytest.mark.parametrize(
    ("declared", "value", "proved"),
    [
        (real("x", "1", "2"), "1", True),
        (real("x", "1", "2", "(]"), "1", False),
        (real("x", "1", "2"), "5/2", False),
        (integer("x"), "5/2", False),
        (integer("x"), "-3", True),
        (choice("x", "a", "b"), "b", True),
        (choice("x", "a", "b"), "c", False),
        (choice("x", "a", "b"), "1", False),
    ],
)
def test_values_lie_in_their_domain(declared: Tree, value: str, proved: bool) -> None:
    assert _proves(holding([declared], [], [value])) is proved


@pytest.mark.parametrize(
    ("formula", "at", "proved"),
    [
        (compare(operation("divide", "1", X), "<=", "9"), "0", False),
        (compare(operation("power", X, exponent="0"), "==", "1"), "0", False),
        (compare(operation("power", X, exponent="0"), "==", "1"), "-2", True),
        (compare(operation("power", X, exponent="1/2"), "<=", "9"), "-1", False),
        (compare(operation("power", X, exponent="1/3"), "==", "-2"), "-8", True),
        (compare(operation("power", X, exponent="2/3"), "==", "4"), "-8", True),
        (compare(operation("power", X, exponent="-3"), "==", "-1/8"), "-2", True),
        (compare(operation("log", X), "<=", "9"), "0", False),
        (compare(operation("log", X), "==", "0"), "1", True),
        (compare(operation("exp", X), "<=", "2"), "1", False),  # e is more than 2
        (compare(operation("exp", X), "<", "2719/1000"), "1", True),
        (compare("2718/1000", "<", operation("exp", X)), "1", True),
        (compare(operation("exp", X), "==", "3"), "1", False),
        (compare(operation("round", X), "==", "3"), "5/2", True),
        (compare(operation("round", X), "==", "-3"), "-5/2", True),
        (compare(operation("round", X), "==", "-2"), "-5/2", False),
        (compare(operation("floor", X), "==", "-3"), "-5/2", True),
        (compare(operation("ceil", X), "==", "-2"), "-5/2", True),
        (compare(operation("abs", X), "==", "5/2"), "-5/2", True),
        (compare(operation("min", X, "1"), "==", "-2"), "-2", True),
        (compare(operation("max", X, "1"), "==", "-2"), "-2", False),
        (compare(X, "!=", "2"), "2", False),
        (compare(X, "!=", "2"), "3", True),
        (compare(X, "<", "2"), "2", False),
        (
            {"some": [compare(operation("divide", "1", X), "==", "1"), compare(X, "==", "0")]},
            "0",
            True,
        ),
        ({"some": []}, "0", False),
        ({"every": []}, "0", True),
    ],
)
def test_truth(formula: Tree, at: str, proved: bool) -> None:
    """The fine print of the design's section 4, each worked by hand."""
    assert _proves(holding([real("x")], [rule(formula)], [at])) is proved


def test_a_power_to_a_variable_is_exact_where_it_is_rational() -> None:
    """4 ** y, written as e ** (y * log 4), is 2 for y = 1/2."""
    power = operation("exp", operation("multiply", Y, operation("log", X)))
    says = [rule(compare(power, "==", "2"))]
    assert _proves(holding([real("x"), real("y")], says, ["4", "1/2"]))
    assert not _proves(holding([real("x"), real("y")], says, ["4", "1/3"]))


# The root of 2 is between 1.41 and 1.42; its double between 2.82 and 2.84.
ROOT = [
    rule(compare(operation("power", X, exponent="2"), "==", "2")),
    rule(compare(Y, "==", operation("multiply", "2", X))),
]


def _span(lower: str, upper: str, *given: int) -> Tree:
    return {"lower": lower, "upper": upper, "given": list(given)}


@pytest.mark.parametrize(
    ("root", "double", "proved"),
    [
        (_span("141/100", "142/100", 0, 0), _span("282/100", "284/100", 1, 0), True),
        (_span("-142/100", "-141/100", 0, 0), _span("-284/100", "-282/100", 1, 0), True),
        (_span("142/100", "143/100", 0, 0), _span("284/100", "286/100", 1, 0), False),
        (_span("141/100", "142/100", 0, 0), _span("283/100", "284/100", 1, 0), False),
        (_span("-2", "2", 0, 0), _span("-4", "4", 1, 0), False),  # from 4 down and up to 4
        (_span("0", "2", 0, 0), _span("0", "4", 1, 0), True),
        (_span("141/100", "142/100", 1, 0), _span("282/100", "284/100", 0, 0), False),
        ("141/100", _span("282/100", "284/100", 1, 0), False),
    ],
)
def test_a_span_holds_what_an_equation_gives(root: Any, double: Any, proved: bool) -> None:
    assert _proves(holding([real("x"), real("y")], ROOT, [root, double])) is proved


def test_the_rest_must_hold_throughout_the_spans() -> None:
    spans = [_span("141/100", "142/100", 0, 0), _span("282/100", "284/100", 1, 0)]
    variables = [real("x"), real("y")]
    for most, proved in (("284/100", True), ("283/100", False)):
        says = [*ROOT, claim("y", compare(Y, "<=", most))]
        assert _proves(holding(variables, says, spans)) is proved


def test_spans_do_not_lean_on_one_another() -> None:
    """With x = y + 1 and y = x there is nothing that either could be."""
    says = [rule(compare(X, "==", operation("add", Y, "1"))), rule(compare(Y, "==", X))]
    spans = [_span("0", "9", 0, 0), _span("0", "9", 1, 0)]
    assert not _proves(holding([real("x"), real("y")], says, spans))


def test_a_leap_gives_nothing() -> None:
    """The floor of x goes from 1 to 2 and is never 3/2."""
    says = [rule(compare(operation("floor", X), "==", "3/2"))]
    assert not _proves(holding([real("x")], says, [_span("1", "2", 0, 0)]))


def test_a_pole_gives_nothing() -> None:
    """1 / x goes from -1 to 1 and is never 0."""
    says = [rule(compare(operation("divide", "1", X), "==", "0"))]
    assert not _proves(holding([real("x")], says, [_span("-1", "1", 0, 0)]))


def test_a_whole_number_is_no_span() -> None:
    says = [rule(compare(operation("power", X, exponent="2"), "==", "2"))]
    assert not _proves(holding([integer("x")], says, [_span("1", "2", 0, 0)]))


# What a certificate is made of


def test_what_rests_on_a_solver_is_counted_and_no_failure() -> None:
    report = recheck(refuting(LEASE, LEASE_SAYS, None))
    assert (report.conflicts, report.sets, report.uncertified) == (0, 0, 4)
    assert report.failures == ()


def test_a_failure_says_where() -> None:
    steps = [narrow(0, 1, interval("2", "3")), narrow(1, 2, interval("10", "10"))]
    why = proof(*steps, narrow(2, 0, interval("20", "29")), end={"empty": 3})
    (failure,) = recheck(refuting(LEASE, LEASE_SAYS, why)).failures
    assert failure.path == "suites[0].components[0].conflicts[0].proof.steps[2]"
