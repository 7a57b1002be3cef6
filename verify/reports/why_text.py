"""What `verify why` shows: the thing itself, how it follows step by step, what it clashes with."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from verify.algebra import rearranged
from verify.answer import Answer
from verify.explain import (
    choice_words,
    explain_conflict,
    printed,
    says,
    taken_as,
    verdict_words,
)
from verify.facts import Assumption, Claim, Facts, Place, Reading, Source
from verify.reports.styled import Line, Part, safe
from verify.system import Origin, Role
from verify.trail import Step
from verify.verdicts import JudgedClaim, JudgedConflict, JudgedQuantity, Verdict
from verify.wording import in_words

_SILENT = "nothing speaks of it in any period"
_UNDETERMINED = "nothing that is kept narrows it further than its own limits do"
_FIRST, _LAST = 24, 8  # steps shown of a long derivation: rules that close in on each other
_LABEL = 11  # columns of a label such as `taken as`


def render(answers: Sequence[Answer], paths: Sequence[str] = ()) -> list[Line]:
    """Return the answers as lines; `paths` are those to repeat in the next command."""
    lines: list[Line] = []
    for answer in answers:
        if lines:
            lines.append(())
        match answer.subject:
            case JudgedClaim() as judged:
                lines += _claim(judged, answer)
            case Assumption() as assumption:
                lines += _assumption(assumption, answer)
            case JudgedQuantity() as known:
                lines += _quantity(known, answer)
        for conflict in answer.conflicts:
            lines += [(), *_conflict(conflict, answer, paths)]
    return lines


def _claim(judged: JudgedClaim, answer: Answer) -> list[Line]:
    claim = judged.claim
    lines = [_title("claim", answer)]
    lines += [_placed(str(claim.span), printed(claim))]
    for reading in claim.readings:
        lines += _reading(reading, claim, answer)
    lines += _origin(claim, answer.facts)
    if claim.doc:
        lines.append(_labelled("note", claim.doc))
    lines.append(_labelled("verdict", verdict_words(judged), _STYLE.get(judged.verdict, "")))
    if judged.readings and len(claim.readings) > 1:
        lines.append(_labelled("fits", f"read as {' or '.join(judged.readings)}"))
    if says(judged):
        lines.append(_labelled("because", says(judged)))
    rest = "the rest"
    if judged.verdict in (Verdict.CONFLICT, Verdict.DISPUTED):
        rest = "the others of its first conflict"
    verb = "says" if rest == "the rest" else "say"
    return [*lines, *_derivation(f"What {rest} {verb} of {judged.variable}", answer)]


def _assumption(assumption: Assumption, answer: Answer) -> list[Line]:
    lines = [_title("assumption", answer), _placed(str(assumption.span), assumption.text)]
    if assumption.reading is not None and answer.quantity is not None:
        about = f"{answer.quantity.id} is {taken_as(assumption.reading, answer.quantity)}"
        lines.append(_labelled("taken as", about))
    if assumption.soft:
        lines.append(_labelled("soft", "a judgement: what needs it is only conditional"))
    if assumption.source:
        lines.append(_labelled("source", _cited(assumption.source, answer.facts)))
    if assumption.doc:
        lines.append(_labelled("note", assumption.doc))
    return lines + _claims("Claims whose verdict leans on it", answer.claims)


def _quantity(known: JudgedQuantity, answer: Answer) -> list[Line]:
    lines = [_title("quantity", answer)]
    lines.append(_labelled("is", in_words(known.values, known.quantity), "strong"))
    if known.quantity.doc:
        lines.append(_labelled("note", known.quantity.doc))
    if not answer.steps:
        silent = known.quantity.varies is not None and known.id == known.quantity.id
        lines.append(_labelled("because", _SILENT if silent else _UNDETERMINED))
    left_out = [claim for claim in answer.claims if claim.verdict is Verdict.CONFLICT]
    if left_out:
        ids = ", ".join(claim.claim.id for claim in left_out)
        lines.append(_labelled("left out", f"{ids}, suspected in a conflict"))
    lines += _derivation(f"How {known.id} follows", answer)
    return lines + _claims("Claims about it", answer.claims)


def _title(what: str, answer: Answer) -> Line:
    path = safe(answer.judgement.path)
    return Part(safe(answer.name), "title"), Part(f": {what} of {path}", "quiet")


def _placed(place: str, figure: str) -> Line:
    return Part(f"  {safe(place)}  ", "quiet"), Part(safe(figure), "strong")


def _labelled(label: str, text: str, style: str = "") -> Line:
    return Part(f"  {label.ljust(_LABEL)}", "quiet"), Part(safe(text), style)


def _reading(reading: Reading, claim: Claim, answer: Answer) -> list[Line]:
    """Say what a figure was taken as under a reading, and why."""
    quantity = next(each for each in answer.facts.quantities if each.id == reading.about)
    named = len(claim.readings) > 1
    taken = f"{reading.about} is {taken_as(reading, quantity)}"
    if reading.hole:
        taken = f"a question: what is {reading.about}?"
    label = "taken as"
    lines = [_labelled(label, f"{reading.name}: {taken}" if named else taken)]
    if reading.because and not reading.hole:
        lines.append(_labelled("", "; ".join(reading.because)))
    if reading.calendar:
        lines.append(_labelled("", "months and days were converted: a year has 365 to 366 days"))
    if reading.doc:
        lines.append(_labelled("", reading.doc))
    return lines


def _origin(claim: Claim, facts: Facts) -> list[Line]:
    """Say who published a figure, where it stands there, and who said it."""
    lines = []
    if claim.source:
        lines.append(_labelled("source", _cited(claim.source, facts)))
    lines += [_labelled("quoted", _quoted(place)) for place in claim.quotes]
    if claim.by:
        lines.append(_labelled("said by", claim.by))
    if claim.as_of:
        lines.append(_labelled("as of", claim.as_of))
    return lines


def _cited(id_: str, facts: Facts) -> str:
    """Write a source: its title, publisher and date, or its id where it has none of them."""
    source = next((each for each in facts.sources if each.id == id_), Source(id_))
    parts = [f"“{source.title}”" if source.title else "", source.publisher, source.date]
    return ", ".join(part for part in parts if part) or id_


def _quoted(place: Place) -> str:
    words = f"“{place.prefix}{place.exact}{place.suffix}”"
    return words if place.start < 0 else f"{words} at character {place.start}"


def _derivation(title: str, answer: Answer) -> list[Line]:
    if not answer.steps:
        return []
    lines: list[Line] = [(), (Part(title, "strong"),)]
    conclusions = [_conclusion(step) for step in answer.steps]
    digits = len(str(len(answer.steps)))
    width = min(60, max(len(text) for text in conclusions))
    shown = list(zip(answer.steps, conclusions, strict=True))
    left_out = len(shown) - _FIRST - _LAST
    for step, text in shown:
        if left_out > 1 and _FIRST < step.number <= _FIRST + left_out:
            if step.number == _FIRST + 1:
                more = f"{left_out} more steps, which --format json lists"
                lines.append((Part(f"  {'…'.rjust(digits)}  {more}", "quiet"),))
            continue
        head = Part(f"  {str(step.number).rjust(digits)}  ", "quiet")
        why, where = _because(step), _place(step.origin, answer.facts)
        lines.append((head, Part(safe(text).ljust(width)), Part(f"   {safe(why)}", "quiet")))
        indent = " " * (digits + 6)
        solved = _rearranged(step, answer.facts)
        details = (solved, where, *_leaf_details(step.origin, answer.facts))
        lines += [(Part(f"{indent}{safe(detail)}", "quiet"),) for detail in details if detail]
    return lines


def _place(origin: Origin, facts: Facts) -> str:
    return str(facts.place(origin.role, origin.id, origin.span))


def _rearranged(step: Step, facts: Facts) -> str:
    """Return a step's rule solved for what it says something of, where that is not plain."""
    rule = facts.rule.get(step.origin.id) if step.origin.role is Role.RULE else None
    if rule is None:
        return ""
    return rearranged(rule.relation, dict(rule.names), step.quantity.id)


def _conclusion(step: Step) -> str:
    return f"{step.name} is {in_words(step.values, step.quantity)}"


def _because(step: Step) -> str:
    origin = step.origin
    match origin.role:
        case Role.CLAIM:
            return _with_choice(f"claim {origin.id}: {origin.text}", step)
        case Role.ASSUMPTION:
            return _with_choice(f"assumption {origin.id}: {origin.text}", step)
    rule = f"rule {origin.text or origin.id}"
    return f"from {_numbers(step.because)} by {rule}" if step.because else f"by {rule}"


def _with_choice(text: str, step: Step) -> str:
    """Name the steps that leave a claim one reading, or on which an assumed relation leans."""
    return f"{text} (given {_numbers(step.because)})" if step.because else text


def _numbers(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _leaf_details(origin: Origin, facts: Facts) -> list[str]:
    """Return what is known of where a step's figure was published."""
    claim = next((each for each in facts.claims if each.id == origin.id), None)
    if origin.role is Role.CLAIM and claim is not None:
        quotes = [_quoted(place) for place in claim.quotes]
        return [_cited(claim.source, facts) if claim.source else "", *quotes]
    assumption = next((each for each in facts.assumptions if each.id == origin.id), None)
    if origin.role is Role.ASSUMPTION and assumption is not None and assumption.source:
        return [_cited(assumption.source, facts)]
    return []


def _claims(title: str, claims: Sequence[JudgedClaim]) -> list[Line]:
    if not claims:
        return []
    lines: list[Line] = [(), (Part(title, "strong"),)]
    ids = max(len(claim.claim.id) for claim in claims)
    figures = max(len(printed(claim.claim)) for claim in claims)
    return lines + [
        (
            Part(f"  {safe(judged.claim.id).ljust(ids)}  ", "strong"),
            Part(f"{safe(printed(judged.claim)).ljust(figures)}  "),
            Part(safe(verdict_words(judged)), _STYLE.get(judged.verdict, "")),
        )
        for judged in claims
    ]


def _conflict(conflict: JudgedConflict, answer: Answer, paths: Sequence[str]) -> list[Line]:
    """Return a conflict in a line, what avoids it, and the next member to ask about."""
    explained = explain_conflict(conflict, answer.judgement)
    gap = f"; {explained.gap}" if explained.gap else ""
    lines: list[Line] = [
        (
            Part(conflict.severity.value, _KIND_STYLE[conflict.severity.value]),
            Part(f": {safe(explained.headline)}{safe(gap)}"),
        )
    ]
    if conflict.avoided_by:
        lines.append((Part(f"  avoided if {safe(choice_words(conflict.avoided_by))}"),))
    if conflict.expected:
        lines.append((Part(f"  expected: {safe(conflict.expected)}", "quiet"),))
    others = [id_ for id_ in conflict.members if id_ != answer.name]
    if others:
        following = conflict.measured if conflict.measured in others else others[0]
        command = shlex.join(["verify", "why", following, *paths])
        lines.append((Part("next: ", "quiet"), Part(safe(command))))
    return lines


_STYLE = {
    Verdict.CONFLICT: "bad",
    Verdict.DISPUTED: "doubt",
    Verdict.UNDECIDED: "doubt",
    Verdict.ROUNDING: "doubt",
    Verdict.CONDITIONAL: "doubt",
    Verdict.CORROBORATED: "good",
    Verdict.CONSISTENT: "good",
}
_KIND_STYLE = {"conflict": "bad", "rounding": "doubt", "conditional": "doubt"}
