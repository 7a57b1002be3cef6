"""The report as SARIF 2.1.0 (OASIS), for code scanning and editors.

Members of a conflict are related locations, its derivation is a code flow, and what is expected is
suppressed with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from typing import Any
from urllib.parse import quote

from verify.diagnostics import Diagnostic, Severity
from verify.explain import MemberRow, StepRow
from verify.findings import Finding, findings, title_of
from verify.reports.json_text import written
from verify.source import Span
from verify.verdicts import Judgement

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return one run with all findings."""
    found = findings(judgements, problems)
    codes = sorted({each.code for each in found})
    driver = {
        "name": "verify",
        "version": _version(),
        "rules": [{"id": code, "shortDescription": {"text": title_of(code)}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code)) for each in found],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return written(data)


def _version() -> str:
    """Return the program's version; none is known where it is not installed."""
    try:
        return metadata.version("verify")
    except metadata.PackageNotFoundError:
        return "unknown"


def _result(each: Finding, number: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": number,
        "level": "note" if each.level is Severity.NOTE else each.level.value,
        "message": {"text": "\n".join([each.message, *each.details])},
        "locations": [_location(each.span)],
        "partialFingerprints": {"verify/v1": each.fingerprint},
    }
    if each.related:
        result["relatedLocations"] = [_member(row) for row in each.related]
    if each.explained is not None:
        steps = [
            {"location": _member(row) if isinstance(row, MemberRow) else _step(row)}
            for row in each.explained.rows
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if each.suppressed:
        result["suppressions"] = [{"kind": "external", "justification": each.suppressed}]
    return result


def _location(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(span.path, safe="/-._~")}}
    if span.line:
        region = {"startLine": span.line, "startColumn": span.column}
        if (span.end_line, span.end_column) > (span.line, span.column):
            region |= {"endLine": span.end_line, "endColumn": span.end_column}
        place["region"] = region
    return {"physicalLocation": place}


def _member(row: MemberRow) -> dict[str, Any]:
    text = "; ".join(part for part in (f"{row.id}: {row.figure}", row.taken_as) if part)
    return {**_location(row.span), "message": {"text": text}}


def _step(row: StepRow) -> dict[str, Any]:
    return {"message": {"text": f"{row.conclusion} ({row.rule})"}}
