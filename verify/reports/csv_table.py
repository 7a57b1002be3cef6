"""The claims and their verdicts as a table of comma-separated values, in RFC 4180's manner."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from verify.diagnostics import Diagnostic
from verify.explain import about
from verify.facts import Values
from verify.quantity import Quantity
from verify.reports.json_report import bounds
from verify.reports.styled import safe
from verify.verdicts import JudgedClaim, Judgement

COLUMNS = (
    *("suite", "id", "about", "verdict", "otherwise", "source", "figure", "value", "modality"),
    *("published_lower", "published_upper", "implied_lower", "implied_upper", "unit"),
    *("because", "path", "line"),
)


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:  # noqa: ARG001
    """Return a row for each claim; what could not be read has none."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for judgement in judgements:
        for claim in judgement.claims:
            table.writerow([_cell(each) for each in _row(claim, judgement)])
    return written.getvalue()


def _row(judged: JudgedClaim, judgement: Judgement) -> tuple[str, ...]:
    claim = judged.claim
    named = [r for r in claim.readings if not judged.readings or r.name in judged.readings]
    reading = (named or list(claim.readings))[0]
    return (
        judgement.path,
        claim.id,
        about(judged),
        judged.verdict.value,
        judged.otherwise.value if judged.otherwise else "",
        claim.source,
        claim.figure,
        claim.value,
        claim.modality.value,
        *_ends(None if claim.hole else reading.face, judged.quantity),
        *_ends(judged.implied, judged.quantity),
        judged.quantity.unit.text,
        " ".join(judged.because),
        claim.span.path,
        str(claim.span.line) if claim.span.line else "",
    )


def _ends(values: Values | None, quantity: Quantity) -> tuple[str, str]:
    if values is None:
        return "", ""
    if isinstance(values, frozenset):
        names = " ".join(sorted(values))
        return names, names
    data = bounds(values, quantity).model_dump(mode="json")
    return _number(data["lower"]), _number(data["upper"])


def _number(end: str | float | Fraction | None) -> str:
    return "" if end is None else str(end)


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    shown = safe(text)
    if shown[:1] in ("=", "+", "@", "\t") or (shown[:1] == "-" and not _is_number(shown)):
        return f"'{shown}"
    return shown


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
