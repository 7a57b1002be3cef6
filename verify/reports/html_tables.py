"""The tables of the HTML report: who says what, all claims, the sources, the assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from verify.explain import about, listed, printed, says, verdict_words
from verify.facts import Source, Values
from verify.glossary import glossary
from verify.interval import EVERYTHING
from verify.lineage import lineage
from verify.quantity import Quantity
from verify.reports.escaping import for_html
from verify.reports.html_view import SIGNS, View, claim_without_readings, quiet, sign, table
from verify.verdicts import JudgedClaim, Verdict
from verify.wording import in_words

_ORDER = list(Verdict)


def matrix(view: View) -> str:
    """Return sources against the quantities that more than one of them speaks of."""
    told: dict[tuple[str, str], list[JudgedClaim]] = {}
    for judged in view.judgement.claims:
        told.setdefault((judged.claim.source, judged.quantity.id), []).append(judged)
    speakers: dict[str, list[str]] = {}
    for source, quantity in told:
        speakers.setdefault(quantity, []).append(source)
    shared = [quantity for quantity, own in speakers.items() if len(own) > 1]
    speaking = {source for quantity in shared for source in speakers[quantity]}
    sources = [each for each in view.judgement.sources if each.id in speaking]
    if not shared or len(sources) < 2:
        return ""
    sources.sort(key=lambda source: _origin(view, source))
    rows = []
    for quantity in shared:
        cells = "".join(_cell(view, told.get((s.id, quantity), [])) for s in sources)
        rows.append(f'<tr><th scope="row">{for_html(quantity)}</th>{cells}</tr>')
    head = ["quantity", *(source.publisher or source.id for source in sources)]
    note = "Quantities that more than one source speaks of; sources of one origin stand together."
    shown = table("Who says what", head, rows, ' class="matrix"')
    return f"<p>{quiet(note)}</p>{shown}"


def _origin(view: View, source: Source) -> tuple[str, str]:
    whole = lineage(claim_without_readings(source.id), view.facts.source).origins
    return min(whole - {source.id}, default=source.id), source.id


def _cell(view: View, told: Sequence[JudgedClaim]) -> str:
    shown = "<br>".join(
        f'<span class="{each.verdict.value}" title="{for_html(verdict_words(each))}">'
        f"{SIGNS[each.verdict]}</span> {view.link(each)}"
        for each in told
    )
    return f"<td>{shown}</td>"


def claims(view: View) -> str:
    """Return every claim with its verdict, the worst first."""
    order = sorted(view.judgement.claims, key=lambda c: (_ORDER.index(c.verdict), c.claim.id))
    if not order:
        return ""
    head = ["verdict", "claim", "about", "figure", "taken as", "the rest"]
    more = f' id="{for_html(view.prefix)}claims" class="claims"'
    return _filter(view) + table("All claims", head, [_claim(view, each) for each in order], more)


def _filter(view: View) -> str:
    if view.prefix:
        return ""  # one box for the first suite
    return (
        '<p class="js"><label for="filter">Filter</label> <input type="search" id="filter"> '
        '<span id="shown" class="small quiet" role="status"></span></p>'
    )


def _claim(view: View, judged: JudgedClaim) -> str:
    claim = judged.claim
    taken = "" if claim.hole else _words(claim.readings[0].face, judged.quantity)
    meaning = for_html(glossary()[judged.verdict.value].title)
    name = f"{for_html(claim.id)}<br>{quiet(view.publisher(claim.source))}"
    cells = [name, *map(for_html, (about(judged), printed(claim), taken, says(judged)))]
    rest = "".join(f"<td>{cell}</td>" for cell in cells)
    first = f'<td title="{meaning}">{sign(judged)}</td>'
    return f'<tr id="{view.anchor("claim", claim.id)}">{first}{rest}</tr>'


def _words(values: Values, quantity: Quantity) -> str:
    return "" if values == EVERYTHING else in_words(values, quantity)


def source_list(view: View, source: Source) -> str:
    """Return one source with its figures in the order of its text."""
    own = [judged for judged in view.judgement.claims if judged.claim.source == source.id]
    if not own:
        return ""
    own.sort(key=lambda c: (min((q.start for q in c.claim.quotes), default=0), c.claim.id))
    lines = "where it has its figures from is not known"
    if source.derived_from is not None:
        known = listed(source.derived_from)
        lines = f"derived from {known}" if known else "original"
    count = "1 claim" if len(own) == 1 else f"{len(own)} claims"
    said = "; ".join(part for part in (source.publisher, source.date, lines, count) if part)
    rows = "".join(f"<li>{sign(c)}: {view.link(c)} {quiet(about(c))}</li>" for c in own)
    title = for_html(source.title or source.publisher or source.id)
    return (
        f'<details id="{view.anchor("source", source.id)}"><summary><strong>{title}</strong> '
        f"{quiet(said)}</summary><ol>{rows}</ol></details>"
    )
