"""Laws of the judgement: what may change in a suite without changing what is said of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import suites
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from suites import Stated, Written, decimal

from verify import question
from verify.diagnose import Kind
from verify.interval import Interval
from verify.system import Constraint, System
from verify.verdicts import Judgement, Status

EXAMPLES = 60
LAW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
ANSWERS = 2_000_000  # Z3's steps for one question


@dataclass(frozen=True)
class Bracket:
    """What a claim says: an interval with its brackets, around its middle."""

    lower: Fraction
    upper: Fraction
    lower_open: bool = False
    upper_open: bool = False

    def text(self, factor: Fraction = Fraction(1), unit: str = "") -> str:
        """Write it in a unit so many times as small."""
        low, high = decimal(self.lower * factor), decimal(self.upper * factor)
        left, right = "([)]"[1 - self.lower_open], "([)]"[3 - self.upper_open]
        return f"{left}{low}, {high}{right} {unit}".rstrip()


@dataclass(frozen=True)
class Drawn:
    """A suite: its rules, its claims by quantity, and the values that were planted."""

    quantities: tuple[str, ...]
    rules: tuple[str, ...]
    claims: tuple[tuple[str, str, Bracket], ...]  # id, quantity, what it says
    planted: dict[str, Fraction]
    honest: bool  # whether the planted values satisfy every claim

    def written(self) -> Written:
        """Return the suite to be judged."""
        stated = [Stated(id_, about, said.text()) for id_, about, said in self.claims]
        return Written(dict.fromkeys(self.quantities, "unit: 1"), self.rules, stated)

    def judged(self) -> Judgement:
        """Judge it."""
        return suites.judged(self.written().text)


@st.composite
def drawn_suites(draw: st.DrawFn, honest: bool | None = None) -> Drawn:
    """Draw three to five quantities tied by rules, and claims that mostly, or only just, fit."""
    halves = st.integers(-8, 12).map(lambda n: Fraction(n, 2))
    planted = {f"q{n}": draw(halves) for n in range(draw(st.integers(2, 3)))}
    rules: list[str] = []
    for n in range(len(planted), len(planted) + draw(st.integers(1, 2))):
        a, b = draw(st.sampled_from(sorted(planted))), draw(st.sampled_from(sorted(planted)))
        operator = draw(st.sampled_from(["+", "-", "*", "*"]))
        x, y = planted[a], planted[b]
        planted[f"q{n}"] = {"+": x + y, "-": x - y, "*": x * y}[operator]
        rules.append(f"q{n} == {a} {operator} {b}")
    if draw(st.booleans()):
        a, b = draw(st.sampled_from(sorted(planted))), draw(st.sampled_from(sorted(planted)))
        if planted[a] <= planted[b] and a != b:
            rules.append(f"{a} {'<' if planted[a] < planted[b] else '<='} {b}")
    a, b = draw(st.sampled_from(sorted(planted))), draw(st.sampled_from([*sorted(planted), "0"]))
    if draw(st.booleans()) and planted[a] != planted.get(b, Fraction(0)):
        rules.append(f"{a} != {b}")
    claims = []
    truthful = True
    for number in range(draw(st.integers(2, 6))):
        about = draw(st.sampled_from(sorted(planted)))
        value = planted[about]
        below, above = (Fraction(draw(st.integers(0, 3)), 4) for _ in range(2))
        left = below > 0 and draw(st.booleans())
        right = above > 0 and draw(st.booleans())
        said = Bracket(value - below, value + above, left, right)
        lie = 0 if honest else draw(st.sampled_from([0, 0, 0, 1, 2]))
        if lie == 1:  # missed by strictness alone
            said = Bracket(value, value + above + 1, lower_open=True)
        elif lie == 2:
            said = replace(said, lower=said.lower + 3, upper=said.upper + 3)
        truthful &= not lie
        claims.append((f"c{number}", about, said))
    return Drawn(tuple(sorted(planted)), tuple(rules), tuple(claims), planted, truthful)


Saying = tuple[object, ...]


def said_of(judgement: Judgement) -> Saying:
    """Return everything a judgement says that does not depend on where things are written."""
    return (
        judgement.status,
        judgement.complete,
        {claim.claim.id: (claim.verdict, claim.otherwise) for claim in judgement.claims},
        {claim.claim.id: (claim.implied, claim.because) for claim in judgement.claims},
        [(c.claims, c.severity, c.minimal, c.gap, c.fixes, c.group) for c in judgement.conflicts],
        judgement.corrections,
        {each.id: (each.values, each.because) for each in judgement.quantities},
    )


def conflicts_of(judgement: Judgement, kind: Kind = Kind.CONFLICT) -> set[frozenset[str]]:
    return {frozenset(c.claims) for c in judgement.conflicts if c.severity is kind}


@given(drawn_suites(), st.randoms(use_true_random=False))
@LAW
def test_the_order_of_claims_rules_and_quantities_changes_nothing(
    drawn: Drawn, shuffle: random.Random
) -> None:
    parts: list[list[object]] = [list(drawn.quantities), list(drawn.rules), list(drawn.claims)]
    for part in parts:
        shuffle.shuffle(part)
    other = replace(
        drawn,
        quantities=tuple(map(str, parts[0])),
        rules=tuple(map(str, parts[1])),
        claims=tuple(each for each in parts[2] if isinstance(each, tuple)),
    )
    assert said_of(drawn.judged()) == said_of(other.judged())


@given(drawn_suites(), st.randoms(use_true_random=False))
@LAW
def test_the_files_that_claims_stand_in_change_nothing(
    drawn: Drawn, shuffle: random.Random
) -> None:
    written = drawn.written()
    claims = list(written.claims)
    shuffle.shuffle(claims)
    cut = shuffle.randint(0, len(claims))
    ground = replace(written, claims=()).text.replace("claims: []\n", "")
    files = [suites.claims_file(part) for part in (claims[:cut], claims[cut:])]
    shuffle.shuffle(files)
    assert said_of(suites.judged(ground, *files)) == said_of(drawn.judged())


@given(drawn_suites(), st.sampled_from([("kW", 1000), ("W", 1_000_000), ("GW", Fraction(1, 1000))]))
@LAW
def test_an_exact_change_of_unit_changes_no_verdict(
    drawn: Drawn, change: tuple[str, Fraction | int]
) -> None:
    unit, factor = change
    linear = tuple(rule for rule in drawn.rules if "*" not in rule)
    assume(linear)
    here, there = (
        Written(
            dict.fromkeys(drawn.quantities, f"unit: {declared}"),
            linear,
            [
                Stated(id_, about, said.text(Fraction(times), used))
                for id_, about, said in drawn.claims
            ],
        )
        for declared, used, times in (("MW", "MW", 1), ("MW", unit, factor))
    )
    assert said_of(suites.judged(here.text)) == said_of(suites.judged(there.text))
    declared = replace(there, quantities=dict.fromkeys(drawn.quantities, f"unit: {unit}"))
    one, other = suites.judged(here.text), suites.judged(declared.text)
    assert said_of(one)[:3] == said_of(other)[:3]
    assert one.corrections == other.corrections


@given(drawn_suites(), st.data())
@LAW
def test_a_wider_figure_never_makes_a_conflict(drawn: Drawn, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(drawn.claims) - 1))
    id_, about, said = drawn.claims[number]
    wider = Bracket(said.lower - data.draw(st.integers(0, 2)), said.upper + 1)
    claims = (*drawn.claims[:number], (id_, about, wider), *drawn.claims[number + 1 :])
    before, after = drawn.judged(), replace(drawn, claims=claims).judged()
    assume(before.complete and after.complete)
    for conflict in conflicts_of(after):
        assert any(known <= conflict for known in conflicts_of(before))


@given(drawn_suites(), st.data())
@LAW
def test_an_added_claim_never_removes_a_conflict(drawn: Drawn, data: st.DataObject) -> None:
    assume(len(drawn.claims) > 1)
    number = data.draw(st.integers(0, len(drawn.claims) - 1))
    fewer = replace(drawn, claims=drawn.claims[:number] + drawn.claims[number + 1 :])
    before, after = fewer.judged(), drawn.judged()
    assume(before.complete and after.complete)
    assert conflicts_of(before) <= conflicts_of(after)


@given(drawn_suites())
@LAW
def test_conflicts_and_corrections_are_minimal_according_to_z3(drawn: Drawn) -> None:
    judgement = drawn.judged()
    system = suites.compiled(drawn.written().text).system
    everything = frozenset(id_ for id_, _, _ in drawn.claims)
    assert judgement.status is not Status.INVALID
    for conflict in conflicts_of(judgement):
        assert _asked(system, conflict) is not True
        for claim in conflict:
            assert _asked(system, conflict - {claim}) is not False
    for component in judgement.corrections:
        others = {c for part in judgement.corrections if part is not component for c in part[0]}
        for correction in component:
            rest = everything - set(correction) - others
            assert _asked(system, rest) is not False
            for claim in correction:
                assert _asked(system, rest | {claim}) is not True
    whole = _asked(system, everything)
    if judgement.complete and whole is not None:
        assert whole == (judgement.status is not Status.CONFLICT)


@given(drawn_suites(honest=True))
@LAW
def test_a_solution_lies_in_every_bound(drawn: Drawn) -> None:
    judgement = drawn.judged()
    assert not judgement.conflicts
    assert judgement.status in (Status.CONSISTENT, Status.UNDECIDED)
    for each in judgement.quantities:
        assert _holds(each.values, drawn.planted[each.id])
    for claim in judgement.claims:
        if claim.implied is not None:
            assert _holds(claim.implied, drawn.planted[claim.variable])


@given(drawn_suites())
@LAW
def test_what_is_left_after_a_correction_is_consistent(drawn: Drawn) -> None:
    judgement = drawn.judged()
    assume(judgement.corrections and judgement.complete)
    gone = {claim for component in judgement.corrections for claim in component[0]}
    kept = tuple(claim for claim in drawn.claims if claim[0] not in gone)
    assert replace(drawn, claims=kept).judged().status is Status.CONSISTENT


def test_the_generator_makes_conflicts_of_every_size() -> None:
    sizes: set[int] = set()
    several = 0

    @given(drawn_suites())
    @settings(LAW, max_examples=120, derandomize=True)
    def drawn_suite(drawn: Drawn) -> None:
        nonlocal several
        found = conflicts_of(drawn.judged())
        sizes.update(map(len, found))
        several += len(found) > 1

    drawn_suite()
    assert {1, 2, 3} <= sizes or {2, 3} <= sizes
    assert several >= 10


def _holds(values: object, point: Fraction) -> bool:
    assert isinstance(values, Interval)
    return point in values


def _asked(system: System, claims: Sequence[str] | frozenset[str]) -> bool | None:
    """Ask Z3, and nothing of ours, whether rules and some claims can all hold."""
    constraints: list[Constraint] = list(system.hard)
    constraints += [item.loose for item in system.items if item.id in claims]
    return question.ask(system.variables, constraints, ANSWERS).satisfiable
