"""Which figures of a suite's sources are claimed, waived or still open, place by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from verify.anchors import State, anchor, text_of
from verify.config import Config
from verify.diagnostics import Diagnostic
from verify.facts import Facts, Place, Source
from verify.hedges import Policy
from verify.prose import Figure, figures_of
from verify.refusal import LONGEST
from verify.units import unit_of_word


@dataclass(frozen=True, slots=True)
class Covered:
    """A figure of a text, and what covers it: a claim's id, a waiver's reason, or nothing."""

    figure: Figure
    claim: str = ""
    waived: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing covers it."""
        return not self.claim and not self.waived


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """The figures of one source; `text` is None where it is not at hand."""

    source: Source
    text: str | None
    figures: tuple[Covered, ...] = ()

    @property
    def open(self) -> tuple[Covered, ...]:
        """The figures that nothing covers."""
        return tuple(each for each in self.figures if each.open)


def coverage(
    facts: Facts, folder: Path, config: Config, policy: Policy
) -> tuple[tuple[SourceCoverage, ...], tuple[Diagnostic, ...]]:
    """Look at every source whose text is named; the findings are about texts that cannot be read.

    A figure is claimed where a claim quotes at least a part of it, and waived where a waiver does.
    """
    found: list[SourceCoverage] = []
    problems: list[Diagnostic] = []
    for source in facts.sources:
        if not source.text:
            continue
        text, problem = text_of(source, folder, config)
        if problem is not None:
            problems.append(problem)
        if text is None:
            found.append(SourceCoverage(source, None))
            continue
        figures, _ = figures_of(text, source.text, unit_of=unit_of_word, policy=policy)
        found.append(SourceCoverage(source, text, covered(figures, source.id, facts, text)))
    return tuple(found), tuple(problems)


def covered(figures: Sequence[Figure], source: str, facts: Facts, text: str) -> tuple[Covered, ...]:
    """Say of each figure of a source's text which claim or waiver covers it."""
    claimed, waived = _claimed(source, facts, text), _waived(source, facts, text)
    return tuple(Covered(each, _over(each, claimed), _over(each, waived)) for each in figures)


def share(parts: Sequence[SourceCoverage]) -> Fraction | None:
    """Return the share of the figures at hand that are claimed or waived; None without figures."""
    figures = [each for part in parts for each in part.figures]
    if not figures:
        return None
    return Fraction(sum(not each.open for each in figures), len(figures))


_Spans = list[tuple[int, int, str]]  # where something is quoted, and by what


def _claimed(source: str, facts: Facts, text: str) -> _Spans:
    found: _Spans = []
    for claim in facts.claims:
        if claim.source == source:
            for place in claim.quotes:
                if place.exact:
                    whole = _whole_words(anchor(place, text).found, place.exact, text)
                    found += [(at, at + len(place.exact), claim.id) for at in whole]
    return sorted(found)


def _waived(source: str, facts: Facts, text: str) -> _Spans:
    found: _Spans = []
    for waiver in facts.waivers:
        if waiver.source == source:
            at = anchor(Place(waiver.figure, start=waiver.start), text)
            if waiver.start < 0 or at.state is State.EXACT:
                whole = _whole_words(at.found, waiver.figure, text)
                found += [(at, at + len(waiver.figure), waiver.reason) for at in whole]
    return sorted(found)


def _whole_words(found: Sequence[int], exact: str, text: str) -> list[int]:
    """Leave out what is found inside a longer number or word: `5 MW` in `15 MW` or `2.5 MW`."""

    def inside(at: int, end: int) -> bool:
        before, after = text[max(0, at - 2) : at], text[end : end + 1]
        return (exact[:1].isalnum() and _JOINED.search(before) is not None) or (
            exact[-1:].isalnum() and after.isalnum()
        )

    return [at for at in found if not inside(at, at + len(exact))]


_JOINED = re.compile(r"\w\Z|\d[.,]\Z")


def _over(figure: Figure, spans: _Spans) -> str:
    """Return what quotes some of a figure; spans are sorted, and none is very long."""
    place = bisect_left(spans, (figure.start - LONGEST,))
    for start, end, what in spans[place:]:
        if start >= figure.end:
            break
        if figure.start < end:
            return what
    return ""
