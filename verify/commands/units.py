"""`verify units`: the units that are known, or what one of them is."""

from __future__ import annotations

import sys

import click

from verify.commands.completing import units
from verify.commands.options import color_option
from verify.commands.output import show


@click.command()
@click.argument("name", required=False, shell_complete=units)
@color_option
def command(name: str | None, color: str) -> None:
    """List the units that are known, or show NAME.

    NAME is a unit (`MW`), an expression (`USD/month`), a word of a figure (`megawatts`), or a
    group of the table (`length`). A noun that a quantity counts in is a unit of that suite alone.
    """
    from verify.diagnostics import Problem
    from verify.reports import units_text
    from verify.reports.styled import safe
    from verify.unit_lookup import groups, look_up

    if name is None:
        show(units_text.table(), color)
        return
    found = look_up(name)
    if not isinstance(found, Problem):
        show(units_text.entry(found), color)
    elif name.casefold() in groups():
        show(units_text.table(name.casefold()), color)
    else:
        for line in (found.message, *found.details):
            click.echo(safe(line), err=True)
        if found.help:
            click.echo(f"    help: {safe(found.help)}", err=True)
        sys.exit(2)
