"""What a report has to say, one finding at a time, for the formats of other tools.

A finding has a place, a level and a fingerprint that stays the same when lines move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from verify.diagnose import Kind
from verify.diagnostics import Diagnostic, Severity, table
from verify.explain import (
    ExplainedConflict,
    MemberRow,
    alike,
    explain_conflict,
    listed,
    member_row,
    others,
)
from verify.facts import Facts
from verify.glossary import glossary
from verify.source import Span
from verify.verdicts import JudgedConflict, Judgement


@dataclass(frozen=True, slots=True)
class Removal:
    """A correction as an edit: the claims and assumptions withdrawn, and the lines they take."""

    withdrawn: tuple[str, ...]
    lines: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its code, how much it matters, one sentence and what explains it.

    `suppressed` is the reason for which it was expected. `conflict` and `explained` are those of a
    conflict, with `also` the claims that conflict in the same way; `removals` are its corrections
    that can be made by taking out whole lines, cheapest first.
    """

    code: str
    level: Severity
    message: str
    span: Span
    fingerprint: str
    details: tuple[str, ...] = ()
    related: tuple[MemberRow, ...] = ()
    suppressed: str = ""
    conflict: JudgedConflict | None = None
    explained: ExplainedConflict | None = None
    also: tuple[str, ...] = ()
    removals: tuple[Removal, ...] = ()


LEVELS = {
    Kind.CONFLICT: Severity.ERROR,
    Kind.ROUNDING: Severity.NOTE,
    Kind.CONDITIONAL: Severity.WARNING,
}


def findings(
    judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()
) -> tuple[Finding, ...]:
    """Return every finding of some suites in the order of the full report."""
    found = [_diagnostic(problem) for problem in problems]
    for judgement in judgements:
        found += [_diagnostic(each) for each in judgement.diagnostics]
        found += _conflicts(judgement)
        for each in judgement.expectations:
            if not each.holds:
                about = (*each.expectation.conflict, *(str(v) for v in each.expectation.verdicts))
                key = ("broken-expectation", judgement.path, *about)
                span = each.expectation.span
                found.append(
                    Finding("broken-expectation", Severity.ERROR, each.why, span, _print(*key))
                )
    return tuple(found)


def title_of(code: str) -> str:
    """Return what a code means in a few words."""
    if code in glossary():
        return glossary()[code].title
    return table()[code].title if code in table() else "An expectation that covers nothing"


def _diagnostic(each: Diagnostic) -> Finding:
    details = (*each.details, *([f"help: {each.help}"] if each.help else []))
    key = _print(each.code, each.span.path, each.message)
    return Finding(each.code, each.severity, each.message, each.span, key, details)


def _conflicts(judgement: Judgement) -> Iterator[Finding]:
    for conflict, *rest in alike(judgement):
        assert judgement.facts is not None
        explained = explain_conflict(conflict, judgement)
        members = tuple(row for row in explained.rows if isinstance(row, MemberRow))
        suspect = next((id_ for fix in conflict.fixes for id_ in fix), "")
        own = suspect if suspect in conflict.members else ""
        first = own or conflict.measured or conflict.members[-1]
        place = member_row(first, judgement.facts, None).span
        said = (explained.gap, explained.holds, *explained.slips, explained.choices, explained.note)
        fixes = f"fixes, each checked: {explained.fixes}" if explained.fixes else ""
        agree = f"to agree: {explained.to_agree}" if explained.to_agree else ""
        also = tuple(others([conflict, *rest]))
        more = f"the same with {listed(also)}" if also else ""
        yield Finding(
            conflict.severity.value,
            Severity.NOTE if conflict.expected else LEVELS[conflict.severity],
            explained.headline,
            place,
            _print(conflict.severity.value, judgement.path, *conflict.members),
            tuple(each for each in (*said, agree, fixes, more) if each),
            members,
            conflict.expected,
            conflict,
            explained,
            also,
            tuple(_removals(conflict, judgement, judgement.facts)),
        )


def _removals(conflict: JudgedConflict, judgement: Judgement, facts: Facts) -> Iterator[Removal]:
    """Yield the corrections that are lines of the suite's own files, and that nothing names."""
    kept = {id_ for each in facts.expectations for id_ in each.conflict}
    kept |= {id_ for each in facts.expectations for id_, _ in each.verdicts}
    for withdrawn in conflict.fixes:
        if not kept.isdisjoint(withdrawn):
            continue  # an expectation would be of nothing
        owners = [facts.claim.get(each) or facts.assumption.get(each) for each in withdrawn]
        lines = tuple(
            owner.entry
            for owner in owners
            if owner is not None
            and owner.entry.line
            and Path(owner.entry.path).resolve() in judgement.files
        )
        if len(lines) == len(withdrawn):
            yield Removal(withdrawn, lines)


def _print(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
