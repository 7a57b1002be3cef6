"""A printed number: its value, what its digits leave open, and what a rounding rule would leave.

Significance and rounding follow section 3 of the design. A number is read by `read_numeral` from
ASCII digits, never by `float` or `int` of a whole text that was not scanned first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from verify.config import Limits
from verify.diagnostics import Problem
from verify.hedges import Policy, percentage
from verify.interval import Interval

LIMITS = Limits()
DIGITS = frozenset("0123456789")


class Rounding(StrEnum):
    """How a published number was rounded; `nearest` does not say what became of ties."""

    NEAREST = "nearest"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATE = "truncate"
    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as printed.

    `step` is the unit of its last significant digit, `half` how far the face set reaches either
    way, `wide` how far the loose set does if there is no hedge. `digits` is the count of
    significant digits, 0 where the number was said in words of fixed width.
    """

    value: Fraction
    step: Fraction
    half: Fraction
    wide: Fraction
    digits: int
    why: tuple[str, ...]

    def scaled(self, factor: Fraction) -> Numeral:
        """Return the number times a scale word such as a million."""
        return replace(
            self,
            value=self.value * factor,
            step=self.step * factor,
            half=self.half * factor,
            wide=self.wide * factor,
        )

    def negated(self) -> Numeral:
        """Return the number below zero."""
        return replace(self, value=-self.value)


def from_digits(whole: str, decimals: str, exponent: int, policy: Policy | None = None) -> Numeral:
    """Return a number written in digits: before the point, after it, and a power of ten.

    Digits after the point count as significant; trailing zeros of a whole number do not count
    beyond two significant digits. Without a policy the loose set is the face set.

    >>> from_digits("100000", "", 0).step
    Fraction(10000, 1)
    """
    power = Fraction(10) ** exponent
    value = Fraction(int((whole or "0") + decimals)) / Fraction(10) ** len(decimals) * power
    stripped = whole.lstrip("0")
    if decimals:
        digits = max(len((stripped + decimals).lstrip("0")), 1)
        step = power / Fraction(10) ** len(decimals)
    else:
        digits = max(len(stripped.rstrip("0")), min(2, len(stripped)), 1)
        step = power * Fraction(10) ** max(len(stripped) - digits, 0)
    is_round = not decimals and len(stripped) > 1 and stripped.endswith("0")
    units = Fraction(1, 2)
    if policy is not None:
        units = max(policy.round_units if is_round else policy.plain_units, units)
    wide = step * units
    plural = "s" if digits != 1 else ""
    why = [f"{digits} significant digit{plural}: ± half a unit of the last"]
    if wide > step / 2:
        kind = "round figure" if is_round else "figure"
        why.append(f"{kind} without a hedge: loosely ± {_times(units)} of its last digit")
    return Numeral(value, step, step / 2, wide, digits, tuple(why))


def from_multiple(multiple: Fraction, policy: Policy) -> Numeral:
    """Return what a word such as `doubled` says: a multiple with the table's width."""
    half = policy.multiple_face
    wide = max(half, policy.multiple_share * multiple)
    why = (f"a multiple in words: ± {_decimal(half)}, loosely ± {percentage(wide / multiple)}",)
    return Numeral(multiple, half * 2, half, wide, 0, why)


def from_fraction(share: Fraction, policy: Policy) -> Numeral:
    """Return what words such as `two-thirds` say: a fraction with the table's width."""
    half = policy.fraction_face * share
    wide = max(half, policy.fraction_share * share)
    face, loose = percentage(policy.fraction_face), percentage(policy.fraction_share)
    why = (f"a fraction in words: ± {face} of it, loosely ± {loose}",)
    return Numeral(share, half * 2, half, wide, 0, why)


def _times(units: Fraction) -> str:
    return {Fraction(1): "one unit", Fraction(1, 2): "half a unit"}.get(units, f"{units} units")


def _decimal(number: Fraction) -> str:
    return f"{number.numerator / number.denominator:g}"


def rounded(numeral: Numeral, digits: int | None, mode: Rounding) -> Interval | None:
    """Return the numbers that a rounding rule turns into the printed one.

    `digits` is the count of significant digits rounded to, or None for those printed. At a power
    of ten the numbers just below have finer steps: 1,000 to two digits is [995, 1050]. Half up is
    away from zero. Half even has no answer (None) for a number that is no multiple of the step.
    """
    value, negative = abs(numeral.value), numeral.value < 0
    outer = inner = numeral.step
    if digits is not None and value:
        leading = _magnitude(value)
        outer = inner = Fraction(10) ** (leading - digits + 1)
        if value == Fraction(10) ** leading:
            inner = outer / 10
    if mode is Rounding.HALF_EVEN and (value / outer).denominator != 1:
        return None
    return _preimage(value, inner, outer, _mirrored(mode) if negative else mode, negative)


def _preimage(
    value: Fraction, inner: Fraction, outer: Fraction, mode: Rounding, negative: bool
) -> Interval:
    """Return what rounds to a number that is not negative, mirrored if it was."""
    low, high = value - inner / 2, value + outer / 2
    if mode is Rounding.NEAREST:
        found = Interval(low, high)
    elif mode is Rounding.HALF_UP:
        found = Interval(low, high, not value, True)
    elif mode is Rounding.HALF_EVEN:
        odd = (value / outer).numerator % 2 == 1
        found = Interval(low, high, odd and inner == outer, odd)
    elif mode is Rounding.TRUNCATE and not value:
        found = Interval(-outer, outer, True, True)
    elif mode in (Rounding.TRUNCATE, Rounding.FLOOR):
        found = Interval(value, value + outer, False, True)
    else:
        found = Interval(value - inner, value, True, False)
    return found.scaled(Fraction(-1)) if negative else found


def _mirrored(mode: Rounding) -> Rounding:
    """Return what a rule does below zero, seen from above: floor goes away from zero there."""
    opposite = {Rounding.FLOOR: Rounding.CEILING, Rounding.CEILING: Rounding.FLOOR}
    return opposite.get(mode, mode)


def _magnitude(value: Fraction) -> int:
    """Return the power of ten of a positive number's leading digit."""
    power = len(str(value.numerator)) - len(str(value.denominator))
    while Fraction(10) ** power > value:
        power -= 1
    while Fraction(10) ** (power + 1) <= value:
        power += 1
    return power


@dataclass(frozen=True, slots=True)
class Scanned:
    """Where the digits of a number stand in a text, and what they are."""

    whole: str
    decimals: str
    exponent: int
    end: int
    grouped: bool
    powered: bool


def scan_number(text: str, start: int, spaces: str = "", comma: bool = False) -> Scanned | Problem:
    """Read an unsigned number in ASCII digits: `1,250`, `0.5`, `1.5e9`.

    Groups are of three and parted by commas, or by one of `spaces`. As articles print it, with
    `comma`, one or two digits after a single comma are decimals, as no group can be: `12,5`; and
    `1½` and `3.8 × 10^25` are read. What could also be a foreign group is a problem.
    """
    found = _DECIMAL_COMMA.match(text, start) if comma else None
    if found is not None:
        return Scanned(found[1], found[2], 0, found.end(), grouped=False, powered=False)
    mixed = _MIXED.match(text, start) if comma else None
    if mixed is not None:
        decimals = _VULGAR[mixed[2]]
        return Scanned(mixed[1], decimals, 0, mixed.end(), grouped=False, powered=False)
    groups, end = _groups(text, start, spaces)
    if isinstance(groups, Problem):
        return groups
    whole = "".join(groups)
    decimals = ""
    if text[end : end + 1] == "." and _digit_at(text, end + 1):
        stop = _digits_end(text, end + 1)
        decimals, end = text[end + 1 : stop], stop
        if text[end : end + 1] in (".", ",") and _digit_at(text, end + 1):
            return _malformed(text, start, f"write {whole}{decimals} or {whole}.{decimals}")
    if not whole and not decimals:
        return _malformed(text, start, "write a number in digits")
    if len(whole) > 1 and whole.startswith("0"):
        return _malformed(text, start, f"write {whole.lstrip('0') or '0'}")
    exponent, stop = _exponent(text, end)
    power = _POWER_OF_TEN.match(text, end) if comma and stop == end else None
    if power is not None:
        written = (power[1] or power[2]).translate(_SUPERSCRIPTS)
        exponent, stop = int(written[:9]), power.end()
    if len(whole) + len(decimals) > LIMITS.digits:
        message = f"a number may have {LIMITS.digits} digits, this one has more"
        return Problem("number-too-large", message, start, end, help="write it with a scale word")
    if abs(exponent) > LIMITS.exponent:
        message = f"the exponent is beyond ± {LIMITS.exponent}"
        return Problem("number-too-large", message, end, stop, help="use another unit")
    return Scanned(whole or "0", decimals, exponent, stop, len(groups) > 1, stop > end)


_VULGAR = {"½": "5", "¼": "25", "¾": "75"}
_MIXED = re.compile(r"(0|[1-9][0-9]{0,5})\s?([½¼¾])")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_POWER_OF_TEN = re.compile(r"\s?[x×·]\s?10(?:\^([-−]?[0-9]{1,3})(?![0-9])|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))")
_DECIMAL_COMMA = re.compile(r"(0|[1-9][0-9]{0,2}),([0-9]{1,2})(?![0-9]|[.,][0-9])")


def _groups(text: str, start: int, spaces: str) -> tuple[list[str] | Problem, int]:
    end = _digits_end(text, start)
    groups = [text[start:end]]
    mark = text[end : end + 1]
    if not groups[0] or not mark or mark not in "," + spaces or not _digit_at(text, end + 1):
        return groups, end
    while text[end : end + 1] == mark and _digit_at(text, end + 1):
        stop = _digits_end(text, end + 1)
        groups.append(text[end + 1 : stop])
        end = stop
    if len(groups[0]) > 3 or groups[0].startswith("0") or any(len(g) != 3 for g in groups[1:]):
        shown = text[start:end]
        joined = "".join(groups)
        message = f"'{shown[:40]}' is no number with groups of three digits"
        point = ".".join((groups[0], "".join(groups[1:])))
        help = f"write {point[:40]} or {joined[:40]}"
        return Problem("ambiguous-number", message, start, end, help=help), end
    return groups, end


def _exponent(text: str, start: int) -> tuple[int, int]:
    """Read `e9`, `E-3`; a letter that begins a word is none."""
    if text[start : start + 1] not in ("e", "E"):
        return 0, start
    at = start + 1
    negative = text[at : at + 1] in ("-", "\N{MINUS SIGN}") and at < len(text)
    if negative or text[at : at + 1] == "+":
        at += 1
    end = _digits_end(text, at)
    if end == at or (end < len(text) and text[end].isalpha()):
        return 0, start
    size = int(text[at:end][-9:]) if end - at <= 9 else LIMITS.exponent + 1
    return (-size if negative else size), end


def _malformed(text: str, start: int, help: str) -> Problem:
    end = start
    while end < len(text) and (text[end] in DIGITS or text[end] in ".,"):
        end += 1
    message = f"'{text[start : max(end, start + 1)][:40]}' is not written as a number"
    return Problem("malformed-number", message, start, max(end, start + 1), help=help[:120])


def _digit_at(text: str, at: int) -> bool:
    return at < len(text) and text[at] in DIGITS


def _digits_end(text: str, start: int) -> int:
    while start < len(text) and text[start] in DIGITS:
        start += 1
    return start
