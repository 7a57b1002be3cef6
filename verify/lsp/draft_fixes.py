"""Quick fixes of drafts: each was made on a copy, reviewed again, and seen to mend its remark."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lsprotocol import types

from verify.facts import Claim, Facts
from verify.lsp.belonging import NoSuite
from verify.lsp.buffers import Buffer
from verify.lsp.checker import CheckError
from verify.lsp.drafts import untied_at
from verify.lsp.edits import Edit, edited
from verify.lsp.job import ReviewDraft, ReviewedDraft
from verify.lsp.remedies import suggested
from verify.lsp.session import Session
from verify.reviewed import Code, Level, Remark, Review, Reviewed, Support, Untied

_MOST: Final = 8  # changes that are tried for one question
_MARKUP: Final = re.compile(r"[\[\]<>()*_`\\&|\n]")  # what a figure may not bring into a draft
_NAME: Final = re.compile(r"[A-Za-z0-9_.\-]*")
_REWORDED: Final = frozenset(
    {
        Code.CONTRADICTED,
        Code.UNIT_CHANGED,
        Code.REVERSED_BOUND,
        Code.HEDGE_DROPPED,
        Code.HEDGE_STRENGTHENED,
        Code.FALSE_PRECISION,
        Code.OUT_OF_DATE,
        Code.ONLY_LOOSELY,
    }
)
"""Remarks that the record's own words may answer."""
_SOUND: Final = (Support.SUPPORTED, Support.IMPLIED)


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of a draft, and what is to be so after it: a figure at a place, of some code rid.

    `tie` is where the tied words begin once the edit is made.
    """

    title: str
    edit: Edit
    tie: int
    code: str


async def fixes(
    buffer: Buffer, wanted: types.Range, session: Session
) -> list[tuple[Change, types.WorkspaceEdit]]:
    """Return the changes to figures and ties in a range that were seen to mend them."""
    reviewed = await session.reviewed(buffer)
    if reviewed is None or reviewed.review is None or reviewed.facts is None:
        return []
    first, last = buffer.lines.offset(wanted.start), buffer.lines.offset(wanted.end)
    found = []
    changes = list(_changes(reviewed, reviewed.review, reviewed.facts, first, last))
    alike = {(each.edit, each.code): each for each in reversed(changes)}
    for change in [each for each in changes if each in alike.values()][:_MOST]:

        async def mends(change: Change) -> bool:
            return await _mends(change, buffer, reviewed, session)

        if await session.once((buffer.uri, change), lambda key: mends(key[1])):
            edit = change.edit
            text_edit = types.TextEdit(buffer.lines.range(edit.start, edit.end), edit.new)
            found.append((change, types.WorkspaceEdit(changes={buffer.uri: [text_edit]})))
    return found


def _changes(
    reviewed: ReviewedDraft, review: Review, facts: Facts, first: int, last: int
) -> Iterator[Change]:
    for problem in reviewed.problems:
        at = review.draft.lines[problem.span.line - 1] + problem.span.column - 1
        tie = next((each for each in review.draft.ties if each.named == at), None)
        if tie is None or not (tie.start <= last and first <= max(tie.after, at)):
            continue
        name = _NAME.match(review.draft.text, at)
        for words in suggested(problem.help) if name is not None else ():
            end = name.end() if name is not None else at
            moved = len(words) - (end - at) if at < tie.start else 0
            title = f"Tie it to {words}"
            yield Change(title, Edit(at, end, words), tie.start + moved, problem.code)
    for each in review.figures:
        if each.tied.tie.start <= last and first <= each.tied.tie.after:
            for remark in each.remarks:
                yield from _reworded(each, remark, facts)
    untied = untied_at(review, first, last)
    if untied is not None:
        yield from _tied(untied, review)


def _reworded(each: Reviewed, remark: Remark, facts: Facts) -> Iterator[Change]:
    """Yield the record's own words for a figure, where a remark says that they differ."""
    if remark.code not in _REWORDED:
        return
    tied = each.tied
    members = remark.conflict.claims if remark.conflict is not None else ()
    for id_ in dict.fromkeys((*remark.claims, *members, *each.by)):
        claim = facts.claim.get(id_)
        if claim is None or not _says_it(claim, each) or claim.figure == tied.text:
            continue
        edit = Edit(tied.start, tied.end, claim.figure)
        title = f"Write `{claim.figure}`, as {claim.id} has it"
        yield Change(title, edit, tied.tie.start, remark.code.value)


def _says_it(claim: Claim, each: Reviewed) -> bool:
    """Tell whether a claim is of the same quantity and its words may stand in a draft."""
    about = any(reading.about == each.tied.quantity.id for reading in claim.readings)
    return about and bool(claim.figure) and not _MARKUP.search(claim.figure)


def _tied(untied: Untied, review: Review) -> Iterator[Change]:
    """Yield ties for a figure that has none."""
    draft, figure = review.draft, untied.figure
    words = draft.text[figure.start : figure.end]
    for each in untied.suggestions:
        before, after = f'<span data-claim="{each.quantity}">', "</span>"
        if not draft.html:
            before, after = "[", f"](claim:{each.quantity})"
        edit = Edit(figure.start, figure.end, f"{before}{words}{after}")
        yield Change(f"Tie it to {each.quantity}", edit, figure.start + len(before), "")


async def _mends(change: Change, buffer: Buffer, before: ReviewedDraft, session: Session) -> bool:
    if session.buffers.open.get(buffer.uri) is not buffer:
        return False  # it has changed, and nobody wants to know any more
    suite = await asyncio.to_thread(session.suite_of_drafts)
    if isinstance(suite, NoSuite) or before.review is None:
        return False
    config = session.config(suite.folder)
    draft = before.review.draft
    text = edited(buffer.text, [change.edit])
    try:
        job = ReviewDraft(suite, config, text, draft.path, draft.html)
        answer = await session.ask(job, config)
    except CheckError:
        return False
    if not isinstance(answer, ReviewedDraft) or answer.review is None:
        return False
    if len(answer.problems) > len(before.problems):
        return False
    each = next((e for e in answer.review.figures if e.tied.tie.start == change.tie), None)
    if each is None or change.code in [remark.code.value for remark in each.remarks]:
        return False
    if change.code == "unknown-tie":
        return len(answer.problems) < len(before.problems)
    worse = any(remark.level is Level.ERROR for remark in each.remarks)
    return each.support in _SOUND and not worse
