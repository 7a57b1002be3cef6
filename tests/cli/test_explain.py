"""`verify explain`: every code and every word of a report has an explanation."""

from __future__ import annotations

import pytest
from command_line import CommandLine

from verify.diagnose import Kind
from verify.diagnostics import Severity, table
from verify.glossary import glossary
from verify.reviewed import Code, Support
from verify.verdicts import Missing, Status, Verdict

WORDS = {
    *(verdict.value for verdict in Verdict),
    *(status.value for status in Status),
    *(kind.value for kind in Kind),
    *(severity.value for severity in Severity),
    *(missing.name.lower() for missing in Missing),
    *(support.value for support in Support),
    *(code.value for code in Code),
}


def test_the_glossary_has_every_word_of_a_report_and_no_other() -> None:
    assert set(glossary()) == WORDS


def test_no_word_is_also_a_code() -> None:
    assert not set(glossary()) & set(table())


@pytest.mark.parametrize("name", [*sorted(WORDS), *table()])
def test_each_is_explained(line: CommandLine, name: str) -> None:
    result = line.run("explain", name)
    assert result.exit_code == 0
    head, *rest = result.stdout.splitlines()
    assert head.startswith(f"{name}: ")
    assert any(rest)
    assert max(map(len, rest)) <= 110


def test_without_a_code_all_are_listed(line: CommandLine) -> None:
    listed = line.run("explain").stdout.splitlines()
    names = {entry.split()[0] for entry in listed if entry.startswith("  ")}
    assert names == {*WORDS, *table()}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("confict", "conflict"), ("unknow-unit", "unknown-unit"), ("Corroborate", "corroborated")],
)
def test_a_misspelt_code(line: CommandLine, typed: str, meant: str) -> None:
    result = line.run("explain", typed)
    assert result.exit_code == 2
    assert f"Nothing is called '{typed}'. Did you mean '{meant}'?" in result.stderr


def test_a_code_as_it_stands_in_a_report(line: CommandLine) -> None:
    assert (
        line.run("explain", "[unknown-unit]").stdout == line.run("explain", "unknown-unit").stdout
    )
