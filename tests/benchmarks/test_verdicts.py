"""Is a whole system consistent: we, Z3 and a script are asked the same, and must say the same."""

from __future__ import annotations

import pytest
import script_peer
import verdicts
import z3_peer
from benchmark_systems import Plain, Variant, engine_system, plain_system
from once import once
from pytest_benchmark.fixture import BenchmarkFixture

from verify.conflicts import Answer

pytestmark = pytest.mark.benchmark(group="verdict")
variants = pytest.mark.parametrize("variant", list(Variant), ids=lambda variant: variant.name)
logics = pytest.mark.parametrize("logic", z3_peer.LOGICS, ids=("default", "nonlinear"))


def systems(variant: Variant, full: bool) -> list[Plain]:
    """Draw the systems of one variant, of 8 to 30 claims each."""
    return [plain_system(seed, 8 + seed % 23, variant) for seed in range(40 if full else 4)]


@variants
def test_our_verdicts_are_those_of_z3(
    benchmark: BenchmarkFixture, variant: Variant, full: bool
) -> None:
    drawn = systems(variant, full)
    built = [engine_system(plain) for plain in drawn]
    benchmark(lambda: [verdicts.decided(system) for system in built])
    compared = [verdicts.whole(plain) for plain in drawn]
    benchmark.extra_info["median ratio"] = verdicts.median_ratio(compared)
    benchmark.extra_info["rungs"] = dict(verdicts.rungs(compared))
    benchmark.extra_info["missed"] = verdicts.missed(compared)
    assert verdicts.differing(compared) == 0
    assert verdicts.missed(compared) == 0
    if variant is Variant.CONSISTENT:
        assert {verdict.ours for verdict in compared} == {Answer.CONSISTENT}
    else:
        assert Answer.INCONSISTENT in {verdict.ours for verdict in compared}


@logics
@variants
def test_asking_z3_the_same(
    benchmark: BenchmarkFixture, variant: Variant, logic: str, full: bool
) -> None:
    drawn = systems(variant, full)
    answers = benchmark(lambda: [z3_peer.ask(plain, logic) for plain in drawn])
    assert len(answers) == len(drawn)


@variants
def test_asking_a_script_of_pint_and_sympy(
    benchmark: BenchmarkFixture, variant: Variant, full: bool
) -> None:
    drawn = systems(variant, full)[: 10 if full else 1]
    claims = [script_peer.published(plain) for plain in drawn]
    refuted = once(
        benchmark, lambda: [script_peer.refutes(*each) for each in zip(drawn, claims, strict=True)]
    )
    ours = [verdicts.decided(engine_system(plain))[0] for plain in drawn]
    # what the script refutes is refuted; what it does not, it only failed to refute
    missed = sum(a is Answer.INCONSISTENT and not r for r, a in zip(refuted, ours, strict=True))
    benchmark.extra_info["inconsistent, and not seen by the script"] = missed
    assert all(a is Answer.INCONSISTENT for r, a in zip(refuted, ours, strict=True) if r)


@variants
def test_our_answers_about_subsets_are_those_of_z3(
    benchmark: BenchmarkFixture, variant: Variant, full: bool
) -> None:
    drawn = systems(variant, full)
    found = once(
        benchmark,
        lambda: [
            verdict
            for seed, plain in enumerate(drawn)
            for verdict in verdicts.subsets(plain, 15 if full else 4, seed)
        ],
    )
    benchmark.extra_info["median ratio"] = verdicts.median_ratio(found)
    benchmark.extra_info["rungs"] = dict(verdicts.rungs(found))
    benchmark.extra_info["missed"] = verdicts.missed(found)
    assert verdicts.differing(found) == 0
    assert verdicts.missed(found) == 0
