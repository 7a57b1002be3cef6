"""`verify what-if`: what would change if a quantity had another value."""

from __future__ import annotations

import sys
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
    from verify.changes import Replaced
    from verify.config import Config
    from verify.diagnostics import Problem
    from verify.facts import Facts


class AssignmentError(click.UsageError):
    """An assignment that cannot be read, in several lines whose foreign text is escaped."""


@click.command()
@click.argument("assignment", shell_complete=names)
@paths_argument
@click.option(
    "--and",
    "more",
    multiple=True,
    metavar="ASSIGNMENT",
    help="Another assignment in the same world; may be given more than once.",
)
@style_option("full", "json")
@config_options
@color_option
def command(
    assignment: str,
    paths: tuple[str, ...],
    more: tuple[str, ...],
    style: str,
    color: str,
    **given: Any,
) -> None:
    r"""Show what would change if ASSIGNMENT held, as in "deal.term = 48 month".

    On its left stands a quantity, whose claims are then set aside, or the id of one claim or
    assumption. The value is taken exactly. PATHS are suites or folders of suites; the current
    folder if none is given.

    \b
    Exit status: 1 if a conflict would be introduced, else 0.
    """
    from verify.changes import compare
    from verify.pipeline import check_facts
    from verify.reports import changes_json, changes_text
    from verify.verdicts import Status

    config = config_of(**given)
    suites, errors = read_suites(paths, config)
    complain(errors)
    found = []
    for facts, assignments in _concerned(suites, (assignment, *more)):
        world, supposed = _world(facts, assignments, config)
        judged = [check_facts(each, config) for each in (facts, world)]
        broken = next((each for each in judged if each.status is Status.INVALID), None)
        if broken is None:
            found.append(compare(judged[0], judged[1], supposed))
        else:
            complain(broken.diagnostics)
            errors += broken.diagnostics
    if found and style == "json":
        click.echo(changes_json.render(found), nl=False)
    elif found:
        show(changes_text.render(found), color)
    if errors or not found:
        sys.exit(2)
    sys.exit(int(any(changes.worse for changes in found)))


def _concerned(
    suites: list[Facts], texts: tuple[str, ...]
) -> list[tuple[Facts, list[tuple[str, str]]]]:
    """Return the suites that know every name assigned to, with the assignments' parts."""
    from verify.commands.why import unknown
    from verify.diagnostics import Problem
    from verify.suppose import knows, parted

    found = []
    first: tuple[str, Problem] | None = None
    missing = ""
    for facts in suites:
        parts = []
        for text in texts:
            part = parted(text, facts)
            if isinstance(part, Problem):
                first = first or (text, part)
                break
            if not knows(facts, part[0]):
                missing = missing or part[0]
                break
            parts.append(part)
        else:
            found.append((facts, parts))
    if not found and missing:
        raise click.UsageError(unknown(missing, suites))
    if not found and first is not None:
        raise AssignmentError(_shown(first[1], first[0]))
    return found


def _world(
    facts: Facts, assignments: list[tuple[str, str]], config: Config
) -> tuple[Facts, list[Replaced]]:
    from verify.changes import replaced
    from verify.hedges import load_policy
    from verify.suppose import suppose

    policy = load_policy(config.policy)
    world, supposed = facts, []
    for name, value in assignments:
        changed = suppose(world, name, value, policy)
        if isinstance(changed, tuple):
            shown = "\n".join(_shown(problem, f"{name} = {value}") for problem in changed)
            raise AssignmentError(shown)
        supposed.append(replaced(name, value, world, changed))
        world = changed
    return world, supposed


def _shown(problem: Problem, text: str) -> str:
    """Write what is wrong with an assignment, and what to write instead."""
    from verify.reports.styled import safe
    from verify.tree import shortened

    lines = [f"{safe(problem.message)} (in `{safe(shortened(text))}`)", *map(safe, problem.details)]
    return "\n  ".join([*lines, *([f"help: {safe(problem.help)}"] if problem.help else [])])
