"""What a draft's ties mean: of each tied figure its quantity, its period, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from verify.amount import Kind
from verify.amounts import Manner, Said, said_in_figure
from verify.diagnostics import Diagnostic, suggestion
from verify.draft import Draft, Mood, Tie
from verify.facts import Claim, Facts, Modality, Reading, Timespan
from verify.hedges import Policy
from verify.period import containing, span
from verify.prose import Figure
from verify.quantity import Domain, Quantity
from verify.source import Span
from verify.units import counts_things
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
    now; `until` is the draft's date, where it is known. Where there is no `claim`, `fault` and
    `why` say why.
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
        when, label, dated = self._when(about, cited, label, start, end)
        past = _PAST.search("".join(self.draft.sentence(start, end))) is not None
        made = Tied(tie, start, end, text, about, mood, cited, label, dated, past, self.date)
        if fault is not None:
            return replace(made, fault=fault, why=why)
        said = self._said(text, about, start, end)
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
        if len(over) > 1:
            shown = " and ".join(f"`{each.text}`" for each in over[:3])
            return start, end, words, Fault.SEVERAL_FIGURES, f"it covers {shown}: tie each alone"
        if over:
            figure = over[0]
            text = " ".join(figure.text.split())
            fault = None if figure.amount is not None else Fault.UNREADABLE
            return figure.start, figure.end, text, fault, figure.refused
        if re.search(r"\d", words) or isinstance(self._read(words, about), Said):
            return start, end, words, None, ""
        return start, end, words, Fault.NO_FIGURE, "there is no figure in these words"

    def _mood(self, tie: Tie, start: int) -> Mood:
        over = self.draft.overlapping(tie.start, tie.end)
        alone = over[0] if len(over) == 1 and over[0].start == start else None
        return self.draft.mood(alone or Figure(tie.start, tie.end, "", None))

    # What is said

    def _read(self, text: str, about: Quantity) -> Said | str:
        nouns = frozenset(base for each in self.facts.quantities for base, _ in each.unit.exponents)
        said = said_in_figure(text, about, Vocabulary(nouns), self.policy, Manner())
        return said if isinstance(said, Said) else said[0].message

    def _said(self, text: str, about: Quantity, start: int, end: int) -> Said | tuple[Fault, str]:
        """Read a figure for its quantity; a rate that it lacks may be in its sentence."""
        said = self._read(text, about)
        if isinstance(said, Said):
            return said
        before, after = self.draft.sentence(start, end)
        own = about.unit.text.partition("/")[2].split("/")
        sentence = before + _CLAUSE.split(after)[0]
        named = [unit for unit in dict.fromkeys((*own, *_RATES)) if _speaks_of(sentence, unit)]
        for unit in named:
            with_rate = self._read(f"{text} per {unit}", about)
            if isinstance(with_rate, Said):
                return with_rate
        if counts_things(about.unit):
            counted = self._read(f"{text} {about.unit.text}", about)
            if isinstance(counted, Said):
                return counted
        return Fault.UNIT_CHANGED, said

    # When

    def _when(
        self, about: Quantity, cited: Claim | None, label: str, start: int, end: int
    ) -> tuple[Timespan, str, bool]:
        if about.varies is None:
            return Timespan(), "", False
        if cited is not None:
            when = cited.readings[0].as_of
            return when, containing(when.first, when.last, about.varies) or "", False
        if label:
            return Timespan(*span(label)), label, True
        dated = self._dated(about, start, end)
        if dated:
            return Timespan(*span(dated)), dated, True
        newest = self._newest(about)
        return (Timespan(*span(newest)) if newest else Timespan()), newest, False

    def _dated(self, about: Quantity, start: int, end: int) -> str:
        """Return the one period that a sentence's dates are of, if the record speaks of it."""
        before, after = self.draft.sentence(start, end)
        first, last = start - len(before), end + len(after)
        labels = set()
        for figure in self.draft.overlapping(first, last):
            amount = figure.amount
            if amount is not None and amount.kind is Kind.DATE:
                labels |= {
                    each
                    for each in self._labels(about)
                    if _overlaps(each, amount.loose.lower, amount.loose.upper)
                }
        return max(labels) if labels else ""

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


_CLAUSE: Final = re.compile(r"[,;:—()]|\band\b")
_RATES: Final = {
    "month": r"month(?:ly|s)?",
    "year": r"year(?:ly|s)?|annual(?:ly|ised|ized)?|per annum",
    "quarter": r"quarter(?:ly)?",
    "week": r"week(?:ly)?",
    "day": r"daily|(?:a|per|each|every) day",
    "hour": r"hourly|(?:an|per|each|every) hour",
}


_PAST: Final = re.compile(
    r"\b(?:was|were|had|initially|originally|at first|at the time|earlier|previously|formerly|"
    r"once|then|ago|used to|last (?:year|month|quarter)|began|opened|started)\b",
    re.IGNORECASE,
)


def _speaks_of(sentence: str, unit: str) -> bool:
    words = _RATES.get(unit, rf"{re.escape(unit)}s?")
    return bool(unit) and re.search(rf"\b(?:{words})\b", sentence, re.IGNORECASE) is not None


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
