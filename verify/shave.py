"""Bounds that propagation alone does not see, by refuting slices of a variable's values.

A variable that occurs twice in a rule, as in `(new - old) / old`, or in two rules at once, is
often left unbounded. Each end is moved inward as far as propagation refutes what lies beyond it
(shaving, Lhomme 1993); nothing that was not refuted is cut off.
"""

from __future__ import annotations

from fractions import Fraction

from verify.arithmetic import DOUBLES, INFINITY
from verify.interval import Interval
from verify.sweep import Sweeper

# Where slices begin, from far out inward; the same for every variable, so that bounds repeat.
_POWERS = tuple(10.0**power for power in range(18, -10, -3))
_GRID = (*_POWERS, 0.0, *(-power for power in reversed(_POWERS)))
_STEPS = 60  # slices tried at each end
_PATIENCE = 3  # slices that may fail before an end is left where it is
_EFFORT, _EACH = 60, 2  # revisions that refuting one slice may take: some, and for each constraint
_CLOSE = 1e-9  # relative distance at which an end is left where it is


def shaved(
    sweeper: Sweeper, variable: int, active: frozenset[int], known: Interval
) -> tuple[Interval, frozenset[int]]:
    """Return bounds of a variable whose constraints can hold, and what they rest on.

    `known` is what propagation left. An end that no slice moves is None.
    """
    upper, above = _end(sweeper, variable, active, 1.0, known.upper)
    lower, below = _end(sweeper, variable, active, -1.0, known.lower)
    values = Interval(
        None if lower is None else Fraction(lower), None if upper is None else Fraction(upper)
    )
    return values, above | below


def _end(
    sweeper: Sweeper,
    variable: int,
    active: frozenset[int],
    direction: float,
    known: Fraction | None,
) -> tuple[float | None, frozenset[int]]:
    """Move one end inward, outward being `direction`: by orders of magnitude, then by halves."""
    core: frozenset[int] = frozenset()
    reached, moved = direction * INFINITY, False
    if known is not None:
        reached = DOUBLES.enter(known, known)[direction > 0]
    near = None
    for step in _GRID:
        inside = direction * step
        if direction * (reached - inside) <= 0:
            continue
        more = _refuted(sweeper, variable, active, (inside, reached))
        if more is None:
            near = inside
            break
        core, reached, moved = core | more, inside, True
    if near is None or abs(reached) == INFINITY:
        return None, frozenset()
    misses = 0
    for _ in range(_STEPS):
        if abs(reached - near) <= _CLOSE * max(abs(reached), abs(near)):
            break
        middle = (reached + near) / 2
        more = _refuted(sweeper, variable, active, (middle, reached))
        if more is None:
            near, misses = middle, misses + 1
            if misses == _PATIENCE and not moved:
                break
        else:
            core, reached, moved = core | more, middle, True
    return (reached, core) if moved else (None, frozenset())


def _refuted(
    sweeper: Sweeper,
    variable: int,
    active: frozenset[int],
    ends: tuple[float, float],
) -> frozenset[int] | None:
    """Return what refutes that the variable lies in a slice, or None where nothing does."""
    lower, upper = sorted(ends)
    start = sweeper.start()
    start.lower[variable] = max(start.lower[variable], lower)
    start.upper[variable] = min(start.upper[variable], upper)
    if start.lower[variable] > start.upper[variable]:
        return frozenset()
    state = sweeper.run(active, _EFFORT + _EACH * len(active), start)
    return sweeper.core(state) if state.empty else None
