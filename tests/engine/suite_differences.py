"""Where the whole program and the oracle differ on one generated suite."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import suites
from bound_differences import beyond
from differences import Found
from meaning import Choice, WildSuite
from oracle import Minimal, Oracle, minimal
from relations import Joined, Relation
from wild_suites import wild_suite

from verify.certificate import certificate
from verify.config import Budget, Config
from verify.diagnose import Kind
from verify.interval import Interval
from verify.pipeline import check_facts
from verify.recheck import load, recheck
from verify.verdicts import Judgement, Status, Verdict

CONFIG = Config(budget=Budget(revisions=4_000, subsets=200, z3_resources=100_000))
_MOST = 9  # readings and claims without any, beyond which choices are not all tried
Ids = frozenset[str]


@dataclass(frozen=True)
class Expected:
    """What the oracle says of a suite: minimal sets by severity, as far as it knew."""

    conflicts: Minimal
    rounding: Minimal
    conditional: frozenset[frozenset[int]] | None  # None where it does not know
    explicit: bool


class Understood:
    """A generated suite with its oracle: rules, then each entry's sets, then its choices."""

    def __init__(self, suite: WildSuite) -> None:
        self.suite = suite
        relations: list[Relation] = list(suite.rules)
        self.hard = (1 << len(relations)) - 1
        self.loose: list[int] = []
        self.face: list[int] = []
        self.choices: list[list[int]] = []
        self.conditions: list[list[int | None]] = []

        def enter(relation: Relation) -> int:
            relations.append(relation)
            return len(relations) - 1

        for entry in suite.entries:
            self.loose.append(enter(_some(_met(c, c.loose) for c in entry.choices)))
            self.face.append(enter(_some(_met(c, c.face) for c in entry.choices)))
            many = entry.choices if len(entry.choices) > 1 else ()
            self.choices.append([enter(_met(c, c.loose)) for c in many])
            self.conditions.append(
                [None if c.condition is None else enter(c.condition) for c in many]
            )
        self.oracle = Oracle(suite.variables, relations)
        self.oracle.try_point(suite.planted)

    def holds(self, relations: Iterable[int]) -> bool | None:
        """Ask whether the rules and some relations can all hold."""
        return self.oracle.consistent(self.hard | sum(1 << n for n in set(relations)))

    def level(self, members: Iterable[int], sets: list[int]) -> bool | None:
        """Ask whether the rules and some entries can all hold, at a level."""
        return self.holds(sets[member] for member in members)

    def expected(self) -> Expected:
        """Find every minimal set by trying all subsets."""
        firm = [n for n, entry in enumerate(self.suite.entries) if not entry.soft]
        conflicts = _named(firm, minimal(len(firm), lambda s: self._of(firm, s, self.loose)))
        rounding = _named(firm, minimal(len(firm), lambda s: self._of(firm, s, self.face)))
        conditional: frozenset[frozenset[int]] | None = frozenset()
        explicit = any(entry.soft for entry in self.suite.entries) or any(self.choices)
        if explicit:
            conditional = self._conditional(conflicts)
        return Expected(conflicts, rounding, conditional, explicit)

    def _of(self, items: list[int], chosen: frozenset[int], sets: list[int]) -> bool | None:
        return self.level((items[number] for number in chosen), sets)

    def _conditional(self, conflicts: Minimal) -> frozenset[frozenset[int]] | None:
        """Find the sets refuted only by some choice of readings, or only by a judgement."""
        entries: list[tuple[int, int, int | None]] = []  # owner, relation, condition
        for owner, whole in enumerate(self.loose):
            if self.choices[owner]:
                pairs = zip(self.choices[owner], self.conditions[owner], strict=True)
                entries += [(owner, relation, condition) for relation, condition in pairs]
            else:
                entries.append((owner, whole, None))
        if len(entries) > _MOST or not conflicts.known:
            return None
        groups = [
            frozenset(n for n, entry in enumerate(entries) if entry[0] == owner)
            for owner in range(len(self.loose))
        ]
        found = minimal(
            len(entries), lambda s: self.holds(entries[number][1] for number in s), groups
        )
        if not found.known:
            return None
        sets = set()
        for conflict in found.conflicts:
            conditions = [entries[n][2] for n in conflict]
            possible = self.holds(each for each in conditions if each is not None)
            if possible is None:
                return None
            members = frozenset(entries[n][0] for n in conflict)
            if possible and not any(known <= members for known in conflicts.conflicts):
                sets.add(members)
        return frozenset(sets)

    def some_choice_fails(self, members: Iterable[int]) -> bool | None:
        """Tell whether some choice of readings refutes some entries."""
        answers = [
            self.holds(chosen)
            for chosen in itertools.product(
                *(self.choices[member] or [self.loose[member]] for member in members)
            )
        ]
        return True if False in answers else None if None in answers else False


def of_suite(seed: int, shape: str = "") -> Found:
    """Compare what the program says of the suite of a seed."""
    suite = wild_suite(seed, shape)
    found = Found()
    found.counts["suites"] += 1
    judgement = check_facts(suites.facts_of(suite.text), replace(CONFIG, certificates=True))
    _recheck(found, judgement)
    if judgement.status is Status.INVALID and any(
        each.code == "undefined-rule" for each in judgement.diagnostics
    ):
        found.counts["undefined rules"] += 1
        return found
    compare_judgement(found, Understood(suite), judgement)
    found.wrong = [f"suite {suite.shape} {seed}: {each}" for each in found.wrong]
    return found


def _recheck(found: Found, judgement: Judgement) -> None:
    """Have every proof followed and every witness evaluated by what imports nothing of ours."""
    if judgement.certificate is None:
        return
    written = json.dumps(certificate([judgement.certificate])).encode()
    report = recheck(load(written))
    found.counts["proofs rechecked"] += report.conflicts
    found.counts["witnesses rechecked"] += report.sets
    found.counts["without a proof or witness"] += report.uncertified
    for failure in report.failures:
        _wrong(found, "not rechecked", f"the certificate fails: {failure.reason}")


def compare_judgement(found: Found, understood: Understood, judgement: Judgement) -> None:
    """Compare a judgement with what the oracle says."""
    counts = found.counts
    found.rungs.update(dict(judgement.statistics))
    counts[f"status {judgement.status.value}"] += 1
    if any(each.code == "unproved-refutation" for each in judgement.diagnostics):
        _wrong(found, "doubted", "a refutation of ours is not borne out by its proof")
    rules = understood.holds(())
    if judgement.status is Status.INVALID:
        if rules:
            _wrong(found, "wrong verdicts", "rules that can hold are called contradictory")
        return
    if rules is False:
        counts["contradictory rules not seen"] += 1
        if judgement.status is not Status.UNDECIDED and judgement.complete:
            _wrong(found, "wrong verdicts", "contradictory rules are not called so")
        return
    counts["judged"] += 1
    counts["incomplete"] += not judgement.complete
    expected = understood.expected()
    _compare_sets(found, understood, judgement, expected)
    _compare_corrections(found, understood, judgement, expected)
    _compare_verdicts(found, understood, judgement, expected)
    _compare_bounds(found, understood, judgement)
    _compare_ends(found, understood, judgement, expected)


def _wrong(found: Found, count: str, sentence: str) -> None:
    found.counts[count] += 1
    found.wrong.append(sentence)


def _compare_sets(
    found: Found, understood: Understood, judgement: Judgement, expected: Expected
) -> None:
    entries = understood.suite.entries
    numbers = {entry.id: number for number, entry in enumerate(entries)}
    listed: dict[Kind, set[frozenset[int]]] = {kind: set() for kind in Kind}
    for conflict in judgement.conflicts:
        members = frozenset(numbers[id_] for id_ in conflict.members)
        listed[conflict.severity].add(members)
        found.sizes[len(members)] += 1
        found.counts[f"{conflict.severity.value} sets"] += 1
        shown = f"{conflict.severity.value} {sorted(conflict.members)}"
        if conflict.severity is Kind.CONDITIONAL:
            if understood.some_choice_fails(members) is False:
                _wrong(found, "false conflicts", f"{shown} holds under every choice")
            firm = not any(entries[member].soft for member in members)
            if firm and understood.level(members, understood.loose) is False:
                if judgement.complete:
                    _wrong(found, "false conflicts", f"{shown} holds under no choice")
                found.counts["conflicts seen as conditional, incomplete"] += 1
            found.counts["multi-reading sets"] += any(
                len(entries[member].choices) > 1 for member in members
            )
            continue
        sets = understood.loose if conflict.severity is Kind.CONFLICT else understood.face
        if understood.level(members, sets):
            _wrong(found, "false conflicts", f"{shown} can hold")
        if sets is understood.face and understood.level(members, understood.loose) is False:
            _wrong(found, "false conflicts", f"{shown} cannot hold even loosely")
        if conflict.minimal and any(
            understood.level(members - {member}, sets) is False for member in members
        ):
            _wrong(found, "wrongly minimal", f"{shown} is not minimal")
    if not judgement.complete:
        return
    _missed(found, understood, "conflicts", expected.conflicts.conflicts - listed[Kind.CONFLICT])
    if expected.conflicts.known:
        rounding = expected.rounding.conflicts - expected.conflicts.conflicts
        _missed(found, understood, "rounding", rounding - listed[Kind.ROUNDING])
    if expected.conditional is not None:
        missed = expected.conditional - listed[Kind.CONDITIONAL]
        _missed(found, understood, "conditional", missed)
        extra = listed[Kind.CONDITIONAL] - expected.conditional
        if extra:
            ids = [sorted(entries[member].id for member in members) for members in extra]
            _wrong(found, "wrongly minimal", f"conditional but not by the oracle: {ids}")


def _missed(
    found: Found, understood: Understood, kind: str, missed: frozenset[frozenset[int]]
) -> None:
    if missed:
        entries = understood.suite.entries
        ids = [sorted(entries[member].id for member in members) for members in missed]
        _wrong(found, "missed", f"missed {kind} {ids}")


def _compare_corrections(
    found: Found, understood: Understood, judgement: Judgement, expected: Expected
) -> None:
    """Compare every way to correct each component once with the corrections of the whole."""
    if not judgement.complete or not expected.conflicts.known:
        return
    numbers = {entry.id: number for number, entry in enumerate(understood.suite.entries)}
    whole = {
        frozenset(numbers[id_] for part in parts for id_ in part)
        for parts in itertools.product(*judgement.corrections)
    } - {frozenset()}
    if whole != expected.conflicts.corrections:
        _wrong(
            found,
            "wrong corrections",
            f"corrections {_sorted(whole)} against {_sorted(expected.conflicts.corrections)}",
        )


def _compare_verdicts(
    found: Found, understood: Understood, judgement: Judgement, expected: Expected
) -> None:
    if not judgement.complete or not expected.conflicts.known or not expected.rounding.known:
        return
    conflicts = expected.conflicts.conflicts
    rounding = expected.rounding.conflicts - conflicts
    fewest = min(map(len, expected.conflicts.corrections), default=0)
    cheapest = [each for each in expected.conflicts.corrections if len(each) == fewest]
    numbers = {entry.id: number for number, entry in enumerate(understood.suite.entries)}
    for claim in judgement.claims:
        number, said = numbers[claim.claim.id], claim.verdict
        found.counts[f"verdict {said.value}"] += 1
        if any(number in members for members in conflicts):
            right = {Verdict.CONFLICT if any(number in c for c in cheapest) else Verdict.DISPUTED}
        elif any(number in members for members in rounding):
            right = {Verdict.ROUNDING}
        elif expected.conditional is None:
            continue
        elif any(number in members for members in expected.conditional):
            right = {Verdict.CONDITIONAL}
        else:
            right = {Verdict.CORROBORATED, Verdict.CONSISTENT, Verdict.UNTESTED}
        if said not in right:
            names = " or ".join(sorted(each.value for each in right))
            _wrong(found, "wrong verdicts", f"{claim.claim.id} is {said.value}, not {names}")


def _compare_bounds(found: Found, understood: Understood, judgement: Judgement) -> None:
    """Look for solutions outside of a bound that should hold them all."""
    suite = understood.suite
    numbers = {entry.id: number for number, entry in enumerate(suite.entries)}
    places = {variable.id: index for index, variable in enumerate(suite.variables)}
    blamed = {
        numbers[id_]
        for conflict in judgement.conflicts
        for id_ in conflict.members
        if conflict.severity is Kind.CONFLICT
    }
    for point, held in understood.oracle.points:
        if understood.hard & ~held:
            continue
        at_face = {n for n in range(len(suite.entries)) if held >> understood.face[n] & 1}
        if at_face >= set(range(len(suite.entries))) - blamed:
            for quantity in judgement.quantities:
                index = places[quantity.id]
                if at_face >= set(range(len(suite.entries))):
                    _inside(found, suite, index, point[index], quantity.values)
        for claim in judgement.claims:
            own = numbers[claim.claim.id]
            others = set(range(len(suite.entries))) - {own}
            if len(suite.entries[own].choices) == 1 and at_face >= others and own not in blamed:
                index = suite.entries[own].choices[0].index
                _inside(found, suite, index, point[index], claim.implied)


def _compare_ends(
    found: Found, understood: Understood, judgement: Judgement, expected: Expected
) -> None:
    """Ask the oracle for a solution beyond each end of a bound, with every premise at face."""
    suite, oracle = understood.suite, understood.oracle
    if oracle.exhaustive:
        return
    numbers = {entry.id: number for number, entry in enumerate(suite.entries)}
    places = {variable.id: index for index, variable in enumerate(suite.variables)}
    everyone = frozenset(range(len(suite.entries)))
    kept = everyone
    if judgement.complete and expected.conflicts.known:
        fewest = min(map(len, expected.conflicts.corrections), default=0)
        for correction in expected.conflicts.corrections:
            kept -= correction if len(correction) == fewest else frozenset()

    def at_face(members: frozenset[int]) -> int:
        return understood.hard | sum(1 << understood.face[member] for member in members)

    bounds = [(kept, places[each.id], each.values) for each in judgement.quantities]
    for claim in judgement.claims:
        own = numbers[claim.claim.id]
        if len(suite.entries[own].choices) == 1 and claim.implied is not None:
            bounds.append((everyone - {own}, suite.entries[own].choices[0].index, claim.implied))
    wrong, held = beyond(
        oracle,
        [
            (at_face(members), index, values)
            for members, index, values in bounds
            if isinstance(values, Interval) and suite.variables[index].domain != "date"
        ],
    )
    found.counts["ends"] += held
    for sentence in wrong:
        _wrong(found, "wrong bounds", sentence)


def _inside(found: Found, suite: WildSuite, index: int, at: object, values: object) -> None:
    if suite.variables[index].domain == "date" or values is None:
        return
    found.counts["bounds"] += 1
    if isinstance(values, Interval):
        inside = isinstance(at, Fraction) and at in values
    else:
        assert isinstance(values, frozenset)
        inside = at in values
    if not inside:
        name = suite.variables[index].id
        _wrong(found, "wrong bounds", f"{name} may be {at}, outside of {values}")


def _met(choice: Choice, said: Relation) -> Relation:
    return said if choice.condition is None else Joined("and", (said, choice.condition))


def _some(parts: Iterable[Relation]) -> Relation:
    found = tuple(parts)
    return found[0] if len(found) == 1 else Joined("or", found)


def _named(items: list[int], found: Minimal) -> Minimal:
    def named(sets: frozenset[frozenset[int]]) -> frozenset[frozenset[int]]:
        return frozenset(frozenset(items[number] for number in each) for each in sets)

    return Minimal(named(found.conflicts), named(found.corrections), found.known)


def _sorted(sets: Iterable[frozenset[int]]) -> list[list[int]]:
    return sorted(sorted(each) for each in sets)
