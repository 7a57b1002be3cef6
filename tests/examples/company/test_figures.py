"""What must stay true of our published figures, whoever edits them next."""

from __future__ import annotations

import pytest

from verify import Report, Suite

pytestmark = pytest.mark.verify("figures")


def test_every_figure_has_a_source_with_a_date(suite: Suite) -> None:
    """A figure that nobody can look up is no published figure."""
    dated = {source.id for source in suite.facts.sources if source.date}
    assert {claim.source for claim in suite.facts.claims} <= dated


def test_nothing_clashes_but_what_is_known(report: Report) -> None:
    """The page about us is the only suspect."""
    suspects = [claim.id for claim in report.claims if claim.verdict == "conflict"]
    assert suspects == ["website.bicycles"]
    assert all(conflict.expected for conflict in report.conflicts)


def test_what_we_say_in_interviews(report: Report) -> None:
    """Our speakers' rounded figures follow from the exact ones."""
    assert report["y2025.revenue"].within("58 .. 58.5 million EUR")
    assert report["y2025.price"].within("1200 .. 1220 EUR/bicycle")
    assert report["y2025.bicycles"] > "48,000 bicycle"
    assert report["y2025.revenue"] > report["y2024.revenue"]


def test_the_release_agrees_with_the_annual_report(report: Report) -> None:
    """It may round, and nothing more."""
    assert report.claim("press.revenue").verdict == "consistent"
    assert report.claim("press.growth").otherwise == "consistent"
    answer = report.implied("press.price")
    assert answer is not None
    assert answer.within("1208 .. 1211 EUR/bicycle")
