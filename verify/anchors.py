"""Quotations against their sources' texts: every place where a figure is not as quoted.

A quotation's `start` counts code points (W3C TextPositionSelector); prefix and suffix are the
words around it (TextQuoteSelector). A text that is not at hand is passed over: it often may not
be in the repository at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from verify.config import Config
from verify.diagnostics import Diagnostic, Severity
from verify.facts import Claim, Facts, Place, Source
from verify.tree import shortened

_MOST = 100_000  # occurrences of one figure in one text that are looked at


class State(StrEnum):
    """How a quotation stands to its source's text."""

    EXACT = "exact"  # where it says, or found at all where it says no place
    MOVED = "moved"  # once elsewhere
    AMBIGUOUS = "ambiguous"  # several times, and not where it says
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quotation's state, and where its words are found with those around them."""

    place: Place
    state: State
    found: tuple[int, ...]


def anchor(place: Place, text: str) -> Anchor:
    """Look for a quotation in a text; nothing is moved."""
    if place.start >= 0 and text.startswith(place.exact, place.start) and _surrounded(place, text):
        return Anchor(place, State.EXACT, (place.start,))
    found = tuple(at for at in _occurrences(place.exact, text) if _around(place, text, at))
    if not found:
        return Anchor(place, State.LOST, ())
    if place.start < 0:
        return Anchor(place, State.EXACT, found)
    return Anchor(place, State.AMBIGUOUS if len(found) > 1 else State.MOVED, found)


def check_quotations(facts: Facts, folder: Path, config: Config) -> tuple[Diagnostic, ...]:
    """Return a warning for each quotation that its source's text does not bear out."""
    return _checked(facts.sources, facts, folder, config)


def quotations_of(
    source: Source, facts: Facts, folder: Path, config: Config
) -> tuple[Diagnostic, ...]:
    """Return a warning for each quotation that one source's text does not bear out."""
    return _checked((source,), facts, folder, config)


def is_at_hand(source: Source, folder: Path, config: Config) -> bool:
    """Tell whether there is a text of a source to look at, or something that is none."""
    return text_of(source, folder, config) != (None, None)


def _checked(
    sources: Sequence[Source], facts: Facts, folder: Path, config: Config
) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for source in sources:
        if source.text:
            text, problem = text_of(source, folder, config)
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


def text_of(source: Source, folder: Path, config: Config) -> tuple[str | None, Diagnostic | None]:
    """Return a source's text from below the suite's folder or a folder that was given.

    None where it is not at hand; with it, or instead of it, what is wrong with it.
    """
    path = path_of(source, folder, config)
    if path is None or isinstance(path, Diagnostic):
        return None, path
    with path.open("rb") as file:
        data = file.read(config.limits.file_bytes + 1)
    if len(data) > config.limits.file_bytes:
        message = f"the text of {source.id} is larger than {config.limits.file_bytes} bytes"
        return None, Diagnostic("file-too-large", message, source.span)
    if source.sha256 and hashlib.sha256(data).hexdigest() != source.sha256.lower():
        message = f"the text of {source.id} has changed since its SHA-256 was written"
        details = (f"its SHA-256 is {hashlib.sha256(data).hexdigest()}",)
        return _decoded(data), Diagnostic(
            "text-changed", message, source.span, Severity.WARNING, details
        )
    return _decoded(data), None


def path_of(source: Source, folder: Path, config: Config) -> Path | Diagnostic | None:
    """Return where a source's text is at hand, or why it may not be opened."""
    for root in (folder, *(Path(given) for given in config.sources)):
        path = root / source.text
        try:
            if not path.is_file():
                continue
            below = path.resolve().is_relative_to(root.resolve())
        except (OSError, RuntimeError):  # a name too long, a circle of links
            message = f"the text of {source.id} cannot be opened"
            return Diagnostic("unreadable-file", message, source.span)
        if not below:
            message = f"the text of {source.id} is reached by a link that leads out of the folder"
            help_ = "put the file itself below the folder"
            return Diagnostic("outside-folder", message, source.span, help=help_)
        return path
    return None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _anchored(claim: Claim, place: Place, text: str) -> Diagnostic | None:
    exact = place.exact
    if not exact:
        return None
    if place.start >= 0 and text.startswith(exact, place.start) and _surrounded(place, text):
        return None
    anywhere = _occurrences(exact, text)
    found = [at for at in anywhere if _around(place, text, at)]
    if place.start < 0 and found:
        return None
    message = f"`{shortened(exact)}` is not in the text of {claim.source}"
    help_ = "quote it letter by letter as printed"
    if found:
        message = f"`{shortened(exact)}` is not at character {place.start} of {claim.source}"
        help_ = f"it is at {_places(found)}"
    elif anywhere:
        message = f"`{shortened(exact)}` is in {claim.source}, but not with these words around it"
        help_ = f"it is at {_places(anywhere)}: mend `prefix` or `suffix`"
    return Diagnostic("quotation-lost", message, claim.span, Severity.WARNING, help=help_)


def _places(found: list[int]) -> str:
    return ", ".join(str(at) for at in found[:5]) + (", …" if len(found) > 5 else "")


def _surrounded(place: Place, text: str) -> bool:
    return _around(place, text, place.start)


def _around(place: Place, text: str, at: int) -> bool:
    """Tell whether the words around a place are as quoted, blanks next to the figure aside."""
    start, end = at, at + len(place.exact)
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    before, after = place.prefix.rstrip(), place.suffix.lstrip()
    return text.endswith(before, 0, start) and text.startswith(after, end)


def _occurrences(exact: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(exact, at + 1)
    return found
