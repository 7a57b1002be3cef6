"""New places for quotations that have moved in their source's text, as edits of the claim files.

Only a `start` is ever changed, and only where the words quoted, with those around them, are found
exactly once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Texts
from dataclasses import dataclass

from verify.anchors import Anchor, State, anchor
from verify.document import ClaimDeclaration, Document, Quote
from verify.facts import Place
from verify.source import Span, Text
from verify.tree import Mapping, Node
from verify.tree import Sequence as Items


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as a file has it: the claim's id or quantity, where it is, and its state."""

    claim: str
    source: str
    span: Span
    anchor: Anchor


def quotations(documents: Sequence[Document], texts: Texts[str, str]) -> tuple[Quotation, ...]:
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


def moved(text: str, tree: Node, found: Sequence[Quotation]) -> tuple[str, int]:
    """Return a claim file's text with new starts, and how many; `tree` is the file as read."""
    starts = dict(_starts(tree))
    edits: list[tuple[Span, int]] = []
    for each in found:
        written = starts.get(each.span)
        if each.anchor.state is not State.MOVED or written is None or not written.verbatim:
            continue
        edits.append((written.span, each.anchor.found[0]))
    rows = text.split("\n")
    for span, new in sorted(edits, reverse=True):
        row = rows[span.line - 1]
        rows[span.line - 1] = f"{row[: span.column - 1]}{new}{row[span.end_column - 1 :]}"
    return "\n".join(rows), len(edits)


def _starts(tree: Node) -> Iterator[tuple[Span, Text]]:
    """Yield each quotation's place with the scalar that is its `start`."""
    for claim in _items(_under(tree, "claims")):
        quotes = _under(claim, "quote")
        for quote in _items(quotes) if isinstance(quotes, Items) else [quotes]:
            start = _under(quote, "start")
            if quote is not None and isinstance(start, Text):
                yield quote.span, start


def _under(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((inner for name, inner in node.entries if name.value == key), None)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Items) else ()


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
