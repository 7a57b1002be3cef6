"""Claim files in an editor: what is under the cursor, where it comes from, what is implied."""

from __future__ import annotations

from lsprotocol import types

from verify.config import Limits
from verify.facts import Claim
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
from verify.lsp.sites import Means, Referent, View, node_at, site_at, tree_of
from verify.lsp.slots import described
from verify.packs import BUILT_IN, built_in
from verify.source import Span, Text
from verify.tree import Sequence
from verify.verdicts import JudgedClaim, Verdict
from verify.wording import in_words

_LIMITS = Limits()
_SHOWN = 60  # characters of a hint


async def view_of(buffer: Buffer, session: Session) -> tuple[View, Checked | None]:
    """Return a claim file as it stands, and the last check of its suite."""
    checked = await session.checked(buffer.path) if buffer.path is not None else None
    is_ours = buffer.claims or checked is not None  # other YAML is not read
    tree = tree_of(buffer.text, shown_name(buffer, checked), _LIMITS) if is_ours else None
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


async def definition(
    buffer: Buffer, position: types.Position, session: Session
) -> types.Location | None:
    """Return where what is under the cursor is declared, or where it was quoted from."""
    view, checked = await view_of(buffer, session)
    found = view.referent(*buffer.lines.point(buffer.lines.offset(position)))
    if checked is None or checked.facts is None:
        return None
    if found is None or found.means is Means.KEY:
        return _text_of_entry(buffer, position, view, checked, session)
    marker, facts = session.marker(), checked.facts
    span: Span | None = None
    match found.means:
        case Means.QUANTITY:
            quantity = facts.quantity.get(found.name)
            span = None if quantity is None else quantity.span
        case Means.SOURCE:
            source = facts.source.get(found.name)
            span = None if source is None else source.span
            if found.site.slot.named:
                return _text(found.name, 0, 0, checked, session)
        case Means.CLAIM:
            if view.claim(found.site.path[:-1]) is not None and found.site.path[0] == "claims":
                return _quotation(facts.claim.get(found.name), checked, session)
            known = facts.claim.get(found.name) or facts.assumption.get(found.name)
            span = None if known is None else known.span
        case Means.KIND | Means.SUBJECT:
            is_kind = found.means is Means.KIND
            named = [e for e in checked.names if e.name == found.name and e.kind == is_kind]
            span = named[0].span if named else None
        case Means.PACK:
            return _pack(found.name, checked, session)
    return None if span is None else marker.location(span, checked.files)


def _text_of_entry(
    buffer: Buffer, position: types.Position, view: View, checked: Checked, session: Session
) -> types.Location | None:
    """Return the text that an entry's `text` or `quote` speaks of."""
    site = site_at(view.tree, *buffer.lines.point(buffer.lines.offset(position)))
    if site is None or len(site.path) < 3:
        return None
    if site.path[0] == "sources" and site.path[2] == "text":
        return _text(str(site.path[1]), 0, 0, checked, session)
    if site.path[0] == "claims" and site.path[2] == "quote":
        claim = view.claim(site.path[:2])
        return _quotation(claim if isinstance(claim, Claim) else None, checked, session)
    return None


def _quotation(claim: Claim | None, checked: Checked, session: Session) -> types.Location | None:
    """Return the place in its source's text where a claim's figure is quoted from."""
    if claim is None or claim.source not in checked.texts:
        return None
    place = next((each for each in claim.quotes if each.start >= 0), None)
    if place is None:
        return _text(claim.source, 0, 0, checked, session)
    return _text(claim.source, place.start, place.start + len(place.exact), checked, session)


def _text(
    source: str, start: int, end: int, checked: Checked, session: Session
) -> types.Location | None:
    path = checked.texts.get(source)
    if path is None:
        return None
    lines = session.lines(path)
    return types.Location(session.buffers.uri(path.resolve()), lines.range(start, end))


def _pack(name: str, checked: Checked, session: Session) -> types.Location | None:
    path = BUILT_IN / f"{name}.yaml"
    if name not in built_in():
        path = (checked.suite.folder / name).resolve()
        if path not in checked.files.values():
            return None
    start = types.Position(0, 0)
    return types.Location(session.buffers.uri(path), types.Range(start, start))


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
    if judged.implied is None or judged.implied == Interval():
        return ""
    if not judged.because and not judged.assumptions and judged.verdict is not Verdict.OPEN:
        return ""  # rules and limits say the same of every claim
    words = in_words(judged.implied, judged.quantity)
    words = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    sign = "=" if judged.verdict is Verdict.OPEN else "⇐"
    return f"{sign} {words}"


def _hint(label: str, judged: JudgedClaim, position: types.Position) -> types.InlayHint:
    because = ", ".join((*judged.because, *judged.assumptions)[:8])
    tooltip = f"implied by {because}" if because else "implied by the rules and limits"
    return types.InlayHint(position, label, tooltip=tooltip, padding_left=True)


def shown(card: Card, markdown: bool) -> types.MarkupContent:
    """Return a card as the editor can show it."""
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.MarkupContent(kind, card.markdown() if markdown else card.plain())
