"""What `verify what-if` finds, as data; conflicts and bounds are written as in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.changes import Changes
from verify.facts import Values
from verify.quantity import Quantity
from verify.reports.json_report import bounds, conflict_model
from verify.reports.json_text import written
from verify.verdicts import JudgedConflict, Verdict


def render(all_changes: Sequence[Changes]) -> str:
    """Return the changes of every suite as JSON text."""
    data = {"version": 1, "suites": [_suite(changes) for changes in all_changes]}
    return written(data)


def _suite(changes: Changes) -> dict[str, Any]:
    return {
        "path": changes.before.path,
        "supposed": [
            {
                "name": each.name,
                "value": each.value,
                "replaces": list(each.old),
                "id": each.new[0] if each.new else None,
            }
            for each in changes.replaced
        ],
        "status": {"before": changes.before.status.value, "after": changes.after.status.value},
        "introduced": [_conflict(each) for each in changes.introduced],
        "resolved": [_conflict(each) for each in changes.resolved],
        "remaining": [_conflict(after) for _, after in changes.remaining],
        "verdicts": [
            {"claim": each.claim, "before": _verdict(*each.before), "after": _verdict(*each.after)}
            for each in changes.verdicts
        ],
        "quantities": [
            {
                "id": each.id,
                "before": _values(each.before, each.quantity),
                "after": _values(each.after, each.quantity),
            }
            for each in changes.quantities
        ],
    }


def _conflict(conflict: JudgedConflict) -> dict[str, Any]:
    return conflict_model(conflict).model_dump(mode="json")


def _verdict(verdict: Verdict, otherwise: Verdict | None) -> dict[str, str | None]:
    return {"verdict": verdict.value, "otherwise": otherwise.value if otherwise else None}


def _values(values: Values | None, quantity: Quantity) -> dict[str, Any] | None:
    return None if values is None else bounds(values, quantity).model_dump(mode="json")
