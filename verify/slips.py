"""Which known slips would account for a conflict's gap, each checked by deciding again.

A coincidence is easily had: among a dozen factors one often lies near a gap. A slip counts only
where what the other members leave is so narrow that fitting says something: from end to end no
wider, as a ratio, than the table allows and than the square root of the slip's own factor, and
with no other slip of the same kind that fits as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from verify.alter import decided
from verify.component import Component
from verify.conflicts import Answer
from verify.diagnose import Finding, Kind
from verify.facts import Claim, Facts, Reading, Values
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.slip_table import Candidate, candidates, digit_candidates, rows, share_candidates
from verify.system import Role
from verify.verdicts import JudgedConflict, Slip

_TRIALS = 12  # slips of one conflict that are decided; few conflicts have more than three
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Fit:
    """A slip that would bring a figure's set to what the rest leaves; at face, or only loosely."""

    candidate: Candidate
    at_face: bool

    @property
    def factor(self) -> Fraction:
        """The factor, a range's middle."""
        return _middle(self.candidate.factor)


def slips(
    facts: Facts, component: Component, finding: Finding, conflict: JudgedConflict
) -> tuple[Slip, ...]:
    """Return the slips that would account for a conflict, likeliest first.

    First come those that would mend the whole component, then those of claims that some cheapest
    correction withdraws, then those of claims that are not `exact`, whose author has looked at
    them, then those that fit at face; then it goes by the order of the table.
    """
    if finding.kind is Kind.ROUNDING:
        return ()
    shares = facts.shares
    fits: list[tuple[int, str, Fit]] = []
    for demand in conflict.demands:
        number = next(n for n in finding.members if component.items[n].id == demand.member)
        reading = _reading(facts, component, finding, number)
        if reading is None or demand.quantity.domain not in (Domain.REAL, Domain.INTEGER):
            continue
        own = [(id_, share) for id_, share in shares if id_ != demand.member]
        known = _candidates(facts.claim[demand.member], demand.quantity, own)
        fits += [(number, demand.member, fit) for fit in fitting(reading, demand.values, known)]
    suspects = _suspects(conflict)
    order = {row.id: place for place, row in enumerate(rows())}
    fits.sort(
        key=lambda each: (
            each[1] not in suspects,
            facts.claim[each[1]].readings[0].exact,
            not each[2].at_face,
            order[each[2].candidate.row.id],
        )
    )
    items = enumerate(component.items)
    firm = {number for number, item in items if not item.soft and not item.hypothetical}
    found = []
    for number, member, fit in fits[:_TRIALS]:
        change = partial(_multiplied, fit)
        if decided(facts, component, finding, {number: change}) is not Answer.CONSISTENT:
            continue
        whole = decided(facts, component, finding, {number: change}, firm | finding.members)
        candidate = fit.candidate
        found.append(
            Slip(
                member,
                candidate.row.id,
                fit.factor,
                candidate.words,
                whole is Answer.CONSISTENT,
                candidate.row.digits,
            )
        )
    return tuple(sorted(found, key=lambda slip: not slip.mends))


def fitting(reading: Reading, wanted: Values, known: Sequence[Candidate]) -> list[Fit]:
    """Return the candidates that would bring a reading's set to what is wanted, and say something.

    At face if they do at face; of several of one kind that do, none.
    """
    found: dict[tuple[str, Fraction], Fit] = {}
    for values, at_face in ((reading.face, True), (reading.loose, False)):
        window = _window(values, wanted)
        if window is None:
            continue
        close = [each for each in known if _overlap(window, each.factor)]
        by_kind: dict[str, set[Interval]] = {}
        for each in close:
            by_kind.setdefault(each.row.kind, set()).add(each.factor)
        for each in close:
            fit = Fit(each, at_face)
            key = each.row.kind, fit.factor
            if len(by_kind[each.row.kind]) == 1 and _telling(each, window) and key not in found:
                found[key] = fit
    unique: dict[Fraction, Fit] = {}
    for fit in found.values():
        unique.setdefault(fit.factor, fit)
    return list(unique.values())


def _window(own: Values, wanted: Values) -> Interval | None:
    """Return the factors that bring a set to meet another, both of one sign and bounded."""
    if isinstance(own, frozenset) or isinstance(wanted, frozenset):
        return None
    if own.upper is not None and own.upper < 0:
        own, wanted = own.scaled(Fraction(-1)), wanted.scaled(Fraction(-1))
    if own.lower is None or own.upper is None or wanted.lower is None or wanted.upper is None:
        return None
    if own.lower <= 0 or wanted.lower <= 0:
        return None
    return Interval(
        wanted.lower / own.upper,
        wanted.upper / own.lower,
        wanted.lower_open or own.upper_open,
        wanted.upper_open or own.lower_open,
    )


def _overlap(window: Interval, factor: Interval) -> bool:
    """Tell whether two bounded intervals meet, most often by a look at their ends."""
    assert window.lower is not None
    assert window.upper is not None
    assert factor.lower is not None
    assert factor.upper is not None
    if factor.lower > window.upper or factor.upper < window.lower:
        return False
    return not window.meet(factor).empty


def _telling(candidate: Candidate, window: Interval) -> bool:
    """Tell whether it says something that a slip's factor lies in a window.

    Any number lies in some wide window; and a small factor is in any window beside a small gap.
    """
    factor = candidate.factor
    assert factor.lower is not None
    assert factor.upper is not None
    assert window.lower is not None
    assert window.upper is not None
    width = window.upper / window.lower * (factor.upper / factor.lower)
    size = max(_middle(factor), 1 / _middle(factor))
    return width <= candidate.row.widest and width**2 <= size


def _reading(facts: Facts, component: Component, finding: Finding, number: int) -> Reading | None:
    """Return how a claim is read in a conflict; None where it may be read in several ways."""
    item = component.items[number]
    if item.role is not Role.CLAIM:
        return None
    readings = facts.claim[item.id].readings
    for owner, option in reversed(finding.chosen):
        if owner == number:
            name = item.options[option].reading
            return next(each for each in readings if each.name == name)
    return None if item.options else readings[0]


def _candidates(
    claim: Claim, quantity: Quantity, shares: Sequence[tuple[str, Interval]]
) -> list[Candidate]:
    period = quantity.varies.value if quantity.varies is not None else ""
    found = list(candidates(quantity.unit, period))
    found += share_candidates(quantity.unit, shares)
    numbers = _NUMBER.findall(claim.figure or claim.value)
    if len(numbers) == 1:
        found += digit_candidates(re.sub("[^0-9]", "", numbers[0]))
    return found


def _suspects(conflict: JudgedConflict) -> set[str]:
    """Return what the cheapest corrections withdraw."""
    least = min(conflict.costs, default=None)
    fixes = zip(conflict.fixes, conflict.costs, strict=True)
    return {id_ for fix, cost in fixes if cost == least for id_ in fix}


def _multiplied(fit: Fit, reading: Reading) -> Values:
    """Return a figure's set as it would be without the slip."""
    values = reading.face if fit.at_face else reading.loose
    factor = fit.candidate.factor
    assert isinstance(values, Interval)
    assert factor.lower is not None
    assert factor.upper is not None
    return values.scaled(factor.lower).hull(values.scaled(factor.upper))


def _middle(factor: Interval) -> Fraction:
    assert factor.lower is not None
    assert factor.upper is not None
    return (factor.lower + factor.upper) / 2
