"""What `verify units` shows: the table in its groups, or all that is known of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verify.reports.styled import Line, Part, safe
from verify.unit_lookup import UnitEntry, prefix_list
from verify.units import UnitInfo, known_units

_WIDEST = 24  # columns of names and spellings
_LABEL = 12


def table(group: str | None = None) -> list[Line]:
    """Return every unit as lines, or those of one group."""
    lines: list[Line] = []
    grouped: dict[str, list[UnitInfo]] = {}
    for info in known_units():
        if group in (None, info.group):
            grouped.setdefault(info.group, []).append(info)
    for name, units in grouped.items():
        lines += [*([()] if lines else []), (Part(name, "strong"),)]
        lines += _rows(units)
    return lines


def entry(found: UnitEntry) -> list[Line]:
    """Return what is known of one unit as lines."""
    unit, row = found.unit, found.row
    lines: list[Line] = [(Part(safe(found.asked), "title"), Part(f": {_what(found)}"))]
    if found.written != found.asked:
        lines.append(_labelled("written", found.written))
    lines.append(_labelled("dimension", found.dimension))
    if row is not None and found.multiple != 1:
        lines.append(_labelled("exactly", f"{_number(found.multiple)} {row.name}"))
    elif row is not None and not _base(row):
        lines.append(_labelled("exactly", _tidy(row.definition)))
    base = _in_base_units(found)
    if base and (row is None or base != _tidy(row.definition)):
        lines.append(_labelled("in base", base))
    if found.spellings:
        lines.append(_labelled("also", ", ".join(found.spellings)))
    if row is not None and row.prefixes:
        lines.append(_labelled("prefixes", f"{row.name} takes {prefix_list(row)}"))
    if row is not None and row.doc:
        lines.append(_labelled("note", row.doc))
    if unit.calendar_power or unit.is_duration:
        lines.append(_labelled("calendar", _CALENDAR))
    if found.caution:
        lines.append(_labelled("in a figure", found.caution))
    return lines


_CALENDAR = "months and days convert only through a year of 365 to 366 days"


def _what(found: UnitEntry) -> str:
    if found.row is None:
        return "a unit made of others"
    return _GROUPS.get(found.row.group, f"a unit of {found.row.group}")


_GROUPS = {"currency": "a currency", "counted noun": "a counted noun"}


def _labelled(label: str, text: str) -> Line:
    return Part(f"  {label.ljust(_LABEL)}", "quiet"), Part(safe(text))


def _rows(units: Sequence[UnitInfo]) -> list[Line]:
    names = min(_WIDEST, max(len(info.name) for info in units))
    spelt = min(_WIDEST, max(len(", ".join(info.spellings)) for info in units))
    meant = min(_WIDEST, max(len(_definition(info)) for info in units))
    return [
        (
            Part(f"  {info.name.ljust(names)}", "strong"),
            Part(f"  {', '.join(info.spellings).ljust(spelt)}" if spelt else ""),
            Part(f"  {_definition(info).ljust(meant)}" if meant else ""),
            Part(f"  {_with_prefixes(info)}", "quiet"),
        )
        for info in units
    ]


def _definition(info: UnitInfo) -> str:
    return "" if _base(info) else _tidy(info.definition)


def _base(info: UnitInfo) -> bool:
    return info.definition.startswith("[")


def _tidy(definition: str) -> str:
    return definition.replace(" ** ", "**")


def _with_prefixes(info: UnitInfo) -> str:
    prefixes = f"[{' '.join(info.prefixes)}] " if info.prefixes else ""
    return prefixes + info.doc


def _in_base_units(found: UnitEntry) -> str:
    """Write a unit as an exact number of base units, where that says something new."""
    unit = found.unit
    if found.row is not None and _base(found.row) and found.multiple == 1:
        return ""
    over = "*".join(_raised(base, power) for base, power in unit.exponents if power > 0)
    under = "".join(f"/{_raised(base, -power)}" for base, power in unit.exponents if power < 0)
    named = f"{over or '1' if under or over else ''}{under}"
    return f"{_number(unit.factor)} {named}".strip()


def _raised(base: str, power: int) -> str:
    return base if power == 1 else f"{base}**{power}"


def _number(value: Fraction) -> str:
    """Write an exact number as a decimal where it has one, else as a fraction."""
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole:,}" + (f".{part:0{places}d}" if places else "")
