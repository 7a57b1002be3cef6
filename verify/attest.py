"""Whether a refutation is told: only if a checker that shares no code with us follows its proof.

Where exact arithmetic or that checker does not bear a refutation out, Z3 is asked; what it does
not refute either is an error of ours, and no conflict of the sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from verify.component import Component
from verify.conflicts import Answer
from verify.recheck import BrokenError, Premises
from verify.transcript import Transcript

_WORK = 2_000_000  # operations that following one proof may take: a few seconds


class Standing(Enum):
    """What a refutation rests on."""

    PROVED = auto()  # the checker followed its proof
    UNPROVED = auto()  # on Z3 alone, or its proof is too long to be followed
    DOUBTFUL = auto()  # it is not borne out


@dataclass(slots=True)
class Attestor:
    """Attests the refutations of one component, each once."""

    component: Component
    doubted: int = 0  # how many refutations were not borne out
    _transcript: Transcript | None = None
    _premises: Premises | None = None
    _known: dict[frozenset[int], Standing] = field(default_factory=dict)

    def standing(self, constraints: frozenset[int]) -> Standing:
        """Return what the refutation of some constraints rests on."""
        if constraints not in self._known:
            found = self._standing(constraints)
            self.doubted += found is Standing.DOUBTFUL
            self._known[constraints] = found
        return self._known[constraints]

    def _standing(self, constraints: frozenset[int]) -> Standing:
        decision = self.component.decide(constraints)
        if decision.answer is Answer.CONSISTENT:
            return Standing.DOUBTFUL
        if decision.refutation is None:
            return Standing.UNPROVED
        if self._transcript is None or self._premises is None:
            self._transcript = Transcript(self.component)
            self._premises = Premises(**self._transcript.outline)
        proof = self._transcript.refutation(constraints)
        if proof is not None:
            numbers = self._transcript.numbered(constraints)
            try:
                if self._premises.refuted(numbers, proof, _WORK) is None:
                    return Standing.PROVED
            except BrokenError:
                return Standing.UNPROVED
        if self.component.decider.ask(constraints).answer is Answer.INCONSISTENT:
            return Standing.UNPROVED
        return Standing.DOUBTFUL
