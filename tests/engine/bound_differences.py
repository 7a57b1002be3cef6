"""Where a bound that the engine found leaves out a value that the oracle allows.

The oracle is asked for a solution beyond each end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isinf

from oracle import Oracle
from relations import Compared, Name, Number, Relation

from verify.decide import Decider
from verify.interval import Interval
from verify.propagate import as_interval

_RESOURCES = 20_000  # Z3's own steps for one end: there are many
_PATIENCE = 1  # ends that Z3 could not tell, after which the rest is left out


def beyond(oracle: Oracle, asked: Iterable[tuple[int, int, Interval]]) -> tuple[list[str], int]:
    """Return what the oracle allows outside of bounds, and how many ends it knew to hold.

    A bound is of a variable, under some relations: `(relations, variable, values)`.
    """
    questions = [
        (chosen, variable, values, outside)
        for chosen, variable, values in asked
        for outside in _outside(variable, values)
    ]
    relations: list[Relation] = [*oracle.relations, *(outside for *_, outside in questions)]
    asking = Oracle(oracle.variables, relations, _RESOURCES)
    wrong = []
    kept = unknown = 0
    for number, (chosen, variable, values, _) in enumerate(questions):
        said = asking.consistent(chosen | 1 << (len(oracle.relations) + number))
        kept += said is False
        unknown += said is None
        if unknown > _PATIENCE:
            break
        if said:
            wrong.append(f"{oracle.variables[variable].id} may be outside of {values}")
    return wrong, kept


def propagated(decider: Decider, chosen: frozenset[int]) -> Mapping[int, Sequence[Interval]]:
    """Return the bounds that sweeps and exact propagation leave of numbers, with the lemmas."""
    full = decider.learned.joined(chosen)
    state = decider.sweeper.run(full, decider.revisions(full))
    exact = decider.rationals.propagate(full, 50 + 8 * len(full))
    if state.empty or exact.empty:
        return {}
    found = {}
    for index, variable in enumerate(decider.variables):
        if variable.domain != "choice":
            ends = (_end(state.lower[index]), _end(state.upper[index]))
            value = exact.values[index]
            assert not isinstance(value, frozenset)
            found[index] = (Interval(*ends), as_interval(value))
    return found


def _end(end: float) -> Fraction | None:
    return None if isinf(end) else Fraction(end)


def _outside(variable: int, values: Interval) -> list[Relation]:
    name = Name(variable)
    found: list[Relation] = []
    if values.lower is not None:
        found.append(Compared("<=" if values.lower_open else "<", name, Number(values.lower)))
    if values.upper is not None:
        found.append(Compared(">=" if values.upper_open else ">", name, Number(values.upper)))
    return found
