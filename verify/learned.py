"""What was learned about a component's constraints: lemmas, kept for the questions to come.

A lemma is one more constraint, which holds wherever its premises do. What one question needed, the
next ones find by propagation alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from verify.combine import Combined
from verify.existence import Prover
from verify.lemma import Conjunct, conjuncts, corner, derive, mentioned
from verify.proof import Corner, Derived, Product, Sum
from verify.propagate import Network, Propagation
from verify.sweep import Sweep, Sweeper
from verify.system import Compare, Constraint, Origin, Role, moved

LIKELY = -1_000_000  # stands for a constraint that may not hold
_KEPT = 400  # lemmas kept for later questions


@dataclass(frozen=True, slots=True)
class Lemma:
    """A constraint derived from others, of which it holds wherever all its premises do."""

    how: Derived
    formula: Compare
    premises: frozenset[int]


@dataclass(slots=True)
class Learned:
    """The lemmas of a component; `enter` takes in one more constraint and returns its number."""

    sweeper: Sweeper
    prover: Prover
    rationals: Callable[[], Network]
    enter: Callable[[Constraint], int]
    lemmas: dict[int, Lemma] = field(default_factory=dict)
    _conjuncts: dict[int, tuple[Conjunct, ...]] = field(default_factory=dict)

    def joined(self, active: frozenset[int]) -> frozenset[int]:
        """Return constraints with the lemmas that hold wherever they do."""
        holding = [index for index, lemma in self.lemmas.items() if lemma.premises <= active]
        return active.union(holding) if holding else active

    def premises(self, core: Iterable[int]) -> frozenset[int]:
        """Return a core with what its lemmas were derived from in their place."""
        found: set[int] = set()
        for index in core:
            lemma = self.lemmas.get(index)
            found.update([index] if lemma is None else lemma.premises)
        return frozenset(found)

    def comparisons(self, active: Iterable[int]) -> list[Conjunct]:
        """Return the comparisons that some constraints are made of."""
        found: list[Conjunct] = []
        for index in sorted(active):
            if index not in self._conjuncts:
                self._conjuncts[index] = conjuncts(self.sweeper.constraints[index], index)
            found.extend(self._conjuncts[index])
        return found

    def likely(self, active: Iterable[int], state: Sweep) -> list[Conjunct]:
        """Return the comparisons of parts of an `or` that can hold, for hints: of no constraint."""
        return [
            each
            for index in sorted(active)
            if self.sweeper.stated[index] is None and self.sweeper.shapes[index] is None
            for each in conjuncts(self.prover.likely(index, state), LIKELY)
        ]

    def derived(self, found: Combined, active: frozenset[int], exact: Propagation) -> int | None:
        """Enter what was found as a lemma; None if it is nothing new or says nothing.

        `exact` is what propagation left of the active constraints, and why.
        """
        if found.how is None or len(self.lemmas) >= _KEPT:
            return None
        if isinstance(found.how, Product):
            return self._learned(found.how, found.positive, active, exact)
        parts = tuple(
            (by, self._cornered(found.corners[-1 - c], active, exact) if c < 0 else c, number)
            for by, c, number in found.how.parts
        )
        return self._learned(Sum(parts), (), active, exact)

    def _cornered(self, how: Corner, active: frozenset[int], exact: Propagation) -> int:
        """Enter what the ends of two variables say of their product."""
        known = self.known(how, active)
        if known is not None:
            return known
        leaning = [self.rationals().behind(exact, variable) for variable in how.variables]
        return self._kept(how, corner(how), self.premises(leaning[0] | leaning[1]))

    def known(self, how: Derived, active: frozenset[int]) -> int | None:
        """Return a lemma derived before, if it holds of what is active: the same ends and signs
        may come from other claims now.
        """
        for index, lemma in self.lemmas.items():
            if lemma.how == how and lemma.premises <= active:
                return index
        return None

    def _learned(
        self,
        how: Sum | Product,
        positive: Iterable[int],
        active: frozenset[int],
        exact: Propagation,
    ) -> int | None:
        """Enter a sum or product; None if it is nothing new or says nothing."""
        if self.known(how, active) is not None:
            return None
        self.comparisons(c for _, c, _ in how.parts)
        parts = [self._conjuncts[c][self._at(c, number)] for _, c, number in how.parts]
        formula = derive(how, [part.formula for part in parts])
        if formula is None:
            return None
        premises = self.premises(constraint for _, constraint, _ in how.parts)
        for variable in positive:
            premises |= self.premises(self.rationals().behind(exact, variable))
        return self._kept(how, formula, premises)

    def _kept(self, how: Derived, formula: Compare, premises: frozenset[int]) -> int:
        texts = dict.fromkeys(self.sweeper.constraints[p].origin.text for p in sorted(premises))
        origin = Origin(Role.RULE, "", ", ".join(text for text in texts if text))
        index = self.enter(_placed(formula, origin))
        self.lemmas[index] = Lemma(how, formula, premises)
        return index

    def _at(self, constraint: int, number: int) -> int:
        """Return the place of a comparison among those of its constraint that are kept."""
        return next(
            place for place, each in enumerate(self._conjuncts[constraint]) if each.number == number
        )


def _placed(formula: Compare, origin: Origin) -> Constraint:
    """Return a constraint of a formula that is written over variables."""
    variables = mentioned(formula)
    if not variables:
        return Constraint(formula, (), origin)
    places = [0] * (variables[-1] + 1)
    for place, variable in enumerate(variables):
        places[variable] = place
    return Constraint(moved(formula, places), variables, origin)
