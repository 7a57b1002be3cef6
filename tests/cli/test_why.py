"""`verify why`: derivations in numbered steps, with places, sources and quotations."""

from __future__ import annotations

import pytest
from command_line import BROKEN, EXAMPLE, CommandLine

SOURCED = """\
quantities:
  power: {unit: MW, varies: month}
  use:   {unit: MW, varies: month}
  share: {unit: "1", max: 1, min: 0}
rules:
  - use == share * power
assumptions:
  - {id: most, about: share, value: 0.5 .. 0.6, source: survey, doc: as surveys say}
sources:
  gazette: {title: A plant opens, publisher: The Gazette, date: 2025-06-03}
  survey: {publisher: A surveyor}
claims:
  - {id: gazette.power, about: power, figure: 100 MW, exact: true, source: gazette, by: its owner,
     quote: {prefix: "a plant of ", start: 17}, doc: at the gate}
  - {id: later, about: power, figure: 200 MW, as_of: 2025-07}
  - {id: asked, about: use, value: "?", as_of: 2025-06}
"""


def test_a_claim_in_a_conflict(example: CommandLine) -> None:
    result = example.run("why", "total", "example.claims.yaml")
    assert result.exit_code == 0
    claim, _, quantity = result.stdout.partition("\n\ntotal: quantity of")
    # 1.245 x 36 = 44.82 and 1.255 x 36 = 45.18; 90 / 45.18 = 1.992 and 90 - 45.18 = 44.82.
    assert claim.splitlines() == [
        "total: claim of example.claims.yaml",
        "  example.claims.yaml:11:39  $100B",
        "  taken as   total is 90 .. 110 billion USD (at face 95 .. 105)",
        "             2 significant digits: ± half a unit of the last; "
        "round figure without a hedge: loosely ± one unit of its last digit",
        "  verdict    conflict",
        *[line for line in claim.splitlines() if line.startswith("  because")],
        "",
        "What the others of its first conflict say of total",
        "  1  fee is 1.245 .. 1.255 billion USD/month   claim fee: $1.25 billion per month",
        "       example.claims.yaml:9:39",
        "  2  term is 36 month                          claim term: 36 months",
        "       example.claims.yaml:10:39",
        "  3  total is 44.82 .. 45.18 billion USD       from 1 and 2 by rule total == fee * term",
        "       example.claims.yaml:7:5",
        "",
        "conflict: fee, term and total cannot all hold; apart by a factor of 1.99 "
        "(44.8 billion USD) at the loosest reading",
        "next: verify why fee example.claims.yaml",
    ]
    assert "Claims about it\n  total  $100B  conflict\n" in quantity


def test_the_same_as_data(example: CommandLine) -> None:
    data = example.json("why", "total", "--format", "json")
    assert {key: data[key] for key in ("version", "name", "what", "about", "verdict")} == {
        "version": 1,
        "name": "total",
        "what": "claim",
        "about": "total",
        "verdict": "conflict",
    }
    assert data["values"] == {
        "lower": 4.482e10,
        "upper": 4.518e10,
        "lower_open": False,
        "upper_open": False,
        "unit": "USD",
    }
    steps = data["steps"]
    assert [(step["number"], step["because"]) for step in steps] == [(1, []), (2, []), (3, [1, 2])]
    assert [steps[0]["claim"], steps[1]["claim"], steps[2]["rule"]] == [
        "fee",
        "term",
        "total == fee * term",
    ]
    assert steps[2]["conclusion"] == {"quantity": "total", "values": data["values"]}
    assert [step["location"]["line"] for step in steps] == [9, 10, 7]
    assert [conflict["claims"] for conflict in data["conflicts"]] == [["fee", "term", "total"]]
    assert [other["what"] for other in data["also"]] == ["quantity"]


def test_a_hole_with_its_sources(line: CommandLine) -> None:
    line.write("a.claims.yaml", SOURCED)
    out = line.run("why", "asked").stdout
    # 100 MW times 0.5 .. 0.6.
    assert "use@2025-06 is 50 .. 60 MW" in out
    assert "from 1 and 2 by rule use == share * power" in out
    assert "“A plant opens”, The Gazette, 2025-06-03" in out
    assert "“a plant of 100 MW” at character 17" in out
    assert "assumption most: 0.5 .. 0.6" in out
    assert "       A surveyor\n" in out
    assert "verdict    open" in out


def test_a_claim_says_who_published_and_said_it(line: CommandLine) -> None:
    line.write("a.claims.yaml", SOURCED)
    out = line.run("why", "gazette.power").stdout
    assert "taken as   power is 100 MW (exact)" in out
    assert "source     “A plant opens”, The Gazette, 2025-06-03" in out
    assert "quoted     “a plant of 100 MW” at character 17" in out
    assert "said by    its owner" in out
    assert "note       at the gate" in out


def test_an_assumption(line: CommandLine) -> None:
    line.write("a.claims.yaml", SOURCED)
    out = line.run("why", "most").stdout
    assert out.startswith("most: assumption of ")
    assert "taken as   share is 0.5 .. 0.6" in out
    assert "source     A surveyor" in out
    assert "Claims whose verdict leans on it\n  asked" in out


def test_a_quantity_in_every_period_or_in_one(line: CommandLine) -> None:
    line.write("a.claims.yaml", SOURCED)
    every = line.run("why", "power").stdout
    assert "power@2025-06: quantity of" in every
    assert "power@2025-07: quantity of" in every
    one = line.run("why", "power@2025-06").stdout
    assert "  is         100 MW\n" in one
    assert "2025-07" not in one


def test_a_period_that_nothing_speaks_of(line: CommandLine) -> None:
    line.write("a.claims.yaml", SOURCED)
    result = line.run("why", "power@2025-08")
    assert result.exit_code == 2
    assert "Did you mean 'power@2025-0" in result.stderr


def test_a_quantity_that_nothing_speaks_of(line: CommandLine) -> None:
    line.write("a.claims.yaml", "quantities: {power: {unit: MW, varies: month}, n: {unit: GPU}}\n")
    assert "because    nothing speaks of it in any period" in line.run("why", "power").stdout
    assert "is         any number GPU" in line.run("why", "n").stdout


def test_every_name_of_a_suite_has_an_answer(line: CommandLine) -> None:
    line.run("init", "a")
    for name in ("distance", "distance-miles", "time", "speed", "step", "step_length", "cadence"):
        assert line.run("why", name, "a").exit_code == 0
        assert line.json("why", name, "a", "--format", "json")["name"] == name


def test_a_long_derivation_is_shortened(line: CommandLine) -> None:
    # Each pass takes a tenth off: two rules that close in on 9 and 10.
    line.write(
        "a.claims.yaml",
        "quantities: {x: {unit: '1', min: 0, max: 100}, y: {unit: '1', min: 0, max: 100}}\n"
        "rules: [x == y * 0.9, y <= x + 1]\n",
    )
    assert len(line.json("why", "x", "--format", "json")["steps"]) > 40
    out = line.run("why", "x").stdout
    assert "more steps, which --format json lists" in out
    assert len(out.splitlines()) < 80


def test_readings_are_all_shown_and_which_fit(line: CommandLine) -> None:
    line.write(
        "a.claims.yaml",
        "quantities: {term: {unit: month}, notice: {unit: month}}\n"
        "claims:\n"
        "  - {id: term, about: term, figure: 36 months, exact: true}\n"
        "  - {id: either, figure: 12 months, exact: true,\n"
        "     readings: {whole: {about: term}, notice: {about: notice, doc: to the end}}}\n",
    )
    out = line.run("why", "either").stdout
    assert "taken as   whole: term is 12 month (exact)" in out
    assert "taken as   notice: notice is 12 month (exact)" in out
    assert "             to the end\n" in out
    assert "fits       read as notice" in out
    assert "verdict    conditional" in out
    assert "avoided if either is read as notice" in out
    assert "next: verify why term" in out


def test_an_unknown_name(example: CommandLine) -> None:
    result = example.run("why", "totl", "example.claims.yaml")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert (
        "No quantity, claim or assumption 'totl' in example.claims.yaml. Did you mean 'total'?"
        in result.stderr
    )


def test_the_name_is_found_in_whichever_suite_has_it(line: CommandLine) -> None:
    line.write("one.claims.yaml", EXAMPLE)
    line.write("two.claims.yaml", SOURCED)
    out = line.run("why", "most").stdout
    assert "most: assumption of" in out
    assert "one.claims.yaml" not in out


@pytest.mark.parametrize(("name", "shown"), [("total", True), ("else", False)])
def test_a_broken_suite_is_said_beside_the_answer(
    line: CommandLine, name: str, shown: bool
) -> None:
    line.write("one.claims.yaml", EXAMPLE)
    line.write("two.claims.yaml", BROKEN)
    result = line.run("why", name)
    assert result.exit_code == 2
    assert "two.claims.yaml:2:" in result.stderr
    assert ("claim of" in result.stdout) is shown


def test_nothing_reaches_the_terminal_that_could_rewrite_it(line: CommandLine) -> None:
    line.write(
        "a.claims.yaml",
        "quantities: {n: {unit: GPU}}\n"
        'sources: {s: {title: "a \\u202e b \\e[2J"}}\n'
        "claims: [{about: n, figure: 300 GPUs, source: s}]\n",
    )
    result = line.run("why", "n")
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    assert "\x1b" not in line.run("why", "\x1b[2J").output
