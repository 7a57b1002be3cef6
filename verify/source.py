"""Files as text and places in them: every value that came from a file keeps its span."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: lines and columns count from 1, columns in code points.

    The end is exclusive. A span of line 0 says that the value came from no file.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar exactly as written in a file; two texts are equal if they say the same.

    `verbatim` says that the file shows the same characters one for one on one line, so that
    an offset into `value` is an offset into the line.
    """

    value: str
    span: Span = field(default=NOWHERE, compare=False)
    verbatim: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return self.value

    def within(self, start: int, end: int) -> Span:
        """Return the span of `value[start:end]`, or of the whole text where that is not known."""
        span = self.span
        if not self.verbatim or not span.line:
            return span
        column = span.column
        return Span(span.path, span.line, column + start, span.line, column + max(end, start + 1))
