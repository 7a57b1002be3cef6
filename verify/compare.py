"""How a figure that repeats another one stands to it: as it was, or with its hedge changed."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from verify.facts import Reading, Values
from verify.hedges import Effect
from verify.interval import Interval


class Likeness(StrEnum):
    """What became of a number that is repeated, from the least to the worst."""

    ALIKE = "alike"  # it says as much, or less
    PRECISER = "preciser"  # more digits
    DROPPED = "dropped"  # the hedge or bound is gone
    STRENGTHENED = "strengthened"  # another hedge or bound, which says more
    REVERSED = "reversed"  # a bound to the other side


def entails(said: Values, repeated: Values) -> bool:
    """Tell whether whatever is true of one set is true of the other."""
    if isinstance(said, frozenset) or isinstance(repeated, frozenset):
        return isinstance(said, frozenset) and isinstance(repeated, frozenset) and said <= repeated
    return repeated.covers(said)


def nominal(reading: Reading) -> Fraction | None:
    """Return the number that was printed, in the quantity's unit; a range and a name have none."""
    face = reading.face
    if isinstance(face, frozenset):
        return None
    if face.lower is None or face.upper is None:
        return face.upper if face.lower is None else face.lower
    if reading.effect is Effect.NEARLY:
        return face.upper
    if reading.effect is Effect.JUST_OVER:
        return face.lower
    if face.lower != face.upper and not all(reading.face_rounded):
        return None
    return (face.lower + face.upper) / 2


def likeness(repeated: Reading, said: Reading) -> Likeness | None:
    """Tell what became of a number; None where another number is said."""
    number = nominal(repeated)
    if number is None or number != nominal(said):
        return None
    way, old = _way(repeated), _way(said)
    if way * old < 0:
        return Likeness.REVERSED
    if repeated.effect in (Effect.NEARLY, Effect.JUST_OVER) and not old:
        return Likeness.STRENGTHENED  # it says on which side the number is missed
    if entails(said.face, repeated.face) and entails(said.loose, repeated.loose):
        return Likeness.ALIKE
    if _bound(repeated) and way == old:
        return Likeness.ALIKE  # `nearly 60` and `under 60`: the bound is there
    if not way and repeated.effect is Effect.NONE and (old or said.effect is not Effect.NONE):
        return Likeness.DROPPED
    if repeated.effect is said.effect and way == old:
        return Likeness.PRECISER
    return Likeness.STRENGTHENED


def within(repeated: Values, wider: Values | None) -> bool:
    """Tell whether a set lies in a bounded one that says less."""
    if not isinstance(repeated, Interval) or not isinstance(wider, Interval):
        return False
    if wider.lower is None or wider.upper is None or wider == repeated:
        return False
    return wider.covers(repeated)


def tight(values: Values | None) -> bool:
    """Tell whether a set is no wider than ± 10 % of its middle."""
    if not isinstance(values, Interval) or values.lower is None or values.upper is None:
        return False
    return values.upper - values.lower <= abs(values.upper + values.lower) / 10


def _bound(reading: Reading) -> bool:
    face = reading.face
    return isinstance(face, Interval) and (face.lower is None) != (face.upper is None)


def _way(reading: Reading) -> int:
    """Return 1 where a figure says more than its number, -1 where less, 0 where neither."""
    face = reading.face
    if isinstance(face, frozenset):
        return 0
    if reading.effect is Effect.NEARLY or (face.lower is None and face.upper is not None):
        return -1
    if reading.effect is Effect.JUST_OVER or (face.upper is None and face.lower is not None):
        return 1
    return 0
