"""A random system in the making, around a planted point."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exact import Point, UnclearError, value
from relations import Compared, of_constraint

from verify.interval import EVERYTHING, Interval
from verify.system import (
    Compare,
    Constant,
    Constraint,
    Every,
    Formula,
    Origin,
    Role,
    Slot,
    Term,
    Variable,
    distinct,
    moved,
    slots,
)

ORIGIN = Origin(Role.RULE, "rule")
SHARPEST = Fraction(1, 10**17)  # by how little a planted point may be missed


@dataclass(frozen=True)
class Wild:
    """A system; the first `hard` constraints are never given up; `planted` may satisfy it.

    `stated` are the constraints as written, where a variable may fill several places.
    """

    shape: str
    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    stated: tuple[Constraint, ...]
    planted: tuple[Point, ...]
    hard: int


@dataclass
class Growing:
    """A system in the making, its terms written over variables."""

    rng: random.Random
    variables: list[Variable] = field(default_factory=list)
    point: list[Point] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    instances: dict[int, Constraint] = field(default_factory=dict)  # of templates, by `id`
    rules: int = 0
    curved: bool = False  # whether terms may have exponentials and logarithms, which are slow

    def wild(self, shape: str) -> Wild:
        """Return it, with its constraints over their own places."""
        stated = tuple(self.instances.get(id(each)) or _placed(each) for each in self.formulas)
        constraints = tuple(map(distinct, stated))
        return Wild(
            shape, tuple(self.variables), constraints, stated, tuple(self.point), self.rules
        )

    def instance(self, template: Formula, variables: Sequence[int]) -> None:
        """Say a template, shared with other instances, of variables that may repeat."""
        self.formulas.append(moved(template, list(variables)))
        self.instances[id(self.formulas[-1])] = Constraint(template, tuple(variables), ORIGIN)

    def number(self, at: Fraction, limits: Interval = EVERYTHING, domain: str = "real") -> Slot:
        """Add a variable of numbers whose planted value is `at`."""
        index = len(self.variables)
        self.variables.append(Variable(f"q{index}", domain, limits, quantity=f"q{index}"))
        self.point.append(at)
        return Slot(index)

    def choice(self, count: int = 3) -> int:
        """Add a choice; return its index."""
        index = len(self.variables)
        names = ("a", "b", "c")[:count]
        self.variables.append(Variable(f"q{index}", "choice", EVERYTHING, names, f"q{index}"))
        self.point.append(self.rng.choice(names))
        return index

    def at(self, term: Term) -> Fraction | None:
        """Return a term's planted value where it is a rational."""
        everything = tuple(range(len(self.variables)))
        relation = of_constraint(Constraint(Compare("==", term, term), everything, ORIGIN))
        assert isinstance(relation, Compared)
        try:
            found = value(relation.left, self.point)
        except UnclearError:
            return None
        return found if isinstance(found, Fraction) else None

    def defined(self, term: Term) -> Slot | None:
        """Add a variable that a rule says is this term."""
        at = self.at(term)
        if at is None:
            return None
        slot = self.number(at, self.limits(at))
        self.formulas.append(Compare("==", slot, term))
        return slot

    def limits(self, at: Fraction) -> Interval:
        """Return limits that hold a value: mostly none, sometimes a sign, sometimes touching."""
        kind = self.rng.randrange(6)
        if kind < 3:
            return EVERYTHING
        if kind < 5:
            return Interval(Fraction(0)) if at >= 0 else Interval(None, Fraction(0))
        return Interval(at - self.rng.choice([0, 1, 5]), at + self.rng.choice([0, 1, 5]))

    def step(self, at: Fraction) -> Fraction:
        """Return a distance on the scale of a value."""
        size = abs(at) or Fraction(1)
        return self.rng.choice([Fraction(1, 20), Fraction(1, 2), Fraction(1), Fraction(3)]) * size

    def claim(self, term: Term, truthful: float = 0.8) -> None:
        """Say where a term lies: around its planted value, at it, just beside it or far off."""
        rng, at = self.rng, self.at(term)
        if at is None:
            return
        low = high = at
        open_low = open_high = False
        kind = rng.randrange(5)
        if kind == 1:
            low, high = at - self.step(at), at + self.step(at)
            open_low, open_high = rng.random() < 0.4, rng.random() < 0.4
        elif kind == 2:
            high, open_high = at + self.step(at), rng.random() < 0.4
        elif kind == 3:
            low, open_low = at - self.step(at), rng.random() < 0.4
        if rng.random() > truthful:
            lie = rng.randrange(4)
            if lie == 0:
                low, open_low, high = at, True, at + self.step(at)
            elif lie == 1:
                high, open_high, low = at, True, at - self.step(at)
            else:
                far = self.step(at) * 2 + (high - low)
                far = far if lie == 2 else abs(at or Fraction(1)) * SHARPEST + (high - low)
                low, high = low + far, high + far
        parts: list[Formula] = []
        if rng.random() < 0.9 or low == high:
            parts.append(Compare("<" if open_low else "<=", Constant(low), term))
        if rng.random() < 0.9 or not parts or low == high:
            parts.append(Compare("<" if open_high else "<=", term, Constant(high)))
        if low == high and not open_low and not open_high:
            parts = [Compare("==", term, Constant(low))]
        self.formulas.append(parts[0] if len(parts) == 1 else Every(tuple(parts)))

    def close(self) -> None:
        """End the rules: what comes now can be given up."""
        self.rules = len(self.formulas) if self.rng.random() < 0.6 else self.rng.randint(0, 1)
        self.rules = min(self.rules, len(self.formulas))


def _placed(formula: Formula) -> Constraint:
    variables = tuple(sorted(set(slots(formula))))
    places = [0] * (max(variables, default=-1) + 1)
    for place, variable in enumerate(variables):
        places[variable] = place
    return Constraint(moved(formula, places), variables or (0,), ORIGIN)
