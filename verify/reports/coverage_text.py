"""Coverage as text: a line for each source, and one for each figure that is open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from verify.coverage import SourceCoverage, share
from verify.reports.styled import Line, Part, safe


def render(path: str, parts: Sequence[SourceCoverage]) -> list[Line]:
    """Return a suite's coverage."""
    lines: list[Line] = [(Part(safe(path), "title"),)]
    wide = max((len(part.source.id) for part in parts), default=0)
    for part in parts:
        name = Part(f"  {safe(part.source.id).ljust(wide)}  ", "strong")
        if part.text is None:
            lines.append((name, Part(f"not at hand: {safe(part.source.text)}", "doubt")))
            continue
        waived = sum(bool(each.waived) and not each.claim for each in part.figures)
        claimed = sum(bool(each.claim) for each in part.figures)
        said = f"{len(part.figures):>4} figures  {claimed:>4} claimed  {waived:>4} waived  "
        lines.append(
            (name, Part(said), Part(f"{len(part.open):>4} open", "doubt" if part.open else "good"))
        )
    for part in parts:
        for each in part.open:
            place = _place(part, each.figure.start)
            phrase = " ".join(each.figure.text.split())
            lines.append((Part(f"open  {safe(place)}  ", "quiet"), Part(safe(phrase), "strong")))
    covered = share(parts)
    if covered is not None:
        lines.append((Part(f"{float(covered):.0%} of the figures at hand are covered", "strong"),))
    return lines


def _place(part: SourceCoverage, at: int) -> str:
    assert part.text is not None
    starts = [0, *(n + 1 for n, character in enumerate(part.text) if character == "\n")]
    line = bisect_right(starts, at)
    return f"{part.source.text}:{line}:{at - starts[line - 1] + 1}"
