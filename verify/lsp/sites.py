"""What stands under the cursor of a claim file, and what it refers to.

A site is a text of the tree with the path that leads to it; a referent is what a name, or a word
of it, means: a quantity, a source, a claim, a unit, a rule, a key of the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from verify.config import Limits
from verify.declarations import (
    KindDeclaration,
    QuantityDeclaration,
    SourceDeclaration,
    SubjectDeclaration,
)
from verify.facts import Assumption, Claim, Facts
from verify.formats import FORMATS, read_text
from verify.lsp.positions import Lines
from verify.lsp.slots import (
    CLAIM,
    KIND,
    OWN,
    PACK,
    QUANTITY,
    RELATION,
    SOURCE,
    SUBJECT,
    UNIT,
    Path,
    Slot,
    slot_of,
)
from verify.source import Span, Text
from verify.syntax import Number
from verify.tokens import Kind as TokenKind
from verify.tokens import scan
from verify.tree import Mapping, Node, Sequence


class Means(StrEnum):
    """What a name is a name of."""

    QUANTITY = "quantity"
    SOURCE = "source"
    CLAIM = "claim"
    UNIT = "unit"
    RULE = "rule"
    KIND = "kind"
    SUBJECT = "subject"
    PACK = "pack"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Site:
    """A text of the tree: where it is, and what the format has there."""

    path: Path
    text: Text
    slot: Slot


@dataclass(frozen=True, slots=True)
class Referent:
    """What is meant at a site, and the place of the word that says so."""

    means: Means
    name: str
    span: Span
    site: Site


def tree_of(text: str, name: str, limits: Limits) -> Node | None:
    """Return the tree of a claim file's text, or None where there is none."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        return None
    return read_text(text, name, limits, suffix)[0]


def site_at(tree: Node | None, line: int, column: int) -> Site | None:
    """Return the text at a place, its end included."""
    if tree is None:
        return None
    for path, text, key in texts_of(tree, ()):
        if _inside(text.span, line, column):
            slot = slot_of(path, key)
            return None if slot is None else Site(path, text, slot)
    return None


def texts_of(node: Node, path: Path) -> Iterator[tuple[Path, Text, bool]]:
    """Yield the texts of a tree with their paths, and whether they are keys."""
    match node:
        case Text():
            yield path, node, False
        case Sequence():
            for number, item in enumerate(node.items):
                yield from texts_of(item, (*path, number))
        case Mapping():
            for key, inner in node.entries:
                yield (*path, key.value), key, True
                yield from texts_of(inner, (*path, key.value))
        case _:
            return


def node_at(tree: Node | None, path: Path) -> Node | None:
    """Return the node that a path leads to."""
    node = tree
    for step in path:
        if isinstance(node, Mapping):
            node = next((inner for key, inner in node.entries if key.value == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step] if step < len(node.items) else None
        else:
            return None
    return node


@dataclass(frozen=True, slots=True)
class View:
    """A claim file as it stands, with what is known of its suite."""

    lines: Lines
    tree: Node | None
    facts: Facts | None
    limits: Limits

    def referent(self, line: int, column: int) -> Referent | None:
        """Return what is meant at a place."""
        site = site_at(self.tree, line, column)
        if site is None:
            return None
        slot, text = site.slot, site.text
        row = (slot.model, slot.field)
        if slot.named:
            means = _DECLARED.get(slot.model, Means.KEY)
            return Referent(means, self._declared(means, text), text.span, site)
        if slot.key and not slot.field:
            return Referent(Means.KEY, text.value, text.span, site)
        if row in RELATION:
            return self._in_relation(site, self._offset(text, line, column))
        if row in OWN:
            return self._own(site)
        means = next((means for rows, means in _MEANINGS if row in rows), Means.KEY)
        if means is Means.KEY:
            return None
        return Referent(means, text.value, text.span, site)

    def claim(self, path: Path) -> Claim | Assumption | None:
        """Return the claim or assumption whose entry stands at a path of the tree.

        It is known by its id, or by the place of its figure if nothing has moved since the check,
        or by being the only one that says so.
        """
        if self.facts is None:
            return None
        entry = node_at(self.tree, path)
        said = {}
        if isinstance(entry, Mapping):
            said = {key.value: node for key, node in entry.entries if isinstance(node, Text)}
        known: dict[str, Claim] | dict[str, Assumption] = self.facts.claim
        if path[:1] != ("claims",):
            known = self.facts.assumption
        if "id" in said:
            return known.get(said["id"].value)
        words = said.get("figure") or said.get("value")
        if words is None:
            return None
        alike = [each for each in known.values() if words.value == _printed(each)]
        at = [each for each in alike if each.span == words.span]
        return at[0] if at else alike[0] if len(alike) == 1 else None

    def bound(self, name: str, text: Text) -> str:
        """Return the quantity that a name in a relation means: a kind's, one of a subject's."""
        if self.facts is None:
            return name
        assumed = [each.rule for each in self.facts.assumptions if each.rule is not None]
        for rule in (*self.facts.rules, *assumed):
            if rule.span == text.span:
                return dict(rule.names).get(name, name)
        return name

    def _declared(self, means: Means, text: Text) -> str:
        """Return the id of what a name declares: a kind's quantity is one of a subject's."""
        if means is Means.QUANTITY and self.facts is not None:
            return next((q.id for q in self.facts.quantities if q.span == text.span), text.value)
        return text.value

    def _own(self, site: Site) -> Referent | None:
        found = self.claim(site.path[:-1])
        if found is None:
            return None
        return Referent(Means.CLAIM, found.id, site.text.span, site)

    def _in_relation(self, site: Site, offset: int) -> Referent:
        """Return what a word of a rule means; elsewhere in it the rule itself."""
        text = site.text
        for token in scan(text.value, self.limits).tokens:
            if not token.start <= offset <= token.end or token.start == token.end:
                continue
            span = text.within(token.start, token.end)
            if token.kind is TokenKind.NAME:
                return Referent(Means.QUANTITY, self.bound(token.text, text), span, site)
            if isinstance(token.literal, Number) and token.literal.unit:
                return Referent(Means.UNIT, token.literal.unit, span, site)
        return Referent(Means.RULE, text.value, text.span, site)

    def _offset(self, text: Text, line: int, column: int) -> int:
        """Return how far into a text a place is; -1 where the file shows it otherwise."""
        if not text.verbatim:
            return -1
        return self.lines.at(line, column) - self.lines.at(text.span.line, text.span.column)


_DECLARED = {
    QuantityDeclaration: Means.QUANTITY,
    SourceDeclaration: Means.SOURCE,
    KindDeclaration: Means.KIND,
    SubjectDeclaration: Means.SUBJECT,
}
_MEANINGS = (
    (QUANTITY, Means.QUANTITY),
    (SOURCE, Means.SOURCE),
    (CLAIM, Means.CLAIM),
    (UNIT, Means.UNIT),
    (PACK, Means.PACK),
    (KIND, Means.KIND),
    (SUBJECT, Means.SUBJECT),
)


def _printed(each: Claim | Assumption) -> str:
    return each.text if isinstance(each, Assumption) else each.figure or each.value


def _inside(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)
