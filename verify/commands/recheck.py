"""`verify recheck`: follow a certificate's proofs and witnesses, with exact rationals alone."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from verify.commands.completing import policies
from verify.commands.input import regular
from verify.commands.options import config_of, paths_argument, style_option

if TYPE_CHECKING:
    from verify.recheck import Report

_SHOWN = 100  # of what is not proved, and of suites that are not the same


@click.command()
@click.argument("file", type=click.Path())
@paths_argument
@style_option("text", "json")
@click.option("--strict", is_flag=True, help="Fail as well if something rests on the solver alone.")
@click.option(
    "--policy",
    shell_complete=policies,
    help="The table of hedges in force. [default: default]",
)
def command(
    file: str, paths: tuple[str, ...], style: str, strict: bool, policy: str | None
) -> None:
    """Check the proofs and witnesses of FILE, which `verify check --certificates` wrote.

    With PATHS, suites or folders of suites, tell as well whether it is about exactly these.

    Exit status: 0 nothing failed; 1 something is not proved, or other suites are meant; 2 no
    certificate. What rests on the solver alone is counted, and fails with --strict.
    """
    from verify.recheck import MOST_BYTES, BrokenError, load, recheck
    from verify.reports.styled import safe

    try:
        data = load(regular(file, MOST_BYTES))
        report = recheck(data)
    except BrokenError as error:
        click.echo(f"{safe(file)} is no certificate: {safe(str(error))}", err=True)
        sys.exit(2)
    others = _others(data["suites"], paths, policy) if paths else []
    if style == "json":
        click.echo(json.dumps(_as_data(report, others), indent=1))
    else:
        for failure in report.failures[:_SHOWN]:
            click.echo(f"not proved: {safe(failure.path)}: {safe(failure.reason)}")
        if len(report.failures) > _SHOWN:
            click.echo(f"not proved: {len(report.failures) - _SHOWN:,} more")
        for other in others[:_SHOWN]:
            click.echo(f"not about these suites: {safe(other)}")
        if len(others) > _SHOWN:
            click.echo(f"not about these suites: {len(others) - _SHOWN:,} more")
        click.echo(_counted(report))
    sys.exit(int(bool(report.failures or others or (strict and report.uncertified))))


def _others(stated: list[Any], paths: tuple[str, ...], policy: str | None) -> list[str]:
    """Compile suites afresh; return those of one side that the other side does not have."""
    from verify.commands.suites import complain, read_suites
    from verify.pipeline import outlines

    config = config_of(policy=policy)
    read, problems = read_suites(paths, config)
    if problems:
        complain(problems)
        sys.exit(2)
    left = {number: _outlined(suite) for number, suite in enumerate(stated)}
    found = []
    for facts in read:
        meant = outlines(facts, config)
        same = next((number for number, suite in left.items() if suite == meant), None)
        if same is None:
            found.append(f"{facts.path} says something else by now, or is not certified here")
        else:
            del left[same]
    return found + [
        f"{stated[number]['path']} is certified here, and not among the paths" for number in left
    ]


def _outlined(suite: Any) -> list[dict[str, Any]]:
    keys = "variables", "constraints"
    return [{key: part[key] for key in keys} for part in suite["components"]]


def _counted(report: Report) -> str:
    def counted(number: int, noun: str) -> str:
        return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

    rest = "rests" if report.uncertified == 1 else "rest"
    return (
        f"{counted(report.conflicts, 'conflict')} proved, {counted(report.sets, 'set')} witnessed, "
        f"{report.uncertified} {rest} on the solver alone"
    )


def _as_data(report: Report, others: list[str]) -> dict[str, Any]:
    return {
        "version": 1,
        "conflicts": report.conflicts,
        "sets": report.sets,
        "uncertified": report.uncertified,
        "failures": [
            {"path": each.path, "reason": each.reason} for each in report.failures[:_SHOWN]
        ],
        "failed": len(report.failures),
        "others": others,
    }
