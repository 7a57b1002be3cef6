"""Dates as articles print them: "through May 2029", "by late 2024", "the first quarter of 2026".

>>> from verify.hedges import load_policy
>>> from verify.phrase import cut
>>> read_date_phrase(cut("late 2024"), load_policy(), False).face
[739130, 739252)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from verify.amount import Amount
from verify.dates import Period, between, day, iso_period, month, months, part_of, placed, span_of
from verify.diagnostics import Problem
from verify.hedges import Part, Policy
from verify.phrase import Sort, Token, longest, table_of
from verify.refusal import RefusalError, refuse

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = {name: at + 1 for at, name in enumerate(_MONTHS)}
_MONTH |= {name[:3]: number for name, number in _MONTH.items()} | {"sept": 9}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "final": "4", "last": "4"}
_SPANS = {"quarter": "Q", "half": "H"}
_TAILS = table_of(
    [
        ("at the latest", "by"),
        ("or earlier", "by"),
        ("or before", "by"),
        ("at the earliest", "from"),
        ("or later", "from"),
        ("onwards", "from"),
        ("onward", "from"),
    ]
)
_RELATIVE = table_of(
    (f"{which} {what}", True)
    for which in ("this", "last", "next", "the next", "the last", "the past")
    for what in ("year", "month", "week", "quarter", "decade")
) | table_of((word, True) for word in ("today", "yesterday", "tomorrow", "currently", "now"))
_NO_EVIDENCE = (("the",), ("of",), ("at",))


def read_date_phrase(tokens: tuple[Token, ...], policy: Policy, wanted: bool) -> Amount | None:
    """Return the instants that a phrase names, or None if it is about something else.

    A bare year is a date only where a date is wanted, or after a word such as "by" or "late".
    """
    return _Dates(tokens, policy, wanted).read()


@lru_cache(maxsize=16)
def _relations(policy: Policy) -> dict[tuple[str, ...], str]:
    return table_of((word, name) for name, words in policy.dates for word in words)


@lru_cache(maxsize=16)
def _parts(policy: Policy) -> dict[tuple[str, ...], Part]:
    return table_of((phrase, part) for part in policy.parts for phrase in part.phrases)


class _Dates:
    """A reader that stands at a token; `evidence` says that this cannot be a plain number."""

    def __init__(self, tokens: tuple[Token, ...], policy: Policy, wanted: bool) -> None:
        self.tokens, self.policy = tokens, policy
        self.at = 0
        self.evidence = wanted
        self.end = tokens[-1].end

    def read(self) -> Amount | None:
        if longest(self.tokens, 0, _RELATIVE) and self._after_relative():
            message = "the date depends on when it was written"
            help = "write the date as a value, such as 2026-05"
            raise refuse("relative-date", message, 0, self.end, help)
        self._refuse_slashes()
        if self._key() == "between":
            return self._between()
        relation = self._relation()
        first = self._period()
        if first is None:
            return self._nothing()
        if self._key() in ("-", "–") or self._month_glued():
            self.at += 0 if self._month_glued() else 1
            return self._range(first)
        tail = longest(self.tokens, self.at, _TAILS)
        if tail is not None:
            relation, self.at = tail
            self.evidence = True
        if self._key() in ("to", "through", "until", "and", "or") and self._month_or_year():
            message = "two dates in one figure"
            help = "make a claim of each, or write `between … and …` for one date between them"
            raise refuse("two-figures", message, 0, self.end, help)
        if self.at < len(self.tokens) or not self.evidence:
            return self._nothing()
        return placed(first, relation, self.policy)

    def _after_relative(self) -> bool:
        found = longest(self.tokens, 0, _RELATIVE)
        return found is not None and found[1] == len(self.tokens)

    def _relation(self) -> str:
        found = longest(self.tokens, self.at, _relations(self.policy))
        if found is None:
            return "within"
        relation, end = found
        phrase = tuple(token.key for token in self.tokens[self.at : end])
        weak = relation == "around" or phrase in _NO_EVIDENCE
        self.evidence = self.evidence or not weak
        self.at = end
        if relation == "by" and self._key() == "the":
            self.at += 1
        return relation

    def _between(self) -> Amount | None:
        self.at += 1
        first = self._period()
        if first is None or self._key() not in ("and", "to"):
            return self._nothing()
        self.at += 1
        return self._range(first)

    def _range(self, first: Period) -> Amount | None:
        last = self._period()
        if last is None or self.at < len(self.tokens) or not self.evidence:
            return self._nothing()
        whole = between(first, last)
        if isinstance(whole, Problem):
            raise RefusalError(replace(whole, end=self.end))
        return whole

    def _nothing(self) -> Amount | None:
        """Give the phrase up to other readers, unless it can only be a date."""
        keys = [token.key for token in self.tokens]
        season = next((key for key in keys if key in _SEASONS), None)
        fiscal = next((key for key in keys if key == "fiscal" or key.startswith("fy")), None)
        if (season or fiscal) and any(len(key) >= 4 and key[-4:].isdigit() for key in keys):
            message = f"'{season or fiscal}' does not say which months"
            help = "write the dates as a value, such as 2025-02 .. 2026-01"
            raise refuse("ambiguous-period", message, 0, self.end, help)
        if any(key in _MONTH for key in keys) and len(keys) <= 3 and self.at == len(keys):
            return None
        if any(token.sort is Sort.DATE for token in self.tokens):
            message = "the words around the date are not understood"
            help = "quote the date alone, or write it as a value, such as 2026-05"
            raise refuse("not-a-date", message, 0, self.end, help)
        return None

    def _refuse_slashes(self) -> None:
        keys = [token.key for token in self.tokens]
        for at in range(len(keys) - 4):
            slashed = keys[at + 1] == keys[at + 3] == "/"
            if slashed and all(keys[at + step].isdigit() for step in (0, 2, 4)):
                message = "a date with slashes can be read with the day or the month first"
                start, end = self.tokens[at].start, self.tokens[at + 4].end
                raise refuse("ambiguous-date", message, start, end, "write it like 2026-05-20")

    # Periods

    def _period(self) -> Period | None:
        start = self.at
        part = longest(self.tokens, self.at, _parts(self.policy))
        if part is not None:
            self.at = part[1]
            if self._key() in ("in", "of"):
                self.at += 1
            if self._key() == "the":
                self.at += 1
        whole = self._whole()
        if whole is None:
            self.at = start
            return None
        if part is None:
            return whole
        self.evidence = True
        return part_of(whole, part[0], self.policy)

    def _whole(self) -> Period | None:
        token = self._token()
        if token is None:
            return None
        if token.sort is Sort.DATE:
            self.at += 1
            self.evidence = True
            found = iso_period(token.text)
            if isinstance(found, Problem):
                start, end = found.start + token.start, found.end + token.start
                raise RefusalError(replace(found, start=start, end=end))
            return found
        return self._span() or self._named() or self._year_period()

    def _year_period(self) -> Period | None:
        """Read 2024, 2024 Q1, the 2020s."""
        year = self._year()
        if year is None:
            return None
        if self._key() == "s" and self._glued():
            self.at += 1
            self.evidence = True
            first, last = months(year, 1, 12), months(min(year + 9, 9999), 1, 12)
            return Period(first.first, last.last, first.first, last.last)
        letter, number = self._key()[:1].upper(), self._key()[1:]
        span = span_of(year, letter, number)
        if span is not None:
            self.at += 1
            self.evidence = True
            return span
        return months(year, 1, 12)

    def _span(self) -> Period | None:
        """Read Q1 2026, first quarter of 2026, the second half of 2025."""
        start = self.at
        if self._key() == "the":
            self.at += 1
        key = self._key()
        letter, number = key[:1].upper(), key[1:]
        if key in tuple("1234") and self._key(1) in ("st", "nd", "rd", "th"):
            self.at += 1
            key = list(_ORDINALS)[int(key) - 1]
        if key in _ORDINALS and self._key(1) in _SPANS:
            letter, number = _SPANS[self._key(1)], _ORDINALS[key]
            number = "2" if letter == "H" and key in ("final", "last") else number
            self.at += 1
        self.at += 1
        for word in ("of", "in"):
            if self._key() == word:
                self.at += 1
        year = self._year() if letter in ("Q", "H") and number else None
        span = span_of(year, letter, number) if year is not None else None
        if span is None:
            self.at = start
            return None
        self.evidence = True
        return span

    def _named(self) -> Period | None:
        """Read May 2029, 20 May 2026, May 20, 2026, each with or without a weekday."""
        start = self.at
        weekday = self._weekday()
        if self._key() == "the":
            self.at += 1
        day_of_month = self._day()
        if day_of_month is not None and self._key() == "of":
            self.at += 1
        number = _MONTH.get(self._key())
        if number is None:
            self.at = start
            return None
        self.at += 1
        if self._key() == "." and self._glued():
            self.at += 1
        if day_of_month is None:
            day_of_month = self._day()
        for word in (",", "of"):
            if self._key() == word:
                self.at += 1
        year = self._year()
        if year is None and (self._key() in ("-", "–", "and", "to") or self._month_glued()):
            year = self._later_year()
        if year is None:
            return self._year_missing(start)
        self.evidence = True
        if day_of_month is None:
            return month(year, number)
        found = day(year, number, day_of_month)
        if found is None:
            message = f"{_MONTHS[number - 1].title()} {year} has no day {day_of_month}"
            raise refuse("bad-date", message, self._start(start), self.end, "check the day")
        self._check_weekday(weekday, found, start)
        return found

    def _weekday(self) -> int | None:
        key = self._key()
        for at, name in enumerate(_WEEKDAYS):
            if key == name or (len(key) >= 3 and key == name[: len(key)] and len(key) <= 4):
                self.at += 1
                if self._key() in (",", "."):
                    self.at += 1
                return at
        return None

    def _check_weekday(self, weekday: int | None, found: Period, start: int) -> None:
        if weekday is None:
            return
        at = date.fromordinal(found.first)
        if at.weekday() != weekday:
            message = f"{at.isoformat()} was no {_WEEKDAYS[weekday].title()}"
            help = f"it is a {_WEEKDAYS[at.weekday()].title()}: quote the date without the weekday"
            raise refuse("weekday-differs", message, self._start(start), self.end, help)

    def _year_missing(self, start: int) -> Period | None:
        """Refuse a month without a year, if the phrase holds nothing else."""
        if self.at == len(self.tokens) and (start > 0 or self._titled(start)):
            message = "the date has no year"
            help = "write it as a value with its year, such as 2026-05-20"
            raise refuse("year-missing", message, self._start(start), self.end, help)
        self.at = start
        return None

    def _titled(self, start: int) -> bool:
        return any(token.text[:1].isupper() for token in self.tokens[start:])

    def _month_glued(self) -> bool:
        """Tell whether a hyphen joins the next month: `May-June 2026`."""
        token = self._token()
        return token is not None and token.glue == "-" and token.key in _MONTH

    def _later_year(self) -> int | None:
        """Return the year that a later date of a range gives to its first."""
        last = self.tokens[-1]
        return _year_of(last)

    def _day(self) -> int | None:
        token = self._token()
        if token is None or token.sort is not Sort.NUMBER or len(token.text) > 2:
            return None
        if not token.text.isdigit():
            return None
        ordinal = self.tokens[self.at + 1 : self.at + 2]
        follows = 1
        if ordinal and ordinal[0].key in ("st", "nd", "rd", "th") and ordinal[0].glue == "":
            follows = 2
        self.at += follows
        return int(token.text)

    def _year(self) -> int | None:
        token = self._token()
        year = None if token is None else _year_of(token)
        if year is not None:
            self.at += 1
        return year

    def _month_or_year(self) -> bool:
        token = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if token is None or not self.evidence:
            return False
        dated = token.sort is Sort.DATE or _year_of(token) is not None
        return dated or token.key in _MONTH or token.sort is Sort.NUMBER

    def _token(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _key(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].key if at < len(self.tokens) else ""

    def _glued(self) -> bool:
        token = self._token()
        return token is not None and token.glue == ""

    def _start(self, at: int) -> int:
        return self.tokens[at].start


def _year_of(token: Token) -> int | None:
    """Return the year that four digits write, 1000 to 9999."""
    plain = token.sort is Sort.NUMBER and len(token.text) == 4 and token.text.isdigit()
    return int(token.text) if plain and token.text[0] != "0" else None
