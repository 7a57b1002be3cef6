"""The Python API: read a suite, check it, get a report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from verify import formats, packs
from verify.building import LIMITS, listed, read_document
from verify.config import Budget, Config
from verify.diagnostics import Diagnostic, Severity
from verify.errors import SuiteError, VerifyError
from verify.hedges import load_policy
from verify.pipeline import read_documents
from verify.report import Report, checked
from verify.source import Text
from verify.suite import Suite


def load(path: str | os.PathLike[str]) -> Suite:
    """Read the suite that a path means: a folder with a `suite.yaml`, or a file of claims.

    Raises SuiteError with every defect of its files, and for a folder of several suites.
    """
    found = load_all(path)
    if len(found) == 1:
        return found[0]
    shown = tuple(suite.path for suite in found[:20])
    message = f"{os.fspath(path)} has {len(found)} suites"
    help_ = "load one of them, or all with `load_all`"
    raise SuiteError(Diagnostic("several-suites", message, details=shown, help=help_))


def load_all(path: str | os.PathLike[str]) -> tuple[Suite, ...]:
    """Read every suite that a path means, in the order of their paths.

    Raises SuiteError with every defect of all their files.
    """
    suites, problems = formats.find_suites(path)
    wrong = list(problems)
    found: list[Suite] = []
    for each in suites:
        read, more = read_documents(each, Config())
        wrong += more
        if read is not None:
            found.append(
                Suite(path=each.shown, documents=read[0], packs=read[1], folder=each.folder)
            )
    if any(each.severity is Severity.ERROR for each in wrong):
        raise SuiteError(*wrong)
    return tuple(found)


def loads(
    text: str,
    *,
    path: str = "suite.claims.yaml",
    folder: str | os.PathLike[str] | None = None,
) -> Suite:
    """Read a suite from the text of one file, in JSON if `path` ends in `.json`, else in YAML.

    `path` is what findings call it; packs and sources' texts that it names by their path are
    looked for in `folder`, and nowhere if there is none.

    Raises SuiteError with every defect.
    """
    if not isinstance(text, str):
        help_ = "for plain data, write `verify.Suite.from_data(data)`"
        raise SuiteError(_wrong_type("loads", "a text", text, help_))
    document = read_document(text, path, ".json" if path.endswith(".json") else ".yaml")
    where = None if folder is None else Path(folder)
    used, problems = packs.load_all(document.use, where, LIMITS)
    if problems:
        raise SuiteError(*problems)
    return Suite(path=path, documents=(document,), packs=used, folder=where)


def check(
    suite: Suite,
    *,
    seconds: float | None = None,
    megabytes: int | None = None,
    policy: str = "default",
    sources: Sequence[str | os.PathLike[str]] = (),
) -> Report:
    """Check a suite: which of its figures can all be true together.

    After `seconds` of solving, the rest is undecided, and the report's `ended_by` says so. With
    `megabytes` (100 is little) the whole check runs in a process of its own, which gets no more
    memory than that and is ended a second after the time is up, whatever it does; this costs
    about a third of a second. `policy` names the table of hedges, `sources` are folders where
    sources' texts may lie.

    Raises SuiteError with every defect of the suite, VerifyError for an unknown policy or where
    no process can be started.
    """
    if not isinstance(suite, Suite):
        help_ = "for a file or folder, write `verify.check(verify.load(path))`"
        raise VerifyError(_wrong_type("check", "a Suite", suite, help_))
    if seconds is not None and not (isinstance(seconds, int | float) and 0 < seconds < 1e9):
        message = f"`check` takes some seconds, more than none, and this is {str(seconds)[:40]}"
        raise VerifyError(Diagnostic("wrong-type", message))
    if megabytes is not None and not (isinstance(megabytes, int) and 0 < megabytes < 10**9):
        message = f"`check` takes a whole number of megabytes, and this is {str(megabytes)[:40]}"
        raise VerifyError(Diagnostic("wrong-type", message))
    problems = load_policy(policy).problems
    if problems:
        raise VerifyError(*(each.at(Text(policy)) for each in problems))
    config = Config(
        budget=Budget(seconds=seconds),
        policy=policy,
        sources=tuple(os.fspath(each) for each in listed(sources)),
    )
    if megabytes is not None:
        from verify.confined import confined

        return confined(suite, config, megabytes)
    return checked(suite, config)


def _wrong_type(function: str, wanted: str, got: object, help_: str) -> Diagnostic:
    message = f"`{function}` takes {wanted}, and this is a {type(got).__name__}"
    return Diagnostic("wrong-type", message, help=help_)
