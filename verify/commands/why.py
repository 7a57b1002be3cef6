"""`verify why`: how a quantity, a claim or an assumption follows from the rest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from verify.commands.completing import names
from verify.commands.options import (
    color_option,
    config_of,
    config_options,
    paths_argument,
    style_option,
)
from verify.commands.output import show
from verify.commands.suites import complain, read_suites

if TYPE_CHECKING:
    from verify.facts import Facts


@click.command()
@click.argument("name", shell_complete=names)
@paths_argument
@style_option("full", "json")
@config_options
@color_option
def command(name: str, paths: tuple[str, ...], style: str, color: str, **given: Any) -> None:
    """Show how NAME follows from the rest, step by step.

    NAME is a quantity, with a period if it varies (`cluster.power@2025-06`), or the id of a
    claim or assumption. PATHS are suites or folders of suites; the current folder if none is
    given.
    """
    from verify.answer import answers, names
    from verify.pipeline import check_facts
    from verify.reports import why_json, why_text
    from verify.suppose import knows
    from verify.verdicts import Status

    config = config_of(**given)
    suites, errors = read_suites(paths, config)
    judged = [check_facts(facts, config) for facts in suites if knows(facts, name)]
    for judgement in judged:
        if judgement.status is Status.INVALID:
            errors += judgement.diagnostics
    complain(errors)
    found = [answer for judgement in judged for answer in answers(name, judgement)]
    if found and style == "json":
        click.echo(why_json.render(name, found), nl=False)
    elif found:
        show(why_text.render(found, paths), color)
    elif suites and all(judgement.status is not Status.INVALID for judgement in judged):
        known = [each for judgement in judged for each in names(judgement)]
        raise click.UsageError(unknown(name, suites, known))
    if errors or not found:
        sys.exit(2)


def unknown(name: str, suites: Sequence[Facts], periods: Sequence[str] = ()) -> str:
    """Say that no suite knows a name, with the nearest one that some suite knows."""
    from verify.diagnostics import suggestion
    from verify.reports.styled import safe
    from verify.suppose import known_names
    from verify.tree import shortened

    near = suggestion(name, [*periods, *(each for facts in suites for each in known_names(facts))])
    where = suites[0].path if len(suites) == 1 else f"{len(suites)} suites"
    tip = f" Did you mean '{near}'?" if near else ""
    return f"No quantity, claim or assumption '{safe(shortened(name))}' in {safe(where)}.{tip}"
