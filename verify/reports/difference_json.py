"""What differs between two reports, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from verify.difference import SuiteDifference
from verify.reports.json_text import written


def render(differences: Sequence[SuiteDifference]) -> str:
    """Return the differences as JSON text; conflicts are as in the reports."""
    data = {
        "version": 1,
        "worse": any(each.worse for each in differences),
        "suites": [
            {
                "path": each.path,
                "status": {"before": each.before or None, "after": each.after or None},
                "conflicts": {
                    "introduced": list(each.introduced),
                    "resolved": list(each.resolved),
                    "changed": [{"before": was, "after": now} for was, now in each.changed],
                },
                "verdicts": [asdict(moved) for moved in each.verdicts],
                "figures": [asdict(moved) for moved in each.figures],
                "added": list(each.added),
                "withdrawn": list(each.withdrawn),
            }
            for each in differences
        ],
    }
    return written(data)
