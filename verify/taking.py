"""How a claim says its figure is to be taken: `exact`, `precision` and `rounding`.

These fix both sets of a figure, against what its digits and hedges would say.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.diagnostics import Problem
from verify.interval import Interval
from verify.lexicon import lexicon
from verify.number import Numeral, Rounding, from_digits, rounded, scan_number
from verify.refusal import character_problem


@dataclass(frozen=True, slots=True)
class Precision:
    """How precise a number is said to be: significant digits, a share of it, or an amount."""

    digits: int | None = None
    share: Fraction | None = None
    amount: Fraction | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """What the author asked for; nothing, unless said."""

    exact: bool = False
    precision: Precision | None = None
    rounding: Rounding | None = None

    def fixed(self, numeral: Numeral, unit: str) -> Interval | Problem | None:
        """Return the set that is fixed, or None where the digits and hedges decide."""
        if self.exact:
            return Interval(numeral.value, numeral.value)
        precision = self.precision
        if precision is not None and precision.digits is None:
            return _within(numeral, precision, unit, self.rounding)
        if precision is None and self.rounding is None:
            return None
        if precision is None and not numeral.digits:
            message = "a number said in words has no last digit that could have been rounded"
            return Problem("precision-misses-figure", message, help="leave out `rounding`")
        digits = None if precision is None else precision.digits
        found = rounded(numeral, digits, self.rounding or Rounding.NEAREST)
        if found is None:
            message = "the figure has more digits than its precision leaves"
            return Problem("precision-misses-figure", message, help="state more digits")
        return found

    @property
    def why(self) -> tuple[str, ...]:
        """Say what was asked for."""
        if self.exact:
            return ("exact: taken literally",)
        said = [] if self.precision is None else [f"precision: {_described(self.precision)}"]
        if self.rounding is not None:
            said.append(f"rounding: {self.rounding}")
        return tuple(said)


def read_taking(exact: bool, precision: str | None, rounding: str | None) -> Taking | Problem:
    """Read a claim's `exact`, `precision` and `rounding`.

    >>> read_taking(False, "3 digits", None).precision.digits
    3
    """
    if exact and (precision is not None or rounding is not None):
        message = "`exact` takes the figure literally, so it has no precision and no rounding"
        return Problem("exact-and-precision", message, help="keep `exact` or the other")
    mode = None
    if rounding is not None:
        written = rounding.strip()
        if written not in tuple(Rounding):
            message = f"there is no rounding '{written[:40]}'"
            return Problem("unknown-rounding", message, help=f"write {', '.join(Rounding)}")
        mode = Rounding(written)
    if precision is None:
        return Taking(exact, None, mode)
    found = _precision(precision)
    if found is None:
        message = f"'{precision.strip()[:40]}' is no precision"
        help = "write `3 digits`, `5 %` or an amount such as `0.5 MW`"
        return Problem("bad-precision", message, 0, len(precision), help=help)
    return Taking(False, found, mode)


def _precision(text: str) -> Precision | None:
    """Read `3 digits`, `5 %`, `0.5 MW`, `0.5 billion USD`."""
    if character_problem(text) is not None:
        return None
    written = text.strip()
    scanned = scan_number(written, 0)
    if isinstance(scanned, Problem):
        return None
    number = from_digits(scanned.whole, scanned.decimals, scanned.exponent).value
    words = written[scanned.end :].split()
    if words in (["digits"], ["digit"]):
        whole = number.denominator == 1 and 0 < number <= 400
        return Precision(digits=int(number)) if whole else None
    if words in (["%"], ["percent"]):
        return Precision(share=number / 100)
    if words and words[0] in lexicon().scales:
        number *= lexicon().scales[words.pop(0)]
    return Precision(amount=number, unit="".join(words)) if len(words) <= 1 else None


def _within(
    numeral: Numeral, precision: Precision, unit: str, rounding: Rounding | None
) -> Interval | Problem:
    """Return the numbers within a stated share or amount either way."""
    if rounding not in (None, Rounding.NEAREST):
        message = f"a precision of ± some amount leaves nothing for `rounding: {rounding}` to say"
        return Problem("precision-and-rounding", message, help="write the precision in digits")
    width = precision.amount or Fraction(0)
    if precision.share is not None:
        width = precision.share * abs(numeral.value)
    elif precision.unit not in ("", unit):
        message = f"the precision is in {precision.unit}, the figure in {unit or 'no unit'}"
        help = f"write the precision in {unit}" if unit else "leave the precision's unit out"
        return Problem("precision-unit", message, help=help)
    return Interval(numeral.value - width, numeral.value + width)


def _described(precision: Precision) -> str:
    if precision.digits is not None:
        return f"{precision.digits} digits"
    if precision.share is not None:
        return f"± {precision.share * 100} %"
    return f"± {precision.amount} {precision.unit}".rstrip()
