"""Drafts in an editor: what the record has of a tied figure, and the names a tie may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from lsprotocol import types

from verify.draft import Mood, Tie
from verify.explain import printed
from verify.facts import Facts
from verify.glossary import glossary
from verify.lsp.buffers import Buffer
from verify.lsp.cards import Card
from verify.lsp.completion import claims, offered, quantities
from verify.lsp.job import ReviewedDraft
from verify.lsp.session import Session
from verify.reviewed import Review, Reviewed, Support, Untied
from verify.wording import in_words

_NAME: Final = re.compile(r"[A-Za-z0-9_.@\-]*")
_TYING: Final = re.compile(
    r"(?:\]\(\s*<?claim:|^ {0,3}\[[^\[\]\n]{1,200}\]:\s*<?claim:|data-claim\s*=\s*[\"']|"
    r"href\s*=\s*[\"']claim:)([A-Za-z0-9_.@\-]*)\Z"
)
_FAR: Final = 400  # characters before the cursor that are looked at


async def hover(
    buffer: Buffer, position: types.Position, session: Session
) -> tuple[Card, types.Range] | None:
    """Return what the record has of the figure under the cursor, and the range of its tie."""
    reviewed = await session.reviewed(buffer)
    if reviewed is None or reviewed.review is None:
        return None
    at = buffer.lines.offset(position)
    for each in reviewed.review.figures:
        tie = each.tied.tie
        if min(tie.start, each.tied.start) <= at <= max(tie.after, each.tied.end):
            card = _card(each, reviewed)
            return card, buffer.lines.range(each.tied.start, each.tied.end)
    found = untied_at(reviewed.review, at, at)
    if found is None or not found.suggestions:
        return None
    rows = [
        ("perhaps", ": ".join(filter(None, (each.quantity, ", ".join(each.claims[:3])))))
        for each in found.suggestions
    ]
    card = Card(" ".join(found.figure.text.split()), "figure that is not tied", tuple(rows))
    return card, buffer.lines.range(found.figure.start, found.figure.end)


def _card(each: Reviewed, reviewed: ReviewedDraft) -> Card:
    tied = each.tied
    word = each.support.value
    title = glossary()[word].title if word in glossary() else ""
    rows = [("verdict", f"{word}: {title}" if title else word)]
    if each.support is Support.NOT_STATED:
        rows.append(("", "the draft denies it" if tied.mood is Mood.DENIED else "it is supposed"))
    rows.append(("about", f"{each.variable or tied.quantity.id}, {tied.quantity.doc}".strip(", ")))
    if tied.claim is not None:
        rows.append(("taken as", in_words(tied.claim.readings[0].loose, tied.quantity)))
    if each.record is not None:
        rows.append(("the record", in_words(each.record, tied.quantity)))
    rows += [
        ("said by" if each.support is not Support.IMPLIED else "follows from", row)
        for row in _sources(each.by, reviewed.facts)
    ]
    rows += [(remark.level.value, remark.message) for remark in each.remarks]
    return Card(" ".join(tied.text.split()), "figure of the draft", tuple(rows))


def _sources(ids: tuple[str, ...], facts: Facts | None) -> Iterator[str]:
    for id_ in ids[:8]:
        claim = facts.claim.get(id_) if facts is not None else None
        yield id_ if claim is None else f"{id_}: {printed(claim)} ({claim.source or 'no source'})"


def untied_at(review: Review, start: int, end: int) -> Untied | None:
    """Return the figure without a tie that shares a place with a range."""
    figures = (u for u in review.untied if u.figure.start <= end and start <= u.figure.end)
    return next(figures, None)


async def definition(
    buffer: Buffer, position: types.Position, session: Session
) -> types.Location | None:
    """Return where the claim or quantity that a tie names is written down."""
    reviewed = await session.reviewed(buffer)
    if reviewed is None or reviewed.facts is None or reviewed.review is None:
        return None
    at = buffer.lines.offset(position)
    tie = next((t for t in reviewed.review.draft.ties if _on(t, at)), None)
    if tie is None:
        return None
    facts, name = reviewed.facts, tie.name
    quantity = facts.quantity.get(name.partition("@")[0])
    declared = facts.claim.get(name) or quantity
    return None if declared is None else session.marker().location(declared.span, reviewed.files)


def _on(tie: Tie, at: int) -> bool:
    return tie.start <= at <= tie.after or tie.named <= at <= tie.named + len(tie.name)


async def completion(
    buffer: Buffer, position: types.Position, session: Session
) -> types.CompletionList:
    """Return the names that a tie may have, after `claim:` or in `data-claim`."""
    at = buffer.lines.offset(position)
    found = _TYING.search(buffer.text[max(0, buffer.lines.line_of(at)[0], at - _FAR) : at])
    if found is None:
        return types.CompletionList(is_incomplete=False, items=[])
    reviewed = await session.reviewed(buffer)
    if reviewed is None or reviewed.facts is None:
        return types.CompletionList(is_incomplete=False, items=[])
    after = _NAME.match(buffer.text, at)
    end = at if after is None else after.end()
    names = chain(quantities(reviewed.facts), claims(reviewed.facts))
    return offered(names, buffer.lines.range(at - len(found[1]), end))
