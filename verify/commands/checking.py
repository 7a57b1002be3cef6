"""One check as the command line asks for it: what is judged, held, written and printed."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verify.commands.output import show, write

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
    from verify.config import Config
    from verify.diagnostics import Diagnostic
    from verify.pipeline import Kept
    from verify.reports.styled import Line
    from verify.verdicts import Judgement


@dataclass(frozen=True, slots=True)
class Request:
    """What a command line asks of a check; file names are None where no file is wanted."""

    paths: tuple[str, ...]
    config: Config
    style: str = "full"
    output: str | None = None
    certificates: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    statistics: bool = False
    color: str = "auto"
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check; `problems` are of no suite, `said` is a word about the baseline."""

    judgements: tuple[Judgement, ...]
    problems: tuple[Diagnostic, ...]
    said: str = ""


def checked(request: Request, kept: Kept | None = None) -> Checked:
    """Check what is asked for, and write the baseline where that is asked for too."""
    from verify.pipeline import check_paths

    judgements, problems = check_paths(request.paths, request.config, kept)
    if request.baseline is None:
        return Checked(judgements, problems)
    path, update = request.baseline, request.update_baseline
    judgements, found, said = _held(judgements, path, update, request.config)
    return Checked(judgements, (*problems, *found), said)


def report(request: Request, found: Checked) -> None:
    """Write or print what came of a check."""
    if found.said and not request.quiet:
        click.echo(found.said, err=True)
    save(request, found)
    if request.output or request.quiet:
        return
    if request.style == "json" or request.style in MACHINES:
        click.echo(_data(request, found), nl=False)
    else:
        show(lines_of(request, found), request.color)


def save(request: Request, found: Checked) -> None:
    """Write the files that are asked for: a certificate, a report."""
    if request.certificates is not None:
        _certify(found.judgements, request.certificates)
    if not request.output:
        return
    if request.style == "json" or request.style in MACHINES:
        text = _data(request, found)
    else:
        from verify.reports.styled import plain

        text = plain(lines_of(request, found))
    _write(text, request.output, found.judgements)


def lines_of(request: Request, found: Checked) -> list[Line]:
    """Return what came of a check as lines for a reader."""
    from verify.reports import concise, text

    render = text.render if request.style == "full" else concise.render
    lines = render(found.judgements, found.problems)
    if request.statistics:
        from verify.reports import statistics_text

        lines = [*lines, (), *statistics_text.lines_of(found.judgements)]
    return lines


def status(request: Request, found: Checked) -> int:
    """Return the exit status: 0 nothing unexpected, 1 a finding, 2 what could not be read."""
    from verify.diagnostics import Severity
    from verify.expectations import unexpected
    from verify.verdicts import Status

    unread = any(judgement.status is Status.INVALID for judgement in found.judgements)
    if unread or any(each.severity is Severity.ERROR for each in found.problems):
        return 2
    failing = any(unexpected(each, request.config.fail_on) for each in found.judgements)
    return int(failing or bool(found.problems))


def _held(
    judgements: tuple[Judgement, ...], path: str, update: bool, config: Config
) -> tuple[tuple[Judgement, ...], tuple[Diagnostic, ...], str]:
    """Hold judgements against a baseline, written if asked for; with what is wrong, and a word."""
    from verify import baseline
    from verify.formats import FORMATS
    from verify.verdicts import Status

    if update and not os.path.exists(path):
        if not path.endswith(tuple(FORMATS)):
            raise click.UsageError(f"{path} is no name for a baseline, such as known.json")
        if any(judgement.status is Status.INVALID for judgement in judgements):
            raise click.UsageError(f"{path} is not written, as some suite could not be checked")
        empty = baseline.Baseline(Path(os.path.realpath(path)).parent, path)
        known = baseline.of_judgements(judgements, config.fail_on, empty)
        _write(baseline.written(known), path, judgements)
        said = f"{path}: {_findings(len(known.known))} known"
        return baseline.held(judgements, known)[0], (), said
    known, problems = baseline.read(path, config.limits)
    if problems:
        return judgements, problems, ""
    marked, unused = baseline.held(judgements, known)
    if not (update and unused):
        return marked, baseline.unused_entries(unused, config.limits), ""
    gone = set(unused)
    left = replace(known, known=tuple(each for each in known.known if each not in gone))
    _write(baseline.written(left), path, judgements)
    return marked, (), f"{path}: {_findings(len(unused))} taken out, {len(left.known)} left"


def _findings(count: int) -> str:
    return f"{count} finding" if count == 1 else f"{count} findings"


def _data(request: Request, found: Checked) -> str:
    """Return the report in a format for machines; what has no place in it goes to stderr."""
    style, judgements, problems = request.style, found.judgements, found.problems
    if style == "json":
        from verify.reports import json_report

        return json_report.render(judgements, problems, statistics=request.statistics)
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
        os.path.isfile(target)
        and target.stat().st_size
        and '"digest"' not in target.read_text("utf-8", errors="replace")
    ):
        raise click.UsageError(f"{path} is there already, and is no certificate to be replaced")
    _write(json.dumps(whole, ensure_ascii=True, indent=1) + "\n", path, judgements)


def _write(report: str, output: str, judgements: tuple[Judgement, ...]) -> None:
    """Write a report, but never over a file that was read for it."""
    write(report, output, [p for judged in judgements for p in (*judged.files, *judged.beside)])
