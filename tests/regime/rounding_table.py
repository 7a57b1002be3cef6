"""What a printed number with a rounding rule means, against the decimal module, row by row.

A row is a number as printed, a rule, and perhaps a count of significant digits. A number lies in
the set if and only if `decimal` rounds it to the printed one; it is asked at the ends, just inside
and just outside of them, at the neighbours and at zero.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from printed import MODES, rounds_to

from verify.figure import load_policy, read_figure, read_value
from verify.hedges import Policy

RULES = {
    "nearest": (decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN),  # the tie rule is unknown
    "half_up": (decimal.ROUND_HALF_UP,),
    "half_even": (decimal.ROUND_HALF_EVEN,),
    "truncate": (decimal.ROUND_DOWN,),
    "floor": (decimal.ROUND_FLOOR,),
    "ceiling": (decimal.ROUND_CEILING,),
}
_WHOLE = [*range(13), 15, 16, 19, 20, 21, 25, 50, 51, 90, 95, 98, 99, 101, 105, 109, 111, 125, 999]
_ROUND = [
    100,
    110,
    120,
    150,
    200,
    250,
    300,
    990,
    1000,
    1100,
    1200,
    2500,
    9900,
    10000,
    99000,
    100000,
]
_DECIMALS = (
    *("0.0", "0.1", "0.2", "0.5", "0.9", "1.0", "1.1", "1.5", "2.5", "9.9", "10.0", "10.1", "99.9"),
    *("100.0", "0.00", "0.01", "0.05", "0.99", "1.00", "1.25", "2.50", "9.95", "9.99", "10.00"),
    *("25.10", "0.001", "0.125", "1.0000", "99.9999", "100.0000"),
)
_STRIDE = 611
_DIGITS = {  # printed numbers by the significant digits that they have
    1: "1 2 5 9 10 20 50 90 100 200 300 1000 9000 10000 0.1 0.2 0.9 0.01 0.05",
    2: "10 11 15 25 98 99 100 110 120 250 990 1000 1100 9900 10000 0.10 0.25 1.0 2.5 9.9",
    3: "100 101 125 250 999 1000 1010 9990 10000 1.00 2.55 9.99 10.0 0.100 0.125",
}


@dataclass(frozen=True)
class Row:
    """A number as printed, how it was rounded, and to how many digits (0: those printed)."""

    text: str
    mode: str
    digits: int = 0

    @property
    def step(self) -> Fraction:
        """The unit of the last digit printed, or rounded to."""
        value = abs(Decimal(self.text))
        if self.digits:
            return Fraction(Decimal(1).scaleb(value.adjusted() - self.digits + 1))
        whole, point, places = self.text.lstrip("-").partition(".")
        if point:
            return Fraction(1, 10 ** len(places))
        zeros = len(whole) - len(whole.rstrip("0")) if value else 0
        return Fraction(10 ** max(min(zeros, len(whole) - 2), 0))

    def rounds(self, number: Fraction) -> bool:
        """Ask the decimal module whether a number is printed so."""
        with decimal.localcontext(decimal.Context(prec=60)):
            exactly = Decimal(number.numerator) / Decimal(number.denominator)
            for rule in RULES[self.mode]:
                if self.digits:
                    context = decimal.Context(prec=self.digits, rounding=rule)
                    found = context.create_decimal(exactly)
                else:
                    unit = Decimal(self.step.numerator) / Decimal(self.step.denominator)
                    found = (exactly / unit).quantize(Decimal(1), rounding=rule) * unit
                if found == Decimal(self.text):
                    return True
        return False

    @property
    def probes(self) -> list[Fraction]:
        """The numbers to ask about: wherever some rule could put an end, and beside it."""
        value, step = Fraction(self.text), self.step
        found = {value, Fraction(0)}
        for width in (step, step / 2, step / 10, step / 20):
            for sign in (-1, 1):
                for beside in (Fraction(0), step / 10**9, -step / 10**9):
                    found.add(value + sign * width + beside)
        return sorted(found)


@cache
def rows() -> tuple[Row, ...]:
    """Return the whole table, rules and places mixed so that any part of it has some of each."""
    found = tuple(_rows())
    assert math.gcd(_STRIDE, len(found)) == 1
    return tuple(found[number * _STRIDE % len(found)] for number in range(len(found)))


def _rows() -> Iterator[Row]:
    texts = [*map(str, (*_WHOLE, *_ROUND)), *_DECIMALS]
    for mode in MODES:
        for text in texts:
            yield from _signed(text, mode, 0)
        for digits, listed in _DIGITS.items():
            for text in listed.split():
                yield from _signed(text, mode, digits)


def _signed(text: str, mode: str, digits: int) -> Iterator[Row]:
    yield Row(text, mode, digits)
    if Decimal(text):
        yield Row(f"-{text}", mode, digits)


def wrong(row: Row, policy: Policy | None = None) -> str:
    """Return what is wrong with what the program makes of a row; nothing if nothing is."""
    policy = policy or load_policy()
    precision = f"{row.digits} digits" if row.digits else None
    for read in (read_figure, read_value):
        amount = read(
            row.text, unit_of=lambda _: None, policy=policy, precision=precision, rounding=row.mode
        )
        if isinstance(amount, tuple):
            return f"{row} is refused: {amount[0].message}"
        for number in row.probes:
            for found in (amount.face, amount.loose):
                if (number in found) != row.rounds(number):
                    return f"{row}: {found} at {number}"
    return ""


def wrong_here(row: Row) -> str:
    """Return what is wrong with what the tests' own definitions make of a row."""
    found = rounds_to(row.text, row.mode, row.digits)
    for number in row.probes:
        if (number in found) != row.rounds(number):
            return f"{row}: {found} at {number}"
    return ""
