"""Where the cursor is in a claim file that is being typed, and so often no file yet.

A stand-in is put in place of the word under the cursor, and the file is read with what may be
missing after it: a colon, brackets that close, quotes; if need be without what follows. Where the
stand-in comes out in the tree is where the cursor is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from verify.config import Limits
from verify.lsp.positions import Lines
from verify.lsp.sites import node_at, texts_of, tree_of
from verify.lsp.slots import Path, Slot, slot_of
from verify.source import Text
from verify.tree import Mapping, Node

_STAND_IN: Final = "zzcursorzz"
_BEFORE: Final = re.compile(r"[A-Za-z0-9_.\-]*\Z")
_AFTER: Final = re.compile(r"[A-Za-z0-9_.\-]*")
_CLOSING: Final = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that waits for a word: from `start` to `end` stands what is there of it.

    `text` is the whole value with the stand-in at `at`; `beside` are keys of the same entry.
    """

    path: Path
    slot: Slot
    start: int
    end: int
    text: Text
    at: int
    beside: frozenset[str]
    colon: bool  # whether a key has its colon already


def gap_at(lines: Lines, offset: int, name: str, limits: Limits) -> Gap | None:
    """Return what is being typed at an offset."""
    text = lines.text
    first, last = lines.line_of(offset)
    before = _BEFORE.search(text, first, offset)
    after = _AFTER.match(text, offset, last)
    assert before is not None
    assert after is not None
    start, end = before.start(), after.end()
    for whole in _readings(text, start, end, first, last, name):
        tree = tree_of(whole, name, limits)
        found = None if tree is None else _found(tree)
        if tree is not None and found is not None:
            path, scalar, key = found
            slot = slot_of(path, key)
            if slot is None:
                continue  # no value stands there, but perhaps a key
            colon = text[end : end + 1] == ":" or text[end : end + 2] == '":'
            beside = _beside(tree, path, key)
            return Gap(path, slot, start, end, scalar, scalar.value.index(_STAND_IN), beside, colon)
    return None


def _readings(text: str, start: int, end: int, first: int, last: int, name: str) -> Iterator[str]:
    """Yield texts with the stand-in, the most faithful first."""
    line_end = last - 1 if text[last - 1 : last] == "\n" else last
    rest = text[end:line_end]
    closing = _unclosed(text[first:start])
    words = [_STAND_IN, f"{_STAND_IN}:", f"{_STAND_IN}: x"]
    if name.endswith(".json"):
        words = [_STAND_IN, f'"{_STAND_IN}"', f'"{_STAND_IN}": "x"']
    for tail in (text[line_end:], "\n"):
        for end_of_line in dict.fromkeys((rest, rest + closing, closing)):
            for word in words:
                yield text[:start] + word + end_of_line + tail


def _unclosed(line: str) -> str:
    """Return what closes the brackets that a line has left open, quotes aside."""
    waiting: list[str] = []
    quote = ""
    for sign in line:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in _CLOSING:
            waiting.append(_CLOSING[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
    return quote + "".join(reversed(waiting))


def _found(tree: Node) -> tuple[Path, Text, bool] | None:
    return next((each for each in texts_of(tree, ()) if _STAND_IN in each[1].value), None)


def _beside(tree: Node, path: Path, key: bool) -> frozenset[str]:
    node = node_at(tree, path[:-1]) if key else None
    if not isinstance(node, Mapping):
        return frozenset()
    return frozenset(name.value for name, _ in node.entries)
