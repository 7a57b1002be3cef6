"""What a file may declare: one model per kind of entry, its keys those of the file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, PlainValidator, model_validator
from pydantic.json_schema import SkipJsonSchema

from verify.entry import Declaration
from verify.shape import (
    Boolean,
    ChoiceName,
    Digest,
    Dotted,
    Id,
    Listed,
    Name,
    Named,
    Scalar,
    WholeNumber,
    enumeration,
    one_of,
    problem,
)
from verify.source import Text

DOMAINS = ("real", "integer", "date", "choice")
PERIODS = ("day", "month", "quarter", "year")
MODALITIES = ("asserted", "reported", "estimated", "projected", "potential", "hypothetical")
ROUNDINGS = ("nearest", "half_up", "half_even", "truncate", "floor", "ceiling")
VERDICTS = (
    "conflict",
    "disputed",
    "undecided",
    "rounding",
    "conditional",
    "corroborated",
    "consistent",
    "untested",
    "open",
)

Domain = Annotated[Text, PlainValidator(one_of(*DOMAINS)), enumeration(*DOMAINS)]
Period = Annotated[Text, PlainValidator(one_of(*PERIODS)), enumeration(*PERIODS)]
Modality = Annotated[Text, PlainValidator(one_of(*MODALITIES)), enumeration(*MODALITIES)]
Rounding = Annotated[Text, PlainValidator(one_of(*ROUNDINGS)), enumeration(*ROUNDINGS)]
Verdict = Annotated[Text, PlainValidator(one_of(*VERDICTS)), enumeration(*VERDICTS)]


class QuantityDeclaration(Declaration):
    """A named unknown with a unit and a domain."""

    what = "a quantity"
    example = "fee: {unit: USD/month}"

    name: SkipJsonSchema[Dotted]
    unit: Scalar | None = Field(default=None, description="such as `USD/month`; `1` unless said")
    domain: Domain | None = Field(
        default=None, description="what its values are; `real` unless said"
    )
    min: Scalar | None = Field(
        default=None, description="closed unless written `> 0`; may have a unit"
    )
    max: Scalar | None = Field(
        default=None, description="closed unless written `< 1`; may have a unit"
    )
    choices: Annotated[tuple[ChoiceName, ...], Listed("names")] = Field(
        default=(), description="the names that a choice may take"
    )
    varies: Period | None = Field(
        default=None, description="it has one value in each of these periods"
    )
    extensive: Boolean = Field(default=False, description="a part's amount is at most the whole's")
    doc: Scalar | None = Field(default=None, description="what it is, in a sentence")


class RuleDeclaration(Declaration):
    """A relation that holds by definition or by law; a text alone is the relation."""

    what = "a rule"
    example = "- {id: total, relation: total == fee * term}"
    shorthand = "relation"

    id: Id | None = Field(default=None, description="its name in reports; its text unless said")
    relation: Scalar = Field(description="such as `total == fee * term`")
    when: Scalar | None = Field(default=None, description="the condition under which it holds")
    source: Scalar | None = Field(
        default=None, description="where it is written: a source's id or words"
    )
    doc: Scalar | None = Field(default=None, description="why it holds")


class AssumptionDeclaration(Declaration):
    """A value or relation that nobody published but the check leans on."""

    what = "an assumption"
    example = "- {about: pue, value: 1.1 .. 1.6, source: survey}"

    id: Id | None = Field(default=None, description="named after its quantity unless said")
    about: Scalar | None = Field(default=None, description="the quantity that has the value")
    value: Scalar | None = Field(default=None, description="a set of values, such as `1.1 .. 1.6`")
    relation: Scalar | None = Field(default=None, description="instead of `about` and `value`")
    source: Scalar | None = Field(default=None, description="a source's id, or a citation in words")
    weight: Scalar | None = Field(
        default=None, description="what giving it up costs; 1, or `never`"
    )
    soft: Boolean = Field(default=False, description="a judgement rather than a fact")
    doc: Scalar | None = Field(default=None, description="why it is assumed")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.relation is None:
            for key in ("about", "value"):
                if getattr(self, key) is None:
                    help_ = "an assumption has `about` and `value`, or a `relation`"
                    raise problem("missing-key", f"`{key}` is missing", self.span, help_)
        elif self.about is not None or self.value is not None:
            spare = self.value or self.about
            message = "an assumption has either a `relation` or a `value`, not both"
            raise problem("contrary-keys", message, spare.span if spare else self.span)
        return self


class RoleDeclaration(Declaration):
    """A place in a kind that a subject of another kind fills; a text alone is that kind."""

    what = "a role"
    example = "asset: compute_cluster"
    shorthand = "kind"

    name: SkipJsonSchema[Name]
    kind: Name = Field(description="the kind that a subject must have to fill the role")
    doc: Scalar | None = Field(default=None, description="what the role means")


class KindDeclaration(Declaration):
    """Quantities, rules and assumptions that every subject of the kind has."""

    what = "a kind"
    example = "lease: {quantities: {fee: {unit: USD/month}}}"

    name: SkipJsonSchema[Name]
    quantities: Annotated[
        tuple[QuantityDeclaration, ...], Named("names to quantities", QuantityDeclaration.example)
    ] = Field(default=(), description="what each subject has")
    rules: Annotated[tuple[RuleDeclaration, ...], Listed("rules")] = Field(
        default=(), description="bare names are the subject's own quantities"
    )
    assumptions: Annotated[tuple[AssumptionDeclaration, ...], Listed("assumptions")] = Field(
        default=(), description="what is assumed of each subject"
    )
    roles: Annotated[
        tuple[RoleDeclaration, ...], Named("roles to kinds", RoleDeclaration.example)
    ] = Field(default=(), description="other subjects that it refers to, such as `asset`")
    doc: Scalar | None = Field(default=None, description="what it is, in a sentence")

    @model_validator(mode="after")
    def _owns_its_quantities(self) -> Self:
        for quantity in self.quantities:
            if "." in quantity.name.value:
                message = f"`{quantity.name}` has a dot, but a kind's quantities are its own"
                help_ = f"write `{quantity.name.value.rpartition('.')[2]}`"
                raise problem("bad-name", message, quantity.name.span, help_)
        return self


class SubjectDeclaration(Declaration):
    """A thing that has the quantities of its kind; every further key names a role."""

    what = "a subject"
    example = "deal: {kind: lease}"
    rest = "roles"

    name: SkipJsonSchema[Name]
    kind: Name | None = Field(
        default=None, description="the kind that brings its quantities and rules"
    )
    part_of: Name | None = Field(default=None, description="the subject of which it is a part")
    doc: Scalar | None = Field(default=None, description="what it is, in a sentence")
    roles: tuple[tuple[Name, Name], ...] = ()


class SourceDeclaration(Declaration):
    """A publication."""

    what = "a source"
    example = "filing: {title: …, date: 2026-05-20}"

    name: SkipJsonSchema[Id]
    title: Scalar | None = Field(default=None, description="as published")
    publisher: Scalar | None = Field(default=None, description="who published it")
    date: Scalar | None = Field(default=None, description="of publication, such as `2026-05-20`")
    url: Scalar | None = Field(default=None, description="its address; it is never fetched")
    sha256: Digest | None = Field(default=None, description="the SHA-256 of its text")
    text: Scalar | None = Field(default=None, description="a path below the suite's folder")
    derived_from: Annotated[tuple[Id, ...], Listed("sources", single=True)] | None = Field(
        default=None, description="the sources it rests on; `[]` says original, `unknown` not known"
    )
    weight: Scalar | None = Field(
        default=None, description="of its claims; 1 unless said, or `never`"
    )
    doc: Scalar | None = Field(default=None, description="what it is, in a sentence")

    @model_validator(mode="after")
    def _is_not_unknown(self) -> Self:
        if self.name.value == "unknown":
            message = "`unknown` says that a lineage is not known and cannot be a source's id"
            raise problem("keyword-as-name", message, self.name.span)
        return self


class Quote(Declaration):
    """Where a figure stands in its source's text: W3C TextQuoteSelector, TextPositionSelector."""

    what = "a quotation"
    example = "quote: {prefix: pays, suffix: in cash}"

    exact: Scalar | None = Field(
        default=None, description="the words quoted; the figure unless said"
    )
    prefix: Scalar | None = Field(default=None, description="the words right before")
    suffix: Scalar | None = Field(default=None, description="the words right after")
    start: WholeNumber | None = Field(default=None, description="how many characters come before")


class ReadingDeclaration(Declaration):
    """One way to understand a claim."""

    what = "a reading"
    example = "campus: {about: campus.power}"

    name: SkipJsonSchema[Id]
    about: Scalar | None = Field(default=None, description="the quantity meant")
    value: Scalar | None = Field(default=None, description="the value meant")
    as_of: Scalar | None = Field(default=None, description="the date meant")
    when: Scalar | None = Field(default=None, description="the reading holds only where this does")
    doc: Scalar | None = Field(default=None, description="why it may be read so")


class ClaimDeclaration(Declaration):
    """One statement of one source about one quantity."""

    what = "a claim"
    example = "- {about: fee, figure: $1.25 billion per month}"

    id: Id | None = Field(default=None, description="named after its quantity unless said")
    about: Scalar | None = Field(
        default=None, description="the quantity; or every reading gives one"
    )
    figure: Scalar | None = Field(default=None, description="as printed: `about $1.25 billion`")
    value: Scalar | None = Field(
        default=None, description="normalised: `~1.25 billion USD`, `> 40 GW`"
    )
    source: Scalar | None = Field(default=None, description="the id of its source")
    quote: Annotated[tuple[Quote, ...], Listed("quotations", single=True)] = Field(
        default=(), description="where the figure stands in the source's text"
    )
    derived_from: Annotated[tuple[Id, ...], Listed("sources", single=True)] | None = Field(
        default=None, description="where it differs from the source's"
    )
    as_of: Scalar | None = Field(
        default=None, description="when it holds; its source's date unless said"
    )
    by: Scalar | None = Field(default=None, description="who is quoted as saying it")
    modality: Modality | None = Field(
        default=None, description="how it is said; `asserted` unless said"
    )
    exact: Boolean = Field(default=False, description="the figure is meant literally")
    precision: Scalar | None = Field(default=None, description="`3 digits`, `5 %` or `0.5 MW`")
    rounding: Rounding | None = Field(default=None, description="`nearest` unless said")
    readings: Annotated[
        tuple[ReadingDeclaration, ...], Named("names to readings", ReadingDeclaration.example)
    ] = Field(default=(), description="the ways to understand it; one of them must hold")
    weight: Scalar | None = Field(
        default=None, description="what withdrawing it costs; 1, or `never`"
    )
    doc: Scalar | None = Field(default=None, description="a remark")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        readings = self.readings
        if self.about is None and not (readings and all(each.about for each in readings)):
            help_ = "name its quantity, or give one in every reading"
            raise problem("missing-key", "`about` is missing", self.span, help_)
        has_values = bool(readings) and all(each.value for each in readings)
        if self.figure is None and self.value is None and not has_values:
            help_ = 'write the figure as printed, or `value: "?"` to ask for it'
            message = "a claim needs `figure` or `value`"
            raise problem("missing-key", message, self.span, help_)
        return self


class Waiver(Declaration):
    """A figure of a source that is no claim."""

    what = "a waiver"
    example = "- {figure: 2002, start: 1250, reason: a year}"

    figure: Scalar = Field(description="as printed")
    start: WholeNumber | None = Field(default=None, description="how many characters come before")
    reason: Scalar = Field(description="why it is no claim")
    source: Scalar | None = Field(default=None, description="the id of its source")


class Expectation(Declaration):
    """A result that is known: of some claims together, or the verdicts of single ones."""

    what = "an expectation"
    example = "- {conflict: [fee, total], reason: …}"

    conflict: Annotated[tuple[Scalar, ...], Listed("claims", single=True)] | None = Field(
        default=None, description="covers every conflict that has all of these claims"
    )
    verdict: (
        Annotated[
            tuple[tuple[Scalar, Verdict], ...],
            Named("claims to verdicts", "verdict: {fee: untested}", pairs=True),
        ]
        | None
    ) = Field(default=None, description="the verdict of each of these claims")
    reason: Scalar = Field(description="why it is expected")
    until: Scalar | None = Field(default=None, description="the date after which it is no longer")

    @model_validator(mode="after")
    def _expects_one_thing(self) -> Self:
        if self.conflict is None and self.verdict is None:
            message = "an expectation needs `conflict` or `verdict`"
            raise problem("missing-key", message, self.span, f"write `{self.example}`")
        if self.conflict is not None and self.verdict is not None:
            message = "an expectation has either `conflict` or `verdict`, not both"
            raise problem("contrary-keys", message, self.span, "make two of it")
        return self


class CountedNoun(Declaration):
    """A noun that a pack makes a unit; a text alone says what it counts."""

    what = "a unit"
    example = "GPU: a graphics processor"
    shorthand = "doc"

    name: SkipJsonSchema[Name]
    doc: Scalar | None = Field(default=None, description="what it counts")
