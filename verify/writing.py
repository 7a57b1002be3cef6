"""Documents as plain data, one file's worth however many there were: what is written out again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from verify.diagnostics import Diagnostic
from verify.document import ClaimDeclaration, Document, Waiver
from verify.entry import Declaration
from verify.errors import SuiteError
from verify.source import Text
from verify.tree import Mapping, Node, Nothing
from verify.tree import Sequence as Items

# What a file says for its own claims, which is written to each of them.
_DEFAULTS: Final = ("source", "as_of")
_FILE: Final = tuple(Document.model_fields)
_CLAIM: Final = tuple(ClaimDeclaration.model_fields)
_WAIVER: Final = tuple(Waiver.model_fields)
_PLACES: Final = frozenset({"span", "alone", "path", "name"})


def merged(documents: Sequence[Document]) -> dict[str, Any]:
    """Return documents as the keys of one file that says the same.

    A file's own `source` and `as_of` become those of its claims; the first title counts.

    Raises SuiteError if two files declare the same name, which one file cannot.
    """
    whole: dict[str, Any] = {}
    for document in documents:
        data = _fields(document)
        defaults = {key: data.pop(key) for key in _DEFAULTS if key in data}
        data["claims"] = [_ordered(defaults | each, _CLAIM) for each in data.get("claims", ())]
        source = {"source": defaults["source"]} if "source" in defaults else {}
        data["waive"] = [_ordered(source | each, _WAIVER) for each in data.get("waive", ())]
        for key, value in data.items():
            _join(whole, key, value)
    return _ordered({key: value for key, value in whole.items() if value != []}, _FILE)


def as_json(documents: Sequence[Document]) -> str:
    """Return documents as the JSON text of one file."""
    return json.dumps(merged(documents), ensure_ascii=False, separators=(",", ":"))


def _ordered(data: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


def _join(whole: dict[str, Any], key: str, value: Any) -> None:
    known = whole.get(key)
    if known is None:
        whole[key] = value
    elif isinstance(value, list):
        whole[key] = [*known, *value]
    elif key == "policy":
        whole[key] = {**known, **value}
    elif isinstance(value, dict):
        for name in value.keys() & known.keys():
            message = f"{name} is declared twice among the {key}"
            raise SuiteError(Diagnostic("duplicate-name", message))
        whole[key] = {**known, **value}


def _fields(declaration: Declaration) -> dict[str, Any]:
    """Return the keys of an entry that say something."""
    found: dict[str, Any] = {}
    for name, field in type(declaration).model_fields.items():
        value = getattr(declaration, name)
        if name in _PLACES or value == field.default:
            continue
        if name == declaration.rest:
            found.update((key.value, each.value) for key, each in value)
        else:
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    match value:
        case Text():
            return value.value
        case Declaration():
            fields = _fields(value)
            return fields[value.shorthand] if [*fields] == [value.shorthand] else fields
        case Mapping() | Items() | Nothing():
            return _tree(value)
        case tuple() if value and all(_is_named(each) for each in value):
            return _once((each.name.value, _plain(each)) for each in value)
        case tuple() if value and all(isinstance(each, tuple) for each in value):
            return _once((key.value, _plain(each)) for key, each in value)
        case tuple():
            return [_plain(each) for each in value]
    return value


def _once(entries: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping whose names are each there once."""
    found: dict[str, Any] = {}
    for name, value in entries:
        if name in found:
            raise SuiteError(Diagnostic("duplicate-name", f"{name} is declared twice"))
        found[name] = value
    return found


def _is_named(value: Any) -> bool:
    return isinstance(value, Declaration) and type(value).is_named()


def _tree(node: Node) -> Any:
    match node:
        case Text(value):
            return value
        case Mapping(entries):
            return {key.value: _tree(inner) for key, inner in entries}
        case Items(items):
            return [_tree(item) for item in items]
        case Nothing():
            return None
