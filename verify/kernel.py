"""One formula's contraction as a Python function over doubles: HC4, compiled for speed.

Rules of one shape (`z == x * y`, whatever the constants) share one function, written out from the
formula's tree and made once. What is compiled is text of our own, with names of our own; constants
are passed in, so that nothing from a file is ever in it. All ends count as closed, and every
computed end is rounded outward: what the functions refute has no solution, and what is said with
open ends is refuted exactly elsewhere (`propagate`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

from verify import arithmetic
from verify.arithmetic import ALL, DOUBLES, INFINITY, RATIONALS, Enclosure
from verify.contract import backward, forward
from verify.system import Compare, Constant, Every, Formula, Operation, Slot, Term, slots

Kernel = Callable[[list[Any], list[Any], list[int], tuple[int, ...], tuple[float, ...]], bool]
"""`kernel(lower, upper, trail, variables, constants)` narrows in place; True if nothing is left.

Each end it moves is appended to `trail` as `(variable * 2 + side) * 2 + own`, where `own` says
whether the new end may rest on the variable's own old ones.
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """What formulas have in common that differ in their constants alone.

    A kernel that leaves one of the places `solvable` finite ends, and none of the `divisors` near
    zero, has solved the formula for it: such a value exists, whatever the others exactly are.
    """

    run: Kernel
    exact: Kernel  # the same over rationals, which rounds nothing
    places: tuple[int, ...]
    equation: bool  # whether it is one equation and no more
    alone: tuple[int, ...]  # places that are a side of an equation, the other being computed
    solvable: frozenset[int]
    divisors: tuple[int, ...]
    closed: bool  # whether bounded closed ends give closed ends


@dataclass(frozen=True, slots=True)
class Compiled:
    """A kernel with the constants of one formula, each as a pair of doubles around it."""

    shape: Shape
    constants: tuple[float, ...]


def compiled(formula: Formula) -> Compiled | None:
    """Compile a comparison, or several that must all hold; None for any other formula."""
    constants: list[float] = []
    key = _key(formula, constants)
    if key is None:
        return None
    shape = _SHAPES.get(key)
    if shape is None:
        if len(_SHAPES) >= _MOST:
            _SHAPES.clear()
        shape = _SHAPES[key] = _shape(formula)
    return Compiled(shape, tuple(constants))


_MOST = 10_000  # kernels kept; a suite has some dozens of shapes
_SHAPES: dict[str, Shape] = {}


def around(value: Fraction) -> tuple[float, float]:
    """Return the nearest doubles at or outside a rational."""
    numerator, denominator = value.numerator, value.denominator
    try:
        near = numerator / denominator
    except OverflowError:
        return DOUBLES.enter(value, value)
    if near.as_integer_ratio() == (numerator, denominator):
        return near, near
    if near == 0 or abs(near) == INFINITY:
        return DOUBLES.enter(value, value)
    return math.nextafter(near, -INFINITY), math.nextafter(near, INFINITY)


def _key(part: Formula | Term, constants: list[float]) -> str | None:
    """Write a formula without its constants, which go to `constants`; None for what has no kernel.

    By class and not by `match`, since this runs for every rule of every component.
    """
    kind = part.__class__
    if kind is Slot:
        return str(cast(Slot, part).place)
    if kind is Constant:
        constants.extend(around(cast(Constant, part).value))
        return "k"
    if kind is Operation:
        term = cast(Operation, part)
        operator = term.operator
        if operator == "power":
            operator = f"power{term.exponent}"
        if len(term.operands) == 2:
            x, y = term.operands
            return f"{operator}({_key(x, constants)},{_key(y, constants)})"
        return f"{operator}({_key(term.operands[0], constants)})"
    if kind is Compare:
        compare = cast(Compare, part)
        left = _key(compare.left, constants)
        return f"{left}{compare.operator}{_key(compare.right, constants)}"
    if kind is Every and cast(Every, part).parts:
        found = [_key(each, constants) for each in cast(Every, part).parts]
        return None if None in found else f"[{';'.join(map(str, found))}]"
    return None


def _shape(formula: Formula) -> Shape:
    counts = Counter(slots(formula))
    solvable: frozenset[int] = frozenset()
    divisors: list[Term] = []
    equation = isinstance(formula, Compare) and formula.operator == "=="
    if isinstance(formula, Compare) and equation:
        easy = _easy(formula.left, divisors) and _easy(formula.right, divisors)
        if easy and all(isinstance(divisor, Slot) for divisor in divisors):
            solvable = frozenset(place for place, count in counts.items() if count == 1)
    alone = tuple(
        side.place
        for each in _comparisons(formula)
        if each.operator == "=="
        for side, other in ((each.left, each.right), (each.right, each.left))
        if isinstance(side, Slot) and isinstance(other, Operation)
    )
    return Shape(
        _written(formula, exact=False),
        _written(formula, exact=True),
        tuple(counts),
        equation,
        alone,
        solvable,
        tuple(divisor.place for divisor in divisors if isinstance(divisor, Slot)),
        all(_closes(each.left) and _closes(each.right) for each in _comparisons(formula)),
    )


def _closes(term: Term) -> bool:
    """Tell whether a term takes bounded closed ends to closed ends, forward and backward."""
    if not isinstance(term, Operation):
        return True
    known = term.operator in _CLOSED or (
        term.operator == "power" and term.exponent.denominator == 1 and term.exponent > 0
    )
    return known and all(_closes(operand) for operand in term.operands)


def _easy(term: Term, divisors: list[Term]) -> bool:
    """Tell whether a kernel that leaves a place finite ends has solved for it.

    Sums and products with a factor that may be zero leave none; divisors are to be looked at.
    """
    if not isinstance(term, Operation):
        return True
    if term.operator == "divide":
        if not (isinstance(term.operands[1], Slot) and _easy(term.operands[0], divisors)):
            return False
        divisors.append(term.operands[1])
        return True
    return term.operator in _EASY and all(_easy(part, divisors) for part in term.operands)


_CLOSED = frozenset({"add", "subtract", "negate", "multiply", "divide", "abs", "min", "max"})
_EASY = frozenset({"add", "subtract", "negate", "multiply"})


@dataclass(slots=True)
class _Node:
    """One term in the text: the names of its ends, and what it is made of."""

    low: str
    high: str
    term: Term
    below: tuple[_Node, ...] = ()
    fixed: bool = False


@dataclass(slots=True)
class _Writer:
    """Writes the body of one kernel."""

    lines: list[str] = field(default_factory=list)
    made: int = 0
    constants: int = 0
    indent: str = "    "

    def line(self, text: str) -> None:
        self.lines.append(self.indent + text)

    def compare(self, formula: Compare) -> None:
        """Write one comparison: forward, met, backward."""
        nodes: list[_Node] = []
        left, right = self.forward(formula.left, nodes), self.forward(formula.right, nodes)
        match formula.operator:
            case "==":
                self.raised(left, right.low)
                self.raised(right, left.low)
                self.lowered(left, right.high)
                self.lowered(right, left.high)
                self.line(f"if {left.low} > {left.high} or {right.low} > {right.high}: return True")
                if left.fixed and right.fixed:
                    self.line(
                        f"if {left.low} > {right.high} or {right.low} > {left.high}: return True"
                    )
            case "!=":
                ends = (left.low, left.high, right.low, right.high)
                self.line(f"if {' == '.join(ends)}: return True")
            case _ as operator:
                beyond = ">" if operator == "<=" else ">="
                self.line(f"if {left.low} {beyond} {right.high}: return True")
                self.lowered(left, right.high)
                self.raised(right, left.low)
        if formula.operator != "!=":
            for node in reversed(nodes):
                self.backward(node)

    def raised(self, node: _Node, text: str) -> None:
        """Raise a node's lower end to a value, if that is more."""
        if not node.fixed:
            self.line(f"if {text} > {node.low}: {node.low} = {text}")

    def lowered(self, node: _Node, text: str) -> None:
        if not node.fixed:
            self.line(f"if {text} < {node.high}: {node.high} = {text}")

    def forward(self, term: Term, nodes: list[_Node]) -> _Node:
        match term:
            case Slot(place):
                return _Node(f"a{place}", f"b{place}", term)
            case Constant():
                number = self.constants
                self.constants += 1
                return _Node(f"K[{2 * number}]", f"K[{2 * number + 1}]", term, fixed=True)
        below = tuple(self.forward(operand, nodes) for operand in term.operands)
        self.made += 1
        node = _Node(f"l{self.made}", f"h{self.made}", term, below)
        _FORWARD.get(term.operator, _other_forward)(self, node)
        nodes.append(node)
        return node

    def backward(self, node: _Node) -> None:
        assert isinstance(node.term, Operation)
        if all(below.fixed for below in node.below):
            return
        _BACKWARD.get(node.term.operator, _other_backward)(self, node)
        for below in node.below:
            if not below.fixed:
                self.line(f"if {below.low} > {below.high}: return True")

    def met(self, node: _Node, low: str, high: str) -> None:
        """Narrow a node to between two sums or differences."""
        if not node.fixed:
            self.sum("t", low, "-INF")
            self.raised(node, "t")
            self.sum("t", high, "INF")
            self.lowered(node, "t")

    def sum(self, name: str, text: str, outward: str) -> None:
        """Write a sum rounded outward; one that is 0 is exactly 0."""
        self.line(f"{name} = {text}")
        self.line(f"if {name}: {name} = after({name}, {outward})")


def _add(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    writer.sum(node.low, f"{x.low} + {y.low}", "-INF")
    writer.sum(node.high, f"{x.high} + {y.high}", "INF")


def _subtract(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    writer.sum(node.low, f"{x.low} - {y.high}", "-INF")
    writer.sum(node.high, f"{x.high} - {y.low}", "INF")


def _negate(writer: _Writer, node: _Node) -> None:
    (x,) = node.below
    writer.line(f"{node.low} = -{x.high}")
    writer.line(f"{node.high} = -{x.low}")


def _multiply(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    low, high = node.low, node.high
    writer.line(f"if {x.low} >= 0.0 and {y.low} >= 0.0:")
    writer.line(f"    {low} = after({x.low} * {y.low}, 0.0)")
    writer.line(f"    {high} = after({x.high} * {y.high}, INF) if {x.high} and {y.high} else 0.0")
    writer.line("else:")
    writer.line(f"    {low}, {high} = product({x.low}, {x.high}, {y.low}, {y.high}); w = 1")


def _divide(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    low, high = node.low, node.high
    writer.line(f"if {x.low} >= 0.0 and {y.low} > 0.0:")
    writer.line(f"    {low} = below({x.low}, {y.high})")
    writer.line(f"    {high} = above({x.high}, {y.low}) if {x.high} else 0.0")
    writer.line("else:")
    writer.line(f"    t = quotient({x.low}, {x.high}, {y.low}, {y.high}); w = 1")
    writer.line("    if t is None: return True")
    writer.line(f"    {low}, {high} = t")


def _other_forward(writer: _Writer, node: _Node) -> None:
    term = node.term
    assert isinstance(term, Operation)
    y = node.below[-1]
    ends = f"{node.below[0].low}, {node.below[0].high}, {y.low}, {y.high}"
    exponent = term.exponent
    writer.line(
        f"t = other({term.operator!r}, {exponent.numerator}, {exponent.denominator}, {ends}); w = 1"
    )
    writer.line("if t is None: return True")
    writer.line(f"{node.low}, {node.high} = t")


def _unadd(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    for one, two in ((x, y), (y, x)):
        writer.met(one, f"{node.low} - {two.high}", f"{node.high} - {two.low}")


def _unsubtract(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    writer.met(x, f"{node.low} + {y.low}", f"{node.high} + {y.high}")
    writer.met(y, f"{x.low} - {node.high}", f"{x.high} - {node.low}")


def _unnegate(writer: _Writer, node: _Node) -> None:
    (x,) = node.below
    writer.line(f"t = -{node.high}")
    writer.raised(x, "t")
    writer.line(f"t = -{node.low}")
    writer.lowered(x, "t")


def _unmultiply(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    writer.line(f"if {x.low} >= 0.0 and {y.low} >= 0.0:")
    for one, two in ((x, y), (y, x)):
        if one.fixed:
            writer.line("    pass")
            continue
        writer.line(f"    if {node.low} > 0.0 and {two.high}:")
        writer.line(f"        t = below({node.low}, {two.high})")
        writer.line(f"        if t > {one.low}: {one.low} = t")
        writer.line(f"    if {two.low} > 0.0:")
        writer.line(f"        t = above({node.high}, {two.low}) if {node.high} else 0.0")
        writer.line(f"        if t < {one.high}: {one.high} = t")
    writer.line("else:")
    for one, two in ((x, y), (y, x)):
        if one.fixed:
            continue
        ends = f"{node.low}, {node.high}, {two.low}, {two.high}, {one.low}, {one.high}"
        writer.line(f"    t = factor({ends}); w = 1")
        writer.line("    if t is None: return True")
        writer.line(f"    {one.low}, {one.high} = t")


def _undivide(writer: _Writer, node: _Node) -> None:
    x, y = node.below
    low, high = node.low, node.high
    # That `y` rises to `x.low / high` needs `y > 0`, which only its own old end says.
    writer.line(f"if {x.low} >= 0.0 and {y.low} > 0.0 and {low} >= 0.0:")
    writer.line("    w = 1")
    if not y.fixed:
        writer.line(f"    if {x.low} > 0.0 and {high}:")
        writer.line(f"        t = below({x.low}, {high})")
        writer.line(f"        if t > {y.low}: {y.low} = t")
        writer.line(f"    if {low} > 0.0:")
        writer.line(f"        t = above({x.high}, {low}) if {x.high} else 0.0")
        writer.line(f"        if t < {y.high}: {y.high} = t")
    if not x.fixed:
        writer.line(f"    t = after({low} * {y.low}, 0.0)")
        writer.line(f"    if t > {x.low}: {x.low} = t")
        writer.line(f"    t = after({high} * {y.high}, INF) if {high} and {y.high} else 0.0")
        writer.line(f"    if t < {x.high}: {x.high} = t")
    writer.line("else:")
    writer.line("    w = 1")
    if not y.fixed:
        ends = f"{x.low}, {x.high}, {low}, {high}, {y.low}, {y.high}"
        writer.line(f"    t = factor({ends})")
        writer.line("    if t is None: return True")
        writer.line(f"    {y.low}, {y.high} = t")
    if not x.fixed:
        writer.line(f"    t = product({low}, {high}, {y.low}, {y.high})")
        writer.line(f"    if t[0] > {x.low}: {x.low} = t[0]")
        writer.line(f"    if t[1] < {x.high}: {x.high} = t[1]")


def _other_backward(writer: _Writer, node: _Node) -> None:
    term = node.term
    assert isinstance(term, Operation)
    ends = [f"{node.low}, {node.high}"]
    ends += [f"{below.low}, {below.high}" for below in (node.below[0], node.below[-1])]
    exponent = term.exponent
    number = f"{exponent.numerator}, {exponent.denominator}"
    writer.line(f"t = unother({term.operator!r}, {number}, {len(node.below)}, {', '.join(ends)})")
    writer.line("if t is None: return True")
    for number_, below in enumerate(node.below):
        if not below.fixed:
            writer.line(f"{below.low}, {below.high} = t[{number_}]")


_FORWARD = {
    "add": _add,
    "subtract": _subtract,
    "negate": _negate,
    "multiply": _multiply,
    "divide": _divide,
}
_BACKWARD = {
    "add": _unadd,
    "subtract": _unsubtract,
    "negate": _unnegate,
    "multiply": _unmultiply,
    "divide": _undivide,
}


def _written(formula: Formula, *, exact: bool) -> Kernel:
    """Write out a kernel and compile it."""
    counts = Counter(slots(formula))
    writer = _Writer()
    for place in sorted(counts):
        writer.line(f"v{place} = V[{place}]; a{place} = L[v{place}]; b{place} = H[v{place}]")
    writer.line("w = 0")
    for comparison in _comparisons(formula):
        writer.compare(comparison)
    for place in sorted(counts):
        own = "1" if counts[place] > 1 else "w"
        writer.line(f"if a{place} > L[v{place}]:")
        writer.line(f"    L[v{place}] = a{place}; T.append(v{place} * 4 + {own})")
        writer.line(f"if b{place} < H[v{place}]:")
        writer.line(f"    H[v{place}] = b{place}; T.append(v{place} * 4 + 2 + {own})")
        writer.line(f"if a{place} > b{place}: return True")
    writer.line("return False")
    text = "\n".join(["def kernel(L, H, T, V, K):", *writer.lines])
    if exact:
        text = re.sub(r"\bafter\(([^,]+), [^()]*\)", r"(\1)", text)
        text = text.replace("0.0", "0")  # a float among rationals would round what it meets
    else:  # a call the fewer
        text = re.sub(r"\bbelow\(([^,]+), ([^()]+)\)", r"after(\1 / \2, 0.0)", text)
        text = re.sub(r"\babove\(([^,]+), ([^()]+)\)", r"after(\1 / \2, INF)", text)
    names: dict[str, Any] = dict(_EXACT_NAMES if exact else _NAMES)
    exec(compile(text, "<kernel>", "exec"), names)  # our own text: see the docstring
    return cast(Kernel, names["kernel"])


def _comparisons(formula: Formula) -> list[Compare]:
    match formula:
        case Compare():
            return [formula]
        case Every(parts):
            return [each for part in parts for each in _comparisons(part)]
    raise ValueError(formula)


def _product(xl: float, xh: float, yl: float, yh: float) -> tuple[float, float]:
    """Enclose a product of any signs; zeros, and infinities beside them, are taken more slowly."""
    a, b, c, d = xl * yl, xl * yh, xh * yl, xh * yh
    low, high = min(a, b, c, d), max(a, b, c, d)
    if low < high and low and high and a == a and b == b and c == c and d == d:
        return math.nextafter(low, -INFINITY), math.nextafter(high, INFINITY)
    found = arithmetic.multiply(_closed(xl, xh), _closed(yl, yh), DOUBLES)
    return found[0], found[1]


def _quotient(xl: float, xh: float, yl: float, yh: float) -> tuple[float, float] | None:
    if yl > 0 or yh < 0:
        a, b, c, d = xl / yl, xl / yh, xh / yl, xh / yh
        low, high = min(a, b, c, d), max(a, b, c, d)
        if low < high and low and high and a == a and b == b and c == c and d == d:
            return math.nextafter(low, -INFINITY), math.nextafter(high, INFINITY)
    whole: Enclosure | None = None
    for part in arithmetic.divide(_closed(xl, xh), _closed(yl, yh), DOUBLES):
        whole = arithmetic.hull(whole, part)
    return None if whole is None else (whole[0], whole[1])


def _factor(
    zl: float, zh: float, yl: float, yh: float, xl: float, xh: float
) -> tuple[float, float] | None:
    """Enclose what of x a factor of y takes to z."""
    if yl > 0 or yh < 0:
        found = _quotient(zl, zh, yl, yh)
        if found is None:
            return None
        low, high = max(found[0], xl), min(found[1], xh)
        return (low, high) if low <= high else None
    if zl <= 0 <= zh:
        return xl, xh
    solved = arithmetic.solve_product(_closed(zl, zh), _closed(yl, yh), _closed(xl, xh), DOUBLES)
    return None if solved is None else (solved[0], solved[1])


@lru_cache(maxsize=256)
def _operation(operator: str, numerator: int, denominator: int) -> Operation:
    return Operation(operator, (), Fraction(numerator, denominator))


def _other(
    operator: str, numerator: int, denominator: int, xl: float, xh: float, yl: float, yh: float
) -> tuple[float, float] | None:
    term = _operation(operator, numerator, denominator)
    found = forward(operator, _closed(xl, xh), _closed(yl, yh), term, DOUBLES)
    return None if found is None or found[0] > found[1] else (found[0], found[1])


def _unother(
    operator: str, numerator: int, denominator: int, arity: int, *ends: float
) -> list[tuple[float, float]] | None:
    term = _operation(operator, numerator, denominator)
    known = [_closed(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
    if not backward(operator, 0, 1, 2 if arity > 1 else -1, term, known, DOUBLES):
        return None
    return [(low, high) for low, high, _, _ in known[1 : 1 + arity]]


def _closed(low: float, high: float) -> Enclosure:
    return (low, high, low == -INFINITY, high == INFINITY) if low <= high else ALL


def _exact_product(xl: Any, xh: Any, yl: Any, yh: Any) -> tuple[Any, Any]:
    return arithmetic.multiply(_closed(xl, xh), _closed(yl, yh), RATIONALS)[:2]


def _exact_quotient(xl: Any, xh: Any, yl: Any, yh: Any) -> tuple[Any, Any] | None:
    whole: Enclosure | None = None
    for part in arithmetic.divide(_closed(xl, xh), _closed(yl, yh), RATIONALS):
        whole = arithmetic.hull(whole, part)
    return None if whole is None else whole[:2]


def _exact_factor(zl: Any, zh: Any, yl: Any, yh: Any, xl: Any, xh: Any) -> tuple[Any, Any] | None:
    found = arithmetic.solve_product(_closed(zl, zh), _closed(yl, yh), _closed(xl, xh), RATIONALS)
    return None if found is None else found[:2]


def _exact_other(
    operator: str, numerator: int, denominator: int, xl: Any, xh: Any, yl: Any, yh: Any
) -> tuple[Any, Any] | None:
    term = _operation(operator, numerator, denominator)
    found = forward(operator, _closed(xl, xh), _closed(yl, yh), term, RATIONALS)
    return None if found is None or found[0] > found[1] else found[:2]


def _exact_unother(
    operator: str, numerator: int, denominator: int, arity: int, *ends: Any
) -> list[tuple[Any, Any]] | None:
    term = _operation(operator, numerator, denominator)
    known = [_closed(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
    if not backward(operator, 0, 1, 2 if arity > 1 else -1, term, known, RATIONALS):
        return None
    return [(low, high) for low, high, _, _ in known[1 : 1 + arity]]


_NAMES = {
    "after": math.nextafter,
    "INF": INFINITY,
    "product": _product,
    "quotient": _quotient,
    "factor": _factor,
    "other": _other,
    "unother": _unother,
}
_EXACT_NAMES = {
    "below": arithmetic.over,
    "above": arithmetic.over,
    "INF": INFINITY,
    "product": _exact_product,
    "quotient": _exact_quotient,
    "factor": _exact_factor,
    "other": _exact_other,
    "unother": _exact_unother,
}
