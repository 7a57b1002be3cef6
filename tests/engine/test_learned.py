"""Lemmas hold wherever their premises do, and nowhere else."""

from __future__ import annotations

from fractions import Fraction

import suites
from small_systems import ORIGIN

from verify.config import Budget
from verify.conflicts import Answer
from verify.decide import Decider
from verify.interval import Interval
from verify.prove import proved
from verify.system import Compare, Constant, Constraint, Operation, Slot, Term, Variable
from verify.verdicts import Status

P, X, Y, Q = range(4)


def _number(value: int) -> Constant:
    return Constant(Fraction(value))


def _sum(*terms: Term) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = Operation("add", (found, term))
    return found


def _rule(operator: str, left: Term, right: Term) -> Constraint:
    return Constraint(Compare(operator, left, right), (P, X, Y, Q), ORIGIN)


def _at_least(variable: int, value: int) -> Constraint:
    return Constraint(Compare("<=", _number(value), Slot(0)), (variable,), ORIGIN)


def _falling_short(rest: int) -> Constraint:
    """Return q == 3x + 2y - rest."""
    three = Operation("multiply", (_number(3), Slot(X)))
    two = Operation("multiply", (_number(2), Slot(Y)))
    return _rule("==", Slot(Q), _sum(three, two, _number(-rest)))


def test_a_corner_leans_on_the_claims_that_set_its_ends_now() -> None:
    """(x - 2)(y - 3) >= 0 gives xy >= 3x + 2y - 6, which exceeds q: by A's word first, then by B's.

    A and B both say x >= 2. The second answer must not name A, which was withdrawn.
    """
    product = _rule("==", Slot(P), Operation("multiply", (Slot(X), Slot(Y))))
    below = _rule("<=", Slot(P), Slot(Q))
    a, b, y = _at_least(X, 2), _at_least(X, 2), _at_least(Y, 3)
    constraints = [product, a, b, y, _falling_short(7), _falling_short(8), below]
    variables = [Variable(name, "real", Interval()) for name in "pxyq"]
    decider = Decider(variables, constraints, Budget())
    first = decider.decide(frozenset({0, 1, 3, 4, 6}))
    assert first.answer is Answer.INCONSISTENT
    assert first.core == {0, 1, 3, 4, 6}
    second = decider.decide(frozenset({0, 2, 3, 5, 6}))
    assert second.answer is Answer.INCONSISTENT
    assert second.core == {0, 2, 3, 5, 6}
    for decision in (first, second):
        assert decision.refutation is not None
        assert proved(decider, decision.refutation) is not None
    assert decider.decide(frozenset({0, 3, 5, 6})).answer is Answer.CONSISTENT


def test_an_equation_that_cannot_be_divided_is_certified_each_time() -> None:
    two = _number(2)
    left = Operation("multiply", (two, Slot(0)))
    right = _sum(Operation("multiply", (two, Slot(1))), _number(1))
    rule = Constraint(Compare("==", left, right), (0, 1), ORIGIN)
    limits = Interval(Fraction(0), Fraction(10**6))
    variables = [Variable(name, "integer", limits) for name in "ab"]
    decider = Decider(variables, [rule, _at_least(0, 5)], Budget())
    for active in (frozenset({0}), frozenset({0, 1}), frozenset({0})):
        decision = decider.decide(active)
        assert decision.answer is Answer.INCONSISTENT
        assert decision.core == {0}
        assert decision.certified
    assert set(decider.tally) == {"algebra"}


def test_one_subject_may_fill_two_roles() -> None:
    """With a and b the same, a.power == 2 * b.power says that it is 0; the claim says 1 to 8."""
    text = """\
kinds:
  site: {quantities: {power: {unit: '1'}}}
  lease:
    quantities: {u: {unit: '1'}}
    roles: {a: site, b: site}
    rules: [a.power == 2 * b.power, u == a.power]
subjects:
  colossus: {kind: site}
  deal: {kind: lease, a: colossus, b: colossus}
claims:
  - {id: power, about: colossus.power, value: "[1, 8]"}
  - {id: u, about: deal.u, value: "<= 1.5"}
"""
    judgement = suites.judged(text)
    assert judgement.status is Status.CONFLICT
    assert [conflict.claims for conflict in judgement.conflicts] == [("power",)]
