"""Whether a solution exists with chosen values: proved in a box of doubles, or computed exactly.

Each value that was not chosen is what an equation gives it, and is known to lie in a box. Every
other constraint must hold for all of the box, or is computed exactly. Such a solution exists even
where its values are irrational.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import inf, nextafter
from typing import Any

from verify.arithmetic import DOUBLES, RATIONALS
from verify.contract import Value, program
from verify.evaluate import Known, Point, allowed, as_known, certain, satisfied, solved
from verify.interval import Interval
from verify.kernel import Kernel, Shape, around
from verify.lemma import comparisons
from verify.sweep import Stated, Sweep, Sweeper
from verify.system import Compare, Constraint, Every, Formula, Some, Variable, slots


@dataclass(frozen=True, slots=True)
class Witness:
    """A solution: what was chosen, and in which order equations give the rest.

    Each of `given` is a variable, the constraint that the equation is of, and the equation itself,
    over the constraint's places.
    """

    chosen: Mapping[int, Fraction | str]
    given: tuple[tuple[int, int, Compare], ...]
    known: tuple[Known, ...]  # where each value lies, in doubles


@dataclass(frozen=True, slots=True)
class _Equation:
    """An equation of a constraint, over its places; `variables` has each variable once."""

    constraint: int
    formula: Compare
    variables: tuple[int, ...]
    shape: Shape | None  # where it is the whole of its constraint


@dataclass(slots=True)
class Prover:
    """Proves witnesses of some constraints."""

    variables: Sequence[Variable]
    sweeper: Sweeper
    limits: list[tuple[float, float]] = field(default_factory=list)  # doubles inside them
    _equations: dict[int, tuple[_Equation, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.limits = [_inside(variable.limits) for variable in self.variables]

    def prove(
        self,
        active: frozenset[int],
        chosen: Mapping[int, Fraction | str],
        state: Sweep,
        order: list[int],
    ) -> Witness | None:
        """Prove that some solution has the chosen values; None if that fails.

        What is neither chosen nor given by an equation is taken, in order, from the middle of
        `state`, the sweep of the active constraints.
        """
        return _Proof(self, active, dict(chosen), state, order).witness()

    def holds(self, witness: Witness, constraint: int) -> bool:
        """Tell whether a constraint certainly holds of a witness; False also where unclear."""
        stated = self.sweeper.stated[constraint]
        if stated is not None:
            return _lies(witness.known[stated.variable], stated)
        whole = self.sweeper.constraints[constraint]
        shape = self.sweeper.shapes[constraint]
        known = [witness.known[variable] for variable in whole.variables]
        exact = all(isinstance(each, str) or each[0] == each[1] for each in known)
        if shape is not None and shape.equation and not exact:
            return any(constraint == each for _, each, _ in witness.given)
        return certain(whole.formula, known, DOUBLES)

    def exact(self, witness: Witness) -> tuple[Point, ...] | None:
        """Compute a witness exactly; a value that is irrational is a span."""
        found: list[Known | None] = [None] * len(self.variables)
        for variable, value in witness.chosen.items():
            found[variable] = as_known(value)
        for variable, constraint, equation in witness.given:
            whole = self.sweeper.constraints[constraint]
            known = [found[v] for v in whole.variables]
            given = solved(equation, whole.variables.index(variable), known, RATIONALS)
            if given is None:
                return None
            found[variable] = given
        return tuple(_point(known) for known in found if known is not None)

    def equations(self, constraint: int, state: Sweep) -> tuple[_Equation, ...]:
        """Return the equations of a constraint; of an `or`, those of a part that can hold.

        Every equation has to be given or computed exactly; the whole is checked in the end.
        """
        known = self._equations.get(constraint)
        if known is not None:
            return known
        whole = self.sweeper.constraints[constraint]
        shape = self.sweeper.shapes[constraint]
        if shape is not None and shape.equation and isinstance(whole.formula, Compare):
            variables = tuple({whole.variables[place]: None for place in shape.places})
            alone = (_Equation(constraint, whole.formula, variables, shape),)
            self._equations[constraint] = alone
            return alone
        plain = _plain(whole.formula)
        if not plain:
            whole = self.likely(constraint, state)
        found = tuple(
            _Equation(
                constraint,
                each,
                tuple(dict.fromkeys(whole.variables[place] for place in slots(each))),
                None,
            )
            for each in comparisons(whole.formula)
            if each.operator == "=="
        )
        if plain:
            self._equations[constraint] = found
        return found

    def likely(self, constraint: int, state: Sweep) -> Constraint:
        """Return a constraint with each `or` replaced by a part that is still possible."""
        whole = self.sweeper.constraints[constraint]
        local = [state.value(variable) for variable in whole.variables]
        return replace(whole, formula=self._holding(whole.formula, local))

    def _holding(self, formula: Formula, local: list[Value]) -> Formula:
        """Return a formula with each `or` replaced by a part that the values leave possible."""
        match formula:
            case Every(parts):
                return Every(tuple(self._holding(part, local) for part in parts))
            case Some(parts):
                for part in parts:
                    if program(part, DOUBLES).run(list(local)):
                        return self._holding(part, local)
        return formula

    def within(self, variable: int, low: float, high: float) -> tuple[float, float]:
        """Return the part of an interval that certainly lies in the variable's limits."""
        least, most = self.limits[variable]
        return max(low, least), min(high, most)


@dataclass(slots=True)
class _Proof:
    """One attempt to prove a witness: values are found one after another, then checked."""

    owner: Prover
    active: frozenset[int]
    chosen: dict[int, Fraction | str]
    state: Sweep
    order: list[int]  # in which values are picked that nothing gives
    lower: list[Any] = field(init=False)
    upper: list[Any] = field(init=False)
    found: bytearray = field(init=False)
    given: list[tuple[int, int, Compare]] = field(default_factory=list)

    def witness(self) -> Witness | None:
        """Find every value, then check."""
        owner = self.owner
        sweeper = owner.sweeper
        count = len(owner.variables)
        self.lower, self.upper = [-inf] * count, [inf] * count
        statements: list[int] = []
        equations: list[_Equation] = []
        others: list[int] = []
        for index in sorted(self.active):
            stated = sweeper.stated[index]
            if stated is not None:
                statements.append(index)
                if stated.point is not None:
                    self.chosen.setdefault(stated.variable, stated.point)
                continue
            equations.extend(owner.equations(index, self.state))
            shape = sweeper.shapes[index]
            if shape is None or not shape.equation:
                others.append(index)
        missing = [len(each.variables) for each in equations]
        watching: list[list[int]] = [[] for _ in range(count)]
        for number, each in enumerate(equations):
            for variable in each.variables:
                watching[variable].append(number)
        ready = [number for number, many in enumerate(missing) if many == 1]
        self.found = bytearray(count)
        for variable, value in self.chosen.items():
            if isinstance(value, str):
                self.lower[variable] = value
            else:
                self.lower[variable], self.upper[variable] = around(value)
            self._settle(variable, watching, missing, ready)
        used: set[int] = set()
        rest = iter(self.order)
        while True:
            while ready:
                number = ready.pop()
                each = equations[number]
                target = next((v for v in each.variables if not self.found[v]), None)
                if target is None or number in used or not self._gives(each, target):
                    continue
                used.add(number)
                self.given.append((target, each.constraint, each.formula))
                self._settle(target, watching, missing, ready)
            variable = next((v for v in rest if not self.found[v]), -1)
            if variable < 0:
                break
            self._pick(variable)
            self._settle(variable, watching, missing, ready)
        left = {each.constraint for n, each in enumerate(equations) if n not in used}
        return self._checked(statements, others, left)

    def _settle(
        self, variable: int, watching: list[list[int]], missing: list[int], ready: list[int]
    ) -> None:
        """Note that a value is found; equations with one value missing get ready."""
        self.found[variable] = 1
        for number in watching[variable]:
            missing[number] -= 1
            if missing[number] == 1:
                ready.append(number)

    def _pick(self, variable: int) -> None:
        """Choose a value that no equation gives."""
        low, high = self.state.lower[variable], self.state.upper[variable]
        if isinstance(low, frozenset):
            name = min(low, key=self.owner.variables[variable].names.index)
            self.chosen[variable] = name
            self.lower[variable] = name
            return
        whole = self.owner.variables[variable].domain == "integer"
        points = candidates(*self.owner.within(variable, low, high), whole, None) or [0.0]
        self.chosen[variable] = Fraction(points[0])
        self.lower[variable] = self.upper[variable] = points[0]

    def _gives(self, equation: _Equation, variable: int) -> bool:
        """Find the value that an equation gives a variable; tell whether it gives one."""
        lower, upper = self.lower, self.upper
        run = self.owner.sweeper.kernel(equation.constraint)
        shape = equation.shape
        if shape is not None and run is not None:
            places = run[1]
            once = places.count(variable) == 1 and places.index(variable) in shape.solvable
            if once and all(
                places[p] != variable and (lower[places[p]] > 0 or upper[places[p]] < 0)
                for p in shape.divisors
            ):
                return self._run(run, variable)
        whole = self.owner.sweeper.constraints[equation.constraint]
        place = whole.variables.index(variable)
        known = [self._at(v) for v in whole.variables]
        found = solved(equation.formula, place, known, DOUBLES)
        if found is None or -inf in found or inf in found:
            return False
        lower[variable], upper[variable] = found[0], found[1]
        return True

    def _run(self, run: tuple[Kernel, tuple[int, ...], tuple[float, ...]], variable: int) -> bool:
        """Solve by the kernel: finite ends, and none of the limits', are the equation's own.

        The values that an equation gives a variable form one interval where it gives any. If that
        reached beyond the limits, the kernel would have left one of the limits as an end.
        """
        kernel, places, constants = run
        lower, upper = self.lower, self.upper
        before = [(v, lower[v], upper[v]) for v in places]
        for low, high in (self.owner.limits[variable], (-inf, inf)):
            lower[variable], upper[variable] = low, high
            nothing = kernel(lower, upper, [], places, constants)
            if not nothing and lower[variable] > low and upper[variable] < high:
                return True
            for v, least, most in before:  # what it narrowed holds only with a solution
                lower[v], upper[v] = least, most
        return False

    def _at(self, variable: int) -> Known:
        low = self.lower[variable]
        return low if isinstance(low, str) else (low, self.upper[variable], False, False)

    def _checked(
        self, statements: list[int], others: list[int], equations: set[int]
    ) -> Witness | None:
        """Check everything else, exactly where doubles don't tell."""
        owner = self.owner
        known = tuple(self._at(variable) for variable in range(len(owner.variables)))
        witness = Witness(self.chosen, tuple(self.given), known)
        unclear = set(equations)
        for index in statements:
            stated = owner.sweeper.stated[index]
            assert stated is not None
            if not _lies(known[stated.variable], stated):
                if _misses(known[stated.variable], stated):
                    return None
                unclear.add(index)
        unclear.update(index for index in others if not owner.holds(witness, index))
        inexact = [
            variable for variable, value in enumerate(known) if not self._allowed(variable, value)
        ]
        if unclear or inexact:
            values = owner.exact(witness)
            if values is None:
                return None
            if not all(allowed(owner.variables[v], values[v]) for v in inexact):
                return None
            if not all(satisfied(owner.sweeper.constraints[c], values) for c in unclear):
                return None
        return witness

    def _allowed(self, variable: int, value: Known) -> bool:
        """Tell whether a value certainly is in the variable's domain and limits."""
        declared = self.owner.variables[variable]
        if isinstance(value, str):
            return value in declared.names
        if declared.domain == "integer" and value[0] != value[1]:
            return False
        if declared.domain == "integer" and not float(value[0]).is_integer():
            return False
        low, high = self.owner.limits[variable]
        return bool(low <= value[0] and value[1] <= high)


def candidates(low: float, high: float, whole: bool, hint: float | None) -> list[float]:
    """Return values to try, likeliest first: a hint, the middle, then the quarters and the ends."""
    if low == -inf and high == inf:
        points = [1.0, 0.0, -1.0, 1000.0]
    elif high == inf:
        points = [low + abs(low) + 1.0, low + 0.5, low, low + 1000.0 * (abs(low) + 1.0)]
    elif low == -inf:
        points = [high - abs(high) - 1.0, high - 0.5, high, high - 1000.0 * (abs(high) + 1.0)]
    else:
        width = high - low
        points = [low + width * share for share in (0.5, 0.25, 0.75, 0.0, 1.0)]
        if low > 0 and 16 < high / low < 1e12:
            points.insert(0, low * (high / low) ** 0.5)
    if hint is not None:
        points.insert(0, min(max(hint, low), high))
    if whole:
        points = [float(round(point)) for point in points if abs(point) < 2**53]
    return [point for point in dict.fromkeys(points) if low <= point <= high and abs(point) != inf]


def _plain(formula: object) -> bool:
    match formula:
        case Compare():
            return True
        case Every(parts):
            return all(_plain(part) for part in parts)
    return False


def _inside(values: Interval) -> tuple[float, float]:
    """Return doubles between which everything certainly lies in an interval."""
    low, high = -inf, inf
    if values.lower is not None:
        low = around(values.lower)[1]
        if values.lower_open:
            low = nextafter(low, inf)
    if values.upper is not None:
        high = around(values.upper)[0]
        if values.upper_open:
            high = nextafter(high, -inf)
    return low, high


def _lies(known: Known, stated: Stated) -> bool:
    if isinstance(known, str):
        return known in stated.lower
    return bool(stated.least <= known[0] and known[1] <= stated.most)


def _misses(known: Known, stated: Stated) -> bool:
    if isinstance(known, str):
        return known not in stated.lower
    return bool(known[1] < stated.lower or known[0] > stated.upper)


def _point(known: Known) -> Point:
    if isinstance(known, str):
        return known
    low, high = Fraction(known[0]), Fraction(known[1])
    return low if low == high else (low, high)
