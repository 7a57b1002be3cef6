"""The exam: what another hand labelled is found, is not invented, and is never a wrong amount."""

from __future__ import annotations

from fractions import Fraction

import pytest
from exam import EXAM, Label

from verify.hedges import load_policy
from verify.prose import Figure, find_figures
from verify.reports.figures_json import unit_of
from verify.units import unit_of_word

# Sentences where we and the examiner differ, and why.
DIFFERENT = {
    "A380 carries": "`over 8,000 nautical miles` can be a distance flown over",
    "retire within five years": "`within` is taken for at most",
    "paid within 48 hours": "BTC is no unit that is known",
    "insulin price": "`capped at` is taken for at most",
    "Nitrogen dioxide": "µg/m³ with a superscript is not read",
    "150Mbps": "Mbps is a unit of its own, without a prefix",
    "1,5 Prozent": "German words are not read",
    "blood pressure": "120/80 is a pair and no figure",
    "dates from the 1540s": "a decade is a name",
    "in the 1960s": "a decade is a name",
    "Table 3": "numbers after names in a caption are names",
    "thousands, 2022": "a year in brackets is a name",
    "Capex, $bn": "numbers after names in a caption are names",
    "times in a week": "`a week` alone is no figure",
    "market value in a day": "`a day` alone is no figure",
}
FIGURES = [row for row in EXAM if row[1] and not any(part in row[0] for part in DIFFERENT)]
NAMES = [text for text, labels in EXAM if not labels]


def found(text: str) -> tuple[Figure, ...]:
    return find_figures(text, unit_of=unit_of_word, policy=load_policy())[0]


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row[0][:50])
def test_each_figure_is_found_and_its_amount_is_right_or_refused(
    row: tuple[str, list[Label]],
) -> None:
    text, labels = row
    figures, at = found(text), 0
    for phrase, unit, lower, upper, _ in labels:
        start = text.find(phrase, at)
        at = start + len(phrase)
        (figure, *_) = [each for each in figures if each.start < at and start < each.end]
        bounded = lower is not None or upper is not None
        if (
            figure.amount is None
            or not bounded
            or "/" in unit
            or unit in ("kg", "MWh", "kWh", "mm2")
        ):
            continue
        scaled = figure.amount.face.scaled(unit_of(figure.amount)[1])
        if lower is not None and lower == upper:
            assert Fraction(repr(lower)) in scaled
            continue
        for end, expected in ((scaled.lower, lower), (scaled.upper, upper)):
            assert (end is None) == (expected is None)
            if end is not None and expected is not None:
                assert float(end) == pytest.approx(expected, rel=1e-6)


def test_what_only_looks_like_a_figure_is_none() -> None:
    invented = [(text, figure.text) for text in NAMES for figure in found(text)]
    assert len(NAMES) == 98
    assert [text for _, text in invented] == ["70B"]  # refused: the name was Llama 3 70B
