"""What might mend a finding, before anything was tried: each remedy is an edit of some files.

Suggestions are taken from the findings' own words of help, in which every computed one begins with
`did you mean` or `write`. Whether a remedy mends anything is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from verify.config import Limits
from verify.diagnose import Kind
from verify.diagnostics import Diagnostic
from verify.explain import listed
from verify.lsp.edits import Edit, without
from verify.lsp.job import Checked
from verify.lsp.positions import Lines
from verify.lsp.sites import View, node_at, tree_of
from verify.tree import Sequence
from verify.verdicts import JudgedConflict

_MEANT: Final = re.compile(r"did you mean (.+)\?\Z", re.DOTALL)
# Of several words to choose from, none is what was meant.
_WRITTEN: Final = re.compile(
    r"\bwrite (?:`([^`]+)`(?! or )|(\S*[^\w\s`…]\S*)(?! or )|(\w+)(?:\Z| in ASCII))"
)
_MOST_FIXES: Final = 4  # corrections that are offered of one conflict
_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Remedy:
    """Edits by file, and what they are for: a finding's code and message, or a conflict."""

    title: str
    edits: tuple[tuple[Path, tuple[Edit, ...]], ...]
    code: str
    message: str = ""
    members: frozenset[str] = field(default_factory=frozenset)


def remedies(problem: Diagnostic, path: Path, lines: Lines) -> Iterator[Remedy]:
    """Yield what the words of help of a finding suggest."""
    start, end = lines.bounds(problem.span)
    for words in suggested(problem.help):
        for edit in _places(words, start, end, lines):
            written = lines.text[edit.start : edit.end].strip()
            title = f"Write `{words}`" if len(written) > 40 else f"Write `{words}`, not `{written}`"
            yield Remedy(title, ((path, (edit,)),), problem.code, problem.message)


def suggested(help_: str) -> tuple[str, ...]:
    """Return what a finding suggests to write, as its words of help have it.

    >>> suggested("did you mean `figure`?")
    ('figure',)
    """
    meant = _MEANT.search(help_)
    if meant is not None:
        words = [each.strip().strip("`") for each in meant[1].split(" or ")]
        return tuple(each for each in words if each)
    written = _WRITTEN.search(help_)
    return () if written is None else tuple(each for each in written.groups() if each)


def _places(words: str, start: int, end: int, lines: Lines) -> Iterator[Edit]:
    """Yield where some words may go: in place of what is marked, or of the whole line."""
    first, last = lines.line_of(start)
    line = lines.text[first:last]
    blank = len(line) - len(line.lstrip())
    if end > start and "\n" not in lines.text[start:end]:
        yield Edit(start, end, words)
    if len(words) > len(line.strip()) // 2 and ":" in words:
        yield Edit(first + blank, first + len(line.rstrip()), words)


def withdrawals(
    conflict: JudgedConflict, checked: Checked, texts: dict[Path, Lines]
) -> Iterator[Remedy]:
    """Yield the corrections of a conflict as removals of entries, cheapest first."""
    if conflict.severity is not Kind.CONFLICT:
        return
    priced = sorted(zip(conflict.costs, conflict.fixes, strict=True), key=lambda e: (e[0], e[1]))
    for _, fix in priced[:_MOST_FIXES]:
        edits = _removed(fix, checked, texts)
        if edits is not None:
            members = frozenset(conflict.members)
            yield Remedy(f"Withdraw {listed(fix)}", edits, conflict.severity.value, "", members)


def _removed(
    ids: tuple[str, ...], checked: Checked, texts: dict[Path, Lines]
) -> tuple[tuple[Path, tuple[Edit, ...]], ...] | None:
    """Return the edits that remove some claims and assumptions, or None where one is not found."""
    facts = checked.facts
    edits: dict[Path, tuple[Edit, ...]] = {}
    left = set(ids)
    for shown, path in checked.files.items():
        if path not in texts:
            continue
        lines = texts[path]
        view = View(lines, tree_of(lines.text, shown, _LIMITS), facts, _LIMITS)
        for section in ("claims", "assumptions"):
            items = node_at(view.tree, (section,))
            if isinstance(items, Sequence):
                named = {n: view.claim((section, n)) for n in range(len(items.items))}
                gone = {n: each.id for n, each in named.items() if each and each.id in left}
                edits[path] = (*edits.get(path, ()), *without(lines, items, gone))
                left -= set(gone.values())
    return None if left else tuple((path, own) for path, own in edits.items() if own)
