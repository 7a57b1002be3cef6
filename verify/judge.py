"""Every verdict of a suite: components diagnosed one by one, claims assessed, counts drawn up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Docket:
    """A suite's components, each with the ruling on it: what is decided once and kept."""

    facts: Facts
    compiled: Compiled
    budget: Budget
    rulings: tuple[Ruling, ...]
    shares: tuple[Share, ...]

    def consistent(self) -> bool:
        """Tell, without a search, whether everything certainly holds at face; often it does."""
        return all(
            not ruling.contradiction() and ruling.at_peace() for ruling in self.rulings
        ) and not any(self.compiled.diagnostics)


def docket(
    facts: Facts, compiled: Compiled, budget: Budget, earlier: Docket | None = None
) -> Docket:
    """Cut a suite into components; those that are as they were `earlier` keep their rulings.

    Lines that moved change nothing but the places that are reported.
    """
    deadline = None if budget.seconds is None else time.monotonic() + budget.seconds
    known = {} if earlier is None else _reusable(facts, compiled, budget, earlier)
    rulings: list[Ruling] = []
    shares: list[Share] = []
    for share in components(compiled.system):
        if _idle(compiled.system, share):
            continue
        same = known.get(share.variables)
        if same is not None and same[0] == share and _says_the_same(facts, same[1]):
            ruling = same[1].moved(facts)
            ruling.component.decider.deadline = deadline
        else:
            cut = component(compiled.system, share, budget, deadline)
            ruling = Ruling(facts, compiled, cut)
        rulings.append(ruling)
        shares.append(share)
    return Docket(facts, compiled, budget, tuple(rulings), tuple(shares))


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
    opened = docket(facts, compiled, budget)
    return judged(opened, certificates=certificates, quantities=quantities)


def judged(docket: Docket, *, certificates: bool = False, quantities: bool = True) -> Judgement:
    """Judge what a docket holds, as `judge` does."""
    facts, rulings = docket.facts, docket.rulings
    problems: list[Diagnostic] = list(docket.compiled.diagnostics)
    for ruling in rulings:
        problems += ruling.contradiction()
    if problems:
        return _invalid(facts, problems)
    for ruling in rulings:
        ruling.run(docket.budget)
        if quantities:
            ruling.bound()
    judgement = _assembled(facts, rulings)
    if certificates:
        return replace(judgement, certificate=certified(facts.path, facts.title, rulings))
    return judgement


def _reusable(
    facts: Facts, compiled: Compiled, budget: Budget, earlier: Docket
) -> dict[tuple[int, ...], tuple[Share, Ruling]]:
    """Return the earlier rulings by their variables, where all that is shared is as it was."""
    before = earlier.facts
    same = (
        replace(budget, seconds=None) == replace(earlier.budget, seconds=None)
        and facts.quantities == before.quantities
        and facts.rules == before.rules
        and facts.sources == before.sources
        and facts.shares == before.shares
        and compiled.system.variables == earlier.compiled.system.variables
        and compiled.holes == earlier.compiled.holes
    )
    if not same:
        return {}
    return {
        share.variables: (share, ruling)
        for share, ruling in zip(earlier.shares, earlier.rulings, strict=True)
        if not ruling.component.decider.timed_out
    }


def _says_the_same(facts: Facts, ruling: Ruling) -> bool:
    """Tell whether the claims and assumptions of a ruling are as they were."""
    before = ruling.facts
    return all(
        facts.claim.get(item.id) == before.claim.get(item.id)
        and facts.assumption.get(item.id) == before.assumption.get(item.id)
        for item in ruling.component.items
    )


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
        diagnostics=(
            *apart_by_date(claims),
            *(doubt for ruling in rulings for doubt in ruling.doubts()),
        ),
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
