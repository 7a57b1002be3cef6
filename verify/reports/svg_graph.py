"""The dependency graph as SVG: boxes in layers, edges between them, no script and no font of ours.

Claims stand in the box of their quantity; each verdict has its sign, its word and its colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

from verify.graph import Edge, Graph, NodeKind, components
from verify.reports.escaping import for_html
from verify.reports.graph_cards import LINE, PADDING, Card, cards
from verify.reports.html_view import SIGNS
from verify.reports.layered import Layout, layered, packed
from verify.reports.wrapped import shortened, wrapped
from verify.verdicts import Verdict

_MARGIN = 14.0
_APART = 30.0  # between two components
_WIDTH = 1500.0  # that components are set side by side in, unless one is wider
_HEAD = 58.0  # height of the title and the key of a picture of its own
_NARROWEST = 700.0
_TITLE_SIZE = 4 / 3  # as large as a name in a box
_LONGEST = 120  # characters of a title
_TITLE = 400  # characters that are shown of what is cut in a box


@dataclass(frozen=True, slots=True)
class Picture:
    """Parts of a picture, and the size of what they draw."""

    parts: tuple[str, ...]
    width: float
    height: float


def graph_svg(graph: Graph, label: str) -> str:
    """Return a graph as an element for a page that has the styles."""
    drawn = _drawn(graph)
    return "\n".join([_opening(drawn, label, 0.0), *drawn.parts, "</svg>"])


def boxes(graph: Graph) -> int:
    """Return how many boxes the picture of a graph has."""
    return len(cards(graph)[0])


def render(graph: Graph) -> str:
    """Return a graph as a file of its own, with a title and a key."""
    style = "".join(
        resources.files("verify.reports").joinpath(name).read_text("utf-8")
        for name in ("colors.css", "graph.css")
    )
    drawn = _drawn(graph)
    (line,) = wrapped([("name", graph.title)], (_across(drawn) - 2 * _MARGIN) / _TITLE_SIZE, 1)
    title = for_html("".join(text for _, text in line))
    head = _opening(drawn, graph.title, _HEAD).replace("<svg ", f"<svg {_SPACE} ", 1)
    parts = [
        f"{head}\n<style>{style}</style>",
        '<rect class="paper" width="100%" height="100%"/>',
        f'<text class="title" x="{_MARGIN:.0f}" y="26">{title}</text>',
        f'<text class="key" x="{_MARGIN - 12:.0f}" y="46">{_key(graph)}</text>',
        f'<g transform="translate(0 {_HEAD:.0f})">',
        *drawn.parts,
        "</g>\n</svg>\n",
    ]
    return "\n".join(parts)


_SPACE = 'xmlns="http://www.w3.org/2000/svg"'


def _opening(drawn: Picture, label: str, head: float) -> str:
    width, height = _across(drawn) if head else drawn.width, drawn.height + head
    said = for_html(shortened(label, _LONGEST))
    return (
        f'<svg class="graph" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{said}">'
    )


def _across(drawn: Picture) -> float:
    """Return the width of a picture of its own, which has room for the key."""
    return max(drawn.width, _NARROWEST)


def _drawn(graph: Graph) -> Picture:
    """Lay out each component, and set them side by side, the widest first."""
    parts = []
    for part in components(graph):
        boxes, edges = cards(part)
        ends = [(tail, head) for tail, head, _ in edges]
        layout = layered([(each.width, each.height) for each in boxes], ends)
        parts.append((part, boxes, edges, layout))
    parts.sort(key=lambda each: (-each[3].width, -each[3].height))
    sizes = [(layout.width, layout.height) for *_, layout in parts]
    corners, width, height = packed(sizes, _WIDTH, _APART)
    drawn: list[str] = []
    for (part, boxes, edges, layout), (x, y) in zip(parts, corners, strict=True):
        drawn.append(f'<g transform="translate({x + _MARGIN:.0f} {y + _MARGIN:.0f})">')
        joined = [part.edges[number] for _, _, number in edges]
        drawn += _edges(joined, layout.routes, [boxes[head] for _, head, _ in edges])
        drawn += [line for n, box in enumerate(boxes) for line in _box(box, layout, n)]
        drawn.append("</g>")
    return Picture(tuple(drawn), width + 2 * _MARGIN, height + 2 * _MARGIN)


def _edges(
    edges: Sequence[Edge], routes: Sequence[Sequence[tuple[float, float]]], heads: Sequence[Card]
) -> Iterator[str]:
    """Draw edges of a kind as one path, and the marked ones over the others."""
    lines: dict[str, list[str]] = {"edge": [], "tip": [], "edge marked": [], "tip marked": []}
    for edge, route, head in zip(edges, routes, heads, strict=True):
        lines["edge marked" if edge.marked else "edge"] += _steps(route)
        if edge.directed and head.node.kind is NodeKind.QUANTITY:
            lines["tip marked" if edge.marked else "tip"].append(_tip(route))
    for style, steps in lines.items():
        if steps:
            yield f'<path class="{style}" d="{"".join(steps)}"/>'


def _tip(route: Sequence[tuple[float, float]]) -> str:
    (x, y), (_, before) = route[-1], route[-2]
    way = 7 if before < y or (before == y and route[0][1] < y) else -7
    return f"M{x:.0f} {y:.0f}l-4 {-way}h8z"


def _steps(route: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Write a route: straight within a layer, bent between two."""
    yield f"M{route[0][0]:.0f} {route[0][1]:.0f}"
    for (x, y), (next_x, next_y) in pairwise(route):
        if x == next_x:
            if y != next_y:
                yield f"V{next_y:.0f}"
        else:
            half = (y + next_y) / 2
            yield f"C{x:.0f} {half:.0f} {next_x:.0f} {half:.0f} {next_x:.0f} {next_y:.0f}"


def _box(box: Card, layout: Layout, number: int) -> Iterator[str]:
    x, y = layout.corners[number]
    style = f"{box.node.kind.value}{' marked' if box.node.marked else ''}"
    round_ = 14 if box.node.kind is NodeKind.RULE else 4
    yield (
        f'<g class="{style}" transform="translate({x:.0f} {y:.0f})">'
        f"{_full(box)}"
        f'<rect width="{box.width:.0f}" height="{box.height:.0f}" rx="{round_}"/>'
    )
    for place, line in enumerate(box.lines):
        runs = "".join(_run(style, text) for style, text in line)
        at = PADDING + LINE * place + 12
        yield f'<text x="{PADDING:.0f}" y="{at:.0f}">{runs}</text>'
    yield "</g>"


def _run(style: str, text: str) -> str:
    shown = for_html(text) + (" " if text.endswith(" ") else "")
    return shown if style == "figure" else f'<tspan class="{style}">{shown}</tspan>'


def _full(box: Card) -> str:
    """Return what a box is of, in more words, where its own are cut."""
    if not any("…" in text for line in box.lines for _, text in line):
        return ""
    said = f"{box.node.title} ({box.node.note})" if box.node.note else box.node.title
    return f"<title>{for_html(shortened(said, _TITLE))}</title>"


def _key(graph: Graph) -> str:
    """Explain the signs that are in the picture."""
    used = {entry.verdict for node in graph.nodes for entry in node.entries}
    signs = [f'<tspan class="{v.value}">{SIGNS[v]} {v.value}</tspan>' for v in Verdict if v in used]
    if any(node.marked for node in graph.nodes):
        signs.append('<tspan class="bold">▸ and thick lines: what the conflict rests on</tspan>')
    if graph.silent:
        noun = "quantity" if graph.silent == 1 else "quantities"
        signs.append(f'<tspan class="note">{graph.silent} {noun} left out: no claim</tspan>')
    return "".join(each.replace("<tspan ", '<tspan dx="12" ', 1) for each in signs)
