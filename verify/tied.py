"""What a draft's ties mean: of each tied figure its quantity, its period, and what it says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from verify.amount import Kind
from verify.amounts import Manner, Said, said_in_figure
from verify.compare import entails
from verify.diagnostics import Diagnostic, Problem, suggestion
from verify.draft import Draft, Mood, Tie
from verify.facts import Claim, Facts, Modality, Reading, Timespan
from verify.hedges import Policy
from verify.in_sentence import said_in_sentence
from verify.interval import Interval
from verify.period import containing, span
from verify.prose import Figure
from verify.quantity import Domain, Quantity
from verify.source import Span
from verify.vocabulary import Vocabulary


class Fault(StrEnum):
    """Why a tied figure cannot be held against the record."""

    NO_FIGURE = "no-figure"
    SEVERAL_FIGURES = "several-figures"
    UNIT_CHANGED = "unit-changed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Tied:
    """A tied figure: its words, what they are about, and the claim that they make.

    `cited` is the claim that the author named, if it was one; `label` the period that is meant;
    `dated` says that the author gave it, and `past` that the sentence speaks of another time than
    now; `until` is the draft's date, where it is known. `turned` is the word that says the
    contrary of what the quantity is: a loss for a profit, a fall for a rise. Where there is no
    `claim`, `fault` and `why` say why.
    """

    tie: Tie
    start: int
    end: int
    text: str
    quantity: Quantity
    mood: Mood
    cited: Claim | None = None
    label: str = ""
    dated: bool = False
    past: bool = False
    until: str = ""
    turned: str = ""
    claim: Claim | None = None
    fault: Fault | None = None
    why: str = ""


def tied(
    draft: Draft, facts: Facts, policy: Policy, date: str = ""
) -> tuple[tuple[Tied, ...], tuple[Diagnostic, ...]]:
    """Read every tie of a draft; names that the suite does not have are among the findings.

    A figure of a quantity that varies is of the period that its name gives (`@2025-06`), else of
    the claim that is named, else of a date in its sentence, else of the newest period up to `date`
    that the record speaks of.
    """
    reader = _Reader(draft, facts, policy, date or draft.date)
    found: list[Tied] = []
    problems: list[Diagnostic] = []
    for number, tie in enumerate(draft.ties):
        each = reader.read(tie, number)
        if isinstance(each, Diagnostic):
            problems.append(each)
        else:
            found.append(each)
    return tuple(found), tuple(problems)


def of_draft(id_: str) -> bool:
    """Tell whether a claim's id is that of a figure of the draft."""
    return id_.startswith(PREFIX)


PREFIX: Final = "draft:"  # no claim of a file can have such an id


@dataclass(slots=True)
class _Reader:
    draft: Draft
    facts: Facts
    policy: Policy
    date: str
    labels: dict[str, set[str]] = field(default_factory=dict)
    claims: dict[object, Claim] = field(default_factory=dict)

    def read(self, tie: Tie, number: int) -> Tied | Diagnostic:
        name, at, label = tie.name.partition("@")
        cited = self.facts.claim.get(tie.name)
        quantity = self.facts.quantity.get(name)
        if cited is not None:
            about = self.facts.quantity[cited.readings[0].about]
        elif quantity is not None:
            about = quantity
        else:
            return self._unknown(tie)
        if at and cited is None and not _is_label(label, about):
            what = f"no {about.varies}" if about.varies is not None else "not wanted"
            message = f"`@{label}` is {what}: {about.id} " + (
                f"varies by the {about.varies}" if about.varies is not None else "does not vary"
            )
            return Diagnostic("bad-tie", message, self._span(tie.named))
        start, end, text, fault, why = self._words(tie, about)
        mood = self._mood(tie, start)
        said: Said | tuple[Fault, str] | None = self._as_cited(cited, text)
        if said is None and fault is None:
            said = self._said(text, about, start, end)
        elif said is not None:
            fault = None
        own = said if isinstance(said, Said) else None
        when, label, dated = self._when(about, cited, label, start, end, own)
        past = _PAST.search("".join(self.draft.sentence(start, end))) is not None
        made = Tied(tie, start, end, text, about, mood, cited, label, dated, past, self.date)
        made = replace(made, turned=self._turned(about, start))
        if fault is not None:
            return replace(made, fault=fault, why=why)
        assert said is not None
        if isinstance(said, tuple):
            return replace(made, fault=said[0], why=said[1])
        key = about.id, when, said.face, said.loose, said.effect, said.exact
        if key not in self.claims:  # a figure that is repeated is one claim
            id_ = f"{PREFIX}{number + 1}"
            self.claims[key] = _claim(id_, said, about, when, text, self._span(start))
        return replace(made, claim=self.claims[key])

    def _span(self, at: int) -> Span:
        return Span(self.draft.path, self.draft.line(at), self.draft.column(at))

    def _unknown(self, tie: Tie) -> Diagnostic:
        name = tie.name.partition("@")[0]
        near = suggestion(name, [*self.facts.quantity, *self.facts.claim])
        message = f"the suite has no quantity or claim {name}" if name else "the tie has no name"
        help_ = f"did you mean {near}?" if near else ""
        return Diagnostic("unknown-tie", message, self._span(tie.named), help=help_)

    def _words(self, tie: Tie, about: Quantity) -> tuple[int, int, str, Fault | None, str]:
        """Return the figure that a tie covers, or all its words where they need be none."""
        start, end = tie.start, tie.end
        words = " ".join(self.draft.seen[start:end].split())
        if about.domain is Domain.CHOICE:
            return start, end, words, None, ""
        over = self.draft.overlapping(start, end)
        dated = about.domain is Domain.DATE and _MONTH.search(words) is not None
        if dated and isinstance(self._said(words, about, start, end), Said):
            return start, end, words, None, ""
        if len(over) > 1:
            shown = " and ".join(f"`{each.text}`" for each in over[:3])
            return start, end, words, Fault.SEVERAL_FIGURES, f"it covers {shown}: tie each alone"
        if over:
            figure = over[0]
            text = " ".join(figure.text.split())
            if figure.amount is None and not isinstance(self._said(text, about, start, end), Said):
                return figure.start, figure.end, text, Fault.UNREADABLE, figure.refused
            return figure.start, figure.end, text, None, ""
        if re.search(r"\d", words) or isinstance(self._read(words, about), Said):
            return start, end, words, None, ""
        return start, end, words, Fault.NO_FIGURE, "there is no figure in these words"

    def _mood(self, tie: Tie, start: int) -> Mood:
        over = self.draft.overlapping(tie.start, tie.end)
        alone = over[0] if len(over) == 1 and over[0].start == start else None
        return self.draft.mood(alone or Figure(tie.start, tie.end, "", None))

    # What is said

    def _as_cited(self, cited: Claim | None, text: str) -> Said | None:
        """Return what the claim that is named says, where the draft has its very words."""
        if cited is None or text.casefold() != " ".join(cited.figure.split()).casefold():
            return None
        own = cited.readings[0]
        rounded = own.face_rounded, own.loose_rounded
        return Said(own.face, own.loose, *rounded, own.because, own.exact, effect=own.effect)

    def _read(self, text: str, about: Quantity) -> Said | Problem:
        if about.domain is Domain.CHOICE:
            text = _chosen(text, about)
        nouns = frozenset(base for each in self.facts.quantities for base, _ in each.unit.exponents)
        said = said_in_figure(text, about, Vocabulary(nouns), self.policy, Manner())
        return said if isinstance(said, Said) else said[0]

    def _said(self, text: str, about: Quantity, start: int, end: int) -> Said | tuple[Fault, str]:
        """Read a figure for its quantity; a unit or rate that it lacks may be in its sentence."""
        before, after = self.draft.around(start, end)
        years = self._years(about)
        said = said_in_sentence(
            text, before, after, about, years, lambda words: self._read(words, about)
        )
        if isinstance(said, Said):
            return said
        if about.domain is Domain.CHOICE:
            return Fault.NO_FIGURE, said.message
        fault = Fault.UNIT_CHANGED if said.code in _OF_UNITS else Fault.UNREADABLE
        return fault, said.message

    def _turned(self, about: Quantity, start: int) -> str:
        """Return the word right before a figure that turns its quantity's meaning around."""
        before, _ = self.draft.sentence(start, start)
        close = " ".join(_PARTED.split(before)[-1].split()[-_CLOSE:])
        name = f"{about.id.rpartition('.')[2]} {about.doc}".replace("_", " ")
        for one, other in ((_UP, _DOWN), (_DOWN, _UP)):
            found = other.search(close)
            if found and one.search(name) and not other.search(name) and not one.search(close):
                return found[0]
        return ""

    def _years(self, about: Quantity) -> tuple[int, ...]:
        """Return the years that the record's claims of a date are of."""
        found = set()
        for claim in self.facts.claims:
            for reading in claim.readings:
                values = reading.loose
                if reading.about == about.id and isinstance(values, Interval):
                    found |= {end for end in (values.lower, values.upper) if end is not None}
        days = [int(end) for end in found if 1 <= end <= date.max.toordinal()]
        return tuple(sorted({date.fromordinal(each).year for each in days}))

    # When

    def _when(
        self,
        about: Quantity,
        cited: Claim | None,
        label: str,
        start: int,
        end: int,
        said: Said | None,
    ) -> tuple[Timespan, str, bool]:
        if about.varies is None:
            return Timespan(), "", False
        if cited is not None:
            when = cited.readings[0].as_of
            return when, containing(when.first, when.last, about.varies) or "", False
        if label:
            return Timespan(*span(label)), label, True
        dated = self._dated(about, start, end, said)
        if dated:
            return Timespan(*span(dated)), dated, True
        newest = self._newest(about)
        return (Timespan(*span(newest)) if newest else Timespan()), newest, False

    def _dated(self, about: Quantity, start: int, end: int, said: Said | None) -> str:
        """Return the period of the date that a figure's sentence gives it, if it gives one.

        A date in its own clause, with no other figure between, is the figure's; other dates of the
        sentence are, if the record has the figure then.
        """
        before, after = self.draft.sentence(start, end)
        first, last = start - len(before), end + len(after)
        own: set[str] = set()
        others: set[str] = set()
        figures = self.draft.overlapping(first, last)
        dates = [f for f in figures if f.amount is not None and f.amount.kind is Kind.DATE]
        for figure in dates:
            assert figure.amount is not None
            loose = figure.amount.loose
            labels = {e for e in self._labels(about) if _overlaps(e, loose.lower, loose.upper)}
            low, high = sorted((figure.start, start))
            between = self.draft.seen[min(figure.end, end) if low == start else figure.end : high]
            if low == start:
                between = self.draft.seen[end : figure.start]
            aside = "," in between and self.draft.seen[first : figure.start].strip() != ""
            parted = (
                aside
                or _PARTED.search(between) is not None
                or any(
                    low < each.start < high and each is not figure and each.start != start
                    for each in figures
                )
            )
            (others if parted else own).update(labels)
        own |= self._named(about, before, after)
        if _EARLIER.match(after):
            own, others = set(), own | others
        fitting = [each for each in sorted(own | others) if said and self._has(about, each, said)]
        if own and (len(dates) < 2 or not fitting):
            return max(own)
        return fitting[-1] if fitting else ""

    def _named(self, about: Quantity, before: str, after: str) -> set[str]:
        """Return the periods that a sentence names in words, of those that the record has."""
        found = set()
        years = [_IN_BRACKETS.match(after), _FISCAL.search(before), _FISCAL.search(after)]
        for year in (match[1] for match in years if match is not None):
            found |= {each for each in self._labels(about) if each == year}
        for match in _QUARTER.finditer(before + after):
            number = _QUARTERS.index(match[1].casefold()) + 1
            year = match[2] or ""
            known = self._labels(about)
            found |= {e for e in known if e.endswith(f"-Q{number}") and e.startswith(year)}
        return found

    def _has(self, about: Quantity, label: str, said: Said) -> bool:
        """Tell whether the record has what a figure says in a period."""
        assert about.varies is not None
        return any(
            entails(reading.face, said.loose)
            for claim in self.facts.claims
            for reading in claim.readings
            if reading.about == about.id
            and containing(reading.as_of.first, reading.as_of.last, about.varies) == label
        )

    def _labels(self, about: Quantity) -> set[str]:
        if about.id not in self.labels:
            self.labels[about.id] = _labels(self.facts, about)
        return self.labels[about.id]

    def _newest(self, about: Quantity) -> str:
        known = sorted(self._labels(about))
        if self.date:
            known = [each for each in known if not later(each, self.date)]
        return known[-1] if known else ""


def later(label: str, date: str) -> bool:
    """Tell whether a period begins after a date such as `2026-06`; not after none at all."""
    return bool(date) and label > date and not label.startswith(date) and not date.startswith(label)


def _labels(facts: Facts, about: Quantity) -> set[str]:
    """Return the periods that the record's claims of a quantity are of."""
    assert about.varies is not None
    return {
        label
        for claim in facts.claims
        if claim.modality is not Modality.HYPOTHETICAL
        for reading in claim.readings
        if reading.about == about.id
        and (label := containing(reading.as_of.first, reading.as_of.last, about.varies))
    }


def _overlaps(label: str, first: Fraction | None, last: Fraction | None) -> bool:
    begin, end = span(label)
    return (last is None or begin < last) and (first is None or first < end)


def _is_label(label: str, about: Quantity) -> bool:
    if about.varies is None or not re.fullmatch(r"\d{4}(-\d{2}){0,2}|\d{4}-Q[1-4]", label):
        return False
    try:
        first, last = span(label)
    except ValueError:
        return False
    return containing(first, last, about.varies) == label


_CLOSE: Final = 5  # words before a figure
_UP: Final = re.compile(
    r"\b(?:profits?|gains?|gained|income|earnings|earned|surplus|growth|grew|increas\w+|rises?|rose|"
    r"raise[ds]?|up)\b",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    r"\b(?:loss(?:es)?|lost|loses?|deficits?|declin\w+|decreas\w+|falls?|fell|fallen|drop\w*|"
    r"shrank|shrunk|cuts?|down)\b",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b", re.IGNORECASE
)
_EARLIER: Final = re.compile(
    r"\s*(?:(?:a|one|the) )?(?:year|quarter|month)s? (?:earlier|ago|before|prior)|\s*last year",
    re.I,
)
_IN_BRACKETS: Final = re.compile(r"\s*\((\d{4})\)")
_FISCAL: Final = re.compile(r"\bfiscal (?:year )?(\d{4})\b", re.IGNORECASE)
_QUARTERS: Final = ("first", "second", "third", "fourth")
_QUARTER: Final = re.compile(
    rf"\b({'|'.join(_QUARTERS)})[ -]quarter(?: of (\d{{4}}))?", re.IGNORECASE
)
_PARTED: Final = re.compile(r"[;:()—]|,(?! )|\b(?:and|but|which|who)\b")
_PAST: Final = re.compile(
    r"\b(?:was|were|had|initially|originally|at first|at the time|earlier|previous|previously|"
    r"formerly|former|once|then|ago|used to|last (?:year|month|quarter)|began|opened|started|"
    r"before|next year|the year|from|against|"
    r"in (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December))\b",
    re.IGNORECASE,
)


_OF_UNITS: Final = frozenset(
    {"dimension-mismatch", "unit-missing", "share-and-points", "wrong-domain", "unknown-unit"}
)


def _chosen(words: str, about: Quantity) -> str:
    """Return the one name of a choice that some words have in them, else the words."""
    plain = unicodedata.normalize("NFKD", words)
    text = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    named = [n for n in about.names if re.search(rf"\b{re.escape(n.replace('_', ' '))}\b", text)]
    return named[0] if len(named) == 1 else words


def _claim(id_: str, said: Said, about: Quantity, when: Timespan, text: str, place: Span) -> Claim:
    reading = Reading(
        "",
        about.id,
        said.face,
        said.loose,
        when,
        calendar=said.calendar,
        face_rounded=said.face_rounded,
        loose_rounded=said.loose_rounded,
        because=said.because,
        exact=said.exact,
        effect=said.effect,
    )
    return Claim(id_, (reading,), figure=text, modality=Modality.HYPOTHETICAL, span=place)
