"""`verify sources`: quotations against the texts of their sources."""

from __future__ import annotations

import difflib
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from verify.commands.options import (
    color_option,
    config_of,
    config_options,
    paths_argument,
    style_option,
)
from verify.commands.output import show, write

if TYPE_CHECKING:
    from verify.config import Config
    from verify.diagnostics import Diagnostic
    from verify.formats import Suite
    from verify.reports.styled import Line
    from verify.requote import Quotation


@click.command()
@paths_argument
@click.option("--fix", is_flag=True, help="Write new places where there is exactly one.")
@style_option("full", "json")
@config_options
@color_option
def command(paths: tuple[str, ...], fix: bool, style: str, color: str, **given: Any) -> None:
    """Check every quotation of every source whose text is at hand.

    A quotation is exact, moved (its words are found once elsewhere), ambiguous (several times) or
    lost. --fix shows the new places of those that have moved as a diff, and writes them.

    Exit status: 1 if a quotation is not exact and was not mended, or a text has changed.
    """
    from verify.commands.suites import complain
    from verify.formats import find_suites

    config = config_of(**given)
    rows: list[Quotation] = []
    absent: list[str] = []
    wrong: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    mended = 0
    for path in paths or (".",):
        suites, problems = find_suites(path)
        wrong += problems
        for suite in suites:
            found, missing, changed, broken = _looked_at(suite, config)
            rows += found
            absent += missing
            notes += changed
            wrong += broken
            if fix and not broken:
                mended += _fix(suite, found, config)
    complain([*wrong, *notes])
    if style == "json":
        click.echo(_data(rows, absent), nl=False)
    else:
        show(_lines(rows, absent), color)
    if wrong:
        sys.exit(2)
    astray = sum(row.anchor.state.value != "exact" for row in rows) - mended
    sys.exit(int(bool(notes) or astray > 0))


def _looked_at(
    suite: Suite, config: Config
) -> tuple[tuple[Quotation, ...], list[str], list[Diagnostic], list[Diagnostic]]:
    """Return a suite's quotations, the texts not at hand, those changed, and errors."""
    from verify.anchors import text_of
    from verify.diagnostics import Severity
    from verify.elaborate import elaborate
    from verify.pipeline import read_documents
    from verify.requote import quotations

    read, problems = read_documents(suite, config)
    broken = [each for each in problems if each.severity is Severity.ERROR]
    if read is None:
        return (), [], [], broken
    facts, problems = elaborate(suite.shown, read[0], read[1], config)
    broken += [each for each in problems if each.severity is Severity.ERROR]
    texts: dict[str, str] = {}
    absent: list[str] = []
    changed: list[Diagnostic] = []
    for source in facts.sources:
        if not source.text:
            continue
        text, problem = text_of(source, suite.folder, config)
        if problem is not None:
            changed.append(problem)
        if text is not None:
            texts[source.id] = text
        elif problem is None:
            absent.append(f"{source.id}: {source.text}")
    return quotations(read[0], texts), absent, changed, broken


def _fix(suite: Suite, found: tuple[Quotation, ...], config: Config) -> int:
    """Show what moves as a diff, and write it; return how many quotations are mended."""
    from verify.formats import read
    from verify.reports.styled import safe
    from verify.requote import moved

    mended = 0
    for file in suite.files:
        mine = [each for each in found if each.span.path == file.shown]
        tree, _ = read(file.path, file.shown, config.limits)
        if tree is None or not mine:
            continue
        old = file.path.read_bytes().decode("utf-8")
        new, count = moved(old, tree, mine)
        if not count:
            continue
        diff = difflib.unified_diff(
            old.splitlines(), new.splitlines(), file.shown, file.shown, lineterm="", n=0
        )
        for row in diff:
            click.echo(safe(row))
        write(new, str(file.path))
        mended += count
    return mended


def _lines(rows: list[Quotation], absent: list[str]) -> list[Line]:
    from verify.reports.styled import Part, safe

    lines: list[Line] = []
    for row in rows:
        state = row.anchor.state.value
        if state == "exact":
            continue
        where = ", ".join(str(at) for at in row.anchor.found[:5])
        says = f"  it is at {where}" if where else ""
        lines.append(
            (
                Part(f"{safe(str(row.span))}  ", "quiet"),
                Part(f"{state}  ", "doubt" if state == "moved" else "bad"),
                Part(f"{safe(row.claim)}  {safe(row.anchor.place.exact)}  in {safe(row.source)}"),
                Part(says, "quiet"),
            )
        )
    lines += [(Part(f"not at hand  {safe(each)}", "quiet"),) for each in absent]
    counts = Counter(row.anchor.state.value for row in rows)
    said = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
    noun = "quotation" if len(rows) == 1 else "quotations"
    lines.append((Part(f"{len(rows)} {noun}" + (f": {said}" if said else ""), "strong"),))
    return lines


_STATES = ("exact", "moved", "ambiguous", "lost")


def _data(rows: list[Quotation], absent: list[str]) -> str:
    data = {
        "version": 1,
        "quotations": [
            {
                "claim": row.claim,
                "source": row.source,
                "path": row.span.path,
                "line": row.span.line,
                "column": row.span.column,
                "exact": row.anchor.place.exact,
                "start": row.anchor.place.start if row.anchor.place.start >= 0 else None,
                "state": row.anchor.state.value,
                "found": list(row.anchor.found),
            }
            for row in rows
        ],
        "not_at_hand": absent,
    }
    return json.dumps(data, ensure_ascii=True, indent=1) + "\n"
