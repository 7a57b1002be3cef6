"""The grammar of a unit, `name(*name|/name|**int)*`, read by hand and mended where plain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.diagnostics import Problem
from verify.unit_table import words
from verify.unit_words import refused_name


@dataclass(frozen=True, slots=True)
class Part:
    """A name with its power, negative below the line, and where it stands."""

    name: str
    power: int
    start: int
    end: int


_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_]*|%|\*\*|[*/]|-?[0-9]+|.", re.DOTALL)
_NAME = re.compile("[A-Za-z].*|%", re.DOTALL)
_WHOLE = re.compile("-?[0-9]{1,2}")
_LENGTH = 200  # code points
_POWER = 64  # of one name, and of all together, either way


def scan(text: str) -> tuple[Part, ...] | Problem:
    """Return the names of a unit with their powers; the leading `1` of `1/month` leaves no part."""
    if len(text) > _LENGTH:
        return Problem("malformed-unit", f"a unit has at most {_LENGTH} characters", 0, len(text))
    if text == "1":
        return ()
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    tokens.append(("", len(text), len(text)))
    at = 2 if [token for token, _, _ in tokens[:2]] == ["1", "/"] else 0
    sign = -1 if at else 1
    parts: list[Part] = []
    while True:
        name, start, end = tokens[at]
        if not _NAME.fullmatch(name):
            return _malformed(text, start, end)
        power = 1
        if tokens[at + 1][0] == "**":
            digits, _, end = tokens[at + 2]
            if not _WHOLE.fullmatch(digits) or abs(int(digits)) > _POWER:
                message = f"the power of '{name}' is not a whole number from -{_POWER} to {_POWER}"
                return Problem("malformed-unit", message, start, end)
            power, at = int(digits), at + 2
        parts.append(Part(name, sign * power, start, end))
        operator, start, end = tokens[at + 1]
        if not operator:
            break
        if operator not in ("*", "/") or (operator == "*" and sign < 0):
            return _malformed(text, start, end)
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


def _malformed(text: str, start: int, end: int) -> Problem:
    """Say that the grammar does not fit, with the unit mended where that is plain."""
    refusal = words().refused.get(text.strip())
    if refusal is not None:
        return refused_name(text.strip(), refusal)
    if not text.strip():
        help_ = "write 1 for shares and ratios"
        return Problem("malformed-unit", "a unit is missing", 0, len(text), help=help_)
    if text[start:end] == "*" and "/" in text[:start]:
        over, _, under = text[:start].partition("/")
        last = text[end:]
        return Problem(
            "ambiguous-unit",
            "a '*' after a '/' may belong above or below the line",
            start,
            end,
            help=f"write {over}*{last}/{under} or {text[:start]}/{last}",
        )
    mended = re.sub(r" +per +", "/", text.strip())
    mended = "".join(_REPAIRS.get(letter, letter) for letter in mended if letter != " ")
    mended = re.sub(r"/\(([A-Za-z0-9_*]*)\)", lambda m: "/" + m[1].replace("*", "/"), mended)
    plain = re.sub(r"^[0-9.,]+\*?(?=[A-Za-z])", "", mended)
    for candidate in (mended, plain):
        if candidate != text and not isinstance(scan(candidate), Problem):
            help_ = f"write {candidate}"
            break
    else:
        help_ = "write names joined by * or /, with whole powers: USD/GPU/hour, m**2, 1/month"
    where = f"'{_shown(text[start:end])}'" if start < end else "the end"
    return Problem("malformed-unit", f"a unit cannot go on with {where}", start, end, help=help_)


def _shown(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
