"""Seeded bugs of reading: what a printed figure is wrongly taken to mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from patching import Function, everywhere

from verify import amount, amounts, compile, number, taking
from verify.hedges import Effect
from verify.interval import Interval
from verify.number import Numeral, Rounding


def closed_ends() -> None:
    """The ends of a rounded figure are closed where a half goes the other way."""

    def patched(before: Function) -> Function:
        def preimage(*args: Any) -> Interval:
            found = before(*args)
            return Interval(found.lower, found.upper)

        return preimage

    everywhere(number, "_preimage", patched)


def _rounded(change: Callable[[Numeral, Rounding], Rounding]) -> None:
    def patched(before: Function) -> Function:
        return lambda numeral, digits, mode: before(numeral, digits, change(numeral, mode))

    everywhere(number, "rounded", patched)


def half_even_as_half_up() -> None:
    """Half even is taken for half up."""
    _rounded(lambda _, mode: Rounding.HALF_UP if mode is Rounding.HALF_EVEN else mode)


def negatives_cut_downward() -> None:
    """A negative number is truncated away from zero, as its floor is."""
    _rounded(lambda n, m: Rounding.FLOOR if m is Rounding.TRUNCATE and n.value < 0 else m)


def zero_cut_downward() -> None:
    """What is truncated to zero is 0 to 1, and nothing below zero."""
    _rounded(lambda n, m: Rounding.FLOOR if m is Rounding.TRUNCATE and not n.value else m)


def even_power_of_ten() -> None:
    """A power of ten to some digits has the same step below as above."""
    everywhere(
        number, "_preimage", lambda before: lambda v, _, outer, *r: before(v, outer, outer, *r)
    )


def trailing_zero_lost() -> None:
    """The last zeros after the point are dropped, and 25.10 is 25.1."""
    everywhere(number, "from_digits", lambda before: lambda w, d, *r: before(w, d.rstrip("0"), *r))


def float_for_fraction() -> None:
    """A number goes through a double on its way to a fraction."""

    def patched(before: Function) -> Function:
        def from_digits(*args: Any) -> Numeral:
            found: Numeral = before(*args)
            return replace(found, value=Fraction(float(found.value)))

        return from_digits

    everywhere(number, "from_digits", patched)


def hedge_ignored() -> None:
    """About 300 is 300."""

    def patched(before: Function) -> Function:
        def hedged(n: Any, u: Any, p: Any, t: Any, hedge: Any = None, bound: Any = None) -> Any:
            kept = None if hedge is not None and hedge.effect is Effect.ABOUT else hedge
            return before(n, u, p, t, kept, bound)

        return hedged

    everywhere(amount, "hedged", patched)


def strict_bound_as_closed() -> None:
    """Over 40 is at least 40, under 40 at most 40."""
    closed = {Effect.OVER: Effect.AT_LEAST, Effect.UNDER: Effect.AT_MOST}

    def patched(before: Function) -> Function:
        def bounded(*args: Any) -> Any:
            *rest, bound = args
            return before(*rest, replace(bound, effect=closed.get(bound.effect, bound.effect)))

        return bounded

    everywhere(amount, "_bounded", patched)


def open_brackets_closed() -> None:
    """[1, 2) and > 1 are read as [1, 2] and >= 1."""

    def patched(before: Function) -> Function:
        return lambda i, *rest: before(Interval(i.lower, i.upper), *rest)

    everywhere(amount, "literal", patched)


def exact_ignored() -> None:
    """A figure that is exact is taken as rounded."""
    everywhere(taking, "read_taking", lambda before: lambda _, *rest: before(False, *rest))


def loose_as_face() -> None:
    """The loose set is the face set: rounding that should save a claim does not."""

    def patched(before: Function) -> Function:
        return lambda reading, *rest: before(replace(reading, loose=reading.face), *rest)

    everywhere(compile, "_said", patched)


def face_as_loose() -> None:
    """The face set is the loose set: no rounding conflict is ever seen."""

    def patched(before: Function) -> Function:
        return lambda reading, *rest: before(replace(reading, face=reading.loose), *rest)

    everywhere(compile, "_said", patched)


def month_of_thirty_days() -> None:
    """A month is thirty days, neither more nor fewer."""
    everywhere(amounts, "_first_day", lambda _: lambda months: 30 * months)
    everywhere(amounts, "_last_day", lambda _: lambda months: 30 * months)


def factor_upside_down() -> None:
    """A claim in another unit is divided where it should be multiplied."""
    everywhere(amounts, "_scaled", lambda before: lambda values, f: before(values, 1 / f))
