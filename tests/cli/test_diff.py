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
