"""What a node of the dependency graph says, line by line, in the boxes of its picture.

What one source says of a quantity, and what is assumed of it, stands in the quantity's own box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verify.graph import Entry, Graph, Node, NodeKind
from verify.reports.html_view import SIGNS
from verify.reports.wrapped import Run, measured, shortened, wrapped
from verify.verdicts import Verdict

LINE = 16.0  # height of a line
PADDING = 8.0
_WIDEST = 236.0
_NARROWEST = 110.0
_ENTRIES = 8  # claims shown of a node


@dataclass(frozen=True, slots=True)
class Card:
    """A box: its node, its lines of styled runs, and its size."""

    node: Node
    lines: tuple[tuple[Run, ...], ...]
    width: float
    height: float


def cards(graph: Graph) -> tuple[list[Card], list[tuple[int, int, int]]]:
    """Return the boxes of a graph, and the edges between them: tail, head, number of the edge."""
    inside = _inside(graph)
    held: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.key in inside:
            held.setdefault(inside[node.key], []).append(node)
    shown = [node for node in graph.nodes if node.key not in inside]
    places = {node.key: place for place, node in enumerate(shown)}
    edges = [
        (places[edge.tail], places[edge.head], number)
        for number, edge in enumerate(graph.edges)
        if edge.tail in places and edge.head in places
    ]
    return [card(node, held.get(node.key, ())) for node in shown], edges


def _inside(graph: Graph) -> dict[str, str]:
    """Return the nodes that stand in the box of the one quantity that they are about."""
    heads: dict[str, list[str]] = {}
    for edge in graph.edges:
        for own, other in ((edge.tail, edge.head), (edge.head, edge.tail)):
            heads.setdefault(own, []).append(other)
    folded = {NodeKind.CLAIMS, NodeKind.ASSUMPTION}
    return {
        node.key: heads[node.key][0]
        for node in graph.nodes
        if node.kind in folded and len(heads.get(node.key, ())) == 1
    }


def card(node: Node, held: Sequence[Node] = ()) -> Card:
    """Return the box of a node, with what stands in it."""
    widest = _WIDEST - 2 * PADDING
    lines = list(_head(node, widest))
    for each in held:
        if each.kind is NodeKind.CLAIMS:
            if each.title:
                lines += wrapped([("who", each.title)], widest, 1)
            lines += _entries(each.entries, widest)
        else:
            lines += _assumed(each, widest)
    if node.kind is NodeKind.READINGS:
        lines += _entries(node.entries, widest)
    if node.follows:
        lines += wrapped([("follows", f"→ {node.follows}")], widest, 3)
    wide = max(sum(measured(text, style) for style, text in line) for line in lines)
    width = min(max(_NARROWEST, wide + 2 * PADDING), _WIDEST)
    return Card(node, tuple(map(tuple, lines)), width, len(lines) * LINE + 2 * PADDING)


def _head(node: Node, width: float) -> Iterable[list[Run]]:
    match node.kind:
        case NodeKind.QUANTITY:
            note = "" if node.note == "1" else node.note
            yield from wrapped([("name", node.title), ("note", note)], width, 3)
        case NodeKind.RULE:
            yield from wrapped([("note", node.note or "rule")], width, 1)
            yield from wrapped([("formula", node.title)], width, 5)
        case NodeKind.ASSUMPTION:
            yield from _assumed(node, width)
        case NodeKind.READINGS:
            yield from wrapped([("who", node.title or "no source")], width, 1)


def _assumed(node: Node, width: float) -> list[list[Run]]:
    word = "judged" if node.soft else "assumed"
    mark = "▸ " if node.marked else ""
    said = [(_bold("assumed", node.marked), f"{mark}{word}:"), ("formula", node.title)]
    return wrapped([*said, ("note", f"({shortened(node.note, 60)})")], width, 4)


def _entries(entries: Sequence[Entry], width: float) -> Iterable[list[Run]]:
    """Show the marked claims, then the first of the others; count the rest by verdict."""
    ordered = sorted(entries, key=lambda each: not each.marked)
    for each in ordered[:_ENTRIES]:
        mark = "▸ " if each.marked else ""
        sign = f"{mark}{SIGNS[each.verdict]} {each.verdict.value}"
        note = f"({each.note})" if each.note else ""
        runs = [(each.verdict.value, sign), (_bold("figure", each.marked), each.figure)]
        yield from wrapped([*runs, ("note", note)], width, 4)
    rest = ordered[_ENTRIES:]
    if rest:
        counts = [(sum(e.verdict is verdict for e in rest), verdict.value) for verdict in Verdict]
        said = ", ".join(f"{count} {word}" for count, word in counts if count)
        yield from wrapped([("note", f"and {len(rest)} more: {said}")], width, 2)


def _bold(style: str, marked: bool) -> str:
    return f"{style} bold" if marked else style
