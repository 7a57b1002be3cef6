"""What `verify what-if` shows: what was supposed, then every difference, old → new."""

from __future__ import annotations

from collections.abc import Sequence

from verify.changes import Changes, MovedQuantity, MovedVerdict, Replaced
from verify.explain import explain_conflict, printed
from verify.facts import Facts, Values
from verify.quantity import Quantity
from verify.reports.styled import Line, Part, safe
from verify.verdicts import JudgedConflict, Judgement, Verdict
from verify.wording import in_words

_KIND_STYLE = {"conflict": "bad", "rounding": "doubt", "conditional": "doubt"}


def render(all_changes: Sequence[Changes]) -> list[Line]:
    """Return the changes of each suite as lines."""
    lines: list[Line] = []
    for changes in all_changes:
        if lines:
            lines.append(())
        lines += _suite(changes)
    return lines


def _suite(changes: Changes) -> list[Line]:
    assert changes.before.facts is not None
    supposed = " and ".join(f"{each.name} = {each.value}" for each in changes.replaced)
    path = Part(f"{safe(changes.before.path)}: ", "quiet")
    lines: list[Line] = [(path, Part(f"what if {safe(supposed)}", "title"))]
    for each in changes.replaced:
        lines += _set_aside(each, changes.before.facts)
    if changes.nothing:
        lines += [(), (Part("nothing changes"),)]
    conflicts = _conflicts("introduced", "bad", changes.introduced, changes.after)
    conflicts += _conflicts("resolved", "good", changes.resolved, changes.before)
    conflicts += _remaining(changes)
    lines += [(), *conflicts] if conflicts else []
    lines += _table("verdicts", [_verdict(each) for each in changes.verdicts])
    lines += _table("quantities", [_quantity(each) for each in changes.quantities])
    return lines


def _set_aside(replaced: Replaced, facts: Facts) -> list[Line]:
    """Name what made room for a supposed value, each with what it says."""
    said = {claim.id: printed(claim) for claim in facts.claims}
    said |= {each.id: each.text for each in facts.assumptions}
    if not replaced.old:
        return [(Part(f"  no claim was about {safe(replaced.name)}", "quiet"),)]
    shown = ", ".join(f"{id_} ({said[id_]})" if id_ in said else id_ for id_ in replaced.old)
    return [(Part("  set aside: ", "quiet"), Part(safe(shown)))]


def _conflicts(
    what: str, style: str, conflicts: Sequence[JudgedConflict], judgement: Judgement
) -> list[Line]:
    lines: list[Line] = []
    for conflict in conflicts:
        explained = explain_conflict(conflict, judgement)
        gap = f"; {explained.gap}" if explained.gap else ""
        lines.append(
            (
                Part(f"{what.ljust(10)}  ", style),
                Part(conflict.severity.value, _KIND_STYLE[conflict.severity.value]),
                Part(f": {safe(explained.headline)}{safe(gap)}"),
            )
        )
    return lines


def _remaining(changes: Changes) -> list[Line]:
    """List the conflicts that what was supposed leaves as they were, and count the others."""
    new = {id_ for each in changes.replaced for id_ in each.new}
    shown: dict[int, JudgedConflict] = {}
    others: set[int] = set()
    for _, conflict in changes.remaining:
        if new.isdisjoint(conflict.members):
            others.add(conflict.group)
        else:
            shown.setdefault(conflict.group, conflict)
    lines = _conflicts("remaining", "quiet", tuple(shown.values()), changes.after)
    if others:
        noun = "1 other conflict" if len(others) == 1 else f"{len(others)} other conflicts"
        verb = "stays" if len(others) == 1 else "stay"
        lines.append((Part(f"{noun} {verb} as before", "quiet"),))
    return lines


def _table(title: str, rows: Sequence[tuple[str, str, str]]) -> list[Line]:
    """Lay out rows of a name, what was, and what would be."""
    rows = [row for row in rows if row[1] != row[2]]
    if not rows:
        return []
    names = max(len(row[0]) for row in rows)
    olds = min(48, max(len(row[1]) for row in rows))
    lines: list[Line] = [(), (Part(title, "strong"),)]
    for name, old, new in rows:
        lines.append(
            (
                Part(f"  {safe(name).ljust(names)}  ", "strong"),
                Part(f"{safe(old).ljust(olds)}  →  ", "quiet"),
                Part(safe(new)),
            )
        )
    return lines


def _verdict(moved: MovedVerdict) -> tuple[str, str, str]:
    return moved.claim, _verdict_words(*moved.before), _verdict_words(*moved.after)


def _verdict_words(verdict: Verdict, otherwise: Verdict | None) -> str:
    return f"{verdict.value}, else {otherwise.value}" if otherwise else verdict.value


def _quantity(moved: MovedQuantity) -> tuple[str, str, str]:
    return moved.id, _bounds(moved.before, moved.quantity), _bounds(moved.after, moved.quantity)


def _bounds(values: Values | None, quantity: Quantity) -> str:
    return "nothing known" if values is None else in_words(values, quantity)
