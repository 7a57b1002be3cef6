"""Fixtures of the certificates' tests: a command line in a folder of real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import CommandLine


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Return a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path)
