"""Every figure of the labelled sentences is found with its set, and nothing else is."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from labelled import LABELLED

from verify.amount import Kind
from verify.hedges import load_policy
from verify.prose import Figure, find_figures
from verify.reports.figures_json import unit_of
from verify.units import unit_of_word

_MARK = re.compile(r"\[\[(.*?)\]\]")


def found(text: str) -> tuple[Figure, ...]:
    figures, _ = find_figures(text, unit_of=unit_of_word, policy=load_policy())
    return figures


def said(figure: Figure) -> str:
    amount = figure.amount
    assert amount is not None, figure.refused
    if amount.kind is Kind.DATE:
        return "date"
    unit, factor = unit_of(amount)
    face = amount.face.scaled(factor)
    lower = "" if face.lower is None else ("(" if face.lower_open else "") + shown(face.lower)
    upper = "" if face.upper is None else shown(face.upper) + (")" if face.upper_open else "")
    return f"{lower}..{upper} {unit}"


def shown(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.15g}"


@pytest.mark.parametrize("sign", ["> ", "~ ", "< ", "about ", "- ", "≈"])
def test_many_signs_before_a_number_take_no_time(sign: str) -> None:
    """One pattern could take them in two ways, and took twice as long for each."""
    assert [figure.text for figure in found(sign * 2000 + "it has 300 people.")] == ["300 people"]


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: row[0][:60])
def test_labelled(row: tuple[str, ...]) -> None:
    marked, *expected = row
    text = _MARK.sub(r"\1", marked)
    figures = found(text)
    assert [figure.text for figure in figures] == _MARK.findall(marked)
    assert [said(figure) for figure in figures] == expected
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text
