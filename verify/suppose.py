"""A suite as it would be if a quantity had another value, or if a claim had said another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from verify.amounts import Manner, Said, said_in_value
from verify.diagnostics import Problem, suggestion
from verify.expression import split_assignment
from verify.facts import Assumption, Claim, Facts, Reading, Timespan
from verify.figure import Kind, read_value
from verify.hedges import Policy
from verify.period import containing
from verify.quantity import Period, Quantity
from verify.vocabulary import Vocabulary

ID = "what-if"


@dataclass(frozen=True, slots=True)
class Target:
    """What an assignment is about: a quantity (perhaps in one period), or one claim or assumption.

    `replaces` are the claims and assumptions that are set aside.
    """

    quantity: Quantity
    when: Timespan
    replaces: tuple[str, ...]


def parted(text: str, facts: Facts) -> tuple[str, str] | Problem:
    """Part `name = value`, the name being a quantity's, a claim's or an assumption's."""
    left, _, right = text.partition("=")
    name, value = left.strip(), right.removeprefix("=").strip()
    if name and value and name in known_names(facts):
        return name, value
    base, at, period = name.partition("@")
    parts = split_assignment(f"{base.strip()} ={right}" if at else text)
    if isinstance(parts, Problem) or not at:
        return parts
    return f"{parts[0]}@{period}", parts[1]


def known_names(facts: Facts) -> tuple[str, ...]:
    """Return every name that a suite knows: quantities, claims, assumptions."""
    named = (*facts.quantities, *facts.claims, *facts.assumptions)
    return tuple(dict.fromkeys(each.id for each in named))


def knows(facts: Facts, name: str) -> bool:
    """Tell whether a name, perhaps a quantity's with a period, is one that a suite knows."""
    quantity = name.partition("@")[0]
    return name in known_names(facts) or any(q.id == quantity for q in facts.quantities)


def suppose(
    facts: Facts, name: str, value: str, policy: Policy, id_: str = ID
) -> Facts | tuple[Problem, ...]:
    """Return the facts with a quantity at exactly `value`, whatever claims say of it.

    Every claim that under one of its readings is about the quantity is set aside (it would hold
    under that reading, and so say nothing), and one claim takes their place that is never
    withdrawn. A claim's or an assumption's id sets aside that one alone, and keeps what it costs;
    where a quantity has the same name, the quantity is meant. `name` may carry a period,
    `cluster.power@2025-06`; without one, a quantity that varies has the value in every period.
    """
    target = _target(facts, name, policy)
    if isinstance(target, Problem):
        return (target,)
    names = Vocabulary(nouns=_nouns(facts))
    said = said_in_value(value, target.quantity, names, policy, Manner(exact=True))
    if isinstance(said, tuple):
        return tuple(_assigned(problem, name, value, target.quantity) for problem in said)
    if said.hole:
        message = "`?` asks for a value and gives none"
        help_ = f"write the value, or ask: verify why {name}"
        return (Problem("not-an-assignment", message, 0, len(value), help=help_),)
    return _replaced(facts, target, said, value, id_)


def _target(facts: Facts, name: str, policy: Policy) -> Target | Problem:
    id_, at, period = name.partition("@")
    quantity = next((each for each in facts.quantities if each.id == id_), None)
    if quantity is None:
        return _single(facts, name)
    when = Timespan()
    if at:
        found = _when(quantity, period, policy)
        if isinstance(found, Problem):
            return found
        when = found
    about = [
        claim.id
        for claim in facts.claims
        if not claim.hole
        and any(each.about == id_ and _within(each.as_of, when) for each in claim.readings)
    ]
    return Target(quantity, when, tuple(about))


def _single(facts: Facts, name: str) -> Target | Problem:
    """Return the one claim or assumption of an id."""
    claim = next((each for each in facts.claims if each.id == name), None)
    assumption = next((each for each in facts.assumptions if each.id == name), None)
    reading = claim.readings[0] if claim else assumption.reading if assumption else None
    if reading is not None:
        quantity = next(each for each in facts.quantities if each.id == reading.about)
        return Target(quantity, reading.as_of, (name,))
    if assumption is not None:
        message = f"the assumption {name} is a relation, and has no value to change"
        return Problem("not-an-assignment", message, 0, len(name))
    near = suggestion(name, known_names(facts))
    message = f"there is no quantity, claim or assumption {name}"
    help_ = f"did you mean {near}?" if near else ""
    return Problem("unknown-quantity", message, 0, len(name), help=help_)


def _when(quantity: Quantity, period: str, policy: Policy) -> Timespan | Problem:
    """Return the instants of the period after `@`: just one of those that the quantity has."""
    start = len(quantity.id) + 1
    end = start + len(period)
    if quantity.varies is None:
        message = f"{quantity.id} does not vary, so it has no value of its own in {period}"
        help_ = f"write {quantity.id} alone"
        return Problem("not-an-assignment", message, start, end, help=help_)
    amount = read_value(period, unit_of=_no_unit, policy=policy, want=Kind.DATE)
    if not isinstance(amount, tuple):
        when = Timespan(amount.loose.lower, amount.loose.upper)
        if containing(when.first, when.last, quantity.varies) is not None:
            return when
    message = f"`{period}` is not one {quantity.varies}, which is how often {quantity.id} varies"
    help_ = f"write {quantity.id}@{_EXAMPLES[quantity.varies]}"
    return Problem("not-an-assignment", message, start, end, help=help_)


_EXAMPLES = {
    Period.DAY: "2025-06-01",
    Period.MONTH: "2025-06",
    Period.QUARTER: "Q2 2025",
    Period.YEAR: "2025",
}


def _no_unit(_: str) -> str | None:
    return None


def _within(inner: Timespan, outer: Timespan) -> bool:
    """Tell whether one span lies in another, an unbounded one holding all."""
    starts = outer.first is None or (inner.first is not None and inner.first >= outer.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return starts and ends


def _nouns(facts: Facts) -> frozenset[str]:
    """Return the base units of every quantity, among them the suite's own counted nouns."""
    return frozenset(base for each in facts.quantities for base, _ in each.unit.exponents)


def _assigned(problem: Problem, name: str, value: str, quantity: Quantity) -> Problem:
    """Say of a value without its unit how the assignment would be written."""
    if problem.code != "unit-missing":
        return problem
    return replace(problem, help=f"write `{name} = {value} {quantity.unit.text}`")


def _replaced(facts: Facts, target: Target, said: Said, value: str, id_: str) -> Facts:
    new = _unused(id_, known_names(facts))
    aside = frozenset(target.replaces)
    kept = tuple(claim for claim in facts.claims if claim.id not in aside)
    others = tuple(each for each in facts.assumptions if each.id not in aside)
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
    old = next((each for each in facts.assumptions if each.id in aside), None)
    everywhere = target.quantity.varies is not None and target.when == Timespan()
    if old is not None or everywhere:
        # An assumption about a quantity that varies holds in every period.
        weight, soft = (old.weight, old.soft) if old else (None, False)
        added = Assumption(new, reading, text=value, weight=weight, soft=soft)
        return replace(facts, claims=kept, assumptions=(*others, added))
    claim = Claim(new, (reading,), value=value, weight=None)
    single = next((each for each in facts.claims if (each.id,) == target.replaces), None)
    if single is not None and not _known_quantity(facts, target):
        claim = replace(claim, weight=single.weight, source=single.source)
    return replace(facts, claims=(*kept, claim), assumptions=others)


def _known_quantity(facts: Facts, target: Target) -> bool:
    raise NotImplementedError


def _unused(id_: str, taken: Iterable[str]) -> str:
    """Return an id, numbered from 2 where it is taken."""
    known = frozenset(taken)
    name, count = id_, 1
    while name in known:
        count += 1
        name = f"{id_}-{count}"
    return name
