"""Where sources come from: which are independent, and which claims only restate one another."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from verify.facts import Claim, Source, Values

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lineage:
    """All sources behind a claim, its own included, and whether that is all there are."""

    origins: frozenset[str]
    known: bool


def lineage(claim: Claim, sources: Mapping[str, Source]) -> Lineage:
    """Follow a claim's lineage through all generations."""
    if not claim.source:
        return Lineage(frozenset(), known=False)
    found = {claim.source}
    known = True
    own = claim.derived_from
    if own is None and claim.source in sources:
        own = sources[claim.source].derived_from
    stack: list[tuple[str, ...] | None] = [own]
    while stack:
        parents = stack.pop()
        if parents is None:
            known = False
            continue
        for parent in parents:
            if parent == UNKNOWN:
                known = False
            elif parent not in found:
                found.add(parent)
                stack.append(sources[parent].derived_from if parent in sources else None)
    return Lineage(frozenset(found), known)


def independent(a: Lineage, b: Lineage) -> bool:
    """Tell whether both lineages are known to the end and share no source."""
    return a.known and b.known and not (a.origins & b.origins)


def restatements(
    claims: Sequence[Claim], lineages: Sequence[Lineage], places: Sequence[Hashable]
) -> tuple[int, ...]:
    """Return a group number for each claim; claims of one group are one statement.

    Of one group are claims of one quantity and period (equal `places`), of one source or of
    sources that share an origin, whose loose sets agree, each with each.
    """
    groups: list[list[int]] = []
    found: list[int] = []
    near: dict[tuple[Hashable, str], set[int]] = {}  # groups by a place and an origin of theirs
    for index, place in enumerate(places):
        shared = [near.setdefault((place, origin), set()) for origin in lineages[index].origins]
        for number in sorted(set().union(*shared)):
            if all(_one_statement(claims, lineages, index, other) for other in groups[number]):
                break
        else:
            number = len(groups)
            groups.append([])
        groups[number].append(index)
        found.append(number)
        for numbers in shared:
            numbers.add(number)
    return tuple(found)


def agree(a: Values, b: Values) -> bool:
    """Tell whether two sets have a value in common."""
    if isinstance(a, frozenset) or isinstance(b, frozenset):
        return isinstance(a, frozenset) and isinstance(b, frozenset) and bool(a & b)
    return not a.meet(b).empty


def _one_statement(
    claims: Sequence[Claim], lineages: Sequence[Lineage], one: int, other: int
) -> bool:
    if not lineages[one].origins & lineages[other].origins:
        return False
    first, second = (
        sorted(claims[n].readings, key=lambda each: (each.about, each.name)) for n in (one, other)
    )
    return len(first) == len(second) and all(
        agree(a.loose, b.loose) for a, b in zip(first, second, strict=True)
    )
