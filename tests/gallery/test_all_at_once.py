"""Every mistake of a file is reported at once, and nothing that only follows from another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from verify.cli import group

MEANINGS = """\
quantities:
  fee:   {unit: USD/months}
  term:  {unit: month, min: "< 1"}
  total: {unit: USD}
subjects:
  hall: {part_of: campus}
rules:
  - total = fee * term
  - total == fees * term
  - total == term
  - log(total) >= 1
claims:
  - {id: fee, about: fee, figure: "12,5000 USD a month"}
  - {id: fee, about: term, figure: $5 million}
  - {about: total, figure: three times more, source: storey}
"""
SHAPES = """\
quantities:
  2nd: {unit: USD}
  term: {unit: month, minimum: 1}
  fee: USD/month
rules: total == fee * term
sources:
  story: {sha256: abc}
claims:
  - {id: Total Fee, about: fee, figure: 5}
  - {about: term, figure: 36 months, exact: yes}
  - {about: term, figure: 36 months, modality: said}
  - {figure: 36 months}
waive:
  - {figure: 2002, start: soon, reason: a year}
"""
# Two values need quotes, which are put in before the rest is read.
QUOTES_AND_MEANINGS = """\
quantities:
  term:  {unit: month}
  total: {unit: USD}
rules:
  - total == term
claims:
  - {about: total, value: > 40 billion USD}
  - {about: total, figure: $100,000}
  - {about: terms, figure: 36 months}
"""
# `fee` has no unit that could be compared with, and the claim without a figure is known by its id.
FOLLOWING = """\
quantities:
  fee:   {unit: USD/months}
  term:  {unit: month}
  total: {unit: USD}
rules:
  - total == fee * term
claims:
  - {id: fee, about: fee, figure: $5 million a month}
  - {id: total, about: total, figure: three times more}
expect:
  - {conflict: [fee, total], reason: known}
"""


def reported(text: str, folder: Path) -> list[tuple[int, int, str]]:
    """Return line, column and code of every error in a file of this text."""
    path = folder / "file.claims.yaml"
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(group, ["check", "--format", "json", str(path)])
    assert result.exit_code == 2
    (suite,) = json.loads(result.stdout)["suites"]
    found: list[dict[str, Any]] = suite["diagnostics"]
    return [(each["line"], each["column"], each["code"]) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            MEANINGS,
            [
                (2, 21, "unknown-unit"),
                (3, 30, "bound-reversed"),
                (6, 19, "unknown-subject"),
                (8, 11, "wrong-operator"),
                (9, 14, "unknown-quantity"),
                (10, 5, "dimension-mismatch"),
                (11, 9, "not-a-plain-number"),
                (13, 36, "ambiguous-number"),
                (14, 10, "duplicate-id"),
                (14, 36, "dimension-mismatch"),
                (15, 34, "ambiguous-multiple"),
                (15, 54, "unknown-source"),
            ],
        ),
        (
            SHAPES,
            [
                (2, 3, "bad-name"),
                (3, 23, "unknown-key"),
                (4, 8, "wrong-shape"),
                (5, 8, "wrong-shape"),
                (7, 19, "bad-digest"),
                (9, 10, "bad-id"),
                (10, 45, "not-a-boolean"),
                (11, 48, "unknown-word"),
                (12, 5, "missing-key"),
                (14, 27, "not-a-whole-number"),
            ],
        ),
        (
            QUOTES_AND_MEANINGS,
            [
                (5, 5, "dimension-mismatch"),
                (7, 27, "needs-quotes"),
                (8, 28, "needs-quotes"),
                (9, 13, "unknown-quantity"),
            ],
        ),
        (FOLLOWING, [(2, 21, "unknown-unit"), (9, 45, "ambiguous-multiple")]),
    ],
    ids=["meanings", "shapes", "quotes and meanings", "what follows"],
)
def test_every_mistake_is_reported_at_once(
    text: str, expected: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    assert sorted(reported(text, tmp_path)) == expected
