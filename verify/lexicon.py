"""The words of figures as a value: scales, currencies, number words, what may follow a number.

The words themselves are rows of `lexicon.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of `lexicon.toml`; phrases of several words are tuples of folded words."""

    scales: Mapping[str, Fraction]
    money_scales: Mapping[str, Fraction]
    counted_scales: Mapping[str, Fraction]
    currency_signs: Mapping[str, str]
    currency_words: Mapping[str, str]
    currencies: frozenset[str]
    ambiguous: Mapping[str, str]
    word_units: Mapping[str, str]
    multiples: Mapping[str, Fraction]
    numbers: Mapping[str, int]
    denominators: Mapping[str, int]
    rates: Mapping[str, str]
    after: frozenset[str]
    falls: frozenset[str]
    between: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the tables."""
    import tomllib

    table = tomllib.loads(resources.files("verify").joinpath("lexicon.toml").read_text("utf-8"))

    def exact(name: str) -> dict[str, Fraction]:
        return {word: Fraction(number) for word, number in table[name].items()}

    units = {word: row["unit"] for row in table["word_unit"] for word in row["words"]}
    return Lexicon(
        scales=exact("scales"),
        money_scales=exact("money_scales"),
        counted_scales=exact("counted_scales"),
        currency_signs=table["currency_signs"],
        currency_words=table["currency_words"],
        currencies=frozenset(table["currencies"]["codes"]),
        ambiguous=table["ambiguous"],
        word_units=units,
        multiples=exact("multiples"),
        numbers=table["numbers"],
        denominators=table["denominators"],
        rates=table["rates"],
        after=frozenset(table["neutral"]["after"]),
        falls=frozenset(table["neutral"]["falls"]),
        between=frozenset(table["neutral"]["between"]),
    )
