"""Metamorphic laws: what may change in a suite without changing what is said of it, or only so.

Each law takes a suite and what was said of it, and returns what is wrong, or nothing. No oracle is
needed: the program is held against itself.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import suites
from boundary_drawing import UNITS
from boundary_suites import Quantity, Reading, Rule, Suite
from exact import value
from printed import Ends, Printed, decimal, literal
from relations import Apply, Compared, Name

from verify.config import Budget, Config
from verify.diagnose import Kind
from verify.pipeline import check_facts
from verify.verdicts import Judgement, Status

CONFIG = Config(budget=Budget(revisions=4_000, subsets=200, z3_resources=100_000))
SHIFT = Fraction(1000)
Members = frozenset[str]


@dataclass(frozen=True)
class Said:
    """What is said of a suite, without places, wording and bounds."""

    status: Status
    complete: bool
    sets: frozenset[tuple[Members, str]]  # conflicts with their severity
    verdicts: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def conflicts(self) -> frozenset[Members]:
        """The sets that cannot hold even loosely."""
        return frozenset(members for members, kind in self.sets if kind == Kind.CONFLICT.value)


def said(text: str) -> Said:
    """Check a suite and return what is said of it."""
    return said_of(check_facts(suites.facts_of(text), CONFIG))


def said_of(judgement: Judgement) -> Said:
    """Return what a judgement says."""
    return Said(
        judgement.status,
        judgement.complete,
        frozenset((frozenset(c.members), c.severity.value) for c in judgement.conflicts),
        tuple((claim.claim.id, claim.verdict.value) for claim in judgement.claims),
        judgement.corrections,
    )


def _differs(before: Said, after: Said, *, verdicts: bool = True) -> str:
    if not before.complete or not after.complete:
        return ""
    if before.status is not after.status:
        return f"{before.status.value} becomes {after.status.value}"
    if before.sets != after.sets:
        return f"{_shown(before.sets)} becomes {_shown(after.sets)}"
    if verdicts and before.verdicts != after.verdicts:
        return f"{before.verdicts} becomes {after.verdicts}"
    return ""


def _shown(sets: frozenset[tuple[Members, str]]) -> str:
    return str(sorted((kind, sorted(members)) for members, kind in sets))


def order(suite: Suite, before: Said, _: random.Random) -> str:
    """The order of quantities, rules, claims and assumptions says nothing."""
    data = json.loads(suite.text())
    turned = {
        key: dict(reversed(part.items())) if isinstance(part, dict) else part[::-1]
        for key, part in data.items()
    }
    return _differs(before, said(json.dumps(turned)))


def duplicate(suite: Suite, before: Said, rng: random.Random) -> str:
    """A claim said twice makes no conflict that its first saying does not make."""
    copied = replace(rng.choice(suite.claims), id="d")
    after = said(replace(suite, claims=(*suite.claims, copied)).text())
    kept = frozenset(each for each in after.sets if "d" not in each[0])
    if bool(before.conflicts) != bool(after.conflicts) and before.complete and after.complete:
        return f"with {copied} again, the conflicts are {after.conflicts}"
    same = replace(after, sets=kept, status=before.status)  # two readings may clash now
    return _differs(before, same, verdicts=False)


def mirror(suite: Suite, before: Said, _: random.Random) -> str:
    """All numbers below zero, with floor for ceiling, are the same figures in a mirror."""
    claims = []
    for claim in suite.claims:
        readings = []
        for reading in claim.readings:
            if isinstance(reading.said, Printed):
                if reading.said.mirror is None:
                    return ""
                reading = replace(reading, said=replace(reading.said, keys=reading.said.mirror))
            readings.append(reading)
        claims.append(replace(claim, readings=tuple(readings)))
    quantities = tuple(
        each if each.names else replace(each, limits=each.limits.times(Fraction(-1)))
        for each in suite.quantities
    )
    named = tuple(each.id if each.names else f"(-{each.id})" for each in suite.quantities)
    turned = Suite(quantities, suite.rules, tuple(claims), named)
    return _differs(before, said(turned.text()))


def unit(suite: Suite, before: Said, _: random.Random) -> str:
    """The unit that a quantity is declared in says nothing of it."""
    exchange = {"kW": "MW", "MW": "W", "W": "kW", "day": "hour"}
    factors = {"day": Fraction(24)} | {name: UNITS[name] / UNITS[exchange[name]] for name in UNITS}
    if not any(each.unit in exchange for each in suite.quantities):
        return ""
    quantities = tuple(
        replace(each, unit=exchange[each.unit], limits=each.limits.times(factors[each.unit]))
        if each.unit in exchange
        else each
        for each in suite.quantities
    )
    return _differs(before, said(replace(suite, quantities=quantities).text()))


def widen(suite: Suite, before: Said, rng: random.Random) -> str:
    """A wider figure makes no conflict."""
    chosen = rng.randrange(len(suite.claims))
    claim = suite.claims[chosen]
    readings = tuple(_widened(each, suite.quantities[each.index]) for each in claim.readings)
    claims = list(suite.claims)
    claims[chosen] = replace(claim, readings=readings)
    after = said(replace(suite, claims=tuple(claims)).text())
    if before.complete and after.complete:
        for conflict in after.conflicts:
            if not any(known <= conflict for known in before.conflicts):
                return f"with {claim.id} wider there is a conflict {sorted(conflict)}"
    return ""


def _widened(reading: Reading, quantity: Quantity) -> Reading:
    if isinstance(reading.said, str):
        return reading
    ends = reading.said.loose
    low = None if ends.low is None else Fraction(decimal(ends.low)) - 1
    high = None if ends.high is None else Fraction(decimal(ends.high)) + 1
    made = literal(Ends(low, high, low is None, high is None))
    return replace(reading, said=made if quantity.unit == "1" else made.of(quantity.unit))


def drop(suite: Suite, before: Said, rng: random.Random) -> str:
    """Without a claim, the conflicts without it are what they were."""
    if len(suite.claims) < 2:
        return ""
    gone = rng.choice(suite.claims).id
    after = said(suite.kept(frozenset(each.id for each in suite.claims) - {gone}).text())
    kept = frozenset(each for each in before.conflicts if gone not in each)
    if before.complete and after.complete and kept != after.conflicts:
        return f"without {gone} the conflicts are {after.conflicts}, not {kept}"
    return ""


def subterm(suite: Suite, before: Said, _: random.Random) -> str:
    """A quantity that is just another name for one side of a rule changes nothing."""
    relation = suite.rules[0].relation if suite.rules else None
    if not (isinstance(relation, Compared) and isinstance(relation.right, Apply)):
        return ""
    assert isinstance(relation.left, Name)
    own = suite.quantities[relation.left.index]
    at = value(relation.right, [each.at for each in suite.quantities])
    assert isinstance(at, Fraction)
    named = Quantity("t", at / own.worth, own.unit, own.worth)
    name = Name(len(suite.quantities), own.worth)
    when = suite.rules[0].when
    rules = (
        Rule(replace(relation, left=name), when),
        Rule(replace(relation, right=name), when),
        *suite.rules[1:],
    )
    changed = replace(suite, quantities=(*suite.quantities, named), rules=rules)
    return _differs(before, said(changed.text()), verdicts=False)  # bounds may be tighter now


def written_out(suite: Suite, before: Said, _: random.Random) -> str:
    """A figure and its loose set in brackets are in the same conflicts."""
    out = suite.literal()
    after = before if out is None else said(out.text())
    if before.complete and after.complete and before.conflicts != after.conflicts:
        return f"written out, the conflicts are {after.conflicts}, not {before.conflicts}"
    return ""


def shift(suite: Suite, _: Said, __: random.Random) -> str:
    """Everything a thousand higher, and a thousand taken off in the rules, is the same."""
    out = suite.literal()
    if out is None or any(each.unit != "1" for each in suite.quantities):
        return ""
    quantities = tuple(
        each if each.names else replace(each, limits=each.limits.plus(SHIFT))
        for each in out.quantities
    )
    named = tuple(each.id if each.names else f"({each.id} - 1000)" for each in quantities)
    claims = tuple(
        replace(claim, readings=tuple(_shifted(reading) for reading in claim.readings))
        for claim in out.claims
    )
    return _differs(said(out.text()), said(Suite(quantities, out.rules, claims, named).text()))


def _shifted(reading: Reading) -> Reading:
    if isinstance(reading.said, str):
        return reading
    return replace(reading, said=literal(reading.said.loose.plus(SHIFT)))


def alone(suite: Suite, before: Said, _: random.Random) -> str:
    """The members of a conflict clash without all others, and no fewer of them do."""
    for conflict in before.conflicts:
        after = said(suite.kept(conflict).text())
        if after.complete and after.conflicts != {conflict}:
            return f"alone, {sorted(conflict)} have the conflicts {after.conflicts}"
    return ""


def withdrawn(suite: Suite, before: Said, _: random.Random) -> str:
    """Without a correction no conflict is left; with any one of it again, one is."""
    for corrections in before.corrections:
        others = {id_ for each in before.corrections if each is not corrections for id_ in each[0]}
        for correction in corrections:
            gone = others.union(correction)
            rest = frozenset(each.id for each in suite.claims) - gone
            if said(suite.kept(rest).text()).conflicts:
                return f"without {sorted(gone)} there is still a conflict"
            for id_ in correction:
                after = said(suite.kept(rest | {id_}).text())
                if after.complete and not after.conflicts:
                    return f"{id_} need not be withdrawn with {sorted(gone)}"
    return ""


Law = Callable[[Suite, Said, random.Random], str]
LAWS: tuple[Law, ...] = (
    order,
    duplicate,
    mirror,
    unit,
    widen,
    drop,
    subterm,
    written_out,
    shift,
    alone,
    withdrawn,
)


def broken(suite: Suite, seed: int) -> str:
    """Return which law a suite breaks, and how; nothing if none."""
    before = said(suite.text())
    if before.status is Status.INVALID:
        return "the rules, which the planted point satisfies, are called contradictory"
    for law in LAWS:
        found = law(suite, before, random.Random(seed))
        if found:
            return f"{law.__name__}: {found}"
    return ""
