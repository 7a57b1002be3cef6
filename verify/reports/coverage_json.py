"""Coverage as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.coverage import SourceCoverage, share
from verify.reports.json_text import written


def render(suites: Sequence[tuple[str, Sequence[SourceCoverage]]]) -> str:
    """Return the coverage of suites as JSON text; offsets are code points of the text."""
    everything = [part for _, parts in suites for part in parts]
    data = {
        "version": 1,
        "covered": _share(everything),
        "suites": [
            {"path": path, "covered": _share(parts), "sources": [_source(part) for part in parts]}
            for path, parts in suites
        ],
    }
    return written(data)


def _share(parts: Sequence[SourceCoverage]) -> float | None:
    covered = share(parts)
    return None if covered is None else float(f"{float(covered):.6g}")


def _source(part: SourceCoverage) -> dict[str, Any]:
    return {
        "id": part.source.id,
        "text": part.source.text,
        "at_hand": part.text is not None,
        "covered": _share([part]),
        "figures": [
            {
                "start": each.figure.start,
                "end": each.figure.end,
                "text": each.figure.text,
                "claim": each.claim or None,
                "waived": each.waived or None,
            }
            for each in part.figures
        ],
    }
