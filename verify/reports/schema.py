"""The shape of the JSON report: pydantic models, from which its JSON Schema is published."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    unit: str


class DateBoundsModel(_Model):
    """An interval of instants; dates are midnights in ISO form."""

    lower: str | None
    upper: str | None
    lower_open: bool
    upper_open: bool
    unit: Literal["date"]


class ChoiceBoundsModel(_Model):
    """The names that a choice may take."""

    names: list[str]


AnyBounds = BoundsModel | DateBoundsModel | ChoiceBoundsModel


class PlaceModel(_Model):
    """Where a figure stands in its source's text (W3C selectors)."""

    exact: str
    prefix: str | None
    suffix: str | None
    start: int | None


class ClaimModel(_Model):
    """A claim with its verdict.

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
    because: list[str]
    readings: list[str]
    assumptions: list[str]
    otherwise: str | None
    figure: str | None
    value: str | None
    quote: list[PlaceModel] | None
    as_of: str | None
    by: str | None
    modality: str
    missing: str | None
    kept: AnyBounds | None
    restates: list[str]
    touching: bool
    blame: float | None


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

    claims: list[str]
    assumptions: list[str]
    rules: list[str]
    severity: Literal["conflict", "rounding", "conditional"]
    minimal: bool
    certified: bool
    gap: GapModel | None
    fixes: list[list[str]]
    group: int
    choices: list[ChoiceModel]
    avoided_by: list[ChoiceModel]
    expected: str | None
    holds: Literal["loose", "one digit", "none"] | None
    slips: list[SlipModel]


class QuantityModel(_Model):
    """What is left of a quantity; a choice has `names` instead of ends."""

    id: str
    unit: str | None = None
    lower: float | str | None = None
    upper: float | str | None = None
    lower_open: bool = True
    upper_open: bool = True
    names: list[str] | None = None
    because: list[str]


class SourceModel(_Model):
    """A source as declared."""

    id: str
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None
    sha256: str | None
    derived_from: list[str] | None


class AssumptionModel(_Model):
    """An assumption, and the claims whose verdicts lean on it."""

    id: str
    about: str | None
    value: str | None
    relation: str | None
    source: str | None
    soft: bool
    location: LocationModel
    used_by: list[str]


class ExpectationModel(_Model):
    """A known result, and whether it still covers anything."""

    conflict: list[str] | None
    verdict: dict[str, str] | None
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
    details: list[str]
    help: str | None


class StatisticsModel(_Model):
    """How the decisions of a suite were made; there if asked for."""

    decisions: int
    rungs: dict[str, int]
    needed_z3: int
    conflicts: int
    certified: int


class SuiteModel(_Model):
    """One suite's judgement."""

    path: str
    title: str | None
    status: str
    complete: bool
    ended_by: str | None
    policy: str
    claims: list[ClaimModel] = []
    conflicts: list[ConflictModel] = []
    corrections: list[list[list[str]]] = []
    quantities: list[QuantityModel] = []
    sources: list[SourceModel] = []
    assumptions: list[AssumptionModel] = []
    expectations: list[ExpectationModel] = []
    diagnostics: list[DiagnosticModel] = []
    statistics: StatisticsModel | None = None


class ReportModel(_Model):
    """The whole report; `status` is the worst of its suites."""

    version: Literal[1]
    status: str
    suites: list[SuiteModel]
