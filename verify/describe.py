"""What a conflict tells: the rules it needs, what each member would have to be, and the gap."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from verify.component import Bounds, Component, Level
from verify.diagnose import Finding, Kind
from verify.facts import Facts, Reading, Rule
from verify.gaps import measure
from verify.interval import Interval
from verify.quantity import Quantity
from verify.slips import slips
from verify.system import Constraint, Role
from verify.tightest import tightest
from verify.typed import walk
from verify.verdicts import Demand, Gap, JudgedConflict

_ORDER = list(Kind)
_READINGS = 32  # combinations of readings that a demand is computed under one by one
_TOLD = 24  # conflicts of a component, the first ones, that are decided again to say more of them


def ranked(conflicts: Sequence[JudgedConflict]) -> list[JudgedConflict]:
    """Order conflicts by severity, number of members, width of the gap, and ids."""
    return sorted(conflicts, key=_rank)


@dataclass(frozen=True, slots=True)
class Describer:
    """Turns the findings of one component into conflicts as reports show them."""

    facts: Facts
    component: Component
    corrections: tuple[tuple[str, ...], ...]
    costs: tuple[Fraction, ...]

    def findings(self, findings: Sequence[Finding]) -> list[tuple[Finding, JudgedConflict]]:
        """Describe findings, in the order in which reports list them."""
        described = [(finding, self.conflict(finding)) for finding in findings]
        described.sort(key=lambda pair: _rank(pair[1]))
        told = [(finding, self._told(finding, each)) for finding, each in described[:_TOLD]]
        return told + described[_TOLD:]

    def _told(self, finding: Finding, conflict: JudgedConflict) -> JudgedConflict:
        """Add what only deciding again tells of a conflict."""
        return replace(
            conflict,
            holds=tightest(self.facts, self.component, finding),
            slips=slips(self.facts, self.component, finding, conflict),
        )

    def conflict(self, finding: Finding) -> JudgedConflict:
        """Describe one finding."""
        items = self.component.items
        own = self._own(finding, None)
        rules = self.component.rules_needed(own)
        members = sorted(finding.members, key=lambda number: items[number].id)
        measured = self._measured(finding, members, rules)
        order = ([measured] if measured is not None else []) + [
            number for number in reversed(members) if number != measured
        ]
        demands = [demand for number in order if (demand := self._demand(finding, number))]
        gap = None
        if measured is not None and demands and demands[0].member == items[measured].id:
            gap = self._gap(finding, measured, demands[0])
        return JudgedConflict(
            tuple(items[n].id for n in members if items[n].role is Role.CLAIM),
            tuple(items[n].id for n in members if items[n].role is Role.ASSUMPTION),
            tuple(dict.fromkeys(sorted(rule.origin.id for rule in rules))),
            finding.kind,
            finding.minimal,
            finding.certified,
            gap,
            tuple(demands),
            self.corrections if finding.kind is Kind.CONFLICT else (),
            self.costs if finding.kind is Kind.CONFLICT else (),
            group=0,
            measured=items[measured].id if measured is not None else "",
            refuted_by=self._choices(finding.chosen),
            avoided_by=self._choices(finding.avoided),
            variables=tuple(variable.id for variable in self.component.variables),
        )

    def _choices(self, choices: Sequence[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
        items = self.component.items
        return tuple((items[item].id, items[item].options[number].name) for item, number in choices)

    def _own(self, finding: Finding, but: int | None) -> frozenset[int]:
        """Return the constraints of a finding's members, all but one of them if asked."""
        level = Level.FACE if finding.kind is Kind.ROUNDING else Level.LOOSE
        first = dict(reversed(finding.chosen))
        plain = [n for n in finding.members if n != but and n not in first]
        hard = frozenset(self.component.hard)
        own = self.component.constraints(plain, level) - hard
        return own.union(
            self.component.option(item, number)
            for item, number in first.items()
            if item in finding.members and item != but
        )

    def _measured(
        self, finding: Finding, members: Sequence[int], rules: Sequence[Constraint]
    ) -> int | None:
        """Return where the gap is measured: the last member whose quantity a rule gives alone."""
        with_quantity = [n for n in members if self._variable(finding, n) is not None]
        if not with_quantity:
            return None
        used = {rule.origin.id for rule in rules}
        ids = [self.component.items[number].id for number in members]
        known = [self.facts.assumption[id_].rule for id_ in ids if id_ in self.facts.assumption]
        assumed = [rule for rule in known if rule is not None]
        for relations in ([rule for rule in self.facts.rules if rule.id in used], assumed):
            alone = _alone(relations)
            for number in reversed(with_quantity):
                variable = self._variable(finding, number)
                assert variable is not None
                if self.component.variables[variable].quantity in alone:
                    return number
        return with_quantity[-1]

    def _variable(self, finding: Finding, number: int) -> int | None:
        item = self.component.items[number]
        variable = item.variable
        for owner, option in finding.chosen:
            if owner == number:
                variable = item.options[option].variable
                break
        return None if variable is None else self.component.local[variable]

    def _demand(self, finding: Finding, number: int) -> Demand | None:
        variable = self._variable(finding, number)
        if variable is None:
            return None
        found = self._left(finding, number, variable)
        if found is None:
            return None
        quantity = self._quantity(self.component.variables[variable].quantity)
        return Demand(self.component.items[number].id, quantity, found.values, found.derivations)

    def _left(self, finding: Finding, number: int, variable: int) -> Bounds | None:
        """Return what the other members leave, read one way after the other where they can be."""
        rest = self._own(finding, number) | frozenset(self.component.hard)
        chosen = {item for item, _ in finding.chosen}
        open_items = [
            n
            for n in sorted(finding.members)
            if n != number and n not in chosen and self.component.items[n].options
        ]
        counts = [range(len(self.component.items[n].options)) for n in open_items]
        if not open_items or math.prod(len(count) for count in counts) > _READINGS:
            return self.component.bounds(variable, rest, trim=False)
        level = Level.FACE if finding.kind is Kind.ROUNDING else Level.LOOSE
        rest -= self.component.constraints(open_items, level) - frozenset(self.component.hard)
        found: list[Bounds] = []
        for combination in itertools.product(*counts):
            read = zip(open_items, combination, strict=True)
            bounds = self.component.bounds(
                variable,
                rest.union(self.component.option(n, k) for n, k in read),
                trim=False,
            )
            if bounds is not None:
                found.append(bounds)
        return _widest(found) if found else None

    def _gap(self, finding: Finding, number: int, demand: Demand) -> Gap | None:
        reading = self._reading(finding, number)
        own = reading.face if finding.kind is Kind.ROUNDING else reading.loose
        gap = measure(demand.member, demand.quantity, own, demand.values)
        if gap is None or finding.kind is not Kind.CONFLICT:
            return gap
        variable = self._variable(finding, number)
        assert variable is not None
        rest = self.component.constraints(finding.members - {number}, Level.FACE)
        left = self.component.bounds(variable, rest, trim=False)
        if left is None:  # the others cannot hold at face either
            return gap
        at_face = measure(demand.member, demand.quantity, reading.face, left.values)
        return replace(gap, at_face=at_face)

    def _reading(self, finding: Finding, number: int) -> Reading:
        item = self.component.items[number]
        if item.role is Role.ASSUMPTION:
            found = self.facts.assumption[item.id].reading
            assert found is not None
            return found
        claim = self.facts.claim[item.id]
        for owner, option in finding.chosen:
            if owner == number:
                name = item.options[option].reading
                return next(r for r in claim.readings if r.name == name)
        return claim.readings[0]

    def _quantity(self, id_: str) -> Quantity:
        return self.facts.quantity[id_]


def _widest(found: Sequence[Bounds]) -> Bounds:
    """Return the hull of several bounds, with the reasons of the first."""
    values = found[0].values
    for other in found[1:]:
        if isinstance(values, frozenset) and isinstance(other.values, frozenset):
            values |= other.values
        elif isinstance(values, Interval) and isinstance(other.values, Interval):
            values = values.hull(other.values)
    return replace(found[0], values=values)


def _alone(rules: Sequence[Rule]) -> set[str]:
    """Return the quantities that stand alone on a side of a comparison of some rules."""
    found: set[str] = set()
    for rule in rules:
        names = dict(rule.names)
        for node in walk(rule.relation):
            if node.operator in ("==", "<=", "<", "!="):
                found.update(
                    names[side.name] for side in node.operands if side.operator == "quantity"
                )
    return found


def _rank(conflict: JudgedConflict) -> tuple[object, ...]:
    return (
        _ORDER.index(conflict.severity),
        len(conflict.members),
        -_breadth(conflict),
        conflict.members,
    )


def _breadth(conflict: JudgedConflict) -> Fraction:
    """Return how wide a gap is, for ordering: the factor where there is one."""
    gap = conflict.gap
    if gap is None:
        return Fraction(0)
    return gap.factor if gap.factor is not None else abs(gap.difference)
