"""Words of running text as units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import unit_words
from verify.unit_table import tokens, words
from verify.units import Unit, ambiguous_word, noun_problem, parse_unit, unit_of_word

NOUNS = frozenset({"company", "widget", "Starship", "ton"})


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("megawatts", "MW"),
        ("megawatt", "MW"),
        ("Megawatts", "MW"),
        ("MW", "MW"),
        ("MWs", "MW"),
        ("months", "month"),
        ("hours", "hour"),
        ("hrs", "hour"),
        ("years", "year"),
        ("GPUs", "GPU"),
        ("GPU", "GPU"),
        ("gpus", "GPU"),
        ("kilowatt-hours", "kWh"),
        ("kilowatt hours", "kWh"),
        ("kWh", "kWh"),
        ("dollars", "USD"),
        ("US dollars", "USD"),
        ("U.S. dollars", "USD"),
        ("$", "USD"),
        ("euros", "EUR"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("USD", "USD"),
        ("yen", "JPY"),
        ("percent", "percent"),
        ("per cent", "percent"),
        ("%", "percent"),
        ("percentage points", "percentage_point"),
        ("basis points", "basis_point"),
        ("users", "user"),
        ("people", "person"),
        ("feet", "foot"),
        ("inches", "inch"),
        ("square feet", "foot**2"),
        ("sq. ft.", "foot**2"),
        ("square kilometres", "km**2"),
        ("km²", "km**2"),
        ("cubic metres", "m**3"),
        ("tonnes", "tonne"),
        ("metric tons", "tonne"),
        ("short tons", "short_ton"),
        ("US gallons", "us_gallon"),
        ("gigabytes", "GB"),
        ("gibibytes", "GiB"),
        ("barrels", "barrel"),
        ("horsepower", "hp"),
        ("km/h", "km/hour"),
        ("GPU-hours", "GPU*hour"),
        ("widgets", "widget"),
        ("Companies", "company"),
        ("Starships", "Starship"),
        ("tons", "ton"),  # since the suite declares it
    ],
)
def test_a_printed_word_has_one_unit(word: str, unit: str) -> None:
    assert unit_of_word(word, NOUNS) == unit
    assert isinstance(parse_unit(unit, NOUNS), Unit)


@pytest.mark.parametrize(
    "word",
    [
        *("ton", "tons", "Tons", "gallons", "calories", "pounds", "pesos", "kr", "¥", "bp"),
        *("m", "M", "k", "K", "B", "T", "t", "s", "b", "billion", "cents", "ounces", "kt", "in"),
        *("points", "Mb", "degrees Celsius", "°F", "decibels", "petaflops", "us", "oz"),
    ],
)
def test_an_ambiguous_word_has_none_and_says_what_to_write(word: str) -> None:
    assert unit_of_word(word) is None
    assert ": write " in (ambiguous_word(word) or "")


@pytest.mark.parametrize("word", ["", "-", "light", "widgets", "second-quarter", "H100 GPUs", "at"])
def test_an_unknown_word_has_none(word: str) -> None:
    assert unit_of_word(word) is None
    assert ambiguous_word(word) is None


def test_every_meaning_is_a_unit_and_every_refused_word_is_none() -> None:
    table = words()
    for word, unit in table.meanings.items():
        assert isinstance(parse_unit(unit), Unit), word
        assert word in tokens() or unit_of_word(word) == unit
    for word in table.refused:
        assert word not in tokens()
        assert not isinstance(parse_unit(word), Unit)
    assert not table.refused.keys() & table.meanings.keys()


@given(st.text())
def test_reading_a_word_never_raises(word: str) -> None:
    unit = unit_of_word(word)
    assert unit is None or isinstance(parse_unit(unit), Unit)
    assert unit is None or ambiguous_word(word) is None


@given(st.sampled_from(sorted(tokens())))
def test_a_word_that_is_a_unit_means_itself(name: str) -> None:
    unit = unit_of_word(name)
    if unit is not None:
        read, meant = parse_unit(name), parse_unit(unit)
        assert isinstance(read, Unit)
        assert isinstance(meant, Unit)
        assert (read.factor, read.exponents) == (meant.factor, meant.exponents)


LIKE = st.text("aAsSexhiyY", min_size=1, max_size=6)


@given(LIKE, st.frozensets(LIKE, max_size=12))
def test_a_noun_is_wrong_beside_its_singular_or_another_case(
    noun: str, nouns: frozenset[str]
) -> None:
    folded = noun.casefold()
    singulars = {folded[:-1]} if folded.endswith("s") and not folded.endswith("ss") else set()
    singulars |= {folded[:-2]} if folded.endswith(("ches", "shes", "xes", "ses")) else set()
    singulars = {each for each in singulars if len(folded) > 2 or each == folded[:-2]}
    singulars |= {folded[:-3] + "y"} if folded.endswith("ies") else set()
    wrong = [
        other
        for other in sorted(nouns - {noun})
        if other.casefold() in singulars or (other.casefold() == folded and other < noun)
    ]
    problem = noun_problem(noun, nouns)
    assert (problem and problem.help) == (f"did you mean {wrong[0]}?" if wrong else None)


def test_thousands_of_nouns_are_not_compared_with_each_other() -> None:
    nouns = frozenset(f"chip{n}" for n in range(2_000))
    before = unit_words._forms.cache_info().misses
    assert [unit_of_word(f"{noun}s", nouns) for noun in sorted(nouns)] == sorted(nouns)
    assert [noun_problem(noun, nouns) for noun in nouns] == [None] * 2_000
    assert unit_words._forms.cache_info().misses == before + 1
