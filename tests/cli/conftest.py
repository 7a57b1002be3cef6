"""Fixtures of the command line's tests: commands run in a folder of real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import EXAMPLE, CommandLine


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
