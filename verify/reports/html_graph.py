"""The dependency graph in the HTML report: what a conflict rests on, and its whole component."""

from __future__ import annotations

import shlex

from verify.path import marked, path
from verify.reports.escaping import for_html
from verify.reports.html_view import View, scrolling
from verify.reports.svg_graph import boxes, graph_svg
from verify.verdicts import JudgedConflict

_SMALL = 8  # boxes up to which a component is shown at once
_LARGE = 60  # boxes from which on it is a picture of its own
_KEY = (
    '<p class="small quiet">Each box is a quantity, with who says what of it; round boxes are '
    "rules, dashed ones assumptions and claims that can be read in several ways. Thick lines and ▸ "
    "mark what this conflict rests on, → what follows on the way.</p>"
)


def conflict_graph(view: View, conflict: JudgedConflict) -> str:
    """Draw the component that a conflict is in, with what it rests on marked.

    Where that is large, what it rests on stands first and alone.
    """
    component = view.component(conflict.members)
    if component is None:
        return ""
    whole = marked(component, conflict, view.facts)
    own = path(whole)
    many, few = boxes(whole), boxes(own)
    said = f"what {', '.join(conflict.members)} hang together by; the steps below say it in words"
    if many <= _SMALL:
        return scrolling(graph_svg(whole, f"Dependency graph: {said}"), "Dependency graph") + _KEY
    first = scrolling(graph_svg(own, f"Path: {said}"), "What the conflict rests on") + _KEY
    quantity = next(node.title for node in own.nodes if node.key.startswith("quantity "))
    if many > _LARGE:
        where = shlex.quote(view.judgement.path)
        hint = f"verify graph {where} --quantity {quantity} -o graph.svg"
        rest = f"<p>The whole component has {many} boxes: <code>{for_html(hint)}</code></p>"
    else:
        picture = scrolling(graph_svg(whole, f"Component: {said}"), "The whole component")
        summary = f"The whole component, {many} boxes, with this path marked"
        rest = f"<details><summary>{summary}</summary>{picture}</details>"
    return (first if few > 1 else _KEY if many <= _LARGE else "") + rest
