"""What the benchmarks share: small sizes as a smoke test, real ones with `--benchmark-enable`."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the clock counts, so that sizes are worth the wait."""
    return bool(request.config.getoption("benchmark_enable"))
