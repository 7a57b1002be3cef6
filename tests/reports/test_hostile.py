"""A hostile suite in every format: read by parsers that are not ours, and only text to them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as Xml

import pydot
import pytest
from hostile import EVERY, ID, LONG, NAME, hostile
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from sarif_pydantic import Sarif
from test_html import Page

from verify.bars import plots
from verify.commands.checking import MACHINES
from verify.graph import Graph, components, spoken_of, whole
from verify.path import marked, path
from verify.reports import (
    annotations as web_annotations,
)
from verify.reports import (
    claim_review,
    concise,
    csv_table,
    dot_graph,
    github,
    gitlab,
    html,
    json_report,
    junit,
    markdown,
    mermaid_graph,
    plot_text,
    rdjsonl,
    sarif,
    svg_graph,
    text,
)
from verify.reports.styled import plain
from verify.reports.svg_plot import interval_plot, standalone
from verify.verdicts import Judgement

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    return hostile()


@pytest.fixture(scope="module")
def graph(judgement: Judgement) -> Graph:
    """Return the whole graph, with the path of a conflict marked."""
    assert judgement.facts is not None
    return marked(spoken_of(whole(judgement)), judgement.conflicts[1], judgement.facts)


def _graph_of(render: Callable[[Graph], str]) -> Callable[[Judgement], str]:
    def rendered(judgement: Judgement) -> str:
        assert judgement.facts is not None
        graph = marked(spoken_of(whole(judgement)), judgement.conflicts[1], judgement.facts)
        return render(graph)

    return rendered


def _plot(judgement: Judgement) -> str:
    (plot,) = plots(judgement, NAME)
    return standalone(interval_plot(plot.bars, plot.quantity, EVERY), "")


FORMATS: dict[str, Callable[[Judgement], str]] = {
    "full": lambda j: plain(text.render([j])),
    "concise": lambda j: plain(concise.render([j])),
    "json": lambda j: json_report.render([j]),
    "html": lambda j: html.render([j]),
    "sarif": lambda j: sarif.render([j]),
    "junit": lambda j: junit.render([j]),
    "github": lambda j: github.render([j]),
    "gitlab": lambda j: gitlab.render([j]),
    "rdjsonl": lambda j: rdjsonl.render([j]),
    "markdown": lambda j: markdown.render([j]),
    "csv": lambda j: csv_table.render([j]),
    "annotations": lambda j: web_annotations.render([j]),
    "claimreview": lambda j: claim_review.render([j]),
    "svg": _graph_of(svg_graph.render),
    "dot": _graph_of(dot_graph.render),
    "mermaid": _graph_of(mermaid_graph.render),
    "plot": lambda j: plain(plot_text.render(plots(j, "fee"))),
    "plot-svg": _plot,
}


def test_every_format_is_here() -> None:
    assert set(MACHINES) | {"full", "concise", "json"} <= set(FORMATS)


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_hidden_gets_through(judgement: Judgement, style: str) -> None:
    shown = FORMATS[style](judgement)
    if style == "csv":
        shown = shown.replace("\r\n", "\n")
    assert {c for c in shown if unicodedata.category(c) in UNSAFE} <= {"\n"}
    if style in ("html", "junit", "svg", "plot-svg", "mermaid", "markdown"):
        assert not re.search(r"(?<!\\)<(script>alert|img|svg/|b>)", shown)


@pytest.mark.parametrize("style", ["json", "sarif", "gitlab", "annotations", "claimreview"])
def test_json_is_read_and_says_what_was_written(judgement: Judgement, style: str) -> None:
    data = json.loads(FORMATS[style](judgement))
    if style == "json":
        assert data["suites"][0]["title"] == judgement.title
    if style == "sarif":
        assert len(Sarif.model_validate(data).runs[0].results or []) >= 6


def test_rdjsonl_is_one_object_a_line(judgement: Judgement) -> None:
    rows = [json.loads(row) for row in FORMATS["rdjsonl"](judgement).splitlines()]
    assert {row["severity"] for row in rows} <= {"ERROR", "WARNING", "INFO"}


def test_junit_is_read(judgement: Judgement) -> None:
    (suite,) = JUnitXml.fromstring(FORMATS["junit"](judgement).encode())
    assert suite.tests == len(judgement.claims)


def test_html_has_the_tags_of_the_report_alone(judgement: Judgement) -> None:
    page = Page(FORMATS["html"](judgement))
    tags = [tag for tag, _ in page.tags]
    assert not set(tags) & {"img", "b", "iframe", "object", "embed", "link", "form", "h5"}
    assert tags.count("script") == 2
    assert not any(name.startswith("on") for _, given in page.tags for name in given)
    assert all(target.startswith("#") for target in page.values("href"))
    assert "fieldset" in tags
    assert tags.count("svg") > 3


_COMMAND = re.compile(r"::(error|warning|notice) (\w+=[^:,]*(?:,\w+=[^:,]*)*)::(.*)")


def test_github_has_no_command_but_ours(judgement: Judgement) -> None:
    rows = FORMATS["github"](judgement).split("\n")
    assert rows.pop() == ""
    for row in rows:
        match = _COMMAND.fullmatch(row)
        assert match is not None
        assert [each.partition("=")[0] for each in match[2].split(",")][:2] == ["file", "title"]


def test_csv_has_no_formula(judgement: Judgement) -> None:
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](judgement), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(judgement.claims) + 1
    for cell in (cell for row in rows for cell in row):
        assert cell[:1] not in ("=", "+", "@", "\t", "\r")
        if cell[:1] == "-":
            float(cell)
    figures = {row[6][:6] for row in rows}
    assert {"'=cmd|", "'+1+1", "'-1 ::", "'@SUM("} <= figures


def test_markdown_stays_in_its_place(judgement: Judgement) -> None:
    shown = FORMATS["markdown"](judgement)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(shown)
    inline = [child for token in tokens for child in token.children or ()]
    assert not {token.type for token in inline} & {
        "link_open",
        "image",
        "html_inline",
        "code_inline",
    }
    assert not {"fence", "code_block", "hr"} & {token.type for token in tokens}
    blocks = {token.content.strip() for token in tokens if token.type == "html_block"}
    pieces = {line for block in blocks for line in block.splitlines()}
    assert all(re.fullmatch(r"</?details>|<summary>\d+ [a-z ]+</summary>", each) for each in pieces)
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h2", "h3"]
    assert not re.search(r"(?<![\w\\])@\w", shown)  # nobody is called


@pytest.mark.parametrize("style", ["full", "concise"])
def test_a_line_begins_with_nothing_of_theirs(judgement: Judgement, style: str) -> None:
    rows = FORMATS[style](judgement).splitlines()
    assert not any(row.startswith(("::", "##[", "# head", "```")) for row in rows)


def test_svg_has_the_elements_of_a_graph_alone(judgement: Judgement) -> None:
    for style in ("svg", "plot-svg"):
        shown = FORMATS[style](judgement)
        tags = {element.tag.rpartition("}")[2] for element in Xml.fromstring(shown).iter()}
        assert tags <= {*("svg", "style", "rect", "text", "tspan", "g", "path", "title", "line")}
        assert max(len(row) for row in shown.splitlines() if "<style" not in row) < LONG


def test_dot_is_one_graph_with_its_own_nodes(judgement: Judgement, graph: Graph) -> None:
    shown = FORMATS["dot"](judgement)
    (read,) = pydot.graph_from_dot_data(shown) or []
    names = {node.get_name() for node in read.get_nodes()} - {"node"}
    assert names == {f"n{number}" for number in range(1, len(graph.nodes) + 1)}
    assert len(read.get_edges()) == len(graph.edges)
    if shutil.which("dot") is not None:
        done = subprocess.run(
            ["dot", "-Tjson"], input=shown, capture_output=True, text=True, check=True
        )
        data: Any = json.loads(done.stdout)
        assert len(data["objects"]) == len(graph.nodes)
        assert done.stderr == ""


def test_mermaid_is_one_chart_with_its_own_nodes(judgement: Judgement, graph: Graph) -> None:
    rows = FORMATS["mermaid"](judgement).splitlines()
    node = re.compile(r'  n\d+[\[({/]+"([^"]*)"[\])}/]+')
    labels = [match[1] for row in rows if (match := node.fullmatch(row))]
    assert len(labels) == len(graph.nodes)
    for label in labels:
        assert "<" not in label.replace("<br/>", "")
    others = [row for row in rows if not node.fullmatch(row)]
    arrow = re.compile(r"  n\d+ (-->|---|==>|===) n\d+|  class(Def)? .*|flowchart TB")
    assert all(arrow.fullmatch(row) for row in others)


def test_mermaid_draws_it(graph: Graph) -> None:
    mermaidx = pytest.importorskip("mermaidx", reason="no Mermaid is installed here")
    part = max(components(graph), key=lambda each: sum(node.marked for node in each.nodes))
    picture = Xml.fromstring(mermaidx.Diagram(mermaid_graph.render(path(part))).svg())
    tags = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert not tags & {"script", "img", "iframe", "a", "b"}
    assert "=cmd|' /C calc'!A0" in "".join(picture.itertext())


@pytest.mark.parametrize("style", ["svg", "dot", "mermaid"])
def test_ten_thousand_characters_are_cut_visibly_in_graphs(
    judgement: Judgement, style: str
) -> None:
    shown = FORMATS[style](judgement)
    assert NAME[:20] in shown
    assert NAME[:500] not in shown
    assert ID[:500] not in shown
    assert "…" in shown
