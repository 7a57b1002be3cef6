"""Figures as printed: "approximately $1.25 billion per month" as a face set and a loose set.

A figure is read as a date, or as hedges, one number or a range, a scale, a unit, a rate and words
that only name the thing. Whatever is left over, or could be read in two ways, is refused.

>>> read_figure("over 40 billion", unit_of=lambda word: None, policy=load_policy()).loose
(39500000000, ∞)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from verify.amount import Amount, Kind
from verify.date_phrase import read_date_phrase
from verify.diagnostics import Problem
from verify.figure_end import End, combined
from verify.hedges import Effect, Hedge, Policy, load_policy
from verify.lexicon import lexicon
from verify.number import Numeral, from_digits
from verify.number_phrase import Said, numeric, one, read_said, read_set
from verify.phrase import Sort, Token, cut, longest, table_of
from verify.refusal import RefusalError, character_problem, refuse
from verify.taking import Taking, read_taking
from verify.unit_phrase import (
    UnitOf,
    currency_sign,
    currency_word,
    plain_unit,
    rate,
    scale_after,
    unit_after,
    unknown_unit,
)
from verify.value import read_value

__all__ = ["Amount", "Kind", "Policy", "load_policy", "read_figure", "read_value"]


def read_figure(
    text: str,
    *,
    unit_of: UnitOf,
    policy: Policy,
    exact: bool = False,
    precision: str | None = None,
    rounding: str | None = None,
    want: Kind | None = None,
) -> Amount | tuple[Problem, ...]:
    """Return what a printed figure says, or what is wrong with it; nothing is raised.

    `unit_of` gives the unit that a printed word or symbol stands for, or None. With `want` a
    date, a bare `2024` is the year; otherwise it is the number.
    """
    found = character_problem(text)
    if found is not None:
        return (found,)
    taking = read_taking(exact, precision, rounding)
    if isinstance(taking, Problem):
        return (taking,)
    try:
        tokens = cut(text)
        dated = read_date_phrase(tokens, policy, want is Kind.DATE)
        if dated is not None:
            return dated
        if want is Kind.DATE:
            help = "write it like 'May 2029', or as a value such as 2029-05"
            raise refuse("not-a-date", "this is no date that can be read", 0, len(text), help)
        return _Figure(tokens, unit_of, policy, taking).read()
    except RefusalError as refusal:
        return (refusal.problem,)


@dataclass(frozen=True, slots=True)
class Leading:
    """The figure that a text begins with: what it says, where it ends, and its hedges' names."""

    amount: Amount
    end: int
    hedges: tuple[str, ...]


def read_leading(text: str, *, unit_of: UnitOf, policy: Policy) -> Leading | Problem:
    """Return the figure that a text begins with, as far as it goes; nothing is raised.

    What follows the figure is not looked at, but for the words that could belong to it.
    """
    taking = read_taking(False, None, None)
    assert not isinstance(taking, Problem)
    try:
        tokens = cut(text)
        reader = _Figure(tokens, unit_of, policy, taking, whole=False)
        amount = reader.read()
    except RefusalError as refusal:
        return refusal.problem
    hedges = tuple(each.name for each in (reader.approximate, reader.bound) if each is not None)
    return Leading(amount, tokens[reader.at - 1].end, hedges)


@lru_cache(maxsize=16)
def _hedges_before(policy: Policy) -> dict[tuple[str, ...], Hedge]:
    return table_of((word, row) for row in policy.hedges for word in row.before)


@lru_cache(maxsize=16)
def _hedges_after(policy: Policy) -> dict[tuple[str, ...], Hedge]:
    return table_of((word, row) for row in policy.hedges for word in row.after)


_NO_NOUNS = frozenset(
    {"a", "after", "and", "as", "at", "before", "but", "by", "during", "for", "from", "in", "is"}
    | {"last", "of", "on", "or", "per", "since", "than", "that", "the", "this", "to", "was", "were"}
    | {"when", "which", "while", "with"}
)
_STUFF = 4  # words of what is measured, between a unit and its rate


def _time_of(word: str) -> str | None:
    """Return the unit of a word that names a time."""
    return word if word in ("hour", "day", "week", "month", "quarter", "year") else None


_LINKS = (",", "of", "in", "the")  # nothing may end with one: "5 in" could be inches
_MINUS = ("-", "\N{MINUS SIGN}", "minus", "negative")


@cache
def _neutral() -> dict[tuple[str, ...], bool]:
    return table_of((word, True) for word in lexicon().after)


class _Figure:
    """A reader that stands at a token and gathers what the words before it said."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        unit_of: UnitOf,
        policy: Policy,
        taking: Taking,
        *,
        whole: bool = True,
    ) -> None:
        self.tokens, self.unit_of, self.policy, self.taking = tokens, unit_of, policy, taking
        self.all = whole  # whether nothing may be left over
        self.at = 0
        self.approximate: Hedge | None = None
        self.bound: Hedge | None = None
        self.below: tuple[str, ...] = ()
        self.divisor = Fraction(1)  # `per 100,000 people`
        self.worded = False

    def read(self) -> Amount:
        """Read the whole figure."""
        spanned = self._lead()
        first = self._end(None)
        last = None
        if first.said.share:
            self.at = len(self.tokens) if self.all else self.at
        else:
            last = self._second(first, spanned)
        self._tail()
        found = combined(
            first, last, self.below, self.approximate, self.bound, self.policy, self.taking
        )
        if isinstance(found, Problem):
            start, stop = self.tokens[0].start, self.tokens[-1].end
            raise RefusalError(replace(found, start=start, end=stop))
        if self.divisor == 1:
            return found
        factor = 1 / self.divisor
        if found.unit == "part":
            found = replace(found, unit="1")  # parts per million
        why = (*found.because, f"per {self.divisor}")
        face, loose = found.face.scaled(factor), found.loose.scaled(factor)
        return replace(found, face=face, loose=loose, because=why)

    # What stands before the number

    def _lead(self) -> str:
        """Read hedges, and say which word opens a range: between, from, or none."""
        spanned = ""
        while self.at < len(self.tokens):
            self.worded = self._set_begins()
            if self.worded or currency_sign(self.tokens, self.at) is not None:
                return spanned
            found = longest(self.tokens, self.at, _hedges_before(self.policy))
            if found is not None and not self._bare_unit(found[0], found[1]):
                self._hedge(*found)
                self.at = found[1]
            elif self._key() in ("between", "from") and not spanned:
                spanned = self._key()
                self.at += 1
            else:
                return spanned
        return spanned

    def _set_begins(self) -> bool:
        """Tell whether words alone give the set here: a longer phrase than any hedge."""
        found = read_set(self.tokens, self.at, self.policy)
        if found is None:
            return False
        hedge = longest(self.tokens, self.at, _hedges_before(self.policy))
        if found[0].share:
            return not self.all or self._names_only(found[1])
        return hedge is None or found[1] >= hedge[1]

    def _names_only(self, at: int) -> bool:
        """Tell whether the rest only names a whole: "Colossus 1", and no figure of its own."""
        for place in range(at, len(self.tokens)):
            token, before = self.tokens[place], self.tokens[place - 1]
            if token.sort is Sort.NUMBER and before.text[:1].isupper() and place > at:
                continue
            hedge = longest(self.tokens, place, _hedges_before(self.policy))
            moved = hedge is not None and hedge[0].effect is not Effect.NONE
            vague = read_set(self.tokens, place, self.policy) is not None
            if token.sort is not Sort.WORD or numeric(token) or moved or vague:
                return False
        return True

    def _bare_unit(self, hedge: Hedge, end: int) -> bool:
        """Tell whether an article stands for the number one: `a year`."""
        if hedge.effect is not Effect.NONE or self.tokens[end - 1].key not in ("a", "an"):
            return False
        if read_said(self.tokens, end, self.policy, True) or read_set(
            self.tokens, end, self.policy
        ):
            return False
        return unit_after(self.tokens, end, self.unit_of) is not None

    def _hedge(self, hedge: Hedge, end: int) -> None:
        """Note a hedge; two that disagree are refused."""
        if hedge.effect is Effect.NONE:
            return
        held = self.bound if hedge.effect.bound else self.approximate
        if held is not None and held.effect is not hedge.effect:
            message = f"'{held.name}' and '{hedge.name}' together say no set of numbers"
            start, stop = self.tokens[self.at].start, self.tokens[end - 1].end
            raise refuse("contradictory-hedges", message, start, stop, "keep one of the two")
        if hedge.effect.bound:
            self.bound = hedge
        else:
            self.approximate = hedge

    # The number

    def _end(self, other: End | None) -> End:
        """Read a number with its sign, currency, scale and unit."""
        negative = self._minus()
        sign = currency_sign(self.tokens, self.at)
        currency, self.at = sign or ("", self.at)
        if currency:
            negative = self._minus() or negative
        said = self._said()
        if negative:
            assert said.numeral is not None  # words that give a set stand first, or not at all
            said = replace(said, numeral=said.numeral.negated())
        self._plus()
        money = bool(currency) or (other is not None and other.money)
        found = scale_after(self.tokens, self.at, money, self.unit_of)
        scale, self.at = found or (None, self.at)
        self._plus()
        if scale is not None and said.numeral is not None and not said.scaled:
            said = self._and_a_half(said, said.numeral)
        if said.fraction:
            said, scale = self._part(said)
        if scale is not None:
            said = said.times(scale)
        unit, money = self._unit(said, currency)
        return End(said, scale, unit, money)

    def _and_a_half(self, said: Said, numeral: Numeral) -> Said:
        """Read `a million and a half` as 1.5 million."""
        keys = tuple(self._key(ahead) for ahead in range(3))
        if keys != ("and", "a", "half") or numeral.value.denominator != 1:
            return said
        self.at += 3
        return replace(said, numeral=from_digits(str(numeral.value), "5", 0, self.policy))

    def _minus(self) -> bool:
        if self._key() in _MINUS:
            self.at += 1
            return True
        if self._key() == "+":
            self.at += 1
        return False

    def _said(self) -> Said:
        found = read_set(self.tokens, self.at, self.policy) if self.worded else None
        if found is None:
            found = read_said(self.tokens, self.at, self.policy, self.taking.exact)
        if found is None and self._key() in ("a", "an"):
            found = Said(numeral=one(self.policy)), self.at + 1
        if found is None:
            if self.at < len(self.tokens):
                bare = self._key() in lexicon().scales
                if bare and self.at and self.tokens[self.at - 1].key in ("a", "an"):
                    return Said(numeral=one(self.policy))
            raise self._no_number()
        said, self.at = found
        return said

    def _no_number(self) -> RefusalError:
        place = min(self.at, len(self.tokens) - 1)
        token = self.tokens[place]
        message = "no number was found here"
        help = "quote the figure with its number, or give a `value`"
        if token.key == "(":
            help = "write a loss in parentheses with a minus sign: -$2.3 million"
        return refuse("no-number", message, token.start, self.tokens[-1].end, help)

    def _plus(self) -> None:
        """Read `40+` or `40-plus`, a bound."""
        found = longest(self.tokens, self.at, _hedges_after(self.policy))
        glued = self._key() == "+" or (self.at < len(self.tokens) and bool(self._glue()))
        if found is not None and self._key() in ("+", "plus") and (glued or self.all):
            self._hedge(*found)
            self.at = found[1]

    def _glue(self) -> str | None:
        return self.tokens[self.at].glue

    def _part(self, said: Said) -> tuple[Said, Fraction | None]:
        """Read what a fraction is of: `half a million`, `a third of the GPUs`."""
        of = self._key() == "of"
        at = self.at + 1 if of else self.at
        article = self.tokens[at].key if at < len(self.tokens) else ""
        if article in ("a", "an") or (of and article == "one"):
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            scale = lexicon().scales.get(following.key) if following else None
            if scale is not None:
                self.at = at + 2
                return replace(said, fraction=False), scale
            if unit_after(self.tokens, at + 1, self.unit_of) is not None:
                self.at = at + 1
                return replace(said, fraction=False), None
        if of:
            self._whole(at)
        return replace(said, unit="1"), None

    def _whole(self, at: int) -> None:
        """Pass over what a share is of, words without a number."""
        if self.all and self._names_only(at):
            self.at = len(self.tokens)

    def _unit(self, said: Said, currency: str) -> tuple[str, bool]:
        """Read a unit and what it is per; a word that says its own unit takes no other."""
        unit, money = said.unit, bool(currency)
        if money:
            unit = currency
            again = currency_word(self.tokens, self.at)
            if again is not None:
                if again[0] != currency:
                    message = f"the figure names two currencies, {currency} and {again[0]}"
                    end = self.tokens[-1].end
                    raise refuse("two-units", message, self.tokens[0].start, end, "keep one")
                self.at = again[1]
        elif not unit:
            unit, money = self._unit_word(said)
        self._rate()
        return unit, money

    def _unit_word(self, said: Said) -> tuple[str, bool]:
        paid = currency_word(self.tokens, self._past_of(said), self.unit_of)
        if paid is not None:
            self.at = paid[1]
            return paid[0], True
        found = plain_unit(self.tokens, self.at)
        if found is None:
            found = unit_after(self.tokens, self.at, self.unit_of, of=said.scaled)
        if found is None:
            return "", False
        self.at = found[1]
        if found[0] == "percent" and self._key() == "of":
            self._whole(self.at + 1)
        return found[0], found[0] in lexicon().currencies

    def _past_of(self, said: Said) -> int:
        return self.at + 1 if said.scaled and self._key() == "of" else self.at

    def _rate(self) -> None:
        """Read `per month`, `monthly`, `/GPU-hour`: what is read is kept for the end."""
        while True:
            self._per_many()
            found = rate(self.tokens, self.at, self.unit_of) or self._past_stuff()
            if found is None:
                return
            self._below(*found)

    def _past_stuff(self) -> tuple[str, int] | None:
        """Read the rate after what is measured: `8,000 tonnes of coal a day`."""
        if self._key() != "of":
            return None
        for at in range(self.at + 2, min(self.at + 2 + _STUFF, len(self.tokens))):
            before = self.tokens[at - 1]
            if before.sort is not Sort.WORD or before.key in _NO_NOUNS or numeric(before):
                return None
            if self.tokens[at].key in ("a", "an", "per", "each", "every") or at + 1 == len(
                self.tokens
            ):
                found = rate(self.tokens, at, _time_of)
                if found is not None:
                    return found
        return None

    def _below(self, below: str, end: int) -> None:
        if below in self.below:
            message = f"the figure says '{below}' twice"
            start = self.tokens[self.at].start
            raise refuse("two-units", message, start, self.tokens[end - 1].end, "keep one")
        self.below = (*self.below, below)
        self.at = end

    def _per_many(self) -> None:
        """Read the number of `per 100,000 people` and `per million tokens`, and stand at its unit.

        It is taken literally: nobody rounds what a rate is per.
        """
        if self._key() not in ("per", "every") or self.divisor != 1:
            return
        scales = lexicon().scales
        at = self.at + 1
        said = read_said(self.tokens, at, self.policy, True)
        if said is not None and said[0].numeral is not None and not said[0].unit:
            value, at = said[0].numeral.value, said[1]
        elif at < len(self.tokens) and self.tokens[at].key in scales:
            value = Fraction(1)
        else:
            return
        if at < len(self.tokens) and self.tokens[at].key in scales:
            value, at = value * scales[self.tokens[at].key], at + 1
        if value <= 0:
            return
        found = unit_after(self.tokens, at, self.unit_of)
        if found is None:
            noun = at
            while noun + 1 < len(self.tokens) and self.tokens[noun].key in lexicon().between:
                noun += 1
            token = self.tokens[noun] if noun < len(self.tokens) else None
            named = token is not None and token.sort is Sort.WORD
            if token is not None and named and (self.all or token.key not in _NO_NOUNS):
                raise unknown_unit(token)
            self.divisor, self.at = value, at  # `24 cases per 100,000`
            return
        self.divisor = value
        self._below(f"/{found[0]}", found[1])

    # A range, and what stands after the number

    def _second(self, first: End, spanned: str) -> End | None:
        """Read the second number of a range, if one follows."""
        joints = {"between": ("and", "-", "–")}.get(spanned, ("-", "–", "to", "or"))
        begins = self._key() in joints and self._number_follows(self.at + 1)
        if not begins and spanned:
            message = f"'{spanned}' opens a range that has no second number"
            help = "write both numbers, or 'at least' for a bound"
            end = self.tokens[-1].end
            raise refuse("no-number", message, self.tokens[0].start, end, help)
        if not begins:
            return None
        self.at += 1
        return self._end(first)

    def _number_follows(self, at: int) -> bool:
        if self.tokens[at : at + 1] and self.tokens[at].key in _MINUS:
            at += 1
        sign = currency_sign(self.tokens, at)
        at = at if sign is None else sign[1]
        return read_said(self.tokens, at, self.policy, True) is not None

    def _tail(self) -> None:
        """Read hedges, rates and nouns after the number; refuse everything else."""
        while self.at < len(self.tokens):
            found = longest(self.tokens, self.at, _hedges_after(self.policy))
            if found is not None and (self.all or self._surely_after(found[1])):
                self._hedge(*found)
                self.at = found[1]
                continue
            before = self.at
            self._rate()
            if self.at > before:
                continue
            if not self.all:
                return
            named = longest(self.tokens, self.at, _neutral())
            dangling = named is not None and named[1] == len(self.tokens)
            if named is None or (dangling and self._key() in _LINKS):
                raise self._left_over()
            self.at = named[1]

    def _surely_after(self, end: int) -> bool:
        """Tell whether a hedge belongs to the number before it: `or more`, and not `at most`."""
        if self._key() == "plus":
            return bool(self._glue())  # `40-plus`, and not `$250,000 plus a bonus`
        if self.tokens[self.at].text[:1].isupper():
            return False  # the 737 Max
        return self._key() in ("or", "and", "+", "ish") or end == len(self.tokens)

    def _left_over(self) -> RefusalError:
        token = self.tokens[min(self.at, len(self.tokens) - 1)]
        if numeric(token) or currency_sign(self.tokens, self.at) is not None:
            message = "the figure holds more than one number"
            help = "make a claim of each"
            spaced = self.tokens[self.at - 1]
            if token.sort is spaced.sort is Sort.NUMBER and len(token.text) == 3:
                help = f"write {spaced.text},{token.text} if it is one number, or a claim of each"
            return refuse("two-figures", message, token.start, self.tokens[-1].end, help)
        if self._date_follows():
            message = "the figure holds an amount and a date"
            help = "make a claim of each"
            return refuse("two-figures", message, token.start, self.tokens[-1].end, help)
        if token.key in lexicon().falls:
            message = f"'{token.text}' says that something fell, and not with which sign it counts"
            help = "give a `value`: negative for a change, positive for what is called a fall"
            return refuse("ambiguous-sign", message, token.start, token.end, help)
        if token.sort is Sort.WORD:
            return unknown_unit(token)
        message = f"'{token.text}' is left over"
        help = "quote the number with its unit and nothing else"
        return refuse("trailing-text", message, token.start, self.tokens[-1].end, help)

    def _date_follows(self) -> bool:
        try:
            return read_date_phrase(self.tokens[self.at :], self.policy, False) is not None
        except RefusalError:
            return False

    def _key(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].key if at < len(self.tokens) else ""
