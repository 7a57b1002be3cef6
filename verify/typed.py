"""A rule after its names and units are resolved: every node knows what it measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Share(Enum):
    """What a dimensionless number counts: a share of something, or a difference of shares.

    The difference of two shares may be either, whichever the other side asks for.
    """

    SHARE = "share"
    POINTS = "points"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of base units: their powers, sorted by name; months and seconds stay apart."""

    exponents: tuple[tuple[str, int], ...] = ()
    share: Share = Share.SHARE

    def power(self, base: str) -> int:
        """Return the power of one base unit."""
        return dict(self.exponents).get(base, 0)

    @property
    def dimensionless(self) -> bool:
        """Whether all powers cancel (a month against a second does)."""
        return not merged(self.exponents)

    @property
    def elapsed(self) -> bool:
        """Whether this is a duration in months, quarters or years alone."""
        return self.exponents == (("month", 1),)


@dataclass(frozen=True, slots=True)
class Date:
    """An instant, in days."""


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false or undefined."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zero:
    """The bare literal 0, which takes the unit of what it is added to or compared with."""


Type = Measure | Date | Truth | Choice | Zero

NUMBER = Measure()
CLOCK = Measure((("second", 1),))


@dataclass(frozen=True, slots=True)
class Typed:
    """A node of a typed rule.

    Operators: constant (`value` in base units), date (`value` and `until` in days), quantity
    (`name` as the rule writes it), add subtract multiply divide negate power (`value` is the
    exponent) min max abs exp log floor ceil round, the comparisons == != <= <, among (`names`),
    same and unlike (two choices), and or not if, and two conversions that were inserted:
    calendar (`value` months to seconds, by the average month of an unknown year) and elapsed
    (a duration in months as any number of days that it may span).
    """

    operator: str
    type: Type
    operands: tuple[Typed, ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)
    until: Fraction = Fraction(0)
    names: tuple[str, ...] = ()


def merged(exponents: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Return the dimension: months and seconds are both time."""
    powers: dict[str, int] = {}
    for base, power in exponents:
        base = "time" if base in ("month", "second") else base
        powers[base] = powers.get(base, 0) + power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def walk(tree: Typed) -> Iterator[Typed]:
    """Yield every node of a tree, each before its operands."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.operands))


def quantities(tree: Typed) -> tuple[str, ...]:
    """Return the names of the quantities in a rule, in order of appearance, once each."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if node.operator == "quantity"))
