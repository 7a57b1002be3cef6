"""Enumeration against brute force, where the truth is a list of minimal inconsistent sets."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from verify import conflicts
from verify.conflicts import (
    Answer,
    Conflict,
    ContradictoryTestError,
    Enumeration,
    Outcome,
    Test,
    enumerate_conflicts,
)

PLENTY = 10_000
Items = frozenset[int]


@dataclass(frozen=True)
class System:
    """A set is inconsistent just if it holds one of `bad`, of which none holds another."""

    count: int
    bad: tuple[Items, ...]
    groups: tuple[Items, ...] = ()

    def consistent(self, items: Items) -> bool:
        return not any(core <= items for core in self.bad)

    def free_of_rivals(self, items: Items) -> bool:
        return all(len(group & items) < 2 for group in self.groups)

    def conflicts(self) -> set[Items]:
        return {core for core in self.bad if self.free_of_rivals(core)}

    def largest(self) -> set[Items]:
        fit = [
            items
            for items in subsets(self.count)
            if self.consistent(items) and self.free_of_rivals(items)
        ]
        return {items for items in fit if not any(items < other for other in fit)}

    def corrections(self) -> set[Items]:
        return {frozenset(range(self.count)) - items for items in self.largest()} - {frozenset()}


def sets(*members: Iterable[int]) -> tuple[Items, ...]:
    return tuple(frozenset(items) for items in members)


def subsets(count: int) -> list[Items]:
    return [
        frozenset(items) for size in range(count + 1) for items in combinations(range(count), size)
    ]


def bare(system: System) -> Test:
    """Answer without a core or a witness's further items."""

    def test(items: Items) -> Outcome:
        return Outcome(Answer.CONSISTENT if system.consistent(items) else Answer.INCONSISTENT)

    return test


def helpful(system: System, seed: int) -> Test:
    """Answer with loose cores, and with witnesses that satisfy more than was asked."""

    def test(items: Items) -> Outcome:
        choose = random.Random(f"{seed} {sorted(items)}")
        cores = [core for core in system.bad if core <= items]
        if cores:
            extra = frozenset(item for item in sorted(items) if choose.random() < 0.3)
            return Outcome(Answer.INCONSISTENT, core=choose.choice(cores) | extra)
        satisfied = items
        for item in choose.sample(range(system.count), system.count // 2):
            if system.consistent(satisfied | {item}):
                satisfied |= {item}
        return Outcome(Answer.CONSISTENT, satisfied=satisfied)

    return test


def frugal(test: Test) -> Test:
    """Refuse a question whose answer follows from the ones given before."""
    refuted: list[Items] = []
    witnessed: list[Items] = []
    asked: set[Items] = set()

    def checked(items: Items) -> Outcome:
        assert items not in asked
        assert not any(core <= items for core in refuted)
        assert not any(items <= satisfied for satisfied in witnessed)
        asked.add(items)
        outcome = test(items)
        if outcome.answer is Answer.INCONSISTENT:
            refuted.append(items if outcome.core is None else outcome.core)
        elif outcome.answer is Answer.CONSISTENT:
            witnessed.append(items if outcome.satisfied is None else outcome.satisfied)
        return outcome

    return checked


def hesitant(test: Test, unsure: Callable[[Items], bool]) -> Test:
    """Answer unknown for some sets."""

    def checked(items: Items) -> Outcome:
        return Outcome(Answer.UNKNOWN) if unsure(items) else test(items)

    return checked


def antichain(bad: Iterable[Items]) -> tuple[Items, ...]:
    different = sorted(set(bad), key=lambda items: (len(items), sorted(items)))
    return tuple(items for items in different if not any(other < items for other in different))


@st.composite
def systems(draw: st.DrawFn, groups: bool = False, largest: int = 8) -> System:
    count = draw(st.integers(1, largest))
    some = st.frozensets(st.integers(0, count - 1), min_size=1, max_size=5)
    bad = antichain(draw(st.lists(some, max_size=10)))
    if not groups:
        return System(count, bad)
    edges = draw(st.lists(st.integers(0, count), max_size=2).map(sorted))
    starts, ends = [0, *edges], [*edges, count]
    return System(
        count, bad, tuple(frozenset(range(a, b)) for a, b in zip(starts, ends, strict=True))[1:]
    )


def ordered(found: Iterable[Items]) -> list[tuple[int, list[int]]]:
    return [(len(items), sorted(items)) for items in found]


def assert_exact(found: Enumeration, system: System) -> None:
    assert found.complete
    assert {conflict.members for conflict in found.conflicts} == system.conflicts()
    assert all(conflict.minimal for conflict in found.conflicts)
    assert set(found.largest) == system.largest()
    assert set(found.corrections) == system.corrections()
    assert_tidy(found, system)


def assert_tidy(found: Enumeration, system: System) -> None:
    everything = frozenset(range(system.count))
    members = ordered(conflict.members for conflict in found.conflicts)
    assert members == sorted(members)
    assert len({str(member) for member in members}) == len(members)
    corrections = ordered(found.corrections)
    assert corrections == sorted(corrections)
    withdrawn = [everything - items for items in found.largest]
    assert [items for items in withdrawn if items] == list(found.corrections)


def assert_sound(found: Enumeration, system: System) -> None:
    """Check that nothing wrong is claimed, whatever is missing."""
    for conflict in found.conflicts:
        assert not system.consistent(conflict.members)
        if conflict.minimal:
            assert conflict.members in system.conflicts()
    assert set(found.largest) <= system.largest()
    assert set(found.corrections) <= system.corrections()
    assert_tidy(found, system)
    if found.complete:
        assert_exact(found, system)


@pytest.mark.parametrize(
    ("count", "bad", "corrections"),
    [
        (3, sets({0, 1}), sets({0}, {1})),
        (3, sets({0, 1}, {1, 2}), sets({1}, {0, 2})),
        (3, sets({0, 1}, {0, 2}, {1, 2}), sets({0, 1}, {0, 2}, {1, 2})),
        (4, sets({0, 1}, {2, 3}), sets({0, 2}, {0, 3}, {1, 2}, {1, 3})),
        (3, sets({0, 1, 2}), sets({0}, {1}, {2})),
        (3, sets({1}), sets({1})),
        (2, sets({0}, {1}), sets({0, 1})),
        (5, sets({4}, {0, 1}, {0, 2, 3}), sets({0, 4}, {1, 2, 4}, {1, 3, 4})),
    ],
)
def test_small_systems_worked_by_hand(
    count: int, bad: tuple[Items, ...], corrections: tuple[Items, ...]
) -> None:
    found = enumerate_conflicts(count, bare(System(count, bad)), budget=PLENTY)
    assert found.conflicts == tuple(Conflict(items, minimal=True) for items in bad)
    assert found.corrections == corrections
    assert found.complete


@pytest.mark.parametrize("count", [0, 1, 7])
def test_one_test_is_enough_if_all_is_consistent(count: int) -> None:
    found = enumerate_conflicts(count, bare(System(count, ())), budget=1)
    everything = frozenset(range(count))
    assert found == Enumeration((), (), (everything,), complete=True, tests=1)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_rules_that_contradict_each_other_are_a_conflict_of_no_items(count: int) -> None:
    found = enumerate_conflicts(count, bare(System(count, sets(()))), budget=PLENTY)
    assert found.conflicts == (Conflict(frozenset(), minimal=True),)
    assert found.corrections == ()
    assert found.largest == ()
    assert found.complete


@pytest.mark.parametrize("count", [0, 3])
def test_a_test_that_never_knows_ends_and_claims_nothing(count: int) -> None:
    found = enumerate_conflicts(count, lambda _: Outcome(Answer.UNKNOWN), budget=PLENTY)
    assert (found.conflicts, found.corrections, found.largest) == ((), (), ())
    assert not found.complete
    assert found.tests <= 2**count


@given(systems())
@settings(deadline=None, max_examples=300)
def test_same_as_brute_force(system: System) -> None:
    found = enumerate_conflicts(system.count, frugal(bare(system)), budget=PLENTY)
    assert_exact(found, system)


@given(systems(), st.integers(0, 1000))
@settings(deadline=None, max_examples=300)
def test_same_as_brute_force_with_cores_and_witnesses(system: System, seed: int) -> None:
    found = enumerate_conflicts(system.count, frugal(helpful(system, seed)), budget=PLENTY)
    assert_exact(found, system)


@given(systems(groups=True), st.integers(0, 1000))
@settings(deadline=None, max_examples=300)
def test_same_as_brute_force_with_exclusive_groups(system: System, seed: int) -> None:
    test = frugal(helpful(system, seed))

    def guarded(items: Items) -> Outcome:
        assert system.free_of_rivals(items)
        return test(items)

    found = enumerate_conflicts(system.count, guarded, exclusive=system.groups, budget=PLENTY)
    assert_exact(found, system)


def test_readings_of_one_claim_are_largest_sets_of_their_own() -> None:
    system = System(3, sets({0, 2}), sets({0, 1}))
    found = enumerate_conflicts(3, bare(system), exclusive=system.groups, budget=PLENTY)
    assert found.conflicts == (Conflict(frozenset({0, 2}), minimal=True),)
    assert found.largest == sets({1, 2}, {0})
    assert found.corrections == sets({0}, {1, 2})


def test_a_witness_for_all_readings_does_not_hide_the_choices() -> None:
    def test(_: Items) -> Outcome:
        return Outcome(Answer.CONSISTENT, satisfied=frozenset(range(3)))

    found = enumerate_conflicts(3, test, exclusive=sets({0, 1}), budget=5)
    assert found.largest == sets({1, 2}, {0, 2})
    assert found.complete
    assert found.tests == 1


def test_free_seeds_end_with_the_budget_too() -> None:
    def test(_: Items) -> Outcome:
        return Outcome(Answer.CONSISTENT, satisfied=frozenset(range(40)))

    pairs = [frozenset({item, item + 20}) for item in range(20)]
    found = enumerate_conflicts(40, test, exclusive=pairs, budget=50)
    assert found.tests == 1
    assert not found.complete
    assert len(found.largest) == 50


@given(systems(groups=True), st.integers(0, 1000), st.sets(st.integers(0, 255)))
@settings(deadline=None, max_examples=400)
def test_unknown_answers_never_make_a_wrong_claim(
    system: System, seed: int, unsure: set[int]
) -> None:
    test = hesitant(helpful(system, seed), lambda items: sum(1 << item for item in items) in unsure)
    found = enumerate_conflicts(system.count, frugal(test), exclusive=system.groups, budget=PLENTY)
    assert_sound(found, system)


@given(systems(), st.integers(0, 7), st.integers(0, 1000))
@settings(deadline=None, max_examples=200)
def test_an_item_beyond_the_test_hides_no_conflict_beside_it(
    system: System, item: int, seed: int
) -> None:
    item %= system.count
    test = hesitant(helpful(system, seed), lambda items: item in items)
    found = enumerate_conflicts(system.count, test, budget=PLENTY)
    assert_sound(found, system)
    beside = {items for items in system.conflicts() if item not in items}
    assert {conflict.members for conflict in found.conflicts} >= beside
    assert all(conflict.minimal for conflict in found.conflicts if conflict.members in beside)


@given(systems(), st.integers(0, 7), st.integers(0, 1000))
@settings(deadline=None, max_examples=200)
def test_an_item_without_a_witness_hides_no_conflict(system: System, item: int, seed: int) -> None:
    item %= system.count
    test = hesitant(helpful(system, seed), lambda items: item in items and system.consistent(items))
    found = enumerate_conflicts(system.count, test, budget=PLENTY)
    assert_sound(found, system)
    assert {conflict.members for conflict in found.conflicts} == system.conflicts()


def test_a_conflict_is_not_minimal_if_a_smaller_set_is_unknown() -> None:
    system = System(3, sets({0, 1}))
    test = hesitant(bare(system), lambda items: items == {0})
    found = enumerate_conflicts(3, test, budget=PLENTY)
    # {0, 2} is consistent, so {0} is as well: nothing unknown matters
    assert found.complete

    test = hesitant(bare(system), lambda items: 0 in items and 1 not in items)
    found = enumerate_conflicts(3, test, budget=PLENTY)
    assert found.conflicts == (Conflict(frozenset({0, 1}), minimal=False),)
    assert found.corrections == sets({0})
    assert not found.complete


def test_an_item_beyond_the_test_costs_few_tests() -> None:
    test = hesitant(bare(System(40, ())), lambda items: 0 in items)
    found = enumerate_conflicts(40, test, budget=PLENTY)
    assert (found.conflicts, found.corrections, found.complete) == ((), (), False)
    assert found.tests < 20


def test_a_known_conflict_is_shrunk_even_if_what_is_around_it_is_unknown() -> None:
    test = hesitant(bare(System(5, sets({0, 1}))), lambda items: items != {0, 1})
    found = enumerate_conflicts(5, test, known=sets({0, 1, 2}), budget=PLENTY)
    assert found.conflicts == (Conflict(frozenset({0, 1}), minimal=False),)
    assert not found.complete


@given(systems(groups=True), st.integers(0, 1000), st.integers(0, 60))
@settings(deadline=None, max_examples=300)
def test_a_spent_budget_never_makes_a_wrong_claim(system: System, seed: int, budget: int) -> None:
    test = helpful(system, seed)
    found = enumerate_conflicts(system.count, test, exclusive=system.groups, budget=budget)
    assert found.tests <= budget
    assert_sound(found, system)


@given(systems(), st.integers(0, 1000), st.lists(st.frozensets(st.integers(0, 7)), max_size=4))
@settings(deadline=None, max_examples=200)
def test_known_conflicts_change_no_result(system: System, seed: int, extras: list[Items]) -> None:
    everything = frozenset(range(system.count))
    known = [core | extra & everything for core, extra in zip(system.bad, extras, strict=False)]
    found = enumerate_conflicts(
        system.count, frugal(helpful(system, seed)), known=known, budget=PLENTY
    )
    assert_exact(found, system)


def test_known_minimal_conflicts_save_their_tests() -> None:
    system = System(20, sets({0, 1}, {2, 3}, {4, 5, 6}))
    found = enumerate_conflicts(20, bare(system), known=system.bad, budget=PLENTY)
    assert found.complete
    assert found.tests == len(found.corrections) == 2 * 2 * 3


def test_a_known_conflict_between_rivals_is_no_conflict() -> None:
    system = System(3, sets({0, 2}), sets({0, 1}))
    found = enumerate_conflicts(
        3, bare(system), exclusive=system.groups, known=sets({0, 1}), budget=PLENTY
    )
    assert_exact(found, system)


def test_known_conflicts_are_reported_without_any_test() -> None:
    found = enumerate_conflicts(4, bare(System(4, ())), known=sets({0, 1, 2}, {0, 1}), budget=0)
    assert found.conflicts == (Conflict(frozenset({0, 1}), minimal=False),)
    assert not found.complete
    assert found.tests == 0


@given(systems(largest=12))
@settings(deadline=None, max_examples=100)
def test_corrections_are_the_minimal_hitting_sets_of_the_conflicts(system: System) -> None:
    found = enumerate_conflicts(system.count, bare(system), budget=PLENTY)
    hitting: list[Items] = [frozenset()]  # of the conflicts so far (Berge's multiplication)
    for conflict in found.conflicts:
        hitting = list(
            antichain(chosen | {item} for chosen in hitting for item in conflict.members)
        )
    assert set(found.corrections) == set(hitting) - {frozenset()}


@given(systems(groups=True), st.integers(0, 1000), st.integers(0, 100))
@settings(deadline=None, max_examples=100)
def test_same_questions_and_same_results_every_time(system: System, seed: int, budget: int) -> None:
    def run() -> tuple[list[Items], Enumeration]:
        asked: list[Items] = []
        test = helpful(system, seed)

        def noted(items: Items) -> Outcome:
            asked.append(items)
            return test(items)

        found = enumerate_conflicts(
            system.count, noted, exclusive=tuple(reversed(system.groups)), budget=budget
        )
        return asked, found

    assert run() == run()


def hypergraph(seed: int, count: int, edges: int, smallest: int, largest: int) -> System:
    choose = random.Random(seed)
    return System(
        count,
        antichain(
            frozenset(choose.sample(range(count), choose.randint(smallest, largest)))
            for _ in range(edges)
        ),
    )


@pytest.mark.parametrize("seed", range(3))
def test_small_conflicts_are_found_long_before_the_search_ends(seed: int) -> None:
    large = hypergraph(seed, 60, 80, smallest=6, largest=8)
    pairs = sets({0, 1}, {2, 30}, {58, 59})
    system = System(60, antichain((*large.bad, *pairs)))
    found = enumerate_conflicts(60, helpful(system, seed), budget=600)
    assert not found.complete
    assert [conflict.members for conflict in found.conflicts[:3]] == list(pairs)
    assert all(conflict.minimal for conflict in found.conflicts[:3])


def test_a_test_is_used_about_once_for_each_finding() -> None:
    system = hypergraph(7, 120, 8, smallest=2, largest=4)
    found = enumerate_conflicts(120, bare(system), budget=1500)
    assert {conflict.members for conflict in found.conflicts} == set(system.bad)
    findings = len(found.conflicts) + len(found.corrections)
    assert found.tests < 1.5 * findings


def test_seeds_stay_minimal_once_the_smallest_are_too_hard_to_prove(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = hypergraph(3, 11, 14, smallest=3, largest=5)
    reduced: list[int] = []
    original = conflicts._Map._reduced

    def noted(unexplored: conflicts._Map, items: int) -> int:
        reduced.append(items)
        return original(unexplored, items)

    monkeypatch.setattr(conflicts, "MAP_EFFORT", 1)
    monkeypatch.setattr(conflicts._Map, "_reduced", noted)
    found = enumerate_conflicts(11, frugal(bare(system)), budget=PLENTY)
    assert reduced
    assert_exact(found, system)


def test_the_generator_makes_hard_systems() -> None:
    def hard(system: System) -> bool:
        return len(system.groups) > 1 and len(system.conflicts()) > 3 and len(system.largest()) > 4

    quick = settings(max_examples=5_000, deadline=None, phases=[Phase.generate])
    assert hard(find(systems(groups=True), hard, settings=quick, random=random.Random(1)))


def test_a_test_that_contradicts_itself_is_an_error() -> None:
    def test(items: Items) -> Outcome:
        if items == {0, 1, 2}:
            return Outcome(Answer.INCONSISTENT)
        return Outcome(Answer.CONSISTENT, satisfied=frozenset({0, 1, 2}))

    with pytest.raises(ContradictoryTestError, match="was refuted before"):
        enumerate_conflicts(3, test, budget=PLENTY)


def test_a_conflict_known_wrongly_is_an_error() -> None:
    def test(_: Items) -> Outcome:
        return Outcome(Answer.CONSISTENT, satisfied=frozenset({0, 1, 2}))

    with pytest.raises(ContradictoryTestError, match="was refuted before"):
        enumerate_conflicts(3, test, known=sets({0, 1}), budget=PLENTY)


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (Outcome(Answer.INCONSISTENT, core=frozenset({2})), "a core must be a subset"),
        (Outcome(Answer.CONSISTENT, satisfied=frozenset({0})), "must hold the tested items"),
        (Outcome(Answer.CONSISTENT, satisfied=frozenset({0, 1, 2})), "must hold the tested items"),
    ],
)
def test_outcomes_that_speak_of_other_items_are_refused(outcome: Outcome, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        enumerate_conflicts(2, lambda _: outcome, budget=PLENTY)


def test_items_out_of_range_are_refused() -> None:
    test = bare(System(2, ()))
    with pytest.raises(ValueError, match="numbered from 0 to 1"):
        enumerate_conflicts(2, test, known=sets({2}), budget=1)
    with pytest.raises(ValueError, match="numbered from 0 to 1"):
        enumerate_conflicts(2, test, exclusive=sets({-1, 0}), budget=1)
