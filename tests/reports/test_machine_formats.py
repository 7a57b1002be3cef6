"""The formats of other tools, each read by a parser that is not ours."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, CommandLine
from junitparser import Error, Failure, JUnitXml
from markdown_it import MarkdownIt
from sarif_pydantic import Sarif

REAL = Path(__file__).parents[2] / "claims/colossus"
EXPECTED = EXAMPLE + "expect:\n  - {conflict: [total], reason: the headline is wrong}\n"
BROKEN = EXAMPLE.replace("$100B", "$45B") + "expect:\n  - {conflict: [total], reason: gone}\n"
UNREADABLE = "rules: [fee == 1]\n"
HOSTILE = """\
title: "<script>alert(1)</script> \\u202e ::error::x"
quantities: {fee: {unit: USD}}
sources: {s: {title: "=cmd()|'/c calc'!A0"}}
claims:
  - {id: one, about: fee, figure: $5, source: s, doc: "<b>"}
  - {id: two, about: fee, figure: "`*[x](javascript:1)*` | <img src=x>", value: 9 USD}
  - {id: three, about: fee, figure: "=1+1", value: 7 USD}
  - {id: four, about: fee, figure: "%0A::error::\\u2028", value: 8 USD}
"""
FORMATS = ("sarif", "junit", "github", "gitlab", "rdjsonl", "markdown", "csv")


def written(line: CommandLine, text: str, style: str) -> str:
    line.write("example.claims.yaml", text)
    return line.run("check", "example.claims.yaml", "--format", style).stdout


def test_sarif_has_members_steps_and_a_place(line: CommandLine) -> None:
    data = json.loads(written(line, EXAMPLE, "sarif"))
    (run,) = Sarif.model_validate(data).runs
    (result,) = run.results or []
    assert (run.tool.driver.name, result.rule_id, result.level.value) == (
        *("verify", "conflict", "error"),
    )
    region = result.locations[0].physical_location.region
    assert (region.start_line, region.start_column) == (9, 39)
    related = data["runs"][0]["results"][0]["relatedLocations"]
    assert [each["message"]["text"].split(":")[0] for each in related] == ["fee", "term", "total"]
    (flow,) = data["runs"][0]["results"][0]["codeFlows"]
    steps = [s["location"]["message"]["text"] for s in flow["threadFlows"][0]["locations"]]
    assert steps[2] == "so total is 44.82 .. 45.18 billion USD (rule total == fee * term)"
    assert data["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_what_is_expected_is_suppressed(line: CommandLine) -> None:
    data = json.loads(written(line, EXPECTED, "sarif"))
    (result,) = data["runs"][0]["results"]
    assert result["level"] == "note"
    assert result["suppressions"] == [
        {"kind": "external", "justification": "the headline is wrong"}
    ]
    assert "::notice " in written(line, EXPECTED, "github")
    (suite,) = JUnitXml.fromstring(written(line, EXPECTED, "junit").encode())
    assert (suite.failures, suite.skipped) == (0, 3)


def test_a_fingerprint_survives_moved_lines(line: CommandLine) -> None:
    moved = "# one line more\n\n" + EXAMPLE
    for style, key in (("sarif", "partialFingerprints"), ("gitlab", "fingerprint")):
        first, second = (json.loads(written(line, text, style)) for text in (EXAMPLE, moved))
        if style == "sarif":
            first, second = (data["runs"][0]["results"] for data in (first, second))
        assert first[0][key] == second[0][key]
        assert first != second


def test_junit_counts_what_fails(line: CommandLine) -> None:
    (suite,) = JUnitXml.fromstring(written(line, EXAMPLE, "junit").encode())
    assert (suite.tests, suite.failures, suite.errors) == (3, 3, 0)
    for case in suite:
        (result,) = case.result
        assert isinstance(result, Failure)
        assert result.message == "fee, term and total cannot all hold"
        assert "apart by a factor of 1.99" in result.text


def test_junit_of_broken_expectations_and_of_what_cannot_be_read(line: CommandLine) -> None:
    (suite,) = JUnitXml.fromstring(written(line, BROKEN, "junit").encode())
    assert (suite.tests, suite.failures) == (4, 1)
    (suite,) = JUnitXml.fromstring(written(line, UNREADABLE, "junit").encode())
    assert suite.errors == 1
    assert isinstance(next(iter(suite)).result[0], Error)


_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def test_github_commands_stand_on_lines_of_their_own(line: CommandLine) -> None:
    (command,) = written(line, EXAMPLE, "github").splitlines()
    match = _COMMAND.fullmatch(command)
    assert match is not None
    properties = dict(part.split("=") for part in match[2].split(","))
    assert (match[1], properties) == (
        "error",
        {"file": "example.claims.yaml", "title": "conflict", "line": "9", "col": "39"},
    )
    assert match[3].startswith("fee, term and total cannot all hold%0Aapart by a factor of 1.99")


def test_gitlab_and_reviewdog_have_what_their_formats_ask_for(line: CommandLine) -> None:
    (issue,) = json.loads(written(line, EXAMPLE, "gitlab"))
    assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert issue["location"] == {"path": "example.claims.yaml", "lines": {"begin": 9}}
    (row,) = [json.loads(text) for text in written(line, EXAMPLE, "rdjsonl").splitlines()]
    assert row["severity"] == "ERROR"
    assert row["location"] == {
        "path": "example.claims.yaml",
        "range": {"start": {"line": 9, "column": 39}, "end": {"line": 9, "column": 62}},
    }
    assert len(row["related_locations"]) == 3


def test_csv_has_a_row_for_each_claim(line: CommandLine) -> None:
    rows = list(csv.DictReader(io.StringIO(written(line, EXAMPLE, "csv"), newline="")))
    assert [(row["id"], row["verdict"]) for row in rows] == [
        *(("fee", "conflict"), ("term", "conflict"), ("total", "conflict")),
    ]
    total = rows[2]
    assert (total["published_lower"], total["published_upper"]) == (
        "95000000000.0",
        "105000000000.0",
    )
    assert (total["implied_lower"], total["unit"]) == ("44820000000.0", "USD")
    assert (total["because"], total["line"]) == ("fee term", "11")


def test_markdown_is_a_comment_with_the_worst_first(line: CommandLine) -> None:
    text = written(line, EXAMPLE, "markdown")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert html.index("cannot all hold") < html.index("<details>")
    assert html.count("<details>") == html.count("</details>") == 1
    assert "<td>$1.25 billion per month</td>" in html


@pytest.mark.parametrize("style", FORMATS)
def test_a_hostile_suite_is_harmless(line: CommandLine, style: str) -> None:
    text = written(line, HOSTILE, style)
    assert not set("\u202e\u2028\x1b") & set(text)
    if style == "markdown":
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        assert "<script" not in html
        assert "<img" not in html
        assert "<a href" not in html
        assert html.count("<tr>") == 3 * html.count("<table>") or html.count("<tr>") > 4
    elif style == "github":
        assert all(_COMMAND.fullmatch(row) for row in text.splitlines())
    elif style == "csv":
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["figure"][:2] for row in rows] == ["%0", "$5", "'=", "`*"]
    elif style == "junit":
        (suite,) = JUnitXml.fromstring(text.encode())
        assert suite.tests == 4
    elif style == "rdjsonl":
        assert all(json.loads(row) for row in text.splitlines())
    else:
        json.loads(text)


@pytest.mark.parametrize("style", FORMATS)
def test_the_same_bytes_each_time(line: CommandLine, style: str) -> None:
    assert written(line, EXAMPLE, style) == written(line, EXAMPLE, style)


def suite_of(line: CommandLine, name: str) -> Any:
    """Return what is reported of a suite as it stands."""
    (suite,) = line.json("check", name, "--format", "json")["suites"]
    return suite


def conflicting(suite: Any) -> set[frozenset[str]]:
    """Return the conflicts of a suite."""
    return {
        frozenset((*each["claims"], *each["assumptions"]))
        for each in suite["conflicts"]
        if each["severity"] == "conflict"
    }


def stated(suite: Any) -> set[str]:
    """Return the claims and assumptions of a suite."""
    return {each["id"] for each in (*suite["claims"], *suite["assumptions"])}


def applied(text: str, regions: list[dict[str, int]]) -> str:
    """Take regions of whole lines out of a text."""
    lines = text.splitlines(keepends=True)
    gone: set[int] = set()
    for region in regions:
        assert (region["startColumn"], region["endColumn"]) == (1, 1)
        assert region["endLine"] <= len(lines) + 1
        gone |= set(range(region["startLine"], region["endLine"]))
    return "".join(each for number, each in enumerate(lines, 1) if number not in gone)


def fixes_tried(line: CommandLine, name: str) -> int:
    """Make every fix of a suite alone: the withdrawn are gone, nothing else, and the conflict."""
    before = suite_of(line, name)
    data = json.loads(line.run("check", name, "--format", "sarif").stdout)
    Sarif.model_validate(data)
    tried = 0
    for result in data["runs"][0]["results"]:
        for fix in result.get("fixes", []):
            members = {e["message"]["text"].split(":")[0] for e in result["relatedLocations"]}
            texts = {}
            for change in fix["artifactChanges"]:
                path = line.folder / change["artifactLocation"]["uri"]
                texts[path] = path.read_text("utf-8")
                regions = [each["deletedRegion"] for each in change["replacements"]]
                path.write_text(applied(texts[path], regions), "utf-8")
            after = suite_of(line, name)
            assert after["status"] != "invalid", after["diagnostics"]
            assert frozenset(members) not in conflicting(after)
            said = fix["description"]["text"].removeprefix("withdraw ").replace(" and ", ", ")
            assert stated(before) - stated(after) == set(said.split(", "))
            assert stated(after) <= stated(before)
            for path, text in texts.items():
                path.write_text(text, "utf-8")
            tried += 1
    return tried


def test_fixes_of_sarif_mend_the_real_suite(line: CommandLine) -> None:
    shutil.copytree(REAL, line.folder / "colossus")
    path = line.folder / "colossus/suite.yaml"
    path.write_text(path.read_text("utf-8").partition("\nexpect:")[0] + "\n", "utf-8")
    assert fixes_tried(line, "colossus") >= 10


BLOCKS = """\
quantities:
  x: {unit: USD}
  y: {unit: USD}
claims:
  - id: a
    about: x
    figure: $5
    doc: >-
      once

      and again

  # of its own
  - id: b
    about: x
    figure: $9
    doc: |
      said twice
  - {id: c, about: y, figure: $5}
"""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (BLOCKS, 2),
        (BLOCKS.replace("- id: a", "-\n    id: a"), 1),
        (BLOCKS + "  - {id: d, about: y, figure: $8}  # last", 3),
        (BLOCKS + "expect: [{conflict: [a], reason: known}]\n", 1),
    ],
    ids=["texts of several lines", "a dash alone", "no end of the last line", "a claim expected"],
)
def test_fixes_of_sarif_take_out_their_own_lines(line: CommandLine, text: str, count: int) -> None:
    line.write("s.claims.yaml", text)
    assert fixes_tried(line, "s.claims.yaml") == count


@pytest.mark.parametrize("text", [EXAMPLE, EXAMPLE.replace("claims:\n  - {", "claims: [{")])
def test_no_fix_takes_out_lines_that_others_share(line: CommandLine, text: str) -> None:
    if "[{" in text:
        text = text.replace("\n  - {id", ",\n  {id").replace("$100B}", "$100B}]")
    (result,) = json.loads(written(line, text, "sarif"))["runs"][0]["results"]
    assert len(result.get("fixes", [])) == (0 if "[{" in text else 3)


@pytest.mark.parametrize("style", ["full", "concise", "json", "html", *FORMATS])
def test_a_file_with_thousands_of_problems_makes_a_short_report(
    line: CommandLine, style: str
) -> None:
    line.write("bad.claims.yaml", "claims:\n" + "- {about: fee, figure: 5}\n" * 3_000)
    done = line.run("check", "bad.claims.yaml", "--format", style)
    assert done.exit_code == 2
    assert len(done.output) < 400_000
    assert "2 800 more problems of this file, not shown" in done.output
    if style in ("json", "sarif", "gitlab"):
        json.loads(done.stdout)
    if style == "junit":
        JUnitXml.fromstring(done.stdout.encode())
