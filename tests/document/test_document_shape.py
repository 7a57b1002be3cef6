"""A tree becomes a document; every key is read, every misspelt or misshapen one has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from verify.config import Limits
from verify.diagnostics import Diagnostic
from verify.document import Document, validate
from verify.formats.yaml_text import parse
from verify.source import NOWHERE, Span, Text
from verify.tree import Mapping

LIMITS = Limits()

FOLDER = Path(__file__).parent
EXAMPLE = (FOLDER / "example.claims.yaml").read_text("utf-8")
EVERY_KEY = (FOLDER / "every_key.claims.yaml").read_text("utf-8")


def read(text: str) -> Document:
    tree, problems = parse(text, "x.yaml", LIMITS)
    assert problems == ()
    assert tree is not None
    document, problems = validate(tree, "x.yaml")
    assert problems == ()
    assert document is not None
    return document


def refused(text: str) -> tuple[Diagnostic, ...]:
    tree, problems = parse(text, "x.yaml", LIMITS)
    assert problems == ()
    assert tree is not None
    document, problems = validate(tree, "x.yaml")
    assert document is None
    return problems


def told(text: str) -> list[tuple[str, str]]:
    """Return the place and code of each problem."""
    return [(str(each.span).removeprefix("x.yaml:"), each.code) for each in refused(text)]


def test_the_example_of_the_design_is_read() -> None:
    document = read(EXAMPLE)
    assert document.path == "x.yaml"
    assert [(str(each.name), str(each.unit)) for each in document.quantities] == [
        ("fee", "USD/month"),
        ("term", "month"),
        ("total", "USD"),
    ]
    assert [str(rule.relation) for rule in document.rules] == ["total == fee * term"]
    fee, term, total = document.claims
    assert fee.figure is not None
    assert total.figure is not None
    assert (str(fee.figure.span), str(total.figure.span)) == ("x.yaml:9:39", "x.yaml:11:39")
    assert str(fee.figure) == "$1.25 billion per month"
    assert (fee.exact, term.exact) == (False, True)


def test_every_key_is_read() -> None:
    document = read(EVERY_KEY)
    assert document.title == Text("A lease")
    assert document.use == (Text("finance"), Text("packs/own.yaml"))
    assert isinstance(document.policy, Mapping)
    assert (document.source, document.as_of) == (Text("wire"), Text("2026-05"))

    building, _, deal = document.subjects
    assert (building.name, building.kind) == (Text("colossus1"), Text("cluster"))
    assert (building.part_of, building.doc) == (Text("campus"), Text("one building"))
    assert deal.roles == ((Text("asset"), Text("colossus1")),)

    lease, cluster = document.kinds
    assert [(each.name.value, each.kind.value, each.doc) for each in lease.roles] == [
        ("asset", "cluster", None),
        ("payer", "company", Text("who pays")),
    ]
    fee, status = lease.quantities
    assert (fee.unit, fee.domain, fee.varies) == (Text("USD/month"), Text("real"), Text("month"))
    assert (fee.min, fee.max) == (Text("0"), Text("< 10 billion"))
    assert status.choices == (Text("paid"), Text("due"))
    plain, rule = lease.rules
    assert (plain.id, plain.relation) == (None, Text("total == fee * term"))
    assert (rule.id, rule.when, rule.source) == (
        Text("due"),
        Text("status == due"),
        Text("contract"),
    )
    ramp, bound = lease.assumptions
    assert (ramp.about, ramp.value, ramp.soft) == (Text("ramp"), Text("0 .. 2 month"), True)
    assert (ramp.source, ramp.weight, ramp.doc) == (Text("filing"), Text("2"), Text("d"))
    assert (bound.relation, bound.soft) == (Text("fee <= 2 billion USD/month"), False)
    assert [each.extensive for each in cluster.quantities] == [True, False]

    assert [each.name.value for each in document.quantities] == ["deal.total", "share"]
    assert [(each.name.value, each.doc) for each in document.units] == [
        ("GPU", Text("a graphics processor")),
        ("user", None),
        ("run", Text("a training run")),
    ]
    wire, filing = document.sources
    assert wire.derived_from == (Text("filing"), Text("unknown"))
    assert filing.derived_from == ()
    assert filing.title is None
    assert (wire.text, wire.weight) == (Text("texts/wire.txt"), Text("never"))

    claim, hole, *_ = document.claims
    (quote,) = claim.quote
    assert (quote.prefix, quote.suffix, quote.start) == (Text("pays "), Text(""), 1250)
    assert claim.derived_from == (Text("filing"),)
    assert (claim.modality, claim.rounding) == (Text("reported"), Text("half_even"))
    assert [each.name.value for each in claim.readings] == ["month", "year"]
    assert claim.readings[0].when == Text("a == b")
    assert (hole.value, hole.derived_from) == (Text("?"), None)
    assert [each.start for each in hole.quote] == [1, 2]

    assert [(each.figure, each.start) for each in document.waive] == [(Text("2002"), 12)]
    several, one, verdicts = document.expect
    assert (several.conflict, several.until) == ((Text("fee"), Text("total")), Text("2027-01-01"))
    assert one.conflict == (Text("fee"),)
    assert verdicts.verdict == (
        (Text("fee"), Text("conflict")),
        (Text("deal.GPUs"), Text("untested")),
    )


def test_an_entry_has_the_place_of_its_name_and_value() -> None:
    document = read(EXAMPLE)
    assert document.quantities[0].span == Span("x.yaml", 3, 3, 3, 27)
    assert document.rules[0].span == Span("x.yaml", 7, 5, 7, 24)
    assert document.claims[1].span == Span("x.yaml", 10, 5, 10, 62)


def test_an_empty_file_is_an_empty_document() -> None:
    assert read("").claims == ()
    assert read("claims:\nrules:\nquantities:\n").quantities == ()


def test_every_defect_is_told_at_once_in_file_order() -> None:
    assert told(
        "quantites: {}\n"
        "claims:\n"
        "  - {id: A, figgure: 5, exact: yes}\n"
        "  - {about: a}\n"
        "kinds: []\n"
        "waive: [{start: x}]\n"
    ) == [
        ("1:1", "unknown-key"),
        ("3:10", "bad-id"),
        ("3:13", "unknown-key"),
        ("3:32", "not-a-boolean"),
        ("4:5", "missing-key"),
        ("5:8", "wrong-shape"),
        ("6:9", "missing-key"),
        ("6:9", "missing-key"),
        ("6:17", "not-a-whole-number"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "help_"),
    [
        (
            "quantites: {}",
            "1:1",
            "unknown-key",
            "`quantites` is not a key of a file",
            "did you mean `quantities`?",
        ),
        (
            "waive: [{figure: 5, reason: r, why: x}]",
            "1:32",
            "unknown-key",
            "`why` is not a key of a waiver",
            "its keys are `figure`, `start`, `reason`, `source`",
        ),
        (
            "quantities: {fee: {name: x}}",
            "1:20",
            "unknown-key",
            "`name` is not a key of a quantity",
            None,
        ),
        ("span: 1", "1:1", "unknown-key", "`span` is not a key of a file", None),
        ("path: 1", "1:1", "unknown-key", "`path` is not a key of a file", None),
        (
            "claims: a == b",
            "1:9",
            "wrong-shape",
            "expected a list of claims, found text",
            "write `- a == b` on a line of its own",
        ),
        (
            "claims: {about: fee}",
            "1:9",
            "wrong-shape",
            "expected a list of claims, found a mapping",
            "begin each item with `- `",
        ),
        (
            "claims: [fee]",
            "1:10",
            "wrong-shape",
            "expected a mapping for a claim, found text",
            "write `- {about: fee, figure: $1.25 billion per month}`",
        ),
        (
            "quantities: {fee: USD/month}",
            "1:19",
            "wrong-shape",
            "expected a mapping for a quantity, found text",
            "write `fee: {unit: USD/month}`",
        ),
        (
            "quantities: [fee]",
            "1:13",
            "wrong-shape",
            "expected a mapping from names to quantities, found a list",
            "write `fee: {unit: USD/month}`",
        ),
        ("title: [a]", "1:8", "wrong-shape", "expected text, found a list", ""),
        ("- a", "1:1", "wrong-shape", "expected a mapping for a file, found a list", None),
        ("policy: strict", "1:9", "wrong-shape", "expected a mapping, found text", ""),
        (
            "title:\nclaims: []",
            "1:1",
            "missing-value",
            "there is no value here",
            "write a value, or leave the key out",
        ),
        ("sources: {a: {derived_from: }}", "1:15", "missing-value", None, None),
        ("claims: [{about: a, figure: 1, quote: }]", "1:32", "missing-value", None, None),
        ("rules: [{id: a}]", "1:9", "missing-key", "`relation` is missing", ""),
        ("claims: [{figure: 5}]", "1:10", "missing-key", "`about` is missing", None),
        ("claims: [{figure: 5, readings: {a: {}}}]", "1:10", "missing-key", None, None),
        (
            "claims: [{about: a}]",
            "1:10",
            "missing-key",
            "a claim needs `figure` or `value`",
            'write the figure as printed, or `value: "?"` to ask for it',
        ),
        ("assumptions: [{about: a}]", "1:15", "missing-key", "`value` is missing", None),
        ("assumptions: [{doc: a}]", "1:15", "missing-key", "`about` is missing", None),
        (
            "assumptions: [{about: a, value: 1, relation: a == 1}]",
            "1:33",
            "contrary-keys",
            "an assumption has either a `relation` or a `value`, not both",
            "",
        ),
        ("expect: [{reason: r}]", "1:10", "missing-key", None, None),
        ("expect: [{conflict: a}]", "1:10", "missing-key", "`reason` is missing", ""),
        (
            "expect: [{reason: r, conflict: [a], verdict: {a: open}}]",
            "1:10",
            "contrary-keys",
            None,
            "make two of it",
        ),
        (
            "expect: [{reason: r, verdict: {a: conflicts}}]",
            "1:35",
            "unknown-word",
            None,
            "did you mean `conflict`?",
        ),
        (
            "claims: [{about: a, figure: 5, exact: Yes}]",
            "1:39",
            "not-a-boolean",
            "`Yes` is neither `true` nor `false`",
            "write `true`",
        ),
        (
            "claims: [{about: a, figure: 5, modality: report}]",
            "1:42",
            "unknown-word",
            "`report` is not known here",
            "did you mean `reported`?",
        ),
        (
            "quantities: {a: {varies: week}}",
            "1:26",
            "unknown-word",
            "`week` is not known here",
            "known are `day`, `month`, `quarter`, `year`",
        ),
        ("claims: [{about: a, figure: 5, rounding: up}]", "1:42", "unknown-word", None, None),
        ("quantities: {a: {domain: float}}", "1:26", "unknown-word", None, None),
        (
            "quantities: {2fee: }",
            "1:14",
            "bad-name",
            "`2fee` is not a quantity's name",
            "a quantity's name is made of letters a to z, digits and `_`, and begins with a letter",
        ),
        ("quantities: {f\u0435e: }", "1:14", "bad-name", None, None),  # Cyrillic
        ("quantities: {a..b: }", "1:14", "bad-name", None, None),
        ("quantities: {'': }", "1:15", "bad-name", "a name is empty", None),
        (
            "quantities: {deal.sum: }",
            "1:14",
            "keyword-as-name",
            "`sum` is a function of rules and cannot be a name",
            None,
        ),
        (
            "subjects: {if: }",
            "1:12",
            "keyword-as-name",
            "`if` is a keyword of rules and cannot be a name",
            None,
        ),
        ("subjects: {a.b: }", "1:12", "bad-name", "`a.b` is not a name", None),
        (
            "kinds: {k: {quantities: {a.b: }}}",
            "1:26",
            "bad-name",
            "`a.b` has a dot, but a kind's quantities are its own",
            "write `b`",
        ),
        ("quantities: {a: {choices: [Paid]}}", "1:28", "bad-name", None, None),
        (
            "claims: [{id: A b, about: a, figure: 5}]",
            "1:15",
            "bad-id",
            "`A b` is not an id",
            None,
        ),
        ("sources: {Wire: }", "1:11", "bad-id", "`Wire` is not an id", None),
        ("sources: {unknown: }", "1:11", "keyword-as-name", None, None),
        ("waive: [{figure: 5, reason: r, start: -1}]", "1:39", "not-a-whole-number", None, None),
        ("waive: [{figure: 5, reason: r, start: ١}]", "1:39", "not-a-whole-number", None, None),
        ("waive: [{figure: 5, reason: r, start: 1.0}]", "1:39", "not-a-whole-number", None, None),
        ("sources: {a: {sha256: abc}}", "1:23", "bad-digest", None, None),
        ("subjects: {a: {asset: [b]}}", "1:23", "wrong-shape", "expected text, found a list", ""),
    ],
)
def test_a_defect_says_where_and_what(
    text: str, place: str, code: str, message: str | None, help_: str | None
) -> None:
    (problem,) = refused(text)
    assert (str(problem.span), problem.code) == (f"x.yaml:{place}", code)
    assert message in (None, problem.message)
    assert help_ in (None, problem.help)


def test_a_message_is_one_short_line_whatever_the_file_says() -> None:
    (problem,) = refused('"a{x}\\n%s ' + "z" * 500 + '": 1')
    assert problem.message == f"`a{{x}} %s {'z' * 51}…` is not a key of a file"


def test_declarations_can_be_made_without_a_file() -> None:
    from verify.document import ClaimDeclaration, QuantityDeclaration

    claim = ClaimDeclaration(about=Text("fee"), figure=Text("5"), exact=True)
    assert claim.span == NOWHERE
    document = Document(quantities=(QuantityDeclaration(name=Text("fee")),), claims=(claim,))
    assert document.claims == (claim,)
