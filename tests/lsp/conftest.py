"""Editors for tests, ended with them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from editor import Editor  # which skips the tests where the server cannot run

CLAIMS = Path(__file__).parents[2] / "claims"


@pytest.fixture
def editors() -> Iterator[Callable[..., Editor]]:
    """Return what starts editors; each is ended, however its test went."""
    from editor import Editor

    started: list[Editor] = []

    def start(root: Path | None, **environment: str) -> Editor:
        editor = Editor(root, **environment)
        started.append(editor)
        return editor

    yield start
    for editor in started:
        editor.kill()


@pytest.fixture
def editor(tmp_path: Path, editors: Callable[..., Editor]) -> Editor:
    """Return an editor that has not begun yet, whose workspace is an empty folder."""
    return editors(tmp_path)


@pytest.fixture
def colossus(tmp_path: Path) -> Path:
    """Return a copy of the real suite."""
    return Path(shutil.copytree(CLAIMS / "colossus", tmp_path / "claims" / "colossus"))
