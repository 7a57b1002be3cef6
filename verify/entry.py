"""An entry of a file: how a node of the tree becomes the fields of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, InstanceOf, model_validator
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from verify.shape import Entry, wrong_shape
from verify.source import NOWHERE, Span, Text
from verify.tree import Mapping, Node, Nothing


@dataclass(frozen=True, slots=True)
class Unknown:
    """A key that its model does not have, in the place of its value."""

    key: Text
    model: type[Declaration]


class Declaration(BaseModel):
    """An entry of a file with its place; `name` is the key of an entry that stands under one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    what: ClassVar[str] = "an entry"
    example: ClassVar[str] = ""
    # The key that a bare text stands for, and the field that takes all keys of free names.
    shorthand: ClassVar[str] = ""
    rest: ClassVar[str] = ""

    span: SkipJsonSchema[InstanceOf[Span]] = NOWHERE
    alone: SkipJsonSchema[bool] = False  # whether it has its lines to itself

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys that the file may use for this entry."""
        hidden = {"span", "alone", "path", cls.rest} | ({"name"} if cls.is_named() else set())
        return tuple(field for field in cls.model_fields if field not in hidden)

    @classmethod
    def is_named(cls) -> bool:
        """Return whether the entry stands under its name."""
        return "name" in cls.model_fields

    @model_validator(mode="before")
    @classmethod
    def _from_tree(cls, value: Any) -> Any:
        """Take a node of the tree, or an entry of a mapping, apart into fields."""
        if isinstance(value, Entry):
            fields = cls._fields(value.node)
            name, node = value.name.span, value.node.span
            span = Span(name.path, name.line, name.column, node.end_line, node.end_column)
            return {**fields, "name": value.name, "span": span}
        if isinstance(value, Node):
            return cls._fields(value)
        return value

    @classmethod
    def _fields(cls, node: Node) -> dict[str, Any]:
        match node:
            case Nothing():
                return {"span": node.span}
            case Text() if cls.shorthand:
                return {cls.shorthand: node, "span": node.span}
            case Mapping():
                pass
            case _:
                expected = f"a mapping for {cls.what}"
                help_ = f"write `{cls.example}`" if cls.example else ""
                raise wrong_shape(expected, node, help_)
        known = cls.keys()
        fields: dict[str, Any] = {"span": node.span, "alone": node.alone}
        others: list[tuple[Text, Node]] = []
        for key, inner in node.entries:
            if key.value in known:
                fields[key.value] = inner
            elif cls.rest:
                others.append((key, inner))
            else:
                fields["?" + key.value] = Unknown(key, cls)
        if others:
            fields[cls.rest] = tuple(others)
        return fields

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of what stands in the file: the key's own value, or a bare text."""
        inner = handler(schema)
        own = handler.resolve_ref_schema(inner)
        if cls.rest:
            own["properties"].pop(cls.rest, None)
            own["additionalProperties"] = {"type": "string"}
        if cls.is_named():
            own.pop("required", None)
        return {"anyOf": [inner, {"type": "string"}]} if cls.shorthand else inner
