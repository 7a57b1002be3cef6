"""Relations mean what the design says: Kleene's connectives, `if`, and definedness.

Random relations are written out with every bracket, read and compiled by the program, and compared
with a direct evaluator over true, false and undefined.
"""

from __future__ import annotations

from fractions import Fraction

import suites
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.compile import compile_facts
from verify.evaluate import satisfied
from verify.facts import Facts
from verify.question import ask
from verify.system import Constraint, Variable

NAMES = ("x", "y", "z")
VALUES = [Fraction(n, 2) for n in (-4, -2, -1, 0, 1, 2, 4)]
Node = tuple[object, ...]
"""An operator with its operands, a name, or a number."""


def number(node: object, at: dict[str, Fraction]) -> Fraction | None:
    """Compute a value; None where it is undefined."""
    if isinstance(node, Fraction):
        return node
    if isinstance(node, str):
        return at[node]
    assert isinstance(node, tuple)
    operator, *operands = node
    known = [number(operand, at) for operand in operands]
    if any(each is None for each in known):
        return None
    x, y = known[0] or Fraction(0), known[-1] or Fraction(0)
    match operator:
        case "+":
            return x + y
        case "-":
            return x - y
        case "*":
            return x * y
        case "/":
            return x / y if y else None
        case "** 2":
            return x * x
        case "** -1":
            return 1 / x if x else None
        case "** 0":
            return Fraction(1) if x else None
        case "sqrt":  # of a square, so that it is rational
            return abs(x)
        case "root":  # of a square with its own sign: undefined below zero
            return x if x >= 0 else None
        case "max":
            return max(x, y)
        case "abs":
            return abs(x)
    raise ValueError(operator)


def truth(node: object, at: dict[str, Fraction]) -> bool | None:
    """Decide a relation after Kleene; None where it is undefined."""
    assert isinstance(node, tuple)
    operator, *operands = node
    if operator in ("==", "!=", "<=", "<", ">=", ">"):
        a, b = (number(operand, at) for operand in operands)
        if a is None or b is None:
            return None
        return {"==": a == b, "!=": a != b, "<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}[
            str(operator)
        ]
    parts = [truth(operand, at) for operand in operands]
    match operator:
        case "not":
            return None if parts[0] is None else not parts[0]
        case "and":
            return False if False in parts else None if None in parts else True
        case "or":
            return True if True in parts else None if None in parts else False
        case "if":
            if parts[0] is True:
                return parts[1]
            return parts[2] if len(parts) > 2 else True
    raise ValueError(operator)


def written(node: object) -> str:
    """Write a relation or value with every bracket."""
    if isinstance(node, Fraction):
        return f"({node})" if node.denominator > 1 or node < 0 else str(node)
    if isinstance(node, str):
        return node
    assert isinstance(node, tuple)
    operator, *operands = node
    parts = [written(operand) for operand in operands]
    match operator:
        case "not":
            return f"(not {parts[0]})"
        case "if":
            otherwise = f" else {parts[2]}" if len(parts) > 2 else ""
            return f"(if {parts[0]} then {parts[1]}{otherwise})"
        case "** 2" | "** -1" | "** 0":
            exponent = str(operator).removeprefix("** ")
            return f"({parts[0]} ** {exponent if exponent != '-1' else '(-1)'})"
        case "sqrt":
            return f"sqrt({parts[0]} * {parts[0]})"
        case "root":
            return f"sqrt({parts[0]} * abs({parts[0]}))"
        case "max":
            return f"max({parts[0]}, {parts[1]})"
        case "abs":
            return f"abs({parts[0]})"
    return f"({parts[0]} {operator} {parts[1]})"


@st.composite
def numbers(draw: st.DrawFn, depth: int) -> object:
    kind = draw(st.integers(0, 9))
    if depth == 0 or kind < 5:
        return draw(st.sampled_from(NAMES)) if kind else draw(st.sampled_from(VALUES))
    if kind < 9:
        operator = draw(st.sampled_from(["+", "-", "*", "/", "/", "max"]))
        return operator, draw(numbers(depth - 1)), draw(numbers(depth - 1))
    one = draw(st.sampled_from(["** 2", "** -1", "** 0", "sqrt", "root", "abs"]))
    return one, draw(st.sampled_from(NAMES))


@st.composite
def relations(draw: st.DrawFn, depth: int) -> Node:
    kind = draw(st.integers(0, 9))
    if depth == 0 or kind < 3:
        operator = draw(st.sampled_from(["==", "!=", "<=", "<", ">=", ">"]))
        left = draw(st.sampled_from(NAMES)) if draw(st.booleans()) else draw(numbers(2))
        return operator, left, draw(numbers(2))
    if kind == 3:
        return "not", draw(relations(depth - 1))
    if kind < 8:
        operator = draw(st.sampled_from(["and", "or"]))
        return operator, draw(relations(depth - 1)), draw(relations(depth - 1))
    parts = [draw(relations(depth - 1)) for _ in range(draw(st.integers(2, 3)))]
    return "if", *parts


def _system(node: Node) -> tuple[tuple[Variable, ...], tuple[Constraint, ...]] | None:
    """Compile a relation; None where it is refused because a part is never defined."""
    text = written(node)
    declared = dict.fromkeys(NAMES, "unit: 1")
    rules = [f"({text}) and x <= x and y <= y and z <= z"]  # so that all three are mentioned
    facts: Facts = suites.facts_of(suites.Written(declared, rules).text)
    compiled = compile_facts(facts)
    if compiled.diagnostics:
        assert {each.code for each in compiled.diagnostics} == {"undefined-rule"}
        return None
    return compiled.system.variables, compiled.system.hard


@given(relations(3), st.lists(st.tuples(*[st.sampled_from(VALUES)] * 3), min_size=6, max_size=6))
@settings(max_examples=250, deadline=None)
def test_a_compiled_relation_holds_where_it_is_true(
    node: Node, points: list[tuple[Fraction, ...]]
) -> None:
    system = _system(node)
    if system is None:
        return
    variables, constraints = system
    for point in points:
        at = dict(zip(NAMES, point, strict=True))
        values = [at[variable.id] for variable in variables]
        holds = all(satisfied(constraint, values) for constraint in constraints)
        assert holds == (truth(node, at) is True), written(node)


@given(relations(2), st.tuples(*[st.sampled_from(VALUES)] * 3))
@settings(max_examples=60, deadline=None)
def test_z3_takes_a_relation_as_it_is_meant(node: Node, point: tuple[Fraction, ...]) -> None:
    system = _system(node)
    if system is None:
        return
    variables, constraints = system
    at = dict(zip(NAMES, point, strict=True))
    fixed = [Variable(v.id, "real", suites.point(at[v.id]), quantity=v.quantity) for v in variables]
    said = ask(fixed, constraints, 400_000).satisfiable
    assert said in (truth(node, at) is True, None), written(node)
