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
exponents), so that recursion is bounded; a long sum is no depth, but a chain, whose length is
bounded as well.
"""

from __future__ import annotations

from verify.config import Limits
from verify.diagnostics import Problem, suggestion
from verify.literal import range_defect, shown, with_unit_of
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
    Name,
    Negate,
    Not,
    OneOf,
    Or,
    Tree,
    Within,
    children,
    walk,
)
from verify.tokens import Kind, Token

_COMPARISONS = frozenset({"==", "!=", "<=", ">=", "<", ">"})
_PLACES = (
    BINDING | dict.fromkeys(_COMPARISONS, COMPARISON) | {"in": COMPARISON, "and": AND, "or": OR}
)


def parse(text: str, tokens: list[Token], limits: Limits) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a text's tokens, if there is one, and all problems found.

    Parentheses are balanced already. A tree may come with problems, to look for more of them.
    """
    parser = _Parser(text, tokens, limits)
    try:
        return parser.rule(), parser.problems
    except _Refused as refused:
        return None, [*parser.problems, refused.problem]


def _problem(code: str, message: str, place: Token | Tree, help: str = "") -> Problem:
    return Problem(code, message, place.start, place.end, help=help)


def _height(tree: Tree) -> int:
    """Return how many operations build on one another; a function takes its operands in turn."""
    heights: dict[int, int] = {}
    for node in reversed(list(walk(tree))):
        parts = children(node)
        own = len(parts) - 1 if isinstance(node, Call) else bool(parts)
        heights[id(node)] = own + max((heights[id(part)] for part in parts), default=0)
    return heights[id(tree)]


class _Refused(Exception):  # noqa: N818 - it carries a finding, and is caught where it is used
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
        if self.index < len(self.tokens) - 1:
            raise self.misplaced()
        bound = self.limits.expression_chain
        if _height(tree) > bound:
            message = f"the rule has more than {bound} operations that build on one another"
            help = "name a part as a quantity with a rule of its own, as subtotals are"
            raise _Refused(_problem("expression-too-large", message, tree, help))
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

    def made(self, node: Tree) -> Tree:
        self.nodes += 1
        bound = self.limits.expression_nodes
        if self.nodes > bound:
            message = f"the rule has more than {bound} numbers, names and operators"
            help = "name a part as a quantity with a rule of its own"
            raise _Refused(_problem("expression-too-large", message, node, help))
        return node

    def nested(self, minimum: int) -> Tree:
        """Read an expression one level deeper."""
        self.depth += 1
        if self.depth > self.limits.expression_depth:
            message = f"the rule is nested more than {self.limits.expression_depth} levels deep"
            help = "name a part as a quantity with a rule of its own"
            raise _Refused(_problem("expression-too-large", message, self.token, help))
        tree = self.expression(minimum)
        self.depth -= 1
        return tree

    def expression(self, minimum: int) -> Tree:
        """Read an expression whose operators bind at least as tightly as `minimum`."""
        begin = self.token.start
        tree = self.operand(minimum)
        while True:
            word = self.token.text
            place = _PLACES.get(word)
            if place is None:
                self.adjacent()
                return tree
            if place < minimum:
                return tree
            if place in (AND, OR):
                tree = self.joined(tree, word, place, begin)
            elif word == "in":
                self.take()
                tree = (
                    self.one_of(tree, begin) if self.token.text == "{" else self.within(tree, begin)
                )
                self.unchained()
            elif place == COMPARISON:
                tree = self.compared(tree, begin)
                self.unchained()
            else:
                self.take()
                right = self.nested(SIGN) if place == POWER else self.expression(place + 1)
                tree = self.made(Binary(word, tree, right, begin, self.end))

    def operand(self, minimum: int) -> Tree:
        token = self.token
        if token.literal is not None:
            self.take()
            return self.made(token.literal)
        if token.kind is Kind.NAME:
            return self.call() if self.tokens[self.index + 1].text == "(" else self.name()
        if token.text == "(":
            self.take()
            tree = self.nested(IF)
            if not self.taken(")"):
                raise self.misplaced()
            return tree
        if token.text == "-":
            self.take()
            return self.made(Negate(self.nested(SIGN), token.start, self.end))
        if token.text in ("not", "if"):
            if minimum > (NOT if token.text == "not" else IF):
                message = f"`{token.text}` stands after `{self.before()}` without parentheses"
                help = f"write `({token.text} …)`"
                self.problems.append(_problem("missing-parentheses", message, token, help))
            self.take()
            if token.text == "if":
                return self.conditional(token)
            return self.made(Not(self.nested(NOT), token.start, self.end))
        raise self.missing()

    def name(self) -> Tree:
        token = self.take()
        if token.text in FUNCTIONS:
            operands = "x" if token.text in OF_ONE else "a, b"
            message = f"`{token.text}` is a function and cannot be a name"
            help = f"write `{token.text}({operands})`, or give the quantity another name"
            self.problems.append(_problem("keyword-as-name", message, token, help))
        return self.made(Name(token.text, token.start, token.end))

    def call(self) -> Tree:
        name = self.take()
        self.take()
        arguments = [self.nested(IF)]
        while self.taken(","):
            arguments.append(self.nested(IF))
        if not self.taken(")"):
            raise self.misplaced()
        written = shown(name.text)
        if name.text not in FUNCTIONS:
            near = suggestion(name.text, FUNCTIONS)
            inside = shown(self.text[arguments[0].start : arguments[-1].end])
            help = f"write `{near}`" if near else f"to multiply, write `{written} * ({inside})`"
            if len(arguments) > 1 and not near:
                help = f"the functions are {', '.join(sorted(FUNCTIONS))}"
            message = f"there is no function `{written}`"
            self.problems.append(_problem("unknown-function", message, name, help))
        elif name.text in OF_ONE and len(arguments) > 1:
            message = f"`{written}` takes one operand, not {len(arguments)}"
            help = f"write `{written}(x)`"
            self.problems.append(_problem("wrong-operand-count", message, name, help))
        elif name.text not in OF_ONE and len(arguments) == 1:
            message = f"`{written}` takes two or more operands, not one"
            help = f"write `{written}(a, b)`"
            self.problems.append(_problem("wrong-operand-count", message, name, help))
        return self.made(Call(name.text, tuple(arguments), name.start, self.end))

    def conditional(self, start: Token) -> Tree:
        condition = self.nested(OR)
        if not self.taken("then"):
            message = f"the `if` at character {start.start + 1} has no `then`"
            help = "write `if … then …`, with `else …` if there is one"
            raise _Refused(_problem("incomplete-conditional", message, start, help))
        then = self.nested(IF)
        otherwise = self.nested(IF) if self.taken("else") else None
        return self.made(Conditional(condition, then, otherwise, start.start, self.end))

    def joined(self, first: Tree, word: str, place: int, begin: int) -> Tree:
        parts = [first]
        while self.taken(word):
            parts.append(self.expression(place + 1))
        sort = And if word == "and" else Or
        return self.made(sort(tuple(parts), begin, self.end))

    def compared(self, first: Tree, begin: int) -> Tree:
        operands, operators = [first], []
        while self.token.text in _COMPARISONS:
            operators.append(self.take().text)
            operands.append(self.expression(SUM))
        return self.made(Compare(tuple(operands), tuple(operators), begin, self.end))

    def within(self, operand: Tree, begin: int) -> Tree:
        written = shown(self.text[begin : self.tokens[self.index - 2].end])
        lower_begin = self.token.start
        lower = self.expression(SUM)
        if not self.taken(".."):
            message = "`in` is followed neither by a range nor by a set of names"
            help = f"write `{written} in 1 .. 2` or `{written} in {{a, b}}`"
            if isinstance(lower, Name):
                help = f"write `{written} == {lower.id}`"
            raise _Refused(Problem("bad-range", message, lower_begin, self.end, help=help))
        upper = self.expression(SUM)
        lower = with_unit_of(lower, upper)
        if defect := range_defect(lower, upper, written):
            message, help = defect
            self.problems.append(Problem("bad-range", message, lower_begin, self.end, help=help))
        return self.made(Within(operand, lower, upper, begin, self.end))

    def one_of(self, operand: Tree, begin: int) -> Tree:
        opened = self.take()
        members: list[Name] = []
        while not members or self.taken(","):
            token = self.take()
            if token.kind is not Kind.NAME or "." in token.text or token.text in FUNCTIONS:
                raise self.no_choice(operand, token)
            members.append(Name(token.text, token.start, token.end))
            self.made(members[-1])
        if not self.taken("}"):
            raise self.no_choice(operand, self.token)
        if not isinstance(operand, Name):
            message = "only a name can be one of a set of names"
            help = "write `status in {paid, due}`"
            raise _Refused(Problem("bad-set", message, begin, opened.start, help=help))
        return self.made(OneOf(operand, tuple(members), begin, self.end))

    def no_choice(self, operand: Tree, token: Token) -> _Refused:
        help = "write the names of choices with commas, as in `status in {paid, due}`"
        if token.kind is Kind.NUMBER and isinstance(operand, Name):
            help = f"write `{operand.id} == {token.text} or …`, or a range `{operand.id} in 1 .. 2`"
        message = f"`{shown(token.text)}` is not a choice's name"
        if token.text in ("}", ","):
            message = f"a name is missing before the `{token.text}` of a set"
        elif token.kind is Kind.NAME and self.before() != ",":
            message = f"a comma is missing before `{shown(token.text)}`"
        return _Refused(_problem("bad-set", message, token, help))

    def unchained(self) -> None:
        """Refuse a comparison right after an `in`, or an `in` after a comparison."""
        if self.token.text in _COMPARISONS or self.token.text == "in":
            message = "`in` cannot be chained with another comparison"
            help = "join the two relations by `and`"
            raise _Refused(_problem("chained-in", message, self.token, help))

    def adjacent(self) -> None:
        """Refuse what cannot follow an operand, unless it ends the expression."""
        token = self.token
        if token.text == "not" and self.tokens[self.index + 1].text == "in":
            message = "`not` stands before `in`"
            raise _Refused(_problem("misplaced-keyword", message, token, "write `not x in …`"))
        if token.text in ("if", "when"):
            raise self.misplaced()
        if token.kind in (Kind.NUMBER, Kind.DATE, Kind.NAME) or token.text in ("(", "{", "not"):
            previous = self.tokens[self.index - 1]
            left, right = shown(previous.text), shown(token.text)
            message = f"an operator is missing between `{left}` and `{right}`"
            help = _missing_operator(previous, token, left, right)
            place = Problem("missing-operator", message, previous.start, token.end, help=help)
            raise _Refused(place)

    def missing(self) -> _Refused:
        token, before = self.token, self.before()
        if token.text in ("then", "else", "when"):
            return self.misplaced()
        if token.kind is Kind.END:
            message = f"an operand is missing after `{before}`"
        elif not before:
            message = f"an operand is missing before `{token.text}`"
        else:
            message = f"an operand is missing between `{before}` and `{token.text}`"
        help = ""
        if token.text == "+":
            help = "a number needs no `+` before it"
        elif token.text == before == "/":
            help = "write `a / b` to divide, `floor(a / b)` to divide without a rest"
        elif token.text == "{":
            help = "a set of names stands after `in`, as in `status in {paid, due}`"
        start = self.tokens[self.index - 1].start if before else token.start
        return _Refused(Problem("missing-operand", message, start, token.end, help=help))

    def before(self) -> str:
        return shown(self.tokens[self.index - 1].text) if self.index else ""

    def misplaced(self) -> _Refused:
        """Refuse the token that stands where an expression has ended."""
        token = self.token
        message = f"`{token.text}` has no place here"
        if token.kind is Kind.KEYWORD:
            help = "write `if … then … else …`"
            if token.text == "when":
                help = "put the condition under the rule's key `when`, or write `if … then …`"
            elif token.text == "if":
                help = "the condition comes first: write `if … then …`"
            return _Refused(_problem("misplaced-keyword", message, token, help))
        help = ""
        if token.text == ",":
            help = "a comma parts the operands of a function; a decimal point is written `.`"
        elif token.text == "..":
            help = "a range is written `x in a .. b`"
        return _Refused(_problem("misplaced-sign", message, token, help))


def _missing_operator(previous: Token, token: Token, left: str, right: str) -> str:
    for word in (left, right):
        if word.lower() in KEYWORDS and word not in KEYWORDS:
            return f"keywords are written in small letters: `{word.lower()}`"
    if previous.kind is token.kind is Kind.NUMBER and right[:3].isdigit() and left.isdigit():
        return f"if this is one number, write {left}{right}"
    if right in ("is", "equals", "eq"):
        return "write == to compare"
    if token.text in ("{", "not") or Kind.DATE in (token.kind, previous.kind):
        return ""
    return f"to multiply, write `{left} * {right}{'…)' if right == '(' else ''}`"
