"""New places for quotations that have moved in their source's text, as edits of the claim files.

Only a `start` is ever changed, and only where the words quoted, with those around them, are found
exactly once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verify.anchors import Anchor, State, anchor
from verify.document import ClaimDeclaration, Document, Quote
from verify.facts import Place
from verify.source import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as a file has it: the claim's id or quantity, where it is, and its state."""

    claim: str
    source: str
    span: Span
    anchor: Anchor


def quotations(documents: Sequence[Document], texts: Mapping[str, str]) -> tuple[Quotation, ...]:
    """Look at every quotation of the sources whose texts are given, in file order."""
    found: list[Quotation] = []
    for document in documents:
        for claim in document.claims:
            source = claim.source or document.source
            if source is None or source.value not in texts:
                continue
            for quote in claim.quote:
                place = _place(claim, quote)
                if place.exact:
                    at = anchor(place, texts[source.value])
                    found.append(Quotation(_named(claim), source.value, quote.span, at))
    return tuple(found)


def moved(text: str, found: Sequence[Quotation]) -> str:
    """Return a claim file's text with the starts of its quotations that have moved."""
    rows = text.split("\n")
    for each in found:
        if each.anchor.state is not State.MOVED:
            continue
        old, new = each.anchor.place.start, each.anchor.found[0]
        wanted = re.compile(rf"(\bstart\"?\s*:\s*){old}\b")
        for row in range(each.span.line - 1, min(each.span.end_line, len(rows))):
            begin = each.span.column - 1 if row == each.span.line - 1 else 0
            changed = rows[row][:begin] + wanted.sub(rf"\g<1>{new}", rows[row][begin:], count=1)
            if changed != rows[row]:
                rows[row] = changed
                break
    return "\n".join(rows)


def _place(claim: ClaimDeclaration, quote: Quote) -> Place:
    exact = quote.exact or claim.figure
    return Place(
        "" if exact is None else exact.value,
        "" if quote.prefix is None else quote.prefix.value,
        "" if quote.suffix is None else quote.suffix.value,
        -1 if quote.start is None else quote.start,
    )


def _named(claim: ClaimDeclaration) -> str:
    named = claim.id or claim.about
    return "" if named is None else named.value
