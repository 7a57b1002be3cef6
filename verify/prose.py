"""Figures in running text: each number phrase with its sets, and what only looks like one.

Numbers and number words are sought; from each one the phrase is taken as far to the left as
hedges, signs and currencies go, and read by the grammar of figures as far as that goes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from verify.amount import Amount
from verify.date_phrase import read_date_phrase
from verify.diagnostics import Problem
from verify.figure import Leading, read_leading
from verify.hedges import Effect, Policy
from verify.lexicon import lexicon
from verify.phrase import cut
from verify.refusal import RefusalError
from verify.triggers import NOT_FIGURES, TRIGGER, UNCERTAIN
from verify.unit_phrase import UnitOf
from verify.units import ambiguous_word
from verify.visible import reference, visible

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


def figures_of(
    text: str, path: str, *, unit_of: UnitOf, policy: Policy
) -> tuple[tuple[Figure, ...], tuple[Name, ...]]:
    """Find every figure of an article, whose name says what markup it has; places are its own."""
    seen = _GROUPED.sub(lambda match: match[0].replace(" ", "\u00a0"), visible(text, path))
    figures, names = find_figures(seen, unit_of=unit_of, policy=policy)
    if seen == text:
        return figures, names
    return tuple(replace(each, start=reference(text, each.start)) for each in figures), names


_GROUPED: Final = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3}){2,}(?![\w]|[.,]\d)")


def find_figures(
    text: str, *, unit_of: UnitOf, policy: Policy
) -> tuple[tuple[Figure, ...], tuple[Name, ...]]:
    """Find every figure of a visible text, and the names that look like one, in order."""
    figures: list[Figure] = []
    names: list[Name] = []
    taken = 0  # where the last phrase ended
    bounds = [match.start() for match in _BOUND.finditer(text)]
    supposed = _Supposed(text)
    for match in TRIGGER.finditer(text):
        if match.start() < taken:
            continue
        reason = NOT_FIGURES.get(match.lastgroup or "")
        if reason is not None:
            names.append(Name(match.start(), match.end(), match[0], reason))
            taken = match.end()
            continue
        stop = (
            bounds[at] if (at := bisect_right(bounds, match.start())) < len(bounds) else len(text)
        )
        found = _Phrase(text, match, taken, stop, unit_of, policy, supposed).read()
        if isinstance(found, Figure):
            figures.append(found)
            taken = found.end
        elif isinstance(found, Name):
            names.append(found)
            taken = found.end
    return _shared(figures, text, unit_of, policy), tuple(names)


def _shared(
    figures: list[Figure], text: str, unit_of: UnitOf, policy: Policy
) -> tuple[Figure, ...]:
    """Give the numbers of a list the unit that only its last one has: `5, 7 and 9 MW`."""
    unit = ""
    for n in range(len(figures) - 2, -1, -1):
        this, following = figures[n], figures[n + 1]
        joint = _LISTED.fullmatch(text, this.end, following.start)
        if joint is None or this.amount is None or not _BARE.fullmatch(this.text):
            unit = ""
            continue
        if joint[1] is not None:
            last = _WITH_UNIT.fullmatch(following.text)
            unit = "" if last is None or following.amount is None else last[1]
        if unit:
            found = _read(this.text + unit, unit_of, policy)
            if isinstance(found, Leading) and found.end == len(this.text + unit):
                figures[n] = replace(this, amount=found.amount)
    return tuple(figures)


_LISTED = re.compile(r",?\s(and|or)\s|,\s")
_BARE = re.compile(r"\d[\d.,]*")
_WITH_UNIT = re.compile(r"\d[\d.,]*(\s?[^\d\s].*)", re.DOTALL)
# Where a phrase cannot go on: the end of a sentence or clause, a line's end, brackets, dashes.
_BOUND: Final = re.compile(
    r"[.!?][\"'”’)\]]*(?=\s|$)|\n|[;:()\[\]{}“”\"|]|,(?=\D)|,(?=\d{4})|,(?=\d{1,2},\d)"
    r"|(?<=\d,\d),(?=\d{1,2}(?!\d))|(?<=\d,\d\d),(?=\d{1,2}(?!\d))|—|\s–\s|\s-\s"
)
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:if|even|would|could|might|unless|not|never|no|hardly|deny|denies|denied|whether)\b|n['’]t\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])|\n")
_LOSS: Final = re.compile(r"(?:[A-Z]{0,3}[$€£])?\(\s*(?:[A-Z]{0,3}[$€£])?(\d[\d.,]*)\s*\)")


class _Supposed:
    """The places of a text that stand under an if, a would or a negation of their sentence."""

    def __init__(self, text: str) -> None:
        self.sentences = [match.end() for match in _SENTENCE.finditer(text)]
        self.words = [match.start() for match in _HYPOTHETICAL.finditer(text)]

    def at(self, place: int) -> bool:
        """Tell whether a place is one."""
        before = bisect_right(self.sentences, place) - 1
        start = max(0, place - 400, self.sentences[before] if before >= 0 else 0)
        last = bisect_left(self.words, place) - 1
        return last >= 0 and self.words[last] >= start


@dataclass(slots=True)
class _Phrase:
    """One number on its way to a phrase; nothing before `least` or from `stop` on belongs to it."""

    text: str
    match: re.Match[str]
    least: int
    stop: int
    unit_of: UnitOf
    policy: Policy
    supposed: _Supposed

    def read(self) -> Figure | Name | None:
        group = self.match.lastgroup
        if group in UNCERTAIN:
            return self._figure(*self.match.span(), None, refused=UNCERTAIN[group])
        if group == "model":
            return self._model()
        if group in ("date", "dated"):
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
        begin = start if lead is None else lead.start()
        found: tuple[int, Amount] | None = None
        while begin <= start:
            try:
                amount = read_date_phrase(cut(self.text[begin:end]), self.policy, False)
            except RefusalError as refusal:
                return self._figure(begin, end, None, refused=refusal.problem.message)
            if found is not None and amount != found[1]:
                break
            found = None if amount is None else (begin, amount)
            word = _FIRST.match(self.text, begin, start)
            if word is None:
                break
            begin = word.end()
        if found is not None:
            return self._figure(found[0], end, found[1])
        return Name(start, end, self.text[start:end], "a year that names something")

    def _words(self) -> Figure | Name | None:
        written = self.match[0].casefold()
        found = self._leading()
        if found is None or found.amount is None:
            return None
        before = _CAPITAL.search(self.text, max(self.least, found.start - 40), found.start)
        if self.match[0][0].isupper() and before is not None:
            text = self.text[before.start(1) : self.match.end()]
            return Name(before.start(1), self.match.end(), text, "a name with a number")
        if written == "zero" and self.text[self.match.end() : self.match.end() + 1] == "-":
            return None  # zero-day
        bare = found.text.casefold() == written
        if bare and self.text[found.end : found.end + 1] in ("-", "\u2011"):
            return None  # two-factor
        if bare and written == "half" and _OF.match(self.text, found.end):
            return found
        return None if bare and written in _ALONE_NO_FIGURES else found

    def _digits(self) -> Figure | Name | None:
        score = _SCORE.match(self.text, self.match.start(), self.stop)
        if score is not None and int(score[1]) >= int(score[2]):
            before = self.text[max(0, self.match.start() - 2) : self.match.start()]
            if not re.search(r"[\w$€£]$", before):
                return Name(score.start(), score.end(), score[0], "a score")
        found = self._loss() or self._leading()
        if found is not None and found.amount is not None:
            return self._named(found) or found
        return found

    def _loss(self) -> Figure | None:
        """Read a loss in an accountant's brackets, `$(2.3) million`."""
        at = self.match.start()
        for start in range(at - 1, max(0, at - 6), -1):
            found = _LOSS.match(self.text, start)
            if found is not None and found.start(1) == at and found[0][0] != "(":
                break
        else:
            return None
        signs = found[0].partition("(")[0]
        rest = self.text[found.end() : found.end() + 30]
        bound = _BOUND.search(rest)
        rest = rest if bound is None else rest[: bound.start()]
        meant = f"-{signs}{found[1]}{rest}"
        leading = _read(meant, self.unit_of, self.policy)
        if isinstance(leading, Problem):
            return None
        end = found.end() + max(0, leading.end - (len(meant) - len(rest)))
        return self._figure(found.start(), end, leading.amount)

    def _starts(self) -> list[int]:
        """Return where the phrase may begin: at hedges, at a sign or currency, at the number."""
        at = self.match.start()
        least = max(self.least, at - _LEAD)
        leads = _leads(self.policy).search(self.text, least, at)
        if leads is not None and self._spans_time(leads):
            leads = None
        sign = _signs().search(self.text, least, at)
        article = None
        if self.match[0].casefold() in _AFTER_ARTICLE:
            article = _ARTICLE.search(self.text, least, at)
        places = [each.start() for each in (leads, article, sign) if each is not None]
        places = [at + len("from ") if self._changes(at) else at for at in (*places, at)]
        return sorted(dict.fromkeys(places))

    def _spans_time(self, leads: re.Match[str]) -> bool:
        """Tell whether `over` is no bound: `$45 billion over 36 months`, `hand over $5`."""
        if not _OVER.fullmatch(leads[0]):
            return False
        before = self.text[: leads.start()].rstrip()
        follows = self.least > 0 and not self.text[self.least : leads.start()].strip()
        lasts = _LASTING.match(self.text, self.match.start()) is not None
        return follows if lasts else _PHRASAL.search(before[-20:]) is not None

    def _changes(self, at: int) -> bool:
        """Tell whether `from … to …` is a change from one figure to another, and no range."""
        if self.text[at : at + 5].casefold() != "from ":
            return False
        return _RANGES.search(self.text, max(0, at - 30), at) is None

    def _window(self, start: int) -> str:
        end = max(self.match.end(), min(self.stop, start + _WINDOW))
        share = _ONE_IN.match(self.text, self.match.start(), end)
        return self.text[start : end if share is None else share.end()]

    def _leading(self) -> Figure | None:
        """Read the phrase from the first place where it makes sense."""
        refused: Figure | None = None
        at = self.match.start()
        starts = self._starts()
        listed = self.text[max(0, starts[0] - 2) : starts[0]].rstrip().endswith(",")
        changes = bool(_CHANGED.search(self.text, max(0, starts[0] - 5), starts[0]))
        risen = bool(_BY.search(self.text, max(0, starts[0] - 4), starts[0]))
        for start in starts:
            window = self._window(start)
            found = self._read(window)
            both = isinstance(found, Problem) and found.code in ("two-figures", "reversed-range")
            both = both or (listed and _OR.search(window, at - start + 1) is not None)
            if both or risen or (changes and self._changes(starts[0] - 5)):
                joint = _JOINT.search(window, at - start + 1)
                if joint is not None:
                    self.stop = min(self.stop, start + joint.start())
                    window = self._window(start)
                    found = self._read(window)
            if isinstance(found, Problem):
                end = max(start + found.end, self._number_end())
                refused = refused or self._figure(start, end, None, refused=found.message)
                if found.code in _AMBIGUOUS:
                    return refused
            elif found.end > at - start:
                start, found = self._shortest(start, starts, found)
                compound = _COMPOUND.match(self.text, start + found.end, self.stop)
                if compound is not None and found.amount.unit in _LARGER:
                    reason = "two units together: write the amount in one of them"
                    return self._figure(start, compound.end(), None, refused=reason)
                unclear = self._unclear(start + found.end) if not found.amount.unit else None
                if unclear is not None:
                    return self._figure(start, unclear[0], None, refused=unclear[1])
                lead = self.text[start:at] if found.hedges else ""
                hedge = _signs().sub("", lead).strip()
                if found.hedges and not hedge:
                    after = _after(self.policy).search(self.text, at, start + found.end)
                    hedge = found.hedges[0] if after is None else after[0].strip(" -")
                return self._figure(start, start + found.end, found.amount, hedge=hedge)
        return refused

    def _read(self, window: str) -> Leading | Problem:
        """Read the figure that a text begins with; a noun that it is per is counted."""
        found = _read(window, self.unit_of, self.policy)
        known = self.unit_of
        for _ in range(_NOUNS):
            noun = _uncounted(window, found)
            if noun is None:
                return found
            unclear = ambiguous_word(noun[1])
            if unclear is not None:
                return Problem("ambiguous-unit", unclear, 0, noun.end(1))
            known = _counting(known, noun[1].casefold())
            again = _read(window, known, self.policy)
            if isinstance(again, Problem) and again.code != "unknown-unit":
                return found
            found = again
        return found

    def _unclear(self, end: int) -> tuple[int, str] | None:
        """Return where a unit after a bare number ends that may mean several, and why."""
        word = _NEXT.match(self.text, end, self.stop)
        if word is None:
            return None
        known = lexicon().ambiguous
        alone = len(word[1]) == 1 and word[1].isalpha()
        if (alone and word.start(1) > end and word[1] not in "mMkK") or word[1] in ("us", "PS"):
            return None  # words before they are units: `gave 300 us`
        meant = known.get(word[1]) or known.get(word[1].casefold())
        if meant is not None:
            return word.end(1), f"'{word[1]}' can mean more than one thing: {meant}"
        refused = None if alone else ambiguous_word(word[1])
        return None if refused is None else (word.end(1), refused)

    def _shortest(self, start: int, starts: list[int], found: Leading) -> tuple[int, Leading]:
        """Leave out words before the number that say nothing: `the`, `a massive`."""
        at = self.match.start()
        if start == at:
            return start, found
        if _FEW.match(self.text, start) or _moving(self.policy).match(self.text, start):
            return start, found
        sign = _signs().search(self.text, start, at)
        least = at if sign is None else sign.start()
        after_article = self.match[0].casefold() in _AFTER_ARTICLE
        if after_article and _ARTICLE.search(self.text, start, least) is not None:
            least = next((place for place in reversed(starts) if place < at), at)
        places = [place for place in reversed(starts) if place <= least]
        word = _FIRST.match(self.text, start, least)
        while word is not None:
            places.append(word.end())
            word = _FIRST.match(self.text, word.end(), least)
        for later in sorted({place for place in places if place > start}, reverse=True):
            again = self._read(self._window(later))
            if not isinstance(again, Problem) and again.amount == found.amount:
                return later, again
        return start, found

    def _number_end(self) -> int:
        match = _NUMBER.match(self.text, self.match.start())
        return self.match.end() if match is None else match.end()

    def _named(self, found: Figure) -> Name | None:
        """Tell whether a bare number belongs to a name: `Colossus 2`, `2FA`, `the 2024 race`."""
        text, start, end = self.text, self.match.start(), found.end
        amount = found.amount
        assert amount is not None
        digits = _NUMBER.match(text, start)
        if found.hedge or found.start < start or digits is None:
            return None
        before = _CAPITAL.search(text, max(self.least, start - 40), start)
        if amount.unit:
            counted = amount.unit.isalpha() and amount.unit.islower() and len(digits[0]) < 4
            if before is None or not counted or before[1].casefold() in _PLAIN | _OPENERS:
                return None
            if amount.unit in _TIMES or not digits[0].isdigit():
                return None
            end = digits.end()
            return Name(before.start(1), end, text[before.start(1) : end], "a name with a number")
        following = text[end : end + 1]
        if following.isalpha():
            stop = _NUMBER_AND_LETTERS.match(text, start)
            stop_at = end if stop is None else stop.end()
            return Name(start, stop_at, text[start:stop_at], "a name with a number")
        if _YEAR.fullmatch(found.text):
            return Name(start, end, found.text, "a year that names something")
        if before is None or not re.fullmatch(r"\d[\d.]*", found.text):
            return None
        word = before[1]
        opening = _OPENING.search(text, max(0, before.start(1) - 4), before.start(1))
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
            self.supposed.at(start),
        )


_NUMBER = re.compile(r"[\d.,]{0,60}\d%?|\w+")
_AFTER_ARTICLE = frozenset(
    {"billion", "dozen", "fifth", "half", "hundred", "million", "quarter", "third", "thousand"}
    | {"fifths", "quarters", "thirds", "trillion"}
)
_OF = re.compile(r"\s+(?:of|the|its|their|his|her|all)\b", re.I)
_OR = re.compile(r"\s+(?:or|and)\s+")
_AMBIGUOUS = frozenset({"ambiguous-unit", "ambiguous-number", "ambiguous-scale", "two-units"})
_NEXT = re.compile(r"[ \u00a0-]?(°\s?[CF]\b|[^\W\d_]+|¥|¢|°)")
_NUMBER_AND_LETTERS = re.compile(r"\w+")
_OPENING = re.compile(r"(?:\A|[.!?:\n]\s*|[“\"(])$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_ARTICLE = re.compile(
    r"(?<![\w-])(?:an?|half an?|one|two|three|four|five|six|seven|eight|nine)[\s-]+$", re.I
)
_RANGES = re.compile(r"\b(?:rang\w+|var\w+|anywhere|ran|run|runs|cost|costs|price[ds]?)\s*$", re.I)
_CHANGED = re.compile(r"\bfrom $", re.I)
_BY = re.compile(r"\bby $", re.I)
_JOINT = re.compile(r"\s+(?:to|and|or)\s+|\s?[-–]\s?")
_ONE_IN = re.compile(
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine)\s+(?:in|out\s+of)\s+"
    r"(?:\d{1,6}|every\s+\w+|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b"
    r"(?!\s*(?:%|percent|second|minute|hour|day|week|month|quarter|year|million|billion|thousand))",
    re.I,
)
_ALONE_NO_FIGURES = frozenset(
    {"half", "one", "quarter", "quarters", "fifth", "fifths", "ten", "third", "thirds", "zero"}
)
_TIMES = frozenset({"day", "hour", "minute", "month", "second", "week", "year", "quarter"})
_SCORE = re.compile(r"(\d{1,3})[-–](\d{1,3})(?![\w%$€£-]|[.,]\d|\s?%)")
_LARGER = frozenset({"hour", "minute", "foot", "ft", "pound_mass", "lb", "stone"})
_COMPOUND = re.compile(
    r",?\s(?:and\s)?\d{1,2}(?:\.\d+)?[ -]?"
    r"(?:minutes?|mins?|seconds?|secs?|inch(?:es)?|in|ounces?|oz)\b"
)
_LASTING = re.compile(r"[\w.,-]+[ -](?:hour|day|week|month|quarter|year|decade)s?\b", re.IGNORECASE)
_OVER = re.compile(r"over[\s-]+[^\w\s]*", re.IGNORECASE)
_PHRASAL = re.compile(r"\b(?:hand|take|took|carry|argu|fight|fought|disput)\w*$", re.IGNORECASE)
_FEW = re.compile(r"an?\s+(?:few|couple|handful)\b", re.I)
_FIRST = re.compile(r"[^\W\d]+[\s-]+")
_CAPITAL = re.compile(r"\b([a-z]?[A-Z][\w.&’']*)[ \u00a0-]$")
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


# A noun after `per`; after an article only where no clause can begin with it: `$4 a bushel.`
_NOUNS: Final = 3  # of one phrase that are counted though no table knows them
_PER = re.compile(
    r"(?:\bper|/)\s*(?:[\d.,]+\s*(?:hundred|thousand|million|billion)?\s*)?"
    r"(?:live\s+|new\s+)?([^\W\d_]{3,30})$"
)
_OF_EACH = re.compile(
    r"\s+(?:new |live )?([a-z]{3,30})\s+(?:per\s"
    r"|(?:an?|each|every)\s(?:hour|day|week|month|quarter|year)\b"
    r"|(?:hourly|daily|weekly|monthly|quarterly|annually|yearly)\b)"
)
_EACH = re.compile(
    r"\s+(?:an?|each|every)\s+([a-z]{3,30})"
    r"(?=\s*(?:$|[.,;:)?!—]|(?:and|or|in|on|at|for|from|by|this|last|when|while|but|after|before|as|"
    r"to|than|with|since|now|today|up|down|versus|compared)\b))"
)


def _uncounted(window: str, found: Leading | Problem) -> re.Match[str] | None:
    """Return the noun that a figure is of or per, which is no unit yet."""
    if isinstance(found, Problem):
        if found.code != "unknown-unit":
            return None
        return _PER.search(window[: found.end], max(0, found.start - 30))
    if found.amount.unit in lexicon().currencies:
        return _EACH.match(window, found.end)
    return None if found.amount.unit else _OF_EACH.match(window, found.end)


_SINGLE: Final = {"children": "child", "men": "man", "women": "woman"}


@lru_cache(maxsize=256)
def _counting(unit_of: UnitOf, noun: str) -> UnitOf:
    """Return what knows one more noun as a unit that is counted."""
    single = noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
    single = _SINGLE.get(noun, single)

    def known(word: str) -> str | None:
        return unit_of(word) or (single if word.casefold() == noun else None)

    return known


@lru_cache(maxsize=4096)
def _read(window: str, unit_of: UnitOf, policy: Policy) -> Leading | Problem:
    return read_leading(window, unit_of=unit_of, policy=policy)


@lru_cache(maxsize=8)
def _leads(policy: Policy) -> re.Pattern[str]:
    """Return what may stand before a number: hedges, then a currency or a minus."""
    words = {word for row in policy.hedges for word in row.before} | {"between", "from"}
    words |= {phrase for row in policy.sets if not row.share for phrase in row.phrases}
    words |= {f"{phrase} of" for row in policy.sets if not row.share for phrase in row.phrases}
    words = {word for word in words if word[0].isalpha()}  # signs are read by the pattern itself
    hedges = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\w-])(?:{hedges})[\s-]+|[~≈<>≤≥]\s?)*"
        rf"(?:(?<![\w-])(?<!plus or )(?:minus|negative)\s+)?{_currencies()}$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _moving(policy: Policy) -> re.Pattern[str]:
    """Return the hedges that move a figure, each whole: `well over`, and not its `over`."""
    words = {w for row in policy.hedges if row.effect is not Effect.NONE for w in row.before}
    listed = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{listed})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _after(policy: Policy) -> re.Pattern[str]:
    """Return the hedges that stand after a number."""
    words = {word for row in policy.hedges for word in row.after}
    listed = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"[\s-]?(?:{listed})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    """Return a currency, a minus, or both, right before a number."""
    return re.compile(
        rf"(?:(?<![\w-])(?<!plus or )(?:minus|negative)\s+)?{_currencies()}$", re.IGNORECASE
    )


def _currencies() -> str:
    known = lexicon()
    signs = sorted((*known.currency_signs, "¥", "kr", "Rs"), key=len, reverse=True)
    listed = "|".join(re.escape(sign) for sign in signs)
    codes = "|".join(sorted(known.currencies))
    return rf"(?:(?<![\w)])[-−+])?(?:(?:(?<!\w)(?:{listed})|\b(?:{codes}))\s?)?[-−+]?"


@lru_cache(maxsize=8)
def _date_leads(policy: Policy) -> re.Pattern[str]:
    words = {word for _, phrases in policy.dates for word in phrases}
    words |= {phrase for part in policy.parts for phrase in part.phrases} | {"between", "from"}
    listed = "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:(?:{listed})[\s-]+)+$", re.IGNORECASE)


def _spaced(word: str) -> str:
    return r"[\s-]+".join(re.escape(part) for part in word.split())
