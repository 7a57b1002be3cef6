"""What is wrong with a file, as data: one type, one table of codes (diagnostics.toml)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

from verify.source import NOWHERE, Span, Text


class Severity(StrEnum):
    """How much a diagnostic matters: an error makes the suite `invalid`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a file: one sentence, its place, further lines, what to write instead.

    `code` is a row of diagnostics.toml; `details` are lines that explain (aligned dimensions,
    the user's line mended); `help` is a suggestion that was computed, or empty.
    """

    code: str
    message: str
    span: Span = NOWHERE
    severity: Severity = Severity.ERROR
    details: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding inside one short text, such as a rule or a figure: offsets in code points."""

    code: str
    message: str
    start: int = 0
    end: int = 0
    details: tuple[str, ...] = ()
    help: str = ""

    def at(self, text: Text, severity: Severity = Severity.ERROR) -> Diagnostic:
        """Place the problem in the file that `text` came from."""
        span = text.within(self.start, self.end)
        return Diagnostic(self.code, self.message, span, severity, self.details, self.help)


MORE: Final = "more-problems"  # the code of the line that stands for those left out


def limited(problems: Sequence[Diagnostic], most: int) -> tuple[Diagnostic, ...]:
    """Keep at most so many problems of each file, and say how many more there are."""
    files: dict[str, list[Diagnostic]] = {}
    for each in problems:
        files.setdefault(each.span.path, []).append(each)
    if all(len(found) <= most for found in files.values()):
        return tuple(problems)
    return tuple(kept for found in files.values() for kept in _limited(found, most))


def _limited(found: list[Diagnostic], most: int) -> list[Diagnostic]:
    """Keep the first problems of one file, but errors before warnings and notes."""
    told = [each for each in found if each.code != MORE]
    if len(told) <= most:
        return found
    ranked = sorted(range(len(told)), key=lambda at: _RANKS[told[at].severity])
    shown = [told[at] for at in sorted(ranked[:most])]
    left = [told[at] for at in sorted(ranked[most:])]
    before = [each for each in found if each.code == MORE]
    return [*shown, more_problems([*left, *before], None if before else len(left))]


def more_problems(left: Sequence[Diagnostic], count: int | None) -> Diagnostic:
    """Say that a file has more problems than are shown, at the first of those left out."""
    worst = min((each.severity for each in left), key=_RANKS.__getitem__)
    number = "" if count is None else f"{count:,} ".replace(",", " ")
    noun = "problem" if count == 1 else "problems"
    message = f"{number}more {noun} of this file, not shown"
    return Diagnostic(MORE, message, left[0].span, worst)


@dataclass(frozen=True, slots=True)
class Code:
    """A row of the table: the defect's name, and what `verify explain CODE` says."""

    code: str
    title: str
    explanation: str


@cache
def table() -> dict[str, Code]:
    """Return every diagnostic code, in the order of the table."""
    import tomllib

    rows = tomllib.loads(resources.files("verify").joinpath("diagnostics.toml").read_text("utf-8"))
    return {code: Code(code, row["title"], row["explanation"]) for code, row in rows.items()}


_LONGEST_NAME: Final = 60  # code points


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the known name nearest to a misspelt `word`, or an empty string.

    Long names are not compared: that takes the square of their length.

    >>> suggestion("figgure", ["figure", "value"])
    'figure'
    """
    if len(word) > _LONGEST_NAME:
        return ""
    names = sorted({name for name in known if len(name) <= _LONGEST_NAME})
    folded = {name.casefold(): name for name in reversed(names)}
    if word.casefold() in folded:
        return folded[word.casefold()]
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.7)
    return folded[near[0]] if near else ""
