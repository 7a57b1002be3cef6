"""The tightest reading under which the members of a conflict can all hold."""

from __future__ import annotations

import math
from fractions import Fraction

from verify.alter import decided
from verify.component import Component
from verify.conflicts import Answer
from verify.diagnose import Finding, Kind
from verify.facts import Facts, Reading, Values
from verify.interval import Interval
from verify.quantity import Domain
from verify.verdicts import Holds


def tightest(facts: Facts, component: Component, finding: Finding) -> Holds | None:
    """Return how loosely figures must be read for a finding's members to hold.

    None where that stays undecided.
    """
    if finding.kind is Kind.ROUNDING:
        return Holds.LOOSE

    rounded = [number for number in finding.members if _rounds(facts, component, number)]
    if not rounded:
        return Holds.NONE
    answer = decided(facts, component, finding, dict.fromkeys(rounded, one_digit))
    return {Answer.CONSISTENT: Holds.ONE_DIGIT, Answer.INCONSISTENT: Holds.NONE}.get(answer)


def one_digit(reading: Reading) -> Values:
    """Return the set of a figure that was rounded to one significant digit, and its loose set.

    Each end that rounding or a hedge gave is rounded to one digit and goes out by half a unit of
    that digit: 1.25 billion becomes 0.5 .. 1.5 billion, 36 is 35 .. 45, 100 is 50 .. 150. What was
    meant literally stays.
    """
    face, loose = reading.face, reading.loose
    if isinstance(face, frozenset) or isinstance(loose, frozenset):
        return loose
    rounded = [a or b for a, b in zip(reading.face_rounded, reading.loose_rounded, strict=True)]
    middle = Fraction(0)
    if face.lower is not None and face.upper is not None:
        middle = (face.lower + face.upper) / 2
    lower = _outward(face.lower, middle, -1) if rounded[0] else loose.lower
    upper = _outward(face.upper, middle, 1) if rounded[1] else loose.upper
    wide = Interval(
        lower,
        upper,
        loose.lower_open and not rounded[0],
        loose.upper_open and not rounded[1],
    )
    return wide.hull(loose)


def _rounds(facts: Facts, component: Component, number: int) -> bool:
    """Tell whether a member is a figure with digits to round: words alone never give way."""
    id_ = component.items[number].id
    readings: tuple[Reading, ...] = ()
    if id_ in facts.claim:
        claim = facts.claim[id_]
        readings, text = claim.readings, claim.figure or claim.value
    else:
        assumption = facts.assumption[id_]
        text = assumption.text
        if assumption.reading is not None:
            readings = (assumption.reading,)
    has_digits = any(letter.isdecimal() for letter in text)
    return (
        bool(readings)
        and has_digits
        and all(
            facts.quantity[reading.about].domain in (Domain.REAL, Domain.INTEGER)
            and any((*reading.face_rounded, *reading.loose_rounded))
            for reading in readings
        )
    )


def _outward(end: Fraction | None, middle: Fraction, way: int) -> Fraction | None:
    """Round an end to the first digit of the figure, and go half a unit of that digit further."""
    if end is None:
        return None
    size = max(abs(end), abs(middle))
    if size == 0:
        return end
    unit = _power_of_ten(size)
    nearest = math.floor(end / unit + Fraction(1, 2))
    return unit * (nearest + Fraction(way, 2))


def _power_of_ten(size: Fraction) -> Fraction:
    """Return the unit of a positive number's first digit: 100 of 365."""
    power = len(str(size.numerator)) - len(str(size.denominator))
    unit = Fraction(10) ** power
    return unit if unit <= size else unit / 10
