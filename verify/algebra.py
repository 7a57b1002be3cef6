"""A rule rearranged for one of its quantities, as people would write it: the only door to sympy.

sympy gets trees with symbols of our own making, never text. What it returns is shown beside a
derived bound and nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verify.typed import Typed, walk

_LARGEST = 40  # nodes of a rule beyond which a rearranged one helps nobody


def rearranged(relation: Typed, names: Mapping[str, str], wanted: str) -> str:
    """Return the first equation of a relation solved for a quantity: `fee = total/term`.

    `names` maps the relation's names to quantities' ids, `wanted` is one of these. Empty where
    there is no equation, it already stands alone, or there is not just one solution.
    """
    nodes = list(walk(relation))
    equation = next((node for node in nodes if node.operator == "=="), None)
    if equation is None or len(nodes) > _LARGEST or relation is not equation:
        return ""
    for side in equation.operands:
        if side.operator == "quantity" and names[side.name] == wanted:
            return ""
    symbols: dict[str, Any] = {}
    left, right = (_tree(side, names, symbols) for side in equation.operands)
    if left is None or right is None or wanted not in symbols:
        return ""
    symbol = symbols[wanted]
    import sympy

    try:
        found = sympy.solve(left - right, symbol)
    except NotImplementedError:
        return ""
    return f"{wanted} = {sympy.sstr(found[0])}" if len(found) == 1 else ""


def _tree(node: Typed, names: Mapping[str, str], symbols: dict[str, Any]) -> Any:
    """Build sympy's tree of a term; None for what is better not rearranged."""
    import sympy

    match node.operator:
        case "constant" if not getattr(node.type, "exponents", ()):
            return sympy.Rational(node.value.numerator, node.value.denominator)
        case "quantity":
            id_ = names[node.name]
            return symbols.setdefault(id_, sympy.Symbol(id_, positive=True))
        case "calendar" | "elapsed":
            return _tree(node.operands[0], names, symbols)
    parts = [_tree(operand, names, symbols) for operand in node.operands]
    if any(part is None for part in parts):
        return None
    match node.operator:
        case "add":
            return parts[0] + parts[1]
        case "subtract":
            return parts[0] - parts[1]
        case "multiply":
            return parts[0] * parts[1]
        case "divide":
            return parts[0] / parts[1]
        case "negate":
            return -parts[0]
        case "power":
            return parts[0] ** sympy.Rational(node.value.numerator, node.value.denominator)
    return None
