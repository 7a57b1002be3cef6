"""Names of units as people write them: plurals, printed words, misspellings, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from verify.diagnostics import Problem, suggestion
from verify.unit_table import Refusal, tokens, words

NO_NOUNS: frozenset[str] = frozenset()
_LONGEST = 64  # code points of a word that is looked up


@lru_cache(maxsize=8192)
def unit_of_word(word: str, nouns: frozenset[str] = NO_NOUNS) -> str | None:
    """Return the unit that a word or symbol of running text means, or None where that is unclear.

    >>> unit_of_word("megawatts"), unit_of_word("GPUs"), unit_of_word("gallons")
    ('MW', 'GPU', None)
    """
    key = _key(word)
    if key in nouns:
        return key
    declared = None if key in tokens() else _noun_meaning(key, nouns)
    if declared is not None or _refusal(key, printed=True) is not None:
        return declared
    return _meaning(key) or _power_of_length(key) or _for_a_time(word, nouns)


def ambiguous_word(word: str) -> str | None:
    """Say why a word of running text is no unit, and what to write; None if nothing is known.

    >>> ambiguous_word("kr")
    'kr is Swedish, Norwegian, Danish or Icelandic: write the ISO code: SEK, NOK, DKK or ISK'
    """
    refusal = _refusal(_key(word), printed=True)
    return None if refusal is None else str(refusal)


def noun_problem(noun: str, nouns: frozenset[str]) -> Problem | None:
    """Say what is wrong with a counted noun: a plural or another case of one of `nouns`.

    Of two nouns that differ only in case the later in order of code points is the wrong one.
    """
    folded, spelt = noun.casefold(), _spelt_without_case(nouns)
    others = [other for other in spelt.get(folded, ()) if other < noun]
    others += (other for singular in _singulars(folded) for other in spelt.get(singular, ()))
    return _unknown_as(noun, min(others)) if others else None


@lru_cache(maxsize=8)
def _spelt_without_case(nouns: frozenset[str]) -> dict[str, list[str]]:
    """Return the nouns by what they are without case."""
    spelt: dict[str, list[str]] = {}
    for noun in nouns:
        spelt.setdefault(noun.casefold(), []).append(noun)
    return spelt


@lru_cache(maxsize=1024)
def name_defect(name: str, nouns: frozenset[str]) -> Problem | None:
    """Say why an unknown name cannot be a counted noun, if it looks like something known."""
    refusal = _refusal(name, printed=False)
    if refusal is not None:
        return refused_name(name, refusal)
    meant = _meaning(name) or _power_of_length(name)
    if meant is not None:
        return _unknown_as(name, meant)
    folded = _tokens_without_case().get(name.casefold())
    if folded:
        return _unknown_as(name, " or ".join(sorted(folded)))
    if name[-1] in "23" and (token := tokens().get(name[:-1])) and token.row.group == "length":
        return _unknown_as(name, f"{name[:-1]}**{name[-1]}")
    return _scaled(name) or _misspelt(name) or noun_problem(name, nouns)


@lru_cache(maxsize=1024)
def unknown_name(name: str, nouns: frozenset[str]) -> Problem:
    """Say that nothing is known of a name, with the nearest that is."""
    near = suggestion(name, [t.text for t in tokens().values() if t.word] + sorted(nouns))
    if near:
        return _unknown_as(name, near)
    help_ = f"declare it as the unit of a quantity (`unit: {name}`), or under `units` in a pack"
    return Problem("unknown-unit", f"unknown unit '{name}'", 0, len(name), help=help_)


def refused_name(name: str, refusal: Refusal) -> Problem:
    """Say why a name is no unit, and what to write instead."""
    kind = "ambiguous unit" if refusal.code == "ambiguous-unit" else "no exact unit"
    message = f"{kind} '{name}': {refusal.reason}"
    return Problem(refusal.code, message, 0, len(name), help=f"write {refusal.write}")


_BEFORE = {
    "k": "thousand",
    "K": "thousand",
    "kilo": "thousand",
    "m": "million",
    "M": "million",
    "mega": "million",
    "G": "billion",
    "giga": "billion",
    "T": "trillion",
    "tera": "trillion",
}
_AFTER = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "mn": "million",
    "M": "million",
    "b": "billion",
    "bn": "billion",
    "B": "billion",
    "tn": "trillion",
    "T": "trillion",
}


def _scaled(name: str) -> Problem | None:
    """Catch a scale on a unit that takes none: `kmonth`, `MUSD`, `EURm`, `Mtons`."""
    before = [(name.removeprefix(scale), scale, word) for scale, word in _BEFORE.items()]
    after = [(name.removesuffix(scale), scale, word) for scale, word in _AFTER.items()]
    for rest, scale, word in before + [found for found in after if _is_currency(found[0])]:
        if rest == name or len(rest) < 3:
            continue
        refusal = _refusal(rest, printed=False)
        if refusal is not None:
            return refused_name(name, refusal)
        known = _meaning(rest)
        if known is not None and scale + known in tokens():
            return _unknown_as(name, scale + known)
        if known is not None:
            message = f"unknown unit '{name}': '{known}' takes no scale '{scale}'"
            help_ = f"write the scale with the number: `5 {word} {known}`"
            return Problem("unknown-unit", message, 0, len(name), help=help_)
    return None


def _is_currency(name: str) -> bool:
    token = tokens().get(name)
    return token is not None and token.row.group == "currency"


@cache
def _tokens_without_case() -> dict[str, set[str]]:
    """Return how the tokens are written, by what they are without case."""
    found: dict[str, set[str]] = {}
    for text, token in tokens().items():
        found.setdefault(text.casefold(), set()).add(token.written)
    return found


def _misspelt(name: str) -> Problem | None:
    """Catch a word one slip of the pen from a known one, in the singular or plural."""
    folded = name.casefold()
    spellings = (folded, *_singulars(folded))
    near = {
        written
        for spelling in spellings
        for length in range(len(spelling) - 1, len(spelling) + 2)
        for text, written in _words_of_length().get(length, ())
        if _near(spelling, text)
    }
    return _unknown_as(name, min(near)) if near else None


@cache
def _words_of_length() -> dict[int, list[tuple[str, str]]]:
    """Return the words among the tokens by their length, each with how it is written."""
    found: dict[int, list[tuple[str, str]]] = {}
    for text, token in tokens().items():
        if token.word:
            found.setdefault(len(text), []).append((text, token.written))
    return found


def _near(word: str, known: str) -> bool:
    """Tell whether two words are one slip apart; the shorter they are, the fewer slips count.

    Short names have too many honest neighbours (chip and ship, hour and tour, pound and round).
    """
    if known[:1] not in word[:2]:
        return False
    if len(word) == len(known):
        apart = [at for at in range(len(word)) if word[at] != known[at]]
        if len(apart) == 1:
            return len(word) >= 6
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and len(word) >= 4
        return swapped and word[apart[0]] == known[apart[1]] and word[apart[1]] == known[apart[0]]
    short, long = sorted((word, known), key=len)
    if len(long) != len(short) + 1 or len(known) < 5 or word[:1] != known[:1]:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _unknown_as(name: str, meant: str) -> Problem:
    message = f"unknown unit '{name}'"
    return Problem("unknown-unit", message, 0, len(name), help=f"did you mean {meant}?")


def _key(word: str) -> str:
    """Write a printed word as a name: `sq. ft.` is `sq_ft`."""
    if len(word) > _LONGEST:
        return ""
    return re.sub(r"[\s\-‐‑]+", "_", word.strip().replace(".", ""))


def _candidates(key: str) -> Iterator[str]:
    """Yield the spellings to look up: as written, in the singular, then without case."""
    yield key
    yield from _singulars(key)
    folded = key.casefold()
    if folded != key and len(folded) > 2:
        yield folded
        yield from _singulars(folded)


def _singulars(word: str) -> Iterator[str]:
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        yield word[:-1]
    if word.endswith(("ches", "shes", "xes", "ses")):
        yield word[:-2]
    if word.endswith("ies"):
        yield f"{word[:-3]}y"


def _refusal(key: str, *, printed: bool) -> Refusal | None:
    table = words()
    if key in tokens() and not (printed and key in table.printed):
        return None
    for candidate in _candidates(key):
        found = table.refused.get(candidate)
        if found is None and printed:
            found = table.printed.get(candidate)
        if found is not None:
            return found
    return None


def _meaning(key: str) -> str | None:
    """Return what a word means by the tables alone."""
    if key in words().meanings:
        return words().meanings[key]
    if (token := tokens().get(key)) is not None:
        return token.written if token.word else key
    for candidate in _candidates(key):
        if candidate in words().meanings:
            return words().meanings[candidate]
        if candidate in _names():
            return _names()[candidate]
    for candidate in _singulars(key):
        if (token := tokens().get(candidate)) is not None:
            return token.written
    return None


@cache
def _names() -> dict[str, str]:
    """Return the words among the tokens, without case."""
    return {text.casefold(): token.written for text, token in tokens().items() if token.word}


def _noun_meaning(key: str, nouns: frozenset[str]) -> str | None:
    forms = _forms(nouns)
    found = {noun for form in _forms_of(key) for noun in forms.get(form, ())}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=8)
def _forms(nouns: frozenset[str]) -> dict[str, list[str]]:
    """Return the nouns by each form that they have without case, in the singular or plural."""
    found: dict[str, list[str]] = {}
    for noun in nouns:
        for form in _forms_of(noun):
            found.setdefault(form, []).append(noun)
    return found


def _forms_of(word: str) -> set[str]:
    return {word.casefold(), *_singulars(word.casefold())}


_SHAPES = (("square_", 2), ("sq_", 2), ("cubic_", 3), ("cu_", 3))


def _power_of_length(key: str) -> str | None:
    """Read `square feet`, `sq km`, `cubic metres`, `km²`."""
    for shape, power in _SHAPES:
        if key.casefold().startswith(shape):
            return _raised(key[len(shape) :], power)
    return _raised(key[:-1], "²³".index(key[-1]) + 2) if key[-1:] in ("²", "³") else None


def _raised(key: str, power: int) -> str | None:
    token = tokens().get(_meaning(key) or "")
    return f"{token.text}**{power}" if token and token.row.group == "length" else None


_TIME = ("calendar time", "clock time")


def _for_a_time(word: str, nouns: frozenset[str]) -> str | None:
    """Read a thing used for a time: `GPU-hours` is GPU*hour, but `second-quarter` is no unit."""
    thing, _, time = word.strip().partition("-")
    if not time or "-" in time:
        return None
    first, last = unit_of_word(thing, nouns), unit_of_word(time, nouns)
    if first is None or last is None or "*" in first or _is_time(first) or not _is_time(last):
        return None
    return f"{first}*{last}"


def _is_time(name: str) -> bool:
    token = tokens().get(name)
    return token is not None and token.row.group in _TIME
