"""What is published of a quantity, and what the rest leaves of it, as bars for a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.interval import EVERYTHING, Interval
from verify.quantity import Quantity
from verify.verdicts import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a plot; `kind` is `published`, `suspect` or `implied`."""

    label: str
    kind: str
    face: Interval
    loose: Interval


@dataclass(frozen=True, slots=True)
class Plot:
    """The bars of one quantity in one period."""

    name: str
    quantity: Quantity
    bars: tuple[Bar, ...]


def plots(judgement: Judgement, name: str) -> tuple[Plot, ...]:
    """Return a plot of a quantity for each period that something is known of.

    `name` may carry a period, `cluster.power@2025-06`. The last bar is what everything that every
    cheapest correction keeps leaves of the quantity. Choices have no plot.
    """
    published: dict[str, list[Bar]] = {}
    quantities: dict[str, Quantity] = {}
    for judged in judgement.claims:
        if name not in (judged.variable, judged.quantity.id) or judged.claim.hole:
            continue
        named = [r for r in judged.claim.readings if r.about == judged.quantity.id]
        for reading in named[:1]:
            if isinstance(reading.face, Interval) and isinstance(reading.loose, Interval):
                kind = "suspect" if judged.verdict is Verdict.CONFLICT else "published"
                bar = Bar(judged.claim.id, kind, reading.face, reading.loose)
                published.setdefault(judged.variable, []).append(bar)
                quantities[judged.variable] = judged.quantity
    implied: dict[str, list[Bar]] = {}
    for each in judgement.quantities:
        if name in (each.id, each.quantity.id) and isinstance(each.values, Interval):
            quantities.setdefault(each.id, each.quantity)
            if each.values != EVERYTHING:
                implied[each.id] = [Bar("all that is kept", "implied", each.values, each.values)]
    found = [
        Plot(variable, quantities[variable], (*sorted_bars(published.get(variable, [])), *rest))
        for variable in sorted(quantities)
        if (rest := implied.get(variable, [])) or variable in published
        if variable in published or "@other:" not in variable  # a period that nothing speaks of
    ]
    return tuple(plot for plot in found if plot.bars)


def sorted_bars(bars: Sequence[Bar]) -> list[Bar]:
    """Return bars in the order of their middles, those without one last."""

    def middle(bar: Bar) -> tuple[bool, object, str]:
        if bar.loose.lower is None or bar.loose.upper is None:
            return True, bar.loose.lower or bar.loose.upper or 0, bar.label
        return False, bar.loose.lower + bar.loose.upper, bar.label

    return sorted(bars, key=middle)
