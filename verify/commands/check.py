"""`verify check`: judge suites and report on them."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any

import click

from verify.commands.checking import MACHINES, Request, checked, report, status
from verify.commands.options import (
    color_option,
    config_of,
    config_options,
    paths_argument,
    style_option,
)
from verify.failing import FAIL_ON


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
@click.option(
    "--baseline",
    type=click.Path(),
    metavar="FILE",
    help="Findings that are known and do not fail; those that are no more do.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Write the baseline if there is none, else take out what is no more.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--statistics", is_flag=True, help="Say how the decisions were made.")
@config_options
@color_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status says it.")
def command(
    paths: tuple[str, ...],
    style: str,
    output: str | None,
    certificates: str | None,
    baseline: str | None,
    update_baseline: bool,
    watch: bool,
    statistics: bool,
    color: str,
    quiet: bool,
    **given: Any,
) -> None:
    """Check suites: which published figures can all be true together.

    PATHS are suites or folders of suites; the current folder if none is given.
    """
    named = [os.path.realpath(each) for each in (output, certificates, baseline) if each]
    if len(set(named)) < len(named):
        raise click.UsageError(
            "the report, the certificate and the baseline are files of their own"
        )
    if update_baseline and baseline is None:
        raise click.UsageError("`--update-baseline` needs `--baseline FILE`")
    config = replace(
        config_of(**given),
        certificates=certificates is not None,
        quantities=style in ("json", "html"),
        coverage=style == "html",
    )
    request = Request(
        paths or (".",),
        config,
        style,
        output,
        certificates,
        baseline,
        update_baseline,
        statistics,
        color,
        quiet,
    )
    if watch:
        from verify.commands.watching import watched

        sys.exit(watched(request))
    found = checked(request)
    report(request, found)
    sys.exit(status(request, found))
