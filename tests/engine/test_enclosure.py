"""Bounds of roots, exponentials and logarithms, against mpmath at three times their precision."""

from __future__ import annotations

from fractions import Fraction

import mpmath  # type: ignore[import-untyped]  # it ships no types, and comes with sympy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.enclosure import dyadic, exp_bounds, log_bounds, root_bounds

LAW = settings(max_examples=200, deadline=None)
PARTS = st.integers(1, 10**30)
POSITIVE = st.builds(Fraction, PARTS, PARTS) | st.integers(-300, 300).map(
    lambda n: Fraction(7, 3) * Fraction(10) ** n
)
BITS = st.sampled_from([64, 160])


def real(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / mpmath.mpf(value.denominator)


def holds(low: Fraction, high: Fraction, value: mpmath.mpf, bits: int) -> None:
    """Check that bounds hold a value, and are near it."""
    slack = abs(value) * mpmath.mpf(2) ** -1500  # of what mpmath may itself be wrong
    assert real(low) <= value + slack
    assert real(high) >= value - slack
    assert real(high) - real(low) <= (abs(value) + mpmath.mpf(2) ** -bits) * mpmath.mpf(2) ** (
        12 - bits
    )


@given(st.builds(Fraction, st.integers(-4000, 4000), st.integers(1, 999)), BITS)
@LAW
def test_an_exponential_lies_within_its_bounds(value: Fraction, bits: int) -> None:
    with mpmath.workprec(2000):
        low, high = exp_bounds(value, bits)
        assert high is not None
        true = mpmath.exp(real(value))
        assert real(low) <= true <= real(high)
        assert real(high) - real(low) <= true * mpmath.mpf(2) ** (20 - bits)


@given(POSITIVE, BITS)
@LAW
def test_a_logarithm_lies_within_its_bounds(value: Fraction, bits: int) -> None:
    with mpmath.workprec(2000):
        low, high = log_bounds(value, bits)
        holds(low, high, mpmath.log(real(value)), bits)


@given(POSITIVE, st.integers(1, 9))
@LAW
def test_a_root_lies_within_its_bounds(value: Fraction, order: int) -> None:
    low, high = root_bounds(value, order)
    assert low**order <= value <= high**order
    assert high - low <= high * Fraction(1, 2**150)


@given(POSITIVE, st.integers(1, 9))
@LAW
def test_a_root_that_is_rational_is_exact(root: Fraction, order: int) -> None:
    assert root_bounds(root**order, order) == (root, root)


@given(POSITIVE, st.sampled_from([1, -1]), st.integers(4, 512))
@LAW
def test_dyadic_bounds_hold_the_value(value: Fraction, sign: int, bits: int) -> None:
    value *= sign
    low, high = dyadic(value, bits)
    assert low <= value <= high
    assert high - low <= abs(value) * Fraction(4, 2**bits)


@pytest.mark.parametrize(
    ("value", "near"),
    [  # powers of e to 20 digits (OEIS A001113, A072334), and its inverse (A068985)
        (Fraction(1), "2.7182818284590452353"),
        (Fraction(2), "7.3890560989306502272"),
        (Fraction(-1), "0.36787944117144232159"),
    ],
)
def test_powers_of_e(value: Fraction, near: str) -> None:
    low, high = exp_bounds(value)
    assert high is not None
    assert low < high
    assert abs(low - Fraction(near)) < Fraction(1, 10**18)
    assert abs(high - Fraction(near)) < Fraction(1, 10**18)


def test_a_logarithm_of_two() -> None:
    low, high = log_bounds(Fraction(2))
    near = Fraction("0.69314718055994530942")  # OEIS A002162
    assert low < high
    assert abs(low - near) < Fraction(1, 10**18)
    assert abs(high - near) < Fraction(1, 10**18)


def test_what_is_known_exactly_is_a_point() -> None:
    assert exp_bounds(Fraction(0)) == (Fraction(1), Fraction(1))
    assert log_bounds(Fraction(1)) == (Fraction(0), Fraction(0))


@pytest.mark.parametrize("value", [4097, 10**9])
def test_beyond_any_use_there_is_no_upper_bound(value: int) -> None:
    low, high = exp_bounds(Fraction(value))
    assert high is None
    with mpmath.workprec(200):
        assert real(low) <= mpmath.exp(4097)
    below, above = exp_bounds(Fraction(-value))
    assert below == 0
    assert above is not None
    assert 0 < above < Fraction(1, 2**5900)
