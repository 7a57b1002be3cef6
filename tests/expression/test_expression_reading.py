"""What a rule's text means: precedence, literals and the fine print, line by line."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verify.expression import (
    And,
    Binary,
    Call,
    Compare,
    Conditional,
    DateLiteral,
    Name,
    Negate,
    Not,
    Number,
    OneOf,
    Or,
    Tree,
    Within,
    names,
    parse_condition,
    parse_relation,
    render,
    split_assignment,
)

A, B, C, D, X = (Name(letter) for letter in "abcdx")


def number(value: int | str, unit: str = "") -> Number:
    return Number(Fraction(value), unit)


def read(text: str) -> Tree:
    tree = parse_relation(text)
    assert not isinstance(tree, tuple), tree
    return tree


def value(text: str) -> Tree:
    tree = read(f"x == {text}")
    assert isinstance(tree, Compare)
    return tree.operands[1]


def equal(left: Tree, right: Tree) -> Compare:
    return Compare((left, right), ("==",))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a * b + c", "(a * b) + c"),
        ("a - b - c", "(a - b) - c"),
        ("a - b + c", "(a - b) + c"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("a ** b ** c", "a ** (b ** c)"),
        ("-a ** b", "-(a ** b)"),
        ("-x**2", "-(x**2)"),
        ("a ** -b", "a ** (-b)"),
        ("a ** -b ** c", "a ** (-(b ** c))"),
        ("a ** -b * c", "(a ** (-b)) * c"),
        ("-a * b", "(-a) * b"),
        ("-a / b", "(-a) / b"),
        ("-a + b", "(-a) + b"),
        ("a * -b", "a * (-b)"),
        ("a - -b", "a - (-b)"),
        ("--a", "-(-a)"),
        ("a * b ** c", "a * (b ** c)"),
        ("a ** b * c", "(a ** b) * c"),
    ],
)
def test_arithmetic_binds_as_its_parentheses_say(text: str, meaning: str) -> None:
    assert value(text) == value(meaning)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("not a < b and c < d", "(not (a < b)) and (c < d)"),
        ("a < b and b < c or c < d", "((a < b) and (b < c)) or (c < d)"),
        ("a < b or b < c and c < d", "(a < b) or ((b < c) and (c < d))"),
        ("not a < b or c < d", "(not (a < b)) or (c < d)"),
        ("not not a < b", "not (not (a < b))"),
        ("if a < b then b < c or c < d", "if (a < b) then ((b < c) or (c < d))"),
        ("if a < b or b < c then c < d", "if (a < b or b < c) then (c < d)"),
        (
            "if a < b then b < c else if c < d then a < c else a < d",
            "if a < b then b < c else (if c < d then a < c else a < d)",
        ),
        (
            "if a < b then if b < c then c < d else a < d",
            "if a < b then (if b < c then c < d else a < d)",
        ),
        ("a + b < c * d", "(a + b) < (c * d)"),
        ("a + b in 1 .. 2 and c < d", "((a + b) in 1 .. 2) and (c < d)"),
        ("not x in 1 .. 2", "not (x in 1 .. 2)"),
    ],
)
def test_relations_bind_as_their_parentheses_say(text: str, meaning: str) -> None:
    assert read(text) == read(meaning)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a ** b ** c", Binary("**", A, Binary("**", B, C))),
        ("-a ** 2", Negate(Binary("**", A, number(2)))),
        ("-5", Negate(number(5))),
        ("min(a, b, c)", Call("min", (A, B, C))),
        ("sqrt(a + b)", Call("sqrt", (Binary("+", A, B),))),
        ("deal.fee * b", Binary("*", Name("deal.fee"), B)),
        ("(if a > 0 then b else c)", Conditional(Compare((A, number(0)), (">",)), B, C)),
        ("deal.asset.gpus", Name("deal.asset.gpus")),
        ("((a))", A),
    ],
)
def test_values(text: str, tree: Tree) -> None:
    assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a <= b < c", Compare((A, B, C), ("<=", "<"))),
        ("a < b > c", Compare((A, B, C), ("<", ">"))),
        ("a == b == c", Compare((A, B, C), ("==", "=="))),
        ("a != b", Compare((A, B), ("!=",))),
        ("a >= b", Compare((A, B), (">=",))),
        ("x in 1.1 .. 1.6", Within(X, number("1.1"), number("1.6"))),
        ("a in {paid}", OneOf(A, (Name("paid"),))),
        ("a in {paid, due}", OneOf(A, (Name("paid"), Name("due")))),
        ("a == b and c == d", And((equal(A, B), equal(C, D)))),
        ("a == b and c == d and a == d", And((equal(A, B), equal(C, D), equal(A, D)))),
        ("(a == b and c == d) and a == d", And((And((equal(A, B), equal(C, D))), equal(A, D)))),
        ("a == b or c == d or a == d", Or((equal(A, B), equal(C, D), equal(A, D)))),
        ("not a == b", Not(equal(A, B))),
        ("if a == b then c == d", Conditional(equal(A, B), equal(C, D), None)),
        ("  a\n ==\tb ", equal(A, B)),
    ],
)
def test_relations(text: str, tree: Tree) -> None:
    assert read(text) == tree
    assert parse_condition(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("5", number(5)),
        ("1.250", number("1.25")),
        ("0", number(0)),
        ("1.5e9", number(1_500_000_000)),
        ("2E-3", number("0.002")),
        ("1e+3", number(1000)),
        ("700 W/GPU", number(700, "W/GPU")),
        ("700W/GPU", number(700, "W/GPU")),
        ("700   W/GPU", number(700, "W/GPU")),
        ("9.8 m/s**2", number("9.8", "m/s**2")),
        ("3 m**2", number(3, "m**2")),
        ("3 m**-2", number(3, "m**-2")),
        ("2.35 USD/GPU/hour", number("2.35", "USD/GPU/hour")),
        ("5 GPU*hour", number(5, "GPU*hour")),
        ("5 %", number(5, "percent")),
        ("5%", number(5, "percent")),
        ("5 %/year", number(5, "percent/year")),
        ("2x", number(2, "x")),
        ("40 billion USD", number(40 * 10**9, "USD")),
        ("1.25 billion USD/month", number(125 * 10**7, "USD/month")),
        ("3 thousand", number(3000)),
        ("2 million", number(2 * 10**6)),
        ("2 trillion USD", number(2 * 10**12, "USD")),
        ("5 min", number(5, "min")),
        ("700 W / n", Binary("/", number(700, "W"), Name("n"))),
        ("700 W /n", Binary("/", number(700, "W"), Name("n"))),
        ("700 W/ n", Binary("/", number(700, "W"), Name("n"))),
        ("700 W/2", Binary("/", number(700, "W"), number(2))),
        ("700 W/deal.n", Binary("/", number(700, "W"), Name("deal.n"))),
        ("700/n", Binary("/", number(700), Name("n"))),
        ("2 * a", Binary("*", number(2), A)),
        ("5 W*max(a, b)", Binary("*", number(5, "W"), Call("max", (A, B)))),
        ("5 m ** 2", Binary("**", number(5, "m"), number(2))),
        ("a / 1 month", Binary("/", A, number(1, "month"))),
        ("max(2,30)", Call("max", (number(2), number(30)))),
        ("2029-05-17", DateLiteral("2029-05-17")),
        ("2029-05", DateLiteral("2029-05")),
        ("2024-02-29", DateLiteral("2024-02-29")),
        ("2029 - 05", Binary("-", number(2029), number(5))),
        ("2029 -05", Binary("-", number(2029), number(5))),
        ("2029-5", Binary("-", number(2029), number(5))),
        ("2029-500", Binary("-", number(2029), number(500))),
        ("12029-05", Binary("-", number(12029), number(5))),
        ("d - 2026-05-01", Binary("-", D, DateLiteral("2026-05-01"))),
    ],
)
def test_literals(text: str, tree: Tree) -> None:
    assert value(text) == tree


@pytest.mark.parametrize("keyword", ["and", "or"])
def test_a_keyword_after_a_number_is_no_unit(keyword: str) -> None:
    assert isinstance(read(f"a < 5 {keyword} b < 5"), And | Or)


def test_a_conditional_of_numbers_takes_no_keyword_for_a_unit() -> None:
    tree = Conditional(Compare((number(5), A), ("<",)), number(1), number(2))
    assert value("(if 5 < a then 1 else 2)") == tree


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("1.1 .. 1.6", number("1.1"), number("1.6")),
        ("1..6", number(1), number(6)),
        ("1.1 .. 1.6 kW", number("1.1", "kW"), number("1.6", "kW")),
        ("700 W .. 1.2 kW", number(700, "W"), number("1.2", "kW")),
        ("-5 .. 5 %", Negate(number(5, "percent")), number(5, "percent")),
        ("-5 .. -2 W", Negate(number(5, "W")), Negate(number(2, "W"))),
        ("2 .. 2", number(2), number(2)),
        ("40 .. 45 billion USD", number(40 * 10**9, "USD"), number(45 * 10**9, "USD")),
        ("500 million .. 1 billion USD", number(5 * 10**8, "USD"), number(10**9, "USD")),
        ("5 m**2..6 m**2", number(5, "m**2"), number(6, "m**2")),
        ("2024-10 .. 2024-12", DateLiteral("2024-10"), DateLiteral("2024-12")),
        ("2024-10..2024-12-05", DateLiteral("2024-10"), DateLiteral("2024-12-05")),
        ("2024-12-05 .. 2024-12", DateLiteral("2024-12-05"), DateLiteral("2024-12")),
    ],
)
def test_the_unit_of_a_range_is_both_ends(text: str, lower: Tree, upper: Tree) -> None:
    assert read(f"x in {text}") == Within(X, lower, upper)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("total==fee*term", "total == fee * term"),
        ("(a+b)*c==d", "(a + b) * c == d"),
        ("(a*b)+c==d", "a * b + c == d"),
        ("a-(b-c)==d", "a - (b - c) == d"),
        ("a*(b/c)==d", "a * (b / c) == d"),
        ("(-a)**2==d", "(-a) ** 2 == d"),
        ("-(a**2)==d", "-a ** 2 == d"),
        ("a**(-b)==d", "a ** -b == d"),
        ("(a**b)**c==d", "(a ** b) ** c == d"),
        ("-(a+b)==d", "-(a + b) == d"),
        ("not(a<b)", "not a < b"),
        ("not(a<b and b<c)", "not (a < b and b < c)"),
        ("(a<b or b<c)and c<d", "(a < b or b < c) and c < d"),
        ("p<=n*700W/GPU", "p <= n * 700 W/GPU"),
        ("x in 1 .. 2W", "x in 1 W .. 2 W"),
        ("x==(if a<b then c else d)+1", "x == (if a < b then c else d) + 1"),
        (
            "if a<b then(if b<c then c<d)else a<d",
            "if a < b then (if b < c then c < d) else a < d",
        ),
        ("s in{paid,due}", "s in {paid, due}"),
        ("max(a,(b))==c", "max(a, b) == c"),
    ],
)
def test_canonical_text_has_no_parenthesis_too_many(text: str, canonical: str) -> None:
    assert render(read(text)) == canonical


def test_names_come_in_order_of_appearance() -> None:
    tree = read("if status in {paid, due} then total == fee * (term - ramp) else fee < min(a, b)")
    found = " ".join(name.id for name in names(tree))
    assert found == "status paid due total fee term ramp fee a b"


def test_every_node_knows_its_place() -> None:
    text = "total == (fee + tax) * 36 month"
    tree = read(text)
    assert isinstance(tree, Compare)
    product = tree.operands[1]
    assert isinstance(product, Binary)
    places: list[tuple[Tree, str]] = [
        (tree, text),
        (product, "(fee + tax) * 36 month"),
        (product.left, "fee + tax"),
        (product.right, "36 month"),
    ]
    for node, written in places:
        assert text[node.start : node.end] == written


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("deal.term = 48 month", ("deal.term", "48 month")),
        ("deal.term == 48 month", ("deal.term", "48 month")),
        ("term=48 month", ("term", "48 month")),
        ("end = <= 2029-05", ("end", "<= 2029-05")),
        ("status = paid", ("status", "paid")),
    ],
)
def test_an_assignment_is_parted_at_its_equals_sign(text: str, parts: tuple[str, str]) -> None:
    assert split_assignment(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "term",
        "term 48",
        "term >= 48",
        "term <= 48",
        "term != 48",
        "term => 48",
        "= 48",
        "term =",
        "2 = 48",
        "a + b = 48",
        "min = 3",
        "if = 3",
        "fе = 3",
        "x. = 2",
    ],
)
def test_what_is_no_assignment_is_refused(text: str) -> None:
    problem = split_assignment(text)
    assert not isinstance(problem, tuple)
    assert problem.code == "not-an-assignment"
    assert problem.help
