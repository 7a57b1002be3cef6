"""A figure as printed, cut into words, numbers and signs, and looked up in tables of phrases.

A hyphen that joins two words, or a number and a word, is dropped and remembered in `glue`, so
that `300-megawatt` and `300 megawatt` read alike; between numbers it is a word of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from verify.diagnostics import Problem
from verify.number import DIGITS, Scanned, scan_number
from verify.refusal import SPACES, RefusalError, refuse

Row = TypeVar("Row")
Table = Mapping[tuple[str, ...], Row]


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    DATE = "date"  # 2026-05, 2026-05-20
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a figure; `key` is what tables are searched for.

    `glue` is what stands before it instead of a space: nothing written at all ("") or a hyphen;
    None if there is a space or it comes first.
    """

    sort: Sort
    text: str
    key: str
    start: int
    end: int
    glue: str | None
    number: Scanned | None = None


def cut(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens; raise a refusal where a number is not written as one.

    >>> [token.key for token in cut("18-24 month, GPU-hours")]
    ['18', '-', '24', 'month', ',', 'gpu', 'hours']
    """
    tokens: list[Token] = []
    at, glue = 0, None
    while at < len(text):
        character = text[at]
        if character.isspace() or character in SPACES:
            at, glue = at + 1, None
            continue
        if character in _HYPHENS and _joins(text, at):
            at, glue = at + 1, "-"
            continue
        token = _token(text, at, glue if glue == "-" or not tokens else _glue(text, at))
        tokens.append(token)
        at, glue = token.end, ""
    return tuple(tokens)


def table_of(rows: Iterable[tuple[str, Row]]) -> dict[tuple[str, ...], Row]:
    """Return a table from phrases to rows; the first row that has a phrase keeps it."""
    table: dict[tuple[str, ...], Row] = {}
    for phrase, row in rows:
        table.setdefault(tuple(token.key for token in cut(phrase)), row)
    return table


def longest(tokens: tuple[Token, ...], at: int, table: Table[Row]) -> tuple[Row, int] | None:
    """Return the row of the longest phrase that begins at a token, and where it ends."""
    keys = tuple(token.key for token in tokens[at : at + _LONGEST_PHRASE])
    for length in range(len(keys), 0, -1):
        row = table.get(keys[:length])
        if row is not None:
            return row, at + length
    return None


_LONGEST_PHRASE = 6  # words of a phrase in the tables
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"


def _joins(text: str, at: int) -> bool:
    """Tell whether a hyphen only joins: between letters, digit and letter, or before `to`."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before and (before.isalnum() or before in "%+") and after.isalpha():
        return True
    if before.isalpha() and after in DIGITS and bool(after):
        start = at
        while start and text[start - 1].isalpha():
            start -= 1
        return not (start and text[start - 1].isdigit())  # mid-2025, but not 5m-10m
    rest = text[at + 1 : at + 20].lstrip()
    return before.isdigit() and after.isspace() and rest.startswith(("to ", "or "))


def _glue(text: str, at: int) -> str | None:
    return "" if at and not (text[at - 1].isspace() or text[at - 1] in SPACES) else None


def _token(text: str, at: int, glue: str | None) -> Token:
    character = text[at]
    if character in DIGITS or (character == "." and text[at + 1 : at + 2] in tuple(DIGITS)):
        return _date(text, at, glue) or _number(text, at, glue)
    if character.isalpha():
        return _word(text, at, glue)
    for sign in ("<=", ">="):
        if text.startswith(sign, at):
            return Token(Sort.SIGN, sign, sign, at, at + 2, glue)
    key = "-" if character in _HYPHENS else character
    return Token(Sort.SIGN, character, key, at, at + 1, glue)


def _number(text: str, at: int, glue: str | None) -> Token:
    found = scan_number(text, at, SPACES, comma=True)
    if isinstance(found, Problem):
        raise RefusalError(found)
    written = text[at : found.end]
    if text[found.end : found.end + 1] in tuple(_APOSTROPHES) and text[
        found.end + 1 : found.end + 2
    ] in tuple(DIGITS):
        message = "an apostrophe does not group digits here"
        raise refuse("malformed-number", message, at, found.end + 1, "group them with commas")
    return Token(Sort.NUMBER, written, written, at, found.end, glue, found)


def _date(text: str, at: int, glue: str | None) -> Token | None:
    """Return a date written 2026-05 or 2026-05-20."""
    for length, dashes in ((10, (4, 7)), (7, (4,))):
        written = text[at : at + length]
        following = text[at + length : at + length + 1]
        if (
            len(written) < length
            or following.isalnum()
            or (
                following in ("-", ",", ".")
                and (text[at + length + 1 : at + length + 2] in tuple(DIGITS))
            )
        ):
            continue
        if all((c == "-") if i in dashes else c in DIGITS for i, c in enumerate(written)):
            return Token(Sort.DATE, written, written, at, at + length, glue)
    return None


def _word(text: str, at: int, glue: str | None) -> Token:
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] == "_" or _inner(text, end)):
        end += 1
    written = text[at:end]
    if text[end : end + 1] and text[end] in _APOSTROPHES:
        end += 1
    for mark in _APOSTROPHES:
        written = written.removesuffix(f"{mark}s")
    return Token(Sort.WORD, written, written.casefold(), at, end, glue)


def _inner(text: str, at: int) -> bool:
    """Tell whether an apostrophe stands inside a word."""
    return text[at] in _APOSTROPHES and text[at - 1].isalpha() and text[at + 1 : at + 2].isalpha()
