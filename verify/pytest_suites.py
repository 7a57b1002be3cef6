"""Claim suites as pytest sees them: files that hold items, solved once in a whole run."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import (
    ReprEntryNative,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
)

from verify.cases import EXPECTED, FAILED, SKIPPED, Case, Outcome, broken_file, cases
from verify.config import Config
from verify.diagnostics import Diagnostic
from verify.errors import VerifyError
from verify.formats import find_suites
from verify.formats.suites import CLAIM_FILES, SUITE_FILES, Suite
from verify.report import Report, checked
from verify.settings import SettingsError, configured
from verify.suite import Suite as SuiteValue

_PATIENCE = 120  # seconds that a worker waits for what another one is checking
_GIVEN = "verify_cases"  # what a worker gets from the controller


class CaseFailedError(Exception):
    """A case did not hold; the text is what `verify check` says."""


class ClaimFile(pytest.File):
    """A file of claims, or the one that makes its folder a suite."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case that stands in this file."""
        for case in _solutions(self.config).of(self.path):
            yield ClaimItem.from_parent(self, name=case.name, case=case)


class ClaimItem(pytest.Item):
    """One case of a suite."""

    def __init__(self, *, case: Case, **given: Any) -> None:
        super().__init__(**given)
        self.case = case
        self.extra_keyword_matches.update(case.ids)  # for `-k`, also where names differ from ids
        self.add_marker("verify")
        if case.kind == "conflict":
            self.add_marker("verify_conflict")

    def runtest(self) -> None:
        """Fail, or not, as the report says."""
        outcome = self.case.outcome()
        self.user_properties.extend(outcome.properties)
        if outcome.result == SKIPPED:
            raise pytest.skip.Exception(outcome.text, _use_item_location=True)
        if outcome.result == EXPECTED:
            pytest.xfail(outcome.reason)
        if outcome.result in (EXPECTED, FAILED):  # expected ones go on under --runxfail
            raise CaseFailedError(outcome.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *given: Any) -> Any:
        """Return the report's text, and a traceback only where the failure is our own."""
        if isinstance(excinfo.value, CaseFailedError):
            return _shown(str(excinfo.value).rstrip(), self.path, self.case.line)
        return super().repr_failure(excinfo, *given)

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Return where the case stands in its file."""
        return self.path, self.case.line - 1, self.name.replace(".", " ", 1)


def _shown(text: str, path: Path, line: int) -> Any:
    """Return a failure that prints as the text alone, and as its first line in a summary.

    A plain text would do for the first; in CI pytest repeats all of it in the second.
    """
    first = " ".join(text.partition("\n")[0].split())
    entries = [ReprEntryNative([f"{each}\n" for each in text.splitlines()])]
    return ReprExceptionInfo(
        ReprTraceback(entries, None, "native"), ReprFileLocation(str(path), line, first)
    )


@dataclass(slots=True)
class _Solutions:
    """The cases of every suite met in this run, by the real path of the suite's first file."""

    root: Path
    config: Config
    given: dict[str, list[dict[str, Any]]]
    known: dict[str, list[tuple[Path, Case]]] = field(default_factory=dict)
    reports: dict[tuple[SuiteValue, str, Path | None], Report] = field(default_factory=dict)

    def of(self, path: Path) -> list[Case]:
        """Return the cases that stand in one file."""
        suite, problems = self.owner(path)
        if problems or suite is None:
            return broken_file(self._named(path), problems)
        real = path.resolve()
        return [case for file, case in self.solved(suite) if file == real]

    def solved(self, suite: Suite) -> list[tuple[Path, Case]]:
        """Return a suite's cases with the files that they stand in."""
        key = _key(suite)
        if key not in self.known:
            if key in self.given:
                self.known[key] = [
                    (Path(each["file"]), _from_data(each)) for each in self.given[key]
                ]
            else:
                self.known[key] = self.solve(suite)
        return self.known[key]

    def solve(self, suite: Suite) -> list[tuple[Path, Case]]:
        """Read a suite, and judge it as far as it takes to know its cases."""
        files = {file.shown: file.path.resolve() for file in suite.files}
        first = next(iter(files.values()))
        return [(files.get(case.path, first), case) for case in cases(suite, self.config)]

    def owner(self, path: Path) -> tuple[Suite | None, tuple[Diagnostic, ...]]:
        """Return the suite that a file belongs to: that of the nearest folder which is one.

        Or what keeps the file from being part of any, such as a link that leads out of the folder.
        """
        for folder in path.parents:
            if any((folder / name).is_file() for name in SUITE_FILES):
                suites, problems = find_suites(folder)
                mine = tuple(each for each in problems if Path(each.span.path) == path)
                found = (s for s in suites if any(file.path == path for file in s.files))
                suite = next(found, None)
                if mine or suite is not None:
                    return None if suite is None else self._shown(suite), mine
            if folder == self.root:
                break
        suites, problems = find_suites(path)
        return (self._shown(suites[0]) if suites else None), problems

    def _named(self, path: Path) -> str:
        """Return a path as pytest shows it, below the root folder."""
        relative = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        return relative.as_posix()

    def _shown(self, suite: Suite) -> Suite:
        """Return a suite with paths as pytest shows them."""
        files = tuple(
            type(file)(file.path, self._named(file.path.absolute())) for file in suite.files
        )
        whole = suite.folder if len(files) > 1 or files[0].path.name in SUITE_FILES else None
        name = files[0].shown if whole is None else self._named(whole.absolute())
        return Suite(name, suite.folder, files)


_KEY = pytest.StashKey[_Solutions]()


def hand_over(node: Any, config: pytest.Config) -> None:
    """Solve every suite that a worker may meet, once, and give it what came out."""
    solutions = _solutions(config)
    if not solutions.given:
        for path in _claim_files(config):
            suite, problems = solutions.owner(path)
            if suite is None or problems or _key(suite) in solutions.given:
                continue
            try:
                found = solutions.solve(suite)
                given = [_as_data(file, case) for file, case in found]
            except Exception:  # whatever it is, the worker that collects the file says so
                continue
            solutions.given[_key(suite)] = given
    node.workerinput[_GIVEN] = solutions.given


def suite_of(request: pytest.FixtureRequest) -> SuiteValue:
    """Return the suite that a test asks for.

    Fails the test where that is none or several.
    """
    from verify.api import load

    marker = next((each for each in request.node.iter_markers("verify") if each.args), None)
    beside = request.path.parent
    named = getattr(request, "param", marker.args[0] if marker is not None else None)
    target = beside if named is None else beside / named
    try:
        return load(os.path.relpath(target))
    except VerifyError as error:
        reason = str(error)
    pytest.fail(f"{reason}\nso that the fixture `suite` has no suite", pytrace=False)


def report_on(suite: SuiteValue, request: pytest.FixtureRequest) -> Report:
    """Return the report on a suite, checked once in a whole run."""
    solutions = _solutions(request.config)
    key = suite, suite.path, suite.folder
    if key not in solutions.reports:
        try:
            if hasattr(request.config, "workerinput"):
                folders = request.getfixturevalue("tmp_path_factory")
                solutions.reports[key] = _shared(suite, solutions.config, folders)
            else:
                solutions.reports[key] = checked(suite, solutions.config)
        except VerifyError as error:
            reason = str(error)
        if key not in solutions.reports:
            pytest.fail(f"{reason}\nso that the fixture `report` has no report", pytrace=False)
    return solutions.reports[key]


def _shared(suite: SuiteValue, config: Config, folders: pytest.TempPathFactory) -> Report:
    """Check a suite in the worker that comes first; the others wait for what it writes."""
    folder = str(suite.folder)
    text = "\n".join([suite.path, folder, suite.to_json(), *suite.own_packs(), repr(config)])
    name = hashlib.sha256(text.encode()).hexdigest()
    store = folders.getbasetemp().parent / "verified"  # one for all workers of a run
    store.mkdir(exist_ok=True)
    written, taken = store / f"{name}.json", store / f"{name}.taken"
    end = time.monotonic() + _PATIENCE
    while not written.exists() and time.monotonic() < end:
        try:
            taken.touch(exist_ok=False)
        except FileExistsError:
            time.sleep(0.02)
            continue
        try:
            report = checked(suite, config)
            part = store / f"{name}.part"
            part.write_text(report.to_json(), encoding="utf-8")
            part.replace(written)
        finally:
            taken.unlink()
        return report
    if not written.exists():
        return checked(suite, config)
    return replace(Report.from_json(written.read_text(encoding="utf-8")), suite=suite)


def _solutions(config: pytest.Config) -> _Solutions:
    known = config.stash.get(_KEY, None)
    if known is None:
        given = getattr(config, "workerinput", {}).get(_GIVEN, {})
        known = _Solutions(config.rootpath, _config(config), given)
        config.stash[_KEY] = known
    return known


def _config(config: pytest.Config) -> Config:
    """Return what `[tool.verify]` says, with pytest's own options over it."""
    fail_on = config.getoption("--verify-fail-on") or config.getini("verify_fail_on")
    policy = config.getoption("--verify-policy") or config.getini("verify_policy")
    try:
        return configured(config.rootpath, fail_on=tuple(fail_on), policy=policy or None)
    except SettingsError as error:
        raise pytest.UsageError(str(error)) from error


def _claim_files(config: pytest.Config) -> Iterator[Path]:
    """Yield the claim files that pytest would collect from its arguments.

    A `conftest.py` that only a worker loads may leave out more: that is solved and not used.
    """

    def left_out(path: Path) -> bool:
        return bool(config.hook.pytest_ignore_collect(collection_path=path, config=config))

    for argument in config.args:
        start = (config.invocation_params.dir / argument.partition("::")[0]).absolute()
        if start.is_file():
            if _is_ours(start.name):
                yield start
            continue
        for name, folders, files in os.walk(start):
            folder = Path(name)
            folders[:] = sorted(each for each in folders if not left_out(folder / each))
            for each in sorted(files):
                path = folder / each
                if _is_ours(each) and path.is_file() and not left_out(path):
                    yield path


def _is_ours(name: str) -> bool:
    hidden = name.startswith(".")
    return not hidden and (name.endswith(CLAIM_FILES) or name in SUITE_FILES)


def _key(suite: Suite) -> str:
    return str(suite.files[0].path.resolve())


def _as_data(file: Path, case: Case) -> dict[str, Any]:
    """Return a solved case as what can be sent to another process."""
    outcome = case.outcome()
    return {
        "file": str(file),
        "case": [case.name, case.kind, case.path, case.line],
        "ids": list(case.ids),
        "outcome": [outcome.result, outcome.text, outcome.reason],
        "properties": [list(each) for each in outcome.properties],
    }


def _from_data(data: dict[str, Any]) -> Case:
    properties = tuple((name, value) for name, value in data["properties"])
    result, text, reason = data["outcome"]
    outcome = Outcome(result, text, reason, properties)
    name, kind, path, line = data["case"]
    return Case(name, kind, path, line, partial(_same, outcome), tuple(data["ids"]))


def _same(outcome: Outcome) -> Outcome:
    return outcome
