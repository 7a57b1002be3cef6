"""A reviewed draft as data; `results` are its remarks as SARIF 2.1.0 has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.diagnostics import Diagnostic
from verify.draft import Draft
from verify.reports.json_report import bounds
from verify.reports.json_text import written
from verify.reviewed import Level, Remark, Review, Reviewed, Untied
from verify.source import Span

_WORSE = list(Level)


def render(review: Review, suite: str, problems: Sequence[Diagnostic] = ()) -> str:
    """Return the review as JSON text; places are in code points, the end excluded."""
    remarks = review.remarks()
    levels = [remark.level for _, remark in remarks]
    data = {
        "version": 1,
        "path": review.draft.path,
        "suite": suite,
        "status": min(levels, key=_WORSE.index).value if levels else "none",
        "figures": [_figure(each, review.draft) for each in review.figures],
        "untied": [_untied(each, review.draft) for each in review.untied],
        "results": [_result(each, remark, review) for each, remark in remarks],
        "diagnostics": [
            {
                "code": each.code,
                "severity": each.severity.value,
                "message": each.message,
                "path": each.span.path,
                "line": each.span.line,
                "column": each.span.column,
                "help": each.help or None,
            }
            for each in problems
        ],
    }
    return written(data)


def _place(draft: Draft, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "line": draft.line(start),
        "column": draft.column(start),
        "text": draft.text[start:end],
    }


def _figure(each: Reviewed, draft: Draft) -> dict[str, Any]:
    tied = each.tied
    said = None if tied.claim is None else tied.claim.readings[0]
    return {
        **_place(draft, tied.start, tied.end),
        "figure": tied.text,
        "tie": tied.tie.name,
        "about": tied.quantity.id,
        "quantity": each.variable or tied.quantity.id,
        "mood": tied.mood.value,
        "says": None if said is None else _bounds(said.loose, tied.quantity),
        "support": each.support.value,
        "by": list(each.by),
        "record": None if each.record is None else _bounds(each.record, tied.quantity),
        "remarks": [_remark(remark) for remark in each.remarks],
    }


def _bounds(values: Any, quantity: Any) -> Any:
    return bounds(values, quantity).model_dump(mode="json")


def _remark(remark: Remark) -> dict[str, Any]:
    conflict = remark.conflict
    return {
        "code": remark.code.value,
        "level": remark.level.value,
        "message": remark.message,
        "claims": list(remark.claims),
        "conflict": None
        if conflict is None
        else {
            "claims": list(conflict.claims),
            "assumptions": list(conflict.assumptions),
            "rules": list(conflict.rules),
            "minimal": conflict.minimal,
            "certified": conflict.certified,
        },
    }


def _untied(each: Untied, draft: Draft) -> dict[str, Any]:
    figure = each.figure
    return {
        **_place(draft, figure.start, figure.end),
        "figure": " ".join(figure.text.split()),
        "suggestions": [
            {"about": suggestion.quantity, "claims": list(suggestion.claims)}
            for suggestion in each.suggestions
        ],
    }


def _result(each: Reviewed, remark: Remark, review: Review) -> dict[str, Any]:
    draft, tied = review.draft, each.tied
    region = {
        "startLine": draft.line(tied.start),
        "startColumn": draft.column(tied.start),
        "endLine": draft.line(tied.end),
        "endColumn": draft.column(tied.end),
        "charOffset": tied.start,
        "charLength": tied.end - tied.start,
    }
    place = {"artifactLocation": {"uri": draft.path}, "region": region}
    return {
        "ruleId": remark.code.value,
        "level": remark.level.value,
        "message": {"text": remark.message},
        "locations": [{"physicalLocation": place}],
        "relatedLocations": [
            {"message": {"text": id_}, "physicalLocation": _related(span)}
            for id_ in remark.claims
            if (span := _span(id_, review)) is not None
        ],
    }


def _span(id_: str, review: Review) -> Span | None:
    facts = review.alone.facts
    assert facts is not None
    owner = facts.claim.get(id_) or facts.assumption.get(id_)
    return None if owner is None or not owner.span.line else owner.span


def _related(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": span.path},
        "region": {"startLine": span.line, "startColumn": span.column},
    }
