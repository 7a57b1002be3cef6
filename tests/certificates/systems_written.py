"""Random systems as components, and their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hand_written import Tree, resigned
from small_systems import Small

from verify.certificate import shown
from verify.component import Component, component
from verify.config import Budget
from verify.diagnose import Kind
from verify.system import Constraint, Item, Origin, Role, Share, System, Variable
from verify.verdicts import JudgedConflict

BUDGET = Budget(z3_resources=400_000)


def item(number: int, constraint: Constraint) -> Item:
    """Return a constraint as a claim that says the same at every level."""
    id_ = f"c{number}"
    stated = Constraint(constraint.formula, constraint.variables, Origin(Role.CLAIM, id_))
    return Item(id_, Role.CLAIM, stated, stated, stated, stated, None)


def claimed(variables: Sequence[Variable], constraints: Sequence[Constraint]) -> Component:
    """Return one component whose claims are all of the constraints."""
    items = tuple(item(number, constraint) for number, constraint in enumerate(constraints))
    system = System(tuple(variables), (), items)
    return component(system, Share(tuple(range(len(variables))), (), items), BUDGET, None)


def conflict(ids: Sequence[str]) -> JudgedConflict:
    """Return a conflict of claims, as far as certificates want it."""
    return JudgedConflict(tuple(ids), (), (), Kind.CONFLICT, True, True, None, (), (), (), group=1)


def refuted(whole: Component) -> Tree:
    """Return the certificate that all items of a component together cannot hold."""
    found = shown(whole, [conflict([each.id for each in whole.items])], [])
    return _signed(found)


def consistent(whole: Component) -> Tree:
    """Return the certificate that all items of a component can hold."""
    return _signed(shown(whole, [], None))


def witnessed(system: Small, point: Sequence[Fraction]) -> Tree:
    """Return a certificate that claims a point to satisfy a system."""
    found = shown(claimed(system.variables, system.constraints), [], [])
    everything = list(range(len(system.constraints)))
    values = [str(each) for each in point]
    found["consistent"] = [{"without": [], "constraints": everything, "witness": values}]
    return _signed(found)


def _signed(part: dict[str, Any]) -> Tree:
    suites = [{"path": "drawn", "title": "", "components": [part]}]
    return resigned({"version": 1, "digest": "", "suites": suites})
