"""Lemmas follow from what they are derived from: by hand, and for planted solutions."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_systems
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planted import comparisons, constraint, number, of, points

from verify.lemma import Monomial, balance, conjuncts, corner, derive, scaled_to_whole
from verify.proof import Corner, Product, Sum
from verify.system import Compare, Every, Slot, Term

LAW = settings(max_examples=100, deadline=None)
A, B, C = Slot(0), Slot(1), Slot(2)
ONE = Fraction(1)


def summed(*parts: tuple[int | Fraction, Compare]) -> Compare | None:
    """Return what a sum of comparisons says."""
    how = Sum(tuple((Fraction(by), n, 0) for n, (by, _) in enumerate(parts)))
    return derive(how, [formula for _, formula in parts])


def multiplied(*parts: tuple[int, Compare]) -> Compare | None:
    """Return what a product of comparisons says."""
    how = Product(tuple((by, n, 0) for n, (by, _) in enumerate(parts)))
    return derive(how, [formula for _, formula in parts])


TEN = Compare("==", of("add", A, B), number(10))
OTHER = Compare("==", of("add", B, C), number(10))


def test_a_difference_of_sums() -> None:
    found = summed((1, TEN), (-1, OTHER))  # a - c == 0
    expected = of("add", A, of("multiply", number(-1), C))
    assert found == Compare("==", expected, number(0))


def test_a_sum_that_cancels_whole_is_a_contradiction() -> None:
    eleven = Compare("==", of("add", A, B), number(11))
    assert summed((1, TEN), (-1, eleven)) == Compare("==", number(1), number(0))


@pytest.mark.parametrize(
    ("operators", "joint"),
    [(("==", "=="), "=="), (("==", "<="), "<="), (("<=", "<"), "<"), (("<", "=="), "<")],
)
def test_a_sum_is_strict_if_a_part_is(operators: tuple[str, str], joint: str) -> None:
    found = summed(*((1, Compare(operator, A, B)) for operator in operators))
    assert found is not None
    assert found.operator == joint


@pytest.mark.parametrize("by", [0, -1])
def test_an_inequality_is_never_turned(by: int) -> None:
    assert summed((1, TEN), (by, Compare("<=", A, B))) is None
    assert multiplied((1, Compare("==", A, B)), (by, Compare("<=", A, B))) is None


def test_a_quotient_is_multiplied_by_its_divisor() -> None:
    found = summed((1, Compare("==", of("divide", A, B), C)))  # c * b == a, so b c - a == 0
    assert found is not None
    for a, b, c in ((6, 2, 3), (0, 5, 0), (-6, 2, -3)):
        assert small_systems.holds(found, [Fraction(n) for n in (a, b, c)])
    assert not small_systems.holds(found, [ONE, ONE, Fraction(2)])


def test_an_inequality_with_a_quotient_is_not_multiplied() -> None:
    less = Compare("<=", of("divide", A, B), C)  # a = -1, b = -1, c = 1: but a <= b c fails
    found = summed((1, less))
    assert found is not None
    assert small_systems.holds(found, [-ONE, -ONE, ONE])


def test_a_loop_of_products() -> None:
    """B == n a and a == k b make n k == 1 (a, b, n, k positive)."""
    n, k = Slot(2), Slot(3)
    found = multiplied(
        (1, Compare("==", B, of("multiply", n, A))), (1, Compare("==", A, of("multiply", k, B)))
    )
    assert found is not None
    assert small_systems.holds(found, [Fraction(v) for v in ("7", "1/3", "5", "1/5")])
    assert not small_systems.holds(found, [Fraction(v) for v in ("7", "1/3", "5", "1/4")])


@pytest.mark.parametrize(
    "formula",
    [
        Compare("<=", of("multiply", number(-2), A), B),  # a negative factor
        Compare("<=", number(0), B),
        Compare("==", of("add", A, B), C),  # no monomial
        Compare("==", of("power", A, exponent=Fraction(1, 2)), B),
    ],
)
def test_what_is_no_comparison_of_positive_monomials_multiplies_nothing(formula: Compare) -> None:
    assert multiplied((1, formula)) is None


def test_a_corner_of_two_variables() -> None:
    """X >= 2 and y >= 3 give (x - 2)(y - 3) >= 0; x >= 2 and y <= 3 the opposite."""
    both = corner(Corner((0, 1), (Fraction(2), Fraction(3)), (True, True)))
    mixed = corner(Corner((0, 1), (Fraction(2), Fraction(3)), (True, False)))
    below = corner(Corner((0, 1), (Fraction(2), Fraction(3)), (False, False)))
    assert small_systems.holds(both, [Fraction(5), Fraction(4)])
    assert not small_systems.holds(both, [Fraction(5), Fraction(2)])
    assert small_systems.holds(mixed, [Fraction(5), Fraction(2)])
    assert not small_systems.holds(mixed, [Fraction(5), Fraction(4)])
    assert small_systems.holds(below, [Fraction(1), Fraction(0)])


@given(points(2), points(2))
@LAW
def test_a_corner_holds_beyond_its_ends(
    point: tuple[Fraction, ...], ends: tuple[Fraction, ...]
) -> None:
    above = point[0] >= ends[0], point[1] >= ends[1]
    found = corner(Corner((0, 1), (ends[0], ends[1]), above))
    assert small_systems.holds(found, point)


@given(st.data())
@LAW
def test_a_planted_solution_satisfies_every_sum(data: st.DataObject) -> None:
    point = data.draw(points(3))
    drawn = data.draw(st.lists(comparisons(point), min_size=1, max_size=3))
    formulas = [each for each in drawn if each is not None and each.operator != "!="]
    assume(formulas)
    multipliers = st.sampled_from([Fraction(n, 3) for n in (-6, -1, 1, 2, 9)])
    parts = tuple((data.draw(multipliers), n, 0) for n in range(len(formulas)))
    found = derive(Sum(parts), formulas)
    turned = any(
        by < 0 and f.operator != "==" for (by, _, _), f in zip(parts, formulas, strict=True)
    )
    assert (found is None) == turned
    if found is not None:
        assert small_systems.holds(found, point)


@given(st.data())
@LAW
def test_a_planted_positive_solution_satisfies_every_product(data: st.DataObject) -> None:
    point = tuple(abs(each) or ONE for each in data.draw(points(3)))
    formulas: list[Compare] = []
    for _ in range(data.draw(st.integers(1, 3))):
        one, other = data.draw(_monomials(3)), data.draw(_monomials(3))
        at = small_systems.value(one, point), small_systems.value(other, point)
        assert at[0] is not None
        assert at[1] is not None
        if data.draw(st.booleans()):
            formulas.append(Compare("==", one, of("multiply", number(at[0] / at[1]), other)))
        elif at[0] <= at[1]:
            formulas.append(Compare("<=" if at[0] == at[1] else "<", one, other))
    assume(formulas)
    powers = [
        data.draw(st.sampled_from([1, 2, -1] if f.operator == "==" else [1, 3])) for f in formulas
    ]
    found = derive(Product(tuple((p, n, 0) for n, p in enumerate(powers))), formulas)
    if found is not None:
        assert small_systems.holds(found, point)


def _monomials(count: int) -> st.SearchStrategy[Term]:
    leaves = st.integers(0, count - 1).map(Slot) | st.sampled_from([number(3), number("1/7")])
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(of, st.sampled_from(["multiply", "divide"]), inner, inner)
            | st.builds(lambda x, e: of("power", x, exponent=e), inner, st.sampled_from([2, -1, 0]))
        ),
        max_leaves=4,
    )


def test_conjuncts_keep_their_numbers() -> None:
    """`!=` is left out, but counted."""
    parts = Compare("!=", A, B), Every((Compare("<=", A, B), Compare("==", A, number(3))))
    found = conjuncts(constraint(Every(parts), 4, 7), 9)
    assert [(each.constraint, each.number) for each in found] == [(9, 1), (9, 2)]
    assert found[1].formula == Compare("==", Slot(4), number(3))


def test_multipliers_with_which_monomials_cancel() -> None:
    a: Monomial = ((A, 1),)
    b: Monomial = ((B, 1),)
    rows = [{a: Fraction(2), b: ONE}, {a: Fraction(3), b: ONE}]
    found = balance(rows, [a])
    assert found is not None
    assert 2 * found[0] + 3 * found[1] == 0
    assert any(found)
    assert balance(rows, [a, b]) is None
    assert scaled_to_whole([Fraction(1, 2), Fraction(-1, 3)]) == [3, -2]
