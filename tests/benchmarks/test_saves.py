"""A save of the real suite, checked with what is kept of the check before, and from nothing."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from verify.config import Config
from verify.pipeline import Kept, check_paths
from verify.reports import text

REAL = Path(__file__).parents[2] / "claims/colossus"
FIGURES = ("$101B", "$45B", "$100B")  # of the headline, in the suite's largest component


@pytest.mark.benchmark(group="a save of the real suite")
@pytest.mark.parametrize("kept", [{}, None], ids=["with what is kept", "from nothing"])
def test_a_save_is_checked_and_shown(
    benchmark: BenchmarkFixture, kept: Kept | None, tmp_path: Path
) -> None:
    folder = tmp_path / "colossus"
    shutil.copytree(REAL, folder)
    path = folder / "fourweekmba.claims.yaml"
    whole = path.read_text("utf-8")
    figures = itertools.cycle(FIGURES)

    def save() -> None:
        figure = next(figures)
        path.write_text(whole.replace("$100B", figure, 1), "utf-8")
        judgements, problems = check_paths((str(folder),), Config(), kept)
        lines = text.render(judgements, problems)
        assert any(figure in part.text for line in lines for part in line)

    save()
    benchmark(save)
