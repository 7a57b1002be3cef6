"""`verify figures`: the figures of an article, each with what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from verify.commands.options import color_option, style_option
from verify.commands.output import show


@click.command()
@click.argument("file", type=click.Path())
@click.option("--all", "every", is_flag=True, help="Also what has a number and is no figure.")
@style_option("full", "json")
@click.option("--policy", default="default", help="The table of hedges in force.")
@color_option
def command(file: str, every: bool, style: str, policy: str, color: str) -> None:
    """Find the figures of FILE: plain text, Markdown or HTML; `-` reads standard input.

    Each is listed with its place and the set of numbers that it says. What cannot be read for
    certain is listed with the reason.
    """
    from verify.config import Config
    from verify.diagnostics import Severity
    from verify.formats import read_plain
    from verify.hedges import load_policy
    from verify.prose import figures_of
    from verify.reports import figures_json, figures_text
    from verify.reports.styled import plain
    from verify.reports.text import diagnostic
    from verify.units import unit_of_word

    table = load_policy(policy)
    for problem in table.problems:
        raise click.UsageError(problem.message)
    limits = Config().limits
    given = sys.stdin.buffer.read(limits.file_bytes + 1) if file == "-" else None
    text, problems = read_plain(Path(file), file, limits, given)
    for each in problems:
        click.echo(plain(diagnostic(each)), nl=False, err=True)
    if text is None or any(each.severity is Severity.ERROR for each in problems):
        sys.exit(2)
    figures, names = figures_of(text, file, unit_of=unit_of_word, policy=table)
    if style == "json":
        click.echo(figures_json.render(file, figures, names), nl=False)
    else:
        show(figures_text.render(file, text, figures, names if every else ()), color)
