"""What a figure or value must not be guessed at: the code, and something to write instead."""

from __future__ import annotations

import pytest
from reading import DEFAULT, unit_of

from verify.diagnostics import table
from verify.figure import Amount, Kind, read_figure, read_value

FIGURES = [
    ("", "empty-figure"),
    ("  ", "empty-figure"),
    ("x" * 501, "figure-too-long"),
    ("1.250", "ambiguous-number"),
    ("$184.065", "ambiguous-number"),
    ("12,5,7", "ambiguous-number"),
    ("1,2500", "ambiguous-number"),
    ("1,2345", "ambiguous-number"),
    ("1.250.000", "malformed-number"),
    ("017", "malformed-number"),
    ("1.5.2", "malformed-number"),
    ("1'234", "malformed-number"),
    ("1 234", "two-figures"),
    ("5.", "trailing-text"),
    ("5⅓", "trailing-text"),
    ("10²", "trailing-text"),
    ("$(2.3) million", "no-number"),
    ("1e500", "number-too-large"),
    ("1e-401", "number-too-large"),
    ("1e99999999999999999999", "number-too-large"),
    ("1" * 401, "number-too-large"),
    ("１２ MW", "foreign-digit"),
    ("٣ MW", "foreign-digit"),
    ("5\u200b0 MW", "odd-character"),
    ("5\x00", "odd-character"),
    ("\u202e5 MW", "odd-character"),
    ("5 kr", "ambiguous-unit"),
    ("¥5", "ambiguous-unit"),
    ("kr 5", "ambiguous-unit"),
    ("5 tons", "ambiguous-unit"),
    ("5 gallons", "ambiguous-unit"),
    ("5 pounds", "ambiguous-unit"),
    ("3 m", "ambiguous-scale"),
    ("3m", "ambiguous-scale"),
    ("5M", "ambiguous-scale"),
    ("5 milliard", "ambiguous-unit"),
    ("5 in", "unknown-unit"),
    ("5 flights", "unknown-unit"),
    ("5 a", "unknown-unit"),
    ("1.25 billion billion", "two-figures"),
    ("IV", "no-number"),
    ("the third", "no-number"),
    ("billion", "no-number"),
    ("every 7 months", "no-number"),
    ("-", "no-number"),
    ("$", "no-number"),
    ("7% to $2.3 billion", "two-figures"),
    ("$5 million, February 28, 2026", "two-figures"),
    ("$5 million, February 31, 2026", "unknown-unit"),
    ("minus several", "no-number"),
    ("between several and minus several", "no-number"),
    ("5 feet 10 inches", "two-figures"),
    ("$1.25 billion per month through May 2029", "two-figures"),
    ("a third of 300 MW", "two-figures"),
    ("$5 million EUR", "two-units"),
    ("$5 a month per month", "two-units"),
    ("$800-1.2 billion", "reversed-range"),
    ("10 to 5 MW", "reversed-range"),
    ("between 5 MW", "no-number"),
    ("three times more", "ambiguous-multiple"),
    ("a 5% decline", "ambiguous-sign"),
    ("a threefold decrease", "ambiguous-sign"),
    ("a 10% price cut", "ambiguous-sign"),
    ("5% lower", "ambiguous-sign"),
    ("3x larger", "ambiguous-multiple"),
    ("nearly -5", "ambiguous-hedge"),
    ("over -5", "ambiguous-hedge"),
    ("at least 5 to 10 MW", "contradictory-hedges"),
    ("at least at most 5", "contradictory-hedges"),
    ("over nearly 5", "contradictory-hedges"),
    ("more than several months", "hedged-words"),
    ("a majority about 5", "no-number"),
    ("five and six", "unknown-unit"),
]


@pytest.mark.parametrize(("text", "code"), FIGURES, ids=[repr(row[0][:30]) for row in FIGURES])
def test_figures_that_are_refused(text: str, code: str) -> None:
    found = read_figure(text, unit_of=unit_of, policy=DEFAULT)
    assert not isinstance(found, Amount), found
    assert found[0].code == code
    assert found[0].help
    assert found[0].code in table()
    assert 0 <= found[0].start <= found[0].end <= len(text)


@pytest.mark.parametrize(
    ("text", "want", "code"),
    [
        ("", None, "empty-figure"),
        ("12,5", None, "ambiguous-number"),
        ("[1,600]", None, "ambiguous-number"),
        ("$5 million", None, "not-a-value"),
        ("USD 5", None, "not-a-value"),
        ("Training", None, "not-a-value"),
        ("training", Kind.MEASURE, "not-a-value"),
        ("5 MW", Kind.CHOICE, "not-a-name"),
        ("both | both", Kind.CHOICE, "repeated-name"),
        ("5 MW", Kind.DATE, "not-a-date"),
        ("1.25 billion USD per month", None, "trailing-text"),
        ("100 MW ± 5 %", None, "trailing-text"),
        ("5 $/kWh", None, "malformed-unit"),
        ("5 USD/", None, "malformed-unit"),
        ("24 .. 18 month", None, "reversed-range"),
        ("[5, 5)", None, "empty-range"),
        ("[5, 6", None, "malformed-value"),
        ("4 ± -1", None, "malformed-value"),
        ("1/0", None, "division-by-zero"),
        ("1 kW .. 2 MW", None, "two-units"),
        ("2024-13", None, "bad-date"),
        ("2024-05 .. 7", None, "not-a-date"),
        ("2025-05 .. 2024-05", None, "reversed-range"),
        ("1e500", None, "number-too-large"),
        ("５", None, "foreign-digit"),
        ("2024", Kind.CHOICE, "not-a-name"),
    ],
)
def test_values_that_are_refused(text: str, want: Kind | None, code: str) -> None:
    found = read_value(text, unit_of=unit_of, policy=DEFAULT, want=want)
    assert not isinstance(found, Amount), found
    assert found[0].code == code
    assert found[0].help
    assert found[0].code in table()
    assert 0 <= found[0].start <= found[0].end <= len(text)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("5", {"exact": True, "precision": "5 %"}, "exact-and-precision"),
        ("5", {"exact": True, "rounding": "floor"}, "exact-and-precision"),
        ("nearly 5", {"exact": True}, "exact-hedge"),
        ("5", {"precision": "about 3"}, "bad-precision"),
        ("5", {"precision": "0 digits"}, "bad-precision"),
        ("5", {"precision": "-5 %"}, "bad-precision"),
        ("5 MW", {"precision": "5 kW"}, "precision-unit"),
        ("5", {"precision": "5 %", "rounding": "floor"}, "precision-and-rounding"),
        ("1.25", {"precision": "1 digit", "rounding": "half_even"}, "precision-misses-figure"),
        ("doubled", {"rounding": "floor"}, "precision-misses-figure"),
        ("5", {"rounding": "up"}, "unknown-rounding"),
    ],
)
def test_ways_of_taking_a_figure_that_are_refused(
    text: str, options: dict[str, object], code: str
) -> None:
    found = read_figure(text, unit_of=unit_of, policy=DEFAULT, **options)  # type: ignore[arg-type]
    assert not isinstance(found, Amount), found
    assert found[0].code == code
    assert found[0].help
    assert found[0].code in table()


def test_help_is_computed_where_it_can_be() -> None:
    def first(text: str) -> str:
        found = read_figure(text, unit_of=unit_of, policy=DEFAULT)
        assert not isinstance(found, Amount)
        return found[0].help

    assert first("1,2500") == "write 1.2500 or 12500"
    assert first("１２ MW") == "write 12 MW"
    assert "1,234" in first("1 234")
    assert "1250" in first("1.250")
