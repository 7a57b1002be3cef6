"""Files made to hang, crash or deceive a reader end at once, with a diagnostic and no more."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from verify import entry, formats, rulebook, shape
from verify.config import Config, Limits
from verify.diagnostics import Diagnostic, Severity, limited, suggestion
from verify.document import validate
from verify.expression import parse_relation
from verify.formats import json_text, yaml_text
from verify.pipeline import check_paths
from verify.source import Span
from verify.tree import Node

LIMITS = Limits()
SECONDS = 1.0

ALIAS_BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 10)
)

YAML = {
    "alias bomb": (ALIAS_BOMB, "yaml-anchor"),
    "merge bomb": (MERGE_BOMB, "yaml-anchor"),
    "nested lists": ("[" * 30_000 + "]" * 30_000, "nested-too-deep"),
    "nested lists, one a line": ("[\n" * 30_000, "nested-too-deep"),
    "open lists": ("[" * 1_000_000, "nested-too-deep"),
    "nested mappings": ("{a: " * 30_000 + "}" * 30_000, "nested-too-deep"),
    "nested items": ("- " * 30_000, "nested-too-deep"),
    "nested blocks": ("".join(" " * n + "a:\n" for n in range(2_000)), "nested-too-deep"),
    "mappings as keys": ("{" * 30_000, "key-not-text"),
    "complex keys": ("? " * 30_000, "key-not-text"),
    "a long text": ("x" * 1_000_000, "text-too-long"),
    "a long key": ("a" * 5_000 + ": 1\n", "bad-yaml"),
    "tabs": ("\t" * 100_000 + "a", "tab"),
    "colons": (": " * 100_000, "bad-yaml"),
    "commas": ("[" + "," * 100_000, "bad-yaml"),
    "quotes": ('"' * 100_001, "bad-yaml"),
    "backslashes": ('"' + "\\" * 100_000 + '"', "text-too-long"),
    "tags": ("! " * 10_000, "yaml-tag"),
    "documents": ("---\n" * 10_000, "second-document"),
    "directives": ("%a\n" * 10_000, "bad-yaml"),
    "unquoted values": ("a: > 3\n" * 10_000, "needs-quotes"),
    "unquoted values on one line": ("- {" + "a: > 3, " * 10_000 + "}", "bad-yaml"),
    "the same key": ("a: 1\n" * 10_000, "duplicate-key"),
    "a torn figure": ("{figure: " + "1," * 10_000 + "1}", "duplicate-key"),
    "an object of Python": ("a: !!python/object/apply:os.getcwd []\n", "yaml-tag"),
}

JSON = {
    "nested lists": ("[" * 30_000 + "]" * 30_000, "nested-too-deep"),
    "nested objects": ('{"a":' * 30_000, "nested-too-deep"),
    "a long number": ("9" * 1_000_000, "text-too-long"),
    "a long text": ('"' + "x" * 1_000_000 + '"', "text-too-long"),
    "backslashes": ('"' + "\\\\" * 500_000 + '"', "text-too-long"),
    "white space": (" " * 1_000_000, "bad-json"),
    "signs": ("-" * 1_000_000, "bad-json"),
    "the same name": ("{" + ",".join(['"a": 1'] * 20_000) + "}", "duplicate-key"),
    "half surrogates": ('"' + "\\ud800" * 1_000 + '"', "control-character"),
}


@pytest.mark.parametrize("name", YAML)
def test_hostile_yaml_ends_at_once_with_a_diagnostic(name: str) -> None:
    text, code = YAML[name]
    start = time.process_time()
    node, problems = yaml_text.parse(text, "x.yaml", LIMITS)
    if node is not None:
        validate(node, "x.yaml")
    assert time.process_time() - start < SECONDS
    assert code in {problem.code for problem in problems}


@pytest.mark.parametrize("name", JSON)
def test_hostile_json_ends_at_once_with_a_diagnostic(name: str) -> None:
    text, code = JSON[name]
    start = time.process_time()
    node, problems = json_text.parse(text, "x.json", LIMITS)
    if node is not None:
        validate(node, "x.json")
    assert time.process_time() - start < SECONDS
    assert code in {problem.code for problem in problems}


SIGNS = st.text(st.sampled_from("abx:,[]{}>|?-&*!%@`'\"# \n\t\\01é/.<="), max_size=60)


@given(SIGNS)
@settings(max_examples=400)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for module in (yaml_text, json_text):
        node, problems = module.parse(text, "x", LIMITS)
        assert node is not None or problems
        lines = text.split("\n")
        for problem in problems:
            assert 1 <= problem.span.line <= len(lines) + 1
            assert problem.span.column >= 1
        if node is not None:
            document, more = validate(node, "x")
            assert (document is None) == bool(more)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    text, problems = formats._decode(data, "x", LIMITS)
    assert (text is None) == bool(problems)
    if text is not None:
        yaml_text.parse(text, "x", LIMITS)


SEVEN = Limits(problems=7)
BAD = {
    "the same key": "title: 1\n" * 1_000,
    "no claims": "claims: [" + "1, " * 1_000 + "]",
    "claims that say nothing": "claims: [" + "{about: a}, " * 1_000 + "]",
    "names": "quantities:\n  x: {choices: [" + "A, " * 1_000 + "]}",
    "keys": "".join(f"k{n}: 1\n" for n in range(1_000)),
    "packs": "use: [" + "a, " * 1_000 + "]",
    "quantities": "claims:\n" + "- {about: a, figure: 5}\n" * 1_000,
    "rules": "rules:\n" + "".join(f"- a{n} + b{n} == c{n}\n" for n in range(1_000)),
    "plain shares": "quantities: {x: {unit: percent}}\nclaims:\n"
    + "- {about: x, figure: 5}\n" * 1_000,
}


@pytest.mark.parametrize("name", BAD)
def test_no_more_problems_of_a_file_are_told_than_the_limit(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.claims.yaml").write_text(BAD[name])
    (judgement,), _ = check_paths((str(tmp_path),), Config(limits=SEVEN))
    *shown, last = judgement.diagnostics
    assert (len(shown), last.code) == (7, "more-problems")
    assert last.severity is shown[0].severity
    assert last.span >= shown[-1].span


def test_problems_left_out_are_counted_where_the_whole_file_was_looked_at() -> None:
    node, _ = yaml_text.parse(BAD["keys"], "x.yaml", LIMITS)
    assert node is not None
    assert (
        validate(node, "x.yaml", SEVEN)[1][-1].message
        == "993 more problems of this file, not shown"
    )


def test_a_long_list_of_wrong_entries_is_left_once_enough_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[Node] = []

    def counted(expected: str, node: Node, help_: str = "") -> PydanticCustomError:
        looked_at.append(node)
        return shape.wrong_shape(expected, node, help_)

    monkeypatch.setattr(entry, "wrong_shape", counted)
    node, _ = yaml_text.parse(BAD["no claims"], "x", LIMITS)
    assert node is not None
    _, problems = validate(node, "x", SEVEN)
    assert [each.span for each in problems] == [each.span for each in looked_at]
    assert (len(problems), problems[-1].message) == (8, "more problems of this file, not shown")


WARNINGS = [Diagnostic("unit-missing", "w", Span("a", n), Severity.WARNING) for n in range(1, 9)]
ERROR = Diagnostic("unit-missing", "e", Span("a", 9))


def test_errors_are_told_before_warnings() -> None:
    shown = limited([*WARNINGS, ERROR], 3)
    assert [each.span.line for each in shown] == [1, 2, 9, 3]
    assert (shown[-1].message, shown[-1].severity) == (
        *("6 more problems of this file, not shown", Severity.WARNING),
    )


def test_an_error_that_is_left_out_is_still_one() -> None:
    assert limited([ERROR] * 2, 1)[-1].severity is Severity.ERROR
    assert limited([ERROR] * 2, 1)[-1].message == "1 more problem of this file, not shown"


def test_problems_are_limited_file_by_file_and_again() -> None:
    other = Diagnostic("unit-missing", "o", Span("b", 1))
    once = limited([*WARNINGS, other], 7)
    assert [each.span.path for each in once] == ["a"] * 8 + ["b"]
    assert limited(once, 7) == once
    again = limited([*once, ERROR], 7)
    assert [each.severity for each in again if each.span.path == "a"].count(Severity.ERROR) == 1
    assert again[7].message == "more problems of this file, not shown"


def test_a_long_name_is_compared_with_none() -> None:
    assert suggestion("figgure" + "e" * 50, ["figure" + "e" * 50]) != ""
    assert suggestion("figgure" + "e" * 60, ["figure" + "e" * 50, "figure" + "e" * 60]) == ""


def test_rules_are_no_longer_read_once_enough_of_them_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(text: str, limits: Limits) -> Any:
        read.append(text)
        return parse_relation(text, limits)

    monkeypatch.setattr(rulebook, "parse_relation", counted)
    (tmp_path / "x.claims.yaml").write_text("rules:\n" + "- a = b\n" * 1_000)
    (tmp_path / "y.claims.yaml").write_text("kinds: {k: {rules: [" + "a = b, " * 1_000 + "]}}\n")
    (tmp_path / "suite.yaml").write_text("title: two files\n")
    (judgement,), _ = check_paths((str(tmp_path),), Config(limits=SEVEN))
    assert len(read) == 16
    assert [each.code for each in judgement.diagnostics].count("more-problems") == 2


def test_no_more_misspelt_names_are_compared_once_thousands_were(tmp_path: Path) -> None:
    names = ", ".join(f"quantity{n}: {{}}" for n in range(3_000))
    claims = "".join(f"- {{about: quantty{n}, figure: 5}}\n" for n in range(100))
    (tmp_path / "x.claims.yaml").write_text(f"quantities: {{{names}}}\nclaims:\n{claims}")
    (judgement,), _ = check_paths((str(tmp_path),), Config())
    helps = [each.help for each in judgement.diagnostics]
    assert [each.startswith("did you mean") for each in helps] == [True] * 6 + [False] * 94
