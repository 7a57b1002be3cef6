"""Shell completion: commands and options, and what is in the suites at hand."""

from __future__ import annotations

import subprocess

import pytest
from click.testing import CliRunner
from command_line import BROKEN, EXAMPLE, CommandLine

from verify.cli import group


def offered(*words: str, shell: str = "bash") -> list[str]:
    """Return what a shell is offered for the last of some words."""
    variables = {
        "_VERIFY_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    done = CliRunner().invoke(group, [], prog_name="verify", env=variables)
    assert not done.stderr
    return [each for each in done.stdout.splitlines() if each]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("verify", "wh"), ["plain,why", "plain,what-if"]),
        (("verify", "check", "--format", "git"), ["plain,github", "plain,gitlab"]),
        (("verify", "check", "--policy", "str"), ["plain,strict"]),
        (("verify", "why", "t"), ["plain,term", "plain,total"]),
        (("verify", "plot", "f"), ["plain,fee"]),
        (("verify", "graph", "--quantity", "te"), ["plain,term"]),
        (("verify", "what-if", "to"), ["plain,total"]),
        (("verify", "explain", "unknown-q"), ["plain,unknown-quantity"]),
        (("verify", "explain", "corr"), ["plain,corroborated"]),
        (("verify", "units", "kilowatt_h"), ["plain,kilowatt_hour"]),
        (("verify", "why", "nothing"), []),
    ],
)
def test_what_is_offered(line: CommandLine, words: tuple[str, ...], found: list[str]) -> None:
    line.write("example.claims.yaml", EXAMPLE)
    assert offered(*words) == found


def test_a_suite_that_cannot_be_read_offers_nothing_and_says_nothing(line: CommandLine) -> None:
    line.write("s.claims.yaml", BROKEN)
    assert offered("verify", "why", "f") == []


def test_a_doc_of_several_lines_is_one_line_to_the_shell(line: CommandLine) -> None:
    doc = 'doc: "all\\nof it \\u202e"'
    text = EXAMPLE.replace("doc: what is paid over the whole term", doc)
    line.write("s.claims.yaml", text.replace("{id: total,", "{id: all,"))
    found = offered("verify", "why", "tot", shell="zsh")
    assert found == ["plain", "total", "all of it \\u{202e}"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_of_a_shell_ask_verify(line: CommandLine, shell: str) -> None:
    assert f"_VERIFY_COMPLETE={shell}_complete" in line.run("completion", shell).stdout


def test_bash_takes_its_lines(line: CommandLine) -> None:
    script = line.run("completion", "bash").stdout
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_other_shells_are_refused(line: CommandLine) -> None:
    assert line.run("completion", "csh").exit_code == 2
