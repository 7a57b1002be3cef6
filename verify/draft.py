"""A draft in Markdown or HTML: its figures, and the words that its author tied to the record.

A tie is a link to `claim:` and a name, `[about $45 billion](claim:deal.total)`, or an element with
the attribute `data-claim`. Places are offsets into the draft, in code points, the end excluded.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from verify.hedges import Policy
from verify.prose import Figure, figures_of
from verify.unit_phrase import UnitOf
from verify.visible import marked, visible

SCHEME: Final = "claim:"


class Mood(StrEnum):
    """Whether a sentence states its figure."""

    STATED = "stated"
    POTENTIAL = "potential"  # it says what would, could or is expected to be
    SUPPOSED = "supposed"  # after an if
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Tie:
    """Words tied to a name: where they stand, where the markup ends, where the name stands."""

    start: int
    end: int
    after: int
    name: str
    named: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, its visible text (as long as the draft), its figures and ties, in order.

    `lines` are the places where its lines begin.
    """

    path: str
    text: str
    seen: str
    html: bool
    figures: tuple[Figure, ...]
    ties: tuple[Tie, ...]
    lines: tuple[int, ...]
    date: str = ""  # of its front matter

    def line(self, at: int) -> int:
        """Return the number of the line of a place, from 1."""
        return bisect_right(self.lines, at)

    def column(self, at: int) -> int:
        """Return the column of a place, from 1."""
        return at - self.lines[self.line(at) - 1] + 1

    def overlapping(self, start: int, end: int) -> tuple[Figure, ...]:
        """Return the figures that share a character with some words."""
        first = bisect_right(self.figures, start, key=lambda figure: figure.end)
        last = bisect_left(self.figures, end, key=lambda figure: figure.start)
        return self.figures[first:last]

    def sentence(self, start: int, end: int) -> tuple[str, str]:
        """Return what is before and after some words in their sentence, as a reader sees it."""
        first, last = max(0, start - _FAR), min(len(self.seen), end + _FAR)
        for match in _SENTENCE.finditer(self.seen, first, start):
            first = match.end()
        found = _SENTENCE.search(self.seen, end, last)
        return self.seen[first:start], self.seen[end : last if found is None else found.start() + 1]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Return a sentence without its other figures; of a table's cell, its headings as well."""
        before, after = self.sentence(start, end)
        first, last = start - len(before), end + len(after)
        shown = list(self.seen[first:last])
        for each in self.overlapping(first, last):
            if each.end <= start or each.start >= end:
                for at in range(max(first, each.start), min(last, each.end)):
                    shown[at - first] = " "
        text = "".join(shown)
        return self._headings(start) + text[: len(before)], text[len(before) + end - start :]

    def _headings(self, at: int) -> str:
        """Return the head of a Markdown table and of its row, for a place in it."""
        number = self.line(at) - 1
        row = number
        while number and self.text.startswith("|", self.lines[number - 1]):
            number -= 1
        if not self.text.startswith("|", self.lines[row]) or number == row:
            return ""
        head = self.seen[self.lines[number] : self.lines[number + 1]]
        own = self.seen[self.lines[row] : at]
        return f"{head} {own} "

    def mood(self, figure: Figure) -> Mood:
        """Tell whether a figure is stated, only potential, supposed or denied by its sentence."""
        before, after = self.sentence(figure.start, figure.end)
        clause = _CLAUSE.split(before)[-1]
        following = _CLAUSE.split(after)[0]
        if _DENIED.search(_NOT_DENIED.sub(" ", clause)) or _DENIED_AFTER.match(following):
            return Mood.DENIED
        if _SUPPOSED.search(clause):
            return Mood.SUPPOSED
        if _POTENTIAL.search(clause) or _POTENTIAL.search(following) or _IF.search(before):
            return Mood.POTENTIAL
        return Mood.STATED


def read_draft(text: str, path: str, html: bool, *, unit_of: UnitOf, policy: Policy) -> Draft:
    """Read a draft; `html` says which markup it has."""
    named = "draft.html" if html else "draft.md"
    seen = visible(text, named)
    figures, _ = figures_of(text, named, unit_of=unit_of, policy=policy)
    ties = _elements(text) if html else (*_links(text, seen), *_elements(_without_code(text)))
    shown = [tie for tie in ties if seen[tie.start : tie.end].strip()]
    date = None if html else _DATE.match(text)
    shown.sort(key=lambda tie: (tie.start, -tie.end))
    lines = (0, *(match.end() for match in re.finditer("\n", text)))
    return Draft(path, text, seen, html, figures, tuple(shown), lines, date[1] if date else "")


def looks_like_html(text: str) -> bool:
    """Tell whether a text without a name begins as HTML does."""
    return _HTML.match(text) is not None


def _links(text: str, seen: str) -> list[Tie]:
    """Return the links of Markdown to a claim, those by reference included."""
    defined = {
        _label(match[1]): (match[2], match.start(2))
        for match in _DEFINED.finditer(text)
        if seen[match.start(1)].strip()
    }
    found = []
    for match in _LINK.finditer(text):
        start, end = match.span(1)
        if match[2] is not None:
            found.append(Tie(start, end, match.end(), match[2], match.start(2)))
        elif (label := _label(match[3] or match[1])) in defined:
            name, at = defined[label]
            found.append(Tie(start, end, match.end(), name, at))
    return found


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _elements(text: str) -> list[Tie]:
    """Return the elements of HTML with `data-claim`, or that link to a claim."""
    found = []
    for attribute in ("data-claim", "href"):
        for each in marked(text, attribute):
            name = each.attributes[attribute].strip()
            if attribute == "href":
                if not name.startswith(SCHEME) or "data-claim" in each.attributes:
                    continue
                name = name.removeprefix(SCHEME)
            opening = text.rfind("<", 0, each.start)
            at = text.find(name, opening, each.start)
            closing = text.find(">", each.end)
            after = closing + 1 if each.tag == "a" and closing >= 0 else each.end
            found.append(Tie(each.start, each.end, after, name, opening if at < 0 else at))
    return found


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


_FAR: Final = 400  # code points of a sentence on either side
_SENTENCE: Final = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9$€£])|\n|\|")
_CLAUSE: Final = re.compile(r"[,;:—()]|\s[–-]\s|\b(?:and|but|which|who|because|while|whereas)\b")
_NOT_DENIED: Final = re.compile(
    r"\bnot (?:only|just|merely|least|to mention|a secret)\b|\bno (?:less|fewer|more) than\b"
    r"|\bno (?:doubt|secret)\b|\bnobody (?:disputes|denies|doubts)\b",
    re.IGNORECASE,
)
# What denies a figure stands close before it.
_DENIED: Final = re.compile(
    r"(?:\b(?:not|never|cannot|hardly|nowhere near|rather than|instead of|contrary to|neither|"
    r"nor|no|wrongly|mistakenly|falsely|denie[sd]|deny|denying)\b|n['’]t\b)(?:\s+[\w’'-]+){0,3}\s*$",
    re.IGNORECASE,
)
_DENIED_AFTER: Final = re.compile(
    r"(?:\s+[\w’'-]+){0,3}?\s+(?:is|was|are|were)(?:\s+not|n['’]t|\s+(?:wrong|false|mistaken|"
    r"incorrect|too high|too low))\b",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(r"\b(?:if|unless|whether|suppos\w+|assuming)\b", re.IGNORECASE)
_IF: Final = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_POTENTIAL: Final = re.compile(
    r"\b(?:would|could|may|might|if|unless|potential|potentially|possible|possibly|perhaps|"
    r"expect\w*|plans?|planned|planning|project(?:ed|s|ion|ions)|forecasts?|will|shall|aim\w*|"
    r"target\w*|intend\w*|hypothetical\w*|theoretical\w*|should|eventually|propos\w+|set to|"
    r"on course|on track|run its course|full term|hop(?:es?|ed|ing)|slated|consider\w*|wants?|"
    r"due to|seek\w*|stands? to|eligible|about to|up to)\b|['’]ll\b"
)
_LINK: Final = re.compile(
    r"(?<!\\)(?<!!)\[((?:[^\[\]\\]|\\.|\[[^\[\]\n]{0,80}\]){1,2000})\]"
    r"(?:\(\s*<?(?i:claim):([^\s<>()]*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
    r"|\[([^\[\]\n]{0,200})\]|(?![(\[:]))"
)
_DEFINED: Final = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:\s*<?claim:([^\s<>]+)", re.MULTILINE)
_CODE: Final = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_DATE: Final = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:(?!---)[^\n]*\n)*?date:[ \t]*[\"']?(\d{4}-\d{2}(?:-\d{2})?)"
)
_HTML: Final = re.compile(
    r"\s*(?:<!doctype html|<html|<head|<body|<article|<section|<div|<p)\b", re.I
)
