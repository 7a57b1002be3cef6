"""Proofs that constraints cannot all hold, as data: steps that an independent checker can follow.

A proof starts from the variables' domains and limits. Constraints are numbered as in their
component; each that a proof derives, or takes as a case, gets the next free number on its path.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.interval import Interval


@dataclass(frozen=True, slots=True)
class Narrow:
    """A constraint leaves no more of a variable than `values`, given what is known so far."""

    constraint: int
    variable: int
    values: Interval | frozenset[str]


@dataclass(frozen=True, slots=True)
class Sum:
    """Derive `Σ multiplier * (left - right)`, compared with 0, from comparisons.

    Each part is (multiplier, constraint, conjunct): the conjunct of that number among the
    comparisons of the constraint's formula, all nested `Every` taken apart in order. Multipliers
    of `<=` and `<` are positive. The result is an equation if all parts are, strict if one is. An
    equation one side of which is a quotient counts as multiplied by the divisor: `a == b / c`
    as `a * c == b`.
    """

    parts: tuple[tuple[Fraction, int, int], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Derive `Π (left / right) ** exponent`, compared with 1, from comparisons of monomials.

    Each part is (exponent, constraint, conjunct) as in `Sum`, those of `<=` and `<` positive;
    every variable concerned is known to be positive by then. The result is an equation if all
    parts are, strict if one is.
    """

    parts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Corner:
    """Derive `(x - a) * (y - b)`, compared with 0, from ends of two variables known by then.

    Each variable is at least its end where `above`, else at most; the product is `>= 0` if both
    are on the same side, written `0 <= ...`, else `... <= 0`.
    """

    variables: tuple[int, int]
    ends: tuple[Fraction, Fraction]
    above: tuple[bool, bool]


Derived = Sum | Product | Corner
Step = Narrow | Sum | Product | Corner


@dataclass(frozen=True, slots=True)
class Empty:
    """The end of a proof: what is known leaves a constraint nothing."""

    constraint: int


@dataclass(frozen=True, slots=True)
class Parity:
    """The end of a proof: an equation of whole numbers whose divisor does not divide its rest."""

    constraint: int


@dataclass(frozen=True, slots=True)
class Split:
    """The end of a proof: a variable is at most or at least a number, and neither can be."""

    variable: int
    at: Fraction
    below: Proof
    above: Proof


@dataclass(frozen=True, slots=True)
class Cases:
    """The end of a proof: of a constraint's `Some` (or of a choice's names) none can be.

    The parts are those of the formula in order, each a further constraint of its own proof; for a
    variable of domain choice there is one proof for each of its declared names.
    """

    constraint: int | None
    variable: int | None
    parts: tuple[Proof, ...]


End = Empty | Parity | Split | Cases


@dataclass(frozen=True, slots=True)
class Proof:
    """Steps, then the end."""

    steps: tuple[Step, ...]
    end: End
