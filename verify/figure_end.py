"""The one or two numbers of a figure with all that was said of them, put together as an amount."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.amount import Amount, hedged, ranged, worded
from verify.diagnostics import Problem
from verify.hedges import Effect, Hedge, Policy
from verify.number_phrase import Said
from verify.taking import Taking


@dataclass(frozen=True, slots=True)
class End:
    """One number of a figure: as said, its scale word, its unit, and whether that is money."""

    said: Said
    scale: Fraction | None
    unit: str
    money: bool


def combined(
    first: End,
    last: End | None,
    below: tuple[str, ...],
    approximate: Hedge | None,
    bound: Hedge | None,
    policy: Policy,
    taking: Taking,
) -> Amount | Problem:
    """Return the amount of a figure; `below` is what it is per, such as `/month`."""
    unit = (last.unit if last else "") or first.unit
    if below:
        unit = f"{unit or '1'}{''.join(below)}"
    if last is not None:
        return _range(first, last, unit, approximate, bound, policy, taking)
    if first.said.numeral is not None:
        return hedged(first.said.numeral, unit, policy, taking, approximate, bound)
    return _words(first.said, unit, bound or approximate)


def _range(
    first: End,
    last: End,
    unit: str,
    approximate: Hedge | None,
    bound: Hedge | None,
    policy: Policy,
    taking: Taking,
) -> Amount | Problem:
    """Return a range; the first end takes the scale and unit that only the last one has."""
    low, high = first.said.numeral, last.said.numeral
    if low is None or high is None:
        message = "a range needs two numbers"
        return Problem("no-number", message, help="make a claim of the words alone")
    if first.unit and last.unit and first.unit != last.unit:
        message = f"the figure is in {first.unit} and in {last.unit}"
        return Problem("two-figures", message, help="make a claim of each number")
    if first.unit and not last.unit and not first.money:
        message = f"only the first number is in {first.unit}"
        help = "write the unit after both, or make a claim of each number"
        return Problem("two-figures", message, help=help)
    side = bound or approximate
    if side is not None and side.effect is not Effect.ABOUT:
        message = f"'{side.name}' does not go with a range"
        help = "make a claim of the one number that is meant"
        return Problem("contradictory-hedges", message, help=help)
    if first.scale is None and last.scale is not None:
        low = low.scaled(last.scale)
    if low.value > high.value:
        message = "the first number of the range is above the second"
        help = "write both scales out, the lower number first"
        return Problem("reversed-range", message, help=help)
    return ranged(low, high, unit, policy, taking, approximate)


def _words(said: Said, unit: str, hedge: Hedge | None) -> Amount | Problem:
    """Return the set that words alone give, which no hedge can move."""
    if hedge is not None:
        message = f"'{hedge.name}' beside words that are vague themselves says no set"
        help = "quote the words without the hedge, or give a `value`"
        return Problem("hedged-words", message, help=help)
    assert said.interval is not None, "words without a number give an interval"
    return worded(said.interval, unit, said.why)
