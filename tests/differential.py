"""Compare the engine with the oracle on as many random systems and suites as there is time for.

    python tests/differential.py --systems 100000 --seed 1 --workers 2

Prints counts as it goes, and for each difference the seed that repeats it (`--repeat 1023`); the
exit status is 1 if there was any. Every thirteenth system is a suite as text, checked from its
figures to its verdicts.

    python tests/differential.py --second --systems 10000

asks cvc5 instead, a second oracle, mostly about suites whose ends touch.

    python tests/differential.py --small --seed 0 --systems 540000 --workers 2

asks every small system of a kind, some ten for each seed: see `regime/small_worlds.py`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "regime"))
sys.path.insert(0, str(Path(__file__).parent / "engine"))

import small_worlds
from differences import Found, of_system
from suite_differences import of_suite

_SUITES = 13  # one of so many is a suite as text; prime to the numbers of shapes
_EVERY = 30  # seconds between two lines of progress
_PATIENCE = 60  # seconds after which a seed is given up and listed
_WRONG = (
    "crashes",
    "wrong verdicts",
    "wrong witnesses",
    "wrong bounds",
    "wrong corrections",
    "false conflicts",
    "wrongly minimal",
    "missed",
    "doubted",
    "not rechecked",
)


def main() -> int:
    """Run, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("--systems", type=int, default=1000, help="how many seeds to run")
    parser.add_argument("--seed", type=int, default=1, help="the first of them")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--repeat", type=int, help="run one seed alone")
    parser.add_argument("--second", action="store_true", help="compare with cvc5, not with Z3")
    parser.add_argument("--small", action="store_true", help="small systems, by signs and ends")
    parser.add_argument("--shape", default="", help="draw this shape only, such as `scales`")
    options = parser.parse_args()
    if options.repeat is not None:
        seeds = range(options.repeat, options.repeat + 1)
    else:
        seeds = range(options.seed, options.seed + options.systems)
    total = Found()
    began = told = time.monotonic()
    for number, found in enumerate(_results(seeds, options), 1):
        for sentence in found.wrong:
            print(f"WRONG {sentence}", flush=True)
        total.add(found)
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            print(f"{number} of {len(seeds)}, {number / (told - began):.0f} per second", flush=True)
            print(_counts(total), flush=True)
    print(f"{len(seeds)} seeds in {time.monotonic() - began:.0f} s")
    print(_counts(total))
    return 1 if total.wrong else 0


_Raw = argparse.RawDescriptionHelpFormatter


def _results(seeds: range, options: argparse.Namespace) -> Iterator[Found]:
    oracle = "second" if options.second else "signs" if options.small else "first"
    tasks = ((seed, options.shape, oracle) for seed in seeds)
    if options.workers < 2:
        yield from map(_compared, tasks)
        return
    with multiprocessing.Pool(options.workers, maxtasksperchild=2_000) as pool:
        yield from pool.imap_unordered(_compared, tasks, chunksize=20)


def _compared(task: tuple[int, str, str]) -> Found:
    """Compare the system or suite of a seed; a crash is a difference, too."""
    seed, shape, oracle = task
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        if oracle == "signs":
            return small_worlds.of_world(seed)
        if oracle == "second":
            from second_opinion import second_opinion

            return second_opinion(seed, shape)
        return of_suite(seed, shape) if seed % _SUITES == 0 else of_system(seed, shape)
    except _TooSlow:
        print(f"SLOW {seed}: more than {_PATIENCE} s", flush=True)
        found = Found()
        found.counts["too slow"] += 1
        return found
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        found = Found(wrong=[f"{seed}: {type(error).__name__} at {where}: {error}"])
        found.counts["crashes"] += 1
        return found
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _TooSlow(BaseException):
    """No Exception, so that nothing on the way takes it for an error of its own."""


def _give_up(*_: object) -> None:
    raise _TooSlow


def _counts(total: Found) -> str:
    def line(counts: dict[str, int]) -> str:
        return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))

    wrong = {name: total.counts.pop(name, 0) for name in _WRONG}
    lines = [
        f"  compared: {line(total.counts)}",
        f"  by rung: {line(total.rungs)}",
        f"  sizes of conflicts: {line({str(size): n for size, n in total.sizes.items()})}",
        f"  wrong: {line(wrong)}",
    ]
    total.counts.update(wrong)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
