"""Which step of the ladder decides what: systems that one step decides and no step before it can.

Why each needs that step is worked out by hand beside it.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest
from planted import between, constraint, limited, number, of, real

from verify.config import Budget
from verify.conflicts import Answer
from verify.decide import Decider, _boxed
from verify.refutation import Halves, Leaf, Parts
from verify.system import Compare, Constraint, Formula, Slot, Some, Term, Variable

X, Y, Z, U = Slot(0), Slot(1), Slot(2), Slot(3)
SQUARES = of("add", of("multiply", X, X), of("multiply", Y, Y))


def one_of(*values: int) -> Formula:
    """Say that a number is one of some, as a part for each."""
    return Some(tuple(Compare("==", X, number(value)) for value in values))


def sum_of_three(total: int, *values: int) -> list[Constraint]:
    """Three numbers, each one of some values, and their sum."""
    total_ = Compare("==", of("add", of("add", X, Y), Z), number(total))
    return [*(constraint(one_of(*values), n) for n in range(3)), constraint(total_, 0, 1, 2)]


REALS = [real()] * 3
SYSTEMS: dict[str, tuple[Sequence[Variable], list[Constraint], str, Answer, type | None]] = {
    "two ranges apart": (
        REALS,
        [between(0, 0, 1), between(0, 2, 3)],
        "propagation",
        Answer.INCONSISTENT,
        Leaf,
    ),
    "two ranges that meet in a point which one leaves out": (
        REALS,
        [between(0, 1, 2), constraint(Compare("<", X, number(1)), 0)],
        "exact propagation",
        Answer.INCONSISTENT,
        Leaf,
    ),
    "a sum of two ranges": (
        REALS,
        [
            constraint(Compare("==", of("add", X, Y), Z), 0, 1, 2),
            between(0, 1, 2),
            between(1, 3, 4),
            between(2, 5, 9),
        ],
        "witness",
        Answer.CONSISTENT,
        None,
    ),
    # x + y = 1, y + z = 1 and x + z = 1 make x + y + z = 3/2; each alone leaves all of [0, 1]
    "sums that only together leave no range": (
        [limited(0, 1)] * 3,
        [
            *(
                constraint(Compare("==", of("add", X, Y), number(1)), *places)
                for places in ((0, 1), (1, 2), (0, 2))
            ),
            constraint(
                Compare("<=", number("7/4"), of("add", of("add", X, Y), Z)),
                *range(3),
            ),
        ],
        "algebra",
        Answer.INCONSISTENT,
        Leaf,
    ),
    # even numbers make no odd sum, but every range goes on holding both ends
    "even numbers with an odd sum": (
        REALS,
        sum_of_three(3, 0, 2),
        "bisection",
        Answer.INCONSISTENT,
        Parts,
    ),
    # of the line x + y = 2 the point nearest to zero has x² + y² = 2
    "a line that passes a circle": (
        [real()] * 2,
        [
            constraint(Compare("==", SQUARES, number(1)), 0, 1),
            constraint(Compare("==", of("add", X, Y), number(2)), 0, 1),
        ],
        "bisection",
        Answer.INCONSISTENT,
        Halves,
    ),
    # x(1 - x) is at most 1/4, and cutting x apart shows it only ever more nearly
    "one variable twice in one rule": (
        [limited(-1, 2)],
        [
            constraint(
                Compare("==", of("multiply", X, of("subtract", number(1), X)), number("1/2")), 0
            )
        ],
        "z3",
        Answer.INCONSISTENT,
        None,
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_is_decided_by_the_first_step_that_can(name: str) -> None:
    variables, constraints, rung, answer, how = SYSTEMS[name]
    decider = Decider(variables, constraints, Budget())
    decision = decider.decide(frozenset(range(len(constraints))))
    assert (decision.answer, dict(decider.tally)) == (answer, {rung: 1})
    assert how is None or type(decision.refutation) is how
    assert decision.certified is (rung != "z3")
    assert (decider.witness(decision) is not None) is (answer is Answer.CONSISTENT)


@pytest.mark.parametrize(
    ("values", "how"),
    [((-4, -3, -2, -1, 1, 2, 3, 4), Parts), ((-4, -3, -2, -1, 0, 1, 2, 3, 4), Halves)],
)
def test_up_to_eight_parts_are_taken_one_by_one(values: Sequence[int], how: type) -> None:
    """The square of none of them is 5, which a range around zero does not show."""
    square = Compare("==", of("multiply", X, X), number(5))
    decider = Decider([real()], [constraint(one_of(*values), 0), constraint(square, 0)], Budget())
    decision = decider.decide(frozenset((0, 1)))
    assert decision.answer is Answer.INCONSISTENT
    assert dict(decider.tally) == {"bisection": 1}
    assert type(decision.refutation) is how


def test_a_root_is_found_in_a_half() -> None:
    """The square of x is 121, and x is not -1/5: cut at zero, each half has one root."""
    wanted = [
        constraint(Compare("==", Y, of("multiply", X, X)), 0, 1),
        between(1, 121, 121),
        constraint(Compare("!=", X, number("-1/5")), 0),
    ]
    decider = Decider([real()] * 2, wanted, Budget())
    decision = decider.decide(frozenset(range(3)))
    assert (decision.answer, dict(decider.tally)) == (Answer.CONSISTENT, {"bisection": 1})
    witness = decider.witness(decision)
    assert witness is not None
    assert witness[0] in (11, -11)
    assert witness[1] == 121


def test_what_z3_says_is_held_against_every_constraint() -> None:
    decider = Decider([limited(0, 5)], [between(0, 1, 2), between(0, 2, 3)], Budget())
    both = frozenset((0, 1))
    assert decider._proves((Fraction(2),), both)
    assert not decider._proves((Fraction(1),), both)
    assert decider._proves((Fraction(1),), frozenset((0,)))
    assert not decider._proves((Fraction(7),), frozenset())


@pytest.mark.parametrize("value", [Fraction(1, 3), (Fraction(1, 3), Fraction(2, 3))])
def test_a_value_is_boxed_in_doubles(value: Fraction | tuple[Fraction, Fraction]) -> None:
    low, high = value if isinstance(value, tuple) else (value, value)
    boxed = _boxed(value)
    assert not isinstance(boxed, str)
    assert (
        low - Fraction(1, 10**12) < boxed[0] <= low <= high <= boxed[1] < high + Fraction(1, 10**12)
    )


def test_a_solution_is_remembered_until_something_breaks_it() -> None:
    held = [between(0, 0, 4), between(0, 1, 6), between(0, 9, 10), between(0, "1/2", 9)]
    decider = Decider([real()], held, Budget())
    assert decider.decide(frozenset((0, 1))).answer is Answer.CONSISTENT
    assert decider.decide(frozenset((0,))).answer is Answer.CONSISTENT
    assert dict(decider.tally) == {"witness": 1, "memory": 1}
    assert decider.decide(frozenset((0, 2))).answer is Answer.INCONSISTENT
    assert decider.decide(frozenset((2,))).answer is Answer.CONSISTENT
    assert decider.decide(frozenset((0, 1, 3))).answer is Answer.CONSISTENT
    assert dict(decider.tally) == {"witness": 2, "memory": 2, "propagation": 1}


class Table:
    """Figures in rows and columns, printed as whole numbers, with the totals of what is behind."""

    def __init__(self, size: int, seed: int) -> None:
        source = random.Random(seed)
        self.size = size
        self.rules: list[Constraint] = []
        self.claims: list[Constraint] = []
        cells = [[Fraction(source.randint(0, 9999), 100) for _ in range(size)] for _ in range(size)]
        rows, columns = (
            [sum(row) for row in cells],
            [sum(column) for column in zip(*cells, strict=True)],
        )
        at = size * size
        for n in range(size):
            self._total(at + n, range(n * size, (n + 1) * size))
            self._total(at + size + n, range(n, at, size))
        self._total(at + 2 * size, range(at, at + size))
        self._total(at + 2 * size, range(at + size, at + 2 * size))
        printed = [round(each) for row in cells for each in row]
        printed += [round(each) for each in (*rows, *columns, sum(rows))]
        half = Fraction(1, 2)
        self.claims = [between(n, each - half, each + half) for n, each in enumerate(printed)]

    def _total(self, whole: int, parts: Sequence[int]) -> None:
        added: Term = Slot(1)
        for place in range(2, len(parts) + 1):
            added = of("add", added, Slot(place))
        self.rules.append(constraint(Compare("==", Slot(0), added), whole, *parts))


def test_what_a_table_with_a_wrong_cell_allows_is_seen_without_z3() -> None:
    """Where some figures are left out, so that others have to make good for the wrong one."""
    rungs: Counter[str] = Counter()
    for seed in range(6):
        table, source = Table(10, seed), random.Random(seed)
        wrong = 5 * 10 + 5
        table.claims[wrong] = between(wrong, 60, 61)
        whole = [*table.rules, *table.claims]
        decider = Decider([real()] * len(table.claims), whole, Budget())
        for _ in range(10):
            kept = source.choice((0.8, 0.9, 0.95))
            first = len(table.rules)
            chosen = [n for n in range(first, len(whole)) if source.random() < kept]
            answer = decider.decide(frozenset((*range(first), first + wrong, *chosen))).answer
            assert answer is not Answer.UNKNOWN
        rungs += decider.tally
    assert set(rungs) <= {"propagation", "witness", "memory", "guided witness"}
    assert rungs["guided witness"] >= 1


def test_of_many_solutions_the_oldest_is_forgotten() -> None:
    decider = Decider([real()], [between(0, n, n) for n in range(201)], Budget())
    for n in range(201):
        decider.decide(frozenset((n,)))
    assert dict(decider.tally) == {"witness": 201}
    decider.decide(frozenset((1,)))
    assert dict(decider.tally) == {"witness": 201, "memory": 1}
    decider.decide(frozenset((0,)))
    assert dict(decider.tally) == {"witness": 202, "memory": 1}


@pytest.mark.parametrize(("seconds", "answer"), [(-1, Answer.UNKNOWN), (60, Answer.INCONSISTENT)])
def test_once_the_time_is_up_nothing_more_is_decided(seconds: float, answer: Answer) -> None:
    variables, constraints, *_ = SYSTEMS["one variable twice in one rule"]
    deadline = time.monotonic() + seconds
    decider = Decider(variables, constraints, Budget(), deadline)
    assert decider.decide(frozenset((0,))).answer is answer
    assert decider.timed_out is (answer is Answer.UNKNOWN)


def test_without_steps_to_spare_z3_leaves_it_open_once() -> None:
    variables, constraints, *_ = SYSTEMS["one variable twice in one rule"]
    decider = Decider(variables, constraints, Budget(z3_resources=1))
    assert decider.decide(frozenset((0,))).answer is Answer.UNKNOWN
    assert dict(decider.tally) == {"unknown": 1}
