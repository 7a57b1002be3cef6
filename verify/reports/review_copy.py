"""A draft with notes: footnotes in Markdown, numbered marks and a list in HTML."""

from __future__ import annotations

import re

from verify.reports.escaping import for_html, for_markdown
from verify.reports.review_text import says
from verify.reviewed import Level, Review, Reviewed, Support, Untied

_WORSE = list(Level)


def render(review: Review) -> str:
    """Return the draft with a note to each of its figures; nothing else of it is touched."""
    notes: list[tuple[int, str, list[str]]] = []  # place, kind, sentences
    for each in review.figures:
        place = max(each.tied.end, each.tied.tie.after)
        notes.append((place, each.support.value, _sentences(each)))
    notes += [(each.figure.end, "untied", [_suggested(each)]) for each in review.untied]
    notes.sort(key=lambda note: note[0])
    return _html(review, notes) if review.draft.html else _markdown(review, notes)


def _sentences(each: Reviewed) -> list[str]:
    word = (
        each.support.value.replace("-", " ") if each.support is not Support.UNREAD else "not read"
    )
    ordered = sorted(each.remarks, key=lambda remark: _WORSE.index(remark.level))
    remarks = [f"{remark.level.value}: {remark.message}" for remark in ordered]
    return [f"{word}, {says(each)}", *remarks]


def _suggested(each: Untied) -> str:
    if not each.suggestions:
        return "not tied"
    return f"not tied; perhaps {' or '.join(s.quantity for s in each.suggestions)}"


_Notes = list[tuple[int, str, list[str]]]


def _markdown(review: Review, notes: _Notes) -> str:
    text = review.draft.text
    prefix = _unused(text, "verify-")
    marks = [(place, f"[^{prefix}{n}]") for n, (place, _, _) in enumerate(notes, 1)]
    listed = [
        f"[^{prefix}{n}]: {'; '.join(map(for_markdown, sentences))}"
        for n, (_, _, sentences) in enumerate(notes, 1)
    ]
    body = _inserted(text, marks)
    if not listed:
        return body
    return body.rstrip("\n") + "\n\n" + "\n".join(listed) + "\n"


def _html(review: Review, notes: _Notes) -> str:
    text = review.draft.text
    prefix = _unused(text, "verify-")
    marks = [
        (place, f'<sup class="verify verify-{kind}">{n}</sup>')
        for n, (place, kind, _) in enumerate(notes, 1)
    ]
    if not notes:
        return text
    rows = "".join(
        f'<li id="{prefix}{n}">{"; ".join(map(for_html, sentences))}</li>\n'
        for n, (_, _, sentences) in enumerate(notes, 1)
    )
    section = f'<section class="verify-review">\n<ol>\n{rows}</ol>\n</section>\n'
    closing = list(re.finditer(r"</body\s*>", text, re.IGNORECASE))
    end = closing[-1].start() if closing else len(text)
    return _inserted(text, [*marks, (end, section)])


def _inserted(text: str, marks: list[tuple[int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for place, mark in sorted(marks, key=lambda pair: pair[0]):
        parts += [text[at:place], mark]
        at = place
    return "".join([*parts, text[at:]])


def _unused(text: str, prefix: str) -> str:
    """Return a prefix of labels that the draft does not have."""
    while prefix in text:
        prefix += "r-"
    return prefix
