"""The dependency graph as a Mermaid flowchart, for Markdown that renders it.

Characters that Mermaid, Markdown or HTML might take for their own are written as entities
(https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters).
"""

from __future__ import annotations

import re

from verify.graph import Graph, Node, NodeKind
from verify.reports.graph_lines import lines, numbered, worst
from verify.verdicts import Verdict

_SHAPES = {
    NodeKind.QUANTITY: ("[", "]"),
    NodeKind.RULE: ("(", ")"),
    NodeKind.ASSUMPTION: ("([", "])"),
    NodeKind.CLAIMS: ("[/", "/]"),
    NodeKind.READINGS: ("{{", "}}"),
}
# Text and border on white, which are readable in light pages and dark ones.
_CLASSES = {
    "bad": ("#b3261e", (Verdict.CONFLICT,)),
    "doubt": (
        "#8a5a00",
        (Verdict.DISPUTED, Verdict.UNDECIDED, Verdict.ROUNDING, Verdict.CONDITIONAL),
    ),
    "good": ("#1b6e3c", (Verdict.CORROBORATED, Verdict.CONSISTENT)),
    "quiet": ("#5d646b", (Verdict.UNTESTED, Verdict.OPEN)),
}
_CLASS_OF = {verdict: name for name, (_, verdicts) in _CLASSES.items() for verdict in verdicts}
_PLAIN = re.compile(r"[^\w .,:()/+'→▸✗⚖?≈◐✓·○…-]|_")  # what is written as an entity
_FIRST = re.compile(r"^[\d+-]")  # a line that begins so may be taken for a list


def render(graph: Graph) -> str:
    """Return a graph as one flowchart, from top to bottom."""
    names = numbered(graph)
    rows = ["flowchart TB", *(f"  {names[node.key]}{_label(node)}" for node in graph.nodes)]
    rows += [
        f"  {names[edge.tail]} {_arrow(edge.directed, edge.marked)} {names[edge.head]}"
        for edge in graph.edges
    ]
    rows += [
        f"  classDef {name} fill:#fff,stroke:{color},color:{color}"
        for name, (color, _) in _CLASSES.items()
    ]
    rows += ["  classDef plain fill:#fff,stroke:#5d646b,color:#1c1e21"]
    rows += ["  classDef path stroke-width:4px"]
    members: dict[str, list[str]] = {}
    for node in graph.nodes:
        verdict = worst(node)
        members.setdefault(_CLASS_OF[verdict] if verdict else "plain", []).append(names[node.key])
        if node.marked:
            members.setdefault("path", []).append(names[node.key])
    rows += [f"  class {','.join(nodes)} {name}" for name, nodes in members.items()]
    return "\n".join(rows) + "\n"


def _label(node: Node) -> str:
    left, right = _SHAPES[node.kind]
    return f'{left}"{"<br/>".join(map(_escaped, lines(node)))}"{right}'


def _escaped(line: str) -> str:
    shown = _PLAIN.sub(lambda match: f"#{ord(match[0])};", line)
    return _FIRST.sub(lambda match: f"#{ord(match[0])};", shown)


def _arrow(directed: bool, marked: bool) -> str:
    if marked:
        return "==>" if directed else "==="
    return "-->" if directed else "---"
