"""What differs between two reports, as a comment for a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from verify.difference import Data, Moved, SuiteDifference, alike
from verify.reports.difference_text import conflict_words, status_of
from verify.reports.escaping import for_markdown


def render(differences: Sequence[SuiteDifference]) -> str:
    """Return the comment."""
    parts = ["## verify: what differs"]
    for each in differences:
        parts.append(f"### {for_markdown(each.path)}: {for_markdown(status_of(each))}")
        rows = [f"- ❌ introduced: {_words(group)}" for group in alike(each.introduced)]
        rows += [f"- ✅ resolved: {_words(group)}" for group in alike(each.resolved)]
        rows += [f"- changed: {for_markdown(conflict_words(now))}" for _, now in each.changed]
        for word, ids in (("added", each.added), ("withdrawn", each.withdrawn)):
            if ids:
                rows.append(f"- {word}: {', '.join(map(for_markdown, ids))}")
        parts.append("\n".join(rows) if not each.nothing else "Nothing differs.")
        parts += _table("verdict", each.verdicts) + _table("figure", each.figures)
    return "\n\n".join(part for part in parts if part) + "\n"


def _words(group: Sequence[Data]) -> str:
    more = f", and {len(group) - 1} more say so" if len(group) > 1 else ""
    return for_markdown(conflict_words(group[0]) + more)


def _table(what: str, moved: Sequence[Moved]) -> list[str]:
    if not moved:
        return []
    rows = [f"| claim | {what} before | after |", "|---|---|---|"]
    for each in moved:
        cells = map(for_markdown, (each.claim, each.before, each.after))
        rows.append(f"| {' | '.join(cells)} |")
    return ["\n".join(rows)]
