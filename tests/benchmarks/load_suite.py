"""A large suite as a newsroom would write it: one kind, many subjects, a file for each source.

Each subject is a lease that ten claims describe; rules tie all of them together. A share of the
leases has one figure wrong by what a confusion of units or periods does.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from draft_systems import rounding_unit

CLAIMS = 10  # of each subject
WRONG = Fraction(1, 20)  # of the subjects
_SOURCES = 5  # each a file of claims

_SUITE = """\
title: What leases of computing hardware are said to cost
kinds:
  lease:
    quantities:
      fee: {unit: USD/month, min: 0}
      term: {unit: month, min: "> 0"}
      total: {unit: USD, min: 0}
      yearly: {unit: USD/year, min: 0}
      revenue: {unit: USD/year, min: 0}
      share: {unit: 1, min: 0, max: 1}
      chips: {unit: GPU, min: 0}
      price: {unit: USD/GPU/month, min: 0}
      watts: {unit: kW/GPU, min: 0}
      overhead: {unit: 1, min: 1}
      power: {unit: MW, min: 0}
    rules:
      - {id: total, relation: total == fee * term}
      - {id: yearly, relation: yearly == fee, doc: twelve months to the year}
      - {id: share, relation: share == yearly / revenue}
      - {id: fee, relation: fee == chips * price}
      - {id: power, relation: power == chips * watts * overhead}
    assumptions:
      - {id: usual-overhead, about: overhead, value: 1.1 .. 1.6}
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The true values of one subject, and what is printed wrong of it: a name and a factor."""

    values: dict[str, Fraction]
    wrong: tuple[str, int] | None


def write_suite(folder: Path, subjects: int, seed: int = 0, wrong: Fraction = WRONG) -> int:
    """Write a suite of so many subjects; return how many of them have a wrong figure."""
    source = random.Random(f"load.{seed}")
    spoilt = set(source.sample(range(subjects), round(subjects * wrong)))
    leases = [_lease(source, number in spoilt) for number in range(subjects)]
    lines = [_SUITE, "sources:"]
    lines += [
        f"  paper{n}: {{publisher: Paper {n}, date: 2026-05-0{n + 1}, derived_from: []}}"
        for n in range(_SOURCES)
    ]
    lines += ["subjects:", *(f"  lease{n}: {{kind: lease}}" for n in range(subjects))]
    (folder / "suite.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for part in range(_SOURCES):
        lines = [f"source: paper{part}", "claims:"]
        for number in range(subjects):
            for name, phrase in list(_phrases(leases[number]).items())[part::_SOURCES]:
                quantity = f"lease{number}.{name}"
                lines.append(f"  - {{id: {name}-{number}, about: {quantity}, {phrase}}}")
        if len(lines) > 2:
            path = folder / f"paper{part}.claims.yaml"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(spoilt)


def _lease(source: random.Random, wrong: bool) -> Lease:
    chips, price = _three(source, 2, 4), _three(source, 2, 3)
    watts, overhead = (
        Fraction(source.randint(70, 180), 100),
        Fraction(source.randint(112, 158), 100),
    )
    fee, term = chips * price, Fraction(source.randint(6, 60))
    share = Fraction(source.randint(50, 950), 1000)
    values = {
        "fee": fee,
        "term": term,
        "total": fee * term,
        "yearly": 12 * fee,
        "revenue": 12 * fee / share,
        "share": share,
        "chips": chips,
        "price": price,
        "watts": watts,
        "power": chips * watts * overhead / 1000,
    }
    if not wrong:
        return Lease(values, None)
    name = source.choice(("fee", "total", "yearly", "power", "chips"))
    return Lease(values, (name, source.choice((2, 10, 12))))


def _three(source: random.Random, low: int, high: int) -> Fraction:
    return source.randint(100, 999) * Fraction(10) ** (source.randint(low, high) - 2)


def _phrases(lease: Lease) -> dict[str, str]:
    """Return each claim's figure or value as the file has it."""
    shown = dict(lease.values)
    if lease.wrong is not None:
        shown[lease.wrong[0]] *= lease.wrong[1]
    return {
        "fee": f"figure: {_dollars(shown['fee'])} per month",
        "term": f"figure: {shown['term']} months, exact: true",
        "total": f"figure: about {_dollars(shown['total'])}",
        "yearly": f"figure: {_dollars(shown['yearly'])} a year",
        "revenue": f"figure: {_dollars(shown['revenue'])} a year",
        "share": f"figure: {_digits(shown['share'] * 100)}%",
        "chips": f'figure: "{shown["chips"].numerator:,} GPUs"',
        "price": f"value: {_digits(shown['price'])} USD/GPU/month",
        "watts": f"value: {_digits(shown['watts'])} kW/GPU",
        "power": f"value: {_digits(shown['power'])} MW",
    }


def _dollars(value: Fraction) -> str:
    if value >= 10**9:
        return f"${_digits(value / 10**9)} billion"
    return f"${_digits(value / 10**6)} million"


def _digits(value: Fraction) -> str:
    """Print three digits, with the zeros that count."""
    unit = rounding_unit(value, 3)
    rounded = unit * round(value / unit)
    places = 0
    while unit < Fraction(1, 10**places):
        places += 1
    return f"{float(rounded):.{places}f}"
