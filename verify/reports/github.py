"""The report as GitHub workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from verify.diagnostics import Diagnostic, Severity
from verify.findings import findings
from verify.reports.styled import safe
from verify.verdicts import Judgement

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return one command for each finding."""
    rows = []
    for each in findings(judgements, problems):
        properties = {"file": each.span.path, "title": each.code}
        if each.span.line:
            properties |= {"line": str(each.span.line), "col": str(each.span.column)}
        given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        details = [*each.details, *([f"expected: {each.suppressed}"] if each.suppressed else [])]
        text = "\n".join(safe(part) for part in (each.message, *details))
        rows.append(f"::{_COMMANDS[each.level]} {given}::{_data(text)}\n")
    return "".join(rows)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")
