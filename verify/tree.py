"""A file as nested lists and mappings of texts, whatever its format: what `document` checks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.source import Span, Text


@dataclass(frozen=True, slots=True)
class Nothing:
    """A value left out, as after `fee:` in YAML, or `null` in JSON."""

    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes, in file order."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their nodes, in file order; no key occurs twice."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span


Node = Text | Sequence | Mapping | Nothing


def described(node: Node) -> str:
    """Return what a node is, for a message: `a list`, `text`."""
    match node:
        case Text():
            return "text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case Nothing():
            return "nothing"


def mapping(entries: list[tuple[Text, Node]], span: Span) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """Build a mapping, refusing every key that was there before; the first one is kept.

    Keys are compared after canonical composition (Unicode NFC): what looks the same is the same.
    """
    first: dict[str, Text] = {}
    kept: list[tuple[Text, Node]] = []
    problems: list[Diagnostic] = []
    for key, node in entries:
        composed = unicodedata.normalize("NFC", key.value)
        if composed not in first:
            first[composed] = key
            kept.append((key, node))
            continue
        earlier = first[composed].span
        problems.append(
            Diagnostic(
                "duplicate-key",
                f"`{shortened(key.value)}` is written twice in this mapping",
                key.span,
                details=(f"the first is at line {earlier.line}, column {earlier.column}",),
                help="keep one of the two, or give one another name",
            )
        )
    return Mapping(tuple(kept), span), tuple(problems)


def too_many_values(limits: Limits) -> str:
    """Return what is said of a file whose values are too many to be read in good time."""
    return f"the file has more than {limits.values:,} values".replace(",", " ")


def shortened(text: str, length: int = 60) -> str:
    """Return a text for a message, on one line and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
