"""A judgement turned into words: sentences and rows that each renderer only lays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from verify.derivation import ordered
from verify.diagnose import Kind
from verify.facts import Assumption, Claim, Facts, Reading, Values
from verify.gap_words import gap_words, holds_words, slip_lines
from verify.interval import Interval
from verify.quantity import Quantity
from verify.source import Span
from verify.system import Role
from verify.typed import walk
from verify.verdicts import Closing, JudgedClaim, JudgedConflict, Judgement, Status, Verdict
from verify.wording import in_words

_FIXES = 4  # corrections that a conflict lists
_PARTS = 5  # separate troubles that the closing line names
_WAYS = 3  # cheapest corrections that the closing line lists


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a conflict: its place, id, words as printed, and the set they were taken as."""

    span: Span
    id: str
    figure: str
    taken_as: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """What follows on the way to a contradiction, and by which rule."""

    conclusion: str
    rule: str


Row = MemberRow | StepRow


@dataclass(frozen=True, slots=True)
class ExplainedConflict:
    """A conflict in words."""

    headline: str
    rows: tuple[Row, ...]
    gap: str
    to_agree: str
    fixes: str
    choices: str
    next: str
    note: str = ""
    holds: str = ""
    slips: tuple[str, ...] = ()


def explain_conflict(conflict: JudgedConflict, judgement: Judgement) -> ExplainedConflict:
    """Put a conflict into words."""
    assert judgement.facts is not None
    facts = judgement.facts
    members = [*conflict.claims, *conflict.assumptions]
    first = sorted(member for member in members if member != conflict.measured)
    rows: list[Row] = [member_row(member, facts, conflict) for member in first]
    rows += _steps(conflict, facts)
    if conflict.measured:
        rows.append(member_row(conflict.measured, facts, conflict))
    return ExplainedConflict(
        _headline(sorted(members), conflict),
        tuple(rows),
        gap_words(conflict),
        _to_agree(conflict),
        _fixes(conflict, judgement),
        _choices(conflict),
        f"verify why {conflict.measured or members[-1]}",
        _note(conflict, judgement),
        holds_words(conflict, facts),
        tuple(slip_lines(conflict)),
    )


def alike(judgement: Judgement) -> list[list[JudgedConflict]]:
    """Group conflicts that say the same with other claims of the same quantities."""
    about = {claim.claim.id: claim.variable for claim in judgement.claims}
    groups: dict[object, list[JudgedConflict]] = {}
    for conflict in judgement.conflicts:
        quantities = tuple(sorted(about[claim] for claim in conflict.claims))
        rest = (conflict.assumptions, conflict.rules, conflict.avoided_by, conflict.expected)
        key = (conflict.severity, quantities, *rest)
        groups.setdefault(key, []).append(conflict)
    return list(groups.values())


def others(conflicts: Sequence[JudgedConflict]) -> list[str]:
    """Return the claims by which alike conflicts differ from the first of them."""
    first = set(conflicts[0].claims)
    found = {claim for conflict in conflicts[1:] for claim in conflict.claims}
    return sorted(found - first)


def member_row(id_: str, facts: Facts, conflict: JudgedConflict | None) -> MemberRow:
    """Return the row of a claim or assumption, under the reading that a conflict refutes."""
    claim = facts.claim.get(id_)
    if claim is not None:
        reading = _reading(claim, conflict)
        quantity = quantity_of(facts, reading.about)
        taken = taken_as(reading, quantity)
        if len(claim.readings) > 1:
            read = any(id_ == claim.id for id_, _ in conflict.refuted_by) if conflict else False
            taken += f" (read as {reading.name})" if read else " (however it is read)"
        return MemberRow(claim.span, id_, printed(claim), taken, claim.source)
    assumption = facts.assumption[id_]
    return MemberRow(
        assumption.span,
        id_,
        _assumed(assumption),
        _assumed_set(assumption, facts),
        assumption.source,
    )


def printed(claim: Claim) -> str:
    """Return a claim's figure as printed, or its value where it has none."""
    return claim.figure or claim.value


def calendar_note(rule: str, facts: Facts) -> str:
    """Say that a rule crosses from months to days, and how that was counted."""
    known = facts.rule.get(rule)
    used = set() if known is None else {node.operator for node in walk(known.relation)}
    if "elapsed" in used:
        return " (months counted as any days that they may span)"
    if "calendar" in used:
        return " (with an average month of 365/12 to 366/12 days)"
    return ""


def taken_as(reading: Reading, quantity: Quantity) -> str:
    """Write the set a figure was taken as: loosely, and at face where that is narrower."""
    if reading.hole:
        return "asked for"
    loose = in_words(reading.loose, quantity)
    if reading.calendar:
        loose += ", by the calendar"
    if reading.loose == reading.face:
        if isinstance(reading.loose, Interval) and reading.loose.point is not None:
            return f"{loose} (exact)"
        return loose
    return f"{loose} (at face {_same_scale(reading, quantity)})"


def quantity_of(facts: Facts, id_: str) -> Quantity:
    """Return a quantity by its id."""
    return facts.quantity[id_]


def choice_words(choices: Sequence[tuple[str, str]]) -> str:
    """Write choices of readings: `pulse.now read as campus`."""
    return " or ".join(f"{claim} is read as {reading}" for claim, reading in choices)


def _same_scale(reading: Reading, quantity: Quantity) -> str:
    """Write a face set without the unit, in the scale that its loose set is shown in."""
    face, loose = reading.face, reading.loose
    shown = in_words(face, quantity, unit=False)
    if isinstance(face, frozenset) or isinstance(loose, frozenset):
        return shown
    words = in_words(loose, quantity, unit=False).rsplit(" ", 1)
    for word in ("million", "billion", "trillion"):
        if words[-1] == word and shown.endswith(f" {word}"):
            return shown.removesuffix(f" {word}")
    return shown


def _reading(claim: Claim, conflict: JudgedConflict | None) -> Reading:
    if conflict is not None:
        for id_, name in conflict.refuted_by:
            if id_ == claim.id:
                for reading in claim.readings:
                    if reading.name and name.startswith(reading.name):
                        return reading
    return claim.readings[0]


def _assumed(assumption: Assumption) -> str:
    return f"assumed: {assumption.text}"


def _assumed_set(assumption: Assumption, facts: Facts) -> str:
    if assumption.reading is None:
        return ""
    return taken_as(assumption.reading, quantity_of(facts, assumption.reading.about))


def _steps(conflict: JudgedConflict, facts: Facts) -> list[Row]:
    """Return what follows from the other members, down to the measured member's quantity."""
    demand = next((d for d in conflict.demands if d.member == conflict.measured), None)
    if demand is None:
        return []
    rows: list[Row] = []
    seen: dict[int, int] = {}
    for node in ordered(demand.derivations):
        name = conflict.variables[node.variable]
        quantity = _quantity_named(facts, name)
        if quantity is None or node.origin.role is not Role.RULE:
            continue
        values: Values = node.values
        row = StepRow(
            f"so {name} is {in_words(values, quantity)}",
            f"rule {node.origin.text or node.origin.id}{calendar_note(node.origin.id, facts)}",
        )
        if node.variable in seen:
            rows[seen[node.variable]] = row
        else:
            seen[node.variable] = len(rows)
            rows.append(row)
    return rows


def _quantity_named(facts: Facts, variable: str) -> Quantity | None:
    """Return the quantity of a variable, which may carry a period; None for a hidden one."""
    id_ = variable.partition("@")[0]
    return facts.quantity.get(id_)


def _note(conflict: JudgedConflict, judgement: Judgement) -> str:
    if not conflict.minimal:
        return "fewer of them may conflict already: the search ended early"
    if conflict.severity is Kind.CONFLICT and not conflict.fixes and judgement.complete:
        return "no fix: none of these may be withdrawn (weight: never)"
    return ""


def _headline(members: Sequence[str], conflict: JudgedConflict) -> str:
    if len(members) == 1:
        return f"{members[0]} cannot hold, whatever the rest says{_qualified(conflict)}"
    return f"{listed(members)} cannot all hold{_qualified(conflict)}"


def _qualified(conflict: JudgedConflict) -> str:
    if conflict.severity is Kind.ROUNDING:
        return " at face, though rounding or a hedge may explain it"
    if conflict.severity is Kind.CONDITIONAL:
        return " under one reading" if conflict.refuted_by else " with that judgement"
    return ""


def _to_agree(conflict: JudgedConflict) -> str:
    parts: list[str] = []
    for number, demand in enumerate(conflict.demands):
        if isinstance(demand.values, Interval) and demand.values == Interval():
            continue
        would = "would be " if number == 0 or not parts else ""
        parts.append(f"{demand.member} {would}{in_words(demand.values, demand.quantity)}")
    return ", or ".join(parts)


def _fixes(conflict: JudgedConflict, judgement: Judgement) -> str:
    """List the cheapest corrections first; of those that cost the same, by falling ids.

    A correction mends a whole component; of one with several separate troubles only the part that
    mends this one is shown, and that the others need mending too.
    """
    related = _related(conflict, judgement)
    priced = sorted(zip(conflict.fixes, conflict.costs, strict=True), reverse=True)
    priced.sort(key=lambda each: (each[1], len(each[0])))
    parts = dict.fromkeys(tuple(id_ for id_ in fix if id_ in related) for fix, _ in priced)
    shown = list(parts)
    kept = shown[:_FIXES]
    words = [f"withdraw {listed(fix)}" for fix in kept]
    if len(shown) > len(kept):
        words.append(f"{len(shown) - len(kept)} more")
    return " · ".join(words)


def _related(conflict: JudgedConflict, judgement: Judgement) -> set[str]:
    """Return the members of this conflict, and of those that share members with it in turn."""
    related = set(conflict.members)
    others = [set(c.members) for c in judgement.conflicts if c.severity is Kind.CONFLICT]
    grown = True
    while grown:
        grown = False
        for other in others:
            if other & related and not other <= related:
                related |= other
                grown = True
    return related


def _choices(conflict: JudgedConflict) -> str:
    if conflict.severity is not Kind.CONDITIONAL or not conflict.avoided_by:
        return ""
    return f"avoided if {choice_words(conflict.avoided_by)}"


def listed(ids: Sequence[str]) -> str:
    """Join words as a sentence does: `a, b and c`."""
    if len(ids) < 2:
        return "".join(ids)
    return f"{', '.join(ids[:-1])} and {ids[-1]}"


def verdict_words(judged: JudgedClaim) -> str:
    """Return a claim's verdict, a disputed one's with what it is without the suspects."""
    if judged.otherwise is not None:
        return f"{judged.verdict.value}, else {judged.otherwise.value}"
    return judged.verdict.value


def about(judged: JudgedClaim) -> str:
    """Return what a claim is about: its quantity, with the period where it is known."""
    label = judged.variable.partition("@")[2]
    return judged.variable if label[:1].isdigit() else judged.quantity.id


def says(judged: JudgedClaim) -> str:
    """Say in one line what the rest says of a claim's quantity, and what is missing for more."""
    parts = []
    if judged.kept is not None:
        shown = in_words(judged.kept, judged.quantity)
        start = "answer" if judged.verdict is Verdict.OPEN else "the rest says"
        parts.append(f"{start} {shown}")
    elif judged.verdict is Verdict.OPEN:
        parts.append("nothing bounds it")
    if judged.missing is not None:
        parts.append(judged.missing.value)
    if judged.restates:
        parts.append(f"restates {listed(judged.restates[:3])}")
    if judged.blame is not None and judged.blame.telling:
        parts.append(f"in {judged.blame.conflicts} of {judged.blame.of} conflicts")
    if judged.touching:
        parts.append("only the very ends of rounding agree")
    if judged.leans_on:
        parts.append(f"leans on {listed(judged.leans_on[:4])}")
    return "; ".join(parts)


def closing_lines(judgement: Judgement) -> list[tuple[str, str]]:
    """Return the closing lines of a suite, each with its style; the first is enough alone."""
    closing = judgement.closing
    if closing is None:
        return []
    lines = [(_first_line(judgement, closing), _STATUS_STYLE[judgement.status])]
    counts = Counter(claim.verdict for claim in judgement.claims)
    shown = ", ".join(
        f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]
    )
    if shown:
        lines.append((shown, ""))
    if closing.untested:
        noun = "figure was" if closing.untested == 1 else "figures were"
        tip = ""
        if closing.missing and closing.tests > 1:
            tip = f"; a figure for {closing.missing} would test {closing.tests} of them"
        lines.append((f"{closing.untested} {noun} never tested by anything{tip}", "quiet"))
    known = [each.expected for each in judgement.conflicts if each.severity is Kind.CONFLICT]
    if known and all(known):
        lines.append(("every conflict is expected", "quiet"))
    why = f" ({judgement.ended_by} ran out)" if judgement.ended_by else ""
    if not judgement.complete:
        lines.append((f"the search ended before it was complete{why}", "doubt"))
    elif judgement.ended_by:
        lines.append((f"the check ended before every figure was judged{why}", "doubt"))
    return lines


def _first_line(judgement: Judgement, closing: Closing) -> str:
    status = judgement.status.value
    figures = "1 figure" if closing.figures == 1 else f"{closing.figures} figures"
    if judgement.status is Status.UNDECIDED:
        return f"{status}: whether {figures} can all hold together was not settled"
    if judgement.status is not Status.CONFLICT:
        return f"{status}: {figures} can all hold together"
    ways = [_alternatives(part) for part in closing.withdrawn]
    if len(ways) > _PARTS:
        ways = [*ways[:_PARTS], f"as much for {len(ways) - _PARTS} more"]
    cheapest = "the cheapest is to " if closing.weighed else ""
    withdraw = f"; {cheapest}withdraw {', and '.join(ways)}" if ways else ""
    if not judgement.complete and not ways:
        return f"{status}: {figures} cannot all hold"
    if closing.unsettled:
        open_ = f"whether {closing.unsettled} of them can was not settled"
        return f"{status}: {figures} cannot all hold{withdraw}; {open_}"
    if any(not part for part in judgement.corrections):
        return f"{status}: {figures} cannot all hold{withdraw}; others clash that may not go"
    return f"{status}: {closing.together} of {figures} can all hold together{withdraw}"


def _alternatives(ways: Sequence[tuple[str, ...]]) -> str:
    shown = " or ".join(listed(way) for way in ways[:_WAYS])
    return f"{shown} or one of {len(ways) - _WAYS} more" if len(ways) > _WAYS else shown


_STATUS_STYLE = {
    Status.CONSISTENT: "good",
    Status.CONDITIONAL: "doubt",
    Status.ROUNDING: "doubt",
    Status.UNDECIDED: "doubt",
    Status.CONFLICT: "bad",
    Status.INVALID: "bad",
}
