"""An interval plot as SVG: each published set a bar on one axis, and what the rest implies.

Places on the axis are doubles: they are for the eye, and no verdict comes from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.bars import Bar
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.reports.escaping import for_html
from verify.reports.wrapped import shortened
from verify.wording import in_words

_WIDTH, _LEFT, _RIGHT = 720, 190, 40  # user units: the page scales them
_ROW, _TOP, _BOTTOM = 26, 18, 34
_WIDE = 20  # ratio of the largest to the smallest number from which on the axis is logarithmic
_LONGEST = 26  # characters of a label
_TITLE = 400  # characters of a title


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of a plot, in doubles."""

    low: float
    high: float
    logarithmic: bool

    def share(self, value: Fraction) -> float:
        """Return where a number stands, from 0 at the left to 1 at the right."""
        return self._share(_double(value))

    def place(self, value: float) -> float:
        """Return where a number stands in the plot, kept within it."""
        return _LEFT + self._share(value) * (_WIDTH - _LEFT - _RIGHT)

    def _share(self, value: float) -> float:
        low, high, at = self.low, self.high, value
        if self.logarithmic:
            low, high, at = math.log10(low), math.log10(high), math.log10(max(value, self.low))
        return min(1.0, max(0.0, (at - low) / (high - low)))


def interval_plot(bars: Sequence[Bar], quantity: Quantity, title: str) -> str:
    """Return the plot of bars of one quantity, empty where there is nothing to draw."""
    axis = axis_of(bars, quantity)
    if axis is None:
        return ""
    height = _TOP + _ROW * len(bars) + _BOTTOM
    title = shortened(title, _TITLE)
    parts = [
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{for_html(title)}">',
        f"<title>{for_html(title)}</title>",
        *_scale(axis, quantity, height),
    ]
    parts += _gap(bars, axis, height)
    for number, bar in enumerate(bars):
        parts += _bar(bar, axis, quantity, _TOP + _ROW * number + _ROW / 2)
    return "\n".join([*parts, "</svg>"])


_LEAST, _MOST = Fraction(1, 10**300), Fraction(10**300)


def _double(value: Fraction) -> float:
    """Return a number for the eye, well within what doubles can hold."""
    size = abs(value)
    if not size:
        return 0.0
    return math.copysign(float(min(max(size, _LEAST), _MOST)), 1 if value > 0 else -1)


def axis_of(bars: Sequence[Bar], quantity: Quantity) -> Axis | None:
    """Return an axis that shows the ends of some bars; None where they have none."""
    sets = [interval for bar in bars for interval in (bar.face, bar.loose)]
    known = [end for interval in sets for end in (interval.lower, interval.upper)]
    ends = [_double(end) for end in known if end is not None]
    return _axis(ends, quantity) if ends and quantity.domain is not Domain.CHOICE else None


def _axis(ends: Sequence[float], quantity: Quantity) -> Axis:
    low, high = min(ends), max(ends)
    if quantity.domain is not Domain.DATE and low > 0 and high / low > _WIDE:
        return Axis(low / 1.5, high * 1.5, logarithmic=True)
    if quantity.domain is not Domain.DATE and low >= 0 and low < high / 3:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    return Axis(low - (0.06 * span if low else 0.0), high + 0.06 * span, logarithmic=False)


def _scale(axis: Axis, quantity: Quantity, height: int) -> list[str]:
    base = height - _BOTTOM + 4
    parts = [f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{base}" y2="{base}"/>']
    for tick in _ticks(axis):
        x = axis.place(tick)
        point = Interval(Fraction(tick), Fraction(tick))
        shown = in_words(point, quantity, unit=False)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{base}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{base + 14}">{for_html(shown)}</text>')
    unit = "" if quantity.domain is Domain.DATE else quantity.unit.text
    parts.append(
        f'<text class="unit" x="{_WIDTH - _RIGHT}" y="{base + 27}">{for_html(unit)}'
        f"{' (logarithmic)' if axis.logarithmic else ''}</text>"
    )
    return parts


def standalone(plot: str, style: str) -> str:
    """Return a plot as a file of its own, with a style sheet."""
    head, _, rest = plot.partition(">")
    space = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{space}>\n<style>{style}</style>{rest}\n"


def _ticks(axis: Axis) -> list[float]:
    if axis.logarithmic:
        first, last = math.ceil(math.log10(axis.low)), math.floor(math.log10(axis.high))
        stride = max(1, (last - first) // 6 + 1)
        return [10.0**power for power in range(first, last + 1, stride)]
    span = axis.high - axis.low
    step = float(10.0 ** math.floor(math.log10(span / 4)))
    step *= next(factor for factor in (1.0, 2.0, 5.0, 10.0) if span / (step * factor) <= 6)
    first = math.ceil(axis.low / step)
    return [n * step for n in range(first, math.floor(axis.high / step) + 1)]


def _gap(bars: Sequence[Bar], axis: Axis, height: int) -> list[str]:
    """Mark what lies between the first bar and the last, where they do not meet."""
    first, last = bars[0].loose, bars[-1].loose
    for below, above in ((first, last), (last, first)):
        if below.upper is None or above.lower is None or below.upper >= above.lower:
            continue
        x, end = axis.place(_double(below.upper)), axis.place(_double(above.lower))
        tall = height - _BOTTOM - _TOP
        return [
            f'<rect class="between" x="{x:.1f}" y="{_TOP}" width="{end - x:.1f}" height="{tall}"/>',
            f'<text class="tick" x="{(x + end) / 2:.1f}" y="{_TOP - 5}">gap</text>',
        ]
    return []


def _bar(bar: Bar, axis: Axis, quantity: Quantity, y: float) -> list[str]:
    label = bar.label if len(bar.label) <= _LONGEST else bar.label[: _LONGEST - 1] + "…"
    said = in_words(bar.loose, quantity)
    parts = [
        f'<g class="{bar.kind}"><title>{for_html(f"{bar.label}: {said}")}</title>',
        f'<text class="label" x="{_LEFT - 8}" y="{y + 4:.1f}">{for_html(label)}</text>',
    ]
    for which, interval, thickness in (("loose", bar.loose, 6), ("face", bar.face, 12)):
        low = axis.low if interval.lower is None else _double(interval.lower)
        high = axis.high if interval.upper is None else _double(interval.upper)
        x, end = axis.place(low), axis.place(high)
        wide = max(2.0, end - x)
        parts.append(
            f'<rect class="{which}" x="{x:.1f}" y="{y - thickness / 2:.1f}" '
            f'width="{wide:.1f}" height="{thickness}" rx="2"/>'
        )
        if which == "loose":
            if interval.upper is None:
                parts.append(_arrow(end, y, 1))
            if interval.lower is None:
                parts.append(_arrow(x, y, -1))
    return [*parts, "</g>"]


def _arrow(x: float, y: float, way: int) -> str:
    return f'<path class="arrow" d="M{x:.1f} {y - 7:.1f}l{way * 8} 7l{-way * 8} 7z"/>'
