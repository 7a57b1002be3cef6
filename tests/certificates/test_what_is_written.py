"""What a certificate lists, of suites worked by hand: which sets, and which choices of readings."""

from __future__ import annotations

from typing import Any

import suites

from verify.config import Config
from verify.pipeline import check_facts

QUANTITIES = "quantities: {power: {unit: MW}, peak: {unit: MW}}\n"


def components(text: str) -> list[dict[str, Any]]:
    judgement = check_facts(suites.facts_of(QUANTITIES + text), Config(certificates=True))
    assert judgement.certificate is not None
    parts: list[dict[str, Any]] = judgement.certificate["components"]
    return [part for part in parts if "power" in [each["id"] for each in part["variables"]]]


def written(text: str) -> list[tuple[list[str], list[str], str, bool]]:
    """Return the members, the severity and whether there is a proof, for each conflict written."""
    return [
        (sorted(each["claims"]), each["assumptions"], each["severity"], each["proof"] is not None)
        for part in components(text)
        for each in part["conflicts"]
    ]


def left_out(text: str) -> list[list[str]]:
    return sorted(each["without"] for part in components(text) for each in part["consistent"])


def test_what_is_only_supposed_is_in_no_set() -> None:
    text = """\
claims:
  - {id: said, about: power, value: 300 MW}
  - {id: denied, about: power, value: 500 MW, modality: hypothetical}
"""
    assert left_out(text) == [["denied"]]


def test_a_judgement_is_in_a_set_if_everything_can_hold() -> None:
    text = """\
assumptions:
  - {id: idle, relation: power <= 900 MW, soft: true}
claims:
  - {id: said, about: power, value: 300 MW}
"""
    assert left_out(text) == [[]]


def test_a_judgement_is_in_no_set_once_claims_conflict() -> None:
    text = """\
assumptions:
  - {id: idle, relation: power <= 900 MW, soft: true}
claims:
  - {id: one, about: power, value: 300 MW}
  - {id: two, about: power, value: 400 MW}
"""
    assert left_out(text) == [["idle", "one"], ["idle", "two"]]
    assert written(text) == [(["one", "two"], [], "conflict", True)]


def test_each_reading_that_is_refuted_has_a_proof() -> None:
    text = """\
claims:
  - {id: said, about: power, value: 100 MW}
  - id: either
    readings:
      mean: {about: power, value: 300 MW}
      most: {about: power, value: 400 MW}
      other: {about: peak, value: 400 MW}
"""
    assert written(text) == [(["either", "said"], [], "conditional", True)] * 2


def test_a_judgement_is_refuted_by_each_reading() -> None:
    text = """\
assumptions:
  - {id: idle, relation: power <= 250 MW, soft: true}
claims:
  - id: either
    readings:
      mean: {about: power, value: 300 MW}
      most: {about: power, value: 400 MW}
"""
    assert written(text) == [(["either"], ["idle"], "conditional", True)] * 2


def test_what_holds_loosely_is_in_a_set_though_it_does_not_hold_at_face() -> None:
    text = """\
assumptions:
  - {id: idle, relation: power <= 900 MW, soft: true}
claims:
  - {id: one, about: power, figure: 310 MW}
  - {id: two, about: power, value: 317 MW}
"""
    assert left_out(text) == [[]]
    assert written(text) == [(["one", "two"], [], "rounding", True)]


def test_of_many_choices_of_readings_sixty_four_are_written() -> None:
    def readings(count: int, first: int) -> str:
        lines = (f"      r{n}: {{about: power, value: {first + n} MW}}\n" for n in range(count))
        return "".join(lines)

    text = f"""\
claims:
  - id: one
    readings:
{readings(9, 100)}\
  - id: two
    readings:
{readings(8, 200)}\
      other: {{about: peak, value: 400 MW}}
"""
    assert written(text) == [(["one", "two"], [], "conditional", True)] * 64
