"""The figures of an article as text: each with its place and what it says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from verify.amount import Amount, Kind
from verify.prose import Figure, Name
from verify.quantity import Domain, Quantity
from verify.reports.styled import Line, Part, safe
from verify.units import ONE, Unit, parse_unit
from verify.wording import in_words

_WIDEST = 44  # columns of a figure


def render(
    path: str, text: str, figures: Sequence[Figure], names: Sequence[Name] = ()
) -> list[Line]:
    """Return a line for each figure, and for each name that is none, in order."""
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    rows: list[tuple[int, str, str, str]] = []
    for figure in figures:
        says = figure.refused if figure.amount is None else _says(figure.amount)
        notes = ["hypothetical"] if figure.hypothetical else []
        style = "doubt" if figure.amount is None else ""
        rows.append((figure.start, _line(figure.text), "; ".join([says, *notes]), style))
    rows += [(n.start, _line(n.text), f"no figure: {n.reason}", "quiet") for n in names]
    rows.sort()
    places = [_place(path, starts, start) for start, *_ in rows]
    wide = max(map(len, places), default=0)
    figure_wide = min(_WIDEST, max((len(row[1]) for row in rows), default=0))
    lines: list[Line] = [
        (
            Part(f"{safe(place).ljust(wide)}  ", "quiet"),
            Part(safe(phrase).ljust(figure_wide) + "  ", "strong"),
            Part(safe(says), style),
        )
        for place, (_, phrase, says, style) in zip(places, rows, strict=True)
    ]
    refused = sum(figure.amount is None for figure in figures)
    noun = "figure" if len(figures) == 1 else "figures"
    closing = f"{len(figures)} {noun}" + (f", {refused} not understood" if refused else "")
    return [*lines, (Part(closing, "strong"),)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _place(path: str, starts: Sequence[int], at: int) -> str:
    line = bisect_right(starts, at)
    return f"{path}:{line}:{at - starts[line - 1] + 1}"


def _says(amount: Amount) -> str:
    """Return the face set, and the loose one where it is wider."""
    if amount.kind is Kind.DATE:
        return in_words(amount.face, Quantity("", ONE, Domain.DATE))
    unit = parse_unit(amount.unit or "1", frozenset())
    known = unit if isinstance(unit, Unit) else Unit(amount.unit, ONE.factor, ())
    quantity = Quantity("", known)
    face = in_words(amount.face, quantity)
    if amount.loose == amount.face:
        return face
    return f"{face}, loosely {in_words(amount.loose, quantity)}"
