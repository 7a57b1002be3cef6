"""How a set of constraints was refuted: a tree of cases, each refuted by propagation.

It names constraints and lemmas alone; `prove` replays it exactly, step by step.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Leaf:
    """Propagation of these constraints and lemmas leaves nothing."""

    core: frozenset[int]


@dataclass(frozen=True, slots=True)
class Indivisible:
    """A lemma is an equation of whole numbers whose divisor does not divide its rest."""

    lemma: int


@dataclass(frozen=True, slots=True)
class Halves:
    """A variable is at most or at least a number, and neither can be."""

    variable: int
    at: Fraction
    below: Refutation
    above: Refutation


@dataclass(frozen=True, slots=True)
class Parts:
    """None of the parts of a constraint's `Some` can be; each is a constraint of its own."""

    constraint: int
    numbers: tuple[int, ...]  # of the parts, as constraints
    parts: tuple[Refutation, ...]


Refutation = Leaf | Indivisible | Halves | Parts


def leant_on(refutation: Refutation) -> frozenset[int]:
    """Return the constraints and lemmas that a refutation rests on."""
    match refutation:
        case Leaf(core):
            return core
        case Indivisible(lemma):
            return frozenset({lemma})
        case Halves(_, _, below, above):
            return leant_on(below) | leant_on(above)
        case Parts(constraint, numbers, parts):
            found = frozenset({constraint})
            return found.union(*(leant_on(part) for part in parts)) - frozenset(numbers)
