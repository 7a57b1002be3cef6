"""`verify graph`: how quantities, rules, claims and assumptions hang together."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.completing import names
from verify.commands.options import config_of, config_options, paths_argument
from verify.commands.output import write
from verify.commands.suites import complain

if TYPE_CHECKING:
    from verify.graph import Graph
    from verify.verdicts import JudgedConflict, Judgement

# Formats, the module of verify/reports that writes each, and the endings of file names.
_FORMATS = {
    "svg": ("svg_graph", (".svg",)),
    "dot": ("dot_graph", (".dot", ".gv")),
    "mermaid": ("mermaid_graph", (".mmd", ".mermaid")),
}


@click.command()
@paths_argument
@click.option(
    "--conflict",
    metavar="NAME",
    shell_complete=names,
    help="Only what a conflict rests on: its number in the report, or members of it.",
)
@click.option(
    "--quantity",
    metavar="NAME",
    shell_complete=names,
    help="Only what hangs together with a quantity, or with what a claim is about.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(_FORMATS)),
    help="How the graph is written. [default: what the file's name says, else svg]",
)
@click.option("-o", "--output", type=click.Path(), help="Write the graph to a file.")
@config_options
def command(
    paths: tuple[str, ...],
    conflict: str | None,
    quantity: str | None,
    style: str | None,
    output: str | None,
    **given: Any,
) -> None:
    """Draw how quantities hang together: rules, claims by source with verdicts, assumptions.

    PATHS are one suite; the current folder if none is given. Components in which nothing is claimed
    are left out.
    """
    from verify.pipeline import check_paths
    from verify.verdicts import Status

    if conflict is not None and quantity is not None:
        raise click.UsageError("give --conflict or --quantity, not both")
    judgements, problems = check_paths(
        paths or (".",), replace(config_of(**given), quantities=False)
    )
    if len(judgements) > 1:
        suites = ", ".join(judgement.path for judgement in judgements)
        raise click.UsageError(f"there are several suites; name one of {suites}")
    wrong = [each for j in judgements if j.status is Status.INVALID for each in j.diagnostics]
    complain([*problems, *wrong])
    if problems or wrong or not judgements:
        sys.exit(2)
    (judgement,) = judgements
    text = _written(_chosen(judgement, conflict, quantity), style or _format_of(output))
    if output:
        write(text, output, (*judgement.files, *judgement.beside))
    else:
        click.echo(text, nl=False)


def _chosen(judgement: Judgement, conflict: str | None, quantity: str | None) -> Graph:
    from verify.graph import spoken_of, whole

    graph = whole(judgement)
    if quantity is not None:
        return _around(graph, quantity, judgement)
    if conflict is None:
        return spoken_of(graph)
    from verify.explain import explain_conflict
    from verify.path import marked, path

    assert judgement.facts is not None
    found = _conflict(judgement, conflict)
    title = explain_conflict(found, judgement).headline
    return replace(path(marked(graph, found, judgement.facts)), title=title)


def _around(graph: Graph, name: str, judgement: Judgement) -> Graph:
    """Return the component of a quantity, claim or assumption; bad usage if there is none."""
    from verify.commands.why import unknown
    from verify.graph import component_of, quantity_key

    assert judgement.facts is not None
    keys = {entry.id: node.key for node in graph.nodes for entry in node.entries}
    keys |= {each.id: f"assumption {each.id}" for each in judgement.facts.assumptions}
    keys |= {id_: quantity_key(id_) for id_ in judgement.facts.quantity}
    key = keys.get(name) or keys.get(name.partition("@")[0])
    if key is None:
        raise click.UsageError(unknown(name, [judgement.facts]))
    return replace(component_of(graph, key), title=name)


def _conflict(judgement: Judgement, name: str) -> JudgedConflict:
    """Return the conflict of a number in the order of the report, or of members."""
    from verify.explain import alike
    from verify.reports.styled import safe

    groups = alike(judgement)
    listed = [f"{number}: {', '.join(group[0].members)}" for number, group in enumerate(groups, 1)]
    if not groups:
        raise click.UsageError("the suite has no conflicts")
    if name.isascii() and name.isdigit():
        if not 1 <= int(name) <= len(groups):
            raise click.UsageError(f"there is no conflict {name}; there are 1 to {len(groups)}")
        return groups[int(name) - 1][0]
    members = set(name.replace(",", " ").split())
    found = [(n, c) for n, group in enumerate(groups) for c in group if members <= set(c.members)]
    if not found:
        raise click.UsageError(
            f"no conflict has {safe(name)}; these there are: {safe('; '.join(listed))}"
        )
    exact = [conflict for _, conflict in found if members == set(conflict.members)]
    if not exact and len({number for number, _ in found}) > 1:
        several = "; ".join(listed[number] for number in sorted({number for number, _ in found}))
        raise click.UsageError(f"several conflicts have {safe(name)}: {safe(several)}")
    return (exact or [conflict for _, conflict in found])[0]


def _format_of(output: str | None) -> str:
    ending = Path(output).suffix if output else ""
    return next((style for style, (_, ends) in _FORMATS.items() if ending in ends), "svg")


def _written(graph: Graph, style: str) -> str:
    text: str = import_module(f"verify.reports.{_FORMATS[style][0]}").render(graph)
    return text
