"""An interval plot for a terminal: one row of characters for each published set."""

from __future__ import annotations

from collections.abc import Sequence

from verify.bars import Bar, Plot
from verify.interval import Interval
from verify.reports.styled import Line, Part, safe
from verify.reports.svg_plot import Axis, axis_of
from verify.wording import in_words

_WIDE = 56  # columns of the axis
_LONGEST = 28  # of a label
_STYLES = {"published": "", "suspect": "bad", "implied": "good"}


def render(plots: Sequence[Plot]) -> list[Line]:
    """Return the plots one below the other."""
    lines: list[Line] = []
    for plot in plots:
        if lines:
            lines.append(())
        lines += _plot(plot)
    return lines


def _plot(plot: Plot) -> list[Line]:
    axis = axis_of(plot.bars, plot.quantity)
    lines: list[Line] = [(Part(safe(plot.name), "title"),)]
    wide = min(_LONGEST, max(len(bar.label) for bar in plot.bars))
    for bar in plot.bars:
        label = bar.label if len(bar.label) <= wide else f"{bar.label[: wide - 1]}…"
        row = "".join(_cells(bar, axis)) if axis is not None else ""
        lines.append(
            (
                Part(f"  {safe(label).ljust(wide)}  ", "strong"),
                Part(row, _STYLES[bar.kind]),
                Part(f"  {safe(in_words(bar.loose, plot.quantity))}", "quiet"),
            )
        )
    if axis is not None and axis.logarithmic:
        lines.append((Part(f"  {''.ljust(wide)}  logarithmic axis", "quiet"),))
    return lines


def _cells(bar: Bar, axis: Axis) -> list[str]:
    """Return the axis' columns: ━ what the digits say, ─ the loosest reading, ◄ ► no end."""
    cells = [" "] * _WIDE
    for interval, sign in ((bar.loose, "─"), (bar.face, "━")):
        first, last = _columns(interval, axis)
        for at in range(first, last + 1):
            cells[at] = sign
    first, last = _columns(bar.loose, axis)
    if bar.loose.lower is None:
        cells[first] = "◄"
    if bar.loose.upper is None:
        cells[last] = "►"
    return cells


def _columns(interval: Interval, axis: Axis) -> tuple[int, int]:
    low = 0.0 if interval.lower is None else axis.share(interval.lower)
    high = 1.0 if interval.upper is None else axis.share(interval.upper)
    return int(low * (_WIDE - 1) + 0.5), int(high * (_WIDE - 1) + 0.5)
