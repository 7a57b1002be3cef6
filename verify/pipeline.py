"""The order of the passes, and the only module that knows it.

    claim file → tree → document → facts → system → judgement

Each pass returns its result with its diagnostics; a suite that cannot be read is `invalid` and
does not keep the others from being checked.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify import formats
from verify.anchors import check_quotations
from verify.certificate import outline
from verify.compile import compile_facts
from verify.component import component
from verify.config import Config
from verify.diagnostics import Diagnostic, Severity, limited
from verify.document import Document, validate
from verify.elaborate import elaborate
from verify.expectations import expected
from verify.facts import Facts
from verify.formats import Suite
from verify.judge import Docket, docket, judged
from verify.packs import built_in, load_all
from verify.system import components
from verify.verdicts import Judgement, Status

if TYPE_CHECKING:
    from verify.coverage import SourceCoverage
    from verify.draft import Draft
    from verify.reviewed import Review


Kept = dict[Path, Docket]
"""What was decided of suites, by their first files: a later check of them begins there."""


def check_paths(
    paths: tuple[str, ...], config: Config, kept: Kept | None = None
) -> tuple[tuple[Judgement, ...], tuple[Diagnostic, ...]]:
    """Check every suite that the paths mean; diagnostics are those of no suite.

    What is decided is put into `kept`, and what is there already is not decided again.
    """
    judgements: list[Judgement] = []
    problems: list[Diagnostic] = []
    seen: set[Path] = set()
    for path in paths:
        suites, found = formats.find_suites(path)
        problems += found
        for suite in suites:
            key = suite.files[0].path.resolve()
            if key not in seen:
                seen.add(key)
                judgements.append(check_suite(suite, config, kept))
    return tuple(judgements), tuple(problems)


def check_suite(suite: Suite, config: Config, kept: Kept | None = None) -> Judgement:
    """Check one suite, with what is kept of an earlier check."""
    read, problems = read_documents(suite, config)
    if read is None:
        return judge_suite(suite, None, problems, config, kept)
    facts, defects = elaborate(suite.shown, *read, config)
    judgement = judge_suite(suite, facts, (*problems, *defects), config, kept)
    return replace(judgement, beside=_beside(suite, read, facts, config))


def _beside(
    suite: Suite, read: tuple[tuple[Document, ...], ...], facts: Facts, config: Config
) -> tuple[Path, ...]:
    """Return where a suite's own packs and its sources' texts are, or would be."""
    uses = {use.value: None for documents in read for document in documents for use in document.use}
    found = [suite.folder / use for use in uses if use not in built_in()]
    roots = (suite.folder, *(Path(each) for each in config.sources))
    found += [root / source.text for source in facts.sources if source.text for root in roots]
    return tuple(dict.fromkeys(Path(os.path.realpath(path)) for path in found))


def judge_suite(
    suite: Suite,
    facts: Facts | None,
    diagnostics: tuple[Diagnostic, ...],
    config: Config,
    kept: Kept | None = None,
) -> Judgement:
    """Judge a suite that was read; one with an error is invalid."""
    files = tuple(file.path.resolve() for file in suite.files)
    if facts is not None and not _failed(diagnostics):
        diagnostics += check_quotations(facts, suite.folder, config)
    if facts is None or _failed(diagnostics):
        shown = limited(diagnostics, config.limits.problems)
        return replace(invalid(suite.shown, shown), files=files)
    opened = open_docket(facts, config, kept.get(files[0]) if kept else None)
    judgement = opened if isinstance(opened, Judgement) else judge_docket(opened, config)
    if kept is not None and not isinstance(opened, Judgement):
        kept[files[0]] = opened
    if config.coverage and judgement.status is not Status.INVALID:
        judgement = replace(judgement, coverage=_covered(facts, suite, config))
    shown = limited((*judgement.diagnostics, *diagnostics), config.limits.problems)
    return replace(judgement, diagnostics=shown, files=files)


def _covered(facts: Facts, suite: Suite, config: Config) -> tuple[SourceCoverage, ...]:
    """Look for figures in the texts at hand; what cannot be read is said with the quotations."""
    from verify.coverage import coverage
    from verify.hedges import load_policy

    return coverage(facts, suite.folder, config, load_policy(config.policy))[0]


def check_facts(facts: Facts, config: Config) -> Judgement:
    """Check a suite that is already elaborated."""
    opened = open_docket(facts, config)
    return opened if isinstance(opened, Judgement) else judge_docket(opened, config)


def open_docket(facts: Facts, config: Config, earlier: Docket | None = None) -> Docket | Judgement:
    """Compile a suite into its components; an invalid one is judged already.

    Components that are as they were in an `earlier` docket are taken from there, solved.
    """
    compiled = compile_facts(facts)
    if _failed(compiled.diagnostics):
        return invalid(facts.path, compiled.diagnostics, facts)
    return docket(facts, compiled, config.budget, earlier)


def judge_docket(opened: Docket, config: Config) -> Judgement:
    """Judge what was opened, and hold it against the suite's expectations."""
    judgement = judged(opened, certificates=config.certificates, quantities=config.quantities)
    return expected(judgement, date.today())


def review(
    draft: Draft, facts: Facts, config: Config, date: str = ""
) -> tuple[Review | None, tuple[Diagnostic, ...]]:
    """Hold a draft against a suite; the findings are names that its ties do not know.

    None where the suite itself cannot be judged.
    """
    from verify.hedges import load_policy
    from verify.review import reviewed, with_arithmetic, with_draft, with_fitting
    from verify.tied import tied

    policy = load_policy(config.policy)
    figures, problems = tied(draft, facts, policy, date)
    whole = with_draft(facts, figures)
    opened = open_docket(whole, config)
    if isinstance(opened, Judgement):
        return None, (*problems, *opened.diagnostics)
    judgement = judged(opened, quantities=False)
    if judgement.status is Status.INVALID:
        return None, (*problems, *judgement.diagnostics)
    found = reviewed(draft, figures, facts, opened, judgement)
    together = with_fitting(facts, found, opened)
    if together is None:
        return found, problems
    both = open_docket(together, config)
    if isinstance(both, Judgement):
        return found, problems
    return with_arithmetic(found, judged(both, quantities=False)), problems


def outlines(facts: Facts, config: Config) -> list[dict[str, Any]]:
    """Return what a certificate of a suite would be about, component by component."""
    system = compile_facts(facts).system
    found = [component(system, share, config.budget, None) for share in components(system)]
    return [outline(each) for each in found if any(v.quantity for v in each.variables)]


def read_suite(suite: Suite, config: Config) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """Read and elaborate a suite; None where not even its files could be read."""
    read, problems = read_documents(suite, config)
    if read is None:
        return None, problems
    documents, packs = read
    facts, defects = elaborate(suite.shown, documents, packs, config)
    return facts, (*problems, *defects)


def read_documents(
    suite: Suite, config: Config
) -> tuple[tuple[tuple[Document, ...], tuple[Document, ...]] | None, tuple[Diagnostic, ...]]:
    """Read a suite's files and its packs; None where some file could not be read."""
    documents: list[Document] = []
    problems: list[Diagnostic] = []
    for file in suite.files:
        tree, found = formats.read(file.path, file.shown, config.limits, suite.unsaved)
        problems += found
        if tree is None:
            continue
        document, defects = validate(tree, file.shown, config.limits)
        problems += defects
        if document is not None:
            documents.append(document)
    if len(documents) < len(suite.files):
        return None, limited(problems, config.limits.problems)
    uses = tuple(use for document in documents for use in document.use)
    packs, found = load_all(uses, suite.folder, config.limits, suite.unsaved)
    return (tuple(documents), packs), limited((*problems, *found), config.limits.problems)


def invalid(
    path: str, diagnostics: tuple[Diagnostic, ...], facts: Facts | None = None
) -> Judgement:
    """Return the judgement of a suite that cannot be judged."""
    return Judgement(
        path,
        facts.title if facts else "",
        Status.INVALID,
        complete=False,
        policy=facts.policy if facts else "default",
        diagnostics=diagnostics,
        facts=facts,
    )


def _failed(diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(each.severity is Severity.ERROR for each in diagnostics)
