"""The maker of mutants, and the table of those that no test can see."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from mutating import compiled, mutants

_ROOT = Path(__file__).parents[2]
_ROWS = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text(encoding="utf-8"))[
    "survivor"
]

_SOURCE = """\
LEAST = 3

def fits(value, lower, upper=True):
    if value is None or not upper:
        raise ValueError("nothing", key=1)
    return max(value - lower, 0) in (1, 2)
"""


def changes(source: str) -> set[str]:
    return {f"{each.before} -> {each.after}" for each in mutants(source)}


@pytest.mark.parametrize(
    "change",
    [
        "3 -> 4",
        "3 -> 2",
        "True -> False",
        "value is None or not upper -> value is None and (not upper)",
        "value is None or not upper -> value is None",
        "value is None or not upper -> not upper",
        "value is None -> value is not None",
        "not upper -> upper",
        "upper -> lower",
        "raise ValueError('nothing', key=1) -> pass",
        "ValueError('nothing', key=1) -> ValueError('nothing')",
        "return max(value - lower, 0) in (1, 2) -> return None",
        "max -> min",
        "value - lower -> value + lower",
        "max(value - lower, 0) in (1, 2) -> max(value - lower, 0) not in (1, 2)",
        "(1, 2) -> (1,)",
        "lower -> upper",
    ],
)
def test_each_kind_of_change_is_made(change: str) -> None:
    assert change in changes(_SOURCE)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("def f(a: int | None) -> int | None:\n    pass\n", set()),
        ('"""Words."""\nassert a < 1, "message"\n', set()),
        ("@cache(maxsize=8)\ndef f():\n    pass\n", set()),
        ("a <= b", {"a <= b -> pass", "a <= b -> a < b", "a <= b -> a > b"}),
        (
            "f(x for x in y if x)",
            {"f((x for x in y if x)) -> pass", "for x in y if x -> for x in y"},
        ),
    ],
)
def test_what_says_nothing_is_left_alone(source: str, made: set[str]) -> None:
    assert changes(source) == made


def test_a_mutant_is_one_change_and_every_line_stays_where_it_was() -> None:
    found: dict[str, Any] = {}
    for mutant in mutants("def f(a, b):\n\n    return a < b\n"):
        names: dict[str, Any] = {}
        exec(compiled("def f(a, b):\n\n    return a < b\n", "f.py", mutant.number), names)
        found[mutant.after] = [names["f"](1, 2), names["f"](2, 2), names["f"](3, 2)]
        assert names["f"].__code__.co_firstlineno == 1
        assert mutant.line == 3
    assert found == {
        "return None": [None, None, None],
        "a <= b": [True, True, False],
        "a >= b": [False, True, True],
    }


def test_lines_and_counts_tell_the_same_changes_apart() -> None:
    zeros = [each for each in mutants("a = [0, 0]\n") if each.after == "1"]
    assert [each.nth for each in zeros] == [1, 2]
    assert len({each.key for each in mutants(_SOURCE)}) == len(mutants(_SOURCE))


@pytest.mark.parametrize("module", sorted({row["module"] for row in _ROWS}))
def test_each_survivor_explained_is_still_a_mutant(module: str) -> None:
    source = (_ROOT / "verify" / f"{module}.py").read_text(encoding="utf-8")
    keys = {each.key for each in mutants(source)}
    rows = [row for row in _ROWS if row["module"] == module]
    told = [(r["place"], r["line"], r["before"], r["after"], r.get("nth", 1)) for r in rows]
    assert [row for row in told if row not in keys] == []
    assert len(set(told)) == len(told)
