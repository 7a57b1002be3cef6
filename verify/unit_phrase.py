"""What articles print after a number: a scale (`bn`), a unit (`H100 GPUs`), a rate (`a year`)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from verify.lexicon import lexicon
from verify.phrase import Sort, Token, longest, table_of
from verify.refusal import RefusalError, refuse

UnitOf = Callable[[str], str | None]

_SKIPPED = 6  # words between a number and its unit, such as a maker's and a model's name
_LONGEST_UNIT = 4  # words of one unit: `square feet`, `US dollars`
_NO_UNITS = frozenset({"a", "an", "in", "or", "and", "at", "to", "the", "of", "per", "is", "as"})


def currency_sign(tokens: tuple[Token, ...], at: int) -> tuple[str, int] | None:
    """Return the currency whose sign or code stands before a number: `$`, `US$`, `USD`."""
    table = lexicon()
    for length in (2, 1):
        joined = "".join(token.text for token in tokens[at : at + length])
        glued = length == 1 or (at + 1 < len(tokens) and tokens[at + 1].glue == "")
        if joined in table.currency_signs and glued and at + length <= len(tokens):
            return table.currency_signs[joined], at + length
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text in ("¥", "kr", "Kr", "Rs"):
        raise unknown_unit(token)
    if token.text in table.currencies:
        return token.text, at + 1
    return None


def currency_word(
    tokens: tuple[Token, ...], at: int, unit_of: UnitOf | None = None
) -> tuple[str, int] | None:
    """Return the currency that is named after a number: `USD`, `dollars`, `Australian dollars`."""
    table = lexicon()
    if at < len(tokens):
        token = tokens[at]
        if token.text in table.currencies:
            return token.text, at + 1
        if token.key in table.currency_words:
            return table.currency_words[token.key], at + 1
        sign = "€" if token.text == "€" else "£" if token.text == "£" else ""
        if sign:
            return table.currency_signs[sign], at + 1
    found = None if unit_of is None else _unit_at(tokens, at, unit_of)
    return found if found is not None and found[0] in table.currencies else None


def scale_after(
    tokens: tuple[Token, ...], at: int, money: bool, unit_of: UnitOf
) -> tuple[Fraction, int] | None:
    """Return the scale that a word or letter stands for.

    A letter is a scale only beside a currency (`money` says that one was read), or right after
    its number and before something that is counted: `5M users`, but not `5M`.
    """
    if at >= len(tokens):
        return None
    token, known = tokens[at], lexicon()
    factor = known.scales.get(token.text if len(token.text) < 4 else token.key)
    if factor is None and token.text in known.money_scales:
        if money or currency_word(tokens, at + 1) is not None or _money_later(tokens, at + 1):
            factor = known.money_scales[token.text]
        elif token.glue == "" and _counted(tokens, at, unit_of):
            factor = known.counted_scales.get(token.text)
    return None if factor is None else (factor, at + 1)


def _money_later(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether the other end of a range names a currency: `40m-45m euros`."""
    if at >= len(tokens) or tokens[at].key not in _JOINTS:
        return False
    return any(currency_word(tokens, later) is not None for later in range(at, len(tokens)))


def _counted(tokens: tuple[Token, ...], at: int, unit_of: UnitOf) -> bool:
    """Tell whether a letter after a number can only be a scale."""
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if tokens[at].text == "k" and following in ("", "+", *_JOINTS):
        return True
    return unit_after(tokens, at + 1, unit_of) is not None


_JOINTS = ("-", "–", "to", "and")


@cache
def _plain_units() -> dict[tuple[str, ...], str]:
    return table_of(lexicon().word_units.items())


@cache
def _between() -> dict[tuple[str, ...], bool]:
    return table_of((word, True) for word in lexicon().between)


def plain_unit(tokens: tuple[Token, ...], at: int) -> tuple[str, int] | None:
    """Return a unit without dimension: percent, points, times."""
    found = longest(tokens, at, _plain_units())
    if found is None:
        return None
    unit, end = found
    if unit == "1" and end < len(tokens) and tokens[end].key in _COMPARED:
        message = f"'times {tokens[end].key}' can mean as many times, or that many times on top"
        help = "write 'times as many' if that is meant, or give a `value`"
        raise refuse("ambiguous-multiple", message, tokens[at].start, tokens[end].end, help)
    return found


_COMPARED = frozenset(
    {"more", "less", "larger", "higher", "greater", "bigger", "fewer", "faster", "longer"}
    | {"smaller", "lower", "slower", "cheaper", "shorter"}
)


def unit_after(
    tokens: tuple[Token, ...], at: int, unit_of: UnitOf, of: bool = False
) -> tuple[str, int] | None:
    """Return the unit after a number, past the names and adjectives that stand before it.

    `of` admits the word between a scale and what it counts ("thousands of GPUs").
    """
    if of and at < len(tokens) and tokens[at].key == "of":
        at += 1
    for start in range(at, min(at + _SKIPPED, len(tokens))):
        found = _unit_at(tokens, start, unit_of)
        if found is not None:
            return found
        if not _skippable(tokens[start], first=start == at):
            return None
    return None


def _skippable(token: Token, first: bool) -> bool:
    """Tell whether a word may be a maker's or model's name, or an adjective that says nothing."""
    if token.sort is not Sort.WORD:
        return token.sort is Sort.SIGN and token.key == "," and not first
    if token.key in _NO_UNITS:
        return False
    named = token.text[:1].isupper() or any(c.isdigit() for c in token.text)
    return (
        named
        or longest((token,), 0, _between()) is not None
        or token.glue == "-"
        or (token.key in _ADJECTIVE_HEADS)
    )


_ADJECTIVE_HEADS = frozenset({"high", "top", "next", "current", "brand"})  # of `high-end`


def _unit_at(tokens: tuple[Token, ...], at: int, unit_of: UnitOf) -> tuple[str, int] | None:
    """Return the longest unit that begins at a token, asking the caller for each length."""
    for length in range(_LONGEST_UNIT, 0, -1):
        piece = tokens[at : at + length]
        if len(piece) < length or any(token.sort is not Sort.WORD for token in piece):
            continue
        if piece[0].key in _NO_UNITS or piece[-1].key in _NO_UNITS:
            continue
        unit = _asked(piece, unit_of)
        if unit is not None:
            return unit, at + length
    return None


def _asked(piece: tuple[Token, ...], unit_of: UnitOf) -> str | None:
    """Ask for words as printed, then joined by hyphens or spaces, then one by one."""
    printed = piece[0].text + "".join(f"{token.glue or ' '}{token.text}" for token in piece[1:])
    words = [token.text for token in piece]
    spellings = dict.fromkeys((printed, "-".join(words), " ".join(words)))
    if len(piece) == 1 and piece[0].text in lexicon().ambiguous and len(piece[0].text) == 1:
        return None
    for spelling in spellings:
        unit = unit_of(spelling)
        if unit is not None:
            return unit
    if len(piece) == 2 and piece[1].glue == "-":
        units = [unit_of(word) for word in words]
        if all(units):
            return "*".join(unit for unit in units if unit)
    return None


_OTHER_TIMES = frozenset({"ago", "before", "earlier", "later", "after", "previously"})


@cache
def _rates() -> dict[tuple[str, ...], str]:
    return table_of(lexicon().rates.items())


def rate(tokens: tuple[Token, ...], at: int, unit_of: UnitOf) -> tuple[str, int] | None:
    """Return what an amount is per, as the denominator of a unit: `/month`, `/GPU/hour`."""
    found = longest(tokens, at, _rates())
    if found is not None:
        word, end = found
        if end < len(tokens) and tokens[end].key in _OTHER_TIMES:
            return None  # `$3 billion a year earlier`
        return f"/{unit_of(word) or word}", end
    if at >= len(tokens) or tokens[at].key not in ("per", "/", "a", "an", "each", "every"):
        return None
    below = _unit_at(tokens, at + 1, unit_of)
    if below is None:
        if tokens[at].key in ("per", "/"):
            raise unknown_unit(tokens[at + 1] if at + 1 < len(tokens) else tokens[at])
        return None
    unit, end = below
    if "/" in unit:
        message = "a rate per another rate cannot be read"
        start = tokens[at].start
        raise refuse("malformed-unit", message, start, tokens[end - 1].end, "give a `value`")
    return "/" + unit.replace("**", "^").replace("*", "/").replace("^", "**"), end


def unknown_unit(token: Token) -> RefusalError:
    """Return the refusal of a word that is no unit, with what to write instead."""
    ambiguous = lexicon().ambiguous.get(token.text) or lexicon().ambiguous.get(token.key)
    if ambiguous is not None:
        code = "ambiguous-scale" if token.text in _SCALE_LETTERS else "ambiguous-unit"
        message = f"'{token.text}' can mean more than one thing"
        return refuse(code, message, token.start, token.end, f"write {ambiguous}")
    message = f"'{token.text[:40]}' is no unit that is known here"
    help = "quote the figure alone, or declare the word as the unit of a quantity"
    return refuse("unknown-unit", message, token.start, token.end, help)


_SCALE_LETTERS = frozenset({"m", "M", "mm", "k", "K", "b", "B", "t", "T", "G"})
