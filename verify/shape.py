"""The types of the keys of a file: how a node of the tree must look to be one.

Only shape and spelling are checked here; what a name or a figure means is found out later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from verify.diagnostics import suggestion
from verify.source import Span, Text
from verify.syntax import FUNCTIONS, KEYWORDS
from verify.tree import Mapping, Node, Nothing, Sequence, described, shortened

_NAME: Final = "[A-Za-z][A-Za-z0-9_]*"
_ID: Final = "[a-z0-9][a-z0-9._-]*"
_CHOICE: Final = "[a-z][a-z0-9_]*"
# An editor reads YAML's own types where we read texts: `term: 36`, `value: true`.
_ANY_SCALAR: Final = {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a mapping whose keys are names, on its way to a declaration."""

    name: Text
    node: Node


def problem(code: str, message: str, span: Span, help_: str = "") -> PydanticCustomError:
    """Return the error that pydantic collects for a defect at a place."""
    return PydanticCustomError(code, "{message}", {"message": message, "span": span, "help": help_})


def wrong_shape(expected: str, node: Node, help_: str = "") -> PydanticCustomError:
    """Return the error for a list where a text belongs, and the like."""
    message = f"expected {expected}, found {described(node)}"
    return problem("wrong-shape", message, node.span, help_)


def missing_value(node: Nothing) -> PydanticCustomError:
    """Return the error for a key that nothing follows."""
    help_ = "write a value, or leave the key out"
    return problem("missing-value", "there is no value here", node.span, help_)


def text(value: Any) -> Text:
    """Take a text, which may be empty only in quotes."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Nothing):
        raise missing_value(value)
    raise wrong_shape("text", value)


def _matching(pattern: str, what: str, made_of: str) -> Callable[[Any], Text]:
    """Return a validator for names."""
    expression = re.compile(pattern)
    code = "bad-id" if pattern == _ID else "bad-name"

    def check(value: Any) -> Text:
        name = text(value)
        if not expression.fullmatch(name.value):
            found = f"`{shortened(name.value)}` is not {what}" if name.value else "a name is empty"
            raise problem(code, found, name.span, f"{what} is made of {made_of}")
        taken = KEYWORDS | FUNCTIONS if pattern != _ID else frozenset()
        for part in name.value.split("."):
            if part in taken:
                sort = "keyword" if part in KEYWORDS else "function"
                message = f"`{part}` is a {sort} of rules and cannot be a name"
                raise problem("keyword-as-name", message, name.span, f"try `{part}_1`")
        return name

    return check


def one_of(*words: str) -> Callable[[Any], Text]:
    """Return a validator for one of a few words."""

    def check(value: Any) -> Text:
        word = text(value)
        if word.value in words:
            return word
        known = ", ".join(f"`{each}`" for each in words)
        near = suggestion(word.value, words)
        help_ = f"did you mean `{near}`?" if near else f"known are {known}"
        message = f"`{shortened(word.value)}` is not known here"
        raise problem("unknown-word", message, word.span, help_)

    return check


def _boolean(value: Any) -> bool:
    """Take `true` or `false`, nothing else that YAML has ever taken for them."""
    if isinstance(value, bool):
        return value
    word = text(value)
    if word.value in ("true", "false"):
        return word.value == "true"
    meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
    folded = word.value.casefold()
    meaning = meant.get(folded, folded if folded in ("true", "false") else "")
    help_ = f"write `{meaning}`" if meaning else "write `true` or `false`"
    message = f"`{shortened(word.value)}` is neither `true` nor `false`"
    raise problem("not-a-boolean", message, word.span, help_)


def _whole_number(value: Any) -> int:
    """Take a place in a text: ASCII digits, few enough to count characters of any file."""
    if isinstance(value, int):
        return value
    digits = text(value)
    if not (digits.value.isascii() and digits.value.isdigit() and len(digits.value) <= 12):
        message = f"`{shortened(digits.value)}` is not a whole number"
        help_ = "write how many characters of the text come before, such as `1250`"
        raise problem("not-a-whole-number", message, digits.span, help_)
    return int(digits.value)


def _sha256(value: Any) -> Text:
    """Take the 64 hexadecimal digits of a SHA-256 digest."""
    digest = text(value)
    if len(digest.value) == 64 and all(char in "0123456789abcdefABCDEF" for char in digest.value):
        return digest
    message = f"`{shortened(digest.value, 20)}` is not a SHA-256 digest"
    count = f"it has 64 hexadecimal digits, and this has {len(digest.value)} characters"
    raise problem("bad-digest", message, digest.span, count)


def _raw(value: Any) -> Mapping:
    """Take a mapping as it is."""
    if isinstance(value, Mapping):
        return value
    raise wrong_shape("a mapping", value)


@dataclass(slots=True)
class Tally:
    """The errors of entries that were found so far; enough of them end the validation."""

    most: int
    errors: list[Any]

    def add(self, error: ValidationError) -> None:
        """Take the errors of an entry, but for those of entries within it, which are here."""
        self.errors += [each for each in error.errors(include_url=False) if each["type"] != _TOLD]


class EnoughError(Exception):
    """There are more errors than will be shown."""


_TOLD: Final = "told"


def _tallied(item: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """Validate an item of a list, which may have any number of them."""
    try:
        return handler(item)
    except ValidationError as error:
        tally: Tally = info.context  # type: ignore[assignment] # always given by `validate`
        tally.add(error)
        if len(tally.errors) > tally.most:
            raise EnoughError from None
        raise PydanticCustomError(_TOLD, "the tally has it") from None


def _with_tally(schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
    """Return the schema of a tuple whose items' errors are tallied."""
    items = [
        core_schema.with_info_wrap_validator_function(_tallied, item)
        for item in schema["items_schema"]
    ]
    return {**schema, "items_schema": items}


@dataclass(frozen=True, slots=True)
class Listed:
    """Marks a tuple that is a list in the file.

    Where one item may stand for itself (`single`), an empty list is a statement, so that nothing
    after the key is refused; any other list may be left empty.
    """

    what: str
    single: bool = False

    def _items(self, value: Any) -> Any:
        match value:
            case Sequence():
                return value.items
            case tuple():
                return value
            case Nothing() if not self.single:
                return ()
            case Nothing():
                raise missing_value(value)
            case _ if self.single:
                return (value,)
            case Text():
                help_ = f"write `- {shortened(value.value)}` on a line of its own"
                raise wrong_shape(f"a list of {self.what}", value, help_)
            case _:
                raise wrong_shape(f"a list of {self.what}", value, "begin each item with `- `")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Take a list apart before its items are looked at."""
        inner = _with_tally(handler(source))
        return core_schema.no_info_before_validator_function(self._items, inner)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema of a list, or of one item."""
        inner = handler(schema)
        array = {"type": "array", "items": inner.get("items", {})}
        return {"anyOf": [array, array["items"] if self.single else {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class Named:
    """Marks a tuple that is a mapping from names in the file: of declarations, or of pairs."""

    what: str
    example: str
    pairs: bool = False

    def _entries(self, value: Any) -> Any:
        match value:
            case Mapping() if self.pairs:
                return value.entries
            case Mapping():
                return tuple(Entry(name, node) for name, node in value.entries)
            case tuple():
                return value
            case Nothing():
                return ()
            case _:
                help_ = f"write `{self.example}`"
                raise wrong_shape(f"a mapping from {self.what}", value, help_)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Take a mapping apart before its entries are looked at."""
        inner = _with_tally(handler(source))
        return core_schema.no_info_before_validator_function(self._entries, inner)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema of an object with free keys."""
        items = handler(schema).get("items", {})
        values = items["prefixItems"][1] if self.pairs else {"anyOf": [items, {"type": "null"}]}
        return {"type": ["object", "null"], "additionalProperties": values}


def enumeration(*words: str) -> WithJsonSchema:
    """Return how an editor sees a key that takes one of a few words."""
    return WithJsonSchema({"enum": list(words)})


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({**_ANY_SCALAR, "pattern": f"^(?:{pattern})$"})


_LETTERS: Final = "letters a to z, digits and `_`, and begins with a letter"
_SMALL: Final = "small letters a to z, digits, `.`, `_` and `-`, and begins with a letter or digit"
_CHOICES: Final = "small letters a to z, digits and `_`, and begins with a letter"
_DOTTED: Final = rf"{_NAME}(?:\.{_NAME})*"

Scalar = Annotated[Text, PlainValidator(text), WithJsonSchema(_ANY_SCALAR)]
Name = Annotated[Text, PlainValidator(_matching(_NAME, "a name", _LETTERS)), _schema(_NAME)]
Dotted = Annotated[
    Text, PlainValidator(_matching(_DOTTED, "a quantity's name", _LETTERS)), _schema(_DOTTED)
]
Id = Annotated[Text, PlainValidator(_matching(_ID, "an id", _SMALL)), _schema(_ID)]
ChoiceName = Annotated[
    Text, PlainValidator(_matching(_CHOICE, "a choice's name", _CHOICES)), _schema(_CHOICE)
]
Boolean = Annotated[bool, PlainValidator(_boolean), WithJsonSchema({"type": "boolean"})]
WholeNumber = Annotated[
    int, PlainValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})
]
Digest = Annotated[Text, PlainValidator(_sha256), _schema("[0-9a-fA-F]{64}")]
Raw = Annotated[Mapping, PlainValidator(_raw), WithJsonSchema({"type": "object"})]
