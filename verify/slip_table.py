"""The known slips of slips.toml, and by which factors a figure of some unit may be off.

>>> any(each.row.id == "month-year" for each in candidates(parse_unit("USD/month")))
True
>>> any(each.row.id == "month-year" for each in candidates(parse_unit("USD")))
False
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from verify.diagnostics import Problem
from verify.interval import Interval
from verify.unit_syntax import scan
from verify.unit_table import rows as unit_rows
from verify.unit_table import tokens
from verify.units import Unit, parse_unit


@dataclass(frozen=True, slots=True)
class Row:
    """A slip as the table has it."""

    id: str
    kind: str
    factors: tuple[Fraction, ...]
    siblings: tuple[str, ...]
    share: tuple[str, ...]
    digits: bool
    of: tuple[str, ...]
    parts: tuple[str, ...]
    but: tuple[str, ...]
    widest: Fraction
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slip with what a figure would have to be multiplied by; a share's factor is a range."""

    row: Row
    factor: Interval
    words: str
    share: str = ""  # the claim or assumption that states it


@lru_cache(maxsize=1024)
def candidates(unit: Unit, period: str = "") -> tuple[Candidate, ...]:
    """Return the slips of fixed factors that make sense of a unit, in the table's order.

    A quantity with a value for each `period` is one per time, whatever its unit.
    """
    found: list[Candidate] = []
    for row in rows():
        if not _suits(row, unit, period):
            continue
        for factor in row.factors:
            found += _both_ways(row, factor, row.words)
        for one, other in itertools.combinations(row.siblings, 2):
            power = _power(unit, _known(one))
            if power:
                factor = (_known(one).factor / _known(other).factor) ** power
                named = row.words.format(one=_shown(one), other=_shown(other))
                found += _both_ways(row, factor, named)
    return tuple(found)


def share_candidates(unit: Unit, shares: Sequence[tuple[str, Interval]]) -> list[Candidate]:
    """Return the slips that stated shares give: each within (0, 1), of unit 1, with its id."""
    found: list[Candidate] = []
    for row in rows():
        if not row.share or not _suits(row, unit, ""):
            continue
        for (id_, share), form in itertools.product(shares, row.share):
            assert share.lower is not None
            assert share.upper is not None
            ends = sorted(_FORMS[form](end) for end in (share.lower, share.upper))
            words = row.words.format(share=id_)
            found.append(Candidate(row, Interval(ends[0], ends[1]), words, id_))
            found.append(Candidate(row, Interval(1 / ends[1], 1 / ends[0]), words, id_))
    return found


def digit_candidates(digits: str) -> list[Candidate]:
    """Return the slips of a number's neighbouring digits, the point left out of `digits`.

    >>> [str(each.factor.point) for each in digit_candidates("120")]
    ['7/4', '17/20']
    """
    found: list[Candidate] = []
    for row in rows():
        if not row.digits:
            continue
        for place in range(len(digits) - 1):
            one, other = digits[place], digits[place + 1]
            swapped = digits[:place] + other + one + digits[place + 2 :]
            if one != other and not swapped.startswith("0") and not digits.startswith("0"):
                factor = Fraction(int(swapped), int(digits))
                found.append(Candidate(row, Interval(factor, factor), row.words))
    return found


@cache
def rows() -> tuple[Row, ...]:
    """Return the table, likeliest first."""
    import tomllib

    table = tomllib.loads((resources.files("verify") / "slips.toml").read_text("utf-8"))
    return tuple(_row(name, row) for name, row in table.items())


_FORMS = {
    "s": lambda share: share,
    "1 - s": lambda share: 1 - share,
    "1 + s": lambda share: 1 + share,
}


def _row(name: str, row: dict[str, Any]) -> Row:
    return Row(
        name,
        row["kind"],
        tuple(Fraction(factor) for factor in row.get("factors", ())),
        tuple(row.get("siblings", ())),
        tuple(row.get("share", ())),
        row.get("digits", False),
        tuple(row.get("of", ())),
        tuple(row.get("parts", ())),
        tuple(row.get("but", ())),
        Fraction(row["widest"]),
        row["words"],
    )


def _suits(row: Row, unit: Unit, period: str) -> bool:
    """Tell whether a slip makes sense of a unit."""
    if any(unit.exponents == _known(each).exponents for each in row.but):
        return False
    parts = [part for part, _ in _parts(unit)]
    if row.parts:
        named = {(_known(each).exponents, _known(each).factor) for each in row.parts}
        return period in row.parts or any((p.exponents, p.factor) in named for p in parts)
    return not row.of or any(_is_of(part, row.of) for part in parts or [unit])


def _is_of(part: Unit, of: tuple[str, ...]) -> bool:
    token = tokens().get(part.text)
    group = token.row.group if token is not None else ""
    units = (each for each in of if not any(row.group == each for row in unit_rows()))
    return group in of or any(part.exponents == _known(each).exponents for each in units)


def _parts(unit: Unit) -> list[tuple[Unit, int]]:
    """Return the parts of a unit as written with their powers: `kW` has no time."""
    parts = scan(unit.text)
    if isinstance(parts, Problem):
        return []
    known = [(parse_unit(part.name), part.power) for part in parts]
    # A suite's own counted noun is no known unit, and in no slip.
    return [(part, power) for part, power in known if isinstance(part, Unit)]


def _power(unit: Unit, sibling: Unit) -> int:
    return sum(power for part, power in _parts(unit) if part.exponents == sibling.exponents)


def _known(name: str) -> Unit:
    unit = parse_unit(name)
    assert isinstance(unit, Unit), f"slips.toml names the unit {name}"
    return unit


def _shown(name: str) -> str:
    return name.replace("_", " ")


def _both_ways(row: Row, factor: Fraction, words: str) -> list[Candidate]:
    return [Candidate(row, Interval(each, each), words) for each in (factor, 1 / factor)]
