"""The report as one page of HTML that can be forwarded: no network, no script needed.

Suspects lead. All text from files is escaped; the content policy admits this page's own style and
script and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import resources

from verify.diagnose import Kind
from verify.diagnostics import Diagnostic
from verify.explain import about, closing_lines, says
from verify.findings import Finding, findings
from verify.reports import html_lists, html_tables
from verify.reports.escaping import for_html
from verify.reports.html_conflict import conflict_card
from verify.reports.html_view import View, items, members, quiet
from verify.reports.json_report import as_data
from verify.reports.json_text import escaped
from verify.reports.wrapped import shortened
from verify.verdicts import Judgement, Status

_LONGEST = 120  # characters of a path that is read out


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:
    """Return the page."""
    style = "".join(map(_part, ("colors.css", "report.css", "graph.css")))
    script = _part("report.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    title = for_html(", ".join(j.title or j.path for j in judgements) or "verify")
    data = escaped(json.dumps(as_data(judgements, problems), ensure_ascii=True))
    views = [View(judgement, f"s{n}-" if n else "") for n, judgement in enumerate(judgements)]
    body = [*map(_problem, findings((), problems)), *map(_suite, views)]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>",
            *body,
            f'</main>\n<script type="application/json" id="report">{_in_script(data)}</script>',
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _part(name: str) -> str:
    return resources.files("verify.reports").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _in_script(data: str) -> str:
    """Keep data from ending the element that holds it."""
    return data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _problem(each: Finding) -> str:
    details = items(for_html(detail) for detail in each.details)
    return (
        f'<div class="card"><p><code>{for_html(str(each.span))}</code> '
        f"<strong>{for_html(each.code)}</strong>: {for_html(each.message)}</p>{details}</div>"
    )


def _suite(view: View) -> str:
    judgement = view.judgement
    title = f"<h1>{for_html(judgement.title or judgement.path)}</h1>"
    head = [title, f"<p>{quiet(judgement.path)}</p>"]
    if judgement.status is Status.INVALID:
        return "\n".join([*head, "<p>Not checked.</p>", *map(_problem, view.found)])
    conflicts = [each for each in view.found if each.code == Kind.CONFLICT.value]
    others = [each for each in view.found if each.conflict is None]
    parts = [
        ("conflicts", "Conflicts", _cards(view, Kind.CONFLICT)),
        ("rounding", "Apart only by rounding", _cards(view, Kind.ROUNDING)),
        ("conditional", "Apart under one reading", _cards(view, Kind.CONDITIONAL)),
        ("matrix", "Who says what", [html_tables.matrix(view)]),
        ("list", "All claims", [html_tables.claims(view)]),
        ("sources", "Sources", [html_tables.source_list(view, s) for s in judgement.sources]),
        ("judgements", "Judgements", [html_lists.judgements(view)]),
        ("assumptions", "Assumptions", [html_lists.assumptions(view)]),
        ("coverage", "Coverage of the sources", [html_lists.coverage(view)]),
        ("notes", "Notes", [_problem(each) for each in others]),
    ]
    kept = [(id_, name, body) for id_, name, body in parts if any(body)]
    links = "".join(f'<li><a href="#{view.prefix}{id_}">{name}</a></li>' for id_, name, _ in kept)
    where = for_html(shortened(judgement.path, _LONGEST))
    nav = f'<nav aria-label="On this page: {where}"><ul>{links}</ul></nav>'
    sections = [_section(view, id_, name, body) for id_, name, body in kept]
    return "\n".join([*head, _summary(view, conflicts), nav, *sections])


def _cards(view: View, kind: Kind) -> list[str]:
    told = [each for each in view.found if each.conflict is not None]
    numbered = enumerate(told, 1)  # through all severities, as `verify graph --conflict` counts
    return [conflict_card(view, each, n) for n, each in numbered if each.code == kind.value]


def _section(view: View, id_: str, title: str, parts: Iterable[str]) -> str:
    body = "\n".join(part for part in parts if part)
    return f'<section id="{view.prefix}{id_}"><h2>{title}</h2>\n{body}\n</section>'


def _summary(view: View, conflicts: Sequence[Finding]) -> str:
    first, *rest = [for_html(line) for line, _ in closing_lines(view.judgement)] or [""]
    suspects = "".join(_suspect(view, id_, conflicts) for id_ in sorted(view.suspects))
    parts = [
        f'<p class="summary">{first}</p>',
        f'<ul class="suspects">{suspects}</ul>' if suspects else "",
        items(f'<span class="small quiet">{line}</span>' for line in rest),
    ]
    return "\n".join(part for part in parts if part)


def _suspect(view: View, id_: str, conflicts: Sequence[Finding]) -> str:
    judged = view.claims[id_]
    own = [(n, each) for n, each in enumerate(conflicts, 1) if id_ in members(each)]
    links = ", ".join(f'<a href="#{view.anchor("conflict", str(n))}">{n}</a>' for n, _ in own)
    reason = next((each.suppressed for _, each in own if each.suppressed), "")
    who = view.publisher(judged.claim.source)
    lines = [
        f"<strong>{view.link(judged)}</strong> for {for_html(about(judged))}"
        + (f" ({for_html(who)})" if who else ""),
        quiet(says(judged)),
        f'<span class="small">suspected in {"conflict" if len(own) == 1 else "conflicts"} '
        f"{links}</span>"
        if own
        else "",
        quiet(f"Known: {reason}") if reason else "",
    ]
    return f"<li>{'<br>'.join(line for line in lines if line)}</li>"
