"""Literals of rules: a number with its scale word and unit, a date, a range of two of them.

A unit follows its number at once or after blanks, and has no blanks in it: `700 W/GPU` is one
literal, `700 W / n` a division. It ends where no further unit name follows tightly, so that
`700 W/2` and `700 W/deal.n` are divisions too.

A date is four digits, a hyphen, two digits, and perhaps a hyphen and two digits more, without
blanks: `2029-05` is May 2029, `2029 - 5` a subtraction.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from fractions import Fraction

from verify.config import Limits
from verify.diagnostics import Problem
from verify.syntax import FUNCTIONS, KEYWORDS, DateLiteral, Negate, Number, Tree, is_name, render

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
DIGITS = tuple("0123456789")
BLANKS = tuple(" \t\r\n")

_DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{2}(?![0-9])(?:-[0-9]+)*[A-Za-z0-9_]*")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?")
_NUMBER = re.compile(r"([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
_AFTER_NUMBER = re.compile(r"_[0-9_]*|(?:\.(?!\.)[0-9]*)+")
_UNIT_POWER = re.compile(r"\*\*-?[0-9]+(?![0-9A-Za-z_]|\.[0-9])")


def read_literal(
    text: str, start: int, limits: Limits, listed: bool = False
) -> tuple[Number | DateLiteral | Problem, int]:
    """Read the literal whose first digit is at `start`; return it, and where it ends.

    `listed` says that a comma there may part the operands of a function.

    >>> read_literal("n * 700 W/GPU", 4, Limits())
    (Number(value=Fraction(700, 1), unit='W/GPU', text='700 W/GPU'), 13)
    """
    if found := _DATE_LIKE.match(text, start):
        return _date(found.group(), start), found.end()
    if found := _GROUPED.match(text, start):
        return _grouped(found.group(), start, listed), found.end()
    found = _NUMBER.match(text, start)
    assert found is not None
    if odd := _AFTER_NUMBER.match(text, found.end()):
        return _malformed(text[start : odd.end()], start), odd.end()
    value = _value(found, limits)
    if value is not None:
        return _measured(text, start, found.end(), value)
    message = f"the number `{shown(found.group(), 20)}` is too long or too large"
    bound = limits.exponent
    help = f"at most {limits.digits} digits, and an exponent from -{bound} to {bound}"
    return Problem("number-too-large", message, start, found.end(), help=help), found.end()


def _date(written: str, start: int) -> DateLiteral | Problem:
    end = start + len(written)
    found = _DATE.fullmatch(written)
    if found is None:
        help = "write a day as 2029-05-17, a month as 2029-05"
        return Problem("bad-date", f"`{shown(written)}` is not a date", start, end, help=help)
    year, month, day = found.groups()
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        message = f"the calendar has no {'day' if day else 'month'} {written}"
        help = f"to subtract, write `{written.replace('-', ' - ')}`"
        return Problem("bad-date", message, start, end, help=help)
    return DateLiteral(written, start, end)


def _grouped(written: str, start: int, listed: bool) -> Problem:
    help = f"write {shown(written.replace(',', ''))}"
    if listed:
        help += f", or `{shown(written.replace(',', ', '))}` for several operands"
    message = f"the number `{shown(written)}` has a comma in it"
    return Problem("bad-number", message, start, start + len(written), help=help)


def _malformed(written: str, start: int) -> Problem:
    help = "write one decimal point, with digits on both sides"
    if "_" in written:
        help = f"write {shown(written.replace('_', ''))}"
    elif written.count(".") == 1:
        help = f"write {shown(written.rstrip('.'))}"
    message = f"`{shown(written)}` is not a number"
    return Problem("bad-number", message, start, start + len(written), help=help)


def _value(found: re.Match[str], limits: Limits) -> Fraction | None:
    whole, decimals, sign, power = found.groups()
    digits = whole + (decimals or "")
    exponent = (power or "").lstrip("0")
    if len(digits) > limits.digits or len(exponent) > len(str(limits.exponent)):
        return None
    shift = int(exponent or 0)
    if shift > limits.exponent:
        return None
    shift = (-shift if sign == "-" else shift) - len(decimals or "")
    return int(digits) * Fraction(10) ** shift


def _measured(text: str, start: int, end: int, value: Fraction) -> tuple[Number | Problem, int]:
    words = [text[start:end]]
    begin = blanks_end(text, end)
    name_end = _unit_name_end(text, begin)
    if text[begin:name_end] in SCALES:
        value *= SCALES[text[begin:name_end]]
        words.append(text[begin:name_end])
        end = name_end
        begin = blanks_end(text, end)
        name_end = _unit_name_end(text, begin)
    if name_end == begin:
        return Number(value, "", " ".join(words), start, end), end
    end = _unit_power_end(text, name_end)
    while text[end : end + 1] in ("*", "/"):
        following = _unit_name_end(text, end + 1)
        if following == end + 1:
            break
        name_end = following
        end = _unit_power_end(text, name_end)
    unit = text[begin:end]
    words.append(unit)
    if end > name_end and text.startswith("**", end):
        message = f"the unit `{shown(unit)}` has two powers"
        help = f"write `({shown(' '.join(words))})**…` for a power of the quantity"
        return Problem("malformed-unit", message, begin, end + 2, help=help), end + 2
    return Number(value, unit.replace("%", "percent"), " ".join(words), start, end), end


def _unit_name_end(text: str, start: int) -> int:
    """Return where the unit's name at `start` ends, or `start` where none begins."""
    if text.startswith("%", start):
        return start + 1
    end = word_end(text, start)
    word = text[start:end]
    if "." in word or not is_name(word) or word in KEYWORDS:
        return start
    if word in FUNCTIONS and text.startswith("(", blanks_end(text, end)):
        return start
    return end


def _unit_power_end(text: str, end: int) -> int:
    found = _UNIT_POWER.match(text, end)
    return found.end() if found else end


def with_unit_of(lower: Tree, upper: Tree) -> Tree:
    """Give a range's lower end the upper one's unit, and its scale word, where it has neither."""
    if isinstance(lower, Negate):
        return replace(lower, operand=with_unit_of(lower.operand, upper))
    if isinstance(upper, Negate):
        upper = upper.operand
    if not isinstance(lower, Number) or not isinstance(upper, Number) or lower.unit:
        return lower
    words = upper.text.split(" ")[1:]
    if lower.text.count(" "):
        words = words[-1:] if upper.unit else []
    scale = SCALES.get(words[0], 1) if words else 1
    return replace(
        lower, value=lower.value * scale, unit=upper.unit, text=" ".join([lower.text, *words])
    )


def range_defect(lower: Tree, upper: Tree, operand: str) -> tuple[str, str] | None:
    """Return what is wrong with a range, and what to write instead."""
    swapped = f"write `{operand} in {render(upper)} .. {render(lower)}`"
    if isinstance(lower, DateLiteral) and isinstance(upper, DateLiteral):
        shared = min(len(lower.text), len(upper.text))
        if lower.text[:shared] <= upper.text[:shared]:
            return None
        return "the range ends before it begins", swapped
    low, high = _signed(lower), _signed(upper)
    if low is None or high is None:
        help = f"write `{render(lower)} <= {operand} <= {render(upper)}`"
        return "the ends of a range are two numbers or two dates", shown(help, 120)
    if low[1] and not high[1]:
        help = f"write `{low[1]}` after the upper end, where it counts for both"
        return "the upper end of the range has no unit", help
    if low[1] == high[1] and low[0] > high[0]:
        return "the range ends before it begins", swapped
    return None


def _signed(end: Tree) -> tuple[Fraction, str] | None:
    match end:
        case Number():
            return end.value, end.unit
        case Negate(operand=Number() as number):
            return -number.value, number.unit
        case _:
            return None


def blanks_end(text: str, start: int) -> int:
    """Return where the blanks at `start` end."""
    end = start
    while end < len(text) and text[end] in BLANKS:
        end += 1
    return end


def word_end(text: str, start: int) -> int:
    """Return where the word at `start` ends: letters, digits, `_`, and dots before a letter."""
    end = start
    while end < len(text):
        if text[end] == ".":
            following = text[end + 1 : end + 2]
            if not (following.isalpha() or following == "_"):
                break
        elif not in_word(text[end]):
            break
        end += 1
    return end


def in_word(character: str) -> bool:
    """Tell whether a character makes part of a word, be it ASCII or not."""
    return character.isalpha() or character == "_" or unicodedata.category(character) == "Nd"


def shown(text: str, length: int = 40) -> str:
    """Return a piece of the user's text for a message, on one line and cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
