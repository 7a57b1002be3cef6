"""Print what a check of many claims costs, by stage: `python tests/benchmarks/load.py`."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from load_suite import CLAIMS, write_suite

from verify import formats
from verify.anchors import check_quotations
from verify.compile import compile_facts
from verify.config import Config
from verify.document import Document, validate
from verify.elaborate import elaborate
from verify.judge import judge
from verify.packs import load_all
from verify.reports import text

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run of the command cost: seconds, and the peak of its memory in megabytes."""

    status: int
    seconds: float
    megabytes: float
    output: str


def main() -> None:
    """Write a suite, check it stage by stage, then with the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=1000, help=f"of {CLAIMS} claims each")
    parser.add_argument("--profile", type=int, default=0, help="functions to show of each stage")
    parser.add_argument("--sort", default="tottime", choices=("tottime", "cumtime"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spoilt = write_suite(folder, given.subjects)
        print(f"{given.subjects * CLAIMS} claims in {given.subjects} components, {spoilt} wrong")
        print_stages(folder, given.profile, given.sort)
        checked = check(folder)
    print(f"verify check: exit status {checked.status}", end="")
    print(f", {checked.seconds:.2f} s, peak {checked.megabytes:.0f} MB")
    print("\n".join(checked.output.splitlines()[-4:]))


def check(folder: Path) -> Checked:
    """Run `verify check` as a process of its own; its memory is the peak of all children."""
    command = [sys.executable, "-m", "verify.cli", "check", str(folder)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Checked(done.returncode, seconds, peak, done.stdout + done.stderr)


def print_stages(folder: Path, profiled: int = 0, order: str = "tottime") -> None:
    """Take the passes of the pipeline one by one, in its order, and print what each costs."""
    config = Config()

    def stage(
        name: str, run: Callable[Given, Result], *args: Given.args, **options: Given.kwargs
    ) -> Result:
        profile = cProfile.Profile()
        start = time.perf_counter()
        if profiled:
            result = profile.runcall(run, *args, **options)
        else:
            result = run(*args, **options)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:12}{seconds:8.2f} s  peak {peak:6.0f} MB")
        if profiled:
            pstats.Stats(profile).sort_stats(order).print_stats(profiled)
        return result

    (suite,), _ = formats.find_suites(str(folder))
    trees = stage(
        "reading", lambda: [formats.read(f.path, f.shown, config.limits)[0] for f in suite.files]
    )
    documents: list[Document] = []
    for document, problems in stage(
        "validating",
        lambda: [validate(t, f.shown) for t, f in zip(trees, suite.files, strict=True) if t],
    ):
        assert document is not None, problems
        documents.append(document)
    packs, _ = load_all((), suite.folder, config.limits)
    facts, problems = stage("elaborating", elaborate, suite.shown, documents, packs, config)
    assert not problems, problems[:3]
    stage("quotations", check_quotations, facts, suite.folder, config)
    compiled = stage("compiling", compile_facts, facts)
    judgement = stage("judging", judge, facts, compiled, config.budget)
    lines = stage("reporting", lambda: list(text.render((judgement,), ())))
    print(f"{judgement.status}: {len(judgement.conflicts)} conflicts, {len(lines)} lines", end="")
    print(f", complete: {judgement.complete}, rungs: {dict(judgement.statistics)}")


if __name__ == "__main__":
    main()
