"""Print how we compare with our peers: `python tests/benchmarks/compare.py`.

Ratios are medians of per-system (or per-question) ratios, the faster of Z3's solvers over us.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence

import conflict_searches
import script_peer
import verdicts
from benchmark_systems import Plain, Variant, plain_system, whole_system
from conflict_searches import Search
from verdicts import Verdict

from verify.conflicts import Answer

_TESTS, _SECONDS = 2_000, 20.0  # of one search for conflicts
_RUNGS = ("propagation", "witness", "exact propagation", "z3", "unknown", "memory")


def main() -> None:
    """Draw systems of each variant and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=40, help="of each variant")
    parser.add_argument("--questions", type=int, default=15, help="subsets of each system")
    parser.add_argument("--scripts", type=int, default=5, help="systems that the script gets")
    parser.add_argument("--searches", type=int, default=12, help="systems searched for conflicts")
    parser.add_argument("--claims", type=int, help="in each system, instead of 8 to 30")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    drawn = {
        variant: [
            plain_system(seed, given.claims or 8 + seed % 23, variant)
            for seed in range(given.first, given.first + given.systems)
        ]
        for variant in Variant
    }
    for plain in drawn[Variant.WRONG][:2]:
        verdicts.whole(plain)  # loads what is loaded lazily
    everything = {v: [verdicts.whole(p, 3) for p in systems] for v, systems in drawn.items()}
    _print_table("whole systems", everything, ("Z3", "QF_NRA"))
    _print_scripts(drawn, everything, given.scripts)
    parts = {
        variant: [
            verdict
            for seed, plain in enumerate(systems)
            for verdict in verdicts.subsets(plain, given.questions, seed)
        ]
        for variant, systems in drawn.items()
    }
    _print_table("random subsets of items and rules", parts, ("push", "Z3", "QF_NRA"))
    _print_searches({variant: systems[: given.searches] for variant, systems in drawn.items()})
    _print_whole_numbers(given.searches)


def _print_table(title: str, found: dict[Variant, list[Verdict]], solvers: tuple[str, ...]) -> None:
    heads = ["questions", "sat", "ours ms", "mean", *(f"{name} ms" for name in solvers)]
    heads += ["ratio", "10 %", "of sums", "z3 share", "differ", "missed", "peer open"]
    print(f"\n{title}: medians in ms, ratio = best Z3 : ours")
    print(f"{'':24}" + "".join(f"{head:>11}" for head in heads))
    rows = {variant.value: each for variant, each in found.items()}
    rows["all"] = [verdict for each in found.values() for verdict in each]
    for name, each in rows.items():
        print(f"{name:24}" + "".join(f"{cell:>11}" for cell in _cells(each, len(solvers))))
    for name, each in rows.items():
        counts = verdicts.rungs(each)
        shares = [f"{rung} {counts[rung] / len(each):.1%}" for rung in _RUNGS if counts[rung]]
        shares += [f"{r} {n / len(each):.1%}" for r, n in counts.items() if r not in _RUNGS]
        print(f"  rungs, {name}: {', '.join(shares)}")


def _cells(each: Sequence[Verdict], solvers: int) -> list[str]:
    ratios = sorted(v.ratio for v in each if v.peer is not Answer.UNKNOWN)
    sums = sum(v.peer_seconds for v in each) / sum(v.seconds for v in each)
    counts = verdicts.rungs(each)
    return [
        str(len(each)),
        f"{sum(v.peer is Answer.CONSISTENT for v in each) / len(each):.0%}",
        _milliseconds(statistics.median(v.seconds for v in each)),
        _milliseconds(statistics.fmean(v.seconds for v in each)),
        *(_milliseconds(statistics.median(v.peers[n] for v in each)) for n in range(solvers)),
        f"{verdicts.median_ratio(each):.1f}",
        f"{ratios[len(ratios) // 10]:.1f}" if ratios else "-",
        f"{sums:.1f}",
        f"{(counts['z3'] + counts['unknown']) / len(each):.1%}",
        str(verdicts.differing(each)),
        str(verdicts.missed(each)),
        str(sum(v.peer is Answer.UNKNOWN for v in each)),
    ]


def _print_scripts(
    drawn: dict[Variant, list[Plain]], found: dict[Variant, list[Verdict]], count: int
) -> None:
    print("\npint and sympy script on the first systems: median ms, ratio to ours, what it missed")
    for variant, systems in drawn.items():
        times, ratios, missed, wrong = [], [], 0, 0
        for plain, verdict in zip(systems[:count], found[variant], strict=False):
            claims = script_peer.published(plain)
            seconds, refuted = verdicts.timed(1, script_peer.refutes, plain, claims)
            times.append(seconds)
            ratios.append(seconds / verdict.seconds)
            missed += not refuted and verdict.peer is Answer.INCONSISTENT
            wrong += refuted and verdict.peer is Answer.CONSISTENT
        if times:
            middle, ratio = _milliseconds(statistics.median(times)), statistics.median(ratios)
            print(f"{variant.value:24}{middle:>11}{ratio:>11.0f}   missed {missed}, wrong {wrong}")


def _print_searches(drawn: dict[Variant, list[Plain]]) -> None:
    print(
        f"\nall conflicts, at most {_TESTS} tests and {_SECONDS:.0f} s; ratio where both complete"
    )
    for variant, systems in drawn.items():
        tally: Counter[str] = Counter()
        ours = []
        for plain in systems:
            search, component = conflict_searches.ours(plain, _TESTS, _SECONDS)
            ours.append(search)
            tally += component.decider.tally
        theirs = [conflict_searches.with_z3(plain, _TESTS, _SECONDS) for plain in systems]
        print(f"{variant.value:24}{_searched(ours, theirs, 'Z3')}; rungs {dict(tally)}")


def _print_whole_numbers(count: int) -> None:
    drawn = [whole_system(seed, 5 + seed % 6) for seed in range(count)]
    ours = [conflict_searches.ours(plain, _TESTS, _SECONDS)[0] for plain in drawn]
    z3 = [conflict_searches.with_z3(plain, _TESTS, _SECONDS) for plain in drawn]
    cpmpy = [conflict_searches.with_cpmpy(plain) for plain in drawn]
    print(f"{'whole numbers':24}{_searched(ours, z3, 'Z3')}")
    print(f"{'whole numbers':24}{_searched(ours, cpmpy, 'CPMpy')}")


def _searched(ours: list[Search], theirs: list[Search], peer: str) -> str:
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.complete and b.complete]
    ratio = statistics.median(b.seconds / a.seconds for a, b in pairs) if pairs else float("nan")
    sums = [sum(search.seconds for search in each) for each in (ours, theirs)]
    deciding = [sum(search.in_tests for search in each) for each in (ours, theirs)]
    tests = [sum(search.tests for search in each) for each in (ours, theirs)]
    complete = [sum(search.complete for search in each) for each in (ours, theirs)]
    same = all(a.found == b.found for a, b in pairs)
    return (
        f"{peer} : ours {ratio:.1f}, {'same' if same else 'DIFFERENT'} answers;"
        f" ours {sums[0]:.2f} s ({deciding[0]:.2f} deciding) in {tests[0]} tests,"
        f" {complete[0]}/{len(ours)} complete;"
        f" {peer} {sums[1]:.2f} s ({deciding[1]:.2f}) in {tests[1]}, {complete[1]}/{len(ours)}"
    )


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"


if __name__ == "__main__":
    main()
