"""A claim file for an article: every figure quoted in order, its quantity where only one fits.

Nothing is invented: where unit and words leave several quantities, or none, the entry is a comment
for a person to complete.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from verify.amount import Amount, Kind
from verify.amounts import converted
from verify.facts import Facts
from verify.figure import read_figure
from verify.hedges import load_policy
from verify.interval import Interval
from verify.lineage import agree
from verify.prose import Figure
from verify.quantity import Domain, Quantity
from verify.typed import merged
from verify.units import Unit, parse_unit, unit_of_word

_MOST: Final = 6  # candidates that a comment lists
_FEW: Final = 3  # that are suggested for a figure of a draft
_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_SENTENCE: Final = re.compile(r"[.!?]\s+(?=[A-Z\"“])|\n")
_NOTED: Final = re.compile(r"^\s*#.*?\bfigure: (\"(?:[^\"\\\\]|\\\\.)*\")", re.MULTILINE)
_SAYS_NOTHING: Final = frozenset({"and", "for", "from", "has", "its", "that", "the", "with"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure on its way into a claim file: the quantities that it may be about, best first."""

    figure: Figure
    about: str
    candidates: tuple[str, ...]


def entries(figures: Sequence[Figure], text: str, facts: Facts) -> tuple[Entry, ...]:
    """Return an entry for each figure; `about` is empty unless one quantity alone fits."""
    return tuple(_entry(figure, text, facts) for figure in figures)


def lines(found: Sequence[Entry], text: str, source: str = "", indent: str = "  ") -> list[str]:
    """Return the entries as lines of a list of claims; what cannot be one yet is a comment.

    `source` is written to each where it is not the file's own.
    """
    written: list[str] = []
    for entry in found:
        figure = entry.figure
        printed, raw = " ".join(figure.text.split()), text[figure.start : figure.end]
        exact = "" if raw == printed else f"exact: {quoted(raw)}, "
        said = [f"figure: {quoted(printed)}", f"quote: {{{exact}start: {figure.start}}}"]
        if source:
            said.append(f"source: {source}")
        if figure.hypothetical:
            said.append("modality: hypothetical")
        if figure.amount is None:
            written.append(
                f"{indent}# - {{about: …, {', '.join(said)}}}  # {_safe(figure.refused)}"
            )
        elif entry.about:
            written.append(f"{indent}- {{about: {entry.about}, {', '.join(said)}}}")
        else:
            shown = ", ".join(entry.candidates[:_MOST])
            more = ", …" if len(entry.candidates) > _MOST else ""
            why = f"about one of {shown}{more}?" if shown else "no quantity has such a unit"
            written.append(f"{indent}# - {{about: …, {', '.join(said)}}}  # {why}")
    return written


@dataclass(slots=True)
class Suggester:
    """Suggests what figures may be about; figures of one amount are looked up once."""

    facts: Facts
    _known: dict[Amount, list[tuple[Quantity, list[str], list[str]]]] = field(default_factory=dict)

    def candidates(self, figure: Figure, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the quantities that a figure may be about, best first, and the claims that agree.

        What agrees in unit alone is left out: value or words must point to it as well.
        """
        amount = figure.amount
        if amount is None:
            return ()
        if amount not in self._known:
            self._known[amount] = [
                (quantity, *_agreeing(amount, quantity, self.facts))
                for quantity in self.facts.quantities
                if _fits(amount, quantity)
            ]
        if not self._known[amount]:
            return ()
        words = _words(_around(text, figure))
        scored = []
        for quantity, agreeing, same in self._known[amount]:
            score = 2 * bool(same) + bool(agreeing) + len(_own(quantity) & words)
            if score > 1:
                scored.append((-score, quantity.id, tuple(same or agreeing)))
        return tuple((id_, claims) for _, id_, claims in sorted(scored)[:_FEW])


def _agreeing(amount: Amount, quantity: Quantity, facts: Facts) -> tuple[list[str], list[str]]:
    """Return the claims of a quantity that can be true with an amount, and those that entail it."""
    loose: Interval = amount.loose
    if amount.kind is not Kind.DATE:
        nouns = frozenset(base for base, _ in quantity.unit.exponents)
        unit = parse_unit(amount.unit or "1", nouns)
        meant = converted(loose, unit, quantity.unit) if isinstance(unit, Unit) else None
        if not isinstance(meant, Interval):
            return [], []
        loose = meant
    agreeing, same = [], []
    for claim in facts.claims:
        for reading in claim.readings:
            if reading.about == quantity.id and isinstance(reading.face, Interval):
                if loose.covers(reading.face):
                    same.append(claim.id)
                elif agree(reading.loose, loose):
                    agreeing.append(claim.id)
    return agreeing, same


def not_noted(figures: Sequence[Figure], old: str) -> list[Figure]:
    """Return the figures that no comment of a claim file has already, each as often as it is."""
    noted = Counter(match[1] for match in _NOTED.finditer(old))
    left: list[Figure] = []
    for figure in figures:
        phrase = quoted(" ".join(figure.text.split()))
        if noted[phrase] > 0:
            noted[phrase] -= 1
        else:
            left.append(figure)
    return left


def indent_of(old: str) -> str | None:
    """Return how far the claims of a file are indented; None where they are no block list."""
    place = re.search(r"^claims[ \t]*:[ \t]*(?:#.*)?\r?$", old, re.MULTILINE)
    if place is None:
        return "  " if re.search(r"^claims\s*:", old, re.MULTILINE) is None else None
    item = re.compile(r"\n([ \t]*)- ").search(old, place.end())
    following = re.compile(r"\n[A-Za-z_]").search(old, place.end())
    if item is None or (following is not None and following.start() < item.start()):
        return "  "
    return item[1]


def merged_into(old: str, new: Sequence[str]) -> str:
    """Return a claim file with more claims after those that it has; nothing else is touched."""
    if not new:
        return old
    end_of_line = "\r\n" if "\r\n" in old else "\n"
    rows = old.split(end_of_line)
    place = next((n for n, row in enumerate(rows) if re.match(r"claims\s*:", row)), None)
    if place is None:
        return old.rstrip() + end_of_line + end_of_line.join(["claims:", *new, ""])
    end = next(
        (n for n in range(place + 1, len(rows)) if re.match(r"[A-Za-z_]", rows[n])), len(rows)
    )
    while end > place + 1 and not rows[end - 1].strip():
        end -= 1
    return end_of_line.join([*rows[:end], *new, *rows[end:]])


def quoted(text: str) -> str:
    """Return a text as YAML's and JSON's double quotes have it, what cannot be seen escaped."""
    return f'"{_safe(json.dumps(text, ensure_ascii=False)[1:-1])}"'


def _safe(text: str) -> str:
    """Escape what could rewrite a terminal, end a line or keep a file from being read."""
    return "".join(
        (f"\\u{ord(c):04x}" if ord(c) <= 0xFFFF else f"\\U{ord(c):08x}")
        if unicodedata.category(c) in _UNSEEN
        else c
        for c in text
    )


_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _entry(figure: Figure, text: str, facts: Facts) -> Entry:
    amount = figure.amount
    if amount is None:
        return Entry(figure, "", ())
    entry = _placed(figure, amount, text, facts)
    return entry if _stands_alone(figure, amount) else replace(entry, about="")


def _stands_alone(figure: Figure, amount: Amount) -> bool:
    """Tell whether the phrase says in a claim file what it says in its sentence."""
    found = read_figure(
        " ".join(figure.text.split()),
        unit_of=unit_of_word,
        policy=load_policy(),
        want=Kind.DATE if amount.kind is Kind.DATE else None,
    )
    return isinstance(found, Amount) and (found.face, found.unit) == (amount.face, amount.unit)


def _placed(figure: Figure, amount: Amount, text: str, facts: Facts) -> Entry:
    fitting = [quantity for quantity in facts.quantities if _fits(amount, quantity)]
    alike = [quantity for quantity in fitting if _of_one_unit(amount, quantity)]
    if len(fitting) <= 1 or len(alike) == 1:
        first = (alike or fitting)[:1]
        others = tuple(q.id for q in fitting if q not in first)
        return Entry(figure, first[0].id if first else "", (*(q.id for q in first), *others))
    words = _words(_around(text, figure))
    own = {quantity.id: _own(quantity) for quantity in fitting}
    shared = frozenset.intersection(*own.values())  # what all have in common tells nothing
    scored = sorted((-len((each - shared) & words), id_) for id_, each in own.items())
    alone = scored[0][0] < 0 and scored[1][0] == 0
    return Entry(figure, scored[0][1] if alone else "", tuple(id_ for _, id_ in scored))


def _fits(amount: Amount, quantity: Quantity) -> bool:
    """Tell whether a quantity may have such a value: its domain and dimension."""
    if (amount.kind is Kind.DATE) != (quantity.domain is Domain.DATE):
        return False
    if quantity.domain in (Domain.DATE, Domain.CHOICE):
        return quantity.domain is Domain.DATE
    nouns = frozenset(base for base, _ in quantity.unit.exponents)
    unit = parse_unit(amount.unit or "1", nouns)
    if not isinstance(unit, Unit) or unit.points != quantity.unit.points:
        return False
    return merged(unit.exponents) == merged(quantity.unit.exponents)


def _of_one_unit(amount: Amount, quantity: Quantity) -> bool:
    """Tell whether an amount is in a quantity's own unit, its prefix aside: a month, no year."""
    unit = parse_unit(amount.unit or "1", frozenset(base for base, _ in quantity.unit.exponents))
    if not isinstance(unit, Unit) or unit.exponents != quantity.unit.exponents:
        return False
    ratio = unit.factor / quantity.unit.factor
    digits = str(ratio.numerator), str(ratio.denominator)
    return all(each.strip("0") == "1" for each in digits)


def _own(quantity: Quantity) -> frozenset[str]:
    """Return the words of a quantity's own name; its subject's would name too much."""
    return _words(quantity.id.rpartition(".")[2].replace("_", " "))


def _words(text: str) -> frozenset[str]:
    found = (word.casefold().rstrip("s") for word in _WORD.findall(text))
    return frozenset(word for word in found if word not in _SAYS_NOTHING)


def _around(text: str, figure: Figure) -> str:
    """Return the sentence that a figure stands in, without the figure."""
    start, end = max(0, figure.start - 300), min(len(text), figure.end + 300)
    for match in _SENTENCE.finditer(text, start, figure.start):
        start = match.end()
    after = _SENTENCE.search(text, figure.end, end)
    end = end if after is None else after.start()
    return f"{text[start : figure.start]} {text[figure.end : end]}"
