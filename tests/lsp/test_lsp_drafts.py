"""Drafts in an editor: reviewed as `verify review` does, against the suite that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, applied, position
from test_lsp_fixes import fixes
from test_lsp_names import MARKDOWN, completions, definition, hover

RECORD = """\
quantities: {fee: {unit: USD/month}, term: {unit: month}, total: {unit: USD}}
rules: [total == fee * term]
sources:
  one: {title: One, derived_from: []}
  two: {title: Two, derived_from: []}
claims:
  - {id: one.fee, about: fee, figure: $1.25 billion per month, source: one}
  - {id: two.fee, about: fee, figure: $1.25 billion per month, source: two}
  - {id: one.term, about: term, figure: 36 months, exact: true, source: one}
  - {id: two.term, about: term, figure: 36 months, exact: true, source: two}
"""
DRAFT = """\
𐐀 pays [$1.25 billion a month](claim:fee).
That is [$60 billion](claim:total) in all, for [36 months](claim:trem).
Others say $1.25 billion per month.
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "record.claims.yaml").write_text(RECORD, "utf-8")
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, "utf-8")
    return path


def test_remarks_stand_at_the_figures(editor: Editor, record: Path) -> None:
    editor.start()
    uri = editor.open(record, language="markdown")
    assert editor.codes(uri) == ["contradicted", "unknown-tie"]
    wrong, unknown = editor.marks[uri][1], editor.marks[uri][0]
    line, character = position(DRAFT, "$60 billion")
    assert wrong["range"]["start"] == {"line": line, "character": character}
    assert wrong["range"]["end"] == {"line": line, "character": character + 11}
    assert wrong["severity"] == 1
    assert "apart by a factor of 1.31" in wrong["message"]
    assert {each["message"].partition(":")[0] for each in wrong["relatedInformation"]} == {
        "two.fee",
        "two.term",
    }
    line, character = position(DRAFT, "trem")
    assert unknown["range"]["start"] == {"line": line, "character": character}
    assert unknown["range"]["end"] == {"line": line, "character": character + 4}


def test_a_change_of_the_record_reviews_the_draft_again(editor: Editor, record: Path) -> None:
    editor.start()
    uri = editor.open(record, language="markdown")
    assert "contradicted" in editor.codes(uri)
    suite = editor.open(record.with_name("record.claims.yaml"))
    editor.diagnostics(suite)
    editor.hear(1.5)
    editor.published.clear()
    editor.change(suite, RECORD.replace("36 months", "48 months"))
    editor.until(
        lambda: "contradicted" not in [each["code"] for each in editor.marks[uri]],
        "a review without the contradiction",
    )
    assert record.with_name("record.claims.yaml").read_text("utf-8") == RECORD


def test_names_in_a_draft(editor: Editor, record: Path) -> None:
    editor.start(MARKDOWN)
    uri = editor.open(record, language="markdown")
    editor.diagnostics(uri)
    card = hover(editor, uri, DRAFT, "$60 billion", 3)
    assert "- the record: 44.82 .. 45.18 billion USD" in card
    assert "supported" in hover(editor, uri, DRAFT, "$1.25 billion a month", 3)
    assert "perhaps: fee" in hover(editor, uri, DRAFT, "$1.25 billion per month", 3)
    at = definition(editor, uri, DRAFT, "claim:fee", 7)
    assert at == ("record.claims.yaml", "fee")
    found = completions(editor, uri, DRAFT.replace("(claim:trem)", "(claim:te|)"))
    assert found["term"].endswith("[36 months](claim:term).")
    assert found["one.term"].endswith("[36 months](claim:one.term).")
    assert completions(editor, uri, DRAFT + "Plain wo|") == {}


def test_fixes_in_a_draft(editor: Editor, record: Path) -> None:
    editor.start()
    uri = editor.open(record, language="markdown")
    editor.diagnostics(uri)
    edits = fixes(editor, uri, DRAFT, "trem", 1)["Tie it to term"]["draft.md"]
    assert applied(DRAFT, edits) == DRAFT.replace("trem", "term")
    edits = fixes(editor, uri, DRAFT, "$1.25 billion per", 2)["Tie it to fee"]["draft.md"]
    assert "Others say [$1.25 billion per month](claim:fee)." in applied(DRAFT, edits)
    assert fixes(editor, uri, DRAFT, "$60 billion", 2) == {}  # nobody has printed another


def test_the_draft_in_readme_against_the_real_suite(
    editor: Editor, tmp_path: Path, colossus: Path
) -> None:
    """Its remarks and their lines are those that README shows and `verify review` prints."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    text = readme.partition("```markdown\n")[2].partition("```")[0]
    editor.start(options={"suite": str(colossus.relative_to(tmp_path))})
    uri = editor.open(tmp_path / "draft.md", text, "markdown")
    found = [(each["code"], each["range"]["start"]) for each in editor.diagnostics(uri)]
    megawatts = dict(zip(("line", "character"), position(text, "more than 300"), strict=True))
    yearly = dict(zip(("line", "character"), position(text, "$1.25 billion a year"), strict=True))
    assert ("hedge-strengthened", megawatts) in found
    assert ("contradicted", yearly) in found
    assert ("unit-changed", yearly) in found
    assert len([code for code, _ in found if code in ("contradicted", "unit-changed")]) == 2


HEDGED = RECORD.replace("figure: $1.25", "figure: about $1.25")


def test_a_dropped_hedge_is_put_back(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "record.claims.yaml").write_text(HEDGED, "utf-8")
    text = '<p>It pays <span data-claim="fee">$1.25 billion per month</span>.</p>\n'
    editor.start()
    uri = editor.open(tmp_path / "draft.html", text, "html")
    assert "hedge-dropped" in editor.codes(uri)
    found = fixes(editor, uri, text, "$1.25", 2)
    (edits,) = (e for title, e in found.items() if title.startswith("Write `about $1.25"))
    mended = applied(text, edits["draft.html"])
    assert mended == text.replace("$1.25", "about $1.25")
    editor.change(uri, mended)
    assert "hedge-dropped" not in editor.codes(uri)


def test_the_suite_is_the_one_that_is_set(editor: Editor, record: Path) -> None:
    other = record.parent / "other"
    other.mkdir()
    (other / "x.claims.yaml").write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    editor.start(options={"suite": "record.claims.yaml"})
    uri = editor.open(record, language="markdown")
    assert "contradicted" in editor.codes(uri)
    editor.tell("workspace/didChangeConfiguration", {"settings": {"verify": {"suite": "nowhere"}}})
    editor.until(lambda: editor.marks[uri] == [], "diagnostics taken back")
    editor.until(
        lambda: any("nowhere" in str(each["params"]) for each in editor.notifications), "a reason"
    )


def test_two_suites_and_no_setting_say_so(editor: Editor, record: Path) -> None:
    (record.parent / "other.claims.yaml").write_text("quantities: {x: {unit: USD}}\n", "utf-8")
    editor.start()
    uri = editor.open(record, language="markdown")
    assert editor.diagnostics(uri) == []
    said = [each["params"] for each in editor.notifications if "showMessage" in each["method"]]
    assert "the workspace has 2 suites" in said[0]["message"]


def test_a_draft_that_was_never_saved_is_reviewed(editor: Editor, record: Path) -> None:
    editor.start()
    uri = editor.open("untitled:Untitled-1", DRAFT, "markdown")
    assert editor.codes(uri) == ["contradicted", "unknown-tie"]
    assert record.exists()
