"""The counts at the end of a report, and what is worth a note beside the verdicts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from verify.diagnostics import Diagnostic, Severity
from verify.facts import Modality
from verify.lineage import agree
from verify.ruling import Ruling
from verify.verdicts import Closing, JudgedClaim, Verdict

_PROBES = 400  # propagations spent on finding the most useful missing figure


def closing(claims: Sequence[JudgedClaim], rulings: Sequence[Ruling]) -> Closing:
    """Count figures, what would have to go, and what was never tested."""
    counted = [c for c in claims if c.verdict is not Verdict.OPEN]
    figures = sum(c.claim.modality is not Modality.HYPOTHETICAL for c in counted)
    withdrawn: list[tuple[tuple[str, ...], ...]] = []
    gone, unsettled, weighed = 0, 0, False
    for ruling in rulings:
        if ruling.corrections:
            cheapest = ruling.corrections[: len(ruling.diagnosis.cheapest)]
            withdrawn.append(cheapest)
            smallest = min(ruling.corrections, key=len)  # of those, the cheapest
            gone += sum(id_ in ruling.known_claims for id_ in smallest)
            weighed = weighed or len(smallest) < min(map(len, cheapest))
        elif not ruling.diagnosis.complete:
            unsettled += sum(
                c.modality is not Modality.HYPOTHETICAL for c in ruling.known_claims.values()
            )
    best, tests = "", 0
    for ruling in rulings:
        name, count = _most_useful_figure(ruling)
        if count > tests:
            best, tests = name, count
    untested = sum(c.verdict is Verdict.UNTESTED for c in counted)
    together = figures - gone
    return Closing(figures, together, tuple(withdrawn), untested, best, tests, unsettled, weighed)


def apart_by_date(claims: Sequence[JudgedClaim]) -> list[Diagnostic]:
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


def _most_useful_figure(ruling: Ruling) -> tuple[str, int]:
    """Return the unclaimed quantity whose figure would test most untested claims, and how many.

    Each such quantity is given the value it has in one solution, and the untested claims are
    bounded anew.
    """
    untested = [c for c in ruling.claims if c.verdict is Verdict.UNTESTED]
    decider = ruling.component.decider
    kept = ruling.assessor.usable(ruling.assessor.regular - ruling.assessor.suspects)
    witness = ruling.component.decide(kept).witness
    sweeper = decider.sweeper
    claimed = {c.variable for c in ruling.claims if c.verdict is not Verdict.OPEN}
    free = [
        (n, v)
        for n, v in enumerate(ruling.component.variables)
        if v.quantity and v.id not in claimed and v.domain != "choice"
    ]
    if not untested or witness is None or len(free) * len(untested) > _PROBES:
        return "", 0
    numbers = {item.id: n for n, item in enumerate(ruling.component.items)}
    best, most = "", 0
    actives = []
    for judged in untested:
        item = numbers[judged.claim.id]
        kept_items = ruling.assessor.regular - ruling.assessor.suspects
        active = ruling.assessor.usable(ruling.assessor.others(item, kept_items))
        before = sweeper.run(active, decider.revisions(active))
        actives.append((active, before, ruling.assessor.variable(item)))
    for place, variable in free:
        value = witness.known[place]
        at = 0.0 if isinstance(value, str) else float(value[0])
        count = 0
        for active, before, target in actives:
            start = sweeper.copy(before)
            start.lower[place] = start.upper[place] = at
            touched = [each for each in sweeper.watchers[place] if each in active]
            after = sweeper.run(active, decider.revisions(active), start, touched)
            count += not after.empty and after.value(target) != before.value(target)
        if count > most:
            best, most = variable.id, count
    return best, most
