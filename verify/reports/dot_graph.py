"""The dependency graph in the DOT language of Graphviz.

The grammar is that of https://graphviz.org/doc/info/lang.html; in a quoted label a backslash and,
as Graphviz reads entities, an ampersand are escaped too.
"""

from __future__ import annotations

from verify.graph import Edge, Graph, Node, NodeKind
from verify.reports.graph_lines import lines, numbered, worst
from verify.reports.wrapped import shortened
from verify.verdicts import Verdict

_SHAPES = {
    NodeKind.QUANTITY: "shape=box, style=filled, fillcolor=gray95",
    NodeKind.RULE: 'shape=box, style=rounded, fontname="monospace"',
    NodeKind.ASSUMPTION: "shape=box, style=dashed",
    NodeKind.CLAIMS: "shape=note",
    NodeKind.READINGS: "shape=note, style=dashed",
}
_COLORS = {
    Verdict.CONFLICT: "#b3261e",
    Verdict.DISPUTED: "#8a5a00",
    Verdict.UNDECIDED: "#8a5a00",
    Verdict.ROUNDING: "#8a5a00",
    Verdict.CONDITIONAL: "#8a5a00",
    Verdict.CORROBORATED: "#1b6e3c",
    Verdict.CONSISTENT: "#1b6e3c",
    Verdict.UNTESTED: "#5d646b",
    Verdict.OPEN: "#5d646b",
}
_TITLE = 120  # characters


def render(graph: Graph) -> str:
    """Return a graph as one `digraph`."""
    names = numbered(graph)
    return "\n".join(
        [
            "digraph verify {",
            f"  label={_quoted(shortened(graph.title, _TITLE))};",
            '  labelloc=t; node [fontname="sans-serif", fontsize=11];',
            *(f"  {names[node.key]} [{_attributes(node)}];" for node in graph.nodes),
            *(_edge(edge, names) for edge in graph.edges),
            "}\n",
        ]
    )


def _attributes(node: Node) -> str:
    label = _quoted("\n".join(lines(node)))
    parts = [f"label={label}", _SHAPES[node.kind]]
    verdict = worst(node)
    if verdict is not None:
        parts.append(f'color="{_COLORS[verdict]}", fontcolor="{_COLORS[verdict]}"')
    if node.marked:
        parts.append("penwidth=3")
    return ", ".join(parts)


def _edge(edge: Edge, names: dict[str, str]) -> str:
    parts = [] if edge.directed else ["dir=none"]
    if edge.marked:
        parts.append("penwidth=3")
    tail = f" [{', '.join(parts)}]" if parts else ""
    return f"  {names[edge.tail]} -> {names[edge.head]}{tail};"


def _quoted(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n") + '"'
