"""Certificates: every conflict's proof and every consistent set's witness, as data to be written.

`recheck` describes the format and checks it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verify.component import Component, Level
from verify.conflicts import Answer
from verify.decide import Decision
from verify.diagnose import Kind
from verify.recheck import digest
from verify.ruling import Ruling
from verify.transcript import Transcript, Tree
from verify.verdicts import JudgedConflict

_MOST_CHOICES = 64  # choices of readings of one conflict that are written


def certificate(suites: Sequence[Tree]) -> Tree:
    """Return a whole certificate of the suites' parts."""
    whole: Tree = {"version": 1, "suites": list(suites)}
    return {"version": 1, "digest": digest(whole), "suites": whole["suites"]}


def certified(path: str, title: str, rulings: Iterable[Ruling]) -> Tree:
    """Return one suite's part, of rulings that were run."""
    components = []
    for ruling in rulings:
        corrections = [members for members, _ in ruling.diagnosis.corrections]
        kept = corrections if ruling.clashes else None
        components.append(shown(ruling.component, ruling.conflicts, kept))
    return {"path": path, "title": title, "components": components}


def shown(
    component: Component,
    conflicts: Sequence[JudgedConflict],
    corrections: Sequence[frozenset[int]] | None,
) -> Tree:
    """Return a component's part; `corrections` are None where its items can all hold."""
    writer = _Writer(component, Transcript(component))
    return {
        **writer.transcript.outline,
        "consistent": writer.consistent(corrections),
        "conflicts": [each for conflict in conflicts for each in writer.conflicts(conflict)],
    }


def outline(component: Component) -> Tree:
    """Return what a component is about: its variables and constraints, and no proofs."""
    return Transcript(component).outline


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what was found in one component."""

    component: Component
    transcript: Transcript

    def consistent(self, corrections: Sequence[frozenset[int]] | None) -> list[Tree]:
        """Write the largest consistent sets, with what each leaves out."""
        items = self.component.items
        regular = frozenset(n for n, item in enumerate(items) if not item.hypothetical)
        firm = frozenset(n for n in regular if not items[n].soft)
        kept = [firm - members for members in corrections or ()]
        if corrections is None:
            kept = [regular]
            if self._decided(regular).answer is Answer.INCONSISTENT:
                kept = [firm]
        return [
            {
                "without": sorted(item.id for n, item in enumerate(items) if n not in members),
                **self.transcript.holding(self.component.constraints(members, Level.LOOSE)),
            }
            for members in kept
        ]

    def conflicts(self, conflict: JudgedConflict) -> list[Tree]:
        """Write a conflict: once, or for each choice of readings that it is one under."""
        items = self.component.items
        members = [n for id_ in conflict.members for n, item in enumerate(items) if item.id == id_]
        level = Level.FACE if conflict.severity is Kind.ROUNDING else Level.LOOSE
        hard = frozenset(self.component.hard)
        plain = {n: next(iter(self.component.constraints([n], level) - hard)) for n in members}
        if conflict.severity is not Kind.CONDITIONAL:
            return [self._conflict(conflict, plain)]
        ways = [self._ways(conflict, n, plain[n]) for n in members]
        found = []
        for choice in itertools.islice(itertools.product(*ways), _MOST_CHOICES):
            chosen = dict(zip(members, choice, strict=True))
            if self.component.decide(hard.union(choice)).answer is not Answer.CONSISTENT:
                found.append(self._conflict(conflict, chosen))
        return found

    def _ways(self, conflict: JudgedConflict, number: int, plain: int) -> list[int]:
        """Return the constraints of a member's readings that a conflict is one under."""
        item = self.component.items[number]
        named = {name for id_, name in conflict.refuted_by if id_ == item.id}
        options = [n for n, option in enumerate(item.options) if option.name in named]
        return [self.component.option(number, n) for n in options] or [plain]

    def _conflict(self, conflict: JudgedConflict, chosen: dict[int, int]) -> Tree:
        hard = frozenset(self.component.hard)
        whole = hard.union(chosen.values())
        items = self.component.items
        loosely = None
        if conflict.severity is Kind.ROUNDING:
            loosely = self.transcript.holding(self.component.constraints(chosen, Level.LOOSE))
        return {
            "claims": list(conflict.claims),
            "assumptions": list(conflict.assumptions),
            "severity": conflict.severity.value,
            "constraints": self.transcript.numbered(whole),
            "proof": self.transcript.refutation(whole),
            "fewer": [
                {"without": items[number].id, **self.transcript.holding(whole - {constraint})}
                for number, constraint in chosen.items()
            ],
            "loosely": loosely,
        }

    def _decided(self, members: frozenset[int]) -> Decision:
        return self.component.decide(self.component.constraints(members, Level.LOOSE))
