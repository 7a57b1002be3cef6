"""Known findings in a file, so that a check fails only for what is new; the file only shrinks.

A conflict is known by its suite, its severity and its members, a verdict by its suite and claim:
none of them changes when lines move. Suites are named by their paths from the baseline's folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from verify import formats
from verify.config import Limits
from verify.diagnose import Kind
from verify.diagnostics import Diagnostic, Severity, limited
from verify.expectations import covers_verdict
from verify.facts import Expectation
from verify.formats.suites import SUITE_FILES, readable
from verify.reports.json_text import escaped
from verify.source import NOWHERE, Span, Text
from verify.tree import Mapping, Node, described, shortened
from verify.tree import Sequence as List
from verify.verdicts import JudgedExpectation, Judgement, Verdict

_SEVERITIES: Final = tuple(str(kind.value) for kind in Kind)
_VERDICTS: Final = (Verdict.UNDECIDED.value, Verdict.UNTESTED.value)  # which `--fail-on` names
_NOUNS: Final = {
    "conflict": "conflict",
    "rounding": "conflict at face",
    "conditional": "conditional conflict",
}
_EXAMPLE: Final = '{"suite": "claims", "severity": "conflict", "members": ["fee", "term"]}'


@dataclass(frozen=True, slots=True)
class Known:
    """One known finding: a conflict of `names`, or the claim `names` with a verdict as `sort`."""

    suite: str
    sort: str
    names: tuple[str, ...]
    span: Span = NOWHERE
    expected: bool = field(default=False, compare=False)  # by the suite itself

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        """What it is known by."""
        return self.suite, self.sort, frozenset(self.names)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a file; `folder` is where it is, `shown` how the user knows it."""

    folder: Path
    shown: str
    known: tuple[Known, ...] = ()


def read(path: str, limits: Limits) -> tuple[Baseline, tuple[Diagnostic, ...]]:
    """Read a baseline, with every problem of it."""
    base = Baseline(Path(os.path.realpath(path)).parent, path)
    tree, problems = formats.read(Path(path), path, limits)
    if tree is None:
        return base, problems
    found, defects = _entries(tree)
    return replace(base, known=found), limited((*problems, *defects), limits.problems)


def held(
    judgements: Sequence[Judgement], baseline: Baseline
) -> tuple[tuple[Judgement, ...], tuple[Known, ...]]:
    """Mark the findings that the baseline knows as expected; also return what it knows in vain.

    What a check could not find because it was cut short, or did not look at, is not in vain.
    """
    known = {each.key: each for each in reversed(baseline.known)}
    used: set[Known] = set()
    marked: list[Judgement] = []
    looked: set[str] = set()
    expected: set[tuple[str, str, frozenset[str]]] = set()
    for judgement in judgements:
        name = name_of(judgement, baseline)
        if judgement.complete and judgement.ended_by is None:
            looked.add(name)
        else:
            used |= {each for each in baseline.known if each.suite == name}
        expected |= {
            (name, conflict.severity.value, frozenset(conflict.members))
            for conflict in judgement.conflicts
            if conflict.expected
        }
        marked.append(_marked(judgement, name, known, used, baseline.shown))
    unused = [
        replace(each, expected=each.key in expected)
        for each in baseline.known
        if each not in used
        and (each.suite in looked or not os.path.exists(baseline.folder / each.suite))
    ]
    return tuple(marked), tuple(unused)


def unused_entries(unused: Iterable[Known], limits: Limits) -> tuple[Diagnostic, ...]:
    """Say of each finding that is known in vain that it is."""
    found = [
        Diagnostic(
            "unused-baseline",
            f"{shortened(each.suite)} expects {_named(each)} itself now"
            if each.expected
            else f"{shortened(each.suite)} has {_named(each)} no more",
            each.span,
            Severity.WARNING,
            help="take it out, or run again with `--update-baseline`",
        )
        for each in unused
    ]
    return limited(found, limits.problems)


def of_judgements(
    judgements: Sequence[Judgement], fail_on: Sequence[str], baseline: Baseline
) -> Baseline:
    """Return a new baseline of all that nobody expects: conflicts, and verdicts that would fail."""
    found: list[Known] = []
    for judgement in judgements:
        name = name_of(judgement, baseline)
        found += [
            Known(name, conflict.severity.value, tuple(sorted(conflict.members)))
            for conflict in judgement.conflicts
            if not conflict.expected
        ]
        found += [
            Known(name, claim.verdict.value, (claim.claim.id,))
            for claim in judgement.claims
            if claim.verdict.value in fail_on
            and claim.verdict.value in _VERDICTS
            and not _covered(judgement, claim.claim.id, claim.verdict.value)
        ]
    return replace(baseline, known=tuple(sorted(found, key=lambda k: (k.suite, k.sort, k.names))))


def written(baseline: Baseline) -> str:
    """Return the text of a baseline: JSON with a line for each finding, for readable diffs."""
    lines = [escaped(json.dumps(_data(each), ensure_ascii=False)) for each in baseline.known]
    inside = ",\n  ".join(lines)
    listed = f"[\n  {inside}\n ]" if lines else "[]"
    return f'{{\n "version": 1,\n "known": {listed}\n}}\n'


def name_of(judgement: Judgement, baseline: Baseline) -> str:
    """Return the path of a suite from the baseline's folder, with `/`."""
    first = judgement.files[0]
    path = first.parent if first.name in SUITE_FILES else first
    return readable(os.path.relpath(path, baseline.folder)).replace(os.sep, "/")


def _marked(
    judgement: Judgement,
    name: str,
    known: dict[tuple[str, str, frozenset[str]], Known],
    used: set[Known],
    shown: str,
) -> Judgement:
    conflicts = []
    for conflict in judgement.conflicts:
        entry = known.get((name, conflict.severity.value, frozenset(conflict.members)))
        if entry is not None and not conflict.expected:
            used.add(entry)
            conflict = replace(conflict, expected=f"known, in {shown}")
        conflicts.append(conflict)
    expectations = list(judgement.expectations)
    for claim in judgement.claims:
        verdict = claim.verdict.value
        entry = known.get((name, verdict, frozenset({claim.claim.id})))
        if entry is not None and verdict in _VERDICTS:
            if not _covered(judgement, claim.claim.id, verdict):
                used.add(entry)
            said = Expectation(
                f"known, in {shown}", verdicts=((claim.claim.id, verdict),), span=entry.span
            )
            expectations.append(JudgedExpectation(said, holds=True))
    return replace(judgement, conflicts=tuple(conflicts), expectations=tuple(expectations))


def _covered(judgement: Judgement, claim: str, verdict: str) -> bool:
    return any(
        each.holds and covers_verdict(each.expectation, claim, verdict)
        for each in judgement.expectations
    )


def _named(each: Known) -> str:
    listed = " and ".join(f"`{name}`" for name in each.names)
    if each.sort in _VERDICTS:
        return f"the {each.sort} claim {listed}"
    return f"the {_NOUNS[each.sort]} of {listed}"


def _data(each: Known) -> dict[str, object]:
    if each.sort in _VERDICTS:
        return {"suite": each.suite, "verdict": each.sort, "claim": each.names[0]}
    return {"suite": each.suite, "severity": each.sort, "members": list(each.names)}


# Reading


def _entries(tree: Node) -> tuple[tuple[Known, ...], tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []
    found: list[Known] = []
    keys = _keys(tree)
    version, listed = keys.get("version"), keys.get("known")
    if not (isinstance(version, Text) and version.value == "1" and isinstance(listed, List)):
        wrong = 'a baseline is `{"version": 1, "known": […]}`, as `--update-baseline` writes it'
        return (), (Diagnostic("wrong-shape", f"this is no baseline: {wrong}", tree.span),)
    for node in listed.items:
        entry = _entry(node)
        if entry is None:
            message = f"this is no known finding, but {described(node)}"
            problems.append(
                Diagnostic("wrong-shape", message, node.span, help=f"such as {_EXAMPLE}")
            )
        else:
            found.append(entry)
    return tuple(found), tuple(problems)


def _entry(node: Node) -> Known | None:
    keys = _keys(node)
    suite = _word(keys.get("suite"))
    members = keys.get("members")
    if set(keys) == {"suite", "severity", "members"} and isinstance(members, List):
        severity = _word(keys["severity"])
        names = tuple(_word(item) for item in members.items)
        if suite and severity in _SEVERITIES and names and all(names):
            return Known(suite, severity, tuple(sorted(names)), node.span)
    if set(keys) == {"suite", "verdict", "claim"}:
        verdict, claim = _word(keys["verdict"]), _word(keys["claim"])
        if suite and verdict in _VERDICTS and claim:
            return Known(suite, verdict, (claim,), node.span)
    return None


def _keys(node: Node) -> dict[str, Node]:
    return {key.value: each for key, each in node.entries} if isinstance(node, Mapping) else {}


def _word(node: Node | None) -> str:
    return node.value if isinstance(node, Text) else ""
