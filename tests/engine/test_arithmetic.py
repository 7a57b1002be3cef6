"""Laws of interval arithmetic: an enclosure holds every exact result, in both number systems."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verify import arithmetic, enclosure
from verify.arithmetic import (
    ALL,
    DOUBLES,
    INFINITY,
    RATIONALS,
    Enclosure,
    Number,
    Numbers,
    double_above,
    double_below,
)

SYSTEMS = (DOUBLES, RATIONALS)
# Ends where naive arithmetic goes wrong: zero, halves, thirds, decimals, and the range of doubles.
HARD = [
    Fraction(text)
    for text in (
        "0",
        "1/2",
        "1",
        "-1/2",
        "-1",
        "3/2",
        "5/2",
        "-5/2",
        "1/3",
        "-1/3",
        "1/10",
        "3/10",
        "-1/10",
        "2",
        "3",
        "10",
        "-7",
        "1e-200",
        "-1e-200",
        "1e300",
        "-1e300",
        "1e-330",
        "-1e-330",
        "1e310",
        "1.00000000000000001",
        "4.45",
        "123456789/1000",
        "5e-324",
    )
]
NUMBERS = st.one_of(
    st.sampled_from(HARD),
    st.integers(-40, 40).map(lambda n: Fraction(n, 4)),
    st.fractions(max_denominator=1000),
)


@dataclass(frozen=True)
class Sample:
    """A number and an exact interval that holds it; an end of None is infinite."""

    value: Fraction
    lower: Fraction | None
    upper: Fraction | None
    lower_open: bool
    upper_open: bool

    def within(self, numbers: Numbers) -> Enclosure:
        """Return the interval in a number system, rounded outward."""
        lower: Number = -INFINITY
        upper: Number = INFINITY
        if self.lower is not None:
            lower = numbers.enter(self.lower, self.lower)[0]
        if self.upper is not None:
            upper = numbers.enter(self.upper, self.upper)[1]
        return lower, upper, self.lower_open, self.upper_open


@st.composite
def samples(draw: st.DrawFn, values: st.SearchStrategy[Fraction] = NUMBERS) -> Sample:
    """Draw a number and an interval around it, often with the number at an end."""
    value = draw(values)
    ends: list[tuple[Fraction | None, bool]] = []
    for sign in (-1, 1):
        kind = draw(st.sampled_from(["at", "near", "open", "none", "zero"]))
        other = draw(NUMBERS)
        match kind:
            case "at":
                ends.append((value, False))
            case "near" | "open":
                ends.append((value + sign * abs(other), kind == "open" and other != 0))
            case "zero" if value * sign < 0:
                ends.append((Fraction(0), draw(st.booleans())))
            case _:
                ends.append((None, True))
    (lower, lower_open), (upper, upper_open) = ends
    return Sample(value, lower, upper, lower_open, upper_open)


def holds(enclosure: Enclosure | None, value: Fraction) -> bool:
    """Tell whether an exact number lies in an enclosure."""
    if enclosure is None:
        return False
    low, high, low_open, high_open = enclosure
    above = value >= low and not (value == low and low_open)
    return bool(above and value <= high and not (value == high and high_open))


def held_by_one(parts: list[Enclosure], value: Fraction) -> bool:
    return any(holds(part, value) for part in parts)


@given(samples())
def test_a_sample_lies_in_its_own_interval(x: Sample) -> None:
    assert all(holds(x.within(numbers), x.value) for numbers in SYSTEMS)


@given(NUMBERS)
def test_the_nearest_doubles_enclose_a_rational(value: Fraction) -> None:
    low, high = double_below(value), double_above(value)
    assert low <= value <= high
    assert low == high or math.nextafter(low, INFINITY) == high


@given(samples(), samples())
def test_sums_differences_products_are_enclosed(x: Sample, y: Sample) -> None:
    for numbers in SYSTEMS:
        a, b = x.within(numbers), y.within(numbers)
        assert holds(arithmetic.add(a, b, numbers), x.value + y.value)
        assert holds(arithmetic.subtract(a, b, numbers), x.value - y.value)
        assert holds(arithmetic.multiply(a, b, numbers), x.value * y.value)
        assert holds(arithmetic.negate(a), -x.value)
        assert holds(arithmetic.absolute(a), abs(x.value))
        assert holds(arithmetic.least(a, b), min(x.value, y.value))
        assert holds(arithmetic.greatest(a, b), max(x.value, y.value))


@given(samples(), samples())
def test_quotients_are_enclosed(x: Sample, y: Sample) -> None:
    assume(y.value != 0)
    for numbers in SYSTEMS:
        parts = arithmetic.divide(x.within(numbers), y.within(numbers), numbers)
        assert held_by_one(parts, x.value / y.value)


@given(samples(), samples(), samples(), st.booleans())
def test_a_factor_of_a_product_is_never_lost(x: Sample, y: Sample, z: Sample, at: bool) -> None:
    product = x.value * y.value
    shift = product - z.value
    moved = Sample(
        product,
        product if at or z.lower is None else z.lower + shift,
        None if z.upper is None else z.upper + shift,
        z.lower_open and not at and z.lower is not None,
        z.upper_open,
    )
    for numbers in SYSTEMS:
        known = moved.within(numbers), y.within(numbers), x.within(numbers)
        assert holds(arithmetic.solve_product(*known, numbers), x.value)


EXPONENTS = [
    Fraction(text)
    for text in (
        "0",
        "1",
        "2",
        "3",
        "4",
        "7",
        "-1",
        "-2",
        "-3",
        "1/2",
        "1/3",
        "2/3",
        "3/2",
        "-1/2",
        "-1/3",
        "5/3",
    )
]
ROOTS = st.one_of(
    st.integers(-12, 12).map(lambda n: Fraction(n, 2)),
    st.sampled_from([Fraction(1, 3), Fraction(-7, 10), Fraction(10**40), Fraction(1, 10**60)]),
)


@given(ROOTS, st.sampled_from(EXPONENTS), st.data())
def test_powers_and_their_bases_are_enclosed(
    root: Fraction, exponent: Fraction, data: st.DataObject
) -> None:
    order = exponent.denominator
    base = root**order  # so that the root of the base is exact
    if order % 2 == 0:
        root = abs(root)
    assume(not (base == 0 and exponent <= 0))
    power = root**exponent.numerator
    x = data.draw(samples(st.just(base)))
    z = data.draw(samples(st.just(power)))
    for numbers in SYSTEMS:
        a, c = x.within(numbers), z.within(numbers)
        assert holds(arithmetic.power(a, exponent, numbers), power)
        assert holds(arithmetic.solve_power(c, exponent, a, numbers), base)


@pytest.mark.parametrize("exponent", [Fraction(1, 2), Fraction(-3, 2), Fraction(1, 4)])
def test_an_even_root_has_no_value_below_zero(exponent: Fraction) -> None:
    below = (Fraction(-4), Fraction(-1), False, False)
    assert arithmetic.power(below, exponent, RATIONALS) is None
    assert arithmetic.power((-4.0, -1.0, False, False), exponent, DOUBLES) is None


@pytest.mark.parametrize("exponent", [Fraction(0), Fraction(-1), Fraction(-1, 3)])
def test_zero_has_no_power_that_is_not_positive(exponent: Fraction) -> None:
    zero = (Fraction(0), Fraction(0), False, False)
    assert arithmetic.power(zero, exponent, RATIONALS) is None


@given(samples(), st.sampled_from(["floor", "ceil", "round"]), samples())
def test_whole_parts_are_enclosed_forward_and_backward(x: Sample, mode: str, z: Sample) -> None:
    whole = Fraction(_whole(x.value, mode))
    shift = whole - z.value
    moved = Sample(
        whole,
        None if z.lower is None else z.lower + shift,
        None if z.upper is None else z.upper + shift,
        z.lower_open,
        z.upper_open,
    )
    for numbers in SYSTEMS:
        assert holds(arithmetic.whole_part(x.within(numbers), mode, numbers), whole)
        assert holds(arithmetic.solve_whole_part(moved.within(numbers), mode, numbers), x.value)


def _whole(value: Fraction, mode: str) -> int:
    if mode == "floor":
        return math.floor(value)
    if mode == "ceil":
        return math.ceil(value)
    away = math.floor(abs(value) + Fraction(1, 2))
    return away if value >= 0 else -away


WHOLE = [  # mode, interval, its image at its sharpest, written with the brackets it has
    ("floor", "[1/2, 2)", "[0, 1]"),
    ("floor", "[1/2, 2]", "[0, 2]"),
    ("floor", "(-1/2, 0)", "[-1, -1]"),
    ("ceil", "(2, 3]", "[3, 3]"),
    ("ceil", "[2, 3]", "[2, 3]"),
    ("round", "[-1/2, 1/2]", "[-1, 1]"),
    ("round", "(-1/2, 1/2)", "[0, 0]"),
    ("round", "[1/2, 3/2)", "[1, 1]"),
    ("round", "(-5/2, -3/2]", "[-2, -2]"),
    ("round", "[-5/2, -3/2]", "[-3, -2]"),
]


@pytest.mark.parametrize(("mode", "interval", "image"), WHOLE)
def test_whole_parts_are_sharp(mode: str, interval: str, image: str) -> None:
    assert arithmetic.whole_part(_read(interval), mode, RATIONALS) == _read(image)


BACK = [  # the numbers whose whole part lies in an interval
    ("floor", "[1, 2]", "[1, 3)"),
    ("floor", "[1/2, 5/2]", "[1, 3)"),
    ("floor", "(1, 2)", "[2, 2)"),  # no whole number lies there, so nothing does
    ("ceil", "[1, 2]", "(0, 2]"),
    ("round", "[0, 0]", "(-1/2, 1/2)"),
    ("round", "[1, 2]", "[1/2, 5/2)"),
    ("round", "[-2, -1]", "(-5/2, -1/2]"),
]


@pytest.mark.parametrize(("mode", "interval", "back"), BACK)
def test_whole_parts_are_sharp_backward(mode: str, interval: str, back: str) -> None:
    found, wanted = arithmetic.solve_whole_part(_read(interval), mode, RATIONALS), _read(back)
    if arithmetic.is_empty(wanted):
        assert arithmetic.is_empty(found)
    else:
        assert found == wanted


@given(samples(st.integers(-40, 40).map(Fraction)))
def test_tightening_keeps_whole_numbers(x: Sample) -> None:
    for numbers in SYSTEMS:
        assert holds(arithmetic.tightened_to_whole(x.within(numbers), numbers), x.value)


@given(samples(st.sampled_from([Fraction(n, 4) for n in range(-80, 81)])))
def test_exp_and_log_are_enclosed(x: Sample) -> None:
    with mpmath.workdps(90):  # far sharper than the enclosures, whose width is 2**-160
        slack = mpmath.mpf(10) ** -75
        exact = mpmath.exp(mpmath.mpf(x.value.numerator) / x.value.denominator)
        for numbers in SYSTEMS:
            low, high, *_ = arithmetic.exponential(x.within(numbers), numbers)
            assert _precise(low) - slack <= exact <= _precise(high) + slack
        if x.value > 0:
            exact = mpmath.log(mpmath.mpf(x.value.numerator) / x.value.denominator)
            for numbers in SYSTEMS:
                found = arithmetic.logarithm(x.within(numbers), numbers)
                assert found is not None
                assert _precise(found[0]) - slack <= exact <= _precise(found[1]) + slack


@given(st.fractions(-60, 60, max_denominator=10**6))
def test_bounds_of_exp_are_close(value: Fraction) -> None:
    low, high = enclosure.exp_bounds(value)
    assert high is not None
    assert 0 < low <= high
    assert high - low <= low / 10**40
    with mpmath.workdps(50):
        exact = mpmath.exp(mpmath.mpf(value.numerator) / value.denominator)
        assert _precise(low) * (1 - mpmath.mpf(10) ** -48) <= exact
        assert exact <= _precise(high) * (1 + mpmath.mpf(10) ** -48)


@given(st.fractions(Fraction(1, 10**9), 10**9))
def test_bounds_of_log_are_close(value: Fraction) -> None:
    low, high = enclosure.log_bounds(value)
    assert low <= high
    assert high - low <= Fraction(1, 10**40)
    with mpmath.workdps(60):
        exact = mpmath.log(mpmath.mpf(value.numerator) / value.denominator)
        slack = mpmath.mpf(10) ** -55
        assert _precise(low) - slack <= exact <= _precise(high) + slack


@given(st.fractions(0, 10**12), st.integers(1, 9))
def test_bounds_of_roots_are_close(value: Fraction, order: int) -> None:
    low, high = enclosure.root_bounds(value, order)
    assert low**order <= value <= high**order
    assert high - low <= max(high, Fraction(1)) / 10**40


@given(st.fractions(0, 1000), st.integers(1, 9))
def test_a_root_that_is_rational_is_exact(root: Fraction, order: int) -> None:
    assert enclosure.root_bounds(root**order, order) == (root, root)


def test_zero_times_infinity_is_zero() -> None:
    zero = (Fraction(0), Fraction(0), False, False)
    assert arithmetic.multiply(zero, ALL, RATIONALS) == zero
    assert arithmetic.multiply(ALL, (0.0, 0.0, False, False), DOUBLES)[:2] == (0, 0)


def test_an_upper_bound_that_underflows_is_not_zero() -> None:
    small = (0.0, 1e-200, False, False)
    assert arithmetic.multiply(small, small, DOUBLES)[1] > 0
    assert arithmetic.divide(small, (1e200, 1e300, False, False), DOUBLES)[0][1] > 0


DIVIDED = [
    ("[1, 1]", "[-1, 1]", ["(-inf, -1]", "[1, inf)"]),
    ("[1, 2]", "[0, 4]", ["[1/4, inf)"]),
    ("[1, 2]", "[0, 0]", []),
    ("[0, 0]", "[-1, 1]", ["[0, 0]", "[0, 0]"]),
    ("[-1, 2]", "(0, 1]", ["(-inf, inf)"]),
    ("(1, 2)", "[2, 4)", ["(1/4, 1)"]),
    ("[1, 2]", "[1, inf)", ["(0, 2]"]),
]


@pytest.mark.parametrize(("x", "y", "parts"), DIVIDED)
def test_extended_division(x: str, y: str, parts: list[str]) -> None:
    assert arithmetic.divide(_read(x), _read(y), RATIONALS) == [_read(part) for part in parts]


MULTIPLIED = [
    ("[2, 3]", "[4, 5)", "[8, 15)"),
    ("[-2, 3]", "[4, 5)", "(-10, 15)"),
    ("[-2, 3]", "[-4, 5]", "[-12, 15]"),
    ("[0, 3)", "(4, 5]", "[0, 15)"),
    ("(0, 3)", "[0, 5]", "[0, 15)"),
    ("(0, 3)", "(0, inf)", "(0, inf)"),
    ("[0, 3]", "(1, inf)", "[0, inf)"),
]


@pytest.mark.parametrize(("x", "y", "product"), MULTIPLIED)
def test_products_are_sharp(x: str, y: str, product: str) -> None:
    assert arithmetic.multiply(_read(x), _read(y), RATIONALS) == _read(product)
    assert arithmetic.multiply(_read(y), _read(x), RATIONALS) == _read(product)


POWERS = [
    ("[-2, 3]", "2", "[0, 9]"),
    ("(-3, 2]", "2", "[0, 9)"),
    ("[-3, -2)", "2", "(4, 9]"),
    ("[-2, 3)", "3", "[-8, 27)"),
    ("[-8, 27]", "1/3", "[-2, 3]"),
    ("[-8, 9]", "1/2", "[0, 3]"),
    ("[2, 4]", "-1", "[1/4, 1/2]"),
    ("[-2, 0)", "-2", "[1/4, inf)"),
]


@pytest.mark.parametrize(("x", "exponent", "power"), POWERS)
def test_powers_are_sharp(x: str, exponent: str, power: str) -> None:
    assert arithmetic.power(_read(x), Fraction(exponent), RATIONALS) == _read(power)


@given(samples(), samples())
def test_meet_and_hull(x: Sample, y: Sample) -> None:
    a, b = x.within(RATIONALS), y.within(RATIONALS)
    both, either = arithmetic.meet(a, b), arithmetic.hull(a, b)
    for sample in (x, y):
        assert holds(either, sample.value)
        assert holds(both, sample.value) == (holds(a, sample.value) and holds(b, sample.value))


def _read(text: str) -> Enclosure:
    """Read `[1/2, inf)`."""
    low, high = text[1:-1].split(", ")
    return _end(low), _end(high), text[0] == "(", text[-1] == ")"


def _end(text: str) -> Number:
    return float(text) if "inf" in text else Fraction(text)


def _precise(value: Number) -> mpmath.mpf:
    if isinstance(value, float):
        return mpmath.mpf(value)
    return mpmath.mpf(value.numerator) / value.denominator
