"""Claims and assumptions: what each says, under each of its readings, of which quantity."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from verify.amounts import Manner, Said, said_in_figure, said_in_value
from verify.diagnostics import Diagnostic, Problem, Severity
from verify.document import (
    AssumptionDeclaration,
    ClaimDeclaration,
    Document,
    ReadingDeclaration,
)
from verify.facts import (
    Assumption,
    Claim,
    Modality,
    Place,
    Reading,
    Rule,
    Source,
    Timespan,
    Values,
)
from verify.figure import Kind, read_value
from verify.hedges import Policy
from verify.lineage import agree
from verify.quantity import Quantity
from verify.rulebook import Rulebook
from verify.source import NOWHERE, Text
from verify.tree import shortened
from verify.typed import quantities
from verify.vocabulary import Vocabulary

# Problems of `precision` and `rounding` together, or of either beside `exact`.
_ROUNDED = frozenset({"exact-and-precision", "precision-and-rounding", "precision-misses-figure"})
_WEIGHT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(slots=True)
class Statements:
    """Reads claims and assumptions; every defect is among the diagnostics."""

    names: Vocabulary
    rulebook: Rulebook
    policy: Policy
    sources: dict[str, Source]
    taken: dict[str, str] = field(default_factory=dict)  # id -> where it was first used
    numbered: dict[str, int] = field(default_factory=dict)  # id -> the last number put after it
    diagnostics: list[Diagnostic] = field(default_factory=list)

    # Claims

    def claims(self, documents: Sequence[Document]) -> tuple[Claim, ...]:
        """Return every claim of the suite, in file order."""
        declared = [(document, claim) for document in documents for claim in document.claims]
        self._take([claim.id for _, claim in declared if claim.id is not None], "claim")
        found = []
        for document, declaration in declared:
            claim = self._claim(declaration, document)
            if claim is not None:
                found.append(claim)
        return tuple(found)

    def _claim(self, declaration: ClaimDeclaration, document: Document) -> Claim | None:
        source = self.source(declaration.source or document.source)
        own = self._readings(declaration, self._as_of(declaration, document, source))
        written = declaration.figure or declaration.value
        first = declaration.about or (
            declaration.readings[0].about if declaration.readings else None
        )
        id_ = declaration.id.value if declaration.id else self._named_after(first)
        for parent in declaration.derived_from or ():
            self._known_source(parent)
        weight: Fraction | None = Fraction(1)
        if declaration.weight is not None:
            weight = self.weight(declaration.weight)
        elif source is not None:
            weight = source.weight
        if own is None:
            return None
        span = written.span if written is not None else declaration.span
        as_of = declaration.as_of or document.as_of
        return Claim(
            id_,
            own,
            _text(declaration.figure),
            _text(declaration.value),
            source.id if source else "",
            self._quotes(declaration),
            None
            if declaration.derived_from is None
            else tuple(parent.value for parent in declaration.derived_from),
            _text(as_of),
            _text(declaration.by),
            Modality(declaration.modality.value) if declaration.modality else Modality.ASSERTED,
            weight,
            _text(declaration.doc),
            span,
            declaration.span if declaration.alone else NOWHERE,
        )

    def _readings(
        self, declaration: ClaimDeclaration, as_of: Timespan
    ) -> tuple[Reading, ...] | None:
        if not declaration.readings:
            reading = self._reading(declaration, None, as_of)
            return None if reading is None else (reading,)
        found = [self._reading(declaration, each, as_of) for each in declaration.readings]
        kept = tuple(reading for reading in found if reading is not None)
        return kept if len(kept) == len(found) else None

    def _reading(
        self, declaration: ClaimDeclaration, reading: ReadingDeclaration | None, as_of: Timespan
    ) -> Reading | None:
        about = (reading.about if reading else None) or declaration.about
        assert about is not None
        quantity = self._quantity(about)
        value = (reading.value if reading else None) or declaration.value
        if reading is not None and reading.as_of is not None:
            as_of = self.timespan(reading.as_of)
        when = None
        if reading is not None and reading.when is not None:
            when = self.rulebook.relation(reading.when, None, self.names.quantities)
            if when is None:
                return None
        if quantity is None:
            return None
        said = self._said(declaration, value, quantity)
        if said is None:
            return None
        bound = () if when is None else tuple((name, name) for name in quantities(when))
        return Reading(
            reading.name.value if reading else "",
            quantity.id,
            said.face,
            said.loose,
            as_of,
            when,
            bound,
            said.hole,
            said.calendar,
            said.face_rounded,
            said.loose_rounded,
            said.because,
            said.exact,
            _text(reading.doc) if reading else "",
            said.effect,
        )

    def _said(
        self, declaration: ClaimDeclaration, value: Text | None, quantity: Quantity
    ) -> Said | None:
        manner = Manner(
            declaration.exact,
            declaration.precision.value if declaration.precision else None,
            declaration.rounding.value if declaration.rounding else None,
        )
        figure = declaration.figure
        if value is not None:
            said = said_in_value(value.value, quantity, self.names, self.policy, manner)
            text = value
        else:
            assert figure is not None
            said = said_in_figure(figure.value, quantity, self.names, self.policy, manner)
            text = figure
        if isinstance(said, tuple):
            problems = self.names.sound(said, [quantity])
            self.diagnostics.extend(_placed(problem, declaration, text) for problem in problems)
            return None
        if _is_plain(text.value) and _beyond_one(said, quantity):
            self._warn_of_share(text, quantity)
        if value is not None and figure is not None and not said.hole:
            self._compare(figure, value, said.loose, quantity, manner)
        return said

    def _compare(
        self, figure: Text, value: Text, loose: Values, quantity: Quantity, manner: Manner
    ) -> None:
        """Warn where a figure can be read and disagrees with the value written beside it."""
        said = said_in_figure(figure.value, quantity, self.names, self.policy, manner)
        if isinstance(said, tuple) or agree(said.loose, loose):
            return
        message = "the value disagrees with the figure beside it; the value decides"
        details = (f"figure   {shortened(figure.value)}", f"value    {shortened(value.value)}")
        self.diagnostics.append(
            Diagnostic("figure-and-value", message, value.span, Severity.WARNING, details)
        )

    def _warn_of_share(self, text: Text, quantity: Quantity) -> None:
        """Warn that a number without a unit is no number of percent, permille or the like."""
        unit = quantity.unit.text
        message = f"`{shortened(text.value)}` is a plain number, and {quantity.id} is in {unit}"
        details = (f"it counts as {shortened(text.value)} times {1 / quantity.unit.factor} {unit}",)
        help_ = f"if that many {unit} are meant, add `value: {shortened(text.value)} {unit}`"
        self.diagnostics.append(
            Diagnostic("plain-share", message, text.span, Severity.WARNING, details, help_)
        )

    def _as_of(
        self, declaration: ClaimDeclaration, document: Document, source: Source | None
    ) -> Timespan:
        written = declaration.as_of or document.as_of
        if written is not None:
            return self.timespan(written)
        return source.when if source is not None else Timespan()

    def timespan(self, text: Text) -> Timespan:
        """Read a date value as the instants that it spans."""
        amount = read_value(
            text.value, unit_of=self.names.unit_of, policy=self.policy, want=Kind.DATE
        )
        if isinstance(amount, tuple):
            self.diagnostics.extend(problem.at(text) for problem in amount)
            return Timespan()
        span = amount.loose
        # A closed end is an instant of its own; what is meant is the day that begins there.
        return Timespan(span.lower, span.upper)

    def _quotes(self, declaration: ClaimDeclaration) -> tuple[Place, ...]:
        figure = _text(declaration.figure)
        return tuple(
            Place(
                _text(quote.exact) or figure,
                _text(quote.prefix),
                _text(quote.suffix),
                quote.start if quote.start is not None else -1,
            )
            for quote in declaration.quote
        )

    def _quantity(self, about: Text) -> Quantity | None:
        quantity = self.names.quantities.get(about.value)
        if quantity is None:
            near = self.names.near(about.value, self.names.quantities)
            help_ = f"did you mean {near}?" if near else "declare it under `quantities`"
            message = f"there is no quantity {shortened(about.value) or 'without a name'}"
            self.diagnostics.append(Diagnostic("unknown-quantity", message, about.span, help=help_))
        return quantity

    def source(self, text: Text | None) -> Source | None:
        """Return the source of an id, or None where there is no id or no such source."""
        if text is None or not self._known_source(text):
            return None
        return self.sources[text.value]

    def _known_source(self, text: Text) -> bool:
        if text.value in self.sources or text.value == "unknown":
            return text.value in self.sources
        near = self.names.near(text.value, self.sources)
        help_ = f"did you mean {near}?" if near else "declare it under `sources`"
        message = f"there is no source {text}"
        self.diagnostics.append(Diagnostic("unknown-source", message, text.span, help=help_))
        return False

    # Assumptions

    def assumptions(self, documents: Sequence[Document]) -> tuple[Assumption, ...]:
        """Return every assumption: the suite's own, then those its subjects' kinds bring."""
        declared = [each for document in documents for each in document.assumptions]
        self._take([each.id for each in declared if each.id is not None], "assumption")
        found = [self._assumption(each, "", lambda name: name) for each in declared]
        for kind in self.names.kinds.values():
            for subject in self.names.of_kind(kind.name.value):
                found += [self._of_subject(each, subject) for each in kind.assumptions]
        return tuple(assumption for assumption in found if assumption is not None)

    def _of_subject(self, each: AssumptionDeclaration, subject: str) -> Assumption | None:
        def bound(name: str) -> str | None:
            return self.names.bound(subject, name)

        return self._assumption(each, subject, bound)

    def _assumption(
        self, each: AssumptionDeclaration, subject: str, bound: Callable[[str], str | None]
    ) -> Assumption | None:
        reading = rule = None
        prefix = f"{subject}." if subject else ""
        if each.relation is not None:
            rule = self._assumed_relation(each, subject, prefix)
            if rule is None:
                return None
            id_, text = rule.id, rule.text
        else:
            assert each.about is not None
            assert each.value is not None
            about = bound(each.about.value)
            if about is None:
                return None  # of a role that nothing fills
            quantity = self._quantity(Text(about, each.about.span))
            if quantity is None:
                return None
            said = said_in_value(each.value.value, quantity, self.names, self.policy, Manner())
            if isinstance(said, tuple):
                problems = self.names.sound(said, [quantity])
                self.diagnostics.extend(problem.at(each.value) for problem in problems)
                return None
            reading = Reading(
                "",
                quantity.id,
                said.face,
                said.loose,
                calendar=said.calendar,
                face_rounded=said.face_rounded,
                loose_rounded=said.loose_rounded,
                because=said.because,
                exact=said.exact,
            )
            id_ = prefix + each.id.value if each.id else self._named_after(Text(quantity.id))
            text = each.value.value
        if each.id is not None and subject:
            self.taken.setdefault(id_, "")
        source = _text(each.source)
        weight: Fraction | None = Fraction(1)
        if each.weight is not None:
            weight = self.weight(each.weight)
        span = each.value or each.relation or each.about
        assert span is not None
        entry = each.span if each.alone and not subject else NOWHERE
        doc = _text(each.doc)
        return Assumption(
            id_, reading, rule, doc, source, weight, each.soft, text, span.span, entry
        )

    def _assumed_relation(
        self, each: AssumptionDeclaration, subject: str, prefix: str
    ) -> Rule | None:
        assert each.relation is not None
        scope = self.names.quantities
        if subject:
            declared = self.names.subjects[subject].kind
            assert declared is not None
            scope = self.names.kind_scope(self.names.kinds[declared.value])
        relation = self.rulebook.relation(each.relation, None, scope)
        if relation is None:
            return None
        mentioned = quantities(relation)
        bound: tuple[tuple[str, str], ...] | None = tuple((name, name) for name in mentioned)
        if subject:
            bound = self.rulebook.bind(subject, mentioned)
        if bound is None:
            return None
        first = Text(bound[0][1])
        id_ = prefix + each.id.value if each.id else self._named_after(first)
        return Rule(id_, relation, bound, each.relation.value, each.relation.span)

    # Ids and weights

    def _take(self, ids: Sequence[Text], what: str) -> None:
        for id_ in ids:
            if id_.value in self.taken:
                message = f"the id {id_} is given twice"
                details = (f"the first is at {self.taken[id_.value]}",)
                help_ = f"give this {what} another id"
                self.diagnostics.append(
                    Diagnostic("duplicate-id", message, id_.span, details=details, help=help_)
                )
            else:
                self.taken[id_.value] = str(id_.span)

    def _named_after(self, about: Text | None) -> str:
        """Return the id of a claim or assumption without one: its quantity's, numbered from 2."""
        base = about.value if about is not None else "claim"
        name, count = base, self.numbered.get(base, 1)
        while name in self.taken:
            count += 1
            name = f"{base}-{count}"
        self.numbered[base] = count
        self.taken[name] = str(about.span) if about is not None else ""
        return name

    def weight(self, text: Text) -> Fraction | None:
        """Read a weight: a number that is not negative, or `never`, which is None."""
        if text.value == "never":
            return None
        if _WEIGHT.fullmatch(text.value):
            return Fraction(text.value)
        message = f"`{shortened(text.value)}` is no weight"
        help_ = "write a number from 0 up, or `never`"
        self.diagnostics.append(Diagnostic("bad-weight", message, text.span, help=help_))
        return Fraction(1)


def _placed(problem: Problem, declaration: ClaimDeclaration, text: Text) -> Diagnostic:
    """Place a problem in the figure or value, or in the key beside it that is at fault."""
    keys = {"bad-precision": declaration.precision, "precision-unit": declaration.precision}
    beside = keys.get(problem.code)
    if problem.code in _ROUNDED:
        beside = declaration.rounding or declaration.precision
    if beside is None:
        return problem.at(text)
    return replace(problem, start=0, end=len(beside.value)).at(beside)


def _text(text: Text | None) -> str:
    return text.value if text is not None else ""


def _is_plain(text: str) -> bool:
    """Tell whether a figure is digits and signs, without a unit, a scale or a hedge."""
    return not any(sign.isalpha() or sign in "%‰" for sign in text)


def _beyond_one(said: Said, quantity: Quantity) -> bool:
    """Tell whether something said of a share in a scaled unit is more than the whole."""
    unit = quantity.unit
    if said.hole or isinstance(said.face, frozenset) or not unit.dimensionless or unit.factor == 1:
        return False
    ends = (said.face.lower, said.face.upper)
    return any(end is not None and abs(end) * unit.factor > 1 for end in ends)
