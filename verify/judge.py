"""Every verdict of a suite: components diagnosed one by one, claims assessed, counts drawn up."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from verify.assess import Assessor, conflicts_of
from verify.compile import Compiled
from verify.component import Bounds, Component, Level, component
from verify.config import Budget
from verify.conflicts import Answer
from verify.describe import Describer, ranked
from verify.diagnose import Diagnosis, Finding, Kind, diagnose
from verify.diagnostics import Diagnostic, Severity
from verify.facts import Claim, Facts, Modality
from verify.lineage import Lineage, agree, lineage, restatements
from verify.quantity import Quantity
from verify.system import Constraint, System, components
from verify.verdicts import (
    Closing,
    JudgedClaim,
    JudgedConflict,
    JudgedQuantity,
    Judgement,
    Status,
    Verdict,
)

_PROBES = 400  # propagations spent on finding the most useful missing figure


def judge(facts: Facts, compiled: Compiled, budget: Budget) -> Judgement:
    """Judge a suite: verdicts, conflicts, corrections, bounds and counts.

    Raises nothing; rules that contradict each other alone make the suite invalid.
    """
    deadline = None if budget.seconds is None else time.monotonic() + budget.seconds
    judges = [
        _ComponentJudge(facts, compiled, component(compiled.system, members, budget, deadline))
        for members in components(compiled.system)
        if not _idle(compiled.system, members)
    ]
    problems: list[Diagnostic] = list(compiled.diagnostics)
    for judging in judges:
        problems += judging.contradiction()
    if problems:
        return _invalid(facts, problems)
    for judging in judges:
        judging.run(budget)
    return _assembled(facts, judges)


def _assembled(facts: Facts, judges: Sequence[_ComponentJudge]) -> Judgement:
    conflicts = _grouped(ranked([conflict for j in judges for conflict in j.conflicts]), judges)
    claims = tuple(sorted((c for j in judges for c in j.claims), key=lambda c: c.claim.id))
    complete = all(j.diagnosis.complete for j in judges)
    tally: Counter[str] = Counter()
    for judging in judges:
        tally.update(judging.component.decider.tally)
    timed_out = any(j.component.decider.timed_out for j in judges)
    return Judgement(
        facts.path,
        facts.title,
        _status(claims, conflicts, complete),
        complete,
        facts.policy,
        claims,
        conflicts,
        tuple(j.corrections for j in judges if j.clashes),
        tuple(sorted((q for j in judges for q in j.quantities), key=lambda q: q.id)),
        facts.sources,
        facts.assumptions,
        facts.rules,
        diagnostics=tuple(_apart_by_date(claims)),
        closing=_closing(claims, judges),
        ended_by="time" if timed_out else None,
        statistics=tuple(sorted(tally.items())),
        facts=facts,
    )


def _invalid(facts: Facts, problems: list[Diagnostic]) -> Judgement:
    return Judgement(
        facts.path,
        facts.title,
        Status.INVALID,
        complete=False,
        policy=facts.policy,
        diagnostics=tuple(problems),
        facts=facts,
    )


def _apart_by_date(claims: Sequence[JudgedClaim]) -> list[Diagnostic]:
    """Note claims of one quantity that would disagree if they were of one period."""
    found = []
    quantities = sorted({c.quantity.id for c in claims if c.quantity.varies is not None})
    for id_ in quantities:
        mine = [c for c in claims if c.quantity.id == id_ and not c.claim.hole]
        apart = {
            claim.claim.id: claim
            for one, other in itertools.combinations(mine, 2)
            if one.variable != other.variable
            and not agree(one.claim.readings[0].loose, other.claim.readings[0].loose)
            for claim in (one, other)
        }
        if apart:
            last = max(apart.values(), key=lambda c: c.claim.span)
            details = tuple(f"{c.variable}: {c.claim.id}" for c in apart.values())
            message = f"claims of {id_} stand apart only by their dates"
            found.append(
                Diagnostic("apart-by-date", message, last.claim.span, Severity.NOTE, details)
            )
    return found


def _idle(system: System, members: frozenset[int]) -> bool:
    """Whether a component is only a hidden unknown that nothing mentions."""
    return all(not system.variables[member].quantity for member in members)


def _status(
    claims: Sequence[JudgedClaim], conflicts: Sequence[JudgedConflict], complete: bool
) -> Status:
    kinds = {conflict.severity for conflict in conflicts}
    if Kind.CONFLICT in kinds:
        return Status.CONFLICT
    if not complete or any(claim.verdict is Verdict.UNDECIDED for claim in claims):
        return Status.UNDECIDED
    if Kind.ROUNDING in kinds:
        return Status.ROUNDING
    if Kind.CONDITIONAL in kinds:
        return Status.CONDITIONAL
    return Status.CONSISTENT


def _grouped(
    conflicts: Sequence[JudgedConflict], judges: Sequence[_ComponentJudge]
) -> tuple[JudgedConflict, ...]:
    """Number the conflicts so that those which differ only in restatements share a number."""
    statement = {
        id_: (n, number) for n, j in enumerate(judges) for id_, number in j.statement.items()
    }
    numbers: dict[object, int] = {}
    found = []
    for conflict in conflicts:
        key = (
            conflict.severity,
            frozenset(statement[claim] for claim in conflict.claims),
            conflict.assumptions,
        )
        found.append(replace(conflict, group=numbers.setdefault(key, len(numbers) + 1)))
    return tuple(found)


def _closing(claims: Sequence[JudgedClaim], judges: Sequence[_ComponentJudge]) -> Closing:
    counted = [c for c in claims if c.verdict is not Verdict.OPEN]
    figures = sum(c.claim.modality is not Modality.HYPOTHETICAL for c in counted)
    withdrawn: list[tuple[tuple[str, ...], ...]] = []
    gone = 0
    for judging in judges:
        if judging.corrections:
            cheapest = judging.corrections[: len(judging.diagnosis.cheapest)]
            withdrawn.append(cheapest)
            gone += sum(id_ in judging.known_claims for id_ in cheapest[0])
    best, tests = "", 0
    for judging in judges:
        name, count = judging.most_useful_figure()
        if count > tests:
            best, tests = name, count
    untested = sum(c.verdict is Verdict.UNTESTED for c in counted)
    return Closing(figures, figures - gone, tuple(withdrawn), untested, best, tests)


@dataclass(slots=True)
class _ComponentJudge:
    """Judges one component; its results are read once `run` is done."""

    facts: Facts
    compiled: Compiled
    component: Component
    known_claims: dict[str, Claim] = field(init=False)
    lineages: dict[str, Lineage] = field(init=False)
    statement: dict[str, int] = field(init=False)
    diagnosis: Diagnosis = field(init=False)
    assessor: Assessor = field(init=False)
    claims: list[JudgedClaim] = field(default_factory=list)
    conflicts: list[JudgedConflict] = field(default_factory=list)
    corrections: tuple[tuple[str, ...], ...] = ()
    quantities: list[JudgedQuantity] = field(default_factory=list)

    def __post_init__(self) -> None:
        own = {item.id for item in self.component.items}
        self.known_claims = {c.id: c for c in self.facts.claims if c.id in own}
        sources = {source.id: source for source in self.facts.sources}
        self.lineages = {id_: lineage(c, sources) for id_, c in self.known_claims.items()}
        ids = sorted(self.known_claims)
        places = {item.id: _places(item.loose, item.options) for item in self.component.items}
        numbers = restatements(
            [self.known_claims[id_] for id_ in ids],
            [self.lineages[id_] for id_ in ids],
            [places[id_] for id_ in ids],
        )
        self.statement = dict(zip(ids, numbers, strict=True))

    @property
    def clashes(self) -> bool:
        """Whether some claims or assumptions cannot all hold."""
        return any(finding.kind is Kind.CONFLICT for finding in self.diagnosis.findings)

    def contradiction(self) -> list[Diagnostic]:
        """Return an error if the rules and limits contradict each other without any claim."""
        hard = frozenset(self.component.hard)
        if self.component.decide(hard).answer is not Answer.INCONSISTENT:
            return []
        needed = list(hard)
        for rule in sorted(hard):
            rest = frozenset(needed) - {rule}
            if self.component.decide(rest).answer is Answer.INCONSISTENT:
                needed.remove(rule)
        rules = [self.component.decider.constraints[rule].origin for rule in sorted(needed)]
        shown = tuple(f"{origin.span}: {origin.id}" for origin in rules)
        message = "the rules contradict each other, whatever the claims say"
        if len(rules) < 2:
            message = "this rule and its quantities' limits contradict each other"
        span = rules[0].span if rules else self.facts.quantities[0].span
        return [Diagnostic("contradictory-rules", message, span, details=shown)]

    def run(self, budget: Budget) -> None:
        """Find the conflicts, then judge every claim and bound every quantity."""
        self.diagnosis = diagnose(self.component, self._cost, budget.subsets)
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
                if item.hypothetical:
                    self._hypothetical(number)
                else:
                    self._claim(number, first, touching)
        self._holes()
        self._quantities()

    def _cost(self, members: frozenset[int]) -> Fraction | None:
        """Return what withdrawing items costs: restatements once, the dearest of them."""
        total = Fraction(0)
        dearest: dict[int, Fraction] = {}
        assumptions = {assumption.id: assumption for assumption in self.facts.assumptions}
        for member in members:
            id_ = self.component.items[member].id
            owner = self.known_claims.get(id_) or assumptions[id_]
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

    def _hypothetical(self, number: int) -> None:
        """Judge a claim that nothing rests on, beside what is in no conflict."""
        blamed = {m for f in self.diagnosis.findings if f.kind is Kind.CONFLICT for m in f.members}
        rest = frozenset(i for i in self.assessor.regular if i not in blamed)
        rest = frozenset(i for i in rest if not self.component.items[i].soft)
        together = self.component.test(rest | {number}, Level.LOOSE)
        implied = self.assessor.implied(number, self.assessor.regular)
        if together.answer is Answer.INCONSISTENT:
            needed = set(rest)
            for item in sorted(rest):
                trial = frozenset(needed - {item} | {number})
                if self.component.test(trial, Level.LOOSE).answer is Answer.INCONSISTENT:
                    needed.remove(item)
            members = frozenset(needed | {number})
            found = Finding(members, Kind.CONFLICT, minimal=True, certified=False)
            own = (self.component.items[number].id,)
            alone = Describer(self.facts, self.component, (own,), (Fraction(1),))
            self.conflicts.extend(conflict for _, conflict in alone.findings((found,)))
            verdict = Verdict.CONFLICT
        elif together.answer is Answer.UNKNOWN:
            verdict = Verdict.UNDECIDED
        else:
            verdict, _ = self.assessor.verdict(number, self.assessor.regular)
        self.claims.append(self._judged(number, verdict, implied))

    def _judged(self, number: int, verdict: Verdict, implied: Bounds | None) -> JudgedClaim:
        item = self.component.items[number]
        claim = self.known_claims[item.id]
        variable = self.component.variables[self.assessor.variable(number)]
        fitting = self.assessor.fitting(number)
        names = dict.fromkeys(item.options[k].reading for k in fitting)
        mates = tuple(
            other
            for other, group in sorted(self.statement.items())
            if other != item.id and group == self.statement[item.id]
        )
        return JudgedClaim(
            claim,
            self._quantity(variable.quantity),
            variable.id,
            verdict,
            restates=mates,
            readings=tuple(name for name in names if name),
            **self._because(implied),
        )

    def _holes(self) -> None:
        for claim in self.facts.claims:
            if not claim.hole or self.compiled.holes[claim.id] not in self.component.local:
                continue
            local = self.component.local[self.compiled.holes[claim.id]]
            variable = self.component.variables[local]
            kept = self.assessor.regular - self.assessor.suspects
            found = self.component.bounds(local, self.assessor.usable(kept))
            self.claims.append(
                JudgedClaim(
                    claim,
                    self._quantity(variable.quantity),
                    variable.id,
                    Verdict.OPEN,
                    kept=found.values if found is not None and found.because else None,
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

    def _quantities(self) -> None:
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
                    self._quantity(variable.quantity),
                    found.values,
                    found.because,
                    found.derivations,
                    tuple(v.id for v in self.component.variables),
                )
            )

    def _quantity(self, id_: str) -> Quantity:
        return next(q for q in self.facts.quantities if q.id == id_)

    def most_useful_figure(self) -> tuple[str, int]:
        """Return the unclaimed quantity whose figure would test most untested claims, and how many.

        Each such quantity is given the value it has in one solution, and the untested claims are
        bounded anew.
        """
        untested = [c for c in self.claims if c.verdict is Verdict.UNTESTED]
        decider = self.component.decider
        kept = self.assessor.usable(self.assessor.regular - self.assessor.suspects)
        witness = self.component.decide(kept).witness
        claimed = {c.variable for c in self.claims}
        free = [
            (n, v)
            for n, v in enumerate(self.component.variables)
            if v.quantity and v.id not in claimed and v.domain != "choice"
        ]
        if not untested or witness is None or len(free) * len(untested) > _PROBES:
            return "", 0
        numbers = {item.id: n for n, item in enumerate(self.component.items)}
        best, most = "", 0
        actives = []
        for judged in untested:
            item = numbers[judged.claim.id]
            kept_items = self.assessor.regular - self.assessor.suspects
            active = self.assessor.usable(self.assessor.others(item, kept_items))
            before = decider.doubles.propagate(active, decider.revisions(active)).values
            actives.append((active, before, self.assessor.variable(item)))
        for place, variable in free:
            value = witness[place]
            at = float(value) if not isinstance(value, str) else 0.0
            count = 0
            for active, before, target in actives:
                start = list(before)
                start[place] = (at, at, False, False)
                touched = decider.doubles.watching(place, active)
                after = decider.doubles.propagate(active, decider.revisions(active), start, touched)
                count += not after.empty and after.values[target] != before[target]
            if count > most:
                best, most = variable.id, count
        return best, most


def _places(constraint: Constraint, options: Sequence[object]) -> object:
    """Return what tells claims of one quantity and period apart from others."""
    return constraint.variables, len(options)
