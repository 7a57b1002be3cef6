"""Every Markdown case in this folder, run through `verify check`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import markdown
import pytest
from click.testing import CliRunner
from markdown import Block, Case

from verify.cli import group

HERE = Path(__file__).parent
CASES = [case for path in sorted(HERE.glob("*.md")) for case in markdown.cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.stem}: {case.title}")
def test_case(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    target = markdown.written(case, tmp_path)
    status, text = _run(target, "full")
    assert "Traceback" not in text
    rewrite = request.config.getoption("--rewrite-cases")
    for block in case.of("text"):
        _check_text(case, block, target, text, rewrite)
    for block in case.of("json"):
        found = markdown.differences(json.loads(block.text), _data(target, block.info))
        assert not found, f"{case.path.name}:{block.line}\n" + "\n".join(found)
    if case.status is not None:
        assert status == case.status, text


def test_every_case_expects_something() -> None:
    vague = [
        f"{case.path.name}:{case.line} {case.title}"
        for case in CASES
        if not case.of("text") and not case.of("json")
    ]
    assert not vague


def test_headings_of_a_file_differ() -> None:
    seen = [(case.path.name, case.title) for case in CASES]
    assert len(seen) == len(set(seen))


def _check_text(case: Case, block: Block, target: str, full: str, rewrite: bool) -> None:
    report = _run(target, "concise")[1] if block.info == "concise" else full
    actual = markdown.part(report, block.info or "full")
    if rewrite and actual != block.text:
        assert "PYTEST_XDIST_WORKER" not in os.environ, "rewrite cases in one process"
        markdown.rewritten(case, block, actual)
    else:
        assert actual == block.text, f"{case.path.name}:{block.line}"


def _data(target: str, whole: str) -> Any:
    """Return the suite's report as data, or with `json report` all of it."""
    report = json.loads(_run(target, "json")[1])
    if whole == "report":
        return report
    (suite,) = report["suites"]
    return suite


def _run(target: str, style: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["check", target, "--format", style, "--color", "never"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
