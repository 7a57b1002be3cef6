"""Mutants of one module: its source with one operator, constant, name, word or statement changed.

Left alone are annotations, decorators (cache sizes, slots), docstrings, assertions, the text of
messages, and statements that bind a plain name, without which the name is missing.

>>> for each in mutants("a < 1"):
...     print(each)
top:1 `a < 1` -> `pass`
top:1 `a < 1` -> `a <= 1`
top:1 `a < 1` -> `a >= 1`
top:1 `1` -> `2`
top:1 `1` -> `0`
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from types import CodeType
from typing import Any

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_PAIRS = (
    ("lower", "upper"),
    ("_lower", "_higher"),
    ("lower_open", "upper_open"),
    ("low", "high"),
    ("min", "max"),
    ("any", "all"),
    ("face", "loose"),
    ("FACE", "LOOSE"),
    ("start", "end"),
    ("first", "last"),
    ("old", "new"),
)
_SWAPPED = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_ALONE = {"annotation", "returns", "decorator_list", "format_spec", "ctx", "op", "ops", "msg"}


@dataclass(frozen=True)
class Mutant:
    """A mutant: its number in its module, and what was changed where.

    `place` is the function or class around it, "" at the module's top, and `text` the line as it
    stands there; `nth` counts the same changes of the same line. `ready` says that it lies in the
    body of a function, so that a module already imported can take it over.
    """

    number: int
    place: str
    line: int
    text: str
    before: str
    after: str
    nth: int
    ready: bool

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What tells it from others of its module, also once lines have moved."""
        return self.place, self.text, self.before, self.after, self.nth

    def __str__(self) -> str:
        return f"{self.place or 'top'}:{self.line} `{self.before}` -> `{self.after}`"


@dataclass(frozen=True)
class _Slot:
    """A place of the tree: the field of a node, or of a list of it the place, and what is there."""

    parent: ast.AST
    field: str
    index: int | None
    child: ast.AST
    place: str
    ready: bool
    line: int


def mutants(source: str) -> tuple[Mutant, ...]:
    """Return every mutant of a source, from the outside of its syntax to the inside."""
    lines = source.splitlines()
    found: list[Mutant] = []
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for number, (slot, new) in enumerate(_changes(ast.parse(source))):
        text, before, after = lines[slot.line - 1].strip(), _shown(slot.child), _shown(new)
        same = slot.place, text, before, after
        counts[same] += 1
        mutant = Mutant(
            number, slot.place, slot.line, text, before, after, counts[same], slot.ready
        )
        found.append(mutant)
    return tuple(found)


def compiled(source: str, path: str, number: int) -> CodeType:
    """Return the code of the mutant of that number; lines are as they were."""
    tree = ast.parse(source)
    slot, new = next(each for n, each in enumerate(_changes(tree)) if n == number)
    ast.copy_location(new, slot.child)
    if slot.index is None:
        setattr(slot.parent, slot.field, new)
    else:
        getattr(slot.parent, slot.field)[slot.index] = new
    return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


def _changes(tree: ast.Module) -> Iterator[tuple[_Slot, Any]]:
    for slot in _slots(tree, "", False, 1):
        for new in _variants(slot):
            yield slot, new


def _shown(node: Any) -> str:
    """Write a node, of a compound statement the first line, without what is below it."""
    if isinstance(node, ast.comprehension):
        return ast.unparse(node).strip()
    if isinstance(node, ast.match_case):
        return ast.unparse(node).strip().split("\n")[0]
    return ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]


def _slots(node: ast.AST, place: str, ready: bool, line: int) -> Iterator[_Slot]:
    function = isinstance(node, ast.FunctionDef)
    for field, value in ast.iter_fields(node):
        if field in _ALONE or isinstance(node, ast.Assert):
            continue
        inside = ready or (function and field == "body")
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST):
                continue
            at = getattr(child, "lineno", line)
            yield _Slot(
                node, field, index if isinstance(value, list) else None, child, place, inside, at
            )
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            below = f"{place}.{child.name}".lstrip(".") if named else place  # type: ignore[attr-defined]
            yield from _slots(child, below, inside, at)


def _variants(slot: _Slot) -> Iterator[ast.AST]:
    """Return what may stand in a place instead."""
    node: Any = slot.child
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                for other in _COMPARED[type(operator)]:
                    yield _with(node, ops=_replaced(node.ops, index, other()))
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _RECKONED:
            yield _with(node, op=_RECKONED[type(node.op)]())
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for index in range(len(node.values)):
                rest = _without(node.values, index)
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Constant():
            yield from _constants(node, slot)
        case ast.Name() | ast.Attribute() if isinstance(node.ctx, ast.Load):
            field = "id" if isinstance(node, ast.Name) else "attr"
            name = getattr(node, field)
            if name in _SWAPPED:
                yield _with(node, **{field: _SWAPPED[name]})
        case ast.Call():
            for index, keyword in enumerate(node.keywords):
                if keyword.arg is not None:
                    yield _with(node, keywords=_without(node.keywords, index))
        case ast.If() | ast.While() | ast.IfExp():
            if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension():
            for index in range(len(node.ifs)):
                yield _with(node, ifs=_without(node.ifs, index))
        case ast.match_case() if node.guard is not None:
            yield _with(node, guard=None)
        case ast.Return() if not _is_none(node.value):
            yield ast.Return(ast.Constant(None))
        case ast.Tuple() | ast.Set() | ast.List() if isinstance(slot.parent, ast.Compare):
            for index in range(len(node.elts)):
                yield _with(node, elts=_without(node.elts, index))
        case ast.Dict():
            for index in range(len(node.keys)):
                keys, values = _without(node.keys, index), _without(node.values, index)
                yield _with(node, keys=keys, values=values)
    if _leaves(node):
        yield ast.Pass()


def _constants(node: ast.Constant, slot: _Slot) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, str) and isinstance(slot.parent, ast.Compare):
        yield ast.Constant(value + "~")


def _leaves(node: ast.AST) -> bool:
    """Tell whether a statement can be removed and leave a program."""
    match node:
        case ast.Expr():
            return not isinstance(node.value, ast.Constant)
        case ast.Assign():
            return any(
                isinstance(part, ast.Attribute | ast.Subscript)
                for target in node.targets
                for part in (target.elts if isinstance(target, ast.Tuple) else [target])
            )
    return isinstance(node, ast.AugAssign | ast.Raise | ast.Break | ast.Continue | ast.Delete)


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _with(node: Any, **fields: Any) -> Any:
    other = copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _replaced(values: Sequence[Any], index: int, value: Any) -> list[Any]:
    return [*values[:index], value, *values[index + 1 :]]


def _without(values: Sequence[Any], index: int) -> list[Any]:
    return [*values[:index], *values[index + 1 :]]
