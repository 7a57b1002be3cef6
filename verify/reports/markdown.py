"""The report as Markdown: a comment for a pull request, worst first, the rest folded away."""

from __future__ import annotations

from collections.abc import Sequence

from verify.diagnostics import Diagnostic, Severity
from verify.explain import MemberRow, about, closing_lines, printed, says, verdict_words
from verify.findings import Finding, findings
from verify.reports.escaping import for_markdown
from verify.verdicts import Judgement, Status, Verdict

_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "💬"}
_ORDER = list(Verdict)


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return the comment."""
    parts = ["## verify"]
    if problems:
        parts += [_one(each) for each in findings((), problems)]
    for judgement in judgements:
        parts += _suite(judgement)
    return "\n\n".join(parts) + "\n"


def _suite(judgement: Judgement) -> list[str]:
    title = f"{judgement.path}: {judgement.title}" if judgement.title else judgement.path
    parts = [f"### {for_markdown(title)}"]
    found = findings([judgement])
    if judgement.status is Status.INVALID:
        return [*parts, "Not checked:", *(_one(each) for each in found)]
    parts.append("\n".join(f"- {for_markdown(line)}" for line, _ in closing_lines(judgement)))
    worst = [each for each in found if each.level is Severity.ERROR]
    rest = [each for each in found if each.level is not Severity.ERROR]
    parts += [_one(each) for each in worst]
    if rest:
        noun = "finding" if len(rest) == 1 else "findings"
        parts.append(_folded(f"{len(rest)} more {noun}", "\n\n".join(map(_one, rest))))
    return [*parts, _folded(f"{len(judgement.claims)} claims", _claims(judgement))]


def _one(each: Finding) -> str:
    place = for_markdown(str(each.span))
    head = f"{_SIGNS[each.level]} **{each.code}** {place}: {for_markdown(each.message)}"
    parts = [head]
    if each.explained is not None:
        rows = ["| | claim | figure | taken as |", "|---|---|---|---|"]
        for row in each.explained.rows:
            if isinstance(row, MemberRow):
                cells = (str(row.span), row.id, row.figure, row.taken_as)
            else:
                cells = ("", "", row.conclusion, row.rule)
            rows.append(f"| {' | '.join(map(for_markdown, cells))} |")
        parts.append("\n".join(rows))
    details = [*each.details, *([f"expected: {each.suppressed}"] if each.suppressed else [])]
    if details:
        parts.append("\n".join(f"- {for_markdown(detail)}" for detail in details))
    return "\n\n".join(parts)


def _claims(judgement: Judgement) -> str:
    rows = ["| verdict | claim | about | figure | |", "|---|---|---|---|---|"]
    for judged in sorted(judgement.claims, key=lambda c: (_ORDER.index(c.verdict), c.claim.id)):
        cells = (
            verdict_words(judged),
            judged.claim.id,
            about(judged),
            printed(judged.claim),
            says(judged),
        )
        rows.append(f"| {' | '.join(map(for_markdown, cells))} |")
    return "\n".join(rows)


def _folded(title: str, body: str) -> str:
    return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"
