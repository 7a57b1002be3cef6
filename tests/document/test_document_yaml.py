"""YAML becomes a tree of texts with places; what is refused says where, and mends the line."""

from __future__ import annotations

import pytest

from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.formats.yaml_text import parse
from verify.source import Span, Text
from verify.tree import Mapping, Node, Nothing, Sequence

LIMITS = Limits()


def read(text: str) -> Node:
    node, problems = parse(text, "x.yaml", LIMITS)
    assert problems == ()
    assert node is not None
    return node


def told(text: str) -> list[tuple[str, str]]:
    """Return the place and code of each problem."""
    _, problems = parse(text, "x.yaml", LIMITS)
    return [(str(problem.span).removeprefix("x.yaml:"), problem.code) for problem in problems]


def only(text: str) -> Diagnostic:
    _, problems = parse(text, "x.yaml", LIMITS)
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("25.10", "25.10"),
        ("1_000", "1_000"),
        ("017", "017"),
        ("1e3", "1e3"),
        ("1:30", "1:30"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("null", "null"),
        ("~", "~"),
        (".nan", ".nan"),
        ("=", "="),
        ("2024-02-30", "2024-02-30"),
        ("~300 MW", "~300 MW"),
        ("18 .. 24 month", "18 .. 24 month"),
        ("<= 0.7 kW", "<= 0.7 kW"),
        ("x in {paid, due}", "x in {paid, due}"),
        ("$5 # five", "$5"),
        ('"> 40 billion USD"', "> 40 billion USD"),
        ("'it''s'", "it's"),
        ('"a\\u2028b"', "a\u2028b"),
    ],
)
def test_a_scalar_is_the_text_that_was_written(written: str, value: str) -> None:
    node = read(f"a: {written}\n")
    assert isinstance(node, Mapping)
    assert node.entries == ((Text("a"), Text(value)),)


def test_places_count_code_points_from_one() -> None:
    node = read("é😀: ü 1\r\nb: {c: '😀', d: \"x\"}\r\n")
    assert isinstance(node, Mapping)
    (first, one), (_, two) = node.entries
    assert first.span == Span("x.yaml", 1, 1, 1, 3)
    assert one.span == Span("x.yaml", 1, 5, 1, 8)
    assert isinstance(two, Mapping)
    assert two.span == Span("x.yaml", 2, 4, 2, 20)
    (_, quoted), (_, other) = two.entries
    assert quoted.span == Span("x.yaml", 2, 9, 2, 10)  # without its quotes
    assert other.span == Span("x.yaml", 2, 17, 2, 18)


@pytest.mark.parametrize(
    ("written", "verbatim"),
    [("plain text", True), ('"quoted"', True), ("'it''s'", False), ('"a\\tb"', False)],
)
def test_a_text_knows_whether_its_line_shows_it_one_for_one(written: str, verbatim: bool) -> None:
    node = read(f"- {written}")
    assert isinstance(node, Sequence)
    (item,) = node.items
    assert isinstance(item, Text)
    assert item.verbatim is verbatim


def test_a_text_over_two_lines_is_not_verbatim() -> None:
    node = read("a: one\n  two\n")
    assert isinstance(node, Mapping)
    text = node.entries[0][1]
    assert text == Text("one two")
    assert isinstance(text, Text)
    assert not text.verbatim
    assert text.span == Span("x.yaml", 1, 4, 2, 6)


def test_a_block_ends_where_its_last_value_ends() -> None:
    node = read("a:\n  - b: 1\n    c: 2\n\nd: 3\n")
    assert isinstance(node, Mapping)
    _, items = node.entries[0]
    assert items.span == Span("x.yaml", 2, 3, 3, 9)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert isinstance(read(text), Nothing)


def test_a_key_without_a_value_holds_nothing() -> None:
    node = read("a:\nb: ''\n")
    assert isinstance(node, Mapping)
    assert node.entries[0][1] == Nothing(Span("x.yaml", 1, 1, 1, 2))  # its key's place
    assert node.entries[1][1] == Text("")


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("value: > 40 billion USD\n", "1:8", 'value: "> 40 billion USD"'),
        ("value: >= 4 # at least\n", "1:8", 'value: ">= 4" # at least'),
        ("value: [1.1, 1.6)\n", "1:8", 'value: "[1.1, 1.6)"'),
        ("value: [1.1, 1.6]\n", "1:8", 'value: "[1.1, 1.6]"'),
        ("min: {1, 2}\n", "1:6", 'min: "{1, 2}"'),
        ("value: ?\n", "1:8", 'value: "?"'),
        ("value: ? 3\n", "1:8", 'value: "? 3"'),
        ("figure: %5\n", "1:9", 'figure: "%5"'),
        ("figure: @5\n", "1:9", 'figure: "@5"'),
        ("figure: `5`\n", "1:9", 'figure: "`5`"'),
        ("figure: | 5\n", "1:9", 'figure: "| 5"'),
        ("figure: - 5\n", "1:9", 'figure: "- 5"'),
        ("figure: ,5\n", "1:9", 'figure: ",5"'),
        ('figure: "entire" cluster\n', "1:9", "figure: '\"entire\" cluster'"),
        ("figure: 'tis 5\n", "1:9", 'figure: "\'tis 5"'),
        ("doc: a note: with a colon\n", "1:6", 'doc: "a note: with a colon"'),
        ("- {id: a, value: > 40, doc: x}\n", "1:18", '- {id: a, value: "> 40", doc: x}'),
        ("- {id: a, value: ?}\n", "1:18", '- {id: a, value: "?"}'),
        ("- {value: [1.1, 1.6), id: a}\n", "1:11", '- {value: "[1.1, 1.6)", id: a}'),
        ("- {quote: {start: ?}, id: a}\n", "1:19", '- {quote: {start: "?"}, id: a}'),
        ("- {id: a,\n   value: > 40}\n", "2:11", 'value: "> 40"}'),
        ("- {id: a, value: > 40,\n   doc: b}\n", "1:18", '- {id: a, value: "> 40",'),
        ("- {relation: x in {a, b}, id: y}", "1:14", '- {relation: "x in {a, b}", id: y}'),
        ("- {figure: 100,000 GPUs}\n", "1:12", '- {figure: "100,000 GPUs"}'),
        ("- {figure: 1,250,000 MW, id: a}", "1:12", '- {figure: "1,250,000 MW", id: a}'),
        ("{relation: a == max(b, c, 3) + 1}", "1:12", '{relation: "a == max(b, c, 3) + 1"}'),
        ("a: {unit: USD, doc: paid, in all}", "1:21", 'a: {unit: USD, doc: "paid, in all"}'),
        ("rules:\n  - [a, b)\n", "2:5", '- "[a, b)"'),
        ("value: >\n  40 billion\n", "1:8", 'value: "> 40 billion"'),
        ("figure: |\n  40 billion\n", "1:9", 'figure: "40 billion"'),
    ],
)
def test_a_value_that_needs_quotes_is_shown_with_them(text: str, place: str, line: str) -> None:
    problem = only(text)
    assert (str(problem.span), problem.code) == (f"x.yaml:{place}", "needs-quotes")
    assert problem.help == f"write `{line}`"


def test_every_value_that_needs_quotes_is_found_at_once_and_in_its_own_column() -> None:
    text = "- {value: > 4, max: [1, 2), id: a, id: b}\nb\n"
    assert told(text)[:2] == [("1:11", "needs-quotes"), ("1:21", "needs-quotes")]
    text = "- {value: > 4, max: >= 2, id: a, id: b}\n- {x: %}\n"
    assert told(text) == [
        ("1:11", "needs-quotes"),
        ("1:21", "needs-quotes"),
        ("1:34", "duplicate-key"),
        ("2:7", "needs-quotes"),
    ]


def test_a_quantity_may_be_named_like_the_key_of_a_figure() -> None:
    node = read("quantities: {value: {unit: USD}, min: {unit: USD}}\n")
    assert isinstance(node, Mapping)
    inner = node.entries[0][1]
    assert isinstance(inner, Mapping)
    assert [key.value for key, _ in inner.entries] == ["value", "min"]


def test_a_key_without_a_value_after_a_comma_and_a_space_is_a_key() -> None:
    node = read("{unit: USD, extensive}")
    assert isinstance(node, Mapping)
    assert [key.value for key, _ in node.entries] == ["unit", "extensive"]


def test_a_list_over_several_lines_is_no_figure_without_quotes() -> None:
    assert told("use: [a,\n b\nc: 3\n") == [("3:2", "bad-yaml")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: &x 1\n", [("1:4", "yaml-anchor")]),
        ("a: *x\n", [("1:4", "yaml-alias")]),
        ("a: &x 1\nb: *x\n", [("1:4", "yaml-anchor"), ("2:4", "yaml-alias")]),
        ("a: !!str 1\n", [("1:4", "yaml-tag")]),
        ("a: !!python/object/apply:os.getcwd []\n", [("1:4", "yaml-tag")]),
        ("a: !x {b: 1}\n", [("1:4", "yaml-tag")]),
        ("%TAG ! tag:x,2000:\n---\na: !y 1\n", [("3:4", "yaml-tag")]),
        ("<<: {a: 1}\n", [("1:1", "merge-key")]),
        ("a: 1\n---\nb: 2\n", [("2:1", "second-document")]),
        ("a: 1\n...\nb: 2\n", [("3:1", "bad-yaml")]),
        ("a: 1\nb: 2\na: 3\n", [("3:1", "duplicate-key")]),
        ("{a: 1, 'a': 2}\n", [("1:9", "duplicate-key")]),
        ("\u00e9: 1\ne\u0301: 2\n", [("2:1", "duplicate-key")]),
        ("? [a]\n: b\n", [("1:3", "key-not-text")]),
        ("? \n: b\n", [("1:2", "key-not-text")]),
        ("a:\n\t- 1\n", [("2:1", "tab")]),
        ("\ta: 1\n", [("1:1", "tab")]),
        ("- a\nb: 1\n", [("2:1", "bad-yaml")]),
        ("a: {b: 1\n", [("2:1", "bad-yaml")]),
        ('a: "\\ud800"\n', [("1:7", "bad-yaml")]),
        ('a: "\\x1b[31m"\n', [("1:4", "control-character")]),
    ],
)
def test_what_is_refused_says_where(text: str, problems: list[tuple[str, str]]) -> None:
    assert told(text) == problems


def test_a_second_key_says_where_the_first_is() -> None:
    problem = only("b: 1\n  \na: 1\na: 2\n")
    assert problem.details == ("the first is at line 3, column 1",)


def test_an_open_bracket_says_where_it_was_opened() -> None:
    problem = only("a: 1\nb: [1, 2\n")
    assert problem.details == ("in a flow sequence that begins at line 2, column 4",)


def test_a_text_that_only_looks_like_an_alias_is_shown_in_quotes() -> None:
    assert only("figure: *x\n").help == 'if it belongs to the text, write `figure: "*x"`'
    assert only("figure: &x 5\n").help == 'if it belongs to the text, write `figure: "&x 5"`'
    assert only("figure: !x 5\n").help == 'if it belongs to the text, write `figure: "!x 5"`'
    assert only("figure: *x 5\n").help == 'write `figure: "*x 5"`'


@pytest.mark.parametrize("depth", [32, 33])
def test_nesting_is_bounded(depth: int) -> None:
    node, problems = parse("[" * depth + "]" * depth, "x.yaml", LIMITS)
    if depth == 32:
        assert node is not None
        assert problems == ()
    else:
        assert node is None
        assert [(str(each.span), each.code) for each in problems] == [
            ("x.yaml:1:33", "nested-too-deep")
        ]


def test_the_length_of_a_text_is_bounded() -> None:
    limits = Limits(text_length=5)
    assert parse("a: 12345\n", "x.yaml", limits)[1] == ()
    (problem,) = parse("a: 123456\n", "x.yaml", limits)[1]
    assert (str(problem.span), problem.code) == ("x.yaml:1:4", "text-too-long")


def test_the_parser_in_pure_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    text = "a: {b: [1.10, 'x'], c: }\nd: > 3\ne: &x |\n  f\n"
    native = parse(text, "x.yaml", LIMITS)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert parse(text, "x.yaml", LIMITS) == native
