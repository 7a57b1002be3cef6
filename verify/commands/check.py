"""`verify check`: judge suites and report on them."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.options import (
    color_option,
    config_of,
    config_options,
    paths_argument,
    style_option,
)
from verify.commands.output import show, write
from verify.failing import FAIL_ON

# Formats that other tools take, and the module of verify/reports that writes each.
MACHINES = {
    "html": "html",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "rdjsonl": "rdjsonl",
    "markdown": "markdown",
    "csv": "csv_table",
    "annotations": "annotations",
    "claimreview": "claim_review",
}
_OF_CLAIMS = ("csv", "annotations", "claimreview")  # which have no place for other findings

if TYPE_CHECKING:
    from verify.diagnostics import Diagnostic
    from verify.verdicts import Judgement


@click.command()
@paths_argument
@style_option("full", "concise", "json", *MACHINES)
@click.option("-o", "--output", type=click.Path(), help="Write the report to a file.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(FAIL_ON),
    help="What fails besides a conflict, or never; may be given more than once.",
)
@click.option(
    "--certificates",
    type=click.Path(),
    metavar="FILE",
    help="Write proofs and witnesses to a file, for `verify recheck`.",
)
@click.option("--statistics", is_flag=True, help="Say how the decisions were made.")
@config_options
@color_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status says it.")
def command(
    paths: tuple[str, ...],
    style: str,
    output: str | None,
    certificates: str | None,
    statistics: bool,
    color: str,
    quiet: bool,
    **given: Any,
) -> None:
    """Check suites: which published figures can all be true together.

    PATHS are suites or folders of suites; the current folder if none is given.
    """
    from verify.expectations import unexpected
    from verify.pipeline import check_paths
    from verify.verdicts import Status

    if certificates and output and Path(certificates).resolve() == Path(output).resolve():
        raise click.UsageError("the report and the certificate cannot be one file")
    config = replace(
        config_of(**given),
        certificates=certificates is not None,
        quantities=style in ("json", "html"),
        coverage=style == "html",
    )
    judgements, problems = check_paths(paths or (".",), config)
    if certificates is not None:
        _certify(judgements, certificates)
    if style == "json" or style in MACHINES:
        report = _data(style, judgements, problems, statistics)
        if output:
            _write(report, output, judgements)
        elif not quiet:
            click.echo(report, nl=False)
    else:
        from verify.reports import concise, text
        from verify.reports.styled import plain

        lines = (text if style == "full" else concise).render(judgements, problems)
        if statistics:
            from verify.reports.statistics_text import lines_of

            lines = [*lines, (), *lines_of(judgements)]
        if output:
            _write(plain(lines), output, judgements)
        elif not quiet:
            show(lines, color)
    if problems or any(judgement.status is Status.INVALID for judgement in judgements):
        sys.exit(2)
    sys.exit(int(any(unexpected(judgement, config.fail_on) for judgement in judgements)))


def _data(
    style: str,
    judgements: tuple[Judgement, ...],
    problems: tuple[Diagnostic, ...],
    statistics: bool,
) -> str:
    """Return the report in a format for machines; what has no place in it goes to stderr."""
    if style == "json":
        from verify.reports import json_report

        return json_report.render(judgements, problems, statistics=statistics)
    renderer = import_module(f"verify.reports.{MACHINES[style]}")
    if style in _OF_CLAIMS:
        from verify.commands.suites import complain
        from verify.diagnostics import Severity

        own = [each for judgement in judgements for each in judgement.diagnostics]
        complain([*problems, *(each for each in own if each.severity is not Severity.NOTE)])
    report: str = renderer.render(judgements, problems)
    return report


def _certify(judgements: tuple[Judgement, ...], path: str) -> None:
    """Write the certificate of all suites that could be judged."""
    import json

    from verify.certificate import certificate

    parts = [judged.certificate for judged in judgements if judged.certificate is not None]
    whole = certificate(parts)
    target = Path(path)
    if (
        target.is_file()
        and target.stat().st_size
        and '"digest"' not in target.read_text("utf-8", errors="replace")
    ):
        raise click.UsageError(f"{path} is there already, and is no certificate to be replaced")
    _write(json.dumps(whole, ensure_ascii=True, indent=1) + "\n", path, judgements)


def _write(report: str, output: str, judgements: tuple[Judgement, ...]) -> None:
    """Write a report, but never over a file that was read for it."""
    read = {file for judgement in judgements for file in judgement.files}
    if Path(output).resolve() in read:
        raise click.UsageError(f"{output} is a file of the suite; the report would replace it")
    write(report, output)
