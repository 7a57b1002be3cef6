"""What may stand at the cursor: names of the suite, units, words and keys of the format."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from lsprotocol import types

from verify.config import Limits
from verify.declarations import Expectation, SourceDeclaration
from verify.facts import Facts
from verify.lsp.buffers import Buffer
from verify.lsp.claim_files import shown_name, view_of
from verify.lsp.job import Checked
from verify.lsp.session import Session
from verify.lsp.slots import (
    CLAIM,
    KIND,
    PACK,
    QUANTITY,
    RELATION,
    SOURCE,
    SUBJECT,
    UNIT,
    described,
    words_of,
)
from verify.lsp.unfinished import Gap, gap_at
from verify.packs import built_in
from verify.quantity import Quantity
from verify.reports.styled import safe
from verify.syntax import FUNCTIONS, KEYWORDS
from verify.units import known_units
from verify.wording import shown_unit

MOST: Final = 2_000  # names offered at once
_LIMITS: Final = Limits()
_AFTER_NUMBER: Final = re.compile(r"[0-9][ \t]*\Z")
_Kind = types.CompletionItemKind


async def completion(
    buffer: Buffer, position: types.Position, session: Session
) -> types.CompletionList:
    """Return what may stand at a place of a claim file."""
    _, checked = await view_of(buffer, session)
    empty = types.CompletionList(is_incomplete=False, items=[])
    if buffer.path is None or not (buffer.claims or checked is not None):
        return empty
    name = shown_name(buffer, checked)
    offset = buffer.lines.offset(position)
    gap = await asyncio.to_thread(gap_at, buffer.lines, offset, name, _LIMITS)
    if gap is None:
        return empty
    return offered(_items(gap, checked), buffer.lines.range(gap.start, gap.end))


def offered(items: Iterable[types.CompletionItem], replaced: types.Range) -> types.CompletionList:
    """Return a bounded list of items, each of which replaces a range."""
    found = list(islice(items, MOST))
    for item in found:
        item.text_edit = types.TextEdit(replaced, item.insert_text or item.label)
        item.insert_text = None
    return types.CompletionList(is_incomplete=len(found) == MOST, items=found)


def _items(gap: Gap, checked: Checked | None) -> Iterator[types.CompletionItem]:
    slot = gap.slot
    row = (slot.model, slot.field)
    facts = checked.facts if checked is not None else None
    if slot.named:
        return
    if slot.key and not slot.field:
        yield from _keys(gap)
    elif row in UNIT:
        yield from _units(facts)
    elif row in PACK:
        yield from (_item(name, _Kind.Module, "pack") for name in built_in())
    elif row in RELATION:
        yield from _in_relation(gap, facts)
    elif row == (Expectation, "verdict") and not slot.key:
        yield from _words(gap)
    elif facts is not None and checked is not None:
        yield from _names(row, facts, checked)
        yield from _words(gap)
    else:
        yield from _words(gap)


def _names(
    row: tuple[object, str], facts: Facts, checked: Checked
) -> Iterator[types.CompletionItem]:
    if row in QUANTITY:
        yield from quantities(facts)
    elif row in SOURCE:
        if row == (SourceDeclaration, "derived_from"):
            yield _item("unknown", _Kind.Keyword, "the lineage is not known")
        for source in facts.sources:
            named = source.title or source.publisher
            yield _item(source.id, _Kind.Reference, named, source.doc)
    elif row in CLAIM:
        yield from claims(facts)
        if row == (Expectation, "conflict"):
            yield from (
                _item(each.id, _Kind.Constant, f"assumed: {each.text}", each.doc)
                for each in facts.assumptions
            )
    elif row in KIND or row in SUBJECT:
        is_kind = row in KIND
        for each in checked.names:
            if each.kind == is_kind:
                what, kind = ("kind", _Kind.Class) if is_kind else ("subject", _Kind.Struct)
                yield _item(each.name, kind, what, each.doc)


def quantities(facts: Facts) -> Iterator[types.CompletionItem]:
    """Yield the quantities of a suite."""
    for each in facts.quantities:
        yield _item(each.id, _Kind.Variable, _said(each), each.doc)


def claims(facts: Facts) -> Iterator[types.CompletionItem]:
    """Yield the claims of a suite."""
    for each in facts.claims:
        detail = f"{each.readings[0].about}: {each.figure or each.value}"
        yield _item(each.id, _Kind.Value, detail, each.doc)


def _said(quantity: Quantity) -> str:
    return ", ".join(part for part in (quantity.domain.value, shown_unit(quantity)) if part)


def _keys(gap: Gap) -> Iterator[types.CompletionItem]:
    model = gap.slot.model
    for key in model.keys():  # noqa: SIM118 -- not a mapping's
        if key not in gap.beside:
            item = _item(key, _Kind.Property, model.what, described(model, key))
            item.insert_text = key if gap.colon else f"{key}: "
            yield item


def _units(facts: Facts | None) -> Iterator[types.CompletionItem]:
    names = [info.name for info in known_units()]
    for info in known_units():
        yield _item(info.name, _Kind.Unit, info.group, info.doc)
    for noun in sorted(_nouns(facts) - set(names)):
        yield _item(noun, _Kind.Unit, "a noun that the suite counts")


def _nouns(facts: Facts | None) -> set[str]:
    quantities = facts.quantities if facts is not None else ()
    return {base for each in quantities for base, _ in each.unit.exponents}


def _in_relation(gap: Gap, facts: Facts | None) -> Iterator[types.CompletionItem]:
    """Yield what a rule may have next: a unit right after a number, else names."""
    before = gap.text.value[: gap.at]
    if _AFTER_NUMBER.search(before):
        yield from _units(facts)
        return
    if facts is not None:
        yield from _of_kind(gap, facts)
        yield from quantities(facts)
        for name in dict.fromkeys(name for each in facts.quantities for name in each.names):
            yield _item(name, _Kind.EnumMember, "a choice")
    yield from (_item(name, _Kind.Function, "function") for name in sorted(FUNCTIONS))
    yield from (_item(word, _Kind.Keyword, "keyword") for word in sorted(KEYWORDS))


def _of_kind(gap: Gap, facts: Facts) -> Iterator[types.CompletionItem]:
    """Yield the bare names of a kind's own quantities, inside the kind."""
    if gap.path[0] != "kinds":
        return
    path = gap.text.span.path
    own: dict[str, Quantity] = {}
    for each in facts.quantities:
        subject, dot, name = each.id.rpartition(".")
        if dot and subject and each.span.path == path:
            own.setdefault(name, each)
    for name, each in own.items():
        yield _item(name, _Kind.Variable, _said(each), each.doc)


def _words(gap: Gap) -> Iterable[types.CompletionItem]:
    words = words_of(gap.slot.model, gap.slot.field)
    return (_item(word, _Kind.EnumMember, gap.slot.field) for word in words)


def _item(
    label: str, kind: types.CompletionItemKind, detail: str = "", doc: str = ""
) -> types.CompletionItem:
    said, more = (safe(" ".join(words.split())) or None for words in (detail, doc))
    return types.CompletionItem(label, kind=kind, detail=said, documentation=more)
