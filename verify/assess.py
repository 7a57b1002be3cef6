"""The verdict of each claim of one component: what the rest says of it, and how independently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from verify.component import Bounds, Component, Level, width
from verify.conflicts import Answer
from verify.diagnose import Diagnosis, Finding, Kind
from verify.facts import Claim, Values
from verify.interval import Interval
from verify.lineage import Lineage, agree, independent
from verify.system import Role
from verify.verdicts import Missing, Verdict

_ROUNDED = Fraction(1, 10**9)  # relative, far more than rounding outward adds
_TIGHT = Fraction(1, 5)  # ± 10 % of the middle


@dataclass(slots=True)
class Assessor:
    """Judges the claims of a component whose conflicts are known.

    `statement` groups restatements: claims with the same number do not test each other.
    """

    component: Component
    diagnosis: Diagnosis
    claims: Mapping[str, Claim]
    lineages: Mapping[str, Lineage]
    statement: Mapping[str, int]
    regular: frozenset[int] = field(init=False)
    suspects: frozenset[int] = field(init=False)
    _holding: dict[Level, list[frozenset[int]]] = field(init=False)
    _assumed: frozenset[int] = field(init=False)
    _restating: dict[int, frozenset[int]] = field(init=False)  # an item, and what restates it

    def __post_init__(self) -> None:
        items = self.component.items
        self.regular = frozenset(i for i, item in enumerate(items) if not item.hypothetical)
        cheapest = self.diagnosis.cheapest if self.diagnosis.corrections else ()
        self.suspects = frozenset(item for correction in cheapest for item in correction)
        self._holding = {level: [] for level in Level}
        self._assumed = frozenset(i for i, item in enumerate(items) if item.role is Role.ASSUMPTION)
        alike: dict[int, list[int]] = {}
        for i, item in enumerate(items):
            if item.id in self.statement:
                alike.setdefault(self.statement[item.id], []).append(i)
        self._restating = {i: frozenset(same) for same in alike.values() for i in same}

    def verdict(self, item: int, active: frozenset[int]) -> tuple[Verdict, Missing | None]:
        """Return the verdict of a claim among the active items, conflicts between them aside."""
        kinds = {f.kind for f in self.diagnosis.findings if item in f.members}
        if item in active and self.in_conflict(item):  # as it is without the suspects
            within = [f for f in self.diagnosis.findings if f.members <= active]
            kinds = {f.kind for f in within if item in f.members}
        if not self.diagnosis.complete:
            return Verdict.UNDECIDED, None
        if Kind.ROUNDING in kinds:
            return Verdict.ROUNDING, None
        if Kind.CONDITIONAL in kinds:
            return Verdict.CONDITIONAL, None
        return self._support(item, active)

    def in_conflict(self, item: int) -> bool:
        """Tell whether a claim is in a conflict between loose sets."""
        return bool(conflicts_of(self.diagnosis.findings, item))

    def suspected(self, item: int) -> bool:
        """Tell whether some cheapest correction withdraws a claim that is in a conflict."""
        return not self.suspects or not self.diagnosis.complete or item in self.suspects

    def others(self, item: int, active: frozenset[int]) -> frozenset[int]:
        """Return the active items that can test a claim: not itself nor what restates it."""
        return active - self.alike(item)

    def alike(self, item: int) -> frozenset[int]:
        """Return a claim and those that restate it."""
        return self._restating.get(item, frozenset((item,)))

    def usable(self, items: frozenset[int]) -> frozenset[int]:
        """Return the constraints of items: at face where they can all hold, else loosely.

        Where they cannot hold even loosely, those in no conflict count alone.
        """
        blamed = frozenset(
            member
            for finding in self.diagnosis.findings
            if finding.kind is Kind.CONFLICT
            for member in finding.members
        )
        soft = frozenset(i for i in items if self.component.items[i].soft)
        for chosen in (items, items - soft, items - blamed, items - blamed - soft):
            for level in (Level.FACE, Level.LOOSE):
                if self._holds(chosen, level):
                    return self.component.constraints(chosen, level)
        return frozenset(self.component.hard)

    def variable(self, item: int) -> int:
        """Return what a claim is about: its first reading that fits, else its first."""
        options = self.component.items[item].options
        fitting = self.fitting(item)
        if options:
            variable = options[fitting[0] if fitting else 0].variable
        else:
            found = self.component.items[item].variable
            assert found is not None
            variable = found
        return self.component.local[variable]

    def fitting(self, item: int) -> tuple[int, ...]:
        """Return a claim's options that can hold with everything that is in no conflict."""
        options = self.component.items[item].options
        if not options:
            return ()
        blamed = {
            member
            for finding in self.diagnosis.findings
            if finding.kind is Kind.CONFLICT
            for member in finding.members
        }
        rest = [
            other
            for other in self.regular
            if other != item and other not in blamed and not self.component.items[other].soft
        ]
        constraints = self.component.constraints(rest, Level.LOOSE)
        return tuple(
            number
            for number in range(len(options))
            if self.component.decide(constraints | {self.component.option(item, number)}).answer
            is not Answer.INCONSISTENT
        )

    def implied(self, item: int, active: frozenset[int]) -> Bounds | None:
        """Return what rules, assumptions and the other claims leave of a claim's quantity."""
        return self.component.bounds(self.variable(item), self.usable(self.others(item, active)))

    def touching(self, active: frozenset[int]) -> frozenset[int]:
        """Return claims that agree only where the ends that rounding gave them meet."""
        for level, opened in (
            (Level.LOOSE, Level.OPEN_LOOSE),
            (Level.FACE, Level.OPEN_FACE),
        ):
            if not self._holds(active, level):
                continue
            if self.component.test(active, opened).answer is not Answer.INCONSISTENT:
                continue
            needed = set(active)
            for item in sorted(active):
                if self.component.test(frozenset(needed - {item}), opened).answer is (
                    Answer.INCONSISTENT
                ):
                    needed.remove(item)
            return frozenset(needed)
        return frozenset()

    def _holds(self, items: frozenset[int], level: Level) -> bool:
        if any(items <= known for known in self._holding[level]):
            return True
        for finding in self.diagnosis.findings:
            applies = finding.kind is Kind.CONFLICT or (
                level is Level.FACE and finding.kind is Kind.ROUNDING
            )
            if applies and finding.members <= items:
                return False
        if self.component.test(items, level).answer is not Answer.CONSISTENT:
            return False
        self._holding[level].append(items)
        return True

    def _support(self, item: int, active: frozenset[int]) -> tuple[Verdict, Missing | None]:
        others = self.others(item, active)
        variable = self.variable(item)
        found = self.component.bounds(variable, self.usable(others))
        if found is None or not found.because:
            return Verdict.UNTESTED, None
        loose = self._loose(item)
        apart = others & self._assumed
        if self.lineages[self.component.items[item].id].known:
            apart = frozenset(other for other in others if self._apart(item, other))
        if self._corroborates(variable, self.usable(apart), loose):
            return Verdict.CORROBORATED, None
        tight = self._tight(variable, found.values, loose)
        return Verdict.CONSISTENT, self._missing(item, found.values, tight, others)

    def _corroborates(self, variable: int, apart: frozenset[int], loose: Values) -> bool:
        """Tell whether claims of others leave a tight set; exactly only where that may matter."""
        rough = self.component.rough(variable, apart)
        if isinstance(rough, Interval) and not isinstance(loose, frozenset):
            tight = self._tight(variable, rough, loose)
            span = width(rough)
            if not tight and span is None:
                return False
            narrower = rough if span is None else _narrower(rough, span)
            if span is not None and self._tight(variable, narrower, loose) == tight:
                return tight and rough != self.component.rough(variable, self._unclaimed(apart))
        alone = self.component.bounds(variable, apart)
        return (
            alone is not None
            and self._claims(alone.because)
            and self._tight(variable, alone.values, loose)
        )

    def _tight(self, variable: int, values: Values, loose: Values) -> bool:
        """Whether a set meets a claim's and is no wider than it, or than ± 10 %.

        The days of a date are counted from a day that means nothing, so that no share of them does.
        """
        if not agree(values, loose):
            return False
        if isinstance(values, frozenset):
            return len(values) == 1
        span, own = width(values), width(loose)
        if span is None:
            return False
        if own is not None and span <= own:
            return True
        assert values.lower is not None
        assert values.upper is not None
        dated = self.component.variables[variable].domain == "date"
        return not dated and span <= _TIGHT * abs(values.lower + values.upper) / 2

    def _unclaimed(self, constraints: frozenset[int]) -> frozenset[int]:
        """Return some constraints without those of claims."""
        items = self.component.items
        return frozenset(
            each
            for each in constraints
            if all(items[n].role is not Role.CLAIM for n in self.component.items_of((each,)))
        )

    def _loose(self, item: int) -> Values:
        claim = self.claims[self.component.items[item].id]
        options = self.component.items[item].options
        fitting = self.fitting(item)
        name = options[fitting[0] if fitting else 0].reading if options else ""
        return next((r.loose for r in claim.readings if r.name == name), claim.readings[0].loose)

    def _apart(self, item: int, other: int) -> bool:
        """Whether another item may corroborate: an assumption, or a claim independent of this."""
        own, their = self.component.items[item], self.component.items[other]
        if their.role is Role.ASSUMPTION:
            return True
        return independent(self.lineages[own.id], self.lineages[their.id])

    def _claims(self, ids: Iterable[str]) -> bool:
        return any(id_ in self.claims for id_ in ids)

    def _missing(self, item: int, values: Values, tight: bool, others: frozenset[int]) -> Missing:
        if not isinstance(values, frozenset) and (values.lower is None or values.upper is None):
            return Missing.SIDE
        if not tight:
            return Missing.TIGHTNESS
        own = self.lineages[self.component.items[item].id]
        known = own.known and all(
            self.lineages[self.component.items[other].id].known
            for other in others
            if self.component.items[other].role is Role.CLAIM
        )
        return Missing.INDEPENDENCE if known else Missing.LINEAGE


def conflicts_of(findings: Iterable[Finding], item: int) -> list[Finding]:
    """Return the conflicts between loose sets that an item is certainly in."""
    return [f for f in findings if f.kind is Kind.CONFLICT and item in f.certain]


def _narrower(values: Interval, span: Fraction) -> Interval:
    """Return an interval without what rounding outward may have added, and more."""
    assert values.lower is not None
    assert values.upper is not None
    size = max(abs(values.lower), abs(values.upper), span) * _ROUNDED
    return replace(values, lower=values.lower + size, upper=values.upper - size)
