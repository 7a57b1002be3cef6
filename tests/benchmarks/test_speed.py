"""Speed, side by side with a named peer; run with `pytest tests/benchmarks --benchmark-enable`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from verify.compile import compile_facts
from verify.config import Budget, Config
from verify.conflicts import Answer
from verify.decide import Decider
from verify.formats import find_suites
from verify.pipeline import check_suite, read_suite
from verify.question import ask
from verify.system import Share, System, components

CLAIMS = Path(__file__).parents[2] / "claims"


@pytest.fixture(scope="module")
def system() -> System:
    """Return the real suite's system."""
    facts, _ = read_suite(find_suites(CLAIMS)[0][0], Config())
    assert facts is not None
    return compile_facts(facts).system


@pytest.fixture(scope="module")
def largest(system: System) -> Share:
    """Return the real suite's largest component."""
    return max(components(system), key=lambda share: len(share.hard) + len(share.items))


@pytest.mark.benchmark(group="start")
def test_starting_a_bare_interpreter(benchmark: BenchmarkFixture) -> None:
    done = benchmark(subprocess.run, [sys.executable, "-c", "pass"], check=True)
    assert done.returncode == 0


@pytest.mark.benchmark(group="start")
def test_showing_help(benchmark: BenchmarkFixture) -> None:
    command = [sys.executable, "-m", "verify.cli", "--help"]
    done = benchmark(subprocess.run, command, check=True, capture_output=True)
    assert b"check" in done.stdout


@pytest.mark.benchmark(group="real suite")
def test_checking_the_real_suite(benchmark: BenchmarkFixture) -> None:
    judgement = benchmark(check_suite, find_suites(CLAIMS)[0][0], Config())
    assert judgement.complete


@pytest.mark.benchmark(group="one question")
def test_deciding_the_rules_of_the_largest_component(
    benchmark: BenchmarkFixture, system: System, largest: Share
) -> None:
    def decide() -> Answer:
        decider = Decider(system.variables, largest.hard, Budget())
        return decider.decide(frozenset(range(len(largest.hard)))).answer

    assert benchmark(decide) is Answer.CONSISTENT


@pytest.mark.benchmark(group="one question")
def test_asking_z3_about_the_same_rules(
    benchmark: BenchmarkFixture, system: System, largest: Share
) -> None:
    said = benchmark(ask, system.variables, largest.hard, Budget().z3_resources)
    assert said.satisfiable
