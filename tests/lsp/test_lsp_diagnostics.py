"""What an editor shows of claim files while they are written."""

from __future__ import annotations

from pathlib import Path

from command_line import AGREEING, BROKEN, EXAMPLE
from editor import Editor, position


def test_a_conflict_stands_at_each_member_with_the_others_related(
    editor: Editor, tmp_path: Path
) -> None:
    path = tmp_path / "example.claims.yaml"
    path.write_text(EXAMPLE, "utf-8")
    editor.start()
    found = editor.diagnostics(editor.open(path))
    assert [each["code"] for each in found] == ["conflict"] * 3
    for each, words in zip(found, ("$1.25 billion per month", "36 months", "$100B"), strict=True):
        line, character = position(EXAMPLE, words)
        start = {"line": line, "character": character}
        end = {"line": line, "character": character + len(words)}
        assert each["range"] == {"start": start, "end": end}
        assert each["severity"] == 1
        assert each["source"] == "verify"
        assert each["message"].startswith("fee, term and total cannot all hold")
        related = {row["message"].partition(":")[0] for row in each["relatedInformation"]}
        assert len(related) == 2
        assert {each["message"].split("\n")[1].partition(" ")[0], *related} == {
            "fee",
            "term",
            "total",
        }
        assert "verdicts.toml#L" in each["codeDescription"]["href"]


def test_what_is_typed_counts_and_not_what_is_saved(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "example.claims.yaml"
    path.write_text(EXAMPLE, "utf-8")
    editor.start()
    uri = editor.open(path)
    assert len(editor.diagnostics(uri)) == 3
    editor.change(uri, AGREEING)
    assert editor.diagnostics(uri) == []
    editor.change(uri, BROKEN)
    assert set(editor.codes(uri)) == {"needs-quotes", "bad-yaml"}
    editor.close(uri)
    assert editor.diagnostics(uri) == []
    assert path.read_text("utf-8") == EXAMPLE


def test_a_file_closed_before_it_was_checked_leaves_nothing(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = editor.open(tmp_path / "example.claims.yaml", EXAMPLE)
    editor.close(uri)
    other = editor.open(tmp_path / "other.claims.yaml", EXAMPLE)
    assert len(editor.diagnostics(other)) == 3
    assert not editor.marks.get(uri)


def test_the_real_suite_says_what_check_says(editor: Editor, colossus: Path) -> None:
    editor.start()
    uri = editor.open(colossus / "suite.yaml")
    editor.diagnostics(uri)
    editor.hear(0.3)
    shown = {Path(uri).name: marks for uri, marks in editor.marks.items()}
    # `verify check claims/` names these members of its two expected conflicts.
    assert {mark["code"] for mark in shown["suite.yaml"]} >= {"conflict"}
    headline = [
        mark
        for mark in shown["fourweekmba.claims.yaml"]
        if mark["message"].startswith("fourweekmba.headline, headline-means-deal and studioglobal")
    ]
    assert headline
    assert all(mark["severity"] == 4 for mark in headline)  # it is expected
    assert "expected: The headline" in headline[0]["message"]
    assert set(shown) >= {"suite.yaml", "fourweekmba.claims.yaml", "studioglobal.claims.yaml"}


def test_what_is_wrong_with_the_folder_is_shown(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "suite.yaml"
    path.write_text("quantities: {fee: {unit: USD}}\n", "utf-8")
    other = tmp_path / "suite.json"
    other.write_text("{}", "utf-8")
    editor.start()
    uri = editor.open(path)
    assert editor.codes(uri) == []
    assert editor.codes(other.as_uri()) == ["two-suite-files"]


def test_an_editor_without_related_places_reads_them_in_the_message(
    editor: Editor, tmp_path: Path
) -> None:
    editor.start({})
    found = editor.diagnostics(editor.open(tmp_path / "x.claims.yaml", EXAMPLE))
    assert all("relatedInformation" not in each for each in found)
    assert "fee: $1.25 billion per month, taken as 1.245 .. 1.255" in found[2]["message"]


def test_a_change_in_one_file_shows_in_the_others(editor: Editor, colossus: Path) -> None:
    editor.start()
    path = colossus / "studioglobal.claims.yaml"
    text = path.read_text("utf-8")
    uri = editor.open(path)
    editor.diagnostics(uri)
    editor.hear(0.3)
    suite = (colossus / "suite.yaml").as_uri()
    editor.published.clear()
    editor.change(uri, text.replace("about: deal.term", "about: dael.term"))
    codes = editor.codes(uri)
    assert codes == ["unknown-quantity"]
    assert editor.diagnostics(suite) == []  # nothing is solved while a name is wrong
