"""Quick fixes: each that is offered mends its finding, and what mends nothing is not offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE
from editor import Editor, applied, position


def fixes(editor: Editor, uri: str, text: str, words: str, inside: int = 0) -> dict[str, Any]:
    """Return the fixes at some words: their titles with their edits by file name."""
    line, character = position(text, words, inside)
    at = {"line": line, "character": character}
    found = editor.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": editor.marks.get(uri, []), "only": ["quickfix"]},
        },
    )
    for each in found:
        assert each["kind"] == "quickfix"
    return {
        each["title"]: {Path(uri).name: edits for uri, edits in each["edit"]["changes"].items()}
        for each in found
    }


HEAD = "quantities: {fee: {unit: USD/month}, term: {unit: month}, total: {unit: USD}}\n"
MISSPELT = [
    # a suite with a mistake, where it is, the fix, and what it makes of the line
    ("claims: [{about: fe, value: 1 USD/month}]\n", "fe,", "fee", "about: fee,"),
    ("claims: [{abuot: fee, value: 1 USD/month}]\n", "abuot", "about", "{about: fee,"),
    ("claims: [{about: fee, value: 1 USD/mnoth}]\n", "mnoth", "month", "1 USD/month}"),
    ("rules: [total = fee * term]\n", "= fee", "==", "total == fee * term"),
    ("rules: [total == fe * term]\n", "fe *", "fee", "total == fee * term"),
    ("use: [leese]\n", "leese", "lease", "use: [lease]"),
    ("source: psot\nsources: {post: {}}\n", "psot", "post", "source: post\n"),
    ("claims: [{about: total, value: 1 USD, exact: yes!}]\n", "yes!", "", ""),
]


def test_what_was_meant_is_offered_and_mends(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = ""
    for tail, words, fix, line in MISSPELT:
        text = HEAD + tail
        if not uri:
            uri = editor.open(tmp_path / "x.claims.yaml", text)
        else:
            editor.change(uri, text)
        assert editor.diagnostics(uri)
        found = fixes(editor, uri, text, words)
        if not fix:
            assert found == {}
            continue
        (edits,) = (each for title, each in found.items() if title.startswith(f"Write `{fix}`"))
        mended = applied(text, edits["x.claims.yaml"])
        assert line in mended
        editor.change(uri, mended)
        assert editor.diagnostics(uri) == []


def test_quotes_that_yaml_needs(editor: Editor, tmp_path: Path) -> None:
    text = HEAD + "claims:\n  - {about: total, value: > 40 billion USD}\n"
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", text)
    editor.diagnostics(uri)
    (edits,) = fixes(editor, uri, text, "> 40").values()
    mended = applied(text, edits["x.claims.yaml"])
    assert mended.splitlines()[-1] == '  - {about: total, value: "> 40 billion USD"}'


def test_each_correction_of_a_conflict_is_offered_as_a_withdrawal(
    editor: Editor, tmp_path: Path
) -> None:
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE)
    editor.diagnostics(uri)
    found = fixes(editor, uri, EXAMPLE, "$100B")
    assert set(found) == {"Withdraw fee", "Withdraw term", "Withdraw total"}
    for title, edits in found.items():
        mended = applied(EXAMPLE, edits["x.claims.yaml"])
        gone = title.removeprefix("Withdraw ")
        kept = [line for line in EXAMPLE.splitlines() if f"{{id: {gone}, " not in line]
        assert mended.splitlines() == kept
        editor.change(uri, mended)
        assert editor.diagnostics(uri) == []


def test_lines_that_end_as_on_windows(editor: Editor, tmp_path: Path) -> None:
    text = EXAMPLE.replace("\n", "\r\n")
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", text)
    editor.diagnostics(uri)
    edits = fixes(editor, uri, text, "36 months")["Withdraw term"]["x.claims.yaml"]
    rows = text.split("\r\n")
    kept = [row for row in rows if "{id: term" not in row]
    assert applied(text, edits) == "\r\n".join(kept)


BLOCKS = """\
quantities: {fee: {unit: USD}}
claims:
  # the first
  - id: one
    about: fee
    figure: $5
    doc: >-
      folded over
      two lines

  # the second
  - id: two
    about: fee
    figure: $7
"""


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (
            "one",
            BLOCKS.replace(BLOCKS[BLOCKS.index("  - id: one") : BLOCKS.index("  # the s")], ""),
        ),
        ("two", BLOCKS[: BLOCKS.index("  - id: two")]),
    ],
)
def test_entries_in_block_style_are_removed_whole(
    editor: Editor, tmp_path: Path, gone: str, left: str
) -> None:
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", BLOCKS)
    editor.diagnostics(uri)
    edits = fixes(editor, uri, BLOCKS, "$5")[f"Withdraw {gone}"]["x.claims.yaml"]
    said = applied(BLOCKS, edits)
    assert [row for row in said.split("\n") if row] == [row for row in left.split("\n") if row]


def test_withdrawal_in_json_and_in_another_file(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    one = '{"claims": [{"id": "one", "about": "fee", "value": "5 USD"}]}'
    two = (
        '{"claims": [\n  {"id": "two", "about": "fee", "value": "7 USD"},\n'
        '  {"id": "three", "about": "fee", "value": "7 USD"}\n]}\n'
    )
    (tmp_path / "a.claims.json").write_text(one, "utf-8")
    path = tmp_path / "b.claims.json"
    path.write_text(two, "utf-8")
    editor.start()
    uri = editor.open(path, language="json")
    editor.diagnostics(uri)
    assert [each["code"] for each in editor.marks[uri]] == ["conflict", "conflict"]
    found = fixes(editor, uri, two, "7 USD", 2)
    assert applied(one, found["Withdraw one"]["a.claims.json"]) == '{"claims": []}'
    both = next(edits for title, edits in found.items() if "two" in title)
    assert applied(two, both["b.claims.json"]) == '{"claims": [\n  \n]}\n'


def test_what_is_expected_is_not_withdrawn(editor: Editor, colossus: Path) -> None:
    editor.start()
    path = colossus / "fourweekmba.claims.yaml"
    uri = editor.open(path)
    editor.diagnostics(uri)
    assert fixes(editor, uri, path.read_text("utf-8"), "$100B", 2) == {}


QUOTED = """\
quantities: {total: {unit: USD}}
sources: {post: {text: post.txt}}
source: post
claims:
  - {about: total, figure: $45 billion, quote: {start: 3}}
  - {about: total, figure: $44 billion, quote: {start: 3}}
"""


def test_a_quotation_is_moved_where_its_place_is_certain(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text("They pay $45 billion. $44 billion, $44 billion.", "utf-8")
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", QUOTED)
    assert "quotation-lost" in editor.codes(uri)
    found = fixes(editor, uri, QUOTED, "$45 billion", 3)
    (edits,) = (edits for title, edits in found.items() if title.startswith("Move"))
    assert applied(QUOTED, edits["x.claims.yaml"]) == QUOTED.replace("start: 3", "start: 9", 1)
    found = fixes(editor, uri, QUOTED, "$44 billion", 3)
    assert not any(title.startswith("Move") for title in found)
