"""What is elaborated beside claims: sources, waivers, expectations and the hedge table, by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import suites

from verify.config import Config
from verify.facts import Expectation, Facts
from verify.hedges import load_policy
from verify.pipeline import check_paths
from verify.rulebook import Rulebook
from verify.source import Text
from verify.statements import Statements
from verify.vocabulary import vocabulary

TEXT = """\
quantities: {power: {unit: MW}}
sources:
  wire: {title: Wire, derived_from: [unknown]}
  blog: {title: Blog, weight: 3}
source: wire
policy: {about: {share: 20 %}}
claims:
  - {id: first, about: power, figure: about 300 MW}
  - {id: second, about: power, figure: about 310 MW, source: blog}
waive:
  - {figure: 36 months, reason: another lease}
  - {figure: 24 months, reason: a third lease, source: blog, start: 12}
expect:
  - {conflict: [first, second], reason: known, until: 2026-05}
  - {verdict: {first: conflict}, reason: seen}
"""


def facts() -> Facts:
    return suites.facts_of(TEXT)


def codes(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    path = tmp_path / "a.claims.yaml"
    path.write_text(text, encoding="utf-8")
    judgements, problems = check_paths((str(path),), Config())
    found = [*problems, *(each for judged in judgements for each in judged.diagnostics)]
    return [(each.code, each.span.line) for each in found]


def test_a_source_weighs_one_unless_it_says_otherwise() -> None:
    weights = {each.id: each.weight for each in facts().sources}
    assert weights == {"wire": Fraction(1), "blog": Fraction(3)}


def test_a_figure_waived_is_of_its_own_source_or_of_the_files() -> None:
    assert [(each.figure, each.reason, each.source, each.start) for each in facts().waivers] == [
        ("36 months", "another lease", "wire", -1),
        ("24 months", "a third lease", "blog", 12),
    ]


def test_expectations_are_as_written() -> None:
    first, second = facts().expectations
    assert first == Expectation("known", ("first", "second"), (), "2026-05", first.span)
    assert second == Expectation("seen", (), (("first", "conflict"),), "", second.span)


@pytest.mark.parametrize(
    ("policy", "status"), [("", "conflict"), ("policy: {about: {share: 20 %}}\n", "rounding")]
)
def test_a_suite_may_widen_a_hedge(policy: str, status: str) -> None:
    # 10 % of 300 ends at 330, 20 % at 360; at face both widths are those of the digits
    claims = """\
quantities: {power: {unit: MW}}
claims:
  - {id: first, about: power, figure: about 300 MW}
  - {id: second, about: power, value: 350 MW}
"""
    assert suites.judged(policy + claims).status.value == status


@pytest.mark.parametrize(
    ("was", "by_now", "code", "line"),
    [
        ("source: wire\n", "source: wrie\n", "unknown-source", 5),
        ("derived_from: [unknown]", "derived_from: [blgo]", "unknown-source", 3),
        ("lease, source: blog", "lease, source: blgo", "unknown-source", 12),
        ("[first, second]", "[first, secnd]", "unknown-claim", 14),
        ("{first: conflict}", "{frist: conflict}", "unknown-claim", 15),
        ("title: Blog", 'text: "a\\\\b.txt"', "outside-folder", 4),
        ("title: Blog", 'text: "c:b.txt"', "outside-folder", 4),
        ("title: Blog", "text: ../b.txt", "outside-folder", 4),
        ("title: Blog", "text: /b.txt", "outside-folder", 4),
        ("title: Blog", 'text: " "', "outside-folder", 4),
    ],
)
def test_what_names_nothing_is_pointed_at(
    tmp_path: Path, was: str, by_now: str, code: str, line: int
) -> None:
    assert was in TEXT
    assert (code, line) in codes(tmp_path, TEXT.replace(was, by_now))
    assert (code, line) not in codes(tmp_path, TEXT)


def test_a_rule_given_three_times_is_named_twice(tmp_path: Path) -> None:
    text = "quantities: {a: {unit: 1}}\nrules:\n  - a <= 1\n  - a <= 1\n  - a <= 1\n"
    found = codes(tmp_path, text)
    assert [line for code, line in found if code == "duplicate-rule"] == [4, 5]


def test_the_source_of_a_file_without_claims_is_looked_up_too(tmp_path: Path) -> None:
    text = "quantities: {a: {unit: 1}}\nsource: wrie\n"
    assert codes(tmp_path, text) == [("unknown-source", 2)]
    assert codes(tmp_path, "quantities: {a: {unit: 1}}\n") == []


def test_claims_without_an_id_are_numbered_around_those_with_one() -> None:
    given = ("{about: x, figure: 5}", "{about: x, figure: 5, id: x-3}")
    claims = "".join(f"  - {given[kind]}\n" for kind in (0, 0, 1, 0, 0))
    found = suites.facts_of(f"quantities: {{x: {{}}}}\nclaims:\n{claims}")
    assert [each.id for each in found.claims] == ["x", "x-2", "x-3", "x-4", "x-5"]


def test_thousands_of_claims_without_an_id_are_numbered_without_a_search() -> None:
    class Taken(dict[str, str]):
        """Ids that are taken, and how often one was looked for."""

        asked = 0

        def __contains__(self, key: object) -> bool:
            Taken.asked += 1
            return super().__contains__(key)

    names = vocabulary((), load_policy("default"))
    statements = Statements(names, Rulebook(names, Config().limits), load_policy("default"), {})
    statements.taken = Taken()
    ids = [statements._named_after(Text("x")) for _ in range(1_000)]
    assert ids == ["x", *(f"x-{n}" for n in range(2, 1_001))]
    assert Taken.asked <= 2_000
