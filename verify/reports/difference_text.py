"""What differs between two reports, as text: what is worse first."""

from __future__ import annotations

from collections.abc import Sequence

from verify.difference import Data, Moved, SuiteDifference, alike, members_of
from verify.explain import listed
from verify.reports.styled import Line, Part, safe


def render(differences: Sequence[SuiteDifference]) -> list[Line]:
    """Return the differences of each suite as lines."""
    lines: list[Line] = []
    for each in differences:
        if lines:
            lines.append(())
        lines += _suite(each)
    return lines


def gap_of(conflict: Data) -> str:
    """Return by how much a conflict misses, in words."""
    gap = conflict["gap"]
    if not gap or gap["factor"] is None:
        return ""
    return f"apart by a factor of {gap['factor']:.3g}"


def status_of(each: SuiteDifference) -> str:
    """Return the suite's status before and after."""
    if not each.before:
        return f"new, {each.after}"
    if not each.after:
        return f"gone, was {each.before}"
    return each.after if each.before == each.after else f"{each.before} → {each.after}"


def conflict_words(conflict: Data) -> str:
    """Return a conflict in one sentence."""
    words = f"{listed(members_of(conflict))} cannot all hold"
    gap = gap_of(conflict)
    expected = f" (expected: {conflict['expected']})" if conflict.get("expected") else ""
    return words + (f", {gap}" if gap else "") + expected


def _suite(each: SuiteDifference) -> list[Line]:
    lines: list[Line] = [(Part(f"{safe(each.path)}: ", "quiet"), Part(status_of(each), "title"))]
    if each.nothing:
        return [*lines, (Part("  nothing differs", "quiet"),)]
    for word, style, conflicts in (
        ("introduced", "bad", each.introduced),
        ("resolved", "good", each.resolved),
    ):
        for conflict, *rest in alike(conflicts):
            said = f" {conflict['severity']}: {conflict_words(conflict)}"
            more = f", and {len(rest)} more say so" if rest else ""
            lines.append((Part(f"  {word}", style), Part(safe(said + more))))
    for was, now in each.changed:
        said = f" {now['severity']}: {conflict_words(now)}, before {gap_of(was) or 'otherwise'}"
        lines.append((Part("  changed", "doubt"), Part(safe(said))))
    lines += _moved("verdict", each.verdicts)
    lines += _moved("figure", each.figures)
    for word, ids in (("added", each.added), ("withdrawn", each.withdrawn)):
        if ids:
            lines.append((Part(f"  {word}  ", "strong"), Part(safe(", ".join(ids)))))
    return lines


def _moved(what: str, moved: Sequence[Moved]) -> list[Line]:
    wide = max((len(each.claim) for each in moved), default=0)
    return [
        (
            Part(f"  {what}  ", "strong"),
            Part(f"{safe(each.claim).ljust(wide)}  {safe(each.before)} → {safe(each.after)}"),
        )
        for each in moved
    ]
