"""A conflict decided once more, with other sets in place of some members' own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from verify.compile import membership, together
from verify.component import Component
from verify.conflicts import Answer
from verify.decide import Decider
from verify.diagnose import Finding
from verify.facts import Facts, Reading, Values
from verify.system import Constraint, Every, Item, Some

Change = Callable[[Reading], Values]
"""What a reading's set is to be instead of its loose one."""


def decided(
    facts: Facts,
    component: Component,
    finding: Finding,
    changes: Mapping[int, Change],
    among: Collection[int] | None = None,
) -> Answer:
    """Decide whether a finding's members (or other items) can hold loosely, some of them changed.

    Members whose reading is chosen keep to it. Unknown where a set cannot be told from the
    condition that it holds on.
    """
    constraints = list(component.decider.constraints)
    active = set(component.hard)
    chosen = dict(reversed(finding.chosen))
    for number in finding.members if among is None else among:
        option = chosen.get(number)
        if number not in changes:
            own = component.loose(number) if option is None else component.option(number, option)
            active.add(own)
            continue
        changed = _changed(facts, component, number, option, changes[number])
        if changed is None:
            return Answer.UNKNOWN
        active.add(len(constraints))
        constraints.append(changed)
    known = component.decider
    decider = Decider(component.variables, constraints, known.budget, known.deadline)
    answer = decider.decide(frozenset(active)).answer
    known.timed_out = known.timed_out or decider.timed_out
    return answer


def _changed(
    facts: Facts, component: Component, number: int, option: int | None, change: Change
) -> Constraint | None:
    """Return what an item would say: under one option if one is chosen, else under any."""
    item = component.items[number]
    own = component.decider.constraints[component.loose(number)]
    if item.id in facts.assumption:
        reading = facts.assumption[item.id].reading
        if reading is None:
            return own
        stated = membership(change(reading))  # in every period
        said = [Constraint(stated, (variable,), own.origin) for variable in own.variables]
        return together(said, Every, own.origin)
    readings = facts.claim[item.id].readings
    if not item.options:
        assert item.variable is not None
        if readings[0].when is not None:
            return None
        variable = component.local[item.variable]
        return replace(own, formula=membership(change(readings[0])), variables=(variable,))
    options = range(len(item.options)) if option is None else [option]
    ways = [_way(component, item, number, each, readings, change) for each in options]
    return together(ways, Some, own.origin)


def _way(
    component: Component,
    item: Item,
    number: int,
    option: int,
    readings: tuple[Reading, ...],
    change: Change,
) -> Constraint:
    """Return what one option of an item would say, with the condition that it holds on."""
    chosen = item.options[option]
    reading = next(each for each in readings if each.name == chosen.reading)
    own = component.decider.constraints[component.option(number, option)]
    variable = component.local[chosen.variable]
    said = [Constraint(membership(change(reading)), (variable,), own.origin)]
    condition = component.condition(number, option)
    if condition is not None:
        said.append(component.decider.constraints[condition])
    return together(said, Every, own.origin)
