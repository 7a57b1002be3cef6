"""A suite after elaboration: names resolved, units converted, figures turned into sets.

Where something is written is no part of what it is: two claims that differ in their places alone
are equal, so that what was decided outlives an edit that moves lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from verify.hedges import Effect
from verify.interval import Interval
from verify.quantity import Quantity
from verify.source import NOWHERE, Span
from verify.typed import Typed

Values = Interval | frozenset[str]
"""A set of values: numbers in the quantity's unit, dates in days, or a choice's names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation with the names it uses bound to quantities.

    `names` maps a name in `relation` to a quantity's id. Rules of one kind share `relation`.
    `text` is what the user wrote, `id` what reports call it.
    """

    id: str
    relation: Typed
    names: tuple[tuple[str, str], ...]
    text: str
    span: Span = field(default=NOWHERE, compare=False)
    doc: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Timespan:
    """When a figure holds: days since 0001-01-01, the last excluded; None is unbounded."""

    first: Fraction | None = None
    last: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a claim: which quantity, which values, when, and on what condition.

    `calendar` says that the values crossed the two time families; `face_rounded` and
    `loose_rounded` which ends (lower, upper) come from rounding or a hedge; `effect` is the
    hedge's.
    """

    name: str
    about: str
    face: Values
    loose: Values
    as_of: Timespan = Timespan()
    when: Typed | None = None
    when_names: tuple[tuple[str, str], ...] = ()
    hole: bool = False
    calendar: bool = False
    face_rounded: tuple[bool, bool] = (False, False)
    loose_rounded: tuple[bool, bool] = (False, False)
    because: tuple[str, ...] = ()
    exact: bool = False
    doc: str = ""
    effect: Effect = Effect.NONE


class Modality(StrEnum):
    """How a source puts its figure; only `hypothetical` changes how a claim is judged."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    PROJECTED = "projected"
    POTENTIAL = "potential"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands in its source's text: `start` in code points, or -1."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one source about one quantity; it holds if one of its readings does.

    `span` is the figure's place; `entry` that of all its lines, where it shares them with nothing.
    """

    id: str
    readings: tuple[Reading, ...]
    figure: str = ""
    value: str = ""
    source: str = ""
    quotes: tuple[Place, ...] = ()
    derived_from: tuple[str, ...] | None = None
    as_of: str = ""
    by: str = ""
    modality: Modality = Modality.ASSERTED
    weight: Fraction | None = Fraction(1)  # None: never withdrawn
    doc: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    entry: Span = field(default=NOWHERE, compare=False)

    @property
    def hole(self) -> bool:
        """Whether the claim only asks."""
        return self.readings[0].hole


@dataclass(frozen=True, slots=True)
class Assumption:
    """What nobody published but the check leans on: a value (`reading`) or a relation (`rule`)."""

    id: str
    reading: Reading | None = None
    rule: Rule | None = None
    doc: str = ""
    source: str = ""
    weight: Fraction | None = Fraction(1)
    soft: bool = False
    text: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    entry: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A publication; `derived_from` is None where its lineage is not known."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    when: Timespan = Timespan()
    url: str = ""
    sha256: str = ""
    text: str = ""
    derived_from: tuple[str, ...] | None = None
    weight: Fraction | None = Fraction(1)
    doc: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A figure of a source that is no claim, and why."""

    figure: str
    reason: str
    source: str = ""
    start: int = -1
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Expectation:
    """A known result: a conflict that contains all of `conflict`, or claims' verdicts."""

    reason: str
    conflict: tuple[str, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    until: str = ""
    span: Span = NOWHERE


_SHARES = 12  # stated shares that slips are looked for with
_SHARPEST = Fraction(21, 20)  # a share's own ends may lie apart by so much, as a ratio


@dataclass(frozen=True)
class Facts:
    """Everything a suite says, elaborated; the mappings by id are made when first asked for."""

    path: str
    title: str = ""
    policy: str = "default"
    quantities: tuple[Quantity, ...] = ()
    rules: tuple[Rule, ...] = ()
    claims: tuple[Claim, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[Source, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @cached_property
    def quantity(self) -> dict[str, Quantity]:
        """Quantities by id."""
        return {each.id: each for each in self.quantities}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {each.id: each for each in self.claims}

    @cached_property
    def assumption(self) -> dict[str, Assumption]:
        """Assumptions by id."""
        return {each.id: each for each in self.assumptions}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {each.id: each for each in self.sources}

    @cached_property
    def shares(self) -> tuple[tuple[str, Interval], ...]:
        """The first few shares between none and all that claims and assumptions state sharply."""
        stated = [(claim.id, claim.readings) for claim in self.claims]
        stated += [(a.id, (a.reading,)) for a in self.assumptions if a.reading is not None]
        found = []
        for id_, readings in sorted(stated, key=lambda each: each[0]):
            unit = self.quantity[readings[0].about].unit
            face = readings[0].face
            if len(readings) > 1 or not unit.dimensionless or unit.points:
                continue
            if isinstance(face, frozenset) or face.lower is None or face.upper is None:
                continue
            share = face.scaled(unit.factor)
            assert share.lower is not None
            assert share.upper is not None
            if share.lower > 0 and share.upper < 1 and share.upper <= share.lower * _SHARPEST:
                found.append((id_, share))
        return tuple(found[:_SHARES])

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by id."""
        return {each.id: each for each in self.rules}

    def place(self, role: str, id_: str, otherwise: Span = NOWHERE) -> Span:
        """Return where a claim, an assumption or a rule is written, if it is known by that id."""
        known: Mapping[str, Claim | Assumption | Rule] = self.rule
        if role == "claim":
            known = self.claim
        elif role == "assumption":
            known = self.assumption
        return known[id_].span if id_ in known else otherwise
