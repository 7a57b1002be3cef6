"""The value grammar: what it says, literal in both sets where it is a set written out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from reading import DEFAULT, interval, unit_of, value

from verify.figure import Amount, Kind, read_value
from verify.interval import EVERYTHING

VALUES = """
1.25 billion USD/month | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD/month
~300 MW | [295, 305] | [270, 330] | MW
300 MW | [295, 305] | [290, 310] | MW
1.250 MW | [1.2495, 1.2505] | [1.2495, 1.2505] | MW
1,250 MW | [1245, 1255] | [1240, 1260] | MW
1.5e9 W | [1.45e9, 1.55e9] | [1.45e9, 1.55e9] | W
5 % | [4.5, 5.5] | [4.5, 5.5] | percent
5%/year | [4.5, 5.5] | [4.5, 5.5] | percent/year
-5 | [-5.5, -4.5] | [-5.5, -4.5] |
−5 | [-5.5, -4.5] | [-5.5, -4.5] |
2024 | [2023.5, 2024.5] | [2023.5, 2024.5] |
5 m**2 | [4.5, 5.5] | [4.5, 5.5] | m**2
18 .. 24 month | [18, 24] | [18, 24] | month
18 month .. 24 month | [18, 24] | [18, 24] | month
1..2 | [1, 2] | [1, 2] |
1 .. 2 billion USD | [1e9, 2e9] | [1e9, 2e9] | USD
500 million .. 1 billion USD | [5e8, 1e9] | [5e8, 1e9] | USD
[1.1, 1.6) | [1.1, 1.6) | [1.1, 1.6) |
[1.1, 1.6) kW | [1.1, 1.6) | [1.1, 1.6) | kW
(1,000, 2,000] kW | (1000, 2000] | (1000, 2000] | kW
[1, 2) billion USD | [1e9, 2e9) | [1e9, 2e9) | USD
> 40 billion USD | (40e9, ) | (40e9, ) | USD
>= 5 | [5, ) | [5, ) |
<= 0.7 kW | (, 0.7] | (, 0.7] | kW
< 1 | (, 1) | (, 1) |
> 0 | (0, ) | (0, ) |
4.2 ± 0.1 GW | [4.1, 4.3] | [4.1, 4.3] | GW
4.2 +/- 0.1 billion USD | [4.1e9, 4.3e9] | [4.1e9, 4.3e9] | USD
44/12 | [11/3, 11/3] | [11/3, 11/3] |
1/2 GW | [0.5, 0.5] | [0.5, 0.5] | GW
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in VALUES.strip().splitlines()]


@pytest.mark.parametrize(("text", "face", "loose", "unit"), ROWS, ids=[row[0] for row in ROWS])
def test_measures(text: str, face: str, loose: str, unit: str) -> None:
    found = value(text)
    assert found.kind is Kind.MEASURE
    assert (found.face, found.loose, found.unit) == (interval(face), interval(loose), unit)


def test_a_set_written_out_is_exact_and_no_end_of_it_is_rounding() -> None:
    for text in ("18 .. 24 month", "[1.1, 1.6)", "> 0", "4.2 ± 0.1 GW", "44/12"):
        found = value(text)
        assert found.exact
        assert found.rounding == (False, False, False, False)
    assert not value("300 MW").exact


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("2029-05", "[2029-05-01, 2029-06-01)"),
        ("2029-05-17", "[2029-05-17, 2029-05-18)"),
        ("2024-10 .. 2024-12", "[2024-10-01, 2025-01-01)"),
        ("2024 .. 2025-03", "[2024-01-01, 2025-04-01)"),
        (">= 2026-05", "[2026-05-01, )"),
        ("> 2026-05", "[2026-06-01, )"),
        ("<= 2024-12", "(, 2025-01-01)"),
        ("< 2024-12", "(, 2024-12-01)"),
        ("[2026-05, 2026-08)", "[2026-05-01, 2026-08-01)"),
        ("(2026-05, 2026-08]", "[2026-06-01, 2026-09-01)"),
        ("2026-Q1", "[2026-01-01, 2026-04-01)"),
    ],
)
def test_dates(text: str, face: str) -> None:
    found = value(text)
    assert found.kind is Kind.DATE
    assert (found.face, found.loose) == (interval(face), interval(face))
    assert value(text, want=Kind.DATE) == found


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("2024", "[2024-01-01, 2025-01-01)"),
        ("2024 .. 2025", "[2024-01-01, 2026-01-01)"),
        (">= 2024", "[2024-01-01, )"),
        ("[2024, 2026)", "[2024-01-01, 2026-01-01)"),
    ],
)
def test_years_are_dates_where_dates_are_wanted(text: str, face: str) -> None:
    assert value(text, want=Kind.DATE).face == interval(face)
    assert value(text).kind is Kind.MEASURE


def test_choices_and_holes() -> None:
    assert value("training | both").names == ("training", "both")
    assert value("paid", want=Kind.CHOICE).names == ("paid",)
    hole = value("?")
    assert (hole.kind, hole.face, hole.loose) == (Kind.HOLE, EVERYTHING, EVERYTHING)
    assert value("?", want=Kind.DATE) == hole


def test_exact_precision_and_rounding_apply_to_plain_numbers() -> None:
    assert value("36 month", exact=True).face.point == Fraction(36)
    assert value("> 5", exact=True).face == interval("(5, )")
    assert value("36", rounding="floor").loose == interval("[36, 37)")
    assert value("300 MW", precision="0.5 MW").loose == interval("[299.5, 300.5]")


def test_help_names_the_unit_to_write() -> None:
    found = read_value("300 megawatts of power", unit_of=unit_of, policy=DEFAULT)
    assert not isinstance(found, Amount)
    dollar = read_value("$5 million", unit_of=unit_of, policy=DEFAULT)
    assert not isinstance(dollar, Amount)
    assert dollar[0].help == "write the currency's code after the number: 1.25 billion USD"
