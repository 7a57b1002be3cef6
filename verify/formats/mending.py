"""Finds the value in a line of YAML that needs quotes, and shows the line with them.

Figures and rules are full of characters that YAML keeps for itself (`> 40`, `[1, 2)`, `?`), so
this is the mistake that people make most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Keys whose value is a figure, never a list or a mapping.
FIGURES: Final = frozenset({"figure", "value", "min", "max"})
# Code points of the longest line that is looked at: each of its values is followed to its end.
LINE_LENGTH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A value without the quotes it needs: its place in the line, from 0, and the line mended."""

    start: int
    end: int
    before: str
    mended: str
    why: str


def unquoted(line: str, in_flow: bool = False) -> Unquoted | None:
    """Return the first value of a line that YAML cannot read without quotes.

    `in_flow` says that the line goes on with a mapping in braces from the lines before.

    >>> unquoted("  value: > 40 billion USD").mended
    '  value: "> 40 billion USD"'
    """
    if len(line) > LINE_LENGTH:
        return None
    for key, start, inside in _value_starts(line, in_flow):
        end = _value_end(line, start, inside)
        why = _reason(line[start:end], key, inside)
        if why:
            return Unquoted(start, end, line, mended(line, start, end), why)
    return None


def mended(line: str, start: int, end: int) -> str:
    """Return the line with quotes around one part of it."""
    return line[:start] + quoted(line[start:end]) + line[end:]


def quoted(value: str) -> str:
    """Return a text as YAML reads it back: in double quotes, in single ones where it has such."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _value_starts(line: str, in_flow: bool) -> list[tuple[str, int, bool]]:
    """Return where values may begin: the key before it or `-`, the place, whether in flow.

    Items of a flow list are passed over: where one of them ends cannot be known.
    """
    starts: list[tuple[str, int, bool]] = []
    opened = ["{"] if in_flow else []
    key = ""  # that a value follows now
    may_be_key = True
    index = 0
    while index < len(line):
        char = line[index]
        if char == "#" and line[index - 1 : index] in ("", " "):
            break
        if char == " ":
            index += 1
            continue
        key_end = _key_end(line, index) if may_be_key else None
        if key_end is not None:
            key, may_be_key = line[index : key_end - 1], False
            index = key_end
            continue
        if char == "-" and line[index + 1 : index + 2] == " " and may_be_key and not opened:
            key = "-"
            index += 1
            continue
        if key:
            starts.append((key, index, bool(opened)))
            key = ""
            if char in "\"'":
                index = _after_quotes(line, index)
                continue
        may_be_key = False
        if char in "[{":
            opened.append(char)
            may_be_key = char == "{"
        elif char in "]}" and opened:
            opened.pop()
        elif char == "," and opened[-1:] == ["{"]:
            may_be_key = True
        index += 1
    return starts


def _key_end(line: str, start: int) -> int | None:
    """Return the place after `key:` where a plain key of name characters begins at `start`."""
    index = start
    while index < len(line) and (line[index].isalnum() or line[index] in "_.-"):
        index += 1
    if (
        index > start
        and line[index : index + 1] == ":"
        and line[index + 1 : index + 2] in ("", " ")
    ):
        return index + 1
    return None


def _after_quotes(line: str, start: int) -> int:
    """Return the place after the quoted text that begins at `start`, or the end of the line."""
    quote = line[start]
    index = start + 1
    while index < len(line):
        if line[index] == "\\" and quote == '"':
            index += 2
        elif line[index] != quote:
            index += 1
        elif quote == "'" and line[index + 1 : index + 2] == "'":
            index += 2
        else:
            return index + 1
    return len(line)


def _value_end(line: str, start: int, in_flow: bool) -> int:
    """Return where a value ends: at a comment, and in flow at the next `, key:` or its `}`."""
    comment = line.find(" #", start)
    end = _stripped(line, start, len(line) if comment < 0 else comment)
    if not in_flow:
        return end
    comma = line.find(",", start, end)
    while comma >= 0:
        after = comma + 1
        while line[after : after + 1] == " ":
            after += 1
        if after == len(line) or _key_end(line, after) is not None:
            end = comma
            break
        comma = line.find(",", comma + 1, end)
    else:
        close = line.rfind("}", start, end)
        end = close + 1 if close >= 0 else end
    excess = line.count("}", start, end) - line.count("{", start, end)
    while end > start and line[end - 1] in "} ":
        if line[end - 1] == "}":
            if excess <= 0:
                break
            excess -= 1
        end -= 1
    return end


def _stripped(line: str, start: int, end: int) -> int:
    while end > start and line[end - 1] in " \t":
        end -= 1
    return end


def _reason(value: str, key: str, in_flow: bool) -> str:
    """Return why a value needs quotes, or an empty text if it needs none."""
    first = value[:1]
    begins = f"it begins with `{first}`, a sign that YAML keeps for itself"
    if first == "`":
        return "it begins with a backtick, a sign that YAML keeps for itself"
    if first in ("%", "@", "*", "&", "!", ","):
        return begins
    if first in ("?", "-") and value[1:2] in ("", " "):
        return begins
    if first in (">", "|") and (in_flow or value[1:].strip("+-0123456789")):
        return begins
    if first in ("[", "{"):
        after = _after_brackets(value)
        is_text = after < len(value) if after else key in FIGURES or value.endswith(")")
        return begins if is_text else ""
    if first in ('"', "'"):
        after = _after_quotes(value, 0)
        is_whole = after == len(value) and len(value) > 1 and value[-1] == first
        return "" if is_whole else "only a part of it is in quotes"
    if ": " in value or value.endswith(":"):
        return "it has a colon, which YAML takes for the end of a key"
    if in_flow and any(char in value for char in "[]{}"):
        return "it has a bracket, which YAML takes for its own inside `{` and `}`"
    return ""


def _after_brackets(value: str) -> int:
    """Return the place after the bracket that closes the first one, or 0 if none does."""
    pairs = {"]": "[", "}": "{"}
    opened: list[str] = []
    for index, char in enumerate(value):
        if char in "[{":
            opened.append(char)
        elif char in pairs:
            if opened.pop() != pairs[char]:
                return 0
            if not opened:
                return index + 1
    return 0
