"""A file as parsed: the tree checked against the models, with every defect and its place."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError
from pydantic.json_schema import SkipJsonSchema

from verify.config import Limits
from verify.declarations import (
    AssumptionDeclaration,
    ClaimDeclaration,
    CountedNoun,
    Expectation,
    KindDeclaration,
    QuantityDeclaration,
    Quote,
    ReadingDeclaration,
    RoleDeclaration,
    RuleDeclaration,
    SourceDeclaration,
    SubjectDeclaration,
    Waiver,
)
from verify.diagnostics import Diagnostic, more_problems, suggestion
from verify.entry import Declaration, Unknown
from verify.shape import EnoughError, Listed, Named, Raw, Scalar, Tally
from verify.source import Span
from verify.tree import Node, shortened

__all__ = [
    "AssumptionDeclaration",
    "ClaimDeclaration",
    "CountedNoun",
    "Document",
    "Expectation",
    "KindDeclaration",
    "QuantityDeclaration",
    "Quote",
    "ReadingDeclaration",
    "RoleDeclaration",
    "RuleDeclaration",
    "SourceDeclaration",
    "SubjectDeclaration",
    "Waiver",
    "json_schema",
    "validate",
]

_LIMITS: Final = Limits()
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class Document(Declaration):
    """A whole file: a suite's, a pack's, or one of claims."""

    what = "a file"
    example = "claims: [{about: fee, figure: $1.25 billion per month}]"

    path: SkipJsonSchema[str] = ""
    title: Scalar | None = Field(default=None, description="the suite's or the pack's name")
    doc: Scalar | None = Field(default=None, description="what it is about")
    use: Annotated[tuple[Scalar, ...], Listed("packs", single=True)] = Field(
        default=(), description="the packs it uses, by name or by relative path"
    )
    policy: Raw | None = Field(default=None, description="rows that override the table of hedges")
    source: Scalar | None = Field(default=None, description="the source of its claims unless said")
    as_of: Scalar | None = Field(default=None, description="when its claims hold unless said")
    subjects: Annotated[
        tuple[SubjectDeclaration, ...], Named("names to subjects", SubjectDeclaration.example)
    ] = Field(default=(), description="the things that the figures are of")
    kinds: Annotated[
        tuple[KindDeclaration, ...], Named("names to kinds", KindDeclaration.example)
    ] = Field(default=(), description="what sorts of subjects have and obey")
    quantities: Annotated[
        tuple[QuantityDeclaration, ...], Named("names to quantities", QuantityDeclaration.example)
    ] = Field(default=(), description="named unknowns with units")
    rules: Annotated[tuple[RuleDeclaration, ...], Listed("rules")] = Field(
        default=(), description="relations that hold by definition or by law"
    )
    assumptions: Annotated[tuple[AssumptionDeclaration, ...], Listed("assumptions")] = Field(
        default=(), description="what nobody published but the check leans on"
    )
    units: Annotated[tuple[CountedNoun, ...], Named("nouns to texts", CountedNoun.example)] = Field(
        default=(), description="nouns that are counted"
    )
    sources: Annotated[
        tuple[SourceDeclaration, ...], Named("ids to sources", SourceDeclaration.example)
    ] = Field(default=(), description="publications")
    claims: Annotated[tuple[ClaimDeclaration, ...], Listed("claims")] = Field(
        default=(), description="what the sources say"
    )
    waive: Annotated[tuple[Waiver, ...], Listed("waivers")] = Field(
        default=(), description="figures of a source that are no claims"
    )
    expect: Annotated[tuple[Expectation, ...], Listed("expectations")] = Field(
        default=(), description="results that are known"
    )


def validate(
    tree: Node, path: str, limits: Limits = _LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Check a tree against the file format; every defect is found at once, in file order.

    What is checked is shape and spelling. No document comes with an error. Once there are more
    errors than may be shown, the rest of the file is not looked at.
    """
    tally = Tally(limits.problems, [])
    is_whole = True
    try:
        document = Document.model_validate(tree, context=tally)
    except ValidationError as error:
        tally.add(error)
    except EnoughError:
        is_whole = False
    else:
        return document.model_copy(update={"path": path}), ()
    found = [_diagnostic(each, path) for each in tally.errors[: tally.most + 1]]
    found.sort(key=lambda each: (each.span, each.message))
    left = len(tally.errors) - tally.most
    if left > 0:
        found[tally.most :] = [more_problems(found[tally.most :], left if is_whole else None)]
    return None, tuple(found)


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file, for editors that check while one types."""
    schema = _plain(Document.model_json_schema())
    return {"$schema": DIALECT, "title": "A Verify file", **schema}


def _diagnostic(error: Any, path: str) -> Diagnostic:
    """Turn one of pydantic's errors into ours."""
    value = error["input"]
    if error["type"] == "extra_forbidden" and isinstance(value, Unknown):
        return _unknown_key(value)
    if error["type"] == "missing":
        span = value.get("span", Span(path)) if isinstance(value, dict) else Span(path)
        return Diagnostic("missing-key", f"`{error['loc'][-1]}` is missing", span)
    context = error.get("ctx", {})
    if "span" in context:
        message, help_ = context["message"], context["help"]
        return Diagnostic(error["type"], message, context["span"], help=help_)
    span = getattr(value, "span", Span(path))
    return Diagnostic("wrong-shape", error["msg"], span)


def _unknown_key(unknown: Unknown) -> Diagnostic:
    key, model = unknown.key, unknown.model
    known = model.keys()
    near = suggestion(key.value, known)
    shown = shortened(key.value)
    others = ", ".join(f"`{each}`" for each in known)
    help_ = f"did you mean `{near}`?" if near else f"its keys are {others}"
    return Diagnostic(
        "unknown-key", f"`{shown}` is not a key of {model.what}", key.span, help=help_
    )


def _plain(schema: Any) -> Any:
    """Leave out what an editor need not show: titles, empty defaults, `null` for a key left out."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: {name: _plain(each) for name, each in value.items()}
        if key in ("properties", "$defs")
        else _plain(value)
        for key, value in schema.items()
        if key not in ("title", "default")
    }
    choices = plain.get("anyOf")
    if "default" in schema and schema["default"] is None and isinstance(choices, list):
        rest = [each for each in choices if each != {"type": "null"}]
        plain.pop("anyOf")
        plain |= rest[0] if len(rest) == 1 else {"anyOf": rest}
    return plain
