"""Every unit's factor against a table that is not ours: the registry that pint itself comes with.

Where the two differ on purpose, the reason stands beside the unit; what pint does not have is
listed, too, so that a new unit is compared or explained.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pint
import pytest

from verify.unit_table import Row, rows, tokens
from verify.units import Unit, parse_unit

F = Fraction
NAMED = {  # the same unit by another name in pint
    "us_gallon": "gallon",
    "us_fluid_ounce": "fluid_ounce",
    "us_pint": "liquid_pint",
    "us_quart": "liquid_quart",
    "barrel": "oil_barrel",  # of petroleum; pint's `barrel` is of 31.5 gallons
    "pound_mass": "pound",
    "btu": "british_thermal_unit",
    "voltampere": "volt_ampere",
}
RATIOS = {  # ours over pint's, where they differ on purpose
    # SP 811: from 2023 the foot is the international one, and pint's acre is of survey feet, each
    # 1200/3937 m: (0.3048 * 3937 / 1200) ** 2
    "acre": (F(3048, 10000) * F(3937, 1200)) ** 2,
    # 100 000 Btu, of 1055.05585262 J (International Table); pint's Btu is of 1055.056 J
    "btu": F(105505585262, 105505600000),
    "therm": F(105505585262, 105505600000),
}
DIFFERENT = {
    "month": "a calendar unit: no fixed number of days (design, 3.6); pint's is 365.25 / 12 days",
    "quarter": "a calendar unit; pint's quarter is a mass, of a hundredweight",
    "year": "a calendar unit; pint's is 365.25 days",
    "decade": "a calendar unit; pint's is a logarithmic one",
    "century": "a calendar unit; pint's is 100 years of 365.25 days",
    "becquerel": "a frequency, as in the SI; pint counts",
}
OWN = {  # groups and units that pint has no counterpart of
    "points",
    "computation",
    "computation rate",
    "counted noun",
    "currency",
    "ppb",
    "MMBtu",
    "kiloton_tnt",
}
BASES = {"meter": "metre"}


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    return pint.UnitRegistry(non_int_type=Fraction)


def _pints(name: str) -> tuple[Fraction, dict[str, int]]:
    """Return pint's factor and its base units."""
    quantity = _registry().Quantity(F(1), name).to_root_units()
    exponents = {BASES.get(base, base): int(F(str(power))) for base, power in quantity.unit_items()}
    return F(quantity.magnitude), exponents


def _ours(name: str) -> Unit:
    found = parse_unit(name)
    assert isinstance(found, Unit)
    return found


def _own(row: Row) -> bool:
    return row.group in OWN or row.name in OWN


COMPARED = [row.name for row in rows() if not _own(row) and row.name not in DIFFERENT]


@pytest.mark.parametrize("name", COMPARED)
def test_a_factor_is_that_of_pints_own_registry(name: str) -> None:
    factor, exponents = _pints(NAMED.get(name, name))
    ours = _ours(name)
    assert ours.factor == factor * RATIOS.get(name, F(1))
    assert dict(ours.exponents) == exponents


@pytest.mark.parametrize("name", COMPARED)
def test_so_is_every_prefixed_one(name: str) -> None:
    prefixed = {token.full for token in tokens().values() if token.row.name == name}
    for full in sorted(prefixed - {name}):
        prefix = full.removesuffix(name)
        factor, exponents = _pints(prefix + NAMED.get(name, name))
        spelt = [token.text for token in tokens().values() if token.full == full]
        for text in spelt:
            ours = _ours(text)
            assert ours.factor == factor * RATIOS.get(name, F(1)), text
            assert dict(ours.exponents) == exponents, text


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_differs_on_purpose_does_differ(name: str) -> None:
    ours = _ours(name)
    try:
        theirs = _pints(name)
    except (TypeError, pint.PintError):
        return  # pint has no number for it
    assert (ours.factor, dict(ours.exponents)) != theirs


def test_what_pint_does_not_have_is_its_own_dimension_or_worked_by_hand() -> None:
    for row in rows():
        if _own(row) and row.base:
            assert _ours(row.name).exponents == ((row.name, 1),)
    hand = {
        "ppb": F(1, 10**9),
        "percentage_point": F(1, 100),
        "basis_point": F(1, 10**4),
        "MMBtu": F(105505585262, 10**8) * 10**6 * 1000,
        "kiloton_tnt": F(4184 * 10**9) * 1000,  # SP 811: a ton of TNT is 4.184e9 J
        "FLOPS": F(1),
    }
    derived = {row.name for row in rows() if _own(row) and not row.base}
    assert derived == set(hand)
    for name, factor in hand.items():
        assert _ours(name).factor == factor
