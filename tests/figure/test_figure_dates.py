"""Date phrases as sets of instants."""

from __future__ import annotations

import pytest
from reading import DEFAULT, figure, interval, unit_of

from verify.figure import Amount, Kind, load_policy, read_figure

DATES = """
May 2029 | [2029-05-01, 2029-06-01) |
through May 2029 | [2029-05-31, 2029-06-01) |
through 2029 | [2029-12-31, 2030-01-01) |
through the end of 2026 | [2026-12-31, 2027-01-01) |
until May 2029 | [2029-05-01, 2029-06-01) |
by late 2024 | (, 2025-01-01) |
by 2024 | (, 2025-01-01) |
by the end of 2024 | (, 2025-01-01) |
no later than May 2029 | (, 2029-06-01) |
before 2025 | (, 2025-01-01) |
after May 2029 | [2029-06-01, ) |
no earlier than 2027 | [2027-01-01, ) |
2027 or later | [2027-01-01, ) |
since September 2024 | [2024-09-01, 2024-10-01) |
late 2024 | [2024-09-01, 2025-01-01) | [2024-07-01, 2025-01-01)
early 2025 | [2025-01-01, 2025-05-01) | [2025-01-01, 2025-07-01)
mid-2025 | [2025-05-01, 2025-09-01) | [2025-04-01, 2025-10-01)
mid-May 2026 | [2026-05-11, 2026-05-21) | [2026-05-06, 2026-05-26)
late February 2024 | [2024-02-21, 2024-03-01) | [2024-02-16, 2024-03-01)
the end of 2024 | [2024-12-01, 2025-01-01) | [2024-10-01, 2025-01-01)
around May 2026 | [2026-05-01, 2026-06-01) | [2026-03-31, 2026-07-02)
in 2024 | [2024-01-01, 2025-01-01) |
20 May 2026 | [2026-05-20, 2026-05-21) |
20th May 2026 | [2026-05-20, 2026-05-21) |
May 20, 2026 | [2026-05-20, 2026-05-21) |
Wednesday, 20 May 2026 | [2026-05-20, 2026-05-21) |
Sept. 2024 | [2024-09-01, 2024-10-01) |
2026-05-20 | [2026-05-20, 2026-05-21) |
on 2026-05-20 | [2026-05-20, 2026-05-21) |
2026-05 | [2026-05-01, 2026-06-01) |
Q1 2026 | [2026-01-01, 2026-04-01) |
2025 Q4 | [2025-10-01, 2026-01-01) |
the first quarter of 2026 | [2026-01-01, 2026-04-01) |
4th quarter of 2025 | [2025-10-01, 2026-01-01) |
H1 2025 | [2025-01-01, 2025-07-01) |
second half of 2025 | [2025-07-01, 2026-01-01) |
the 1990s | [1990-01-01, 2000-01-01) |
October–December 2024 | [2024-10-01, 2025-01-01) |
May-June 2026 | [2026-05-01, 2026-07-01) |
between May 2026 and June 2026 | [2026-05-01, 2026-07-01) |
29 February 2024 | [2024-02-29, 2024-03-01) |
December 9999 | [9999-12-01, ) |
"""

ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in DATES.strip().splitlines()
    if "9999" not in line
]


@pytest.mark.parametrize(("text", "face", "loose"), ROWS, ids=[row[0] for row in ROWS])
def test_dates(text: str, face: str, loose: str) -> None:
    found = figure(text)
    assert found.kind is Kind.DATE
    assert found.exact
    assert (found.face, found.loose) == (interval(face), interval(loose or face))


def test_the_last_month_of_the_calendar_has_an_end() -> None:
    face = figure("December 9999").face
    assert face.lower is not None
    assert face.upper == face.lower + 31


def test_a_bare_year_is_a_date_only_where_one_is_wanted() -> None:
    assert figure("2024").kind is Kind.MEASURE
    assert figure("2024", want=Kind.DATE).face == interval("[2024-01-01, 2025-01-01)")
    assert figure("between 2024 and 2026", want=Kind.DATE).face == interval(
        "[2024-01-01, 2027-01-01)"
    )


def test_strict_policy_takes_vague_words_at_face() -> None:
    strict = load_policy("strict")
    for text in ("late 2024", "around May 2026", "mid-May 2026"):
        found = figure(text, policy=strict)
        assert found.face == found.loose


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("May 20", "year-missing"),
        ("by May", "year-missing"),
        ("5/20/2026", "ambiguous-date"),
        ("fiscal 2025", "ambiguous-period"),
        ("FY2025", "ambiguous-period"),
        ("summer 2025", "ambiguous-period"),
        ("this year", "relative-date"),
        ("Friday, 20 May 2026", "weekday-differs"),
        ("31 April 2026", "bad-date"),
        ("2026-13", "bad-date"),
        ("2026-02-30", "bad-date"),
        ("from May 2026 through May 2029", "two-figures"),
        ("May 2029 to May 2026", "two-figures"),
        ("May 2029 – May 2026", "reversed-range"),
        ("$5 on 2026-05-20", "not-a-date"),
    ],
)
def test_dates_that_are_refused(text: str, code: str) -> None:
    found = read_figure(text, unit_of=unit_of, policy=DEFAULT)
    assert not isinstance(found, Amount)
    assert found[0].code == code
    assert found[0].help


def test_what_is_no_date_is_refused_where_one_is_wanted() -> None:
    found = read_figure("300 MW", unit_of=unit_of, policy=DEFAULT, want=Kind.DATE)
    assert not isinstance(found, Amount)
    assert found[0].code == "not-a-date"
