"""A derivation as numbered steps: every step after those it leans on, shared ones once."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from verify.derivation import Derivation
from verify.facts import Facts
from verify.interval import Interval
from verify.quantity import Quantity
from verify.system import Origin, Role
from verify.trail import trail
from verify.units import ONE

NAMES = ("a", "b", "c", "year of rule")
FACTS = Facts("x", quantities=tuple(Quantity(name, ONE) for name in NAMES[:3]))
CLAIM, RULE = Origin(Role.CLAIM, "said", "1 .. 2"), Origin(Role.RULE, "r", "c == a + b")


def bound(variable: int, side: str, at: int, origin: Origin, *parents: Derivation) -> Derivation:
    """Return one end of a variable."""
    end = Fraction(at)
    values = Interval(end, None) if side == "lower" else Interval(None, end)
    return Derivation(variable, side, values, origin, parents)


def test_two_ends_of_one_origin_are_one_step() -> None:
    low, high = bound(0, "lower", 1, CLAIM), bound(0, "upper", 2, CLAIM)
    roots = bound(2, "lower", 1, RULE, low), bound(2, "upper", 2, RULE, high)
    steps = trail(roots, NAMES, FACTS)
    assert [(s.number, s.name, s.values, s.because, s.origin.id) for s in steps] == [
        (1, "a", Interval(Fraction(1), Fraction(2)), (), "said"),
        (2, "c", Interval(Fraction(1), Fraction(2)), (1,), "r"),
    ]


def test_an_end_that_leans_on_what_the_other_led_to_is_a_step_of_its_own() -> None:
    low = bound(0, "lower", 1, RULE)
    between = bound(1, "lower", 1, CLAIM, low)
    steps = trail((bound(0, "upper", 2, RULE, between),), NAMES, FACTS)
    assert [(s.name, s.because) for s in steps] == [("a", ()), ("b", (1,)), ("a", (2,))]


def test_a_hidden_unknown_is_no_step_but_what_it_leans_on_is() -> None:
    hidden = bound(3, "lower", 365, RULE, bound(0, "lower", 1, CLAIM))
    steps = trail((bound(2, "lower", 1, RULE, hidden),), NAMES, FACTS)
    assert [(s.name, s.because) for s in steps] == [("a", ()), ("c", (1,))]


def test_a_shared_graph_takes_no_more_steps_than_nodes() -> None:
    node = bound(0, "lower", 0, CLAIM)
    for number in range(60):  # 2**60 paths
        node = bound(number % 3, "lower", number, RULE, node, node)
    assert len(trail((node,), NAMES, FACTS)) <= 61


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Derivation, ...]:
    """Draw a graph in which nodes share parents, and take its last nodes as roots."""
    nodes: list[Derivation] = []
    for _ in range(draw(st.integers(1, 14))):
        chosen = draw(st.lists(st.sampled_from(nodes), max_size=3)) if nodes else []
        origin = Origin(Role.RULE, draw(st.sampled_from("rst"))) if chosen else CLAIM
        side = draw(st.sampled_from(["lower", "upper"]))
        nodes.append(bound(draw(st.integers(0, 3)), side, len(nodes), origin, *chosen))
    return tuple(nodes[-2:])


@given(graphs())
def test_every_step_leans_only_on_earlier_ones(roots: tuple[Derivation, ...]) -> None:
    steps = trail(roots, NAMES, FACTS)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(number < step.number for step in steps for number in step.because)
