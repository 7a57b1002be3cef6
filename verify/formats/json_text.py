"""Reads JSON (RFC 8259) into a tree, strictly: numbers stay text, names occur once."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined] # untyped
from typing import Final

from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.source import Span, Text
from verify.tree import Mapping, Node, Nothing, Sequence, mapping, shortened, too_many_values

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD: Final = re.compile(r"[^\s,:\[\]{}\"]+")
# Controls but tab and line ends, and surrogates that are not part of a pair.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def parse(text: str, shown: str, limits: Limits) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one JSON text; None after the first place where it is not JSON."""
    reader = _Reader(text, shown, limits)
    try:
        node: Node | None = reader.value(reader.after_space(0), 1)
        reader.end()
    except _NotJsonError as error:
        node = None
        reader.problems.append(error.diagnostic)
    return node, tuple(reader.problems)


class _NotJsonError(Exception):
    """The text cannot be read any further."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Reader:
    """A recursive descent of bounded depth, with its place and the problems so far."""

    def __init__(self, text: str, shown: str, limits: Limits) -> None:
        self.text = text
        self.shown = shown
        self.limits = limits
        self.problems: list[Diagnostic] = []
        self.at = 0
        self.values = 0
        # The last place asked for, its line, and where that line begins.
        self.placed = 0
        self.line = 1
        self.line_start = 0

    def value(self, start: int, depth: int) -> Node:
        """Read the value that begins at `start`, and leave `at` behind it."""
        self.count(start)
        char = self.text[start : start + 1]
        if char == '"':
            return self.string(start)
        if char in ("{", "["):
            if depth > self.limits.depth:
                message = f"the file is nested more than {self.limits.depth} deep"
                raise self.failure("nested-too-deep", message, start)
            return self.object(start, depth) if char == "{" else self.array(start, depth)
        match = _WORD.match(self.text, start)
        if match is None:
            what = f"`{char}`" if char else "the end of the file"
            raise self.failure("bad-json", f"expected a value, found {what}", start)
        word = match[0]
        self.at = match.end()
        span = self.span(self.place(start), self.at)
        if word == "null":
            return Nothing(span)
        if word not in ("true", "false") and not _NUMBER.fullmatch(word):
            raise self.failure("bad-json", self.misread(word), start)
        return self.checked(Text(word, span, verbatim=True))

    def count(self, start: int) -> None:
        """Count a name or value; too many end the reading."""
        self.values += 1
        if self.values > self.limits.values:
            raise self.failure("file-too-large", too_many_values(self.limits), start)

    def misread(self, word: str) -> str:
        """Return what is wrong with a word that is neither a number nor a constant."""
        if word.lstrip("+-") in ("NaN", "Infinity"):
            return f"`{word}` is no number in JSON"
        return f"`{shortened(word)}` is not a JSON value; a text needs double quotes"

    def string(self, start: int) -> Text:
        """Read a quoted text; its span is without the quotes where it is written verbatim."""
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise self.failure("bad-json", _string_defect(error.msg), error.pos) from None
        verbatim = self.at - start - 2 == len(value) and "\n" not in value
        if verbatim:
            span = self.span(self.place(start + 1), self.at - 1)
            return self.checked(Text(value, span, verbatim=True))
        return self.checked(Text(value, self.span(self.place(start), self.at)))

    def array(self, start: int, depth: int) -> Sequence:
        """Read `[` … `]`."""
        items: list[Node] = []
        place = self.place(start)
        at = self.after_space(start + 1)
        if self.text[at : at + 1] == "]":
            self.at = at + 1
            return Sequence((), self.span(place, self.at))
        while True:
            items.append(self.value(at, depth + 1))
            at = self.separator(start, "]")
            if self.text[at] == "]":
                self.at = at + 1
                return Sequence(tuple(items), self.span(place, self.at))
            at = self.after_space(at + 1)

    def object(self, start: int, depth: int) -> Mapping:
        """Read `{` … `}`."""
        entries: list[tuple[Text, Node]] = []
        place = self.place(start)
        at = self.after_space(start + 1)
        while self.text[at : at + 1] != "}" or entries:
            if self.text[at : at + 1] != '"':
                raise self.failure("bad-json", "expected a name in double quotes", at)
            self.count(at)
            key = self.string(at)
            at = self.after_space(self.at)
            if self.text[at : at + 1] != ":":
                raise self.failure("bad-json", "expected `:` after the name", at)
            entries.append((key, self.value(self.after_space(at + 1), depth + 1)))
            at = self.separator(start, "}")
            if self.text[at] == "}":
                break
            at = self.after_space(at + 1)
        self.at = at + 1
        node, problems = mapping(entries, self.span(place, self.at))
        self.problems.extend(problems)
        return node

    def separator(self, start: int, close: str) -> int:
        """Return the place of the comma or closing bracket that must come next."""
        at = self.after_space(self.at)
        if self.text[at : at + 1] in (",", close):
            return at
        line, column = _place(self.text, start)
        where = f"`{self.text[start]}` is opened at line {line}, column {column}"
        raise self.failure("bad-json", f"expected `,` or `{close}`", at, where)

    def end(self) -> None:
        """Refuse anything after the value."""
        at = self.after_space(self.at)
        if at < len(self.text):
            raise self.failure("bad-json", "expected nothing after the end of the value", at)

    def after_space(self, start: int) -> int:
        """Return the place of the next character that is not white space."""
        match = _SPACE.match(self.text, start)
        return match.end() if match else start

    def checked(self, text: Text) -> Text:
        """Report a text that is too long or holds characters that no text may hold."""
        if len(text.value) > self.limits.text_length:
            message = f"a text of more than {self.limits.text_length} characters"
            self.problems.append(Diagnostic("text-too-long", message, text.span))
        found = _FORBIDDEN.search(text.value)
        if found:
            message = f"the invisible character U+{ord(found[0]):04X} is not allowed here"
            self.problems.append(
                Diagnostic("control-character", message, text.span, help="remove it")
            )
            return Text(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.value), text.span)
        return text

    def failure(self, code: str, message: str, at: int, *details: str) -> _NotJsonError:
        """Return the error that ends the reading."""
        span = Span(self.shown, *_place(self.text, at), *_place(self.text, at + 1))
        return _NotJsonError(Diagnostic(code, message, span, details=details))

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column of a place, which is not before the last one asked for."""
        ends = self.text.count("\n", self.placed, at)
        if ends:
            self.line += ends
            self.line_start = self.text.rfind("\n", self.placed, at) + 1
        self.placed = at
        return self.line, at - self.line_start + 1

    def span(self, start: tuple[int, int], end: int) -> Span:
        """Return the span from a place to another, which is not before the last one asked for."""
        return Span(self.shown, *start, *self.place(end))


def _place(text: str, at: int) -> tuple[int, int]:
    """Return line and column of any place."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _string_defect(message: str) -> str:
    """Return what the standard library says of a string, in our words."""
    if message.startswith("Unterminated"):
        return "the closing quote is missing"
    if message.startswith("Invalid control"):
        return "a text cannot go over the end of a line; write `\\n`"
    return '`\\` must be followed by one of `" \\ / b f n r t` or `u` and four hex digits'
