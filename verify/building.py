"""Entries of a suite from Python values: checked as a file's are, each named by its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from verify import formats
from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.document import Document, validate
from verify.errors import SuiteError
from verify.source import Span, Text
from verify.tree import Mapping as Tree
from verify.tree import Node, Nothing, Sequence, shortened

LIMITS: Final = Limits()
ADDED: Final = "<added>"  # the path of a document that no file holds


def read_document(text: str, path: str, format_: str) -> Document:
    """Read one file's text.

    Raises SuiteError.
    """
    node, problems = formats.read_text(text, path, LIMITS, format_)
    if node is None or problems:
        raise SuiteError(*problems)
    document, problems = validate(node, path)
    if document is None:
        raise SuiteError(*problems)
    return document


def document_of(data: dict[str, Any], shown: str, path: str) -> Document:
    """Take what a method was given as a file would be taken, with the same checks."""
    try:
        text = json.dumps(_texts(data), ensure_ascii=False)
    except RecursionError:
        raise SuiteError(Diagnostic("nested-too-deep", "this is nested too deep")) from None
    node, problems = formats.read_text(text, shown, LIMITS, ".json")
    if problems or node is None:
        raise SuiteError(*(replace(each, span=Span(shown)) for each in problems))
    document, problems = validate(_labelled(node, shown), path)
    if document is None:
        raise SuiteError(*problems)
    return document


def said(**given: Any) -> dict[str, Any]:
    """Return what was given and says something; 0 does."""

    def silent(value: Any) -> bool:
        return value is None or value is False or (value in ("", [], {}) and value != 0)

    return {key: value for key, value in given.items() if not silent(value)}


def listed(values: Iterable[Any]) -> list[Any]:
    """Return values as a list; a text is one value, and not its letters."""
    return [values] if isinstance(values, str) else list(values)


def _texts(value: Any) -> Any:
    """Return values as JSON can say them without loss."""
    match value:
        case float():
            message = f"{value!r} is a binary float, which has lost its digits as printed"
            help_ = f'write it as text, "{value!r}", or as a Decimal or Fraction'
            raise SuiteError(Diagnostic("binary-float", message, help=help_))
        case bool() | str():
            return value
        case int() | Fraction() | Decimal():
            return _written(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _texts(inner) for key, inner in value.items()}
        case Iterable():
            return [_texts(inner) for inner in value]
    message = f"a {type(value).__name__} cannot be written to a claim file"
    raise SuiteError(Diagnostic("wrong-shape", message, help="write it as text"))


def _written(number: int | Fraction | Decimal) -> str:
    try:
        return str(number)
    except ValueError:  # more digits than Python writes
        message = "this number has more digits than any figure"
        raise SuiteError(Diagnostic("number-too-large", message)) from None


_ENTRIES = {
    "use": "pack",
    "subjects": "subject",
    "kinds": "kind",
    "quantities": "quantity",
    "rules": "rule",
    "assumptions": "assumption",
    "units": "unit",
    "sources": "source",
    "claims": "claim",
    "waive": "waiver",
    "expect": "expectation",
}


def _labelled(node: Node, shown: str) -> Node:
    """Return a file's tree whose places say which entry they are in: there are no lines."""
    span = Span(shown)
    if not isinstance(node, Tree):
        return _placed(node, span)
    found: list[tuple[Text, Node]] = []
    for key, inner in node.entries:
        what = f"{shown}, {_ENTRIES.get(key.value, key.value)}"
        placed: Node = _placed(inner, span)
        if isinstance(inner, Tree):
            named = tuple(
                (
                    Text(name.value, Span(f"{what} {name.value}")),
                    _placed(each, Span(f"{what} {name.value}")),
                )
                for name, each in inner.entries
            )
            placed = Tree(named, span)
        elif isinstance(inner, Sequence):
            items = tuple(
                _placed(item, Span(f"{what} {_called(item) or number}"))
                for number, item in enumerate(inner.items, 1)
            )
            placed = Sequence(items, span)
        found.append((Text(key.value, span), placed))
    return Tree(tuple(found), span)


def _called(item: Node) -> str:
    """Return how an entry of a list is best called, or nothing."""
    if isinstance(item, Text):
        return shortened(item.value)
    fields = {key.value: each for key, each in item.entries} if isinstance(item, Tree) else {}
    for key in ("id", "about", "relation", "figure"):
        named = fields.get(key)
        if isinstance(named, Text):
            return shortened(named.value)
    return ""


def _placed(node: Node, span: Span) -> Node:
    """Return a tree whose every part comes from the same place."""
    match node:
        case Text(value):
            return Text(value, span)
        case Sequence(items):
            return Sequence(tuple(_placed(item, span) for item in items), span)
        case Tree(entries):
            placed = tuple((Text(key.value, span), _placed(inner, span)) for key, inner in entries)
            return Tree(placed, span)
        case Nothing():
            return Nothing(span)
