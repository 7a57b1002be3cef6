"""`verify review`: its exit status, its formats, and copies that are safe to hand back."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from command_line import CommandLine

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
SOUND = "It pays [$1.25 billion a month](claim:fee), [$45 billion](claim:total) in all.\n"
WRONG = "It pays [$1.25 billion a month](claim:fee).\nThat is [$60 billion](claim:total) in all.\n"


@pytest.fixture
def record(line: CommandLine) -> CommandLine:
    line.write("record.claims.yaml", RECORD)
    return line


def test_a_sound_draft(record: CommandLine) -> None:
    record.write("draft.md", SOUND)
    done = record.run("review", "draft.md", "--against", "record.claims.yaml")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "draft.md:1:10  supported  $1.25 billion a month  fee: one.fee, two.fee",
        "draft.md:1:46  implied  $45 billion  total: follows from one.fee, one.term",
        "",
        "2 figures tied: 1 supported, 1 implied",
    ]


def test_a_contradiction_shows_the_line_and_the_conflict(record: CommandLine) -> None:
    """36 * 1.245 is 44.82 and 36 * 1.255 is 45.18; 60 has 59 .. 61; 59 - 45.18 is 13.82."""
    record.write("draft.md", WRONG)
    done = record.run("review", "draft.md", "--against", "record.claims.yaml")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[1] == (
        "draft.md:2:10  contradicted  $60 billion  total: the record has 44.82 .. 45.18 billion USD"
    )
    assert lines[2:] == [
        "  | That is [$60 billion](claim:total) in all.",
        "  |          ^^^^^^^^^^^",
        "  error[contradicted]: it cannot hold beside two.fee and two.term",
        "    record.claims.yaml:8:39   two.fee    $1.25 billion per month"
        "    1.245 .. 1.255 billion USD/month",
        "    record.claims.yaml:10:41  two.term   36 months                  36 month (exact)",
        "                              so total is 44.82 .. 45.18 billion USD"
        "      rule total == fee * term",
        "    draft.md:2:10             draft:2    $60 billion"
        "                59 .. 61 billion USD (at face 59.5 .. 60.5)",
        "    apart by a factor of 1.31 (13.8 billion USD) at the loosest reading",
        "",
        "2 figures tied: 1 supported, 1 contradicted; 1 error",
    ]


@pytest.mark.parametrize(
    ("sentence", "option", "status"),
    [
        ("[$60 billion](claim:total)", "error", 1),
        ("[$60 billion](claim:total)", "never", 0),
        ("[nearly $1.25 billion a month](claim:fee)", "warning", 1),
        ("[nearly $1.25 billion a month](claim:fee)", "error", 0),
        ("[$5](claim:nothing)", "never", 2),
        ("nothing tied", "note", 0),
    ],
)
def test_exit_status(record: CommandLine, sentence: str, option: str, status: int) -> None:
    record.write("draft.md", sentence)
    command = ("review", "draft.md", "--against", "record.claims.yaml", "--fail-on", option)
    assert record.run(*command).exit_code == status


def test_what_cannot_be_read(record: CommandLine) -> None:
    missing = record.run("review", "no.md", "--against", "record.claims.yaml")
    assert missing.exit_code == 2
    assert "no.md: error[no-such-file]" in missing.stderr
    record.write("draft.md", SOUND)
    assert record.run("review", "draft.md", "--against", "nowhere").exit_code == 2
    record.write("bad.claims.yaml", "rules: [x == 1]")
    assert record.run("review", "draft.md", "--against", "bad.claims.yaml").exit_code == 2


def test_as_data(record: CommandLine) -> None:
    record.write("draft.md", WRONG)
    command = ("review", "draft.md", "--against", "record.claims.yaml", "--format", "json")
    data = json.loads(record.run(*command).stdout)
    assert (data["version"], data["path"], data["status"]) == (1, "draft.md", "error")
    fee, total = data["figures"]
    assert WRONG[total["start"] : total["end"]] == total["text"] == "$60 billion"
    assert (total["line"], total["column"], total["tie"]) == (2, 10, "total")
    assert total["says"] == {
        "lower": 5.9e10,
        "upper": 6.1e10,
        "lower_open": False,
        "upper_open": False,
        "unit": "USD",
    }
    assert (total["support"], fee["support"], fee["by"]) == (
        "contradicted",
        "supported",
        ["one.fee", "two.fee"],
    )
    (result,) = data["results"]
    assert result["ruleId"] == "contradicted"
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 10,
        "endLine": 2,
        "endColumn": 21,
        "charOffset": 53,
        "charLength": 11,
    }
    assert [each["message"]["text"] for each in result["relatedLocations"]] == [
        "two.fee",
        "two.term",
    ]


def test_standard_input_in_either_markup(record: CommandLine) -> None:
    command = ("review", "-", "--against", "record.claims.yaml")
    markdown = record.run(*command, given=SOUND)
    assert markdown.exit_code == 0
    assert markdown.stdout.startswith("-:1:10  supported")
    html = record.run(*command, given='<p>In all, <b data-claim="total">$60 billion</b>.</p>')
    assert html.exit_code == 1
    assert html.stdout.startswith("-:1:34  contradicted")


def test_a_copy_in_markdown_has_footnotes_and_nothing_else_new(record: CommandLine) -> None:
    draft = WRONG + "It costs $9 in June.[^verify-1]\n\n[^verify-1]: an author's note\n"
    record.write("draft.md", draft)
    command = ("review", "draft.md", "--against", "record.claims.yaml", "--annotate", "copy.md")
    assert record.run(*command).exit_code == 1
    copy = (record.folder / "copy.md").read_text("utf-8")
    body, _, notes = copy.partition("\n\n[^verify-r-1]: ")
    assert "[$60 billion](claim:total)[^verify-r-2] in all." in body
    assert notes.splitlines()[1].startswith("[^verify-r-2]: contradicted, total: the record has")
    for number in range(1, 5):
        copy = copy.replace(f"[^verify-r-{number}]", "")
    assert copy.partition("\n\n: ")[0] + "\n" == draft


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.tags.append(tag)


def test_a_copy_in_html_escapes_what_comes_from_files(record: CommandLine) -> None:
    hostile = RECORD.replace(
        "one.fee, about: fee, figure: $1.25 billion per month",
        "one.fee, about: fee, figure: <script>alert(1)</script>, value: ~1.25 billion USD/month",
    )
    record.write(
        "record.claims.yaml",
        hostile.replace(
            "two.fee, about: fee, figure: $1.25 billion per month",
            "two.fee, about: fee, figure: about $1.25 billion per month",
        ),
    )
    record.write("draft.html", '<p><b data-claim="fee">$1.25 billion a month</b></p>')
    command = ("review", "draft.html", "--against", "record.claims.yaml", "--annotate", "copy.html")
    assert record.run(*command).exit_code == 1
    copy = (record.folder / "copy.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in copy
    tags = _Tags()
    tags.feed(copy)
    assert tags.tags == ["p", "b", "sup", "section", "ol", "li"]


def test_a_copy_replaces_nothing_that_was_read(record: CommandLine) -> None:
    record.write("draft.md", SOUND)
    for target in ("draft.md", "record.claims.yaml", "./draft.md"):
        command = ("review", "draft.md", "--against", "record.claims.yaml", "--annotate", target)
        assert record.run(*command).exit_code == 2
    assert (record.folder / "draft.md").read_text("utf-8") == SOUND


def test_what_a_draft_says_cannot_reach_the_terminal(record: CommandLine) -> None:
    record.write(
        "draft.md", "\x1b[2K\u202e [$60 \u202ebillion](claim:total) and [$5](claim:\x1b)\n"
    )
    done = record.run("review", "draft.md", "--against", "record.claims.yaml")
    assert not set("\x1b\u202e") & set(done.stdout + done.stderr)
