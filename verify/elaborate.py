"""From documents to facts: names, units and figures resolved, every defect reported at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.config import Config
from verify.diagnostics import Diagnostic, limited
from verify.document import Document, SourceDeclaration
from verify.document import Expectation as ExpectationDeclaration
from verify.facts import Assumption, Expectation, Facts, Source, Timespan, Waiver
from verify.hedges import Policy, load_policy
from verify.rulebook import Rulebook
from verify.source import Span, Text
from verify.statements import Statements
from verify.tree import Mapping, Node, shortened
from verify.vocabulary import vocabulary


def elaborate(
    path: str, documents: Sequence[Document], packs: Sequence[Document], config: Config
) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Elaborate a suite; the facts are whole only if no diagnostic is an error."""
    policy, problems = _policy(path, documents, config)
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
        _expectations(documents, assumptions, statements),
    )
    found = [*problems, *names.diagnostics, *rulebook.diagnostics, *statements.diagnostics]
    found += _duplicate_rules(facts)
    found = sorted(dict.fromkeys(found), key=lambda each: (each.span, each.message))
    return facts, limited(found, config.limits.problems)


def _policy(
    path: str, documents: Sequence[Document], config: Config
) -> tuple[Policy, list[Diagnostic]]:
    """Return the hedge table in force: the one asked for, with the suite's own rows."""
    whole = Text("", Span(path))
    problems = [problem.at(whole) for problem in load_policy(config.policy).problems]
    written: dict[str, Any] = {}
    for document in documents:
        for key, node in document.policy.entries if document.policy is not None else ():
            row = {key.value: _plain(node)}
            for problem in load_policy("default", row).problems:
                at = node.span if problem.code == "bad-width" else key.span
                problems.append(replace(problem.at(key), span=at))
            written |= row
    return load_policy(config.policy, written), problems


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.value: _plain(value) for key, value in node.entries}
    return node.value if isinstance(node, Text) else ""


def _sources(documents: Sequence[Document], statements: Statements) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for document in documents:
        for declaration in document.sources:
            id_ = declaration.name.value
            if id_ in found:
                details = (f"the first is at {found[id_].span}",)
                message = f"the source {id_} is declared twice"
                span, help_ = declaration.name.span, "keep one of the two, or give one another id"
                statements.diagnostics.append(
                    Diagnostic("duplicate-name", message, span, details=details, help=help_)
                )
            else:
                found[id_] = _source(declaration, statements)
                if declaration.text is not None:
                    _check_path(declaration.text, statements)
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


def _check_path(text: Text, statements: Statements) -> None:
    """Refuse what is no relative path in the POSIX manner; links are looked at when it is read."""
    written = text.value
    parts = written.split("/")
    signs = {"\\": "a backslash", ":": "a colon", "\0": "a zero byte"}
    defect = next((f"it has {called}" for sign, called in signs.items() if sign in written), "")
    if written.startswith("/"):
        defect = "it begins with `/`"
    elif ".." in parts:
        defect = "`..` leads upwards"
    elif not written.strip():
        defect = "it is empty"
    if defect:
        message = f"`{shortened(written)}` is not a path below the suite's folder: {defect}"
        help_ = "put the text below the suite's folder, or name its own with --sources"
        statements.diagnostics.append(Diagnostic("outside-folder", message, text.span, help=help_))


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
    assumptions: Sequence[Assumption],
    statements: Statements,
) -> tuple[Expectation, ...]:
    assumed = {assumption.id for assumption in assumptions}
    ids = set(statements.taken) - assumed  # of claims that could not be read as well
    found = []
    for document in documents:
        for each in document.expect:
            for id_ in each.conflict or ():
                _known_id(id_, "claim or assumption", ids | assumed, statements)
            for id_, _ in each.verdict or ():
                _known_id(id_, "claim", ids, statements)
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


def _known_id(id_: Text, what: str, known: set[str], statements: Statements) -> None:
    if id_.value in known:
        return
    near = statements.names.near(id_.value, known)
    help_ = f"did you mean {near}?" if near else ""
    message = f"there is no {what} {shortened(id_.value)}"
    statements.diagnostics.append(Diagnostic("unknown-claim", message, id_.span, help=help_))


def _duplicate_rules(facts: Facts) -> list[Diagnostic]:
    seen: dict[str, Span] = {}
    found: dict[Span, Diagnostic] = {}
    for rule in facts.rules:
        first = seen.setdefault(rule.id, rule.span)
        if first is rule.span or rule.span in found:  # a kind's rule is one for all its subjects
            continue
        message = f"the rule {shortened(rule.id)} is given twice"
        details = (f"the first is at {first}",)
        help_ = "leave one out, or give it an `id`"
        found[rule.span] = Diagnostic(
            "duplicate-rule", message, rule.span, details=details, help=help_
        )
    return list(found.values())


def _text(text: Text | None) -> str:
    return text.value if text is not None else ""
