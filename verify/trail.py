"""A derivation as numbered steps: each says what follows, from which steps, and by what.

`explain` words them; they are data here, so that every renderer numbers them alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verify.derivation import Derivation, ordered
from verify.facts import Facts, Values
from verify.interval import EVERYTHING, Interval
from verify.quantity import Quantity
from verify.system import Origin


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `name` (a quantity, in its period) lies in `values`.

    `because` are the numbers of the steps it leans on, all smaller than its own; a leaf, which
    a claim or assumption states, leans on none.
    """

    number: int
    name: str
    quantity: Quantity
    values: Values
    because: tuple[int, ...]
    origin: Origin


def trail(
    roots: tuple[Derivation, ...], variables: Sequence[str], facts: Facts
) -> tuple[Step, ...]:
    """Number what a derivation shows, each step after those it leans on.

    The two ends that one origin gives a quantity are one step, unless the second leans on a step
    that the first has led to. Hidden unknowns, such as a year's length, are no steps: what leans
    on them leans on what they lean on.
    """
    quantities = {quantity.id: quantity for quantity in facts.quantities}
    steps: list[Step] = []
    places: dict[tuple[int, str, str], int] = {}
    numbers: dict[int, frozenset[int]] = {}  # of a node, by identity: the steps that show it
    for node in ordered(roots):
        because = frozenset(n for parent in node.parents for n in numbers[id(parent)])
        name = variables[node.variable]
        quantity = quantities.get(name.partition("@")[0])
        if quantity is None:
            numbers[id(node)] = because
            continue
        key = node.variable, node.origin.role.value, node.origin.id
        place = places.get(key)
        if place is not None and all(number < steps[place].number for number in because):
            step = steps[place]
            steps[place] = replace(
                step,
                values=_met(step.values, _own(node)),
                because=tuple(sorted({*step.because, *because})),
            )
        else:
            place = places[key] = len(steps)
            because -= {place + 1}
            steps.append(
                Step(place + 1, name, quantity, _own(node), tuple(sorted(because)), node.origin)
            )
        numbers[id(node)] = frozenset({place + 1})
    return tuple(steps)


def _own(node: Derivation) -> Values:
    """Return the end that a node gives, without the other one, which is another node's."""
    values = node.values
    if isinstance(values, frozenset):
        return values
    if node.side == "lower":
        return Interval(values.lower, None, values.lower_open)
    return Interval(None, values.upper, upper_open=values.upper_open)


def _met(first: Values, second: Values) -> Values:
    if isinstance(first, frozenset) or isinstance(second, frozenset):
        known = [values for values in (first, second) if isinstance(values, frozenset)]
        return frozenset.intersection(*known)
    return (first or EVERYTHING).meet(second)
