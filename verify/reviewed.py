"""What a review says of a draft: the support of each tied figure, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from verify.draft import Draft
from verify.facts import Values
from verify.prose import Figure
from verify.tied import Tied
from verify.verdicts import JudgedConflict, Judgement


class Support(StrEnum):
    """What the record says of a figure of the draft."""

    SUPPORTED = "supported"  # a source says so
    IMPLIED = "implied"  # nobody printed it, and it follows from what was
    DISPUTED = "disputed"  # only a claim says so that the suite suspects
    UNSUPPORTED = "unsupported"  # it may be true, and nothing says so
    OUTDATED = "out-of-date"
    UNDECIDED = "undecided"
    CONTRADICTED = "contradicted"
    UNREAD = "unread"  # it cannot be held against the record
    NOT_STATED = "not-stated"  # the draft denies or supposes it


class Level(StrEnum):
    """How much a remark matters, most first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """What a remark is about."""

    CONTRADICTED = "contradicted"
    ARITHMETIC = "arithmetic"
    UNIT_CHANGED = "unit-changed"
    REVERSED_BOUND = "reversed-bound"
    REVERSED_DIRECTION = "reversed-direction"
    HEDGE_DROPPED = "hedge-dropped"
    HEDGE_STRENGTHENED = "hedge-strengthened"
    FALSE_PRECISION = "false-precision"
    OUT_OF_DATE = "out-of-date"
    POTENTIAL_AS_FIRM = "potential-as-firm"
    SINGLE_ORIGIN = "single-origin"
    DISPUTED = "disputed"
    UNSUPPORTED = "unsupported"
    ONLY_LOOSELY = "only-loosely"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"
    NO_FIGURE = "no-figure"
    SEVERAL_FIGURES = "several-figures"
    ONE_SOURCE = "one-source"
    ORIGIN_UNKNOWN = "origin-unknown"


LEVELS: Final = {
    Code.CONTRADICTED: Level.ERROR,
    Code.ARITHMETIC: Level.ERROR,
    Code.UNIT_CHANGED: Level.ERROR,
    Code.REVERSED_BOUND: Level.ERROR,
    Code.REVERSED_DIRECTION: Level.ERROR,
    Code.ONE_SOURCE: Level.NOTE,
    Code.ORIGIN_UNKNOWN: Level.NOTE,
}
"""Levels of the codes; all others are warnings."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an editor should look at, in one sentence; `claims` are the record's."""

    code: Code
    message: str
    claims: tuple[str, ...] = ()
    conflict: JudgedConflict | None = None
    together: bool = False  # whether the conflict is one of the draft's figures together

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS.get(self.code, Level.WARNING)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an untied figure may be about, and the claims of it that say the same."""

    quantity: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A tied figure and what the record says of it.

    `by` are the claims that say so, or what it follows from; `variable` is the quantity in its
    period; `record` what the record leaves of it.
    """

    tied: Tied
    support: Support
    variable: str = ""
    by: tuple[str, ...] = ()
    record: Values | None = None
    remarks: tuple[Remark, ...] = ()
    elsewhen: bool = False  # supported by what the record has of another time


@dataclass(frozen=True, slots=True)
class Untied:
    """A figure that the author did not tie, and what it may be about; no verdict."""

    figure: Figure
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewed draft; the judgements are of its figures one by one, and of them together."""

    draft: Draft
    figures: tuple[Reviewed, ...]
    untied: tuple[Untied, ...]
    alone: Judgement
    together: Judgement | None = None

    def remarks(self) -> list[tuple[Reviewed, Remark]]:
        """Return every remark with its figure, in order."""
        return [(each, remark) for each in self.figures for remark in each.remarks]
