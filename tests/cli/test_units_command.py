"""`verify units`: the table, one unit, and why a word is none."""

from __future__ import annotations

import pytest
from command_line import CommandLine

from verify.units import known_units


def test_the_table_has_every_unit_once(line: CommandLine) -> None:
    out = line.run("units").stdout
    listed = [row.split()[0] for row in out.splitlines() if row.startswith("  ")]
    assert listed == [info.name for info in known_units()]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        # A megawatt is 10**6 W, and a watt 10**3 g m**2 / s**3.
        (
            "MW",
            [
                "MW: a unit of power",
                "  dimension   [power]",
                "  exactly     1,000,000 watt",
                "  in base     1,000,000,000 gram*metre**2/second**3",
                "  also        megawatt",
            ],
        ),
        ("megawatts", ["megawatts: a unit of power", "  written     MW"]),
        # The international foot (NIST SP 811, B.8).
        ("foot", ["foot: a unit of length", "  exactly     0.3048 metre", "  also        ft"]),
        ("USD", ["USD: a currency", "  dimension   [USD]", "  note        US dollar"]),
        ("GPU", ["GPU: a counted noun", "  dimension   [GPU]"]),
        ("USD/month", ["USD/month: a unit made of others", "  dimension   [USD] / [month]"]),
        # 3.6e6 J = 3.6e9 g m**2 / s**2, a year being 12 months.
        (
            "kWh/year",
            [
                "  dimension   [energy] / [month]",
                "  in base     300,000,000 gram*metre**2/month/second**2",
                "  calendar    months and days convert only through a year of 365 to 366 days",
            ],
        ),
        ("%", ["%: a unit of share", "  written     percent", "  exactly     1/100"]),
        (
            "m",
            [
                "m: a unit of length",
                "  in a figure m is metres or millions: write metre, or `million`",
            ],
        ),
        ("1", ["1: a unit made of others", "  dimension   1"]),
    ],
)
def test_one_unit(line: CommandLine, name: str, lines: list[str]) -> None:
    result = line.run("units", name)
    assert result.exit_code == 0
    assert [each for each in lines if each not in result.stdout.splitlines()] == []


def test_a_group(line: CommandLine) -> None:
    out = line.run("units", "length").stdout.splitlines()
    assert out[0] == "length"
    assert [row.split()[0] for row in out[1:]] == [
        info.name for info in known_units() if info.group == "length"
    ]


@pytest.mark.parametrize(
    ("name", "why", "write"),
    [
        ("ton", "a ton is 1000 kg, 2000 lb or 2240 lb", "write tonne, short_ton or long_ton"),
        ("gallons", "US gallon", "us_gallon or imperial_gallon"),
        ("degC", "freezing point", "write the temperature in K"),
        ("mnoth", "unknown unit 'mnoth'", "did you mean month?"),
        ("USD/mnoth", "unknown unit 'mnoth'", "did you mean month?"),
        ("MUSD", "takes no scale", "5 million USD"),
        ("seat", "unknown unit 'seat'", "declare it as the unit of a quantity"),
        ("USD per month", "cannot go on with", "write USD/month"),
        ("", "a unit is missing", "write 1"),
    ],
)
def test_what_is_no_unit(line: CommandLine, name: str, why: str, write: str) -> None:
    result = line.run("units", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr
    assert f"help: {write}" in result.stderr or write in result.stderr
