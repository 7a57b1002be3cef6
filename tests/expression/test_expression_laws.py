"""Laws of reading and rendering, on random trees and random texts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from verify import diagnostics
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
    parse_relation,
    render,
    split_assignment,
    walk,
)

NAMES = st.sampled_from(["a", "b", "fee", "deal.fee", "asset.gpus", "T_1", "E", "x2"]).map(Name)
UNITS = st.sampled_from(["", "W", "USD/month", "m**2", "GPU*hour", "W/GPU", "m/s**-2", "percent"])


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    digits = draw(st.integers(0, 10**6))
    places = draw(st.integers(0, 3))
    scale, factor = draw(st.sampled_from([("", 1), (" million", 10**6), (" thousand", 1000)]))
    text = f"{digits}" if not places else f"{digits // 10**places}.{digits % 10**places:0{places}}"
    unit = draw(UNITS)
    value = Fraction(digits, 10**places) * factor
    return Number(value, unit, f"{text}{scale}{' ' if unit else ''}{unit}")


DATES = st.dates().map(lambda day: DateLiteral(day.isoformat()))
LEAVES: st.SearchStrategy[Tree] = st.one_of(NAMES, numbers(), DATES)


def larger(
    part: st.SearchStrategy[Tree], truth: st.SearchStrategy[Tree]
) -> list[st.SearchStrategy[Tree]]:
    return [
        st.builds(Negate, part),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "**"]), part, part),
        st.builds(Call, st.sampled_from(["abs", "sqrt", "log"]), st.tuples(part)),
        st.builds(
            Call,
            st.sampled_from(["min", "max", "sum"]),
            st.lists(part, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(Conditional, truth, part, part),
    ]


@st.composite
def comparisons(draw: st.DrawFn, part: st.SearchStrategy[Tree]) -> Compare:
    operands = draw(st.lists(part, min_size=2, max_size=3))
    sort = st.sampled_from(["==", "!=", "<=", ">=", "<", ">"])
    operators = draw(st.lists(sort, min_size=len(operands) - 1, max_size=len(operands) - 1))
    return Compare(tuple(operands), tuple(operators))


@st.composite
def ranges(draw: st.DrawFn, part: st.SearchStrategy[Tree]) -> Within:
    unit = draw(UNITS)
    low, high = sorted(draw(st.lists(st.integers(-99, 99), min_size=2, max_size=2)))
    ends = [Number(Fraction(abs(end)), unit, f"{abs(end)} {unit}".strip()) for end in (low, high)]
    lower, upper = (
        Negate(end) if sign < 0 else end for end, sign in zip(ends, (low, high), strict=True)
    )
    return Within(draw(part), lower, upper)


CHOICES = st.lists(st.sampled_from(["paid", "due", "open_1"]).map(Name), min_size=1, max_size=3)
ATOMS: st.SearchStrategy[Tree] = st.one_of(
    comparisons(LEAVES), ranges(LEAVES), st.builds(OneOf, NAMES, CHOICES.map(tuple))
)
VALUES: st.SearchStrategy[Tree] = st.recursive(
    LEAVES, lambda part: st.one_of(*larger(part, ATOMS)), max_leaves=8
)
FACTS: st.SearchStrategy[Tree] = st.one_of(
    comparisons(VALUES), ranges(VALUES), st.builds(OneOf, NAMES, CHOICES.map(tuple))
)


def joined(part: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, part),
        st.builds(Conditional, part, part, st.none() | part),
    )


RELATIONS: st.SearchStrategy[Tree] = st.recursive(FACTS, joined, max_leaves=6)


@given(RELATIONS)
def test_a_rendered_tree_reads_back_as_itself(tree: Tree) -> None:
    text = render(tree)
    again = parse_relation(text)
    assert again == tree, text
    assert not isinstance(again, tuple)
    assert render(again) == text


@given(RELATIONS)
def test_no_parenthesis_can_be_spared(tree: Tree) -> None:
    text = render(tree)
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")":
            start = opened.pop()
            if text[:start].endswith(("abs", "sqrt", "log", "min", "max", "sum")):
                continue
            # A blank keeps words apart, as in `not (a < b)`.
            spared = f"{text[:start]} {text[start + 1 : place]} {text[place + 1 :]}"
            assert parse_relation(spared) != tree, text


@given(RELATIONS)
def test_places_lie_in_the_text_in_order(tree: Tree) -> None:
    text = render(tree)
    again = parse_relation(text)
    assert not isinstance(again, tuple)
    for node in walk(again):
        assert 0 <= node.start < node.end <= len(text)
    for name in names(again):
        assert text[name.start : name.end] == name.id
    assert all(left.end <= right.start for left, right in pairwise(names(again)))


VOCABULARY = (
    "a fee deal.fee 1 2.5 1e9 5% 700 W/GPU 2029-05 2029-13 ( ) { } , .. . + - * / ** == != <= "
    "< > = ^ && ! and or not if then else in when min sqrt billion USD ≤ е _ ' $ 1,250"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.text() | st.lists(WORDS).map(" ".join) | st.lists(WORDS).map("".join))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    result = parse_relation(text)
    if not isinstance(result, tuple):
        assert parse_relation(render(result)) == result
        return
    assert result
    for problem in result:
        assert problem.code in diagnostics.table()
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.message
        assert "\n" not in problem.message + problem.help
    assert [each.start for each in result] == sorted(each.start for each in result)


@given(st.text() | st.lists(WORDS).map(" ".join))
def test_any_text_is_an_assignment_or_refused(text: str) -> None:
    result = split_assignment(text)
    if isinstance(result, tuple):
        name, value = result
        assert name
        assert value
        assert name in text
    else:
        assert result.code in diagnostics.table()
