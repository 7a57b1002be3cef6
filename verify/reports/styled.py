"""Lines of text with styles, and the one function that makes foreign text safe for a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `style` is a name of the palette or empty."""

    text: str
    style: str = ""


Line = tuple[Part, ...]


def plain(lines: list[Line]) -> str:
    """Return lines as text without styles."""
    return "".join("".join(part.text for part in line).rstrip() + "\n" for line in lines)


def safe(text: str) -> str:
    r"""Show what could rewrite a terminal, or reorder a line, as \u{…}.

    >>> safe("all \x1b[2K fine")
    'all \\u{1b}[2K fine'
    """
    if text.isprintable():
        return text
    return "".join(
        f"\\u{{{ord(character):x}}}" if unicodedata.category(character) in UNSAFE else character
        for character in text
    )
