"""Bounds are the same whether strict statements that say less than others are looked at or not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from planted import constraint, of, real

from verify.compile import membership
from verify.component import Component, component
from verify.config import Budget
from verify.interval import Interval
from verify.system import Compare, Constraint, Item, Origin, Role, Share, Slot, System

X, Y, Z = Slot(0), Slot(1), Slot(2)
# A tree, on which propagation comes to an end: two rules over x, y, their product z, u and z + u.
RULES = [
    constraint(Compare("==", Z, of("multiply", X, Y)), 0, 1, 2),
    constraint(Compare("==", Z, of("add", X, Y)), 2, 4, 3),
]

small = st.integers(1, 6)


@st.composite
def statements(draw: st.DrawFn) -> list[tuple[int, Interval]]:
    """Draw what is said of five variables, ends often shared and often open."""
    found = []
    for _ in range(draw(st.integers(2, 6))):
        low = draw(st.none() | small)
        high = draw(st.none() | st.integers(low or 1, 9))
        lower, upper = (None if end is None else Fraction(end) for end in (low, high))
        opened = draw(st.booleans()), draw(st.booleans())
        found.append((draw(st.integers(0, 4)), Interval(lower, upper, *opened)))
    return found


def cut(said: list[tuple[int, Interval]]) -> Component:
    items = []
    for number, (variable, values) in enumerate(said):
        stated = Constraint(membership(values), (variable,), Origin(Role.CLAIM, f"c{number}"))
        items.append(Item(f"c{number}", Role.CLAIM, stated, stated, stated, stated, variable))
    rules = tuple(Constraint(r.formula, r.variables, Origin(Role.RULE, "r")) for r in RULES)
    system = System((real(),) * 5, rules, tuple(items))
    return component(system, Share((0, 1, 2, 3, 4), rules, tuple(items)), Budget(), None)


@given(said=statements())
@settings(max_examples=250, deadline=None)
def test_what_others_outdo_opens_no_end(said: list[tuple[int, Interval]]) -> None:
    quick, whole = cut(said), cut(said)
    everything = frozenset(range(len(quick.decider.constraints)))
    for number in range(len(said)):  # as if nothing were outdone by anything
        whole._outdid[len(RULES) + number, everything] = False
    for variable in range(5):
        found, known = quick.bounds(variable, everything), whole.bounds(variable, everything)
        assert (found is None) == (known is None)
        if found is not None and known is not None:
            assert found.values == known.values
