"""What a conflict's gap tells, in words: how wide, what would hold, what slip it may be."""

from __future__ import annotations

from fractions import Fraction

from verify.diagnose import Kind
from verify.facts import Facts
from verify.verdicts import Gap, Holds, JudgedConflict, Slip
from verify.wording import approximately, multiple

_MUCH = Fraction(1, 4)  # share of a gap from which on it is worth saying that rounding explains it
# Rounding to one digit moves a figure by at most half of it; nobody looks to rounding for more.
_WITHIN_ROUNDING = Fraction(3, 2)
_SLIPS = 2  # slips that are shown
_MEMBERS = 3  # members that one of them is shown for
_DIGITS = 4


def gap_words(conflict: JudgedConflict) -> str:
    """Say how far apart a conflict's sides are; at face too where rounding explains much of it."""
    gap = conflict.gap
    if gap is None:
        return ""
    loosest = "at face" if conflict.severity is Kind.ROUNDING else "at the loosest reading"
    difference = _difference(gap)
    at_face = ""
    if gap.at_face is not None and gap.explained is not None and gap.explained >= _MUCH:
        wider = gap.at_face.factor
        at_face = f", {_difference(gap.at_face) if wider is None else multiple(wider)} at face"
    if gap.difference == 0:
        return "the ends touch, and one of them is excluded"
    if gap.factor is None:
        return f"apart by {difference} {loosest}{at_face}"
    return f"apart by a factor of {multiple(gap.factor)} ({difference}) {loosest}{at_face}"


def holds_words(conflict: JudgedConflict, facts: Facts) -> str:
    """Say whether coarser rounding would make a conflict hold, where its gap lets one ask."""
    factor = None if conflict.gap is None else conflict.gap.factor
    if factor is None or factor >= _WITHIN_ROUNDING or conflict.severity is not Kind.CONFLICT:
        return ""
    readings = [each for id_ in conflict.claims for each in facts.claim[id_].readings]
    if not any(any(each.loose_rounded) for each in readings):
        return ""
    if conflict.holds is Holds.ONE_DIGIT:
        return "would hold if every figure were rounded to one digit"
    return "no rounding makes them hold" if conflict.holds is Holds.NONE else ""


def slip_lines(conflict: JudgedConflict) -> list[str]:
    """Return a line for each of the likeliest slips, with the members that it may be of."""
    alike: dict[str, list[Slip]] = {}
    for slip in conflict.slips:
        alike.setdefault(slip.words, []).append(slip)
    lines = []
    for slips in list(alike.values())[:_SLIPS]:
        first, *others = slips[:_MEMBERS]
        also = "".join(
            f", or {each.member}" + ("" if each.digits else f" {_times(each.factor)}")
            for each in others
        )
        lines.append(f"may be a slip: {_fits(first)}{also}{_why(first)}")
    return lines


def slip_words(slip: Slip) -> str:
    """Say what a slip would have to be: `fee would fit if it were ÷ 12 (month and year …)`."""
    return f"{_fits(slip)}{_why(slip)}"


def _fits(slip: Slip) -> str:
    how = f"with {slip.words}" if slip.digits else f"if it were {_times(slip.factor)}"
    return f"{slip.member} would fit {how}"


def _why(slip: Slip) -> str:
    return "" if slip.digits else f" ({slip.words})"


def _times(factor: Fraction) -> str:
    """Write a factor as a multiplication or division by more than one."""
    if factor < 1:
        return f"÷ {approximately(1 / factor, _DIGITS)}"
    return f"× {approximately(factor, _DIGITS)}"


def _difference(gap: Gap) -> str:
    unit = {"1": "", "percent": "percentage points"}.get(gap.unit, gap.unit)
    return f"{approximately(gap.difference)} {unit}".strip()
