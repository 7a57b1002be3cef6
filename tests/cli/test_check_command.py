"""`verify check`: its options and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import AGREEING, BROKEN, EXAMPLE, CommandLine

# 300 is 295 .. 305 at face and 290 .. 310 loosely: 306 .. 310 meets only the latter.
ROUNDING = """\
quantities: {power: {unit: MW}}
claims:
  - {id: first, about: power, figure: 300 MW}
  - {id: second, about: power, figure: "306 to 310 MW", exact: true}
"""
# The two clash only if the second is read as the term.
CONDITIONAL = """\
quantities: {term: {unit: month}, notice: {unit: month}}
claims:
  - {id: term, about: term, figure: 36 months, exact: true}
  - {id: either, figure: 12 months, exact: true,
     readings: {term: {about: term}, notice: {about: notice}}}
"""
UNTESTED = """\
quantities: {power: {unit: MW}}
claims: [{id: alone, about: power, figure: 300 MW}]
"""


@pytest.mark.parametrize(
    ("text", "arguments", "status"),
    [
        (AGREEING, [], 0),
        (EXAMPLE, [], 1),
        (BROKEN, [], 2),
        (EXAMPLE, ["--fail-on", "never"], 0),
        (BROKEN, ["--fail-on", "never"], 2),
        (ROUNDING, [], 0),
        (ROUNDING, ["--fail-on", "rounding"], 1),
        (ROUNDING, ["--fail-on", "conditional"], 0),
        (CONDITIONAL, [], 0),
        (CONDITIONAL, ["--fail-on", "conditional"], 1),
        (CONDITIONAL, ["--fail-on", "rounding", "--fail-on", "conditional"], 1),
        (UNTESTED, [], 0),
        (UNTESTED, ["--fail-on", "untested"], 1),
        (EXAMPLE, ["--fail-on", "untested"], 1),  # a conflict fails whatever else does
    ],
)
def test_exit_status(line: CommandLine, text: str, arguments: list[str], status: int) -> None:
    line.write("a.claims.yaml", text)
    assert line.run("check", "a.claims.yaml", *arguments).exit_code == status


@pytest.mark.parametrize(
    ("text", "known", "fail_on", "status"),
    [
        (ROUNDING, "{first: rounding, second: rounding}", "rounding", 0),
        (ROUNDING, "{first: rounding}", "rounding", 1),  # of the second nobody said so
        (CONDITIONAL, "{term: conditional, either: conditional}", "conditional", 0),
        (CONDITIONAL, "{either: conditional}", "conditional", 1),
    ],
)
def test_expected_verdicts_of_all_its_claims_make_a_finding_no_failure(
    line: CommandLine, text: str, known: str, fail_on: str, status: int
) -> None:
    line.write("a.claims.yaml", f"{text}expect: [{{verdict: {known}, reason: known}}]\n")
    assert line.run("check", "a.claims.yaml", "--fail-on", fail_on).exit_code == status


def test_expected_verdicts_of_two_expectations_are_taken_together(line: CommandLine) -> None:
    two = "{verdict: {first: rounding}, reason: a}, {verdict: {second: rounding}, reason: b}"
    line.write("a.claims.yaml", f"{ROUNDING}expect: [{two}]\n")
    assert line.run("check", "a.claims.yaml", "--fail-on", "rounding").exit_code == 0


def test_a_known_conflict_is_no_failure_and_a_broken_expectation_is(line: CommandLine) -> None:
    known = "expect: [{conflict: [total], reason: a typing error}]\n"
    line.write("known.claims.yaml", EXAMPLE + known)
    assert line.run("check", "known.claims.yaml").exit_code == 0
    line.write("known.claims.yaml", AGREEING + known)
    result = line.run("check", "known.claims.yaml")
    assert result.exit_code == 1
    assert "broken expectation" in result.stdout


def test_of_conflict_and_unreadable_the_latter_decides(line: CommandLine) -> None:
    line.write("a/one.claims.yaml", EXAMPLE)
    line.write("a/two.claims.yaml", BROKEN)
    line.write("a/three.claims.yaml", AGREEING)
    result = line.run("check", "a")
    assert result.exit_code == 2
    assert "a/two.claims.yaml:2:" in result.stdout
    assert "fee, term and total cannot all hold" in result.stdout
    assert "consistent: 3 figures can all hold together" in result.stdout


def test_a_broken_suite_does_not_keep_the_others_from_being_reported(line: CommandLine) -> None:
    line.write("one.claims.yaml", AGREEING)
    line.write("two.claims.yaml", BROKEN)
    report = line.json("check", "--format", "json")
    assert report["status"] == "invalid"
    assert [suite["status"] for suite in report["suites"]] == ["consistent", "invalid"]
    assert [Path(suite["path"]).name for suite in report["suites"]] == [
        "one.claims.yaml",
        "two.claims.yaml",
    ]
    assert report["suites"][1]["diagnostics"][0]["line"] == 2


def test_a_path_that_is_not_there(line: CommandLine) -> None:
    line.write("one.claims.yaml", EXAMPLE)
    result = line.run("check", "one.claims.yaml", "nothing")
    assert result.exit_code == 2
    assert "nothing: error[no-such-file]" in result.stdout
    assert "fee, term and total cannot all hold" in result.stdout


def test_a_suite_named_twice_is_checked_once(example: CommandLine) -> None:
    report = example.json("check", ".", "example.claims.yaml", "--format", "json")
    assert len(report["suites"]) == 1


def test_formats(example: CommandLine) -> None:
    full = example.run("check", "example.claims.yaml").stdout
    concise = example.run("check", "example.claims.yaml", "--format", "concise").stdout
    assert "to agree:" in full
    assert concise.splitlines()[0].startswith("example.claims.yaml:11:39: conflict: ")
    report = example.json("check", "example.claims.yaml", "--format", "json")
    assert report["status"] == "conflict"
    result = example.run("check", "--format", "sarfi")
    assert result.exit_code == 2
    assert "'full', 'concise', 'json'" in result.stderr


@pytest.mark.parametrize("style", ["full", "concise", "json"])
def test_output_to_a_file_is_what_would_be_printed(example: CommandLine, style: str) -> None:
    printed = example.run("check", "example.claims.yaml", "--format", style).stdout
    result = example.run("check", "example.claims.yaml", "--format", style, "-o", "report")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (example.folder / "report").read_text("utf-8") == printed
    assert sorted(path.name for path in example.folder.iterdir()) == [
        "example.claims.yaml",
        "report",
    ]


def test_output_that_cannot_be_written_is_bad_usage(example: CommandLine) -> None:
    result = example.run("check", "example.claims.yaml", "-o", "no/such/folder/report")
    assert result.exit_code == 2
    assert "cannot write no/such/folder/report" in result.stderr


def test_quiet(example: CommandLine) -> None:
    result = example.run("check", "example.claims.yaml", "-q")
    assert (result.exit_code, result.output) == (1, "")


@pytest.mark.parametrize(("color", "coloured"), [("always", True), ("never", False)])
def test_color(example: CommandLine, color: str, coloured: bool) -> None:
    result = example.run("check", "example.claims.yaml", "--color", color)
    assert ("\x1b[" in result.stdout) is coloured


def test_color_is_off_where_the_output_is_no_terminal(example: CommandLine) -> None:
    assert "\x1b" not in example.run("check", "example.claims.yaml").stdout


def test_policy(line: CommandLine) -> None:
    line.write(
        "a.claims.yaml",
        "quantities: {power: {unit: MW}}\n"
        "claims:\n"
        "  - {id: first, about: power, figure: about 100 MW}\n"
        "  - {id: second, about: power, figure: 108 MW}\n",
    )
    # About 100 is 90 .. 110 by default (10 %), 95 .. 105 where hedges add nothing.
    assert line.run("check", "a.claims.yaml").exit_code == 0
    assert line.run("check", "a.claims.yaml", "--policy", "strict").exit_code == 1
    report = line.json("check", "a.claims.yaml", "--policy", "generous", "--format", "json")
    assert report["suites"][0]["policy"] == "generous"


def test_a_misspelt_policy_is_bad_usage(example: CommandLine) -> None:
    result = example.run("check", "example.claims.yaml", "--policy", "generos")
    assert result.exit_code == 2
    assert "there is no policy 'generos'" in result.output
    assert "did you mean generous?" in result.output


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "1e400", "soon"])
def test_a_time_limit_is_a_positive_number(example: CommandLine, seconds: str) -> None:
    result = example.run("check", "example.claims.yaml", "--time-limit", seconds)
    assert result.exit_code == 2
    assert "time-limit" in result.stderr


def test_no_time_at_all_is_said(example: CommandLine) -> None:
    result = example.run("check", "example.claims.yaml", "--time-limit", "1e-9", "--format", "json")
    suite = json.loads(result.stdout)["suites"][0]
    assert (suite["complete"], suite["ended_by"]) == (False, "time")


def test_settings_of_pyproject_and_the_command_line_above_them(example: CommandLine) -> None:
    example.write("pyproject.toml", '[tool.verify]\nfail-on = ["never"]\n')
    assert example.run("check").exit_code == 0
    assert example.run("check", "--fail-on", "conflict").exit_code == 1
    example.write("pyproject.toml", '[tool.verify]\nfailon = ["never"]\n')
    result = example.run("check")
    assert result.exit_code == 2
    assert "failon" in result.stderr


def test_the_same_input_gives_the_same_bytes(example: CommandLine) -> None:
    first = example.run("check", "--format", "json").stdout
    assert example.run("check", "--format", "json").stdout == first


def test_a_report_never_replaces_a_file_it_was_made_from(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    result = line.run("check", "a.claims.yaml", "-o", "./a.claims.yaml")
    assert result.exit_code == 2
    assert (line.folder / "a.claims.yaml").read_text("utf-8") == EXAMPLE


def test_what_was_not_settled_is_not_said_to_hold(example: CommandLine) -> None:
    out = example.run("check", ".", "--time-limit", "0.000001").stdout
    assert "undecided: whether 3 figures can all hold together was not settled" in out


@pytest.mark.parametrize("name", ["s.claims.yaml", "own.yaml", "post.txt", "known.json"])
def test_nothing_that_was_read_is_replaced(line: CommandLine, name: str) -> None:
    text = "use: [own.yaml]\nsources: {post: {text: post.txt}}\n" + AGREEING
    line.write("s.claims.yaml", text)
    line.write("own.yaml", "sources: {}\n")
    line.write("post.txt", "a text")
    line.write("known.json", '{"version": 1, "known": []}\n')
    before = {path: path.read_bytes() for path in line.folder.iterdir()}
    for option in ("-o", "--certificates"):
        done = line.run("check", "s.claims.yaml", "--baseline", "known.json", option, name)
        assert done.exit_code == 2
        assert {path: path.read_bytes() for path in line.folder.iterdir()} == before
