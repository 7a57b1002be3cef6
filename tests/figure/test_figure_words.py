"""Words around a number: which are read, which are passed over, and which are refused where.

Sets are worked by hand from the design, sections 3.3 to 3.7; places are counted in the text.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from reading import DEFAULT, figure, interval, unit_of

from verify.figure import Leading, read_figure, read_leading
from verify.interval import Interval

READ = """
# a rate after what is measured
300 kWh of coal a day | [295, 305] | [290, 310] | kWh/day
300 kWh of coal an hour | [295, 305] | [290, 310] | kWh/hour
300 kWh of coal each week | [295, 305] | [290, 310] | kWh/week
300 kWh of coal per quarter | [295, 305] | [290, 310] | kWh/quarter
300 kWh of coal every year | [295, 305] | [290, 310] | kWh/year
300 kWh of coal each month | [295, 305] | [290, 310] | kWh/month
300 kWh of very cheap clean coal a day | [295, 305] | [290, 310] | kWh/day
300 kWh of coal monthly | [295, 305] | [290, 310] | kWh/month
# the scale of money is shared: an m is a million
$40-45m | [40e6, 45e6] | [39.5e6, 45.5e6] | USD
# signs
$-5 | [-5.5, -4.5] | [-5.5, -4.5] | USD
+5 MW | [4.5, 5.5] | [4.5, 5.5] | MW
40-plus billion | [40e9, ) | [39.5e9, ) |
# and a half: one digit more
5 million and a half | [5.45e6, 5.55e6] | [5.45e6, 5.55e6] |
a million and a half | [1.45e6, 1.55e6] | [1.45e6, 1.55e6] |
# a half is 0.475 .. 0.525, and loosely 0.45 .. 0.55
half a million | [475000, 525000] | [450000, 550000] |
half of one million | [475000, 525000] | [450000, 550000] |
half of one year | [0.475, 0.525] | [0.45, 0.55] | year
# a currency may be said twice
$5 USD | [4.5, 5.5] | [4.5, 5.5] | USD
thousands of dollars | [2e3, 1e6) | [2e3, 1e6) | USD
# what a share is of
20 percent of the GPUs | [19.5, 20.5] | [19, 21] | percent
# what a rate is per is taken literally: 4.5 / 1.25 = 3.6, and 5.5 / 1.25 = 4.4
$5 per 1.250 kWh | [3.6, 4.4] | [3.6, 4.4] | USD/kWh
24 users per 100,000 | [0.000235, 0.000245] | [0.000235, 0.000245] | user
"""

REFUSED = [
    # text, code, start, end
    ("10 to 5 MW", "reversed-range", 0, 10),
    ("at least at most 5", "contradictory-hedges", 9, 16),
    ("between 5 MW", "no-number", 0, 12),
    ("the month", "no-number", 4, 9),
    ("million a", "no-number", 0, 9),
    ("at least", "no-number", 3, 8),
    ("minus several", "no-number", 6, 13),
    ("Entire 5 GPUs", "no-number", 0, 13),
    ("the entire $ cluster", "no-number", 13, 20),
    ("the entire three clusters", "unknown-unit", 17, 25),
    ("the entire cluster nearly", "no-number", 11, 25),
    ("the entire cluster of several", "no-number", 11, 29),
    ("5 and a half MW", "unknown-unit", 2, 5),
    ("1.5 million and a half", "unknown-unit", 12, 15),
    ("several million and a half", "unknown-unit", 16, 19),
    ("dozens million and a half", "unknown-unit", 15, 18),
    ("half a", "unknown-unit", 5, 6),
    ("$5 million EUR", "two-units", 0, 14),
    ("$5 a month per month", "two-units", 11, 20),
    ("300 MW of flights", "unknown-unit", 10, 17),
    ("5 percent flights", "unknown-unit", 10, 17),
    ("5 percent of 300 MW", "two-figures", 13, 19),
    ("5 percent Of 3 GPUs", "two-figures", 13, 19),
    ("5 of dollars", "unknown-unit", 5, 12),
    ("300 kWh of three a day", "two-figures", 11, 22),
    ("300 kWh of which a day", "unknown-unit", 11, 16),
    ("300 kWh of that a day", "unknown-unit", 11, 15),
    ("300 kWh of during a day", "unknown-unit", 11, 17),
    ("300 kWh of very cheap clean green coal a day", "unknown-unit", 11, 15),
    ("24 users per 3x", "unknown-unit", 14, 15),
    ("24 users per fivefold", "unknown-unit", 13, 21),
    ("24 users per 0", "unknown-unit", 13, 14),
    ("24 users per 100,000 $", "two-figures", 21, 22),
    ("24 users per 100,000 of flights", "unknown-unit", 24, 31),
    ("$1.25 billion per month through May 2029", "two-figures", 24, 40),
    ("$5 through 01/02/2029", "malformed-number", 11, 13),
    ("5 MW ²", "trailing-text", 5, 6),
    ("10²", "trailing-text", 2, 3),
]

ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in READ.strip().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "face", "loose", "unit"), ROWS, ids=[row[0] for row in ROWS])
def test_words_that_are_read(text: str, face: str, loose: str, unit: str) -> None:
    found = figure(text)
    assert (found.face, found.loose, found.unit) == (interval(face), interval(loose), unit)


@pytest.mark.parametrize(("text", "code", "start", "end"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_refused_is_pointed_at(text: str, code: str, start: int, end: int) -> None:
    found = read_figure(text, unit_of=unit_of, policy=DEFAULT)
    assert isinstance(found, tuple)
    assert [(each.code, each.start, each.end) for each in found] == [(code, start, end)]


@pytest.mark.parametrize(
    ("text", "lower", "upper"), [("a 1.250 MW", "1.25", "1.25"), ("1 to 1.250 MW", "1", "1.25")]
)
def test_taken_literally_a_point_before_three_digits_is_a_decimal_point(
    text: str, lower: str, upper: str
) -> None:
    assert figure(text, exact=True).face == Interval(Fraction(lower), Fraction(upper))


def test_the_currencies_of_one_figure_are_named_in_their_order() -> None:
    found = read_figure("$5 million EUR", unit_of=unit_of, policy=DEFAULT)
    assert isinstance(found, tuple)
    assert found[0].message == "the figure names two currencies, USD and EUR"


@pytest.mark.parametrize(("text", "help"), [("1 234", "write 1,234"), ("5 67", "make a claim")])
def test_only_three_digits_could_be_a_group(text: str, help: str) -> None:
    found = read_figure(text, unit_of=unit_of, policy=DEFAULT)
    assert isinstance(found, tuple)
    assert found[0].help.startswith(help)


def test_what_a_rate_is_per_is_among_the_reasons() -> None:
    assert figure("24 users per 100,000").because[-1] == "per 100000"


@pytest.mark.parametrize(
    ("text", "face", "unit", "end", "hedges"),
    [
        ("40 + users have", "[40, )", "user", 10, ("at least",)),
        ("40-plus users have", "[40, )", "user", 13, ("at least",)),
        ("40 MW-plus of", "[40, )", "MW", 10, ("at least",)),
        ("40 users at most", "(, 40]", "user", 16, ("at most",)),
        ("40 users at most days", "[39.5, 40.5]", "user", 8, ()),
        ("40 MW plus 3", "[39.5, 40.5]", "MW", 5, ()),
        ("737 Max jets", "[736.5, 737.5]", "", 3, ()),
        ("most of 300 rows", "(0.5, 1)", "1", 7, ()),
    ],
)
def test_a_text_begins_with_a_figure_and_goes_on(
    text: str, face: str, unit: str, end: int, hedges: tuple[str, ...]
) -> None:
    found = read_leading(text, unit_of=unit_of, policy=DEFAULT)
    assert isinstance(found, Leading)
    assert (found.amount.face, found.amount.unit) == (interval(face), unit)
    assert (found.end, found.hedges) == (end, hedges)
