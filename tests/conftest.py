"""What all tests share: the options of the command line, and folders to run commands in."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import EXAMPLE, CommandLine

pytest_plugins = ["pytester"]

# Claim files here are what tests read, and the examples' tests are run by `test_examples.py`.
collect_ignore = ["examples/company"]
collect_ignore_glob = ["*.claims.yaml", "*/suite.yaml"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite-cases`."""
    parser.addoption(
        "--rewrite-cases",
        action="store_true",
        help="rewrite the expected text of the Markdown cases; read the difference afterwards",
    )


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Return a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path)


@pytest.fixture
def example(line: CommandLine) -> CommandLine:
    """Return a command line in a folder with the example of the design."""
    line.write("example.claims.yaml", EXAMPLE)
    return line


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the clock counts in benchmarks, so that sizes are worth the wait."""
    return bool(request.config.getoption("benchmark_enable"))
