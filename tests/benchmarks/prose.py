"""Score finding figures in prose beside quantulum3: `python tests/benchmarks/prose.py`.

Both read the sentences of `tests/prose/labelled.py`, which our reader was made with, and those of
`tests/prose/exam.py`, which another hand labelled before it was run on them and of which some were
then used to mend it. A figure is found if some of its characters are; its span is right if it is
just the phrase; its value, if it lies within the labelled set; its range, if both ends are the
labelled ones; its rate, if what it is per is found. quantulum3 knows neither sets nor hedges.
"""

from __future__ import annotations

import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "prose"))

from exam import EXAM
from labelled import LABELLED

from verify.amount import Kind
from verify.hedges import load_policy
from verify.prose import find_figures
from verify.reports.figures_json import unit_of, value_of
from verify.units import unit_of_word

End = float | None


@dataclass(frozen=True, slots=True)
class Label:
    """A figure as labelled; `hedge` is None where the set of sentences labels none."""

    start: int
    end: int
    unit: str
    lower: End
    upper: End
    hedge: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as a reader found it, in a unit without prefix."""

    start: int
    end: int
    value: End = None
    unit: str = ""
    lower: End = None
    upper: End = None
    hedge: str = ""
    refused: bool = False


Reader = Callable[[str], list[Found]]
Sentence = tuple[str, list[Label]]

_MARK = re.compile(r"\[\[(.*?)\]\]")


def main() -> None:
    """Print the scores and the speed of both."""
    warnings.simplefilter("ignore")
    readers: tuple[tuple[str, Reader], ...] = (("verify", ours), ("quantulum3", theirs))
    for title, rows in (("our own", labelled()), ("another hand's", examined())):
        marks = sum(len(labels) for _, labels in rows)
        none = sum(not labels for _, labels in rows)
        print(f"{title}: {len(rows)} sentences, {marks} figures, {none} sentences without any")
        for name, reader in readers:
            counts = scored(rows, reader)
            shares = [
                f"{part} {counts[part] / counts[f'of {part}']:.1%}"
                for part in PARTS
                if counts[f"of {part}"]
            ]
            print(f"  {name:11} {'  '.join(shares)}  refused {counts['refused']}")
    text = " ".join(sentence for sentence, _ in (*labelled(), *examined())) * 3
    for name, reader in readers:
        start = time.perf_counter()
        reader(text if name == "verify" else text[:40_000])
        size = len(text) if name == "verify" else 40_000
        print(f"{name:12} {size / 1e6 / (time.perf_counter() - start):.3f} MB/s, all figures")


PARTS = ("recall", "precision", "span", "value", "unit", "rate", "range", "hedge")


def labelled() -> list[Sentence]:
    """Return our own sentences; those with dates are left out, which quantulum3 does not read."""
    rows = []
    for marked, *expected in LABELLED:
        if "date" in expected:
            continue
        text, labels, taken = _MARK.sub(r"\1", marked), [], 0
        for match, said in zip(_MARK.finditer(marked), expected, strict=True):
            ends, unit = said.rsplit(" ", 1)
            lower, upper = (end.strip("()") for end in ends.split(".."))
            start = match.start() - taken
            low, high = float(lower) if lower else None, float(upper) if upper else None
            labels.append(Label(start, start + len(match[1]), unit, low, high))
            taken += 4
        rows.append((text, labels))
    return rows


def examined() -> list[Sentence]:
    """Return the sentences of the exam without dates and vague words."""
    rows = []
    for text, expected in EXAM:
        labels, at = [], 0
        for phrase, unit, lower, upper, hedge in expected:
            start = text.find(phrase, at)
            at = start + len(phrase)
            labels.append(Label(start, at, unit, lower, upper, (hedge or "").casefold()))
        if not any(each.unit == "date" for each in labels):
            rows.append((text, labels))
    return rows


def ours(text: str) -> list[Found]:
    """Return what `verify figures` finds; a range has the middle of its ends as its value."""
    found: list[Found] = []
    for figure in find_figures(text, unit_of=unit_of_word, policy=load_policy())[0]:
        amount = figure.amount
        if amount is None:
            found.append(Found(figure.start, figure.end, refused=True))
        elif amount.kind is not Kind.DATE:
            unit, factor = unit_of(amount)
            face = amount.face.scaled(factor)
            lower, upper = (None if e is None else float(e) for e in (face.lower, face.upper))
            value = value_of(amount, factor)
            if value is None and lower is not None and upper is not None:
                value = (lower + upper) / 2
            hedge = figure.hedge.casefold()
            place = figure.start, figure.end
            found.append(Found(*place, value, unit, lower, upper, hedge))
    return found


def theirs(text: str) -> list[Found]:
    """Return what quantulum3 finds, its units named and scaled as ours are."""
    from quantulum3 import parser

    found = []
    for each in parser.parse(text):
        parts = [_NAMES.get(part, (part, 1.0)) for part in each.unit.name.split(" per ")]
        factor = parts[0][1]
        for _, scale in parts[1:]:
            factor /= scale
        unit = "/".join(name for name, _ in parts)
        start, end = each.span
        found.append(Found(start, end, each.value * factor, unit))
    return found


_NAMES = {
    "dimensionless": ("1", 1.0),
    "dollar": ("USD", 1.0),
    "united states dollar": ("USD", 1.0),
    "canadian dollar": ("CAD", 1.0),
    "pound sterling": ("GBP", 1.0),
    "euro": ("EUR", 1.0),
    "japanese yen": ("JPY", 1.0),
    "indian rupee": ("INR", 1.0),
    "brazilian real": ("BRL", 1.0),
    "south african rand": ("ZAR", 1.0),
    "percentage": ("percent", 1.0),
    "per cent": ("percent", 1.0),
    "basis point": ("basis_point", 1.0),
    "metre": ("m", 1.0),
    "kilometre": ("m", 1e3),
    "millimetre": ("m", 1e-3),
    "nanometre": ("m", 1e-9),
    "watt": ("W", 1.0),
    "kilowatt": ("W", 1e3),
    "megawatt": ("W", 1e6),
    "gigawatt": ("W", 1e9),
    "kilowatt hour": ("Wh", 1e3),
    "megawatt hour": ("Wh", 1e6),
    "gigawatt hour": ("Wh", 1e9),
    "terawatt hour": ("Wh", 1e12),
    "litre": ("L", 1.0),
    "byte": ("B", 1.0),
    "gigabyte": ("B", 1e9),
    "kilogram": ("kg", 1.0),
    "milligram": ("g", 1e-3),
    "second": ("s", 1.0),
    "millisecond": ("s", 1e-3),
    "gigahertz": ("Hz", 1e9),
    "cubic metre": ("m**3", 1.0),
}


def scored(rows: Sequence[Sentence], reader: Reader) -> Counter[str]:
    """Count what is right, and of how much; a refusal is found, and neither right nor wrong."""
    counts: Counter[str] = Counter()
    for text, labels in rows:
        found = reader(text)
        counts["of precision"] += len(found)
        for label in labels:
            counts["of recall"] += 1
            hits = [each for each in found if each.start < label.end and label.start < each.end]
            if not hits:
                continue
            hit = hits[0]
            counts["recall"] += 1
            counts["precision"] += 1
            counts["of span"] += 1
            counts["span"] += (hit.start, hit.end) == (label.start, label.end)
            if hit.refused:
                counts["refused"] += 1
                continue
            _score(counts, label, hit)
    return counts


def _score(counts: Counter[str], label: Label, hit: Found) -> None:
    bounded = label.lower is not None or label.upper is not None
    units = {_plain(each) for each in _either(label.unit)}
    same = _plain(hit.unit) in units or (hit.unit == "1" and label.unit.isalpha())
    counts["of unit"] += 1
    counts["unit"] += same
    if "/" in label.unit:
        counts["of rate"] += 1
        counts["rate"] += "/" in hit.unit and same
    if bounded:
        counts["of value"] += 1
        scales = _SCALES if _PREFIXED & set(re.split(r"[/|]", label.unit)) else (1.0,)
        counts["value"] += any(_within(hit.value, label, scale) for scale in scales)
        counts["of range"] += 1
        counts["range"] += any(_ends(hit, label, scale) for scale in scales)
    if label.hedge is not None:
        counts["of hedge"] += 1
        counts["hedge"] += hit.hedge == label.hedge


_SCALES = (1.0, 1e3, 1e-3, 1e6, 1e-6)  # some labels are in kWh, and some in Wh
_PREFIXED = {"kg", "kWh", "MWh", "kW", "km", "g", "Wh", "W", "m", "litre", "L"}


def _either(unit: str) -> list[str]:
    head, slash, rest = unit.partition("/")
    return [f"{each}{slash}{rest}" for each in head.split("|")]


def _plain(unit: str) -> str:
    """Return a unit without the prefix of its parts, and with one spelling."""
    names = {
        "kg": "g",
        "kilo": "g",
        "kWh": "Wh",
        "MWh": "Wh",
        "kW": "W",
        "litre": "L",
        "bpd": "barrel/day",
    }
    return "/".join(names.get(part, part) for part in unit.split("/"))


def _close(a: End, b: End) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))


def _within(value: End, label: Label, scale: float) -> bool:
    if value is None:
        return False
    shown, slack = value * scale, abs(value * scale) * 1e-9
    low = label.lower is None or label.lower <= shown + slack
    return low and (label.upper is None or shown - slack <= label.upper)


def _ends(hit: Found, label: Label, scale: float) -> bool:
    lower, upper = (None if each is None else each * scale for each in (hit.lower, hit.upper))
    if label.lower is not None and label.lower == label.upper:
        inside = lower is not None and upper is not None and lower <= label.lower <= upper
        return inside and (lower, upper) != (None, None)
    return _close(lower, label.lower) and _close(upper, label.upper)


if __name__ == "__main__":
    main()
