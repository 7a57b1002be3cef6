"""The grammar of a unit, `name(*name|/name|**int)*`, read by hand and mended where plain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verify.diagnostics import Problem
from verify.unit_table import tokens, words
from verify.unit_words import NO_NOUNS, name_defect, refused_name


@dataclass(frozen=True, slots=True)
class Part:
    """A name with its power, negative below the line, and where it stands."""

    name: str
    power: int
    start: int
    end: int


_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_]*|%|\*\*|[*/]|-?[0-9]+|.", re.DOTALL)
_NAME = re.compile("[A-Za-z].*|%", re.DOTALL)
_WHOLE = re.compile("-?(0|[1-9][0-9]?)")
_LENGTH = 200  # code points
_POWER = 64  # of one name, and of all together, either way


def scan(text: str) -> tuple[Part, ...] | Problem:
    """Return the names of a unit with their powers; the leading `1` of `1/month` leaves no part."""
    if len(text) > _LENGTH:
        return Problem("malformed-unit", f"a unit has at most {_LENGTH} characters", 0, len(text))
    if not text.strip():
        help_ = "write 1 for shares and ratios"
        return Problem("malformed-unit", "a unit is missing", 0, len(text), help=help_)
    found = _read(text)
    if not isinstance(found, Problem):
        return found
    refusal = words().refused.get(text.strip())
    if refusal is not None:
        return replace(refused_name(text.strip(), refusal), end=len(text))
    return replace(found, help=found.help or _mended(text))


def _read(text: str) -> tuple[Part, ...] | Problem:
    if text == "1":
        return ()
    found = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found.append(("", len(text), len(text)))
    at = 2 if [token for token, _, _ in found[:2]] == ["1", "/"] else 0
    sign = -1 if at else 1
    parts: list[Part] = []
    while True:
        name, start, end = found[at]
        if not _NAME.fullmatch(name):
            return _misplaced(text, start, end)
        power = 1
        if found[at + 1][0] == "**":
            digits, _, end = found[at + 2]
            if not _WHOLE.fullmatch(digits) or abs(int(digits)) > _POWER:
                message = f"the power of '{name}' is not a whole number from -{_POWER} to {_POWER}"
                return Problem("malformed-unit", message, start, end)
            power, at = int(digits), at + 2
        parts.append(Part(name, sign * power, start, end))
        operator, start, end = found[at + 1]
        if not operator:
            break
        if operator not in ("*", "/") or (operator == "*" and sign < 0):
            return _misplaced(text, start, end)
        sign = 1 if operator == "*" else -1
        at += 2
    if sum(abs(part.power) for part in parts) > _POWER:
        message = f"the powers of a unit add up to more than {_POWER}"
        return Problem("malformed-unit", message, 0, len(text))
    return tuple(parts)


_REPAIRS = {
    "²": "**2",
    "³": "**3",
    "^": "**",
    "·": "*",
    "⋅": "*",
    "×": "*",
    "∕": "/",
    "⁄": "/",
    "÷": "/",
    "−": "-",
    "\u00b5": "u",  # the micro sign
    "\u03bc": "u",  # the Greek letter
    "\u2126": "ohm",  # the ohm sign
    "\u03a9": "ohm",  # the Greek letter
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "‰": "permille",
}


def _misplaced(text: str, start: int, end: int) -> Problem:
    """Say that `text[start:end]` cannot stand where it does."""
    what = text[start:end]
    if what == "*" and "/" in text[:start]:
        message = "a '*' after a '/' may belong above or below the line"
        over, _, under = text[:start].partition("/")
        above = text[end:] if over == "1" else f"{over}*{text[end:]}"
        help_ = f"write {above}/{under} or {text[:start]}/{text[end:]}"
        return Problem("ambiguous-unit", message, start, end, help=help_)
    shown = what if what.isprintable() else what.encode("unicode_escape").decode("ascii")
    if not what:
        message = "a unit cannot end here"
    elif what.isascii() and what.isdecimal():
        message = f"the number {shown} is no part of a unit"
    elif start == 0:
        message = f"a unit cannot start with '{shown}'"
    else:
        message = f"a unit cannot go on with '{shown}'"
    return Problem("malformed-unit", message, start, end)


def _mended(text: str) -> str:
    """Suggest the unit in our grammar, if a few repairs are enough."""
    plain = re.sub(" +per +", "/", " ".join(text.split()))
    plain = "".join(_REPAIRS.get(letter, letter) for letter in plain)
    plain = re.sub(r" ?([*/]) ?", r"\1", plain)
    plain = re.sub(r"/\(([A-Za-z0-9_*]*)\)", lambda under: "/" + under[1].replace("*", "/"), plain)
    plain = re.sub(r"^[0-9.,]+[ *]?(?=[A-Za-z])", "", plain).replace(" ", "*")
    parts = _read(plain)
    if isinstance(parts, Problem) or any(
        part.name not in tokens() and name_defect(part.name, NO_NOUNS) for part in parts
    ):
        return "write names joined by * or /, with whole powers: USD/GPU/hour, m**2, 1/month"
    return f"write {plain}"
