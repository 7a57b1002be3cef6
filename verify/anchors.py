"""Quotations against their sources' texts: every place where a figure is not as quoted.

A quotation's `start` counts code points (W3C TextPositionSelector); prefix and suffix are the
words around it (TextQuoteSelector). A text that is not at hand is passed over: it often may not
be in the repository at all.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from verify.config import Config
from verify.diagnostics import Diagnostic, Severity
from verify.facts import Claim, Facts, Place, Source


def check_quotations(facts: Facts, folder: Path, config: Config) -> tuple[Diagnostic, ...]:
    """Return a warning for each quotation that its source's text does not bear out."""
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for source in facts.sources:
        if source.text:
            text, problem = _text(source, folder, config)
            if problem is not None:
                found.append(problem)
            if text is not None:
                texts[source.id] = text
    for claim in facts.claims:
        if claim.source in texts:
            for place in claim.quotes:
                problem = _anchored(claim, place, texts[claim.source])
                if problem is not None:
                    found.append(problem)
    return tuple(found)


def _text(source: Source, folder: Path, config: Config) -> tuple[str | None, Diagnostic | None]:
    """Read a source's text from below the suite's folder or a folder that was given."""
    written = source.text
    if written.startswith("/") or "\\" in written or "\0" in written or ".." in written.split("/"):
        message = f"the text of {source.id} must be a path below its folder"
        return None, Diagnostic("path-outside", message, source.span)
    for root in (folder, *(Path(given) for given in config.sources)):
        path = root / written
        if not path.is_file():
            continue
        if not path.resolve().is_relative_to(root.resolve()):
            message = f"the text of {source.id} lies outside its folder"
            return None, Diagnostic("path-outside", message, source.span)
        if path.stat().st_size > config.limits.file_bytes:
            message = f"the text of {source.id} is larger than {config.limits.file_bytes} bytes"
            return None, Diagnostic("file-too-large", message, source.span)
        data = path.read_bytes()
        if source.sha256 and hashlib.sha256(data).hexdigest() != source.sha256.lower():
            message = f"the text of {source.id} is not the one that was claimed from"
            details = ("its SHA-256 differs from the one written",)
            return _decoded(data), Diagnostic(
                "text-changed", message, source.span, Severity.WARNING, details
            )
        return _decoded(data), None
    return None, None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _anchored(claim: Claim, place: Place, text: str) -> Diagnostic | None:
    exact = place.exact
    if not exact:
        return None
    if place.start >= 0 and text.startswith(exact, place.start) and _surrounded(place, text):
        return None
    found = [at for at in _occurrences(exact, text) if _around(place, text, at)]
    if place.start < 0 and found:
        return None
    message = f"`{exact}` is not in the text of {claim.source}"
    help_ = ""
    if found:
        message = f"`{exact}` is not at character {place.start} of {claim.source}"
        help_ = f"it is at {', '.join(str(at) for at in found[:5])}"
    return Diagnostic("quotation-lost", message, claim.span, Severity.WARNING, help=help_)


def _surrounded(place: Place, text: str) -> bool:
    return _around(place, text, place.start)


def _around(place: Place, text: str, at: int) -> bool:
    before, after = text[:at], text[at + len(place.exact) :]
    return before.rstrip().endswith(place.prefix.rstrip()) and after.lstrip().startswith(
        place.suffix.lstrip()
    )


def _occurrences(exact: str, text: str) -> list[int]:
    found, at = [], text.find(exact)
    while at >= 0:
        found.append(at)
        at = text.find(exact, at + 1)
    return found
