"""The full report as text: suspects first, each conflict with its reasons, then every claim."""

from __future__ import annotations

from collections.abc import Sequence

from verify.diagnose import Kind
from verify.diagnostics import MORE, Diagnostic, Severity
from verify.explain import (
    ExplainedConflict,
    MemberRow,
    StepRow,
    alike,
    closing_lines,
    explain_conflict,
    listed,
    others,
    printed,
    says,
    verdict_words,
)
from verify.reports.styled import Line, Part, safe
from verify.verdicts import JudgedClaim, JudgedConflict, Judgement, Status, Verdict

_STYLE = {
    Verdict.CONFLICT: "bad",
    Verdict.DISPUTED: "doubt",
    Verdict.UNDECIDED: "doubt",
    Verdict.ROUNDING: "doubt",
    Verdict.CONDITIONAL: "doubt",
    Verdict.CORROBORATED: "good",
    Verdict.CONSISTENT: "good",
    Verdict.UNTESTED: "quiet",
    Verdict.OPEN: "quiet",
}
_KIND_STYLE = {Kind.CONFLICT: "bad", Kind.ROUNDING: "doubt", Kind.CONDITIONAL: "doubt"}


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> list[Line]:
    """Return the whole report as lines."""
    lines: list[Line] = []
    for problem in problems:
        lines += diagnostic(problem)
    for number, judgement in enumerate(judgements):
        if number:
            lines.append(())
        lines += suite(judgement)
    return lines


def suite(judgement: Judgement) -> list[Line]:
    """Return one suite's report."""
    lines: list[Line] = []
    title = f"{judgement.path}: {judgement.title}" if judgement.title else judgement.path
    policy = "" if judgement.policy == "default" else f"   policy: {safe(judgement.policy)}"
    lines += [(Part(safe(title), "title"), Part(policy, "quiet")), ()]
    for each in judgement.diagnostics:
        lines += diagnostic(each)
    if judgement.status is Status.INVALID:
        return [*lines, (Part(f"not checked: {_errors(judgement)}", "bad"),)]
    if judgement.diagnostics:
        lines.append(())
    lines += conflict_lines(judgement)
    lines += _claims(judgement)
    for broken in judgement.expectations:
        if not broken.holds:
            where = Part(f"  {safe(str(broken.expectation.span))}", "quiet")
            lines.append((Part("broken expectation", "bad"), Part(f": {safe(broken.why)}"), where))
    lines += [(Part(safe(line), style),) for line, style in closing_lines(judgement)]
    return lines


def _errors(judgement: Judgement) -> str:
    errors = [each for each in judgement.diagnostics if each.severity is Severity.ERROR]
    count = sum(each.code != MORE for each in errors)
    more = " and more" if count < len(errors) else ""
    return f"{count} {'error' if count == 1 else 'errors'}{more}"


def diagnostic(each: Diagnostic) -> list[Line]:
    """Return a finding about a file: its place and sentence, then what explains and mends it."""
    style = {"error": "bad", "warning": "doubt", "note": "quiet"}[each.severity.value]
    head = (
        Part(f"{safe(str(each.span))}: ", "quiet"),
        Part(f"{each.severity.value}[{each.code}]", style),
        Part(f": {safe(each.message)}"),
    )
    lines: list[Line] = [head]
    lines += [(Part(f"    {safe(detail)}"),) for detail in each.details]
    if each.help:
        lines.append((Part("    help: ", "quiet"), Part(safe(each.help))))
    return lines


def conflict_block(
    conflict: JudgedConflict, judgement: Judgement, also: Sequence[str] = ()
) -> list[Line]:
    """Return one conflict: the user's lines, the rule, the gap, the fixes, the next command."""
    explained = explain_conflict(conflict, judgement)
    head = (
        Part(conflict.severity.value, _KIND_STYLE[conflict.severity]),
        Part(f": {safe(explained.headline)}"),
    )
    lines: list[Line] = [head, *conflict_rows(explained)]
    if explained.gap:
        lines.append((Part(f"  {safe(explained.gap)}"),))
    if explained.holds:
        lines.append((Part(f"  {safe(explained.holds)}"),))
    if explained.to_agree:
        lines.append((Part("  to agree:  ", "quiet"), Part(safe(explained.to_agree))))
    lines += [(Part(f"  {safe(slip)}"),) for slip in explained.slips]
    if explained.fixes:
        lines.append((Part("  fixes, each checked: ", "quiet"), Part(safe(explained.fixes))))
    extras = [extra for extra in (explained.choices, explained.note) if extra]
    lines += [(Part(f"  {safe(extra)}"),) for extra in extras]
    if also:
        lines.append((Part("  the same with ", "quiet"), Part(safe(listed(also)))))
    if conflict.expected:
        lines.append((Part(f"  expected: {safe(conflict.expected)}", "quiet"),))
    lines.append((Part("next: ", "quiet"), Part(safe(explained.next))))
    return lines


def conflict_rows(explained: ExplainedConflict) -> list[Line]:
    """Return a conflict's members and the steps between them, with the user's lines."""
    members = [row for row in explained.rows if isinstance(row, MemberRow)]
    places = max((len(str(row.span)) for row in members), default=0)
    ids = max((len(row.id) for row in members), default=0)
    figures = max((len(row.figure) for row in members), default=0)
    lines: list[Line] = []
    for row in explained.rows:
        match row:
            case MemberRow():
                lines.append(
                    (
                        Part(f"  {safe(str(row.span)).ljust(places)}  ", "quiet"),
                        Part(safe(row.id).ljust(ids) + "   ", "strong"),
                        Part(safe(row.figure).ljust(figures) + "    "),
                        Part(safe(row.taken_as)),
                    )
                )
            case StepRow():
                indent = " " * (places + 4)
                lines.append(
                    (
                        Part(f"{indent}{safe(row.conclusion)}"),
                        Part(f"      {safe(row.rule)}", "quiet"),
                    )
                )
    return lines


def conflict_lines(judgement: Judgement) -> list[Line]:
    """Return every conflict as a block, those that differ only in restatements once."""
    lines: list[Line] = []
    for conflicts in alike(judgement):
        lines += conflict_block(conflicts[0], judgement, others(conflicts))
        lines.append(())
    return lines


def _claims(judgement: Judgement) -> list[Line]:
    if not judgement.claims:
        return []
    order = list(Verdict)
    claims = sorted(judgement.claims, key=lambda c: (order.index(c.verdict), c.claim.id))
    return [*claim_lines(claims), ()]


def claim_lines(claims: Sequence[JudgedClaim]) -> list[Line]:
    """Return a line for each claim: its verdict, its figure, and what the rest says."""
    ids = max(len(c.claim.id) for c in claims)
    figures = min(44, max(len(printed(c.claim)) for c in claims))
    verdicts = max(len(verdict_words(c)) for c in claims)
    return [
        (
            Part(f"  {verdict_words(judged).ljust(verdicts)}  ", _STYLE[judged.verdict]),
            Part(f"{safe(judged.claim.id).ljust(ids)}  ", "strong"),
            Part(f"{_cut(safe(printed(judged.claim)), figures).ljust(figures)}  "),
            Part(safe(says(judged)), "quiet"),
        )
        for judged in claims
    ]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
