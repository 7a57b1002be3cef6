"""Sets of numbers as intervals with exact ends, open or closed, bounded or not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two exact ends; an end of `None` is unbounded (and counts as open).

    >>> Interval(Fraction(1), Fraction(2), upper_open=True)
    [1, 2)
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        if self.lower is None and not self.lower_open:
            object.__setattr__(self, "lower_open", True)
        if self.upper is None and not self.upper_open:
            object.__setattr__(self, "upper_open", True)

    def __repr__(self) -> str:
        left, right = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        lower = "-∞" if self.lower is None else str(self.lower)
        upper = "∞" if self.upper is None else str(self.upper)
        return f"{left}{lower}, {upper}{right}"

    def __contains__(self, value: Fraction) -> bool:
        if self.lower is not None and (
            value < self.lower or (value == self.lower and self.lower_open)
        ):
            return False
        return (
            self.upper is None
            or value < self.upper
            or (value == self.upper and not self.upper_open)
        )

    @property
    def empty(self) -> bool:
        """Whether no number lies in the interval."""
        if self.lower is None or self.upper is None:
            return False
        return self.lower > self.upper or (
            self.lower == self.upper and (self.lower_open or self.upper_open)
        )

    @property
    def point(self) -> Fraction | None:
        """The only number of the interval, if there is just one."""
        if self.lower is not None and self.lower == self.upper and not self.empty:
            return self.lower
        return None

    def meet(self, other: Interval) -> Interval:
        """Return the numbers that lie in both (perhaps none)."""
        lower, lower_open = _higher(self.lower, self.lower_open, other.lower, other.lower_open)
        upper, upper_open = _higher(
            _negated(self.upper), self.upper_open, _negated(other.upper), other.upper_open
        )
        return Interval(lower, _negated(upper), lower_open, upper_open)

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        if self.empty:
            return other
        if other.empty:
            return self
        lower, lower_open = _lower(self.lower, self.lower_open, other.lower, other.lower_open)
        upper, upper_open = _lower(
            _negated(self.upper), self.upper_open, _negated(other.upper), other.upper_open
        )
        return Interval(lower, _negated(upper), lower_open, upper_open)

    def covers(self, other: Interval) -> bool:
        """Tell whether every number of `other` lies in this interval."""
        return other.empty or self.hull(other) == self

    def scaled(self, factor: Fraction) -> Interval:
        """Return the numbers multiplied by a factor that is not zero."""
        lower = None if self.lower is None else self.lower * factor
        upper = None if self.upper is None else self.upper * factor
        if factor < 0:
            return Interval(upper, lower, self.upper_open, self.lower_open)
        return Interval(lower, upper, self.lower_open, self.upper_open)


EVERYTHING = Interval()


def point(value: Fraction) -> Interval:
    """Return the interval of one number."""
    return Interval(value, value)


def _negated(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _higher(
    a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool
) -> tuple[Fraction | None, bool]:
    if a is None or (b is not None and (b > a or (b == a and b_open))):
        return b, b_open
    return a, a_open


def _lower(
    a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool
) -> tuple[Fraction | None, bool]:
    if a is None or b is None:
        return None, True
    if b < a or (b == a and not b_open):
        return b, b_open
    return a, a_open
