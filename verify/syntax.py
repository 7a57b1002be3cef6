"""The tree of a rule: node types, and the canonical text of a tree.

A tree says what was written and nothing about what it is worth: `9**9**9` is three numbers and
two powers. Every node knows its place in the text (`start`, `end`; the end is exclusive, and
parentheses around a whole node are outside it); places do not count when trees are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

KEYWORDS = frozenset({"and", "or", "not", "if", "then", "else", "in", "when"})
OF_ONE = frozenset({"abs", "sqrt", "exp", "log", "floor", "ceil", "round"})
OF_SEVERAL = frozenset({"min", "max", "sum"})
FUNCTIONS = OF_ONE | OF_SEVERAL

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Number:
    """A literal without sign: `700 W/GPU`, `40 billion USD`, `5 %`.

    `value` has the scale word multiplied in and counts `unit`, which is "" where none is written
    and "percent" for `%`. `text` is the literal with single spaces between number, scale word and
    unit, and reads back as the same value and unit.
    """

    value: Fraction
    unit: str = ""
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a quantity, of a subject's quantity (`deal.fee`) or of a choice."""

    id: str
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """A day, `2029-05-17`, or a month, `2029-05`, that the calendar has."""

    text: str
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """The operand with the opposite sign."""

    operand: Tree
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`, with `op` one of + - * / **."""

    op: str
    left: Tree
    right: Tree
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of FUNCTIONS: one argument for OF_ONE, two or more for OF_SEVERAL."""

    function: str
    arguments: tuple[Tree, ...]
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain `a <= b < c`: each operator of == != <= >= < > joins two neighbouring operands."""

    operands: tuple[Tree, ...]
    operators: tuple[str, ...]
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Within:
    """`operand in lower .. upper`, both ends closed; both are dates or numbers, perhaps negated.

    A unit or scale word written once, after the upper end, is already both ends'.
    """

    operand: Tree
    lower: Tree
    upper: Tree
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """`operand in {paid, due}`: a choice takes one of some names."""

    operand: Name
    names: tuple[Name, ...]
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more relations."""

    parts: tuple[Tree, ...]
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more relations."""

    parts: tuple[Tree, ...]
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a relation."""

    operand: Tree
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if condition then … else …`: of two relations (the second may be left out) or two values."""

    condition: Tree
    then: Tree
    otherwise: Tree | None = None
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


Tree = (
    Number
    | Name
    | DateLiteral
    | Negate
    | Binary
    | Call
    | Compare
    | Within
    | OneOf
    | And
    | Or
    | Not
    | Conditional
)

# How tightly a node holds together; an operand that is looser than its place needs parentheses.
IF, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 11)
BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER}


def render(tree: Tree) -> str:
    """Return the canonical text of a tree, with as few parentheses as it can be read back with.

    >>> render(Binary("*", Binary("+", Name("a"), Name("b")), Negate(Name("c"))))
    '(a + b) * -c'
    """
    match tree:
        case Number() | DateLiteral():
            return tree.text
        case Name():
            return tree.id
        case Negate():
            return f"-{_placed(tree.operand, SIGN)}"
        case Binary(op="**"):
            return f"{_placed(tree.left, ATOM)} ** {_placed(tree.right, SIGN)}"
        case Binary():
            place = BINDING[tree.op]
            return f"{_placed(tree.left, place)} {tree.op} {_placed(tree.right, place + 1)}"
        case Call():
            return f"{tree.function}({', '.join(map(render, tree.arguments))})"
        case Compare():
            words = [_placed(tree.operands[0], SUM)]
            for operator, operand in zip(tree.operators, tree.operands[1:], strict=True):
                words += [operator, _placed(operand, SUM)]
            return " ".join(words)
        case Within():
            return f"{_placed(tree.operand, SUM)} in {render(tree.lower)} .. {render(tree.upper)}"
        case OneOf():
            return f"{tree.operand.id} in {{{', '.join(name.id for name in tree.names)}}}"
        case And():
            return " and ".join([_placed(part, NOT) for part in tree.parts])
        case Or():
            return " or ".join([_placed(part, AND) for part in tree.parts])
        case Not():
            return f"not {_placed(tree.operand, NOT)}"
        case Conditional(otherwise=None):
            return f"if {_placed(tree.condition, OR)} then {render(tree.then)}"
        case Conditional():
            assert tree.otherwise is not None
            then = f"({render(tree.then)})" if _open(tree.then) else render(tree.then)
            otherwise = render(tree.otherwise)
            return f"if {_placed(tree.condition, OR)} then {then} else {otherwise}"


def _placed(tree: Tree, place: int) -> str:
    return render(tree) if _binding(tree) >= place else f"({render(tree)})"


def _open(tree: Tree) -> bool:
    """Tell whether a tree's text ends in an `if` that would take a following `else` for its own."""
    while isinstance(tree, Conditional):
        if tree.otherwise is None:
            return True
        tree = tree.otherwise
    return False


def _binding(tree: Tree) -> int:
    match tree:
        case Conditional():
            return IF
        case Or():
            return OR
        case And():
            return AND
        case Not():
            return NOT
        case Compare() | Within() | OneOf():
            return COMPARISON
        case Binary():
            return BINDING[tree.op]
        case Negate():
            return SIGN
        case _:
            return ATOM


def is_name(text: str) -> bool:
    """Tell whether a text is spelt as a name, with or without dots; it may be a keyword."""
    return _NAME.fullmatch(text) is not None


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the parts of a node in the order they are written."""
    match tree:
        case Negate() | Not():
            return (tree.operand,)
        case Binary():
            return (tree.left, tree.right)
        case Call():
            return tree.arguments
        case Compare():
            return tree.operands
        case Within():
            return (tree.operand, tree.lower, tree.upper)
        case OneOf():
            return (tree.operand, *tree.names)
        case And() | Or():
            return tree.parts
        case Conditional(otherwise=None):
            return (tree.condition, tree.then)
        case Conditional():
            assert tree.otherwise is not None
            return (tree.condition, tree.then, tree.otherwise)
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield a tree's nodes, each before its parts, in the order they are written."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def names(tree: Tree) -> tuple[Name, ...]:
    """Return every name in order of appearance, names of choices and repetitions included."""
    return tuple(node for node in walk(tree) if isinstance(node, Name))
