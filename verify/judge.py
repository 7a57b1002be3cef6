"""Every verdict of a suite: components diagnosed one by one, claims assessed, counts drawn up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from verify.blame import blames
from verify.certificate import certified
from verify.closing import apart_by_date, closing
from verify.compile import Compiled
from verify.component import component
from verify.config import Budget
from verify.describe import ranked
from verify.diagnose import Kind
from verify.diagnostics import Diagnostic
from verify.facts import Facts
from verify.ruling import Ruling
from verify.system import Share, System, components
from verify.verdicts import JudgedClaim, JudgedConflict, Judgement, Status, Verdict


def judge(
    facts: Facts,
    compiled: Compiled,
    budget: Budget,
    *,
    certificates: bool = False,
    quantities: bool = True,
) -> Judgement:
    """Judge a suite: verdicts, conflicts, corrections and counts.

    Certificates, and the bounds of all quantities, come with it where they are wanted.

    Raises nothing; rules that contradict each other alone make the suite invalid.
    """
    deadline = None if budget.seconds is None else time.monotonic() + budget.seconds
    rulings = [
        Ruling(facts, compiled, component(compiled.system, share, budget, deadline))
        for share in components(compiled.system)
        if not _idle(compiled.system, share)
    ]
    problems: list[Diagnostic] = list(compiled.diagnostics)
    for ruling in rulings:
        problems += ruling.contradiction()
    if problems:
        return _invalid(facts, problems)
    for ruling in rulings:
        ruling.run(budget)
        if quantities:
            ruling.bound()
    judgement = _assembled(facts, rulings)
    if certificates:
        return replace(judgement, certificate=certified(facts.path, facts.title, rulings))
    return judgement


def _assembled(facts: Facts, rulings: Sequence[Ruling]) -> Judgement:
    conflicts = _grouped(ranked([conflict for j in rulings for conflict in j.conflicts]), rulings)
    judged = (claim for ruling in rulings for claim in _blamed(ruling, conflicts))
    claims = tuple(sorted(judged, key=lambda c: c.claim.id))
    complete = all(j.diagnosis.complete for j in rulings)
    tally: Counter[str] = Counter()
    for ruling in rulings:
        tally.update(ruling.component.decider.tally)
    timed_out = any(j.component.decider.timed_out for j in rulings)
    return Judgement(
        facts.path,
        facts.title,
        _status(claims, conflicts, complete),
        complete,
        facts.policy,
        claims,
        conflicts,
        tuple(j.corrections for j in rulings if j.clashes),
        tuple(sorted((q for j in rulings for q in j.quantities), key=lambda q: q.id)),
        facts.sources,
        facts.assumptions,
        facts.rules,
        diagnostics=tuple(apart_by_date(claims)),
        closing=closing(claims, rulings),
        ended_by="time" if timed_out else None,
        statistics=tuple(sorted(tally.items())),
        facts=facts,
    )


def _blamed(ruling: Ruling, conflicts: Sequence[JudgedConflict]) -> list[JudgedClaim]:
    """Return a component's claims, each with the share of its conflicts that contain it."""
    members = {item.id for item in ruling.component.items}
    own = [conflict for conflict in conflicts if not members.isdisjoint(conflict.members)]
    left_out = {item.id for item in ruling.component.items if item.hypothetical}
    items = ruling.component.items
    suspects = {items[item].id for fix in ruling.diagnosis.cheapest for item in fix}
    found = blames(own, suspects, left_out)
    return [replace(claim, blame=found.get(claim.claim.id)) for claim in ruling.claims]


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


def _idle(system: System, share: Share) -> bool:
    """Whether a component is only a hidden unknown that nothing mentions."""
    return all(not system.variables[member].quantity for member in share.variables)


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
    conflicts: Sequence[JudgedConflict], rulings: Sequence[Ruling]
) -> tuple[JudgedConflict, ...]:
    """Number the conflicts so that those which differ only in restatements share a number."""
    statement = {
        id_: (n, number) for n, j in enumerate(rulings) for id_, number in j.statement.items()
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
