"""The report as reviewdog's diagnostic format, a JSON object for each line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from verify.diagnostics import Diagnostic, Severity
from verify.findings import Finding, findings
from verify.reports.json_text import escaped
from verify.source import Span
from verify.verdicts import Judgement

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return one line for each finding."""
    rows = [_row(each) for each in findings(judgements, problems)]
    return "".join(escaped(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def _row(each: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {
        "message": "\n".join([each.message, *each.details]),
        "location": _location(each.span),
        "severity": _SEVERITIES[each.level],
        "source": {"name": "verify"},
        "code": {"value": each.code},
    }
    if each.related:
        row["related_locations"] = [
            {"message": f"{member.id}: {member.figure}", "location": _location(member.span)}
            for member in each.related
        ]
    return row


def _location(span: Span) -> dict[str, Any]:
    if not span.line:
        return {"path": span.path}
    start = {"line": span.line, "column": span.column}
    if (span.end_line, span.end_column) <= (span.line, span.column):
        return {"path": span.path, "range": {"start": start}}
    end = {"line": span.end_line, "column": span.end_column}
    return {"path": span.path, "range": {"start": start, "end": end}}
