"""The ruling on one component: its conflicts, and the verdict of every claim in it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from verify.assess import Assessor, conflicts_of
from verify.attest import Attestor, Standing
from verify.compile import Compiled
from verify.component import Bounds, Component, Level
from verify.config import Budget
from verify.conflicts import Answer
from verify.describe import Describer
from verify.diagnose import Diagnosis, Finding, Kind, diagnose, finding, fine
from verify.diagnostics import Diagnostic, Severity
from verify.facts import Claim, Facts, Values
from verify.interval import EVERYTHING
from verify.lineage import Lineage, lineage, restatements
from verify.system import Constraint
from verify.verdicts import JudgedClaim, JudgedConflict, JudgedQuantity, Verdict


@dataclass(slots=True)
class Ruling:
    """Judges one component; its results are read once `run` is done."""

    facts: Facts
    compiled: Compiled
    component: Component
    known_claims: dict[str, Claim] = field(init=False)
    lineages: dict[str, Lineage] = field(init=False)
    statement: dict[str, int] = field(init=False)
    attestor: Attestor = field(init=False)
    diagnosis: Diagnosis = field(init=False)
    assessor: Assessor = field(init=False)
    claims: list[JudgedClaim] = field(default_factory=list)
    conflicts: list[JudgedConflict] = field(default_factory=list)
    corrections: tuple[tuple[str, ...], ...] = ()
    quantities: list[JudgedQuantity] = field(default_factory=list)
    _ran: bool = False
    _firm: frozenset[int] | None = None

    def __post_init__(self) -> None:
        self.known_claims = {
            item.id: self.facts.claim[item.id]
            for item in self.component.items
            if item.id in self.facts.claim
        }
        self.attestor = Attestor(self.component)
        self.lineages = {
            id_: lineage(claim, self.facts.source) for id_, claim in self.known_claims.items()
        }
        ids = sorted(self.known_claims)
        places = {item.id: _places(item.loose, item.options) for item in self.component.items}
        numbers = restatements(
            [self.known_claims[id_] for id_ in ids],
            [self.lineages[id_] for id_ in ids],
            [places[id_] for id_ in ids],
        )
        self.statement = dict(zip(ids, numbers, strict=True))

    def moved(self, facts: Facts) -> Ruling:
        """Return this ruling for facts that differ from its own, if at all, only in places."""
        other = copy(self)
        other.facts = facts
        other.known_claims = {id_: facts.claim[id_] for id_ in self.known_claims}
        other.claims = [
            replace(
                each, claim=facts.claim[each.claim.id], quantity=facts.quantity[each.quantity.id]
            )
            for each in self.claims
        ]
        other.quantities = [
            replace(each, quantity=facts.quantity[each.quantity.id]) for each in self.quantities
        ]
        return other

    @property
    def clashes(self) -> bool:
        """Whether some claims or assumptions cannot all hold."""
        return any(finding.kind is Kind.CONFLICT for finding in self.diagnosis.findings)

    def contradiction(self) -> list[Diagnostic]:
        """Return an error if the rules and limits contradict each other without any claim."""
        hard = frozenset(self.component.hard)
        if self.component.decide(hard).answer is not Answer.INCONSISTENT:
            return []
        if self.attestor.standing(hard) is Standing.DOUBTFUL:
            return []
        needed = list(hard)
        for rule in sorted(hard):
            rest = frozenset(needed) - {rule}
            if self.component.decide(rest).answer is Answer.INCONSISTENT:
                needed.remove(rule)
        rules = [self.component.decider.constraints[rule].origin for rule in sorted(needed)]
        places = [self.facts.place(each.role, each.id, each.span) for each in rules]
        shown = tuple(f"{at}: {rule.id}" for at, rule in zip(places, rules, strict=True))
        message = "the rules contradict each other, whatever the claims say"
        if len(rules) < 2:
            message = "this rule and its quantities' limits contradict each other"
        span = places[0] if places else self.facts.quantities[0].span
        return [Diagnostic("contradictory-rules", message, span, details=shown)]

    def doubts(self) -> list[Diagnostic]:
        """Return a warning if a contradiction was left out because it is not borne out."""
        if not self.attestor.doubted:
            return []
        owner = next(iter(self.known_claims.values()), self.facts.quantities[0])
        message = "a contradiction found here is not borne out by its proof, and is left out"
        return [
            Diagnostic(
                "unproved-refutation",
                message,
                owner.span,
                Severity.WARNING,
                help="this is an error of verify: please report it with these files",
            )
        ]

    def at_peace(self) -> bool:
        """Tell whether every claim and assumption certainly holds at face, however it is read."""
        regular = [n for n, item in enumerate(self.component.items) if not item.hypothetical]
        return len(regular) == len(self.component.items) and fine(self.component, regular)

    def run(self, budget: Budget) -> None:
        """Find the conflicts, then judge every claim; once."""
        if self._ran:
            return
        self._ran = True
        self.diagnosis = diagnose(self.attestor, self._cost, budget.subsets)
        self.assessor = Assessor(
            self.component, self.diagnosis, self.known_claims, self.lineages, self.statement
        )
        self.corrections = tuple(
            tuple(sorted(self.component.items[item].id for item in members))
            for members, _ in self.diagnosis.corrections
        )
        costs = tuple(cost for _, cost in self.diagnosis.corrections)
        describer = Describer(self.facts, self.component, self.corrections, costs)
        ranked_findings = describer.findings(self.diagnosis.findings)
        self.conflicts = [conflict for _, conflict in ranked_findings]
        first = [finding for finding, _ in ranked_findings]
        touching = self._touching()
        for number, item in enumerate(self.component.items):
            if item.id in self.known_claims:
                if self.component.decider.late():
                    self._unjudged(number, first)
                elif item.hypothetical:
                    self._hypothetical(number, budget)
                else:
                    self._claim(number, first, touching)
        self._holes()

    def _cost(self, members: frozenset[int]) -> Fraction | None:
        """Return what withdrawing items costs: restatements once, the dearest of them."""
        total = Fraction(0)
        dearest: dict[int, Fraction] = {}
        for member in members:
            id_ = self.component.items[member].id
            owner = self.known_claims.get(id_) or self.facts.assumption[id_]
            if owner.weight is None:
                return None
            if id_ in self.statement:
                number = self.statement[id_]
                dearest[number] = max(dearest.get(number, owner.weight), owner.weight)
            else:
                total += owner.weight
        return total + sum(dearest.values(), Fraction(0))

    def _touching(self) -> frozenset[int]:
        blamed = {m for f in self.diagnosis.findings if f.kind is Kind.CONFLICT for m in f.members}
        active = frozenset(
            i for i in self.assessor.regular if i not in blamed and not self.component.items[i].soft
        )
        return self.assessor.touching(active)

    def _claim(self, number: int, findings: list[Finding], touching: frozenset[int]) -> None:
        assessor = self.assessor
        kept = assessor.regular - assessor.suspects
        own = conflicts_of(findings, number)
        otherwise = missing = None
        if own:
            members = own[0].members - {number}
            implied = self.component.bounds(assessor.variable(number), assessor.usable(members))
            verdict = Verdict.CONFLICT
            if not assessor.suspected(number):
                verdict = Verdict.DISPUTED
                otherwise, missing = assessor.verdict(number, kept)
        else:
            implied = assessor.implied(number, assessor.regular)
            verdict, missing = assessor.verdict(number, kept | {number})
        without = assessor.implied(number, kept) if assessor.suspects else implied
        self.claims.append(
            replace(
                self._judged(number, verdict, implied),
                otherwise=otherwise,
                missing=missing,
                touching=number in touching and not own,
                kept=without.values if without is not None and without.because else None,
                leans_on=self._leaning(without),
            )
        )

    def _unjudged(self, number: int, findings: list[Finding]) -> None:
        """Say of a claim that the time was up, unless a conflict that was found says more."""
        verdict = Verdict.UNDECIDED
        if conflicts_of(findings, number):
            verdict = Verdict.CONFLICT if self.assessor.suspected(number) else Verdict.DISPUTED
        self.claims.append(self._judged(number, verdict, None))

    def _hypothetical(self, number: int, budget: Budget) -> None:
        """Judge a claim that nothing rests on, beside what every cheapest correction keeps."""
        assessor = self.assessor
        kept = assessor.regular - assessor.suspects
        found, is_known = self._clash(number, kept, budget)
        verdict, missing = Verdict.UNDECIDED, None
        if found is not None:
            own = (self.component.items[number].id,)
            alone = Describer(self.facts, self.component, (own,), (Fraction(1),))
            self.conflicts.extend(conflict for _, conflict in alone.findings((found,)))
            verdict = Verdict(found.kind.value)
        elif is_known:
            verdict, missing = assessor.verdict(number, kept)
        implied = assessor.implied(number, kept)
        self.claims.append(replace(self._judged(number, verdict, implied), missing=missing))

    def _clash(
        self, number: int, kept: frozenset[int], budget: Budget
    ) -> tuple[Finding | None, bool]:
        """Return what an item clashes with among those kept, and whether that is all known."""
        rest = self._beside()
        together = self.component.test(rest | {number}, Level.LOOSE).answer
        if together is Answer.INCONSISTENT:
            members = self._smallest(rest, number)
            return finding(self.attestor, members, Kind.CONFLICT, minimal=True), False
        if together is Answer.UNKNOWN:
            return None, False
        soft = frozenset(i for i in kept if self.component.items[i].soft)
        among = rest | soft | {number}
        clashes = diagnose(self.attestor, lambda _: None, budget.subsets, among)
        own = [each for each in clashes.findings if number in each.members]
        return (own[0] if own else None), clashes.complete

    def _smallest(self, rest: frozenset[int], number: int) -> frozenset[int]:
        """Return a minimal conflict of an item with some of others: with one of them, if it can."""
        for item in sorted(rest):
            pair = frozenset((item, number))
            own, other = (self.component.items[n].variable for n in pair)
            if own == other and self.component.test(pair, Level.LOOSE).answer is (
                Answer.INCONSISTENT
            ):
                return pair
        needed = set(rest)
        for item in sorted(rest):
            trial = frozenset(needed - {item} | {number})
            if self.component.test(trial, Level.LOOSE).answer is Answer.INCONSISTENT:
                needed.remove(item)
        return frozenset(needed | {number})

    def _beside(self) -> frozenset[int]:
        """Return what can hold together, for a claim that nothing rests on to be judged beside."""
        if self._firm is None:
            soft = frozenset(i for i in self.assessor.regular if self.component.items[i].soft)
            rest = self.assessor.regular - self.assessor.suspects - soft
            if self.component.test(rest, Level.LOOSE).answer is not Answer.CONSISTENT:
                conflicts = [f for f in self.diagnosis.findings if f.kind is Kind.CONFLICT]
                rest -= frozenset(member for each in conflicts for member in each.members)
            self._firm = rest
        return self._firm

    def _judged(self, number: int, verdict: Verdict, implied: Bounds | None) -> JudgedClaim:
        item = self.component.items[number]
        claim = self.known_claims[item.id]
        variable = self.component.variables[self.assessor.variable(number)]
        fitting = self.assessor.fitting(number)
        names = dict.fromkeys(item.options[k].reading for k in fitting)
        mates = sorted(self.component.items[n].id for n in self.assessor.alike(number))
        return JudgedClaim(
            claim,
            self.facts.quantity[variable.quantity],
            variable.id,
            verdict,
            restates=tuple(each for each in mates if each != item.id),
            readings=tuple(name for name in names if name),
            **self._because(implied),
        )

    def _holes(self) -> None:
        for id_, asked in self.compiled.holes.items():
            if asked not in self.component.local:
                continue
            claim = self.facts.claim[id_]
            local = self.component.local[asked]
            variable = self.component.variables[local]
            kept = self.assessor.regular - self.assessor.suspects
            found = self.component.bounds(local, self.assessor.usable(kept))
            self.claims.append(
                JudgedClaim(
                    claim,
                    self.facts.quantity[variable.quantity],
                    variable.id,
                    Verdict.OPEN,
                    kept=found.values if found is not None and _says(found.values) else None,
                    leans_on=self._leaning(found),
                    **self._because(found),
                )
            )

    def _leaning(self, found: Bounds | None) -> tuple[str, ...]:
        """Return the assumptions that some bounds rest on."""
        if found is None:
            return ()
        return tuple(id_ for id_ in found.because if id_ not in self.known_claims)

    def _because(self, found: Bounds | None) -> dict[str, Any]:
        if found is None:
            return {}
        return {
            "implied": found.values,
            "because": tuple(id_ for id_ in found.because if id_ in self.known_claims),
            "assumptions": self._leaning(found),
            "derivations": found.derivations,
            "variables": tuple(variable.id for variable in self.component.variables),
        }

    def bound(self) -> None:
        """Bound every quantity by what every cheapest correction keeps; once."""
        if self.quantities:
            return
        kept = self.assessor.usable(self.assessor.regular - self.assessor.suspects)
        for local, variable in enumerate(self.component.variables):
            if not variable.quantity:
                continue
            found = self.component.bounds(local, kept)
            if found is None:
                continue
            self.quantities.append(
                JudgedQuantity(
                    variable.id,
                    self.facts.quantity[variable.quantity],
                    found.values,
                    found.because,
                    found.derivations,
                    tuple(v.id for v in self.component.variables),
                )
            )


def _says(values: Values) -> bool:
    """Whether a set says anything: it is a choice's names, or bounded somewhere."""
    return isinstance(values, frozenset) or values != EVERYTHING


def _places(constraint: Constraint, options: Sequence[object]) -> Hashable:
    """Return what tells claims of one quantity and period apart from others."""
    return tuple(sorted(constraint.variables)), len(options)
