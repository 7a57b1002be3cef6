"""What differs between two judgements of a suite: conflicts, verdicts and bounds, as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verify.diagnose import Kind
from verify.facts import Facts, Values
from verify.quantity import Quantity
from verify.verdicts import JudgedConflict, Judgement, Verdict

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was supposed: claims and assumptions `old` made room for `new`."""

    name: str
    value: str
    old: Ids
    new: Ids


@dataclass(frozen=True, slots=True)
class MovedVerdict:
    """A claim whose verdict differs, or the one it has without the suspects."""

    claim: str
    before: tuple[Verdict, Verdict | None]
    after: tuple[Verdict, Verdict | None]


@dataclass(frozen=True, slots=True)
class MovedQuantity:
    """A quantity whose bounds differ; None where nothing is left of it, or nothing is known."""

    id: str
    quantity: Quantity
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Every difference between two judgements.

    Conflicts are told apart by members and severity, with what was supposed standing for any one
    of what it replaced; of those that differ only in restatements the first is here. `remaining`
    are the pairs, before and after, that differ only so.
    """

    before: Judgement
    after: Judgement
    replaced: tuple[Replaced, ...]
    introduced: tuple[JudgedConflict, ...]
    resolved: tuple[JudgedConflict, ...]
    remaining: tuple[tuple[JudgedConflict, JudgedConflict], ...]
    verdicts: tuple[MovedVerdict, ...]
    quantities: tuple[MovedQuantity, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing changes."""
        return not (self.introduced or self.resolved or self.verdicts or self.quantities)

    @property
    def worse(self) -> bool:
        """Whether a conflict between loose sets is introduced."""
        return any(conflict.severity is Kind.CONFLICT for conflict in self.introduced)


def replaced(name: str, value: str, before: Facts, after: Facts) -> Replaced:
    """Return what was supposed, from the facts before and after."""
    old, new = _ids(before), _ids(after)
    return Replaced(
        name,
        value,
        tuple(id_ for id_ in old if id_ not in frozenset(new)),
        tuple(id_ for id_ in new if id_ not in frozenset(old)),
    )


def compare(before: Judgement, after: Judgement, supposed: Sequence[Replaced]) -> Changes:
    """Return what changes from one judgement to the other."""
    stands = {id_: f"={number}" for number, each in enumerate(supposed) for id_ in each.old}
    stands |= {id_: f"={number}" for number, each in enumerate(supposed) for id_ in each.new}
    old, new = _keyed(before.conflicts, stands), _keyed(after.conflicts, stands)
    return Changes(
        before,
        after,
        tuple(supposed),
        _first_of_groups(each for key, found in new.items() if key not in old for each in found),
        _first_of_groups(each for key, found in old.items() if key not in new for each in found),
        tuple((old[key][0], each) for key, found in new.items() if key in old for each in found),
        _verdicts(before, after),
        _quantities(before, after),
    )


def _ids(facts: Facts) -> Ids:
    return (*(each.id for each in facts.claims), *(each.id for each in facts.assumptions))


_Key = tuple[Kind, frozenset[str]]


def _keyed(
    conflicts: Iterable[JudgedConflict], stands: dict[str, str]
) -> dict[_Key, list[JudgedConflict]]:
    """Sort conflicts by severity and members, under what stands for these.

    One between several of what a supposed value replaces is gone with them, and stays as it is.
    """
    found: dict[_Key, list[JudgedConflict]] = {}
    for conflict in conflicts:
        members = frozenset(stands.get(id_, id_) for id_ in conflict.members)
        if len(members) < len(conflict.members):
            members = frozenset(conflict.members)
        found.setdefault((conflict.severity, members), []).append(conflict)
    return found


def _first_of_groups(conflicts: Iterable[JudgedConflict]) -> tuple[JudgedConflict, ...]:
    found: dict[int, JudgedConflict] = {}
    for conflict in conflicts:
        found.setdefault(conflict.group, conflict)
    return tuple(found.values())


def _verdicts(before: Judgement, after: Judgement) -> tuple[MovedVerdict, ...]:
    now = {judged.claim.id: (judged.verdict, judged.otherwise) for judged in after.claims}
    return tuple(
        MovedVerdict(judged.claim.id, (judged.verdict, judged.otherwise), now[judged.claim.id])
        for judged in before.claims
        if now.get(judged.claim.id, (judged.verdict, judged.otherwise))
        != (judged.verdict, judged.otherwise)
    )


def _quantities(before: Judgement, after: Judgement) -> tuple[MovedQuantity, ...]:
    old = {judged.id: judged for judged in before.quantities}
    new = {judged.id: judged for judged in after.quantities}
    moved = []
    for id_ in sorted(old.keys() | new.keys()):
        was = old[id_].values if id_ in old else None
        now = new[id_].values if id_ in new else None
        if was != now:
            moved.append(MovedQuantity(id_, (new.get(id_) or old[id_]).quantity, was, now))
    return tuple(moved)
