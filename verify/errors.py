"""What the Python API raises: one exception, with the findings that say what is wrong."""

from __future__ import annotations

import json

from verify.diagnostics import Diagnostic

_NOTHING = (
    *("claims", "conflicts", "corrections", "quantities", "sources"),
    *("assumptions", "expectations"),
)


class VerifyError(Exception):
    """Something cannot be done as asked; every error of the API is one of these.

    `diagnostics` are the findings, each with its place, its code and what to write instead;
    the exception's text is all of them, a line each.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(_line(each) for each in self.diagnostics)

    def to_json(self) -> str:
        """Return the JSON report of a suite with the status `invalid`, and these findings."""
        path = next((each.span.path for each in self.diagnostics if each.span.path), "")
        suite: dict[str, object] = {"path": path, "title": None, "status": "invalid"}
        suite |= {"complete": False, "ended_by": None, "policy": "default"}
        suite |= {key: [] for key in _NOTHING}
        suite["diagnostics"] = [_data(each) for each in self.diagnostics]
        report = {"version": 1, "status": "invalid", "suites": [suite]}
        return json.dumps(report, indent=1) + "\n"


class SuiteError(VerifyError):
    """A suite that cannot be read, or whose rules contradict each other whatever claims say."""


class LiteralError(VerifyError):
    """A value to compare with, or to suppose, that cannot be read."""


class DimensionError(LiteralError):
    """A comparison of what has no common unit, such as dollars with months."""


class UnknownNameError(VerifyError, KeyError):
    """A name that the suite does not have; the finding suggests the nearest that it has."""

    __str__ = VerifyError.__str__


class NotAtHandError(VerifyError):
    """An answer that needs the suite, asked of a report that was written without it."""


def _data(each: Diagnostic) -> dict[str, object]:
    """Return a finding as the JSON report has it."""
    return {
        "code": each.code,
        "severity": each.severity.value,
        "message": each.message,
        "path": each.span.path,
        "line": each.span.line,
        "column": each.span.column,
        "details": list(each.details),
        "help": each.help or None,
    }


def _line(each: Diagnostic) -> str:
    where = f"{each.span}: " if each.span.path else ""
    parts = [
        f"{where}{each.message}",
        *each.details,
        *([f"help: {each.help}"] if each.help else []),
    ]
    return "\n    ".join(parts)
