"""Places in a text as an editor counts them: between our spans and offsets, and LSP's positions.

Ours count code points, and lines by line feeds; LSP 3.17 counts units of the encoding that was
agreed on (UTF-16 unless said), and ends a line at a line feed, a carriage return, or both.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from verify.source import Span

_THEIR_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """A text cut into lines, both ways, and the encoding in which an editor counts columns."""

    def __init__(
        self, text: str, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16
    ) -> None:
        self.text = text
        self.encoding = PositionEncodingKind(encoding)
        self._ours = (0, *(match.end() for match in re.finditer("\n", text)))
        ends = list(_THEIR_END.finditer(text))
        self._theirs = (0, *(match.end() for match in ends))
        self._ends = (*(match.start() for match in ends), len(text))

    def position(self, offset: int) -> Position:
        """Return the position of an offset in code points."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._theirs, offset) - 1
        start = self._theirs[line]
        return Position(line, self._units(self.text[start : min(offset, self._ends[line])]))

    def range(self, start: int, end: int) -> Range:
        """Return the range between two offsets, the end excluded."""
        return Range(self.position(start), self.position(max(start, end)))

    def offset(self, position: Position) -> int:
        """Return the offset of a position; what lies beyond a line or the text is its end."""
        if position.line >= len(self._theirs):
            return len(self.text)
        start, end = self._theirs[position.line], self._ends[position.line]
        line = self.text[start:end]
        if self.encoding is PositionEncodingKind.Utf32:
            return start + min(position.character, len(line))
        left = position.character
        for place, character in enumerate(line):
            left -= self._units(character)
            if left < 0:
                return start + place
        return end

    def at(self, line: int, column: int) -> int:
        """Return the offset of one of our places; lines and columns count from 1."""
        if line < 1:
            return 0
        if line > len(self._ours):
            return len(self.text)
        end = self._ours[line] - 1 if line < len(self._ours) else len(self.text)
        return min(self._ours[line - 1] + max(0, column - 1), end)

    def point(self, offset: int) -> tuple[int, int]:
        """Return one of our places, line and column from 1, for an offset."""
        line = bisect_right(self._ours, offset)
        return line, offset - self._ours[line - 1] + 1

    def bounds(self, span: Span) -> tuple[int, int]:
        """Return the offsets of a span; one without an end is as long as a character."""
        start = self.at(span.line, span.column)
        if not span.line:
            return 0, 0
        if span.end_line < span.line:
            return start, min(start + 1, len(self.text))
        return start, max(start, self.at(span.end_line, span.end_column))

    def of_span(self, span: Span) -> Range:
        """Return the range of a span."""
        return self.range(*self.bounds(span))

    def line_of(self, offset: int) -> tuple[int, int]:
        """Return where our line around an offset begins, and where the next one does."""
        line = bisect_right(self._ours, offset)
        end = self._ours[line] if line < len(self._ours) else len(self.text)
        return self._ours[line - 1], end

    def _units(self, text: str) -> int:
        if self.encoding is PositionEncodingKind.Utf32:
            return len(text)
        if self.encoding is PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)
