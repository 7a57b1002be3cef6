"""The rule grammar: tokens become a tree by climbing precedences.

    if       = "if" or "then" if ["else" if] | or
    or       = and {"or" and}
    and      = not {"and" not}
    not      = "not" not | relation
    relation = sum {("==" | "!=" | "<=" | ">=" | "<" | ">") sum}
             | sum "in" end ".." end | name "in" "{" name {"," name} "}"
    sum      = product {("+" | "-") product}
    product  = sign {("*" | "/") sign}
    sign     = "-" sign | power
    power    = atom ["**" sign]
    atom     = number [scale] [unit] | date | name | function "(" if {"," if} ")" | "(" if ")"

An end is a number, perhaps negated, or a date. The method is Pratt's ("Top down operator
precedence", 1973). Depth is counted where a level opens (parentheses, signs, `not`, `if`,
exponents), so that recursion is bounded; a long sum is no depth.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.config import Limits
from verify.diagnostics import Problem, suggestion
from verify.literal import SCALES, shown
from verify.syntax import (
    AND,
    BINDING,
    COMPARISON,
    FUNCTIONS,
    IF,
    KEYWORDS,
    NOT,
    OF_ONE,
    OR,
    POWER,
    SIGN,
    SUM,
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
    render,
)
from verify.tokens import Kind, Token

_COMPARISONS = frozenset({"==", "!=", "<=", ">=", "<", ">"})
_PLACES = (
    BINDING
    | dict.fromkeys(_COMPARISONS, COMPARISON)
    | {"in": COMPARISON, "and": AND, "or": OR}
)


def parse(
    text: str, tokens: list[Token], limits: Limits
) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a text's tokens, if there is one, and all problems found.

    The tree may be given along with problems, to look for more of them.
    """
    if unbalanced := _unbalanced(tokens):
        return None, unbalanced
    parser = _Parser(text, tokens, limits)
    try:
        return parser.rule(), parser.problems
    except _Refused as refused:
        return None, [*parser.problems, refused.problem]


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
        _problem(
            "unbalanced-parenthesis",
            f"the `{token.text}` at character {token.start + 1} is never closed",
            token,
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
    return _problem("unbalanced-parenthesis", message, token)


def _problem(code: str, message: str, place: Token | Tree, help: str = "") -> Problem:
    return Problem(code, message, place.start, place.end, help=help)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Parser:
    """Reads tokens whose parentheses are balanced."""

    def __init__(self, text: str, tokens: list[Token], limits: Limits) -> None:
        self.text = text
        self.tokens = tokens
        self.limits = limits
        self.index = 0
        self.depth = 0
        self.nodes = 0
        self.problems: list[Problem] = []

    def rule(self) -> Tree:
        if self.token.kind is Kind.END:
            message = "nothing is written where a relation is wanted"
            help = "write a relation, as in `total == fee * term`"
            raise _Refused(_problem("empty-expression", message, self.token, help))
        tree = self.expression(IF)
        if self.token.kind is not Kind.END:
            raise self.misplaced()
        return tree

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def end(self) -> int:
        return self.tokens[self.index - 1].end

    def take(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def taken(self, text: str) -> bool:
        found = self.token.text == text
        self.index += found
        return found

    def made[T](self, node):
        return node
