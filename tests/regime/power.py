"""Measure the regime: apply each seeded bug, and see which layers of tests notice it.

    python tests/regime/power.py                 the matrix, as the tests have it
    python tests/regime/power.py --times 10      with ten times as many systems for each layer
    python tests/regime/power.py --times 50 --as-it-is    a search for bugs that nobody seeded
    python tests/regime/power.py --bug "slack of a hundredth" --why

Each cell is the number of the first system (or row, or case) that told the bug from none; `-` means
that none did. The first line is the program as it is, where nothing may be found. The exit status
is 1 if something is found there, or if a bug is noticed by fewer than two layers. `matrix.txt` is
what was last printed; it saves the tests the search.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
sys.path.insert(0, str(Path(__file__).parent))

from layers import LAYERS, Layer
from seeded import BUGS, Bug

Seen = dict[str, tuple[int, str]]
"""By layer, the number of the system that gave a bug away, and what it said."""
ENOUGH = 2  # layers that every bug should be noticed by
RECORDED = Path(__file__).with_name("matrix.txt")


def main() -> int:
    """Print the matrix, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=float, default=1, help="how many times as many systems")
    parser.add_argument("--bug", help="one bug alone")
    parser.add_argument("--as-it-is", action="store_true", help="the program without any bug")
    parser.add_argument("--stage", help="the bugs of one stage alone")
    parser.add_argument("--enough", action="store_true", help="stop at two layers")
    parser.add_argument("--why", action="store_true", help="say how each bug was noticed")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args()
    bugs = [
        bug
        for bug in BUGS
        if options.bug in (None, bug.name)
        and options.stage in (None, bug.stage)
        and not options.as_it_is
    ]
    began = time.monotonic()
    unseen = 0
    print(_line("", [layer.name for layer in LAYERS]), flush=True)
    chosen: list[Bug | None] = [*bugs]
    if options.bug is None and options.stage is None:
        chosen.insert(0, None)
    tasks = [(each.name if each else None, options.times, options.enough) for each in chosen]
    with multiprocessing.get_context("fork").Pool(options.workers, maxtasksperchild=1) as pool:
        for bug, seen in zip(chosen, pool.imap(_measured, tasks, chunksize=1), strict=True):
            cells = [str(seen[layer.name][0]) if layer.name in seen else "-" for layer in LAYERS]
            print(_line(bug.name if bug else "(no bug)", cells), flush=True)
            if options.why or bug is None:
                for name, (_, why) in seen.items():
                    print(f"    {name}: {why[:300]}")
            unseen += bool(seen) if bug is None else len(seen) < ENOUGH
    print(f"{len(bugs)} bugs, {unseen} not as they should be, {time.monotonic() - began:.0f} s")
    return 1 if unseen else 0


def _line(first: str, cells: Sequence[str]) -> str:
    return f"{first:<28}" + "".join(f"{cell:>9}" for cell in cells)


def _measured(task: tuple[str | None, float, bool]) -> Seen:
    name, times, enough = task
    bug = next((each for each in BUGS if each.name == name), None)
    return measure(bug, times=times, enough=enough)


def measure(bug: Bug | None, *, times: float = 1, enough: bool = False) -> Seen:
    """Apply a bug to this very process, and return which layers notice it, and when.

    With `enough`, two that notice will do: those that the recorded matrix names, if they still do,
    and then a little of every layer before more of any.
    """
    if bug is not None:
        bug.apply()
    seen: Seen = {}
    if enough and bug is not None:
        for layer, number in _recorded(bug.name)[:ENOUGH]:
            found = first(layer, range(number - 1, number))
            if found is not None:
                seen[layer.name] = found
    done = [0] * len(LAYERS)
    for share in _ROUNDS if enough else _ROUNDS[-1:]:
        for place, layer in enumerate(LAYERS):
            if layer.name in seen or (enough and len(seen) >= ENOUGH):
                continue
            count = layer.systems if layer.finite else int(layer.systems * times)
            upto = min(count, math.ceil(count * share * layer.quick))
            found = first(layer, range(done[place], upto))
            done[place] = upto
            if found is not None:
                seen[layer.name] = found
    return seen


_ROUNDS = (Fraction(1, 30), Fraction(1, 10), Fraction(1, 3), Fraction(1))


def _recorded(name: str) -> list[tuple[Layer, int]]:
    """Return where a bug was noticed when the matrix was recorded, the quickest layers first."""
    for line in RECORDED.read_text("utf-8").splitlines() if RECORDED.exists() else ():
        if line.startswith(f"{name}  "):
            cells = zip(LAYERS, line.removeprefix(name).split(), strict=True)
            return [(layer, int(cell)) for layer, cell in cells if cell != "-"]
    return []


def first(layer: Layer, numbers: range) -> tuple[int, str] | None:
    """Return the first system that a layer finds something wrong with; a crash is wrong, too."""
    for number in numbers:
        try:
            wrong = layer.wrong(number)
        except Exception as error:  # whatever a bug may raise
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            return number + 1, wrong
    return None


if __name__ == "__main__":
    sys.exit(main())
