"""A suite as it would be if a quantity had another value, or if one claim had said another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from verify.amounts import Manner, Said, said_in_value
from verify.diagnostics import Problem, suggestion
from verify.expression import split_assignment
from verify.facts import Assumption, Claim, Facts, Reading, Timespan
from verify.hedges import Policy
from verify.period import containing, grain_of, span
from verify.quantity import Period, Quantity
from verify.tree import shortened
from verify.vocabulary import Vocabulary

ID = "what-if"

_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?", re.ASCII)
_EXAMPLES = {
    Period.DAY: "2025-06-01",
    Period.MONTH: "2025-06",
    Period.QUARTER: "2025-Q2",
    Period.YEAR: "2025",
}


def suppose(facts: Facts, name: str, value: str, policy: Policy) -> Facts | tuple[Problem, ...]:
    """Return the facts in a world where a quantity is exactly `value`, whatever claims say of it.

    The claims about it are set aside, and one claim `what-if` takes their place that is never
    withdrawn. A claim that is about it under one reading only is set aside too: under that
    reading it would hold, and so say nothing. `name` may carry a period,
    `cluster.power@2025-06`; without one, a quantity that varies has the value in every period.

    Where `name` is no quantity but the id of a claim or assumption, that one alone is replaced,
    and withdrawing the new one costs what the old one did. Problems have offsets into `name` or
    into `value`.
    """
    target = _target(facts, name)
    if isinstance(target, Problem):
        return (target,)
    nouns = frozenset(base for each in facts.quantities for base, _ in each.unit.exponents)
    said = said_in_value(value, target.quantity, Vocabulary(nouns), policy, Manner(exact=True))
    if isinstance(said, tuple):
        return tuple(_assigned(problem, name, value, target.quantity) for problem in said)
    if said.hole:
        help_ = f"write a value, or ask what it must be with `verify why {name}`"
        return (Problem("not-an-assignment", "`?` is no value", 0, len(value), help=help_),)
    return _replaced(facts, target, said, value)


def parted(text: str, facts: Facts) -> tuple[str, str] | Problem:
    """Part `name = value` where the name may be an id, `pulse.fee-2`, or have a period."""
    left, _, right = text.partition("=")
    name, value = left.strip(), right.removeprefix("=").strip()
    if value and knows(facts, name):
        return name, value
    return split_assignment(text)


def knows(facts: Facts, name: str) -> bool:
    """Tell whether a suite has something of a name, which may carry a period."""
    quantity = name.partition("@")[0]
    return name in known_names(facts) or any(each.id == quantity for each in facts.quantities)


def known_names(facts: Facts) -> tuple[str, ...]:
    """Return every name of a suite: its quantities, claims and assumptions."""
    names = [each.id for each in facts.quantities]
    names += [each.id for each in facts.claims]
    names += [each.id for each in facts.assumptions]
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Target:
    """What is given a value, and the ids that make room for it; `single` if just that one does."""

    quantity: Quantity
    when: Timespan
    aside: frozenset[str]
    single: Claim | Assumption | None = None


def _target(facts: Facts, name: str) -> _Target | Problem:
    id_, at, label = name.partition("@")
    quantity = next((each for each in facts.quantities if each.id == id_), None)
    if quantity is None:
        return _single(facts, name)
    when = Timespan()
    if at:
        if quantity.varies is None:
            message = f"{id_} does not vary, so that {shortened(label)} has no value of its own"
            return _refused(message, len(id_), len(name), f"write {id_} alone")
        if not _is_period(label, quantity.varies):
            grain = quantity.varies
            message = f"`{shortened(label)}` is no {grain}, and {id_} varies by the {grain}"
            help_ = f"write {id_}@{_EXAMPLES[quantity.varies]}"
            return _refused(message, len(id_) + 1, len(name), help_)
        when = Timespan(*span(label))
    aside = frozenset(
        claim.id
        for claim in facts.claims
        for reading in claim.readings
        if reading.about == id_ and not claim.hole and (not at or _in(reading, label, quantity))
    )
    return _Target(quantity, when, aside)


def _is_period(label: str, grain: Period) -> bool:
    if not _PERIOD.fullmatch(label) or grain_of(label) is not grain:
        return False
    try:
        return span(label)[0] < span(label)[1]
    except ValueError:
        return False


def _in(reading: Reading, label: str, quantity: Quantity) -> bool:
    """Tell whether a reading is about one period and no other."""
    assert quantity.varies is not None
    return containing(reading.as_of.first, reading.as_of.last, quantity.varies) == label


def _single(facts: Facts, name: str) -> _Target | Problem:
    """Return the claim or assumption of an id."""
    known: tuple[Claim | Assumption, ...] = (*facts.claims, *facts.assumptions)
    found = next((each for each in known if each.id == name), None)
    if found is None:
        near = suggestion(name, known_names(facts))
        message = f"there is no quantity, claim or assumption {shortened(name)}"
        help_ = f"did you mean {near}?" if near else ""
        return Problem("unknown-quantity", message, 0, len(name), help=help_)
    reading = found.readings[0] if isinstance(found, Claim) else found.reading
    if reading is None:
        help_ = "give one of its quantities a value"
        return _refused(f"the assumption {name} is a relation", 0, len(name), help_)
    quantity = next(each for each in facts.quantities if each.id == reading.about)
    return _Target(quantity, reading.as_of, frozenset([name]), found)


def _refused(message: str, start: int, end: int, help_: str) -> Problem:
    return Problem("not-an-assignment", message, start, end, help=help_)


def _assigned(problem: Problem, name: str, value: str, quantity: Quantity) -> Problem:
    """Say of a value without its unit how the assignment would be written."""
    if problem.code != "unit-missing":
        return problem
    return replace(problem, help=f"write `{name} = {value} {quantity.unit.text}`")


def _replaced(facts: Facts, target: _Target, said: Said, value: str) -> Facts:
    id_ = _unused(ID, known_names(facts))
    reading = Reading(
        "",
        target.quantity.id,
        said.face,
        said.loose,
        target.when,
        calendar=said.calendar,
        because=("supposed",),
        exact=True,
    )
    claims = tuple(claim for claim in facts.claims if claim.id not in target.aside)
    assumptions = tuple(each for each in facts.assumptions if each.id not in target.aside)
    match target.single:
        case Claim() as old:
            new = replace(old, id=id_, readings=(reading,), figure="", value=value, quotes=())
            return replace(facts, claims=(*claims, new), assumptions=assumptions)
        case Assumption() as old:
            assumed = replace(old, id=id_, reading=reading, text=value, source="")
            return replace(facts, claims=claims, assumptions=(*assumptions, assumed))
    if target.quantity.varies is not None and target.when == Timespan():
        # Of a quantity that varies, a claim without a date holds in some period, an assumption in
        # every one.
        assumed = Assumption(id_, reading, text=value, weight=None)
        return replace(facts, claims=claims, assumptions=(*assumptions, assumed))
    claim = Claim(id_, (reading,), value=value, weight=None)
    return replace(facts, claims=(*claims, claim), assumptions=assumptions)


def _unused(id_: str, taken: Iterable[str]) -> str:
    """Return an id, numbered from 2 where it is taken."""
    known = frozenset(taken)
    name, count = id_, 1
    while name in known:
        count += 1
        name = f"{id_}-{count}"
    return name
