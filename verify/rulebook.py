"""Rules and relations of a suite: parsed and checked once per kind, bound once per subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from verify.config import Limits
from verify.diagnostics import Diagnostic, more_problems
from verify.dimension import check
from verify.document import Document, KindDeclaration, RuleDeclaration
from verify.expression import parse_relation
from verify.facts import Rule
from verify.quantity import Quantity
from verify.source import Text
from verify.syntax import names
from verify.typed import Truth, Typed, quantities
from verify.vocabulary import Scope, Vocabulary


@dataclass(slots=True)
class Rulebook:
    """Reads relations; every defect is among the diagnostics."""

    names: Vocabulary
    limits: Limits
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def rules(self, documents: Sequence[Document]) -> tuple[Rule, ...]:
        """Return every rule of the suite: its own, its subjects' and those of parts."""
        found: list[Rule] = []
        for document in documents:
            for declaration in self._until_enough(document.rules):
                relation = self.relation(
                    declaration.relation, declaration.when, self.names.quantities
                )
                if relation is not None:
                    bound = tuple((name, name) for name in quantities(relation))
                    found.append(_rule(declaration, relation, bound, ""))
        for kind in self.names.kinds.values():
            found += self._kind(kind)
        return (*found, *self._parts())

    def _until_enough(self, rules: Sequence[RuleDeclaration]) -> Iterator[RuleDeclaration]:
        """Yield rules until they have more problems than are shown: long ones take their time."""
        before = len(self.diagnostics)
        for rule in rules:
            if len(self.diagnostics) - before > self.limits.problems:
                self.diagnostics.append(more_problems(self.diagnostics[-1:], None))
                return
            yield rule

    def relation(self, text: Text, when: Text | None, scope: Scope) -> Typed | None:
        """Read a relation, with the condition under which it holds."""
        relation = self._read(text, scope)
        condition = None if when is None else self._read(when, scope)
        if relation is None or (when is not None and condition is None):
            return None
        if condition is not None:
            relation = Typed("if", Truth(), (condition, relation))
        if not quantities(relation):
            message = "this relation mentions no quantity"
            help_ = "a relation says something of quantities, as in `total == fee * term`"
            self.diagnostics.append(Diagnostic("no-quantity", message, text.span, help=help_))
            return None
        return relation

    def _kind(self, kind: KindDeclaration) -> list[Rule]:
        scope = self.names.kind_scope(kind)
        found = []
        for declaration in self._until_enough(kind.rules):
            relation = self.relation(declaration.relation, declaration.when, scope)
            if relation is None:
                continue
            for subject in self.names.of_kind(kind.name.value):
                bound = self.bind(subject, quantities(relation))
                if bound is not None:
                    found.append(_rule(declaration, relation, bound, f"{subject}: "))
        return found

    def bind(self, subject: str, names: Sequence[str]) -> tuple[tuple[str, str], ...] | None:
        """Return what a kind's names mean for a subject; None where a role is not filled."""
        bound = [(name, self.names.bound(subject, name)) for name in names]
        return (
            tuple((name, id_) for name, id_ in bound if id_) if all(i for _, i in bound) else None
        )

    def _read(self, text: Text, scope: Scope) -> Typed | None:
        tree = parse_relation(text.value, self.limits)
        if isinstance(tree, tuple):
            self.diagnostics.extend(problem.at(text) for problem in tree)
            return None
        typed = check(text.value, tree, scope, self.names.nouns, self.limits.power, self.names.near)
        if isinstance(typed, tuple):
            mentioned = [scope[name.id] for name in names(tree) if name.id in scope]
            problems = self.names.sound(typed, mentioned)
            self.diagnostics.extend(problem.at(text) for problem in problems)
            return None
        return typed

    def _parts(self) -> list[Rule]:
        """Return, for each part, that it has no more of an extensive quantity than the whole."""
        found = []
        for name, subject in self.names.subjects.items():
            if subject.part_of is None:
                continue
            for id_, quantity in self.names.quantities.items():
                owner, _, own = id_.rpartition(".")
                if owner != name or not quantity.extensive:
                    continue
                other = self._whole(subject.part_of.value, own)
                if other is not None and quantity.unit.exponents == other.unit.exponents:
                    found.append(self._part(quantity, other, subject.part_of))
        return found

    def _whole(self, name: str, own: str) -> Quantity | None:
        """Return the amount of the nearest whole that has one: wholes may be parts in turn."""
        at: str | None = name
        for _ in self.names.subjects:
            found = self.names.quantities.get(f"{at}.{own}")
            if found is not None:
                return found
            subject = self.names.subjects.get(at or "")
            at = subject.part_of.value if subject is not None and subject.part_of else None
        return None

    def _part(self, part: Quantity, whole: Quantity, written: Text) -> Rule:
        text = f"{part.id} <= {whole.id}"
        tree = parse_relation(text, self.limits)
        assert not isinstance(tree, tuple)
        relation = check(text, tree, self.names.quantities, self.names.nouns)
        assert not isinstance(relation, tuple)
        bound = ((part.id, part.id), (whole.id, whole.id))
        return Rule(text, relation, bound, text, written.span, "a part has no more than the whole")


def _rule(
    declaration: RuleDeclaration, relation: Typed, bound: tuple[tuple[str, str], ...], of: str
) -> Rule:
    written = declaration.relation.value
    shown = declaration.id.value if declaration.id else written
    text = written if declaration.when is None else f"{written} when {declaration.when}"
    if declaration.when is not None and declaration.id is None:
        shown = text
    return Rule(
        f"{of}{shown}",
        relation,
        bound,
        text,
        declaration.relation.span,
        declaration.doc.value if declaration.doc else "",
        declaration.source.value if declaration.source else "",
    )
