"""What differs between two reports, as data: conflicts, verdicts and claims of each suite.

Reports are the plain data of `verify check --format json`, so that a report written long ago can be
compared with a suite of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something of a claim that is not as it was: its verdict, or what it says."""

    claim: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SuiteDifference:
    """What differs in one suite; conflicts are the reports' own, `changed` as (before, after).

    `before` and `after` are the suite's status, empty where the report does not have it.
    """

    path: str
    before: str
    after: str
    introduced: tuple[Data, ...] = ()
    resolved: tuple[Data, ...] = ()
    changed: tuple[tuple[Data, Data], ...] = ()
    verdicts: tuple[Moved, ...] = ()
    figures: tuple[Moved, ...] = ()
    added: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        conflicts = self.introduced or self.resolved or self.changed
        claims = self.verdicts or self.figures or self.added or self.withdrawn
        return not (conflicts or claims or self.before != self.after)

    @property
    def worse(self) -> bool:
        """Whether a conflict that nobody expects is new, or the suite cannot be read any more."""
        new = any(c["severity"] == "conflict" and not c.get("expected") for c in self.introduced)
        return new or (self.after == "invalid" and self.before != "invalid")


def difference(before: Data, after: Data) -> tuple[SuiteDifference, ...]:
    """Compare two reports, suite by suite; suites are matched by path, a single pair as it is."""
    old = {suite["path"]: suite for suite in before["suites"]}
    new = {suite["path"]: suite for suite in after["suites"]}
    if len(old) == len(new) == 1:
        ((_, was),), ((path, now),) = old.items(), new.items()
        return (_suite(path, was, now),)
    paths = list(dict.fromkeys([*old, *new]))
    return tuple(_suite(path, old.get(path), new.get(path)) for path in paths)


def key_of(conflict: Data) -> tuple[str, frozenset[str]]:
    """Return what a conflict is known by: its severity and its members."""
    return conflict["severity"], frozenset((*conflict["claims"], *conflict["assumptions"]))


def alike(conflicts: Sequence[Data]) -> list[list[Data]]:
    """Group the conflicts of one report that differ only in restatements."""
    groups: dict[object, list[Data]] = {}
    for conflict in conflicts:
        groups.setdefault((conflict["severity"], conflict["group"]), []).append(conflict)
    return list(groups.values())


def members_of(conflict: Data) -> list[str]:
    """Return a conflict's members in order."""
    return sorted((*conflict["claims"], *conflict["assumptions"]))


def _suite(path: str, was: Data | None, now: Data | None) -> SuiteDifference:
    unread = [each for each in (was, now) if each is not None and each["status"] == "invalid"]
    if unread:  # of what could not be read nothing is known, neither gone nor new
        return SuiteDifference(path, _status(was), _status(now))
    old, new = _conflicts(was), _conflicts(now)
    before, after = _claims(was), _claims(now)
    both = [id_ for id_ in after if id_ in before]
    return SuiteDifference(
        path,
        _status(was),
        _status(now),
        tuple(each for key, each in new.items() if key not in old),
        tuple(each for key, each in old.items() if key not in new),
        tuple((old[k], each) for k, each in new.items() if k in old and _other(old[k], each)),
        tuple(
            Moved(id_, _verdict(before[id_]), _verdict(after[id_]))
            for id_ in both
            if _verdict(before[id_]) != _verdict(after[id_])
        ),
        tuple(
            Moved(id_, *_figures(before[id_], after[id_]))
            for id_ in both
            if _said(before[id_]) != _said(after[id_])
        ),
        tuple(id_ for id_ in after if id_ not in before),
        tuple(id_ for id_ in before if id_ not in after),
    )


def _status(suite: Data | None) -> str:
    return str(suite["status"]) if suite else ""


def _conflicts(suite: Data | None) -> dict[tuple[str, frozenset[str]], Data]:
    found: Sequence[Data] = suite["conflicts"] if suite else ()
    return {key_of(each): each for each in found}


def _claims(suite: Data | None) -> dict[str, Data]:
    found: Sequence[Data] = suite["claims"] if suite else ()
    return {each["id"]: each for each in found}


def _other(was: Data, now: Data) -> bool:
    """Tell whether a conflict of the same members is another one: its gap, or what is expected."""
    return (was["gap"], bool(was.get("expected"))) != (now["gap"], bool(now.get("expected")))


def _verdict(claim: Data) -> str:
    otherwise = f", else {claim['otherwise']}" if claim["otherwise"] else ""
    return f"{claim['verdict']}{otherwise}"


def _said(claim: Data) -> tuple[str, Data | None, Data | None]:
    return _figure(claim), claim.get("published"), claim.get("loose")


def _figure(claim: Data) -> str:
    return str(claim["figure"] or claim.get("value") or "")


def _figures(was: Data, now: Data) -> tuple[str, str]:
    """Return a claim's words before and after, where they are the same with their sets."""
    old, new = _figure(was), _figure(now)
    if old != new:
        return old, new
    return f"{old}, taken as {_taken(was)}", f"{new}, taken as {_taken(now)}"


def _taken(claim: Data) -> str:
    face, loose = _set(claim.get("published")), _set(claim.get("loose"))
    return loose if face == loose else f"{loose} (at face {face})"


def _set(bounds: Data | None) -> str:
    """Write a set in full, as a value is written: `[300, 310) MW`."""
    if bounds is None:
        return "?"
    if "names" in bounds:
        return " or ".join(bounds["names"])
    left, right = "(" if bounds["lower_open"] else "[", ")" if bounds["upper_open"] else "]"
    lower = "-∞" if bounds["lower"] is None else str(bounds["lower"]).removesuffix(".0")
    upper = "∞" if bounds["upper"] is None else str(bounds["upper"]).removesuffix(".0")
    unit = "" if bounds["unit"] in ("1", "date") else bounds["unit"]
    return f"{left}{lower}, {upper}{right} {unit}".rstrip()
