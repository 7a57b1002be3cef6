"""Readers of what strangers write, each as a function of bytes that may end in one way only.

A target takes any bytes. Whatever they are, the reader answers or refuses in its own words; an
exception of another kind, or a broken law, is a bug. `fuzz.py` feeds them by coverage, the tests
by mutation of the seeds here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

import verify
from verify import expression, formats, pipeline, recheck
from verify.amount import Amount, Kind
from verify.commands.checking import MACHINES
from verify.config import Budget, Config, Limits
from verify.diagnostics import Diagnostic
from verify.document import validate
from verify.draft import read_draft
from verify.facts import Facts
from verify.figure import load_policy, read_figure, read_value
from verify.prose import figures_of
from verify.recheck import BrokenError
from verify.reports import json_report, text
from verify.reports.styled import plain
from verify.units import parse_unit
from verify.verdicts import Judgement
from verify.visible import visible
from verify.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
NAMES = Vocabulary(frozenset({"chip", "seat"}))
POLICY = load_policy()
LIMITS = Limits()
QUICK = Config(budget=Budget(revisions=500, subsets=50, z3_resources=50_000, seconds=2))


def figure(data: bytes) -> None:
    """Read a printed figure; its face lies within its loose set."""
    written = _text(data)
    for want in (None, Kind.DATE):
        _amount(read_figure(written, unit_of=NAMES.unit_of, policy=POLICY, want=want), written)


def value(data: bytes) -> None:
    """Read a normalised value."""
    written = _text(data)
    _amount(read_value(written, unit_of=NAMES.unit_of, policy=POLICY), written)


def unit(data: bytes) -> None:
    """Read a unit."""
    parse_unit(_text(data), frozenset({"chip"}))


def rule(data: bytes) -> None:
    """Read a rule; what it is read as, written out, is read as the same."""
    written = _text(data)
    tree = expression.parse_relation(written)
    if isinstance(tree, tuple):
        assert tree
        assert all(0 <= each.start <= each.end <= len(written) + 1 for each in tree), tree
        return
    shown = expression.render(tree)
    again = expression.parse_relation(shown)
    if isinstance(again, tuple):
        assert {each.code for each in again} <= {"expression-too-large"}, shown
    else:
        assert expression.render(again) == shown


def yaml(data: bytes) -> None:
    """Read a claim file of YAML."""
    _document(_text(data), ".yaml")


def json_file(data: bytes) -> None:
    """Read a claim file of JSON."""
    _document(_text(data), ".json")


def check(data: bytes) -> None:
    """Check a suite, and write what comes of it in every format."""
    facts = _facts(_text(data))
    if facts is None:
        return
    judgement = pipeline.check_facts(facts, QUICK)
    _written(judgement)


def article(data: bytes) -> None:
    """Find the figures of an article; each is where it says."""
    written = _text(data)
    for name in ("a.txt", "a.md", "a.html"):
        figures, names = figures_of(written, name, unit_of=NAMES.unit_of, policy=POLICY)
        seen = visible(written, name)
        assert len(seen) == len(written)
        assert all(0 <= each.start < each.end <= len(written) for each in figures)
        assert all(0 <= each.start < each.end <= len(written) for each in names)


def draft(data: bytes) -> None:
    """Hold a draft against a suite."""
    written = _text(data)
    for markup in (False, True):
        read = read_draft(written, "draft", markup, unit_of=NAMES.unit_of, policy=POLICY)
        pipeline.review(read, _record(), QUICK)


def certificate(data: bytes) -> None:
    """Follow a certificate."""
    try:
        recheck.recheck(recheck.load(data))
    except BrokenError:
        return


def report(data: bytes) -> None:
    """Read a report; what is read is written as it was."""
    try:
        read = verify.Report.from_json(_text(data))
    except verify.VerifyError:
        return
    assert verify.Report.from_json(read.to_json()) == read


TARGETS: dict[str, Callable[[bytes], None]] = {
    "figure": figure,
    "value": value,
    "unit": unit,
    "rule": rule,
    "yaml": yaml,
    "json": json_file,
    "check": check,
    "article": article,
    "draft": draft,
    "certificate": certificate,
    "report": report,
}


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape" if data[:1] == b"\x00" else "replace")


def _amount(found: object, written: str) -> None:
    if isinstance(found, Amount):
        assert found.loose.covers(found.face), (written, found)
        return
    assert isinstance(found, tuple)
    assert found
    for each in found:
        assert 0 <= each.start <= each.end <= max(1, len(written)), (written, each)


def _document(written: str, format_: str) -> None:
    tree, problems = formats.read_text(written, f"fuzz.claims{format_}", LIMITS, format_)
    _placed(problems, written)
    if tree is None:
        assert problems
        return
    _, problems = validate(tree, f"fuzz.claims{format_}")
    _placed(problems, written)


def _placed(problems: tuple[Diagnostic, ...], written: str) -> None:
    lines = written.count("\n") + written.count("\r") + 2
    for each in problems:
        assert each.message
        assert 0 <= each.span.line <= lines, each


def _facts(written: str) -> Facts | None:
    try:
        suite = verify.loads(written, path="fuzz.claims.yaml")
        facts, _ = suite.elaborated(QUICK)
    except verify.SuiteError:
        return None
    return facts


@cache
def _record() -> Facts:
    facts = _facts((ROOT / "tests/fuzz/record.claims.yaml").read_text("utf-8"))
    assert facts is not None
    return facts


def _written(judgement: Judgement) -> None:
    json.loads(json_report.render((judgement,), ()))
    for name in MACHINES.values():
        shown = import_module(f"verify.reports.{name}").render((judgement,), ())
        assert "\x1b" not in shown
    assert "\x1b" not in plain(text.render((judgement,), ()))
