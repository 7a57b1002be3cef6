"""Verdicts as schema.org ClaimReview (https://schema.org/ClaimReview), in JSON-LD.

The rating is the verdict's word and what it means; no number is made up of it. Who reviews is for
the publisher to add: nothing here knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.diagnostics import Diagnostic
from verify.explain import about, listed, says
from verify.facts import Modality, Source
from verify.glossary import glossary
from verify.reports.json_text import written
from verify.verdicts import JudgedClaim, JudgedConflict, Judgement, Verdict


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:  # noqa: ARG001
    """Return a review for each claim that was judged, as one graph."""
    items = [
        _review(judged, judgement)
        for judgement in judgements
        for judged in judgement.claims
        if judged.verdict is not Verdict.OPEN and judged.claim.modality is not Modality.HYPOTHETICAL
    ]
    data = {"@context": "https://schema.org", "@graph": items}
    return written(data)


def _review(judged: JudgedClaim, judgement: Judgement) -> dict[str, Any]:
    claim = judged.claim
    source = next((each for each in judgement.sources if each.id == claim.source), None)
    conflict = next((each for each in judgement.conflicts if claim.id in each.claims), None)
    word = glossary()[judged.verdict.value]
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "claimReviewed": f"{about(judged)}: {claim.figure or claim.value}",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": judged.verdict.value,
            "ratingExplanation": word.title,
        },
        "itemReviewed": _claim(judged, source),
    }
    body = _body(judged, conflict)
    return review | ({"reviewBody": body} if body else {})


def _claim(judged: JudgedClaim, source: Source | None) -> dict[str, Any]:
    claim = judged.claim
    found: dict[str, Any] = {"@type": "Claim", "identifier": claim.id}
    if claim.by:
        found["author"] = {"@type": "Thing", "name": claim.by}
    if source is not None:
        work = {
            "@type": "CreativeWork",
            "headline": source.title,
            "url": source.url,
            "datePublished": source.date,
            "publisher": {"@type": "Organization", "name": source.publisher}
            if source.publisher
            else "",
        }
        found["appearance"] = {key: value for key, value in work.items() if value}
    return found


def _body(judged: JudgedClaim, conflict: JudgedConflict | None) -> str:
    parts = [says(judged)]
    if conflict is not None:
        others = [id_ for id_ in conflict.members if id_ != judged.claim.id]
        if others:
            parts.insert(0, f"in a {conflict.severity.value} with {listed(others)}")
        if conflict.expected:
            parts.append(conflict.expected)
    return "; ".join(part for part in parts if part)
