"""The real suite: who is suspected, who is not, and what the five articles must show."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import yaml

from verify.compile import compile_facts
from verify.config import Config
from verify.diagnose import Kind
from verify.expectations import expected, unexpected
from verify.facts import Facts
from verify.formats import find_suites
from verify.interval import Interval
from verify.judge import judge
from verify.pipeline import read_suite
from verify.verdicts import JudgedClaim, Judgement, Verdict

CLAIMS = Path(__file__).parents[2] / "claims"
# The articles are other people's text and not in the repository; where they are at hand beside
# it, the quotations are held against them.
ARTICLES = CLAIMS.parents[1] / "shared" / "sources"
BILLION = 10**9


@cache
def facts() -> Facts:
    """Return the elaborated suite."""
    found, problems = read_suite(find_suites(CLAIMS)[0][0], Config())
    assert found is not None
    assert not problems
    return found


@cache
def judgement() -> Judgement:
    """Return the suite judged as it stands."""
    known = judge(facts(), compile_facts(facts()), Config().budget)
    return expected(known, date(2026, 11, 21))


def claim(id_: str) -> JudgedClaim:
    """Return a judged claim."""
    return next(each for each in judgement().claims if each.claim.id == id_)


def test_the_suspects_are_the_headline_and_the_stale_chip_count() -> None:
    suspects = {c.claim.id for c in judgement().claims if c.verdict is Verdict.CONFLICT}
    assert suspects == {"fourweekmba.headline", "pulse.chips-now"}


@pytest.mark.parametrize(
    "id_",
    [
        "pulse.fee",
        "pulse.fee-about",
        "ublist.fee",
        "pulse.run-rate",
        "ublist.end",
        "studioglobal.total",
        "frontiernews.power",
        "ublist.power",
    ],
)
def test_what_a_careful_editor_would_not_suspect_is_merely_disputed(id_: str) -> None:
    assert claim(id_).verdict is Verdict.DISPUTED
    assert claim(id_).otherwise is Verdict.CONSISTENT


def test_every_conflict_contains_a_suspect() -> None:
    for conflict in judgement().conflicts:
        if conflict.severity is Kind.CONFLICT:
            assert {"fourweekmba.headline", "pulse.chips-now"} & set(conflict.claims)
            assert conflict.minimal
            assert conflict.certified


@pytest.mark.parametrize("id_", ["studioglobal.total-over", "ublist.total-upwards"])
def test_a_bound_is_never_at_odds_with_a_larger_figure(id_: str) -> None:
    assert claim(id_).verdict is Verdict.CONSISTENT


def test_wording_that_clashes_is_conditional_with_the_choice_that_avoids_it() -> None:
    conditional = [c for c in judgement().conflicts if c.severity is Kind.CONDITIONAL]
    avoided = {choice for conflict in conditional for choice in conflict.avoided_by}
    assert avoided == {
        ("pulse.portion", "campus"),
        ("fourweekmba.lessor-spacex", "group"),
        ("ublist.committed", "until_notice"),
    }
    assert all(conflict.avoided_by for conflict in conditional)


def test_nothing_is_corroborated_since_no_lineage_is_known_to_the_end() -> None:
    assert not [c for c in judgement().claims if c.verdict is Verdict.CORROBORATED]


def test_what_the_notice_clause_leaves_is_firm() -> None:
    # 1.245 .. 1.255 billion a month for 90 days of a year of 365 to 366 days
    firm = next(q for q in judgement().quantities if q.id == "deal.firm").values
    assert isinstance(firm, Interval)
    assert firm.lower == Fraction(1_245_000_000) * 90 * 12 / 366
    assert firm.upper == Fraction(1_255_000_000) * 90 * 12 / 365


def test_the_term_is_36_or_37_months_whichever_day_it_began() -> None:
    term = next(q for q in judgement().quantities if q.id == "deal.term").values
    assert term == Interval(Fraction(36), Fraction(37))


def test_the_headline_would_have_to_be_what_the_total_is() -> None:
    kept = claim("fourweekmba.headline").kept
    assert kept == Interval(Fraction(89 * BILLION, 2), Fraction(91 * BILLION, 2))


def test_without_expectations_it_fails_and_with_them_it_passes() -> None:
    bare = replace(facts(), expectations=())
    alone = expected(judge(bare, compile_facts(bare), Config().budget), date(2026, 11, 21))
    assert unexpected(alone, ("conflict",))
    assert not unexpected(judgement(), ("conflict",))


def test_the_order_of_files_changes_nothing() -> None:
    suite = find_suites(CLAIMS)[0][0]
    turned = replace(suite, files=(suite.files[0], *reversed(suite.files[1:])))
    again, _ = read_suite(turned, Config())
    assert again is not None
    other = judge(again, compile_facts(again), Config().budget)
    assert [(c.claim.id, c.verdict) for c in other.claims] == [
        (c.claim.id, c.verdict) for c in judgement().claims
    ]
    assert [c.members for c in other.conflicts] == [c.members for c in judgement().conflicts]


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles may not be in the repository")
def test_every_figure_stands_in_its_article_at_its_offset() -> None:
    for source in facts().sources:
        if not source.text:
            continue
        data = (ARTICLES / source.text).read_bytes()
        assert hashlib.sha256(data).hexdigest() == source.sha256
        text = data.decode("utf-8")
        for each in facts().claims:
            for place in each.quotes if each.source == source.id else ():
                assert text.startswith(place.exact, place.start), each.id


def test_every_source_with_a_text_has_a_claim_file_of_its_own() -> None:
    files = {path.name.removesuffix(".claims.yaml") for path in CLAIMS.rglob("*.claims.yaml")}
    suite = yaml.safe_load((CLAIMS / "colossus" / "suite.yaml").read_text("utf-8"))
    assert files == {id_ for id_, source in suite["sources"].items() if "text" in source}
