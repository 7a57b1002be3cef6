"""Claim files in an editor: what is known of what is under the cursor, and what is implied."""

from __future__ import annotations

from lsprotocol import types

from verify.config import Limits
from verify.interval import Interval
from verify.lsp.buffers import Buffer
from verify.lsp.cards import (
    Card,
    claim_card,
    quantity_card,
    rule_card,
    source_card,
    unit_card,
)
from verify.lsp.job import Checked
from verify.lsp.positions import Lines
from verify.lsp.session import Session
from verify.lsp.sites import Means, Referent, View, node_at
from verify.lsp.slots import described
from verify.packs import built_in
from verify.source import Text
from verify.tree import Sequence
from verify.verdicts import JudgedClaim, Verdict
from verify.wording import in_words

_LIMITS = Limits()
_SHOWN = 60  # characters of a hint


async def view_of(buffer: Buffer, session: Session) -> tuple[View, Checked | None]:
    """Return a claim file as it stands, and the last check of its suite."""
    checked = await session.checked(buffer.path) if buffer.path is not None else None
    is_ours = buffer.claims or checked is not None  # other YAML is not read
    tree = await session.tree(buffer, shown_name(buffer, checked)) if is_ours else None
    facts = checked.facts if checked is not None else None
    return View(buffer.lines, tree, facts, _LIMITS), checked


def shown_name(buffer: Buffer, checked: Checked | None) -> str:
    """Return the path of a file as spans have it."""
    name = buffer.path.name if buffer.path is not None else buffer.uri
    files = checked.files.items() if checked is not None else ()
    return next((shown for shown, path in files if path == buffer.path), name)


async def hover(
    buffer: Buffer, position: types.Position, session: Session
) -> tuple[Card, types.Range] | None:
    """Return what is known of what is under the cursor, and its range."""
    view, checked = await view_of(buffer, session)
    found = view.referent(*buffer.lines.point(buffer.lines.offset(position)))
    card = None if found is None else card_of(found, checked)
    if found is None or card is None:
        return None
    return card, buffer.lines.of_span(found.span)


def card_of(found: Referent, checked: Checked | None) -> Card | None:
    """Return the card of a referent."""
    if found.means is Means.KEY:
        slot = found.site.slot
        words = described(slot.model, found.name)
        return Card(found.name, f"key of {slot.model.what}", (("holds", words),)) if words else None
    if found.means is Means.UNIT:
        return unit_card(found.name)
    if found.means is Means.PACK:
        return Card(found.name, "pack") if found.name in built_in() else None
    if checked is None or checked.facts is None:
        return None
    facts = checked.facts
    match found.means:
        case Means.QUANTITY:
            return quantity_card(found.name, checked)
        case Means.CLAIM:
            return claim_card(found.name, checked)
        case Means.SOURCE:
            return source_card(facts.source[found.name]) if found.name in facts.source else None
        case Means.RULE:
            rule = next((r for r in facts.rules if r.span == found.span), None)
            return None if rule is None else rule_card(rule, facts)
        case Means.KIND | Means.SUBJECT:
            for each in checked.names:
                if each.name == found.name and each.kind == (found.means is Means.KIND):
                    return Card(found.name, found.means.value, (("doc", each.doc),))
    return None


async def hints(buffer: Buffer, wanted: types.Range, session: Session) -> list[types.InlayHint]:
    """Return what the rest implies, after the figure of each claim in a range."""
    view, checked = await view_of(buffer, session)
    if checked is None:
        return []
    judged = {each.claim.id: each for each in checked.judgement.claims}
    claims = node_at(view.tree, ("claims",))
    count = len(claims.items) if isinstance(claims, Sequence) else 0
    found = []
    first, last = buffer.lines.offset(wanted.start), buffer.lines.offset(wanted.end)
    for number in range(count):
        text = _figure(view, number)
        if text is None:
            continue
        start, end = buffer.lines.bounds(text.span)
        if end < first or start > last:
            continue
        claim = view.claim(("claims", number))
        each = judged.get(claim.id) if claim is not None else None
        label = "" if each is None else _implied(each)
        if each is not None and label:
            found.append(_hint(label, each, _after(buffer.lines, end)))
    return found


def _figure(view: View, number: int) -> Text | None:
    for key in ("figure", "value"):
        node = node_at(view.tree, ("claims", number, key))
        if isinstance(node, Text):
            return node
    return None


def _after(lines: Lines, end: int) -> types.Position:
    """Return the position after a text and the quote that closes it."""
    quoted = lines.text[end : end + 1] in ("'", '"')
    return lines.position(end + 1 if quoted and lines.text[end - 1 : end] not in "'\"" else end)


def _implied(judged: JudgedClaim) -> str:
    """Return what the rest says, as a report does; of suspects alone, what the others leave."""
    values = judged.kept
    if values is None and (judged.because or judged.assumptions):
        values = judged.implied  # where nothing is kept that would say anything
    if values is None or values == Interval():
        return ""
    words = in_words(values, judged.quantity)
    words = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    sign = "=" if judged.verdict is Verdict.OPEN else "⇐"
    return f"{sign} {words}"


def _hint(label: str, judged: JudgedClaim, position: types.Position) -> types.InlayHint:
    because = ", ".join((*judged.because, *judged.assumptions)[:8])
    tooltip = f"implied by {because}" if because else "implied by the rules and limits"
    if judged.verdict in (Verdict.CONFLICT, Verdict.DISPUTED):
        tooltip = "what the rest says, without the suspects"
        if judged.kept is None:
            tooltip = f"what the others of its first conflict leave: {because}"
    return types.InlayHint(position, label, tooltip=tooltip, padding_left=True)


def shown(card: Card, markdown: bool) -> types.MarkupContent:
    """Return a card as the editor can show it."""
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.MarkupContent(kind, card.markdown() if markdown else card.plain())
