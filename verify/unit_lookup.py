"""What is known of a unit by the name or expression that someone types."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.diagnostics import Problem
from verify.unit_table import prefix_names, tokens
from verify.units import (
    Unit,
    UnitInfo,
    ambiguous_word,
    describe_dimension,
    known_units,
    parse_unit,
    unit_of_word,
)


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit and what may be said of it.

    `written` is how it is best written. `row` is the table's, for a single name; `multiple` is how
    many of that row it is, as `MW` is a million watt. `caution` says why a figure that prints the
    same word is not read so.
    """

    asked: str
    written: str
    unit: Unit
    dimension: str
    row: UnitInfo | None = None
    multiple: Fraction = Fraction(1)
    spellings: tuple[str, ...] = ()
    caution: str = ""


def look_up(text: str) -> UnitEntry | Problem:
    """Return what is known of a unit: `MW`, `USD/month`, or a word such as `megawatts`.

    The problem is the one that a file with this unit would have.
    """
    unit = parse_unit(text)
    if isinstance(unit, Problem):
        word = unit_of_word(text)
        meant = parse_unit(word) if word is not None else unit
        if isinstance(meant, Problem):
            return unit
        unit = meant
    return _entry(text, unit)


def groups() -> tuple[str, ...]:
    """Return the names of the groups of units, in the order of the table."""
    return tuple(dict.fromkeys(info.group for info in known_units()))


def _entry(asked: str, unit: Unit) -> UnitEntry:
    dimension = describe_dimension(unit.exponents)
    caution = ambiguous_word(asked) or ""
    token = tokens().get(unit.text)
    if token is None:
        return UnitEntry(asked, unit.text, unit, dimension, caution=caution)
    row = next(info for info in known_units() if info.name == token.row.name)
    spellings = [each.text for each in tokens().values() if each.full == token.full]
    return UnitEntry(
        asked,
        token.written,
        unit,
        dimension,
        row,
        unit.factor / row.factor,
        tuple(spelling for spelling in spellings if spelling != token.written),
        caution,
    )


def prefix_list(info: UnitInfo) -> str:
    """Write the prefixes that a unit takes: `k (kilo), M (mega)`."""
    return ", ".join(f"{prefix} ({prefix_names()[prefix]})" for prefix in info.prefixes)
