"""Where a name of a claim file is declared, and where in its source's text a figure is quoted."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from verify.anchors import State, anchor
from verify.facts import Claim, Facts
from verify.lsp.buffers import Buffer
from verify.lsp.claim_files import view_of
from verify.lsp.job import Checked
from verify.lsp.session import Session
from verify.lsp.sites import Means, Referent, View, site_at
from verify.packs import BUILT_IN, built_in
from verify.source import Span


async def definition(
    buffer: Buffer, position: types.Position, session: Session
) -> types.Location | None:
    """Return where what is under the cursor is declared, or where it was quoted from."""
    view, checked = await view_of(buffer, session)
    line, column = buffer.lines.point(buffer.lines.offset(position))
    found = view.referent(line, column)
    if checked is None or checked.facts is None:
        return None
    if found is None or found.means is Means.KEY:
        return _of_entry(view, line, column, checked, session)
    if found.means is Means.SOURCE and found.site.slot.named:
        return _start(checked.texts.get(found.name), session)
    if found.means is Means.CLAIM and found.site.path[0] == "claims":
        return _quotation(checked.facts.claim.get(found.name), checked, session)
    if found.means is Means.PACK:
        return _start(_pack(found.name, checked), session)
    span = _declared(found, checked.facts, checked)
    return None if span is None else session.marker().location(span, checked.files)


def _declared(found: Referent, facts: Facts, checked: Checked) -> Span | None:
    """Return the place of the entry that declares a name."""
    match found.means:
        case Means.QUANTITY:
            quantity = facts.quantity.get(found.name)
            return None if quantity is None else quantity.span
        case Means.SOURCE:
            source = facts.source.get(found.name)
            return None if source is None else source.span
        case Means.CLAIM:
            known = facts.claim.get(found.name) or facts.assumption.get(found.name)
            return None if known is None else known.span
        case Means.KIND | Means.SUBJECT:
            is_kind = found.means is Means.KIND
            named = (e.span for e in checked.names if (e.name, e.kind) == (found.name, is_kind))
            return next(named, None)
    return None


def _of_entry(
    view: View, line: int, column: int, checked: Checked, session: Session
) -> types.Location | None:
    """Return what the `text` of a source or the `quote` of a claim speaks of."""
    site = site_at(view.tree, line, column)
    if site is None or len(site.path) < 3:
        return None
    if site.path[0] == "sources" and site.path[2] == "text":
        return _start(checked.texts.get(str(site.path[1])), session)
    if site.path[0] == "claims" and site.path[2] == "quote":
        claim = view.claim(site.path[:2])
        return _quotation(claim if isinstance(claim, Claim) else None, checked, session)
    return None


def _quotation(claim: Claim | None, checked: Checked, session: Session) -> types.Location | None:
    """Return the place in its source's text where a claim's figure is quoted from.

    It is the one that `verify check` would find; where there is none for certain, the beginning.
    """
    path = checked.texts.get(claim.source) if claim is not None else None
    if claim is None or path is None:
        return None
    lines = session.lines(path)
    for place in claim.quotes:
        found = anchor(place, lines.text)
        if place.exact and found.state in (State.EXACT, State.MOVED):
            range_ = lines.range(found.found[0], found.found[0] + len(place.exact))
            return types.Location(session.buffers.uri(path.resolve()), range_)
    return _start(path, session)


def _pack(name: str, checked: Checked) -> Path | None:
    if name in built_in():
        return BUILT_IN / f"{name}.yaml"
    path = (checked.suite.folder / name).resolve()
    return path if path in checked.files.values() else None


def _start(path: Path | None, session: Session) -> types.Location | None:
    """Return the beginning of a file."""
    if path is None:
        return None
    at = types.Position(0, 0)
    return types.Location(session.buffers.uri(path.resolve()), types.Range(at, at))
