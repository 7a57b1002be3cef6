"""`verify what-if`: what changes in a world where a quantity has another value."""

from __future__ import annotations

import pytest
from command_line import AGREEING, BROKEN, CommandLine


def test_a_value_that_mends_the_conflict(example: CommandLine) -> None:
    result = example.run("what-if", "total = 45 billion USD", "example.claims.yaml")
    assert result.exit_code == 0
    # 45 billion / 36 = 1.25 billion, exactly.
    assert result.stdout.splitlines() == [
        "example.claims.yaml: what if total = 45 billion USD",
        "  set aside: total ($100B)",
        "",
        "resolved    conflict: fee, term and total cannot all hold; "
        "apart by a factor of 1.99 (44.8 billion USD) at the loosest reading",
        "",
        "verdicts",
        "  fee   conflict  →  consistent",
        "  term  conflict  →  consistent",
        "",
        "quantities",
        "  fee    any number USD/month  →  1.25 billion USD/month",
        "  term   any number month      →  36 month",
        "  total  any number USD        →  45 billion USD",
    ]


def test_a_value_that_makes_a_conflict(line: CommandLine) -> None:
    line.write("a.claims.yaml", AGREEING)
    result = line.run("what-if", "term = 48 month", "a.claims.yaml")
    assert result.exit_code == 1
    assert "introduced  conflict: fee, total and what-if cannot all hold" in result.stdout
    assert "  fee    consistent  →  conflict" in result.stdout


def test_a_conflict_that_stays_is_neither_new_nor_gone(example: CommandLine) -> None:
    result = example.run("what-if", "term = 48 month", "example.claims.yaml")
    # 1.255 x 48 = 60.24, still short of 90: by 29.76.
    assert result.exit_code == 0
    assert "remaining   conflict: fee, total and what-if cannot all hold" in result.stdout
    assert "(29.8 billion USD)" in result.stdout
    assert "introduced" not in result.stdout
    assert "resolved" not in result.stdout


def test_several_assignments_hold_in_one_world(example: CommandLine) -> None:
    result = example.run(
        "what-if", "term = 48 month", "--and", "total = 60 billion USD", "example.claims.yaml"
    )
    assert result.exit_code == 0
    assert "what if term = 48 month and total = 60 billion USD" in result.stdout
    assert "resolved    conflict: fee, term and total" in result.stdout


def test_nothing_changes(line: CommandLine) -> None:
    line.write(
        "a.claims.yaml",
        "quantities: {n: {unit: GPU}}\n"
        "claims: [{id: exact, about: n, figure: 300 GPUs, exact: true}]\n",
    )
    result = line.run("what-if", "n = 300 GPU")
    assert result.exit_code == 0
    assert "set aside: exact (300 GPUs)\n\nnothing changes\n" in result.stdout


def test_the_same_as_data(example: CommandLine) -> None:
    data = example.json("what-if", "total == 45 billion USD", "--format", "json")
    (suite,) = data["suites"]
    assert data["version"] == 1
    assert suite["supposed"] == [
        {"name": "total", "value": "45 billion USD", "replaces": ["total"], "id": "what-if"}
    ]
    assert suite["status"] == {"before": "conflict", "after": "consistent"}
    assert suite["introduced"] == suite["remaining"] == []
    assert [each["claims"] for each in suite["resolved"]] == [["fee", "term", "total"]]
    assert suite["verdicts"][0] == {
        "claim": "fee",
        "before": {"verdict": "conflict", "otherwise": None},
        "after": {"verdict": "consistent", "otherwise": None},
    }
    fee = suite["quantities"][0]
    assert (fee["id"], fee["before"]["lower"], fee["after"]["lower"]) == ("fee", None, 1.25e9)


TWO = """\
quantities: {power: {unit: MW}}
claims:
  - {id: a.one-2, about: power, figure: 300 MW}
  - {id: b, about: power, figure: 500 MW}
"""


def test_a_claim_alone_is_replaced(line: CommandLine) -> None:
    line.write("a.claims.yaml", TWO)
    result = line.run("what-if", "a.one-2 = 500 MW")
    assert result.exit_code == 0
    assert "set aside: a.one-2 (300 MW)\n" in result.stdout
    assert "resolved    conflict: a.one-2 and b cannot all hold" in result.stdout


def test_a_quantity_sets_all_its_claims_aside(line: CommandLine) -> None:
    line.write("a.claims.yaml", TWO)
    result = line.run("what-if", "power = 400 MW")
    assert "set aside: a.one-2 (300 MW), b (500 MW)" in result.stdout


LIMITED = """\
quantities: {x: {unit: "1", max: 10}}
claims:
  - {id: a, about: x, value: "1", exact: true}
  - {id: b, about: x, value: "2", exact: true}
  - {id: c, about: x, value: "3", exact: true}
"""


def test_a_conflict_with_the_limits_is_new_though_the_replaced_claims_disagreed(
    line: CommandLine,
) -> None:
    line.write("a.claims.yaml", LIMITED)
    result = line.run("what-if", "x = 50")
    assert result.exit_code == 1
    assert "introduced  conflict: what-if cannot hold, whatever the rest says" in result.stdout
    assert result.stdout.count("resolved  ") == 3
    assert "nothing changes" not in result.stdout
    assert "remaining" not in result.stdout


def test_each_conflict_among_the_replaced_claims_is_resolved(line: CommandLine) -> None:
    line.write("a.claims.yaml", LIMITED)
    shown = line.run("what-if", "x = 5").stdout
    assert [each for each in shown.splitlines() if each.startswith("resolved")] == [
        # 3 / 1, 2 / 1 and 3 / 2: the widest gap first.
        "resolved    conflict: a and c cannot all hold; "
        "apart by a factor of 3 (2) at the loosest reading",
        "resolved    conflict: a and b cannot all hold; "
        "apart by a factor of 2 (1) at the loosest reading",
        "resolved    conflict: b and c cannot all hold; "
        "apart by a factor of 1.5 (1) at the loosest reading",
    ]
    (suite,) = line.json("what-if", "x = 5", "--format", "json")["suites"]
    assert [each["claims"] for each in suite["resolved"]] == [["a", "c"], ["a", "b"], ["b", "c"]]
    assert suite["introduced"] == suite["remaining"] == []


def test_conflicts_of_two_replaced_claims_with_a_third_are_each_told(line: CommandLine) -> None:
    line.write(
        "a.claims.yaml",
        "quantities: {x: {unit: '1'}, y: {unit: '1'}}\n"
        "rules: [y == 2 * x]\n"
        "claims:\n"
        "  - {id: a, about: x, value: '> 1'}\n"
        "  - {id: b, about: x, value: '> 2'}\n"
        "  - {id: c, about: y, value: '1'}\n",
    )
    shown = line.run("what-if", "x = 1/2").stdout
    assert "resolved    conflict: a and c cannot" in shown
    assert "resolved    conflict: b and c cannot" in shown
    # One value stands for either claim: its conflict with c is the old one, not a new one.
    result = line.run("what-if", "x = 5")
    assert result.exit_code == 0
    assert "remaining   conflict: c and what-if cannot all hold" in result.stdout
    assert "introduced" not in result.stdout
    assert "resolved" not in result.stdout


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("term", "no `=` stands between a name and a value"),
        ("term = ", "no value after `=`"),
        ("term = 48", "write `term = 48 month`"),
        ("term = 48 mnoth", "did you mean month?"),
        ("term = 48 MW", "term is in month, and `48 MW` is in MW"),
        ("trem = 48 month", "Did you mean 'term'?"),
        ("term = ?", "`?` is no value"),
        ("term@2025 = 48 month", "term does not vary"),
        ("term >= 48 month", "no `=` stands between a name and a value"),
    ],
)
def test_bad_assignments(example: CommandLine, assignment: str, message: str) -> None:
    result = example.run("what-if", assignment, "example.claims.yaml")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_a_broken_suite_is_said_beside_the_answer(example: CommandLine) -> None:
    example.write("other.claims.yaml", BROKEN)
    result = example.run("what-if", "total = 45 billion USD")
    assert result.exit_code == 2
    assert "other.claims.yaml:2:" in result.stderr
    assert "resolved" in result.stdout
