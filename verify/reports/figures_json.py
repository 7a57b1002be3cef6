"""The figures of an article as data: places in code points, numbers without prefix or scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verify.amount import Amount, Kind
from verify.interval import Interval
from verify.prose import Figure, Name
from verify.quantity import Domain, Quantity
from verify.reports.json_report import bounds
from verify.reports.json_text import written
from verify.units import ONE, Unit, unprefixed


def render(path: str, figures: Sequence[Figure], names: Sequence[Name]) -> str:
    """Return the figures and the names that are none as JSON text."""
    data = {
        "version": 1,
        "path": path,
        "figures": [_figure(each) for each in figures],
        "names": [
            {"start": each.start, "end": each.end, "text": each.text, "reason": each.reason}
            for each in names
        ],
    }
    return written(data)


def unit_of(amount: Amount) -> tuple[str, Fraction]:
    """Return the unit of an amount without prefix, and how many of it the amount's own is."""
    if amount.kind is Kind.DATE:
        return "date", Fraction(1)
    return unprefixed(amount.unit or "1")


def _figure(figure: Figure) -> dict[str, Any]:
    place = {"start": figure.start, "end": figure.end, "text": figure.text}
    amount = figure.amount
    if amount is None:
        said: dict[str, Any] = dict.fromkeys(("kind", "value", "face", "loose", "unit"))
    else:
        unit, factor = unit_of(amount)
        face, loose = (each.scaled(factor) for each in (amount.face, amount.loose))
        said = {
            "kind": amount.kind.value,
            "value": value_of(amount, factor),
            "face": _ends(face, amount),
            "loose": _ends(loose, amount),
            "unit": unit,
        }
    said["hedge"] = figure.hedge or None
    said["refused"] = figure.refused or None
    said["hypothetical"] = figure.hypothetical
    return place | said


def value_of(amount: Amount, factor: Fraction) -> float | None:
    """Return the number printed, or the bound; a range and a date have none."""
    face = amount.face
    if amount.kind is Kind.DATE:
        return None
    if face.lower is None or face.upper is None:
        end = face.upper if face.lower is None else face.lower
        return None if end is None else _double(end * factor)
    if not amount.rounding[0] and not amount.rounding[1] and face.lower != face.upper:
        return None
    return _double((face.lower + face.upper) / 2 * factor)


def _double(value: Fraction) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _ends(values: Interval, amount: Amount) -> dict[str, Any]:
    domain = Domain.DATE if amount.kind is Kind.DATE else Domain.REAL
    quantity = Quantity("", ONE if domain is Domain.DATE else Unit("1", Fraction(1), ()), domain)
    return bounds(values, quantity).model_dump(mode="json", exclude={"unit"})
