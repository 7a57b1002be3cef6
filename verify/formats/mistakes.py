"""Says what a YAML parser's error means, in plain words, and mends the line where it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from yaml import MarkedYAMLError

from verify.diagnostics import Diagnostic
from verify.formats.mending import Unquoted, unquoted
from verify.source import Span

# What libyaml says, and what is meant; its own words where a row is missing.
_MEANINGS: Final = {
    "mapping values are not allowed in this context": "a `:` is not expected here",
    "could not find expected ':'": "a `:` is missing after this key",
    "did not find expected key": "a key is expected here",
    "did not find expected '-' indicator": "an item with `- ` is expected here",
    "found unexpected end of stream": "the closing quote is missing",
    "did not find expected ',' or '}'": "a comma or `}` is missing before this place",
    "did not find expected ',' or ']'": "a comma or `]` is missing before this place",
    "found character that cannot start any token": "no value can begin with this character",
    "did not find expected <document start>": "nothing may follow the end of the document",
    "block sequence entries are not allowed in this context": "a list cannot begin here",
    "mapping keys are not allowed in this context": "a key cannot begin here",
    "found invalid Unicode character escape code": "`\\u` is followed by half of a surrogate pair",
    "found unknown escape character": "no escape of this name exists; quote with ' instead of \"",
}


@dataclass(slots=True)
class Places:
    """Where things stood in the file before quotes were added to its lines.

    `added` has the quotes of each line: the column in the file's own line, from 0, and how many.
    """

    shown: str
    added: dict[int, list[tuple[int, int]]]

    def column(self, line: int, column: int) -> int:
        """Return the column in the file of a column in the mended line, both from 0."""
        for place, count in self.added.get(line, ()):
            if column > place:
                column -= min(count, column - place)
        return column

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Return a span of the file; lines and columns given count from 0."""
        if not self.added:
            return Span(self.shown, line + 1, column + 1, end_line + 1, end_column + 1)
        return Span(
            self.shown,
            line + 1,
            self.column(line, column) + 1,
            end_line + 1,
            self.column(end_line, end_column) + 1,
        )

    def quote(self, line: int, value: Unquoted) -> None:
        """Note that a value of a line was put in quotes."""
        start, end = self.column(line, value.start), self.column(line, value.end)
        growth = len(value.mended) - len(value.before)
        self.added.setdefault(line, []).extend(((start, 1), (end, growth - 1)))
        self.added[line].sort()


def missing_quotes(
    error: MarkedYAMLError, lines: list[str], places: Places
) -> tuple[int, Unquoted, Diagnostic] | None:
    """Return the value that lacks quotes and so led to the error, with its line from 0."""
    for mark in (error.problem_mark, error.context_mark):
        for line in () if mark is None else (mark.line, mark.line - 1):
            if not 0 <= line < len(lines):
                continue
            value = unquoted(lines[line], goes_on(lines, line))
            if value is not None:
                return line, value, needs_quotes(line, value, places)
    return None


def needs_quotes(line: int, value: Unquoted, places: Places) -> Diagnostic:
    """Return the finding that a value needs quotes, with the line mended."""
    return Diagnostic(
        "needs-quotes",
        f"this value needs quotes: {value.why}",
        places.span(line, value.start, line, value.end),
        help=f"write `{value.mended.strip()}`",
    )


def goes_on(lines: list[str], line: int) -> bool:
    """Return whether a line goes on with a mapping in braces that an earlier one opened."""
    before = line - 1
    while before >= 0 and not lines[before].strip():
        before -= 1
    return before >= 0 and lines[before].rstrip().endswith((",", "{"))


def syntax_error(error: MarkedYAMLError, lines: list[str], places: Places) -> Diagnostic:
    """Return the finding for any other error of the parser."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    span = places.span(line, column, line, column + 1)
    if line < len(lines) and lines[line][column : column + 1] == "\t":
        help_ = "indent with spaces"
        return Diagnostic("tab", "YAML does not take a tab here", span, help=help_)
    problem = error.problem or "no reason given"
    meaning = _MEANINGS.get(problem, problem)
    details: tuple[str, ...] = ()
    context = error.context_mark
    if error.context and context is not None and (context.line, context.column) != (line, column):
        begun = places.span(context.line, context.column, context.line, context.column + 1)
        what = error.context.removeprefix("while ").removeprefix("parsing ")
        what = what.removeprefix("scanning ")
        details = (f"in {what} that begins at line {begun.line}, column {begun.column}",)
    return Diagnostic("bad-yaml", f"this is not YAML: {meaning}", span, details=details)
