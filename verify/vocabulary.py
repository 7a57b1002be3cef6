"""The names of a suite: counted nouns, kinds, subjects, and every quantity with its unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from verify.diagnostics import Diagnostic, Problem, suggestion
from verify.document import (
    Document,
    KindDeclaration,
    QuantityDeclaration,
    SubjectDeclaration,
)
from verify.figure import Kind, read_value
from verify.hedges import Policy
from verify.interval import EVERYTHING, Interval
from verify.quantity import Domain, Period, Quantity
from verify.source import Span, Text
from verify.syntax import FUNCTIONS, KEYWORDS
from verify.units import (
    ONE,
    Unit,
    declared_nouns,
    describe_dimension,
    noun_problem,
    parse_unit,
    unit_of_word,
)

Scope = dict[str, Quantity]

# Defects that the unit of a quantity decides about.
_OF_UNITS = frozenset(
    {"dimension-mismatch", "unit-missing", "share-and-points", "not-a-plain-number"}
    | {"root-of-unit", "wrong-domain"}
)
_SUBJECT_KEYS = ("kind", "part_of", "doc")


@dataclass(slots=True)
class Vocabulary:
    """What names mean: filled once, then only read."""

    nouns: frozenset[str] = frozenset()
    kinds: dict[str, KindDeclaration] = field(default_factory=dict)
    kind_quantities: dict[str, Scope] = field(default_factory=dict)
    subjects: dict[str, SubjectDeclaration] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)  # kind -> its subjects
    roles: dict[str, dict[str, str]] = field(default_factory=dict)  # subject -> role -> subject
    quantities: Scope = field(default_factory=dict)
    effort: int = 20_000  # names that misspelt ones may still be compared with
    unclear: set[Span] = field(default_factory=set)  # declarations whose unit was refused
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def unit_of(self, word: str) -> str | None:
        """Return the unit that a printed word means, the suite's nouns included."""
        return unit_of_word(word, self.nouns)

    def near(self, word: str, known: Collection[str]) -> str:
        """Suggest a name for a misspelt one, until the effort is spent: thousands take minutes."""
        if self.effort < 0:
            return ""
        self.effort -= len(known)
        return suggestion(word, known) if self.effort >= 0 else ""

    def sound(
        self, problems: tuple[Problem, ...], quantities: Iterable[Quantity]
    ) -> tuple[Problem, ...]:
        """Leave out what only follows from a unit that was refused where it is declared."""
        if all(quantity.span not in self.unclear for quantity in quantities):
            return problems
        return tuple(problem for problem in problems if problem.code not in _OF_UNITS)

    def kind_scope(self, kind: KindDeclaration) -> Scope:
        """Return what a kind's rules may name: its own quantities and those of its roles."""
        scope = dict(self.kind_quantities.get(kind.name.value, {}))
        for role in kind.roles:
            for name, quantity in self.kind_quantities.get(role.kind.value, {}).items():
                scope[f"{role.name}.{name}"] = quantity
        return scope

    def bound(self, subject: str, name: str) -> str | None:
        """Return the quantity that a kind's name means for a subject; None for an empty role."""
        role, dot, rest = name.partition(".")
        if not dot:
            return f"{subject}.{name}"
        filled = self.roles.get(subject, {}).get(role)
        return None if filled is None else f"{filled}.{rest}"

    def of_kind(self, kind: str) -> list[str]:
        """Return the subjects of a kind, in file order."""
        return self.members.get(kind, [])


def vocabulary(documents: Sequence[Document], policy: Policy) -> Vocabulary:
    """Collect the names of packs and files; every defect is among the diagnostics."""
    found = Vocabulary()
    found.nouns = _nouns(documents, found)
    for document in documents:
        for kind in document.kinds:
            _once(found, found.kinds, kind.name, kind, "kind")
    for name, kind in found.kinds.items():
        found.kind_quantities[name] = _declared(kind.quantities, found, policy)
        for role in kind.roles:
            _known(found, role.kind, found.kinds, "unknown-kind", "kind")
    for document in documents:
        for subject in document.subjects:
            _once(found, found.subjects, subject.name, subject, "subject")
    for name, subject in found.subjects.items():
        if subject.kind is not None:
            found.members.setdefault(subject.kind.value, []).append(name)
    for name, subject in found.subjects.items():
        _subject(name, subject, found)
    _check_circles(found)
    for document in documents:
        for id_, quantity in _declared(document.quantities, found, policy).items():
            if id_ in found.quantities:
                _twice(found, id_, quantity.span, "quantity", found.quantities[id_].span)
            else:
                found.quantities[id_] = quantity
    return found


def _nouns(documents: Sequence[Document], found: Vocabulary) -> frozenset[str]:
    nouns = frozenset(unit.name.value for document in documents for unit in document.units)
    declarations: list[QuantityDeclaration] = []
    for document in documents:
        declarations += document.quantities
        declarations += (q for kind in document.kinds for q in kind.quantities)
    declared: dict[str, Text] = {}
    for declaration in declarations:
        if declaration.unit is None:
            continue
        new = declared_nouns(declaration.unit.value, nouns)
        if isinstance(new, Problem):
            found.diagnostics.append(new.at(declaration.unit))
        else:
            declared |= dict.fromkeys(sorted(new), declaration.unit)
    everything = nouns | frozenset(declared)
    for noun, text in declared.items():
        problem = noun_problem(noun, everything)
        if problem is not None:
            found.diagnostics.append(replace(problem, start=0, end=0).at(text))
    return everything


def _declared(
    declarations: Iterable[QuantityDeclaration], found: Vocabulary, policy: Policy
) -> Scope:
    scope: Scope = {}
    for declaration in declarations:
        name = declaration.name
        if name.value in scope:
            _twice(found, name.value, name.span, "quantity", scope[name.value].span)
            continue
        for part in name.value.split("."):
            if part in KEYWORDS or part in FUNCTIONS:
                message = f"`{part}` is a word of the rules and cannot name a quantity"
                found.diagnostics.append(Diagnostic("keyword-as-name", message, name.span))
        scope[name.value] = _quantity(declaration, found, policy)
    return scope


def _quantity(declaration: QuantityDeclaration, found: Vocabulary, policy: Policy) -> Quantity:
    unit: Unit | Problem = ONE
    if declaration.unit is not None:
        unit = parse_unit(declaration.unit.value, found.nouns)
    if isinstance(unit, Problem):
        found.unclear.add(declaration.name.span)
    domain = Domain(declaration.domain.value) if declaration.domain else Domain.REAL
    if declaration.choices and declaration.domain is None:
        domain = Domain.CHOICE
    names = tuple(dict.fromkeys(choice.value for choice in declaration.choices))
    _check_domain(declaration, domain, found)
    quantity = Quantity(
        declaration.name.value,
        ONE if isinstance(unit, Problem) else unit,  # the noun pass has reported the problem
        domain,
        EVERYTHING,
        names,
        Period(declaration.varies.value) if declaration.varies else None,
        declaration.extensive,
        declaration.doc.value if declaration.doc else "",
        declaration.name.span,
    )
    return replace(quantity, limits=_limits(declaration, quantity, found, policy))


def _check_domain(declaration: QuantityDeclaration, domain: Domain, found: Vocabulary) -> None:
    def refuse(message: str, text: Text | None, help_: str) -> None:
        span = text.span if text is not None else declaration.name.span
        found.diagnostics.append(Diagnostic("contrary-keys", message, span, help=help_))

    if domain is Domain.CHOICE and not declaration.choices:
        refuse("a choice needs the names it may take", None, "write `choices: [yes, no]`")
    if declaration.choices and domain is not Domain.CHOICE:
        message = f"a quantity of domain {domain} has no `choices`"
        refuse(message, declaration.choices[0], "leave out `domain` or `choices`")
    if domain in (Domain.CHOICE, Domain.DATE) and declaration.unit is not None:
        refuse(f"a {domain} has no unit", declaration.unit, "leave `unit` out")
    if domain is Domain.CHOICE:
        for bound in (declaration.min, declaration.max):
            if bound is not None:
                refuse("a choice has no `min` or `max`", bound, "leave it out")
    if declaration.extensive and domain in (Domain.CHOICE, Domain.DATE):
        message = f"only an amount is extensive, and {declaration.name} is a {domain}"
        refuse(message, None, "leave `extensive` out")


def _limits(
    declaration: QuantityDeclaration, quantity: Quantity, found: Vocabulary, policy: Policy
) -> Interval:
    limits = EVERYTHING
    if quantity.domain is Domain.CHOICE:
        return limits
    for text, side in ((declaration.min, "min"), (declaration.max, "max")):
        if text is None:
            continue
        interval = _limit(text, side, quantity, found, policy)
        if interval is not None:
            limits = limits.meet(interval)
    if limits.empty:
        span = (declaration.max or declaration.min or declaration.name).span
        message = f"no value lies between the `min` and the `max` of {quantity.id}"
        help_ = "the `min` is the lower of the two"
        found.diagnostics.append(Diagnostic("empty-limits", message, span, help=help_))
    return limits


def _limit(
    text: Text, side: str, quantity: Quantity, found: Vocabulary, policy: Policy
) -> Interval | None:
    want = Kind.DATE if quantity.domain is Domain.DATE else None
    amount = read_value(text.value, unit_of=found.unit_of, policy=policy, exact=True, want=want)
    if isinstance(amount, tuple):
        found.diagnostics.extend(problem.at(text) for problem in amount)
        return None
    interval = amount.face
    if amount.unit and quantity.domain is not Domain.DATE:
        unit = parse_unit(amount.unit, found.nouns)
        if isinstance(unit, Problem):
            found.diagnostics.append(unit.at(text))
            return None
        if unit.exponents != quantity.unit.exponents:
            message = (
                f"the `{side}` of {quantity.id} is in {amount.unit}, not in {quantity.unit.text}"
            )
            rows = [(quantity.id, quantity.unit), (text.value, unit)]
            width = max(len(shown) for shown, _ in rows)
            details = tuple(
                f"{shown.ljust(width)}   {describe_dimension(of.exponents)}" for shown, of in rows
            )
            found.diagnostics.append(
                Diagnostic("dimension-mismatch", message, text.span, details=details)
            )
            return None
        interval = interval.scaled(unit.factor / quantity.unit.factor)
    written_lower = side == "min" and interval.lower is not None
    written_upper = side == "max" and interval.upper is not None
    if not (written_lower or written_upper):
        has, other = ("an upper", "max") if side == "min" else ("a lower", "min")
        message = f"the `{side}` of {quantity.id} gives {has} bound"
        help_ = f'write `{other}: "{text}"`'
        found.diagnostics.append(Diagnostic("bound-reversed", message, text.span, help=help_))
        return None
    if side == "min":
        return Interval(interval.lower, None, interval.lower_open, True)
    return Interval(None, interval.upper, True, interval.upper_open)


def _subject(name: str, subject: SubjectDeclaration, found: Vocabulary) -> None:
    if subject.part_of is not None:
        _known(found, subject.part_of, found.subjects, "unknown-subject", "subject")
    if subject.kind is None:
        for role, _ in subject.roles:
            near = found.near(role.value, _SUBJECT_KEYS)
            message = f"`{role}` is no key of a subject without a kind"
            help_ = f"did you mean `{near}`?" if near else "give the subject its `kind`"
            found.diagnostics.append(Diagnostic("unknown-key", message, role.span, help=help_))
        return
    if not _known(found, subject.kind, found.kinds, "unknown-kind", "kind"):
        return
    kind = found.kinds[subject.kind.value]
    known = {role.name.value: role.kind.value for role in kind.roles}
    filled: dict[str, str] = {}
    for role, other in subject.roles:
        if role.value not in known:
            near = found.near(role.value, [*known, *_SUBJECT_KEYS])
            message = f"`{role}` is neither a key nor a role of {subject.kind}"
            help_ = f"did you mean `{near}`?" if near else f"its roles: {_listed(known)}"
            found.diagnostics.append(Diagnostic("unknown-key", message, role.span, help=help_))
        elif _known(found, other, found.subjects, "unknown-subject", "subject"):
            other_kind = found.subjects[other.value].kind
            if other_kind is None or other_kind.value != known[role.value]:
                message = f"{other} is no {known[role.value]}, which the role {role} needs"
                help_ = f"subjects of that kind: {_listed(found.of_kind(known[role.value]))}"
                found.diagnostics.append(Diagnostic("wrong-kind", message, other.span, help=help_))
            else:
                filled[role.value] = other.value
    found.roles[name] = filled
    for own, quantity in found.kind_quantities[subject.kind.value].items():
        id_ = f"{name}.{own}"
        found.quantities[id_] = replace(quantity, id=id_)


def _listed(names: Iterable[str]) -> str:
    shown = list(names)[:5]
    return ", ".join(shown) if shown else "none"


def _check_circles(found: Vocabulary) -> None:
    """Refuse what would be a part of itself: each circle once."""
    done: set[str] = set()
    for name in found.subjects:
        chain: dict[str, Text | None] = {}
        at = name
        while at in found.subjects and at not in done and at not in chain:
            chain[at] = whole = found.subjects[at].part_of
            at = "" if whole is None else whole.value
        done.update(chain)
        written = chain.get(at)
        if written is None:
            continue
        circle = list(chain)[list(chain).index(at) :]
        message = f"{at} would be a part of itself"
        details = (" is part of ".join([*circle, at]),) if len(circle) > 1 else ()
        found.diagnostics.append(
            Diagnostic("part-of-itself", message, written.span, details=details)
        )


def _once(found: Vocabulary, known: dict[str, Any], name: Text, value: Any, what: str) -> None:
    if name.value in known:
        first = getattr(known[name.value], "name", name).span
        _twice(found, name.value, name.span, what, first)
    else:
        known[name.value] = value


def _twice(found: Vocabulary, name: str, span: Span, what: str, first: Span) -> None:
    message = f"the {what} {name} is declared twice"
    details = (f"the first is at {first}",)
    help_ = "keep one of the two, or give one another name"
    found.diagnostics.append(
        Diagnostic("duplicate-name", message, span, details=details, help=help_)
    )


def _known(found: Vocabulary, name: Text, known: Mapping[str, Any], code: str, what: str) -> bool:
    if name.value in known:
        return True
    near = found.near(name.value, known)
    help_ = f"did you mean {near}?" if near else f"declare it under `{what}s`"
    message = f"there is no {what} {name}"
    found.diagnostics.append(Diagnostic(code, message, name.span, help=help_))
    return False
