"""The visible text of an article, offset by offset: what a reader does not see becomes blank.

What is returned is as long as the file, so that a place in it is a place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Final

from verify.code_marks import code

_HIDDEN: Final = frozenset(
    {"script", "style", "template", "head", "noscript", "svg", "math", "textarea", "option"}
)
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"}
    | {"kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
)
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_MARKDOWN: Final = frozenset({".md", ".markdown", ".mkd"})
_HTML: Final = frozenset({".html", ".htm", ".xhtml"})


def visible(text: str, path: str) -> str:
    """Return the text with markup blanked out; the name's ending says what markup it has."""
    text = text.replace("\ufeff", " ")
    suffix = PurePath(path).suffix.lower()
    if suffix in _HTML:
        return _of_html(text)
    return _of_markdown(text) if suffix in _MARKDOWN else text


def reference(text: str, start: int) -> int:
    """Return where the character reference begins that is seen as the character at a place."""
    found = _REFERENCE.search(text, max(0, start - 12), start + 1)
    return start if found is None else found.start()


_REFERENCE: Final = re.compile(r"&(?:#[0-9a-fA-Fx]{1,8}|\w{1,10});$")


def _of_html(text: str) -> str:
    reader = _Html(text)
    reader.feed(_closed(text))
    reader.close()
    return "".join(reader.seen)


def _closed(text: str) -> str:
    """Return the text without the signs that open a tag which is not soon closed.

    Python's parser would look for the end of each of them up to the end of the file.
    """
    signs = list(text)
    close = -1
    for match in re.finditer("<", text):
        at = match.start()
        if close < at and close != len(text):
            found = text.find(">", at)
            close = len(text) if found < 0 else found
        if close - at > _LONGEST_TAG:
            signs[at] = " "
    return "".join(signs)


_LONGEST_TAG: Final = 4_000  # characters; longer comments are read as text


@dataclass(frozen=True, slots=True)
class Marked:
    """What an element of HTML holds, by its tag and attributes; the end is that of its content."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]


def marked(text: str, attribute: str) -> tuple[Marked, ...]:
    """Return the elements of HTML, or of HTML within Markdown, that have an attribute."""
    reader = _Elements(text, attribute)
    reader.feed(_closed(text))
    reader.close()
    return tuple(sorted(reader.found, key=lambda each: (each.start, -each.end)))


class _Html(HTMLParser):
    """Keeps the characters of text that is shown; everything else stays blank."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.seen = ["\n" if character == "\n" else " " for character in text]
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.hidden: list[str] = []  # open elements of which nothing is shown
        self.verbatim = 0  # open `pre`s, where lines end as they do in the file

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        unseen = (
            tag in _HIDDEN
            or "hidden" in names
            or names.get("aria-hidden") == "true"
            or "display:none" in names.get("style", "").replace(" ", "").lower()
        )
        if tag not in _VOID and (unseen or self.hidden):
            self.hidden.append(tag)
        self.verbatim += tag == "pre"
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden and self.hidden.pop() != tag:
                pass
        self.verbatim -= tag == "pre" and self.verbatim > 0
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Keep words of different blocks apart."""
        if tag not in _INLINE:
            self.seen[self._place()] = "|" if tag in ("td", "th") else "\n"

    def handle_data(self, data: str) -> None:
        self._show(data, data)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._place()
        if self.text.startswith(";", start + len(written)):
            written += ";"
        meant = unescape(written)
        self._show(meant if len(meant) <= len(written) else written, written)

    def _show(self, meant: str, written: str) -> None:
        if self.hidden:
            return
        start = self._place()
        if not self.verbatim:
            meant = meant.replace("\n", " ")
        self.seen[start : start + len(written)] = meant.rjust(len(written))


class _Elements(_Html):
    """Finds the elements that have an attribute."""

    def __init__(self, text: str, attribute: str) -> None:
        super().__init__(text)
        self.attribute = attribute
        self.open: list[tuple[str, int, dict[str, str]]] = []
        self.found: list[Marked] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag not in _INLINE and tag not in _VOID and self.attribute not in names:
            self._closed_by_block()
        wanted = self.attribute in names or any(tag == each[0] for each in self.open[-_DEEP:])
        if tag not in _VOID and wanted and len(self.open) < _DEEP:
            start = self._place() + len(self.get_starttag_text() or "")
            self.open.append((tag, start, names))

    def _closed_by_block(self) -> None:
        """End what is open within a line, as a forgotten `</b>` at the end of its paragraph."""
        while self.open and self.open[-1][0] in _INLINE:
            _, start, names = self.open.pop()
            if self.attribute in names:
                self.found.append(Marked(start, self._place(), "b", names))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in reversed(range(len(self.open))) if self.open[n][0] == tag), None)
        if at is None:
            if tag not in _INLINE:
                self._closed_by_block()
            return
        _, start, names = self.open[at]
        del self.open[at:]
        if self.attribute in names:
            self.found.append(Marked(start, self._place(), tag, names))


_DEEP = 60  # elements within one another that are looked at
_FRONT = re.compile(r"\A ?---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_TARGET = re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|(?<=\])\[[^\]\n]*\]")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^#+|^>+|~~|\\(?=[^\w\s])|!(?=\[)|[\[\]]", re.MULTILINE)
_RULE = re.compile(r"^[-=|:\s]+$", re.MULTILINE)


def _of_markdown(text: str) -> str:
    text = _without(text, _comments(text))
    text = _FRONT.sub(_blank, text)
    text = _without(text, code(text))
    for pattern in (_TAG, _TARGET):
        text = pattern.sub(_blank, text)
    text = _unwrapped(text)
    for pattern in (_RULE, _MARKS):
        text = pattern.sub(_blank, text)
    return _CHARACTER.sub(_meant, text)


def _unwrapped(text: str) -> str:
    """Return text with each line's end within a paragraph, or a quotation, as a space."""
    lines = text.split("\n")
    for number in range(len(lines) - 1):
        line, following = lines[number], lines[number + 1]
        if _ENDS.match(line) is None and _GOES_ON.match(following) is not None:
            lines[number] = f"{line} "
            if following.startswith(">"):
                lines[number + 1] = f" {following[1:]}"
        else:
            lines[number] = f"{line}\n"
    return "".join(lines)


_ENDS = re.compile(r"\s*(?:#|\||$|[-=|:\s]+$)")
_GOES_ON = re.compile(r"(?:> ?)?(?![\s\-*+#>|=:~]|\d{1,3}[.)]\s)\S")


_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,20});")


def _meant(match: re.Match[str]) -> str:
    meant = unescape(match[0])
    return meant.rjust(len(match[0])) if len(meant) <= len(match[0]) else match[0]


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        at = end + 3
        yield start, at


def _without(text: str, hidden: Iterable[tuple[int, int]]) -> str:
    """Return text with some places blank, but for the ends of lines."""
    parts, at = [], 0
    for start, end in hidden:
        parts += [text[at:start], _empty(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _blank(match: re.Match[str]) -> str:
    return _empty(match[0])


def _empty(hidden: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in hidden)
