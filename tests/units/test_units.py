"""Units as exact factors: values from the SI Brochure, NIST SP 811 and NIST Handbook 44."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.diagnostics import Problem
from verify.unit_table import rows, tokens
from verify.units import (
    Unit,
    declared_nouns,
    describe_dimension,
    known_units,
    merged_dimension,
    noun_problem,
    parse_unit,
)

F = Fraction
ENERGY = (("gram", 1), ("metre", 2), ("second", -2))
POWER = (("gram", 1), ("metre", 2), ("second", -3))
AREA, VOLUME = (("metre", 2),), (("metre", 3),)
MASS, LENGTH, MONTH, SECOND = (("gram", 1),), (("metre", 1),), (("month", 1),), (("second", 1),)

EXACT = [
    # the design's own examples (section 3, points 5 to 7; section 4)
    ("1", F(1), ()),
    ("USD", F(1), (("USD", 1),)),
    ("USD/month", F(1), (("USD", 1), ("month", -1))),
    ("USD/year", F(1, 12), (("USD", 1), ("month", -1))),
    ("1/month", F(1), (("month", -1),)),
    ("USD/GPU/hour", F(1, 3600), (("GPU", -1), ("USD", 1), ("second", -1))),
    ("W/GPU", F(1000), (("GPU", -1), ("gram", 1), ("metre", 2), ("second", -3))),
    ("GPU", F(1), (("GPU", 1),)),
    ("%", F(1, 100), ()),
    ("percent", F(1, 100), ()),
    ("permille", F(1, 1000), ()),
    ("ppm", F(1, 10**6), ()),
    ("%/year", F(1, 1200), (("month", -1),)),
    # time: two families
    ("month", F(1), MONTH),
    ("quarter", F(3), MONTH),
    ("year", F(12), MONTH),
    ("decade", F(120), MONTH),
    ("second", F(1), SECOND),
    ("s", F(1), SECOND),
    ("ms", F(1, 1000), SECOND),
    ("minute", F(60), SECOND),
    ("hour", F(3600), SECOND),
    ("day", F(86400), SECOND),
    ("week", F(604800), SECOND),
    # length, area, volume: SP 811 appendix B.8; Handbook 44 appendix C
    ("km", F(1000), LENGTH),
    ("inch", F(254, 10**4), LENGTH),
    ("foot", F(3048, 10**4), LENGTH),
    ("mile", F(1609344, 1000), LENGTH),
    ("nautical_mile", F(1852), LENGTH),
    ("foot**2", F(9290304, 10**8), AREA),
    ("hectare", F(10**4), AREA),
    ("acre", F(40468564224, 10**7), AREA),
    ("litre", F(1, 1000), VOLUME),
    ("us_gallon", F(3785411784, 10**12), VOLUME),
    ("imperial_gallon", F(454609, 10**8), VOLUME),
    ("barrel", F(158987294928, 10**12), VOLUME),
    ("us_fluid_ounce", F(295735295625, 10**16), VOLUME),
    # mass: SP 811 appendix B.8
    ("kg", F(1000), MASS),
    ("mg", F(1, 1000), MASS),
    ("tonne", F(10**6), MASS),
    ("Mt", F(10**12), MASS),
    ("kilotonne", F(10**9), MASS),
    ("lb", F(45359237, 10**5), MASS),
    ("ounce", F(28349523125, 10**9), MASS),
    ("troy_ounce", F(311034768, 10**7), MASS),
    ("short_ton", F(90718474, 100), MASS),
    ("long_ton", F(10160469088, 10**4), MASS),
    # energy and power: SP 811 appendix B.8
    ("J", F(1000), ENERGY),
    ("kWh", F(3600000) * 1000, ENERGY),
    ("GWh", F(3600000) * 10**9, ENERGY),
    ("btu", F(105505585262, 10**8) * 1000, ENERGY),
    ("MMBtu", F(105505585262, 10**2) * 1000, ENERGY),
    ("eV", F(1602176634, 10**28) * 1000, ENERGY),
    ("W", F(1000), POWER),
    ("kW", F(10**6), POWER),
    ("MW", F(10**9), POWER),
    ("GW", F(10**12), POWER),
    ("TW", F(10**15), POWER),
    ("MVA", F(10**9), POWER),
    ("hp", F(55 * 10) * F(3048, 10**4) * F(45359237, 10**8) * F(980665, 10**5) * 1000, POWER),
    ("PS", F(73549875, 10**5) * 1000, POWER),
    # speed, force, pressure, electricity
    ("mph", F(44704, 10**5), (("metre", 1), ("second", -1))),
    ("knot", F(1852, 3600), (("metre", 1), ("second", -1))),
    ("km/hour", F(1000, 3600), (("metre", 1), ("second", -1))),
    (
        "lbf",
        F(45359237, 10**8) * F(980665, 10**5) * 1000,
        (("gram", 1), ("metre", 1), ("second", -2)),
    ),
    ("kPa", F(10**6), (("gram", 1), ("metre", -1), ("second", -2))),
    ("kV", F(10**6), (("ampere", -1), ("gram", 1), ("metre", 2), ("second", -3))),
    ("mAh", F(36, 10), (("ampere", 1), ("second", 1))),
    ("mSv", F(1, 1000), (("metre", 2), ("second", -2))),
    ("GHz", F(10**9), (("second", -1),)),
    # data: decimal and binary prefixes are distinct (IEC 80000-13)
    ("bit", F(1), (("bit", 1),)),
    ("GB", F(8 * 10**9), (("bit", 1),)),
    ("GiB", F(8 * 2**30), (("bit", 1),)),
    ("Mbit", F(10**6), (("bit", 1),)),
    ("Gbps", F(10**9), (("bit", 1), ("second", -1))),
    ("EFLOP", F(10**18), (("FLOP", 1),)),
    ("EFLOPS", F(10**18), (("FLOP", 1), ("second", -1))),
    # names written out
    ("kilowatt", F(10**6), POWER),
    ("megawatt", F(10**9), POWER),
    ("kilometer", F(1000), LENGTH),
    # cancellation
    ("kWh/kWh", F(1), ()),
    ("GB/GiB", F(10**9, 2**30), ()),
    ("m**0", F(1), ()),
    ("m**-2", F(1), (("metre", -2),)),
    ("km**64", F(10**192), (("metre", 64),)),
]


@pytest.mark.parametrize(("text", "factor", "exponents"), EXACT)
def test_a_unit_is_an_exact_factor_of_base_units(
    text: str, factor: Fraction, exponents: tuple[tuple[str, int], ...]
) -> None:
    assert parse_unit(text) == Unit(text, factor, exponents)


@pytest.mark.parametrize(("text", "factor"), [("pp", F(1, 100)), ("percentage_point", F(1, 100))])
def test_points_are_marked_as_differences(text: str, factor: Fraction) -> None:
    assert parse_unit(text) == Unit(text, factor, (), points=True)
    assert parse_unit("bps") == Unit("bps", F(1, 10_000), (), points=True)


@pytest.mark.parametrize("text", ["1/pp", "pp/year", "pp**2", "pp*USD", "percent", "1"])
def test_as_a_factor_or_divisor_points_are_just_a_number(text: str) -> None:
    assert _unit(text).points is False


def test_published_year_of_a_megawatt_is_not_pints() -> None:
    # 1 MW through a year stays open between 365 and 366 days; pint's own year is 365.25
    megawatt_year, megawatt_hour = _unit("MW*year"), _unit("MWh")
    assert merged_dimension(megawatt_year) == merged_dimension(megawatt_hour)
    assert (megawatt_year.calendar_power, megawatt_year.clock_power) == (1, -3)
    assert (megawatt_hour.calendar_power, megawatt_hour.clock_power) == (0, -2)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        *(("month", True), ("year", True), ("day", True), ("week", True), ("1", False)),
        *(("1/month", False), ("USD*month", False), ("month**2", False), ("month/day", False)),
    ],
)
def test_a_duration_is_time_alone(text: str, duration: bool) -> None:
    assert _unit(text).is_duration is duration


@pytest.mark.parametrize(
    ("text", "code", "start", "end", "help_"),
    [
        # pint reads these as knot, kilobarn, picoinch, megabarn, tesla, gauss, molar, Boltzmann
        ("kt", "ambiguous-unit", 0, 2, "write kilotonne or knot"),
        ("kb", "ambiguous-unit", 0, 2, "write kbit or kB"),
        ("pinch", "ambiguous-unit", 0, 5, "write the amount in g or L"),
        ("Mb", "ambiguous-unit", 0, 2, "write Mbit or MB"),
        ("T", "ambiguous-unit", 0, 1, "write `trillion` after the number, or tonne"),
        ("G", "ambiguous-unit", 0, 1, "write the unit in full"),
        ("M", "ambiguous-unit", 0, 1, "write `million` after the number"),
        ("k", "ambiguous-unit", 0, 1, "write the number in full or with `thousand`"),
        ("bp", "ambiguous-unit", 0, 2, "write basis_point or bps"),
        ("KB", "ambiguous-unit", 0, 2, "write kB or KiB"),
        ("USD/ton", "ambiguous-unit", 4, 7, "write tonne, short_ton or long_ton"),
        ("USD/gallon", "ambiguous-unit", 4, 10, "write us_gallon or imperial_gallon"),
        ("time", "ambiguous-unit", 0, 4, "write second, hour, day, month or year"),
        ("calorie", "ambiguous-unit", 0, 7, "write J or kJ"),
        ("billion", "ambiguous-unit", 0, 7, "write it after the number: `5 billion USD`"),
        ("W/GPU*hour", "ambiguous-unit", 5, 6, "write W*hour/GPU or W/GPU/hour"),
        ("1/GPU*hour", "ambiguous-unit", 5, 6, "write hour/GPU or 1/GPU/hour"),
        # offset and logarithmic scales, irrational factors
        ("degC", "refused-unit", 0, 4, "write the temperature in K, 273.15 more"),
        ("°C", "refused-unit", 0, 2, "write the temperature in K, 273.15 more"),
        ("dB", "refused-unit", 0, 2, "write the ratio itself, in 1"),
        ("degree", "refused-unit", 0, 6, "write the angle as a share of a turn, in 1"),
        # misspellings
        ("USD/mnoth", "unknown-unit", 4, 9, "did you mean month?"),
        ("months", "unknown-unit", 0, 6, "did you mean month?"),
        ("usd", "unknown-unit", 0, 3, "did you mean USD?"),
        ("Mw", "unknown-unit", 0, 2, "did you mean MW or mW?"),
        ("GPUs", "unknown-unit", 0, 4, "did you mean GPU?"),
        ("yr", "unknown-unit", 0, 2, "did you mean year?"),
        ("m2", "unknown-unit", 0, 2, "did you mean m**2?"),
        # prefixes only where they make sense
        ("MUSD", "unknown-unit", 0, 4, "write the scale with the number: `5 million USD`"),
        ("USDbn", "unknown-unit", 0, 5, "write the scale with the number: `5 billion USD`"),
        ("kGPU", "unknown-unit", 0, 4, "write the scale with the number: `5 thousand GPU`"),
        ("kmonth", "unknown-unit", 0, 6, "write the scale with the number: `5 thousand month`"),
        ("Mtons", "ambiguous-unit", 0, 5, "write tonne, short_ton or long_ton"),
        # grammar
        ("", "malformed-unit", 0, 0, "write 1 for shares and ratios"),
        ("m^2", "malformed-unit", 1, 2, "write m**2"),
        ("m²", "malformed-unit", 1, 2, "write m**2"),
        ("USD per month", "malformed-unit", 3, 4, "write USD/month"),
        ("USD / month", "malformed-unit", 3, 4, "write USD/month"),
        ("USD/(GPU*hour)", "malformed-unit", 4, 5, "write USD/GPU/hour"),
        ("$/kWh", "malformed-unit", 0, 1, "write USD/kWh"),
        ("GPU·hour", "malformed-unit", 3, 4, "write GPU*hour"),
        ("5 m", "malformed-unit", 0, 1, "write m"),
    ],
)
def test_what_is_no_unit_is_refused_with_what_to_write(
    text: str, code: str, start: int, end: int, help_: str
) -> None:
    problem = parse_unit(text)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.start, problem.end, problem.help) == (code, start, end, help_)


@pytest.mark.parametrize(
    "text",
    [
        *("m**65", "m**-65", "m**1e400", "m**nan", "m**2**2", "9**9**9", "m**0.5", "m**02", "m**"),
        *("*m", "m*", "/m", "1/", "m//s", "()", "6/2(3)", "m;s", "m\x00", "\ud800", "12/month"),
        *("ＵＳＤ", "U\u0405D", "１/month", "m**١", "m*" * 99 + "m", "m**40*s**40"),
        *("x" * 32_000, "9" * 32_000, "(" * 1000),
    ],
)
def test_hostile_text_is_malformed(text: str) -> None:
    problem = parse_unit(text)
    assert isinstance(problem, Problem)
    assert problem.code == "malformed-unit"


def test_unknown_noun_says_how_to_declare_it() -> None:
    problem = parse_unit("USD/widget")
    assert isinstance(problem, Problem)
    assert problem.message == "unknown unit 'widget'"
    assert "unit: widget" in problem.help


def test_a_declared_noun_is_a_dimension_of_its_own() -> None:
    nouns = frozenset({"widget", "ton"})
    assert parse_unit("USD/widget", nouns) == Unit("USD/widget", F(1), (("USD", 1), ("widget", -1)))
    assert parse_unit("ton", nouns) == Unit("ton", F(1), (("ton", 1),))
    assert _unit("GPU").exponents != _unit("user").exponents


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("USD/seat", {"seat"}),
        ("ship/round", {"ship", "round"}),  # neighbours of chip and pound
        ("track", {"track"}),
        ("tour", {"tour"}),
        ("A100", {"A100"}),
        ("USD/month", set()),
        ("1", set()),
        ("bounce", {"bounce"}),
        ("launch/satellite", {"launch", "satellite"}),
    ],
)
def test_names_that_no_table_knows_are_counted_nouns(text: str, nouns: set[str]) -> None:
    assert declared_nouns(text) == frozenset(nouns)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("USD/mnoth", "month"),
        ("USD/monht", "month"),
        ("USD/mont", "month"),
        ("months", "month"),
        ("mo", "month"),
        ("yaer", "year"),
        ("usd", "USD"),
        ("Mw", "MW or mW"),
        ("kWH", "kWh"),
        ("GPUs", "GPU"),
        ("gpu", "GPU"),
        ("dollars", "USD"),
        ("people", "person"),
        ("barels", "barrel"),
        ("sqft", "foot**2"),
        ("percentage", "percent"),
        ("widget/widgets", "widget"),
        ("company*companies", "company"),
    ],
)
def test_a_variant_of_a_known_name_founds_no_dimension(text: str, meant: str) -> None:
    problem = declared_nouns(text)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.help) == ("unknown-unit", f"did you mean {meant}?")


def test_nouns_declared_elsewhere_are_exempt() -> None:
    assert declared_nouns("cup/mohnt", frozenset({"cup", "mohnt"})) == frozenset()


@pytest.mark.parametrize(
    ("noun", "nouns", "meant"),
    [
        ("widgets", {"widget", "widgets"}, "widget"),
        ("widget", {"widget", "Widget"}, "Widget"),
        ("boxes", {"box"}, "box"),
        ("widget", {"widget", "widgets"}, None),
        ("glass", {"glas"}, None),
    ],
)
def test_of_two_like_nouns_one_is_wrong(noun: str, nouns: set[str], meant: str | None) -> None:
    problem = noun_problem(noun, frozenset(nouns))
    assert (problem and problem.help) == (meant and f"did you mean {meant}?")


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("1", "1"),
        ("percent", "1"),
        ("USD/month", "[USD] / [month]"),
        ("1/month", "1 / [month]"),
        ("W/GPU", "[power] / [GPU]"),
        ("USD/kWh", "[USD] / [energy]"),
        ("FLOP/J", "[FLOP] / [energy]"),
        ("kWh/month", "[energy] / [month]"),
        ("kg", "[mass]"),
        ("m**2", "[length]**2"),
        ("GPU*hour", "[GPU] * [second]"),
    ],
)
def test_dimensions_are_described_in_words(text: str, dimension: str) -> None:
    assert describe_dimension(_unit(text).exponents) == dimension


def test_merged_time_is_named_time() -> None:
    assert describe_dimension(merged_dimension(_unit("USD/hour"))) == "[USD] / [time]"
    assert describe_dimension(merged_dimension(_unit("kWh/month"))) == "[power]"


def test_every_token_is_exact_whole_and_read_by_pint_as_we_mean_it() -> None:
    from verify.units import _registry

    for token in tokens().values():
        quantity = _registry().Quantity(1, token.full).to_root_units()
        assert isinstance(quantity.magnitude, int | Fraction), token.text
        assert all(power == int(power) for _, power in quantity.unit_items()), token.text
        assert isinstance(parse_unit(token.text), Unit), token.text
        assert declared_nouns(token.text) == frozenset()


def test_a_prefix_multiplies_its_unit() -> None:
    for token in tokens().values():
        prefix = token.full.removesuffix(token.row.name)
        if prefix:
            whole, part = _unit(token.text), _unit(token.row.name)
            assert whole.exponents == part.exponents
            assert whole.factor / part.factor == SI_AND_IEC[prefix], token.text


SI_AND_IEC = {  # SI Brochure, table 7; IEC 80000-13
    "femto": F(1, 10**15),
    "pico": F(1, 10**12),
    "nano": F(1, 10**9),
    "micro": F(1, 10**6),
    "milli": F(1, 10**3),
    "centi": F(1, 10**2),
    "deci": F(1, 10),
    "hecto": F(10**2),
    "kilo": F(10**3),
    "mega": F(10**6),
    "giga": F(10**9),
    "tera": F(10**12),
    "peta": F(10**15),
    "exa": F(10**18),
    "zetta": F(10**21),
    "yotta": F(10**24),
    "ronna": F(10**27),
    "kibi": F(2**10),
    "mebi": F(2**20),
    "gibi": F(2**30),
    "tebi": F(2**40),
    "pebi": F(2**50),
    "exbi": F(2**60),
}


def test_every_currency_is_a_dimension_of_its_own() -> None:
    codes = [row.name for row in rows() if row.group == "currency"]
    assert len(codes) == len(set(codes)) > 150
    assert {"USD", "EUR", "GBP", "JPY", "CNY", "INR", "CHF", "AUD", "BRL"} <= set(codes)
    for code in codes:
        assert len(code) == 3
        assert parse_unit(code) == Unit(code, F(1), ((code, 1),))


def test_known_units_are_documented() -> None:
    units = {unit.name: unit for unit in known_units()}
    assert all(unit.doc and unit.group for unit in units.values())
    watt_hour = units["watt_hour"]
    assert watt_hour.spellings == ("Wh",)
    assert watt_hour.dimension == "[energy]"
    assert watt_hour.factor == 3_600_000
    assert "k" in watt_hour.prefixes


def test_the_file_is_one_that_pint_reads_by_itself() -> None:
    from importlib import resources

    import pint

    path = resources.files("verify") / "packs" / "units.txt"
    registry: Any = pint.UnitRegistry(str(path), non_int_type=Fraction, on_redefinition="raise")
    assert registry.Quantity(1, "acre").to("metre**2").magnitude == F(40468564224, 10**7)


def test_base_units_do_not_load_pint() -> None:
    code = (
        "import sys; from verify.units import parse_unit, unit_of_word;"
        "unit_of_word('dollars'); parse_unit('USD/month'); sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    for read in (parse_unit, declared_nouns):
        found = read(text)
        if isinstance(found, Problem):
            assert 0 <= found.start <= found.end <= len(text)


@given(st.text(alphabet="mskWhUSDGPyear12**//% ()-_.²", max_size=20))
def test_reading_never_raises_near_the_grammar(text: str) -> None:
    assert isinstance(parse_unit(text), Unit | Problem)
    assert isinstance(declared_nouns(text), frozenset | Problem)


NAMES = st.sampled_from(sorted(tokens()))


@given(NAMES, NAMES, st.integers(-8, 8), st.integers(-8, 8))
def test_factors_and_powers_multiply(a: str, b: str, m: int, n: int) -> None:
    product = _unit(f"{a}**{m}*{b}**{n}")
    quotient = _unit(f"{a}**{m}/{b}**{-n}")
    assert product.factor == _unit(a).factor ** m * _unit(b).factor ** n
    assert (product.factor, product.exponents) == (quotient.factor, quotient.exponents)
    powers = dict(_unit(f"{a}**{m}").exponents)
    for base, power in _unit(f"{b}**{n}").exponents:
        powers[base] = powers.get(base, 0) + power
    assert product.exponents == tuple(sorted((b, p) for b, p in powers.items() if p))


def _unit(text: str) -> Unit:
    unit = parse_unit(text)
    assert isinstance(unit, Unit), unit
    return unit
