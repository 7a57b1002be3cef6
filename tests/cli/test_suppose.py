"""Supposing a value: which claims make room, and what takes their place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from verify.config import Config
from verify.diagnostics import Problem
from verify.facts import Facts
from verify.formats import find_suites
from verify.hedges import load_policy
from verify.interval import Interval, point
from verify.pipeline import check_facts, read_suite
from verify.suppose import parted, suppose

POLICY = load_policy()

SUITE = """\
quantities:
  fee: {unit: USD/month}
  term: {unit: month}
  notice: {unit: month}
  seats: {unit: seat, varies: quarter}
assumptions:
  - {id: short, about: notice, value: 1 .. 3 month, weight: 5}
  - {id: link, relation: notice <= term}
claims:
  - {id: fee, about: fee, figure: $5 per month}
  - {id: term, about: term, figure: 36 months}
  - {id: either, figure: 12 months, readings: {a: {about: term}, b: {about: notice}}}
  - {id: asked, about: term, value: "?"}
  - {id: spring, about: seats, value: 10 seat, as_of: 2025-05}
  - {id: autumn, about: seats, value: 20 seat, as_of: 2025-11}
  - {id: undated, about: seats, value: 30 seat}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    path = tmp_path / "a.claims.yaml"
    path.write_text(SUITE, "utf-8")
    suites, problems = find_suites(path)
    assert problems == ()
    read, diagnostics = read_suite(suites[0], Config())
    assert diagnostics == ()
    assert read is not None
    return read


def ids(facts: Facts) -> list[str]:
    return [each.id for each in facts.claims] + [each.id for each in facts.assumptions]


@pytest.mark.parametrize(
    ("name", "value", "aside"),
    [
        ("fee", "6 USD/month", {"fee"}),
        # A claim that may be about the term says nothing if it is; a hole says nothing anyway.
        ("term", "48 month", {"term", "either"}),
        ("notice", "2 month", {"either"}),
        ("short", "2 month", {"short"}),
        ("either", "24 month", {"either"}),
        # The undated claim may be of any quarter, so that it stays unless all are meant.
        ("seats@2025-Q2", "11 seat", {"spring"}),
        ("seats", "11 seat", {"spring", "autumn", "undated"}),
    ],
)
def test_what_makes_room(facts: Facts, name: str, value: str, aside: set[str]) -> None:
    world = suppose(facts, name, value, POLICY)
    assert isinstance(world, Facts)
    assert set(ids(facts)) - set(ids(world)) == aside
    assert set(ids(world)) - set(ids(facts)) == {"what-if"}


def test_the_new_claim_is_exact_and_never_withdrawn(facts: Facts) -> None:
    world = suppose(facts, "fee", "1.25 billion USD/year", POLICY)
    assert isinstance(world, Facts)
    claim = next(each for each in world.claims if each.id == "what-if")
    (reading,) = claim.readings
    monthly = reading.face.point if isinstance(reading.face, Interval) else None
    assert monthly is not None
    assert monthly * 12 == 1_250_000_000
    assert reading.face == reading.loose
    assert claim.weight is None


def test_an_assumption_keeps_its_weight(facts: Facts) -> None:
    world = suppose(facts, "short", "2 month", POLICY)
    assert isinstance(world, Facts)
    assumption = next(each for each in world.assumptions if each.id == "what-if")
    assert assumption.weight == 5
    assert assumption.reading is not None
    assert assumption.reading.loose == point(Fraction(2))


def test_a_value_in_every_period(facts: Facts) -> None:
    world = suppose(facts, "seats", "11 seat", POLICY)
    assert isinstance(world, Facts)
    judged = check_facts(replace(world, claims=(*facts.claims, *world.claims)), Config())
    # 10 seats in spring and 20 in autumn are both other than 11.
    assert {conflict.members for conflict in judged.conflicts} >= {
        ("spring", "what-if"),
        ("autumn", "what-if"),
    }


def test_a_second_value_gets_an_id_of_its_own(facts: Facts) -> None:
    world = suppose(facts, "fee", "6 USD/month", POLICY)
    assert isinstance(world, Facts)
    other = suppose(world, "notice", "2 month", POLICY)
    assert isinstance(other, Facts)
    assert {"what-if", "what-if-2"} <= set(ids(other))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("nothing", "1", "unknown-quantity"),
        ("link", "1", "not-an-assignment"),
        ("fee@2025", "1 USD/month", "not-an-assignment"),
        ("seats@2025-05", "1 seat", "not-an-assignment"),
        ("seats@2025-Q5", "1 seat", "not-an-assignment"),
        ("seats@0000-Q1", "1 seat", "not-an-assignment"),
        ("fee", "6", "unit-missing"),
        ("fee", "6 seat", "dimension-mismatch"),
        ("fee", "?", "not-an-assignment"),
    ],
)
def test_what_cannot_be_supposed(facts: Facts, name: str, value: str, code: str) -> None:
    problems = suppose(facts, name, value, POLICY)
    assert isinstance(problems, tuple)
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("fee = 6 USD/month", ("fee", "6 USD/month")),
        ("fee==6 USD/month", ("fee", "6 USD/month")),
        ("seats@2025-Q2 = 11 seat", ("seats@2025-Q2", "11 seat")),
        ("other.name = 1", ("other.name", "1")),
    ],
)
def test_parts_of_an_assignment(facts: Facts, text: str, parts: tuple[str, str]) -> None:
    assert parted(text, facts) == parts


@pytest.mark.parametrize("text", ["", "fee", "fee =", "= 6", "fee-x = 6", "fee >= 6", "fee != 6"])
def test_what_is_no_assignment(facts: Facts, text: str) -> None:
    assert isinstance(parted(text, facts), Problem)
