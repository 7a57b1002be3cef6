"""The report with one line per finding, for terminals and editors that jump to a place."""

from __future__ import annotations

from collections.abc import Sequence

from verify.diagnostics import Diagnostic
from verify.explain import alike, closing_lines, explain_conflict, member_row
from verify.reports.styled import Line, Part, safe
from verify.verdicts import Judgement, Status


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> list[Line]:
    """Return `path:line:column: what: sentence` for each finding, and a closing line per suite."""
    lines = [_diagnostic(problem) for problem in problems]
    for judgement in judgements:
        lines += [_diagnostic(each) for each in judgement.diagnostics]
        lines += _conflicts(judgement)
        for each in judgement.expectations:
            if not each.holds:
                lines.append(_line(str(each.expectation.span), "broken-expectation", each.why))
        if judgement.status is Status.INVALID:
            lines.append((Part(f"{safe(judgement.path)}: not checked", "bad"),))
        else:
            text, style = closing_lines(judgement)[0]
            lines.append((Part(f"{safe(judgement.path)}: ", "quiet"), Part(safe(text), style)))
    return lines


def _conflicts(judgement: Judgement) -> list[Line]:
    lines: list[Line] = []
    for conflict, *_ in alike(judgement):
        assert judgement.facts is not None
        explained = explain_conflict(conflict, judgement)
        place = member_row(conflict.measured or conflict.members[-1], judgement.facts, None).span
        text = explained.headline + (f"; {explained.gap}" if explained.gap else "")
        if conflict.expected:
            text += f" (expected: {conflict.expected})"
        lines.append(_line(str(place), conflict.severity.value, text))
    return lines


def _diagnostic(each: Diagnostic) -> Line:
    text = each.message + (f" ({each.help})" if each.help else "")
    return _line(str(each.span), f"{each.severity.value}[{each.code}]", text)


def _line(place: str, what: str, text: str) -> Line:
    return Part(f"{safe(place)}: ", "quiet"), Part(what, "bad"), Part(f": {safe(text)}")
