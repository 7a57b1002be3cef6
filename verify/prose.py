"""Figures in running text: each number phrase with its sets, and what only looks like one.

Numbers and number words are sought; from each one the phrase is taken as far to the left as
hedges, signs and currencies go, and read by the grammar of figures as far as that goes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from verify.amount import Amount
from verify.date_phrase import read_date_phrase
from verify.diagnostics import Problem
from verify.figure import Leading, read_leading
from verify.hedges import Policy
from verify.lexicon import lexicon
from verify.phrase import cut
from verify.refusal import RefusalError
from verify.unit_phrase import UnitOf

_WINDOW: Final = 160  # code points of a phrase, from its first word
_LEAD: Final = 70  # of the words before its number


@dataclass(frozen=True, slots=True)
class Figure:
    """A number phrase: where it stands (in code points, the end excluded) and what it says.

    `amount` is None where it is refused, and `refused` says why. `hypothetical` says that it
    stands under an if, a would or a negation.
    """

    start: int
    end: int
    text: str
    amount: Amount | None
    hedge: str = ""
    refused: str = ""
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """What has a number and is no figure, and why."""

    start: int
    end: int
    text: str
    reason: str


def find_figures(
    text: str, *, unit_of: UnitOf, policy: Policy
) -> tuple[tuple[Figure, ...], tuple[Name, ...]]:
    """Find every figure of a visible text, and the names that look like one, in order."""
    figures: list[Figure] = []
    names: list[Name] = []
    taken = 0  # where the last phrase ended
    bounds = [match.start() for match in _BOUND.finditer(text)]
    for match in _TRIGGER.finditer(text):
        if match.start() < taken:
            continue
        reason = _NOT_FIGURES.get(match.lastgroup or "")
        if reason is not None:
            names.append(Name(match.start(), match.end(), match[0], reason))
            taken = match.end()
            continue
        stop = (
            bounds[at] if (at := bisect_right(bounds, match.start())) < len(bounds) else len(text)
        )
        found = _Phrase(text, match, taken, stop, unit_of, policy).read()
        if isinstance(found, Figure):
            figures.append(found)
            taken = found.end
        elif isinstance(found, Name):
            names.append(found)
            taken = found.end
    return tuple(figures), tuple(names)


# Words that begin a figure. Scales alone ("billions") are among the sets that words give.
_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "half|quarter|thirds?|quarters|fifths?|dozens?|hundreds?|thousands?|millions?|billions?|"
    "trillions?|doubled|tripled|quadrupled|halved|twice|thrice|zero"
)
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_LABELS: Final = (
    "section|sections|chapter|page|pages|figure|table|version|step|part|number|no|phase|tier|"
    "level|type|class|series|gate|flight|room|line|item|appendix|footnote|note|article|clause|"
    "paragraph|volume|issue|episode|season|route|highway|rule|form|act|title|exhibit|day|week"
)
_TRIGGER: Final = re.compile(
    rf"""
    (?P<address>https?://[^\s<>]+|www\.[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]*\w)
  | (?P<list>^[ \t]*(?:[•*·-]\s*)?(?:\(?\d{{1,3}}[.)](?=\s)|0\d(?=[A-Z\s])))
  | (?P<heading>^[ \t]*\d{{1,2}}[ \t]*$)
  | (?P<clock>\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\.?)?(?!\d)
        |\b\d{{1,2}}\s?[ap]\.?m\b\.?)
  | (?P<phone>(?<![\w$€£])(?:\+\d{{1,3}}[ .-])?(?:\(\d{{2,4}}\)\s?|\d{{3}}[ .-])
        \d{{3}}[ .-]\d{{4}}(?!\w))
  | (?P<version>\b[vV]\d+(?:\.\d+)*\b|(?<![\w$€£.,])\d+(?:\.\d+){{2,}}(?![\w]))
  | (?P<code>\#\d+\b)
  | (?P<date>
        (?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:\b(?:{_MONTHS})\b\.?)
            (?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?=,|\s+\d{{4}}))?,?\s+\d{{4}}\b
      | \b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b
      | \bQ[1-4]\s+(?:of\s+)?\d{{4}}\b
      | \b(?:early|late|mid)[ -](?:in\s+)?\d{{4}}\b
      | \b(?:in|since|by|until|till|through|before|after|during|from)\s+(?:1[89]|20)\d{{2}}\b
            (?![\w-]|[.,]\d|\s+(?:million|billion))
    )
  | (?P<label>\b(?:{_LABELS})\.?\s+\d+(?:\.\d+)*[a-z]?\b
        (?![%,.]?\d|\s*(?:%|percent|million|billion)))
  | (?P<model>\b[A-Za-z]+[-\u2011]?\d[\w-]*(?:\.\d+)*\w*)
  | (?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
  | (?P<digits>\.?\d)
  | (?P<words>\b(?:{_WORDS})\b)
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_NOT_FIGURES: Final = {
    "address": "an address",
    "list": "numbers a list",
    "heading": "numbers a heading",
    "clock": "a time of day",
    "phone": "a telephone number",
    "version": "a version",
    "code": "a reference",
    "label": "a label",
    "ordinal": "a rank",
}
# Where a phrase cannot go on: the end of a sentence or clause, a line's end, brackets, dashes.
_BOUND: Final = re.compile(
    r"[.!?][\"'”’)\]]*(?=\s|$)|\n|[;:()\[\]{}“”\"]|,(?=\D)|,(?=\d(?!\d\d(?!\d)))|—|\s–\s|\s-\s"
)
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:if|even|would|could|might|unless|not|never|no|hardly|deny|denies|denied|whether)\b|n['’]t\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])|\n")
_LOSS: Final = re.compile(r"(?:[A-Z]{0,3}[$€£])?\(\s*(?:[A-Z]{0,3}[$€£])?(\d[\d.,]*)\s*\)")


@dataclass(slots=True)
class _Phrase:
    """One number on its way to a phrase; nothing before `least` or from `stop` on belongs to it."""

    text: str
    match: re.Match[str]
    least: int
    stop: int
    unit_of: UnitOf
    policy: Policy

    def read(self) -> Figure | Name | None:
        group = self.match.lastgroup
        if group == "model":
            return self._model()
        if group == "date":
            return self._date()
        if group == "words":
            return self._words()
        return self._digits()

    def _model(self) -> Name | None:
        written = self.match[0]
        if re.fullmatch(r"(?:US|A|C|NZ|HK|S|R|EUR|USD|GBP|CHF|x)\d[\w.-]*", written):
            return None
        return Name(self.match.start(), self.match.end(), written, "a name with a number")

    def _date(self) -> Figure | Name | None:
        start, end = self.match.span()
        lead = _date_leads(self.policy).search(self.text, max(self.least, start - _LEAD), start)
        if lead is not None:
            start = lead.start()
        for begin in dict.fromkeys((start, self.match.start())):
            written = self.text[begin:end]
            try:
                amount = read_date_phrase(cut(written), self.policy, False)
            except RefusalError as refusal:
                return self._figure(begin, end, None, refused=refusal.problem.message)
            if amount is not None:
                return self._figure(begin, end, amount)
        return Name(start, end, self.text[start:end], "a year that names something")

    def _words(self) -> Figure | Name | None:
        written = self.match[0].casefold()
        found = self._leading()
        if not isinstance(found, Figure) or found.amount is None:
            return None
        rest = found.end - self.match.end()
        before = _CAPITAL.search(self.text, max(self.least, found.start - 40), found.start)
        if self.match[0][0].isupper() and before is not None:
            text = self.text[before.start(1) : self.match.end()]
            return Name(before.start(1), self.match.end(), text, "a name with a number")
        if written in ("one", "zero", "half", "quarter", "third", "thirds", "ten") and rest <= 0:
            return None if not _counts(self.text, self.match) else found
        return found

    def _digits(self) -> Figure | Name | None:
        found = self._loss() or self._leading()
        if found is not None and found.amount is not None:
            return self._named(found) or found
        return found

    def _loss(self) -> Figure | None:
        """Read a loss in an accountant's brackets, `$(2.3) million`."""
        for start in range(self.match.start() - 1, max(self.least, self.match.start() - 6) - 1, -1):
            found = _LOSS.match(self.text, start)
            if found is not None and found.start(1) == self.match.start():
                break
        else:
            return None
        signs = found[0].replace("(", "").replace(")", "").replace(found[1], "").strip()
        if not signs:
            return None
        rest = self.text[found.end() : min(len(self.text), found.end() + 30)]
        bound = _BOUND.search(rest)
        rest = rest if bound is None else rest[: bound.start()]
        meant = f"-{signs}{found[1]}{rest}"
        leading = read_leading(meant, unit_of=self.unit_of, policy=self.policy)
        if isinstance(leading, Problem):
            return None
        end = found.end() + max(0, leading.end - (len(meant) - len(rest)))
        return self._figure(found.start(), end, leading.amount)

    def _starts(self) -> list[int]:
        """Return where the phrase may begin: at hedges, at a sign or currency, at the number."""
        at = self.match.start()
        least = max(self.least, at - _LEAD)
        leads = _leads(self.policy).search(self.text, least, at)
        sign = _signs().search(self.text, least, at)
        found = [at if each is None else each.start() for each in (leads, sign)]
        return list(dict.fromkeys((*found, at)))

    def _leading(self) -> Figure | None:
        """Read the phrase from the first place where it makes sense."""
        refused: Figure | None = None
        at = self.match.start()
        starts = self._starts()
        for start in starts:
            window = self.text[start : max(self.match.end(), min(self.stop, start + _WINDOW))]
            found = _read(window, self.unit_of, self.policy)
            if isinstance(found, Problem):
                end = max(start + found.end, self._number_end())
                refused = refused or self._figure(start, end, None, refused=found.message)
            elif found.end > at - start:
                if not found.hedges and start != starts[-1]:
                    start, found = self._shortest(start, starts, found)
                else:
                    start, found = self._trimmed(start, found)
                lead = self.text[start:at] if found.hedges else ""
                hedge = _signs().sub("", lead).strip()
                return self._figure(start, start + found.end, found.amount, hedge=hedge)
        return refused

    def _shortest(self, start: int, starts: list[int], found: Leading) -> tuple[int, Leading]:
        """Leave out words before the number that say nothing: `the`, `a massive`."""
        sign = _signs().search(self.text, start, starts[-1])
        least = starts[-1] if sign is None else sign.start()
        for later in (place for place in reversed(starts) if place <= least):
            window = self.text[later : max(self.match.end(), min(self.stop, later + _WINDOW))]
            again = _read(window, self.unit_of, self.policy)
            if not isinstance(again, Problem) and again.amount == found.amount:
                return later, again
        return start, found

    def _trimmed(self, start: int, found: Leading) -> tuple[int, Leading]:
        """Leave out words before the first hedge that say nothing."""
        while (word := _FIRST.match(self.text, start, self.match.start())) is not None:
            later = word.end()
            window = self.text[later : max(self.match.end(), min(self.stop, later + _WINDOW))]
            again = _read(window, self.unit_of, self.policy)
            if isinstance(again, Problem) or again.amount != found.amount:
                break
            start, found = later, again
        return start, found

    def _number_end(self) -> int:
        match = _NUMBER.match(self.text, self.match.start())
        return self.match.end() if match is None else match.end()

    def _named(self, found: Figure) -> Name | None:
        """Tell whether a bare number belongs to a name: `Colossus 2`, `2FA`, `3D`."""
        text, start, end = self.text, self.match.start(), found.end
        amount = found.amount
        assert amount is not None
        if amount.unit or found.hedge or found.start < start:
            return None
        following = text[end : end + 1]
        if following.isalpha():
            stop = re.compile(r"\w+").match(text, start)
            stop_at = end if stop is None else stop.end()
            return Name(start, stop_at, text[start:stop_at], "a name with a number")
        if following in ("-", "\u2011") and text[end + 1 : end + 2].isalpha():
            return None
        before = _CAPITAL.search(text, max(self.least, start - 40), start)
        if before is None or not re.fullmatch(r"\d[\d.]*", found.text):
            return None
        word = before[1]
        opening = re.compile(r"(?:^|[.!?:\n]\s*|[“\"(])$").search(text, 0, before.start(1))
        if word.casefold() in _PLAIN or (opening is not None and word.casefold() in _OPENERS):
            return None
        return Name(before.start(1), end, text[before.start(1) : end], "a name with a number")

    def _figure(
        self, start: int, end: int, amount: Amount | None, *, hedge: str = "", refused: str = ""
    ) -> Figure:
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        shown = self.text[start:end].rstrip().rstrip("'’")
        return Figure(
            start,
            start + len(shown),
            shown,
            amount,
            hedge,
            refused,
            _supposed(self.text, start),
        )


_NUMBER = re.compile(r"[\d.,]*\d%?|\w+")
_FIRST = re.compile(r"[^\W\d]+[\s-]+")
_CAPITAL = re.compile(r"\b([A-Z][\w.&’']*)[ \u00a0-]$")
_PLAIN = frozenset(
    {"a", "about", "all", "an", "and", "another", "are", "around", "at", "between", "but", "by"}
    | {"each", "every", "for", "from", "had", "has", "have", "her", "his", "i", "in", "is", "its"}
    | {"just", "least", "less", "minus", "more", "most", "nearly", "of", "on", "only", "or", "our"}
    | {"over", "per", "plus", "some", "than", "that", "the", "their", "these", "this", "those"}
    | {"to", "under", "up", "was", "were", "with"}
)
_OPENERS = frozenset(
    ["roughly", "approximately", "almost", "exactly", "currently", "today", "together", "meanwhile"]
)


@lru_cache(maxsize=4096)
def _read(window: str, unit_of: UnitOf, policy: Policy) -> Leading | Problem:
    return read_leading(window, unit_of=unit_of, policy=policy)


@lru_cache(maxsize=8)
def _leads(policy: Policy) -> re.Pattern[str]:
    """Return what may stand before a number: hedges, then a currency or a minus."""
    words = {word for row in policy.hedges for word in row.before} | {"between", "from"}
    hedges = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\w-])(?:{hedges})[\s-]+)*"
        rf"(?:(?<![\w-])(?:minus|negative)\s+)?{_currencies()}$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    """Return a currency, a minus, or both, right before a number."""
    return re.compile(rf"(?:(?<![\w-])(?:minus|negative)\s+)?{_currencies()}$", re.IGNORECASE)


def _currencies() -> str:
    known = lexicon()
    signs = sorted(known.currency_signs, key=len, reverse=True)
    listed = "|".join(re.escape(sign) for sign in signs)
    codes = "|".join(sorted(known.currencies))
    return rf"[-−+]?(?:(?:(?<!\w)(?:{listed})|\b(?:{codes}))\s?)?[-−+]?"


@lru_cache(maxsize=8)
def _date_leads(policy: Policy) -> re.Pattern[str]:
    words = {word for _, phrases in policy.dates for word in phrases}
    words |= {phrase for part in policy.parts for phrase in part.phrases} | {"between", "from"}
    listed = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:(?:{listed})[\s-]+)+$", re.IGNORECASE)


def _spaced(word: str) -> str:
    return r"[\s-]+".join(re.escape(part) for part in word.split())


def _counts(text: str, match: re.Match[str]) -> bool:
    """Tell whether a small number in words counts something: `one in five`, and no pronoun."""
    return (
        re.compile(r"\s+in\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten)").match(
            text, match.end()
        )
        is not None
    )


def _supposed(text: str, at: int) -> bool:
    """Tell whether a place stands under an if, a would or a negation of its sentence."""
    start = 0
    for match in _SENTENCE.finditer(text, max(0, at - 400), at):
        start = match.end()
    return _HYPOTHETICAL.search(text, max(start, at - 400), at) is not None
