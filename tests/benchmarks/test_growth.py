"""How cost grows: with the number of components, with the size of one, and the load case."""

from __future__ import annotations

import time
from pathlib import Path

import conflict_searches
import load
import pytest
from benchmark_systems import Variant, plain_system
from load_suite import write_suite
from once import once
from pytest_benchmark.fixture import BenchmarkFixture

from verify.config import Config
from verify.diagnose import Kind
from verify.formats import find_suites
from verify.pipeline import check_facts, read_suite
from verify.verdicts import Verdict

COMPONENTS = (10, 100, 1_000, 10_000)
CLAIMS = (10, 20, 40, 80, 120)


@pytest.mark.benchmark(group="growth with components")
@pytest.mark.parametrize("components", COMPONENTS)
def test_judging_costs_the_same_for_each_component(
    benchmark: BenchmarkFixture, components: int, full: bool, tmp_path: Path
) -> None:
    size = components if full else 3
    spoilt = write_suite(tmp_path, size)
    (suite,), _ = find_suites(str(tmp_path))
    facts, problems = read_suite(suite, Config())
    assert facts is not None
    assert not problems
    start = time.perf_counter()
    judgement = once(benchmark, lambda: check_facts(facts, Config()))
    taken = time.perf_counter() - start
    benchmark.extra_info["milliseconds per component"] = 1000 * taken / size
    assert judgement.complete
    assert len(judgement.corrections) <= spoilt


@pytest.mark.benchmark(group="growth with claims")
@pytest.mark.parametrize("claims", CLAIMS)
def test_diagnosing_one_wrong_figure_among_many(
    benchmark: BenchmarkFixture, claims: int, full: bool
) -> None:
    size = claims if full else CLAIMS[0]
    drawn = [plain_system(seed, size, Variant.WRONG) for seed in range(3 if full else 1)]
    found = once(benchmark, lambda: [conflict_searches.diagnosed(plain) for plain in drawn])
    conflicts = sum(f.kind is Kind.CONFLICT for each in found for f in each.findings)
    benchmark.extra_info["conflicts"] = conflicts
    benchmark.extra_info["complete"] = sum(each.complete for each in found) / len(found)
    # whatever else it finds, of each conflict some correction withdraws a member
    for each in found:
        for finding in each.findings:
            if each.complete and finding.kind is Kind.CONFLICT:
                assert all(finding.members & members for members, _ in each.corrections)


@pytest.mark.benchmark(group="load")
def test_checking_ten_thousand_claims_from_files(
    benchmark: BenchmarkFixture, full: bool, tmp_path: Path
) -> None:
    subjects = 1_000 if full else 20
    spoilt = write_suite(tmp_path, subjects)
    checked = once(benchmark, lambda: load.check(tmp_path))
    benchmark.extra_info["seconds"] = checked.seconds
    benchmark.extra_info["peak megabytes"] = checked.megabytes
    assert checked.status == 1, checked.output[-2000:]
    assert "conflict" in checked.output
    assert "fixes" in checked.output
    assert spoilt


def test_only_subjects_with_a_wrong_figure_are_in_conflict(tmp_path: Path) -> None:
    spoilt = write_suite(tmp_path, 20)
    (suite,), _ = find_suites(str(tmp_path))
    facts, _ = read_suite(suite, Config())
    assert facts is not None
    judgement = check_facts(facts, Config())
    suspects = {c.claim.id.split("-")[1] for c in judgement.claims if c.verdict is Verdict.CONFLICT}
    assert len(suspects) == spoilt
