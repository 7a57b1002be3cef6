"""All conflicts and corrections: we, the same search with Z3's answers, and CPMpy's MARCO.

Wherever two of them come to their end they must have found the same.
"""

from __future__ import annotations

import statistics

import conflict_searches
import pytest
from benchmark_systems import Plain, Variant, plain_system, whole_system
from conflict_searches import Search
from once import once
from pytest_benchmark.fixture import BenchmarkFixture

pytestmark = pytest.mark.benchmark(group="all conflicts")
variants = pytest.mark.parametrize(
    "variant",
    [Variant.WRONG, Variant.ASSUMPTIONS, Variant.WITHDRAWN],
    ids=lambda variant: variant.name,
)


def systems(variant: Variant, full: bool) -> list[Plain]:
    """Draw the systems of one variant, of 8 to 20 claims each."""
    return [plain_system(seed, 8 + seed % 13, variant) for seed in range(26 if full else 3)]


def whole_systems(full: bool) -> list[Plain]:
    """Draw systems of whole numbers, of 5 to 10 claims each."""
    return [whole_system(seed, 5 + seed % 6) for seed in range(24 if full else 6)]


@variants
def test_our_search_and_that_with_z3_find_the_same(
    benchmark: BenchmarkFixture, variant: Variant, full: bool
) -> None:
    drawn = systems(variant, full)
    limits = (2000, 20.0) if full else (200, 2.0)
    ours = once(benchmark, lambda: [conflict_searches.ours(plain, *limits)[0] for plain in drawn])
    theirs = [conflict_searches.with_z3(plain, *limits) for plain in drawn]
    _compare(benchmark, ours, theirs)


@variants
def test_searching_with_z3(benchmark: BenchmarkFixture, variant: Variant, full: bool) -> None:
    drawn = systems(variant, full)
    limits = (2000, 20.0) if full else (200, 2.0)
    found = once(benchmark, lambda: [conflict_searches.with_z3(p, *limits) for p in drawn])
    assert any(search.complete for search in found)


@variants
def test_diagnosing_at_both_levels(
    benchmark: BenchmarkFixture, variant: Variant, full: bool
) -> None:
    drawn = systems(variant, full)
    found = once(benchmark, lambda: [conflict_searches.diagnosed(plain) for plain in drawn])
    benchmark.extra_info["complete"] = sum(each.complete for each in found) / len(found)
    assert any(diagnosis.findings for diagnosis in found)


def test_our_search_over_whole_numbers_and_that_with_z3_find_the_same(
    benchmark: BenchmarkFixture, full: bool
) -> None:
    drawn = whole_systems(full)
    ours = once(benchmark, lambda: [conflict_searches.ours(p, 2000, 20.0)[0] for p in drawn])
    _compare(benchmark, ours, [conflict_searches.with_z3(p, 2000, 20.0) for p in drawn])


def test_cpmpy_over_whole_numbers_finds_the_same(benchmark: BenchmarkFixture, full: bool) -> None:
    drawn = whole_systems(full)
    theirs = once(benchmark, lambda: [conflict_searches.with_cpmpy(plain) for plain in drawn])
    _compare(benchmark, [conflict_searches.ours(plain, 2000, 20.0)[0] for plain in drawn], theirs)


def _compare(benchmark: BenchmarkFixture, ours: list[Search], theirs: list[Search]) -> None:
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.complete and b.complete]
    ratios = [their.seconds / our.seconds for our, their in pairs]
    benchmark.extra_info["median ratio"] = statistics.median(ratios)
    benchmark.extra_info["complete, ours"] = sum(search.complete for search in ours)
    benchmark.extra_info["complete, theirs"] = sum(search.complete for search in theirs)
    assert all(our.found == their.found for our, their in pairs)
    assert any(our.conflicts for our, _ in pairs)
