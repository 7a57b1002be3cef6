"""What a suite says of one name: a claim, an assumption or a quantity, with how it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.derivation import Derivation
from verify.facts import Assumption, Facts, Values
from verify.quantity import Quantity
from verify.trail import Step, trail
from verify.verdicts import JudgedClaim, JudgedConflict, JudgedQuantity, Judgement


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one thing that a name means.

    `name` is the claim's or assumption's id, or the quantity with its period. `values` is what
    `steps` lead to: of a claim, what the others leave of its quantity; None where nothing is left
    or nothing is known. `claims` are those about a quantity, or that lean on an assumption.
    """

    judgement: Judgement
    name: str
    subject: JudgedClaim | Assumption | JudgedQuantity
    quantity: Quantity | None
    values: Values | None
    steps: tuple[Step, ...]
    conflicts: tuple[JudgedConflict, ...]
    claims: tuple[JudgedClaim, ...] = ()

    @property
    def facts(self) -> Facts:
        """The suite's facts."""
        assert self.judgement.facts is not None
        return self.judgement.facts


def answers(name: str, judgement: Judgement) -> tuple[Answer, ...]:
    """Return what a name means in a suite: claims first, then assumptions, then quantities.

    A quantity's name means it in every period that something speaks of; `power@2025-06` in one.
    """
    if judgement.facts is None:
        return ()
    found = [_claim(each, judgement) for each in judgement.claims if each.claim.id == name]
    found += [_assumption(each, judgement) for each in judgement.assumptions if each.id == name]
    found += [
        _quantity(each, judgement)
        for each in judgement.quantities
        if name in (each.id, each.quantity.id)
    ]
    if not found:
        found = [_silent(each, judgement) for each in judgement.facts.quantities if each.id == name]
    return tuple(found)


def names(judgement: Judgement) -> tuple[str, ...]:
    """Return every name that `answers` knows."""
    found = [each.claim.id for each in judgement.claims]
    found += [each.id for each in judgement.assumptions]
    found += [each.id for each in (judgement.facts.quantities if judgement.facts else ())]
    found += [name for each in judgement.quantities for name in (each.id, each.quantity.id)]
    return tuple(dict.fromkeys(found))


def _claim(judged: JudgedClaim, judgement: Judgement) -> Answer:
    return Answer(
        judgement,
        judged.claim.id,
        judged,
        judged.quantity,
        judged.implied,
        _steps(judged.derivations, judged.variables, judgement),
        _conflicts(judged.claim.id, judgement),
    )


def _assumption(assumption: Assumption, judgement: Judgement) -> Answer:
    assert judgement.facts is not None
    reading = assumption.reading
    quantity = None
    if reading is not None:
        quantity = next(q for q in judgement.facts.quantities if q.id == reading.about)
    leaning = tuple(each for each in judgement.claims if assumption.id in each.assumptions)
    return Answer(
        judgement,
        assumption.id,
        assumption,
        quantity,
        reading.face if reading else None,
        (),
        _conflicts(assumption.id, judgement),
        leaning,
    )


def _quantity(judged: JudgedQuantity, judgement: Judgement) -> Answer:
    return Answer(
        judgement,
        judged.id,
        judged,
        judged.quantity,
        judged.values,
        _steps(judged.derivations, judged.variables, judgement),
        (),
        tuple(claim for claim in judgement.claims if claim.variable == judged.id),
    )


def _silent(quantity: Quantity, judgement: Judgement) -> Answer:
    """Return what is known of a quantity without a period in which anything speaks of it."""
    known = JudgedQuantity(quantity.id, quantity, quantity.limits, ())
    return Answer(judgement, quantity.id, known, quantity, quantity.limits, (), ())


def _steps(
    roots: tuple[Derivation, ...], variables: Sequence[str], judgement: Judgement
) -> tuple[Step, ...]:
    assert judgement.facts is not None
    return trail(roots, variables, judgement.facts)


def _conflicts(id_: str, judgement: Judgement) -> tuple[JudgedConflict, ...]:
    """Return the conflicts that something is in, one of those that differ in restatements."""
    found: dict[int, JudgedConflict] = {}
    for conflict in judgement.conflicts:
        if id_ in conflict.members:
            found.setdefault(conflict.group, conflict)
    return tuple(found.values())
