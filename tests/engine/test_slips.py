"""Slips: planted ones are found, what is found does fit, and the table says what it means."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from suites import decimal, judged

from verify.blame import blames
from verify.diagnose import Kind
from verify.facts import Reading
from verify.interval import Interval
from verify.slip_table import candidates, digit_candidates, rows
from verify.slips import fitting
from verify.tightest import one_digit
from verify.units import Unit, parse_unit
from verify.verdicts import Holds, JudgedConflict, Judgement

LAW = settings(max_examples=60, deadline=None)

FEE = st.integers(2, 999).map(Fraction)
TERM = st.integers(2, 60).map(Fraction)
# By what the planted figure must be multiplied, and the row that says so for USD/month.
PLANTED = [
    (Fraction(1, 12), "month-year"),
    (Fraction(1, 3), "month-quarter"),
    (Fraction(1, 730), "hour-month"),
    (Fraction(1, 10), "digit"),
    (Fraction(1, 100), "zeros"),
    (Fraction(1, 1000), "scale"),
    (Fraction(1000), "scale"),
    (Fraction(1, 10**9), "scale"),
]


def unit(text: str) -> Unit:
    """Read a unit of the table."""
    found = parse_unit(text)
    assert isinstance(found, Unit)
    return found


def suite(fee: Fraction, term: Fraction, total: Fraction) -> Judgement:
    """Judge a fee, a term and a total, each sharp."""
    return judged(
        "quantities: {fee: {unit: USD/month}, term: {unit: month}, total: {unit: USD}}\n"
        "rules: [total == fee * term]\n"
        "claims:\n"
        f'  - {{id: fee, about: fee, value: "{decimal(fee)} USD/month", exact: true}}\n'
        f'  - {{id: term, about: term, value: "{decimal(term)} month", exact: true}}\n'
        f'  - {{id: total, about: total, value: "{decimal(total)} USD", exact: true}}\n'
    )


@LAW
@given(FEE, TERM, st.sampled_from(PLANTED))
def test_a_planted_slip_is_found(
    fee: Fraction, term: Fraction, planted: tuple[Fraction, str]
) -> None:
    factor, row = planted
    (conflict,) = suite(fee / factor, term, fee * term).conflicts
    found = {slip.factor: slip.id for slip in conflict.slips if slip.member == "fee"}
    assert found[factor] == row


@LAW
@given(FEE, TERM, st.integers(1, 10**6).map(Fraction))
def test_a_slip_brings_the_figure_to_what_the_others_leave(
    fee: Fraction, term: Fraction, total: Fraction
) -> None:
    assume(fee * term != total)
    (conflict,) = suite(fee, term, total).conflicts
    needed = {"fee": total / term / fee, "term": total / fee / term, "total": fee * term / total}
    assert all(slip.factor == needed[slip.member] for slip in conflict.slips)
    assert conflict.holds is Holds.NONE


@LAW
@given(
    *(st.fractions(Fraction(1, 100), 100, max_denominator=100) for _ in range(2)),
    st.fractions(1, Fraction(3, 2), max_denominator=50),
    st.fractions(1, Fraction(3, 2), max_denominator=50),
    st.sampled_from(["USD/month", "tonne", "percent", "GB/hour", "person", "mile**2"]),
)
def test_a_gap_without_a_slips_factor_has_no_slip(
    own: Fraction, wanted: Fraction, wide: Fraction, far: Fraction, text: str
) -> None:
    low, high = Interval(own, own * wide), Interval(wanted, wanted * far)
    reading = Reading("", "q", low, low)
    for fit in fitting(reading, high, candidates(unit(text))):
        assert not low.scaled(fit.factor).meet(high).empty
        assert (wide * far) ** 2 <= max(fit.factor, 1 / fit.factor)
        assert wide * far <= fit.candidate.row.widest


def test_a_wide_gap_says_nothing() -> None:
    low = Interval(Fraction(1), Fraction(1))
    reading = Reading("", "q", low, low)
    fee = candidates(unit("USD/month"))
    ids = [
        [fit.candidate.row.id for fit in fitting(reading, Interval(Fraction(a), Fraction(b)), fee)]
        for a, b in ((12, 12), (11, 13), (10, 13), (9, 13))
    ]
    assert ids == [["month-year"], ["month-year"], [], []]


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("USD/month", {"month-year", "hour-month", "scale"}, {"week-year", "tons", "bit-byte"}),
        ("month", {"month-year", "digit"}, {"scale", "tons"}),
        ("MW", {"scale", "horsepower"}, {"hour-day", "miles", "pounds"}),
        ("kWh/year", {"hour-year", "month-year"}, {"engines", "hour-day"}),
        ("USD", {"scale", "digit"}, {"month-year", "percent-number"}),
        ("1", {"percent-number", "digit"}, {"scale", "zeros", "month-year"}),
        ("percent", {"percent-number"}, {"scale", "zeros"}),
        ("tonne", {"tons", "pounds"}, {"miles", "indian-numbers"}),
        ("INR", {"indian-numbers"}, {"tons"}),
        ("GB/s", {"bit-byte", "binary-prefix", "sixty"}, {"month-year"}),
        ("Mbps", {"bit-byte"}, {"binary-prefix"}),
    ],
)
def test_a_slip_is_of_units_that_it_makes_sense_of(text: str, yes: set[str], no: set[str]) -> None:
    found = {each.row.id for each in candidates(unit(text))}
    assert yes <= found
    assert not no & found


def test_a_value_per_month_is_one_per_time() -> None:
    found = {each.row.id for each in candidates(unit("USD"), "month")}
    assert {"month-year", "month-quarter"} <= found
    assert "hour-year" not in found


def test_a_sibling_goes_to_the_power_of_its_unit() -> None:
    # A square mile is 1.609344 ** 2 = 2.589988110336 square kilometres.
    factors = {
        each.factor.point
        for each in candidates(unit("km**2"))
        if each.words.startswith("mile and km")
    }
    assert factors == {Fraction("2.589988110336"), 1 / Fraction("2.589988110336")}


def test_no_swap_puts_a_zero_first() -> None:
    assert digit_candidates("1") == []
    assert digit_candidates("11") == []
    assert [each.factor.point for each in digit_candidates("10")] == []
    assert [each.factor.point for each in digit_candidates("1234")] == [
        Fraction(2134, 1234),
        Fraction(1324, 1234),
        Fraction(1243, 1234),
    ]


def test_every_row_has_its_reason_and_one_source_of_factors() -> None:
    table = tomllib.loads((resources.files("verify") / "slips.toml").read_text("utf-8"))
    assert list(table) == [row.id for row in rows()]
    keys = {"kind", "of", "parts", "but", "widest", "words", "reason"}
    sources = {"factors", "siblings", "share", "digits"}
    for name, row in table.items():
        assert row["reason"], name
        assert set(row) <= keys | sources, name
        assert len(sources.intersection(row)) == 1, name
        assert Fraction(1) < Fraction(row["widest"]) <= Fraction(3, 2), name


@pytest.mark.parametrize(
    ("face", "loose", "rounded", "expected"),
    [
        (("1.245", "1.255"), ("1.245", "1.255"), True, ("0.5", "1.5")),
        (("35.5", "36.5"), ("35.5", "36.5"), True, ("35", "45")),
        (("95", "105"), ("90", "110"), True, ("50", "150")),
        (("-105", "-95"), ("-110", "-90"), True, ("-150", "-50")),
        (("36", "36"), ("36", "36"), False, ("36", "36")),
        (("1.1", "1.6"), ("1.1", "1.6"), False, ("1.1", "1.6")),
        (("0", "0"), ("0", "0"), True, ("0", "0")),
    ],
)
def test_one_digit_goes_half_a_unit_of_the_first_digit_either_way(
    face: tuple[str, str], loose: tuple[str, str], rounded: bool, expected: tuple[str, str]
) -> None:
    def interval(ends: tuple[str, str]) -> Interval:
        return Interval(Fraction(ends[0]), Fraction(ends[1]))

    flags = (rounded, rounded)
    reading = Reading(
        "", "q", interval(face), interval(loose), face_rounded=flags, loose_rounded=flags
    )
    assert one_digit(reading) == interval(expected)


@LAW
@given(
    st.fractions(-(10**6), 10**6, max_denominator=1000),
    st.fractions(0, 1000, max_denominator=100),
    st.fractions(0, 1000, max_denominator=100),
    st.tuples(st.booleans(), st.booleans()),
)
def test_one_digit_is_never_narrower_than_loose(
    middle: Fraction, half: Fraction, more: Fraction, flags: tuple[bool, bool]
) -> None:
    face = Interval(middle - half, middle + half)
    loose = Interval(middle - half - more, middle + half + more)
    reading = Reading("", "q", face, loose, face_rounded=flags, loose_rounded=flags)
    wide = one_digit(reading)
    assert isinstance(wide, Interval)
    assert wide.covers(loose)


def test_blame_leaves_out_hypothetical_claims_and_counts_a_group_once() -> None:
    def conflict(group: int, *claims: str) -> JudgedConflict:
        return JudgedConflict(
            claims, (), (), Kind.CONFLICT, True, True, None, (), (), (), group=group
        )

    found = blames(
        [
            conflict(1, "a", "b"),
            conflict(1, "a", "c"),
            conflict(2, "b", "d"),
            conflict(3, "a", "if"),
        ],
        {"a", "b"},
        {"if"},
    )
    shares = {id_: (blame.conflicts, blame.of, blame.telling) for id_, blame in found.items()}
    assert shares == {
        "a": (1, 2, True),
        "b": (2, 2, True),
        "c": (1, 2, False),
        "d": (1, 2, False),
    }
