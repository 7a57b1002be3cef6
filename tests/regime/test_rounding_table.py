"""The rounding table: thousands of numbers that a figure does or does not stand for."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from printed import MODES
from rounding_table import Row, rows, wrong, wrong_here

from verify.figure import load_policy


@pytest.mark.parametrize("mode", MODES)
def test_a_number_is_in_the_set_if_and_only_if_it_rounds_to_the_figure(mode: str) -> None:
    policy = load_policy()
    assert not [found for row in rows() if row.mode == mode and (found := wrong(row, policy))]


@pytest.mark.parametrize("mode", MODES)
def test_what_the_tests_themselves_say_of_a_figure_is_right(mode: str) -> None:
    assert not [found for row in rows() if row.mode == mode and (found := wrong_here(row))]


def test_the_table_has_rows_of_every_sort() -> None:
    assert len(rows()) >= 1500
    sorts: Counter[str] = Counter()
    for row in rows():
        value = Fraction(row.text)
        sorts["negative"] += value < 0
        sorts["zero"] += value == 0
        sorts["power of ten"] += row.digits > 0 and set(row.text.strip("-.0")) == {"1"}
        sorts["tens"] += row.step >= 10
        sorts["parts"] += row.step < 1
    assert min(sorts.values()) >= 18, sorts


# Where an end lies, worked by hand: a number, its rule, and whether it is the number printed.
ENDS = [
    (Row("2", "half_up"), "2.5", False),
    (Row("-2", "half_up"), "-1.5", True),
    (Row("0", "half_up"), "0.5", False),
    (Row("2", "half_even"), "2.5", True),
    (Row("3", "half_even"), "2.5", False),
    (Row("0", "truncate"), "-0.999", True),
    (Row("-1", "truncate"), "-1.999", True),
    (Row("-1", "floor"), "-0.001", True),
    (Row("-1", "ceiling"), "-1.999", True),
    (Row("1000", "nearest", 2), "995", True),
    (Row("1000", "nearest", 2), "1050", True),
    (Row("1000", "nearest", 2), "994.9", False),
    (Row("25.10", "nearest"), "25.106", False),
    (Row("300", "nearest"), "305", True),
]


@pytest.mark.parametrize(("row", "number", "printed"), ENDS)
def test_the_decimal_module_is_asked_rightly(row: Row, number: str, printed: bool) -> None:
    assert row.rounds(Fraction(number)) == printed
