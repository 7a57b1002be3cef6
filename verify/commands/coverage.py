"""`verify coverage`: which figures of the sources are claimed, waived or open."""

from __future__ import annotations

import sys
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
from verify.commands.output import show

if TYPE_CHECKING:
    from verify.coverage import SourceCoverage
    from verify.diagnostics import Diagnostic


@click.command()
@paths_argument
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if less of the figures at hand is covered.",
)
@style_option("full", "json")
@config_options
@color_option
def command(
    paths: tuple[str, ...], fail_under: float | None, style: str, color: str, **given: Any
) -> None:
    """Say of every figure in every source at hand: claimed, waived with a reason, or open.

    PATHS are suites or folders of suites; the current folder if none is given. Texts that are not
    below the suite's folder are looked for in the folders of --sources.
    """
    from verify.commands.suites import complain
    from verify.coverage import coverage, share
    from verify.diagnostics import Severity
    from verify.formats import find_suites
    from verify.hedges import load_policy
    from verify.pipeline import read_suite
    from verify.reports import coverage_json, coverage_text

    config = config_of(**given)
    policy = load_policy(config.policy)
    found: list[tuple[str, tuple[SourceCoverage, ...]]] = []
    wrong: list[Diagnostic] = []
    for path in paths or (".",):
        suites, problems = find_suites(path)
        wrong += problems
        for suite in suites:
            facts, problems = read_suite(suite, config)
            wrong += [each for each in problems if each.severity is Severity.ERROR]
            if facts is not None:
                parts, problems = coverage(facts, Path(suite.folder), config, policy)
                found.append((suite.shown, parts))
                complain(problems)
    complain(wrong)
    if style == "json":
        click.echo(coverage_json.render(found), nl=False)
    else:
        show([line for path, parts in found for line in coverage_text.render(path, parts)], color)
    if wrong:
        sys.exit(2)
    covered = share([part for _, parts in found for part in parts])
    if fail_under is not None and covered is not None and covered * 100 < fail_under:
        sys.exit(1)
