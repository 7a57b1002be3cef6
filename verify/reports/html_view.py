"""What the parts of the HTML report share: one suite, the names of its places, small pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from verify.explain import printed, verdict_words
from verify.facts import Claim, Facts
from verify.findings import Finding, findings
from verify.graph import Graph, NodeKind, components, whole
from verify.reports.escaping import for_html
from verify.verdicts import JudgedClaim, Judgement, Verdict

SIGNS = {
    Verdict.CONFLICT: "✗",
    Verdict.DISPUTED: "⚖",
    Verdict.UNDECIDED: "?",
    Verdict.ROUNDING: "≈",
    Verdict.CONDITIONAL: "◐",
    Verdict.CORROBORATED: "✓✓",
    Verdict.CONSISTENT: "✓",
    Verdict.UNTESTED: "·",
    Verdict.OPEN: "○",
}


@dataclass(slots=True)
class View:
    """One suite of a page; `prefix` keeps the anchors of several suites apart."""

    judgement: Judgement
    prefix: str
    found: tuple[Finding, ...] = field(init=False)
    claims: dict[str, JudgedClaim] = field(init=False)
    suspects: frozenset[str] = field(init=False)
    _components: dict[str, Graph] = field(init=False)  # by the claims and assumptions in them
    _places: dict[str, list[tuple[str, str]]] = field(init=False)
    _told: dict[str, list[JudgedClaim]] = field(init=False)  # by what they are about
    _leaning: dict[str, list[JudgedClaim]] = field(init=False)  # by assumption

    def __post_init__(self) -> None:
        claims = self.judgement.claims
        self.found = findings([self.judgement])
        self.claims = {each.claim.id: each for each in claims}
        self.suspects = frozenset(c.claim.id for c in claims if c.verdict is Verdict.CONFLICT)
        self._told, self._leaning = {}, {}
        for judged in claims:
            self._told.setdefault(judged.variable, []).append(judged)
            for id_ in dict.fromkeys((*judged.assumptions, *judged.leans_on)):
                self._leaning.setdefault(id_, []).append(judged)
        self._components = _by_member(self.judgement)
        self._places = _by_conflict(self)

    @property
    def facts(self) -> Facts:
        """What the suite says."""
        assert self.judgement.facts is not None
        return self.judgement.facts

    def anchor(self, what: str, name: str) -> str:
        """Return the name of a place on the page, escaped."""
        return for_html(f"{self.prefix}{what}-{name}")

    def component(self, members: Iterable[str]) -> Graph | None:
        """Return the part of the dependency graph that claims and assumptions are in, if any."""
        return next((self._components[id_] for id_ in members if id_ in self._components), None)

    def places(self, member: str) -> list[tuple[str, str]]:
        """Return the conflicts that a claim or an assumption is in: their names and anchors."""
        return self._places.get(member, [])

    def told(self, variable: str) -> list[JudgedClaim]:
        """Return the claims about a quantity, in its period."""
        return self._told.get(variable, [])

    def leaning(self, assumption: str) -> list[JudgedClaim]:
        """Return the claims of which more is said because of an assumption."""
        return self._leaning.get(assumption, [])

    def publisher(self, source: str) -> str:
        """Return what a source is called, for a reader."""
        known = self.facts.source.get(source)
        return (known.publisher or known.title or known.id) if known else source

    def link(self, judged: JudgedClaim, text: str = "") -> str:
        """Return a link to a claim in the table of claims."""
        shown = for_html(text or printed(judged.claim))
        return f'<a href="#{self.anchor("claim", judged.claim.id)}">{shown}</a>'


def _by_member(judgement: Judgement) -> dict[str, Graph]:
    """Return the component of each claim and assumption, where there are conflicts to be drawn."""
    found: dict[str, Graph] = {}
    for part in components(whole(judgement)) if judgement.conflicts else ():
        for node in part.nodes:
            found |= dict.fromkeys((entry.id for entry in node.entries), part)
            if node.kind is NodeKind.ASSUMPTION:
                found[node.note] = part
    return found


def _by_conflict(view: View) -> dict[str, list[tuple[str, str]]]:
    """Return the names and anchors of the conflicts that each member is in."""
    found: dict[str, list[tuple[str, str]]] = {}
    told = [each for each in view.found if each.conflict is not None]
    for number, each in enumerate(told, 1):
        for id_ in members(each):
            place = (f"{each.code} {number}", view.anchor(each.code, str(number)))
            found.setdefault(id_, []).append(place)
    return found


def sign(judged: JudgedClaim) -> str:
    """Return a verdict's sign and word; the sign is for the eye alone."""
    shown = f'<span aria-hidden="true">{SIGNS[judged.verdict]}</span> '
    return f'<span class="verdict {judged.verdict.value}">{shown}{verdict_words(judged)}</span>'


def quiet(text: str) -> str:
    """Return a text, escaped, that stands back."""
    return f'<span class="small quiet">{for_html(text)}</span>' if text else ""


def items(parts: Iterable[str]) -> str:
    """Return a list of pieces that are HTML already; nothing if there are none."""
    rows = "".join(f"<li>{part}</li>" for part in parts)
    return f"<ul>{rows}</ul>" if rows else ""


def scrolling(body: str, label: str) -> str:
    """Return a piece that scrolls by itself where it is too wide, by keyboard as well."""
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{for_html(label)}">{body}</div>'
    )


def table(label: str, head: Sequence[str], rows: Sequence[str], more: str = "") -> str:
    """Return a table that scrolls by itself where it is too wide; rows are HTML already."""
    cells = "".join(f'<th scope="col">{for_html(each)}</th>' for each in head)
    body = f"<thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return scrolling(f"<table{more}>{body}</table>", label)


def members(each: Finding) -> tuple[str, ...]:
    """Return the members of a conflict, and the claims that conflict in the same way."""
    return () if each.conflict is None else (*each.conflict.members, *each.also)


def claim_without_readings(source: str) -> Claim:
    """Return a claim that is only of a source, to follow its lineage."""
    return Claim("", (), source=source)
