"""The hedge table and its policies as a value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from reading import figure, interval

from verify.diagnostics import table
from verify.hedges import Effect, load_policy


def test_every_row_has_a_reason_and_every_word_one_row() -> None:
    policy = load_policy()
    assert all(row.reason for row in policy.hedges)
    assert all(row.reason for row in policy.sets)
    assert all(row.reason for row in policy.parts)
    moving = [row for row in policy.hedges if row.effect is not Effect.NONE]
    assert all(row.citation for row in moving)
    before = [word for row in policy.hedges for word in row.before]
    assert len(before) == len(set(before))


def test_the_three_policies_of_the_table() -> None:
    assert [load_policy(name).name for name in ("default", "strict", "generous")] == [
        "default",
        "strict",
        "generous",
    ]
    assert figure("about 300", policy=load_policy("generous")).loose == interval("[240, 360]")
    strict = load_policy("strict")
    for text in ("about 300", "300", "nearly 300", "over 300", "18-24", "doubled", "half"):
        found = figure(text, policy=strict)
        assert found.face == found.loose
    assert figure("several", policy=strict).loose == interval("[3, 10]")


def test_a_suite_overrides_a_width_a_row_or_a_word_and_the_name_says_so() -> None:
    policy = load_policy("default", {"about_share": "15 %"})
    assert policy.name == "default with about_share overridden"
    assert figure("about 300", policy=policy).loose == interval("[255, 345]")
    word = load_policy("default", {"roughly": "20 %"})
    assert figure("roughly 300", policy=word).loose == interval("[240, 360]")
    assert figure("about 300", policy=word).loose == interval("[270, 330]")
    row = load_policy("default", {"about": {"share": "0", "units": "3"}})
    assert figure("around 300", policy=row).loose == interval("[270, 330]")
    assert figure("around 36", policy=row).loose == interval("[33, 39]")
    unit = load_policy("default", {"round_units": "1/2"})
    assert figure("300", policy=unit).loose == interval("[295, 305]")
    assert load_policy("default").about == (Fraction(1, 10), Fraction(1))


@pytest.mark.parametrize(
    ("name", "overrides", "code"),
    [
        ("defualt", {}, "unknown-policy"),
        ("default", {"abuot": "5 %"}, "unknown-hedge"),
        ("default", {"about": "wide"}, "bad-width"),
        ("default", {"about": "-5 %"}, "bad-width"),
        ("default", {"about": {"width": "5 %"}}, "unknown-hedge"),
        ("default", {"over": "5 %"}, "unknown-hedge"),
        ("default", {"about_share": "1/0"}, "bad-width"),
        ("default", {"reason": "because"}, "unknown-hedge"),
        ("default", {"about": None}, "bad-width"),
    ],
)
def test_overrides_that_are_not_understood_change_nothing(
    name: str, overrides: dict[str, object], code: str
) -> None:
    policy = load_policy(name, overrides)
    assert [problem.code for problem in policy.problems] == [code]
    assert policy.problems[0].help
    assert code in table()
    assert policy.about == load_policy().about
    assert policy.name == "default"
