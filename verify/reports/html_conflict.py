"""A conflict in the HTML report: its figures on one axis, the rule, the steps and the fixes."""

from __future__ import annotations

from verify.bars import Bar
from verify.explain import MemberRow, StepRow, about, listed, printed
from verify.findings import Finding
from verify.interval import Interval
from verify.reports.escaping import for_html
from verify.reports.html_graph import conflict_graph
from verify.reports.html_switch import switches
from verify.reports.html_view import View, items, quiet, scrolling
from verify.reports.mathml import mathml
from verify.reports.svg_plot import interval_plot
from verify.verdicts import JudgedClaim, JudgedConflict
from verify.wording import in_words

_BARS = 8  # claims of the quantity that a plot shows
_KEY = (
    '<figcaption class="key small quiet"><span class="suspect">suspect</span>'
    '<span>published</span><span class="implied">implied by the others</span>'
    "thick: what the digits say; thin: the loosest fair reading</figcaption>"
)


def conflict_card(view: View, each: Finding, number: int) -> str:
    """Return one conflict; `number` is its place in the report."""
    assert each.conflict is not None
    assert each.explained is not None
    anchor = view.anchor(each.code, str(number))
    explained = each.explained
    facts = [explained.gap, explained.holds, *explained.slips, explained.choices]
    if each.also:
        facts.append(f"the same with {listed(each.also)}")
    told = "<br>".join(for_html(fact) for fact in facts if fact)
    known = f"<p>{quiet(f'Known: {each.suppressed}')}</p>" if each.suppressed else ""
    steps = "".join(f"<li>{_step(view, row)}</li>" for row in explained.rows)
    demands = items(
        for_html(f"{d.member} would be {in_words(d.values, d.quantity)}")
        for d in each.conflict.demands
    )
    fixes = items(f"withdraw {for_html(listed(fix))}" for fix in each.conflict.fixes)
    parts = [
        f'<article class="card" id="{anchor}"><h3><a href="#{anchor}">{number}</a>. '
        f'<span class="{each.code}">{_headline(view, each.conflict)}</span></h3>',
        f"<p>{quiet(each.message)}</p>",
        known,
        f'<p class="gap">{told}</p>' if told else "",
        switches(view, each.conflict, anchor),
        _plot(view, each.conflict),
        f'<ol class="steps">{steps}</ol>',
        conflict_graph(view, each.conflict),
        _rules(view, each.conflict),
        f"<p>For the others to hold:</p>{demands}" if demands else "",
        f"<p>Fixes, each checked by solving again:</p>{fixes}" if fixes else "",
        "</article>",
    ]
    return "\n".join(part for part in parts if part)


def _headline(view: View, conflict: JudgedConflict) -> str:
    """Say for a reader which figures clash: as printed, by whom, and what is assumed."""
    said = []
    for id_ in conflict.claims:
        claim = view.claims[id_].claim if id_ in view.claims else view.facts.claim[id_]
        who = view.publisher(claim.source)
        said.append(f"“{printed(claim)}”" + (f" ({who})" if who else ""))
    verb = {1: "cannot hold", 2: "cannot both hold"}.get(len(said), "cannot all hold")
    assumed = listed(conflict.assumptions)
    tail = f", assuming {assumed}" if assumed else ""
    return for_html(f"{listed(list(dict.fromkeys(said)))} {verb}{tail}")


def _step(view: View, row: MemberRow | StepRow) -> str:
    if isinstance(row, StepRow):
        return f"{for_html(row.conclusion)} {quiet(row.rule)}"
    judged = view.claims.get(row.id)
    name = f"<em>{for_html(row.id)}</em>" if judged is None else view.link(judged, row.id)
    who = f" ({for_html(view.publisher(row.source))})" if row.source else ""
    taken = f", {for_html(row.taken_as)}" if row.taken_as else ""
    return f"{name}{who}: <strong>{for_html(row.figure)}</strong>{taken} {quiet(str(row.span))}"


def _rules(view: View, conflict: JudgedConflict) -> str:
    rules = [view.facts.rule[id_] for id_ in conflict.rules if id_ in view.facts.rule]
    shown = "".join(
        f"<div>{mathml(rule)}<code>{for_html(rule.text)}</code> {quiet(rule.doc)}</div>"
        for rule in rules
    )
    if not shown:
        return ""
    return f"<details><summary>The rules</summary>{scrolling(shown, 'The rules')}</details>"


def _plot(view: View, conflict: JudgedConflict) -> str:
    """Draw a member's quantity: who says what of it, and what the other members leave."""
    for demand in conflict.demands:
        judged = view.claims.get(demand.member)
        if judged is None or not isinstance(demand.values, Interval):
            continue
        bars = [bar for bar in _bars(view, judged, conflict) if bar is not None][:_BARS]
        left = Bar("implied by the others", "implied", demand.values, demand.values)
        said = in_words(bars[0].loose, demand.quantity)
        rest = in_words(demand.values, demand.quantity)
        title = f"{about(judged)}: {demand.member} says {said}, the others leave {rest}"
        plot = interval_plot([*bars, left], demand.quantity, title)
        return f"<figure>{scrolling(plot, 'Plot')}{_KEY}</figure>" if plot else ""
    return ""


def _bars(view: View, measured: JudgedClaim, conflict: JudgedConflict) -> list[Bar]:
    """Return the member's bar, then those of other claims of its quantity that say much."""
    found = []
    for judged in view.told(measured.variable):
        id_ = judged.claim.id
        if judged.claim.hole:
            continue
        reading = judged.claim.readings[0]
        if not isinstance(reading.face, Interval) or not isinstance(reading.loose, Interval):
            continue
        if id_ in conflict.members or _sharp(reading.face):
            kind = "suspect" if id_ in view.suspects else "published"
            found.append(Bar(id_, kind, reading.face, reading.loose))
    return sorted(found, key=lambda bar: (bar.label != measured.claim.id, bar.label))


def _sharp(values: Interval) -> bool:
    """Tell whether a set is bounded on both sides, the upper end no more than twice the lower."""
    if values.lower is None or values.upper is None:
        return False
    return values.upper <= 2 * values.lower if values.lower > 0 else values.lower == values.upper
