"""Verdicts as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), in JSON-LD.

Each annotation points at a quotation with a TextQuoteSelector and, where its place is known, a
TextPositionSelector, both in code points; its body says the verdict. The same input gives the same
bytes: identifiers are UUIDs made of the names.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from verify.diagnostics import Diagnostic
from verify.explain import about, says, verdict_words
from verify.facts import Place, Source
from verify.reports import review_text
from verify.reports.json_text import written
from verify.reviewed import Review, Reviewed
from verify.verdicts import JudgedClaim, Judgement

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_NAMES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562: names that are addresses
_AROUND = 32  # code points before and after a figure of a draft


def render(judgements: Sequence[Judgement], problems: Sequence[Diagnostic] = ()) -> str:  # noqa: ARG001
    """Return an annotation for each place that a claim quotes, as one AnnotationPage."""
    items: list[dict[str, Any]] = []
    for judgement in judgements:
        sources = {source.id: source for source in judgement.sources}
        for judged in judgement.claims:
            for number, place in enumerate(judged.claim.quotes):
                if place.exact:
                    source = sources.get(judged.claim.source)
                    items.append(_of_claim(judgement.path, judged, number, place, source))
    return _page(items, "/".join(judgement.path for judgement in judgements))


def render_review(review: Review) -> str:
    """Return an annotation for each tied figure of a draft."""
    return _page([_of_figure(each, review) for each in review.figures], review.draft.path)


def _of_claim(
    path: str, judged: JudgedClaim, number: int, place: Place, source: Source | None
) -> dict[str, Any]:
    claim = judged.claim
    told = [verdict_words(judged), says(judged)]
    words = f"{about(judged)}: {'; '.join(part for part in told if part)}"
    selectors: list[dict[str, Any]] = [
        _quote(place.exact, place.prefix, place.suffix),
        *([_position(place.start, len(place.exact))] if place.start >= 0 else []),
    ]
    name = f"{path}/{claim.id}/{number}"
    return _annotation(name, words, _where(source), selectors, [judged.verdict.value])


def _of_figure(each: Reviewed, review: Review) -> dict[str, Any]:
    text, start, end = review.draft.text, each.tied.start, each.tied.end
    remarks = [f"{remark.level.value}: {remark.message}" for remark in each.remarks]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    selectors = [_quote(text[start:end], before, after), _position(start, end - start)]
    words = "; ".join([each.support.value, review_text.says(each), *remarks])
    codes = [each.support.value, *(remark.code.value for remark in each.remarks)]
    name = f"{review.draft.path}/{start}"
    return _annotation(name, words, _address(review.draft.path), selectors, codes)


def _annotation(
    name: str,
    words: str,
    where: str,
    selectors: list[dict[str, Any]],
    tags: Iterable[str],
) -> dict[str, Any]:
    comment = {"type": "TextualBody", "value": words, "format": "text/plain", "language": "en"}
    return {
        "id": _id(name),
        "type": "Annotation",
        "motivation": "assessing",
        "body": [
            comment | {"purpose": "assessing"},
            *(
                {"type": "TextualBody", "value": tag, "purpose": "tagging"}
                for tag in dict.fromkeys(tags)
            ),
        ],
        "target": {"source": where, "selector": selectors},
    }


def _quote(exact: str, prefix: str, suffix: str) -> dict[str, Any]:
    said = {"type": "TextQuoteSelector", "exact": exact}
    return said | {k: v for k, v in (("prefix", prefix), ("suffix", suffix)) if v}


def _position(start: int, length: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": start + length}


def _where(source: Source | None) -> str:
    """Return the address of a source, or else of its text, or a name for it."""
    if source is None:
        return _id("no source")
    if source.url:
        return source.url
    return _address(source.text) if source.text else _id(f"source/{source.id}")


def _address(path: str) -> str:
    return quote(path, safe="/-._~")


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMES, name)}"


def _page(items: Sequence[dict[str, Any]], name: str) -> str:
    page = {
        "@context": _CONTEXT,
        "id": _id(f"page/{name}"),
        "type": "AnnotationPage",
        "items": list(items),
    }
    return written(page)
