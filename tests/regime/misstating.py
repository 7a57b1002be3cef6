"""Seeded bugs of stating: claims, limits and assumptions that become wrong constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from patching import Function, everywhere, method

from verify import compile
from verify.compile import Compiled
from verify.facts import Claim, Facts
from verify.interval import EVERYTHING, Interval
from verify.statements import Statements
from verify.system import Formula, Variable


def _one_of_each(claims: tuple[Claim, ...], wins: int) -> tuple[Claim, ...]:
    said: dict[str, Claim] = {}
    for claim in claims[:: 1 if wins == 0 else -1]:
        said.setdefault(claim.readings[0].about, claim)
    return tuple(replace(c, readings=said[c.readings[0].about].readings) for c in claims)


def first_claim_wins() -> None:
    """What is claimed of a quantity again is taken as its first claim says."""
    method(Statements, "claims", lambda f: lambda self, docs: _one_of_each(f(self, docs), 0))


def last_claim_wins() -> None:
    """What was claimed of a quantity before is taken as its last claim says."""
    method(Statements, "claims", lambda f: lambda self, docs: _one_of_each(f(self, docs), -1))


def first_reading_only() -> None:
    """A claim's first reading is taken as the only one."""

    def patched(before: Function) -> Function:
        def claims(self: Statements, docs: Any) -> tuple[Claim, ...]:
            return tuple(replace(c, readings=c.readings[:1]) for c in before(self, docs))

        return claims

    method(Statements, "claims", patched)


def reading_when_ignored() -> None:
    """A reading holds whether its `when` does or not."""
    method(compile._Compiler, "_condition", lambda _: lambda *_: None)


def _limits(change: Callable[[Variable], Variable]) -> None:
    def patched(before: Function) -> Function:
        def variable(self: Any, *key: str) -> int:
            found: int = before(self, *key)
            self.variables[found] = change(self.variables[found])
            return found

        return variable

    method(compile._Compiler, "variable", patched)


def limits_ignored() -> None:
    """`min` and `max` of a quantity are not looked at."""
    _limits(lambda v: replace(v, limits=EVERYTHING))


def strict_limit_as_closed() -> None:
    """`min: > 3` is `min: 3`."""
    _limits(lambda v: replace(v, limits=Interval(v.limits.lower, v.limits.upper)))


def reals_for_whole_numbers() -> None:
    """A quantity of whole numbers takes any."""
    _limits(lambda v: replace(v, domain="real") if v.domain == "integer" else v)


def assumption_never_withdrawn() -> None:
    """An assumption is a rule: no conflict names it, and no correction gives it up."""

    def patched(before: Function) -> Function:
        def compile_facts(facts: Facts) -> Compiled:
            found: Compiled = before(facts)
            kept = tuple(i for i in found.system.items if i.role.value != "assumption" or i.soft)
            firm = tuple(i.loose for i in found.system.items if i not in kept)
            hard = (*found.system.hard, *firm)
            return replace(found, system=replace(found.system, hard=hard, items=kept))

        return compile_facts

    everywhere(compile, "compile_facts", patched)


def judgement_as_fact() -> None:
    """A soft assumption is taken for a firm one."""
    method(
        compile._Compiler, "assumption", lambda f: lambda self, a: replace(f(self, a), soft=False)
    )


def _slack(share: Fraction) -> None:
    def patched(before: Function) -> Function:
        def membership(values: Any) -> Formula:
            if isinstance(values, Interval):
                low, high = values.lower, values.upper
                low = None if low is None else low - abs(low) * share
                high = None if high is None else high + abs(high) * share
                values = Interval(low, high, values.lower_open, values.upper_open)
            found: Formula = before(values)
            return found

        return membership

    everywhere(compile, "membership", patched)


def slack_of_a_billionth() -> None:
    """Ends give way by 1e-9 of themselves."""
    _slack(Fraction(1, 10**9))


def slack_of_a_hundredth() -> None:
    """Ends give way by 1 % of themselves."""
    _slack(Fraction(1, 100))
