"""Answers the server's jobs with the pipeline; runs in the process that checks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from verify import formats, packs, pipeline
from verify.anchors import path_of, text_of
from verify.diagnostics import Diagnostic, Severity
from verify.document import Document
from verify.elaborate import elaborate
from verify.facts import Facts
from verify.findings import findings
from verify.formats import Suite
from verify.lsp.job import (
    Answer,
    Check,
    Checked,
    Job,
    Named,
    Read,
    Requote,
    ReviewDraft,
    ReviewedDraft,
)
from verify.pipeline import Kept
from verify.requote import moved, quotations
from verify.source import Span
from verify.verdicts import JudgedConflict, Judgement

if TYPE_CHECKING:
    from verify.reviewed import Review, Reviewed


def answer(job: Job, kept: Kept) -> Answer:
    """Do one job; what was decided for an earlier check is in `kept`, and not decided again."""
    match job:
        case Check():
            return _checked(job, kept)
        case Read():
            return pipeline.read_suite(job.suite, job.config)[1]
        case Requote():
            return _requoted(job)
        case ReviewDraft():
            return _reviewed(job)


def _checked(job: Check, kept: Kept) -> Checked:
    read, problems = pipeline.read_documents(job.suite, job.config)
    facts: Facts | None = None
    if read is not None:
        facts, more = elaborate(job.suite.shown, *read, job.config)
        problems = (*problems, *more)
    judgement = pipeline.judge_suite(job.suite, facts, problems, job.config, kept)
    found = findings((judgement,), job.problems)
    return Checked(
        job.suite,
        _light(judgement),
        tuple(
            replace(each, conflict=None if each.conflict is None else _shallow(each.conflict))
            for each in found
        ),
        facts,
        _files(job.suite, read[1] if read is not None else ()),
        {} if facts is None else _texts(facts, job),
        () if read is None else _names((*read[1], *read[0])),
    )


def _requoted(job: Requote) -> str | None:
    read, _ = pipeline.read_documents(job.suite, job.config)
    if read is None:
        return None
    facts, _ = elaborate(job.suite.shown, *read, job.config)
    texts = {}
    for source in facts.sources:
        text = text_of(source, job.suite.folder, job.config)[0] if source.text else None
        if text is not None:
            texts[source.id] = text
    quoted = _quoted(read[0], job.figure)
    mine = [each for each in quotations(read[0], texts) if each.span in quoted]
    suffix = Path(job.shown).suffix.lower()
    tree, _ = formats.read_text(job.text, job.shown, job.config.limits, suffix)
    if tree is None:
        return None
    text, count = moved(job.text, tree, mine)
    return text if count else None


def _quoted(documents: tuple[Document, ...], figure: Span) -> set[Span]:
    """Return the places of the quotations of the claim whose figure is at a place."""
    return {
        quote.span
        for document in documents
        for claim in document.claims
        if (claim.figure is not None and claim.figure.span == figure)
        or (claim.value is not None and claim.value.span == figure)
        for quote in claim.quote
    }


def _reviewed(job: ReviewDraft) -> ReviewedDraft:
    from verify.draft import read_draft
    from verify.hedges import load_policy
    from verify.units import unit_of_word

    read, problems = pipeline.read_documents(job.suite, job.config)
    if read is None:
        return ReviewedDraft(None, problems, None, _files(job.suite, ()))
    facts, more = elaborate(job.suite.shown, *read, job.config)
    files = _files(job.suite, read[1])
    problems = (*problems, *more)
    if any(each.severity is Severity.ERROR for each in problems):
        return ReviewedDraft(None, problems, facts, files)
    data = job.text.encode("utf-8", "surrogatepass")
    text, wrong = formats.read_plain(Path(job.shown), job.shown, job.config.limits, data)
    if text is None:
        return ReviewedDraft(None, wrong, facts, files)
    policy = load_policy(job.config.policy)
    draft = read_draft(text, job.shown, job.html, unit_of=unit_of_word, policy=policy)
    review, found = pipeline.review(draft, facts, job.config)
    return ReviewedDraft(None if review is None else _flat(review), found, facts, files)


def _light(judgement: Judgement) -> Judgement:
    """Return a judgement without derivations, and without what only reports show."""
    return replace(
        judgement,
        claims=tuple(replace(e, derivations=(), variables=()) for e in judgement.claims),
        conflicts=tuple(_shallow(each) for each in judgement.conflicts),
        quantities=tuple(replace(e, derivations=(), variables=()) for e in judgement.quantities),
        statistics=(),
        certificate=None,
    )


def _shallow(conflict: JudgedConflict) -> JudgedConflict:
    demands = tuple(replace(each, derivations=()) for each in conflict.demands)
    return replace(conflict, demands=demands, variables=())


def _flat(review: Review) -> Review:
    together = None if review.together is None else _light(review.together)
    figures = tuple(_bare(each) for each in review.figures)
    return replace(review, figures=figures, alone=_light(review.alone), together=together)


def _bare(reviewed: Reviewed) -> Reviewed:
    return replace(
        reviewed,
        remarks=tuple(
            replace(each, conflict=None if each.conflict is None else _shallow(each.conflict))
            for each in reviewed.remarks
        ),
    )


def _files(suite: Suite, used: tuple[Document, ...]) -> dict[str, Path]:
    """Return the files that spans may name: the suite's, and the packs it uses."""
    found = {each.shown: each.path.resolve() for each in suite.files}
    for pack in used:
        built_in = pack.path.removeprefix("verify/packs/")
        if built_in.removesuffix(".yaml") in packs.built_in():
            found.setdefault(pack.path, packs.BUILT_IN / built_in)
        else:
            found.setdefault(pack.path, Path(pack.path).resolve())
    return found


def _names(documents: tuple[Document, ...]) -> tuple[Named, ...]:
    kinds = [each for document in documents for each in document.kinds]
    subjects = [each for document in documents for each in document.subjects]
    return (
        *(Named(e.name.value, True, e.doc.value if e.doc else "", e.name.span) for e in kinds),
        *(Named(e.name.value, False, e.doc.value if e.doc else "", e.name.span) for e in subjects),
    )


def _texts(facts: Facts, job: Check) -> dict[str, Path]:
    found = {}
    for source in facts.sources:
        path = path_of(source, job.suite.folder, job.config) if source.text else None
        if path is not None and not isinstance(path, Diagnostic):
            found[source.id] = path
    return found
