"""Where bisection cuts an interval, and which bounds are taken to be on their way to infinity."""

from __future__ import annotations

from math import inf

import pytest

from verify.decide import _cut, _runaway
from verify.propagate import Propagation


@pytest.mark.parametrize(
    ("low", "high", "width", "at"),
    [
        (-inf, inf, 4, 0),
        (5, inf, 3, 10),
        (0, inf, 3, 1),
        (-5, inf, 3, 1),
        (-inf, -5, 3, -10),
        (-inf, 0, 3, -1),
        (-inf, 5, 3, -1),
        (1, 9, 2, 3),  # the geometric mean, where the ends differ by more than a factor of 4
        (16, 72.25, 2, 34),
        (2, 8, 0.75, 5),
        (0, 4, 1, 2),
        (-1, 1, 2, 0),
        (-4, -1, 0.75, -2.5),
        (0, 0, 0, 0),
    ],
)
def test_an_interval_is_cut_inside(low: float, high: float, width: float, at: float) -> None:
    assert _cut(low, high) == (width, at)


@pytest.mark.parametrize(
    ("low", "high", "runs"),
    [(0.0, 1.0, False), (0.0, inf, False), (0.0, 2e40, True), (-2e40, 0.0, True)],
)
def test_a_bound_that_no_figure_has_runs_away(low: float, high: float, runs: bool) -> None:
    assert _runaway(Propagation([frozenset({"a"}), (low, high, False, False)], [], [])) is runs
