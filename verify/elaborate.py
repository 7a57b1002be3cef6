"""From documents to facts: names, units and figures resolved, every defect reported at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verify.config import Config
from verify.diagnostics import Diagnostic, Severity, suggestion
from verify.document import Document, SourceDeclaration
from verify.document import Expectation as ExpectationDeclaration
from verify.facts import Assumption, Claim, Expectation, Facts, Source, Timespan, Waiver
from verify.hedges import Policy, load_policy
from verify.rulebook import Rulebook
from verify.source import NOWHERE, Text
from verify.statements import Statements
from verify.tree import Mapping
from verify.vocabulary import vocabulary


def elaborate(
    path: str, documents: Sequence[Document], packs: Sequence[Document], config: Config
) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Elaborate a suite; the facts are whole only if no diagnostic is an error."""
    policy, problems = _policy(documents, config)
    everything = (*packs, *documents)
    names = vocabulary(everything, policy)
    rulebook = Rulebook(names, config.limits)
    statements = Statements(names, rulebook, policy, {})
    sources = _sources(everything, statements)
    statements.sources = {source.id: source for source in sources}
    _check_lineage(everything, statements)
    for document in documents:
        if document.source is not None:
            statements.source(document.source)
    rules = rulebook.rules(everything)
    claims = statements.claims(documents)
    assumptions = statements.assumptions(everything)
    facts = Facts(
        path,
        next((d.title.value for d in documents if d.title is not None), ""),
        policy.name,
        tuple(names.quantities.values()),
        rules,
        claims,
        assumptions,
        sources,
        _waivers(documents, statements),
        _expectations(documents, claims, assumptions, statements),
    )
    found = [*problems, *names.diagnostics, *rulebook.diagnostics, *statements.diagnostics]
    found += _duplicate_rules(facts)
    return facts, tuple(sorted(dict.fromkeys(found), key=lambda each: (each.span, each.message)))


def _policy(documents: Sequence[Document], config: Config) -> tuple[Policy, list[Diagnostic]]:
    """Return the hedge table in force: the one asked for, with the suite's own rows."""
    written: dict[str, Any] = {}
    span = NOWHERE
    for document in documents:
        if isinstance(document.policy, Mapping):
            written |= _plain(document.policy)
            span = document.policy.span
    policy = load_policy(config.policy, written)
    return policy, [
        Diagnostic(problem.code, problem.message, span, details=problem.details, help=problem.help)
        for problem in policy.problems
    ]


def _plain(node: Mapping) -> dict[str, Any]:
    return {
        key.value: _plain(value) if isinstance(value, Mapping) else getattr(value, "value", "")
        for key, value in node.entries
    }


def _sources(documents: Sequence[Document], statements: Statements) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for document in documents:
        for declaration in document.sources:
            id_ = declaration.name.value
            if id_ in found:
                details = (f"the first is at {found[id_].span}",)
                message = f"the source {id_} is declared twice"
                statements.diagnostics.append(
                    Diagnostic("duplicate-name", message, declaration.name.span, details=details)
                )
            else:
                found[id_] = _source(declaration, statements)
    return tuple(found.values())


def _source(declaration: SourceDeclaration, statements: Statements) -> Source:
    weight: Fraction | None = Fraction(1)
    if declaration.weight is not None:
        weight = statements.weight(declaration.weight)
    when = Timespan()
    if declaration.date is not None:
        when = statements.timespan(declaration.date)
    derived = declaration.derived_from
    return Source(
        declaration.name.value,
        _text(declaration.title),
        _text(declaration.publisher),
        _text(declaration.date),
        when,
        _text(declaration.url),
        _text(declaration.sha256),
        _text(declaration.text),
        None if derived is None else tuple(parent.value for parent in derived),
        weight,
        _text(declaration.doc),
        declaration.name.span,
    )


def _check_lineage(documents: Sequence[Document], statements: Statements) -> None:
    for document in documents:
        for declaration in document.sources:
            for parent in declaration.derived_from or ():
                if parent.value != "unknown":
                    statements.source(parent)


def _waivers(documents: Sequence[Document], statements: Statements) -> tuple[Waiver, ...]:
    found = []
    for document in documents:
        for waiver in document.waive:
            source = waiver.source or document.source
            if waiver.source is not None:
                statements.source(waiver.source)
            found.append(
                Waiver(
                    waiver.figure.value,
                    waiver.reason.value,
                    _text(source),
                    waiver.start if waiver.start is not None else -1,
                    waiver.figure.span,
                )
            )
    return tuple(found)


def _expectations(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    assumptions: Sequence[Assumption],
    statements: Statements,
) -> tuple[Expectation, ...]:
    ids = {claim.id for claim in claims}
    found = []
    for document in documents:
        for each in document.expect:
            for id_ in each.conflict or ():
                _known_id(id_, ids | {each.id for each in assumptions}, statements)
            for id_, _ in each.verdict or ():
                _known_id(id_, ids, statements)
            found.append(_expectation(each, statements))
    return tuple(found)


def _expectation(each: ExpectationDeclaration, statements: Statements) -> Expectation:
    until = ""
    if each.until is not None:
        last = statements.timespan(each.until).last
        until = each.until.value if last is not None else ""
    return Expectation(
        each.reason.value,
        tuple(id_.value for id_ in each.conflict or ()),
        tuple((id_.value, verdict.value) for id_, verdict in each.verdict or ()),
        until,
        each.span,
    )


def _known_id(id_: Text, known: set[str] | frozenset[str], statements: Statements) -> None:
    if id_.value in known:
        return
    near = suggestion(id_.value, known)
    help_ = f"did you mean {near}?" if near else ""
    message = f"there is no claim {id_}"
    statements.diagnostics.append(Diagnostic("unknown-claim", message, id_.span, help=help_))


def _duplicate_rules(facts: Facts) -> list[Diagnostic]:
    seen: dict[str, object] = {}
    found = []
    for rule in facts.rules:
        if rule.id in seen:
            message = f"the rule {rule.id} is given twice"
            details = (f"the first is at {seen[rule.id]}",)
            found.append(Diagnostic("duplicate-rule", message, rule.span, Severity.ERROR, details))
        else:
            seen[rule.id] = rule.span
    return found


def _text(text: Text | None) -> str:
    return text.value if text is not None else ""
