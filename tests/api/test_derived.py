"""Derived quantities in ordinary comparisons: true only if certain, in any unit that fits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from operator import eq, ne

import pytest

import verify

Compare = Callable[[verify.Report], object]

# Worked by hand: 1.245 .. 1.255 billion a month times 36 is 44.82 .. 45.18 billion.
SUITE = """\
quantities:
  fee: {unit: USD/month}
  term: {unit: month}
  total: {unit: USD}
  yearly: {unit: USD/year}
  share: {unit: "1"}
  wait: {unit: day}
  start: {domain: date}
  state: {domain: choice, choices: [planned, built]}
  chips: {unit: GPU}
rules:
  - total == fee * term
  - yearly == fee
claims:
  - {about: fee, figure: $1.25 billion per month}
  - {about: term, figure: 36 months, exact: true}
  - {about: share, value: "[0.2, 0.5)"}
  - {about: wait, value: 90 day, exact: true}
  - {about: start, value: 2026-05}
  - {about: state, value: built}
  - {about: chips, value: "> 100 GPU"}
"""


@pytest.fixture(scope="module")
def report() -> verify.Report:
    return verify.check(verify.loads(SUITE))


def test_ends_are_exact(report: verify.Report) -> None:
    assert report["total"].lower == Fraction(44_820_000_000)
    assert report["total"].upper == Fraction(45_180_000_000)
    assert report["yearly"].upper == Fraction(15_060_000_000)
    assert report["chips"].upper is None
    assert report["start"].lower == date(2026, 5, 1).toordinal()
    assert report["total"].unit == "USD"
    assert str(report["total"]) == "44.82 .. 45.18 billion USD"
    assert report["total"].because == ("fee", "term")


@pytest.mark.parametrize(
    ("name", "other", "within", "overlaps"),
    [
        ("total", "44 .. 46 billion USD", True, True),
        ("total", "44.82 .. 45.18 billion USD", True, True),
        ("total", "(44.82, 46] billion USD", False, True),
        ("total", "45 .. 46 billion USD", False, True),
        ("total", "45.18 .. 46 billion USD", False, True),
        ("total", "46 .. 47 billion USD", False, False),
        ("total", "> 40 billion USD", True, True),
        ("total", "44820 .. 45180 million USD", True, True),
        ("yearly", "1.24 .. 1.26 billion USD/month", True, True),
        ("share", "20 % .. 50 %", True, True),
        ("share", "[0.2, 0.4]", False, True),
        ("share", "[0.5, 0.6]", False, False),
        ("term", "3 year", True, True),
        ("wait", "2 .. 4 month", True, True),
        ("chips", ">= 100 GPU", True, True),
        ("start", "2026", True, True),
        ("start", "2026-05-02 .. 2026-06-30", False, True),
        ("start", "2027", False, False),
        ("state", "built | planned", True, True),
        ("state", "planned", False, False),
    ],
)
def test_sets(report: verify.Report, name: str, other: str, within: bool, overlaps: bool) -> None:
    derived = report[name]
    assert bool(derived.within(other)) is within
    assert bool(derived.overlaps(other)) is overlaps


@pytest.mark.parametrize(
    ("name", "other", "less", "at_most", "more", "at_least"),
    [
        ("total", "46 billion USD", True, True, False, False),
        ("total", "45.18 billion USD", False, True, False, False),
        ("total", "45 billion USD", False, False, False, False),
        ("total", "44.82 billion USD", False, False, False, True),
        ("total", "44 billion USD", False, False, True, True),
        ("share", 0.5, True, True, False, False),
        ("share", Fraction(1, 5), False, False, False, True),
        ("share", 0, False, False, True, True),
        ("chips", "100 GPU", False, False, True, True),
        ("chips", "101 GPU", False, False, False, False),
        ("start", "2026-04-30", False, False, True, True),
        ("start", "2026-06-01", True, True, False, False),
    ],
)
def test_order(
    report: verify.Report,
    name: str,
    other: str | int | float | Fraction,
    less: bool,
    at_most: bool,
    more: bool,
    at_least: bool,
) -> None:
    derived = report[name]
    found = derived < other, derived <= other, derived > other, derived >= other
    assert found == (less, at_most, more, at_least)


def test_quantities_are_compared_with_each_other(report: verify.Report) -> None:
    assert report["yearly"] == report["fee"]  # the same rate in another unit
    assert report["yearly"] != "14 billion USD/year"
    assert report["fee"] <= report["yearly"] or report["fee"].overlaps(report["yearly"])
    assert report["term"] > report["wait"]  # 36 months are 1,092.5 to 1,099.5 days
    assert report["state"] == "built"
    assert report["state"] != "planned"
    assert report["total"].contains("45 billion USD")


@pytest.mark.parametrize(
    "compare",
    [
        lambda report: report["total"] < "3 month",
        lambda report: report["total"] == "3 month",
        lambda report: report["total"] < 45,
        lambda report: report["total"].within(report["term"]),
        lambda report: report["total"] == report["start"],
        lambda report: report["share"] < "5 pp",
        lambda report: report["chips"] > "3 user",
    ],
)
def test_what_has_no_common_unit_is_never_just_false(
    report: verify.Report, compare: Compare
) -> None:
    with pytest.raises(verify.DimensionError):
        compare(report)


@pytest.mark.parametrize(
    "compare",
    [
        lambda report: report["total"] < "lots",
        lambda report: report["total"] < "?",
        lambda report: report["start"] < "3 month",
        lambda report: report["state"] < "built",
        lambda report: report["state"] == "biult",
        lambda report: report["total"] < float("nan"),
    ],
)
def test_what_cannot_be_read_is_an_error(report: verify.Report, compare: Compare) -> None:
    with pytest.raises(verify.LiteralError):
        compare(report)


@pytest.mark.parametrize(
    ("name", "other", "equal", "unequal"),
    [
        ("total", "45 billion USD", False, False),  # it may be just that, or something else
        ("total", "45.2 billion USD", False, True),
        ("total", "44.82 .. 45.18 billion USD", True, False),
        ("share", "0.2 .. 0.3", False, False),
        ("share", 0.5, False, True),  # the end is open
    ],
)
def test_unequal_is_certainly_apart(
    report: verify.Report, name: str, other: str | float, equal: bool, unequal: bool
) -> None:
    assert ne(report[name], other) is unequal
    assert eq(report[name], other) is equal


def test_what_is_no_value_is_unequal(report: verify.Report) -> None:
    assert report["total"] != None  # noqa: E711 # it is `==` that is tested
    assert report["total"] != ["45 billion USD"]


def test_a_comparison_says_why(report: verify.Report) -> None:
    assert repr(report["total"].within("46 .. 47 billion USD")) == (
        "total is 44.82 .. 45.18 billion USD, not within 46 .. 47 billion USD;"
        " it follows from fee, term"
    )
    lines = report["total"].explained("<", "45000 million USD")
    assert lines[:2] == [
        "total is 44.82 .. 45.18 billion USD, from fee, term",
        "not certainly < 45 billion USD",
    ]
    assert any("total == fee * term" in line for line in lines)


def test_equal_quantities_have_equal_hashes(report: verify.Report) -> None:
    assert hash(report["yearly"]) == hash(report["fee"])


# 3 months are 89 to 92 days whichever they are: 365 / 4 - 2.5 = 88.75 to 366 / 4 + 1.5 = 93.
ACROSS = """\
quantities: {m: {unit: month}, d: {unit: day}}
claims:
  - {about: m, value: 3 month, exact: true}
  - {about: d, value: 90 day, exact: true}
"""


@pytest.mark.parametrize(
    ("compare", "holds"),
    [
        (lambda r: r["m"].within("91 day"), False),
        (lambda r: r["m"].within("91.3 .. 91.32 day"), False),
        (lambda r: r["m"].within("88.75 .. 93 day"), True),
        (lambda r: r["m"].within("88.8 .. 93 day"), False),
        (lambda r: r["d"].within("3 month"), False),
        (lambda r: r["d"].within(r["m"]), False),
        (lambda r: r["m"].overlaps("90 day"), False),
        (lambda r: r["m"].overlaps("80 .. 100 day"), True),
        (lambda r: r["m"].contains("90 day"), False),
        (lambda r: r["m"] == "90 day", False),
        (lambda r: r["m"] != "90 day", False),
        (lambda r: r["m"] != "94 day", True),
        (lambda r: r["m"] < "93.1 day", True),
        (lambda r: r["m"] < "93 day", False),
        (lambda r: r["m"] > "88.7 day", True),
    ],
)
def test_months_and_days_are_compared_only_where_it_is_certain(
    compare: Compare, holds: bool
) -> None:
    assert bool(compare(verify.check(verify.loads(ACROSS)))) is holds


def test_a_hedged_text_is_no_set_to_compare_with(report: verify.Report) -> None:
    with pytest.raises(verify.LiteralError, match="no set to compare with"):
        ne(report["total"], "~45 billion USD")


def test_one_lock_for_all_that_share_components(report: verify.Report) -> None:
    after = report.what_if("term = 40 month").after
    assert report._solved is not None
    assert after._solved is not None
    assert after._solved._lock is report._solved._lock
