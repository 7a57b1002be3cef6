"""What may stand at a place of a file: which entry's which key, by the models of the format.

A place is the path of keys and numbers that leads to it in the tree. The models say the rest, so
that a key added to them is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, get_args, get_origin

from verify.document import (
    AssumptionDeclaration,
    ClaimDeclaration,
    Document,
    Expectation,
    QuantityDeclaration,
    ReadingDeclaration,
    RoleDeclaration,
    RuleDeclaration,
    SourceDeclaration,
    SubjectDeclaration,
    Waiver,
)
from verify.entry import Declaration

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an entry: the value of `field` of a `model`, or a key.

    `named` says that it is the name of a `model`'s entry; a key of the model's own has no field.
    """

    model: type[Declaration]
    field: str = ""
    named: bool = False
    key: bool = False


def slot_of(path: Path, key: bool) -> Slot | None:
    """Return what the last step of a path is: a key (or a name) if `key`, else a value."""
    model: type[Declaration] = Document
    steps = list(path)
    while steps:
        name = steps.pop(0)
        if isinstance(name, int):
            return None
        if key and not steps:
            return Slot(model, key=True)
        field = model.rest if _is_role(model, name) else name
        inner = entries_of(model, field)
        if inner is None:
            is_pair = key and bool(steps)
            return Slot(model, field, key=is_pair)
        if not steps:
            return Slot(model, field)
        if isinstance(steps[0], int):
            steps.pop(0)
        elif inner.is_named():
            steps.pop(0)
            if key and not steps:
                return Slot(inner, named=True, key=True)
        model = inner
    return Slot(model, model.shorthand) if not key and model.shorthand else None


def entries_of(model: type[Declaration], field: str) -> type[Declaration] | None:
    """Return the model of the entries under a key, or None for a key of plain values."""
    info = model.model_fields.get(field)
    return None if info is None else _declaration(info.annotation)


def words_of(model: type[Declaration], field: str) -> tuple[str, ...]:
    """Return the few words that a key may have, or none where it has others."""
    info = model.model_fields.get(field)
    if info is None:
        return ()
    for each in (*info.metadata, *_metadata(info.annotation)):
        schema = getattr(each, "json_schema", None)
        if isinstance(schema, dict) and "enum" in schema:
            return tuple(schema["enum"])
        if isinstance(schema, dict) and schema.get("type") == "boolean":
            return ("true", "false")
    return ()


def described(model: type[Declaration], field: str) -> str:
    """Return what a key is for."""
    info = model.model_fields.get(field)
    return (info.description or "") if info is not None else ""


def _is_role(model: type[Declaration], name: str) -> bool:
    known = model.keys()
    return bool(model.rest) and name not in known


def _declaration(annotation: Any) -> type[Declaration] | None:
    if isinstance(annotation, type) and issubclass(annotation, Declaration):
        return annotation
    for each in get_args(annotation):
        found = _declaration(each)
        if found is not None:
            return found
    return None


def _metadata(annotation: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = ()
    if get_origin(annotation) is Annotated:
        found = tuple(annotation.__metadata__)
    for each in get_args(annotation):
        found += _metadata(each)
    return found


QUANTITY: Final = frozenset(
    {(ClaimDeclaration, "about"), (AssumptionDeclaration, "about"), (ReadingDeclaration, "about")}
)
SOURCE: Final = frozenset(
    {
        (Document, "source"),
        (ClaimDeclaration, "source"),
        (ClaimDeclaration, "derived_from"),
        (SourceDeclaration, "derived_from"),
        (AssumptionDeclaration, "source"),
        (RuleDeclaration, "source"),
        (Waiver, "source"),
    }
)
RELATION: Final = frozenset(
    {
        (RuleDeclaration, "relation"),
        (RuleDeclaration, "when"),
        (AssumptionDeclaration, "relation"),
        (ReadingDeclaration, "when"),
    }
)
CLAIM: Final = frozenset({(Expectation, "conflict"), (Expectation, "verdict")})
UNIT: Final = frozenset({(QuantityDeclaration, "unit")})
PACK: Final = frozenset({(Document, "use")})
KIND: Final = frozenset({(SubjectDeclaration, "kind"), (RoleDeclaration, "kind")})
SUBJECT: Final = frozenset({(SubjectDeclaration, "part_of"), (SubjectDeclaration, "roles")})
OWN: Final = frozenset(
    {
        (ClaimDeclaration, "id"),
        (ClaimDeclaration, "figure"),
        (ClaimDeclaration, "value"),
        (AssumptionDeclaration, "id"),
        (AssumptionDeclaration, "value"),
    }
)
"""Keys of a claim or an assumption at which it is meant itself."""
