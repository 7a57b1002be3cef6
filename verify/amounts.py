"""A figure or value as a set of values of one quantity, in that quantity's unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from verify.diagnostics import Problem, suggestion
from verify.facts import Values
from verify.figure import Amount, Kind, read_figure, read_value
from verify.hedges import Effect, Policy
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.tree import shortened
from verify.typed import merged
from verify.units import Unit, describe_dimension, parse_unit
from verify.vocabulary import Vocabulary

_MOST = 200  # quantities that are looked through for one that a figure fits
_DAY = Fraction(86_400)  # seconds
_YEAR = (Fraction(365), Fraction(366))  # days
_UNEVEN = (Fraction(5, 2), Fraction(3, 2))  # days: calendar months are unequal (design, 3.6)
_MONTH, _SECOND = (("month", 1),), (("second", 1),)


@dataclass(frozen=True, slots=True)
class Said:
    """The two sets of a figure, in its quantity's unit (days for a date), and their reasons."""

    face: Values
    loose: Values
    face_rounded: tuple[bool, bool] = (False, False)
    loose_rounded: tuple[bool, bool] = (False, False)
    because: tuple[str, ...] = ()
    exact: bool = False
    hole: bool = False
    calendar: bool = False
    effect: Effect = Effect.NONE


@dataclass(frozen=True, slots=True)
class Manner:
    """How a claim wants its figure taken."""

    exact: bool = False
    precision: str | None = None
    rounding: str | None = None


def said_in_figure(
    text: str, quantity: Quantity, names: Vocabulary, policy: Policy, manner: Manner
) -> Said | tuple[Problem, ...]:
    """Turn a figure as printed into what it says of a quantity."""
    if quantity.domain is Domain.CHOICE:
        return _named_in_words(text, quantity)
    amount = read_figure(
        text,
        unit_of=names.unit_of,
        policy=policy,
        exact=manner.exact,
        precision=manner.precision,
        rounding=manner.rounding,
        want=Kind.DATE if quantity.domain is Domain.DATE else None,
    )
    return amount if isinstance(amount, tuple) else _fitted(amount, text, quantity, names, "figure")


def said_in_value(
    text: str, quantity: Quantity, names: Vocabulary, policy: Policy, manner: Manner
) -> Said | tuple[Problem, ...]:
    """Turn a normalised value into what it says of a quantity."""
    want = {Domain.DATE: Kind.DATE, Domain.CHOICE: Kind.CHOICE}.get(quantity.domain)
    amount = read_value(
        text,
        unit_of=names.unit_of,
        policy=policy,
        exact=manner.exact,
        precision=manner.precision,
        rounding=manner.rounding,
        want=want,
    )
    return amount if isinstance(amount, tuple) else _fitted(amount, text, quantity, names, "value")


def converted(values: Values, unit: Unit, target: Unit) -> Values | None:
    """Return values in another unit, widened where months meet days; None if it is no such unit."""
    if merged(unit.exponents) != merged(target.exponents) or unit.points != target.points:
        return None
    if unit.exponents == target.exponents:
        return _scaled(values, unit.factor / target.factor)
    return _crossed(values, unit, target)


def _fitted(
    amount: Amount, text: str, quantity: Quantity, names: Vocabulary, key: str
) -> Said | tuple[Problem, ...]:
    """Fit an amount to a quantity: the right domain, and its unit; `key` is where it stands."""
    if amount.kind is Kind.HOLE:
        return Said(quantity.limits, quantity.limits, hole=True)
    if amount.kind is Kind.CHOICE or quantity.domain is Domain.CHOICE:
        return _chosen(amount, text, quantity)
    if (amount.kind is Kind.DATE) != (quantity.domain is Domain.DATE):
        return (_wrong_domain(text, quantity, "a date" if amount.kind is Kind.DATE else "no date"),)
    plain = Said(
        amount.face,
        amount.loose,
        amount.rounding[:2],
        amount.rounding[2:],
        amount.because,
        amount.exact,
        effect=amount.effect,
    )
    if amount.kind is Kind.DATE:
        return plain
    return _converted(plain, amount.unit, text, quantity, names, key)


def _named_in_words(text: str, quantity: Quantity) -> Said | tuple[Problem, ...]:
    name = text.strip().casefold().replace(" ", "_")
    if name in quantity.names:
        return Said(frozenset([name]), frozenset([name]), exact=True)
    help_ = f"add `value:` with one of {', '.join(quantity.names)}"
    message = f"{quantity.id} is a choice, and `{shortened(text)}` is none of its names"
    return (Problem("unknown-choice", message, 0, len(text), help=help_),)


def _chosen(amount: Amount, text: str, quantity: Quantity) -> Said | tuple[Problem, ...]:
    if quantity.domain is not Domain.CHOICE:
        return (_wrong_domain(text, quantity, "a name"),)
    if amount.kind is not Kind.CHOICE:
        message = f"{quantity.id} is a choice, and `{shortened(text)}` is none of its names"
        help_ = f"write one of {', '.join(quantity.names)}"
        return (Problem("unknown-choice", message, 0, len(text), help=help_),)
    problems = []
    for name in amount.names:
        if name not in quantity.names:
            near = suggestion(name, quantity.names)
            message = f"{quantity.id} has no value {name}; it has {', '.join(quantity.names)}"
            help_ = f"did you mean {near}?" if near else ""
            start = max(0, text.find(name))
            problems.append(
                Problem("unknown-choice", message, start, start + len(name), help=help_)
            )
    if problems:
        return tuple(problems)
    names = frozenset(amount.names)
    return Said(names, names, exact=True)


def _wrong_domain(text: str, quantity: Quantity, got: str) -> Problem:
    what, help_ = f"in {quantity.unit.text}", f"write a number in {quantity.unit.text}"
    if quantity.domain is Domain.DATE:
        what, help_ = "a date", "write a date, such as 2029-05 or 2029-05-17"
    elif quantity.unit.text == "1":
        what, help_ = "a plain number", "write a number"
    message = f"{quantity.id} is {what}, and `{shortened(text)}` is {got}"
    return Problem("wrong-domain", message, 0, len(text), help=help_)


def _converted(
    said: Said, written: str, text: str, quantity: Quantity, names: Vocabulary, key: str
) -> Said | tuple[Problem, ...]:
    unit = parse_unit(written or "1", names.nouns)
    if isinstance(unit, Problem):
        at = text.rfind(written)
        if at < 0:  # the unit was put together from words
            return (replace(unit, start=0, end=len(text)),)
        return (replace(unit, start=at + unit.start, end=at + unit.end),)
    if merged(unit.exponents) != merged(quantity.unit.exponents):
        if not written:
            return (_without_unit(text, quantity, key),)
        return (_mismatch(unit, written, text, quantity, names),)
    if unit.points != quantity.unit.points and not unit.exponents:
        return (_share_and_points(unit, text, quantity),)
    if unit.exponents == quantity.unit.exponents:
        factor = unit.factor / quantity.unit.factor
        if factor == 1:
            return said
        return replace(said, face=_scaled(said.face, factor), loose=_scaled(said.loose, factor))
    return replace(
        said,
        face=_crossed(said.face, unit, quantity.unit),
        loose=_crossed(said.loose, unit, quantity.unit),
        calendar=True,
    )


def _without_unit(text: str, quantity: Quantity, key: str) -> Problem:
    message = f"`{shortened(text)}` has no unit, and {quantity.id} is in {quantity.unit.text}"
    help_ = f"add a `value:` in {quantity.unit.text}"
    if key == "value":
        help_ = f"write `{shortened(text)} {quantity.unit.text}`"
    elif _bare(text):
        help_ = f"add `value: {text} {quantity.unit.text}`"
    return Problem("unit-missing", message, 0, len(text), help=help_)


def _mismatch(
    unit: Unit, written: str, text: str, quantity: Quantity, names: Vocabulary
) -> Problem:
    shown = shortened(text)
    width = max(len(quantity.id), len(shown))
    details = (
        f"{quantity.id.ljust(width)}   {describe_dimension(quantity.unit.exponents)}",
        f"{shown.ljust(width)}   {describe_dimension(unit.exponents)}",
    )
    message = f"{quantity.id} is in {quantity.unit.text}, and `{shown}` is in {written}"
    fitting = [
        other.id
        for other in islice(names.quantities.values(), _MOST)
        if other.domain in (Domain.REAL, Domain.INTEGER)
        and merged(other.unit.exponents) == merged(unit.exponents)
    ]
    help_ = f"did you mean `about: {fitting[0]}`?" if len(fitting) == 1 else ""
    return Problem("dimension-mismatch", message, 0, len(text), details, help_)


def _bare(text: str) -> bool:
    return bool(text) and all(c in "0123456789.," for c in text)


def _share_and_points(unit: Unit, text: str, quantity: Quantity) -> Problem:
    what = ("a share", "a difference of shares")
    kinds = what[quantity.unit.points], what[unit.points]
    message = f"{quantity.id} is {kinds[0]}, and `{shortened(text)}` is {kinds[1]}"
    help_ = f"if {kinds[0]} is meant, add a `value:` in {quantity.unit.text}"
    return Problem("share-and-points", message, 0, len(text), help=help_)


def _scaled(values: Values, factor: Fraction) -> Values:
    return values if isinstance(values, frozenset) else values.scaled(factor)


def _crossed(values: Values, unit: Unit, target: Unit) -> Values:
    """Convert between the calendar's months and the clock's seconds."""
    if isinstance(values, frozenset):
        return values
    base = values.scaled(unit.factor)
    if unit.exponents == _MONTH and target.exponents == _SECOND:
        days = Interval(
            None if base.lower is None else _first_day(base.lower),
            None if base.upper is None else _last_day(base.upper),
            base.lower_open,
            base.upper_open,
        )
        return days.scaled(_DAY / target.factor)
    if unit.exponents == _SECOND and target.exponents == _MONTH:
        days = base.scaled(1 / _DAY)
        months = Interval(
            None if days.lower is None else _first_month(days.lower),
            None if days.upper is None else _last_month(days.upper),
            days.lower_open,
            days.upper_open,
        )
        return months.scaled(1 / target.factor)
    power = unit.calendar_power - target.calendar_power
    factors = sorted((year * _DAY / 12) ** power for year in _YEAR)
    low = [base.scaled(factor) for factor in factors]
    return low[0].hull(low[1]).scaled(1 / target.factor)


def _first_day(months: Fraction) -> Fraction:
    """Return the fewest days that some months may span; mirrored below zero."""
    return -_last_day(-months) if months < 0 else _YEAR[0] * months / 12 - _UNEVEN[0]


def _last_day(months: Fraction) -> Fraction:
    return -_first_day(-months) if months < 0 else _YEAR[1] * months / 12 + _UNEVEN[1]


def _first_month(days: Fraction) -> Fraction:
    """Return the fewest months that may span some days: the inverse of `_last_day`."""
    if days >= _UNEVEN[1]:
        return (days - _UNEVEN[1]) * 12 / _YEAR[1]
    return (days - _UNEVEN[1]) * 12 / _YEAR[0] if days > -_UNEVEN[0] else -_last_month(-days)


def _last_month(days: Fraction) -> Fraction:
    if days >= -_UNEVEN[0]:
        return (days + _UNEVEN[0]) * 12 / _YEAR[0]
    return -_first_month(-days)
