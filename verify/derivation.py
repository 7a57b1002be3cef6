"""Why a quantity is bounded as it is: a graph whose leaves are facts and whose steps are rules."""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.interval import Interval
from verify.system import Origin, Role


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """One bound of one variable: what it is, what it comes from, and on which bounds that leant.

    Nodes are shared and compared by identity: comparing shared graphs by value takes exponential
    time. `side` is "lower", "upper" or, for a choice, "names". `values` is what is known of the
    variable at that step, in its own unit.
    """

    variable: int
    side: str
    values: Interval | frozenset[str]
    origin: Origin
    parents: tuple[Derivation, ...] = field(repr=False)  # a shared graph is endless in print


def ordered(roots: tuple[Derivation, ...]) -> list[Derivation]:
    """Return every node under the roots once, each after its parents."""
    found: list[Derivation] = []
    seen: set[int] = set()
    stack: list[tuple[Derivation, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, done = stack.pop()
        if done:
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in reversed(node.parents))
    return found


def leaves(roots: tuple[Derivation, ...]) -> frozenset[str]:
    """Return the ids of the claims and assumptions that the roots rest on."""
    return frozenset(
        node.origin.id
        for node in ordered(roots)
        if node.origin.role in (Role.CLAIM, Role.ASSUMPTION)
    )
