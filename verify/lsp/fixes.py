"""Quick fixes of claim files: each was made on a copy, checked, and seen to mend its finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from lsprotocol import types

from verify.config import Config
from verify.diagnostics import Diagnostic, Severity
from verify.lsp.buffers import Buffer
from verify.lsp.checker import CheckError
from verify.lsp.edits import between, edited
from verify.lsp.job import Check, Checked, Read, Requote
from verify.lsp.marks import rows_of
from verify.lsp.remedies import Remedy, remedies, withdrawals
from verify.lsp.session import Session
from verify.source import Span
from verify.verdicts import Status

_MOST: Final = 8  # remedies that are tried for one question
_QUOTATION: Final = "quotation-lost"


async def fixes(
    buffer: Buffer, wanted: types.Range, session: Session
) -> list[tuple[Remedy, types.WorkspaceEdit]]:
    """Return the remedies of findings in a range that were seen to mend them."""
    checked = await session.settled(buffer)
    if checked is None or buffer.path is None:
        return []
    trial = _Trial(checked, session, session.config(buffer.path), buffer)
    first, last = buffer.lines.offset(wanted.start), buffer.lines.offset(wanted.end)
    found = {}  # once, where the same edit mends several findings
    for remedy in (await trial.candidates(first, last))[:_MOST]:
        key = remedy.title, remedy.edits
        if key not in found and await session.once(remedy, trial.mends):
            found[key] = remedy, trial.workspace(remedy)
    return list(found.values())


class _Trial:
    """A suite as checked, and copies of it with something edited."""

    def __init__(self, checked: Checked, session: Session, config: Config, buffer: Buffer) -> None:
        self.checked = checked
        self.session = session
        self.config = config
        self.buffer = buffer
        own = {each.path.resolve() for each in checked.suite.files}
        self.texts = {path: session.lines(path) for path in own}
        if buffer.path is not None:
            self.texts[buffer.path] = buffer.lines

    async def candidates(self, first: int, last: int) -> list[Remedy]:
        """Return the remedies of what is found between two offsets of the document."""
        path, lines = self.buffer.path, self.buffer.lines
        assert path is not None
        found: list[Remedy] = []
        for problem in self.checked.judgement.diagnostics:
            if self._meets(problem.span, first, last):
                found += remedies(problem, path, lines)
                if problem.code == _QUOTATION:
                    found += await self._moved(problem)
        for finding in self.checked.findings:
            rows = rows_of(finding, self.checked) if finding.related else ()
            rows = tuple(row for row in rows if self._meets(row.span, first, last))
            if rows and finding.conflict is not None and not finding.suppressed:
                found += withdrawals(finding.conflict, self.checked, self.texts)
        return list(dict.fromkeys(found))

    async def mends(self, remedy: Remedy) -> bool:
        """Tell whether a finding is gone once a remedy is made, and nothing new is wrong there."""
        if self.session.buffers.open.get(self.buffer.uri) is not self.buffer:
            return False  # it has changed, and nobody wants to know any more
        suite = replace(
            self.checked.suite,
            unsaved={**self.session.buffers.unsaved(), **self._edited(remedy)},
        )
        try:
            if remedy.members:
                answer = await self.session.ask(Check(suite, self.config), self.config)
                return isinstance(answer, Checked) and self._agreed(answer, remedy)
            if remedy.code == _QUOTATION:
                answer = await self.session.ask(Check(suite, self.config), self.config)
                left = answer.judgement.diagnostics if isinstance(answer, Checked) else None
            else:
                said = await self.session.ask(Read(suite, self.config), self.config)
                left = said if isinstance(said, tuple) else None
        except CheckError:
            return False
        return left is not None and self._gone(left, remedy)

    def workspace(self, remedy: Remedy) -> types.WorkspaceEdit:
        """Return a remedy as the editor makes it."""
        changes = {}
        for path, edits in remedy.edits:
            lines = self.texts[path]
            changes[self.session.buffers.uri(path)] = [
                types.TextEdit(lines.range(edit.start, edit.end), edit.new) for edit in edits
            ]
        return types.WorkspaceEdit(changes=changes)

    def _meets(self, span: Span, first: int, last: int) -> bool:
        """Tell whether a place is in the document, between two offsets."""
        if self.checked.files.get(span.path) != self.buffer.path:
            return False
        start, end = self.buffer.lines.bounds(span)
        return start <= last and first <= end

    async def _moved(self, problem: Diagnostic) -> list[Remedy]:
        """Return the edit that moves the quotations of the claim a warning is about."""
        assert self.buffer.path is not None
        facts = self.checked.facts
        claims = facts.claims if facts is not None else ()
        claim = next((each for each in claims if each.span == problem.span), None)
        if claim is None:
            return []
        job = Requote(
            self.checked.suite, self.config, problem.span.path, self.buffer.text, problem.span
        )
        try:
            text = await self.session.ask(job, self.config)
        except CheckError:
            return []
        if not isinstance(text, str):
            return []
        edit = between(self.buffer.text, text)
        title = f"Move the quotation: {problem.help}"
        return [Remedy(title, ((self.buffer.path, (edit,)),), problem.code, problem.message)]

    def _edited(self, remedy: Remedy) -> dict[Path, str]:
        return {path: edited(self.texts[path].text, edits) for path, edits in remedy.edits}

    def _gone(self, left: tuple[Diagnostic, ...], remedy: Remedy) -> bool:
        key = (remedy.code, remedy.message)
        before = [(e.code, e.message) for e in self.checked.judgement.diagnostics]
        after = [(e.code, e.message) for e in left]
        if after.count(key) >= before.count(key):
            return False
        new = Counter(after) - Counter(before)
        lines = {
            (path, lines_.point(edit.start)[0])
            for path, edits in remedy.edits
            for lines_ in (self.texts[path],)
            for edit in edits
        }
        return not any(
            each.severity is Severity.ERROR
            and (each.code, each.message) in new
            and (self.checked.files.get(each.span.path), each.span.line) in lines
            for each in left
        )

    def _agreed(self, answer: Checked, remedy: Remedy) -> bool:
        """Tell whether no conflict is left that has all members of the one to be mended."""
        if answer.judgement.status is Status.INVALID or not answer.judgement.complete:
            return False
        if len(_broken(answer)) > len(_broken(self.checked)):
            return False  # an expectation would cover nothing any more
        return not any(
            conflict.severity.value == remedy.code and remedy.members <= set(conflict.members)
            for conflict in answer.judgement.conflicts
        )


def _broken(checked: Checked) -> list[str]:
    return [each.why for each in checked.judgement.expectations if not each.holds]
