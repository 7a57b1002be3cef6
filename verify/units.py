"""Units of measure as exact factors of base units: the only door to pint.

Pint is asked for one whitelisted name at a time and never sees an expression or a number; the
grammar of a unit, `name(*name|/name|**int)*`, is read here.

>>> parse_unit("USD/month")
Unit(text='USD/month', factor=Fraction(1, 1), exponents=(('USD', 1), ('month', -1)), points=False)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from verify.diagnostics import Problem
from verify.unit_syntax import scan
from verify.unit_table import Row, Token, definitions, rows, tokens
from verify.unit_words import NO_NOUNS, name_defect, unknown_name
from verify.unit_words import ambiguous_word as ambiguous_word
from verify.unit_words import noun_problem as noun_problem
from verify.unit_words import unit_of_word as unit_of_word

Exponents = tuple[tuple[str, int], ...]

_CALENDAR, _CLOCK = "month", "second"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, as an exact factor times base units.

    `exponents` are sorted by base unit, without zero powers. Months and seconds are bases of two
    families, calendar and clock; `merged_dimension` sees one time. `points` marks percentage
    points and basis points: differences of shares.
    """

    text: str
    factor: Fraction
    exponents: Exponents
    points: bool = False

    @property
    def dimensionless(self) -> bool:
        """Whether no base unit is left: a share, a multiple, a ratio, points."""
        return not self.exponents

    @property
    def calendar_power(self) -> int:
        """The power of months."""
        return dict(self.exponents).get(_CALENDAR, 0)

    @property
    def clock_power(self) -> int:
        """The power of seconds."""
        return dict(self.exponents).get(_CLOCK, 0)

    @property
    def is_duration(self) -> bool:
        """Whether it is time alone, of the calendar or the clock."""
        return self.exponents in (((_CALENDAR, 1),), ((_CLOCK, 1),))


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """What `verify units` shows of one unit."""

    name: str
    spellings: tuple[str, ...]
    group: str
    dimension: str
    definition: str
    factor: Fraction
    exponents: Exponents
    prefixes: tuple[str, ...]
    doc: str


ONE = Unit("1", Fraction(1), ())


@lru_cache(maxsize=8192)
def parse_unit(text: str, nouns: frozenset[str] = NO_NOUNS) -> Unit | Problem:
    """Read a unit such as `USD/GPU/hour`, `m**2`, `1/month`, `%` or `1`; never raise.

    `nouns` are the counted nouns that the suite has beyond the table's, each its own dimension.
    """
    parts = scan(text)
    if isinstance(parts, Problem):
        return parts
    factor = Fraction(1)
    powers: dict[str, int] = {}
    points = False
    for part in parts:
        resolved = _resolve(part.name, nouns)
        if resolved is None:
            problem = name_defect(part.name, nouns) or unknown_name(part.name, nouns)
            return replace(problem, start=part.start, end=part.end)
        factor *= resolved.factor**part.power
        points = resolved.points and len(parts) == 1 and part.power == 1
        for base, power in resolved.exponents:
            powers[base] = powers.get(base, 0) + power * part.power
    return Unit(text, factor, _sorted(powers), points)


@lru_cache(maxsize=8192)
def counts_things(unit: Unit) -> bool:
    """Tell whether a unit is one counted noun: GPU, user, run."""
    if len(unit.exponents) != 1 or unit.exponents[0][1] != 1:
        return False
    token = tokens().get(unit.exponents[0][0])
    return token is None or token.row.group == "counted noun"


def declared_nouns(text: str, nouns: frozenset[str] = NO_NOUNS) -> frozenset[str] | Problem:
    """Return the counted nouns that a quantity's unit brings: its names that no table knows.

    A name that looks like a known one is a problem, so that `USD/mnoth`, `GPUs` and `MUSD` do not
    found dimensions. `nouns` are those already known, and exempt.

    >>> declared_nouns("USD/seat")
    frozenset({'seat'})
    """
    parts = scan(text)
    if isinstance(parts, Problem):
        return parts
    found: set[str] = set()
    for part in parts:
        if part.name in tokens() or part.name in nouns:
            continue
        problem = name_defect(part.name, nouns | found if found else nouns)
        if problem is not None:
            return replace(problem, start=part.start, end=part.end)
        found.add(part.name)
    return frozenset(found)


@lru_cache(maxsize=1024)
def unprefixed(text: str, nouns: frozenset[str] = NO_NOUNS) -> tuple[str, Fraction]:
    """Return a unit without its prefixes, and how many of it the unit is.

    >>> unprefixed("kW/GPU")
    ('W/GPU', Fraction(1000, 1))
    """
    whole, parts = parse_unit(text, nouns), scan(text)
    if isinstance(whole, Problem) or isinstance(parts, Problem):
        return text, Fraction(1)
    plain = text
    for part in reversed(parts):
        token = tokens().get(part.name)
        if token is not None and token.row.prefixes:
            name = token.row.symbol or token.row.name
            plain = plain[: part.start] + name + plain[part.start + len(part.name) :]
    base = parse_unit(plain, nouns)
    if isinstance(base, Problem):
        return text, Fraction(1)
    return plain, whole.factor / base.factor


def merged_dimension(unit: Unit) -> Exponents:
    """Return the exponents with months and seconds as one `time`, for dimension checks."""
    powers: dict[str, int] = {}
    for base, power in unit.exponents:
        name = "time" if base in (_CALENDAR, _CLOCK) else base
        powers[name] = powers.get(name, 0) + power
    return _sorted(powers)


def describe_dimension(exponents: Exponents) -> str:
    """Write a dimension for a message: `[USD] / [month]`, `[power] / [GPU]`, `1`."""
    named = dict(exponents)
    if not _MECHANICAL.isdisjoint(named):
        named = _with_named_dimension(named)
    over = [_bracketed(base, power) for base, power in named.items() if power > 0]
    under = [_bracketed(base, -power) for base, power in named.items() if power < 0]
    return " / ".join([" * ".join(over) or "1", *under])


def known_units() -> tuple[UnitInfo, ...]:
    """Return every unit of the table, in its order."""
    return tuple(_info(row) for row in rows())


@dataclass(frozen=True, slots=True)
class _Resolved:
    factor: Fraction
    exponents: Exponents
    points: bool = False


def _resolve(name: str, nouns: frozenset[str]) -> _Resolved | None:
    token = tokens().get(name)
    if token is not None:
        return _measured(token)
    return _Resolved(Fraction(1), ((name, 1),)) if name in nouns else None


@cache
def _measured(token: Token) -> _Resolved:
    """Return a known unit in base units; a base unit is its own, without loading pint."""
    if token.row.base and token.full == token.row.name:
        return _Resolved(Fraction(1), ((token.full, 1),))
    quantity = _registry().Quantity(1, token.full).to_root_units()
    powers = {base: int(power) for base, power in quantity.unit_items()}
    return _Resolved(Fraction(quantity.magnitude), _sorted(powers), token.row.group == "points")


@cache
def _registry() -> Any:
    """Build pint's registry from our definitions alone, exact in Fractions."""
    import pint

    registry: Any = pint.UnitRegistry(
        None,
        non_int_type=Fraction,
        autoconvert_offset_to_baseunit=False,
        on_redefinition="raise",
    )
    registry.load_definitions(list(definitions()))
    return registry


def _sorted(powers: dict[str, int]) -> Exponents:
    return tuple(sorted((base, power) for base, power in powers.items() if power))


_MECHANICAL = frozenset({"gram", "ampere"})
_SYSTEM = (*_MECHANICAL, "metre", _CLOCK, "time", "kelvin", "mole", "candela")


def _with_named_dimension(powers: dict[str, int]) -> dict[str, int]:
    """Replace the mechanical part of a dimension by its name, where it has one."""
    part = _sorted({_CLOCK if b == "time" else b: p for b, p in powers.items() if b in _SYSTEM})
    for sign in (1, -1):
        name = _named_dimensions().get(tuple((base, sign * power) for base, power in part))
        if name:
            rest = {base: power for base, power in powers.items() if base not in _SYSTEM}
            return {name: sign} | rest
    return powers


@cache
def _named_dimensions() -> dict[Exponents, str]:
    found: dict[Exponents, str] = {}
    for row in rows():
        if not row.base:
            found.setdefault(_measured(tokens()[row.name]).exponents, row.group)
    return found


def _bracketed(base: str, power: int) -> str:
    token = tokens().get(base)
    name = token.row.definition if token and token.row.base else f"[{base}]"
    return name if power == 1 else f"{name}**{power}"


def _info(row: Row) -> UnitInfo:
    resolved = _measured(tokens()[row.name])
    spellings = tuple(name for name in (row.symbol, *row.aliases) if name)
    return UnitInfo(
        row.name,
        spellings,
        row.group,
        describe_dimension(resolved.exponents),
        row.definition,
        resolved.factor,
        resolved.exponents,
        row.prefixes,
        row.doc,
    )
