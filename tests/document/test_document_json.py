"""JSON becomes the same tree as YAML; numbers stay text, and nothing beyond RFC 8259 is read."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.config import Limits
from verify.formats import json_text, yaml_text
from verify.source import Span, Text
from verify.tree import Mapping, Node, Nothing, Sequence

LIMITS = Limits()


def read(text: str) -> Node:
    node, problems = json_text.parse(text, "x.json", LIMITS)
    assert problems == ()
    assert node is not None
    return node


@pytest.mark.parametrize(
    "number",
    ["0", "-0", "1.10", "12345678901234567890.123456789", "1e400", "1E-9", "-1.5e+3", "9" * 400],
)
def test_a_number_is_the_text_that_was_written(number: str) -> None:
    assert read(f" {number} ") == Text(number)


def test_constants_are_texts_and_null_is_nothing() -> None:
    assert read('[true, false, null, "null"]') == Sequence(
        (
            Text("true"),
            Text("false"),
            Nothing(Span("x.json", 1, 15, 1, 19)),
            Text("null"),
        ),
        Span("x.json", 1, 1, 1, 28),
    )


def test_places_count_code_points_from_one() -> None:
    node = read('{"é😀": 1.50,\r\n  "b": "😀",\r\n  "c": "a\\tb"}')
    assert isinstance(node, Mapping)
    assert [(str(key.span), str(value.span)) for key, value in node.entries] == [
        ("x.json:1:3", "x.json:1:8"),
        ("x.json:2:4", "x.json:2:9"),
        ("x.json:3:4", "x.json:3:8"),
    ]
    one, two, three = (value for _, value in node.entries)
    assert isinstance(one, Text)
    assert one.within(2, 4) == Span("x.json", 1, 10, 1, 12)
    assert isinstance(two, Text)
    assert two.verbatim
    assert isinstance(three, Text)
    assert not three.verbatim


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("", "1:1", "bad-json"),
        ("[1,]", "1:4", "bad-json"),
        ('{"a": 1,}', "1:9", "bad-json"),
        ("[1 2]", "1:4", "bad-json"),
        ('{"a" 1}', "1:6", "bad-json"),
        ("{a: 1}", "1:2", "bad-json"),
        ("['a']", "1:2", "bad-json"),
        ('{"a": [1, 2', "1:12", "bad-json"),
        ("1 2", "1:3", "bad-json"),
        ("[1]\n// a comment", "2:1", "bad-json"),
        ("NaN", "1:1", "bad-json"),
        ("[Infinity]", "1:2", "bad-json"),
        ("[-Infinity]", "1:2", "bad-json"),
        ("01", "1:1", "bad-json"),
        ("+1", "1:1", "bad-json"),
        (".5", "1:1", "bad-json"),
        ("1.", "1:1", "bad-json"),
        ("1_000", "1:1", "bad-json"),
        ("0x10", "1:1", "bad-json"),
        ("\u0661", "1:1", "bad-json"),
        ("True", "1:1", "bad-json"),
        ('"a\nb"', "1:3", "bad-json"),
        ('"a', "1:1", "bad-json"),
        ('"\\x"', "1:2", "bad-json"),
        ('{"a": 1,\n "a": 2}', "2:3", "duplicate-key"),
        ('{"a": 1, "\\u0061": 2}', "1:10", "duplicate-key"),
        ('"\\ud800"', "1:1", "control-character"),
        ('"\\u001b[31m"', "1:1", "control-character"),
    ],
)
def test_what_is_no_json_says_where(text: str, place: str, code: str) -> None:
    _, (problem,) = json_text.parse(text, "x.json", LIMITS)
    assert (str(problem.span), problem.code) == (f"x.json:{place}", code)


def test_an_open_bracket_says_where_it_was_opened() -> None:
    _, (problem,) = json_text.parse('{"a":\n [1, 2', "x.json", LIMITS)
    assert problem.details == ("`[` is opened at line 2, column 2",)


@pytest.mark.parametrize("depth", [32, 33])
def test_nesting_is_bounded(depth: int) -> None:
    node, problems = json_text.parse("[" * depth + "]" * depth, "x.json", LIMITS)
    assert (node is not None) == (depth == 32)
    assert [problem.code for problem in problems] == (["nested-too-deep"] if depth > 32 else [])


def plain(node: Node | None) -> object:
    """Return what a node says, without places."""
    match node:
        case Text():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.value: plain(value) for key, value in node.entries}
        case _:
            return None


# What both formats may hold: no controls, no separators, no surrogates.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), max_size=12)
values = st.recursive(
    texts | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_json_reads_back_as_what_the_standard_library_wrote(value: object) -> None:
    unique = json.loads(json.dumps(value))
    node, problems = json_text.parse(json.dumps(value, ensure_ascii=False), "x", LIMITS)
    if not problems:  # two keys may be one after composition
        assert plain(node) == unique


@given(values)
def test_yaml_reads_json_as_json_does(value: object) -> None:
    text = json.dumps(value)
    one, problems = json_text.parse(text, "x", LIMITS)
    two, others = yaml_text.parse(text.replace("null", ""), "x", LIMITS)
    if not problems and not others and '""' not in text and "null" not in text:
        assert plain(one) == plain(two)


NESTED = st.recursive(
    st.text("ab é😀", min_size=1, max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
)


def texts_of(node: Node) -> list[Text]:
    match node:
        case Text():
            return [node]
        case Sequence(items):
            return [text for item in items for text in texts_of(item)]
        case Mapping(entries):
            return [text for key, item in entries for text in (key, *texts_of(item))]
    return []


@given(NESTED, st.sampled_from([None, 0, 1]), st.sampled_from(["\n", "\r\n"]))
def test_every_text_stands_at_its_place(value: object, indent: int | None, end: str) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=False).replace("\n", end)
    lines = written.split("\n")
    for text in texts_of(read(written)):
        span = text.span
        assert text.verbatim
        assert span.line == span.end_line
        assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == text.value


def test_places_are_known_without_a_table_of_lines() -> None:
    text = "\n" * 300_000 + "[1,\n2 3]"
    tracemalloc.start()
    _, (problem,) = json_text.parse(text, "x.json", LIMITS)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000
    assert problem.span == Span("x.json", 300_002, 3, 300_002, 4)
    assert problem.details == ("`[` is opened at line 300001, column 1",)
