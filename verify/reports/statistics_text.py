"""How the decisions of a check were made: which rung of the ladder made how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from verify.reports.styled import Line, Part
from verify.verdicts import Judgement

_MEANING = {
    "memory": "a solution found before",
    "witness": "a solution found and proved",
    "guided witness": "a solution found where algebra pointed",
    "propagation": "refuted by intervals",
    "exact propagation": "refuted by intervals with open ends",
    "algebra": "refuted by what follows from several rules at once",
    "bisection": "taken apart into cases",
    "z3": "by the solver",
    "unknown": "by nothing",
}
_SOLVER = ("z3", "unknown")  # rungs that are reached only once Z3 was asked


def lines_of(judgements: Sequence[Judgement]) -> list[Line]:
    """Return the counts of all suites together, as lines."""
    rungs = rungs_of(judgements)
    total = sum(rungs.values())
    lines: list[Line] = [(Part(_counted(total, "decision"), "strong"),)]
    width = max((len(name) for name in rungs), default=0)
    for name, count in sorted(rungs.items(), key=lambda rung: (-rung[1], rung[0])):
        share = _share(count, total)
        said = _MEANING.get(name, "")
        lines.append((Part(f"  {name.ljust(width)}  {count:>7}  {share:>6}   {said}".rstrip()),))
    asked = asked_of_z3(rungs)
    conflicts = [conflict for judgement in judgements for conflict in judgement.conflicts]
    certified = sum(conflict.certified for conflict in conflicts)
    if total:
        named = _counted(total, "decision")
        lines.append((Part(f"{asked} of {named} needed Z3 ({_share(asked, total)})"),))
    if conflicts:
        named = _counted(len(conflicts), "conflict", "restatements counted singly")
        lines.append((Part(f"certified: {certified} of {named}"),))
    return lines


def rungs_of(judgements: Sequence[Judgement]) -> Counter[str]:
    """Return how many decisions each rung made."""
    found: Counter[str] = Counter()
    for judgement in judgements:
        found.update(dict(judgement.statistics))
    return found


def asked_of_z3(rungs: Counter[str]) -> int:
    """Return how many decisions needed Z3."""
    return sum(count for name, count in rungs.items() if name.startswith(_SOLVER))


def _counted(count: int, noun: str, note: str = "") -> str:
    plural = "" if count == 1 else "s"
    return f"{count} {noun}{plural}" + (f", {note}" if note and count > 1 else "")


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else "-"
