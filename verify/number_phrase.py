"""Numbers as articles print them, in digits or words: `1,250`, twenty-five, two-thirds, doubled.

A reader takes the tokens and a place among them, and returns what it read and where that ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from verify.hedges import Policy, WordSet
from verify.interval import Interval
from verify.lexicon import lexicon
from verify.number import Numeral, from_digits, from_fraction, from_multiple
from verify.phrase import Sort, Token, longest, table_of
from verify.refusal import refuse


@dataclass(frozen=True, slots=True)
class Said:
    """A number as said, before its scale and unit: a numeral, or a set that words give.

    `unit` is set where the word itself says it (a multiple is of unit 1); `fraction` says that
    a whole may follow ("half of the GPUs", "half a million"); `share` that it is a share of one;
    `scaled` that a scale word has been said.
    """

    numeral: Numeral | None = None
    interval: Interval | None = None
    why: str = ""
    unit: str = ""
    fraction: bool = False
    share: bool = False
    scaled: bool = False

    def times(self, factor: Fraction) -> Said:
        """Return it with a scale word applied."""
        numeral = self.numeral and self.numeral.scaled(factor)
        interval = self.interval and self.interval.scaled(factor)
        return replace(self, numeral=numeral, interval=interval, scaled=True)


def read_said(
    tokens: tuple[Token, ...], at: int, policy: Policy, literally: bool
) -> tuple[Said, int] | None:
    """Return the number that begins at a token, or None.

    `literally` admits a decimal point before three digits, which could also part thousands.
    """
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.sort is Sort.NUMBER:
        return _digits(tokens, at, policy, literally)
    if token.sort is not Sort.WORD:
        return None
    for reader in (_dozen, _fraction, _whole_in_words, _multiple):
        found = reader(tokens, at, policy)
        if found is not None:
            return found
    return None


def one(policy: Policy) -> Numeral:
    """Return the number that an article stands for: `a year`, `a billion`."""
    return from_digits("1", "", 0, policy)


def numeric(token: Token) -> bool:
    """Tell whether a token is a number or part of one in words."""
    known = lexicon()
    words = (known.scales, known.numbers, known.denominators)
    return token.sort is Sort.NUMBER or any(token.key in table for table in words)


def read_set(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Return the set of numbers that words alone give, with the scales that follow."""
    found = longest(tokens, at, _sets(policy))
    if found is None:
        return None
    row, end = found
    why = f"'{row.phrases[0]}': {row.reason[:1].lower()}{row.reason[1:].rstrip('.')}"
    if row.share:
        return Said(interval=row.interval, why=why, share=True, unit="1"), end
    said = Said(interval=row.interval, why=why, scaled=True)
    while end < len(tokens):
        step = 2 if tokens[end].key == "of" else 1
        key = tokens[end + step - 1].key if end + step <= len(tokens) else ""
        factor = _PLURALS.get(key) if step == 2 else _SINGULARS.get(key)
        if factor is None:
            break
        said, end = said.times(factor), end + step
    return said, end


@lru_cache(maxsize=16)
def _sets(policy: Policy) -> dict[tuple[str, ...], WordSet]:
    return table_of((phrase, row) for row in policy.sets for phrase in row.phrases)


_SINGULARS = {
    "dozen": Fraction(12),
    "hundred": Fraction(100),
    "thousand": Fraction(1000),
    "million": Fraction(10**6),
    "billion": Fraction(10**9),
    "trillion": Fraction(10**12),
}
_PLURALS = {f"{word}s": factor for word, factor in _SINGULARS.items()}


def _digits(
    tokens: tuple[Token, ...], at: int, policy: Policy, literally: bool
) -> tuple[Said, int]:
    token = tokens[at]
    scanned = token.number
    assert scanned is not None, "a number token carries its digits"
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    known = lexicon()
    scale_follows = following.casefold() in known.scales or following in known.money_scales
    looks_grouped = (
        len(scanned.decimals) == 3
        and len(scanned.whole) <= 3
        and scanned.whole != "0"
        and not (scanned.grouped or scanned.powered)
    )
    if looks_grouped and not scale_follows and not literally:
        message = f"in '{token.text}' the point could part the thousands or the decimals"
        both = f"{scanned.whole}{scanned.decimals} or `value: {token.text}`"
        raise refuse("ambiguous-number", message, token.start, token.end, f"write {both}")
    numeral = from_digits(scanned.whole, scanned.decimals, scanned.exponent, policy)
    ratio = _out_of(tokens, at, policy)
    if ratio is not None:
        return ratio
    return Said(numeral=numeral), at + 1


def _out_of(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `one in five`, `3 out of 10`."""
    top = _small(tokens, at)
    if top is None:
        return None
    end = top[1]
    for words in (("out", "of"), ("in",)):
        if tuple(token.key for token in tokens[end : end + len(words)]) == words:
            every = tokens[end + len(words) : end + len(words) + 1]
            skipped = len(words) + (1 if every and every[0].key == "every" else 0)
            bottom = _small(tokens, end + skipped)
            if bottom is not None and bottom[0] > top[0] > 0 and bottom[1] == len(tokens):
                share = Fraction(top[0], bottom[0])
                return Said(numeral=from_fraction(share, policy), unit="1"), bottom[1]
    return None


def _small(tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    """Read a whole number in digits or words."""
    if at < len(tokens) and tokens[at].sort is Sort.NUMBER:
        return (int(tokens[at].text), at + 1) if tokens[at].text.isdigit() else None
    return _below_thousand(tokens, at)


def _fraction(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `half`, `a third` (after its article), `two-thirds`, `three quarters`."""
    denominators, numbers = lexicon().denominators, lexicon().numbers
    top, end = 1, at
    if tokens[at].key in numbers and at + 1 < len(tokens):
        top, end = numbers[tokens[at].key], at + 1
    bottom = denominators.get(tokens[end].key)
    if end == at and bottom != 2 and (not at or tokens[at - 1].key not in ("a", "an")):
        bottom = None  # "the third" is an ordinal
    if bottom is None or not 0 < top < bottom or (top > 1) != tokens[end].key.endswith("s"):
        return _mixed(tokens, at, policy) or _out_of(tokens, at, policy)
    return Said(numeral=from_fraction(Fraction(top, bottom), policy), fraction=True), end + 1


def _mixed(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `two and a half` as 2.5."""
    whole = _below_thousand(tokens, at)
    if whole is None:
        return None
    after = tuple(token.key for token in tokens[whole[1] : whole[1] + 3])
    if after != ("and", "a", "half"):
        return None
    return Said(numeral=from_digits(str(whole[0]), "5", 0, policy)), whole[1] + 3


def _dozen(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `a dozen` (after its article), `two dozen`, `half a dozen`: round figures."""
    keys = [token.key for token in tokens[at : at + 3]]
    count: Fraction | None = None
    end = at
    if keys[:1] == ["dozen"]:
        count, end = Fraction(1), at + 1
    elif keys == ["half", "a", "dozen"]:
        count, end = Fraction(1, 2), at + 3
    elif len(keys) > 1 and keys[1] == "dozen" and keys[0] in lexicon().numbers:
        count, end = Fraction(lexicon().numbers[keys[0]]), at + 2
    if not count:
        return None
    numeral = from_digits(str(int(count * 12)), "", 0, policy)
    wide = max(numeral.half, policy.round_units * numeral.step)
    why = (*numeral.why[:1], "a dozen is a round figure: loosely ± one")
    return Said(numeral=replace(numeral, wide=wide, why=why), scaled=True), end


def _whole_in_words(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `twenty-five`, `two hundred`, `five thousand two hundred`, `hundred` after its article.

    The scale word that ends a number is left to be applied as to digits: `five million` is 5
    with a scale, so that it has one significant digit.
    """
    total, end = 0, at
    while True:
        group = _below_thousand(tokens, end)
        if group is None:
            if total and end < len(tokens) and tokens[end].key == "and":
                later = _below_thousand(tokens, end + 1)
                if later is not None and later[0] < 100:
                    total, end = total + later[0], later[1]
            break
        number, after = group
        factor = _SINGULARS.get(tokens[after].key) if after < len(tokens) else None
        more = after + 1 if factor else after
        if factor is None or factor < 1000 or _below_thousand(tokens, more) is None:
            total, end = total + number, after
            if total != number and factor is not None:
                return None
            break
        total, end = total + number * int(factor), more
    if end == at:
        return None
    return Said(numeral=from_digits(str(total), "", 0, policy)), end


def _below_thousand(tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    """Read number words up to 9,900: `seven`, `forty-two`, `two hundred and five`."""
    numbers = lexicon().numbers
    small = _below_hundred(tokens, at)
    end = at if small is None else small[1]
    if end < len(tokens) and tokens[end].key == "hundred":
        hundreds = 100 * (1 if small is None else small[0])
        end += 1
        joined = end + 1 if end < len(tokens) and tokens[end].key == "and" else end
        rest = _below_hundred(tokens, joined)
        whole_rest = rest is not None and tokens[joined].key in numbers
        if rest is not None and whole_rest:
            return hundreds + rest[0], rest[1]
        return hundreds, end
    return small


def _below_hundred(tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    numbers = lexicon().numbers
    if at >= len(tokens) or tokens[at].key not in numbers:
        return None
    first = numbers[tokens[at].key]
    if first >= 20 and at + 1 < len(tokens) and 0 < numbers.get(tokens[at + 1].key, 0) < 10:
        return first + numbers[tokens[at + 1].key], at + 2
    return first, at + 1


def _multiple(tokens: tuple[Token, ...], at: int, policy: Policy) -> tuple[Said, int] | None:
    """Read `doubled`, `tripled`, `fivefold`."""
    key = tokens[at].key
    multiple = lexicon().multiples.get(key)
    if multiple is not None:
        return Said(numeral=from_multiple(multiple, policy), unit="1"), at + 1
    count = lexicon().numbers.get(key.removesuffix("fold")) if key.endswith("fold") else None
    if count is None:
        return None
    return Said(numeral=from_digits(str(count), "", 0, policy), unit="1"), at + 1
