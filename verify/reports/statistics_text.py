"""How the decisions of a check were made: which rung of the ladder made how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from verify.reports.styled import Line, Part
from verify.verdicts import Judgement

_SOLVER = ("z3", "unknown")  # rungs that are reached only once Z3 was asked


def lines_of(judgements: Sequence[Judgement]) -> list[Line]:
    """Return the counts of all suites together, as lines."""
    rungs = rungs_of(judgements)
    total = sum(rungs.values())
    lines: list[Line] = [(Part(f"{total} decisions", "strong"),)]
    width = max((len(name) for name in rungs), default=0)
    for name, count in sorted(rungs.items(), key=lambda rung: (-rung[1], rung[0])):
        lines.append((Part(f"  {name.ljust(width)}  {count:>7}  {_share(count, total):>6}"),))
    asked = asked_of_z3(rungs)
    conflicts = [conflict for judgement in judgements for conflict in judgement.conflicts]
    certified = sum(conflict.certified for conflict in conflicts)
    lines.append((Part(f"{asked} of {total} decisions needed Z3 ({_share(asked, total)})"),))
    share = _share(certified, len(conflicts))
    lines.append((Part(f"{certified} of {len(conflicts)} conflicts are certified ({share})"),))
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


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else "-"
