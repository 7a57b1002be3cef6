"""A tied figure read for its quantity, with the unit or rate that only its sentence gives.

The author has said which quantity is meant: a bare number is in its unit, people may be its
employees, and `monthly` before or after a sum makes it a rate. What is written is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from verify.amounts import Said
from verify.diagnostics import Problem
from verify.lexicon import lexicon
from verify.quantity import Domain, Quantity
from verify.units import Unit, counts_things, parse_unit, unit_of_word

Read = Callable[[str], Said | Problem]

RATES: Final = {
    "month": r"month(?:ly|s)?",
    "year": r"year(?:ly|s)?|annual(?:ly|ised|ized)?|per annum",
    "quarter": r"quarter(?:ly)?",
    "week": r"week(?:ly)?",
    "day": r"daily|(?:a|per|each|every) day",
    "hour": r"hourly|(?:an|per|each|every) hour",
}
_BARE: Final = re.compile(
    r"(?P<core>(?:[A-Za-z~≈<>≤≥][A-Za-z ]*? )?[-−]?\d[\d.,]*"
    r"(?: (?:thousand|million|billion|trillion))?)"
    r"(?P<tail>(?: or (?:so|more|less|fewer)|\+|-plus)?)"
)
_MOST: Final = 3  # words that are taken off the end of a figure
_LETTERS: Final = {"m": "metre", "mm": "millimetre"}
_POINTS: Final = re.compile(r"[ -]points?$")


def said_in_sentence(
    text: str, before: str, after: str, about: Quantity, years: tuple[int, ...], read: Read
) -> Said | Problem:
    """Return what a figure says of a quantity, or why it says nothing of it.

    `before` and `after` are the words around it; `years` are those that a date without one may be
    of.
    """
    first = read(text)
    if isinstance(first, Said):
        return first
    for attempt in _attempts(text, before, after, about, years):
        said = read(attempt)
        if isinstance(said, Said):
            return said
    return first


def _attempts(
    text: str, before: str, after: str, about: Quantity, years: tuple[int, ...]
) -> Iterator[str]:
    if about.domain is Domain.DATE:
        yield from (f"{text} {year}" for year in years)
        yield from (f"{text}, {year}" for year in years)
        return
    phrase = about.unit.text.replace("/", " per ")
    rates = _rates(before, after, about)
    yield from (f"{text} per {unit}" for unit in rates)
    bare = _BARE.fullmatch(text)
    if bare is not None:
        yield f"{bare['core']} {phrase}{bare['tail']}"
    elif all(_is_number(word) or word.islower() for word in text.split()):
        yield f"{text} {phrase}"
    if about.unit.points:
        yield _POINTS.sub(" percentage points", text)
    letters = re.fullmatch(r"(.*\d)\s?(mm?)", text)
    if letters is not None and not about.unit.dimensionless:
        yield f"{letters[1]} {_LETTERS[letters[2]]}"
        yield from (f"{letters[1]} {_LETTERS[letters[2]]} per {unit}" for unit in rates)
    yield from _counted(text, phrase, about, rates)


def _rates(before: str, after: str, about: Quantity) -> list[str]:
    """Return the units that a sentence may be per, the nearest to the figure first."""
    own = [unit for unit in about.unit.text.split("/")[1:] if unit not in RATES]
    near: list[tuple[int, str]] = []
    for unit in (*RATES, *own):
        pattern = re.compile(rf"\b(?:{RATES.get(unit, re.escape(unit) + 's?')})\b", re.IGNORECASE)
        near += [(len(before) - match.end(), unit) for match in pattern.finditer(before)]
        near += [(match.start(), unit) for match in pattern.finditer(after)]
    return list(dict.fromkeys(unit for _, unit in sorted(near)))


def _counted(text: str, phrase: str, about: Quantity, rates: list[str]) -> Iterator[str]:
    """Read what is counted by another name: `12,412 people` of employees."""
    noun, *below = about.unit.text.split("/")
    unit = parse_unit(noun, frozenset([noun]))
    if not isinstance(unit, Unit) or not counts_things(unit):
        return
    words = text.split()
    times = [each for each in below if each in RATES]
    said = {each for each in RATES if re.search(rf"\b(?:{RATES[each]})\b", text, re.IGNORECASE)}
    if times and not (set(times) & {*rates, *said}):
        return
    if not times and said:
        return  # `140,000 a day` is no number of them
    for count in range(1, min(_MOST, len(words) - 1) + 1):
        if not _names(words[-count]):
            return
        yield f"{' '.join(words[:-count])} {phrase}"


def _is_number(word: str) -> bool:
    """Tell whether a word is one of a number, or of a vague one: `hundred`, `thousands`."""
    known = lexicon()
    key = word.casefold()
    parts = {key, key.removesuffix("s"), *key.split("-")}
    tables = (known.scales, known.numbers, known.denominators, known.multiples)
    return bool(parts & _VAGUE) or any(part in table for part in parts for table in tables)


_VAGUE: Final = frozenset({"dozen", "several", "few", "couple", "many", "ten", "score"})


def _names(word: str) -> bool:
    """Tell whether a word may name what is counted: it is no unit of measure or currency."""
    if not re.fullmatch(r"[A-Za-z’'-]+", word) or _is_number(word):
        return False
    known = unit_of_word(word)
    if known is None or word.casefold() in ("a", "an", "day", "daily", "week", "weekly", "month"):
        return True
    unit = parse_unit(known, frozenset())
    return isinstance(unit, Unit) and counts_things(unit)
