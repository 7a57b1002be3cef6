"""The face and loose sets of printed figures, worked by hand from section 3 of the design."""

from __future__ import annotations

import pytest
from reading import figure, interval

SETS = """
# figure | face | loose | unit
# significance: half a unit of the last significant digit; a round whole number loosely a full one
300 MW | [295, 305] | [290, 310] | MW
100,000 | [95000, 105000] | [90000, 110000] |
40 billion | [39.5e9, 40.5e9] | [39e9, 41e9] |
$100B | [95e9, 105e9] | [90e9, 110e9] | USD
1,250 | [1245, 1255] | [1240, 1260] |
1,234 | [1233.5, 1234.5] | [1233.5, 1234.5] |
80x | [79.5, 80.5] | [79, 81] | 1
1.25 | [1.245, 1.255] | [1.245, 1.255] |
25.10 | [25.095, 25.105] | [25.095, 25.105] |
36 months | [35.5, 36.5] | [35.5, 36.5] | month
122 days | [121.5, 122.5] | [121.5, 122.5] | day
90 days' notice | [89.5, 90.5] | [89, 91] | day
0 | [-0.5, 0.5] | [-0.5, 0.5] |
zero GPUs | [-0.5, 0.5] | [-0.5, 0.5] | GPU
220,000 | [215000, 225000] | [210000, 230000] |
1.5e9 W | [1.45e9, 1.55e9] | [1.45e9, 1.55e9] | W
.5 | [0.45, 0.55] | [0.45, 0.55] |
0.125 | [0.1245, 0.1255] | [0.1245, 0.1255] |
1.250 thousand | [1249.5, 1250.5] | [1249.5, 1250.5] |
-5% | [-5.5, -4.5] | [-5.5, -4.5] | percent
−5 MW | [-5.5, -4.5] | [-5.5, -4.5] | MW
minus five percent | [-5.5, -4.5] | [-5.5, -4.5] | percent
# hedges both ways: 10 % or one unit of the last digit
about 300 | [295, 305] | [270, 330] |
about 5 | [4.5, 5.5] | [4, 6] |
~$40bn | [39.5e9, 40.5e9] | [36e9, 44e9] | USD
approximately $1.25 billion per month | [1.245e9, 1.255e9] | [1.125e9, 1.375e9] | USD/month
roughly 300-megawatt | [295, 305] | [270, 330] | MW
$40 billion or so | [39.5e9, 40.5e9] | [36e9, 44e9] | USD
c. 300 MW | [295, 305] | [270, 330] | MW
some 300 MW | [295, 305] | [270, 330] | MW
# hedges to one side: cut at the figure
nearly 300 MW | [295, 300] | [270, 300] | MW
just under $45 billion | [44.5e9, 45e9] | [40.5e9, 45e9] | USD
just over 300 MW | [300, 305] | [300, 330] | MW
# just alone is no hedge
just 122 days | [121.5, 122.5] | [121.5, 122.5] | day
the full $45 billion | [44.5e9, 45.5e9] | [44.5e9, 45.5e9] | USD
# bounds: loosely half a unit of the last digit
over 40 billion | (40e9, ) | (39.5e9, ) |
upwards of $40 billion | (40e9, ) | (39.5e9, ) | USD
at least $5 | [5, ) | [4.5, ) | USD
300 MW or more | [300, ) | [295, ) | MW
40+ billion | [40e9, ) | [39.5e9, ) |
$40bn+ | [40e9, ) | [39.5e9, ) | USD
$40 billion-plus | [40e9, ) | [39.5e9, ) | USD
under 5% | (, 5) | (, 5.5) | percent
<5% | (, 5) | (, 5.5) | percent
up to 300 MW | (, 300] | (, 305] | MW
no more than 5% | (, 5] | (, 5.5] | percent
up to about 300 MW | (, 300] | (, 330] | MW
over 220,000 NVIDIA GPUs | (220000, ) | (215000, ) | GPU
more than 300 megawatts of new capacity | (300, ) | (295, ) | MW
over $1 billion in annualized revenue | (1e9, ) | (0.5e9, ) | USD/year
# ranges share scale, unit and currency
18-24 month | [18, 24] | [17.5, 24.5] | month
18- to 24-month | [18, 24] | [17.5, 24.5] | month
$40-45bn | [40e9, 45e9] | [39.5e9, 45.5e9] | USD
$40–45bn | [40e9, 45e9] | [39.5e9, 45.5e9] | USD
$500 million to $1 billion | [0.5e9, 1e9] | [0.495e9, 1.5e9] | USD
$800 million-$1.2 billion | [0.8e9, 1.2e9] | [0.795e9, 1.25e9] | USD
40m-45m euros | [40e6, 45e6] | [39.5e6, 45.5e6] | EUR
between 5 and 10 MW | [5, 10] | [4.5, 10.5] | MW
from 5 to 10 MW | [5, 10] | [4.5, 10.5] | MW
5%-10% | [5, 10] | [4.5, 10.5] | percent
-5 to -3% | [-5, -3] | [-5.5, -2.5] | percent
two or three years | [2, 3] | [1.5, 3.5] | year
about 18-24 months | [18, 24] | [16.2, 26.4] | month
$1.99-5.00 per GPU-hour | [1.99, 5] | [1.985, 5.005] | USD/GPU/hour
# multiples in words: ± 0.05, loosely ± 10 %
doubled | [1.95, 2.05] | [1.8, 2.2] | 1
nearly doubled | [1.95, 2] | [1.8, 2] | 1
more than doubled | (2, ) | (1.95, ) | 1
tripled | [2.95, 3.05] | [2.7, 3.3] | 1
halved | [0.45, 0.55] | [0.45, 0.55] | 1
fivefold | [4.5, 5.5] | [4.5, 5.5] | 1
80-fold | [79.5, 80.5] | [79, 81] | 1
ten times as many | [9.5, 10.5] | [9, 11] | 1
80x user growth | [79.5, 80.5] | [79, 81] | 1
# fractions in words: ± 5 % of them, loosely ± 10 %
half | [0.475, 0.525] | [0.45, 0.55] | 1
almost half | [0.475, 0.5] | [0.45, 0.5] | 1
over half | (0.5, ) | (0.475, ) | 1
half of the GPUs | [0.475, 0.525] | [0.45, 0.55] | 1
a quarter | [0.2375, 0.2625] | [0.225, 0.275] | 1
three quarters | [0.7125, 0.7875] | [0.675, 0.825] | 1
two-thirds | [19/30, 7/10] | [3/5, 11/15] | 1
half a million GPUs | [475000, 525000] | [450000, 550000] | GPU
half a year | [0.475, 0.525] | [0.45, 0.55] | year
one in five | [0.19, 0.21] | [0.18, 0.22] | 1
# number words
twenty-five | [24.5, 25.5] | [24.5, 25.5] |
a hundred | [95, 105] | [90, 110] |
a million | [0.5e6, 1.5e6] | [0.5e6, 1.5e6] |
two hundred thousand | [195000, 205000] | [190000, 210000] |
one hundred and twenty million dollars | [115e6, 125e6] | [110e6, 130e6] | USD
five thousand two hundred | [5150, 5250] | [5100, 5300] |
two and a half years | [2.45, 2.55] | [2.45, 2.55] | year
a dozen | [11.5, 12.5] | [11, 13] |
half a dozen | [5.5, 6.5] | [5, 7] |
a year | [0.5, 1.5] | [0.5, 1.5] | year
three-year | [2.5, 3.5] | [2.5, 3.5] | year
# words alone give both sets, and never give way
several months | [3, 10] | [3, 10] | month
thousands of high-end GPUs | [2e3, 1e6) | [2e3, 1e6) | GPU
tens of thousands | [2e4, 1e5) | [2e4, 1e5) |
hundreds of millions of dollars | [2e8, 1e9) | [2e8, 1e9) | USD
billions of dollars | [2e9, 1e12) | [2e9, 1e12) | USD
a few hundred GPUs | [200, 900] | [200, 900] | GPU
multi-year | [2, 10] | [2, 10] | year
multibillion-dollar | [2e9, 1e12) | [2e9, 1e12) | USD
entire | [1, 1] | [1, 1] | 1
the entire Colossus 1 cluster | [1, 1] | [1, 1] | 1
full computing capacity | [1, 1] | [1, 1] | 1
a portion of | (0, 1) | (0, 1) | 1
a fraction of | (0, 1) | (0, 1) | 1
most | (0.5, 1) | (0.5, 1) | 1
none | [0, 0] | [0, 0] | 1
# money, scales, rates
$1.25B per month | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD/month
$1.25 billion monthly | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD/month
$1.25 billion monthly price tag | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD/month
$15 billion annual run-rate | [14.5e9, 15.5e9] | [14.5e9, 15.5e9] | USD/year
$15 billion a year | [14.5e9, 15.5e9] | [14.5e9, 15.5e9] | USD/year
$5M | [4.5e6, 5.5e6] | [4.5e6, 5.5e6] | USD
$25k | [24.5e3, 25.5e3] | [24.5e3, 25.5e3] | USD
A$4.2bn | [4.15e9, 4.25e9] | [4.15e9, 4.25e9] | AUD
US$1.25bn | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD
1.25bn USD | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD
USD 1.25bn | [1.245e9, 1.255e9] | [1.245e9, 1.255e9] | USD
EUR 5 million | [4.5e6, 5.5e6] | [4.5e6, 5.5e6] | EUR
€5m | [4.5e6, 5.5e6] | [4.5e6, 5.5e6] | EUR
5 Australian dollars | [4.5, 5.5] | [4.5, 5.5] | AUD
₹500 crore | [495e7, 505e7] | [490e7, 510e7] | INR
-$5 | [-5.5, -4.5] | [-5.5, -4.5] | USD
220k GPUs | [215e3, 225e3] | [210e3, 230e3] | GPU
5M users | [4.5e6, 5.5e6] | [4.5e6, 5.5e6] | user
100,000 NVIDIA H100 GPUs | [95000, 105000] | [90000, 110000] | GPU
$2.35 per GPU-hour | [2.345, 2.355] | [2.345, 2.355] | USD/GPU/hour
$184.06 per kW-month | [184.055, 184.065] | [184.055, 184.065] | USD/kW/month
$5/kWh | [4.5, 5.5] | [4.5, 5.5] | USD/kWh
700 W per GPU | [695, 705] | [690, 710] | W/GPU
5 million GPU-hours | [4.5e6, 5.5e6] | [4.5e6, 5.5e6] | GPU*hour
10 square feet | [9.5, 10.5] | [9, 11] | foot**2
2 percentage points | [1.5, 2.5] | [1.5, 2.5] | percentage_point
25 bps | [24.5, 25.5] | [24.5, 25.5] | basis_point
5 per cent | [4.5, 5.5] | [4.5, 5.5] | percent
"""

ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in SETS.strip().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "face", "loose", "unit"), ROWS, ids=[row[0] for row in ROWS])
def test_sets(text: str, face: str, loose: str, unit: str) -> None:
    found = figure(text)
    assert (found.face, found.loose, found.unit) == (interval(face), interval(loose), unit)


def test_no_break_spaces_group_digits_and_plain_spaces_do_not() -> None:
    assert figure("1\u202f234\u202f567 MW").face == interval("[1234566.5, 1234567.5]")
    assert figure("1\u00a0250").loose == interval("[1240, 1260]")


@pytest.mark.parametrize(
    ("text", "face", "loose"),
    [
        ("36 months", "[36, 36]", "[36, 36]"),
        ("about 300", "[300, 300]", "[300, 300]"),
        ("18-24 month", "[18, 24]", "[18, 24]"),
        ("over 40 billion", "(40e9, )", "(40e9, )"),
        ("at least 5", "[5, )", "[5, )"),
        ("doubled", "[2, 2]", "[2, 2]"),
        ("1.250 MW", "[1.25, 1.25]", "[1.25, 1.25]"),
        ("several", "[3, 10]", "[3, 10]"),
    ],
)
def test_exact_takes_a_figure_literally(text: str, face: str, loose: str) -> None:
    found = figure(text, exact=True)
    assert (found.face, found.loose) == (interval(face), interval(loose))


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("300 MW", {"precision": "3 digits"}, "[299.5, 300.5]"),
        ("1,000", {"precision": "2 digits"}, "[995, 1050]"),
        ("100", {"precision": "1 digit"}, "[95, 150]"),
        ("300 MW", {"precision": "5 %"}, "[285, 315]"),
        ("300 MW", {"precision": "0.5 MW"}, "[299.5, 300.5]"),
        ("300 MW", {"precision": "0.5"}, "[299.5, 300.5]"),
        ("about 300 MW", {"precision": "5 %"}, "[285, 315]"),
        ("over 300 MW", {"precision": "5 %"}, "(285, )"),
        ("300-400 MW", {"precision": "5 %"}, "[285, 420]"),
        ("$40 billion", {"precision": "0.1 billion USD"}, "[39.9e9, 40.1e9]"),
        ("36", {"rounding": "nearest"}, "[35.5, 36.5]"),
        ("300", {"rounding": "nearest"}, "[295, 305]"),
        ("36", {"rounding": "half_up"}, "[35.5, 36.5)"),
        ("36", {"rounding": "half_even"}, "[35.5, 36.5]"),
        ("37", {"rounding": "half_even"}, "(36.5, 37.5)"),
        ("36", {"rounding": "truncate"}, "[36, 37)"),
        ("-36", {"rounding": "truncate"}, "(-37, -36]"),
        ("-36", {"rounding": "floor"}, "[-36, -35)"),
        ("-36", {"rounding": "ceiling"}, "(-37, -36]"),
        ("-36", {"rounding": "half_up"}, "(-36.5, -35.5]"),
        ("0", {"rounding": "truncate"}, "(-1, 1)"),
        ("1.25", {"precision": "2 digits", "rounding": "floor"}, "[1.25, 1.35)"),
    ],
)
def test_precision_and_rounding_fix_both_sets(
    text: str, options: dict[str, str], expected: str
) -> None:
    found = figure(text, **options)
    assert (found.face, found.loose) == (interval(expected), interval(expected))


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("300 MW", (True, True, True, True)),
        ("about 300", (True, True, True, True)),
        ("nearly 300", (True, False, True, False)),
        ("just over 300", (False, True, False, True)),
        ("over 300", (False, False, True, False)),
        ("up to 300", (False, False, False, True)),
        ("18-24 month", (False, False, True, True)),
        ("entire", (False, False, False, False)),
        ("several", (True, True, True, True)),
        ("May 2029", (False, False, False, False)),
        ("late 2024", (True, False, True, False)),
        ("early 2024", (False, True, False, True)),
        ("around May 2029", (False, False, True, True)),
    ],
)
def test_ends_that_come_from_rounding_say_so(text: str, flags: tuple[bool, ...]) -> None:
    assert figure(text).rounding == flags


def test_every_set_says_where_it_came_from() -> None:
    assert figure("$1.25 billion").because == ("3 significant digits: ± half a unit of the last",)
    assert figure("about 300").because[-1] == (
        "hedge 'about': loosely ± 10 % or 1 unit of the last digit, whichever is more"
    )
    for row in ROWS:
        assert all(figure(row[0]).because)
