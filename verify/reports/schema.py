"""The shape of the JSON report: pydantic models, from which its JSON Schema is published."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
)


def _pairs(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, dict) else value


_AS_PAIRS = BeforeValidator(_pairs)  # nothing in a report can be changed, and so no dict is
Pairs = Annotated[
    tuple[tuple[str, str], ...], _AS_PAIRS, PlainSerializer(dict, return_type=dict[str, str])
]
# A rational in full, of no more digits than Python reads.
Rational = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,4000}(/[1-9][0-9]{0,3999})?$")]
Ends = tuple[Rational | None, Rational | None]
EndsById = Annotated[
    tuple[tuple[str, Ends], ...], _AS_PAIRS, PlainSerializer(dict, return_type=dict[str, Ends])
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _not_date(unit: str) -> str:
    """Tell bounds of numbers from those of dates also where no end says which they are."""
    if unit == "date":
        raise ValueError("dates have bounds of their own")
    return unit


class LocationModel(_Model):
    """A place in a file; lines and columns count from 1, 0 where there is none."""

    path: str
    line: int
    column: int


class BoundsModel(_Model):
    """An interval in `unit`; null is unbounded."""

    lower: float | None
    upper: float | None
    lower_open: bool
    upper_open: bool
    unit: Annotated[str, AfterValidator(_not_date)]


class DateBoundsModel(_Model):
    """An interval of instants; dates are midnights in ISO form."""

    lower: str | None
    upper: str | None
    lower_open: bool
    upper_open: bool
    unit: Literal["date"]


class ChoiceBoundsModel(_Model):
    """The names that a choice may take."""

    names: tuple[str, ...]


AnyBounds = BoundsModel | DateBoundsModel | ChoiceBoundsModel


class PlaceModel(_Model):
    """Where a figure stands in its source's text (W3C selectors)."""

    exact: str
    prefix: str | None
    suffix: str | None
    start: int | None


class ClaimModel(_Model):
    """A claim with its verdict.

    `implied` is what everything else leaves of its quantity; of a member of a conflict, what the
    other members of its first conflict leave. `kept` is what all leave that every cheapest
    correction keeps. `otherwise` is a disputed claim's verdict without the suspects, `restates`
    the claims that are one statement with it, `missing` what keeps it from being corroborated.
    `blame` is the share of its component's conflicts that contain it, those that differ only in
    restatements counted once; null where none does.
    """

    id: str
    about: str
    verdict: str
    source: str | None
    location: LocationModel
    published: AnyBounds | None
    loose: AnyBounds | None
    implied: AnyBounds | None
    because: tuple[str, ...]
    readings: tuple[str, ...]
    assumptions: tuple[str, ...]
    otherwise: str | None
    figure: str | None
    value: str | None
    quote: tuple[PlaceModel, ...] | None
    as_of: str | None
    by: str | None
    modality: str
    missing: str | None
    kept: AnyBounds | None
    restates: tuple[str, ...]
    touching: bool
    blame: float | None

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.verdict}, {self.figure or self.value}>"


class FaceGapModel(_Model):
    """How far a conflict's sides are apart at face."""

    factor: float | None
    difference: float | None


class GapModel(_Model):
    """How far a conflict's sides are apart: loosely for a conflict, at face for a rounding one.

    `at_face` is a conflict's gap at face, and `explained` the share of that difference which
    rounding and hedges take up.
    """

    factor: float | None
    difference: float | None
    unit: str
    at_face: FaceGapModel | None
    explained: float | None


class SlipModel(_Model):
    """A known slip that would account for a conflict: `member` would fit if times `factor`.

    `slip` is a name of the table of slips, `text` a sentence. The likeliest come first.
    """

    member: str
    slip: str
    factor: float
    text: str


class ChoiceModel(_Model):
    """A claim read in one of its ways."""

    claim: str
    reading: str


class ConflictModel(_Model):
    """A minimal set that cannot all hold.

    `holds` is the tightest reading under which it would: `loose`, `one digit` (every figure taken
    as rounded to one significant digit), `none`, or null where that is not known.
    """

    claims: tuple[str, ...]
    assumptions: tuple[str, ...]
    rules: tuple[str, ...]
    severity: Literal["conflict", "rounding", "conditional"]
    minimal: bool
    certified: bool
    gap: GapModel | None
    fixes: tuple[tuple[str, ...], ...]
    group: int
    choices: tuple[ChoiceModel, ...]
    avoided_by: tuple[ChoiceModel, ...]
    expected: str | None
    holds: Literal["loose", "one digit", "none"] | None
    slips: tuple[SlipModel, ...]

    def __repr__(self) -> str:
        return f"<Conflict ({self.severity}): {', '.join((*self.claims, *self.assumptions))}>"


class QuantityModel(_Model):
    """What is left of a quantity; a choice has `names` instead of ends."""

    id: str
    unit: str | None = None
    lower: float | str | None = None
    upper: float | str | None = None
    lower_open: bool = True
    upper_open: bool = True
    names: tuple[str, ...] | None = None
    because: tuple[str, ...]


class SourceModel(_Model):
    """A source as declared."""

    id: str
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None
    sha256: str | None
    derived_from: tuple[str, ...] | None


class AssumptionModel(_Model):
    """An assumption, and the claims whose verdicts lean on it."""

    id: str
    about: str | None
    value: str | None
    relation: str | None
    source: str | None
    soft: bool
    location: LocationModel
    used_by: tuple[str, ...]


class ExpectationModel(_Model):
    """A known result, and whether it still covers anything."""

    conflict: tuple[str, ...] | None
    verdict: Pairs | None
    reason: str
    until: str | None
    holds: bool
    why: str | None


class DiagnosticModel(_Model):
    """A finding about a file."""

    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    path: str
    line: int
    column: int
    details: tuple[str, ...]
    help: str | None


class StatisticsModel(_Model):
    """How the decisions of a suite were made; there if asked for."""

    decisions: int
    rungs: Annotated[
        tuple[tuple[str, int], ...], _AS_PAIRS, PlainSerializer(dict, return_type=dict[str, int])
    ]
    needed_z3: int
    conflicts: int
    certified: int


class ExactModel(_Model):
    """The ends, as rationals, of those bounds whose doubles were rounded outward."""

    quantities: EndsById = ()
    implied: EndsById = ()
    kept: EndsById = ()


class WrittenModel(_Model):
    """The suite itself: its files as one, as JSON text, and those of its packs that are its own."""

    document: str
    packs: tuple[str, ...] = ()  # the name of a pack that comes with Verify, or JSON text


class SuiteModel(_Model):
    """One suite's judgement.

    `exact` and `suite` are in reports that the Python API writes, so that nothing is lost.
    """

    path: str
    title: str | None
    status: str
    complete: bool
    ended_by: str | None
    policy: str
    claims: tuple[ClaimModel, ...] = ()
    conflicts: tuple[ConflictModel, ...] = ()
    corrections: tuple[tuple[tuple[str, ...], ...], ...] = ()
    quantities: tuple[QuantityModel, ...] = ()
    sources: tuple[SourceModel, ...] = ()
    assumptions: tuple[AssumptionModel, ...] = ()
    expectations: tuple[ExpectationModel, ...] = ()
    diagnostics: tuple[DiagnosticModel, ...] = ()
    statistics: StatisticsModel | None = None
    exact: ExactModel | None = None
    suite: WrittenModel | None = None


class ReportModel(_Model):
    """The whole report; `status` is the worst of its suites."""

    version: Literal[1]
    status: str
    suites: tuple[SuiteModel, ...]
