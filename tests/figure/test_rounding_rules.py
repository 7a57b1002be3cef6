"""Every rounding rule against the decimal module, on a grid with all ties."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest

from verify.number import Rounding, from_digits, rounded

MODES = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.TRUNCATE: decimal.ROUND_DOWN,
    Rounding.FLOOR: decimal.ROUND_FLOOR,
    Rounding.CEILING: decimal.ROUND_CEILING,
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", ["1", "0.1", "10"])
def test_a_number_lies_in_the_set_if_and_only_if_it_rounds_to_the_figure(
    mode: Rounding, step: str
) -> None:
    unit = Decimal(step)
    for count in range(-12, 13):
        printed = count * unit
        if step == "10" and abs(count) >= 10:
            continue  # 12e1 is written 1.2e2, which has another last digit
        numeral = _numeral(printed, step)
        found = rounded(numeral, None, mode)
        assert found is not None
        for twentieth in range(-300, 301):
            number = unit * twentieth / 20
            rounds = (number / unit).quantize(Decimal(1), rounding=MODES[mode]) * unit
            inside = Fraction(str(number)) in found
            assert inside == (rounds == printed), (mode, str(printed), str(number))


def _numeral(printed: Decimal, step: str):  # type: ignore[no-untyped-def]
    digits = f"{abs(printed):.1f}" if step == "0.1" else f"{abs(printed):.0f}"
    whole, _, places = digits.partition(".")
    exponent = 0
    if step == "10":
        whole, exponent = whole[:-1] or "0", 1
    numeral = from_digits(whole, places, exponent)
    assert numeral.step == Fraction(step)
    return numeral.negated() if printed < 0 else numeral


@pytest.mark.parametrize("mode", [Rounding.NEAREST, *MODES])
@pytest.mark.parametrize("digits", [1, 2, 3])
def test_rounding_to_significant_digits_follows_the_decimal_context(
    mode: Rounding, digits: int
) -> None:
    context = decimal.Context(prec=digits, rounding=MODES.get(mode, decimal.ROUND_HALF_UP))
    for printed in (Decimal(100), Decimal(1000), Decimal(200), Decimal(-100), Decimal(-300)):
        whole = from_digits(str(abs(printed)), "", 0)
        numeral = whole.negated() if printed < 0 else whole
        found = rounded(numeral, digits, mode)
        assert found is not None
        for number in range(-1200, 1201):
            rounds = context.create_decimal(Decimal(number))
            inside = Fraction(number) in found
            if mode is Rounding.NEAREST and Fraction(number) in (found.lower, found.upper):
                assert inside
            else:
                assert inside == (rounds == printed), (mode, digits, printed, number)
