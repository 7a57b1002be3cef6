"""How many of a component's conflicts contain each of its claims."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from verify.diagnose import Kind
from verify.verdicts import Blame, JudgedConflict


def blames(
    conflicts: Sequence[JudgedConflict], suspects: Collection[str], left_out: Collection[str] = ()
) -> dict[str, Blame]:
    """Count, of one component's conflicts, those that contain a claim; none is not listed.

    Conflicts that differ only in restatements count once. `suspects` are what the cheapest
    corrections withdraw: where their counts differ, the counts help to choose among them.
    Conflicts with a claim of `left_out` (the hypothetical ones) do not count.
    """
    groups: dict[int, set[str]] = {}
    for conflict in conflicts:
        if conflict.severity is Kind.CONFLICT and not set(left_out).intersection(conflict.claims):
            groups.setdefault(conflict.group, set()).update(conflict.claims)
    counts: dict[str, int] = {}
    for members in groups.values():
        for claim in members:
            counts[claim] = counts.get(claim, 0) + 1
    telling = len({counts.get(suspect, 0) for suspect in suspects}) > 1
    return {
        claim: Blame(
            Fraction(count, len(groups)), count, len(groups), telling and claim in suspects
        )
        for claim, count in counts.items()
    }
