"""A suite as a value: read from files or text, or built in Python, and written out again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from verify import packs
from verify.building import ADDED, LIMITS, document_of, listed, read_document, said
from verify.config import Config
from verify.diagnostics import Diagnostic, Severity
from verify.document import Document
from verify.elaborate import elaborate
from verify.errors import SuiteError
from verify.facts import Facts
from verify.formats import yaml_text
from verify.source import Span, Text
from verify.writing import as_json, merged

Number = str | int | Decimal | Fraction
"""A number as text, or exact; never a binary float, which has lost the digits as printed."""

Date = str | date


@dataclass(frozen=True, eq=False, repr=False)
class Suite:
    """What sources say, and the rules that tie it together; a value that never changes.

    Each method that adds something returns a new suite. Two suites are equal if they say the
    same in the same order, wherever it was written.

    >>> suite = Suite().quantity("fee", unit="USD/month").quantity("total", unit="USD")
    >>> suite = suite.rule("total == fee * 36 month").claim("fee", figure="$1.25 billion a month")
    >>> print(suite.to_yaml(), end="")
    quantities:
      fee: {unit: USD/month}
      total: {unit: USD}
    rules:
    - total == fee * 36 month
    claims:
    - {about: fee, figure: $1.25 billion a month}
    """

    title: str = ""
    path: str = "suite"
    documents: tuple[Document, ...] = ()
    packs: tuple[Document, ...] = ()
    folder: Path | None = field(default=None)

    def __post_init__(self) -> None:
        if self.title and not self.documents:
            object.__setattr__(
                self, "documents", (document_of({"title": self.title}, self.path, ADDED),)
            )
        elif not self.title:
            written = (each.title.value for each in self.documents if each.title is not None)
            object.__setattr__(self, "title", next(written, ""))

    # Building

    def use(self, *names: str) -> Suite:
        """Use packs: by name, or by a path below the suite's folder.

        Raises SuiteError if there is no such pack.
        """
        used = self._with({"use": list(names)})
        uses = tuple(use for document in used.documents for use in document.use)
        found, problems = packs.load_all(uses, self.folder, LIMITS)
        if problems:
            raise SuiteError(*problems)
        return replace(used, packs=found)

    def subject(
        self, name: str, kind: str = "", *, part_of: str = "", doc: str = "", **roles: str
    ) -> Suite:
        """Add a thing that the figures are of; further names say who fills its kind's roles."""
        return self._with({"subjects": {name: said(kind=kind, part_of=part_of, doc=doc, **roles)}})

    def kind(self, name: str, declaration: Mapping[str, Any]) -> Suite:
        """Add a kind: its quantities, rules, assumptions and roles as in a file."""
        return self._with({"kinds": {name: declaration}})

    def quantity(
        self,
        name: str,
        unit: str = "",
        *,
        domain: str = "",
        min: Number | None = None,
        max: Number | None = None,
        choices: Iterable[str] = (),
        varies: str = "",
        extensive: bool = False,
        doc: str = "",
    ) -> Suite:
        """Add a named unknown; `unit` is `1` unless said."""
        entry = said(
            unit=unit,
            domain=domain,
            min=min,
            max=max,
            choices=listed(choices),
            varies=varies,
            extensive=extensive,
            doc=doc,
        )
        return self._with({"quantities": {name: entry}})

    def rule(
        self, relation: str, *, id: str = "", when: str = "", source: str = "", doc: str = ""
    ) -> Suite:
        """Add a relation that holds by definition or by law."""
        entry = said(id=id, relation=relation, when=when, source=source, doc=doc)
        return self._with({"rules": [entry]})

    def assume(
        self,
        about: str = "",
        value: Number | None = None,
        *,
        relation: str = "",
        id: str = "",
        source: str = "",
        weight: Number | None = None,
        soft: bool = False,
        doc: str = "",
    ) -> Suite:
        """Add what nobody published but the check leans on: a value, or a relation."""
        entry = said(
            id=id,
            about=about,
            value=value,
            relation=relation,
            source=source,
            weight=weight,
            soft=soft,
            doc=doc,
        )
        return self._with({"assumptions": [entry]})

    def source(
        self,
        id: str,
        *,
        title: str = "",
        publisher: str = "",
        date: Date = "",
        url: str = "",
        sha256: str = "",
        text: str = "",
        derived_from: Iterable[str] | None = None,
        weight: Number | None = None,
        doc: str = "",
    ) -> Suite:
        """Add a publication; `derived_from=[]` says that it is original."""
        entry = said(
            title=title,
            publisher=publisher,
            date=date,
            url=url,
            sha256=sha256,
            text=text,
            weight=weight,
            doc=doc,
        )
        if derived_from is not None:
            entry["derived_from"] = listed(derived_from)
        return self._with({"sources": {id: entry}})

    def claim(
        self,
        about: str = "",
        *,
        figure: str = "",
        value: Number | None = None,
        id: str = "",
        source: str = "",
        quote: Mapping[str, Any] | Iterable[Mapping[str, Any]] = (),
        derived_from: Iterable[str] | None = None,
        as_of: Date = "",
        by: str = "",
        modality: str = "",
        exact: bool = False,
        precision: str = "",
        rounding: str = "",
        readings: Mapping[str, Mapping[str, Any]] | None = None,
        weight: Number | None = None,
        doc: str = "",
    ) -> Suite:
        """Add one statement of one source: the figure as printed, a normalised value, or both."""
        entry = said(
            id=id,
            about=about,
            figure=figure,
            value=value,
            source=source,
            quote=[quote] if isinstance(quote, Mapping) else listed(quote),
            as_of=as_of,
            by=by,
            modality=modality,
            exact=exact,
            precision=precision,
            rounding=rounding,
            readings=readings or {},
            weight=weight,
            doc=doc,
        )
        if derived_from is not None:
            entry["derived_from"] = listed(derived_from)
        return self._with({"claims": [entry]})

    def waive(self, figure: str, reason: str, *, source: str = "", start: int = -1) -> Suite:
        """Say of a figure of a source that it is no claim, and why."""
        entry = said(figure=figure, reason=reason, source=source)
        if start >= 0:
            entry["start"] = start
        return self._with({"waive": [entry]})

    def expect(
        self,
        reason: str,
        *,
        conflict: Iterable[str] = (),
        verdict: Mapping[str, str] | None = None,
        until: Date = "",
    ) -> Suite:
        """Say that a result is known: of claims together, or the verdicts of single ones."""
        entry = said(
            conflict=listed(conflict), verdict=dict(verdict or {}), reason=reason, until=until
        )
        return self._with({"expect": [entry]})

    # Writing

    def to_yaml(self) -> str:
        """Return one claim file that says the same.

        Raises SuiteError if a name is declared twice.
        """
        return yaml_text.written(merged(self.documents))

    def to_json(self) -> str:
        """Return one claim file in JSON that says the same.

        Raises SuiteError if a name is declared twice.
        """
        return as_json(self.documents)

    @classmethod
    def from_data(
        cls,
        data: Mapping[str, Any],
        *,
        path: str = "suite",
        folder: str | os.PathLike[str] | None = None,
    ) -> Suite:
        """Return the suite that the keys and values of one claim file say.

        Figures are texts, and other numbers exact; a float is refused. Packs and sources' texts
        that are named by their path are looked for in `folder`, and nowhere if there is none.

        Raises SuiteError with every defect.
        """
        document = document_of(dict(data), path, path)
        where = None if folder is None else Path(folder)
        used, problems = packs.load_all(document.use, where, LIMITS)
        if problems:
            raise SuiteError(*problems)
        return cls(path=path, documents=(document,), packs=used, folder=where)

    def own_packs(self) -> tuple[str, ...]:
        """Return the packs used: the name of one that comes with Verify, else its text as JSON."""
        return tuple(
            Path(each.path).stem if _built_in(each) else as_json((each,)) for each in self.packs
        )

    @classmethod
    def restored(cls, document: str, own_packs: Iterable[str], path: str) -> Suite:
        """Return the suite that `to_json` and `own_packs` wrote; its places are not known.

        Raises SuiteError.
        """
        found: list[Document] = []
        for each in own_packs:
            if each.startswith("{"):
                found.append(read_document(each, path, ".json"))
                continue
            built_in, problems = packs.load_all((Text(each, Span(path)),), None, LIMITS)
            if problems:
                raise SuiteError(*problems)
            found += [pack for pack in built_in if pack not in found]
        return cls(
            path=path, documents=(read_document(document, path, ".json"),), packs=tuple(found)
        )

    # Looking

    @cached_property
    def facts(self) -> Facts:
        """The suite elaborated under the usual table of hedges.

        Raises SuiteError with every defect found.
        """
        facts, _ = self.elaborated(Config())
        return facts

    def elaborated(self, config: Config) -> tuple[Facts, tuple[Diagnostic, ...]]:
        """Return the suite elaborated, with what is worth a warning.

        Raises SuiteError with every defect found.
        """
        facts, problems = elaborate(self.path, self.documents, self.packs, config)
        if any(each.severity is Severity.ERROR for each in problems):
            raise SuiteError(*problems)
        return facts, problems

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Suite):
            return NotImplemented
        return self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    def __repr__(self) -> str:
        counts = {
            "quantities": sum(len(each.quantities) for each in self.documents),
            "rules": sum(len(each.rules) for each in self.documents),
            "claims": sum(len(each.claims) for each in self.documents),
        }
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        return f"<Suite {self.title or self.path!r}: {said}>"

    @cached_property
    def _content(self) -> tuple[str, ...]:
        """Return all that the suite says, in one order for what has none."""
        own = tuple(as_json((each,)) for each in self.packs if not _built_in(each))
        return (json.dumps(merged(self.documents), sort_keys=True), *own)

    def _with(self, data: dict[str, Any]) -> Suite:
        """Add what one more file would say; what was added before is in the last document."""
        more = document_of(data, self.path, ADDED)
        if not self.documents or self.documents[-1].path != ADDED:
            return replace(self, documents=(*self.documents, more))
        last = self.documents[-1]
        key = next(iter(data))
        joined = last.model_copy(update={key: (*getattr(last, key), *getattr(more, key))})
        return replace(self, documents=(*self.documents[:-1], joined))


def _built_in(pack: Document) -> bool:
    """Tell whether a pack is one that comes with Verify, and not one of the same path."""
    name = Path(pack.path).stem
    return pack.path.startswith("verify/packs/") and pack == _shipped(name)


@cache
def _shipped(name: str) -> Document | None:
    if name not in packs.built_in():
        return None
    return packs.load(Text(name), Path(), LIMITS)[0]
