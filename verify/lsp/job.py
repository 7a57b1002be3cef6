"""What the server asks of the process that checks, and what that answers, as data.

Answers go from one process to another, so they carry no derivations: these are deep graphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from verify.config import Config
from verify.diagnostics import Diagnostic
from verify.facts import Facts
from verify.findings import Finding
from verify.formats import Suite
from verify.reviewed import Review
from verify.source import Span
from verify.verdicts import Judgement


@dataclass(frozen=True, slots=True)
class Check:
    """Asks for everything that is to be said of a suite; `problems` are those of its folder."""

    suite: Suite
    config: Config
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A kind or a subject that a suite or its packs declare."""

    name: str
    kind: bool
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A suite as checked; `facts` are None where some file of it could not be read at all.

    `files` are the real paths of what was read by the paths that spans have, the suite's own
    packs among them; `texts` of sources that are at hand, by the sources' ids.
    """

    suite: Suite
    judgement: Judgement
    findings: tuple[Finding, ...]
    facts: Facts | None
    files: dict[str, Path]
    texts: dict[str, Path]
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Asks what is wrong with a suite before it is solved; the answer is its diagnostics."""

    suite: Suite
    config: Config


@dataclass(frozen=True, slots=True)
class Requote:
    """Asks for the edited text of one file with new starts for quotations that have moved.

    The answer is the text, or None where none has moved; `figure` is the
    place of the claim's figure.
    """

    suite: Suite
    config: Config
    shown: str
    text: str
    figure: Span


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """Asks for the review of a draft against a suite."""

    suite: Suite
    config: Config
    text: str
    shown: str
    html: bool


@dataclass(frozen=True, slots=True)
class ReviewedDraft:
    """A draft as reviewed; `review` is None where the suite cannot be judged.

    `problems` are names that its ties have wrong; `facts` and `files` are the suite's.
    """

    review: Review | None
    problems: tuple[Diagnostic, ...]
    facts: Facts | None
    files: dict[str, Path]


Job = Check | Read | Requote | ReviewDraft
Answer = Checked | ReviewedDraft | tuple[Diagnostic, ...] | str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that met a defect of ours: what it was and where, in one line."""

    reason: str
