"""The report as a GitLab Code Quality artifact."""

from __future__ import annotations

from collections.abc import Sequence

from verify.diagnostics import Diagnostic, Severity
from verify.findings import findings
from verify.reports.json_text import written
from verify.verdicts import Judgement

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return one issue for each finding."""
    issues = [
        {
            "description": "; ".join([each.message, *each.details[:1]]),
            "check_name": each.code,
            "fingerprint": each.fingerprint,
            "severity": _SEVERITIES[each.level],
            "location": {"path": each.span.path, "lines": {"begin": max(1, each.span.line)}},
        }
        for each in findings(judgements, problems)
    ]
    return written(issues)
