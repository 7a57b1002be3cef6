"""The report as JUnit XML: a suite is a test suite, a claim a test, what fails a failure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from verify.diagnostics import Diagnostic
from verify.explain import printed, says, verdict_words
from verify.findings import Finding, findings
from verify.reports.styled import safe
from verify.verdicts import JudgedClaim, Judgement, Status, Verdict


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return the tests of every suite; files that could not be read are errors."""
    suites = [_suite(judgement) for judgement in judgements]
    if problems:
        broken = _named("testsuite", name="besides the suites")
        for each in findings((), problems):
            broken.append(_error(each, "failure"))  # which end the check with status 1
        suites.append(_counted(broken))
    whole = Xml.Element("testsuites", name="verify")
    whole.extend(suites)
    Xml.indent(whole, " ")
    return Xml.tostring(whole, encoding="unicode", xml_declaration=True) + "\n"


def _suite(judgement: Judgement) -> Xml.Element:
    suite = _named("testsuite", name=judgement.path)
    found = findings([judgement])
    if judgement.status is Status.INVALID:
        for each in found:
            suite.append(_error(each))
        return _counted(suite)
    for claim in judgement.claims:
        own = [e for e in found if e.conflict is not None and claim.claim.id in _members(e)]
        suite.append(_test(claim, judgement, own))
    for each in found:
        if each.code == "broken-expectation":
            test = _named("testcase", name=str(each.span), classname=judgement.path)
            _told(test, "failure", each.message, "")
            suite.append(test)
    return _counted(suite)


def _members(each: Finding) -> tuple[str, ...]:
    assert each.conflict is not None
    return (*each.conflict.claims, *each.also)


def _test(judged: JudgedClaim, judgement: Judgement, own: Sequence[Finding]) -> Xml.Element:
    claim = judged.claim
    test = _named(
        "testcase",
        name=f"{claim.id}: {printed(claim)}",
        classname=judgement.path,
        file=claim.span.path,
        line=str(max(1, claim.span.line)),
    )
    conflicts = [each for each in own if each.code == "conflict"]
    unexpected = [each for each in conflicts if not each.suppressed]
    if judged.verdict is Verdict.CONFLICT and unexpected:
        first = unexpected[0]
        body = "\n".join(part for each in unexpected for part in (each.message, *each.details))
        _told(test, "failure", first.message, body)
    elif judged.verdict is Verdict.CONFLICT and conflicts:
        _told(test, "skipped", f"expected: {conflicts[0].suppressed}", "")
    elif judged.verdict is Verdict.OPEN:
        _told(test, "skipped", "a hole: it asks, and says nothing", "")
    out = Xml.SubElement(test, "system-out")
    out.text = safe("; ".join(part for part in (verdict_words(judged), says(judged)) if part))
    return test


def _error(each: Finding, otherwise: str = "") -> Xml.Element:
    test = _named("testcase", name=f"{each.code} {each.span}", classname=each.span.path)
    if each.level.value == "error":
        _told(test, "error", each.message, "\n".join(each.details))
    elif otherwise:
        _told(test, otherwise, each.message, "\n".join(each.details))
    return test


def _told(test: Xml.Element, tag: str, message: str, body: str) -> None:
    told = Xml.SubElement(test, tag, message=safe(message))
    told.text = "\n".join(safe(row) for row in body.split("\n")) or None


def _named(tag: str, **attributes: str) -> Xml.Element:
    return Xml.Element(tag, {key: safe(value) for key, value in attributes.items()})


def _counted(suite: Xml.Element) -> Xml.Element:
    suite.set("tests", str(len(suite)))
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(plural, str(sum(test.find(tag) is not None for test in suite)))
    return suite
