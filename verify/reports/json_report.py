"""The report as data: the contract that every other format and embedding builds on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from verify.arithmetic import double_above, double_below
from verify.diagnostics import Diagnostic
from verify.facts import Assumption, Claim, Source, Values
from verify.gap_words import slip_words
from verify.interval import EVERYTHING, Interval
from verify.quantity import Domain, Quantity
from verify.reports.json_text import written
from verify.reports.schema import (
    AnyBounds,
    AssumptionModel,
    BoundsModel,
    ChoiceBoundsModel,
    ChoiceModel,
    ClaimModel,
    ConflictModel,
    DateBoundsModel,
    DiagnosticModel,
    ExactModel,
    ExpectationModel,
    FaceGapModel,
    GapModel,
    LocationModel,
    PlaceModel,
    QuantityModel,
    ReportModel,
    SlipModel,
    SourceModel,
    StatisticsModel,
    SuiteModel,
)
from verify.reports.statistics_text import asked_of_z3, rungs_of
from verify.source import Span
from verify.verdicts import (
    Gap,
    JudgedClaim,
    JudgedConflict,
    JudgedExpectation,
    JudgedQuantity,
    Judgement,
    Slip,
    Status,
)
from verify.wording import day

_WORST = tuple(Status)
_LONGEST = 13_000  # bits of a rational that is written out: nearly 4,000 digits
_WHOLE = 2.0**53  # whole numbers up to this are doubles


def render(
    judgements: Sequence[Judgement],
    problems: Sequence[Diagnostic] = (),
    *,
    statistics: bool = False,
) -> str:
    """Return the report as JSON text, the same bytes for the same judgements."""
    data = as_data(judgements, problems)
    if statistics:
        for suite, judgement in zip(data["suites"], judgements, strict=False):
            suite["statistics"] = _statistics(judgement).model_dump(mode="json")
    return written(data)


def as_data(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> dict[str, Any]:
    """Return the report as plain data; problems are those of paths that are no suite."""
    suites = [suite_model(judgement) for judgement in judgements]
    return data_of([*suites, *(_unreadable(problem) for problem in problems)])


def data_of(suites: Sequence[SuiteModel], *, whole: bool = False) -> dict[str, Any]:
    """Return suites as plain data; `whole` with what only the Python API writes."""
    status = max((Status(s.status) for s in suites), key=_WORST.index, default=Status.CONSISTENT)
    report = ReportModel(version=1, status=status.value, suites=tuple(suites))
    spare = {"statistics"} if whole else {"statistics", "exact", "suite"}
    return report.model_dump(mode="json", by_alias=True, exclude={"suites": {"__all__": spare}})


def suite_model(judgement: Judgement) -> SuiteModel:
    """Return one suite's judgement as the report has it."""
    used: dict[str, list[str]] = {}
    for judged in judgement.claims:
        for id_ in judged.assumptions:
            used.setdefault(id_, []).append(judged.claim.id)
    return SuiteModel(
        path=judgement.path,
        title=judgement.title or None,
        status=judgement.status.value,
        complete=judgement.complete,
        ended_by=judgement.ended_by,
        policy=judgement.policy,
        claims=tuple(_claim(claim) for claim in judgement.claims),
        conflicts=tuple(conflict_model(conflict) for conflict in judgement.conflicts),
        corrections=judgement.corrections,
        quantities=tuple(_quantity(quantity) for quantity in judgement.quantities),
        sources=tuple(_source(source) for source in judgement.sources),
        assumptions=tuple(_assumption(a, used.get(a.id, ())) for a in judgement.assumptions),
        expectations=tuple(_expectation(each) for each in judgement.expectations),
        diagnostics=tuple(_diagnostic(each) for each in judgement.diagnostics),
    )


def exact_model(judgement: Judgement) -> ExactModel:
    """Return the ends that doubles cannot say, so that nothing is lost."""
    found = [(each.id, each.values, each.quantity) for each in judgement.quantities]
    claims = judgement.claims
    implied = [(c.claim.id, c.implied, c.quantity) for c in claims if c.implied is not None]
    kept = [(c.claim.id, c.kept, c.quantity) for c in claims if c.kept is not None]
    return ExactModel(quantities=_inexact(found), implied=_inexact(implied), kept=_inexact(kept))


def _inexact(
    found: Sequence[tuple[str, Values, Quantity]],
) -> tuple[tuple[str, tuple[str | None, str | None]], ...]:
    rows = []
    for id_, values, quantity in found:
        if isinstance(values, frozenset):
            continue
        ends = (values.lower, values.upper)
        shown = bounds(values, quantity)
        said = (shown.lower, shown.upper) if isinstance(shown, BoundsModel) else (None, None)
        if any(map(_lost, ends, said)) and not any(map(_endless, ends)):
            lower, upper = (None if end is None else str(end) for end in ends)
            rows.append((id_, (lower, upper)))
    return tuple(rows)


def _lost(end: Fraction | None, near: float | None) -> bool:
    """Tell whether a double's shortest decimal is not the end."""
    if end is None or near is None:
        return end is not None
    if end.denominator == 1 and abs(near) <= _WHOLE:
        return near != end
    return Fraction(repr(near)) != end


def _endless(end: Fraction | None) -> bool:
    """Tell whether an end has more digits than are written out; then the double must do."""
    return (
        end is not None and max(end.numerator.bit_length(), end.denominator.bit_length()) > 13_000
    )


def _statistics(judgement: Judgement) -> StatisticsModel:
    rungs = rungs_of([judgement])
    return StatisticsModel(
        decisions=sum(rungs.values()),
        rungs=tuple(sorted(rungs.items())),
        needed_z3=asked_of_z3(rungs),
        conflicts=len(judgement.conflicts),
        certified=sum(conflict.certified for conflict in judgement.conflicts),
    )


def _unreadable(problem: Diagnostic) -> SuiteModel:
    return SuiteModel(
        path=problem.span.path,
        title=None,
        status=Status.INVALID.value,
        complete=False,
        ended_by=None,
        policy="default",
        diagnostics=(_diagnostic(problem),),
    )


def _claim(judged: JudgedClaim) -> ClaimModel:
    claim = judged.claim
    reading = _shown_reading(judged)
    implied = None if judged.implied is None else bounds(judged.implied, judged.quantity)
    return ClaimModel(
        id=claim.id,
        about=judged.variable,
        verdict=judged.verdict.value,
        source=claim.source or None,
        location=location(claim.span),
        published=None if claim.hole else bounds(reading[0], judged.quantity),
        loose=None if claim.hole else bounds(reading[1], judged.quantity),
        implied=implied,
        because=judged.because,
        readings=judged.readings,
        assumptions=judged.assumptions,
        otherwise=judged.otherwise.value if judged.otherwise else None,
        figure=claim.figure or None,
        value=claim.value or None,
        quote=_places(claim),
        as_of=claim.as_of or None,
        by=claim.by or None,
        modality=claim.modality.value,
        missing=judged.missing.value if judged.missing else None,
        kept=None if judged.kept is None else bounds(judged.kept, judged.quantity),
        restates=judged.restates,
        touching=judged.touching,
        blame=None if judged.blame is None else float(f"{float(judged.blame.share):.4g}"),
    )


def _shown_reading(judged: JudgedClaim) -> tuple[Values, Values]:
    name = judged.readings[0] if judged.readings else ""
    readings = judged.claim.readings
    chosen = next((reading for reading in readings if reading.name == name), readings[0])
    return chosen.face, chosen.loose


def conflict_model(conflict: JudgedConflict) -> ConflictModel:
    """Return a conflict as the report has it."""
    return ConflictModel(
        claims=conflict.claims,
        assumptions=conflict.assumptions,
        rules=conflict.rules,
        severity=conflict.severity.value,
        minimal=conflict.minimal,
        certified=conflict.certified,
        gap=None if conflict.gap is None else _gap(conflict.gap),
        fixes=conflict.fixes,
        group=conflict.group,
        choices=tuple(ChoiceModel(claim=c, reading=r) for c, r in conflict.refuted_by),
        avoided_by=tuple(ChoiceModel(claim=c, reading=r) for c, r in conflict.avoided_by),
        expected=conflict.expected or None,
        holds=None if conflict.holds is None else conflict.holds.value,
        slips=tuple(_slip(slip) for slip in conflict.slips),
    )


def _slip(slip: Slip) -> SlipModel:
    factor = float(f"{_double(slip.factor):.6g}")
    return SlipModel(member=slip.member, slip=slip.id, factor=factor, text=slip_words(slip))


def _gap(gap: Gap) -> GapModel:
    factor, difference = _apart(gap)
    at_face = None
    if gap.at_face is not None:
        wider, further = _apart(gap.at_face)
        at_face = FaceGapModel(factor=wider, difference=further)
    explained = None if gap.explained is None else float(f"{float(gap.explained):.4g}")
    return GapModel(
        factor=factor, difference=difference, unit=gap.unit, at_face=at_face, explained=explained
    )


def _apart(gap: Gap) -> tuple[float | None, float | None]:
    """Return a gap's factor and difference as doubles, None beyond their range."""
    factor = None if gap.factor is None else float(f"{_double(gap.factor):.4g}")
    difference = _double(gap.difference)
    return (
        factor if factor is not None and math.isfinite(factor) else None,
        difference if math.isfinite(difference) else None,
    )


def _quantity(judged: JudgedQuantity) -> QuantityModel:
    known = bounds(judged.values, judged.quantity).model_dump(mode="json")
    return QuantityModel(id=judged.id, because=judged.because, **known)


def _source(source: Source) -> SourceModel:
    return SourceModel(
        id=source.id,
        title=source.title or None,
        publisher=source.publisher or None,
        date=source.date or None,
        url=source.url or None,
        sha256=source.sha256 or None,
        derived_from=None if source.derived_from is None else source.derived_from,
    )


def _assumption(assumption: Assumption, used: Sequence[str]) -> AssumptionModel:
    reading = assumption.reading
    return AssumptionModel(
        id=assumption.id,
        about=reading.about if reading else None,
        value=assumption.text if reading else None,
        relation=None if reading else assumption.text,
        source=assumption.source or None,
        soft=assumption.soft,
        location=location(assumption.span),
        used_by=tuple(used),
    )


def _expectation(each: JudgedExpectation) -> ExpectationModel:
    return ExpectationModel(
        conflict=each.expectation.conflict or None,
        verdict=each.expectation.verdicts or None,
        reason=each.expectation.reason,
        until=each.expectation.until or None,
        holds=each.holds,
        why=each.why or None,
    )


def _diagnostic(diagnostic: Diagnostic) -> DiagnosticModel:
    return DiagnosticModel(
        code=diagnostic.code,
        severity=diagnostic.severity.value,
        message=diagnostic.message,
        path=diagnostic.span.path,
        line=diagnostic.span.line,
        column=diagnostic.span.column,
        details=diagnostic.details,
        help=diagnostic.help or None,
    )


def _places(claim: Claim) -> tuple[PlaceModel, ...] | None:
    if not claim.quotes:
        return None
    return tuple(
        PlaceModel(
            exact=place.exact,
            prefix=place.prefix or None,
            suffix=place.suffix or None,
            start=place.start if place.start >= 0 else None,
        )
        for place in claim.quotes
    )


def location(span: Span) -> LocationModel:
    """Return a place as the report has it."""
    return LocationModel(path=span.path, line=span.line, column=span.column)


def bounds(values: Values, quantity: Quantity) -> AnyBounds:
    """Return a set of a quantity's values as the report has it."""
    if isinstance(values, frozenset):
        order = {name: place for place, name in enumerate(quantity.names)}
        return ChoiceBoundsModel(names=tuple(sorted(values, key=lambda name: order.get(name, 0))))
    if quantity.domain is Domain.DATE:
        return _date_bounds(values)
    lower = None if values.lower is None else _outward(values.lower, up=False)
    upper = None if values.upper is None else _outward(values.upper, up=True)
    return BoundsModel(
        lower=lower,
        upper=upper,
        lower_open=values.lower_open or lower is None,
        upper_open=values.upper_open or upper is None,
        unit=quantity.unit.text,
    )


def _date_bounds(values: Interval) -> DateBoundsModel:
    """Return dates as ISO strings, an instant within a day rounded outward to midnight."""
    shown = EVERYTHING if values == EVERYTHING else values
    lower = upper = None
    lower_open, upper_open = shown.lower_open, shown.upper_open
    if shown.lower is not None:
        first = day(shown.lower)
        lower = first.isoformat() if first is not None else None
        lower_open = lower is None or (shown.lower_open and shown.lower.denominator == 1)
    if shown.upper is not None:
        last = day(shown.upper)
        if last is not None and shown.upper.denominator != 1:
            last, upper_open = last + timedelta(days=1), False
        upper = last.isoformat() if last is not None else None
        upper_open = upper is None or upper_open
    return DateBoundsModel(
        lower=lower, upper=upper, lower_open=lower_open, upper_open=upper_open, unit="date"
    )


@lru_cache(maxsize=8192)
def _outward(value: Fraction, *, up: bool) -> float | None:
    """Return the double whose shortest decimal is the bound, else one rounded outward.

    A bound beyond the range of a double is None outward and the largest double inward.
    """
    near = _double(value)
    if value.denominator == 1 and abs(near) <= _WHOLE:
        return near
    if math.isfinite(near) and Fraction(repr(near)) == value:
        return near
    outward = double_above(value) if up else double_below(value)
    return outward if math.isfinite(outward) else None


def _double(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
