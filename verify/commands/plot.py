"""`verify plot`: what is published of a quantity, on one axis."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import click

from verify.commands.completing import names
from verify.commands.options import color_option, config_of, config_options, paths_argument
from verify.commands.output import show, write
from verify.commands.suites import complain, inputs, read_suites


@click.command()
@click.argument("name", shell_complete=names)
@paths_argument
@click.option("-o", "--output", type=click.Path(), help="Write an SVG file instead.")
@config_options
@color_option
def command(
    name: str, paths: tuple[str, ...], output: str | None, color: str, **given: Any
) -> None:
    """Draw what is published of the quantity NAME, and what the rest leaves of it.

    NAME may carry a period (`cluster.power@2025-06`); without one every period is drawn. PATHS are
    suites or folders of suites; the current folder if none is given.
    """
    from verify.bars import plots
    from verify.commands.why import unknown
    from verify.pipeline import check_facts
    from verify.suppose import knows
    from verify.verdicts import Status

    config = replace(config_of(**given), quantities=True)
    suites, errors = read_suites(paths, config)
    judged = [check_facts(facts, config) for facts in suites if knows(facts, name)]
    for judgement in judged:
        if judgement.status is Status.INVALID:
            errors += judgement.diagnostics
    complain(errors)
    if errors:
        sys.exit(2)
    if not judged:
        raise click.UsageError(unknown(name, suites))
    found = [plot for judgement in judged for plot in plots(judgement, name)]
    if not found:
        raise click.UsageError(f"nothing that could be drawn is known of {name}")
    if output is None:
        from verify.reports import plot_text

        show(plot_text.render(found), color)
        return
    if len(found) > 1:
        names = ", ".join(plot.name for plot in found)
        raise click.UsageError(f"{name} has several plots; name one of {names}")
    from importlib import resources

    from verify.reports.svg_plot import interval_plot, standalone

    style = resources.files("verify.reports").joinpath("plot.css").read_text("utf-8")
    (plot,) = found
    write(
        standalone(interval_plot(plot.bars, plot.quantity, plot.name), style),
        output,
        inputs(paths, suites, config),
    )
