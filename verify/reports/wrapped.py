"""Text broken into lines for a picture, by an estimate of how wide it is; what is cut is marked.

There is no font to ask: the widths are those of a wide sans serif, so that others fit as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from verify.reports.styled import safe

Run = tuple[str, str]  # a style's name, and text

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}/ ·’‘“”-")
_BROAD = frozenset("mwMWOQ@%<>=+~^#…✗⚖≈◐✓○—→")
_SIZE = 12.0  # of the font, in user units
_BOLD = 14.0  # the same where it is bold, and wider
_FIXED = 6.8  # of a character of fixed width, at 11
_HEAVY = frozenset({"name", "follows", "conflict"})
_MOST = 400  # characters of a text that are looked at


def shortened(text: str, most: int) -> str:
    r"""Return a text on one line, what is unsafe shown, cut visibly to so many characters.

    >>> shortened("one\ntwo three", 8)
    'one two…'
    """
    shown = safe(" ".join(text[: 4 * most].split()))
    return shown if len(shown) <= most and len(text) <= 4 * most else shown[: most - 1] + "…"


def wrapped(runs: Iterable[Run], width: float, most: int) -> list[list[Run]]:
    """Break runs into at most so many lines of a width; a word that is too long is broken too."""
    lines: list[list[Run]] = [[]]
    left = width
    for style, word in _words(runs, width):
        wide = measured(word, style)
        if wide > left and lines[-1]:
            if len(lines) == most:
                return [*map(_joined, lines[:-1]), _cut(lines[-1], width)]
            lines.append([])
            left = width
        lines[-1].append((style, word))
        left -= wide + measured(" ", style)
    return [_joined(line) for line in lines]


@lru_cache(maxsize=10_000)
def measured(text: str, style: str) -> float:
    """Return about how wide a text is."""
    if style.startswith("formula"):
        return len(text) * _FIXED
    return sum(map(_wide, text)) * (_BOLD if style in _HEAVY or "bold" in style else _SIZE)


def _wide(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 0.92
    if character.isascii():
        return 0.68 if character.isupper() else 0.6
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.65


def _words(runs: Iterable[Run], width: float) -> Iterator[Run]:
    for style, text in runs:
        for word in shortened(text, _MOST).split():
            while measured(word, style) > width:
                fits = next(
                    n for n in range(1, len(word)) if measured(word[: n + 1], style) > width
                )
                yield style, word[:fits]
                word = word[fits:]
            yield style, word


def _cut(line: Sequence[Run], width: float) -> list[Run]:
    """Mark a line as cut, shortening it where there is no room for the mark."""
    *before, (style, text) = _joined(line)
    room = width - sum(measured(t, s) for s, t in before) - measured("…", style)
    while text and measured(text, style) > room:
        text = text[:-1]
    return [*before, (style, text.rstrip() + "…")]


def _joined(line: Sequence[Run]) -> list[Run]:
    """Join words of one style, with the spaces between them."""
    found: list[Run] = []
    for style, word in line:
        if found and found[-1][0] == style:
            found[-1] = style, f"{found[-1][1]} {word}"
        else:
            if found:
                found[-1] = found[-1][0], found[-1][1] + " "
            found.append((style, word))
    return found
