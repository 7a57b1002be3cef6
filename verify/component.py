"""One connected component of a system: its items at both levels, decided and bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from itertools import product
from math import inf, prod

from verify.config import Budget
from verify.conflicts import Answer, Outcome
from verify.decide import Decider, Decision
from verify.derivation import Derivation
from verify.facts import Values
from verify.interval import Interval
from verify.memo import Memo
from verify.propagate import as_interval
from verify.replay import replayed
from verify.shave import shaved
from verify.source import NOWHERE
from verify.sweep import Sweep
from verify.system import (
    Constraint,
    Item,
    Origin,
    Role,
    Share,
    System,
    Variable,
    slots,
)

_CHOICES = 8  # of options at once that are looked at one by one where all together stay unknown


class Level(Enum):
    """Which set of each figure counts; the open ones leave out the ends that rounding gave."""

    LOOSE = "loose"
    FACE = "face"
    OPEN_LOOSE = "open loose"
    OPEN_FACE = "open face"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What some constraints leave of a variable, the items that it rests on, and why."""

    values: Values
    because: tuple[str, ...]
    derivations: tuple[Derivation, ...] = ()


@dataclass(slots=True)
class Component:
    """A component with its own numbering of variables and constraints.

    `items` are those that may be given up, in canonical order; `hard` the indices of the rules'
    constraints. An option is an item's reading, numbered within the item.
    """

    variables: tuple[Variable, ...]
    items: tuple[Item, ...]
    decider: Decider
    hard: tuple[int, ...]
    local: dict[int, int]  # the system's variables -> this component's
    _levels: dict[Level, list[int]]
    _options: list[list[int]]
    _conditions: list[list[int | None]]
    _item_of: dict[int, int]
    _decided: Memo[frozenset[int], Decision] = field(default_factory=Memo)
    _witnessed: Memo[frozenset[int], bool] = field(default_factory=Memo)
    _bounded: Memo[tuple[int, frozenset[int], bool], Bounds | None] = field(default_factory=Memo)
    _rough: Memo[frozenset[int], Sweep] = field(default_factory=Memo)
    _strict: tuple[int, ...] | None = None
    _outdid: Memo[tuple[int, frozenset[int]], bool] = field(default_factory=Memo)
    _tangled: Memo[tuple[int, frozenset[int]], bool] = field(default_factory=Memo)

    def constraints(self, items: Iterable[int], level: Level) -> frozenset[int]:
        """Return the constraints of the rules and of some items at a level."""
        chosen = self._levels[level]
        return frozenset(self.hard).union(chosen[item] for item in items)

    def loose(self, item: int) -> int:
        """Return the constraint of an item, loosely."""
        return self._levels[Level.LOOSE][item]

    def option(self, item: int, number: int) -> int:
        """Return the constraint of one option of an item, loosely."""
        return self._options[item][number]

    def condition(self, item: int, number: int) -> int | None:
        """Return the constraint of an option's `when`, if it has one."""
        return self._conditions[item][number]

    def decide(self, constraints: frozenset[int]) -> Decision:
        """Decide a set of constraints, once."""
        if constraints not in self._decided:
            self._decided[constraints] = self.decider.decide(constraints)
        return self._decided[constraints]

    def witnessed(self, constraints: frozenset[int]) -> bool:
        """Tell whether a witness that exact arithmetic confirms satisfies some constraints."""
        if constraints not in self._witnessed:
            decision = self.decide(constraints)
            self._witnessed[constraints] = self.decider.witness(decision) is not None
        return self._witnessed[constraints]

    def test(self, items: frozenset[int], level: Level) -> Outcome:
        """Answer for the conflict search whether the rules and some items can all hold."""
        decision = self.decide(self.constraints(items, level))
        if decision.answer is Answer.UNKNOWN and level is Level.LOOSE:
            decision = self._by_options(items)
        if decision.answer is Answer.INCONSISTENT:
            return Outcome(decision.answer, core=self.items_of(decision.core) & items)
        satisfied = None
        if decision.witness is not None:
            chosen = self._levels[level]
            satisfied = items | {
                item
                for item in range(len(self.items))
                if item not in items and self.decider.satisfies(decision.witness, chosen[item])
            }
        return Outcome(decision.answer, satisfied=satisfied)

    def _by_options(self, items: frozenset[int]) -> Decision:
        """Decide items loosely under each choice of their options, where these are few."""
        open_ones = [item for item in sorted(items) if self._options[item]]
        choices = prod(len(self._options[item]) for item in open_ones)
        if not open_ones or choices > _CHOICES:
            return Decision(Answer.UNKNOWN)
        rest = self.constraints(items.difference(open_ones), Level.LOOSE)
        core: frozenset[int] = frozenset()
        unclear = Decision(Answer.INCONSISTENT)
        for chosen in product(*(self._options[item] for item in open_ones)):
            decision = self.decide(rest.union(chosen))
            if decision.answer is Answer.CONSISTENT:
                return decision
            if decision.answer is Answer.UNKNOWN:
                unclear = decision
            core |= decision.core
        return unclear if unclear.answer is Answer.UNKNOWN else Decision(Answer.INCONSISTENT, core)

    def items_of(self, constraints: Iterable[int]) -> frozenset[int]:
        """Return the items that some constraints belong to."""
        return frozenset(self._item_of[c] for c in constraints if c in self._item_of)

    def rules_needed(self, own: frozenset[int]) -> tuple[Constraint, ...]:
        """Return rules that suffice to refute some items' constraints, none superfluous.

        Where propagation refutes, superfluous means that it still does without.
        """
        hard = frozenset(self.hard)
        core = self.decider.refuted(own | hard)
        needed = sorted(hard if core is None else hard & core)
        for rule in list(needed):
            rest = own.union(other for other in needed if other != rule)
            if core is None:
                superfluous = self.decide(rest).answer is Answer.INCONSISTENT
            else:
                superfluous = self.decider.refuted(rest) is not None
            if superfluous:
                needed.remove(rule)
        return tuple(self.decider.constraints[rule] for rule in needed)

    def bounds(
        self, variable: int, constraints: frozenset[int], *, trim: bool = True
    ) -> Bounds | None:
        """Return what propagation leaves of a variable: perhaps too wide, never too narrow.

        None where nothing is left. Ends are exact, and `because` names no item that could go
        without a change, unless it is not to be trimmed.
        """
        key = variable, constraints, trim
        if key not in self._bounded:
            self._bounded[key] = self._bounds(variable, constraints, trim)
        return self._bounded[key]

    def rough(self, variable: int, constraints: frozenset[int]) -> Values | None:
        """Return what a sweep leaves of a variable: a little wider than `bounds`, and cheap.

        None where nothing is left, or where more is known than a sweep sees.
        """
        state = self._swept(constraints)
        if state.empty or self._entangled(variable, constraints):
            return None
        value = state.value(variable)
        return value if isinstance(value, frozenset) else as_interval(value)

    def _swept(self, constraints: frozenset[int]) -> Sweep:
        if constraints not in self._rough:
            self._rough[constraints] = self.decider.sweeper.run(
                constraints, self.decider.revisions(constraints), patient=True
            )
        return self._rough[constraints]

    def _bounds(self, variable: int, constraints: frozenset[int], trim: bool) -> Bounds | None:
        sweeper = self.decider.sweeper
        rough = self._swept(constraints)
        if rough.empty:
            return None
        state, behind = self._trimmed(rough, variable, trim)
        again = replayed(sweeper, state, variable)
        if again is not None and not self._opening(variable, again.behind, constraints):
            items = sorted(self.items[item].id for item in self.items_of(again.behind))
            found = Bounds(again.values, tuple(items), again.derivations)
            return self._shaved(found, variable, constraints) if trim else found
        rationals = self.decider.rationals
        behind |= self._opening(variable, behind, constraints)
        behind |= frozenset(
            each
            for each in sweeper.watchers[variable]
            if each in constraints and each not in self._item_of
        )
        exact = rationals.propagate(behind, self.decider.revisions(behind))
        if exact.empty:
            return None
        behind = rationals.behind(exact, variable)
        value = exact.values[variable]
        because = sorted(self.items[item].id for item in self.items_of(behind))
        roots = rationals.derivations(exact, variable)
        values = value if isinstance(value, frozenset) else as_interval(value)
        found = Bounds(values, tuple(because), roots)
        return self._shaved(found, variable, constraints) if trim else found

    def _shaved(self, found: Bounds, variable: int, constraints: frozenset[int]) -> Bounds:
        """Narrow what propagation left unbounded, or bounded by limits alone, by slices."""
        values = found.values
        if isinstance(values, frozenset):
            return found
        if found.because and values.lower is not None and values.upper is not None:
            return found
        if not self._entangled(variable, constraints):
            return found
        if self.decide(constraints).answer is not Answer.CONSISTENT:
            return found
        slices, core = shaved(self.decider.sweeper, variable, constraints, values)
        narrower = values.meet(slices)
        if narrower == values or not self.items_of(core):
            return found
        items = sorted({*found.because, *(self.items[item].id for item in self.items_of(core))})
        return Bounds(narrower, tuple(items), self._sliced(narrower, variable, core))

    def _entangled(self, variable: int, constraints: frozenset[int]) -> bool:
        """Whether a variable is where propagation may see too little.

        It occurs twice in a rule, or in one of two rules that have two variables in common. What
        an assumption relates, and what a claim says under one reading or another, is a rule here.
        """
        rules = frozenset(
            c
            for c in constraints
            if c not in self._item_of or len(self.decider.constraints[c].variables) > 1
        )
        key = variable, rules
        if key not in self._tangled:
            self._tangled[key] = self._tangles(variable, rules)
        return self._tangled[key]

    def _tangles(self, variable: int, indices: frozenset[int]) -> bool:
        known = self.decider.constraints
        mine = [index for index in indices if variable in known[index].variables]
        users: dict[int, list[int]] = {}
        for index in indices:
            for each in known[index].variables:
                users.setdefault(each, []).append(index)
        for index in mine:
            rule = known[index]
            place = rule.variables.index(variable)
            if sum(each == place for each in slots(rule.formula)) > 1:
                return True
            shared = Counter(other for each in rule.variables for other in users[each])
            del shared[index]
            if any(count > 1 for count in shared.values()):
                return True
        return False

    def _sliced(
        self, values: Interval, variable: int, core: frozenset[int]
    ) -> tuple[Derivation, ...]:
        """Return the derivation of a bound that slices gave: the facts, then the rules at once."""
        rationals = self.decider.rationals
        state = rationals.propagate(core, self.decider.revisions(core))
        rules = [self.decider.constraints[c] for c in sorted(core) if c not in self._item_of]
        others = dict.fromkeys(v for rule in rules for v in rule.variables if v != variable)
        parents = tuple(
            dict.fromkeys(root for v in others for root in rationals.derivations(state, v))
        )
        texts = dict.fromkeys(rule.origin.text or rule.origin.id for rule in rules)
        span = rules[0].origin.span if rules else NOWHERE
        origin = Origin(Role.RULE, "", ", ".join(texts), span)
        return (Derivation(variable, "lower", values, origin, parents),)

    def _opening(
        self, variable: int, behind: frozenset[int], constraints: frozenset[int]
    ) -> frozenset[int]:
        """Return strict constraints that may open an end of a variable, or of what lies behind it.

        A sweep does not see them: all its ends are closed.
        """
        if self._strict is None:
            count = len(self.decider.constraints)
            self._strict = tuple(n for n in range(count) if self.decider.sweeper.strict(n))
        if not self._strict:
            return frozenset()
        mentioned = {v for each in behind for v in self.decider.constraints[each].variables}
        mentioned.add(variable)
        strict = (
            each
            for each in self._strict
            if each in constraints
            and not mentioned.isdisjoint(self.decider.constraints[each].variables)
            and not self._outdone(each, constraints)
        )
        return frozenset(strict)

    def _outdone(self, constraint: int, constraints: frozenset[int]) -> bool:
        """Tell whether a mere statement says less than the others do, and so opens no end.

        Where the others alone leave its variable strictly within it, what propagation leaves with
        it is what propagation leaves without it.
        """
        sweeper = self.decider.sweeper
        said = sweeper.stated[constraint]
        if said is None or isinstance(said.lower, frozenset):
            return False
        key = constraint, constraints
        if key not in self._outdid:
            state = self._swept(constraints)
            low, high = state.lower[said.variable], state.upper[said.variable]
            self._outdid[key] = (
                (said.least == -inf or said.least < low)
                and (said.most == inf or high < said.most)
                and constraint not in sweeper.behind(state, said.variable)
            )
        return self._outdid[key]

    def _trimmed(self, state: Sweep, variable: int, trim: bool) -> tuple[Sweep, frozenset[int]]:
        """Leave out every item that a variable's ends do not need; return that sweep as well."""
        sweeper = self.decider.sweeper
        behind = sweeper.behind(state, variable)
        if not trim:
            return state, behind
        ends = state.value(variable)
        for constraint in sorted(behind):
            if constraint not in self._item_of or constraint not in behind:
                continue
            fewer = behind - {constraint}
            again = sweeper.run(fewer, self.decider.revisions(fewer), patient=True)
            if again.value(variable) == ends:
                state, behind = again, sweeper.behind(again, variable)
        return state, behind


def component(system: System, share: Share, budget: Budget, deadline: float | None) -> Component:
    """Cut one component out of a system."""
    order = sorted(share.variables)
    local = {variable: number for number, variable in enumerate(order)}
    constraints: list[Constraint] = []

    def enter(constraint: Constraint) -> int:
        places = tuple(local[variable] for variable in constraint.variables)
        constraints.append(Constraint(constraint.formula, places, constraint.origin))
        return len(constraints) - 1

    hard = [enter(constraint) for constraint in share.hard]
    items = share.items
    levels: dict[Level, list[int]] = {level: [] for level in Level}
    item_of: dict[int, int] = {}
    for number, item in enumerate(items):
        entered: dict[int, int] = {}
        for level, constraint in zip(
            Level, (item.loose, item.face, item.open_loose, item.open_face), strict=True
        ):
            if id(constraint) not in entered:
                entered[id(constraint)] = enter(constraint)
            levels[level].append(entered[id(constraint)])
        item_of |= dict.fromkeys(entered.values(), number)
    options = [[enter(option.loose) for option in item.options] for item in items]
    conditions = [
        [None if o.condition is None else enter(o.condition) for o in item.options]
        for item in items
    ]
    item_of |= {index: number for number, group in enumerate(options) for index in group}
    variables = tuple(system.variables[variable] for variable in order)
    decider = Decider(variables, constraints, budget, deadline)
    return Component(
        variables, items, decider, tuple(hard), local, levels, options, conditions, item_of
    )


def width(values: Values) -> Fraction | None:
    """Return an interval's width, or None where it is unbounded or a choice."""
    if isinstance(values, frozenset) or values.lower is None or values.upper is None:
        return None
    return values.upper - values.lower
