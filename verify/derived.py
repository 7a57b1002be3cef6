"""What a report derives of a quantity, as a value that can be compared in ordinary asserts.

A comparison is true only if it certainly holds: for every value left on both sides. What is not
certain is false, so that `not a < b` does not say `a >= b`. Only `==` is of the sets themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from verify.amount import Amount, Kind
from verify.amounts import Manner, converted, said_in_value
from verify.diagnostics import Diagnostic, Problem
from verify.errors import DimensionError, LiteralError
from verify.facts import Values
from verify.hedges import load_policy
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.source import Text
from verify.units import describe_dimension, merged_dimension, parse_unit
from verify.value import read_value
from verify.vocabulary import Vocabulary
from verify.wording import in_words

_OF_DIMENSIONS = frozenset(
    {"dimension-mismatch", "unit-missing", "share-and-points", "wrong-domain", "not-a-plain-number"}
)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The result of a comparison in words; as a truth value it is whether the comparison holds."""

    holds: bool
    words: str

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return html(self.words)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Derived:
    """What is left of a quantity by all that a report keeps, in the quantity's own unit.

    Compared with another, with a value written as in a claim file (`"44 .. 46 billion USD"`,
    `"> 40 GW"`, taken literally) or, where its unit is `1`, with a plain number. What has no
    common unit raises DimensionError, what cannot be read LiteralError. There is no arithmetic:
    a sum or ratio is a quantity of the suite, with a rule that says what it is.

    `because` are the claims and assumptions that it rests on.
    """

    name: str
    values: Values
    quantity: Quantity
    because: tuple[str, ...] = ()
    explain: Callable[[], str] = field(default=str)

    @property
    def lower(self) -> Fraction | None:
        """The lower end in the quantity's unit (a date's in days); None where there is none."""
        return None if isinstance(self.values, frozenset) else self.values.lower

    @property
    def upper(self) -> Fraction | None:
        """The upper end in the quantity's unit (a date's in days); None where there is none."""
        return None if isinstance(self.values, frozenset) else self.values.upper

    @property
    def unit(self) -> str:
        """The quantity's unit as written."""
        return self.quantity.unit.text

    @property
    def words(self) -> str:
        """The values as a report prints them, ends rounded outward where they are long."""
        return in_words(self.values, self.quantity)

    def within(self, other: Comparable) -> Comparison:
        """Tell whether every value left lies in another set."""
        __tracebackhide__ = True
        theirs = self._across(other)
        if theirs is None:
            return self._compared(other, "within", _within)
        own = converted(self.values, self.quantity.unit, theirs.quantity.unit)
        found = own is not None and _within(own, theirs.values)
        return self._compared(other, "within", lambda _own, _their: found)

    def contains(self, other: Comparable) -> Comparison:
        """Tell whether every value of another set is left here."""
        __tracebackhide__ = True
        return self._compared(other, "around", lambda own, their: _within(their, own))

    def overlaps(self, other: Comparable) -> Comparison:
        """Tell whether some value of another set is left here."""
        __tracebackhide__ = True
        if self._across(other) is None:
            return self._compared(other, "meeting", _meets)
        found = bool(self.within(other)) or bool(self.contains(other))
        return self._compared(other, "meeting", lambda _own, _their: found)

    def __lt__(self, other: Comparable) -> bool:
        __tracebackhide__ = True
        return _before(*self._ordered(other, "<"), strict=True)

    def __le__(self, other: Comparable) -> bool:
        __tracebackhide__ = True
        return _before(*self._ordered(other, "<="), strict=False)

    def __gt__(self, other: Comparable) -> bool:
        __tracebackhide__ = True
        return _before(*reversed(self._ordered(other, ">")), strict=True)

    def __ge__(self, other: Comparable) -> bool:
        __tracebackhide__ = True
        return _before(*reversed(self._ordered(other, ">=")), strict=False)

    def __eq__(self, other: object) -> bool:
        """Tell whether the same values are left; what is no text, number or quantity is unequal."""
        __tracebackhide__ = True
        if not isinstance(other, Comparable):
            return NotImplemented
        return self._across(other) is None and self.values == self.taken(other)

    def __ne__(self, other: object) -> bool:
        """Tell whether no value is left on both sides; both `==` and `!=` may be false."""
        __tracebackhide__ = True
        if not isinstance(other, Comparable):
            return NotImplemented
        return not _meets(self.values, self.taken(other))

    def __hash__(self) -> int:
        return hash(merged_dimension(self.quantity.unit))

    # Not `__getstate__`, which frozen dataclasses with slots pass over before Python 3.11.4.
    def __reduce__(self) -> tuple[object, ...]:
        return Derived, (self.name, self.values, self.quantity, self.because)  # no reasons

    def __repr__(self) -> str:
        return f"<{self.name}: {self.words}>"

    def __str__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return html(f"{self.name}: {self.words}")

    def taken(self, other: Comparable) -> Values:
        """Return the values that something to compare with stands for, in this unit.

        Raises DimensionError or LiteralError.
        """
        __tracebackhide__ = True
        if isinstance(other, Derived):
            return self._converted(other)
        text = other if isinstance(other, str) else _digits(other)
        if "~" in text:
            message = f"`{text[:40]}` is about a value, and no set to compare with"
            help_ = "write the set, such as `270 .. 330 MW`"
            raise LiteralError(Diagnostic("not-an-assignment", message, help=help_))
        names = Vocabulary(self._nouns())
        said = said_in_value(text, self.quantity, names, load_policy(), Manner(exact=True))
        if isinstance(said, tuple):
            raise _refused(said, text)
        if said.hole:
            raise LiteralError(Diagnostic("not-an-assignment", "`?` is no value to compare with"))
        return said.face

    def _across(self, other: Comparable) -> Derived | None:
        """Return another side in its own unit if months here are days there, or the reverse.

        Converted, it is wider than it is: enough to be apart from it, too much to lie within it.
        """
        self.taken(other)  # refuses what cannot be read, and what has no common unit
        if isinstance(other, Derived):
            there = other
        elif not isinstance(other, str):
            return None
        else:
            amount = read_value(other, unit_of=_no_word, policy=load_policy(), exact=True)
            if not isinstance(amount, Amount) or amount.kind is not Kind.MEASURE:
                return None
            unit = parse_unit(amount.unit or "1", self._nouns())
            if isinstance(unit, Problem):
                return None
            there = Derived("", amount.face, Quantity("", unit))
        own, their = self.quantity.unit.exponents, there.quantity.unit.exponents
        return None if own == their or isinstance(there.values, frozenset) else there

    def _nouns(self) -> frozenset[str]:
        return frozenset(base for base, _ in self.quantity.unit.exponents)

    def explained(self, operator: str, other: Comparable) -> list[str]:
        """Return why a comparison does not hold, as lines: both sides in one unit, the reasons."""
        their = in_words(self.taken(other), self.quantity)
        named = f"{other.name}: " if isinstance(other, Derived) else ""
        from_ = f", from {', '.join(self.because)}" if self.because else ""
        lines = [f"{self.name} is {self.words}{from_}", f"not certainly {operator} {named}{their}"]
        sides = [self, other] if isinstance(other, Derived) else [self]
        for side in sides:
            lines += ["", *side.explain().splitlines()]
        return lines

    def _converted(self, other: Derived) -> Values:
        __tracebackhide__ = True
        own, their = self.quantity, other.quantity
        if own.domain is not their.domain and {own.domain, their.domain} & _APART:
            message = f"{self.name} is a {own.domain}, and {other.name} a {their.domain}"
            raise DimensionError(Diagnostic("wrong-domain", message))
        if own.domain is Domain.CHOICE:
            return other.values
        values = converted(other.values, their.unit, own.unit)
        if values is None:
            width = max(len(self.name), len(other.name))
            details = tuple(
                f"{each.name.ljust(width)}   {describe_dimension(each.quantity.unit.exponents)}"
                for each in (self, other)
            )
            message = f"{self.name} is in {self.unit}, and {other.name} in {other.unit}"
            raise DimensionError(Diagnostic("dimension-mismatch", message, details=details))
        return values

    def _compared(
        self, other: Comparable, relation: str, holds: Callable[[Values, Values], bool]
    ) -> Comparison:
        __tracebackhide__ = True
        their = self.taken(other)
        found = holds(self.values, their)
        words = in_words(their, self.quantity)
        named = f"{other.name}, " if isinstance(other, Derived) else ""
        says = f"{self.name} is {self.words}, {'' if found else 'not '}{relation} {named}{words}"
        if self.because and not found:
            says += f"; it follows from {', '.join(self.because)}"
        return Comparison(found, says)

    def _ordered(self, other: Comparable, operator: str) -> tuple[Interval, Interval]:
        __tracebackhide__ = True
        own, their = self.values, self.taken(other)
        if isinstance(own, frozenset) or isinstance(their, frozenset):
            message = f"{self.name} is a choice: its names have no order for `{operator}`"
            raise LiteralError(Diagnostic("wrong-domain", message, help="compare with `==`"))
        return own, their


Comparable = Derived | str | int | float | Decimal | Fraction
"""What a derived quantity can be compared with; a float counts as its shortest decimal."""

_APART = {Domain.DATE, Domain.CHOICE}


def _no_word(_word: str) -> None:
    """Know no unit by another word than its own."""


def html(text: str) -> str:
    """Return text as a notebook shows it, escaped."""
    from html import escape

    return f"<pre>{escape(text)}</pre>"


def _digits(number: int | float | Decimal | Fraction) -> str:
    try:
        return float.__repr__(number) if isinstance(number, float) else str(number)
    except ValueError:  # more digits than Python writes
        message = "the number has more digits than any figure"
        raise LiteralError(Diagnostic("number-too-large", message)) from None


def _refused(problems: tuple[Problem, ...], text: str) -> LiteralError:
    found = tuple(each.at(Text(text)) for each in problems)
    kind = DimensionError if any(each.code in _OF_DIMENSIONS for each in problems) else LiteralError
    return kind(*found)


def _within(inner: Values, outer: Values) -> bool:
    if isinstance(inner, frozenset) or isinstance(outer, frozenset):
        return isinstance(inner, frozenset) and isinstance(outer, frozenset) and inner <= outer
    return inner.meet(outer) == inner


def _meets(one: Values, other: Values) -> bool:
    if isinstance(one, frozenset) or isinstance(other, frozenset):
        return isinstance(one, frozenset) and isinstance(other, frozenset) and bool(one & other)
    return not one.meet(other).empty


def _before(one: Interval, other: Interval, *, strict: bool) -> bool:
    """Tell whether every value of one lies before (or at) every value of the other."""
    if one.upper is None or other.lower is None:
        return False
    if one.upper != other.lower or not strict:
        return one.upper <= other.lower
    return one.upper_open or other.lower_open
