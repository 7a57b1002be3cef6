"""A rule's text becomes a tree, and nothing is evaluated.

After scanning and parsing, a last look tells relations from values: what is compared and
computed with are values, what `and`, `or`, `not` and `if` join are relations, and a rule is a
relation. This module is the way in; the tree's node types can be had from here as well.
"""

from __future__ import annotations

from verify.config import Limits
from verify.diagnostics import Problem
from verify.grammar import parse
from verify.literal import shown
from verify.syntax import (
    FUNCTIONS,
    KEYWORDS,
    And,
    Binary,
    Call,
    Compare,
    Conditional,
    DateLiteral,
    Name,
    Negate,
    Not,
    Number,
    OneOf,
    Or,
    Tree,
    Within,
    children,
    is_name,
    names,
    render,
    walk,
)
from verify.tokens import Token, scan

__all__ = [
    "FUNCTIONS",
    "KEYWORDS",
    "And",
    "Binary",
    "Call",
    "Compare",
    "Conditional",
    "DateLiteral",
    "Name",
    "Negate",
    "Not",
    "Number",
    "OneOf",
    "Or",
    "Tree",
    "Within",
    "children",
    "is_relation",
    "names",
    "parse_condition",
    "parse_relation",
    "render",
    "split_assignment",
    "walk",
]


_LIMITS = Limits()


def parse_relation(text: str, limits: Limits = _LIMITS) -> Tree | tuple[Problem, ...]:
    """Read a rule: return its tree, or, in the order of their places, all problems found.

    >>> render(parse_relation("total==fee*term"))
    'total == fee * term'
    """
    if len(text) > limits.expression_length:
        message = f"the rule has {len(text)} characters, of at most {limits.expression_length}"
        help = "name a part as a quantity with a rule of its own"
        return (Problem("expression-too-large", message, 0, len(text), help=help),)
    scanned = scan(text, limits)
    problems = scanned.problems
    if scanned.readable and (unbalanced := _unbalanced(scanned.tokens)):
        problems = problems + unbalanced
    elif scanned.readable:
        tree, found = parse(text, scanned.tokens, limits)
        if tree is not None:
            found += _confused(tree, text)
            if not problems and not found:
                return tree
        problems = problems + found
    return tuple(sorted(problems, key=lambda problem: problem.start)[: limits.problems])


def parse_condition(text: str, limits: Limits = _LIMITS) -> Tree | tuple[Problem, ...]:
    """Read the condition of a `when:`, which is a relation like any rule."""
    return parse_relation(text, limits)


def split_assignment(text: str) -> tuple[str, str] | Problem:
    """Part `name = value` at its first `=` or `==` into the name and the value's text.

    >>> split_assignment("deal.term = 48 month")
    ('deal.term', '48 month')
    """
    left, equals, right = text.partition("=")
    name = left.strip()
    value = right.removeprefix("=").strip()
    place = len(left)
    help = "write a quantity and its value, as in `deal.term = 48 month`"
    if not equals or name[-1:] in ("<", ">", "!") or right.startswith((">", "<")):
        message = "no `=` stands between a name and a value"
        return Problem("not-an-assignment", message, 0, len(text), help=help)
    if not is_name(name) or name in KEYWORDS or name in FUNCTIONS:
        message = f"`{shown(name)}` is not a quantity's name" if name else "no name before `=`"
        return Problem("not-an-assignment", message, 0, place, help=help)
    if not value:
        help = f"write the value, as in `{shown(name)} = 48 month`"
        return Problem("not-an-assignment", "no value after `=`", place, len(text), help=help)
    return name, value


def is_relation(tree: Tree) -> bool:
    """Tell whether a tree is true or false, rather than a value."""
    while isinstance(tree, Conditional):
        tree = tree.then
    return isinstance(tree, Compare | Within | OneOf | And | Or | Not)


_PARTNERS = {")": "(", "}": "{"}


def _unbalanced(tokens: list[Token]) -> list[Problem]:
    opened: list[Token] = []
    for token in tokens:
        if token.text in _PARTNERS.values():
            opened.append(token)
        elif token.text in _PARTNERS:
            if not opened or opened[-1].text != _PARTNERS[token.text]:
                return [_unmatched(token, opened)]
            opened.pop()
    return [
        Problem(
            "unbalanced-parenthesis",
            f"the `{token.text}` at character {token.start + 1} is never closed",
            token.start,
            token.end,
        )
        for token in opened
    ]


def _unmatched(token: Token, opened: list[Token]) -> Problem:
    message = f"the `{token.text}` at character {token.start + 1} closes nothing"
    if opened:
        last = opened[-1]
        message = (
            f"the `{last.text}` at character {last.start + 1} "
            f"is closed by the `{token.text}` at character {token.start + 1}"
        )
    return Problem("unbalanced-parenthesis", message, token.start, token.end)


def _confused(tree: Tree, text: str) -> list[Problem]:
    """Return where a value stands in a relation's place, or a relation in a value's."""
    problems = []
    pending: list[tuple[Tree, bool, bool]] = [(tree, True, False)]
    while pending:
        node, relation, compared = pending.pop()
        match node:
            case Conditional():
                pending.append((node.condition, True, False))
                pending.append((node.then, relation, False))
                if node.otherwise is not None:
                    pending.append((node.otherwise, relation, False))
                elif not relation:
                    problems.append(_incomplete(node))
                continue
            case And() | Or() | Not():
                inner = True
            case _:
                inner = False
        pending += [(part, inner, isinstance(node, Compare)) for part in children(node)]
        if relation and not is_relation(node):
            problems.append(_not_a_relation(node, text))
        elif not relation and is_relation(node):
            problems.append(_not_a_value(node, text, compared))
    return problems


def _incomplete(node: Conditional) -> Problem:
    message = "an `if` that is a value has no `else`"
    help = "write `(if … then … else …)`"
    return Problem("incomplete-conditional", message, node.start, node.end, help=help)


def _not_a_relation(node: Tree, text: str) -> Problem:
    written = shown(text[node.start : node.end])
    help = "compare it with ==, !=, <=, >=, < or >"
    if isinstance(node, Name):
        help = f"compare it, as in `{written} == yes` for a choice or `{written} > 0` for a number"
    message = f"`{written}` is a value, which is neither true nor false"
    return Problem("not-a-relation", message, node.start, node.end, help=help)


def _not_a_value(node: Tree, text: str, compared: bool) -> Problem:
    written = shown(text[node.start : node.end])
    help = "relations are joined by and, or and not"
    if compared and isinstance(node, Compare):
        help = "a chain has no parentheses: write `a == b == c`, or `a == b and b == c`"
    message = f"`{written}` is true or false, and no value to compute or compare with"
    return Problem("relation-as-value", message, node.start, node.end, help=help)
