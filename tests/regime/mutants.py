"""Test the tests: run those of one module against each mutant of it, and name what survives.

    nice -n 5 python tests/regime/mutants.py interval
    nice -n 5 python tests/regime/mutants.py decide --sample 150 --seed 1 --layers 20

First the module's tests run once as it is, to learn which of them reach which line. Then each
mutant is put in the place of the program's functions, in a process of its own, and what reaches its
line is run, the quickest first, until something fails. A mutant that lies outside of functions is
tried from the start, so that all that is made on import is made by it. So is, with `--afresh`, one
that survives, and `--layers 20` then asks the layers of the regime as well, twenty systems each.

Left out are tests that take longer than `--longest` seconds, for most look at the clock, and those
that run the program as a process of its own, which is not mutated, see nothing. Hypothesis draws
the same examples each time. Survivors that no test can see are rows of `survivors.toml`, each with
its reason. The exit status is 1 if another one survived.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
sys.path[:0] = [str(_HERE.parent / "engine"), str(_HERE), str(_ROOT)]

from mutant_runs import SPARE, Reach, Rounds, forked, silence  # noqa: E402, the path comes first
from mutating import Mutant, compiled, mutants  # noqa: E402

EQUIVALENT = _HERE / "survivors.toml"
_READING = ("tests/figure", "tests/units", "tests/expression", "tests/gallery", "tests/cases")
_SUITES = ("tests/cases", "tests/regime/test_hand_cases.py", "tests/suite", "tests/gallery")
_ENGINE = (
    "tests/engine/test_propagate.py",
    "tests/engine/test_propagation_steps.py",
    "tests/engine/test_decide.py",
    "tests/engine/test_attest.py",
    "tests/engine/test_bounds.py",
    "tests/engine/test_fooling_systems.py",
    "tests/engine/test_indivisible.py",
    "tests/engine/test_kernel.py",
    "tests/engine/test_learned.py",
    "tests/engine/test_lemma.py",
    "tests/engine/test_prove.py",
    "tests/engine/test_replay.py",
    "tests/engine/test_reuse.py",
    "tests/engine/test_rungs.py",
    "tests/engine/test_sweep.py",
    "tests/engine/test_where_to_cut.py",
    "tests/engine/test_witness.py",
)
_TESTS: dict[str, tuple[str, ...]] = {
    "interval": ("tests/test_interval.py", "tests/engine/test_enclosure.py"),
    "figure": ("tests/figure", "tests/prose", "tests/gallery/test_gallery.py", "tests/cases"),
    "propagate": (*_ENGINE, *_SUITES),
    "decide": (*_ENGINE, *_SUITES),
    "elaborate": ("tests/engine/test_elaborate.py", *_SUITES, "tests/document", "tests/api"),
    "certificate": ("tests/certificates", *_SUITES),
}


@dataclass(frozen=True)
class Options:
    """What was asked for: which mutants, and how hard they are tried."""

    module: str
    tests: tuple[str, ...]
    longest: float
    most: float
    layers: int
    afresh: bool

    @property
    def path(self) -> Path:
        """The module's file."""
        return _ROOT / "verify" / f"{self.module}.py"

    @property
    def source(self) -> str:
        """The module's text."""
        return self.path.read_text(encoding="utf-8")


def main() -> int:
    """Run the mutants, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("module", help="a module of verify: interval")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="what they are drawn by")
    parser.add_argument("--only", help="these numbers alone: 3,17")
    parser.add_argument("--layers", type=int, default=0, help="systems asked of a survivor")
    parser.add_argument("--afresh", action="store_true", help="try survivors from the start again")
    parser.add_argument("--longest", type=float, default=3, help="seconds of a test, at most")
    parser.add_argument("--most", type=float, default=60, help="seconds of tests of one mutant")
    parser.add_argument("--list", action="store_true", help="show the mutants and run nothing")
    parser.add_argument("--row", metavar="WHY", help="print rows for survivors.toml, run nothing")
    parser.add_argument("--tests", nargs="+", help="tests instead of the module's own")
    given = parser.parse_args()
    tests = tuple(given.tests or _TESTS.get(given.module, _READING))
    options = Options(given.module, tests, given.longest, given.most, given.layers, given.afresh)
    everything = mutants(options.source)
    chosen = list(everything)
    if given.only:
        chosen = [everything[int(number)] for number in given.only.split(",")]
    elif given.sample is not None and given.sample < len(chosen):
        drawn = random.Random(given.seed).sample(range(len(chosen)), given.sample)
        chosen = [everything[number] for number in sorted(drawn)]
    if given.list:
        for mutant in chosen:
            print(f"{mutant.number} {mutant}")
        return 0
    if given.row:
        print(*(_row(options.module, mutant, given.row) for mutant in chosen), sep="\n")
        return 0
    print(f"{options.module}: {len(everything)} mutants, {len(chosen)} run", flush=True)
    return _run(options, chosen)


def _run(options: Options, chosen: Sequence[Mutant]) -> int:
    began = time.monotonic()
    os.chdir(_ROOT)
    hypothesis.settings.register_profile(
        "mutants",
        database=None,
        derandomize=True,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutants")
    path, source = str(options.path), options.source
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "rounds.json"
        rounds = Rounds(
            f"verify.{options.module}",
            path,
            {mutant.number: mutant.line for mutant in chosen if mutant.ready},
            lambda number: compiled(source, path, number),
            record,
            options.longest,
            options.most,
        )
        status = forked(lambda: _tests(options.tests, rounds), None)
        if status != 0:
            print("the tests could not be run on the program as it is")
            return 2
        told = json.loads(record.read_text(encoding="utf-8"))
    reach = Reach.read(told)
    outcomes: dict[int, str] = {int(number): said for number, said in told["outcomes"].items()}
    for mutant in chosen:
        survives = outcomes.get(mutant.number) == "survived"
        if not mutant.ready or (survives and (options.afresh or options.layers)):
            outcomes[mutant.number] = _afresh(options, mutant, reach)
    return _tell(options, chosen, outcomes, time.monotonic() - began)


def _tell(
    options: Options, chosen: Sequence[Mutant], outcomes: dict[int, str], seconds: float
) -> int:
    """Print the survivors and the count, and return the exit status."""
    reasons = equivalents(options.module)
    counts = dict.fromkeys(("killed", "timed out", "equivalent", "survived"), 0)
    for mutant in chosen:
        outcome = outcomes[mutant.number]
        reason = reasons.get(mutant.key, "")
        if outcome == "survived" and reason:
            outcome = "equivalent"
        elif reason:
            print(f"no survivor any more: {mutant.number} {mutant}")
        counts[outcome] += 1
        if outcome != "killed":
            print(f"{outcome}: {mutant.number} {mutant}" + (f"  ({reason})" if reason else ""))
    counted = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    seen = len(chosen) - counts["equivalent"]
    rate = 100 * (counts["killed"] + counts["timed out"]) / seen if seen else 100.0
    print(f"{options.module}: {counted}; {rate:.1f} % of what can be seen, {seconds:.0f} s")
    return 1 if counts["survived"] else 0


def equivalents(module: str) -> dict[tuple[str, str, str, str, int], str]:
    """Return why mutants of a module cannot be seen, by their keys."""
    written = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {
        (row["place"], row["line"], row["before"], row["after"], row.get("nth", 1)): row["why"]
        for row in written.get("survivor", ())
        if row["module"] == module
    }


def _row(module: str, mutant: Mutant, why: str) -> str:
    """Write a row of `survivors.toml`."""
    words = {"module": module, "place": mutant.place, "line": mutant.text}
    words |= {"before": mutant.before, "after": mutant.after, "why": why}
    rows = [f"{key} = {json.dumps(word, ensure_ascii=False)}" for key, word in words.items()]
    if mutant.nth > 1:
        rows.insert(-1, f"nth = {mutant.nth}")
    return "\n".join(["[[survivor]]", *rows, ""])


def _tests(ids: Sequence[str], *plugins: object) -> int:
    options = ["-x", "-q", "-s", "-p", "no:cacheprovider"]
    options += [
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]  # some are here already
    return int(pytest.main([*options, *ids], plugins=list(plugins)))


def _afresh(options: Options, mutant: Mutant, reach: Reach) -> str:
    """Run a mutant's tests in a process that has imported nothing of the program yet."""
    ids = reach.of(mutant.line if mutant.ready else None, options.most)
    code = compiled(options.source, str(options.path), mutant.number)

    def run() -> int:
        silence()
        name = f"verify.{options.module}"
        sys.meta_path.insert(0, _Mutated(name, options.path, code))
        importlib.import_module(name)  # before pytest takes the program's imports over
        return (_tests(ids) if ids else 0) or _layers(options.layers)

    allowed = 3 * SPARE + 4 * sum(reach.seconds[each] for each in ids) + 5 * options.layers
    return {0: "survived", None: "timed out"}.get(forked(run, allowed), "killed")


def _layers(systems: int) -> int:
    """Return 1 if a layer of the regime sees that something is wrong."""
    if not systems:
        return 0
    from layers import LAYERS

    for layer in LAYERS:
        for number in range(min(layer.systems, systems * layer.quick)):
            if layer.wrong(number):
                return 1
    return 0


class _Mutated(importlib.abc.MetaPathFinder):
    """A finder that gives one module other code than its file has."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the module is, if it is this one."""
        if fullname != self.name:
            return None
        code = self.code

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, _name: str) -> CodeType:
                return code

        loader = Loader(fullname, str(self.path))
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


if __name__ == "__main__":
    sys.exit(main())
