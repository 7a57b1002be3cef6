"""What an editor shows of names: cards, definitions, hints and completions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import EXAMPLE
from editor import ALL_RELATED, Editor, position

MARKDOWN = {
    "textDocument": {
        **ALL_RELATED["textDocument"],
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    }
}
EVERYTHING = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}


def hover(editor: Editor, uri: str, text: str, words: str, inside: int = 0) -> str:
    """Return the text of the card at some words."""
    said = editor.at("textDocument/hover", uri, *position(text, words, inside))
    return "" if said is None else str(said["contents"]["value"])


def definition(editor: Editor, uri: str, text: str, words: str, inside: int = 0) -> tuple[str, str]:
    """Return the file of the definition at some words, and what stands there."""
    said = editor.at("textDocument/definition", uri, *position(text, words, inside))
    if said is None:
        return "", ""
    path = Path(said["uri"].removeprefix("file://"))
    start, end = said["range"]["start"], said["range"]["end"]
    line = path.read_text("utf-8").splitlines()[start["line"]]
    return path.name, line[start["character"] : end["character"]]


def completions(editor: Editor, uri: str, text: str) -> dict[str, str]:
    """Return what may stand at the `|` of a text, and what each makes of the text's line."""
    at = text.index("|")
    text = text.replace("|", "", 1)
    editor.change(uri, text)
    line, character = position(text + "\0", text[at:] + "\0")
    said = editor.at("textDocument/completion", uri, line, character)
    found = {}
    for item in said["items"]:
        edit = item["textEdit"]
        written = text.split("\n")[line]
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"] == line
        found[item["label"]] = (
            written[: start["character"]] + edit["newText"] + written[end["character"] :]
        )
    return found


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, str]]:
    """Return an editor with the example of the design open, checked."""
    folder = tmp_path_factory.mktemp("example")
    path = folder / "example.claims.yaml"
    path.write_text(EXAMPLE, "utf-8")
    editor = Editor(folder)
    editor.start(MARKDOWN)
    uri = editor.open(path)
    editor.diagnostics(uri)
    yield editor, uri
    editor.kill()


def test_a_claims_card_has_its_sets_and_what_is_implied(example: tuple[Editor, str]) -> None:
    editor, uri = example
    card = hover(editor, uri, EXAMPLE, "$100B", 2)
    assert card.splitlines() == [
        "**total** (claim)",
        "",
        "- verdict: conflict: Figures that cannot all be true",
        r"- says: \$100B",
        "- about: total, what is paid over the whole term",
        "- published: 95 .. 105 billion USD",
        "- at the loosest: 90 .. 110 billion USD",
        "- left by the others of its first conflict: 44.82 .. 45.18 billion USD, by fee, term",
    ]


def test_cards_of_quantities_units_rules_and_keys(example: tuple[Editor, str]) -> None:
    editor, uri = example
    assert "what is paid over the whole term" in hover(editor, uri, EXAMPLE, "about: total", 8)
    assert "- unit: USD/month" in hover(editor, uri, EXAMPLE, "== fee", 4)
    assert hover(editor, uri, EXAMPLE, "fee * term", 4).startswith(
        r"**total == fee \* term** (rule)"
    )
    assert "USD/month" in hover(editor, uri, EXAMPLE, "unit: USD/month", 7)
    assert "the figure is meant literally" in hover(editor, uri, EXAMPLE, "exact: true", 2)
    assert hover(editor, uri, EXAMPLE, "# example", 3) == ""


def test_what_stands_in_a_file_is_no_markup(editor: Editor, tmp_path: Path) -> None:
    text = EXAMPLE.replace(
        "what is paid over the whole term", '"[x](command:evil) <img src=1> *b* \u202e"'
    )
    editor.start(MARKDOWN)
    uri = editor.open(tmp_path / "x.claims.yaml", text)
    editor.diagnostics(uri)
    card = hover(editor, uri, text, "about: total", 8)
    assert r"\[x\](command:evil) \<img src=1\> \*b\* \\u\{202e\}" in card


def test_hints_say_what_the_rest_implies(example: tuple[Editor, str]) -> None:
    editor, uri = example
    asked = {"textDocument": {"uri": uri}, "range": EVERYTHING}
    found = editor.ask("textDocument/inlayHint", asked)
    assert [each["label"] for each in found] == [
        "⇐ 2.63 .. 2.92 billion USD/month",  # 95 / 36 and 105 / 36
        "⇐ 75.6 .. 84.4 month",  # 95 / 1.255 and 105 / 1.245
        "⇐ 44.82 .. 45.18 billion USD",
    ]
    line, character = position(EXAMPLE, "$100B", 5)
    assert found[2]["position"] == {"line": line, "character": character}
    narrow = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 9999}}
    (only,) = editor.ask("textDocument/inlayHint", {**asked, "range": narrow})
    assert only["position"]["line"] == line


def test_a_hint_is_what_the_report_says_without_the_suspects(
    editor: Editor, tmp_path: Path
) -> None:
    """Two totals of three agree with 1.245 to 1.255 times 36, which is 44.82 to 45.18."""
    more = '  - {id: other, about: total, figure: "$45 billion"}\n'
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", EXAMPLE + more)
    editor.diagnostics(uri)
    found = editor.ask(
        "textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": EVERYTHING}
    )
    fee, term, total, other = (each["label"] for each in found)
    assert fee == "⇐ 1.236 .. 1.264 billion USD/month"  # 44.5 / 36 and 45.5 / 36
    assert term == "⇐ 35.4 .. 36.6 month"  # 44.5 / 1.255 and 45.5 / 1.245, told outward
    assert total == "⇐ 44.82 .. 45.18 billion USD"
    assert other == "⇐ 44.82 .. 45.18 billion USD"
    assert found[0]["tooltip"] == "what the rest says, without the suspects"


def test_a_hole_is_answered(editor: Editor, tmp_path: Path) -> None:
    text = EXAMPLE.replace("figure: $100B", 'value: "?"')
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", text)
    asked = {"textDocument": {"uri": uri}, "range": EVERYTHING}
    found = editor.ask("textDocument/inlayHint", asked)
    assert found[-1]["label"] == "= 44.82 .. 45.18 billion USD"
    line, character = position(text, '"?"', 3)
    assert found[-1]["position"] == {"line": line, "character": character}


def test_definitions_across_files_and_packs(editor: Editor, colossus: Path) -> None:
    editor.start()
    path = colossus / "studioglobal.claims.yaml"
    text = path.read_text("utf-8")
    uri = editor.open(path)
    editor.diagnostics(uri)
    assert definition(editor, uri, text, "deal.total", 6) == ("lease.yaml", "total")
    assert definition(editor, uri, text, "source: studioglobal", 9) == (
        "suite.yaml",
        "studioglobal",
    )
    assert definition(editor, uri, text, "training_moved", 2) == ("suite.yaml", "training_moved")
    suite = colossus / "suite.yaml"
    text = suite.read_text("utf-8")
    uri = editor.open(suite)
    assert definition(editor, uri, text, "deal.campus_share *", 2)[1] == "deal.campus_share"
    assert definition(editor, uri, text, "[fourweekmba.headline", 3) == (
        "fourweekmba.claims.yaml",
        "$100B",
    )
    assert definition(editor, uri, text, "kind: lease", 7) == ("lease.yaml", "lease")
    assert definition(editor, uri, text, "asset: colossus1", 8)[1] == "colossus1"
    assert definition(editor, uri, text, "use: [lease", 7)[0] == "lease.yaml"


QUOTED = """\
quantities: {total: {unit: USD}}
sources: {post: {text: post.txt}}
source: post
claims:
  - {about: total, figure: $45 billion, quote: {start: 12}}
"""


def test_a_quotation_leads_to_its_place_in_the_text(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text("𐐀 They pay\n $45 billion.\n", "utf-8")
    editor.start()
    path = tmp_path / "x.claims.yaml"
    path.write_text(QUOTED, "utf-8")
    uri = editor.open(path)
    editor.diagnostics(uri)
    for words in ("$45 billion", "start: 12"):
        assert definition(editor, uri, QUOTED, words, 3) == ("post.txt", "$45 billion")
    moved = QUOTED.replace("start: 12", "prefix: pay")
    editor.change(uri, moved)
    editor.diagnostics(uri)
    assert definition(editor, uri, moved, "prefix", 3) == ("post.txt", "$45 billion")
    editor.change(uri, QUOTED)
    editor.diagnostics(uri)
    assert definition(editor, uri, QUOTED, "source: post", 9) == ("x.claims.yaml", "post")
    assert definition(editor, uri, QUOTED, "text: post", 7)[0] == "post.txt"


TYPED: list[tuple[str, str, str]] = [
    # what is typed, something that is offered, and what the line becomes
    ("  - about: |", "total", "  - about: total"),
    ("  - {id: x, about: to|", "total", "  - {id: x, about: total"),
    ("  - about: fee\n    fi|", "figure", "    figure: "),
    ("  - about: fee\n    modality: |", "potential", "    modality: potential"),
    ("  - about: fee\n    source: |", "filing", "    source: filing"),
    ("rules:\n  - total == fee * te|", "term", "  - total == fee * term"),
    ("rules:\n  - total == 5 US|", "USD", "  - total == 5 USD"),
    ("quantities:\n  x: {unit: USD/mo|}", "month", "  x: {unit: USD/month}"),
    ("use: [le|", "lease", "use: [lease"),
    ("expect:\n  - conflict: [fee, to|]", "total", "  - conflict: [fee, total]"),
    ("expect:\n  - verdict: {fee: un|}", "untested", "  - verdict: {fee: untested}"),
    ("sources:\n  other: {derived_from: [f|]}", "filing", "  other: {derived_from: [filing]}"),
    ("expect:\n  - verdict: {to|: open}", "total", "  - verdict: {total: open}"),
    ("wai|", "waive", "waive: "),
    ("  - |", "about", "  - about: "),
    ("  - fi|", "figure", "  - figure: "),
]


def test_completion_where_one_types(editor: Editor, tmp_path: Path) -> None:
    base = EXAMPLE + "sources: {filing: {title: A filing}}\n"
    editor.start()
    uri = editor.open(tmp_path / "x.claims.yaml", base)
    editor.diagnostics(uri)
    for typed, label, line in TYPED:
        found = completions(editor, uri, _with(typed, base))
        assert found.get(label) == line, typed


def _with(typed: str, base: str) -> str:
    """Return the suite with something typed where it belongs."""
    head, claims = base.split("claims:\n", 1)
    key = typed.partition(":")[0]
    if typed.startswith(" "):
        return f"{head}claims:\n{typed}\n{claims}"
    if key in ("rules", "quantities"):
        first, _, rest = base.partition(f"{key}:\n")
        return f"{first}{typed}\n{rest}"
    if key == "sources":
        return f"{head}{typed}\nclaims:\n{claims.partition('sources')[0]}"
    return f"{typed}\n{base}"


def test_completion_of_kinds_and_subjects(editor: Editor, colossus: Path) -> None:
    editor.start()
    path = colossus / "suite.yaml"
    text = path.read_text("utf-8")
    uri = editor.open(path)
    editor.diagnostics(uri)
    found = completions(editor, uri, text.replace("{kind: company}", "{kind: comp|}", 1))
    assert found["compute_cluster"] == "  anthropic: {kind: compute_cluster}"
    found = completions(editor, uri, text.replace("part_of: campus", "part_of: cam|", 1))
    assert "campus" in found
    assert "compute_cluster" not in found
    found = completions(editor, uri, text.replace("* campus.power", "* campus.po|", 1))
    assert found["campus.power"].endswith("deal.campus_share * campus.power")


def test_completion_in_json(editor: Editor, tmp_path: Path) -> None:
    text = (
        '{"quantities": {"fee": {"unit": "USD"}}, "claims": [{"about": "fee", "value": "1 USD"}]}'
    )
    editor.start()
    uri = editor.open(tmp_path / "x.claims.json", text, "json")
    editor.diagnostics(uri)
    found = completions(editor, uri, text.replace('"about": "fee"', '"about": "|"'))
    assert "fee" in found
    found = completions(editor, uri, text.replace('{"about"', '{"fi|": "5", "about"'))
    assert found["figure"].count('"figure": "5"') == 1


def test_other_files_are_left_alone(editor: Editor, tmp_path: Path) -> None:
    editor.start()
    uri = editor.open(tmp_path / "compose.yaml", "title: |x\nclaims: []\n")
    untitled = editor.open("untitled:Untitled-1", EXAMPLE)
    for each in (uri, untitled):
        assert editor.at("textDocument/hover", each, 0, 2) is None
        assert editor.at("textDocument/completion", each, 0, 2)["items"] == []
        assert editor.at("textDocument/definition", each, 0, 2) is None
    assert not editor.marks.get(uri)
    assert editor.alive
