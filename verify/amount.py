"""What a figure or value amounts to: its face set and its loose set, in one unit.

Both grammars end here: they find the numbers and the hedges, this module makes the sets, and says
in short phrases where each came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verify.diagnostics import Problem
from verify.hedges import Effect, Hedge, Policy
from verify.interval import EVERYTHING, Interval
from verify.number import Numeral
from verify.taking import Taking


class Kind(StrEnum):
    """What an amount is of; a duration is a measure in months or days."""

    MEASURE = "measure"
    DATE = "date"
    CHOICE = "choice"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure turned into two sets of numbers; the face set lies within the loose set.

    The sets are in `unit`, which is empty where none was said; those of a date are in days since
    0001-01-01, as `date.toordinal` counts them, midnight being a whole number. `names` are a
    choice's. `rounding` says of the face's lower and upper end, then of the loose ones, whether
    they come from rounding or a hedge, rather than from a point, a stated bound, a bracket or a
    date. `exact` says that the sets were meant literally. `because` says where they came from.
    `effect` is that of the hedge or bound that it was said with.
    """

    kind: Kind
    face: Interval
    loose: Interval
    unit: str
    names: tuple[str, ...] = ()
    rounding: tuple[bool, bool, bool, bool] = (False, False, False, False)
    exact: bool = False
    because: tuple[str, ...] = ()
    effect: Effect = Effect.NONE


HOLE = Amount(Kind.HOLE, EVERYTHING, EVERYTHING, "", because=("asked for",))


def hedged(
    numeral: Numeral,
    unit: str,
    policy: Policy,
    taking: Taking,
    hedge: Hedge | None = None,
    bound: Hedge | None = None,
) -> Amount | Problem:
    """Return the amount of one number, with a hedge, a bound, or both ("up to about 300")."""
    side = hedge if hedge is not None and hedge.effect is not Effect.ABOUT else None
    if numeral.value < 0 and (side or bound):
        word = (side or bound or _NO_HEDGE).name
        message = f"'{word}' beside a negative number can be meant either way"
        return Problem("ambiguous-hedge", message, help="write the bound as a value: `< -5`")
    if side and taking.exact:
        message = f"`exact` contradicts the hedge '{side.name}'"
        return Problem("exact-hedge", message, help="leave out `exact`, or give a `value`")
    fixed = taking.fixed(numeral, unit)
    if isinstance(fixed, Problem):
        return fixed
    if bound is not None:
        return _bounded(numeral, unit, policy, taking, fixed, hedge, bound)
    value = numeral.value
    if fixed is not None:
        face = loose = fixed
        why = taking.why
    else:
        face = Interval(value - numeral.half, value + numeral.half)
        width = policy.width(hedge, value, numeral.step) if hedge else numeral.wide
        loose = Interval(value - width, value + width).hull(face)
        why = numeral.why[:1] if hedge else numeral.why
        if hedge:
            why = (*why, f"hedge '{hedge.name}': loosely ± {policy.describe(hedge)}")
    lower, upper = not taking.exact, not taking.exact
    if side is not None:
        below = side.effect is Effect.NEARLY
        cut = Interval(upper=value) if below else Interval(lower=value)
        face, loose = face.meet(cut), loose.meet(cut)
        lower, upper = below, not below
        why = (*why, f"'{side.name}': cut at the figure")
    flags = (lower, upper, lower, upper)
    effect = hedge.effect if hedge is not None else Effect.NONE
    return Amount(Kind.MEASURE, face, loose, unit, (), flags, taking.exact, why, effect)


_NO_HEDGE = Hedge("", Effect.NONE, (), (), "", "")


def _bounded(
    numeral: Numeral,
    unit: str,
    policy: Policy,
    taking: Taking,
    fixed: Interval | None,
    hedge: Hedge | None,
    bound: Hedge,
) -> Amount | Problem:
    if hedge is not None and hedge.effect is not Effect.ABOUT:
        message = f"'{bound.name}' and '{hedge.name}' together say no set of numbers"
        return Problem("contradictory-hedges", message, help="keep one of the two")
    upwards = bound.effect in (Effect.OVER, Effect.AT_LEAST)
    is_open = bound.effect in (Effect.OVER, Effect.UNDER)
    why = [f"'{bound.name}': {_BOUND_WORDS[bound.effect]} the figure"]
    face_end = loose_end = numeral.value
    face_open = loose_open = is_open
    if fixed is not None:
        end = fixed.lower if upwards else fixed.upper
        face_end = loose_end = numeral.value if end is None else end
        face_open = loose_open = is_open or (fixed.lower_open if upwards else fixed.upper_open)
        why += taking.why
    else:
        way = policy.bound_units * numeral.step
        if hedge is not None:
            way = max(way, policy.width(hedge, numeral.value, numeral.step))
            why.append(f"hedge '{hedge.name}': loosely gives way by {policy.describe(hedge)}")
        elif way:
            why.append("a bound loosely gives way by half a unit of its last digit")
        loose_end = numeral.value - way if upwards else numeral.value + way
    if upwards:
        face = Interval(lower=face_end, lower_open=face_open)
        loose = Interval(lower=loose_end, lower_open=loose_open)
        flags = (face_end != numeral.value, False, loose_end != numeral.value, False)
    else:
        face = Interval(upper=face_end, upper_open=face_open)
        loose = Interval(upper=loose_end, upper_open=loose_open)
        flags = (False, face_end != numeral.value, False, loose_end != numeral.value)
    return Amount(
        Kind.MEASURE, face, loose, unit, (), flags, taking.exact, tuple(why), bound.effect
    )


_BOUND_WORDS = {
    Effect.OVER: "more than",
    Effect.AT_LEAST: "no less than",
    Effect.UNDER: "less than",
    Effect.AT_MOST: "no more than",
}


def ranged(
    low: Numeral,
    high: Numeral,
    unit: str,
    policy: Policy,
    taking: Taking,
    hedge: Hedge | None = None,
) -> Amount | Problem:
    """Return the amount of a range; loosely each end gives way by half a unit of its last digit."""
    fixed = taking.fixed(low, unit), taking.fixed(high, unit)
    for each in fixed:
        if isinstance(each, Problem):
            return each
    face = loose = Interval(low.value, high.value)
    why = ["from the lower to the upper figure"]
    first, last = fixed
    if isinstance(first, Interval) and isinstance(last, Interval):
        face = loose = first.hull(last)
        why += taking.why
    else:
        ways = []
        for end in (low, high):
            way = policy.bound_units * end.step
            if hedge is not None:
                way = max(way, policy.width(hedge, end.value, end.step))
            ways.append(way)
        loose = Interval(low.value - ways[0], high.value + ways[1])
        if hedge is not None:
            why.append(f"hedge '{hedge.name}': loosely each end ± {policy.describe(hedge)}")
        elif any(ways):
            why.append("each end loosely gives way by half a unit of its last digit")
    flags = (
        face.lower != low.value,
        face.upper != high.value,
        loose.lower != low.value,
        loose.upper != high.value,
    )
    effect = hedge.effect if hedge is not None else Effect.NONE
    return Amount(Kind.MEASURE, face, loose, unit, (), flags, taking.exact, tuple(why), effect)


def literal(interval: Interval, unit: str, why: str) -> Amount:
    """Return a set that was written out: the same in both sets, and it never gives way."""
    return Amount(Kind.MEASURE, interval, interval, unit, exact=True, because=(why,))


def worded(interval: Interval, unit: str, why: str) -> Amount:
    """Return a set that words alone give: the same in both sets, and it never gives way."""
    flags = tuple(end is not None for end in (interval.lower, interval.upper))
    lower, upper = flags if interval.point is None else (False, False)
    return Amount(
        Kind.MEASURE, interval, interval, unit, (), (lower, upper, lower, upper), False, (why,)
    )
