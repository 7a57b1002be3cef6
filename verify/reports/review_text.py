"""A reviewed draft as text: each figure with what the record says, and the author's own lines."""

from __future__ import annotations

from collections import Counter

from verify.draft import Draft, Mood
from verify.explain import explain_conflict
from verify.reports.styled import Line, Part, safe
from verify.reports.text import conflict_rows
from verify.reviewed import Level, Remark, Review, Reviewed, Support, Untied
from verify.wording import in_words

_WIDEST = 96  # columns of the author's line that are shown
_STYLE = {Level.ERROR: "bad", Level.WARNING: "doubt", Level.NOTE: "quiet"}
_WORSE = list(Level)
_MEANS = {
    Support.SUPPORTED: ("supported", "good"),
    Support.IMPLIED: ("implied", "good"),
    Support.DISPUTED: ("disputed", "doubt"),
    Support.UNSUPPORTED: ("unsupported", "doubt"),
    Support.OUTDATED: ("out of date", "doubt"),
    Support.UNDECIDED: ("undecided", "doubt"),
    Support.CONTRADICTED: ("contradicted", "bad"),
    Support.UNREAD: ("not read", "bad"),
    Support.NOT_STATED: ("not stated", "quiet"),
}


def render(review: Review) -> list[Line]:
    """Return the review as lines: tied figures in order, untied ones, the counts."""
    lines: list[Line] = []
    for each in review.figures:
        lines += _figure(each, review)
    if review.untied:
        if lines:
            lines.append(())
        noun = "figure is" if len(review.untied) == 1 else "figures are"
        lines.append((Part(f"{len(review.untied)} {noun} not tied:", "strong"),))
        lines += [_untied(each, review.draft) for each in review.untied]
    if lines:
        lines.append(())
    return [*lines, (Part(_counts(review), "strong"),)]


def says(each: Reviewed) -> str:
    """Return what supports a figure, in a few words."""
    about = each.variable or each.tied.quantity.id
    by = ", ".join(each.by)
    match each.support:
        case Support.SUPPORTED | Support.OUTDATED | Support.DISPUTED:
            return f"{about}: {by}" if by else about
        case Support.IMPLIED:
            return f"{about}: follows from {by}"
        case Support.NOT_STATED:
            verb = "denies" if each.tied.mood is Mood.DENIED else "supposes"
            return f"{about}: the draft {verb} it"
    if each.record is None:
        return about
    record = in_words(each.record, each.tied.quantity)
    return f"{about}: the record has {record}" if record else about


def _figure(each: Reviewed, review: Review) -> list[Line]:
    tied, draft = each.tied, review.draft
    word, style = _MEANS[each.support]
    lines: list[Line] = [
        (
            Part(f"{safe(place_of(draft, tied.start))}  ", "quiet"),
            Part(f"{word}  ", style),
            Part(f"{safe(tied.text)}  ", "strong"),
            Part(safe(says(each)), "quiet"),
        )
    ]
    remarks = sorted(each.remarks, key=lambda remark: _WORSE.index(remark.level))
    if any(remark.level is not Level.NOTE for remark in remarks):
        lines += _quoted(draft, tied.start, tied.end)
    for remark in remarks:
        head = (
            Part(f"  {remark.level.value}[{remark.code.value}]", _STYLE[remark.level]),
            Part(f": {safe(remark.message)}"),
        )
        lines.append(head)
        lines += _conflict(remark, review)
    return lines


def _conflict(remark: Remark, review: Review) -> list[Line]:
    judgement = review.together if remark.together else review.alone
    if remark.conflict is None or judgement is None:
        return []
    explained = explain_conflict(remark.conflict, judgement)
    lines = [(Part("  "), *line) for line in conflict_rows(explained)]
    if explained.gap:
        lines.append((Part(f"    {safe(explained.gap)}"),))
    lines += [(Part(f"    {safe(slip)}"),) for slip in explained.slips]
    return lines


def _quoted(draft: Draft, start: int, end: int) -> list[Line]:
    """Return the author's line with the figure underlined, cut where it is long."""
    first = draft.text.rfind("\n", 0, start) + 1
    last = draft.text.find("\n", start)
    last = len(draft.text) if last < 0 else last
    end = min(end, last)
    before = max(first, start - (_WIDEST - (end - start)) // 2) if last - first > _WIDEST else first
    shown = draft.text[before : min(last, before + _WIDEST)]
    lead = "… " if before > first else ""
    tail = " …" if before + _WIDEST < last else ""
    width = len(safe(draft.text[before:start]))
    marks = "^" * max(1, len(safe(draft.text[start : min(end, before + _WIDEST)])))
    return [
        (Part("  | ", "quiet"), Part(f"{lead}{safe(shown)}{tail}")),
        (Part("  | ", "quiet"), Part(" " * (width + len(lead)) + marks, "doubt")),
    ]


def _untied(each: Untied, draft: Draft) -> Line:
    figure = each.figure
    parts = [
        Part(f"{safe(place_of(draft, figure.start))}  ", "quiet"),
        Part(f"{safe(' '.join(figure.text.split()))}", "strong"),
    ]
    if each.suggestions:
        names = [
            s.quantity + (f" ({', '.join(s.claims[:2])})" if s.claims else "")
            for s in each.suggestions
        ]
        parts.append(Part(f"  perhaps {safe(' or '.join(names))}", "quiet"))
    return tuple(parts)


def place_of(draft: Draft, at: int) -> str:
    """Return a place as `path:line:column`."""
    return f"{draft.path}:{draft.line(at)}:{draft.column(at)}"


def _counts(review: Review) -> str:
    tally = Counter(each.support for each in review.figures)
    parts = [f"{tally[support]} {word}" for support, (word, _) in _MEANS.items() if tally[support]]
    noun = "figure" if len(review.figures) == 1 else "figures"
    said = f"{len(review.figures)} {noun} tied"
    levels = Counter(remark.level for _, remark in review.remarks())
    found = [
        f"{levels[level]} {level.value}{'' if levels[level] == 1 else 's'}"
        for level in Level
        if levels[level]
    ]
    return (
        said
        + (f": {', '.join(parts)}" if parts else "")
        + (f"; {', '.join(found)}" if found else "")
    )
