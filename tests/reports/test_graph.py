"""`verify graph`: what is in it, whether others can read it, and that nothing overlaps."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

import pydot
import pytest
from command_line import EXAMPLE, CommandLine
from hypothesis import given
from hypothesis import strategies as st

from verify.config import Config
from verify.facts import Facts
from verify.graph import given_by
from verify.pipeline import check_paths
from verify.reports.layered import layered, packed

CLAIMS = Path(__file__).parents[2] / "claims"
SVG = "{http://www.w3.org/2000/svg}"
FORMATS = ("svg", "dot", "mermaid")
READINGS = """\
quantities:
  a: {unit: MW}
  b: {unit: MW}
  sense: {domain: choice, choices: [small, large]}
  lonely: {unit: MW, doc: nobody speaks of it}
assumptions: [{id: known, about: b, value: 3 MW, soft: true}]
claims:
  - id: one
    figure: 2 MW
    readings: {x: {about: a, when: sense == small}, y: {about: b, when: sense == large}}
"""


def drawn(line: CommandLine, text: str, *options: str) -> str:
    line.write("s.claims.yaml", text)
    done = line.run("graph", "s.claims.yaml", *options)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def dot_of(line: CommandLine, text: str, *options: str) -> tuple[dict[str, str], set[str]]:
    """Return the labels of nodes by name, and the edges as the first lines of their ends."""
    (graph,) = pydot.graph_from_dot_data(drawn(line, text, "--format", "dot", *options)) or []
    labels = {
        node.get_name(): str(node.get("label"))[1:-1].split("\\n")
        for node in graph.get_nodes()
        if node.get_name() != "node"
    }
    edges = {
        f"{labels[str(edge.get_source())][0]} -> {labels[str(edge.get_destination())][0]}"
        for edge in graph.get_edges()
    }
    return {lines[0]: "|".join(lines[1:]) for lines in labels.values()}, edges


def test_the_graph_of_the_example(line: CommandLine) -> None:
    text = EXAMPLE + "sources: {paper: {publisher: The Paper}}\nsource: paper\n"
    labels, edges = dot_of(line, text, "--quantity", "fee")
    assert labels == {
        "fee": "USD/month",
        "term": "month",
        "total": "USD",
        "total == fee * term": "",
        "The Paper": "✗ conflict: $100B",  # of the three nodes of this source, the last
    }
    assert edges == {
        "fee -> total == fee * term",
        "term -> total == fee * term",
        "total == fee * term -> total",
        "The Paper -> fee",
        "The Paper -> term",
        "The Paper -> total",
    }


def test_a_claim_with_readings_leads_to_each_of_them(line: CommandLine) -> None:
    labels, edges = dot_of(line, READINGS)
    assert labels["no source"] == "· untested: 2 MW (x: a; y: b)"
    assert edges == {"no source -> a", "no source -> b", "sense -> no source", "judged: 3 MW -> b"}
    assert "lonely" not in labels
    assert "1 quantity left out: no claim" in drawn(line, READINGS)


def test_a_conflict_is_what_its_derivation_uses(line: CommandLine) -> None:
    more = EXAMPLE.replace("claims:", "  - total == other * 2\nclaims:").replace(
        "  total:", "  other: {unit: USD}\n  total:"
    )
    labels, edges = dot_of(line, more, "--conflict", "1")
    assert "other" not in labels
    assert labels["total"] == "USD|→ the others leave 44.82 .. 45.18 billion USD"
    assert "total == fee * term -> total" in edges
    assert dot_of(line, more, "--conflict", "fee, total")[0] == labels
    picture = Xml.fromstring(drawn(line, more, "--conflict", "1"))
    groups = [group.get("class") for group in picture.iter(f"{SVG}g") if group.get("class")]
    assert groups == ["quantity marked"] * 3 + ["rule marked"]
    assert "fee, term and total cannot all hold" in [t.text for t in picture.iter(f"{SVG}text")]


def test_the_verdict_is_a_sign_a_word_and_a_colour(line: CommandLine) -> None:
    picture = Xml.fromstring(drawn(line, EXAMPLE))
    said = [(t.get("class"), (t.text or "").strip()) for t in picture.iter(f"{SVG}tspan")]
    assert said.count(("conflict", "✗ conflict")) == 4  # of three claims, and of the key


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--conflict", "2"), "there is no conflict 2; there are 1 to 1"),
        (("--conflict", "nobody"), "no conflict has nobody; these there are: 1: fee, term, total"),
        (("--quantity", "totl"), "Did you mean 'total'?"),
        (("--quantity", "fee", "--conflict", "1"), "not both"),
    ],
)
def test_what_is_not_there(line: CommandLine, options: tuple[str, ...], said: str) -> None:
    line.write("s.claims.yaml", EXAMPLE)
    done = line.run("graph", *options)
    assert done.exit_code == 2
    assert said in done.stderr


def test_several_conflicts_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CLAIMS.parent)
    done = CommandLine(Path()).run("graph", "claims", "--conflict", "pulse.chips-now")
    assert done.exit_code == 2
    assert "several conflicts have pulse.chips-now: 2: pulse.chips-now" in done.stderr


def test_one_suite_at_a_time(line: CommandLine) -> None:
    line.write("a/s.claims.yaml", EXAMPLE)
    line.write("b/s.claims.yaml", EXAMPLE)
    done = line.run("graph", ".")
    assert done.exit_code == 2
    assert "a/s.claims.yaml, b/s.claims.yaml" in done.stderr


@pytest.mark.parametrize(
    ("name", "start"), [("g.svg", "<svg "), ("g.gv", "digraph "), ("g.mmd", "flowchart ")]
)
def test_the_files_name_says_the_format(example: CommandLine, name: str, start: str) -> None:
    assert example.run("graph", "-o", name).exit_code == 0
    assert (example.folder / name).read_text("utf-8").startswith(start)


def test_a_file_of_the_suite_is_never_replaced(example: CommandLine) -> None:
    done = example.run("graph", "-o", "example.claims.yaml")
    assert done.exit_code == 2
    assert "would be replaced" in done.stderr
    assert (example.folder / "example.claims.yaml").read_text("utf-8") == EXAMPLE


@pytest.fixture(scope="module")
def real() -> dict[str, str]:
    line = CommandLine(CLAIMS)
    return {s: line.run("graph", str(CLAIMS), "--format", s).stdout for s in FORMATS}


def test_the_real_suite_as_svg(real: dict[str, str]) -> None:
    picture = Xml.fromstring(real["svg"])
    assert float(picture.get("width", "")) < 2200
    assert float(picture.get("height", "")) < 3000
    assert len(real["svg"]) < 60_000
    kinds = [group.get("class") for group in picture.iter(f"{SVG}g")]
    assert (kinds.count("readings"), kinds.count("assumption")) == (6, 1)
    names = {
        (t.text or "").strip() for t in picture.iter(f"{SVG}tspan") if t.get("class") == "name"
    }
    assert {"deal.total", "headline_sum", "campus.power"} <= names
    formulas = [t.text for t in picture.iter(f"{SVG}tspan") if t.get("class") == "formula"]
    assert "end - start - 26 day <= term <=" in formulas


def test_the_real_suite_in_dot(real: dict[str, str]) -> None:
    (graph,) = pydot.graph_from_dot_data(real["dot"]) or []
    assert len(graph.get_nodes()) > 100
    names = {node.get_name() for node in graph.get_nodes()}
    assert {end for e in graph.get_edges() for end in (e.get_source(), e.get_destination())} < names


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed here")
def test_graphviz_shows_a_label_as_it_is(line: CommandLine) -> None:
    text = EXAMPLE.replace("$100B", r"'a \"q\" \N\n &lt; <b> {x|y} \'", 1).replace(
        "figure: 'a", "value: 100 billion USD, figure: 'a"
    )
    source = drawn(line, text, "--format", "dot")
    done = subprocess.run(
        ["dot", "-Tsvg"], input=source, capture_output=True, text=True, check=True
    )
    shown = [t.text for t in Xml.fromstring(done.stdout).iter(f"{SVG}text")]
    assert r"✗ conflict: a \"q\" \N\n &lt; <b> {x|y} \ ".rstrip() in [
        (text or "").replace("\xa0", " ") for text in shown
    ]
    assert done.stderr == ""


def test_mermaid_reads_it(line: CommandLine) -> None:
    mermaidx = pytest.importorskip("mermaidx", reason="no Mermaid is installed here")
    text = line.run("graph", str(CLAIMS), "--format", "mermaid", "--conflict", "2").stdout
    words = "".join(Xml.fromstring(mermaidx.Diagram(text).svg()).itertext())
    assert "deal.power" in words
    assert "power == chips * watts_per_chip * overhead" in words


@pytest.mark.parametrize("style", FORMATS)
def test_the_same_bytes_whatever_the_hash_seed(real: dict[str, str], style: str) -> None:
    arguments = ["graph", str(CLAIMS), "--format", style]
    done = subprocess.run(
        [sys.executable, "-m", "verify.cli", *arguments],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout == real[style]


@pytest.fixture(scope="module")
def facts() -> Facts:
    (judgement,), _ = check_paths((str(CLAIMS),), Config())
    assert judgement.facts is not None
    return judgement.facts


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("deal: run-rate", "run_rate"),
        ("deal: total", "total"),
        ("deal: months-paid", "term"),
        ("deal: firm-until-notice", "firm"),
        ("deal: order", ""),
        ("deal: ramp-in-term", ""),
    ],
)
def test_a_rule_leads_to_what_stands_alone(facts: Facts, rule: str, name: str) -> None:
    assert given_by(facts.rule[rule].relation) == name


sizes = st.lists(st.tuples(st.integers(40, 240), st.integers(20, 160)), min_size=1, max_size=14)


@given(sizes, st.data())
def test_no_box_overlaps_and_no_edge_passes_through_one(
    boxes: list[tuple[float, float]], data: st.DataObject
) -> None:
    numbers = st.integers(0, len(boxes) - 1)
    pairs = data.draw(st.lists(st.tuples(numbers, numbers), max_size=24))
    edges = [(tail, head) for tail, head in dict.fromkeys(pairs) if tail != head]
    layout = layered(boxes, edges)
    assert layout == layered(boxes, edges)
    places = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(layout.corners, boxes, strict=True)]
    for one, other in combinations(places, 2):
        assert not _meet(one, other)
    for (tail, head), route in zip(edges, layout.routes, strict=True):
        assert _on_the_edge(route[0], places[tail])
        assert _on_the_edge(route[-1], places[head])
        for first, second in pairwise(route):
            assert not any(_meet(_swept(first, second), box) for box in places)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (left, top, right, bottom), (x, y, end, low) = one, other
    near = 1e-6  # boxes may touch
    return left < end - near and x < right - near and top < low - near and y < bottom - near


def _swept(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, ...]:
    """Return a box that a piece of an edge, straight or bent, does not leave."""
    (x, y), (end, low) = first, second
    return min(x, end), min(y, low), max(x, end), max(y, low)


def _on_the_edge(point: tuple[float, float], box: tuple[float, ...]) -> bool:
    x, y = point
    return box[0] <= x <= box[2] and min(abs(y - box[1]), abs(y - box[3])) < 1e-6


@given(sizes)
def test_components_set_side_by_side_do_not_overlap(boxes: list[tuple[float, float]]) -> None:
    corners, width, height = packed(boxes, 500, 10)
    places = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, boxes, strict=True)]
    assert all(right <= width + 1e-6 and low <= height + 1e-6 for _, _, right, low in places)
    assert not any(_meet(one, other) for one, other in combinations(places, 2))


def test_colour_is_never_alone(real: dict[str, str]) -> None:
    """Every verdict's class is on a text that names the verdict too."""
    for style, text in re.findall(r'<tspan[^>]* class="([a-z]+)"[^>]*>([^<]*)<', real["svg"]):
        if style in ("conflict", "disputed", "conditional", "consistent", "untested"):
            assert style in text
