"""Finds code in Markdown: fenced blocks, and spans within a line, in time linear in the text.

A fence is closed by the next line that begins with as many of its signs, or more; where no line
has as many, by the first of those that have the most. A span ends at the next run of as many
signs in its line.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import Final

_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
_RUN: Final = re.compile("`+")
_LONGEST_RUN: Final = 6  # signs around a span
_SAME_RUN: Final = [re.compile(f"(?<!`)`{{{n}}}(?!`)") for n in range(_LONGEST_RUN + 1)]


def code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends, in order.

    >>> list(code("a `b` c"))
    [(2, 5)]
    """
    starts, closing = _fences(text)
    done = 0
    for start, close in zip(starts, closing, strict=True):
        if start < done or close < 0:
            continue
        yield from _spans(text, done, start)
        end = text.find("\n", close)
        done = len(text) if end < 0 else end
        yield start, done
    yield from _spans(text, done, len(text))


def _fences(text: str) -> tuple[array[int], array[int]]:
    """Return where the lines begin that could open a block, and those that would close it, or -1.

    From the last line to the first, `later` has the lines below that no nearer one outdoes: the
    one with most signs at the bottom, the nearest on top.
    """
    starts, signs = array("q"), array("q")
    for match in _FENCE.finditer(text):
        starts.append(match.start())
        count = match.end() - match.start(1)
        signs.append(count if match[1][0] == "`" else -count)
    closing = array("q", [-1]) * len(starts)
    stacks: dict[bool, list[int]] = {True: [], False: []}
    for number in reversed(range(len(starts))):
        later, count = stacks[signs[number] > 0], abs(signs[number])
        most = later[0] if later else -1
        while later and abs(signs[later[-1]]) < count:
            later.pop()
        close = later[-1] if later else most
        if close >= 0:
            closing[number] = starts[close]
        if later and abs(signs[later[-1]]) == count:
            later.pop()
        later.append(number)
    return starts, closing


def _spans(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of some lines; a length of which a line has no more is not sought again."""
    end, missing = start - 1, set[int]()
    at = start
    while (run := _RUN.search(text, at, stop)) is not None:
        at = run.end()
        if run.start() > end:
            found = text.find("\n", at, stop)
            end, missing = (stop if found < 0 else found), set()
        length = at - run.start()
        if length > _LONGEST_RUN or length in missing:
            continue
        close = _SAME_RUN[length].search(text, at, end)
        if close is None:
            missing.add(length)
        else:
            at = close.end()
            yield run.start(), at
