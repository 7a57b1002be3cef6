"""Suites read for a question about one name; what cannot be read is said on standard error."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verify.config import Config
    from verify.diagnostics import Diagnostic
    from verify.facts import Facts


def read_suites(paths: Sequence[str], config: Config) -> tuple[list[Facts], list[Diagnostic]]:
    """Read and elaborate every suite that the paths mean, and return the errors of the others."""
    from verify.diagnostics import Severity
    from verify.formats import find_suites
    from verify.pipeline import read_suite

    read: list[Facts] = []
    errors: list[Diagnostic] = []
    seen = set()
    for path in paths or (".",):
        suites, problems = find_suites(path)
        errors += problems
        for suite in suites:
            key = suite.files[0].path.resolve()
            if key in seen:
                continue
            seen.add(key)
            facts, found = read_suite(suite, config)
            wrong = [each for each in found if each.severity is Severity.ERROR]
            errors += wrong
            if facts is not None and not wrong:
                read.append(facts)
    return read, errors


def inputs(paths: Sequence[str], read: Sequence[Facts], config: Config) -> set[Path]:
    """Return the real paths of what is read of suites, none of which may be written to."""
    from verify.formats import find_suites

    suites = [suite for path in paths or (".",) for suite in find_suites(path)[0]]
    found = {file.path for suite in suites for file in suite.files}
    for facts in read:
        folder = Path(facts.path)
        roots = (folder if folder.is_dir() else folder.parent, *map(Path, config.sources))
        found |= {root / each.text for each in facts.sources if each.text for root in roots}
    return {Path(os.path.realpath(path)) for path in found}


def complain(problems: Sequence[Diagnostic]) -> None:
    """Print findings on standard error."""
    from verify.reports.styled import plain
    from verify.reports.text import diagnostic

    for problem in problems:
        click.echo(plain(diagnostic(problem)), nl=False, err=True)
