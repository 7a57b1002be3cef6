"""One constraint's contraction of its variables' values: HC4 (Benhamou et al. 1999).

Each comparison becomes a tape of operations; values run forward from the variables to the
comparison, then backward, and each variable keeps what the comparison leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from verify import arithmetic
from verify.arithmetic import ALL, Enclosure, Numbers
from verify.interval import Interval
from verify.system import (
    Among,
    Compare,
    Constant,
    Every,
    Formula,
    Operation,
    Same,
    Slot,
    Some,
    Term,
    slots,
)

Value = Enclosure | frozenset[str]
Contractor = Callable[[list[Value]], bool]
"""Narrow the values of a constraint's places in place; False if nothing is left."""

_LINEAR = frozenset({"add", "subtract", "negate"})


@dataclass(frozen=True, slots=True)
class Program:
    """A formula ready to run; `own` are the places whose new value may rest on their old one."""

    run: Contractor
    own: frozenset[int]


def program(formula: Formula, numbers: Numbers) -> Program:
    """Compile a formula for one number system."""
    if membership(formula) is not None:
        return Program(_contractor(formula, numbers), frozenset())
    counts = Counter(slots(formula))
    linear = (
        isinstance(formula, Compare)
        and formula.operator != "!="  # which leaves out an end that something else set
        and _linear(formula.left)
        and _linear(formula.right)
    )
    own = frozenset(place for place, count in counts.items() if not linear or count > 1)
    return Program(_contractor(formula, numbers), own)


def _contractor(formula: Formula, numbers: Numbers) -> Contractor:
    stated = membership(formula)
    if stated is not None:
        place, enclosure = stated[0], _entered(stated[1], numbers)
        return lambda values: _within(values, place, enclosure)
    match formula:
        case Compare():
            return _Tape(formula, numbers).contract
        case Among(place, names):
            return lambda values: _keep(values, place, cast(frozenset[str], values[place]) & names)
        case Same(left, right, equal):
            return lambda values: _same(values, left, right, equal)
        case Every(parts):
            every = [_contractor(part, numbers) for part in parts]
            return lambda values: all(part(values) for part in every)
        case Some(parts):
            some = [_contractor(part, numbers) for part in parts]
            return lambda values: _some(values, some)


def membership(formula: Formula) -> tuple[int, Interval] | None:
    """Return the place and the interval of a formula that says only where one number lies."""
    match formula:
        case Compare("==", Slot(place), Constant(value)):
            return place, Interval(value, value)
        case Compare("<=" | "<" as operator, Constant(value), Slot(place)):
            return place, Interval(value, None, operator == "<")
        case Compare("<=" | "<" as operator, Slot(place), Constant(value)):
            return place, Interval(None, value, upper_open=operator == "<")
        case Every(parts) if parts:
            whole = membership(parts[0])
            for part in parts[1:]:
                found = None if whole is None else membership(part)
                if whole is None or found is None or found[0] != whole[0]:
                    return None
                whole = whole[0], whole[1].meet(found[1])
            return whole
    return None


def _entered(values: Interval, numbers: Numbers) -> Enclosure:
    lower, upper = -arithmetic.INFINITY, arithmetic.INFINITY
    if values.lower is not None:
        lower = numbers.enter(values.lower, values.lower)[0]
    if values.upper is not None:
        upper = numbers.enter(values.upper, values.upper)[1]
    return lower, upper, values.lower_open, values.upper_open


def _within(values: list[Value], place: int, enclosure: Enclosure) -> bool:
    kept = arithmetic.meet(cast(Enclosure, values[place]), enclosure)
    values[place] = kept
    return not arithmetic.is_empty(kept)


def _linear(term: Term) -> bool:
    match term:
        case Operation("multiply", (Constant(), other)) | Operation(
            "multiply", (other, Constant())
        ):
            return _linear(other)
        case Operation(operator, operands):
            return operator in _LINEAR and all(_linear(operand) for operand in operands)
    return True


def _keep(values: list[Value], place: int, value: Value) -> bool:
    values[place] = value
    return bool(value)


def _same(values: list[Value], left: int, right: int, equal: bool) -> bool:
    a, b = cast(frozenset[str], values[left]), cast(frozenset[str], values[right])
    if equal:
        values[left] = values[right] = a & b
        return bool(a & b)
    if len(b) == 1:
        values[left] = a = a - b
    if len(a) == 1:
        values[right] = b = b - a
    return bool(a) and bool(b)


def _some(values: list[Value], parts: list[Contractor]) -> bool:
    merged: list[Value] | None = None
    for part in parts:
        attempt = list(values)
        if not part(attempt):
            continue
        if merged is None:
            merged = attempt
        else:
            merged = [_union(a, b) for a, b in zip(merged, attempt, strict=True)]
    if merged is None:
        return False
    values[:] = merged
    return True


def _union(a: Value, b: Value) -> Value:
    if isinstance(a, frozenset):
        return a | cast(frozenset[str], b)
    return cast(Enclosure, arithmetic.hull(a, cast(Enclosure, b)))


class _Tape:
    """The operations of one comparison in the order they are computed."""

    __slots__ = ("compare", "constants", "left", "nodes", "numbers", "places", "right", "size")

    def __init__(self, formula: Compare, numbers: Numbers) -> None:
        self.numbers = numbers
        self.compare = formula.operator
        self.nodes: list[tuple[int, str, int, int, Operation]] = []
        self.places: list[tuple[int, int]] = []  # node, place
        self.constants: list[tuple[int, Enclosure]] = []
        self.size = 0
        self.left = self._add(formula.left)
        self.right = self._add(formula.right)

    def _add(self, term: Term) -> int:
        match term:
            case Constant(value):
                lower, upper = self.numbers.enter(value, value)
                index = self._next()
                self.constants.append((index, (lower, upper, False, False)))
            case Slot(place):
                index = self._next()
                self.places.append((index, place))
            case Operation(operator, operands):
                below = [self._add(operand) for operand in operands]
                index = self._next()
                second = below[1] if len(below) > 1 else -1
                self.nodes.append((index, operator, below[0], second, term))
        return index

    def _next(self) -> int:
        self.size += 1
        return self.size - 1

    def contract(self, values: list[Value]) -> bool:
        """Run forward and backward; False where no values satisfy the comparison."""
        known: list[Enclosure] = [ALL] * self.size
        for index, constant in self.constants:
            known[index] = constant
        for index, place in self.places:
            known[index] = cast(Enclosure, values[place])
        numbers = self.numbers
        for index, operator, a, b, term in self.nodes:
            result = forward(operator, known[a], known[b] if b >= 0 else ALL, term, numbers)
            if result is None or arithmetic.is_empty(result):
                return False
            known[index] = result
        if not self._compared(known):
            return False
        for index, operator, a, b, term in reversed(self.nodes):
            if not backward(operator, index, a, b, term, known, numbers):
                return False
        for index, place in self.places:
            kept = arithmetic.meet(cast(Enclosure, values[place]), known[index])
            if arithmetic.is_empty(kept):
                return False
            values[place] = kept
        return True

    def _compared(self, known: list[Enclosure]) -> bool:
        left, right = known[self.left], known[self.right]
        if self.compare == "==":
            both = arithmetic.meet(left, right)
            known[self.left] = known[self.right] = both
            return not arithmetic.is_empty(both)
        if self.compare == "!=":
            return self._unequal(known)
        strict = self.compare == "<"
        low, high = left[0], right[1]
        known[self.left] = arithmetic.meet(
            left, (-arithmetic.INFINITY, high, True, right[3] or strict)
        )
        known[self.right] = arithmetic.meet(
            right, (low, arithmetic.INFINITY, left[2] or strict, True)
        )
        return not (arithmetic.is_empty(known[self.left]) or arithmetic.is_empty(known[self.right]))

    def _unequal(self, known: list[Enclosure]) -> bool:
        for here, there in ((self.left, self.right), (self.right, self.left)):
            low, high, low_open, high_open = known[there]
            if low != high or low_open or high_open:
                continue
            x = known[here]
            known[here] = (x[0], x[1], x[2] or x[0] == low, x[3] or x[1] == low)
            if arithmetic.is_empty(known[here]):
                return False
        return True


def forward(
    operator: str, x: Enclosure, y: Enclosure, term: Operation, numbers: Numbers
) -> Enclosure | None:
    """Enclose an operation's values on its operands; None where it has none."""
    match operator:
        case "add":
            return arithmetic.add(x, y, numbers)
        case "subtract":
            return arithmetic.subtract(x, y, numbers)
        case "multiply":
            return arithmetic.multiply(x, y, numbers)
        case "divide":
            whole: Enclosure | None = None
            for part in arithmetic.divide(x, y, numbers):
                whole = arithmetic.hull(whole, part)
            return whole
        case "negate":
            return arithmetic.negate(x)
        case "power":
            return arithmetic.power(x, term.exponent, numbers)
        case "abs":
            return arithmetic.absolute(x)
        case "min":
            return arithmetic.least(x, y)
        case "max":
            return arithmetic.greatest(x, y)
        case "exp":
            return arithmetic.exponential(x, numbers)
        case "log":
            return arithmetic.logarithm(x, numbers)
    return arithmetic.whole_part(x, operator, numbers)


def backward(
    operator: str,
    index: int,
    a: int,
    b: int,
    term: Operation,
    known: list[Enclosure],
    numbers: Numbers,
) -> bool:
    """Narrow the operands (nodes `a`, `b`) of a node by its value; False if nothing is left."""
    z, x = known[index], known[a]
    y = known[b] if b >= 0 else ALL
    new_x: Enclosure | None = x
    new_y: Enclosure | None = y
    match operator:
        case "add":
            new_x = arithmetic.meet(x, arithmetic.subtract(z, y, numbers))
            new_y = arithmetic.meet(y, arithmetic.subtract(z, x, numbers))
        case "subtract":
            new_x = arithmetic.meet(x, arithmetic.add(z, y, numbers))
            new_y = arithmetic.meet(y, arithmetic.subtract(x, z, numbers))
        case "multiply":
            new_x = arithmetic.solve_product(z, y, x, numbers)
            new_y = arithmetic.solve_product(z, x, y, numbers)
        case "divide":
            new_x = arithmetic.meet(x, arithmetic.multiply(z, y, numbers))
            new_y = arithmetic.solve_product(x, z, y, numbers)
        case "negate":
            new_x = arithmetic.meet(x, arithmetic.negate(z))
        case "power":
            new_x = arithmetic.solve_power(z, term.exponent, x, numbers)
        case "abs":
            new_x = arithmetic.hull(arithmetic.meet(x, z), arithmetic.meet(x, arithmetic.negate(z)))
        case "min":
            flipped = arithmetic.negate(z), arithmetic.negate(x), arithmetic.negate(y)
            new_x, new_y = (arithmetic.negate(part) for part in _solve_greatest(*flipped))
        case "max":
            new_x, new_y = _solve_greatest(z, x, y)
        case "exp":
            logs = arithmetic.logarithm(z, numbers)
            new_x = None if logs is None else arithmetic.meet(x, logs)
        case "log":
            new_x = arithmetic.meet(x, arithmetic.exponential(z, numbers))
        case _:
            new_x = arithmetic.meet(x, arithmetic.solve_whole_part(z, operator, numbers))
    if new_x is None or new_y is None or arithmetic.is_empty(new_x) or arithmetic.is_empty(new_y):
        return False
    known[a] = new_x
    if b >= 0:
        known[b] = arithmetic.meet(known[b], new_y) if a == b else new_y
    return True


def _solve_greatest(z: Enclosure, x: Enclosure, y: Enclosure) -> tuple[Enclosure, Enclosure]:
    """Narrow x and y so that the greater of them lies in z."""
    below = (-arithmetic.INFINITY, z[1], True, z[3])
    new_x, new_y = arithmetic.meet(x, below), arithmetic.meet(y, below)
    reach = (z[0], arithmetic.INFINITY, z[2], True)
    if arithmetic.is_empty(arithmetic.meet(new_y, reach)):
        new_x = arithmetic.meet(new_x, reach)
    if arithmetic.is_empty(arithmetic.meet(new_x, reach)):
        new_y = arithmetic.meet(new_y, reach)
    return new_x, new_y
