"""What a node of the dependency graph says, line by line, where every node is a box of its own."""

from __future__ import annotations

from collections.abc import Iterator

from verify.graph import Entry, Graph, Node, NodeKind
from verify.reports.html_view import SIGNS
from verify.reports.wrapped import shortened
from verify.verdicts import Verdict

_LONGEST = 80  # characters of a line
_ENTRIES = 8  # claims shown of a node


def lines(node: Node) -> Iterator[str]:
    """Return the lines of a node, harmless for a terminal, each cut visibly where it is long."""
    mark = "▸ " if node.marked and node.kind is NodeKind.ASSUMPTION else ""
    match node.kind:
        case NodeKind.QUANTITY:
            yield shortened(node.title, _LONGEST)
            if node.note != "1":
                yield shortened(node.note, _LONGEST)
        case NodeKind.RULE:
            if node.note:
                yield shortened(node.note, _LONGEST)
            yield shortened(node.title, _LONGEST)
        case NodeKind.ASSUMPTION:
            word = "judged" if node.soft else "assumed"
            yield f"{mark}{word}: {shortened(node.title, _LONGEST)}"
            yield f"({shortened(node.note, _LONGEST)})"
        case NodeKind.CLAIMS | NodeKind.READINGS:
            yield shortened(node.title, _LONGEST) or "no source"
            yield from _entries(node)
    if node.follows:
        yield f"→ {shortened(node.follows, _LONGEST)}"


def worst(node: Node) -> Verdict | None:
    """Return the worst verdict of the claims in a node."""
    verdicts = {entry.verdict for entry in node.entries}
    return next((verdict for verdict in Verdict if verdict in verdicts), None)


def numbered(graph: Graph) -> dict[str, str]:
    """Return a short name for each node: what files call it stands in its label alone."""
    return {node.key: f"n{number}" for number, node in enumerate(graph.nodes, 1)}


def _entries(node: Node) -> Iterator[str]:
    ordered = sorted(node.entries, key=lambda each: not each.marked)
    yield from map(_entry, ordered[:_ENTRIES])
    if len(ordered) > _ENTRIES:
        yield f"and {len(ordered) - _ENTRIES} more"


def _entry(entry: Entry) -> str:
    mark = "▸ " if entry.marked else ""
    note = f" ({shortened(entry.note, _LONGEST)})" if entry.note else ""
    figure = shortened(entry.figure, _LONGEST)
    return f"{mark}{SIGNS[entry.verdict]} {entry.verdict.value}: {figure}{note}"
