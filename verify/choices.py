"""Choices in rules: a quantity whose value is a name, compared with names or with another choice.

Beside `==`, `!=` or `in` a name is a quantity if one is declared, otherwise a choice's name; one
that is both is an error (design, section 4, fine print).
"""

from __future__ import annotations

from collections.abc import Mapping

from verify import expression
from verify.diagnostics import Problem, suggestion
from verify.expression import Tree
from verify.quantity import Domain, Quantity
from verify.typed import Choice, Truth, Typed

Scope = Mapping[str, Quantity]


def compared(
    operator: str, left: Tree, right: Tree, scope: Scope
) -> Typed | tuple[Problem, ...] | None:
    """Type `status == paid` or `status == other`; None where neither side is a choice."""
    own, other = chosen(left, scope), chosen(right, scope)
    if own is None:
        left, right, own, other = right, left, other, own
    if own is None or not isinstance(left, expression.Name):
        return None
    node = Typed("quantity", Choice(own.names), name=left.id)
    if not isinstance(right, expression.Name):
        message = f"{left.id} is a choice and can be compared only with one of its names"
        return (_problem("not-a-choice", message, right, f"write one of {_listed(own)}"),)
    if other is not None:
        problems = _both(own, left.id, right, scope) + _both(other, right.id, left, scope)
        if problems:
            return problems
        if not set(own.names) & set(other.names):
            return (_strangers(left, right, own, other),)
        pair = Typed("quantity", Choice(other.names), name=right.id)
        return Typed("same" if operator == "==" else "unlike", Truth(), (node, pair))
    problems = _name_problems(own, left.id, right, scope)
    if problems:
        return problems
    among = Typed("among", Truth(), (node,), names=(right.id,))
    return among if operator == "==" else Typed("not", Truth(), (among,))


def one_of(
    operand: expression.Name, own: Quantity, names: tuple[expression.Name, ...], scope: Scope
) -> Typed | tuple[Problem, ...]:
    """Type `status in {paid, due}` for a choice."""
    problems = tuple(
        problem for name in names for problem in _name_problems(own, operand.id, name, scope)
    )
    node = Typed("quantity", Choice(own.names), name=operand.id)
    return problems or Typed("among", Truth(), (node,), names=tuple(name.id for name in names))


def chosen(tree: Tree, scope: Scope) -> Quantity | None:
    """Return the choice that a name means, or None."""
    quantity = scope.get(tree.id) if isinstance(tree, expression.Name) else None
    return quantity if quantity is not None and quantity.domain is Domain.CHOICE else None


def _strangers(
    left: expression.Name, right: expression.Name, own: Quantity, other: Quantity
) -> Problem:
    start, end = min(left.start, right.start), max(left.end, right.end)
    message = f"{left.id} and {right.id} have no name in common"
    details = (f"{left.id}: {_listed(own)}", f"{right.id}: {_listed(other)}")
    return Problem("unknown-choice", message, start, end, details)


def _name_problems(
    own: Quantity, shown: str, name: expression.Name, scope: Scope
) -> tuple[Problem, ...]:
    if name.id in own.names:
        return _both(own, shown, name, scope)
    near = suggestion(name.id, own.names)
    message = f"{shown} has no value {name.id}; it has {_listed(own)}"
    return (_problem("unknown-choice", message, name, f"did you mean {near}?" if near else ""),)


def _both(own: Quantity, shown: str, name: expression.Name, scope: Scope) -> tuple[Problem, ...]:
    if name.id not in own.names or name.id not in scope:
        return ()
    message = f"{name.id} is both a quantity and a name that {shown} can take"
    return (_problem("ambiguous-name", message, name, "rename one of them"),)


def _listed(quantity: Quantity) -> str:
    return ", ".join(quantity.names)


def _problem(code: str, message: str, tree: Tree, help_: str) -> Problem:
    return Problem(code, message, tree.start, tree.end, help=help_)
