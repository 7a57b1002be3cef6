"""What an editor shows of a name under the cursor: a card of short lines.

A card is data until it is written, as Markdown with everything foreign escaped or as plain text.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.diagnostics import Problem
from verify.explain import about, calendar_note, printed, says, taken_as, verdict_words
from verify.facts import Assumption, Facts, Reading, Rule, Source
from verify.glossary import glossary
from verify.interval import Interval
from verify.lsp.job import Checked
from verify.quantity import Domain, Quantity
from verify.reports.escaping import for_markdown
from verify.reports.styled import safe
from verify.unit_lookup import look_up
from verify.units import describe_dimension
from verify.verdicts import JudgedClaim, Judgement, Verdict
from verify.wording import in_words, shown_unit

_MOST = 8  # rows of one sort that a card shows


@dataclass(frozen=True, slots=True)
class Card:
    """A title, what it is, and rows of a label with words."""

    title: str
    what: str
    rows: tuple[tuple[str, str], ...] = ()

    def markdown(self) -> str:
        """Return the card as Markdown."""
        head = f"**{for_markdown(self.title)}** ({for_markdown(self.what)})"
        rows = [f"- {label}: {for_markdown(words)}" for label, words in self.rows if words]
        return "\n".join([head, "", *rows] if rows else [head])

    def plain(self) -> str:
        """Return the card as plain text."""
        rows = [f"{label}: {safe(' '.join(words.split()))}" for label, words in self.rows if words]
        return "\n".join([f"{safe(self.title)} ({safe(self.what)})", *rows])


def claim_card(id_: str, checked: Checked) -> Card | None:
    """Return what is known of a claim or an assumption."""
    facts = checked.facts
    judged = next((e for e in checked.judgement.claims if e.claim.id == id_), None)
    if judged is not None:
        return _judged(judged, checked.judgement)
    if facts is not None and id_ in facts.claim:
        claim = facts.claim[id_]
        rows = [_sets(each, facts, len(claim.readings) > 1) for each in claim.readings]
        more = (("source", claim.source), ("doc", claim.doc))
        return Card(id_, "claim, not checked", (("says", printed(claim)), *rows, *more))
    if facts is not None and id_ in facts.assumption:
        return _assumption(facts.assumption[id_], facts)
    return None


def _judged(judged: JudgedClaim, judgement: Judgement) -> Card:
    claim, facts = judged.claim, judgement.facts
    assert facts is not None
    word = glossary()[judged.verdict.value].title if judged.verdict.value in glossary() else ""
    several = len(claim.readings) > 1
    rows: list[tuple[str, str]] = [("verdict", f"{verdict_words(judged)}: {word}")]
    rows += [("says", printed(claim)), ("about", f"{about(judged)}, {judged.quantity.doc}")]
    for reading in claim.readings[:_MOST]:
        if not reading.hole:
            quantity = facts.quantity[reading.about]
            label = f" as {reading.name}" if several else ""
            rows.append((f"published{label}", in_words(reading.face, quantity)))
            rows.append((f"at the loosest{label}", in_words(reading.loose, quantity)))
    if judged.implied is not None and judged.implied != Interval():
        because = ", ".join((*judged.because, *judged.assumptions)[:_MOST])
        by = f", by {because}" if because else ""
        clashes = judged.verdict in (Verdict.CONFLICT, Verdict.DISPUTED)
        label = "left by the others of its first conflict" if clashes else "implied"
        rows.append((label, in_words(judged.implied, judged.quantity) + by))
    rows += [("notes", says(judged)), ("source", _source(claim.source, facts))]
    rows += [("as of", claim.as_of), ("said by", claim.by), ("doc", claim.doc)]
    return Card(claim.id, "claim", tuple(_trimmed(rows)))


def _trimmed(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, words.strip().removesuffix(",").removesuffix(":")) for label, words in rows]


def _sets(reading: Reading, facts: Facts, several: bool) -> tuple[str, str]:
    label = f"taken as, read as {reading.name}" if several else "taken as"
    return label, taken_as(reading, facts.quantity[reading.about])


def _assumption(each: Assumption, facts: Facts) -> Card:
    what = "assumption, a judgement" if each.soft else "assumption"
    rows = [("assumes", each.text)]
    if each.reading is not None:
        rows += [("about", each.reading.about), _sets(each.reading, facts, False)]
    rows += [("source", _source(each.source, facts)), ("doc", each.doc)]
    return Card(each.id, what, tuple(rows))


def _source(id_: str, facts: Facts) -> str:
    known = facts.source.get(id_)
    if known is None:
        return id_
    named = ", ".join(part for part in (known.publisher, known.title, known.date) if part)
    return f"{id_} ({named})" if named else id_


def quantity_card(id_: str, checked: Checked) -> Card | None:
    """Return what is known of a quantity."""
    facts = checked.facts
    quantity = facts.quantity.get(id_) if facts is not None else None
    if quantity is None:
        return None
    rows = [("doc", quantity.doc), ("unit", _unit_words(quantity))]
    if quantity.names:
        rows.append(("choices", ", ".join(quantity.names)))
    if quantity.limits != Interval() and quantity.domain is not Domain.CHOICE:
        rows.append(("limits", in_words(quantity.limits, quantity)))
    if quantity.varies is not None:
        rows.append(("varies", f"by the {quantity.varies}"))
    judged = [each for each in checked.judgement.quantities if each.quantity.id == id_]
    for each in judged[:_MOST]:
        if each.values != Interval():
            by = f", by {', '.join(each.because[:_MOST])}" if each.because else ""
            period = each.id.partition("@")[2]
            label = f"derived, {period}" if period[:1].isdigit() else "derived"
            rows.append((label, in_words(each.values, quantity) + by))
    said = [c for c in checked.judgement.claims if c.quantity.id == id_]
    rows += [("claimed", f"{e.claim.id}: {printed(e.claim)}, {e.verdict}") for e in said[:_MOST]]
    if len(said) > _MOST:
        rows.append(("claimed", f"{len(said) - _MOST} more"))
    return Card(id_, f"quantity, {quantity.domain}", tuple(rows))


def _unit_words(quantity: Quantity) -> str:
    if quantity.domain in (Domain.DATE, Domain.CHOICE):
        return ""
    return shown_unit(quantity) or "none: a plain number"


def rule_card(rule: Rule, facts: Facts) -> Card:
    """Return what is known of a rule."""
    bound = [f"{name} is {id_}" for name, id_ in rule.names if name != id_]
    rows = [("relation", rule.text), ("means", ", ".join(bound[:_MOST]))]
    rows += [("calendar", calendar_note(rule.id, facts).strip(" ()"))]
    rows += [("source", _source(rule.source, facts)), ("doc", rule.doc)]
    return Card(rule.id, "rule", tuple(rows))


def source_card(source: Source) -> Card:
    """Return what is known of a source."""
    if source.derived_from is None:
        lineage = "not known"
    else:
        lineage = ", ".join(source.derived_from) or "original"
    rows = (
        ("title", source.title),
        ("publisher", source.publisher),
        ("date", source.date),
        ("rests on", lineage),
        ("address", source.url),
        ("text", source.text),
        ("doc", source.doc),
    )
    return Card(source.id, "source", rows)


def unit_card(text: str) -> Card | None:
    """Return what is known of a unit, or of a noun that a suite counts."""
    found = look_up(text)
    if isinstance(found, Problem):
        if not text.isidentifier():
            return None
        return Card(text, "unit", (("dimension", f"{text}, a noun that the suite counts"),))
    rows = [("dimension", found.dimension or describe_dimension(found.unit.exponents))]
    if found.row is not None:
        factor = f"{found.multiple} " if found.multiple != 1 else ""
        exactly = f"{factor}{found.row.name}" if factor else found.row.definition
        if not exactly.startswith("["):  # which is what a base unit is defined as
            rows.append(("exactly", exactly))
        rows.append(("also", ", ".join(found.spellings[:_MOST])))
        rows.append(("note", found.row.doc))
    rows.append(("in a figure", found.caution))
    return Card(text, "unit", tuple(rows))
