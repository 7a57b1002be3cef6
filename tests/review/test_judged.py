"""Sentences that a fact-checker judged first: no new false alarm, no new miss."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_review import HERE, codes, facts_of, reviewed

from verify.facts import Facts

DATA = json.loads((HERE / "judged.json").read_text("utf-8"))
SUITES = {path.name.partition(".")[0]: path for path in (HERE / "records").glob("*.yaml")}
SUITES["rec"] = HERE / "record.claims.yaml"


@pytest.fixture(scope="module")
def records() -> dict[str, Facts]:
    """Return the records of these sentences."""
    return {name: facts_of(str(path)) for name, path in SUITES.items()}


def _as_judged(row: dict[str, Any], records: dict[str, Facts]) -> bool:
    html, date = row.get("html", False), row.get("date", "")
    figures = reviewed(row["text"], records[row["suite"]], html=html, date=date).figures
    for figure, word in zip(figures, row["expected"].split(), strict=True):
        found, support = codes(figure), figure.support.value
        if word == "ok":
            right = not found and support in ("supported", "implied")
        elif word == "ns":
            right = not found and support == "not-stated"
        else:
            right = bool(found & set(word.split("|")))
        if not right:
            return False
    return True


def test_what_differs_is_what_is_listed(records: dict[str, Facts]) -> None:
    differing = {row["text"] for row in DATA["judged"] if not _as_judged(row, records)}
    assert differing == set(DATA["different"])
    assert len(DATA["judged"]) > 600
