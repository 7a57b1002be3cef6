"""`verify diff`: reports, folders and git revisions, and what is worse between them."""

from __future__ import annotations

import json
import math
import subprocess
from typing import Any

import pytest
from command_line import EXAMPLE, CommandLine
from markdown_it import MarkdownIt

SOUND = EXAMPLE.replace("$100B", "$45B")


@pytest.fixture
def pair(line: CommandLine) -> CommandLine:
    line.write("old/s.claims.yaml", SOUND)
    line.write("new/s.claims.yaml", EXAMPLE)
    return line


def test_what_is_introduced_is_worse(pair: CommandLine) -> None:
    done = pair.run("diff", "old", "new")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "new/s.claims.yaml: consistent → conflict",
        "  introduced conflict: fee, term and total cannot all hold, apart by a factor of 1.99",
        "  verdict  fee    consistent → conflict",
        "  verdict  term   consistent → conflict",
        "  verdict  total  consistent → conflict",
        "  figure  total  $45B → $100B",
    ]


def test_what_is_resolved_is_not(pair: CommandLine) -> None:
    done = pair.run("diff", "new", "old")
    assert done.exit_code == 0
    assert "  resolved conflict: fee, term and total cannot all hold" in done.stdout


def test_a_report_is_compared_with_a_folder(pair: CommandLine) -> None:
    pair.run("check", "old", "--format", "json", "-o", "report.json")
    assert pair.run("diff", "report.json", "new").exit_code == 1
    same = pair.run("diff", "report.json", "old")
    assert (same.exit_code, same.stdout.splitlines()[1]) == (0, "  nothing differs")


def test_claims_come_and_go_and_gaps_change(line: CommandLine) -> None:
    line.write("old.claims.yaml", EXAMPLE)
    more = EXAMPLE.replace("$100B", "$200B") + "  - {id: more, about: fee, figure: $1.25 billion}\n"
    line.write("new.claims.yaml", more.replace("$1.25 billion}", "$1.25 billion a month}"))
    shown = line.run("diff", "old.claims.yaml", "new.claims.yaml").stdout
    assert "  changed conflict: fee, term and total cannot all hold, apart by a factor of" in shown
    assert "before apart by a factor of 1.99" in shown
    assert "  added  more" in shown
    back = line.run("diff", "new.claims.yaml", "old.claims.yaml").stdout
    assert "  withdrawn  more" in back


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ('value: "[300, 310] MW"', 'value: "[400, 410] MW"', "[300, 310] MW", "[400, 410] MW"),
        (  # an end may be open, or not there
            'value: "[300, 310] MW"',
            'value: "> 300 MW"',
            "[300, 310] MW",
            "(300, ∞) MW",
        ),
        (  # 10 % of 300 is 30; half a unit of its second digit is 5
            "value: 300 MW, exact: true",
            "value: ~300 MW",
            "[300, 300] MW",
            "[270, 330] MW (at face [295, 305] MW)",
        ),
        ("value: 300 MW, exact: true", 'value: "?"', "[300, 300] MW", "?"),
    ],
)
def test_the_same_words_that_are_taken_as_something_else(
    line: CommandLine, old: str, new: str, before: str, after: str
) -> None:
    for name, said in (("old", old), ("new", new)):
        line.write(
            f"{name}.claims.yaml",
            "quantities: {p: {unit: MW}}\n"
            f"claims: [{{id: p, about: p, figure: the entire cluster, {said}}}]\n",
        )
    done = line.run("diff", "old.claims.yaml", "new.claims.yaml")
    said = "the entire cluster, taken as"
    assert done.exit_code == 0
    assert f"  figure  p  {said} {before} → {said} {after}" in done.stdout.splitlines()
    (suite,) = line.json("diff", "old.claims.yaml", "new.claims.yaml", "--format", "json")["suites"]
    assert suite["figures"] == [
        {"claim": "p", "before": f"{said} {before}", "after": f"{said} {after}"}
    ]


def test_dates_and_choices_that_are_taken_as_something_else(line: CommandLine) -> None:
    for name, end, status in (("old", "2029-05", "paid"), ("new", "2029-06", "paid | due")):
        line.write(
            f"{name}.claims.yaml",
            "quantities: {end: {domain: date}, status: {domain: choice, choices: [paid, due]}}\n"
            "claims:\n"
            f"  - {{id: end, about: end, figure: three years on, value: {end}}}\n"
            f"  - {{id: status, about: status, figure: in order, value: {status}}}\n",
        )
    line.run("check", "old.claims.yaml", "--format", "json", "-o", "report.json")
    shown = line.run("diff", "report.json", "new.claims.yaml").stdout
    assert (
        "  figure  end     three years on, taken as [2029-05-01, 2029-06-01) "
        "→ three years on, taken as [2029-06-01, 2029-07-01)" in shown
    )
    assert "  figure  status  in order, taken as paid → in order, taken as paid or due" in shown
    same = line.run("diff", "report.json", "old.claims.yaml")
    assert same.stdout.splitlines()[1] == "  nothing differs"


def test_an_expected_conflict_is_not_worse(pair: CommandLine) -> None:
    pair.write("new/s.claims.yaml", EXAMPLE + "expect: [{conflict: [total], reason: known}]\n")
    done = pair.run("diff", "old", "new")
    assert done.exit_code == 0
    assert "(expected: known)" in done.stdout


def test_a_suite_that_cannot_be_read_any_more_is_worse(pair: CommandLine) -> None:
    pair.write("new/s.claims.yaml", "rules: [x == 1]\n")
    done = pair.run("diff", "old", "new")
    assert done.exit_code == 1
    assert done.stdout.startswith("new/s.claims.yaml: consistent → invalid")


def test_as_data_and_as_a_comment(pair: CommandLine) -> None:
    data = json.loads(pair.run("diff", "old", "new", "--format", "json").stdout)
    (suite,) = data["suites"]
    assert data["worse"] is True
    assert suite["status"] == {"before": "consistent", "after": "conflict"}
    assert suite["conflicts"]["introduced"][0]["claims"] == ["fee", "term", "total"]
    assert {"claim": "fee", "before": "consistent", "after": "conflict"} in suite["verdicts"]
    comment = pair.run("diff", "old", "new", "--format", "markdown").stdout
    html = MarkdownIt().enable("table").render(comment)
    assert html.count("<table>") == 2
    assert "introduced: fee, term and total cannot all hold" in html


def test_git_revisions(line: CommandLine) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *who, *arguments), cwd=line.folder, check=True, capture_output=True)

    git("init", "-q")
    line.write("claims/s.claims.yaml", SOUND)
    git("add", ".")
    git("commit", "-q", "-m", "one")
    line.write("claims/s.claims.yaml", EXAMPLE)
    done = line.run("diff", "HEAD", "claims", "--path", "claims")
    assert done.exit_code == 1
    assert done.stdout.startswith("claims/s.claims.yaml: consistent → conflict")


@pytest.mark.parametrize("name", ["nowhere", "--upload-pack=x", "broken.json", "other.json"])
def test_what_is_no_report(pair: CommandLine, name: str) -> None:
    pair.write("broken.json", "[1, 2")
    pair.write("other.json", '{"version": 1, "suites": [{"path": 3}]}')
    done = pair.run("diff", "--", name, "new")
    assert done.exit_code == 2
    assert "Error: " in done.stderr


CONFLICT = {"severity": "conflict", "claims": ["a"], "assumptions": [], "group": 1, "gap": None}
CLAIM = {"id": "a", "verdict": "untested", "otherwise": None, "figure": "x"}
SUITE = {"path": "p", "status": "conflict", "claims": [], "conflicts": [CONFLICT]}


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"conflicts": [{}]}, "suites.0.conflicts.0.severity: Field required"),
        ({"conflicts": [{**CONFLICT, "group": None}]}, "suites.0.conflicts.0.group: "),
        ({"conflicts": [{**CONFLICT, "gap": "x"}]}, "suites.0.conflicts.0.gap: "),
        ({"conflicts": [{**CONFLICT, "gap": {}}]}, "suites.0.conflicts.0.gap.factor: "),
        ({"conflicts": [{**CONFLICT, "gap": {"factor": 10**400}}]}, "gap.factor: "),
        ({"conflicts": [{**CONFLICT, "gap": {"factor": math.nan}}]}, "NaN is no number"),
        ({"conflicts": [{**CONFLICT, "other": math.inf}]}, "Infinity is no number"),
        ({"conflicts": [{**CONFLICT, "other": nested(50)}]}, "nested more than 32 deep"),
        ({"conflicts": [{**CONFLICT, "claims": ["a", 1]}]}, "suites.0.conflicts.0.claims.1: "),
        ({"claims": [None]}, "suites.0.claims.0: "),
        ({"claims": [{}]}, "suites.0.claims.0.id: Field required"),
        ({"claims": [{"id": []}]}, "suites.0.claims.0.id: "),
        ({"claims": [{**CLAIM, "published": 5}]}, "suites.0.claims.0.published"),
        ({"claims": [{**CLAIM, "loose": {"names": 5}}]}, "loose.names.names: "),
        ({"claims": [{**CLAIM, "loose": {"lower": 1}}]}, "loose.ends.upper: Field required"),
        ({"status": "\x1b[2J"}, "suites.0.status: "),
    ],
)
def test_a_report_of_another_shape_is_refused(
    pair: CommandLine, changed: dict[str, Any], said: str
) -> None:
    report = {"version": 1, "suites": [{**SUITE, **changed}]}
    pair.write("r.json", json.dumps(report))
    for style in ("full", "json", "markdown"):
        done = pair.run("diff", "new", "r.json", "--format", style)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"version": true, "suites": []}', "version: "),
        ('{"version": 2, "suites": []}', "version: "),
        ('{"version": 1, "suites": {}}', "suites: "),
        ("[]", "it: "),
        ("[" * 100_000, "it is no JSON"),
        ("[[]" + ",[]" * 1_000_000 + "]", "it has more than 2,000,000 values"),
        (" " * 32_000_001, "it is longer than 32,000,000 bytes"),
    ],
    ids=range(7),
)
def test_what_is_no_report_is_not_built_first(pair: CommandLine, text: str, said: str) -> None:
    pair.write("r.json", text)
    done = pair.run("diff", "r.json", "new")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_report_of_an_earlier_version_is_compared(line: CommandLine) -> None:
    suite = {**SUITE, "path": "q", "new": 1, "claims": [CLAIM]}
    line.write("r.json", json.dumps({"version": 1, "suites": [suite]}))
    assert "nothing differs" in line.run("diff", "r.json", "r.json").stdout


def test_a_revision_of_folders_nested_too_deep(line: CommandLine) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *who, *arguments), cwd=line.folder, check=True, capture_output=True)

    git("init", "-q")
    line.write("d/" * 101 + "s.claims.yaml", SOUND)
    git("add", ".")
    git("commit", "-q", "-m", "one")
    done = line.run("diff", "HEAD", "HEAD")
    assert done.exit_code == 2
    assert "folders more than 100 deep" in done.stderr
