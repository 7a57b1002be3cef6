"""Every refutation is proved over rationals, and the independent checker accepts the proof."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_systems
from hypothesis import given, settings
from planted import between, constraint, limited, number, of, real
from small_systems import Small
from wild_systems import wild

from verify.certificate import certificate, shown
from verify.component import component
from verify.config import Budget
from verify.conflicts import Answer
from verify.decide import Decider
from verify.diagnose import Kind
from verify.prove import proved
from verify.recheck import recheck
from verify.system import (
    Compare,
    Constraint,
    Item,
    Origin,
    Role,
    Share,
    Slot,
    System,
    Term,
    Variable,
)
from verify.verdicts import JudgedConflict

BUDGET = Budget(z3_resources=400_000)
LAW = settings(max_examples=60, deadline=None)
X, Y = Slot(0), Slot(1)
FREE = real()
WHOLE = real(domain="integer")


def reasons(variables: list[Variable], constraints: list[Constraint]) -> list[str]:
    """Return what the checker finds wrong with the proof that all constraints contradict."""
    items = tuple(_item(number, each) for number, each in enumerate(constraints))
    system = System(tuple(variables), (), items)
    whole = component(system, Share(tuple(range(len(variables))), (), items), BUDGET, None)
    ids = tuple(item.id for item in items)
    every = JudgedConflict(ids, (), (), Kind.CONFLICT, True, True, None, (), (), (), group=1)
    suite = {"path": "drawn", "title": "", "components": [shown(whole, [every], [])]}
    report = recheck(certificate([suite]))
    assert report.conflicts == 1
    return [str(each) for each in report.failures]


def _item(number: int, each: Constraint) -> Item:
    stated = Constraint(each.formula, each.variables, Origin(Role.CLAIM, f"c{number}"))
    return Item(f"c{number}", Role.CLAIM, stated, stated, stated, stated, None)


def ladder(variables: list[Variable], constraints: list[Constraint]) -> Decider:
    return Decider(variables, constraints, BUDGET)


def bilinear(rest: int) -> Constraint:
    """Return `q == 3 x + 2 y - rest`."""
    total = of("add", of("multiply", number(3), X), of("multiply", number(2), Y))
    return constraint(Compare("==", Slot(2), of("subtract", total, number(rest))), 0, 1, 3)


AT_LEAST = constraint(Compare("<=", number(2), X), 0)
AGAIN = constraint(Compare("<=", number(2), X), 0)
CORNERED = [
    constraint(Compare("==", Slot(2), of("multiply", X, Y)), 0, 1, 2),
    AT_LEAST,
    AGAIN,
    constraint(Compare("<=", number(3), X), 1),
    bilinear(7),
    constraint(Compare("<=", X, Y), 2, 3),
    bilinear(8),
]
BOXES = [limited(0, 100), limited(0, 100), FREE, FREE]


def test_a_core_names_nothing_that_was_not_asked_about() -> None:
    """X y <= 3 x + 2 y - 7 cannot be where x >= 2 and y >= 3, whoever says x >= 2."""
    decider = ladder(BOXES, CORNERED)
    for asked in (frozenset({0, 1, 3, 4, 5}), frozenset({0, 2, 3, 5, 6})):
        decision = decider.decide(asked)
        assert decision.answer is Answer.INCONSISTENT
        assert decision.core <= asked
        alone = ladder(BOXES, CORNERED).decide(decision.core)
        assert alone.answer is Answer.INCONSISTENT


def test_a_divisibility_refutes_again_and_more() -> None:
    odd = Compare(
        "==",
        of("multiply", number(2), X),
        of("add", of("multiply", number(2), Y), number(1)),
    )
    decider = ladder([WHOLE, WHOLE], [constraint(odd, 0, 1), between(0, 0, 10**6)])
    for asked in ({0}, {0, 1}, {0}):
        decision = decider.decide(frozenset(asked))
        assert decision.answer is Answer.INCONSISTENT
        assert decision.core == {0}
        assert decision.certified


def _sum(*places: int) -> Term:
    total: Term = Slot(places[0])
    for place in places[1:]:
        total = of("add", total, Slot(place))
    return total


FOOLING = [
    pytest.param(  # a + b, b + c, c + a are 10, so all three are 15
        [FREE] * 3,
        [
            constraint(Compare("==", _sum(0, 1), number(10)), 0, 1),
            constraint(Compare("==", _sum(0, 1), number(10)), 1, 2),
            constraint(Compare("==", _sum(0, 1), number(10)), 2, 0),
            constraint(Compare("<=", number(16), _sum(0, 1, 2)), 0, 1, 2),
        ],
        id="sums",
    ),
    pytest.param(  # b == n a, a == k b: n k is 1
        [limited(0, None)] * 4,
        [
            constraint(Compare("==", X, of("multiply", Y, Slot(2))), 1, 2, 0),
            constraint(Compare("==", X, of("multiply", Y, Slot(2))), 0, 3, 1),
            constraint(Compare("<=", number(324), X), 0),
            between(3, "0.000475", "0.000525"),
            between(2, "990.5", "991.5"),
        ],
        id="products",
    ),
    pytest.param(BOXES, [CORNERED[n] for n in (0, 1, 3, 4, 5)], id="corners"),
    pytest.param(
        [WHOLE, WHOLE],
        [
            constraint(
                Compare("==", of("multiply", number(2), of("subtract", X, Y)), number(1)), 0, 1
            )
        ],
        id="whole numbers",
    ),
    pytest.param(
        [FREE, FREE],
        [
            between(0, 1, 1),
            between(1, 1 + Fraction(1, 10**17), 2),
            constraint(Compare("==", X, Y), 0, 1),
        ],
        id="below a double",
    ),
]


@pytest.mark.parametrize(("variables", "constraints"), FOOLING)
def test_what_fools_propagation_is_proved(
    variables: list[Variable], constraints: list[Constraint]
) -> None:
    everything = frozenset(range(len(constraints)))
    decider = ladder(variables, constraints)
    decision = decider.decide(everything)
    assert decision.answer is Answer.INCONSISTENT
    assert decision.refutation is not None
    assert proved(decider, decision.refutation) is not None
    assert not reasons(variables, constraints)


@given(small_systems.systems())
@LAW
def test_every_refutation_is_proved(system: Small) -> None:
    decider = ladder(list(system.variables), list(system.constraints))
    decision = decider.decide(frozenset(range(len(system.constraints))))
    if decision.refutation is None:
        return
    assert system.planted is None
    assert decision.core <= set(range(len(system.constraints)))
    assert proved(decider, decision.refutation) is not None
    assert not reasons(list(system.variables), list(system.constraints))


@pytest.mark.parametrize("shape", ["linear loop", "monomial loop"])
@pytest.mark.parametrize("seed", range(12))
def test_loops_are_proved(shape: str, seed: int) -> None:
    system = wild(seed, shape)
    decider = ladder(list(system.variables), list(system.constraints))
    decision = decider.decide(frozenset(range(len(system.constraints))))
    if decision.refutation is not None:
        assert proved(decider, decision.refutation) is not None
        assert not reasons(list(system.variables), list(system.constraints))
