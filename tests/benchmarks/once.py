"""A benchmark that runs once: for what takes seconds and varies little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

Result = TypeVar("Result")


def once(benchmark: BenchmarkFixture, run: Callable[[], Result]) -> Result:
    """Run and time a function once, and return what it returns."""
    untyped: Any = benchmark
    result: Result = untyped.pedantic(run, rounds=1, iterations=1)
    return result
