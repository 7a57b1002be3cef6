"""Quantities: named unknowns with a unit, a domain and limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from verify.interval import EVERYTHING, Interval
from verify.source import NOWHERE, Span
from verify.units import Unit


class Domain(StrEnum):
    """What values a quantity may take."""

    REAL = "real"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"


class Period(StrEnum):
    """How often a quantity that varies takes a new value, finest first."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named unknown.

    `limits` are its `min` and `max` in its own unit, or in days since 0001-01-01 for a date
    (that day is 1, as in `date.toordinal`); `names` are a choice's values in order.
    """

    id: str
    unit: Unit
    domain: Domain = Domain.REAL
    limits: Interval = EVERYTHING
    names: tuple[str, ...] = ()
    varies: Period | None = None
    extensive: bool = False
    doc: str = ""
    span: Span = field(default=NOWHERE, compare=False)
