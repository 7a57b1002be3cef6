"""What a test runner sees of a suite: one case per claim, expectation, quoted source and conflict.

Nothing is judged until a case's outcome is asked for, except that a suite which does not hold at
face is judged to know its conflicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from verify.anchors import is_at_hand, quotations_of
from verify.config import Config
from verify.diagnostics import Diagnostic, Severity
from verify.expectations import covers_verdict
from verify.explain import alike, others
from verify.facts import Facts, Source
from verify.formats import Suite
from verify.judge import Docket
from verify.pipeline import judge_docket, open_docket, read_suite
from verify.reports import text
from verify.reports.styled import Line, plain
from verify.verdicts import (
    JudgedClaim,
    JudgedConflict,
    JudgedExpectation,
    Judgement,
    Status,
)
from verify.wording import in_words

PASSED, FAILED, EXPECTED, SKIPPED = "passed", "failed", "expected", "skipped"

_NAME: Final = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST: Final = 100  # characters of a case's name


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out: `text` is what to show, a failure's whole report or a short reason."""

    result: str
    text: str = ""
    reason: str = ""  # of the expectation that covers a failure
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its name, the kind of thing it tests, and the place that says so."""

    name: str
    kind: str  # claim, expect, source, conflict or file
    path: str
    line: int
    outcome: Callable[[], Outcome] = field(repr=False)
    ids: tuple[str, ...] = ()  # of the claims, assumptions and sources it is about, as written


def cases(suite: Suite, config: Config) -> list[Case]:
    """Return the cases of a suite; what a suite that cannot be checked has are broken files."""
    facts, problems = read_suite(suite, config)
    errors = [each for each in problems if each.severity is Severity.ERROR]
    if facts is None or errors:
        return _broken(suite, errors)
    opened = open_docket(facts, config)
    if isinstance(opened, Judgement):
        return _broken(suite, opened.diagnostics)
    return _Cases(suite, facts, None if opened.consistent() else opened, config).found()


@dataclass(frozen=True)
class _Cases:
    """The cases of a suite that can be checked; it is judged when that is first needed.

    `docket` is None for a suite that holds at face: of thousands, few need be kept until then.
    """

    suite: Suite
    facts: Facts
    docket: Docket | None
    config: Config

    def found(self) -> list[Case]:
        if self.docket is not None and self.judgement.status is Status.INVALID:
            return _broken(self.suite, self.judgement.diagnostics)
        found = [self._claim(number) for number in range(len(self.facts.claims))]
        found += [self._expectation(number) for number in range(len(self.facts.expectations))]
        found += [self._source(source) for source in self.facts.sources if source.text]
        if self.docket is not None:
            found += [self._conflict(conflicts) for conflicts in alike(self.judgement)]
        return _named_apart(found)

    @cached_property
    def judgement(self) -> Judgement:
        opened = self.docket or open_docket(self.facts, self.config)
        assert isinstance(opened, Docket), "it was opened before"
        return judge_docket(opened, self.config)

    @cached_property
    def judged(self) -> dict[str, JudgedClaim]:
        return {each.claim.id: each for each in self.judgement.claims}

    @property
    def fails(self) -> frozenset[str]:
        """Return the verdicts and severities that fail a case."""
        named = frozenset(self.config.fail_on)
        return frozenset() if "never" in named else named | {"conflict"}

    def _claim(self, number: int) -> Case:
        claim = self.facts.claims[number]

        def outcome() -> Outcome:
            judged = self.judged[claim.id]
            properties = _properties(judged)
            if judged.verdict.value not in self.fails:
                return Outcome(PASSED, properties=properties)
            shown = plain(self._about(judged))
            reason = self._expected(judged)
            return Outcome(EXPECTED if reason else FAILED, shown, reason, properties)

        at = claim.span
        return Case(f"claim.{claim.id}", "claim", at.path, at.line, outcome, (claim.id,))

    def _about(self, judged: JudgedClaim) -> list[Line]:
        """Return what the report says of a claim: its line, and the conflicts that it is in."""
        lines = text.claim_lines([judged])
        for conflicts in alike(self.judgement):
            if any(judged.claim.id in each.members for each in conflicts):
                first = next(each for each in conflicts if judged.claim.id in each.members)
                same = [*(each for each in conflicts if each is not first)]
                block = text.conflict_block(first, self.judgement, others([first, *same]))
                lines += [(), *block]
        return lines

    def _expected(self, judged: JudgedClaim) -> str:
        """Return the reason why a claim's verdict is known, or nothing."""
        id_ = judged.claim.id
        for each in self.judgement.expectations:
            if each.holds and covers_verdict(each.expectation, id_, judged.verdict.value):
                return _reason(each)
        mine = [
            each
            for each in self.judgement.conflicts
            if each.severity.value == judged.verdict.value and id_ in each.members
        ]
        if not mine or not all(each.expected for each in mine):
            return ""
        return self._reason_of(mine[0])

    def _expectation(self, number: int) -> Case:
        declared = self.facts.expectations[number]
        named = [*declared.conflict, *(claim for claim, _ in declared.verdicts)]

        def outcome() -> Outcome:
            judged = self.judgement.expectations[number]
            if judged.holds:
                return Outcome(PASSED, properties=(("reason", declared.reason),))
            shown = f"broken expectation: {judged.why}  {declared.span}\n{declared.reason}\n"
            return Outcome(FAILED, shown, properties=(("reason", declared.reason),))

        name = ".".join(["expect", *named])
        at = declared.span
        return Case(name, "expect", at.path, at.line, outcome, tuple(named))

    def _source(self, source: Source) -> Case:
        def outcome() -> Outcome:
            if not is_at_hand(source, self.suite.folder, self.config):
                return Outcome(SKIPPED, f"the text of {source.id} is not at hand: {source.text}")
            found = quotations_of(source, self.facts, self.suite.folder, self.config)
            return Outcome(FAILED if found else PASSED, _shown(found))

        at = source.span
        return Case(f"source.{source.id}", "source", at.path, at.line, outcome, (source.id,))

    def _conflict(self, conflicts: list[JudgedConflict]) -> Case:
        first = conflicts[0]

        def outcome() -> Outcome:
            if first.severity.value not in self.fails:
                return Outcome(PASSED, properties=(("severity", first.severity.value),))
            shown = plain(text.conflict_block(first, self.judgement, others(conflicts)))
            reason = self._reason_of(first)
            properties = (("severity", first.severity.value),)
            return Outcome(EXPECTED if reason else FAILED, shown, reason, properties)

        name = ".".join([first.severity.value, *first.members])
        at = self.suite.files[0]
        return Case(name, "conflict", at.shown, 1, outcome, first.members)

    def _reason_of(self, conflict: JudgedConflict) -> str:
        """Return why a conflict is known, with the date after which it is no longer."""
        if not conflict.expected:
            return ""
        found = (
            each
            for each in self.judgement.expectations
            if each.holds and each.expectation.reason == conflict.expected
        )
        return next((_reason(each) for each in found), conflict.expected)


def _broken(suite: Suite, errors: Sequence[Diagnostic]) -> list[Case]:
    """Return a failing case for each file with errors; the others cannot be checked."""
    shown = [file.shown for file in suite.files]
    mine: dict[str, list[Diagnostic]] = {path: [] for path in shown}
    for error in errors:
        mine[error.span.path if error.span.path in mine else shown[0]].append(error)
    wrong = [path for path, found in mine.items() if found]

    def case(path: str) -> Case:
        found = mine[path]
        line = found[0].span.line if found else 1

        def outcome() -> Outcome:
            if found:
                return Outcome(FAILED, _shown(found))
            return Outcome(SKIPPED, f"not checked: see {', '.join(wrong)}")

        return Case("file", "file", path, max(line, 1), outcome)

    return [case(path) for path in shown]


def broken_file(path: str, problems: Sequence[Diagnostic]) -> list[Case]:
    """Return the failing case of a file that cannot be part of any suite."""
    return [Case("file", "file", path, 1, lambda: Outcome(FAILED, _shown(problems)))]


def _named_apart(found: Iterable[Case]) -> list[Case]:
    """Give each case a name of its own within its file, of letters, digits, dots and dashes."""
    taken: set[tuple[str, str]] = set()
    named = []
    for each in found:
        name = _NAME.sub("-", each.name).strip("-")[:_LONGEST]
        unique, count = name, 1
        while (each.path, unique) in taken:
            count += 1
            unique = f"{name}-{count}"
        taken.add((each.path, unique))
        named.append(replace(each, name=unique))
    return named


def _properties(judged: JudgedClaim) -> tuple[tuple[str, str], ...]:
    claim, quantity = judged.claim, judged.quantity
    found = [
        ("verdict", judged.verdict.value),
        ("otherwise", judged.otherwise.value if judged.otherwise else ""),
        ("source", claim.source),
        ("quantity", judged.variable),
        ("figure", claim.figure or claim.value),
        ("published", "" if claim.hole else in_words(claim.readings[0].face, quantity)),
        ("implied", "" if judged.implied is None else in_words(judged.implied, quantity)),
    ]
    return tuple((name, value) for name, value in found if value)


def _reason(each: JudgedExpectation) -> str:
    until = each.expectation.until
    return f"{each.expectation.reason} (until {until})" if until else each.expectation.reason


def _shown(found: Sequence[Diagnostic]) -> str:
    return plain([line for each in found for line in text.diagnostic(each)])
