"""The value grammar: a number, a set, a date, a choice's names or a hole, as a claim file says it.

It also reads limits (`min`, `max`), the values of assumptions and `as_of`.

>>> from verify.hedges import load_policy
>>> read_value("18 .. 24 month", unit_of=lambda word: None, policy=load_policy()).face
[18, 24]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from verify.amount import HOLE, Amount, Kind, hedged, literal
from verify.diagnostics import Problem
from verify.hedges import Effect, Policy
from verify.interval import Interval
from verify.lexicon import lexicon
from verify.number import DIGITS, Numeral, from_digits, scan_number
from verify.refusal import RefusalError, character_problem
from verify.taking import Taking, read_taking
from verify.unit_syntax import scan
from verify.value_date import read_dates

UnitOf = Callable[[str], str | None]


def read_value(
    text: str,
    *,
    unit_of: UnitOf,
    policy: Policy,
    exact: bool = False,
    precision: str | None = None,
    rounding: str | None = None,
    want: Kind | None = None,
) -> Amount | tuple[Problem, ...]:
    """Return what a value says, or what is wrong with it; nothing is raised.

    With `want` a date, `2024` is the year; otherwise it is the number. A unit is passed on as it
    was written, `%` as `percent`; `unit_of` only helps to say what to write instead. Brackets,
    comparisons, `..`, `±`, fractions and dates are literal: the same in both sets.
    """
    found = character_problem(text)
    if found is not None:
        return (found,)
    taking = read_taking(exact, precision, rounding)
    if isinstance(taking, Problem):
        return (taking,)
    try:
        return _Value(text, unit_of, policy, taking, want).read()
    except RefusalError as refused:
        return (refused.problem,)


_COMPARISONS = (">=", "<=", ">", "<", "≥", "≤")
_ABOUT = "~"


class _Value:
    """A reader that stands at a place in a value's text."""

    def __init__(
        self, text: str, unit_of: UnitOf, policy: Policy, taking: Taking, want: Kind | None
    ) -> None:
        self.text, self.unit_of, self.policy = text, unit_of, policy
        self.taking, self.want = taking, want
        self.at = 0

    def read(self) -> Amount:
        """Read the whole value."""
        stripped = self.text.strip()
        if stripped == "?":
            return HOLE
        names = self._names(stripped)
        if names is not None:
            return names
        if self.want is Kind.CHOICE:
            help = "names match [a-z][a-z0-9_]*; write several with `|` between them"
            self._refuse("not-a-name", f"'{stripped[:40]}' is not a choice's name", help)
        self._space()
        dated = read_dates(self.text, self.policy, self.want)
        if dated is not None:
            return dated
        if self.want is Kind.DATE:
            help = "write 2029, 2029-05, 2029-05-17, a range or a comparison of them"
            self._refuse("not-a-date", f"'{stripped[:40]}' is not a date", help)
        return self._measure()

    def _names(self, stripped: str) -> Amount | None:
        if self.want not in (None, Kind.CHOICE):
            return None
        names = tuple(part.strip() for part in stripped.split("|"))
        if not all(is_choice(name) for name in names):
            return None
        if len(set(names)) < len(names):
            self._refuse("repeated-name", "a choice's name is written twice", "write it once")
        everything = Interval()
        why = "one of the names" if len(names) > 1 else "the name as written"
        return Amount(Kind.CHOICE, everything, everything, "", names, exact=True, because=(why,))

    def _measure(self) -> Amount:
        sign = self._taken(*_COMPARISONS, _ABOUT)
        if sign:
            self._space()
            number = self.number()
            unit = self.unit()
            self.finish()
            if sign == _ABOUT:
                return self._number(number, unit, about=True)
            return literal(_compared(sign, number.value), unit, "a comparison as written")
        bracket = self._taken("[", "(")
        if bracket:
            return self._brackets(bracket)
        number, scaled = self.number_and_scale()
        self._space()
        mark = self._taken("±", "+/-", "+-")
        if mark:
            return self._plus_minus(number, scaled)
        if self._taken("/"):
            return self._ratio(number)
        unit = self.unit()
        self._space()
        if self._taken(".."):
            return self._range(number, scaled, unit)
        self.finish()
        return self._number(number, unit)

    def _number(self, number: Numeral, unit: str, about: bool = False) -> Amount:
        hedge = None
        if about:
            rows = [row for row in self.policy.hedges if row.effect is Effect.ABOUT]
            hedge = next(row for row in rows if _ABOUT in row.before)
        return _good(hedged(number, unit, self.policy, self.taking, hedge))

    def _range(self, low: Numeral, scaled: Fraction | None, first_unit: str) -> Amount:
        self._space()
        high, scale = self.number_and_scale()
        unit = self.unit()
        self.finish()
        if first_unit and first_unit != unit:
            help = f"write `.. {first_unit}` at the end only" if not unit else "use one unit"
            message = f"the ends are in {first_unit} and {unit or 'no unit'}"
            self._refuse("two-units", message, help)
        if scaled is None and scale is not None and not first_unit:
            low = low.scaled(scale)
        return self._set(low.value, high.value, unit, "a range as written")

    def _plus_minus(self, middle: Numeral, scaled: Fraction | None) -> Amount:
        self._space()
        width, scale = self.number_and_scale()
        unit = self.unit()
        self.finish()
        if scaled is None and scale is not None:
            middle = middle.scaled(scale)
        if width.value < 0:
            self._refuse("malformed-value", "the width after ± is negative", "write it without -")
        low, high = middle.value - width.value, middle.value + width.value
        return self._set(low, high, unit, "± as written")

    def _ratio(self, top: Numeral) -> Amount:
        self._space()
        bottom = self.number()
        unit = self.unit()
        self.finish()
        if not bottom.value:
            self._refuse("division-by-zero", "the fraction divides by zero", "write the number")
        ratio = top.value / bottom.value
        return literal(Interval(ratio, ratio), unit, "a fraction as written")

    def _brackets(self, bracket: str) -> Amount:
        ends = self._bracket_ends()
        closing = self.text[ends[2]]
        low, low_scale = self.number_and_scale()
        self._space()
        self._must(self.at == ends[1])
        self.at += 1
        self._space()
        high, high_scale = self.number_and_scale()
        self._space()
        self._must(self.at == ends[2])
        self.at += 1
        after = self._scale()
        if after is not None and low_scale is None and high_scale is None:
            low, high = low.scaled(after), high.scaled(after)
        unit = self.unit()
        self.finish()
        opened, ended = bracket == "(", closing == ")"
        return self._set(low.value, high.value, unit, "a set as written", opened, ended)

    def _bracket_ends(self) -> tuple[int, int, int]:
        """Return where the bracket's text begins, its separating comma and its end are."""
        close = min(
            (at for at in (self.text.find(mark, self.at) for mark in "])") if at >= 0), default=-1
        )
        inside = self.text[self.at : close] if close >= 0 else ""
        commas = [at for at, mark in enumerate(inside) if mark == ","]
        spaced = [at for at in commas if inside[at + 1 : at + 2] in (" ", "\t")]
        chosen = spaced if spaced else commas
        self._must(close >= 0 and len(chosen) == 1)
        comma = chosen[0]
        digits = inside[comma + 1 :].strip()
        if not spaced and len(digits) == 3 and digits.isdigit():
            pair = f"[{inside[:comma]}, {digits}]"
            message = "the comma could part two numbers or group the digits of one"
            self._refuse("ambiguous-number", message, f"write {pair[:60]} with a space")
        return self.at, self.at + comma, close

    def _must(self, holds: bool) -> None:
        if not holds:
            message = "a set in brackets holds two numbers"
            self._refuse("malformed-value", message, "write [1.1, 1.6) or >= 1.1")

    def _set(self, low: Fraction, high: Fraction, unit: str, why: str, *open_: bool) -> Amount:
        interval = Interval(low, high, *open_)
        if low > high:
            self._refuse("reversed-range", "the lower end is above the upper one", "swap the ends")
        if interval.empty:
            self._refuse("empty-range", "no number lies in this set", "close both ends")
        return literal(interval, unit, why)

    def number(self) -> Numeral:
        """Read a number with its sign and scale word."""
        return self.number_and_scale()[0]

    def number_and_scale(self) -> tuple[Numeral, Fraction | None]:
        """Read a number with its sign and scale word, and say which scale it was."""
        start = self.at
        negative = self._taken("-", "\N{MINUS SIGN}")
        if not negative:
            self._taken("+")
        if self.text[self.at : self.at + 1] not in DIGITS or self.at >= len(self.text):
            self._no_number(start)
        found = scan_number(self.text, self.at)
        if isinstance(found, Problem):
            raise RefusalError(found)
        self.at = found.end
        numeral = from_digits(found.whole, found.decimals, found.exponent, self.policy)
        numeral = numeral.negated() if negative else numeral
        scale = self._scale()
        return (numeral, None) if scale is None else (numeral.scaled(scale), scale)

    def _scale(self) -> Fraction | None:
        start = self.at
        self._space()
        end = self.at
        while end < len(self.text) and self.text[end].isascii() and self.text[end].isalpha():
            end += 1
        word = self.text[self.at : end]
        if word in _SCALES and self.text[end : end + 1] not in tuple("*/_0123456789"):
            self.at = end
            return lexicon().scales[word]
        self.at = start
        return None

    def unit(self) -> str:
        """Read a unit as written, or nothing."""
        start = self.at
        self._space()
        end = self.at
        while end < len(self.text) and not self.text[end].isspace():
            if self.text.startswith(("..", "±"), end) or self.text[end] in ",])":
                break
            end += 1
        word = self.text[self.at : end]
        if not word:
            self.at = start
            return ""
        found = scan(word)
        if isinstance(found, Problem):
            meant = self.unit_of(word)
            help = f"write {meant}" if meant else found.help
            start, stop = found.start + self.at, found.end + self.at
            raise RefusalError(replace(found, start=start, end=stop, help=help))
        self.at = end
        return word.replace("%", "percent")

    def _no_number(self, start: int) -> None:
        first = self.text[start : start + 1]
        signs = lexicon().currency_signs
        for length in (3, 2, 1):
            sign = self.text[start : start + length]
            if sign in signs:
                help = f"write the currency's code after the number: 1.25 billion {signs[sign]}"
                message = f"'{sign}' is not part of the value grammar"
                raise RefusalError(
                    Problem("not-a-value", message, start, start + len(sign), (), help)
                )
        shown = self.text.strip()[:40]
        message = f"'{shown}' is not a value" if first else "a number is missing here"
        help = "write a number with a unit, such as 300 MW, or a range 18 .. 24 month"
        if self.want is None and shown.casefold().replace(" ", "_") != shown:
            help += "; a choice's name has small letters only"
        raise RefusalError(Problem("not-a-value", message, start, len(self.text), (), help))

    def finish(self) -> None:
        """Refuse whatever is left of the text."""
        self._space()
        if self.at < len(self.text):
            rest = self.text[self.at :].strip()
            help = "a value is one number or set and one unit, such as 1.25 billion USD/month"
            first = rest.split()[0]
            meant = self.unit_of(rest) or self.unit_of(first)
            if rest.startswith(("±", "+-", "+/-")):
                help = "the unit comes last and is of both numbers: 100 ± 5 MW"
            elif meant:
                help = f"write the unit as {meant}, joined with `/` or `*` and without spaces"
            message = f"'{rest[:40]}' is left over"
            raise RefusalError(
                Problem("trailing-text", message, self.at, len(self.text), help=help)
            )

    def _taken(self, *marks: str) -> str | None:
        for mark in marks:
            if self.text.startswith(mark, self.at):
                self.at += len(mark)
                return mark
        return None

    def _space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _refuse(self, code: str, message: str, help: str) -> None:
        raise RefusalError(Problem(code, message, 0, len(self.text), help=help))


_SCALES = ("hundred", "thousand", "million", "billion", "trillion", "quadrillion", "lakh", "crore")


def _compared(sign: str, value: Fraction) -> Interval:
    if sign in (">", ">=", "≥"):
        return Interval(lower=value, lower_open=sign == ">")
    return Interval(upper=value, upper_open=sign == "<")


def _good(amount: Amount | Problem) -> Amount:
    if isinstance(amount, Problem):
        raise RefusalError(amount)
    return amount


def is_choice(name: str) -> bool:
    """Tell whether a text is a choice's name: `[a-z][a-z0-9_]*`."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return name[:1] in letters and bool(name) and all(c in letters + "0123456789_" for c in name)
