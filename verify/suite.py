"""A suite as a value: read from files or text, or built in Python, and written out again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from verify import formats, packs
from verify.config import Config, Limits
from verify.diagnostics import Diagnostic, Severity
from verify.document import Document, validate
from verify.elaborate import elaborate
from verify.errors import SuiteError
from verify.facts import Facts
from verify.formats import yaml_text
from verify.source import Span, Text
from verify.tree import Mapping as Tree
from verify.tree import Node, Nothing, Sequence, shortened
from verify.writing import as_json, merged

Number = str | int | Decimal | Fraction
"""A number as text, or exact; never a binary float, which has lost the digits as printed."""

Date = str | date

_LIMITS = Limits()


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
            object.__setattr__(self, "documents", (_document({"title": self.title}, self.path),))
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
        found, problems = packs.load_all(uses, self.folder, _LIMITS)
        if problems:
            raise SuiteError(*problems)
        return replace(used, packs=found)

    def subject(
        self, name: str, kind: str = "", *, part_of: str = "", doc: str = "", **roles: str
    ) -> Suite:
        """Add a thing that the figures are of; further names say who fills its kind's roles."""
        return self._with({"subjects": {name: _said(kind=kind, part_of=part_of, doc=doc, **roles)}})

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
        said = _said(
            unit=unit,
            domain=domain,
            min=min,
            max=max,
            choices=list(choices),
            varies=varies,
            extensive=extensive,
            doc=doc,
        )
        return self._with({"quantities": {name: said}})

    def rule(
        self, relation: str, *, id: str = "", when: str = "", source: str = "", doc: str = ""
    ) -> Suite:
        """Add a relation that holds by definition or by law."""
        said = _said(id=id, relation=relation, when=when, source=source, doc=doc)
        return self._with({"rules": [said]})

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
        said = _said(
            id=id,
            about=about,
            value=value,
            relation=relation,
            source=source,
            weight=weight,
            soft=soft,
            doc=doc,
        )
        return self._with({"assumptions": [said]})

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
        said = _said(
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
            said["derived_from"] = list(derived_from)
        return self._with({"sources": {id: said}})

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
        said = _said(
            id=id,
            about=about,
            figure=figure,
            value=value,
            source=source,
            quote=[quote] if isinstance(quote, Mapping) else list(quote),
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
            said["derived_from"] = list(derived_from)
        return self._with({"claims": [said]})

    def waive(self, figure: str, reason: str, *, source: str = "", start: int = -1) -> Suite:
        """Say of a figure of a source that it is no claim, and why."""
        said = _said(figure=figure, reason=reason, source=source)
        if start >= 0:
            said["start"] = start
        return self._with({"waive": [said]})

    def expect(
        self,
        reason: str,
        *,
        conflict: Iterable[str] = (),
        verdict: Mapping[str, str] | None = None,
        until: Date = "",
    ) -> Suite:
        """Say that a result is known: of claims together, or the verdicts of single ones."""
        said = _said(
            conflict=list(conflict), verdict=dict(verdict or {}), reason=reason, until=until
        )
        return self._with({"expect": [said]})

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
        document = _document(dict(data), path)
        where = None if folder is None else Path(folder)
        used, problems = packs.load_all(document.use, where, _LIMITS)
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
                found.append(_read(each, path, ".json"))
                continue
            built_in, problems = packs.load_all((Text(each, Span(path)),), None, _LIMITS)
            if problems:
                raise SuiteError(*problems)
            found += [pack for pack in built_in if pack not in found]
        return cls(path=path, documents=(_read(document, path, ".json"),), packs=tuple(found))

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
        more = _document(data, self.path)
        if not self.documents or self.documents[-1].path != _ADDED:
            return replace(self, documents=(*self.documents, more))
        last = self.documents[-1]
        key = next(iter(data))
        joined = last.model_copy(update={key: (*getattr(last, key), *getattr(more, key))})
        return replace(self, documents=(*self.documents[:-1], joined))


_ADDED = "<added>"


def _read(text: str, path: str, format_: str) -> Document:
    """Read one file's text.

    Raises SuiteError.
    """
    node, problems = formats.read_text(text, path, _LIMITS, format_)
    if node is None or problems:
        raise SuiteError(*problems)
    document, problems = validate(node, path)
    if document is None:
        raise SuiteError(*problems)
    return document


def _document(data: dict[str, Any], shown: str) -> Document:
    """Take what a method was given as a file would be taken, with the same checks."""
    try:
        text = json.dumps(_texts(data), ensure_ascii=False)
    except RecursionError:
        raise SuiteError(Diagnostic("nested-too-deep", "this is nested too deep")) from None
    node, problems = formats.read_text(text, shown, _LIMITS, ".json")
    if problems or node is None:
        raise SuiteError(*(replace(each, span=Span(shown)) for each in problems))
    document, problems = validate(_labelled(node, shown), _ADDED)
    if document is None:
        raise SuiteError(*problems)
    return document


def _said(**given: Any) -> dict[str, Any]:
    """Return what was given and says something; 0 does."""

    def silent(value: Any) -> bool:
        return value is None or value is False or (value in ("", [], {}) and value != 0)

    return {key: value for key, value in given.items() if not silent(value)}


def _texts(value: Any) -> Any:
    """Return values as JSON can say them without loss."""
    match value:
        case float():
            message = f"{value!r} is a binary float, which has lost its digits as printed"
            help_ = f'write it as text, "{value!r}", or as a Decimal or Fraction'
            raise SuiteError(Diagnostic("binary-float", message, help=help_))
        case bool() | int() | str():
            return value
        case datetime():
            return value.date().isoformat()
        case Decimal() | Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _texts(inner) for key, inner in value.items()}
        case Iterable():
            return [_texts(inner) for inner in value]
    message = f"a {type(value).__name__} cannot be written to a claim file"
    raise SuiteError(Diagnostic("wrong-shape", message, help="write it as text"))


_ENTRIES = {
    "use": "pack",
    "subjects": "subject",
    "kinds": "kind",
    "quantities": "quantity",
    "rules": "rule",
    "assumptions": "assumption",
    "units": "unit",
    "sources": "source",
    "claims": "claim",
    "waive": "waiver",
    "expect": "expectation",
}


def _labelled(node: Node, shown: str) -> Node:
    """Return a file's tree whose places say which entry they are in: there are no lines."""
    span = Span(shown)
    if not isinstance(node, Tree):
        return _placed(node, span)
    found: list[tuple[Text, Node]] = []
    for key, inner in node.entries:
        what = f"{shown}, {_ENTRIES.get(key.value, key.value)}"
        placed: Node = _placed(inner, span)
        if isinstance(inner, Tree):
            named = tuple(
                (
                    Text(name.value, Span(f"{what} {name.value}")),
                    _placed(each, Span(f"{what} {name.value}")),
                )
                for name, each in inner.entries
            )
            placed = Tree(named, span)
        elif isinstance(inner, Sequence):
            items = tuple(
                _placed(item, Span(f"{what} {_called(item) or number}"))
                for number, item in enumerate(inner.items, 1)
            )
            placed = Sequence(items, span)
        found.append((Text(key.value, span), placed))
    return Tree(tuple(found), span)


def _called(item: Node) -> str:
    """Return how an entry of a list is best called, or nothing."""
    if isinstance(item, Text):
        return shortened(item.value)
    fields = dict((key.value, each) for key, each in item.entries) if isinstance(item, Tree) else {}
    for key in ("id", "about", "relation", "figure"):
        named = fields.get(key)
        if isinstance(named, Text):
            return shortened(named.value)
    return ""


def _placed(node: Node, span: Span) -> Node:
    """Return a tree whose every part comes from the same place."""
    match node:
        case Text(value):
            return Text(value, span)
        case Sequence(items):
            return Sequence(tuple(_placed(item, span) for item in items), span)
        case Tree(entries):
            placed = tuple((Text(key.value, span), _placed(inner, span)) for key, inner in entries)
            return Tree(placed, span)
        case Nothing():
            return Nothing(span)


def _built_in(pack: Document) -> bool:
    return pack.path.startswith("verify/packs/")
