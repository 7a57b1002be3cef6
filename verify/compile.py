"""From facts to a system: rules instantiated, periods laid out, each claim a constraint of its own.

A rule's relation is formulated once and shared by every subject of its kind; an instance only
names its variables. A quantity that varies has one variable per period that something speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from verify.diagnostics import Diagnostic
from verify.facts import Assumption, Claim, Facts, Modality, Reading, Rule, Timespan, Values
from verify.formulate import Template, TooLargeError, UndefinedError, formulate
from verify.interval import Interval
from verify.period import all_coarser, coarser, containing, grain_of, overlapping
from verify.quantity import Domain, Period, Quantity
from verify.system import (
    Among,
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Item,
    Option,
    Origin,
    Role,
    Slot,
    Some,
    System,
    Variable,
    distinct,
    moved,
)
from verify.typed import Typed


@dataclass(frozen=True, slots=True)
class Compiled:
    """A system with the way back to facts.

    `index` maps a quantity and period to its variable, `holes` a hole's id to what it asks for.
    """

    system: System
    index: dict[tuple[str, str], int]
    holes: dict[str, int]
    diagnostics: tuple[Diagnostic, ...] = ()


def compile_facts(facts: Facts) -> Compiled:
    """Build the system of a suite, in canonical order: by id, whatever the order of files."""
    compiler = _Compiler({quantity.id: quantity for quantity in facts.quantities})
    rules = sorted(facts.rules, key=lambda rule: rule.id)
    claims = sorted((c for c in facts.claims if not c.hole), key=lambda claim: claim.id)
    assumptions = sorted(facts.assumptions, key=lambda assumption: assumption.id)
    compiler.lay_out(facts, rules)
    for quantity in sorted(facts.quantities, key=lambda quantity: quantity.id):
        if quantity.varies is None:
            compiler.variable(quantity.id, "")
    items = [compiler.claim(claim) for claim in claims]
    items += [compiler.assumption(assumption) for assumption in assumptions]
    holes = {claim.id: compiler.hole(claim) for claim in facts.claims if claim.hole}
    hard = [constraint for rule in rules for constraint in compiler.instances(rule, Role.RULE)]
    system = System(tuple(compiler.variables), tuple(hard), tuple(items))
    found = sorted(dict.fromkeys(compiler.diagnostics), key=lambda each: each.span)
    return Compiled(system, compiler.index, holes, tuple(found))


@dataclass(slots=True)
class _Compiler:
    quantities: dict[str, Quantity]
    variables: list[Variable] = field(default_factory=list)
    index: dict[tuple[str, str], int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)  # varying quantity -> its group
    known: dict[str, list[str]] = field(default_factory=dict)  # group -> periods spoken of
    spans: dict[str, Timespan] = field(default_factory=dict)  # of fresh periods
    templates: dict[tuple[int, tuple[object, ...]], Template | None] = field(default_factory=dict)

    # Periods

    def lay_out(self, facts: Facts, rules: Sequence[Rule]) -> None:
        """Find which periods each group of connected varying quantities is spoken of in."""
        relations = [*rules, *(a.rule for a in facts.assumptions if a.rule is not None)]
        self._connect(relations)
        readings = [reading for claim in facts.claims for reading in claim.readings]
        spoken: dict[str, set[str]] = {group: set() for group in self.groups.values()}
        for reading in readings:
            quantity = self.quantities[reading.about]
            if quantity.varies is not None:
                period = containing(reading.as_of.first, reading.as_of.last, quantity.varies)
                if period is not None:
                    spoken[self.groups[quantity.id]].add(period)
        self.known = {group: sorted(periods) for group, periods in spoken.items()}
        for claim in sorted(facts.claims, key=lambda claim: claim.id):
            for reading in claim.readings:
                quantity = self.quantities[reading.about]
                if quantity.varies is None:
                    continue
                periods = self._periods(reading, quantity, claim.id)
                group = self.known[self.groups[quantity.id]]
                group.extend(period for period in periods if period not in group)

    def _connect(self, rules: Iterable[Rule]) -> None:
        parent = {q.id: q.id for q in self.quantities.values() if q.varies is not None}

        def find(name: str) -> str:
            while parent[name] != name:
                name = parent[name]
            return name

        for rule in rules:
            varying = [quantity for _, quantity in rule.names if quantity in parent]
            for other in varying[1:]:
                low, high = sorted((find(varying[0]), find(other)))
                parent[high] = low
        self.groups = {name: find(name) for name in parent}

    def _periods(self, reading: Reading, quantity: Quantity, claim: str) -> list[str]:
        """Return the periods that a reading may be about, a fresh one last if not just one."""
        if quantity.varies is None:
            return [""]
        only = containing(reading.as_of.first, reading.as_of.last, quantity.varies)
        if only is not None:
            return [only]
        known = [
            period
            for period in self.known[self.groups[quantity.id]]
            if not period.startswith("?")
            and grain_of(period) is quantity.varies
            and overlapping(period, reading.as_of.first, reading.as_of.last)
        ]
        fresh = f"?{claim}"
        self.spans[fresh] = _around(self.spans.get(fresh, reading.as_of), reading.as_of)
        return [*known, fresh]

    def _instances_of(self, names: Sequence[tuple[str, str]]) -> list[str]:
        """Return the periods that a relation over these quantities holds in."""
        varying = [self.quantities[q] for _, q in names if self.quantities[q].varies is not None]
        if not varying:
            return [""]
        order = list(Period)
        grain = min((q.varies for q in varying if q.varies), key=order.index)
        periods = self.known[self.groups[varying[0].id]]
        fine = [p for p in periods if p.startswith("?") or grain_of(p) is grain]
        inside = {label for p in fine if not p.startswith("?") for label in all_coarser(p)}
        return fine + [p for p in periods if p not in fine and p not in inside]

    def _at(self, quantity: str, period: str) -> str:
        """Return the period of a quantity's own grain that holds a (finer) period."""
        varies = self.quantities[quantity].varies
        if varies is None:
            return ""
        if period.startswith("?"):  # whichever period it is, a longer one may hold its whole span
            whole = self.spans.get(period, Timespan())
            return containing(whole.first, whole.last, varies) or period
        if grain_of(period) is varies:
            return period
        return coarser(period, varies)

    # Variables

    def variable(self, quantity_id: str, period: str) -> int:
        """Return the variable of a quantity in a period, made where it is new."""
        key = quantity_id, self._at(quantity_id, period)
        if key not in self.index:
            quantity = self.quantities[quantity_id]
            label = key[1].replace("?", "other:")
            shown = f"{quantity_id}@{label}" if label else quantity_id
            self.index[key] = len(self.variables)
            self.variables.append(
                Variable(
                    shown,
                    quantity.domain.value,
                    quantity.limits,
                    quantity.names,
                    quantity_id,
                    key[1],
                )
            )
        return self.index[key]

    def _hidden(self, name: str, limits: Interval) -> int:
        self.variables.append(Variable(name, "real", limits))
        return len(self.variables) - 1

    # Rules

    def instances(self, rule: Rule, role: Role) -> list[Constraint]:
        """Return a rule's constraints, one for each period it holds in."""
        return self._in_periods(rule, role, self._instances_of(rule.names))

    def _in_periods(self, rule: Rule, role: Role, periods: Sequence[str]) -> list[Constraint]:
        template = self._template(rule.relation, rule)
        if template is None:
            return []
        origin = Origin(role, rule.id, rule.text, rule.span)
        found = []
        for period in periods:
            variables = self._bound(template, dict(rule.names), period, rule.id)
            found.append(distinct(Constraint(template.formula, variables, origin)))
        return found

    def _bound(
        self, template: Template, names: dict[str, str], period: str, owner: str
    ) -> tuple[int, ...]:
        variables = [self.variable(names[name], period) for name in template.names]
        variables += [self._hidden(f"{h.name} of {owner}", h.limits) for h in template.hidden]
        return tuple(variables)

    def _template(self, relation: Typed, rule: Rule) -> Template | None:
        bound = {name: self.quantities[quantity] for name, quantity in rule.names}
        factors = {name: quantity.unit.factor for name, quantity in bound.items()}
        negative = {name: _negative(quantity) for name, quantity in bound.items()}
        key = id(relation), (*sorted(factors.items()), *sorted(negative.items()))
        if key not in self.templates:
            try:
                self.templates[key] = formulate(relation, factors.__getitem__, negative.__getitem__)
            except UndefinedError as error:
                self.templates[key] = None
                message = f"this relation is undefined whatever the quantities are: {error}"
                self.diagnostics.append(Diagnostic("undefined-rule", message, rule.span))
            except TooLargeError as error:
                self.templates[key] = None
                message = f"this relation cannot be computed: {error}"
                self.diagnostics.append(Diagnostic("number-too-large", message, rule.span))
        return self.templates[key]

    # Claims and assumptions

    def claim(self, claim: Claim) -> Item:
        """Return a claim as an item: one of its options must hold."""
        origin = Origin(Role.CLAIM, claim.id, claim.figure or claim.value, claim.span)
        options: list[tuple[str, str, _Said]] = []
        for reading in claim.readings:
            quantity = self.quantities[reading.about]
            periods = self._periods(reading, quantity, claim.id)
            for period in periods:
                variable = self.variable(quantity.id, period)
                condition = self._condition(reading, period, origin)
                at = _period_name(period, periods)
                shown = " ".join(part for part in (reading.name, at) if part)
                said = _said(reading, variable, condition, origin)
                options.append((shown, reading.name, said))
        hypothetical = claim.modality is Modality.HYPOTHETICAL
        whole = _joined([said for _, _, said in options], Some, origin)
        named = tuple(
            Option(shown, said.loose, said.face, said.variable, name, said.condition)
            for shown, name, said in options
        )
        return Item(
            claim.id,
            Role.CLAIM,
            whole.loose,
            whole.face,
            whole.open_loose,
            whole.open_face,
            options[0][2].variable,
            named if len(named) > 1 else (),
            hypothetical=hypothetical,
        )

    def hole(self, claim: Claim) -> int:
        """Return the variable that a hole asks for.

        Where it may be about several periods, that of one which nothing else speaks of: what is
        known there is what is known of all of them.
        """
        reading = claim.readings[0]
        period = self._periods(reading, self.quantities[reading.about], claim.id)[-1]
        return self.variable(reading.about, period)

    def assumption(self, assumption: Assumption) -> Item:
        """Return an assumption as an item; of a quantity that varies it holds in every period."""
        origin = Origin(Role.ASSUMPTION, assumption.id, assumption.text, assumption.span)
        if assumption.rule is not None:
            rule = assumption.rule
            periods = self._instances_of(rule.names) or [f"?{assumption.id}"]
            instances = self._in_periods(rule, Role.ASSUMPTION, periods)
            relation = together(instances, Every, origin)
            whole = _Said(relation, relation, relation, relation, -1)
        else:
            reading = assumption.reading
            assert reading is not None
            periods = self._instances_of([("", reading.about)]) or [f"?{assumption.id}"]
            said = [
                _said(reading, self.variable(reading.about, period), None, origin)
                for period in periods
            ]
            whole = _joined(said, Every, origin)
        return Item(
            assumption.id,
            Role.ASSUMPTION,
            whole.loose,
            whole.face,
            whole.open_loose,
            whole.open_face,
            whole.variable if whole.variable >= 0 else None,
            soft=assumption.soft,
        )

    def _condition(self, reading: Reading, period: str, origin: Origin) -> Constraint | None:
        if reading.when is None:
            return None
        rule = Rule(origin.id, reading.when, reading.when_names, origin.text, origin.span)
        template = self._template(reading.when, rule)
        if template is None:
            return None
        variables = self._bound(template, dict(reading.when_names), period, origin.id)
        return distinct(Constraint(template.formula, variables, origin))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one reading says in one period: four constraints, and the variable it is about."""

    loose: Constraint
    face: Constraint
    open_loose: Constraint
    open_face: Constraint
    variable: int
    condition: Constraint | None = None


def _said(reading: Reading, variable: int, condition: Constraint | None, origin: Origin) -> _Said:
    def stated(values: Values) -> Constraint:
        own = Constraint(membership(values), (variable,), origin)
        return own if condition is None else together([own, condition], Every, origin)

    loose = stated(reading.loose)
    face = loose if reading.face == reading.loose else stated(reading.face)
    open_loose = _opened(reading.loose, reading.loose_rounded)
    open_face = _opened(reading.face, reading.face_rounded)
    return _Said(
        loose,
        face,
        loose if open_loose == reading.loose else stated(open_loose),
        face if open_face == reading.face else stated(open_face),
        variable,
        condition,
    )


def _opened(values: Values, rounded: tuple[bool, bool]) -> Values:
    """Return an interval without those of its ends that come from rounding."""
    if isinstance(values, frozenset):
        return values
    return replace(
        values,
        lower_open=values.lower_open or rounded[0],
        upper_open=values.upper_open or rounded[1],
    )


def _joined(said: list[_Said], join: type[Every] | type[Some], origin: Origin) -> _Said:
    """Join what is said in several readings or periods, of one origin, into one."""
    if len(said) == 1:
        return said[0]
    loose = together([one.loose for one in said], join, origin)
    face = loose
    if any(one.face is not one.loose for one in said):
        face = together([one.face for one in said], join, origin)
    open_loose, open_face = loose, face
    if any(one.open_loose is not one.loose for one in said):
        open_loose = together([one.open_loose for one in said], join, origin)
    if any(one.open_face is not one.face for one in said):
        open_face = together([one.open_face for one in said], join, origin)
    return _Said(loose, face, open_loose, open_face, said[0].variable)


def membership(values: Values) -> Formula:
    """Return the formula that place 0 lies in a set."""
    if isinstance(values, frozenset):
        return Among(0, values)
    point = values.point
    if point is not None:
        return Compare("==", Slot(0), Constant(point))
    parts: list[Formula] = []
    if values.lower is not None:
        parts.append(Compare("<" if values.lower_open else "<=", Constant(values.lower), Slot(0)))
    if values.upper is not None:
        parts.append(Compare("<" if values.upper_open else "<=", Slot(0), Constant(values.upper)))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def together(
    constraints: list[Constraint], join: type[Every] | type[Some], origin: Origin
) -> Constraint:
    """Join constraints into one of the same origin, over all their variables."""
    if len(constraints) == 1:
        return constraints[0]
    variables: dict[int, int] = {}
    parts = []
    for constraint in constraints:
        places = [variables.setdefault(v, len(variables)) for v in constraint.variables]
        parts.append(moved(constraint.formula, places))
    return Constraint(join(tuple(parts)), tuple(variables), origin)


def _negative(quantity: Quantity) -> bool:
    if quantity.domain in (Domain.DATE, Domain.CHOICE):
        return False
    return quantity.limits.lower is None or quantity.limits.lower < 0


def _around(one: Timespan, other: Timespan) -> Timespan:
    """Return the time from the earlier beginning to the later end; None is unbounded."""
    firsts = [each.first for each in (one, other) if each.first is not None]
    lasts = [each.last for each in (one, other) if each.last is not None]
    return Timespan(
        min(firsts) if len(firsts) == 2 else None, max(lasts) if len(lasts) == 2 else None
    )


def _period_name(period: str, periods: list[str]) -> str:
    if len(periods) < 2:
        return ""
    return "at another time" if period.startswith("?") else f"at {period}"
