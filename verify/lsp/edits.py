"""Edits of a text, as offsets in code points: what a fix replaces, and what withdrawing removes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from verify.lsp.positions import Lines
from verify.source import Text
from verify.tree import Mapping, Node
from verify.tree import Sequence as Items

_DASH: Final = re.compile(r"[ \t]*-[ \t]+\Z")
_REST: Final = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n?")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replaces what stands between two offsets."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with some edits made, none of which overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def between(old: str, new: str) -> Edit:
    """Return the smallest edit that makes one text of another."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Edit(start, len(old) - end, new[start : len(new) - end])


def without(lines: Lines, items: Items, numbers: Collection[int]) -> Iterator[Edit]:
    """Yield the edits that remove items of a list, whole lines where each has its own."""
    for first, last in _runs(sorted(numbers)):
        start, end = _extent(lines, items.items[first])[0], _extent(lines, items.items[last])[1]
        line, _ = lines.line_of(start)
        if _DASH.fullmatch(lines.text, line, start):
            yield from (_row(lines, items.items[number]) for number in range(first, last + 1))
        elif last + 1 < len(items.items):
            yield Edit(start, _extent(lines, items.items[last + 1])[0], "")
        elif first:
            yield Edit(_extent(lines, items.items[first - 1])[1], end, "")
        else:
            yield Edit(start, end, "")


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers that follow each other."""
    first = None
    for place, number in enumerate(numbers):
        first = number if first is None else first
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield first, number
            first = None


def _row(lines: Lines, node: Node) -> Edit:
    """Return the edit that removes an item with its dash and its lines."""
    start, end = _extent(lines, node)
    rest = _REST.match(lines.text, end)
    assert rest is not None
    at_line_start = end == lines.line_of(end)[0]
    return Edit(lines.line_of(start)[0], end if at_line_start else rest.end(), "")


def _extent(lines: Lines, node: Node) -> tuple[int, int]:
    """Return where a node begins and where the last of it ends.

    The span of a list or mapping in block style goes on to what follows, so its parts count.
    """
    start = lines.bounds(node.span)[0]
    return start, max(_ends(lines, node), default=start)


def _ends(lines: Lines, node: Node) -> Iterator[int]:
    start, end = lines.bounds(node.span)
    match node:
        case Text():
            quoted = lines.text[end : end + 1] in ("'", '"') and node.verbatim
            yield end + 1 if quoted and lines.text[start - 1 : start] == lines.text[end] else end
        case Items():
            if lines.text[start : start + 1] == "[":
                yield end
            for item in node.items:
                yield from _ends(lines, item)
        case Mapping():
            if lines.text[start : start + 1] == "{":
                yield end
            for key, inner in node.entries:
                yield from _ends(lines, key)
                yield from _ends(lines, inner)
        case _:
            yield start
