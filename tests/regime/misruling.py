"""Seeded bugs of rules: relations that are compiled to something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from patching import Function, everywhere, method

from verify import compile, formulate
from verify.facts import Facts
from verify.rulebook import Rulebook
from verify.system import Compare, Constant, Formula
from verify.typed import Typed


def rule_when_ignored() -> None:
    """A rule holds whether its `when` does or not."""
    method(Rulebook, "relation", lambda f: lambda self, text, _, scope: f(self, text, None, scope))


def _facts(change: Callable[[Facts], Facts]) -> None:
    everywhere(compile, "compile_facts", lambda before: lambda facts: before(change(facts)))


def rule_dropped() -> None:
    """The last rule of a file is left out."""
    _facts(lambda facts: replace(facts, rules=facts.rules[:-1]))


def _compared(change: dict[str, str]) -> None:
    def patched(before: Function) -> Function:
        def comparison(*args: Any) -> Formula:
            found: Formula = before(*args)
            if isinstance(found, Compare):
                found = replace(found, operator=change.get(found.operator, found.operator))
            return found

        return comparison

    method(formulate._Builder, "_comparison", patched)


def strict_for_closed() -> None:
    """A rule's <= is <."""
    _compared({"<=": "<"})


def closed_for_strict() -> None:
    """A rule's < is <=."""
    _compared({"<": "<="})


def quotient_as_product() -> None:
    """A rule's a / b is a * b."""
    everywhere(formulate, "_quotient", lambda _: lambda a, b, __: formulate._product(a, b))


def free_division_by_zero() -> None:
    """A rule r == a / b is r * b == a, which holds where b is zero."""

    def patched(before: Function) -> Function:
        def comparison(self: Any, node: Typed, mode: Any) -> Formula:
            left, right = node.operands
            if right.operator == "divide" and right.operands[1].operator != "constant":
                a, b = right.operands
                product = Typed("multiply", left.type, (left, b))
                node = replace(node, operands=(product, a))
            found: Formula = before(self, node, mode)
            return found

        return comparison

    method(formulate._Builder, "_comparison", patched)


def else_lost() -> None:
    """An `if` has no other branch."""
    method(
        formulate._Builder,
        "_conditional",
        lambda f: lambda self, node, mode: f(self, replace(node, operands=node.operands[:2]), mode),
    )


def maximum_as_minimum() -> None:
    """The larger of two is the smaller."""

    def patched(before: Function) -> Function:
        return lambda op, *terms: before("min" if op == "max" else op, *terms)

    everywhere(formulate, "_operation", patched)


def half_toward_zero() -> None:
    """A rule's `round` takes a half down: it is the ceiling of x - 1/2."""

    def patched(before: Function) -> Function:
        half = Constant(Fraction(1, 2))

        def operation(op: str, *terms: Any) -> Any:
            if op == "round":
                return before("ceil", before("subtract", terms[0], half))
            return before(op, *terms)

        return operation

    everywhere(formulate, "_operation", patched)
