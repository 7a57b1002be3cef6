"""What the Python API raises: one exception, with the findings that say what is wrong."""

from __future__ import annotations

from verify.diagnostics import Diagnostic


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


def _line(each: Diagnostic) -> str:
    where = f"{each.span}: " if each.span.path else ""
    parts = [
        f"{where}{each.message}",
        *each.details,
        *([f"help: {each.help}"] if each.help else []),
    ]
    return "\n    ".join(parts)
