"""Findings as an editor's diagnostics: with codes, their explanations, and related places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from lsprotocol import types

from verify.config import Limits
from verify.diagnostics import Diagnostic, Severity
from verify.draft import Draft
from verify.explain import MemberRow, explain_conflict, member_row
from verify.findings import Finding
from verify.lsp.belonging import is_readable
from verify.lsp.buffers import Buffers
from verify.lsp.job import Checked, ReviewedDraft
from verify.lsp.positions import Lines
from verify.reports.styled import safe
from verify.reviewed import Level, Remark, Review, Reviewed
from verify.source import Span
from verify.verdicts import Verdict

Marks = dict[Path, list[types.Diagnostic]]
LinesOf = Callable[[Path], Lines]

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_LEVELS: Final = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}

_ORDER: Final = list(Severity)
_MOST: Final = Limits().problems  # diagnostics shown of one file


class Marker:
    """Turns what was found into diagnostics, as the editor can show them."""

    def __init__(self, buffers: Buffers, lines: LinesOf, related: bool) -> None:
        self._buffers = buffers
        self._related = related
        self._read: dict[Path, Lines] = {}
        self._lines_of = lines

    def suite(self, checked: Checked) -> Marks:
        """Return the diagnostics of a suite, by file; one of its files has none as well."""
        marks: Marks = {path: [] for path in checked.files.values() if self._own(checked, path)}
        first = checked.suite.files[0].path.resolve()
        for finding in checked.findings:
            if finding.related:
                for row in rows_of(finding, checked):
                    self._add(marks, checked, row.span, self._member(finding, row, checked))
            else:
                path = checked.files.get(finding.span.path) or _below(finding.span, checked)
                path = first if path is None else path
                marks.setdefault(path, []).append(self._finding(finding, path))
        for judged in checked.judgement.claims:
            if judged.verdict is Verdict.UNDECIDED:
                message = "whether this can hold was not decided" + self._ended(checked)
                self._add(
                    marks, checked, judged.claim.span, self._mark(message, "undecided", "note")
                )
        return {path: found[:_MOST] for path, found in marks.items()}

    def draft(self, reviewed: ReviewedDraft, lines: Lines) -> list[types.Diagnostic]:
        """Return the diagnostics of a draft."""
        if reviewed.review is None:
            return [self._unreviewed(reviewed)] if reviewed.problems else []
        found = []
        for problem in reviewed.problems:
            mark = self._mark(_told(problem), problem.code, problem.severity.value)
            mark.range = _named(problem, reviewed.review.draft, lines)
            found.append(mark)
        for each, remark in reviewed.review.remarks():
            mark = self._mark(_said(remark, reviewed.review), remark.code.value, "note")
            mark.severity = _LEVELS[remark.level]
            mark.range = lines.range(each.tied.start, each.tied.end)
            mark.related_information = self._sources(each, remark, reviewed)
            found.append(mark)
        return found

    def _unreviewed(self, reviewed: ReviewedDraft) -> types.Diagnostic:
        """Return that the record itself cannot be judged, and why."""
        first = min(reviewed.problems, key=lambda each: _ORDER.index(each.severity))
        message = f"the draft is not reviewed: {first.message}"
        mark = self._mark(message, first.code, Severity.WARNING.value)
        at = self.location(first.span, reviewed.files) if self._related else None
        if at is not None:
            related = types.DiagnosticRelatedInformation(at, safe(first.message))
            mark.related_information = [related]
        return mark

    def _lines(self, path: Path) -> Lines:
        if path not in self._read:
            self._read[path] = self._lines_of(path)
        return self._read[path]

    def _own(self, checked: Checked, path: Path) -> bool:
        """Tell whether a file is the user's: what comes with Verify has no diagnostics."""
        return any(path == each.path.resolve() for each in checked.suite.files) or (
            path.is_relative_to(checked.suite.folder.resolve())
        )

    def _add(self, marks: Marks, checked: Checked, span: Span, mark: types.Diagnostic) -> None:
        path = checked.files.get(span.path)
        if path is not None and self._own(checked, path):
            mark.range = self._lines(path).of_span(span)
            marks.setdefault(path, []).append(mark)

    def _finding(self, finding: Finding, path: Path) -> types.Diagnostic:
        message = "\n".join((finding.message, *finding.details))
        mark = self._mark(message, finding.code, finding.level.value)
        mark.range = self._lines(path).of_span(finding.span)
        return mark

    def _member(self, finding: Finding, row: MemberRow, checked: Checked) -> types.Diagnostic:
        """Return a conflict as it is shown at one of its members."""
        others = [each for each in finding.related if each.id != row.id]
        lines = [finding.message, f"{row.id} is taken as {row.taken_as}" if row.taken_as else ""]
        lines += finding.details
        if finding.suppressed:
            lines.append(f"expected: {finding.suppressed}")
        related = list(self._members(others, checked))
        if not self._related:
            lines[2:2] = [each.message for each in related]
        mark = self._mark("\n".join(filter(None, lines)), finding.code, finding.level.value)
        if finding.suppressed:
            mark.severity = types.DiagnosticSeverity.Hint
        mark.related_information = related if self._related else None
        mark.data = {"members": list(finding.conflict.members)} if finding.conflict else None
        return mark

    def _members(
        self, rows: Sequence[MemberRow], checked: Checked
    ) -> Iterator[types.DiagnosticRelatedInformation]:
        for row in rows:
            taken = f", taken as {row.taken_as}" if row.taken_as else ""
            location = self.location(row.span, checked.files)
            if location is not None:
                message = safe(f"{row.id}: {row.figure}{taken}")
                yield types.DiagnosticRelatedInformation(location, message)

    def location(self, span: Span, files: Mapping[str, Path]) -> types.Location | None:
        """Return where a span is, as an editor opens it."""
        path = files.get(span.path)
        if path is None:
            return None
        return types.Location(self._buffers.uri(path), self._lines(path).of_span(span))

    def _sources(
        self, each: Reviewed, remark: Remark, reviewed: ReviewedDraft
    ) -> list[types.DiagnosticRelatedInformation] | None:
        """Return the record's claims that a remark speaks of."""
        if not self._related or reviewed.facts is None:
            return None
        found = []
        for id_ in dict.fromkeys((*remark.claims, *each.by)):
            claim = reviewed.facts.claim.get(id_)
            at = None if claim is None else self.location(claim.span, reviewed.files)
            if claim is not None and at is not None:
                message = safe(f"{id_}: {claim.figure or claim.value}")
                found.append(types.DiagnosticRelatedInformation(at, message))
        return found

    def _mark(self, message: str, code: str, level: str) -> types.Diagnostic:
        where = described(code)
        return types.Diagnostic(
            range=types.Range(types.Position(0, 0), types.Position(0, 0)),
            message="\n".join(safe(line) for line in message.split("\n")),
            severity=_SEVERITIES[Severity(level)],
            code=code,
            code_description=types.CodeDescription(where) if where else None,
            source="verify",
        )

    def _ended(self, checked: Checked) -> str:
        ended = checked.judgement.ended_by
        return f": {ended} ran out" if ended else ""


def rows_of(finding: Finding, checked: Checked) -> tuple[MemberRow, ...]:
    """Return the members of a conflict, and the claims that conflict in the same way."""
    facts = checked.facts
    known = facts.claim if facts is not None else {}
    also = tuple(member_row(id_, facts, None) for id_ in finding.also if facts and id_ in known)
    return (*finding.related, *also)


def _below(span: Span, checked: Checked) -> Path | None:
    """Return the file of a finding that is none of the suite's, but lies in its folder."""
    path = Path(span.path).resolve()
    own = path.is_relative_to(checked.suite.folder.resolve())
    return path if own and is_readable(path) else None


@cache
def _tables() -> dict[str, str]:
    """Return the addresses of what explains each code: rows of the tables that Verify has."""
    found = {}
    for name in ("diagnostics.toml", "verdicts.toml"):
        table = Path(str(resources.files("verify").joinpath(name)))
        for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
            if line.startswith("[") and line.endswith("]"):
                found[line[1:-1]] = f"{table.resolve().as_uri()}#L{number}"
    return found


def described(code: str) -> str:
    """Return the address of a code's explanation, or nothing."""
    return _tables().get(code, "")


def _told(problem: Diagnostic) -> str:
    lines = (problem.message, *problem.details)
    return "\n".join((*lines, f"help: {problem.help}") if problem.help else lines)


def _named(problem: Diagnostic, draft: Draft, lines: Lines) -> types.Range:
    """Return the range of the name that a tie has wrong."""
    start = lines.at(problem.span.line, problem.span.column)
    name = next((each.name for each in draft.ties if each.named == start), "")
    return lines.range(start, start + max(1, len(name)))


def _said(remark: Remark, review: Review) -> str:
    lines = [remark.message]
    judgement = review.together if remark.together else review.alone
    if remark.conflict is not None and judgement is not None:
        explained = explain_conflict(remark.conflict, judgement)
        lines += [explained.gap, explained.holds, *explained.slips]
    return "\n".join(filter(None, lines))
