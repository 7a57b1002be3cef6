"""Score finding figures in prose beside quantulum3: `python tests/benchmarks/prose.py`.

Both read the labelled sentences of tests/prose. A figure is found if some of its characters are,
its value is right if it lies within the labelled set, its span if the phrase is just that.
"""

from __future__ import annotations

import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "prose"))

from labelled import LABELLED

from verify.hedges import load_policy
from verify.prose import find_figures
from verify.reports.figures_json import unit_of, value_of
from verify.units import unit_of_word

Found = tuple[int, int, float | None]  # where, and the value where there is one
Reader = Callable[[str], list[Found]]

_MARK = re.compile(r"\[\[(.*?)\]\]")


def main() -> None:
    """Print the scores and the speed of both."""
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    def theirs(text: str) -> list[Found]:
        return [(*each.span, each.value) for each in parser.parse(text)]

    rows = [row for row in LABELLED if "date" not in row[1:]]  # it reads no dates
    marks = sum(len(row) - 1 for row in rows)
    print(f"{len(rows)} sentences, {marks} figures, {sum(len(r) == 1 for r in rows)} without any")
    for name, reader in (("verify", ours), ("quantulum3", theirs)):
        counts = scored(rows, reader)
        found, listed = counts["found"], counts["listed"]
        print(
            f"{name:12} recall {found / marks:.1%}  precision {found / max(1, listed):.1%}"
            f"  value {counts['value'] / marks:.1%}  span {counts['span'] / marks:.1%}"
        )
    text = " ".join(_MARK.sub(r"\1", row[0]) for row in rows) * 5
    for name, reader in (("verify", ours), ("quantulum3", theirs)):
        start = time.perf_counter()
        reader(text)
        print(f"{name:12} {len(text) / 1e6 / (time.perf_counter() - start):.3f} MB/s")


def ours(text: str) -> list[Found]:
    """Return what `verify figures` finds; a range has the middle of its ends as its value."""
    found: list[Found] = []
    for figure in find_figures(text, unit_of=unit_of_word, policy=load_policy())[0]:
        amount, value = figure.amount, None
        if amount is not None:
            factor = unit_of(amount)[1]
            value = value_of(amount, factor)
            lower, upper = amount.face.lower, amount.face.upper
            if value is None and lower is not None and upper is not None:
                value = float((lower + upper) / 2 * factor)
        found.append((figure.start, figure.end, value))
    return found


def scored(rows: list[tuple[str, ...]], reader: Reader) -> Counter[str]:
    """Count what is found, listed, of the right value and of the right span."""
    counts: Counter[str] = Counter()
    for marked, *expected in rows:
        text, spans = _MARK.sub(r"\1", marked), _spans(marked)
        found = reader(text)
        counts["listed"] += len(found)
        for (start, end), said in zip(spans, expected, strict=True):
            hit = next((each for each in found if each[0] < end and start < each[1]), None)
            if hit is None:
                continue
            counts["found"] += 1
            counts["span"] += (hit[0], hit[1]) == (start, end)
            counts["value"] += hit[2] is not None and _within(hit[2], said)
    return counts


def _spans(marked: str) -> list[tuple[int, int]]:
    found, taken = [], 0
    for match in _MARK.finditer(marked):
        start = match.start() - taken
        found.append((start, start + len(match[1])))
        taken += 4
    return found


def _within(value: Any, said: str) -> bool:
    """Tell whether a value, perhaps in a unit with a prefix, lies within a labelled set."""
    ends, unit = said.rsplit(" ", 1)
    lower, upper = (end.strip("()") for end in ends.split(".."))
    scales = [1, 1e3, 1e6, 1e9, 1e12, 1e-9] if unit in ("W", "Wh", "B", "m", "g") else [1]
    for scale in scales:
        shown = Fraction(repr(float(value) * scale))
        slack = abs(shown) / 10**9
        if (not lower or Fraction(lower) <= shown + slack) and (
            not upper or shown - slack <= Fraction(upper)
        ):
            return True
    return False


if __name__ == "__main__":
    main()
