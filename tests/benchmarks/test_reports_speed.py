"""What it costs to write a report of ten thousand claims, in every format there is."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from load_suite import write_suite
from once import once
from pytest_benchmark.fixture import BenchmarkFixture

from verify.commands.checking import MACHINES
from verify.config import Config
from verify.graph import spoken_of, whole
from verify.pipeline import check_paths
from verify.reports.styled import plain
from verify.verdicts import Judgement

SUBJECTS = 1_000  # of ten claims each
LINES = ("text", "concise")
GRAPHS = ("svg_graph", "dot_graph", "mermaid_graph")


@pytest.fixture(scope="module")
def judgement(full: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judgement]:
    """Return a large suite's judgement; as in a command, nothing looks for cycles meanwhile."""
    folder = tmp_path_factory.mktemp("load")
    write_suite(folder, SUBJECTS if full else 20)
    gc.disable()
    (judgement,), _ = check_paths((str(folder),), Config())
    yield judgement
    gc.enable()


@pytest.mark.benchmark(group="writing reports")
@pytest.mark.parametrize("module", ["json_report", *MACHINES.values(), *LINES, *GRAPHS])
def test_writing_a_report(benchmark: BenchmarkFixture, judgement: Judgement, module: str) -> None:
    render = import_module(f"verify.reports.{module}").render
    write: Callable[[], str]
    if module in GRAPHS:
        write = lambda: render(spoken_of(whole(judgement)))  # noqa: E731 -- one of three
    elif module in LINES:
        write = lambda: plain(render([judgement]))  # noqa: E731
    else:
        write = lambda: render([judgement])  # noqa: E731
    shown = once(benchmark, write)
    benchmark.extra_info["megabytes"] = len(shown.encode()) / 1e6
    assert shown.endswith("\n")
