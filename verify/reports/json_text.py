"""Plain data as JSON text that is safe to print: what `json.dumps` indents, but sooner.

Python's own encoder leaves C as soon as it has to indent. What holds nothing nested is written in C
here too, with the line's break and the indent as the separator.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from verify.reports.styled import UNSAFE

_ODD = re.compile(r"[^\n\x20-\x7e]")  # what may have to be escaped


def written(data: Any) -> str:
    """Return plain data as JSON text that ends with a line's break.

    Raises ValueError where a number is none.
    """
    return escaped("".join(_pieces(data, 0))) + "\n"


def escaped(text: str) -> str:
    r"""Write what could rewrite or reorder a terminal's line as JSON escapes, `\u202e`."""
    return text if text.isascii() and "\x7f" not in text else _ODD.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) in UNSAFE:
        return json.dumps(character)[1:-1]
    return character


def _pieces(value: Any, depth: int) -> Iterator[str]:
    values = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list | tuple) or not value:
        yield _encoder(depth).encode(value)
        return
    inner = f"\n{' ' * (depth + 1)}"
    outer = f"\n{' ' * depth}"
    if not any(isinstance(each, dict | list | tuple) and each for each in values):
        flat = _encoder(depth + 1).encode(value)
        yield f"{flat[0]}{inner}{flat[1:-1]}{outer}{flat[-1]}"
        return
    names = [f"{_encoder(0).encode(key)}: " for key in value] if isinstance(value, dict) else None
    opening, closing = "[]" if names is None else "{}"
    for place, each in enumerate(values):
        yield f"{',' if place else opening}{inner}{names[place] if names else ''}"
        yield from _pieces(each, depth + 1)
    yield outer + closing


@cache
def _encoder(depth: int) -> json.JSONEncoder:
    separators = (f",\n{' ' * depth}", ": ")
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=separators)
