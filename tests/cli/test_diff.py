"""`verify diff`: reports, folders and git revisions, and what is worse between them."""

from __future__ import annotations

import json
import subprocess

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
