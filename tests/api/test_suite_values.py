"""A suite built in Python is the suite of a file: equal, written out, and refused alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verify
import verify.errors

FILE = """\
title: Three figures
use: [time]
subjects:
  deal: {kind: lease, doc: the lease}
kinds:
  lease:
    quantities:
      fee: {unit: USD/month, min: 0}
      term: {unit: month, min: "> 0"}
      total: {unit: USD}
    rules:
      - {id: total, relation: total == fee * term}
assumptions:
  - {id: usual, about: deal.term, value: 30 .. 40 month, soft: true}
sources:
  filing: {publisher: Example, date: 2026-05-20, derived_from: []}
claims:
  - {about: deal.fee, figure: $1.25 billion per month, source: filing}
  - id: total
    about: deal.total
    figure: $100B
    source: filing
    quote: {start: 12, prefix: "for "}
  - id: odd
    source: filing
    figure: "12"
    readings:
      fee: {about: deal.fee, value: 12 USD/month}
      term: {about: deal.term, value: 12 month, when: "deal.fee > 1 USD/month"}
waive:
  - {figure: "2002", reason: a year, source: filing, start: 7}
expect:
  - {conflict: [total], reason: twice the fee, until: 2027-01}
  - {verdict: {odd: consistent}, reason: known}
"""


def built() -> verify.Suite:
    return (
        verify.Suite("Three figures")
        .use("time")
        .subject("deal", "lease", doc="the lease")
        .kind(
            "lease",
            {
                "quantities": {
                    "fee": {"unit": "USD/month", "min": 0},
                    "term": {"unit": "month", "min": "> 0"},
                    "total": {"unit": "USD"},
                },
                "rules": [{"id": "total", "relation": "total == fee * term"}],
            },
        )
        .assume("deal.term", "30 .. 40 month", id="usual", soft=True)
        .source("filing", publisher="Example", date=date(2026, 5, 20), derived_from=[])
        .claim("deal.fee", figure="$1.25 billion per month", source="filing")
        .claim(
            "deal.total",
            id="total",
            figure="$100B",
            source="filing",
            quote={"start": 12, "prefix": "for "},
        )
        .claim(
            id="odd",
            source="filing",
            figure="12",
            readings={
                "fee": {"about": "deal.fee", "value": "12 USD/month"},
                "term": {
                    "about": "deal.term",
                    "value": "12 month",
                    "when": "deal.fee > 1 USD/month",
                },
            },
        )
        .waive("2002", "a year", source="filing", start=7)
        .expect("twice the fee", conflict=["total"], until="2027-01")
        .expect("known", verdict={"odd": "consistent"})
    )


def test_a_built_suite_equals_that_of_a_file() -> None:
    from_file = verify.loads(FILE)
    assert built() == from_file
    assert hash(built()) == hash(from_file)
    assert built() != from_file.claim("deal.fee", figure="$2 billion per month")
    assert verify.check(built()).to_json() == verify.check(built()).to_json()


def test_a_suite_is_written_as_yaml_and_json_and_read_again() -> None:
    assert verify.loads(built().to_yaml()) == built()
    assert verify.loads(built().to_json(), path="suite.claims.json") == built()


def test_the_files_of_a_folder_are_written_as_one() -> None:
    suite = verify.load("claims/colossus")
    again = verify.loads(suite.to_yaml())
    assert again == suite
    assert again.to_yaml() == suite.to_yaml()
    verdicts = {claim.id: claim.verdict for claim in verify.check(suite).claims}
    assert {claim.id: claim.verdict for claim in verify.check(again).claims} == verdicts


words = st.text(max_size=30).filter(lambda text: text.isprintable() and text.strip() == text)


@given(doc=words, title=words, figure=words.filter(bool), by=words)
def test_any_words_survive_yaml(doc: str, title: str, figure: str, by: str) -> None:
    suite = verify.Suite(title).quantity("q", doc=doc).claim("q", figure=figure, value="1", by=by)
    assert verify.loads(suite.to_yaml()) == suite
    assert verify.loads(suite.to_json(), path="x.json") == suite


def test_building_on_changes_nothing_that_was() -> None:
    first = verify.Suite().quantity("fee", unit="USD")
    second = first.claim("fee", figure="$3")
    assert (len(first.facts.claims), len(second.facts.claims)) == (0, 1)
    with pytest.raises(AttributeError):
        first.title = "another"  # type: ignore[misc] # that is the point


@pytest.mark.parametrize(
    ("number", "exactly"),
    [
        (0, Fraction(0)),
        (36, Fraction(36)),
        (Fraction(44, 12), Fraction(11, 3)),
        (Decimal("0.10"), Fraction(1, 10)),
    ],
)
def test_numbers_are_exact(number: int | Decimal | Fraction, exactly: Fraction) -> None:
    suite = verify.Suite().quantity("q").claim("q", value=number, exact=True)
    assert suite.facts.claims[0].readings[0].face.point == exactly  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("build", "code", "words"),
    [
        (lambda s: s.claim("q", value=0.1), "binary-float", 'write it as text, "0.1"'),
        (lambda s: s.claim("q", value=10**5000), "number-too-large", "more digits"),
        (lambda s: s.claim("q"), "missing-key", "a claim needs `figure` or `value`"),
        (lambda s: s.quantity("2q"), "bad-name", "`2q` is not a quantity's name"),
        (lambda s: s.use("financ"), "unknown-pack", "did you mean `finance`?"),
        (lambda s: s.use("mine.yaml"), "no-such-file", "the suite has no folder"),
        (lambda s: s.claim("q", figure="1\x1b[2J"), "control-character", "U+001B"),
        (lambda s: s.claim("q", figure="x" * 30_000), "text-too-long", "more than 20000"),
        (lambda s: s.kind("k", {"quantites": {}}), "unknown-key", "did you mean `quantities`?"),
        (lambda s: s.kind("k", {"doc": object()}), "wrong-shape", "a object cannot be written"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_said(
    build: Callable[[verify.Suite], verify.Suite], code: str, words: str
) -> None:
    with pytest.raises(verify.SuiteError) as raised:
        build(verify.Suite().quantity("q"))
    (problem,) = raised.value.diagnostics
    assert problem.code == code
    assert words in str(raised.value)


def test_what_only_the_whole_shows_is_refused_at_the_check() -> None:
    suite = verify.Suite().quantity("fee", unit="USD/month").claim("fee", figure="36 months")
    with pytest.raises(verify.SuiteError, match="fee is in USD/month, and `36 months` is in month"):
        verify.check(suite)
    with pytest.raises(verify.SuiteError, match="contradict each other"):
        verify.check(verify.Suite().quantity("q").rule("q > 2").rule("q < 1"))
    doubled = verify.loads("quantities: {q: {}}").quantity("q")
    with pytest.raises(verify.SuiteError, match="declared twice"):
        doubled.to_yaml()


def test_loading_says_every_defect_of_every_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.claims.yaml").write_text("claimz: []\n")
    with pytest.raises(verify.SuiteError) as raised:
        verify.load_all(tmp_path)
    assert [each.code for each in raised.value.diagnostics] == ["unknown-key", "unknown-key"]


def test_a_folder_of_several_suites_is_not_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.claims.yaml").write_text("quantities: {q: {}}\n")
    assert [Path(suite.path).name for suite in verify.load_all(tmp_path)] == [
        "one.claims.yaml",
        "two.claims.yaml",
    ]
    with pytest.raises(verify.SuiteError, match="has 2 suites"):
        verify.load(tmp_path)


def test_every_error_is_a_verify_error() -> None:
    kinds = [each for each in vars(verify.errors).values() if isinstance(each, type)]
    errors = [each for each in kinds if issubclass(each, Exception)]
    assert len(errors) >= 6
    assert all(issubclass(each, verify.VerifyError) for each in errors)


def test_what_is_added_to_data_does_not_take_its_defaults() -> None:
    data = {
        "source": "s",
        "as_of": "2020-01",
        "sources": {"s": {}},
        "quantities": {"x": {}},
        "claims": [{"about": "x", "figure": "4"}],
    }
    suite = verify.Suite.from_data(data).claim("x", id="new", figure="4")
    old, new = sorted(suite.facts.claims, key=lambda claim: claim.id, reverse=True)
    assert (old.source, old.as_of) == ("s", "2020-01")
    assert (new.source, new.as_of) == ("", "")


def test_a_name_declared_twice_is_never_dropped() -> None:
    twice = verify.Suite().quantity("a", unit="USD").quantity("a", unit="GPU")
    with pytest.raises(verify.SuiteError, match="declared twice"):
        twice.to_yaml()
    with pytest.raises(verify.SuiteError, match="declared"):
        verify.check(twice)


def test_a_pack_of_ones_own_is_kept_wherever_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "verify" / "packs"
    folder.mkdir(parents=True)
    for name in ("own", "time"):
        (folder / f"{name}.yaml").write_text("quantities: {mine: {unit: USD}}\n")
        data = {"use": [f"packs/{name}.yaml"], "claims": [{"about": "mine", "figure": "$5"}]}
        monkey = verify.Suite.from_data(data, folder=tmp_path / "verify")
        report = verify.check(monkey)
        again = verify.Report.from_json(report.to_json())
        assert again == report
        assert str(again.why("mine"))


@pytest.mark.parametrize("megabytes", [0, -5, 1.5, 10**16])
def test_megabytes_are_a_sensible_number(megabytes: int) -> None:
    with pytest.raises(verify.VerifyError, match="whole number of megabytes"):
        verify.check(verify.Suite(), megabytes=megabytes)
