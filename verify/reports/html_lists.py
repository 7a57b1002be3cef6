"""The quiet lists of the HTML report: judgements, assumptions, and what is covered of sources."""

from __future__ import annotations

from collections.abc import Sequence

from verify.coverage import SourceCoverage, share
from verify.explain import listed, printed
from verify.facts import Assumption, Modality
from verify.reports.escaping import for_html
from verify.reports.html_view import View, items, quiet, sign, table
from verify.reports.wrapped import shortened
from verify.verdicts import JudgedClaim

_OPEN = 40  # open figures of a source that are listed
_NAMED = 12  # claims that are listed where a verdict leans on an assumption


def judgements(view: View) -> str:
    """Return what a source reports, estimates or only imagines, or another is quoted as saying."""
    told = [
        each
        for each in view.judgement.claims
        if each.claim.by or each.claim.modality is not Modality.ASSERTED
    ]
    order = list(Modality)
    told.sort(key=lambda each: (order.index(each.claim.modality), each.claim.id))
    rows = [_said(view, each) for each in told]
    rows += [
        f"{for_html(each.text)} {quiet(f'assumed as a judgement: {each.id}')} {quiet(each.doc)}"
        for each in view.judgement.assumptions
        if each.soft
    ]
    if not rows:
        return ""
    note = (
        "Figures that a source does not simply state, or that it has somebody else say, and "
        "assumptions that are a matter of judgement. A figure’s set is the same however it is put; "
        "on what is hypothetical nothing else rests."
    )
    return f'<p>{quiet(note)}</p><div class="small">{items(rows)}</div>'


def _said(view: View, judged: JudgedClaim) -> str:
    claim = judged.claim
    who = view.publisher(claim.source)
    put = [claim.modality.value, f"by {claim.by}" if claim.by else "", f"in {who}" if who else ""]
    words = quiet(", ".join(part for part in put if part))
    return f"{view.link(judged, f'“{printed(claim)}”')} {words} {sign(judged)}"


def assumptions(view: View) -> str:
    """Return what nobody published but verdicts lean on, and what hangs on each."""
    rows = [row for each in view.judgement.assumptions if (row := _assumption(view, each))]
    head = ["assumption", "says", "why", "without it"]
    return table("Assumptions", head, rows) if rows else ""


def _assumption(view: View, assumption: Assumption) -> str:
    """Return an assumption's row; empty where nothing hangs on it."""
    leaning = view.leaning(assumption.id)
    inside = view.places(assumption.id)
    if not leaning and not inside:
        return ""
    hangs = []
    if inside:
        links = [f'<a href="#{anchor}">{for_html(name)}</a>' for name, anchor in inside]
        hangs.append(f"{listed(links)} would not be found")
    if leaning:
        links = [view.link(each, each.claim.id) for each in leaning[:_NAMED]]
        if len(leaning) > _NAMED:
            links.append(f"{len(leaning) - _NAMED} more")
        hangs.append(f"what is said of {listed(links)} rests on less")
    cells = (for_html(assumption.text), for_html(assumption.doc), "; ".join(hangs))
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    kind = f"<br>{quiet('a judgement')}" if assumption.soft else ""
    return f'<tr><th scope="row">{for_html(assumption.id)}{kind}</th>{shown}</tr>'


def coverage(view: View) -> str:
    """Return how many figures of each source at hand are claimed, waived or open."""
    parts = [part for part in view.judgement.coverage if part.text is not None]
    if not parts:
        return ""
    head = ["source", "figures", "claimed", "waived", "open", "covered"]
    rows = [_covered(view.publisher(part.source.id), [part]) for part in parts]
    if len(parts) > 1:
        rows.append(_covered("all of them", parts))
    lists = "".join(_open(view, part) for part in parts)
    absent = len(view.judgement.coverage) - len(parts)
    note = f"{absent} more could not be read. " if absent else ""
    note += "Of each figure in the texts at hand: whether a claim quotes it, or why none does."
    return f"<p>{quiet(note)}</p>{table('Coverage', head, rows)}{lists}"


def _covered(name: str, parts: Sequence[SourceCoverage]) -> str:
    figures = [each for part in parts for each in part.figures]
    claimed = sum(bool(each.claim) for each in figures)
    still = sum(each.open for each in figures)
    known = share(parts)
    percent = "" if known is None else f"{int(known * 100)} %"
    counts = (len(figures), claimed, len(figures) - claimed - still, still, percent)
    cells = "".join(f"<td>{each}</td>" for each in counts)
    return f'<tr><th scope="row">{for_html(name)}</th>{cells}</tr>'


def _open(view: View, part: SourceCoverage) -> str:
    shown = [for_html(shortened(each.figure.text, 80)) for each in part.open[:_OPEN]]
    if not shown:
        return ""
    if len(part.open) > _OPEN:
        shown.append(f"and {len(part.open) - _OPEN} more")
    name = for_html(view.publisher(part.source.id))
    return f"<details><summary>Open in {name}</summary>{items(shown)}</details>"
