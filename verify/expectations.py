"""Known results: which conflicts and verdicts they cover, and which expectations are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from verify.diagnose import Kind
from verify.facts import Expectation
from verify.verdicts import JudgedClaim, JudgedConflict, JudgedExpectation, Judgement, Verdict


def expected(judgement: Judgement, today: date) -> Judgement:
    """Hold a judgement against its suite's expectations; one past its `until` covers nothing."""
    if judgement.facts is None:
        return judgement
    held = [_held(each, judgement, today) for each in judgement.facts.expectations]
    live = [each.expectation for each in held if each.holds]
    conflicts = tuple(
        replace(conflict, expected=_cover(conflict, live)) for conflict in judgement.conflicts
    )
    return replace(judgement, conflicts=conflicts, expectations=tuple(held))


def covers_verdict(expectation: Expectation, claim: str, verdict: str) -> bool:
    """Tell whether an expectation says that a claim has a verdict."""
    return (claim, verdict) in expectation.verdicts


def unexpected(judgement: Judgement, fail_on: Sequence[str]) -> bool:
    """Tell whether something fails that no expectation names, or an expectation is broken."""
    if any(not each.holds for each in judgement.expectations):
        return True
    if "never" in fail_on:
        return False
    fail_on = ("conflict", *fail_on)
    if any(c.severity.value in fail_on and not c.expected for c in judgement.conflicts):
        return True
    known = {
        claim: verdict
        for each in judgement.expectations
        for claim, verdict in each.expectation.verdicts
    }
    return any(
        claim.verdict.value in fail_on
        and claim.verdict in (Verdict.UNDECIDED, Verdict.UNTESTED)
        and known.get(claim.claim.id) != claim.verdict.value
        for claim in judgement.claims
    ) or ("undecided" in fail_on and not judgement.complete and not known)


def _held(each: Expectation, judgement: Judgement, today: date) -> JudgedExpectation:
    if each.until and today.isoformat() > _last_day(each.until):
        return JudgedExpectation(each, holds=False, why=f"it was good until {each.until}")
    if each.conflict:
        if any(set(each.conflict) <= set(c.members) for c in judgement.conflicts):
            return JudgedExpectation(each, holds=True)
        if _cut_short(judgement):
            return JudgedExpectation(each, holds=True)
        named = " and ".join(each.conflict)
        return JudgedExpectation(each, holds=False, why=f"no conflict contains {named} any more")
    verdicts = {claim.claim.id: claim for claim in judgement.claims}
    for id_, verdict in each.verdicts:
        if id_ in verdicts and verdicts[id_].verdict.value != verdict:
            if _cut_short(judgement) and verdicts[id_].verdict is Verdict.UNDECIDED:
                continue
            why = f"{id_} is {_shown(verdicts[id_])}, not {verdict}"
            return JudgedExpectation(each, holds=False, why=why)
    return JudgedExpectation(each, holds=True)


def _cut_short(judgement: Judgement) -> bool:
    """Tell whether what was not found may be there all the same, so that nothing is broken."""
    return not judgement.complete or judgement.ended_by is not None


def _shown(claim: JudgedClaim) -> str:
    return claim.verdict.value


def _last_day(until: str) -> str:
    """Return a date as text that no day within it sorts after: `2026-05` covers all of May."""
    return until if len(until) == 10 else until + "-99"


def _cover(conflict: JudgedConflict, live: Sequence[Expectation]) -> str:
    """Return the reason for which a conflict is expected, or nothing.

    One claim known to be in conflict covers each conflict that it is in. What is found at face or
    under some readings alone is covered if every one of its claims is expected to have it.
    """
    mine = {(id_, conflict.severity.value) for id_ in conflict.claims}
    said = {each for expectation in live for each in expectation.verdicts}
    known = conflict.severity is Kind.CONFLICT or mine <= said
    for each in live:
        if each.conflict and set(each.conflict) <= set(conflict.members):
            return each.reason
        if known and not mine.isdisjoint(each.verdicts):
            return each.reason
    return ""
