"""A refutation replayed over exact rationals, as the steps of a proof.

What a sweep over doubles refuted is propagated again exactly, lemma by lemma and case by case;
only the steps that the contradiction leans on are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from verify import arithmetic
from verify.contract import Value
from verify.decide import Decider
from verify.interval import Interval
from verify.proof import (
    Cases,
    Corner,
    Empty,
    Narrow,
    Parity,
    Product,
    Proof,
    Split,
    Step,
    Sum,
)
from verify.propagate import Propagation
from verify.refutation import Halves, Indivisible, Leaf, Parts, Refutation

_By = TypeVar("_By", int, Fraction)


def proved(decider: Decider, refutation: Refutation) -> Proof | None:
    """Return a proof of a refutation; None where exact arithmetic does not bear it out.

    The component's constraints keep their numbers; derived ones are numbered on from them.
    """
    numbers = {index: index for index in range(len(decider.constraints))}
    return _Path(decider, decider.rationals.start(), numbers).proof(refutation)


@dataclass(slots=True)
class _Path:
    """One path of cases: the box it starts from, and the numbers of what is known on it."""

    decider: Decider
    box: list[Value]
    numbers: dict[int, int]
    derived: int = 0
    steps: list[Step] = field(default_factory=list)

    def proof(self, refutation: Refutation) -> Proof | None:
        """Return the proof of a refutation under what this path takes for true."""
        match refutation:
            case Leaf(core):
                return self._leaf(core)
            case Indivisible(lemma):
                self._derive([lemma])
                return Proof(tuple(self.steps), Parity(self.numbers[lemma]))
            case Halves(variable, at, below, above):
                return self._halves(variable, at, below, above)
            case Parts(constraint, numbers, parts):
                found = [
                    self._case(number).proof(part)
                    for number, part in zip(numbers, parts, strict=True)
                ]
                proofs = tuple(each for each in found if each is not None)
                if len(proofs) < len(found):
                    return None
                return Proof(tuple(self.steps), Cases(self.numbers[constraint], None, proofs))

    def _leaf(self, core: frozenset[int]) -> Proof | None:
        self._derive(core)
        state = self._propagated(core)
        if not state.empty or state.culprit < 0:
            return None
        culprit = self.decider.rationals.constraints[state.culprit]
        self._narrow(state, culprit.variables)
        return Proof(tuple(self.steps), Empty(self.numbers[state.culprit]))

    def _halves(
        self, variable: int, at: Fraction, below: Refutation, above: Refutation
    ) -> Proof | None:
        halves = []
        for slice_, part in (
            ((-arithmetic.INFINITY, at, True, False), below),
            ((at, arithmetic.INFINITY, False, True), above),
        ):
            box = list(self.box)
            known = box[variable]
            assert not isinstance(known, frozenset)
            kept = arithmetic.meet(known, slice_)
            if self.decider.variables[variable].domain == "integer":
                kept = arithmetic.tightened_to_whole(kept, self.decider.rationals.numbers)
            box[variable] = kept
            half = _Path(self.decider, box, dict(self.numbers), self.derived).proof(part)
            if half is None:
                return None
            halves.append(half)
        return Proof(tuple(self.steps), Split(variable, at, halves[0], halves[1]))

    def _case(self, number: int) -> _Path:
        case = replace(self, numbers=dict(self.numbers), steps=[])
        case._enter(number)
        return case

    def _enter(self, index: int) -> None:
        self.numbers[index] = len(self.decider.constraints) + self.derived
        self.derived += 1

    def _derive(self, core: Iterable[int]) -> None:
        """Derive the lemmas that a core has, and those that they are derived from, in order."""
        wanted = [index for index in core if index in self.decider.learned.lemmas]
        needed: set[int] = set()
        while wanted:
            index = wanted.pop()
            if index in needed or index in self.numbers:
                continue
            needed.add(index)
            how = self.decider.learned.lemmas[index].how
            if not isinstance(how, Corner):
                wanted += [c for _, c, _ in how.parts if c in self.decider.learned.lemmas]
        for index in sorted(needed):
            lemma = self.decider.learned.lemmas[index]
            how = lemma.how
            if isinstance(how, Corner):
                self._show(lemma.premises, how.variables)
                self.steps.append(how)
            elif isinstance(how, Product):
                self._show(lemma.premises, self._mentioned(how))
                self.steps.append(Product(self._renumbered(how.parts)))
            else:
                self.steps.append(Sum(self._renumbered(how.parts)))
            self._enter(index)

    def _mentioned(self, how: Product) -> tuple[int, ...]:
        constraints = self.decider.rationals.constraints
        return tuple({v: None for _, c, _ in how.parts for v in constraints[c].variables})

    def _renumbered(
        self, parts: tuple[tuple[_By, int, int], ...]
    ) -> tuple[tuple[_By, int, int], ...]:
        return tuple((by, self.numbers[c], number) for by, c, number in parts)

    def _show(self, premises: frozenset[int], variables: Iterable[int]) -> None:
        """Narrow variables to what some constraints leave of them."""
        self._narrow(self._propagated(premises), variables)

    def _propagated(self, constraints: frozenset[int]) -> Propagation:
        decider = self.decider
        budget = decider.revisions(constraints) * 4
        return decider.rationals.propagate(constraints, budget, list(self.box))

    def _narrow(self, state: Propagation, variables: Iterable[int]) -> None:
        """Write down the steps behind some variables' values, in the order they were taken."""
        wanted = [reason for v in variables for reason in state.reasons[v] if reason >= 0]
        behind: set[int] = set()
        while wanted:
            at = wanted.pop()
            if at not in behind:
                behind.add(at)
                wanted.extend(state.trail[at].parents)
        for at in sorted(behind):
            step = state.trail[at]
            self.steps.append(
                Narrow(self.numbers[step.constraint], step.variable, _side(step.value, step.side))
            )


def _side(value: Value, side: int) -> Interval | frozenset[str]:
    if isinstance(value, frozenset):
        return value
    if side == 0:
        return Interval(Fraction(value[0]), None, value[2])
    return Interval(None, Fraction(value[1]), upper_open=value[3])
