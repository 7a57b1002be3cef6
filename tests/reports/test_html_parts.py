"""What the HTML report shows besides conflicts: graphs, switches, judgements, coverage."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import EXAMPLE, CommandLine

CLAIMS = Path(__file__).parents[2] / "claims"

# Two figures that cannot both be of the same building: 300 MW, and 200 MW if "it" is that one.
READ = """\
quantities: {hall: {unit: MW}, campus: {unit: MW}, spare: {unit: MW}}
rules: [campus == hall + spare]
sources: {a: {publisher: Paper A}, b: {publisher: Paper B}}
claims:
  - {id: first, about: hall, figure: 300 MW, exact: true, source: a}
  - id: second
    figure: 200 MW
    exact: true
    source: b
    readings:
      narrow: {about: hall, doc: it means the hall}
      wide: {about: spare}
"""

# 12 months at 2 make 24, which 30 cannot be: but only if the price is the judged one.
JUDGED = """\
quantities: {price: {unit: USD/month}, term: {unit: month}, total: {unit: USD}}
rules: [total == price * term]
assumptions:
  - {id: usual, about: price, value: "[2, 2] USD/month", soft: true, doc: as others pay}
claims:
  - {id: term, about: term, figure: 12 months, exact: true, by: the lessor, modality: estimated}
  - {id: total, about: total, figure: $30, exact: true}
"""

TEXT = "It pays $5 a month for 3 months, $15 in all, and 7 cats sleep on 2 mats."
COVERED = """\
quantities: {fee: {unit: USD/month}, term: {unit: month}}
sources:
  paper: {publisher: The Paper, text: paper.txt}
  lost: {publisher: Nobody, text: lost.txt}
source: paper
claims:
  - {id: fee, about: fee, figure: $5 a month, quote: {start: 8}}
  - {id: term, about: term, figure: 3 months, quote: {start: 23}}
waive: [{figure: 7 cats, start: 49, reason: no figure of the deal}]
"""


def page(line: CommandLine, text: str, *options: str) -> str:
    line.write("s.claims.yaml", text)
    return line.run("check", "s.claims.yaml", "--format", "html", *options).stdout


def part(text: str, name: str) -> str:
    (found,) = re.findall(rf'<section id="{name}">(.*?)</section>', text, re.DOTALL)
    return str(found)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_switch_says_what_holds_under_each_reading(line: CommandLine) -> None:
    cards = part(page(line, READ), "conditional")
    (switch,) = re.findall(r"<fieldset.*?</fieldset>", cards, re.DOTALL)
    assert "<legend>How “200 MW” (Paper B) is meant</legend>" in switch
    labels = [words(label) for label in re.findall(r"<label[^>]*>(.*?)</label>", switch)]
    assert labels == [
        "if it is read as narrow, it means the hall (hall: 200 MW (exact))",
        "if it is read as wide (spare: 200 MW (exact))",
    ]
    outcomes = [words(each) for each in re.findall(r"<p>(.*?)</p>", switch)]
    assert outcomes == [
        f"✗ {labels[0]}: first and second cannot all hold. "
        "This reading does not fit all that is in no conflict.",
        f"✓ {labels[1]}: first and second can all hold. "
        "This reading fits all that is in no conflict.",
    ]
    assert switch.count(" checked") == 1


PERIODS = """\
quantities:
  fee: {unit: USD}
  total: {unit: USD}
  power: {unit: MW, varies: month}
claims:
  - id: t
    figure: $20
    readings: {one: {about: total, doc: the total}, one_fee: {about: fee, doc: the fee alone}}
  - {id: f, about: fee, figure: $5}
  - id: p
    figure: 300 MW
    as_of: "2025-06 .. 2025-07"
    readings: {aa: {about: power}, bb: {about: power, doc: other}}
  - {id: q, about: power, figure: 100 MW, as_of: "2025-06"}
"""


def test_a_switch_knows_a_reading_by_its_whole_name(line: CommandLine) -> None:
    told = words(part(page(line, PERIODS), "conditional"))
    assert "read as one_fee, the fee alone (fee: 19 .. 21 USD" in told
    assert "read as one, the total (total: 19 .. 21 USD" in told
    assert "aa at 2025-06" in told
    for choice in ("aa at", "bb at"):
        for sentence in told.split("if it is read as ")[1:]:
            assert not (sentence.startswith(choice) and "This reading" in sentence)


def test_a_judgement_is_a_switch_too(line: CommandLine) -> None:
    text = page(line, JUDGED)
    (switch,) = re.findall(r"<fieldset.*?</fieldset>", part(text, "conditional"), re.DOTALL)
    outcomes = [words(each) for each in re.findall(r"<p>(.*?)</p>", switch)]
    assert outcomes == [
        "✗ if it is accepted ([2, 2] USD/month): term, total and usual cannot all hold.",
        "✓ if it is given up: term and total can all hold.",
    ]


def test_a_conflict_of_figures_has_no_switch(line: CommandLine) -> None:
    assert "<fieldset" not in page(line, EXAMPLE)


def test_judgements_have_a_list_of_their_own(line: CommandLine) -> None:
    told = words(part(page(line, JUDGED), "judgements"))
    assert "“12 months” estimated, by the lessor" in told
    assert "[2, 2] USD/month assumed as a judgement: usual as others pay" in told
    assert "$30" not in told
    assert 'id="judgements"' not in page(line, EXAMPLE)


def test_what_hangs_on_an_assumption(line: CommandLine) -> None:
    table = part(page(line, JUDGED), "assumptions")
    assert '<a href="#conditional-1">conditional 1</a> would not be found' in table
    assert words(table).endswith("what is said of term and total rests on less")


def test_coverage_of_the_texts_at_hand(line: CommandLine) -> None:
    """Of $5 a month, 3 months, $15, 7 cats and 2 mats two are claimed and one is waived."""
    line.write("paper.txt", TEXT)
    shown = words(part(page(line, COVERED), "coverage"))
    assert "The Paper 5 2 1 2 60 %" in shown
    assert "Open in The Paper $15" in shown
    assert shown.startswith("Coverage of the sources 1 more could not be read.")
    assert 'id="coverage"' not in page(line, EXAMPLE)


def test_a_small_component_is_shown_whole_with_its_path_marked(line: CommandLine) -> None:
    text = page(line, EXAMPLE)
    (picture,) = re.findall(r'<svg class="graph".*?</svg>', text, re.DOTALL)
    assert re.findall(r'<g class="([^"]*)"', picture) == ["quantity marked"] * 3 + ["rule marked"]
    assert "→ the others leave 44.82 .. 45.18 billion USD" in words(picture)


def test_a_large_component_is_folded_and_a_huge_one_is_a_command(line: CommandLine) -> None:
    def chain(count: int) -> str:
        names = [f"q{n}: {{unit: USD}}" for n in range(count)]
        rules = [f"q{n} == q{n + 1} + 1 USD" for n in range(count - 1)]
        return (
            f"quantities: {{{', '.join(names)}}}\nrules: [{', '.join(rules)}]\nclaims:\n"
            "  - {id: one, about: q0, figure: $5, exact: true}\n"
            "  - {id: two, about: q1, figure: $9, exact: true}\n"
        )

    text = page(line, chain(8))
    assert "<summary>The whole component, 15 boxes, with this path marked</summary>" in text
    assert text.count('<svg class="graph"') == 2
    text = page(line, chain(40))
    assert text.count('<svg class="graph"') == 1
    assert "verify graph s.claims.yaml --quantity q0 -o graph.svg" in text


@pytest.fixture(scope="module")
def real() -> str:
    line = CommandLine(CLAIMS)
    return line.run("check", str(CLAIMS), "--format", "html").stdout


def test_every_conflict_of_the_real_suite_has_its_graph(real: str) -> None:
    cards = re.findall(r'<article class="card" id="([a-z]+-\d+)">(.*?)</article>', real, re.DOTALL)
    assert len(cards) == 8
    for name, card in cards:
        assert '<svg class="graph"' in card
        assert (" marked" in card) is True
        assert ("<fieldset" in card) is name.startswith("conditional")


def test_a_reading_is_named_in_the_words_of_the_suite(real: str) -> None:
    assert "if it is read as campus, Colossus means the whole campus (deal.campus_share:" in real
